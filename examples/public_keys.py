"""What a backend does for its app: create a public key, which the app parses with."""
from klippa_ocr_api import CreatePublicKeyForm
from service import document, service


def main():
    """The key is good for two scans within ten minutes."""
    with service() as connect:
        with connect() as backend:
            created = backend.public_key.create_public_key(
                body=CreatePublicKeyForm(scan_limit=2, valid_time=600, external_id='user-4711')).data
            print('Created a public key, valid until %s' % created.valid_until.isoformat())
            with connect(public_key=created.public_key) as app:
                receipt = app.parsing.parse_document(document=document('invoice.pdf')).data
                print('The app parsed invoice %s' % receipt.invoice_number)
                print('Scans left: %d' % app.public_key.public_key_info().data.available_scans)
            info = backend.public_key.public_key_info_by_id(created.id).data
            print('The backend sees %d of %d scans used' % (info.used_scans, info.scan_limit))
    return info


if __name__ == '__main__':
    main()
