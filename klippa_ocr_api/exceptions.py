"""Everything that can go wrong, and the error codes of the service.

::

    OpenApiException
      ApiTypeError (TypeError)                an argument of the wrong type, an unknown keyword
      ApiValueError (ValueError)              an argument with an unusable value
        MissingParameterError (TypeError)     a required parameter was not given
        DocumentError                         a document that cannot be sent
          DocumentNotFoundError               no such file (also a FileNotFoundError)
          DocumentReadError                   reading it failed (also an OSError)
          DocumentChangedError                it shrank or grew while it was sent
      ApiKeyError (KeyError)                  a name that is not there
      ApiException                            everything that went wrong on the wire
        AuthenticationError                   1000xx, HTTP 401
          MissingKeyError                     100001
          InvalidKeyError                     100002
          NoCreditsLeftError                  100004
          InvalidPublicKeyError               100005
          NoScansLeftError                    100006
          PublicKeyExpiredError               100007
        ParserError                           2000xx and 3000xx
          UnusableDocumentError               200001, 300001
          TemplateAccessError                 200004, 300004
          ConversionError                     200005, 300005
          UnparsableDocumentError             200006, 300006
          DocumentTooBigError                 300007, HTTP 413
        PublicKeyError                        4000xx
          PublicKeyNotAllowedError            400001
          PublicKeyCreationError              400002
          InvalidScanLimitError               400003
          InvalidValidTimeError               400004
          PublicKeyLoadError                  400005
          PublicKeyNotFoundError              400006
        FormRejectedError                     HTTP 400 and 422: see ``errors``
        ForbiddenError                        HTTP 403
        NotFoundError                         HTTP 404
        RateLimitError                        HTTP 429
        ServerError                           HTTP 5xx
          ServiceUnavailableError             HTTP 502, 503 and 504
        RedirectError                         HTTP 3xx that is not followed
        ApiConnectionError                    no connection, or it broke
          TlsError                            no trust, or no common protocol
        ApiTimeoutError                       HTTP 408, and our own limits:
          ConnectTimeoutError                 no connection within the limit
          ReadTimeoutError                    no complete reply within the limit
        UnreadableReplyError                  a reply that is not the JSON promised

A published code decides the class; without one the HTTP status does; without a reply the kind of
failure. Every exception pickles and keeps its cause in ``__cause__``.
"""
import six

from klippa_ocr_api import jsonbytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union

__all__ = [
    'ERROR_CODES', 'ErrorDetail', 'OpenApiException', 'ApiTypeError', 'ApiValueError', 'MissingParameterError',
    'DocumentError', 'DocumentNotFoundError', 'DocumentReadError', 'DocumentChangedError', 'ApiKeyError',
    'ApiException', 'AuthenticationError', 'MissingKeyError', 'InvalidKeyError', 'NoCreditsLeftError',
    'InvalidPublicKeyError', 'NoScansLeftError', 'PublicKeyExpiredError', 'ParserError', 'UnusableDocumentError',
    'TemplateAccessError', 'ConversionError', 'UnparsableDocumentError', 'DocumentTooBigError', 'PublicKeyError',
    'PublicKeyNotAllowedError', 'PublicKeyCreationError', 'InvalidScanLimitError', 'InvalidValidTimeError',
    'PublicKeyLoadError', 'PublicKeyNotFoundError', 'FormRejectedError', 'ForbiddenError', 'NotFoundError',
    'RateLimitError', 'ServerError', 'ServiceUnavailableError', 'RedirectError', 'ApiConnectionError', 'TlsError',
    'ApiTimeoutError', 'ConnectTimeoutError', 'ReadTimeoutError', 'UnreadableReplyError',
]

#: The published codes and their names.
ERROR_CODES = {
    100001: 'ErrorCodeAuthMissingKey',
    100002: 'ErrorCodeAuthInvalidKey',
    100003: 'ErrorCodeAuthError',
    100004: 'ErrorCodeAuthNoCreditsLeft',
    100005: 'ErrorCodeAuthInvalidPublicKey',
    100006: 'ErrorCodeAuthPublicKeyNoScansLeft',
    100007: 'ErrorCodeAuthPublicKeyExpired',
    200001: 'ErrorCodePDFParserDocumentError',
    200004: 'ErrorCodePDFParserNoAccessToTemplate',
    200005: 'ErrorCodePDFParserConvertError',
    200006: 'ErrorCodePDFParserParseError',
    300001: 'ErrorCodeDocumentParserDocumentError',
    300004: 'ErrorCodeDocumentParserNoAccessToTemplate',
    300005: 'ErrorCodeDocumentParserConvertError',
    300006: 'ErrorCodeDocumentParserParseError',
    300007: 'ErrorCodeDocumentParserTooBigFileError',
    400001: 'ErrorCodePublicKeyNotAllowed',
    400002: 'ErrorCodePublicKeyCreationFailed',
    400003: 'ErrorCodePublicKeyInvalidScanLimit',
    400004: 'ErrorCodePublicKeyInvalidValidTime',
    400005: 'ErrorCodePublicKeyLoadError',
    400006: 'ErrorCodePublicKeyNotFoundError',
}  # type: Dict[int, str]

if TYPE_CHECKING:
    _FileNotFoundError = FileNotFoundError
else:
    _FileNotFoundError = getattr(six.moves.builtins, 'FileNotFoundError', IOError)

#: How much of a body that is not an error envelope an exception's text shows, in characters.
_EXCERPT = 200


class OpenApiException(Exception):
    """The root: catch this to catch everything that the client raises."""

    if six.PY2:
        __cause__ = None  # type: Optional[BaseException]

    def __reduce__(self):
        # type: () -> Tuple[Any, ...]
        state = dict(vars(self))
        if self.__cause__ is not None:
            state['__cause__'] = _picklable(self.__cause__)
        return _restore, (self.__class__, self.args, state)


def _restore(cls, args, state):
    # type: (Type[OpenApiException], Tuple[Any, ...], Dict[str, Any]) -> OpenApiException
    # A class that is also an OSError finds ValueError's __new__ first, which refuses to make one.
    base = EnvironmentError if issubclass(cls, EnvironmentError) else cls
    error = base.__new__(cls)  # type: Any
    error.args = args
    for name, value in state.items():
        setattr(error, name, value)
    return error  # type: ignore[no-any-return]


def _picklable(error):
    # type: (BaseException) -> BaseException
    """The error itself if it survives pickling, or else one that says the same."""
    import pickle

    try:
        restored = pickle.loads(pickle.dumps(error, 2))
    except Exception:  # whatever a foreign exception's own pickling raises
        return OpenApiException(repr(error))
    return error if isinstance(restored, type(error)) else OpenApiException(repr(error))


class _ArgumentError(OpenApiException):
    """What is wrong with an argument, and where in it."""

    def __init__(self, msg='', path_to_item=None):
        # type: (str, Optional[Sequence[Union[str, int]]]) -> None
        self.path_to_item = path_to_item
        if path_to_item:
            msg = '%s at %s' % (msg, _render_path(path_to_item))
        super(_ArgumentError, self).__init__(msg)

    def __str__(self):
        # type: () -> str
        # KeyError would show the repr of the text.
        return _native(self.args[0]) if self.args else ''


class ApiTypeError(_ArgumentError, TypeError):
    """An argument has the wrong type, or its name is unknown. Nothing was sent."""

    def __init__(self, msg='', path_to_item=None, valid_classes=None, key_type=None):
        # type: (str, Optional[Sequence[Union[str, int]]], Optional[Tuple[type, ...]], Optional[bool]) -> None
        self.valid_classes = valid_classes
        self.key_type = key_type
        super(ApiTypeError, self).__init__(msg, path_to_item)


class ApiValueError(_ArgumentError, ValueError):
    """An argument has a value that cannot be used. Nothing was sent."""


class MissingParameterError(ApiValueError, ApiTypeError):
    """A required parameter was not given. Nothing was sent.

    Python's own error for a missing argument is a ``TypeError``, so this is one, too.
    """


class DocumentError(ApiValueError):
    """A document cannot be sent, for example because it is empty or a directory."""


class DocumentNotFoundError(DocumentError, _FileNotFoundError):
    """There is no file at the path given. Nothing was sent."""


class DocumentReadError(DocumentError, EnvironmentError):
    """Reading a document failed; ``__cause__`` is the operating system's error.

    The request was cut off, so the service has not seen a complete document.
    """


class DocumentChangedError(DocumentError):
    """A document shrank or grew while it was sent.

    The request was cut off, so the service has not seen a complete document.
    """


class ApiKeyError(_ArgumentError, KeyError):
    """A name was looked up that is not there."""


class ErrorDetail(object):
    """One problem that the service found in a form."""

    __slots__ = ('code', 'message', 'request_id', 'fields')

    def __init__(self, fields):
        # type: (Mapping[str, Any]) -> None
        #: Everything the service said about the problem, as decoded JSON.
        self.fields = dict(fields)  # type: Dict[str, Any]
        #: The service's error code, an int, or None.
        self.code = _as(six.integer_types, self.fields.get('code'))  # type: Optional[int]
        #: What is wrong, in the service's words, or None.
        self.message = _as(six.string_types, self.fields.get('message'))  # type: Optional[str]
        #: The ID of the request, or None.
        self.request_id = _as(six.string_types, self.fields.get('request_id'))  # type: Optional[str]

    def __repr__(self):
        # type: () -> str
        return 'ErrorDetail(code=%r, message=%r)' % (self.code, self.message)

    def __eq__(self, other):
        # type: (object) -> bool
        return isinstance(other, ErrorDetail) and self.fields == other.fields

    def __ne__(self, other):
        # type: (object) -> bool
        return not self == other

    __hash__ = None  # type: None  # type: ignore[assignment]

    def __reduce__(self):
        # type: () -> Tuple[Any, ...]
        return ErrorDetail, (self.fields,)


class ApiException(OpenApiException):
    """A call failed on the wire: there was no reply, or a reply that tells of a failure.

    :ivar status: HTTP status, an int; 0 when there was no reply
    :ivar reason: the reason phrase of the status, or what failed
    :ivar body: the reply's body as text, or None
    :ivar headers: the reply's headers, whose names are looked up in any case, or None
    :ivar code: the service's error code, an int (see ``ERROR_CODES``), or None
    :ivar message: the service's own words, or None
    :ivar request_id: the service's ID of the request, to quote to support, or None
    :ivar errors: the problems found in a rejected form, a list of ``ErrorDetail``
    :ivar attempts: how often the request was sent or tried
    """

    #: What the class means, in the words that its text starts with.
    summary = ''

    def __init__(self, status=None, reason=None, http_resp=None, attempts=1):
        # type: (Optional[int], Optional[str], Any, int) -> None
        body = None
        headers = None
        if http_resp is not None:
            status, reason = http_resp.status, http_resp.reason
            body = _text(http_resp.data)
            headers = http_resp.getheaders() if hasattr(http_resp, 'getheaders') else http_resp.headers
        super(ApiException, self).__init__(status, reason)
        envelope = _envelope(body)
        self.status = status
        self.reason = reason
        self.body = body  # type: Optional[str]
        self.headers = headers  # type: Optional[Mapping[str, str]]
        self.code = _as(six.integer_types, envelope.get('code'))  # type: Optional[int]
        self.message = _as(six.string_types, envelope.get('message'))  # type: Optional[str]
        self.request_id = _as(six.string_types, envelope.get('request_id'))  # type: Optional[str]
        self.errors = [
            ErrorDetail(problem) for problem in _as(list, envelope.get('errors')) or () if isinstance(problem, dict)
        ]  # type: List[ErrorDetail]
        self.attempts = attempts

    def __str__(self):
        # type: () -> str
        reason = _native(self.reason or '')
        said = _native(self.message or '') or '; '.join(
            _native(detail.message) for detail in self.errors if detail.message)
        summary = self.summary
        if not summary and not said:
            summary = reason or 'The call failed'
        elif self.status == 0 and reason:
            said = reason
        text = ': '.join(part for part in (summary, said) if part)
        facts = []
        if self.code:
            facts.append('code %d%s' % (self.code, ' ' + ERROR_CODES[self.code] if self.code in ERROR_CODES else ''))
        if self.status:
            facts.append(('HTTP %s %s' % (self.status, reason)).rstrip())
        if self.request_id:
            facts.append('request ID %s' % _native(self.request_id))
        if self.attempts != 1:
            facts.append('after %d attempts' % self.attempts)
        if facts:
            text += ' (%s)' % ', '.join(facts)
        if self.body and self.code is None and not said:
            begin = six.ensure_text(self.body, errors='replace')[:_EXCERPT]
            text += '; the reply begins with: %s' % _native(' '.join(begin.split()))
        return text


class AuthenticationError(ApiException):
    """The service does not accept the key (code 100003, or HTTP 401)."""

    summary = 'The service did not accept the key'


class MissingKeyError(AuthenticationError):
    """No key was sent (code 100001)."""

    summary = 'No key was sent'


class InvalidKeyError(AuthenticationError):
    """The service does not know the auth key (code 100002)."""

    summary = 'The auth key is not valid'


class NoCreditsLeftError(AuthenticationError):
    """The account has no credits left (code 100004)."""

    summary = 'No credits are left'


class InvalidPublicKeyError(AuthenticationError):
    """The service does not know the public key (code 100005)."""

    summary = 'The public key is not valid'


class NoScansLeftError(AuthenticationError):
    """The public key has no scans left (code 100006): create a new one."""

    summary = 'The public key has no scans left'


class PublicKeyExpiredError(AuthenticationError):
    """The public key is no longer valid (code 100007): create a new one."""

    summary = 'The public key has expired'


class ParserError(ApiException):
    """The document could not be parsed."""

    summary = 'The document could not be parsed'


class UnusableDocumentError(ParserError):
    """The service cannot use the document (codes 200001 and 300001)."""

    summary = 'The document cannot be used'


class TemplateAccessError(ParserError):
    """The key may not use the template (codes 200004 and 300004)."""

    summary = 'The key has no access to the template'


class ConversionError(ParserError):
    """The document could not be converted for parsing (codes 200005 and 300005)."""

    summary = 'The document could not be converted'


class UnparsableDocumentError(ParserError):
    """Parsing the document failed (codes 200006 and 300006)."""

    summary = 'Parsing the document failed'


class DocumentTooBigError(ParserError):
    """The document is bigger than the service takes (code 300007, or HTTP 413)."""

    summary = 'The document is too big'


class PublicKeyError(ApiException):
    """Creating or reading a public key failed."""

    summary = 'The public key could not be handled'


class PublicKeyNotAllowedError(PublicKeyError):
    """The auth key may not create public keys (code 400001): Klippa enables that per key."""

    summary = 'The key may not create public keys'


class PublicKeyCreationError(PublicKeyError):
    """The public key could not be created (code 400002)."""

    summary = 'The public key could not be created'


class InvalidScanLimitError(PublicKeyError):
    """``scan_limit`` is out of range (code 400003): 1 to 100 scans."""

    summary = 'The scan limit is not valid'


class InvalidValidTimeError(PublicKeyError):
    """``valid_time`` is out of range (code 400004): 60 to 3600 seconds."""

    summary = 'The valid time is not valid'


class PublicKeyLoadError(PublicKeyError):
    """The public key could not be loaded (code 400005)."""

    summary = 'The public key could not be loaded'


class PublicKeyNotFoundError(PublicKeyError):
    """There is no such public key (code 400006)."""

    summary = 'There is no such public key'


class FormRejectedError(ApiException):
    """The service rejected the form (HTTP 400 or 422); ``errors`` lists what is wrong with it."""

    summary = 'The service rejected the form'


class ForbiddenError(ApiException):
    """The key may not do this (HTTP 403)."""

    summary = 'The key may not do this'


class NotFoundError(ApiException):
    """There is nothing at this address (HTTP 404)."""

    summary = 'Not found'


class RateLimitError(ApiException):
    """Too many requests (HTTP 429), also after the retries."""

    summary = 'Too many requests'


class ServerError(ApiException):
    """The service failed (HTTP 5xx without a published error code)."""

    summary = 'The service failed'


class ServiceUnavailableError(ServerError):
    """The service, or a gateway before it, is not available (HTTP 502, 503 or 504)."""

    summary = 'The service is not available'


class RedirectError(ApiException):
    """The service answered with a redirect that is not followed.

    Requests with credentials or documents are not sent to another origin than the configured one.
    """

    summary = 'The service answered with a redirect'


class ApiConnectionError(ApiException):
    """There was no connection to the service, or it broke before the reply was complete."""

    summary = 'The connection failed'


class TlsError(ApiConnectionError):
    """The connection could not be secured: no trust in the certificate, or no common protocol."""

    summary = 'The connection is not secure'


class ApiTimeoutError(ApiException):
    """Time ran out, for us or (HTTP 408) for the service."""

    summary = 'Time ran out'


class ConnectTimeoutError(ApiTimeoutError):
    """There was no connection within the connect timeout. Nothing was sent."""

    summary = 'No connection within the time limit'


class ReadTimeoutError(ApiTimeoutError):
    """The reply was not complete within the read timeout. The service may have done its work."""

    summary = 'No complete reply within the time limit'


class UnreadableReplyError(ApiException):
    """The service reports success, but its reply is not the JSON that the operation promises."""

    summary = 'The reply cannot be read'


_BY_CODE = {
    100001: MissingKeyError,
    100002: InvalidKeyError,
    100003: AuthenticationError,
    100004: NoCreditsLeftError,
    100005: InvalidPublicKeyError,
    100006: NoScansLeftError,
    100007: PublicKeyExpiredError,
    200001: UnusableDocumentError,
    200004: TemplateAccessError,
    200005: ConversionError,
    200006: UnparsableDocumentError,
    300001: UnusableDocumentError,
    300004: TemplateAccessError,
    300005: ConversionError,
    300006: UnparsableDocumentError,
    300007: DocumentTooBigError,
    400001: PublicKeyNotAllowedError,
    400002: PublicKeyCreationError,
    400003: InvalidScanLimitError,
    400004: InvalidValidTimeError,
    400005: PublicKeyLoadError,
    400006: PublicKeyNotFoundError,
}  # type: Dict[int, Type[ApiException]]

# A code that is newer than this list still belongs to a family.
_BY_FAMILY = {1: AuthenticationError, 2: ParserError, 3: ParserError, 4: PublicKeyError}

_BY_STATUS = {
    400: FormRejectedError,
    401: AuthenticationError,
    403: ForbiddenError,
    404: NotFoundError,
    408: ApiTimeoutError,
    413: DocumentTooBigError,
    422: FormRejectedError,
    429: RateLimitError,
    502: ServiceUnavailableError,
    503: ServiceUnavailableError,
    504: ServiceUnavailableError,
}  # type: Dict[int, Type[ApiException]]


def chained(error, cause):
    # type: (OpenApiException, Optional[BaseException]) -> OpenApiException
    """The error with its cause: ``raise ... from ...`` for Python 2, too."""
    error.__cause__ = cause
    return error


def shown(value):
    # type: (object) -> str
    """A caller's value as an error's text shows it: short, whatever its ``repr`` does."""
    try:
        text = repr(value)
    except Exception:  # that of a number with 5,000 digits fails, for example
        return 'this %s' % type(value).__name__
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + '...'


def from_response(http_resp, attempts=1):
    # type: (Any, int) -> ApiException
    """The exception for a reply that tells of a failure, of the class that fits best."""
    error = ApiException(http_resp=http_resp, attempts=attempts)
    error.__class__ = _class_for(error.code, error.status or 0)
    return error


def _class_for(code, status):
    # type: (Optional[int], int) -> Type[ApiException]
    if code in _BY_CODE:
        return _BY_CODE[code]
    # A rejected form has a list of problems, and its status says more than its family does.
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if code and 100000 <= code < 500000:
        return _BY_FAMILY[code // 100000]
    if 300 <= status < 400:
        return RedirectError
    if status >= 500:
        return ServerError
    return ApiException


def _text(data):
    # type: (Any) -> Optional[str]
    if isinstance(data, six.binary_type):
        return six.ensure_str(data.decode('utf-8', 'replace'))
    return data  # type: ignore[no-any-return]


def _envelope(body):
    # type: (Optional[str]) -> Dict[str, Any]
    """The error envelope in a body, or an empty dictionary: a gateway's page is no envelope."""
    if not body or not body.lstrip().startswith('{'):
        return {}
    try:
        envelope = jsonbytes.loads(body)
    except (ValueError, RuntimeError):  # RuntimeError: nested deeper than the parser goes
        return {}
    return envelope if isinstance(envelope, dict) else {}


def _as(types, value):
    # type: (Any, Any) -> Any
    """The value if it has one of the types, or None: an envelope may hold anything."""
    return value if isinstance(value, types) and not isinstance(value, bool) else None


def _native(text):
    # type: (Any) -> str
    """Text as ``str()`` must return it: on Python 2 in UTF-8."""
    return six.ensure_str(text) if isinstance(text, six.string_types + (six.binary_type,)) else str(text)


def _render_path(path):
    # type: (Sequence[Union[str, int]]) -> str
    return ''.join('[%d]' % step if isinstance(step, int) else "['%s']" % step for step in path)
