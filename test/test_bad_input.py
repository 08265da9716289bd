"""Bad input: each has an error that says what is wrong, and nothing is sent."""
import io

import pytest

import klippa_ocr_api
from klippa_ocr_api import (
    ApiTypeError, ApiValueError, DocumentError, DocumentNotFoundError, MissingParameterError, models,
)
from test.test_operations import CALLS, required

PDF = b'%PDF-1.4'
BODIES = [call for call in CALLS if 'body' in dict(call.arguments)]
PATHS = [(call, name) for call in CALLS for name in sorted(required(call) - {'body', 'document'})]
PAGED = [call for call in CALLS if 'per_page' in dict(call.arguments)]


@pytest.fixture(autouse=True)
def nothing_is_sent(server):
    yield
    assert server.requests == [] and server.connections == 0


def refused(error, act, *texts):
    """Check the class and the text of the error, and that it is caught by what callers catch."""
    with pytest.raises(error) as caught:
        act()
    assert type(caught.value) is error
    for text in texts:
        assert text in str(caught.value).replace("u'", "'")
    assert isinstance(caught.value, klippa_ocr_api.OpenApiException)
    assert isinstance(caught.value, (TypeError, ValueError))
    return caught.value


def changed(call, **arguments):
    return dict(call.arguments, **arguments)


@pytest.mark.parametrize('suffix', ['', '_with_http_info'])
@pytest.mark.parametrize('call', CALLS, ids=repr)
def test_unknown_keyword(client, call, suffix):
    refused(ApiTypeError, lambda: call.make(client, suffix, arguments=changed(call, colour='red')),
            "unexpected keyword argument 'colour' to method `%s`" % call.name)
    error = refused(ApiTypeError, lambda: call.make(client, suffix, _request_timeot=1), "'_request_timeout'")
    assert 'did you mean' in str(error)
    if not isinstance(call.body, list):
        refused(ApiTypeError, lambda: call.make(client, suffix, _progress=print_nothing), "'_progress'")


def print_nothing(*args):
    """For progress that nobody wants to see."""


@pytest.mark.parametrize('call', [call for call in CALLS if required(call)], ids=repr)
def test_missing_required_parameter(client, call):
    for name in sorted(required(call)):
        without = [(other, value) for other, value in call.arguments if other != name]
        for arguments in without, changed(call, **{name: None}):
            for suffix in '', '_with_http_info':
                error = refused(MissingParameterError, lambda: call.make(client, suffix, arguments=arguments),
                                'Missing the required parameter `%s` of `%s`' % (name, call.name))
                assert isinstance(error, ApiValueError) and isinstance(error, ApiTypeError)
    client.configuration.client_side_validation = False
    refused(MissingParameterError, lambda: call.make(client, arguments=()), 'Missing the required parameter')


@pytest.mark.parametrize('name', ['parse_document', 'parse_document_eu_passport', 'parse_document_identity_document'])
@pytest.mark.parametrize('arguments', [{}, {'document': None, 'url': None}, {'url': []}, {'template': 'x'}], ids=repr)
def test_neither_document_nor_url(client, name, arguments):
    refused(MissingParameterError, lambda: getattr(client.parsing, name)(**arguments),
            '`%s` needs `document` or `url`' % name)


def documents(tmpdir):
    """Documents that cannot be sent, with class and text of the error."""
    empty = tmpdir.join('empty.pdf')
    empty.write('')
    text = tmpdir.join('text.txt')
    text.write(u'text')
    closed = io.BytesIO(PDF)
    closed.close()
    at_end = io.BytesIO(PDF)
    at_end.seek(0, io.SEEK_END)
    missing = str(tmpdir.join('missing.pdf'))
    return [
        (missing, DocumentNotFoundError, 'There is no document at ' + missing),
        ([PDF, missing], DocumentNotFoundError, 'There is no document at ' + missing),
        (str(tmpdir), DocumentError, '%s is a directory' % tmpdir),
        (str(empty), DocumentError, '%s is empty' % empty),
        ('', DocumentError, 'The path of the document is empty'),
        (b'', DocumentError, 'empty'),
        (io.BytesIO(), DocumentError, 'is empty'),
        (at_end, DocumentError, 'rewind it with seek(0)'),
        (closed, DocumentError, 'closed'),
        (io.open(str(text)), DocumentError, 'open it in binary mode'),
        (io.StringIO(u'text'), DocumentError, 'open it in binary mode'),
        ([], DocumentError, 'The list of documents is empty'),
        ('https://example.com/invoice.pdf', DocumentError, 'give it as url='),
        (('a.pdf',), ApiTypeError, 'this one has 1 entries'),
        (('a.pdf', u'text'), ApiTypeError, 'is text'),
        ((5, PDF), ApiTypeError, 'The name in a document tuple is text'),
        (('a.pdf', PDF, 'a/b\r\nX: y'), DocumentError, 'The content type of a document is'),
        ({'a.pdf': PDF}, ApiTypeError, 'not dict'),
        (5, ApiTypeError, 'not int'),
        ([[PDF]], ApiTypeError, 'not list'),
    ]


def test_documents(client, tmpdir):
    for document, error, text in documents(tmpdir):
        if isinstance(document, str) and document == '' and str is bytes:
            text = 'empty'
        refused(error, lambda: client.parsing.parse_document(document=document), text)
        if not isinstance(document, list):
            refused(error, lambda: client.parsing.parse_structured_pdf(document), text)
        if isinstance(document, io.TextIOWrapper):
            document.close()


def test_one_document_only(client):
    refused(ApiValueError, lambda: client.parsing.parse_structured_pdf([PDF, PDF]),
            '`parse_structured_pdf` takes one document, not 2')
    refused(ApiValueError, lambda: client.parsing.parse_structured_pdf([]),
            '`parse_structured_pdf` takes one document, not 0')


def test_a_stream_is_not_touched_when_something_else_is_wrong(client):
    class Pipe(object):
        reads = 0

        def read(self, size=-1):
            self.reads += 1
            return PDF

    pipe = Pipe()
    refused(ApiValueError, lambda: client.parsing.parse_document(document=pipe, user_data='{'), 'user_data')
    refused(ApiValueError, lambda: client.parsing.parse_document(document=pipe, pdf_text_extraction='quick'),
            "`pdf_text_extraction` is one of 'full', 'fast', not 'quick'")
    assert pipe.reads == 0


@pytest.mark.parametrize('url, error, text', [
    ('invoice.pdf', ApiValueError, "`url` is an http or https URL, not 'invoice.pdf'"),
    ('', ApiValueError, '`url` is an http or https URL'),
    (['https://example.com/', 'ftp://example.com/'], ApiValueError, "not 'ftp://example.com/'"),
    ([None], ApiTypeError, '`url` cannot be a NoneType'),
    ({}, ApiTypeError, '`url` cannot be a dict'),
])
def test_urls(client, url, error, text):
    refused(error, lambda: client.parsing.parse_document(url=url), text)


@pytest.mark.parametrize('call', PAGED, ids=repr)
@pytest.mark.parametrize('name, value, error, text', [
    ('per_page', 9, ApiValueError, '`per_page` is 10 to 1000, not 9'),
    ('per_page', 1001, ApiValueError, '`per_page` is 10 to 1000, not 1001'),
    ('per_page', '5', ApiValueError, '`per_page` is 10 to 1000, not 5'),
    ('per_page', -10, ApiValueError, '`per_page` is 10 to 1000, not -10'),
    ('page', 0, ApiValueError, '`page` is at least 1, not 0'),
    ('per_page', 10.5, ApiTypeError, '`per_page` is a whole number, not 10.5'),
    ('per_page', True, ApiTypeError, '`per_page` is a whole number, not True'),
    ('page', 'two', ApiTypeError, "`page` is a whole number, not 'two'"),
    ('page', '1\n', ApiTypeError, '`page` is a whole number'),
    ('page', [1], ApiTypeError, '`page` is a whole number, not [1]'),
])
def test_pages(client, call, name, value, error, text):
    refused(error, lambda: call.make(client, arguments=changed(call, **{name: value})), text)


@pytest.mark.parametrize('call, name', PATHS, ids=str)
@pytest.mark.parametrize('value, error, text', [
    ('', ApiValueError, 'in the path is empty'), (u'', ApiValueError, 'in the path is empty'),
    ('.', ApiValueError, "in the path cannot be '.'"), ('..', ApiValueError, "in the path cannot be '..'"),
    ('a/../..', ApiValueError, "in the path cannot be 'a/../..'"), ('./a', ApiValueError, 'cannot be'),
    ('a\\..\\b', ApiValueError, 'cannot be'), (b'\xff', (ApiTypeError, ApiValueError)[str is bytes], 'cannot be'),
    ([1], ApiTypeError, 'cannot be a list'), (object, ApiTypeError, 'cannot be a type')], ids=repr)
def test_path_values(client, call, name, value, error, text):
    for safe in '', '/', '/%':
        client.configuration.safe_chars_for_path_param = safe
        refused(error, lambda: call.make(client, arguments=changed(call, **{name: value})), text)


def test_escaped_dots_when_percent_signs_are_safe(client):
    client.configuration.safe_chars_for_path_param = '%'
    refused(ApiValueError, lambda: client.user_data_sets.delete_user_data_set_record(7, '%2e%2E'), 'cannot be')


@pytest.mark.parametrize('call', BODIES, ids=repr)
@pytest.mark.parametrize('body', [
    'text', b'bytes', ['a'], 5, True, object(), models.Error(), ('a', 'b'), models.Barcode])
def test_body_of_another_type(client, call, body):
    error = refused(ApiTypeError, lambda: call.make(client, arguments=changed(call, body=body)),
                    'The body of `%s` is a ' % call.name, 'not a ' + type(body).__name__)
    assert len(str(error)) < 150  # a text to parse is not shown


@pytest.mark.parametrize('body, error, text', [
    ({}, ApiValueError, "BulkUserDataSetRecordForm needs a value for 'Actions'"),
    ({'Actions': None}, ApiValueError, "BulkUserDataSetRecordForm needs a value for 'Actions'"),
    ({'actions': []}, ApiValueError, "a dict has the JSON names: write 'Actions' for 'actions'"),
    ({'Actions': {}}, ApiTypeError, "Expected a list, got an object at ['Actions']"),
    ({'Actions': ['delete']}, ApiTypeError,
     "Expected a BulkUserDataSetRecordActionForm, got text at ['Actions'][0]"),
    ({'Actions': [{'Action': 'delete', 'ExternalID': '1'}] * 1001}, ApiValueError,
     "Invalid value for `BulkUserDataSetRecordForm.actions`: it has 1001 entries, at most 1000 are allowed"),
    ({'Actions': [{'Action': 'delete', 'ExternalID': '1'}, {'Action': 'delete'}]}, ApiValueError,
     "BulkUserDataSetRecordActionForm needs a value for 'ExternalID' at ['Actions'][1]"),
    ({'Actions': [{'Action': 'remove', 'ExternalID': '1'}]}, ApiValueError,
     "Invalid value for `BulkUserDataSetRecordActionForm.action`: 'remove' is not one of 'create', 'update', "
     "'upsert', 'delete' at ['Actions'][0]['Action']"),
    ({'Actions': [{'Action': '', 'ExternalID': '1'}]}, ApiValueError, 'is not one of'),
    ({'Actions': [{'Action': 'delete', 'ExternalID': 'x' * 256}]}, ApiValueError,
     "it has 256 characters, at most 255 are allowed at ['Actions'][0]['ExternalID']"),
    ({'Actions': [{'Action': 'create', 'ExternalID': '1', 'Values': [{'Name': 'n', 'Value': 5}]}]}, ApiTypeError,
     "Expected str, got a number 5 at ['Actions'][0]['Values'][0]['Value']"),
    ({'Actions': [{'Action': 'create', 'ExternalID': '1', 'LastSyncDate': 5}]}, ApiTypeError,
     "Expected datetime, got a number 5 at ['Actions'][0]['LastSyncDate']"),
    ({'Actions': [], 'x': object()}, ApiTypeError, "A value of type object cannot be sent as JSON at ['x']"),
    ({'Actions': [], 'x': float('nan')}, ApiValueError, "JSON has no form for the number nan at ['x']"),
    (models.BulkUserDataSetRecordForm(actions=[{'Action': 'x', 'ExternalID': '1'}]), ApiValueError, 'is not one of'),
    (models.BulkUserDataSetRecordForm(actions=5), ApiTypeError, "Expected a list, got a number at ['Actions']"),
])
def test_what_is_in_a_body(client, body, error, text):
    refused(error, lambda: client.user_data_sets.bulk_user_data_set_record(7, body=body), text)


@pytest.mark.parametrize('call, text', [
    (lambda client: client.user_data_sets.get_user_data_sets(type=['a,b', 'c']), "so 'a,b' cannot be one of them"),
    (lambda client: client.user_data_sets.get_user_data_sets(filter=[object]), '`filter` cannot be a type'),
    (lambda client: client.information.list_statistics_input(date_min={}), '`date_min` cannot be a dict'),
    (lambda client: client.information.list_statistics_input(public_key_id=1.0), '`public_key_id` is a whole number'),
    (lambda client: client.information.list_statistics_input(granularity=b'\xff'), '`granularity` cannot be '),
    (lambda client: client.information.credits(_request_timeout='soon'), 'A timeout is a number of seconds'),
    (lambda client: client.information.credits(_request_timeout=0), 'A timeout is more than 0 seconds'),
    (lambda client: client.information.credits(_request_timeout=(1, -1)), 'A timeout is more than 0 seconds'),
    (lambda client: client.set_default_header('X-A', 'b\r\nX-C: d') or client.information.credits(),
     'The header X-A holds a character that no header can have'),
    (lambda client: client.set_default_header('X A', 'b') or client.information.credits(),
     "'X A' is not a name that a header can have"),
    (lambda client: client.set_default_header('X-A', object()) or client.information.credits(),
     'The header X-A is text, not object'),
    (lambda client: client.request('FETCH', client.configuration.host), "not 'FETCH'"),
    (lambda client: setattr(client.configuration, 'retries', -1) or client.information.credits(),
     'retries is 0 or more'),
    (lambda client: setattr(client.configuration, 'retries', 'often') or client.information.credits(),
     'retries is a number or a urllib3 Retry'),
])
def test_other_arguments(client, call, text):
    with pytest.raises(klippa_ocr_api.OpenApiException) as caught:
        call(client)
    assert isinstance(caught.value, (ApiTypeError, ApiValueError)) and text in str(caught.value).replace("u'", "'")


@pytest.mark.parametrize('make', [
    lambda client: client.parsing.parse_document(async_req=True),
    lambda client: client.parsing.parse_document(document='/no/such/file', async_req=True),
    lambda client: client.sub_key.sub_key_list(per_page=1, async_req=True),
    lambda client: client.information.credits(async_req=True, colour=1)])
def test_asynchronous_calls_fail_at_once(client, make):
    """What is wrong is known before there is anything to wait for."""
    with pytest.raises((ApiTypeError, ApiValueError)):
        make(client)
