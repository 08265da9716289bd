"""Every operation sends exactly what the contract says, byte for byte, and returns what it promises."""
import datetime
import inspect
import json
import sys
import threading

import pytest
from dateutil.tz import tzoffset
from six import ensure_binary

import klippa_ocr_api
from klippa_ocr_api import models
from test import contract
from test.conftest import KEY
from test.http_server import HttpServer, reply

PUBLIC_KEY = 'test-public-key-not-real'
EURO = u'\u20ac'
NAIVE = datetime.datetime(2024, 2, 29, 3, 4, 5)
AWARE = datetime.datetime(2024, 3, 1, 0, 0, 0, 250000, tzoffset(None, 7200))
PAGE = [('per_page', 10), ('page', 3), ('sort_order', 'ASC'), ('sort_field', 'ID')]
LISTING = PAGE + [
    ('type', ['relation', 'product']), ('external_id', u'a b,\xe9'), ('filter', ['ID:5:GT', 'Type:a&b:EQ'])]
LISTED = ('per_page=10&page=3&sort_order=ASC&sort_field=ID&type=relation%2Cproduct&external_id=a+b%2C%C3%A9'
          '&filter=ID%3A5%3AGT&filter=Type%3Aa%26b%3AEQ')
PERIOD = [('date_min', NAIVE), ('date_max', AWARE), ('granularity', 'day')]
PERIOD_SENT = 'date_min=2024-02-29T03%3A04%3A05Z&date_max=2024-03-01T00%3A00%3A00.250000%2B02%3A00&granularity=day'
DOCUMENTS = [('a.pdf', b'%PDF-1.4\x00\xff\r\n'), (u'b "\u20ac".png', b'\x89PNG\r\n\x1a\n', 'image/x-png')]
SCAN = [
    ('document', DOCUMENTS), ('url', ['https://example.com/1?a=b&c=d', 'http://example.com/2']), ('template', ''),
    ('pdf_text_extraction', 'full'), ('user_data', {'locale': {'language': 'nl'}}),
    ('user_data_set_external_id', u'set \u20ac'), ('hash_duplicate_group_id', 'group\r\n1')]
SCAN_SENT = [
    ('url', 'https://example.com/1?a=b&c=d'), ('url', 'http://example.com/2'), ('template', ''),
    ('pdf_text_extraction', 'full'), ('user_data', '{"locale":{"language":"nl"}}'),
    ('user_data_set_external_id', u'set \u20ac'), ('hash_duplicate_group_id', 'group\r\n1'),
    ('document', 'a.pdf', 'application/pdf', b'%PDF-1.4\x00\xff\r\n'),
    ('document', u'b %22\u20ac%22.png', 'image/x-png', b'\x89PNG\r\n\x1a\n')]
RECORD = {'ExternalID': 'r1', 'LastSyncDate': NAIVE, 'Values': [{'Name': 'City', 'Value': EURO}]}
RECORD_SENT = (b'{"ExternalID":"r1","LastSyncDate":"2024-02-29T03:04:05Z",'
               b'"Values":[{"Name":"City","Value":"\\u20ac"}]}')


def record_form(cls, **more):
    """The record as a model."""
    return lambda: cls(last_sync_date=NAIVE, values=[
        models.UserDataSetRecordValueForm(name='City', value=EURO)], **more)


class Call(object):
    """A call with all parameters, and what has to arrive; ``path`` may have ``?query``.

    ``body`` is bytes of JSON or a list of the parts of a form, ``model`` makes the model that says the same as
    the dictionary among the arguments.
    """

    def __init__(self, api, name, response_type, method, path, arguments=(), body=None, model=None):
        self.api = api
        self.name = name
        self.response_type = response_type
        self.method = method
        self.target = '/api/v1' + path
        self.arguments = list(arguments)
        self.body = body
        self.model = model

    def __repr__(self):
        return self.name

    def make(self, client, suffix='', arguments=None, **options):
        options.update(self.arguments if arguments is None else arguments)
        return getattr(getattr(client, self.api), self.name + suffix)(**options)

    def sent_body(self, request):
        """The bytes that the request must have had; a form's boundary is its own choice."""
        if not isinstance(self.body, list):
            return self.body or b''
        boundary = request.header('Content-Type').partition('boundary=')[2].encode('ascii')
        assert len(boundary) == 32
        parts = []
        for part in self.body:
            head = u'\r\nContent-Disposition: form-data; name="%s"' % part[0]
            if len(part) == 4:
                head += u'; filename="%s"\r\nContent-Type: %s' % part[1:3]
            parts.append(b'--' + boundary + ensure_binary(head + u'\r\n\r\n') + ensure_binary(part[-1]) + b'\r\n')
        return b''.join(parts) + b'--' + boundary + b'--\r\n'


CALLS = [
    Call('information', 'get_api_index', 'APIIndexBody', 'GET', '/'),
    Call('information', 'credits', 'GetCreditsBody', 'GET', '/credits'),
    Call('information', 'get_fields', 'GetFieldsBody', 'GET', '/fields'),
    Call('information', 'get_fields_by_template', 'GetFieldsBody', 'GET', '/fields/my%20t%C3%A9mplate%2F1%3F%23%25',
         [('template', u'my t\xe9mplate/1?#%')]),
    Call('information', 'get_templates', 'GetTemplatesBody', 'GET', '/templates'),
    Call('information', 'list_statistics_input', 'GetStatisticsBody', 'GET',
         '/statistics?' + PERIOD_SENT + '&public_key_id=17&public_key_external_id=a+b%26%E2%82%AC&include_sub_keys=true',
         PERIOD + [('public_key_id', 17), ('public_key_external_id', u'a b&\u20ac'), ('include_sub_keys', True)]),

    Call('parsing', 'parse_document', 'ReceiptBody', 'POST', '/parseDocument', SCAN, SCAN_SENT),
    Call('parsing', 'parse_document_eu_passport', 'EuropeanPassportBody', 'POST', '/parseDocument/eu-passport',
         SCAN, SCAN_SENT),
    Call('parsing', 'parse_document_identity_document', 'IdentityDocumentBody', 'POST', '/parseDocument/identity',
         SCAN, SCAN_SENT),
    Call('parsing', 'parse_structured_pdf', 'ReceiptBody', 'POST', '/parseStructuredPDF',
         [('document', DOCUMENTS[0]), ('template', 'ubl'), ('user_data', ' {"locale" : {}} '),
          ('hash_duplicate_group_id', 7)],
         [('template', 'ubl'), ('user_data', ' {"locale" : {}} '), ('hash_duplicate_group_id', '7'), SCAN_SENT[-2]]),
    Call('parsing', 'parse_text', 'ReceiptBody', 'POST', '/parseText', [('body', {
        'hash_duplicate_group_id': 'g', 'template': 't', 'text': EURO, 'user_data': '{"locale":{}}',
        'user_data_set_external_id': 's'})],
        b'{"hash_duplicate_group_id":"g","template":"t","text":"\\u20ac","user_data":"{\\"locale\\":{}}",'
        b'"user_data_set_external_id":"s"}',
        lambda: models.TextUploadForm(hash_duplicate_group_id='g', template='t', text=EURO, user_data={'locale': {}},
                                      user_data_set_external_id='s')),

    Call('public_key', 'public_key_info', 'GetPublicKeyInfoBody', 'GET', '/publicKey'),
    Call('public_key', 'create_public_key', 'CreatePublicKeyBody', 'POST', '/publicKey',
         [('body', {'external_id': 'e', 'scan_limit': 5, 'valid_time': 60})],
         b'{"external_id":"e","scan_limit":5,"valid_time":60}',
         lambda: models.CreatePublicKeyForm(external_id='e', scan_limit=5, valid_time=60)),
    Call('public_key', 'public_key_info_by_id', 'GetPublicKeyInfoBody', 'GET', '/publicKey/17',
         [('public_key_id', 17)]),
    Call('public_key', 'public_key_statistics', 'PublicKeyStatisticsBody', 'GET',
         '/publicKey/17/statistics?' + PERIOD_SENT, [('public_key_id', '17')] + PERIOD),

    Call('sub_key', 'sub_key_list', 'SubKeyListBody', 'GET',
         '/subKey?per_page=10&page=3&sort_order=ASC&sort_field=ID', PAGE),
    Call('sub_key', 'create_sub_key', 'CreateSubKeyBody', 'POST', '/subKey',
         [('body', {'Name': 'n', 'PublicKeys': False, 'Status': True, 'Templates': ['a'], 'UserDataSets': True})],
         b'{"Name":"n","PublicKeys":false,"Status":true,"Templates":["a"],"UserDataSets":true}',
         lambda: models.SubKeyForm(name='n', public_keys=False, status=True, templates=['a'], user_data_sets=True)),
    Call('sub_key', 'get_sub_key', 'GetSubKeyBody', 'GET', '/subKey/42', [('sub_key_id', 42)]),
    Call('sub_key', 'update_sub_key', 'UpdateSubKeyBody', 'PATCH', '/subKey/42',
         [('sub_key_id', '42'), ('body', {'Name': 'n', 'Status': False})], b'{"Name":"n","Status":false}',
         lambda: models.SubKeyForm(name='n', status=False)),
    Call('sub_key', 'delete_sub_key', 'DeleteSubKeyBody', 'DELETE', '/subKey/42', [('sub_key_id', '42')]),
    Call('sub_key', 'sub_key_statistics', 'SubKeyStatisticsBody', 'GET', '/subKey/42/statistics?' + PERIOD_SENT,
         [('sub_key_id', '42')] + PERIOD),

    Call('user_data_sets', 'get_user_data_sets', 'GetUserDataSetsBody', 'GET', '/userDataSet?' + LISTED, LISTING),
    Call('user_data_sets', 'create_user_data_set', 'CreateUserDataSetResponseBody', 'POST', '/userDataSet',
         [('body', {'ExternalID': EURO, 'LastSyncDate': AWARE, 'Type': 'product'})],
         b'{"ExternalID":"\\u20ac","LastSyncDate":"2024-03-01T00:00:00.250000+02:00","Type":"product"}',
         lambda: models.CreateUserDataSetForm(external_id=EURO, last_sync_date=AWARE, type='product')),
    Call('user_data_sets', 'get_user_data_set', 'GetUserDataSetBody', 'GET', '/userDataSet/E-relation-a%20b',
         [('id', 'E-relation-a b')]),
    Call('user_data_sets', 'update_user_data_set', 'UpdateUserDataSetBody', 'PATCH', '/userDataSet/7',
         [('id', 7), ('body', {'LastSyncDate': NAIVE.date()})], b'{"LastSyncDate":"2024-02-29T00:00:00Z"}',
         lambda: models.UpdateUserDataSetForm(last_sync_date=NAIVE.date())),
    Call('user_data_sets', 'delete_user_data_set', 'DeleteUserDataSetBody', 'DELETE', '/userDataSet/7', [('id', 7)]),
    Call('user_data_sets', 'get_user_data_set_records', 'GetUserDataSetRecordsBody', 'GET',
         '/userDataSet/7/records?' + LISTED, [('id', 7)] + LISTING),
    Call('user_data_sets', 'create_user_data_set_record', 'CreateUserDataSetRecordResponseBody', 'POST',
         '/userDataSet/7/records', [('id', 7), ('body', RECORD)], RECORD_SENT,
         record_form(models.CreateUserDataSetRecordForm, external_id='r1')),
    Call('user_data_sets', 'bulk_user_data_set_record', 'BulkUserDataSetRecordBody', 'POST',
         '/userDataSet/7/records/bulk', [('id', 7), ('body', {'Actions': [{'Action': 'delete', 'ExternalID': 'r1'}]})],
         b'{"Actions":[{"Action":"delete","ExternalID":"r1"}]}',
         lambda: models.BulkUserDataSetRecordForm(actions=[
             models.BulkUserDataSetRecordActionForm(action='delete', external_id='r1')])),
    Call('user_data_sets', 'get_user_data_set_record', 'GetUserDataSetRecordBody', 'GET',
         '/userDataSet/7/records/Ea%2Fb', [('id', 7), ('record_id', 'Ea/b')]),
    Call('user_data_sets', 'update_user_data_set_record', 'UpdateUserDataSetRecordBody', 'PATCH',
         '/userDataSet/7/records/Er1',
         [('id', 7), ('record_id', 'Er1'), ('body', {name: RECORD[name] for name in ('LastSyncDate', 'Values')})],
         b'{"LastSyncDate":"2024-02-29T03:04:05Z","Values":[{"Name":"City","Value":"\\u20ac"}]}',
         record_form(models.UpdateUserDataSetRecordForm)),
    Call('user_data_sets', 'delete_user_data_set_record', 'DeleteUserDataSetRecordBody', 'DELETE',
         '/userDataSet/7/records/Er1', [('id', 7), ('record_id', 'Er1')]),
]
CONTRACT = {contract.snake_case(operation['operationId']): (method, path, operation)
            for method, path, operation in contract.operations()}
every_call = pytest.mark.parametrize('call', CALLS, ids=repr)
both_forms = pytest.mark.parametrize('suffix', ['', '_with_http_info'])


@pytest.fixture
def both_keys(client):
    """The client with an auth key and a public key."""
    client.configuration.api_key = {'X-Auth-Public-Key': PUBLIC_KEY, 'X-Auth-Key': KEY}
    return client


def schemes(call):
    return [name for requirement in CONTRACT[call.name][2]['security'] for name in requirement]


def required(call):
    """The arguments that the operation cannot do without."""
    operation = CONTRACT[call.name][2]
    names = {parameter['name'] for parameter in operation.get('parameters', ()) if parameter.get('required')}
    for media_type, media in operation.get('requestBody', {}).get('content', {}).items():
        names.update(['body'] if media_type == 'application/json' else media['schema'].get('required', ()))
    return {contract.snake_case(name) for name in names}


def test_the_calls_cover_the_contract():
    assert sorted(call.name for call in CALLS) == sorted(CONTRACT) and len(CALLS) == 32
    for call in CALLS:
        method, path, operation = CONTRACT[call.name]
        assert call.method == method
        assert [name for name, _ in call.arguments] == [
            contract.snake_case(name) for name in contract.parameters(operation)]
        reference = operation['responses']['200']['content']['application/json']['schema']['$ref']
        assert call.response_type == reference.rpartition('/')[2]


@every_call
@both_forms
def test_signature(client, call, suffix):
    method = getattr(getattr(client, call.api), call.name + suffix)
    names, _, options, defaults = getattr(inspect, 'getfullargspec', getattr(inspect, 'getargspec', None))(method)[:4]
    # What is required comes first, so that it need not be named.
    arguments = sorted((name for name, _ in call.arguments), key=lambda name: name not in required(call))
    assert names == ['self'] + arguments
    assert options == 'options' and set(defaults or ()) <= {None}
    assert call.name in (method.__doc__ if suffix else method.__name__)


def assert_sent(call, request):
    """The request is the call's, to the byte."""
    expected = {
        'Host': 'HOST', 'Accept': 'application/json', 'Accept-Encoding': 'gzip',
        'User-Agent': 'klippa-ocr-api/%s python/%d.%d.%d' % ((klippa_ocr_api.__version__,) + sys.version_info[:3])}
    key = 'X-Auth-Public-Key' if call.name == 'public_key_info' else 'X-Auth-Key'
    expected[key] = {'X-Auth-Key': KEY, 'X-Auth-Public-Key': PUBLIC_KEY}[key]
    body = call.sent_body(request)
    if body:
        expected['Content-Length'] = str(len(body))
        expected['Content-Type'] = 'application/json'
        if isinstance(call.body, list):
            expected['Content-Type'] = 'multipart/form-data; boundary=' + request.header('Content-Type')[-32:]
    headers = [(name, 'HOST' if name == 'Host' else value) for name, value in request.headers]
    assert sorted(headers) == sorted(expected.items())
    assert (request.method, request.target) == (call.method, call.target)
    if isinstance(call.body, bytes) and sys.version_info < (3, 6):
        # Dictionaries have no order there.
        assert json.loads(request.body) == json.loads(body) and len(request.body) == len(body)
    else:
        assert request.body == body


@every_call
def test_request_bytes(server, both_keys, call):
    call.make(both_keys)
    call.make(both_keys, '_with_http_info')
    for request in server.requests:
        assert_sent(call, request)
    assert len(server.requests) == 2
    assert server.connections == 1


@every_call
def test_positional_arguments(server, both_keys, call):
    arguments = sorted(call.arguments, key=lambda argument: argument[0] not in required(call))
    getattr(getattr(both_keys, call.api), call.name)(*[value for _, value in arguments])
    assert_sent(call, server.requests[0])


@pytest.mark.parametrize('call', [call for call in CALLS if call.model], ids=repr)
def test_model_as_body(server, both_keys, call):
    arguments = dict(call.arguments, body=call.model())
    call.make(both_keys, arguments=arguments)
    assert_sent(call, server.requests[0])


@every_call
def test_none_for_what_is_optional(server, both_keys, call):
    """Optional parameters that are None leave no trace, just as if they had not been named."""
    kept = required(call) | {'document'}
    call.make(both_keys, arguments=[(name, value if name in kept else None) for name, value in call.arguments])
    call.make(both_keys, arguments=[(name, value) for name, value in call.arguments if name in kept])
    least = Call(call.api, call.name, None, call.method, call.target[len('/api/v1'):].partition('?')[0], body=call.body)
    if isinstance(call.body, list):
        least.body = [part for part in call.body if len(part) == 4]
    for request in server.requests:
        assert_sent(least, request)
    assert len(server.requests) == 2


@every_call
@pytest.mark.parametrize('auth_in', ['header', 'query'])
@pytest.mark.parametrize('keys', [('X-Auth-Key', 'X-Auth-Public-Key'), ('X-Auth-Public-Key',), ()], ids=len)
def test_authentication(server, client, call, auth_in, keys):
    """One key, in one place: the auth key where the operation takes it."""
    client.configuration.api_key = {name: name + '-not-real' for name in keys}
    client.configuration.auth_in = auth_in
    takes = ['X-Auth-Key'] if 'APIKeyHeader' in schemes(call) else []
    takes += ['X-Auth-Public-Key'] if 'APIPublicKeyHeader' in schemes(call) else []
    used = ([name for name in takes if name in keys] + [None])[0]
    call.make(client)
    request = server.requests[0]
    in_header = {name: request.header(name) for name in ('X-Auth-Key', 'X-Auth-Public-Key') if request.header(name)}
    if auth_in == 'header':
        assert in_header == ({used: used + '-not-real'} if used else {})
        assert request.target == call.target
    else:
        assert in_header == {}
        added = request.target[len(call.target):]
        assert request.target.startswith(call.target)
        assert added.lstrip('?&') == ('%s=%s-not-real' % (used, used) if used else '')


@every_call
def test_what_is_returned(server, client, call):
    answer = {'result': 'success', 'request_id': 'r' * 32, 'new': [1.5, None]}
    server.respond = lambda request, connection: reply(answer, headers=['X-Extra: yes'])
    plain = call.make(client)
    assert type(plain) is getattr(models, call.response_type)
    assert client.sanitize_for_serialization(plain) == answer
    data, status, headers = call.make(client, '_with_http_info')
    assert (data, status, headers['x-extra']) == (plain, 200, 'yes')
    assert call.make(client, '_with_http_info', _return_http_data_only=True) == plain


@every_call
def test_async_req(server, client, call):
    answer = {'result': 'success'}
    server.respond = lambda request, connection: reply(answer)
    results = [call.make(client, suffix, async_req=True) for suffix in ('', '_with_http_info')]
    assert client.sanitize_for_serialization(results[0].get(60)) == answer
    data, status, _ = results[1].get(60)
    assert (data.result, status) == ('success', 200)
    server.respond = lambda request, connection: reply({'code': 100004}, '500 Error')
    with pytest.raises(klippa_ocr_api.NoCreditsLeftError):
        call.make(client, async_req=True).get(60)


@every_call
@both_forms
def test_preload_content(server, client, call, suffix):
    server.respond = lambda request, connection: reply(b'not JSON at all')
    response = call.make(client, suffix, _preload_content=False)
    assert (response.status, response.data) == (200, b'not JSON at all')
    assert response.headers['Content-Type'] == 'application/json'
    assert client.last_response is response


@pytest.fixture(scope='module')
def silent_server():
    """A server that takes requests and does not answer before the tests are over."""
    over = threading.Event()
    with HttpServer(lambda request, connection: over.wait() and None) as server:
        yield server
        over.set()


@every_call
def test_request_timeout(silent_server, call):
    """A float counts, alone and in a pair; and a parse that may have been done is not repeated."""
    configuration = klippa_ocr_api.Configuration(host=silent_server.host, api_key={'X-Auth-Key': KEY})
    configuration.retries = 0
    with klippa_ocr_api.ApiClient(configuration) as client:
        for suffix, timeout in (('', (10, 0.02)), ('_with_http_info', (None, 0.02))):
            with pytest.raises(klippa_ocr_api.ReadTimeoutError) as caught:
                call.make(client, suffix, _request_timeout=timeout)
            assert caught.value.attempts == 1


def test_a_path_parameter_is_one_segment(server, client):
    client.user_data_sets.get_user_data_set_record(u'E-relation-a/b c', u'E\u20ac?x#y%2e;')
    assert server.requests[0].target == (
        '/api/v1/userDataSet/E-relation-a%2Fb%20c/records/E%E2%82%AC%3Fx%23y%252e%3B')


def test_safe_chars_for_path_param(server, client):
    client.configuration.safe_chars_for_path_param = '/:'
    client.information.get_fields_by_template('a/b:c d')
    client.configuration.safe_chars_for_path_param = None
    client.information.get_fields_by_template('a/b:c d')
    assert [request.target for request in server.requests] == [
        '/api/v1/fields/a/b:c%20d', '/api/v1/fields/a%2Fb%3Ac%20d']


def test_empty_lists_and_dictionaries(server, client):
    """A list without entries says nothing; an object without properties is an object."""
    client.user_data_sets.get_user_data_sets(filter=[], type=())
    client.user_data_sets.update_user_data_set(1, body={})
    client.user_data_sets.update_user_data_set(1, body=models.UpdateUserDataSetForm())
    client.parsing.parse_document(document=b'%PDF-', url=[])
    assert server.requests[0].target == '/api/v1/userDataSet'
    assert [request.body for request in server.requests[1:3]] == [b'{}', b'{}']
    assert b'name="url"' not in server.requests[3].body


def test_number_given_as_text(server, client):
    """Numbers that come from a form or a command line are often still text."""
    client.sub_key.sub_key_list(per_page='100', page='2')
    assert server.requests[0].target == '/api/v1/subKey?per_page=100&page=2'
