"""Parse an invoice and print what is on it.

    python examples/parse_invoice.py [path of a document]
"""
import sys

from service import document, service


def money(cents, currency):
    """Cents as people write them."""
    return '%s %.2f' % (currency, cents / 100.0)


def main(path):
    """Upload the document and print its fields, which are typed: int, float, str, and lists of models."""
    with service() as connect:
        with connect() as client:
            receipt = client.parsing.parse_document(document=path).data
    currency = receipt.currency
    print('Merchant:       %s, %s %s' % (receipt.merchant_name, receipt.merchant_zipcode, receipt.merchant_city))
    print('Customer:       %s' % receipt.customer_name)
    print('Invoice number: %s' % receipt.invoice_number)
    print('Date:           %s' % receipt.purchasedate)
    for block in receipt.lines or []:
        for item in block.lineitems or []:
            print('%5g x %-28s %12s' % (item.quantity, item.title, money(item.amount, currency)))
    for vat in receipt.vatitems or []:
        print('VAT %5.2f %%:%36s' % (vat.percentage / 100.0, money(vat.amount, currency)))
    print('VAT:%43s' % money(receipt.vatamount, currency))
    print('Total:%41s' % money(receipt.amount, currency))
    return receipt


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else document('invoice.pdf'))
