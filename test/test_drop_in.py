"""What code written for the published client relies on, and what harmed it and is gone.

Signatures, operations, models, ``Configuration`` and ``ApiClient`` have their own modules; here are the names,
what is imported when, and the list of harms.
"""
import datetime
import importlib
import inspect
import json
import logging
import os
import ssl
import subprocess
import sys
import textwrap
import threading

import pytest

import klippa_ocr_api
from klippa_ocr_api import ApiClient, Configuration, exceptions, models
from test import contract
from test.conftest import KEY, ROOT
from test.http_server import HttpServer, reply

API_CLASSES = {'information': 'InformationApi', 'parsing': 'ParsingApi', 'public_key': 'PublicKeyApi',
               'sub_key': 'SubKeyApi', 'user_data_sets': 'UserDataSetsApi'}
MODULES = ['klippa_ocr_api', 'klippa_ocr_api.api', 'klippa_ocr_api.api_client', 'klippa_ocr_api.configuration',
           'klippa_ocr_api.exceptions', 'klippa_ocr_api.rest', 'klippa_ocr_api.models'] + [
    'klippa_ocr_api.api.%s_api' % name for name in sorted(API_CLASSES)] + [
    'klippa_ocr_api.models.' + contract.snake_case(name) for name in contract.MODELS]
PUBLIC = sorted(API_CLASSES.values()) + contract.MODELS + [
    'ApiClient', 'Configuration', 'OpenApiException', 'ApiTypeError', 'ApiValueError', 'ApiKeyError', 'ApiException',
    'connect', '__version__']
PDF = b'%PDF-1.4'


def run(script):
    """Run Python in a process of its own; returns what it printed."""
    process = subprocess.Popen([sys.executable, '-W', 'error', '-c', textwrap.dedent(script)], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, '')
    return output.split()


# Names

def test_modules_are_importable():
    for name in MODULES:
        assert importlib.import_module(name).__name__ == name


def test_modules_are_attributes_after_a_bare_import():
    run('''
        import klippa_ocr_api
        for name in %r:
            module = klippa_ocr_api
            for part in name.split('.')[1:]:
                module = getattr(module, part)
            assert module.__name__ == name, name
    ''' % (MODULES,))


def test_public_names():
    assert set(PUBLIC) <= set(klippa_ocr_api.__all__) and set(PUBLIC) <= set(dir(klippa_ocr_api))
    for name in klippa_ocr_api.__all__:
        assert getattr(klippa_ocr_api, name) is not None
    for name in contract.MODELS:
        module = importlib.import_module('klippa_ocr_api.models.' + contract.snake_case(name))
        assert getattr(klippa_ocr_api, name) is getattr(models, name) is getattr(module, name)
    for name, cls in API_CLASSES.items():
        module = importlib.import_module('klippa_ocr_api.api.%s_api' % name)
        assert getattr(klippa_ocr_api, cls) is getattr(klippa_ocr_api.api, cls) is getattr(module, cls)
    from klippa_ocr_api.exceptions import ApiException
    from klippa_ocr_api.rest import ApiException as same

    assert same is ApiException is klippa_ocr_api.ApiException
    # Once used, they are attributes like any other, and cost no more.
    assert 'Receipt' in vars(klippa_ocr_api) and 'receipt' in vars(models)
    assert set(klippa_ocr_api.api.__all__) == set(API_CLASSES.values())
    with pytest.raises(AttributeError, match='Recipt'):
        klippa_ocr_api.Recipt
    assert not hasattr(models, 'receipts') and not hasattr(klippa_ocr_api.api, 'parsing')
    with pytest.raises(ImportError):
        exec('from klippa_ocr_api import Recipt')


def test_star_imports():
    assert run('''
        import sys
        from klippa_ocr_api import *
        from klippa_ocr_api.models import *
        from klippa_ocr_api.api import *
        assert set(%r) <= set(globals())
        sys.stdout.write(' '.join([ParsingApi.__module__, Receipt.__module__, ApiClient.__module__]))
    ''' % (PUBLIC,)) == ['klippa_ocr_api.api.parsing_api', 'klippa_ocr_api.models.receipt', 'klippa_ocr_api.api_client']


def loaded(statement):
    """Modules that a statement loads, besides those that Python itself has loaded."""
    return run('''
        import sys
        %s
        # On 2.7 there are also notes of what is not a module of the package.
        sys.stdout.write(' '.join(sorted(name for name in sys.modules if sys.modules[name] is not None)))
    ''' % statement)


def test_importing_loads_next_to_nothing():
    names = loaded('import klippa_ocr_api; dir(klippa_ocr_api), klippa_ocr_api.__version__')
    assert [name for name in names if name.startswith('klippa_ocr_api')] == [
        'klippa_ocr_api', 'klippa_ocr_api._lazy', 'klippa_ocr_api._version']
    for name in 'urllib3', 'six', 'certifi', 'dateutil', 'logging', 'ssl', 'typing', 'json', 'socket':
        assert name not in names or name in loaded('pass'), name


@pytest.mark.parametrize('statement, absent', [
    ('import klippa_ocr_api.models', ['models.', 'urllib3', 'model']),
    ('from klippa_ocr_api import Configuration; Configuration()', ['model', 'models', 'api', 'rest', 'urllib3']),
    ('from klippa_ocr_api import ApiException', ['configuration', 'model', 'rest', 'urllib3']),
    ('from klippa_ocr_api.models import Receipt', ['rest', 'urllib3', 'api', 'models.barcode', 'api_client']),
    ('from klippa_ocr_api import ParsingApi', ['rest', 'urllib3', 'models', 'api.sub_key_api']),
    ('import klippa_ocr_api; klippa_ocr_api.ApiClient()', ['models', 'api', 'dateutil', 'multiprocessing.pool']),
], ids=str)
def test_only_what_is_used_is_loaded(statement, absent):
    names = loaded(statement)
    for name in absent:
        assert name not in names and 'klippa_ocr_api.' + name not in names, name
        if name.endswith('.'):
            assert not [other for other in names if other.startswith('klippa_ocr_api.' + name)]


def arguments(function):
    """Names and defaults of a function's arguments."""
    specification = getattr(inspect, 'getfullargspec', getattr(inspect, 'getargspec', None))(function)
    return specification.args[1:], specification.defaults


@pytest.mark.parametrize('function, names', [
    (Configuration.__init__, 'host api_key api_key_prefix username password discard_unknown_keys'),
    (ApiClient.__init__, 'configuration header_name header_value cookie pool_threads'),
    (ApiClient.call_api, 'resource_path method path_params query_params header_params body post_params files '
                         'response_type auth_settings async_req _return_http_data_only collection_formats '
                         '_preload_content _request_timeout _host'),
    (ApiClient.request, 'method url query_params headers post_params body _preload_content _request_timeout'),
    (ApiClient.set_default_header, 'header_name header_value'), (ApiClient.deserialize, 'response response_type'),
    (ApiClient.sanitize_for_serialization, 'obj'),
    (Configuration.get_host_from_settings, 'index variables'), (Configuration.set_default, 'default'),
    (Configuration.get_api_key_with_prefix, 'identifier'),
    (exceptions.ApiException.__init__, 'status reason http_resp'),
    (exceptions.ApiTypeError.__init__, 'msg path_to_item valid_classes key_type'),
    (exceptions.ApiValueError.__init__, 'msg path_to_item'), (exceptions.ApiKeyError.__init__, 'msg path_to_item'),
    (klippa_ocr_api.connect, 'public_key host'), (klippa_ocr_api.ParsingApi.__init__, 'api_client'),
])
def test_signatures(function, names):
    assert arguments(function)[0][:len(names.split())] == names.split()


def test_code_written_for_the_published_client(server):
    """The published example, word for word in what it calls."""
    server.respond = lambda request, connection: reply({'data': {'Credits': 5}, 'result': 'success'})
    configuration = klippa_ocr_api.Configuration(host=server.host, api_key={'X-Auth-Key': KEY})
    configuration.api_key_prefix['X-Auth-Key'] = 'Bearer'
    with klippa_ocr_api.ApiClient(configuration) as api_client:
        api_instance = klippa_ocr_api.InformationApi(api_client)
        api_response = api_instance.credits()
    assert type(api_response) is klippa_ocr_api.GetCreditsBody and api_response.result == 'success'
    assert server.requests[0].header('X-Auth-Key') == 'Bearer ' + KEY


# What must not stay

def answering(value, **options):
    return lambda request, connection: reply(value, **options)


def test_the_key_is_not_in_the_query_when_it_is_in_a_header(server, client):
    client.information.credits()
    assert server.requests[0].target == '/api/v1/credits' and server.requests[0].raw.count(KEY.encode('ascii')) == 1


@pytest.mark.parametrize('status', ['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent'])
@pytest.mark.parametrize('method', ['credits', 'parse_document'])
def test_a_key_does_not_follow_a_redirect_to_another_host(server, client, status, method):
    with HttpServer() as elsewhere:
        server.respond = answering(b'', status=status, headers=['Location: %s/api/v1/credits' % elsewhere.url])
        with pytest.raises(klippa_ocr_api.RedirectError):
            if method == 'credits':
                client.information.credits()
            else:
                client.parsing.parse_document(document=PDF)
        assert elsewhere.connections == 0 and len(server.requests) == 1


def test_a_constructor_changes_no_logger():
    from six.moves import http_client

    root, urllib3 = logging.getLogger(), logging.getLogger('urllib3')
    before = [(logger.level, list(logger.handlers)) for logger in (root, urllib3)]
    level = http_client.HTTPConnection.debuglevel
    ApiClient(Configuration())
    assert [(logger.level, list(logger.handlers)) for logger in (root, urllib3)] == before
    assert http_client.HTTPConnection.debuglevel == level


def test_unknown_properties_are_kept(server, client):
    answer = {'data': {'amount': 1, 'amount_tip': 2, 'lines': [{'new': {'a': None}}]}, 'another': []}
    server.respond = answering(answer)
    receipt = client.parsing.parse_document(document=PDF)
    assert receipt.data.amount_tip == 2 and receipt.data.lines[0].new == {'a': None}
    assert client.sanitize_for_serialization(receipt) == answer


def test_a_new_enumeration_value_is_no_error(server, client):
    server.respond = answering({'data': {'document_type': 'hologram', 'barcodes': [{'type': 'NEW'}]}})
    data = client.parsing.parse_document(document=PDF).data
    assert (data.document_type, data.barcodes[0].type) == ('hologram', 'NEW')


@pytest.mark.parametrize('timeout', [0.05, (10, 0.05)])
def test_a_float_timeout_counts(timeout):
    over = threading.Event()
    with HttpServer(lambda request, connection: over.wait() and None) as server:
        with ApiClient(Configuration(host=server.host)) as client:
            client.configuration.retries = 0
            with pytest.raises(klippa_ocr_api.ApiTimeoutError):
                client.information.credits(_request_timeout=timeout)
        over.set()


def test_a_list_of_urls_can_be_sent(server, client):
    client.parsing.parse_document(url=['https://example.com/1', 'https://example.com/2'])
    assert server.requests[0].body.count(b'name="url"\r\n\r\nhttps://example.com/') == 2


def test_documents_need_not_be_paths(server, client, tmpdir):
    path = tmpdir.join('a.pdf')
    path.write_binary(PDF)
    with open(str(path), 'rb') as stream:
        for document in (str(path), path, PDF, bytearray(PDF), stream, ('b.pdf', PDF), [PDF, str(path)]):
            client.parsing.parse_document(document=document)
            assert PDF in server.requests[-1].body and b'filename="' in server.requests[-1].body


def test_documents_are_not_read_into_memory(server, client, tmpdir):
    """Never more than a piece of a document at a time."""
    size = 8 * 1024 * 1024
    sizes = []

    class Source(object):
        left = size
        name = 'big.pdf'

        def read(self, most=-1):
            assert most > 0
            sizes.append(most)
            piece = min(most, self.left)
            self.left -= piece
            return b'x' * piece

    received = []
    server.respond = lambda request, connection: received.append(len(request.body)) or reply({})
    client.parsing.parse_document(document=Source())
    assert received[0] > size and max(sizes) <= 1024 * 1024


def test_update_sub_key_sends_its_body(server, client):
    client.sub_key.update_sub_key(5, body=models.SubKeyForm(name='n', status=False))
    client.sub_key.update_sub_key(5, body={'Name': 'n'})
    assert json.loads(server.requests[0].body.decode('ascii')) == {'Name': 'n', 'Status': False}
    assert server.requests[1].body == b'{"Name":"n"}' and server.requests[0].method == 'PATCH'
    with pytest.raises(klippa_ocr_api.ApiValueError, match='`body`'):
        client.sub_key.update_sub_key(5)


def test_models_make_no_configuration(server, client, monkeypatch):
    made = []
    original = Configuration.__init__
    monkeypatch.setattr(Configuration, '__init__', lambda self, *args, **kwargs: made.append(self) or original(
        self, *args, **kwargs))
    server.respond = answering({'data': {'lines': [{'lineitems': [{'title': 'a'}] * 50}] * 10}})
    assert len(client.parsing.parse_document(document=PDF).data.lines[0].lineitems) == 50
    models.Barcode(type='', value='1').value = '2'
    assert made == []


@pytest.mark.parametrize('value', ['..', '.', '', 'x/../..', u'..'])
def test_deleting_a_record_never_deletes_the_set(server, client, value):
    with pytest.raises(klippa_ocr_api.ApiValueError):
        client.user_data_sets.delete_user_data_set_record(7, value)
    assert server.requests == []
    client.user_data_sets.delete_user_data_set_record(7, '...')
    assert server.requests[0].target == '/api/v1/userDataSet/7/records/...'


def test_none_for_an_optional_parameter(server, client):
    client.sub_key.sub_key_list(per_page=None, page=None, sort_order=None, sort_field=None)
    client.parsing.parse_document(document=PDF, url=None, template=None, user_data=None)
    assert server.requests[0].target == '/api/v1/subKey' and server.requests[1].body.count(b'; name=') == 1


@pytest.mark.parametrize('value, sent', [(True, 'true'), (False, 'false')])
def test_booleans(server, client, value, sent):
    client.information.list_statistics_input(include_sub_keys=value)
    client.parsing.parse_document(document=PDF, template=value)
    assert server.requests[0].target.endswith('?include_sub_keys=' + sent)
    assert b'name="template"\r\n\r\n%s\r\n' % sent.encode('ascii') in server.requests[1].body


def test_there_is_a_default_timeout(server, client):
    assert Configuration().timeout == (10, 120)
    client.configuration.timeout = (10, 0.05)
    client.configuration.retries = 0
    over = threading.Event()
    server.respond = lambda request, connection: over.wait() and None
    with pytest.raises(klippa_ocr_api.ReadTimeoutError):
        client.information.credits()
    over.set()


def test_connection_failures_are_our_errors(client):
    """Nobody listens at the first address; the certificate of the second is nobody's we trust."""
    context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_SERVER', ssl.PROTOCOL_SSLv23))
    context.load_cert_chain(os.path.join(ROOT, 'test', 'certificates', 'server.pem'))
    client.configuration.retries = 0
    with HttpServer(tls=context) as server:
        for host, error in (('http://127.0.0.1:1/', klippa_ocr_api.ApiConnectionError),
                            (server.host, klippa_ocr_api.TlsError)):
            client.configuration.host = host
            with pytest.raises(error) as caught:
                client.information.credits()
            assert isinstance(caught.value, klippa_ocr_api.ApiException) and caught.value.status == 0
        assert server.requests == []


def test_a_page_with_status_200_is_an_error(server, client):
    server.respond = answering(b'<html>Sign in to the hotel network</html>', content_type='text/html')
    with pytest.raises(klippa_ocr_api.UnreadableReplyError, match='<html>Sign in to the hotel network'):
        client.parsing.parse_document(document=PDF)


def test_numbers_stay_as_they_are(server, client):
    server.respond = answering({'data': {'amount': 12.75, 'lines': [{'lineitems': [{'quantity': 12.75}]}]}})
    data = client.parsing.parse_document(document=PDF).data
    assert data.amount == 12.75 == data.lines[0].lineitems[0].quantity
    assert client.sanitize_for_serialization(data)['amount'] == 12.75


def test_replies_are_not_logged(server, client):
    texts = []

    class Handler(logging.Handler):
        def emit(self, record):
            texts.append(record.getMessage())

    handler, root = Handler(), logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.DEBUG)
    try:
        client.configuration.debug = True
        server.respond = answering({'data': {'surname': 'not-a-real-surname'}})
        client.parsing.parse_document_eu_passport(document=PDF)
    finally:
        client.configuration.debug = False
        root.setLevel(before)
        root.removeHandler(handler)
        logging.getLogger('klippa_ocr_api').setLevel(logging.NOTSET)
    assert texts and 'not-a-real-surname' not in ' '.join(texts) and '%PDF' not in ' '.join(texts)


def test_refresh_api_key_hook_runs_once(server, client):
    calls = []
    client.configuration.refresh_api_key_hook = calls.append
    client.parsing.parse_document(document=PDF)
    assert calls == [client.configuration]


def test_naive_datetimes_are_utc(server, client):
    moment = datetime.datetime(2024, 2, 29, 1, 2, 3)
    client.information.list_statistics_input(date_min=moment)
    client.user_data_sets.update_user_data_set(1, body=models.UpdateUserDataSetForm(last_sync_date=moment))
    assert server.requests[0].target.endswith('?date_min=2024-02-29T01%3A02%3A03Z')
    assert server.requests[1].body == b'{"LastSyncDate":"2024-02-29T01:02:03Z"}'


@pytest.mark.parametrize('filters, sent', [
    (['ID:5:GT', 'Type:a:EQ'], '?filter=ID%3A5%3AGT&filter=Type%3Aa%3AEQ'), ('ID:5:GT', '?filter=ID%3A5%3AGT'),
    (('a',), '?filter=a'), ([], ''), (None, '')])
def test_a_list_of_filters(server, client, filters, sent):
    client.user_data_sets.get_user_data_sets(filter=filters)
    assert server.requests[0].target == '/api/v1/userDataSet' + sent


def test_async_req_uses_more_than_one_thread(server, client):
    """The first call is answered only when the second has arrived."""
    second = threading.Event()

    def respond(request, connection):
        if request.target.endswith('/credits'):
            second.wait(60)
        else:
            second.set()
        return reply({'result': str(second.is_set())})

    server.respond = respond
    results = [client.information.credits(async_req=True), client.information.get_templates(async_req=True)]
    assert [result.get(60).result for result in results] == ['True', 'True']
    assert ApiClient().pool_threads > 1 and ApiClient(pool_threads=1).pool_threads == 1
