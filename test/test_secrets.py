"""The key is in one header and nowhere else."""
import contextlib
import logging
import pprint
import socket
import traceback

import pytest

import klippa_ocr_api
from klippa_ocr_api import ApiException, Configuration, OpenApiException
from klippa_ocr_api.configuration import LOGGER_NAME
from test.http_server import HttpServer, reply

SECRET = 'test-secret-0123456789-not-real'
PUBLIC_SECRET = 'test-public-secret-0123456789-not-real'
PASSPORT = u'P<NLD-not-a-real-passport'


class Everything(logging.Handler):
    """Keeps all that is logged, by anybody, as text."""

    def __init__(self):
        logging.Handler.__init__(self, 0)
        self.texts = []

    def emit(self, record):
        self.texts.append('%s %s %r %r' % (record.name, record.getMessage(), record.args, sorted(vars(record))))


@pytest.fixture(autouse=True)
def log():
    """All loggers at DEBUG; the key may not be in any record."""
    handler = Everything()
    root = logging.getLogger()
    before = root.level
    names = ('', LOGGER_NAME, 'urllib3', 'urllib3.connectionpool', 'urllib3.util.retry')
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for name in names:
        logging.getLogger(name).setLevel(levels[name])
    root.setLevel(before)
    assert any(text.startswith(LOGGER_NAME) for text in handler.texts) or not handler.texts
    assert_free(handler.texts)


def assert_free(*texts):
    for text in texts:
        assert SECRET not in str(text) and PUBLIC_SECRET not in str(text)


def configured(host, **settings):
    configuration = Configuration(host=host, api_key={'X-Auth-Key': SECRET, 'X-Auth-Public-Key': PUBLIC_SECRET})
    configuration.retries = 1
    for name, value in settings.items():
        setattr(configuration, name, value)
    return klippa_ocr_api.ApiClient(configuration)


both_places = pytest.mark.parametrize('auth_in', ['header', 'query'])


@both_places
def test_where_the_key_is(server, auth_in):
    with configured(server.host, auth_in=auth_in) as client:
        client.parsing.parse_document(document=b'%PDF-', template='x', user_data={})
        client.parsing.parse_text(body={'text': 't'})
        client.sub_key.sub_key_list(page=2)
        client.public_key.public_key_info()
    for request, secret in zip(server.requests, [SECRET] * 3 + [PUBLIC_SECRET]):
        assert request.raw.count(secret.encode('ascii')) == 1
        name = 'X-Auth-Key' if secret == SECRET else 'X-Auth-Public-Key'
        if auth_in == 'header':
            assert request.header(name) == secret
        else:
            assert request.target.endswith('%s=%s' % (name, secret)) and request.header(name) is None
        assert request.raw.count(b'-secret-') == 1


def test_a_prefix_is_sent_and_hidden(server):
    with configured(server.host, api_key_prefix={'X-Auth-Key': 'Bearer'}) as client:
        client.information.credits()
    assert server.requests[0].header('X-Auth-Key') == 'Bearer ' + SECRET


def failures():
    """Ways to fail, as what the server does with a request."""
    def redirect(request, connection):
        return reply(status='302 Found', headers=['Location: http://localhost:1/elsewhere'])

    return [
        ('refused', lambda request, connection: reply({'code': 100002, 'message': 'no'}, '500 Error')),
        ('form', lambda request, connection: reply({'errors': [{'message': 'no'}]}, '400 Bad Request')),
        ('html', lambda request, connection: reply(b'<html>')),
        ('gateway', lambda request, connection: reply(b'<html>', '502 Bad Gateway')),
        ('busy', lambda request, connection: reply(b'', '429 Too Many Requests', ['Retry-After: 0'])),
        ('redirect', redirect),
        ('hang up', lambda request, connection: None),
        ('garbage', lambda request, connection: connection.sendall(b'not HTTP\r\n\r\n')),
        ('truncated', lambda request, connection: connection.sendall(reply({'a': 1})[:-3])),
        ('encoding', lambda request, connection: reply(b'no gzip', headers=['Content-Encoding: gzip'])),
    ]


def assert_hidden(error):
    """In all that can be shown of an exception and of what caused it."""
    text = ''.join(traceback.format_exception(type(error), error, getattr(error, '__traceback__', None)))
    assert_free(str(error), repr(error), text, pprint.pformat(vars(error)), error.args)
    # The context is not shown when there is a cause.
    for cause in (error.__cause__ or getattr(error, '__context__', None),):
        if cause is not None:
            assert_free(str(cause), repr(cause), pprint.pformat(vars(cause)))


@both_places
@pytest.mark.parametrize('respond', [respond for _, respond in failures()], ids=[name for name, _ in failures()])
def test_failures(auth_in, respond, log):
    with HttpServer(respond) as server:
        with configured(server.host, auth_in=auth_in) as client:
            for call in (lambda: client.information.credits(), lambda: client.parsing.parse_document(document=b'%PDF-'),
                         lambda: client.parsing.parse_text(body={'text': 't'}, async_req=True).get(60)):
                with pytest.raises(ApiException) as caught:
                    call()
                assert_hidden(caught.value)
        assert SECRET.encode('ascii') in server.requests[0].raw
    assert log.texts


def closed_port():
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


@both_places
@pytest.mark.parametrize('host', [
    'http://127.0.0.1:{port}/api', 'https://127.0.0.1:{port}', 'http://host.invalid/api', 'http://[::1', 'http://a:b/',
    'http://127.0.0.1:99999/'])
def test_no_connection(auth_in, host):
    with configured(host.format(port=closed_port()), auth_in=auth_in, retries=0) as client:
        for call in (lambda: client.information.credits(),
                     lambda: client.parsing.parse_document(url='https://example.com/')):
            with pytest.raises(OpenApiException) as caught:
                call()
            assert_hidden(caught.value)


@both_places
def test_timeout(auth_in):
    with HttpServer(lambda request, connection: connection.recv(1) and None) as server:
        with configured(server.host, auth_in=auth_in, retries=0, timeout=(10, 0.02)) as client:
            with pytest.raises(klippa_ocr_api.ApiTimeoutError) as caught:
                client.information.credits()
            assert_hidden(caught.value)


@pytest.mark.parametrize('key', [
    SECRET + '\n', ' ' + SECRET, SECRET + '\r\nX-Evil: 1', SECRET + u'\u20ac', SECRET + '\0', SECRET + u'\xe9',
    [SECRET], {'key': SECRET}], ids=repr)
def test_a_key_that_cannot_be_sent(server, key):
    """Refused, because the HTTP client would show it in its error."""
    with configured(server.host, api_key={'X-Auth-Key': key}) as client:
        for auth_in in 'header', 'query':
            client.configuration.auth_in = auth_in
            with pytest.raises(OpenApiException, match='The key X-Auth-Key ') as caught:
                client.information.credits()
            assert_hidden(caught.value)
    assert server.connections == 0


def test_white_space_around_a_key_is_named():
    with pytest.raises(klippa_ocr_api.ApiValueError, match='white space at its beginning or end'):
        configured('https://example.com', api_key={'X-Auth-Key': 'key\n'}).configuration.auth_settings()


@both_places
def test_what_can_be_shown(server, auth_in):
    with configured(server.host, auth_in=auth_in) as client:
        client.information.credits()
        client.parsing.parse_document_with_http_info(url='https://example.com/')
        configuration = client.configuration
        for shown in (configuration, client, client.rest_client, client.rest_client.pool_manager, client.parsing,
                      client.last_response, client.last_response.getheaders(), client.default_headers, client.pool):
            assert_free(repr(shown), str(shown))
        assert_free(configuration.to_debug_report(), pprint.pformat(client.last_response), [configuration])
        assert 'X-Auth-Key' in repr(configuration) and server.url in repr(configuration)
        assert server.host in configuration.to_debug_report()


def test_passwords_in_urls_are_hidden():
    configuration = Configuration(host='https://me:%s@ab@example.com/api' % SECRET)
    assert 'https://example.com/api' in repr(configuration)
    assert_free(repr(configuration), configuration.to_debug_report())
    with pytest.raises(klippa_ocr_api.ApiValueError, match='example.com') as caught:
        configuration.host = 'ftp://me:%s@example.com/' % SECRET
    assert_hidden(caught.value)


def test_our_log_says_what_happened(server, log):
    """One line per attempt: no query, no header, no body of a request or reply."""
    answer = {'data': {'mrz': PASSPORT}, 'request_id': 'r' * 32}
    server.respond = lambda request, connection: reply(answer)
    with configured(server.host) as client:
        client.parsing.parse_document(document=('secret-name.pdf', b'%PDF-secret-content'))
        client.information.list_statistics_input(granularity='secret-granularity')
    ours = [text for text in log.texts if text.startswith(LOGGER_NAME + ' ')]
    assert len(ours) == 2
    assert ours[0].startswith(LOGGER_NAME + ' POST /api/v1/parseDocument: 200, ') and 'r' * 32 in ours[0]
    for text in log.texts:
        assert PASSPORT not in text
    for text in ours:
        assert 'secret' not in text
