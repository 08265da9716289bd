"""Create a sub key, parse with it, look at its statistics, and delete it."""
from klippa_ocr_api import AuthenticationError, SubKeyForm
from service import document, service


def main():
    """A sub key never outlives this script: it is deleted whatever happens."""
    with service() as connect:
        with connect() as client:
            key = client.sub_key.create_sub_key(body=SubKeyForm(name='Example', status=True)).data
            print('Created the sub key %d, %s' % (key.id, key.name))
            try:
                with connect(auth_key=key.key) as branch:
                    receipt = branch.parsing.parse_document(document=document('invoice.pdf')).data
                    print('Parsed with it: invoice %s' % receipt.invoice_number)
                rows = client.sub_key.sub_key_statistics(key.id, granularity='day').data
                print('Its requests so far: %d' % sum(row.count for row in rows or []))
            finally:
                deleted = client.sub_key.delete_sub_key(key.id).data.deleted
                print('Deleted: %s' % deleted)
            with connect(auth_key=key.key) as branch:
                try:
                    branch.information.credits()
                except AuthenticationError as error:
                    print('And now: %s' % error)
    return deleted


if __name__ == '__main__':
    main()
