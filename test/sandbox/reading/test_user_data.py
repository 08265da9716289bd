# -*- coding: utf-8 -*-
"""What user data changes: who is who, doubtful values, purchase orders."""
import pytest

from klippa_ocr_api.sandbox.reading import read_text

# Two addresses, and nothing that tells the merchant from the customer.
TWO = u'''\
Invoice 2024-7

Alpha Example Ltd
1 First Street
Leeds LS1 1AA

Beta Example Ltd
2 Second Street
York YO1 1AA

Total EUR 12.10
'''
# Everything about the merchant that a relation can match.
MERCHANT = u'''\
Gamma Example B.V.
Derde Straat 3
1234 AB Dorp
KvK 12345678
BTW NL000099998B57
NL91ABNA0417164300

Factuurnummer: 9
'''


def read(text, **user_data):
    return read_text(text, user_data)


def names(reply):
    return reply['merchant_name'], reply['customer_name']


ALPHA = {'id': 'a', 'name': 'Alpha Example'}
BETA = {'id': 'b', 'name': 'BETA EXAMPLE LTD.'}


def test_without_user_data_the_parties_stay_open():
    assert names(read(TWO)) == ('', '')


@pytest.mark.parametrize('client, kind, expected', [
    (ALPHA, 'purchase', ('Beta Example Ltd', 'Alpha Example Ltd')),
    (ALPHA, 'sale', ('Alpha Example Ltd', 'Beta Example Ltd')),
    (BETA, 'purchase', ('Alpha Example Ltd', 'Beta Example Ltd')),
    (BETA, 'sale', ('Beta Example Ltd', 'Alpha Example Ltd')),
    (ALPHA, None, ('', '')), ({'name': 'Nobody'}, 'sale', ('', '')), ({}, 'sale', ('', '')),
])
def test_client_and_transaction_type_decide(client, kind, expected):
    assert names(read(TWO, client=client, transaction_type=kind)) == expected


def test_client_may_be_known_by_its_address():
    client = {'zipcode': 'ls11aa', 'street_number': '1'}
    assert names(read(TWO, client=client, transaction_type='sale')) == ('Alpha Example Ltd',
                                                                        'Beta Example Ltd')


def test_client_outweighs_a_label():
    text = TWO.replace('Alpha', 'Bill to:\nAlpha')
    assert names(read(text)) == ('Beta Example Ltd', 'Alpha Example Ltd')
    assert names(read(text, client=ALPHA, transaction_type='sale')) == ('Alpha Example Ltd',
                                                                        'Beta Example Ltd')


def test_nothing_of_the_client_is_made_up():
    client = dict(ALPHA, vat_number='GB123456782', email='a@alpha.example', phone='1', country='GB')
    reply = read(TWO, client=client, transaction_type='sale')
    assert reply['merchant_vat_number'] == reply['merchant_email'] == reply['merchant_phone'] == ''


def test_client_takes_its_number():
    text = 'Invoice 5\nVAT number NL000099998B57\nVAT number DE136695976\n'
    reply = read(text)
    assert (reply['merchant_vat_number'], reply['customer_vat_number']) == ('', '')
    reply = read(text, client={'vat_number': 'NL 0000.99.998.B57'}, transaction_type='purchase')
    assert (reply['merchant_vat_number'], reply['customer_vat_number']) == ('DE136695976', 'NL000099998B57')


def test_relation_settles_who_the_merchant_is():
    reply = read(TWO, relations=[BETA])
    assert (reply['merchant_name'], reply['merchant_id']) == ('Beta Example Ltd', 'b')
    assert read(TWO, relations=[ALPHA], transaction_type='sale')['customer_name'] == 'Alpha Example Ltd'


def test_relation_is_found_by_its_printed_name():
    reply = read('Receipt\nThank you for visiting DELTA   Books\nTotal 5.00\n',
                 relations=[{'id': 'd', 'name': 'Delta books'}])
    assert (reply['merchant_name'], reply['merchant_id']) == ('DELTA Books', 'd')


@pytest.mark.parametrize('relation', [
    {'vat_number': 'NL 000099998B57'}, {'coc_number': '12345678'},
    {'bank_account_number': 'nl91 abna 0417 1643 00'},
    {'name': 'gamma example bv'}])
def test_merchant_id_by_number_or_name(relation):
    assert read(MERCHANT)['merchant_id'] == ''
    assert read(MERCHANT, relations=[{'id': 'x', 'name': 'Other'},
                                     dict(relation, id='g')])['merchant_id'] == 'g'


def test_numbers_come_before_names():
    relations = [{'id': 'name', 'name': 'Gamma Example'},
                 {'id': 'iban', 'bank_account_number': 'NL91ABNA0417164300'},
                 {'id': 'coc', 'coc_number': '12345678'}, {'id': 'vat', 'vat_number': 'NL000099998B57'}]
    found = []
    while relations:
        found.append(read(MERCHANT, relations=relations)['merchant_id'])
        relations.pop()
    assert found == ['vat', 'coc', 'iban', 'name']


def test_empty_relations_match_nothing():
    reply = read(MERCHANT, relations=[{'id': 'e'}, {'id': 'n', 'name': None, 'vat_number': ''}])
    assert reply['merchant_id'] == ''


# -- doubtful values

TOTALS = 'Receipt\n02/03/2024\nTotal 100.00\nTotal 121.00\n'


def transaction(amount, date='2024-03-02 10:00:00', currency='EUR'):
    return {'amount': amount, 'date': date, 'currency': currency}


def test_transaction_settles_the_total():
    assert read(TOTALS)['amount'] == 0
    assert read(TOTALS, transactions=[transaction(5), transaction(-121.0)])['amount'] == 12100
    assert read(TOTALS, transactions=[transaction(100), transaction(121)])['amount'] == 0
    assert read(TOTALS, transactions=[transaction(99)])['amount'] == 0


def test_transaction_settles_the_date():
    assert read(TOTALS)['date'] == ''
    assert read(TOTALS, transactions=[transaction(1)])['date'] == '2024-03-02T00:00:00'
    assert read(TOTALS, transactions=[transaction(1, '2024-02-03 00:00:00')])['purchasedate'] == '2024-02-03'
    assert read(TOTALS, transactions=[transaction(1, 'soon'), transaction(1, None)])['date'] == ''


def test_transaction_settles_the_currency():
    text = 'Total $ 12.10\n'
    assert read(text)['currency'] == ''
    assert read(text, transactions=[transaction(12.1, currency='CAD')])['currency'] == 'CAD'
    assert read(text, transactions=[transaction(7, currency='CAD')])['currency'] == ''
    # What is printed is not in doubt.
    assert read('Total EUR 12.10\n', transactions=[transaction(12.1, currency='CAD')])['currency'] == 'EUR'


@pytest.mark.parametrize('country, date', [
    ('GB', '2024-03-02'), ('NL', '2024-03-02'), ('US', '2024-02-03'), ('', ''), ('XX', '')])
def test_locale_settles_the_order_of_a_date(country, date):
    assert read(TOTALS, locale={'country': country})['purchasedate'] == date


def test_document_outweighs_the_locale():
    text = 'Invoice 5\nDate: 02/03/2024\nDue date: 28/03/2024\n'
    assert read(text, locale={'country': 'US', 'language': 'nl'})['purchasedate'] == '2024-03-02'
    assert read(text, locale={'country': 'US', 'language': 'nl'})['document_language'] == 'en'


def test_locale_settles_currency_amount_and_language():
    assert read('Total $ 12.10\n', locale={'country': 'CA'})['currency'] == 'CAD'
    assert read('Total EUR 1.234\n', locale={'language': 'de'})['amount'] == 123400
    assert read('Total EUR 1.234\n',
                locale={'language': 'en'})['amount'] == 0  # 1.234 has a fraction of a cent
    assert read('Total EUR 1,234\n', locale={'language': 'en'})['amount'] == 123400
    assert read('12345', locale={'language': 'FR'})['document_language'] == 'fr'
    assert read('12345', locale={'language': 'xx-nonsense', 'country': '??'})['amount'] == 0


# -- purchase orders

ORDER = {'identifier': 'order-1', 'purchase_order_number': 'PO-12345'}
ORDERED = 'Invoice 5\nInvoice date: 24.06.2019\nTotal EUR 23.56\nyour po-12345, thanks\n'


@pytest.mark.parametrize('more, found', [
    ({}, 'order-1'), ({'date': '2019-06-24 11:16:33'}, 'order-1'), ({'amount': 23.56}, 'order-1'),
    ({'date': '2019-06-24 00:00:00', 'amount': 23.56}, 'order-1'), ({'date': '2019-06-25 11:16:33'}, ''),
    ({'amount': 23.57}, ''), ({'date': '2019-06-24 11:16:33', 'amount': 1}, ''),
    ({'purchase_order_number': 'PO-1234'}, ''),
    ({'purchase_order_number': 'O-12345'}, ''), ({'purchase_order_number': ''}, ''),
    ({'identifier': None}, '')])
def test_purchase_order(more, found):
    assert read(ORDERED, purchase_orders=[dict(ORDER, **more)])['matched_purchase_order_id'] == found


def test_first_purchase_order_that_fits():
    orders = [dict(ORDER, amount=1), dict(ORDER, identifier='order-2'), ORDER]
    assert read(ORDERED, purchase_orders=orders)['matched_purchase_order_id'] == 'order-2'
    assert read(ORDERED)['matched_purchase_order_id'] == ''
