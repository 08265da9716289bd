"""Replies to decode, made up but of the shape and size of the service's: also with what the contract does not list."""
import base64
import json
import random

_PRODUCTS = ('Koffie verkeerd', 'Broodje gezond', 'Stroopwafels 10 st', 'Cr\u00e8me fra\u00eeche', 'Sinaasappelsap 1 l')

#: What is printed on nearly every receipt.
_FOUND = {
    'amount': 4235, 'amountexvat': 3500, 'vatamount': 735, 'currency': 'EUR', 'date': '2019-07-01T16:46:00',
    'purchasedate': '2019-07-01', 'purchasetime': '16:46', 'document_type': 'receipt', 'document_language': 'nl',
    'merchant_name': 'Caf\u00e9 de Zon', 'merchant_city': 'Groningen', 'merchant_vat_number': 'NL000000000B00',
    'paymentmethod': 'pin', 'receipt_number': '20190701-0042',
    'hash': '0123456789abcdef0123456789abcdef01234567', 'hash_duplicate': False,
}

#: What is found less often, or never: "" and 0.
_TEXTS = (
    'customer_address customer_bank_account_number customer_bank_account_number_bic customer_city '
    'customer_coc_number customer_country customer_email customer_house_number customer_municipality customer_name '
    'customer_number customer_phone customer_province customer_reference customer_street_name customer_vat_number '
    'customer_website customer_zipcode document_subject invoice_number invoice_type matched_purchase_order_id '
    'merchant_address merchant_bank_account_number merchant_bank_account_number_bic '
    'merchant_bank_domestic_account_number merchant_bank_domestic_bank_code '
    'merchant_chain_liability_bank_account_number merchant_coc_number merchant_country merchant_country_code '
    'merchant_email merchant_house_number merchant_id merchant_main_activity_code merchant_municipality '
    'merchant_phone merchant_province merchant_street_name merchant_website merchant_zipcode order_number '
    'package_number payment_auth_code payment_card_account_number payment_card_bank payment_card_issuer '
    'payment_card_number payment_due_date payment_slip_code payment_slip_customer_number '
    'payment_slip_reference_number raw_text server shop_number table_group table_number terminal_number '
    'transaction_number transaction_reference vat_context').split()
_UNLISTED_TEXTS = (
    'date_of_arrival date_of_departure service_date merchant_legal_name merchant_fiscal_number merchant_eori_number '
    'customer_id customer_legal_name customer_fiscal_number customer_eori_number project_code '
    'matched_project_code_id matched_entity_id').split()
_UNLISTED_NUMBERS = (
    'amount_shipping amount_tip early_payment_discount merchant_chain_liability_amount personal_income_tax_amount '
    'personal_income_tax_rate').split()


def _line_item(index):
    amount = 175 + index * 37 % 5000
    return {
        'title': _PRODUCTS[index % len(_PRODUCTS)], 'description': 'Artikel %d, met korting' % (index + 1),
        'quantity': 2.5 if index % 4 == 3 else 1 + index % 3, 'amount': amount, 'amount_each': amount,
        'amount_ex_vat': amount * 100 // 109, 'vat_amount': amount - amount * 100 // 109, 'vat_percentage': 9000,
        'vat_code': 'L', 'sku': '87%011d' % (index * 7919), 'unit_of_measurement': 'stuk',
        'ean': '87%011d' % (index * 7919), 'order_number': '', 'line_number': str(index + 1),
        'discount_percentage': 0, 'discount_amount': 0, 'discount_code': '', 'matched_purchase_order': None,
    }


def receipt(line_items, everything=True):
    """The bytes of a financial document with so many line items.

    :param everything: False leaves out what was not found; the service sends it as "" and 0
    """
    data = dict(_FOUND)
    if everything:
        data.update((name, '') for name in _TEXTS)
        data.update((name, '') for name in _UNLISTED_TEXTS)
        data.update((name, 0) for name in _UNLISTED_NUMBERS)
        data.update({
            'amount_change': 0, 'merchant_address': 'Zonstraat 1', 'merchant_zipcode': '9700 AA',
            'merchant_phone': '050-0000000', 'merchant_email': 'info@cafe.example', 'terminal_number': 'T00017',
            'barcodes': [{'type': 'QRCODE', 'value': 'https://cafe.example/r/42'}], 'matched_lineitems': None,
            'matched_keywords': [{'id': 'lunch', 'count': 2, 'matches': ['koffie', 'broodje']}],
            'full_document_type': [{'classification': 'receipt', 'confidence': 0.9731}],
            'distance_traveled': {'value': 0, 'unit': ''}, 'metadata': [], 'matched_purchase_orders': None,
        })
    data['vatitems'] = [
        {'amount': 735, 'amount_excl_vat': 3500, 'amount_incl_excl_vat_estimated': False, 'amount_incl_vat': 4235,
         'code': 'H', 'percentage': 21000}]
    data['lines'] = [{'description': '', 'lineitems': [_line_item(index) for index in range(line_items)]}]
    return _reply(data)


def identity():
    """The bytes of an identity document with 500 KB of images in base64."""
    def image(octets):
        return base64.b64encode(bytes(random.Random(octets).choices(range(256), k=octets))).decode('ascii')

    def value(text):
        return {'value': text, 'source': 'MRZ', 'confidence': 0.9812}

    parsed = {name: value(text) for name, text in (
        ('date_of_birth', '1974-08-12T00:00:00'), ('date_of_expiry', '2026-04-15T00:00:00'),
        ('document_number', 'X00000000'), ('document_type', 'P'), ('gender', 'F'), ('given_names', 'ANNA MARIA'),
        ('issuing_country', 'UTO'), ('nationality', 'UTO'), ('surname', 'ERIKSSON'), ('maiden_name', ''))}
    parsed.update({
        'document_subtype': None, 'face': {'value': image(90000)}, 'signature': {'value': image(35000)},
        'identity_document': [{'image': image(250000), 'value': '1'}]})
    return _reply({'parsed': parsed, 'raw_text': '', 'validations': {'mrz': True}})


def _reply(data):
    return json.dumps(
        {'data': data, 'request_id': 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6', 'result': 'success'},
        ensure_ascii=False, separators=(',', ':')).encode('utf-8')


def receipts():
    """Name to bytes of the receipts that are decoded."""
    return {'1 KB': receipt(1, everything=False), '6 KB': receipt(8), '390 KB': receipt(980)}


CREDITS = _reply({'AvailableCredits': 1000, 'SpendableCredits': 1000, 'UsedCredits': 17, 'UsesCreditSystem': True})
PUBLIC_KEY = _reply({'ID': 7, 'PublicKey': 'test-key-not-real', 'ScanLimit': 10, 'ValidUntil': '2030-01-01T00:00:00Z'})
