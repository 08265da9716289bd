"""Parse a document with what is known about it: a supplier, an order, and words to look for."""
from klippa_ocr_api import KeywordRule, LineitemRule, PurchaseOrder, Relation, UserData
from service import document, service


def main():
    """Let the parser recognise the supplier by its VAT number, and find words and line items."""
    known = UserData(
        transaction_type='purchase',
        relations=[
            Relation(id='SUPPLIER-17', name='Plankwerk', vat_number='NL000099998B57'),
            Relation(id='SUPPLIER-18', name='Another supplier', bank_account_number='BE71096123456769'),
        ],
        purchase_orders=[PurchaseOrder(identifier='4711', purchase_order_number='PO-48213')],
        keyword_rules=[KeywordRule(id='shelves', regex='shel(f|ves)')],
        lineitem_rules=[LineitemRule(id='steel', keywords=['steel'])],
    )
    with service() as connect:
        with connect() as client:
            receipt = client.parsing.parse_document(document=document('invoice.pdf'), user_data=known).data
    print('Supplier:       %s (%s)' % (receipt.merchant_id or 'not recognised', receipt.merchant_name))
    print('Purchase order: %s' % (receipt.matched_purchase_order_id or 'none found'))
    for found in receipt.matched_keywords or []:
        print('Keyword rule %s matched %d times: %s' % (found.id, found.count, ', '.join(found.matches or [])))
    for found in receipt.matched_lineitems or []:
        print('Line item rule %s found: %s' % (found.id, ', '.join(item.title for item in found.lineitems or [])))
    return receipt


if __name__ == '__main__':
    main()
