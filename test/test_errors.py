"""From what goes wrong on the wire to an exception: its class, what it knows, and what it says."""
import copy
import json
import pickle
import socket
import sys
import traceback

import pytest
import six

import klippa_ocr_api
from klippa_ocr_api import exceptions
from klippa_ocr_api.exceptions import (
    ApiConnectionError, ApiException, ApiTimeoutError, AuthenticationError, ConversionError, DocumentTooBigError,
    ErrorDetail, ForbiddenError, FormRejectedError, InvalidKeyError, InvalidPublicKeyError, InvalidScanLimitError,
    InvalidValidTimeError, MissingKeyError, NoCreditsLeftError, NoScansLeftError, NotFoundError, OpenApiException,
    ParserError, PublicKeyCreationError, PublicKeyError, PublicKeyExpiredError, PublicKeyLoadError,
    PublicKeyNotAllowedError, PublicKeyNotFoundError, RateLimitError, RedirectError, ServerError,
    ServiceUnavailableError, TemplateAccessError, UnparsableDocumentError, UnreadableReplyError, UnusableDocumentError,
)
from test.http_server import reply

REQUEST_ID = 'r' * 32
#: Every published code that is in use: its name, class, family, and what its text starts with.
CODES = {
    100001: ('ErrorCodeAuthMissingKey', MissingKeyError, AuthenticationError, 'No key was sent'),
    100002: ('ErrorCodeAuthInvalidKey', InvalidKeyError, AuthenticationError, 'The auth key is not valid'),
    100003: ('ErrorCodeAuthError', AuthenticationError, AuthenticationError, 'The service did not accept the key'),
    100004: ('ErrorCodeAuthNoCreditsLeft', NoCreditsLeftError, AuthenticationError, 'No credits are left'),
    100005: ('ErrorCodeAuthInvalidPublicKey', InvalidPublicKeyError, AuthenticationError, 'The public key is not valid'),
    100006: ('ErrorCodeAuthPublicKeyNoScansLeft', NoScansLeftError, AuthenticationError,
             'The public key has no scans left'),
    100007: ('ErrorCodeAuthPublicKeyExpired', PublicKeyExpiredError, AuthenticationError, 'The public key has expired'),
    200001: ('ErrorCodePDFParserDocumentError', UnusableDocumentError, ParserError, 'The document cannot be used'),
    200004: ('ErrorCodePDFParserNoAccessToTemplate', TemplateAccessError, ParserError,
             'The key has no access to the template'),
    200005: ('ErrorCodePDFParserConvertError', ConversionError, ParserError, 'The document could not be converted'),
    200006: ('ErrorCodePDFParserParseError', UnparsableDocumentError, ParserError, 'Parsing the document failed'),
    300001: ('ErrorCodeDocumentParserDocumentError', UnusableDocumentError, ParserError, 'The document cannot be used'),
    300004: ('ErrorCodeDocumentParserNoAccessToTemplate', TemplateAccessError, ParserError,
             'The key has no access to the template'),
    300005: ('ErrorCodeDocumentParserConvertError', ConversionError, ParserError,
             'The document could not be converted'),
    300006: ('ErrorCodeDocumentParserParseError', UnparsableDocumentError, ParserError, 'Parsing the document failed'),
    300007: ('ErrorCodeDocumentParserTooBigFileError', DocumentTooBigError, ParserError, 'The document is too big'),
    400001: ('ErrorCodePublicKeyNotAllowed', PublicKeyNotAllowedError, PublicKeyError,
             'The key may not create public keys'),
    400002: ('ErrorCodePublicKeyCreationFailed', PublicKeyCreationError, PublicKeyError,
             'The public key could not be created'),
    400003: ('ErrorCodePublicKeyInvalidScanLimit', InvalidScanLimitError, PublicKeyError,
             'The scan limit is not valid'),
    400004: ('ErrorCodePublicKeyInvalidValidTime', InvalidValidTimeError, PublicKeyError,
             'The valid time is not valid'),
    400005: ('ErrorCodePublicKeyLoadError', PublicKeyLoadError, PublicKeyError, 'The public key could not be loaded'),
    400006: ('ErrorCodePublicKeyNotFoundError', PublicKeyNotFoundError, PublicKeyError, 'There is no such public key'),
}
#: Without a code that is known.
STATUSES = [
    (300, RedirectError), (301, RedirectError), (400, FormRejectedError), (401, AuthenticationError),
    (402, ApiException), (403, ForbiddenError), (404, NotFoundError), (408, ApiTimeoutError), (409, ApiException),
    (413, DocumentTooBigError), (418, ApiException), (422, FormRejectedError), (429, RateLimitError),
    (500, ServerError), (501, ServerError), (502, ServiceUnavailableError), (503, ServiceUnavailableError),
    (504, ServiceUnavailableError), (599, ServerError),
]
HTML = b'<html>\n  <head><title>502 Bad Gateway</title></head>\n<body>' + b'\xe2\x82\xac' * 500 + b'</body></html>'


@pytest.fixture
def failing(server, client):
    """Makes the server answer with an error, calls, and gives the exception."""
    client.configuration.retries = 0

    def call(body=b'{}', status=500, operation=lambda client: client.information.credits(), **options):
        server.respond = lambda request, connection: reply(body, '%d Some Reason' % status, **options)
        with pytest.raises(ApiException) as caught:
            operation(client)
        return caught.value
    return call


def envelope(**more):
    return dict({'result': 'error', 'request_id': REQUEST_ID, 'message': 'in their words'}, **more)


def test_the_published_codes():
    assert exceptions.ERROR_CODES == {code: entry[0] for code, entry in CODES.items()}
    assert len(CODES) == 22


@pytest.mark.parametrize('status', [500, 400, 200 + 201])
@pytest.mark.parametrize('code', sorted(CODES))
def test_class_by_code(failing, code, status):
    """The code decides, whatever the status."""
    name, cls, family, summary = CODES[code]
    error = failing(envelope(code=code), status, headers=['X-Extra: yes'])
    assert type(error) is cls and isinstance(error, family) and issubclass(family, ApiException)
    assert (error.status, error.reason, error.code) == (status, 'Some Reason', code)
    assert (error.message, error.request_id, error.errors) == ('in their words', REQUEST_ID, [])
    assert json.loads(error.body) == envelope(code=code) and error.headers['x-extra'] == 'yes'
    assert error.attempts == 1
    assert str(error) == '%s: in their words (code %d %s, HTTP %d Some Reason, request ID %s)' % (
        summary, code, name, status, REQUEST_ID)


@pytest.mark.parametrize('status, cls', STATUSES)
@pytest.mark.parametrize('body', [b'{}', b'', HTML, b'[1]', b'"text"', b'{"code": null, "message": ["a"], "errors": 5}'],
                         ids=['object', 'empty', 'html', 'array', 'text', 'strange'])
def test_class_by_status(failing, status, cls, body):
    error = failing(body, status, content_type='text/html')
    assert type(error) is cls
    assert (error.status, error.reason, error.code, error.message, error.request_id, error.errors) == (
        status, 'Some Reason', None, None, None, [])
    assert 'HTTP %d Some Reason' % status in str(error)
    if body == HTML:
        assert 'begins with: <html> <head><title>502 Bad Gateway</title></head> <body>' in str(error)
        assert len(str(error)) < 800


@pytest.mark.parametrize('code, cls', [
    (100099, AuthenticationError), (200099, ParserError), (300002, ParserError), (400099, PublicKeyError),
    (900001, ServerError), (0, ServerError), (-1, ServerError), (10 ** 30, ServerError)])
def test_codes_that_are_newer(failing, code, cls):
    error = failing(envelope(code=code))
    assert type(error) is cls and error.code == code
    assert 'in their words' in str(error) and 'HTTP 500' in str(error)


@pytest.mark.parametrize('value', ['100002', 1.5, True, None, [], {}])
def test_codes_that_are_none(failing, value):
    error = failing(envelope(code=value, message=value, request_id=value, errors=value))
    assert type(error) is ServerError and error.code is None and error.errors == [] and str(error)


@pytest.mark.parametrize('operation', [
    lambda client: client.information.credits(), lambda client: client.parsing.parse_document(url='https://e.com/'),
    lambda client: client.information.credits_with_http_info(),
    lambda client: client.information.credits(_preload_content=False),
    lambda client: client.information.credits(async_req=True).get(60)])
def test_every_way_to_call(failing, operation):
    error = failing(envelope(code=100004), 500, operation)
    assert type(error) is NoCreditsLeftError and error.message == 'in their words'


def test_a_rejected_form(failing):
    problems = [{'code': 1, 'message': 'url is not reachable', 'request_id': REQUEST_ID, 'result': 'error'},
                {'message': u'tekst \u20ac', 'field': 'user_data'}, 'strange', None]
    error = failing({'errors': problems, 'request_id': REQUEST_ID, 'result': 'error'}, 400)
    assert type(error) is FormRejectedError
    assert [(detail.code, detail.message, detail.request_id) for detail in error.errors] == [
        (1, 'url is not reachable', REQUEST_ID), (None, u'tekst \u20ac', None)]
    assert error.errors[1].fields == problems[1] and error.errors[0] == ErrorDetail(problems[0])
    assert error.errors[0] != error.errors[1] and 'url is not reachable' in repr(error.errors[0])
    text = six.ensure_text(str(error))
    assert text.startswith(u'The service rejected the form: url is not reachable; tekst \u20ac (HTTP 400 Some Reason')


@pytest.mark.parametrize('body', [
    HTML, b'', b'OK', b'{"data": {"credits": ', b'{"a": NaN}', b'\xff\xfe{}', b'[' * 100000, b'null', b'[]', b'"text"',
    b'5', b'true'], ids=lambda body: repr(body[:12]))
def test_a_200_that_is_not_the_json_promised(failing, body):
    error = failing(body, 200, content_type='text/html')
    assert type(error) is UnreadableReplyError and (error.status, error.reason) == (200, 'Some Reason')
    assert str(error).startswith('The reply cannot be read: it is ')
    assert error.body == six.ensure_str(body, errors='replace') and error.headers['content-type'] == 'text/html'
    if body == HTML:
        assert 'it begins with: <html> <head><title>502 Bad Gateway' in str(error) and len(str(error)) < 800
    if body[:1] in (b'{', b'['):
        # It may be a passport, or a key, that broke off.
        assert 'begins with' not in str(error) and 'credits' not in str(error)
    elif body and not body.startswith(b'\xff'):
        assert 'it begins with: ' in str(error)


def test_an_unreadable_reply_keeps_its_cause(failing):
    error = failing(b'<html>', 200)
    assert isinstance(error.__cause__, ValueError)


def test_no_connection(client):
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    port = listener.getsockname()[1]
    listener.close()
    client.configuration.host = 'http://127.0.0.1:%d/api' % port
    client.configuration.retries = 1
    with pytest.raises(ApiConnectionError) as caught:
        client.information.credits()
    error = caught.value
    assert (error.status, error.body, error.headers, error.attempts) == (0, None, None, 2)
    assert str(error).startswith('The connection failed: 127.0.0.1:%d: ' % port) and 'after 2 attempts' in str(error)
    assert error.__cause__ is not None


def every_error():
    """An instance of each exception class, filled in."""
    class Response(object):
        status, reason, data = 500, 'R', json.dumps(envelope(code=100002, errors=[{'message': 'm'}])).encode('ascii')

        def getheaders(self):
            return {'X-A': 'b'}

    for name in exceptions.__all__:
        cls = getattr(exceptions, name)
        if isinstance(cls, type) and issubclass(cls, ApiException):
            yield cls(http_resp=Response(), attempts=3)
        elif isinstance(cls, type) and issubclass(cls, exceptions.ApiValueError):
            yield cls('what is wrong')
        elif isinstance(cls, type) and issubclass(cls, (exceptions.ApiTypeError, exceptions.ApiKeyError)):
            yield cls('what is wrong', path_to_item=['a', 0])
        elif isinstance(cls, type) and issubclass(cls, OpenApiException):
            yield cls('what is wrong')


@pytest.mark.parametrize('error', list(every_error()), ids=lambda error: type(error).__name__)
def test_pickles_and_copies(error):
    cause = ValueError('the cause')
    error = exceptions.chained(error, cause)
    duplicates = [pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for duplicate in duplicates + [copy.copy(error), copy.deepcopy(error)]:
        assert type(duplicate) is type(error)
        assert str(duplicate) == str(error) and duplicate.args == error.args
        assert repr(duplicate.__cause__) == repr(cause) and type(duplicate.__cause__) is ValueError
        assert {name: value for name, value in vars(duplicate).items() if name != '__cause__'} == {
            name: value for name, value in vars(error).items() if name != '__cause__'}


def test_a_cause_that_does_not_pickle():
    class Local(Exception):
        """Cannot be found by its name."""

    error = pickle.loads(pickle.dumps(exceptions.chained(ApiException(500, 'R'), Local('the cause')), 2))
    assert 'the cause' in str(error.__cause__)


def test_errors_of_real_calls_pickle(failing):
    for error in (failing(envelope(code=100004)), failing(HTML, 200)):
        duplicate = pickle.loads(pickle.dumps(error, 2))
        assert type(duplicate) is type(error) and str(duplicate) == str(error)
        assert duplicate.headers['content-type'] == error.headers['Content-Type']


def test_the_tree_is_the_one_that_is_drawn():
    """Each line of the docstring is a class below the one that it is indented under."""
    tree = exceptions.__doc__.split('::\n\n')[1].split('\n\n')[0]
    above = {}
    seen = set()
    for line in tree.splitlines():
        depth = len(line) - len(line.lstrip())
        cls = getattr(exceptions, line.split()[0])
        seen.add(cls.__name__)
        if depth > 4:
            assert issubclass(cls, above[depth - 2]), line
        above[depth] = cls
    assert seen == {name for name in exceptions.__all__ if name not in ('ERROR_CODES', 'ErrorDetail')}
    assert seen <= set(klippa_ocr_api.__all__)


def test_as_the_published_client_raises_them():
    """Existing code makes these and looks at these attributes."""
    error = ApiException(status=404, reason='Not Found')
    assert (error.status, error.reason, error.body, error.headers) == (404, 'Not Found', None, None)
    assert '404' in str(error) and 'Not Found' in str(error)
    assert isinstance(exceptions.ApiTypeError('m'), TypeError) and isinstance(exceptions.ApiValueError('m'), ValueError)
    key_error = exceptions.ApiKeyError('m', path_to_item=['a', 1])
    assert isinstance(key_error, KeyError) and str(key_error) == "m at ['a'][1]"
    assert key_error.path_to_item == ['a', 1]
    type_error = exceptions.ApiTypeError('m', path_to_item=['a'], valid_classes=(int,), key_type=False)
    assert (type_error.valid_classes, type_error.key_type, str(type_error)) == ((int,), False, "m at ['a']")
    for cls in (exceptions.ApiTypeError, exceptions.ApiValueError, exceptions.ApiKeyError, ApiException):
        assert issubclass(cls, OpenApiException)


def test_traceback_shows_the_cause(client):
    client.configuration.host = 'http://127.0.0.1:1/'
    client.configuration.retries = 0
    try:
        client.information.credits()
    except ApiConnectionError as error:
        assert error.__cause__ is not None
        text = traceback.format_exc()
        assert 'ApiConnectionError' in text
        if sys.version_info >= (3,):
            assert 'The above exception was the direct cause' in text
