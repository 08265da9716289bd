# coding: utf-8
"""Every failure at each point of an exchange, with every kind of operation, over real sockets.

Asserted are the exact exception, its cause, that it pickles, how often the request reached the server, and that
the client is as good as before.
"""
import gzip
import io
import json
import pickle
import socket
import threading
import time

import pytest
import six

from klippa_ocr_api import exceptions
from klippa_ocr_api.exceptions import (
    ApiConnectionError, ApiTimeoutError, AuthenticationError, ConnectTimeoutError, DocumentTooBigError,
    FormRejectedError, ForbiddenError, NoCreditsLeftError, NotFoundError, ParserError, RateLimitError,
    ReadTimeoutError, RedirectError, ServerError, ServiceUnavailableError, TlsError, UnparsableDocumentError,
    UnreadableReplyError,
)
from test.conftest import KEY
from test.http_server import HttpServer, Reset, reply
from test.test_documents import PDF
from test.test_transport import OK, client_of, dripping, full_listener, pauses, pem, server_context, tls_host

assert full_listener and pauses, 'fixtures'

#: How often a call is tried at most.
TRIES = 3
BODY = json.dumps({'data': {}, 'request_id': 'a' * 32, 'result': 'success'}).encode('ascii')

OPERATIONS = {
    'GET': lambda client, **options: client.information.credits(**options),
    'POST': lambda client, **options: client.public_key.create_public_key(
        body={'scan_limit': 5, 'valid_time': 60}, **options),
    'multipart': lambda client, **options: client.parsing.parse_document(document=[('a.pdf', PDF)], **options),
    'PATCH': lambda client, **options: client.sub_key.update_sub_key('abc', body={'Name': 'a'}, **options),
    'DELETE': lambda client, **options: client.sub_key.delete_sub_key('abc', **options),
}
#: What may be sent again although the service may have acted on it already.
REPEATABLE = ('GET', 'DELETE')

# How often a request is sent.
ONCE = {'repeatable': 1, 'other': 1}
SAFE = {'repeatable': TRIES, 'other': 1}
ALWAYS = {'repeatable': TRIES, 'other': TRIES}


class Fault(object):
    """What a server does, what comes of it, and how often the request is sent.

    :param cause: whether another exception is the cause: with a reply there is none
    :param arrives: whether what is sent arrives as a complete request
    """

    def __init__(self, name, error, times, respond=None, greet=None, cause=True, arrives=True, timeout=None, status=0,
                 **attributes):
        self.name = name
        self.error = error
        self.times = times
        self.respond = respond
        self.greet = greet
        self.cause = cause
        self.arrives = arrives
        self.timeout = timeout
        self.attributes = dict(attributes, status=status)


def answers(data):
    return lambda request, connection: data


def sends(data, then=None):
    """A ``respond`` that sends something and hangs up, or does something else."""
    def respond(request, connection):
        connection.sendall(data)
        return then(connection) if then else None

    return respond


def resets(connection):
    raise Reset()


def resets_before_reading(connection):
    # Not sooner: a client may find out while it connects, and then has not sent anything.
    connection.recv(1, socket.MSG_PEEK)
    raise Reset()


def resets_in_the_request(connection):
    connection.recv(10)
    raise Reset()


def waits(*args):
    """A ``respond`` that waits until the client is gone."""
    connection = args[-1]
    connection.settimeout(20)
    try:
        while connection.recv(65536):
            pass
    except EnvironmentError:
        pass


def zipped(data):
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode='wb') as packed:
        packed.write(data)
    return stream.getvalue()


def http(body, status='200 OK', length=None, headers=()):
    lines = ['HTTP/1.1 ' + status, 'Content-Type: application/json',
             'Content-Length: %d' % (len(body) if length is None else length)] + list(headers)
    return '\r\n'.join(lines + ['', '']).encode('latin-1') + body


def wire(name, respond, error=ApiConnectionError, times=SAFE, **options):
    return Fault(name, error, times, respond, **options)


def refusal(status, error, content=b'', times=ONCE, headers=(), **attributes):
    """A reply with a status that tells of a failure."""
    number, reason = status.split(' ', 1)
    shown = content[:20] if isinstance(content, bytes) else content.get('code')
    return Fault('%s %r' % (status, shown), error, times, answers(reply(content, status, headers)), cause=False,
                 status=int(number), reason=reason, **attributes)


def unreadable(name, data, **options):
    return Fault(name, UnreadableReplyError, ONCE, answers(data), **options)


def envelope(code, message=u'Nein, f\xfcr \u4e2d'):
    return {'code': code, 'message': message, 'request_id': 'b' * 32, 'result': 'error'}


FAULTS = [
    # Before the request has arrived
    Fault('reset before the request', ApiConnectionError, SAFE, greet=resets_before_reading, arrives=False),
    Fault('reset in the request', ApiConnectionError, SAFE, greet=resets_in_the_request, arrives=False),
    Fault('closed before the request', ApiConnectionError, SAFE, greet=lambda connection: True, arrives=False),
    # After it
    wire('reset after the request', lambda request, connection: resets(connection)),
    wire('closed after the request', answers(None)),
    wire('reset in the head', sends(OK[:30], resets)),
    wire('closed in the head', sends(OK[:30])),
    wire('closed before the end of the head', sends(OK.split(b'\r\n\r\n')[0] + b'\r\n')),
    wire('reset in the body', sends(OK[:-5], resets)),
    wire('a body that is cut off', sends(OK[:-5])),
    wire('a length that is too long', sends(http(BODY, length=len(BODY) + 10))),
    wire('a length that is too long on an open connection', sends(http(BODY, length=len(BODY) + 10), waits),
         ReadTimeoutError, timeout=(5, 0.15)),
    wire('chunks that are cut off', sends(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"data":')),
    wire('chunks without a size', sends(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n')),
    wire('not HTTP', sends(b'220 mail.example ESMTP\r\n')),
    wire('a status that is no number', sends(b'HTTP/1.1 OK 200\r\n\r\n')),
    wire('a head without an end', sends(b'HTTP/1.1 200 OK\r\nX-Header: ' + b'a' * 70000 + b'\r\n')),
    wire('too many headers', sends(b'HTTP/1.1 200 OK\r\n' + b'X-Header: a\r\n' * 200 + b'\r\n')),
    wire('a read timeout', waits, ReadTimeoutError, timeout=(5, 0.15)),
    wire('a read timeout in all', waits, ReadTimeoutError, times=ONCE, timeout=0.15),
    wire('a head that drips', dripping(b'HTTP/1.1 200 OK\r\nX: ' + b'a' * 500), ReadTimeoutError, timeout=(5, 0.15)),
    wire('a body that drips', dripping(http(b' ' * 500)), ReadTimeoutError,
         timeout=(5, 0.15)),
    # A reply that is no good
    unreadable('a length that is too short', http(BODY, length=len(BODY) - 5), status=200),
    unreadable('broken gzip', http(b'no gzip at all', headers=['Content-Encoding: gzip'])),
    unreadable('gzip of which the middle is broken', http(
        zipped(BODY)[:15] + b'\xff\xff\xff' + zipped(BODY)[18:], headers=['Content-Encoding: gzip'])),
    unreadable('gzip that is cut off', http(zipped(BODY)[:-20], headers=['Content-Encoding: gzip']), status=200),
    unreadable('invalid UTF-8', http(b'{"result": "\xff\xfe"}'), status=200),
    unreadable('invalid JSON', http(b'{"result": '), status=200),
    unreadable('JSON with NaN', http(b'{"data": NaN}'), status=200),
    unreadable('JSON that is too deep', http(b'[' * 100000), status=200),
    unreadable('a list', http(b'[]'), status=200, cause=False),
    unreadable('a string', http(b'"text"'), status=200, cause=False),
    unreadable('a number', http(b'12.75'), status=200, cause=False),
    unreadable('null', http(b'null'), status=200, cause=False),
    unreadable('an empty 200', http(b''), status=200),
    unreadable('an empty 204', b'HTTP/1.1 204 No Content\r\n\r\n', status=204),
    unreadable('an HTML page', reply(b'<html><title>Login</title>', content_type='text/html'), status=200),
    # A reply that tells of a failure
    refusal('300 Multiple Choices', RedirectError),
    refusal('302 Found', RedirectError),
    refusal('304 Not Modified', RedirectError),
    refusal('307 Temporary', RedirectError, headers=['Location: http://elsewhere.example/']),
    refusal('400 Bad Request', FormRejectedError, {'errors': [envelope(300001, 'first'), {'message': 'second'}]},
            errors=[exceptions.ErrorDetail(envelope(300001, 'first')), exceptions.ErrorDetail({'message': 'second'})]),
    refusal('422 Unprocessable', FormRejectedError),
    refusal('401 Unauthorized', AuthenticationError),
    refusal('401 Unauthorized', exceptions.PublicKeyExpiredError, envelope(100007), code=100007),
    refusal('403 Forbidden', ForbiddenError),
    refusal('404 Not Found', NotFoundError, b'<html>nothing here</html>', body='<html>nothing here</html>'),
    refusal('408 Request Timeout', ApiTimeoutError),
    refusal('413 Too Large', DocumentTooBigError),
    refusal('413 Too Large', DocumentTooBigError, envelope(300007), code=300007),
    refusal('418 Teapot', exceptions.ApiException),
    refusal('429 Too Many', RateLimitError, times=ALWAYS),
    refusal('429 Too Many', RateLimitError, times=ALWAYS, headers=['Retry-After: 1']),
    refusal('500 Oops', ServerError, times=SAFE),
    refusal('500 Oops', NoCreditsLeftError, envelope(100004), code=100004, request_id='b' * 32,
            message=u'Nein, f\xfcr \u4e2d'),
    refusal('500 Oops', UnparsableDocumentError, envelope(300006), code=300006),
    refusal('500 Oops', ParserError, envelope(300099), code=300099),
    refusal('500 Oops', ServerError, {'code': '300006', 'message': 7, 'request_id': [], 'errors': 5}, times=SAFE,
            code=None, message=None, request_id=None, errors=[]),
    refusal('500 Oops', ServerError, b'{"errors": [null, 7, {"message": 5, "code": {}}]}', times=SAFE),
    refusal('500 Oops', ServerError, b'{"a":' * 100000, times=SAFE),
    refusal('501 Not Implemented', ServerError, times=SAFE),
    refusal('502 Bad Gateway', ServiceUnavailableError, b'<html>\xff</html>', times=SAFE, body=u'<html>\ufffd</html>'),
    refusal('503 Unavailable', ServiceUnavailableError, times=SAFE),
    refusal('503 Unavailable', ServiceUnavailableError, times=ALWAYS, headers=['Retry-After: 1']),
    refusal('504 Gateway Timeout', ServiceUnavailableError, times=SAFE),
]


def check(error, fault_error, attempts, cause, **attributes):
    """What holds for every failure."""
    assert type(error) is fault_error
    assert error.attempts == attempts
    assert (error.__cause__ is not None) == cause
    for name, value in attributes.items():
        found = getattr(error, name)
        if name == 'body' and value is not None:
            found = six.ensure_text(found)
        assert found == value, name
    text = str(error)
    assert text and isinstance(text, str) and KEY not in text
    assert ('after %d attempts' % attempts in text) == (attempts > 1)
    if error.request_id:
        assert six.ensure_str(error.request_id) in text
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(error, protocol)
        assert KEY.encode('ascii') not in data
        again = pickle.loads(data)
        assert type(again) is type(error) and str(again) == text
        assert (again.status, again.reason, again.body, again.code, again.message, again.request_id, again.errors,
                again.attempts) == (error.status, error.reason, error.body, error.code, error.message,
                                    error.request_id, error.errors, error.attempts)
        assert dict(again.headers or {}) == dict(error.headers or {})
        assert (again.__cause__ is not None) == cause


@pytest.mark.parametrize('operation', sorted(OPERATIONS))
@pytest.mark.parametrize('fault', FAULTS, ids=lambda fault: fault.name)
def test_fault(pauses, fault, operation):
    times = fault.times['repeatable' if operation in REPEATABLE else 'other']
    with HttpServer(fault.respond, greet=fault.greet) as server:
        with client_of(server.host, retries=TRIES - 1, timeout=fault.timeout or (5, 5)) as client:
            started = time.time()
            with pytest.raises(exceptions.ApiException) as caught:
                OPERATIONS[operation](client)
            assert time.time() - started < 10
            check(caught.value, fault.error, times, fault.cause, **fault.attributes)
            arriving = times if fault.arrives else 0
            assert server.arrived(arriving) == arriving
            assert server.connections <= times
            if fault.timeout != 0.15:
                assert len(pauses) == times - 1
            server.respond, server.greet = answers(OK), lambda connection: False
            OPERATIONS[operation](client, _request_timeout=20)
            assert len(server.requests) == arriving + 1


@pytest.mark.parametrize('operation', sorted(OPERATIONS))
class TestNoConnection(object):
    """Nothing has been sent, so every operation is tried again."""

    def fails(self, operation, host, error, attempts=TRIES, **settings):
        with client_of(host, retries=TRIES - 1, **settings) as client:
            started = time.time()
            with pytest.raises(exceptions.ApiException) as caught:
                OPERATIONS[operation](client)
            assert time.time() - started < 20
            check(caught.value, error, attempts, True, status=0, body=None, headers=None)

    def test_name_not_found(self, pauses, operation):
        self.fails(operation, 'http://name.invalid', ApiConnectionError)

    def test_refused(self, pauses, operation):
        closed = socket.socket()
        closed.bind(('127.0.0.1', 0))
        self.fails(operation, 'http://127.0.0.1:%d' % closed.getsockname()[1], ApiConnectionError)
        closed.close()

    def test_connect_timeout(self, pauses, full_listener, operation):
        self.fails(operation, full_listener, ConnectTimeoutError, timeout=(0.05, 10))

    def test_an_expired_certificate(self, pauses, operation):
        with HttpServer(answers(OK), server_context('expired')) as server:
            self.fails(operation, tls_host(server), TlsError, attempts=1, ssl_ca_cert=pem('authority'))
            assert server.requests == []

    def test_an_unknown_authority(self, pauses, operation):
        with HttpServer(answers(OK), server_context()) as server:
            self.fails(operation, tls_host(server), TlsError, attempts=1)
            assert server.requests == []

    def test_another_hosts_certificate(self, pauses, operation):
        with HttpServer(answers(OK), server_context('elsewhere')) as server:
            self.fails(operation, tls_host(server), TlsError, attempts=1, ssl_ca_cert=pem('authority'))
            assert server.requests == []

    def test_no_tls_on_the_port(self, pauses, operation):
        with HttpServer(greet=lambda connection: connection.recv(1024) and connection.sendall(OK) or True) as server:
            self.fails(operation, tls_host(server), TlsError, attempts=1, ssl_ca_cert=pem('authority'))
            assert server.requests == []

    def test_a_handshake_that_does_not_end(self, pauses, operation):
        stop = threading.Event()
        with HttpServer(greet=lambda connection: stop.wait(20) or True) as server:
            self.fails(operation, tls_host(server), ConnectTimeoutError, timeout=(0.05, 10))
            stop.set()


@pytest.mark.parametrize('operation', sorted(OPERATIONS))
def test_a_reset_in_the_reply_over_tls(pauses, operation):
    with HttpServer(sends(OK[:-5], resets), server_context()) as server:
        with client_of(tls_host(server), retries=TRIES - 1, ssl_ca_cert=pem('authority'), timeout=(5, 5)) as client:
            with pytest.raises(ApiConnectionError) as caught:
                OPERATIONS[operation](client)
        times = TRIES if operation in REPEATABLE else 1
        check(caught.value, ApiConnectionError, times, True)
        assert len(server.requests) == times


@pytest.mark.parametrize('greet, error', [(resets_in_the_request, ApiConnectionError), (None, ApiTimeoutError)])
def test_a_large_upload_that_fails_on_the_way(pauses, greet, error):
    stop = threading.Event()
    with HttpServer(greet=greet or (lambda connection: stop.wait(20) or True)) as server:
        with client_of(server.host, retries=TRIES - 1, timeout=(5, 0.2)) as client:
            with pytest.raises(error) as caught:
                client.parsing.parse_document(document=('a.pdf', b'a' * (32 << 20)))
            check(caught.value, error, 1, True)
        stop.set()
        assert (server.requests, server.connections) == ([], 1)
