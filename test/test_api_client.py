"""``ApiClient`` and ``connect()``."""
import copy
import datetime
import os
import pickle
import subprocess
import sys
import threading

import pytest
import six

import klippa_ocr_api
from klippa_ocr_api import ApiClient, ApiTypeError, ApiValueError, Configuration, api_client, connect, models
from test.conftest import KEY, ROOT
from test.http_server import reply

APIS = {'information': 'InformationApi', 'parsing': 'ParsingApi', 'public_key': 'PublicKeyApi', 'sub_key': 'SubKeyApi',
        'user_data_sets': 'UserDataSetsApi'}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """The environment without settings of ours."""
    for name in 'KLIPPA_AUTH_KEY', 'KLIPPA_PUBLIC_KEY', 'KLIPPA_HOST':
        monkeypatch.delenv(name, raising=False)
    yield monkeypatch
    Configuration.set_default(None)


class Reply(object):
    """Anything with ``data``."""

    def __init__(self, data):
        self.data = data


# connect()

@pytest.mark.parametrize('arguments, variables, expected', [
    (dict(auth_key='a'), {}, {'X-Auth-Key': 'a'}),
    (dict(public_key='p'), {}, {'X-Auth-Public-Key': 'p'}),
    (dict(auth_key='a', public_key='p'), {'KLIPPA_AUTH_KEY': 'x'}, {'X-Auth-Key': 'a', 'X-Auth-Public-Key': 'p'}),
    ({}, {'KLIPPA_AUTH_KEY': 'a'}, {'X-Auth-Key': 'a'}),
    ({}, {'KLIPPA_PUBLIC_KEY': 'p', 'KLIPPA_AUTH_KEY': ''}, {'X-Auth-Public-Key': 'p'}),
    ({}, {'KLIPPA_AUTH_KEY': 'a', 'KLIPPA_PUBLIC_KEY': 'p'}, {'X-Auth-Key': 'a', 'X-Auth-Public-Key': 'p'}),
    # An explicit key is the whole of it: the environment does not add another one.
    (dict(public_key='p'), {'KLIPPA_AUTH_KEY': 'a'}, {'X-Auth-Public-Key': 'p'}),
    (dict(auth_key='a'), {'KLIPPA_PUBLIC_KEY': 'p'}, {'X-Auth-Key': 'a'}),
])
def test_connect(environment, arguments, variables, expected):
    for name, value in variables.items():
        environment.setenv(name, value)
    client = connect(**arguments)
    assert type(client) is ApiClient and client.configuration.api_key == expected
    assert client.configuration.host == 'https://custom-ocr.klippa.com/api/v1'


def test_connect_takes_the_host_from_its_argument_or_the_environment(environment):
    environment.setenv('KLIPPA_HOST', 'https://environment.example.com/api')
    assert connect('k').configuration.host == 'https://environment.example.com/api'
    assert connect('k', host='https://argument.example.com').configuration.host == 'https://argument.example.com'
    assert connect('k', None, 'https://third.example.com').configuration.host == 'https://third.example.com'
    environment.setenv('KLIPPA_HOST', 'environment.example.com')
    with pytest.raises(ApiValueError, match='host is a URL'):
        connect('k')


def test_connect_takes_settings():
    client = connect('k', timeout=5.5, retries=0, verify_ssl=False, auth_in='query', debug=False)
    configuration = client.configuration
    assert (configuration.timeout, configuration.retries, configuration.verify_ssl, configuration.auth_in) == (
        5.5, 0, False, 'query')
    assert connect(api_key={'X-Auth-Key': 'k'}).configuration.api_key == {'X-Auth-Key': 'k'}
    assert connect(refresh_api_key_hook=print_nothing).configuration.refresh_api_key_hook is print_nothing


def print_nothing(configuration):
    """A hook that leaves the keys as they are."""


@pytest.mark.parametrize('name', ['tiemout', '_host', 'set_default', 'logger', 'to_debug_report', '__class__', 'pool'])
def test_connect_refuses_other_settings(name):
    with pytest.raises(ApiTypeError, match='Configuration has no setting %r' % name) as caught:
        connect('k', **{name: 1})
    assert ("did you mean 'timeout'" in str(caught.value)) == (name == 'tiemout')


@pytest.mark.parametrize('arguments', [{}, {'auth_key': ''}, {'public_key': ''}, {'api_key': {}}], ids=repr)
def test_connect_needs_a_key(arguments):
    with pytest.raises(ApiValueError, match='There is no key: give auth_key=..., or set KLIPPA_AUTH_KEY'):
        connect(**arguments)


def test_connect_starts_from_the_default_configuration():
    default = Configuration(host='https://default.example.com', api_key={'X-Auth-Key': 'default'})
    default.retries = 9
    Configuration.set_default(default)
    assert connect().configuration.api_key == {'X-Auth-Key': 'default'}
    assert connect('k').configuration.api_key == {'X-Auth-Key': 'k'}
    assert (connect().configuration.retries, connect().configuration.host) == (9, 'https://default.example.com')
    assert default.api_key == {'X-Auth-Key': 'default'}


def test_connect_calls(server, environment, tmpdir):
    """As the README does it."""
    document = tmpdir.join('invoice.pdf')
    document.write_binary(b'%PDF-1.4')
    environment.setenv('KLIPPA_AUTH_KEY', KEY)
    environment.setenv('KLIPPA_HOST', server.host)
    server.respond = lambda request, connection: reply({'data': {'amount': 1210}})
    assert connect().parsing.parse_document(document=str(document)).data.amount == 1210
    assert server.requests[0].header('X-Auth-Key') == KEY


# The client

def test_apis_are_attributes(client):
    for attribute, name in APIS.items():
        api = getattr(client, attribute)
        assert type(api) is getattr(klippa_ocr_api, name) and api.api_client is client
        assert getattr(client, attribute) is api and attribute in dir(client)
    with pytest.raises(AttributeError, match="ApiClient has no attribute 'parse'"):
        client.parse
    for name in APIS.values():
        cls = getattr(klippa_ocr_api, name)
        assert cls(client).api_client is cls(api_client=client).api_client is client
        assert type(cls().api_client) is ApiClient


def test_default_headers(server):
    configuration = Configuration(host=server.host, api_key={'X-Auth-Key': KEY})
    with ApiClient(configuration, 'X-First', 'one', 'session=1; a=b') as client:
        assert client.default_headers['X-First'] == 'one' and client.cookie == 'session=1; a=b'
        client.set_default_header('X-Second', 'two')
        client.user_agent = 'mine/1.0'
        client.information.credits()
    request = server.requests[0]
    assert [request.header(name) for name in ('X-First', 'X-Second', 'Cookie', 'User-Agent')] == [
        'one', 'two', 'session=1; a=b', 'mine/1.0']
    assert client.user_agent == client.default_headers['User-Agent'] == 'mine/1.0'


def test_a_header_is_sent_once(server, client):
    """However it is spelled."""
    for name, value in (('accept', 'application/json; v=1'), ('USER-AGENT', 'mine'), ('x-auth-key', 'old-not-real'),
                        ('accept-encoding', 'identity'), ('content-type', 'text/plain')):
        client.set_default_header(name, value)
    assert client.user_agent == 'mine'
    client.parsing.parse_text(body={'text': 't'})
    client.parsing.parse_document(document=b'%PDF-')
    for request in server.requests:
        names = [name.lower() for name, _ in request.headers]
        assert len(names) == len(set(names))
        assert request.header('Accept') == 'application/json; v=1' and request.header('User-Agent') == 'mine'
        assert request.header('X-Auth-Key') == KEY and request.header('Accept-Encoding') == 'identity'
    assert server.requests[0].header('Content-Type') == 'application/json'
    assert server.requests[1].header('Content-Type').startswith('multipart/form-data; boundary=')


def test_headers_that_change_between_calls(server, client):
    """Those of the call before are used again only where nothing has changed, also within a dictionary."""
    keys = client.configuration.api_key
    mine = {'X-Mine': '1'}
    names = ('X-Default', 'X-Mine', 'Cookie', 'X-Auth-Key')

    def call():
        client.call_api('/credits', 'GET', header_params=mine, auth_settings=['APIKeyHeader'])

    sent = []
    changes = [
        lambda: None, lambda: client.default_headers.update({'X-Default': 'a'}), lambda: mine.update({'X-Mine': '2'}),
        lambda: setattr(client, 'cookie', 'c=d'), lambda: keys.update({'X-Auth-Key': 'next-not-real'}), lambda: None,
        lambda: mine.clear(), lambda: client.default_headers.pop('X-Default')]
    for change in changes:
        change()
        call()
        sent.append(tuple(server.requests[-1].header(name) for name in names))
    assert sent == [
        (None, '1', None, KEY), ('a', '1', None, KEY), ('a', '2', None, KEY), ('a', '2', 'c=d', KEY),
        ('a', '2', 'c=d', 'next-not-real'), ('a', '2', 'c=d', 'next-not-real'), ('a', None, 'c=d', 'next-not-real'),
        (None, None, 'c=d', 'next-not-real')]
    mine['X-Mine'] = 'a\nb'
    for _ in range(2):
        with pytest.raises(ApiValueError, match='The header X-Mine holds a character that no header can have'):
            call()
    assert len(server.requests) == len(changes)


def test_headers_are_each_calls_own():
    """What a transport does to them is not there in the next call, nor in a pickle."""
    class Transport(object):
        def request(self, method, url, headers=None, **options):
            sent.append(dict(headers))
            headers.clear()

    sent = []
    client = ApiClient(Configuration(api_key={'X-Auth-Key': KEY}))
    client.rest_client, transport = Transport(), client.rest_client
    for _ in range(2):
        client.call_api('/credits', 'GET', auth_settings=['APIKeyHeader'], _preload_content=False)
    assert sent[0] == sent[1] and sent[0]['X-Auth-Key'] == KEY
    client.rest_client = transport
    assert KEY.encode('ascii') in pickle.dumps(client, 2)
    client.configuration.api_key = {'X-Auth-Key': 'next-not-real'}
    assert KEY.encode('ascii') not in pickle.dumps(client, 2), 'it was in the headers of the latest call'


def test_headers_that_another_thread_changes_meanwhile(monkeypatch):
    """The call under way may have either; the next one has the new ones."""
    sent = []
    client = ApiClient(Configuration(api_key={'X-Auth-Key': KEY}), 'X-Mine', 'old')
    monkeypatch.setattr(client.rest_client, 'request', lambda *args, **options: sent.append(options['headers']))
    check = api_client._check_headers

    def check_meanwhile(headers):
        client.set_default_header('X-Mine', 'new')
        client.cookie = 'new'
        check(headers)

    monkeypatch.setattr(api_client, '_check_headers', check_meanwhile)
    for _ in range(2):
        client.call_api('/credits', 'GET', _preload_content=False)
    assert (sent[1]['X-Mine'], sent[1]['Cookie']) == ('new', 'new')


def test_last_response(server, client):
    assert client.last_response is None
    server.respond = lambda request, connection: reply({'result': 'success'}, headers=['X-A: b'])
    client.information.credits()
    response = client.last_response
    assert (response.status, response.reason, response.data) == (200, 'OK', b'{"result": "success"}')
    assert response.getheader('x-a') == 'b' and response.getheader('X-B', 'none') == 'none'
    assert response.getheaders()['X-A'] == 'b' and response.urllib3_response.status == 200


def test_context_manager_and_close(server, client):
    with client as entered:
        assert entered is client
        client.information.credits(async_req=True).get(60)
        pool = client.pool
    pytest.raises((ValueError, AssertionError), pool.apply_async, int)  # it is closed
    client.information.credits()  # and the client stays usable
    assert client.pool is not pool
    client.close()
    client.close()
    assert server.connections == 2


def test_pool(server, client):
    """As many calls at a time as there are threads, not one."""
    together = threading.Barrier(8) if six.PY3 else Rendezvous(8)
    server.respond = lambda request, connection: together.wait(60) is not None and reply({}) or reply({})
    results = [client.information.credits(async_req=True) for _ in range(8)]
    assert [type(result.get(60)) for result in results] == [models.GetCreditsBody] * 8
    assert all(result.ready() and result.successful() for result in results)
    assert client.pool is client.pool


class Rendezvous(object):
    """``threading.Barrier`` for Python 2."""

    def __init__(self, parties):
        self.missing = parties
        self.condition = threading.Condition()

    def wait(self, timeout):
        with self.condition:
            self.missing -= 1
            self.condition.notify_all()
            while self.missing > 0:
                self.condition.wait(timeout)


def test_pool_threads(server):
    running = []
    most = []
    lock = threading.Lock()

    def respond(request, connection):
        with lock:
            running.append(request)
            most.append(len(running))
        with lock:
            running.remove(request)
        return reply({})

    server.respond = respond
    with ApiClient(Configuration(host=server.host), pool_threads=1) as client:
        for result in [client.information.credits(async_req=True) for _ in range(5)]:
            result.get(60)
    assert max(most) == 1 and len(server.requests) == 5


def test_pool_is_made_once(client):
    """Also when threads ask for it at the same time."""
    pools = []
    start = threading.Event()

    def ask():
        start.wait()
        pools.append(client.pool)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join()
    assert len(set(map(id, pools))) == 1 and len(pools) == 8


def test_one_client_serves_many_threads(server, client):
    server.respond = lambda request, connection: reply({'data': {'granularity': request.target.rpartition('=')[2]}})
    wrong = []

    def work(number):
        for count in range(20):
            sent = '%d-%d' % (number, count)
            answer = client.information.list_statistics_input(granularity=sent)
            if client.sanitize_for_serialization(answer) != {'data': {'granularity': sent}}:
                wrong.append(sent)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and len(server.requests) == 160


def test_fork():
    """A forked process makes its own connections and threads."""
    script = (
        'import os, sys\n'
        'from test.http_server import HttpServer\n'
        'import klippa_ocr_api\n'
        'with HttpServer() as server:\n'
        '    client = klippa_ocr_api.connect("k", host=server.host)\n'
        '    client.information.credits(); client.information.credits(async_req=True).get(60)\n'
        '    pool = client.pool\n'
        '    child = os.fork()\n'
        '    if not child:\n'
        '        code = 1\n'
        '        try:\n'
        '            client.information.credits(); client.information.credits(async_req=True).get(60)\n'
        '            assert client.pool is not pool\n'
        '            client.close()\n'
        '            code = 0\n'
        '        finally:\n'
        '            os._exit(code)\n'
        '    assert os.waitpid(child, 0)[1] == 0\n'
        '    assert client.pool is pool\n'
        '    client.information.credits(async_req=True).get(60)\n'
        '    client.close()\n'
        '    assert len(server.requests) == 5, len(server.requests)\n')
    if hasattr(os, 'fork'):
        # Newer Pythons warn of forking with threads, which is what this is about.
        subprocess.check_output([sys.executable, '-W', 'ignore', '-c', script], cwd=ROOT, stderr=subprocess.STDOUT)


@pytest.mark.parametrize('duplicate', [copy.copy, copy.deepcopy] + [
    lambda client, protocol=protocol: pickle.loads(pickle.dumps(client, protocol))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)])
def test_copies_and_pickles(server, client, duplicate):
    client.set_default_header('X-A', 'b')
    client.information.credits(async_req=True).get(60)
    with duplicate(client) as other:
        assert other.last_response is None and other.information.api_client is other
        other.information.credits()
        assert other.pool is not client.pool
    assert server.requests[1].headers == server.requests[0].headers


def test_client_side_validation(server, client):
    assert client.client_side_validation is True
    client.configuration.client_side_validation = False
    assert client.client_side_validation is False
    client.sub_key.sub_key_list(per_page=5, page=0)
    client.sub_key.create_sub_key(body={'Name': None, 'Status': 'on'})
    assert server.requests[0].target == '/api/v1/subKey?per_page=5&page=0'
    assert b'"Status":"on"' in server.requests[1].body


# The two general calls

def test_call_api(server, client):
    server.respond = lambda request, connection: reply([{'value': '1'}, {}])
    result = client.call_api(
        '/a/{Name}/{name}', 'PUT', {'Name': 'x/y', 'name': 1}, [('q', ['1', '2']), ('csv', [True, 2.5])], {'X-A': 'b'},
        body={'when': datetime.datetime(2024, 1, 2)}, response_type='list[Barcode]', auth_settings=['APIKeyHeader'],
        collection_formats={'csv': 'csv'})
    assert result[0] == [models.Barcode(value='1'), models.Barcode()] and result[1] == 200
    request = server.requests[0]
    assert (request.method, request.target) == ('PUT', '/api/v1/a/x%2Fy/1?q=1&q=2&csv=true%2C2.5')
    assert request.body == b'{"when":"2024-01-02T00:00:00Z"}' and request.header('X-A') == 'b'
    assert request.header('X-Auth-Key') == KEY
    plain = client.call_api('/b', 'GET', query_params={'a': None, 'b': 'c'}, _return_http_data_only=True,
                            _host=server.url + '/other')
    assert plain is None and server.requests[1].target == '/other/b?b=c'
    assert server.requests[1].header('X-Auth-Key') is None
    client.call_api('/c', 'POST', [('unused', 'x')], post_params={'a': [1, 2]}, files={'f': ('n.txt', b'content')})
    assert server.requests[2].body.count(b'name="a"') == 2 and b'filename="n.txt"' in server.requests[2].body


@pytest.mark.parametrize('collection_format, expected', [
    ('multi', 'a=1&a=2'), ('csv', 'a=1%2C2'), ('ssv', 'a=1+2'), ('tsv', 'a=1%092'), ('pipes', 'a=1%7C2')])
def test_collection_formats(server, client, collection_format, expected):
    client.call_api('/', 'GET', query_params=[('a', [1, 2])], collection_formats={'a': collection_format})
    assert server.requests[0].target == '/api/v1/?' + expected


def test_request(server, client):
    server.respond = lambda request, connection: reply(b'anything')
    response = client.request('POST', server.url + '/path', [('a', 'b')], {'X-A': 'b'}, body={'c': [1]})
    assert (response.status, response.data) == (200, b'anything')
    request = server.requests[0]
    assert (request.target, request.header('X-A'), request.body) == ('/path?a=b', 'b', b'{"c":[1]}')
    assert request.header('X-Auth-Key') is None
    for method in 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE':
        if method == 'HEAD':
            server.respond = lambda request, connection: reply(b'')
        assert client.request(method, server.url).status == 200
        assert server.requests[-1].method == method
    client.request('POST', server.url, post_params=[('a', 'b')])
    assert b'name="a"\r\n\r\nb\r\n' in server.requests[-1].body
    assert client.request('GET', server.url, _preload_content=False).read() == b''


def test_another_transport():
    """Anything with ``request()`` will do, so that tests need no socket."""
    class Transport(object):
        def request(self, method, url, **options):
            self.seen = (method, url, options['headers']['X-Auth-Key'], options['body'])
            answer = Reply(b'{"result": "success"}')
            answer.status, answer.reason, answer.getheaders = 200, 'OK', dict
            return answer

    with connect('k') as client:
        client.rest_client = Transport()
        assert client.parsing.parse_text(body={'text': 't'}).result == 'success'
        assert client.rest_client.seen == (
            'POST', 'https://custom-ocr.klippa.com/api/v1/parseText', 'k', b'{"text":"t"}')
        assert client.last_response.status == 200


# Decoding and encoding

UTC_MOMENT = (2024, 2, 29, 1, 2, 3)


@pytest.mark.parametrize('response_type, data, expected', [
    ('int', b'5', 5), ('int', '123456789012345678901234567890', 123456789012345678901234567890), (int, b'-1', -1),
    ('float', b'12.75', 12.75), ('float', b'12', 12), (float, b'1e3', 1000.0), ('bool', b'true', True),
    (bool, b'false', False), ('str', b'"a\\u20ac"', u'a\u20ac'), (str, u'"\u20ac"', u'\u20ac'),
    ('str', b'not JSON', u'not JSON'), ('object', b'null', None), ('object', b'[1, {"a": 2.5}]', [1, {'a': 2.5}]),
    (object, b' {"a": null} ', {'a': None}), ('list[int]', b'[1, null]', [1, None]), ('list[str]', b'[]', []),
    ('list[list[int]]', b'[[1], []]', [[1], []]), ('dict(str, float)', b'{"a": 1.5}', {'a': 1.5}),
    ('dict(str, list[int])', b'{"a": [1]}', {'a': [1]}), ('dict(str,int)', b'{}', {}),
    ('date', b'"2024-02-29"', datetime.date(2024, 2, 29)),
    (datetime.date, b'"2024-02-29T01:02:03Z"', datetime.date(2024, 2, 29)),
    ('Barcode', b'{"value": "1"}', models.Barcode(value='1')),
    (models.Barcode, '{"value": "1"}', models.Barcode(value='1')),
    ('list[Barcode]', b'[{"value": "1"}, null]', [models.Barcode(value='1'), None]),
    ('dict(str, Barcode)', b'{"a": {"value": "1"}}', {'a': models.Barcode(value='1')}),
    ('list[dict(str, Barcode)]', b'[{"a": {"value": "1"}}]', [{'a': models.Barcode(value='1')}]),
    ('dict(str, list[Barcode])', b'{"a": [{"value": "1"}]}', {'a': [models.Barcode(value='1')]}),
], ids=repr)
def test_deserialize(client, response_type, data, expected):
    value = client.deserialize(Reply(data), response_type)
    assert value == expected and isinstance(value, type(expected))
    if isinstance(expected, list) and expected:
        assert all(isinstance(item, type(other)) for item, other in zip(value, expected))


@pytest.mark.parametrize('response_type', ['datetime', datetime.datetime, 'list[datetime]', 'dict(str, datetime)'])
def test_deserialize_times(client, response_type):
    text = b'"2024-02-29T01:02:03.5Z"'
    data = {'list[datetime]': b'[%s]', 'dict(str, datetime)': b'{"a": %s}'}.get(response_type, b'%s').replace(b'%s', text)
    value = client.deserialize(Reply(data), response_type)
    moment = value[0] if isinstance(value, list) else value['a'] if isinstance(value, dict) else value
    assert moment.timetuple()[:6] == UTC_MOMENT and moment.microsecond == 500000
    assert moment.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize('response_type, data', [
    ('Barcode', b'[]'), ('Barcode', b'null'), ('Barcode', b'"text"'), ('list[Barcode]', b'{}'), ('int', b'12.75'),
    ('int', b'true'), ('float', b'"5"'), ('bool', b'1'), ('str', b'5'), ('datetime', b'"soon"'), ('datetime', b'5'),
    ('date', b'"soon"'), ('dict(str, int)', b'[]'), ('Barcode', b''), ('Barcode', u'<html>'), ('object', b'{"a":}'),
    ('object', b'NaN'), ('object', b'[Infinity]'), ('str', b'\xff'), ('Barcode', None)], ids=repr)
def test_deserialize_refuses(client, response_type, data):
    with pytest.raises(klippa_ocr_api.UnreadableReplyError, match='The reply cannot be read: it is '):
        client.deserialize(Reply(data), response_type)


def test_deserialize_knows_its_models(client):
    with pytest.raises(ApiTypeError, match="There is no model 'Barcod'"):
        client.deserialize(Reply(b'{}'), 'Barcod')


@pytest.mark.parametrize('value, expected', [
    (None, None), (True, True), (5, 5), (2 ** 70, 2 ** 70), (12.75, 12.75), (u'\u20ac', u'\u20ac'), ('', ''),
    ([], []), ((1, (2,)), [1, [2]]), ({'a': {'b': None}}, {'a': {'b': None}}),
    (datetime.date(2024, 2, 29), '2024-02-29T00:00:00Z'),
    (datetime.datetime(2024, 2, 29, 1, 2, 3), '2024-02-29T01:02:03Z'),
    (datetime.datetime(2024, 2, 29, 1, 2, 3, 4), '2024-02-29T01:02:03.000004Z'),
    (models.Barcode(value='1'), {'value': '1'}), (models.Barcode(), {}),
    ([models.Barcode(value='1'), {'a': (models.Barcode(),)}], [{'value': '1'}, {'a': [{}]}]),
    (models.UserDataSet(external_id='e', type='t'), {'ExternalID': 'e', 'Type': 't'}),
], ids=repr)
def test_sanitize_for_serialization(client, value, expected):
    result = client.sanitize_for_serialization(value)
    assert result == expected and type(result) is type(expected)


@pytest.mark.parametrize('offset, expected', [
    (0, 'Z'), (7200, '+02:00'), (-19800, '-05:30')] + [(-1172, 'Z')] * (sys.version_info >= (3, 7)))
def test_times_with_a_zone(client, offset, expected):
    """Offsets with seconds, which RFC 3339 has no form for, become UTC. (Older Pythons have none.)"""
    from dateutil.tz import tzoffset

    moment = datetime.datetime(2024, 2, 29, 12, 0, 0, 0, tzoffset(None, offset))
    text = client.sanitize_for_serialization(moment)
    assert text.endswith(expected) and len(text) == 19 + len(expected)
    assert client.deserialize(Reply('"%s"' % text), 'datetime') == moment


@pytest.mark.parametrize('value', [object(), {1, 2}, b'\xff' if six.PY3 else object(), datetime.time(1), 1j, {5: 1}])
def test_sanitize_refuses(client, value):
    for wrapped in value, [value], {'a': value}, models.Barcode(value=value):
        with pytest.raises(ApiTypeError):
            client.sanitize_for_serialization(wrapped)


def test_text_that_is_not_utf_8(server, client):
    """What cannot be written is refused as such, not as an error of some lower layer."""
    bad = b'\xff' if six.PY2 else u'\ud800'
    for call in (lambda: client.parsing.parse_document(url='https://e.com/', template=bad),
                 lambda: client.information.get_fields_by_template(bad),
                 lambda: client.user_data_sets.get_user_data_sets(filter=[bad])):
        pytest.raises(ApiValueError, call)
    if six.PY2:
        pytest.raises(ApiValueError, client.parsing.parse_text, {'text': bad})
    else:  # JSON has an escape for it
        client.parsing.parse_text({'text': bad})
        assert server.requests.pop().body == b'{"text":"\\ud800"}'
    assert server.requests == []


def test_compressed_replies(server, client):
    """Replies may be compressed."""
    import gzip
    import io

    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode='wb') as stream:
        stream.write(b'{"result": "success"}')
    server.respond = lambda request, connection: reply(buffer.getvalue(), headers=['Content-Encoding: gzip'])
    assert client.information.credits().result == 'success'
