"""The whole client against the whole sandbox, over HTTP, on every interpreter."""
import datetime
import json
import os

import pytest

import klippa_ocr_api
from klippa_ocr_api import exceptions
from test.conftest import ROOT

INVOICE = os.path.join(ROOT, 'examples', 'documents', 'invoice.pdf')


@pytest.fixture
def connect(sandbox_process):
    url, key = sandbox_process

    def connect(**settings):
        if 'public_key' not in settings:
            settings.setdefault('auth_key', key)
        return klippa_ocr_api.connect(host=url, **settings)

    return connect


@pytest.fixture
def client(connect):
    with connect() as api_client:
        yield api_client


def test_information(client):
    information = client.information
    assert information.get_api_index().data.title
    credits = information.credits().data
    assert credits.uses_credit_system is True
    assert credits.spendable_credits == credits.available_credits - credits.used_credits
    templates = information.get_templates().data.templates
    assert templates and all(isinstance(template.title, str) or template.title for template in templates.values())
    assert {field.field for field in information.get_fields().data.fields} >= {'amount', 'currency', 'lines'}
    for template in templates:
        assert information.get_fields_by_template(template).data.fields


def test_an_invoice(client):
    before = client.information.credits().data.used_credits
    body = client.parsing.parse_document(document=INVOICE)
    with open(os.path.join(ROOT, 'examples', 'expected', 'invoice.json')) as stream:
        expected = json.load(stream)
    sent = client.sanitize_for_serialization(body.data)
    assert {name: sent[name] for name in expected} == expected
    assert len(body.request_id) == 32
    assert len(body.data.hash) == 40
    assert body.data.lines[0].lineitems[0].amount == expected['lines'][0]['lineitems'][0]['amount']
    assert client.information.credits().data.used_credits == before + 1


def test_text_and_user_data(client):
    text = 'INVOICE\nInvoice number: A-1\nTotal: EUR 12.10\n'
    body = client.parsing.parse_text(body={'text': text, 'user_data': {
        'keyword_rules': [{'id': 'total', 'keywords': ['TOTAL']}]}})
    assert (body.data.amount, body.data.currency, body.data.invoice_number) == (1210, 'EUR', 'A-1')
    found, = body.data.matched_keywords
    assert (found.id, found.count, found.matches) == ('total', 1, ['Total'])


def test_a_duplicate(client):
    group = datetime.datetime.now().isoformat()
    calls = [client.parsing.parse_document(document=INVOICE, hash_duplicate_group_id=group).data.hash_duplicate
             for _ in range(2)]
    assert calls == [False, True]


def test_sub_key(client, connect):
    api = client.sub_key
    created = api.create_sub_key(body=klippa_ocr_api.SubKeyForm(name='Branch', status=True)).data
    assert api.get_sub_key(created.id).data.name == 'Branch'
    assert created.id in [key.id for key in api.sub_key_list(per_page=1000).data.sub_keys]
    assert isinstance(created.created_at, datetime.datetime) and created.created_at.tzinfo is not None
    with connect(auth_key=created.key) as branch:
        branch.parsing.parse_text(body={'text': 'Total: EUR 1.00'})
        assert sum(row.count for row in api.sub_key_statistics(created.id).data) >= 1
        assert api.update_sub_key(created.id, body={'Name': 'Closed', 'Status': False}).data.name == 'Closed'
        with pytest.raises(exceptions.AuthenticationError):
            branch.information.credits()
    assert api.delete_sub_key(created.id).data.deleted is True


def test_public_key(client, connect):
    created = client.public_key.create_public_key(body={'scan_limit': 1, 'valid_time': 60}).data
    with connect(public_key=created.public_key) as app:
        assert app.public_key.public_key_info().data.available_scans == 1
        app.parsing.parse_document(document=INVOICE)
        with pytest.raises(exceptions.NoScansLeftError):
            app.parsing.parse_document(document=INVOICE)
    info = client.public_key.public_key_info_by_id(created.id).data
    assert (info.used_scans, info.available_scans) == (1, 0)
    assert sum(row.count for row in client.public_key.public_key_statistics(created.id).data) >= 1


def test_user_data_sets(client):
    api = client.user_data_sets
    synced = datetime.datetime(2024, 3, 15, 12, 30)
    created = api.create_user_data_set(body={
        'Type': 'relation', 'ExternalID': 'against-sandbox', 'LastSyncDate': synced}).data
    try:
        assert created.last_sync_date.replace(tzinfo=None) == synced
        assert api.get_user_data_set('E-relation-against-sandbox').data.id == created.id
        record = api.create_user_data_set_record(created.id, body={
            'ExternalID': 'C-1', 'Values': [{'Name': 'name', 'Value': 'Someone'}]}).data
        results = api.bulk_user_data_set_record(created.id, body={'Actions': [
            {'Action': 'create', 'ExternalID': 'C-1'}, {'Action': 'upsert', 'ExternalID': 'C-2'},
            {'Action': 'delete', 'ExternalID': 'C-9'}]}).data
        assert [(result.result, result.failure_code or None) for result in results] == [
            ('failure', 2), ('created', None), ('failure', 3)]
        page = api.get_user_data_set_records(created.id, filter=['ExternalID:C-2:NEQ'], per_page=10).data
        assert [item.external_id for item in page.user_data_set_records] == ['C-1']
        assert api.get_user_data_set_record(created.id, 'EC-1').data.id == record.id
        api.update_user_data_set_record(created.id, record.id, body={'LastSyncDate': synced})
        assert api.delete_user_data_set_record(created.id, record.id).data.deleted is True
        api.update_user_data_set(created.id, body={'LastSyncDate': synced})
        assert created.id in [item.id for item in api.get_user_data_sets(type=['relation']).data.user_data_sets]
    finally:
        assert api.delete_user_data_set(created.id).data.deleted is True


def test_errors(client, connect):
    with connect(auth_key='wrong-key-not-real') as stranger:
        with pytest.raises(exceptions.InvalidKeyError) as caught:
            stranger.information.credits()
    assert caught.value.code == 100002
    assert caught.value.request_id and caught.value.request_id in str(caught.value)
    with pytest.raises(exceptions.TemplateAccessError):
        client.parsing.parse_document(document=INVOICE, template='no_such_template')
    with pytest.raises(exceptions.ParserError):
        client.parsing.parse_structured_pdf(document=('a.pdf', b'%PDF-1.4 not really'))
    with pytest.raises(exceptions.InvalidScanLimitError):
        client.public_key.create_public_key(body={'scan_limit': 101, 'valid_time': 60})


def test_key_in_the_query(connect):
    with connect(auth_in='query') as client:
        assert client.information.credits().data.uses_credit_system is True
