"""Replies as the live service sends them: richer than the contract, and with holes."""
import base64
import json

import pytest

from klippa_ocr_api import models
from klippa_ocr_api.model import Model
from test.http_server import reply

REQUEST_ID = 'aB3' + 'x' * 29

RECEIPT = {
    'amount': 12100, 'amountexvat': 10000, 'amount_change': 0, 'currency': 'EUR', 'date': '2024-02-29T00:00:00',
    'document_type': 'packing_slip', 'document_subtype': None, 'invoice_type': 'pro_forma', 'paymentmethod': 'klarna',
    'invoice_number': '', 'hash': '0123456789abcdef' * 2 + '01234567', 'raw_text': u'Caf\xe9 \u20ac 12,10\r\nTotaal',
    'barcodes': None, 'matched_keywords': None, 'vatitems': [
        {'amount': 2100, 'amount_excl_vat': 10000, 'percentage': 2100, 'code': '', 'category': 'standard'}, None],
    'lines': [{'description': '', 'heading': None, 'lineitems': [
        {'title': u'Kaas 48+', 'quantity': 2, 'amount': 164, 'sku': '', 'unit_of_measurement': 'kg', 'ean': '871',
         'order_number': 'O-1', 'line_number': '3', 'discount_percentage': 12.5, 'discount_amount': 10,
         'discount_code': '', 'matched_purchase_order': None},
        {'title': 'Uren', 'quantity': 0.75, 'vat_percentage': 900, 'matched_purchase_order': {'id': '', 'lines': []}},
    ]}, {'lineitems': None}],
    'matched_lineitems': [{'id': 'fruit', 'lineitems': [{'title': 'apple', 'quantity': 1e3}]}],
    # None of these is in the contract.
    'full_document_type': [{'classification': 'invoice', 'confidence': 0.98}], 'amount_shipping': 495,
    'amount_tip': 0, 'date_of_arrival': '', 'date_of_departure': '', 'service_date': '2024-02-28T00:00:00',
    'early_payment_discount': {'percentage': 2.5, 'until': None}, 'distance_traveled': {'value': 12.3, 'unit': 'km'},
    'metadata': {'pages': [{'rotation': 90}], 'a-b c': 1}, 'merchant_legal_name': u'Caf\xe9 B.V.',
    'merchant_fiscal_number': '', 'merchant_eori_number': '', 'merchant_chain_liability_amount': 0,
    'customer_id': '', 'customer_legal_name': '', 'customer_fiscal_number': '', 'customer_eori_number': '',
    'personal_income_tax_amount': 0, 'personal_income_tax_rate': 0, 'project_code': 'P1',
    'matched_purchase_orders': [{'id': 'po', 'score': 1.0}], 'matched_project_code_id': '', 'matched_entity_id': '',
}
BARCODES = {'barcodes': [{'type': 'MAXICODE', 'value': '1'}, {'type': '', 'value': None, 'box': [0.1, 0.2]}]}
IMAGE = base64.b64encode(b'\xff\xd8\xff\xe0' + bytes(bytearray(range(256))) * 1200).decode('ascii')
VALUE = {'value': 'X', 'source': 'MRZ', 'confidence': 0.99}
IDENTITY = {
    'parsed': {
        'surname': VALUE, 'given_names': dict(VALUE, value=u'Ren\xe9e'), 'gender': None, 'document_subtype': None,
        'date_of_birth': dict(VALUE, value='1984-02-29T00:00:00'), 'face': {'image': IMAGE, 'coordinates': [1, 2.5]},
        'signature': None, 'identity_document': [{'image': IMAGE, 'value': '', 'confidence': 1}, None],
        'maiden_name': VALUE, 'partner_name': None, 'address': dict(VALUE, source='VIZ'), 'weight': {'value': 71.5},
        'driver_license_categories': [{'category': 'B', 'valid_until': None}], 'mrz': {'value': 'P<NLD' + '<' * 39},
        'mrz_full_checksum': {'value': '8', 'valid': True}, 'visa_number': None},
    'validations': {'mrz': {'checksum': True}, 'expired': False}, 'raw_text': ''}
CUSTOM = {'data': {'vehicle': {'license_plate': '1-ABC-23', 'mass': 1205.5, 'owners': [{'name': None}, 'unknown', 3]},
                   'Amount': '12,10', 'amount': {'net': 1, 'gross': 1.21}, 'lines': 'none', 'barcodes': {}, 'date': 0},
          'result': 'success', 'request_id': REQUEST_ID, 'template': 'vehicle', 'version': 2}
PASSPORT = {'surname': 'X', 'date_of_birth': '1984-02-29', 'mrz': None, 'optional_data': '', 'age': 40.0}


def body(data, **more):
    return dict({'data': data, 'result': 'success', 'request_id': REQUEST_ID}, **more)


REPLIES = [
    ('parse_document', body(RECEIPT, warnings=[])),
    ('parse_document', body(dict(RECEIPT, **BARCODES))),
    ('parse_document', body(dict.fromkeys(models.Receipt.attribute_map.values(), None))),
    ('parse_document', body(None)),
    ('parse_document', CUSTOM),
    ('parse_document_identity_document', body(IDENTITY)),
    ('parse_document_identity_document', body({'parsed': None, 'validations': None})),
    ('parse_document_eu_passport', body(PASSPORT)),
]


def read_everything(value):
    """Each property of each model, those that the contract does not know included; returns how many models."""
    if isinstance(value, Model):
        for attribute in value.attribute_map:
            read_everything(getattr(value, attribute))
        return 1 + sum(read_everything(getattr(value, name)) for name in list(value.attribute_map) + [
            name for name in value.additional_properties if not name.startswith('_')])
    if isinstance(value, (list, dict)):
        return sum(read_everything(item) for item in (value.values() if isinstance(value, dict) else value))
    return 0


@pytest.fixture
def answering(server, client):
    """Makes the server answer with JSON, and calls an operation of the parsing API."""
    def call(operation, answer):
        server.respond = lambda request, connection: reply(answer)
        return getattr(client.parsing, operation)(document=b'%PDF-1.4')
    return call


@pytest.mark.parametrize('operation, answer', REPLIES)
def test_nothing_is_lost(client, answering, operation, answer):
    model = answering(operation, answer)
    for _ in range(2):
        assert client.sanitize_for_serialization(model) == answer
        assert json.loads(json.dumps(client.sanitize_for_serialization(model))) == answer
        assert read_everything(model) >= 1
    assert model == answering(operation, answer)


def test_receipt(answering):
    receipt = answering('parse_document', body(RECEIPT)).data
    assert isinstance(receipt, models.Receipt)
    assert receipt.document_type == 'packing_slip' and receipt.paymentmethod == 'klarna'
    assert receipt.barcodes is None and receipt.document_subtype is None and receipt.invoice_number == ''
    assert [item.quantity for item in receipt.lines[0].lineitems] == [2, 0.75]
    assert isinstance(receipt.lines[0].lineitems[0], models.ReceiptLineItemItem)
    assert receipt.lines[0].lineitems[0].unit_of_measurement == 'kg'
    assert receipt.lines[0].lineitems[0].discount_percentage == 12.5
    assert receipt.lines[1].lineitems is None
    assert isinstance(receipt.vatitems[0], models.ReceiptVAT) and receipt.vatitems[1] is None
    assert receipt.matched_lineitems[0].lineitems[0].title == 'apple'
    assert receipt.full_document_type == [{'classification': 'invoice', 'confidence': 0.98}]
    assert receipt.distance_traveled['unit'] == 'km' and receipt.merchant_legal_name == u'Caf\xe9 B.V.'
    assert set(receipt.additional_properties) == set(RECEIPT) - set(models.Receipt.attribute_map.values())
    assert len(receipt.additional_properties) == 24


def test_new_enumeration_values(answering):
    barcodes = answering('parse_document', body(BARCODES)).data.barcodes
    assert [(type(barcode), barcode.type, barcode.value) for barcode in barcodes] == [
        (models.Barcode, 'MAXICODE', '1'), (models.Barcode, '', None)]


def test_identity(answering):
    document = answering('parse_document_identity_document', body(IDENTITY)).data
    assert document.parsed.face.image == IMAGE and len(IMAGE) > 400000
    assert base64.b64decode(document.parsed.identity_document[0].image)[:3] == b'\xff\xd8\xff'
    assert document.parsed.surname.value == 'X' and document.parsed.surname.source == 'MRZ'
    assert document.parsed.surname.confidence == 0.99 and document.parsed.gender is None
    assert document.parsed.mrz['value'].startswith('P<NLD') and document.validations['expired'] is False


def test_custom_template(answering):
    reply_body = answering('parse_document', CUSTOM)
    assert reply_body.data.vehicle['owners'][2] == 3 and reply_body.data.amount == {'net': 1, 'gross': 1.21}
    assert reply_body.data.additional_properties['Amount'] == '12,10' and reply_body.template == 'vehicle'
