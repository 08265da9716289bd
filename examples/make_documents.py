# -*- coding: utf-8 -*-
"""Make the example documents, and the JSON that says what stands on each of them.

    python examples/make_documents.py            writes documents/ and expected/
    python examples/make_documents.py --expected writes expected/ only (needs no library)

A document is drawn from the very values that its expected JSON holds, so the two cannot drift apart, and
nothing of the sandbox's reader is used. The people, companies and numbers are made up: bank account and VAT numbers
are the well-known test numbers that pass their check digits. Needs reportlab, Pillow and pypdf; the same library
versions give the same bytes.
"""
import io
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

TEXTS = (
    'currency customer_address customer_bank_account_number customer_bank_account_number_bic customer_city '
    'customer_coc_number customer_country customer_email customer_house_number customer_municipality customer_name '
    'customer_number customer_phone customer_province customer_reference customer_street_name customer_vat_number '
    'customer_website customer_zipcode date document_language document_subject document_type invoice_number '
    'invoice_type matched_purchase_order_id merchant_address merchant_bank_account_number '
    'merchant_bank_account_number_bic merchant_bank_domestic_account_number merchant_bank_domestic_bank_code '
    'merchant_chain_liability_bank_account_number merchant_city merchant_coc_number merchant_country '
    'merchant_country_code merchant_email merchant_house_number merchant_id merchant_main_activity_code '
    'merchant_municipality merchant_name merchant_phone merchant_province merchant_street_name merchant_vat_number '
    'merchant_website merchant_zipcode order_number package_number payment_auth_code payment_card_account_number '
    'payment_card_bank payment_card_issuer payment_card_number payment_due_date payment_slip_code '
    'payment_slip_customer_number payment_slip_reference_number paymentmethod purchasedate purchasetime '
    'receipt_number server shop_number table_group table_number terminal_number transaction_number '
    'transaction_reference vat_context'
).split()


def receipt(**fields):
    """Everything the contract lists, empty unless given. `raw_text` and `hash` are not the document's to say."""
    reply = dict.fromkeys(TEXTS, '')
    reply.update(amount=0, amount_change=0, amountexvat=0, vatamount=0, barcodes=None, lines=None,
                 matched_keywords=None, matched_lineitems=None, vatitems=None)
    assert not set(fields) - set(reply), set(fields) - set(reply)
    reply.update(fields)
    if reply['purchasedate']:
        reply['date'] = '%sT%s' % (reply['purchasedate'], reply['purchasetime'] or '00:00:00')
    for role in ('merchant', 'customer'):
        street, number = reply[role + '_street_name'], reply[role + '_house_number']
        if street:
            house_first = reply['document_language'] in ('en', 'fr')
            reply[role + '_address'] = '%s %s' % ((number, street) if house_first else (street, number))
    return reply


def item(title, quantity, each, rate=0, **more):
    """A line item; prices in cents, the rate in hundredths of a percent."""
    line = dict(title=title, quantity=quantity, amount_each=each, amount=int(round(quantity * each)),
                vat_percentage=rate, amount_ex_vat=0, vat_amount=0, description='', sku='', vat_code='')
    line.update(more)
    return line


def vat(rate, base, amount, printed=True):
    """VAT at one rate, in cents; `printed` says whether the document shows the base."""
    return dict(percentage=rate, amount=amount, amount_excl_vat=base, amount_incl_vat=base + amount, code='',
                amount_incl_excl_vat_estimated=not printed)


def block(*items):
    return [{'description': '', 'lineitems': list(items)}]


def money(cents, mark=',', thousands='.'):
    """1234.56 as it is printed: 1.234,56."""
    text = '{:,.2f}'.format(cents / 100.0)
    return text.replace(',', '_').replace('.', mark).replace('_', thousands)


def english(cents):
    return money(cents, '.', ',')


def rate(hundredths):
    return '%g%%' % (hundredths / 100.0)


def day(iso, order='dmy', mark='-'):
    year, month, number = iso[:10].split('-')
    return mark.join({'d': number, 'm': month, 'y': year}[part] for part in order)


MONTHS = 'January February March April May June July August September October November December'.split()


def long_day(iso, months=MONTHS):
    year, month, number = iso[:10].split('-')
    return '%d %s %s' % (int(number), months[int(month) - 1], year)


# A document is a list of pages, a page a list of rows, a row a list of (millimetres from the left, text); a negative
# position is where the text ends.

def invoice():
    items = [item('Oak shelf 80 cm', 4, 1995, 2100), item('Wall bracket, steel', 8, 450, 2100),
             item('Book: Shelves for beginners', 2, 1250, 900)]
    for line in items:
        line['amount_ex_vat'] = line['amount']
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='en', invoice_number='2024-00117',
        purchasedate='2024-03-15', payment_due_date='2024-04-14T00:00:00', currency='EUR', order_number='PO-48213',
        customer_number='K-2071', merchant_name='Plankwerk Example B.V.', merchant_street_name='Zaagmolenstraat',
        merchant_house_number='12', merchant_zipcode='3512 AB', merchant_city='Utrecht',
        merchant_country='The Netherlands', merchant_country_code='NL', merchant_phone='+31 30 123 45 67',
        merchant_email='sales@plankwerk.example', merchant_website='www.plankwerk.example',
        merchant_vat_number='NL000099998B57', merchant_coc_number='12345678',
        merchant_bank_account_number='NL91ABNA0417164300', merchant_bank_account_number_bic='ABNANL2A',
        customer_name='Readers Corner Ltd', customer_street_name='High Street', customer_house_number='48',
        customer_zipcode='SW1A 1AA', customer_city='London', customer_country='United Kingdom',
        customer_vat_number='GB123456782', lines=block(*items), vatitems=[vat(2100, 11580, 2432), vat(900, 2500, 225)],
        amountexvat=14080, vatamount=2657, amount=16737)
    # A Dutch street on an English invoice: the number comes last.
    e['merchant_address'] = '%(merchant_street_name)s %(merchant_house_number)s' % e
    top = [
        [(20, e['merchant_name'])],
        [(20, e['merchant_address']), (120, 'Phone: ' + e['merchant_phone'])],
        [(20, e['merchant_zipcode'] + ' ' + e['merchant_city']), (120, e['merchant_email'])],
        [(20, e['merchant_country']), (120, e['merchant_website'])],
        [], [(20, 'INVOICE')], [],
        [(20, 'Bill to:'), (120, 'Invoice number:'), (155, e['invoice_number'])],
        [(20, e['customer_name']), (120, 'Invoice date:'), (155, long_day(e['purchasedate']))],
        [(20, e['customer_address']), (120, 'Due date:'), (155, long_day(e['payment_due_date']))],
        [(20, e['customer_city'] + ' ' + e['customer_zipcode']), (120, 'Order number:'), (155, e['order_number'])],
        [(20, e['customer_country']), (120, 'Customer number:'), (155, e['customer_number'])],
        [(20, 'VAT number: ' + e['customer_vat_number'])],
        [], [(20, 'Description'), (-115, 'Quantity'), (-140, 'Unit price'), (-160, 'VAT'), (-190, 'Amount')],
    ]
    table = [[(20, i['title']), (-115, str(i['quantity'])), (-140, english(i['amount_each'])),
              (-160, rate(i['vat_percentage'])), (-190, english(i['amount']))] for i in items]
    totals = [[], [(120, 'Total excl. VAT'), (-190, english(e['amountexvat']))]]
    totals += [[(120, 'VAT %s on %s' % (rate(v['percentage']), english(v['amount_excl_vat']))),
                (-190, english(v['amount']))] for v in e['vatitems']]
    totals += [[(120, 'Total incl. VAT'), (-190, 'EUR ' + english(e['amount']))], [],
               [(20, 'Please transfer the amount before the due date, quoting the invoice number.')],
               [(20, 'IBAN: %s   BIC: %s' % (e['merchant_bank_account_number'],
                                             e['merchant_bank_account_number_bic']))],
               [(20, 'CoC: %s   VAT number: %s' % (e['merchant_coc_number'], e['merchant_vat_number']))]]
    return [top + table + totals], e


DOCUMENTS = {'invoice.pdf': invoice}


def draw_pdf(pages, attachment=None):
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(210 * mm, 297 * mm), invariant=1)
    for page in pages:
        canvas.setFont('Helvetica', 10)
        for number, row in enumerate(page):
            height = (275 - 5.5 * number) * mm
            for position, text in row:
                if position < 0:
                    canvas.drawRightString(-position * mm, height, text)
                else:
                    canvas.drawString(position * mm, height, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def main(arguments):
    for name, make in sorted(DOCUMENTS.items()):
        drawn, expected = make()
        stem, extension = os.path.splitext(name)
        with io.open(os.path.join(HERE, 'expected', stem + '.json'), 'w', encoding='utf-8') as target:
            target.write(json.dumps(expected, indent=2, sort_keys=True, ensure_ascii=False) + '\n')
        if '--expected' not in arguments:
            with open(os.path.join(HERE, 'documents', name), 'wb') as target:
                target.write(draw_pdf(drawn))


if __name__ == '__main__':
    main(sys.argv[1:])
