# -*- coding: utf-8 -*-
"""Make the example documents, and the JSON that says what stands on each of them.

    python examples/make_documents.py            writes documents/ and expected/
    python examples/make_documents.py --expected writes expected/ only (needs no library)

A document is drawn from the very values that its expected JSON holds, so the two cannot drift apart, and
nothing of the sandbox's reader is used. The people, companies and numbers are made up; bank account and VAT
numbers are well-known test numbers that pass their check digits. Needs reportlab, Pillow and pypdf; the same
versions of these give the same bytes.
"""
import io
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

TEXTS = (
    'currency customer_address customer_bank_account_number customer_bank_account_number_bic '
    'customer_city customer_coc_number customer_country customer_email customer_house_number '
    'customer_municipality customer_name customer_number customer_phone customer_province '
    'customer_reference customer_street_name customer_vat_number customer_website customer_zipcode date '
    'document_language document_subject document_type invoice_number invoice_type '
    'matched_purchase_order_id merchant_address merchant_bank_account_number '
    'merchant_bank_account_number_bic merchant_bank_domestic_account_number '
    'merchant_bank_domestic_bank_code merchant_chain_liability_bank_account_number merchant_city '
    'merchant_coc_number merchant_country merchant_country_code merchant_email merchant_house_number '
    'merchant_id merchant_main_activity_code merchant_municipality merchant_name merchant_phone '
    'merchant_province merchant_street_name merchant_vat_number merchant_website merchant_zipcode '
    'order_number package_number payment_auth_code payment_card_account_number payment_card_bank '
    'payment_card_issuer payment_card_number payment_due_date payment_slip_code '
    'payment_slip_customer_number payment_slip_reference_number paymentmethod purchasedate purchasetime '
    'receipt_number server shop_number table_group table_number terminal_number transaction_number '
    'transaction_reference vat_context'
).split()


def receipt(**fields):
    """Everything that the contract lists, empty unless given; but `raw_text` and `hash` are no facts."""
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


# A document is a list of pages, a page a list of rows, a row a list of (millimetres from the left, text); a
# negative position is where the text ends.

def invoice():
    items = [item('Oak shelf 80 cm', 4, 1995, 2100), item('Wall bracket, steel', 8, 450, 2100),
             item('Book: Shelves for beginners', 2, 1250, 900)]
    for line in items:
        line['amount_ex_vat'] = line['amount']
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='en', invoice_number='2024-00117',
        purchasedate='2024-03-15', payment_due_date='2024-04-14T00:00:00', currency='EUR',
        order_number='PO-48213',
        customer_number='K-2071', merchant_name='Plankwerk Example B.V.',
        merchant_street_name='Zaagmolenstraat',
        merchant_house_number='12', merchant_zipcode='3512 AB', merchant_city='Utrecht',
        merchant_country='The Netherlands', merchant_country_code='NL', merchant_phone='+31 30 123 45 67',
        merchant_email='sales@plankwerk.example', merchant_website='www.plankwerk.example',
        merchant_vat_number='NL000099998B57', merchant_coc_number='12345678',
        merchant_bank_account_number='NL91ABNA0417164300', merchant_bank_account_number_bic='ABNANL2A',
        customer_name='Readers Corner Ltd', customer_street_name='High Street', customer_house_number='48',
        customer_zipcode='SW1A 1AA', customer_city='London', customer_country='United Kingdom',
        customer_vat_number='GB123456782', lines=block(*items),
        vatitems=[vat(2100, 11580, 2432), vat(900, 2500, 225)],
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
        [(20, e['customer_city'] + ' ' + e['customer_zipcode']), (120, 'Order number:'),
         (155, e['order_number'])],
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


def receipt_nl():
    items = [item('Koffie', 2, 275, vat_code='A'), item('Appelgebak', 1, 425, vat_code='A'),
             item('Krant', 1, 310, vat_code='A'), item('Paraplu', 1, 1250, vat_code='B')]
    e = receipt(
        document_type='receipt', document_language='nl', receipt_number='004512', purchasedate='2024-02-09',
        purchasetime='16:46:00', currency='EUR', merchant_name='Lunchroom De Lepel',
        merchant_street_name='Vismarkt',
        merchant_house_number='7a', merchant_zipcode='9711 CV', merchant_city='Groningen',
        merchant_country_code='NL',
        merchant_phone='050-123 45 67', merchant_coc_number='87654321', merchant_vat_number='NL123456782B90',
        lines=block(*items), vatitems=[vat(900, 1179, 106), vat(2100, 1033, 217)], amountexvat=2212,
        vatamount=323,
        amount=2535, paymentmethod='pin', terminal_number='7HK2M1')
    rows = [
        [(40, e['merchant_name'])], [(40, e['merchant_address'])],
        [(40, e['merchant_zipcode'].replace(' ', '') + ' ' + e['merchant_city'])],
        [(40, 'Tel. ' + e['merchant_phone'])], [], [(40, 'KASSABON')],
        [(40, 'Bonnummer: ' + e['receipt_number'])],
        [(40, 'Datum: %s  %s' % (day(e['purchasedate']), e['purchasetime'][:5]))], [],
    ]
    for line in items:
        times = '%d x ' % line['quantity']
        each = [(-105, money(line['amount_each']))] if line['quantity'] > 1 else []
        rows.append([(40, times + line['title'])] + each
                    + [(-120, money(line['amount'])), (122, line['vat_code'])])
    rows += [[], [(40, 'TOTAAL'), (-120, '\u20ac ' + money(e['amount']))],
             [(40, 'PIN'), (-120, money(e['amount']))], [],
             [(40, 'BTW %'), (-90, 'Excl.'), (-105, 'BTW'), (-120, 'Incl.')]]
    rows += [[(40, rate(v['percentage'])), (-90, money(v['amount_excl_vat'])), (-105, money(v['amount'])),
              (-120, money(v['amount_incl_vat']))] for v in e['vatitems']]
    rows += [[], [(40, 'Terminal: ' + e['terminal_number'])], [(40, 'KvK ' + e['merchant_coc_number'])],
             [(40, 'BTW-nr. ' + e['merchant_vat_number'])], [], [(40, 'Bedankt en graag tot ziens!')]]
    return [rows], e


def credit_invoice_de():
    items = [item('Schreibtischlampe', 2, -4950, 1900), item('Tischklemme', 2, -550, 1900)]
    for line in items:
        line.update(amount_each=-line['amount_each'], quantity=-2, amount_ex_vat=line['amount'])
    e = receipt(
        document_type='invoice', invoice_type='credit_invoice', document_language='de',
        invoice_number='GS-2024-031',
        purchasedate='2024-05-06', currency='EUR', customer_number='10442',
        merchant_name='Leuchtturm Muster GmbH', merchant_street_name='Lampengasse', merchant_house_number='3',
        merchant_zipcode='50667', merchant_city='K\u00f6ln', merchant_country_code='DE',
        merchant_phone='+49 221 1234567', merchant_email='kontor@leuchtturm.example',
        merchant_vat_number='DE123456788',
        merchant_coc_number='HRB 12345', merchant_bank_account_number='DE89370400440532013000',
        merchant_bank_account_number_bic='COBADEFFXXX', customer_name='B\u00fcro Beispiel AG',
        customer_street_name='Schreibweg', customer_house_number='21 b', customer_zipcode='10115',
        customer_city='Berlin',
        lines=block(*items), vatitems=[vat(1900, -11000, -2090)], amountexvat=-11000, vatamount=-2090,
        amount=-13090)
    rows = [
        [(20, u' \u00b7 '.join([e['merchant_name'], e['merchant_address'],
                                '%(merchant_zipcode)s %(merchant_city)s' % e]))],
        [(20, e['customer_name'])], [(20, e['customer_address'])],
        [(20, '%(customer_zipcode)s %(customer_city)s' % e)], [], [(20, 'GUTSCHRIFT')], [],
        [(20, 'Gutschriftnummer'), (70, 'Datum'), (110, 'Kundennummer')],
        [(20, e['invoice_number']), (70, day(e['purchasedate'], mark='.')), (110, e['customer_number'])],
        [], [(20, 'F\u00fcr die R\u00fccksendung zu Rechnung RE-2024-112 schreiben wir Ihnen gut:')], [],
        [(20, 'Menge'), (40, 'Bezeichnung'), (-140, 'Einzelpreis'), (-165, 'MwSt'), (-190, 'Betrag')],
    ]
    rows += [[(20, str(i['quantity'])), (40, i['title']), (-140, money(i['amount_each'])),
              (-165, rate(i['vat_percentage'])), (-190, money(i['amount']))] for i in items]
    rows += [[], [(120, 'Nettobetrag'), (-190, money(e['amountexvat']) + ' EUR')],
             [(120, 'zzgl. 19 % MwSt.'), (-190, money(e['vatamount']) + ' EUR')],
             [(120, 'Gesamtbetrag'), (-190, money(e['amount']) + ' EUR')], [],
             [(20, 'Der Betrag wird Ihrem Kundenkonto gutgeschrieben.')], [],
             [(20, 'Tel. ' + e['merchant_phone']), (80, 'HRB 12345 Amtsgericht K\u00f6ln'),
              (140, 'IBAN DE89 3704 0044 0532 0130 00')],
             [(20, e['merchant_email']), (80, 'USt-IdNr. ' + e['merchant_vat_number']),
              (140, 'BIC ' + e['merchant_bank_account_number_bic'])]]
    return [rows], e


def invoice_fr():
    items = [item('Confiture d\u2019abricot', 24, 385, 550), item('Panier en osier', 6, 1490, 2000)]
    for line in items:
        line['amount_ex_vat'] = line['amount']
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='fr', invoice_number='F2024-0178',
        purchasedate='2024-06-03', payment_due_date='2024-07-03T00:00:00', currency='EUR',
        order_number='C-9930',
        merchant_name='Les Paniers d\u2019Exemple SARL', merchant_street_name='rue des Lilas',
        merchant_house_number='8',
        merchant_zipcode='69002', merchant_city='Lyon', merchant_country='France', merchant_country_code='FR',
        merchant_phone='04 00 00 00 00', merchant_email='contact@paniers.example',
        merchant_website='https://paniers.example',
        merchant_vat_number='FR11123456782', merchant_coc_number='12345678200010',
        merchant_bank_account_number='FR1420041010050500013M02606',
        merchant_bank_account_number_bic='PSSTFRPPPAR',
        customer_name='\u00c9picerie Fictive', customer_street_name='avenue du March\u00e9',
        customer_house_number='115 bis',
        customer_zipcode='75011', customer_city='Paris', lines=block(*items),
        vatitems=[vat(550, 9240, 508), vat(2000, 8940, 1788)], amountexvat=18180, vatamount=2296,
        amount=20476)
    euro = ' \u20ac'
    months = 'janvier f\u00e9vrier mars avril mai juin juillet'.split()
    rows = [
        [(20, e['merchant_name']), (120, 'FACTURE N\u00b0 ' + e['invoice_number'])],
        [(20, e['merchant_address']), (120, 'Date : ' + long_day(e['purchasedate'], months))],
        [(20, '%(merchant_zipcode)s %(merchant_city)s' % e),
         (120, 'Commande n\u00b0 : ' + e['order_number'])],
        [(20, e['merchant_country']), (120, '\u00c9ch\u00e9ance : ' + day(e['payment_due_date'], mark='/'))],
        [(20, 'T\u00e9l : ' + e['merchant_phone'])],
        [], [(110, 'Factur\u00e9 \u00e0 :')], [(110, e['customer_name'])], [(110, e['customer_address'])],
        [(110, '%(customer_zipcode)s %(customer_city)s' % e)], [],
        [(20, 'D\u00e9signation'), (-100, 'Qt\u00e9'), (-130, 'Prix unitaire'), (-155, 'TVA'),
         (-190, 'Montant HT')],
    ]
    rows += [[(20, i['title']), (-100, str(i['quantity'])),
              (-130, money(i['amount_each'], thousands=' ') + euro),
              (-155, rate(i['vat_percentage']).replace('.', ',')),
              (-190, money(i['amount'], thousands=' ') + euro)]
             for i in items]
    rows += [[], [(110, 'Total HT'), (-190, money(e['amountexvat']) + euro)]]
    rows += [[(110, 'TVA %s sur %s' % (rate(v['percentage']).replace('.', ','),
                                       money(v['amount_excl_vat']) + euro)),
              (-190, money(v['amount']) + euro)] for v in e['vatitems']]
    rows += [[(110, 'Total TTC'), (-190, money(e['amount']) + euro)], [],
             [(20, 'R\u00e8glement par virement : IBAN FR14 2004 1010 0505 0001 3M02 606 BIC PSSTFRPPPAR')],
             [(20, 'SIRET 123 456 782 00010'), (90, 'N\u00b0 TVA intracommunautaire : FR 11 123456782')],
             [(20, e['merchant_email']), (90, e['merchant_website'])]]
    return [rows], e


def invoice_nl():
    items = [item('Tuinontwerp', 12.5, 6500, 2100), item('Plantplan', 1, 18000, 2100)]
    for line in items:
        line['amount_ex_vat'] = line['amount']
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='nl', invoice_number='20240063',
        purchasedate='2024-09-30', payment_due_date='2024-10-14T00:00:00', currency='EUR',
        customer_reference='P-118',
        document_subject='Ontwerp achtertuin', merchant_name='Groen Voorbeeld',
        merchant_street_name='Lindelaan',
        merchant_house_number='101', merchant_zipcode='6521 JK', merchant_city='Nijmegen',
        merchant_country_code='NL',
        merchant_email='info@groenvoorbeeld.example', merchant_coc_number='11223344',
        merchant_vat_number='NL000099998B57', merchant_bank_account_number='NL02ABNA0123456789',
        customer_name='Stichting Het Proefveld', customer_street_name='Akkerpad', customer_house_number='2-4',
        customer_zipcode='8011 PK', customer_city='Zwolle', lines=block(*items),
        vatitems=[vat(2100, 99250, 20843)],
        amountexvat=99250, vatamount=20843, amount=120093)
    columns = '%-34s%8s%14s%8s%14s'
    quantity = {12.5: '12,5', 1: '1'}
    rows = [
        e['merchant_name'], e['merchant_address'], '%(merchant_zipcode)s %(merchant_city)s' % e,
        e['merchant_email'], '',
        'Factuuradres:', e['customer_name'], e['customer_address'],
        '%(customer_zipcode)s  %(customer_city)s' % e, '',
        'FACTUUR', '', 'Factuurnummer: ' + e['invoice_number'],
        'Factuurdatum: ' + long_day(e['purchasedate'], [''] * 8 + ['september']),
        'Vervaldatum: ' + day(e['payment_due_date'], mark='/'), 'Uw referentie: ' + e['customer_reference'],
        'Betreft: ' + e['document_subject'], '',
        columns % ('Omschrijving', 'Aantal', 'Prijs', 'BTW', 'Bedrag')]
    rows += [columns % (i['title'], quantity[i['quantity']], money(i['amount_each']),
                        rate(i['vat_percentage']),
                        money(i['amount'])) for i in items]
    rows += ['', '%-50s%s' % ('Totaal excl. btw', '\u20ac ' + money(e['amountexvat'])),
             '%-50s%s' % ('21% btw', '\u20ac ' + money(e['vatamount'])),
             '%-50s%s' % ('Te betalen', '\u20ac ' + money(e['amount'])), '',
             'Wij ontvangen het bedrag graag binnen 14 dagen op NL02 ABNA 0123 4567 89.',
             'KvK-nummer %s, btw-id %s' % (e['merchant_coc_number'], e['merchant_vat_number'])]
    return [[[(0, row)] for row in rows]], e


def structured_invoice():
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='de',
        invoice_number='RE-2024-0815',
        purchasedate='2024-08-15', payment_due_date='2024-09-14T00:00:00', currency='EUR',
        order_number='B-77120',
        customer_reference='04011000-12345-34', merchant_name='Schrauben Muster KG', merchant_zipcode='04109',
        merchant_city='Leipzig', merchant_country_code='DE', merchant_vat_number='DE136695976',
        merchant_bank_account_number='DE89370400440532013000', merchant_bank_account_number_bic='COBADEFFXXX',
        customer_name='Werkstatt Beispiel eG', customer_zipcode='99084', customer_city='Erfurt',
        vatitems=[vat(1900, 24000, 4560)], amountexvat=24000, vatamount=4560, amount=28560)
    # The page says little; the attachment holds the invoice.
    rows = [[(20, 'RECHNUNG')], [], [(20, 'Rechnungsnummer: ' + e['invoice_number'])],
            [(20, 'Rechnungsdatum: ' + day(e['purchasedate'], mark='.'))], [],
            [(20, 'Gesamtbetrag: %s EUR' % money(e['amount']))], [],
            [(20, 'Die vollst\u00e4ndigen Angaben stehen in der beigef\u00fcgten Datei.')]]
    return [rows], e


def cross_industry_invoice(e):
    """The data of a Factur-X or ZUGFeRD invoice, as far as `structured_invoice` needs it."""
    def amount(cents):
        return '%.2f' % (cents / 100.0)

    def party(kind, role, more=''):
        return """
        <ram:{0}TradeParty>
          <ram:Name>{1}_name</ram:Name>
          <ram:PostalTradeAddress>
            <ram:PostcodeCode>{1}_zipcode</ram:PostcodeCode>
            <ram:CityName>{1}_city</ram:CityName>
            <ram:CountryID>DE</ram:CountryID>
          </ram:PostalTradeAddress>{2}
        </ram:{0}TradeParty>""".format(kind, role, more)

    seller = party('Seller', 'merchant', """
          <ram:SpecifiedTaxRegistration>
            <ram:ID schemeID="VA">merchant_vat_number</ram:ID>
          </ram:SpecifiedTaxRegistration>""")
    xml = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
    xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
    xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocument>
    <ram:ID>invoice_number</ram:ID>
    <ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format="102">purchasedate</udt:DateTimeString></ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:ApplicableHeaderTradeAgreement>
      <ram:BuyerReference>customer_reference</ram:BuyerReference>SELLERBUYER
      <ram:BuyerOrderReferencedDocument>
        <ram:IssuerAssignedID>order_number</ram:IssuerAssignedID>
      </ram:BuyerOrderReferencedDocument>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:InvoiceCurrencyCode>currency</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>merchant_bank_account_number</ram:IBANID>
        </ram:PayeePartyCreditorFinancialAccount>
        <ram:PayeeSpecifiedCreditorFinancialInstitution>
          <ram:BICID>merchant_bank_account_number_bic</ram:BICID>
        </ram:PayeeSpecifiedCreditorFinancialInstitution>
      </ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:ApplicableTradeTax>
        <ram:CalculatedAmount>vatamount</ram:CalculatedAmount>
        <ram:TypeCode>VAT</ram:TypeCode>
        <ram:BasisAmount>amountexvat</ram:BasisAmount>
        <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>
      <ram:SpecifiedTradePaymentTerms>
        <ram:DueDateDateTime>
          <udt:DateTimeString format="102">payment_due_date</udt:DateTimeString>
        </ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:TaxBasisTotalAmount>amountexvat</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">vatamount</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>total</ram:GrandTotalAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
""".replace('SELLER', seller).replace('BUYER', party('Buyer', 'customer'))
    values = dict(e, total=amount(e['amount']), vatamount=amount(e['vatamount']),
                  amountexvat=amount(e['amountexvat']),
                  purchasedate=day(e['purchasedate'], 'ymd', ''),
                  payment_due_date=day(e['payment_due_date'], 'ymd', ''))
    return re.sub('>([a-z_]+)<', lambda found: '>%s<' % values[found.group(1)], xml).encode('utf-8')


def multi_page_invoice():
    items = [item('Straatwerk perceel %d' % (number + 1), 1 + number % 4, 11250 + 375 * number, 2100,
                  sku='W%03d' % number)
             for number in range(40)]
    for line in items:
        line['amount_ex_vat'] = line['amount']
    net = sum(line['amount'] for line in items)
    tax = int(round(net * 0.21))
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='nl', invoice_number='V24/881',
        purchasedate='2024-11-20', payment_due_date='2024-12-20T00:00:00', currency='EUR',
        customer_number='D0031',
        merchant_name='Bestratingen Model B.V.', merchant_street_name='Klinkerweg',
        merchant_house_number='55',
        merchant_zipcode='7311 XZ', merchant_city='Apeldoorn', merchant_country_code='NL',
        merchant_phone='055 123 4567',
        merchant_website='www.bestratingenmodel.example', merchant_coc_number='55667788',
        merchant_vat_number='NL123456789B13', merchant_bank_account_number='NL91ABNA0417164300',
        customer_name='Gemeente Nergenshuizen', customer_street_name='Raadhuisplein',
        customer_house_number='1',
        customer_zipcode='1234 AB', customer_city='Nergenshuizen', lines=block(*items),
        vatitems=[vat(2100, net, tax)],
        amountexvat=net, vatamount=tax, amount=net + tax)
    heading = [(20, 'Artikelnr.'), (45, 'Omschrijving'), (-125, 'Aantal'), (-155, 'Prijs'), (-190, 'Bedrag')]
    rows = [[(20, i['sku']), (45, i['title']), (-125, str(i['quantity'])), (-155, money(i['amount_each'])),
             (-190, money(i['amount']))] for i in items]
    for line in items:
        line['vat_percentage'] = 0  # the lines do not print it
    first = [
        [(20, e['merchant_name'])], [(20, e['merchant_address'])],
        [(20, '%(merchant_zipcode)s %(merchant_city)s' % e)], [(20, 'T: ' + e['merchant_phone'])],
        [(20, e['merchant_website'])], [], [(20, 'Klant:'), (110, 'FACTUUR')], [(20, e['customer_name'])],
        [(20, e['customer_address']), (110, 'Factuurnr.'), (140, e['invoice_number'])],
        [(20, '%(customer_zipcode)s %(customer_city)s' % e), (110, 'Datum'), (140, day(e['purchasedate']))],
        [(110, 'Vervaldatum'), (140, day(e['payment_due_date']))],
        [(110, 'Debiteurnr.'), (140, e['customer_number'])],
        [], heading]
    carried = money(sum(line['amount'] for line in items[:25]))
    second = [[(20, 'Factuurnr. ' + e['invoice_number']), (-190, 'Pagina 2 van 2')], [], heading,
              [(45, 'Transport'), (-190, carried)]]
    totals = [[], [(110, 'Totaal exclusief BTW'), (-190, money(e['amountexvat']))],
              [(110, 'BTW 21% over ' + money(e['amountexvat'])), (-190, money(e['vatamount']))],
              [(110, 'Totaal inclusief BTW'), (-190, u'\u20ac ' + money(e['amount']))], [],
              [(20, 'IBAN NL91 ABNA 0417 1643 00 - KvK 55667788 - BTW NL123456789B13')]]
    return [first + rows[:25] + [[(45, 'Transport'), (-190, carried)]], second + rows[25:] + totals], e


def receipt_en():
    items = [item('Garden gloves', 2, 650), item('Watering can', 1, 1495), item('Seeds, mixed', 3, 199)]
    e = receipt(
        document_type='receipt', document_language='en', receipt_number='88213', purchasedate='2024-04-27',
        purchasetime='10:12:00', currency='GBP', merchant_name='Sample Garden Centre',
        merchant_street_name='Mill Lane',
        merchant_house_number='22', merchant_zipcode='YO1 7HH', merchant_city='York',
        merchant_country_code='GB',
        merchant_vat_number='GB123456782', lines=block(*items), vatitems=[vat(2000, 2827, 565)],
        amountexvat=2827,
        vatamount=565, amount=3392, amount_change=608, paymentmethod='cash')
    rows = [[(0, e['merchant_name'])], [(0, e['merchant_address'])],
            [(0, '%(merchant_city)s %(merchant_zipcode)s' % e)],
            [(0, 'VAT No: GB 123 4567 82')], [], [(0, 'RECEIPT')],
            [(0, 'Receipt no: ' + e['receipt_number'])],
            [(0, 'Date: %s %s' % (day(e['purchasedate'], mark='/'), e['purchasetime'][:5]))], []]
    rows += [[(0, '%d x %s' % (i['quantity'], i['title'])), (-45, english(i['amount_each'])),
              (-60, english(i['amount']))] for i in items]
    rows += [[], [(0, 'TOTAL'), (-60, u'\u00a3' + english(e['amount']))],
             [(0, 'CASH'), (-60, u'\u00a340.00')],
             [(0, 'CHANGE'), (-60, u'\u00a3' + english(e['amount_change']))], [],
             [(0, 'VAT 20% on 28.27'), (-60, english(e['vatamount']))], [], [(0, 'Thank you for your visit')]]
    return [rows], e


def scanned_invoice():
    items = [item('Window cleaning', 3, 8500, 0), item('Gutter cleaning', 1, 12000, 0)]
    for line in items:
        line['amount_ex_vat'] = line['amount']
    e = receipt(
        document_type='invoice', invoice_type='invoice', document_language='en', invoice_number='INV-3307',
        purchasedate='2024-10-21', payment_due_date='2024-11-04T00:00:00', currency='EUR',
        merchant_name='Clear View Specimen Ltd', merchant_street_name='Harbour Road',
        merchant_house_number='5',
        merchant_zipcode='LS1 4AP', merchant_city='Leeds', merchant_country_code='GB',
        merchant_vat_number='GB123456782',
        merchant_bank_account_number='GB29NWBK60161331926819', customer_name='Placeholder Offices',
        customer_street_name='King Street', customer_house_number='90', customer_zipcode='M2 4WU',
        customer_city='Manchester', lines=block(*items), vatitems=[vat(2000, 37500, 7500)], amountexvat=37500,
        vatamount=7500, amount=45000)
    rows = [[(0, e['merchant_name'])], [(0, e['merchant_address'])],
            [(0, '%(merchant_city)s %(merchant_zipcode)s' % e)], [],
            [(0, 'INVOICE')], [], [(0, 'Bill to:')], [(0, e['customer_name'])], [(0, e['customer_address'])],
            [(0, '%(customer_city)s %(customer_zipcode)s' % e)], [],
            [(0, 'Invoice number: ' + e['invoice_number'])],
            [(0, 'Invoice date: ' + long_day(e['purchasedate']))],
            [(0, 'Due date: ' + long_day(e['payment_due_date']))], [],
            [(0, 'Description'), (-45, 'Quantity'), (-62, 'Unit price'), (-80, 'Amount')]]
    rows += [[(0, i['title']), (-45, str(i['quantity'])), (-62, english(i['amount_each'])),
              (-80, english(i['amount']))]
             for i in items]
    rows += [[], [(0, 'Total excl. VAT'), (-80, english(e['amountexvat']))],
             [(0, 'VAT 20% on ' + english(e['amountexvat'])), (-80, english(e['vatamount']))],
             [(0, 'Total incl. VAT'), (-80, 'EUR ' + english(e['amount']))], [],
             [(0, 'IBAN: GB29 NWBK 6016 1331 9268 19')], [(0, 'VAT number: GB 123 4567 82')]]
    return [rows], e


def receipt_usd():
    items = [item('Pancakes', 2, 850), item('Orange juice', 2, 425), item('Maple syrup', 1, 1200)]
    e = receipt(
        document_type='receipt', document_language='en', receipt_number='T-5521', purchasedate='2024-07-04',
        purchasetime='09:38:00', currency='USD', merchant_name='Placeholder Diner',
        merchant_street_name='Main Street',
        merchant_house_number='700', merchant_zipcode='05401', merchant_city='Burlington',
        merchant_province='VT',
        merchant_country_code='US', table_number='12', lines=block(*items), amountexvat=3750, vatamount=338,
        amount=4088,
        paymentmethod='creditcard')
    rows = [[(40, e['merchant_name'])], [(40, e['merchant_address'])], [(40, 'Burlington, VT 05401')], [],
            [(40, 'RECEIPT')], [(40, 'Receipt #' + e['receipt_number']), (90, 'Table 12')],
            [(40, '%s 9:38 AM' % day(e['purchasedate'], 'mdy', '/'))], []]
    rows += [[(40, '%d %s' % (i['quantity'], i['title'])), (-120, '$' + english(i['amount']))] for i in items]
    for line in items:
        line['amount_each'] = line['amount_each'] if line['quantity'] == 1 else 0  # not printed
        line['amount_ex_vat'] = line['amount']
    rows += [[], [(40, 'Subtotal'), (-120, '$' + english(e['amountexvat']))],
             [(40, 'Sales tax'), (-120, '$' + english(e['vatamount']))],
             [(40, 'Total'), (-120, 'USD ' + english(e['amount']))],
             [(40, 'VISA'), (-120, '$' + english(e['amount']))], [],
             [(40, 'Thank you, see you again!')]]
    return [rows], e


def check_digit(text):
    """The check digit of ICAO 9303."""
    values = [0 if letter == '<' else int(letter, 36) for letter in text]
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def checked(text):
    return text + check_digit(text)


def short_day(iso):
    return day(iso, 'ymd', '')[2:]


def identity(e):
    """An IdentityDocument from the values of its fields."""
    names = ('date_of_birth date_of_expiry date_of_issue document_number document_subtype document_type '
             'face gender given_names height identity_document issuing_country issuing_institution '
             'nationality personal_number place_of_birth residency signature surname').split()
    return {'parsed': {name: {'value': e[name], 'source': 'MRZ'} if name in e else None for name in names}}


def passport():
    e = dict.fromkeys('authority date_of_issue height place_of_birth'.split(), '')
    e.update(document_code='P', document_type='P', issuing_country='NLD', nationality='NLD',
             surname='VAN VOORBEELD',
             given_names='LOTTE MARIA', document_number='SPECI2014', date_of_birth='1985-03-10', gender='F',
             date_of_expiry='2034-03-09', personal_number='999999990')
    first = ('P<NLD%s<<%s' % (e['surname'], e['given_names'])).replace(' ', '<').ljust(44, '<')
    number, birth, expiry = (checked(part) for part in (
        e['document_number'], short_day(e['date_of_birth']), short_day(e['date_of_expiry'])))
    personal = checked(e['personal_number'].ljust(14, '<'))
    whole = check_digit(number + birth + expiry + personal)
    second = number + 'NLD' + birth + 'F' + expiry + personal + whole
    return [[[(20, 'SPECIMEN')], [], [(20, 'Paspoort / Passport')], [], [(20, first)], [(20, second)]]], e


def identity_card_td1():
    e = dict(document_type='I', document_subtype='D', issuing_country='D', nationality='D', surname='MUSTER',
             given_names='JAN ERIK',
             document_number='T22000129', date_of_birth='1964-08-12', gender='M', date_of_expiry='2031-10-31')
    number, birth, expiry = (checked(part) for part in (
        e['document_number'], short_day(e['date_of_birth']), short_day(e['date_of_expiry'])))
    first = ('IDD<<' + number).ljust(30, '<')
    second = birth + 'M' + expiry + 'D<<' + '<' * 11
    second += check_digit(first[5:] + birth + expiry + '<' * 11)
    third = 'MUSTER<<JAN<ERIK'.ljust(30, '<')
    return [[[(20, 'MUSTER')], [], [(20, 'Personalausweis / Identity card')], [], [(20, first)],
             [(20, second)], [(20, third)]]], identity(e)


def identity_card_td2():
    e = dict(document_type='I', issuing_country='FRA', nationality='FRA', surname='EXEMPLE',
             given_names='CAMILLE',
             document_number='X4RTBPFW4', date_of_birth='1990-07-13', gender='F', date_of_expiry='2030-02-11')
    number, birth, expiry = (checked(part) for part in (
        e['document_number'], short_day(e['date_of_birth']), short_day(e['date_of_expiry'])))
    first = 'I<FRAEXEMPLE<<CAMILLE'.ljust(36, '<')
    second = number + 'FRA' + birth + 'F' + expiry + '<' * 7
    second += check_digit(number + birth + expiry + '<' * 7)
    return [[[(20, 'SPECIMEN')], [], [(20, 'Carte d\u2019identit\u00e9')], [], [(20, first)],
             [(20, second)]]], identity(e)


DOCUMENTS = {
    'invoice.pdf': invoice, 'receipt_nl.pdf': receipt_nl, 'credit_invoice_de.pdf': credit_invoice_de,
    'invoice_fr.pdf': invoice_fr, 'invoice_nl.txt': invoice_nl, 'structured_invoice.pdf': structured_invoice,
    'multi_page_invoice.pdf': multi_page_invoice, 'receipt_en.png': receipt_en,
    'scanned_invoice.pdf': scanned_invoice,
    'receipt_usd.pdf': receipt_usd, 'passport.pdf': passport, 'identity_card_td1.pdf': identity_card_td1,
    'identity_card_td2.pdf': identity_card_td2,
}


def draw_text(pages):
    return ('\n'.join(row[0][1] for page in pages for row in page) + '\n').encode('utf-8')


def draw_pdf(pages, attachment=None):
    """Pages of text; the attachment is the content of `factur-x.xml`."""
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(210 * mm, 297 * mm), invariant=1)
    for page in pages:
        for number, row in enumerate(page):
            height = (275 - 5.5 * number) * mm
            for position, text in row:
                canvas.setFont('Courier' if '<<' in text else 'Helvetica', 10)
                if position < 0:
                    canvas.drawRightString(-position * mm, height, text)
                else:
                    canvas.drawString(position * mm, height, text)
        canvas.showPage()
    canvas.save()
    if attachment is None:
        return target.getvalue()
    from pypdf import PdfWriter
    writer = PdfWriter(clone_from=target)
    writer.add_attachment('factur-x.xml', attachment)
    attached = io.BytesIO()
    writer.write(attached)
    return attached.getvalue()


def draw_image(pages, width):
    """One page of text as a picture, `width` millimetres wide."""
    import reportlab
    from PIL import Image, ImageDraw, ImageFont
    scale = 12
    font = ImageFont.truetype(os.path.join(os.path.dirname(reportlab.__file__), 'fonts', 'Vera.ttf'),
                              3 * scale)
    image = Image.new('L', ((width + 10) * scale, (len(pages[0]) * 6 + 10) * scale), 255)
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(pages[0]):
        for position, text in row:
            left = position * scale if position >= 0 else -position * scale - draw.textlength(text, font)
            draw.text((left + 5 * scale, (number * 6 + 5) * scale), text, fill=0, font=font)
    # Sixteen shades are enough for print, and half the bytes.
    return image.quantize(16)


def draw_png(pages):
    target = io.BytesIO()
    draw_image(pages, 60).save(target, 'PNG', optimize=True)
    return target.getvalue()


def draw_scan(pages):
    """A PDF that is a picture of a page, with no text in it."""
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(210 * mm, 297 * mm), invariant=1)
    canvas.drawImage(ImageReader(draw_image(pages, 80).convert('L')), 20 * mm, 60 * mm, 170 * mm, 220 * mm,
                     preserveAspectRatio=True)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def draw(name, pages, expected):
    if name.endswith('.txt'):
        return draw_text(pages)
    if name.endswith('.png'):
        return draw_png(pages)
    if name.startswith('scanned'):
        return draw_scan(pages)
    return draw_pdf(pages, cross_industry_invoice(expected) if name.startswith('structured') else None)


def main(arguments):
    for name, make in sorted(DOCUMENTS.items()):
        pages, expected = make()
        with io.open(os.path.join(HERE, 'expected', os.path.splitext(name)[0] + '.json'), 'w',
                     encoding='utf-8') as target:
            target.write(json.dumps(expected, indent=2, sort_keys=True, ensure_ascii=False) + '\n')
        if '--expected' not in arguments:
            with open(os.path.join(HERE, 'documents', name), 'wb') as target:
                target.write(draw(name, pages, expected))


if __name__ == '__main__':
    main(sys.argv[1:])
