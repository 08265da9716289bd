# -*- coding: utf-8 -*-
"""Documents that nobody looked at beforehand: each field is right or empty, and nothing is made up."""
import datetime
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from klippa_ocr_api.sandbox.reading import read_text
from test.sandbox.reading.conftest import what_it_says

# How the languages say it; the reader's own tables are not used.
WORDS = {
    'en': dict(number=['Invoice number', 'Invoice no.', 'Invoice #'], date=['Invoice date', 'Date'],
               due=['Due date', 'Payment due'], order=['Order number', 'PO number'],
               customer=['Bill to', 'Customer'],
               title=['INVOICE', 'Invoice'], net=['Total excl. VAT', 'Net total'], vat=['VAT'],
               total=['Total incl. VAT', 'Grand total', 'Total'], delivery=['Delivery date'], mark='.',
               thousands=',',
               months='January February March April May June July August September October November December',
               columns=('Description', 'Quantity', 'Price', 'Amount')),
    'nl': dict(number=['Factuurnummer', 'Factuurnr.'], date=['Factuurdatum', 'Datum'], due=['Vervaldatum'],
               order=['Ordernummer', 'Bestelnummer'], customer=['Factuuradres', 'Klant'],
               title=['FACTUUR', 'Factuur'],
               net=['Totaal excl. BTW', 'Subtotaal excl. btw'], vat=['BTW', 'btw'],
               total=['Totaal incl. BTW', 'Totaal', 'Te betalen'], delivery=['Leverdatum'], mark=',',
               thousands='.',
               months='januari februari maart april mei juni juli augustus september oktober november '
                      'december',
               columns=('Omschrijving', 'Aantal', 'Prijs', 'Bedrag')),
    'de': dict(number=['Rechnungsnummer', 'Rechnungs-Nr.', 'Rechnung Nr.'], date=['Rechnungsdatum', 'Datum'],
               due=[u'Fälligkeitsdatum', u'Fällig am'], order=['Bestellnummer', 'Auftragsnummer'],
               customer=[u'Rechnungsempfänger', 'Kunde'], title=['RECHNUNG', 'Rechnung'],
               net=['Nettobetrag', 'Summe netto'],
               vat=['MwSt.', 'USt'], total=['Gesamtbetrag', 'Bruttobetrag', 'Summe'],
               delivery=['Lieferdatum'], mark=',',
               thousands='.', columns=('Bezeichnung', 'Menge', 'Einzelpreis', 'Betrag'),
               months=u'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'),
    'fr': dict(number=[u'Facture n°', u'Numéro de facture'], date=['Date', 'Date de facturation'],
               due=[u"Date d'échéance", u'Échéance'], order=[u'N° de commande', u'Commande n°'],
               customer=[u'Facturé à', 'Client'], title=['FACTURE', 'Facture'], net=['Total HT'], vat=['TVA'],
               total=['Total TTC', u'Net à payer'], delivery=['Date de livraison'], mark=',', thousands=' ',
               months=u'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
               columns=(u'Désignation', u'Quantité', 'Prix unitaire', 'Montant')),
}
# Sentences that hold labels and numbers, and say nothing about a field.
PROSE = {
    'en': ['The invoice total includes VAT.', 'Questions about this invoice? We answer within 14 days.',
           'A late payment costs 12.50 from the due date on.', 'Thank you for your order of 3 items.'],
    'nl': ['Het totaal van deze factuur is inclusief btw.', 'Wij rekenen 12,50 kosten na de vervaldatum.',
           'Graag betalen binnen 14 dagen na factuurdatum.', 'Bedankt voor uw bestelling van 3 artikelen.'],
    'de': [u'Der Gesamtbetrag enthält die gesetzliche Mehrwertsteuer.',
           'Zahlbar innerhalb von 14 Tagen ohne Abzug.',
           u'Nach Fälligkeit berechnen wir 12,50 EUR.', u'Vielen Dank für Ihre Bestellung von 3 Artikeln.'],
    'fr': ['Le total de cette facture comprend la TVA.', u'Paiement à 30 jours sans escompte.',
           u'Tout retard entraîne des frais de 40,00 EUR.', 'Merci pour votre commande de 3 articles.'],
}
RATES = (2100, 2000, 1900, 900, 700, 550)
LETTERS = 'bcdfghjklmnpqrstvwxz'


def amounts(least=1, most=500000):
    return st.integers(least, most)


@st.composite
def names(draw):
    """Words that are no language's."""
    words = draw(st.lists(st.text(LETTERS, min_size=3, max_size=8), min_size=1, max_size=2))
    return ' '.join('X' + word for word in words)


@st.composite
def addresses(draw):
    """(lines, fields) of an address, with a code that a country can have."""
    name = draw(names()) + draw(st.sampled_from(['', ' B.V.', ' GmbH', ' Ltd', ' SARL']))
    street, city, number = draw(names()), draw(names()), str(draw(st.integers(1, 299)))
    if draw(st.booleans()):
        zipcode, code = '%d %s' % (draw(st.integers(1000, 9999)), draw(st.sampled_from(['AB', 'ZX']))), 'NL'
    else:
        zipcode, code = '%05d' % draw(st.integers(10000, 99999)), ''
    fields = {'name': name, 'street_name': street, 'house_number': number, 'address': street + ' ' + number,
              'zipcode': zipcode, 'city': city, 'country_code': code}
    return [name, fields['address'], zipcode + ' ' + city], fields


@st.composite
def invoices(draw):
    """(text, truth): an invoice of a language, laid out in one of many ways."""
    language = draw(st.sampled_from(sorted(WORDS)))
    words = WORDS[language]

    def word(kind):
        return draw(st.sampled_from(words[kind]))

    def money(cents):
        text = '{:,.2f}'.format(cents / 100.0)
        text = text.replace('.', '_').replace(',', words['thousands']).replace('_', words['mark'])
        return draw(st.sampled_from([text, text + u' €' if language == 'fr' else u'€ ' + text]))

    def printed(day):
        form = draw(st.sampled_from(['iso', 'dots', 'slashes', 'words']))
        if form == 'words':
            return '%d %s %d' % (day.day, words['months'].split()[day.month - 1], day.year)
        return day.strftime({'iso': '%Y-%m-%d', 'dots': '%d.%m.%Y', 'slashes': '%d/%m/%Y'}[form])

    days = st.dates(datetime.date(2015, 1, 1), datetime.date(2029, 12, 31))
    number = draw(st.sampled_from(['', 'F', 'INV-', '2024-'])) + str(draw(st.integers(10, 999999)))
    date, due, delivery = draw(days), draw(days), draw(days)
    order = 'O-%d' % draw(st.integers(1000, 99999))
    truth = {'document_type': 'invoice', 'invoice_type': 'invoice', 'document_language': language,
             'currency': 'EUR',
             'invoice_number': number, 'purchasedate': date.isoformat(),
             'date': date.isoformat() + 'T00:00:00'}

    merchant, fields = draw(addresses())
    truth.update(('merchant_' + name, value) for name, value in fields.items())
    customer, fields = draw(addresses())
    fields.pop('country_code')
    truth.update(('customer_' + name, value) for name, value in fields.items())
    if draw(st.booleans()):
        merchant.append('IBAN: NL91 ABNA 0417 1643 00')
        truth['merchant_bank_account_number'] = 'NL91ABNA0417164300'
    if draw(st.booleans()):
        merchant.append('info@xbcd.example')
        truth['merchant_email'] = 'info@xbcd.example'
    if draw(st.booleans()):
        customer.insert(0, word('customer') + ':')

    facts = [(word('number'), number), (word('date'), printed(date))]
    if draw(st.booleans()):
        facts.append((word('due'), printed(due)))
        truth['payment_due_date'] = due.isoformat() + 'T00:00:00'
    if draw(st.booleans()):
        facts.append((word('order'), order))
        truth['order_number'] = order
    if draw(st.booleans()):
        facts.append((word('delivery'), printed(delivery)))
    facts = draw(st.permutations(facts))
    layout = draw(st.sampled_from(['colon', 'columns', 'above', 'beside']))
    if layout == 'above':
        widths = [max(len(label), len(value)) + 3 for label, value in facts]
        table = [''.join(cell.ljust(width) for cell, width in zip(cells, widths)) for cells in zip(*facts)]
    else:
        table = [label + (': ' if layout == 'colon' else '    ') + value for label, value in facts]

    items = [dict(title=draw(names()), quantity=draw(st.integers(1, 12)), amount_each=draw(amounts()))
             for _ in range(draw(st.integers(0, 4)))]
    rows = []
    if items:
        rows.append('%-40s%10s%16s%16s' % words['columns'])
    for item in items:
        item['amount'] = item['quantity'] * item['amount_each']
        rows.append('%-40s%10d%16s%16s' % (item['title'], item['quantity'], money(item['amount_each']),
                                           money(item['amount'])))
    truth['items'] = items

    net = sum(item['amount'] for item in items) or draw(amounts())
    rate = draw(st.sampled_from(RATES))
    tax = int(round(net * rate / 10000.0))
    percent = ('%g%%' % (rate / 100.0)).replace('.', words['mark'])
    totals = [(word('net'), money(net)), (' '.join(draw(st.permutations([word('vat'), percent]))),
                                          money(tax)),
              (word('total'), money(net + tax))]
    kept = draw(st.sets(st.sampled_from([0, 1, 2]), min_size=1).filter(lambda kept: 2 in kept))
    totals = ['%-60s%s' % total for place, total in enumerate(totals) if place in kept]
    truth.update(amount=net + tax, vatamount=tax, amountexvat=net, rate=rate)

    if layout == 'beside':
        length = max(len(table), len(merchant))
        merchant = ['%-60s%s' % pair for pair in zip(merchant + [''] * (length - len(merchant)),
                                                     table + [''] * (length - len(table)))]
        table = []
    blocks = [merchant, draw(st.sampled_from([customer, []])), [word('title')]]
    if not blocks[1]:
        truth = {name: value for name, value in truth.items() if not name.startswith('customer')}
    prose = draw(st.lists(st.sampled_from(PROSE[language]), max_size=3))
    blocks = draw(st.permutations(blocks)) + [table, rows, totals, prose]
    text = '\n\n'.join('\n'.join(block) for block in blocks if block)
    if not re.search(u'€|EUR', text):
        truth['currency'] = ''
    return text, truth


def wrong(reply, truth):
    """Fields that are neither right nor empty."""
    reply, truth = what_it_says(reply), dict(truth)
    items, rate = truth.pop('items'), truth.pop('rate')
    found = {name: value for name, value in reply.items() if value and value != truth.get(name)}
    for line in (block for block in found.pop('lines', None) or ()):
        for item, said in zip(items, line['lineitems']):
            if any(said[name] not in (value, 0, '') for name, value in item.items()):
                found['lines'] = said
        if len(line['lineitems']) != len(items):
            found['lines'] = line
    for item in found.pop('vatitems', None) or ():
        sums = (0, truth['amountexvat']), (0, truth['amount'])
        if (item['percentage'], item['amount']) != (rate, truth['vatamount']) or any(
                said not in right for said, right in zip((item['amount_excl_vat'], item['amount_incl_vat']),
                                                         sums)):
            found['vatitems'] = item
    return found


@settings(max_examples=300)
@given(invoices())
def test_every_field_is_right_or_empty(invoice):
    text, truth = invoice
    assert wrong(read_text(text), truth) == {}, text


@settings(max_examples=100)
@given(invoices())
def test_and_enough_of_them_are_found(invoice):
    # Leaving everything empty would never be wrong.
    text, truth = invoice
    reply = read_text(text)
    assert [reply[name] for name in ('document_type', 'invoice_number', 'amount')] == [
        truth[name] for name in ('document_type', 'invoice_number', 'amount')], text


LABELS = sorted(set(label for words in WORDS.values() for value in words.values() if isinstance(value, list)
                    for label in value) | set(['IBAN', 'BIC', 'Tel.', 'KvK', 'VAT number', 'Receipt',
                                               'Ship to:', 'Page', '%']))
DATES = st.dates(datetime.date(2001, 1, 1), datetime.date(2040, 1, 1)).map(str)
NUMBERS = st.from_regex(r'\A-?[0-9]{1,4}([.,][0-9]{1,3}){0,2}\Z')
PIECES = st.one_of(st.sampled_from(LABELS), NUMBERS, DATES, names(), st.sampled_from(
    [u'€', '$', 'EUR', ':', '  ', '     ', '\n', '\n', '\n\n', '21%', 'x', '1234 AB',
     'DE89370400440532013000', 'a@b.example']))


def bare(text):
    return re.sub(r'[\W_]', '', text).lower()


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=60).map(' '.join))
def test_what_is_found_is_printed(text):
    # Only words that the reader chooses itself, sums and dates need not stand in the text like this.
    own = ('document_type', 'invoice_type', 'document_language', 'currency', 'paymentmethod', 'vat_context',
           'merchant_country_code', 'date', 'purchasedate', 'purchasetime', 'payment_due_date',
           'merchant_address',
           'customer_address')
    reply = what_it_says(read_text(text))
    for name, value in reply.items():
        if isinstance(value, str) and name not in own:
            assert bare(value) in bare(text), (name, value)
    for name in ('purchasedate', 'payment_due_date'):
        year, month, day = (reply[name][:10] or '--').split('-')
        short = '|'.join('%s([-/.]) ?%s\\%d ?%s' % (one, two, group, year[2:]) for group, (one, two) in enumerate(
            [(day, month), (month, day)], 1))
        assert reply[name][:10] in text or re.search(short, text), name
    assert abs(reply['amount']) == 0 or str(abs(reply['amount'])).rstrip('0') in re.sub(r'\D', '', text)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert read_text(text)['raw_text'] == text
