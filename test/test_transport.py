# coding: utf-8
"""The transport over real sockets: retries, time limits, redirects, TLS, proxies, connections."""
import email.utils
import io
import os
import socket
import ssl
import threading
import time
import warnings

import pytest
import six
import urllib3
from six.moves import http_client
from six.moves.urllib.parse import urlsplit

import klippa_ocr_api
from klippa_ocr_api import rest
from klippa_ocr_api.exceptions import (
    ApiConnectionError, ApiTimeoutError, ApiTypeError, ApiValueError, ConnectTimeoutError, DocumentReadError,
    DocumentTooBigError, NoCreditsLeftError, RateLimitError, ReadTimeoutError, RedirectError, ServerError,
    ServiceUnavailableError, TlsError,
)
from klippa_ocr_api.rest import RetryPolicy, retries_from, timeout_from
from test.conftest import KEY
from test.http_server import HttpServer, Reset, reply
from test.test_documents import PDF, Unseekable, times_open

OK = reply({'data': {}, 'request_id': 'a' * 32, 'result': 'success'})
CERTIFICATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'certificates')


def pem(name):
    return os.path.join(CERTIFICATES, name + '.pem')


def client_of(host, **settings):
    configuration = klippa_ocr_api.Configuration(host=host, api_key={'X-Auth-Key': KEY})
    configuration.timeout = (10, 10)  # a test that waits for nothing should not do so for long
    for name, value in settings.items():
        assert hasattr(configuration, name)
        setattr(configuration, name, value)
    return klippa_ocr_api.ApiClient(configuration)


def scripted(*answers):
    """A ``respond`` that gives one answer after the other, and then the last one; exceptions are raised."""
    left = list(answers)

    def respond(request, connection):
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, type):
            raise answer()
        return answer(request, connection) if callable(answer) else answer

    return respond


def parse(client, **options):
    return client.parsing.parse_document(document=('a.pdf', PDF), **options)


def read(client, **options):
    return client.information.credits(**options)


def delete(client, **options):
    return client.sub_key.delete_sub_key('abc', **options)


@pytest.fixture
def pauses(monkeypatch):
    """The pauses between attempts, none of which is made."""
    made = []

    class Time(object):
        sleep = made.append

    monkeypatch.setattr(rest, 'time', Time)
    return made


# Retries


@pytest.mark.parametrize('call, answer, times', [
    (read, reply(b'', '500 Oops'), 3),
    (read, reply(b'', '502 Bad Gateway'), 3),
    (read, Reset, 3),
    (read, None, 3),
    (delete, reply(b'', '504 Late'), 3),
    (delete, Reset, 3),
    (parse, reply(b'', '429 Too Many'), 3),
    (parse, reply(b'', '503 Down', ['Retry-After: 1']), 3),
    (parse, reply(b'', '503 Down'), 1),
    (parse, reply(b'', '500 Oops'), 1),
    (parse, reply(b'', '502 Bad Gateway'), 1),
    (parse, Reset, 1),
    (parse, None, 1),
    (read, reply(b'', '404 Not Found'), 1),
    (read, reply({'code': 100004, 'message': 'no'}, '500 Oops'), 1),
])
def test_what_is_repeated(pauses, call, answer, times):
    with HttpServer(scripted(answer, answer, OK)) as server, client_of(server.host) as client:
        if times == 3:
            call(client)
        else:
            with pytest.raises(klippa_ocr_api.ApiException) as caught:
                call(client)
            assert caught.value.attempts == 1
        assert len(server.requests) == times
        assert len(set(request.raw if call is not parse else request.body.split(b'\r\n', 1)[1][:200]
                       for request in server.requests)) == 1
        assert len(pauses) == times - 1


@pytest.mark.parametrize('retries, times', [(None, 4), (0, 1), (False, 1), (1, 2), (5, 6)])
def test_how_often(pauses, retries, times):
    with HttpServer(scripted(reply(b'', '429 Too Many'))) as server:
        with client_of(server.host, retries=retries) as client:
            with pytest.raises(RateLimitError) as caught:
                parse(client)
        assert len(server.requests) == times
        assert caught.value.attempts == times
        assert ('after %d attempts' % times in str(caught.value)) == (times > 1)


@pytest.mark.parametrize('value, error', [
    (-1, ApiValueError), ('3', ApiTypeError), (1.5, ApiTypeError), (True, ApiTypeError),
])
def test_retries_that_cannot_be(value, error):
    with pytest.raises(error):
        read(client_of('http://127.0.0.1:1', retries=value))


def test_a_retry_of_urllib3_decides_alone(monkeypatch):
    parameter = 'allowed_methods' if hasattr(urllib3.Retry(), 'allowed_methods') else 'method_whitelist'
    retry = urllib3.Retry(total=2, status_forcelist=[500], backoff_factor=0, **{parameter: None})
    with HttpServer(scripted(reply({'code': 300006}, '500 Oops'))) as server:
        with client_of(server.host, retries=retry) as client:
            with pytest.raises(klippa_ocr_api.exceptions.UnparsableDocumentError) as caught:
                parse(client)
        assert len(server.requests) == caught.value.attempts == 3, 'also what we would not repeat'
        assert retry.total == 2
    with HttpServer(scripted(reply(b'', '502 Bad Gateway'))) as server:
        with client_of(server.host, retries=retry) as client:
            with pytest.raises(ServiceUnavailableError):
                read(client)
        assert len(server.requests) == 1, 'nor what we would'


@pytest.mark.parametrize('value', ['garbage', '9' * 5000, 'Mon, 99 Foo 20000 99:99:99 GMT', '-1'])
def test_a_retry_of_urllib3_that_stumbles_over_retry_after(value, monkeypatch):
    monkeypatch.setattr(urllib3.util.retry.time, 'sleep', lambda seconds: None)
    with HttpServer(scripted(reply(b'', '429 Too Many', ['Retry-After: ' + value]))) as server:
        with client_of(server.host, retries=urllib3.Retry(total=1)) as client:
            with pytest.raises(RateLimitError):
                read(client)


@pytest.mark.parametrize('value, low, high', [
    ('7', 7, 7), (' 7 ', 7, 7), ('0', 0.25, 0.5), ('60', 60, 60),
    ('garbage', 0.25, 0.5), ('-5', 0.25, 0.5), ('1.5', 0.25, 0.5), ('', 0.25, 0.5), ('9' * 30 + 'x', 0.25, 0.5),
    (lambda: email.utils.formatdate(time.time() + 30, usegmt=True), 20, 30),
    (lambda: email.utils.formatdate(time.time() - 3600, usegmt=True), 0.25, 0.5),
    ('Mon, 99 Foo 20000 99:99:99 GMT', 0.25, 0.5),
])
def test_retry_after(pauses, value, low, high):
    value = value() if callable(value) else value
    with HttpServer(scripted(reply(b'', '429 Too Many', ['Retry-After: ' + value]), OK)) as server:
        with client_of(server.host) as client:
            parse(client)
        assert len(server.requests) == 2
    assert len(pauses) == 1 and low <= pauses[0] <= high


@pytest.mark.parametrize('value', [
    '61', '999999999999999999999999', lambda: email.utils.formatdate(time.time() + 600, usegmt=True)])
def test_a_longer_pause_than_we_take(pauses, value):
    value = value() if callable(value) else value
    with HttpServer(scripted(reply(b'', '429 Too Many', ['Retry-After: ' + value]), OK)) as server:
        with client_of(server.host) as client:
            with pytest.raises(RateLimitError) as caught:
                parse(client)
            assert caught.value.headers['retry-after'] == value
        assert len(server.requests) == 1
    assert pauses == []


def test_the_longest_pause_is_a_setting(pauses):
    with HttpServer(scripted(reply(b'', '429 Too Many', ['Retry-After: 61']), OK)) as server:
        with client_of(server.host, retry_after_max=61) as client:
            parse(client)
    assert pauses == [61]


def test_backoff_grows_and_has_jitter():
    policy = retries_from(10)
    most = 0.5
    for _ in range(10):
        policy = policy.increment('GET', '/', error=urllib3.exceptions.ProtocolError('gone'))
        pauses = [policy.get_backoff_time() for _ in range(200)]
        assert most / 2 <= min(pauses) < most * 0.6 and most * 0.9 < max(pauses) <= most
        most = min(most * 2, RetryPolicy.BACKOFF_LIMIT)


def test_a_repeated_upload_begins_where_the_file_stood(pauses, tmpdir):
    path = str(tmpdir.join('a.pdf'))
    with open(path, 'wb') as stream:
        stream.write(b'cover' + PDF)
    with HttpServer(scripted(reply(b'', '429 Too Many'), reply(b'', '429 Too Many'), OK)) as server:
        with client_of(server.host) as client, open(path, 'rb') as stream:
            stream.seek(5)
            client.parsing.parse_document(document=[stream, path, PDF, io.BytesIO(PDF)])
        assert len(server.requests) == 3
        assert len(set(request.body for request in server.requests)) == 1
        assert server.requests[0].body.count(PDF) == 4 and server.requests[0].body.count(b'cover') == 1


def test_a_body_that_cannot_be_rewound_is_never_repeated(pauses):
    with HttpServer(scripted(reply(b'', '429 Too Many', ['Retry-After: 1']), OK)) as server:
        with client_of(server.host) as client:
            with pytest.raises(RateLimitError):
                client.parsing.parse_document(document=Unseekable(PDF))
        assert len(server.requests) == 1


def test_a_body_that_cannot_be_rewound_waits_for_a_connection(pauses):
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    with client_of('http://127.0.0.1:%d' % listener.getsockname()[1]) as client:
        with pytest.raises(ApiConnectionError) as caught:
            client.parsing.parse_document(document=Unseekable(PDF))
        assert caught.value.attempts == 4, 'nothing was sent'
    listener.close()


# Time limits


def silent(request, connection):
    """A ``respond`` that never answers."""
    server_of[connection.getsockname()[1]].closing.wait(20)


server_of = {}


@pytest.fixture
def silence():
    with HttpServer(silent) as server:
        server_of[server.port] = server
        yield server


@pytest.mark.parametrize('timeout', [
    0.2, (5, 0.2), [5, 0.2], (None, 0.2), urllib3.Timeout(connect=5, read=0.2), urllib3.Timeout(total=0.2),
])
@pytest.mark.parametrize('per_call', [False, True])
def test_a_reply_that_does_not_come(silence, timeout, per_call):
    with client_of(silence.host, **({} if per_call else {'timeout': timeout})) as client:
        started = time.time()
        with pytest.raises(ReadTimeoutError) as caught:
            parse(client, **({'_request_timeout': timeout} if per_call else {}))
        assert 0.15 < time.time() - started < 5
        assert caught.value.__cause__ is not None
    assert silence.arrived(1) == 1


def test_one_second_as_an_int(silence):
    with client_of(silence.host) as client:
        started = time.time()
        with pytest.raises(ReadTimeoutError):
            parse(client, _request_timeout=1)
        assert 0.9 < time.time() - started < 5


def test_no_limit():
    assert timeout_from(None).connect_timeout is None
    assert timeout_from((None, None)).connect_timeout is None
    with HttpServer(scripted(OK)) as server, client_of(server.host, timeout=None) as client:
        parse(client)


def test_limits_in_a_list_that_changes():
    limits = [5, 6]
    assert [timeout_from(limits).read_timeout, timeout_from(limits).read_timeout] == [6, 6]
    limits[1] = 7
    assert (timeout_from(limits).connect_timeout, timeout_from(limits).read_timeout) == (5, 7)


@pytest.mark.parametrize('value, error', [
    (0, ApiValueError), (-1, ApiValueError), (float('nan'), ApiValueError), (float('inf'), ApiValueError),
    ((0, 1), ApiValueError), ('5', ApiTypeError), (True, ApiTypeError), ((1, 2, 3), ApiTypeError), ({}, ApiTypeError),
    (10 ** 10, ApiValueError),
])
def test_limits_that_cannot_be(client, value, error):
    with pytest.raises(error):
        read(client, _request_timeout=value)


@pytest.fixture
def full_listener():
    """A listener that takes no more connections: those that try get no answer."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(0)
    waiting = []
    for _ in range(8):
        connection = socket.socket()
        connection.settimeout(0.2)
        waiting.append(connection)
        try:
            connection.connect(listener.getsockname())
        except socket.timeout:
            break
    else:
        raise AssertionError('the listener takes all connections')
    yield 'http://127.0.0.1:%d' % listener.getsockname()[1]
    for connection in waiting + [listener]:
        connection.close()


@pytest.mark.parametrize('timeout', [0.2, (0.2, 10)])
def test_a_connection_that_is_not_made(full_listener, timeout):
    with client_of(full_listener, retries=0) as client:
        started = time.time()
        with pytest.raises(ConnectTimeoutError) as caught:
            parse(client, _request_timeout=timeout)
        assert time.time() - started < 5
        assert '127.0.0.1' in str(caught.value)


def test_a_connect_timeout_is_repeated(full_listener, pauses):
    with client_of(full_listener, timeout=(0.1, 10)) as client:
        with pytest.raises(ConnectTimeoutError) as caught:
            parse(client)
        assert caught.value.attempts == 4


def dripping(data, every=0.02):
    """A ``respond`` that sends a reply byte by byte."""
    def respond(request, connection):
        for byte in six.iterbytes(data):
            time.sleep(every)
            connection.sendall(six.int2byte(byte))

    return respond


@pytest.mark.parametrize('data', [
    OK + b' ' * 5000,
    b'HTTP/1.1 100 Continue\r\n\r\n' * 300 + OK,
    b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n' + b' ' * 5000,
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' + b'1\r\n \r\n' * 5000,
    b'HTTP/1.1 200 OK\r\n\r\n' + b' ' * 5000,
], ids=['headers', 'continue', 'body', 'chunked body', 'body up to the end'])
@pytest.mark.parametrize('timeout', [0.3, (5, 0.3)])
def test_a_slow_drip_is_bounded_as_a_whole(data, timeout):
    data = data.replace(b'\r\n', b'\r\nX-Header: ' + b'a' * 4000 + b'\r\n', 1) if data.startswith(OK) else data
    with HttpServer(dripping(data)) as server, client_of(server.host, timeout=timeout) as client:
        started = time.time()
        with pytest.raises(ReadTimeoutError):
            parse(client)
        assert time.time() - started < 5


@pytest.mark.parametrize('timeout', [0.3, (5, 0.3)])
def test_sending_that_stalls(timeout):
    stop = threading.Event()
    with HttpServer(greet=lambda connection: stop.wait(20) or True) as server:
        with client_of(server.host, timeout=timeout) as client:
            started = time.time()
            with pytest.raises(ApiTimeoutError):
                client.parsing.parse_document(document=('a.pdf', b'a' * (32 << 20)))
            assert time.time() - started < 10
        stop.set()
        assert server.requests == [] and server.connections <= 1


def test_a_slow_receiver_has_time_per_chunk_but_not_in_all():
    def greet(connection):
        while not stop.is_set() and connection.recv(65536):
            stop.wait(0.01)
        return True

    stop = threading.Event()
    with HttpServer(greet=greet) as server, client_of(server.host) as client:
        started = time.time()
        with pytest.raises(ApiTimeoutError):
            client.parsing.parse_document(document=('a.pdf', b'a' * (128 << 20)), _request_timeout=0.5)
        assert time.time() - started < 10
        stop.set()


def test_a_limit_in_all_includes_repetitions_and_pauses():
    slow = scripted(reply(b'', '502 Bad Gateway'))
    with HttpServer(slow) as server, client_of(server.host, timeout=0.6, retries=50) as client:
        started = time.time()
        with pytest.raises((ServiceUnavailableError, ReadTimeoutError)) as caught:
            read(client)
        assert time.time() - started < 5
        assert 1 <= caught.value.attempts <= 3
        assert server.arrived(caught.value.attempts) == caught.value.attempts


def test_a_pause_longer_than_the_limit_is_not_begun(pauses):
    with HttpServer(scripted(reply(b'', '429 Too Many', ['Retry-After: 20']), OK)) as server:
        with client_of(server.host, timeout=10) as client:
            with pytest.raises(RateLimitError):
                parse(client)
    assert pauses == []


def test_a_kept_connection_gets_the_full_time_again():
    def slow(request, connection):
        time.sleep(0.5)
        return OK

    with HttpServer(slow) as server, client_of(server.host, timeout=(10, 2.0)) as client:
        for _ in range(5):
            parse(client)
        assert server.connections == 1


# Replies that come early


@pytest.mark.parametrize('hang_up', ['close', 'reset', 'stall'])
@pytest.mark.parametrize('chunked', [False, True])
def test_an_early_refusal(hang_up, chunked):
    refusal = reply({'code': 300007, 'message': 'too big'}, '413 Too Large')

    def greet(connection):
        connection.recv(1024)
        connection.sendall(refusal)
        if hang_up == 'stall':
            stop.wait(20)
        elif hang_up == 'close':
            # As servers do: read a while longer, so that the reply gets through.
            connection.shutdown(socket.SHUT_WR)
            left = 4 << 20
            while left > 0:
                left -= len(connection.recv(65536)) or left
        return True

    stop = threading.Event()
    data = b'a' * (32 << 20)
    with HttpServer(greet=greet) as server, client_of(
            server.host, timeout=(10, 0.5 if hang_up == 'stall' else 10)) as client:
        started = time.time()
        with pytest.raises(DocumentTooBigError) as caught:
            client.parsing.parse_document(document=Unseekable(data) if chunked else ('a.pdf', data))
        assert time.time() - started < 20
        assert caught.value.message == 'too big'
        # What is left of that request must not meet the next one, also where the server keeps the connection.
        server.greet = lambda connection: False
        server.respond = scripted(OK)
        parse(client, _request_timeout=10)
        assert server.connections == 2
        stop.set()


def test_files_are_closed_when_sending_fails(tmpdir):
    path = str(tmpdir.join('a.pdf'))
    with open(path, 'wb') as stream:
        stream.write(b'a' * (32 << 20))

    with HttpServer(greet=scripted_greeting(Reset)) as server, client_of(server.host) as client:
        with pytest.raises(ApiConnectionError) as kept:
            client.parsing.parse_document(document=path)
        assert times_open(path) == 0
        assert kept.value.__cause__ is not None


def test_a_keyboard_interrupt_while_sending(tmpdir):
    def interrupt(sent, total):
        raise KeyboardInterrupt()

    class Interrupted(object):
        def __init__(self):
            self.reads = 0

        def read(self, size=-1):
            self.reads += 1
            if self.reads > 2:
                raise KeyboardInterrupt()
            return b'a' * size

    with HttpServer(scripted(OK)) as server, client_of(server.host) as client:
        with pytest.raises(KeyboardInterrupt):
            client.parsing.parse_document(document=('a.pdf', b'a' * (4 << 20)), _progress=interrupt)
        with pytest.raises(KeyboardInterrupt):
            client.parsing.parse_document(document=Interrupted())
        assert server.requests == []
        parse(client)
        assert len(server.requests) == 1 and server.connections == 3


# Connections


def test_connections_are_kept(server, client):
    for _ in range(5):
        read(client)
    assert (server.connections, len(server.requests)) == (1, 5)


def test_a_connection_that_the_service_closed_meanwhile():
    with HttpServer(scripted(OK)) as server, client_of(server.host) as client:
        parse(client)
        connection = list(server._open)[0]
        connection.shutdown(socket.SHUT_RDWR)
        parse(client)
        assert (server.connections, len(server.requests)) == (2, 2)


def test_close_and_go_on(server, client):
    read(client)
    client.close()
    read(client)
    assert server.connections == 2


@pytest.fixture
def packets(monkeypatch):
    """What is handed to the socket at a time, in bytes."""
    sent = []
    send = http_client.HTTPConnection.send

    def noted(self, data):
        sent.append(len(data))
        return send(self, data)

    monkeypatch.setattr(http_client.HTTPConnection, 'send', noted)
    return sent


@pytest.mark.parametrize('call', [
    lambda client: client.information.credits(),
    lambda client: client.public_key.create_public_key(body={'scan_limit': 5, 'valid_time': 60}),
    lambda client: client.parsing.parse_document(url='http://127.0.0.1/a.pdf', template='financial_full'),
    lambda client: client.rest_client.request('POST', client.configuration.host + '/x', body=b''),
    lambda client: client.rest_client.request('POST', client.configuration.host + '/x', body=b'b' * 16384),
], ids=['get', 'json', 'form', 'empty', 'largest'])
def test_a_small_request_is_one_packet(server, client, packets, call):
    call(client)
    assert packets == [len(server.requests[0].raw)]
    call(client)
    assert packets == [len(request.raw) for request in server.requests] and len(packets) == 2


def test_a_large_body_is_not_copied_behind_its_head(server, client, packets):
    client.rest_client.request('POST', server.host + '/x', body=b'b' * 16385)
    sent = server.requests[0]
    assert sent.body == b'b' * 16385
    # The HTTP client of Python 2 does so itself.
    assert packets == ([len(sent.raw)] if six.PY2 else [len(sent.head) + 4, 16385])


def test_the_head_does_not_wait_for_a_document(server, client, packets):
    """Reading it may take longer than a service keeps a connection without a request."""
    sent_before = []

    class Slow(io.BytesIO):
        def read(self, size=-1):
            sent_before.append(list(packets))
            return io.BytesIO.read(self, size)

    client.parsing.parse_document(document=Slow(PDF))
    sent = server.requests[0]
    assert sent_before[0] == [] and sent_before[1] == [len(sent.head) + 4] and sum(packets) == len(sent.raw)


def test_nothing_is_left_of_a_request_whose_document_cannot_be_read(server, client, packets):
    class Broken(io.BytesIO):
        """Can be looked at, but not read."""
        reads = 0

        def read(self, size=-1):
            self.reads += 1
            if self.reads > 1:
                raise ZeroDivisionError()
            return io.BytesIO.read(self, size)

    for call, method in ((read, 'GET'), (lambda client: client.parsing.parse_document(document=Unseekable(PDF)), 'POST')):
        del server.requests[:], packets[:]
        with pytest.raises(DocumentReadError):
            client.parsing.parse_document(document=Broken(PDF))
        call(client)
        assert [request.method for request in server.requests] == [method]


def test_the_size_of_the_pool_is_a_setting():
    started, go = threading.Semaphore(0), threading.Event()

    def meet(request, connection):
        started.release()
        go.wait(20)
        return OK

    def connections(size):
        with HttpServer(meet) as server, client_of(server.host, connection_pool_maxsize=size) as client:
            for _ in range(2):
                go.clear()
                results = [client.information.credits(async_req=True) for _ in range(6)]
                for _ in results:
                    started.acquire()
                go.set()
                for result in results:
                    result.get()
            return server.connections

    assert connections(6) == 6
    assert connections(2) == 10, 'two of six were kept'


def test_the_raw_response(server, client):
    response = read(client, _preload_content=False)
    assert (response.status, response.read()) == (200, b'{}')
    response.release_conn()
    read(client)
    assert server.connections == 1


# Redirects


def moved(location, status='302 Found'):
    return reply(b'', status, ['Location: ' + location])


@pytest.mark.parametrize('status', ['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent'])
@pytest.mark.parametrize('location', ['/api/v2/credits?a=b', 'credits2', '{url}/elsewhere#part'])
def test_a_get_follows_within_the_origin(status, location):
    with HttpServer() as server, client_of(server.host) as client:
        server.respond = scripted(moved(location.format(url=server.url), status), reply())
        read(client)
        assert len(server.requests) == 2
        target = {'/': '/api/v2/credits?a=b', 'c': '/api/v1/credits2', '{': '/elsewhere'}[location[0]]
        assert server.requests[1].target == target
        assert server.requests[1].header('X-Auth-Key') == KEY


@pytest.mark.parametrize('status, followed', [
    ('301 Moved', False), ('302 Found', False), ('303 See Other', False), ('307 Temporary', True),
    ('308 Permanent', True)])
def test_a_post_follows_only_where_nothing_was_done(status, followed):
    with HttpServer(scripted(moved('/other', status), OK)) as server, client_of(server.host) as client:
        if followed:
            parse(client)
            assert server.requests[1].target == '/other' and server.requests[1].method == 'POST'
            assert server.requests[1].body == server.requests[0].body
        else:
            with pytest.raises(RedirectError) as caught:
                parse(client)
            assert caught.value.headers['Location'] == '/other'
            assert len(server.requests) == 1


def test_a_post_that_cannot_be_rewound_does_not_follow():
    with HttpServer(scripted(moved('/other', '307 Temporary'), OK)) as server, client_of(server.host) as client:
        with pytest.raises(RedirectError):
            client.parsing.parse_document(document=Unseekable(PDF))
        assert len(server.requests) == 1


@pytest.mark.parametrize('location', [
    'http://127.0.0.1:{port}/api/v1/credits', '//127.0.0.1:{port}/', 'http://localhost:{port}/', 'http://localhost:{own}/',
    'https://127.0.0.1:{own}/', 'ftp://127.0.0.1/', 'http://user:pw@127.0.0.1:{port}/', 'http://[::1]:{own}/',
    'http://127.0.0.1:99999/', 'http://[', 'data:,', '',
])
@pytest.mark.parametrize('status', ['302 Found', '307 Temporary'])
@pytest.mark.parametrize('auth_in', ['header', 'query'])
def test_the_key_goes_nowhere_else(location, status, auth_in):
    with HttpServer() as server, HttpServer() as other:
        server.respond = scripted(moved(location.format(port=other.port, own=server.port), status))
        with client_of(server.host, auth_in=auth_in) as client:
            for call in (read, parse, delete):
                with pytest.raises(RedirectError) as caught:
                    call(client)
                assert KEY not in str(caught.value)
        assert len(server.requests) == 3
        assert (other.connections, other.requests) == (0, [])


def test_redirects_end():
    with HttpServer(scripted(moved('/again'))) as server, client_of(server.host) as client:
        with pytest.raises(RedirectError):
            read(client)
        assert len(server.requests) == 6


# TLS


def server_context(certificate='server', client_authority=None):
    context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_SERVER', ssl.PROTOCOL_SSLv23))
    context.load_cert_chain(pem(certificate))
    if client_authority:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(pem(client_authority))
    return context


def tls_host(server):
    return 'https://localhost:%d/api/v1' % server.port


def test_tls_with_an_authority_of_our_own(tmpdir):
    data = os.urandom(1 << 20)
    with HttpServer(scripted(OK), server_context()) as server:
        with client_of(tls_host(server), ssl_ca_cert=pem('authority')) as client:
            parse(client)
            client.parsing.parse_document(document=('a.pdf', data))
            assert (server.connections, len(server.requests)) == (1, 2)
            assert data in server.requests[1].body


def tls_failure(server, call=parse, **settings):
    settings.setdefault('ssl_ca_cert', pem('authority'))
    with client_of(tls_host(server), **settings) as client:
        with pytest.raises(TlsError) as caught:
            call(client)
        assert caught.value.attempts == 1
        assert caught.value.__cause__ is not None
    assert server.requests == []
    return str(caught.value)


def test_an_authority_that_is_not_known():
    with HttpServer(scripted(OK), server_context()) as server:
        assert 'verify failed' in tls_failure(server, ssl_ca_cert=None)
        assert 'verify failed' in tls_failure(server, read, ssl_ca_cert=None)


def test_an_expired_certificate():
    with HttpServer(scripted(OK), server_context('expired')) as server:
        assert 'verify failed' in tls_failure(server)


def test_the_certificate_of_another_host():
    with HttpServer(scripted(OK), server_context('elsewhere')) as server:
        assert 'elsewhere.example' in tls_failure(server) or six.PY3
        for name in ('elsewhere.example', False):
            with client_of(tls_host(server), ssl_ca_cert=pem('authority'), assert_hostname=name) as client:
                parse(client)
    with HttpServer(scripted(OK), server_context()) as server:
        tls_failure(server, assert_hostname='elsewhere.example')


def test_without_verification():
    with HttpServer(scripted(OK), server_context('expired')) as server:
        with client_of(tls_host(server), verify_ssl=False) as client, warnings.catch_warnings():
            warnings.simplefilter('ignore', urllib3.exceptions.InsecureRequestWarning)
            parse(client)


def test_a_client_certificate(tmpdir):
    with HttpServer(scripted(OK), server_context(client_authority='authority')) as server:
        settings = {'ssl_ca_cert': pem('authority'), 'cert_file': pem('client')}
        with client_of(tls_host(server), **settings) as client:
            parse(client)
        with client_of(tls_host(server), key_file=pem('client'), **settings) as client:
            parse(client)
        assert len(server.requests) == 2
        # With TLS 1.3 a client learns only from the reply that its certificate was missed.
        with client_of(tls_host(server), ssl_ca_cert=pem('authority')) as client:
            with pytest.raises(ApiConnectionError):
                parse(client)
        assert len(server.requests) == 2


@pytest.mark.parametrize('name', ['ssl_ca_cert', 'cert_file', 'key_file'])
def test_a_file_that_is_not_there(name, tmpdir):
    settings = {'ssl_ca_cert': pem('authority'), 'cert_file': pem('client')}
    for path in (str(tmpdir.join('none.pem')), str(tmpdir)):
        with client_of('https://localhost:1', **dict(settings, **{name: path})) as client:
            with pytest.raises(ApiValueError, match=name):
                read(client)


@pytest.mark.parametrize('name', ['ssl_ca_cert', 'cert_file'])
def test_a_file_that_holds_no_certificate(name, tmpdir):
    path = str(tmpdir.join('a.pem'))
    with open(path, 'w') as stream:
        stream.write('no certificate')
    with HttpServer(scripted(OK), server_context()) as server:
        tls_failure(server, **{name: path})


def test_no_tls_on_the_port():
    with HttpServer(greet=lambda connection: connection.recv(1024) and connection.sendall(OK) or True) as server:
        tls_failure(server)


def test_tls_where_none_is_expected():
    with HttpServer(scripted(OK), server_context()) as server, client_of(server.host.replace('s:', ':')) as client:
        with pytest.raises(ApiConnectionError):
            parse(client)


def test_a_handshake_that_does_not_end(pauses):
    stop = threading.Event()
    with HttpServer(greet=lambda connection: stop.wait(20) or True) as server:
        with client_of(tls_host(server), timeout=(0.2, 10)) as client:
            started = time.time()
            with pytest.raises(ConnectTimeoutError) as caught:
                parse(client)
            assert time.time() - started < 10
            assert caught.value.attempts == 4, 'nothing was sent'
        stop.set()


def test_a_handshake_that_is_reset(pauses):
    with HttpServer(greet=scripted_greeting(Reset)) as server:
        with client_of(tls_host(server)) as client:
            with pytest.raises(ApiConnectionError) as caught:
                parse(client)
            assert caught.value.attempts == 4, 'nothing was sent'


def scripted_greeting(error):
    def greet(connection):
        connection.recv(10)
        raise error()

    return greet


def test_an_early_refusal_over_tls():
    def respond(request, connection):
        raise AssertionError('no request is complete')

    def greet(connection):
        connection.recv(1024)
        connection.sendall(reply({'code': 300007, 'message': 'too big'}, '413 Too Large'))
        connection.shutdown(socket.SHUT_WR)
        left = 4 << 20
        while left > 0:
            left -= len(connection.recv(65536)) or left
        return True

    with HttpServer(respond, server_context(), greet) as server:
        with client_of(tls_host(server), ssl_ca_cert=pem('authority'), timeout=(5, 5)) as client:
            # Whether the reply is still readable is up to the system: TLS shuts both ways down at once.
            with pytest.raises((DocumentTooBigError, ApiConnectionError)) as caught:
                client.parsing.parse_document(document=('a.pdf', b'a' * (32 << 20)))
            assert not isinstance(caught.value, TlsError)


def test_a_slow_drip_over_tls():
    with HttpServer(dripping(OK[:-1] + b' ' * 1000), server_context()) as server:
        with client_of(tls_host(server), ssl_ca_cert=pem('authority'), timeout=(5, 0.3)) as client:
            started = time.time()
            with pytest.raises(ReadTimeoutError):
                parse(client)
            assert time.time() - started < 5


# Proxies


def proxy(request, connection):
    """A ``respond`` that makes a proxy: CONNECT, and requests with an absolute URL."""
    if request.method != 'CONNECT':
        parts = urlsplit(request.target)
        upstream = socket.create_connection((parts.hostname, parts.port), 10)
        stream = upstream.makefile('rb')
        try:
            target = parts.path + ('?' + parts.query if parts.query else '')
            upstream.sendall(request.raw.replace(request.target.encode('latin-1'), target.encode('latin-1'), 1))
            upstream.shutdown(socket.SHUT_WR)
            return stream.read()
        finally:
            stream.close()
            upstream.close()
    host, port = request.target.split(':')
    upstream = socket.create_connection((host, int(port)), 10)
    connection.sendall(b'HTTP/1.1 200 Connection established\r\n\r\n')

    def copy(source, target):
        try:
            data = source.recv(65536)
            while data:
                target.sendall(data)
                data = source.recv(65536)
            target.shutdown(socket.SHUT_WR)
        except EnvironmentError:
            pass

    back = threading.Thread(target=copy, args=(upstream, connection))
    back.start()
    copy(connection, upstream)
    back.join()
    upstream.close()


@pytest.fixture
def proxy_server():
    with HttpServer(proxy) as running:
        yield running


def test_a_proxy(proxy_server):
    with HttpServer(scripted(OK)) as server:
        with client_of(server.host, proxy=proxy_server.url, proxy_headers={'X-Proxy': 'yes'}) as client:
            parse(client)
        assert proxy_server.requests[0].target == server.host + '/parseDocument'
        assert proxy_server.requests[0].header('X-Proxy') == 'yes'
        assert server.requests[0].header('X-Auth-Key') == KEY


def test_a_proxy_and_tls(proxy_server):
    with HttpServer(scripted(OK), server_context()) as server:
        with client_of(tls_host(server), ssl_ca_cert=pem('authority'), proxy=proxy_server.url,
                       proxy_headers={'X-Proxy': 'yes'}) as client:
            for _ in range(3):
                parse(client)
        assert [request.line for request in proxy_server.requests] == ['CONNECT localhost:%d HTTP/1.%d' % (
            server.port, int(proxy_server.requests[0].line[-1]))]
        assert proxy_server.requests[0].header('X-Proxy') == 'yes'
        assert KEY.encode('ascii') not in proxy_server.requests[0].raw, 'the proxy does not see the key'
        assert len(server.requests) == 3
        assert server.requests[0].header('X-Proxy') is None, 'nor the service what is for the proxy'


@pytest.mark.parametrize('userinfo', ['user:p%40ss@', 'user:p@ss@'])
@pytest.mark.parametrize('scheme', ['http://', ''])
def test_the_password_of_a_proxy(proxy_server, userinfo, scheme):
    with HttpServer(scripted(OK)) as server:
        with client_of(server.host, proxy='%s%s127.0.0.1:%d' % (scheme, userinfo, proxy_server.port)) as client:
            parse(client)
        assert proxy_server.requests[0].header('Proxy-Authorization') == 'Basic dXNlcjpwQHNz'


@pytest.mark.parametrize('url', ['socks5://user:secret@127.0.0.1:1', 'http://user:secret@[:1', 'http://user:secret@h:x'])
def test_a_proxy_that_cannot_be(url):
    with client_of('http://127.0.0.1:1', proxy=url) as client:
        with pytest.raises(ApiValueError) as caught:
            read(client)
        assert 'secret' not in str(caught.value) + repr(caught.value)


def test_a_proxy_that_is_not_there(pauses):
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    for host in ('http://localhost:1', 'https://localhost:1'):
        with client_of(host, proxy='http://127.0.0.1:%d' % listener.getsockname()[1]) as client:
            with pytest.raises(ApiConnectionError) as caught:
                parse(client)
            assert caught.value.attempts == 4
    listener.close()


@pytest.mark.parametrize('answer, error', [
    (reply(b'', '407 Proxy Authentication Required'), ApiConnectionError),
    (reply(b'<html>', '502 Bad Gateway'), ApiConnectionError),
    (None, ApiConnectionError),
    (b'garbage\r\n\r\n', ApiConnectionError),
])
def test_a_proxy_that_refuses(pauses, answer, error):
    with HttpServer(scripted(answer)) as refusing:
        with client_of('https://localhost:1', proxy=refusing.url) as client:
            with pytest.raises(error) as caught:
                parse(client)
            assert type(caught.value) is error
        assert len(refusing.requests) == 1


def test_a_proxy_that_does_not_answer(silence, pauses):
    with client_of('https://localhost:1', proxy=silence.url, timeout=(0.2, 10)) as client:
        with pytest.raises(ConnectTimeoutError):
            parse(client)


@pytest.fixture
def environment(monkeypatch):
    for name in list(os.environ):
        if name.lower().endswith('_proxy') or name == 'REQUEST_METHOD':
            monkeypatch.delenv(name)
    return monkeypatch


@pytest.mark.parametrize('name', ['http_proxy', 'HTTP_PROXY', 'all_proxy'])
def test_the_environment_when_asked_for(environment, proxy_server, name):
    environment.setenv(name, proxy_server.url)
    with HttpServer(scripted(OK)) as server:
        with client_of(server.host) as client:
            parse(client)
        assert proxy_server.requests == []
        with client_of(server.host, trust_env=True) as client:
            parse(client)
        assert len(proxy_server.requests) == 1
        environment.setenv('NO_PROXY', '127.0.0.1')
        with client_of(server.host, trust_env=True) as client:
            parse(client)
        assert len(proxy_server.requests) == 1
        with client_of(server.host, trust_env=True, proxy=proxy_server.url) as client:
            parse(client)
        assert len(proxy_server.requests) == 2, 'a proxy in the configuration counts first'


def test_the_environment_and_tls(environment, proxy_server):
    environment.setenv('HTTPS_PROXY', '127.0.0.1:%d' % proxy_server.port)
    with HttpServer(scripted(OK), server_context()) as server:
        with client_of(tls_host(server), ssl_ca_cert=pem('authority'), trust_env=True) as client:
            parse(client)
    assert [request.method for request in proxy_server.requests] == ['CONNECT']


# What is sent


def test_text_headers_of_both_kinds():
    with HttpServer(scripted(OK)) as server, client_of(server.host) as client:
        client.set_default_header(u'X-Latin', u'\xfc')
        client.parsing.parse_document(document=(u'\u4e2d.pdf', PDF))
        assert server.requests[0].header('X-Latin') in (u'\xfc', b'\xfc')
        assert u'\u4e2d.pdf'.encode('utf-8') in server.requests[0].body


@pytest.mark.parametrize('host', ['http://[::1', 'http://a..b:80', 'http://' + 'a' * 70 + '.example', 'http://h:99999'])
@pytest.mark.parametrize('auth_in', ['header', 'query'])
def test_a_host_that_cannot_be(host, auth_in):
    with client_of(host, auth_in=auth_in, retries=0) as client:
        with pytest.raises((ApiValueError, ApiConnectionError)) as caught:
            read(client)
        assert KEY not in str(caught.value) + repr(caught.value.__cause__) + str(caught.value.__cause__)


def test_errors_of_the_service_that_are_not_repeated(pauses):
    with HttpServer(scripted(reply({'code': 100004, 'message': 'x'}, '500 Oops'))) as server:
        with client_of(server.host) as client:
            with pytest.raises(NoCreditsLeftError):
                read(client)
    with HttpServer(scripted(reply({'message': 'x'}, '500 Oops'))) as server:
        with client_of(server.host) as client:
            with pytest.raises(ServerError):
                read(client)
        assert len(server.requests) == 4
