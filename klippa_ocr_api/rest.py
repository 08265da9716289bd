"""The transport: one HTTP exchange, with its retries, redirects and time limits.

Only this module and ``connections``, below it, know urllib3.
"""
import logging
import os
import random
import re
import time

import six
from six.moves import http_client
from six.moves.urllib import parse
from urllib3.exceptions import (
    DecodeError, HTTPError, LocationParseError, LocationValueError, MaxRetryError, NewConnectionError,
    ProtocolError, ProxyError, SSLError,
)
from urllib3.exceptions import ConnectTimeoutError as PoolConnectTimeoutError
from urllib3.exceptions import ReadTimeoutError as PoolReadTimeoutError
from urllib3.util import Retry, Timeout

from klippa_ocr_api import connections, exceptions
from klippa_ocr_api.configuration import LOGGER_NAME
from klippa_ocr_api.connections import is_timeout
from klippa_ocr_api.deadline import Deadline, now
from klippa_ocr_api.exceptions import (
    ApiConnectionError, ApiException, ApiTimeoutError, ApiTypeError, ApiValueError, ConnectTimeoutError,
    OpenApiException, ReadTimeoutError, TlsError, UnreadableReplyError, chained, shown,
)
from klippa_ocr_api.multipart import as_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Mapping, Optional, Tuple

    from klippa_ocr_api.configuration import Configuration

__all__ = ['ApiException', 'RESTClientObject', 'RESTResponse', 'RetryPolicy']

logger = logging.getLogger(LOGGER_NAME)  # type: logging.Logger

#: What may be sent again although the service may have acted on it already.
_REPEATABLE_METHODS = frozenset(('GET', 'DELETE', 'HEAD', 'OPTIONS'))
_REDIRECT_STATUSES = frozenset((301, 302, 303, 307, 308))
_MAX_REDIRECTS = 5
# Strict, so that nothing else of a body can get into a log.
_REQUEST_ID = re.compile(br'"request_id"\s*:\s*"([\w-]{1,64})"')


class RetryPolicy(Retry):
    """What is safe to repeat: a parse that may have been done never is.

    Repeated for every method are failures to connect, 429, and 503 with ``Retry-After``; for GET and DELETE
    also other 5xx and replies that broke off.
    """

    #: The longest pause between two attempts that is our own choice, in seconds.
    BACKOFF_LIMIT = 30.0

    def is_retry(self, method, status_code, has_retry_after=False):
        # type: (str, int, bool) -> bool
        if not self.total:
            return False
        if status_code == 429 or (status_code == 503 and has_retry_after):
            return True
        return status_code >= 500 and self._is_method_retryable(method)

    def _is_method_retryable(self, method):
        # type: (str) -> bool
        return method.upper() in _REPEATABLE_METHODS

    def get_backoff_time(self):
        # type: () -> float
        # Half to all of the pause, so that clients that failed together do not come back together.
        pause = min(self.BACKOFF_LIMIT, 0.25 * 2 ** len(self.history))  # type: float
        return pause * random.uniform(0.5, 1)

    def get_retry_after(self, response):
        # type: (Any) -> Optional[float]
        try:
            return super(RetryPolicy, self).get_retry_after(response)
        except Exception:  # reading a date from a header's text fails in many ways
            return None


# What ``retries=False`` is to urllib3, without making it anew for every request.
_NO_RETRIES = Retry(total=False, redirect=False)


class RESTResponse(object):
    """A reply, completely read."""

    __slots__ = ('urllib3_response', 'status', 'reason', 'data', 'attempts')

    def __init__(self, resp, data, attempts=1):
        # type: (Any, bytes, int) -> None
        #: How often the request was sent.
        self.attempts = attempts  # type: int
        self.urllib3_response = resp  # type: Any
        self.status = resp.status  # type: int
        self.reason = resp.reason  # type: Optional[str]
        self.data = data  # type: Any

    def getheaders(self):
        # type: () -> Any
        """The headers; their names are looked up in any case."""
        return self.urllib3_response.headers

    def getheader(self, name, default=None):
        # type: (str, Optional[str]) -> Optional[str]
        """One header."""
        return self.urllib3_response.headers.get(name, default)  # type: ignore[no-any-return]


class RESTClientObject(object):
    """The transport of an ``ApiClient``. Anything with its ``request()`` can take its place.

    :param configuration: TLS, proxy and pool settings are read when the first connection is made, limits and
        retries with every call
    :param pools_size: for how many hosts connections are kept
    :param maxsize: how many idle connections are kept per host; the configuration's when None
    """

    def __init__(self, configuration, pools_size=4, maxsize=None):
        # type: (Configuration, int, Optional[int]) -> None
        self._configuration = configuration
        self._pools_size = pools_size
        self._maxsize = maxsize
        # By process: after a fork, two processes must not talk on one connection.
        self._managers = {}  # type: Dict[int, Any]

    @property
    def pool_manager(self):
        # type: () -> Any
        """urllib3's pool manager, made when it is first used."""
        pid = os.getpid()
        manager = self._managers.get(pid)
        if manager is None:
            # Threads that come here at once make several, but get the same one. A lock would not survive a fork.
            manager = self._managers.setdefault(pid, connections.pool_manager(
                self._configuration, self._pools_size, self._maxsize))
        return manager

    def close(self):
        # type: () -> None
        """Close the idle connections. The next call opens new ones."""
        manager = self._managers.pop(os.getpid(), None)
        if manager is not None:
            manager.clear()

    def __getstate__(self):
        # type: () -> Dict[str, Any]
        return dict(vars(self), _managers={})

    def request(self, method, url, query_params=None, headers=None, body=None, _preload_content=True,
                _request_timeout=None):
        # type: (str, str, Optional[Iterable[Tuple[str, str]]], Optional[Mapping[str, str]], Any, bool, Any) -> Any
        """Send a request, repeat it where that is safe, and read the reply.

        :param method: the HTTP method
        :param url: the URL, without a query
        :param query_params: pairs of names and values of the query
        :param headers: the headers
        :param body: bytes, a ``Multipart``, or None
        :param _preload_content: False returns urllib3's response, its body unread
        :param _request_timeout: like ``Configuration.timeout``; None for that
        :return: a ``RESTResponse``, or urllib3's response
        :raises ApiException: of the class that fits the failure; see ``klippa_ocr_api.exceptions``
        """
        if query_params:
            try:
                url += '?' + parse.urlencode(list(query_params))
            except UnicodeError as error:
                raise chained(ApiValueError('A parameter of the query has no UTF-8 form: %s' % error), error)
        headers = dict(headers or {})
        if six.PY2:
            headers = {_wire_text(name): _wire_text(value) for name, value in headers.items()}
        exchange = _Exchange(self, six.ensure_str(method.upper()), six.ensure_str(url), headers, body,
                             timeout_from(self._configuration.timeout if _request_timeout is None else _request_timeout),
                             retries_from(self._configuration.retries), self._configuration.retry_after_max)
        return exchange.run(_preload_content)


class _Exchange(object):
    """One call on its way: a request, its attempts, and what became of them."""

    def __init__(self, client, method, url, headers, body, timeout, retries, retry_after_max):
        # type: (RESTClientObject, str, str, Dict[str, str], Any, Timeout, Retry, float) -> None
        self._client = client
        self._method = method
        self._url = url
        self._headers = headers
        self._body = body
        self._timeout = timeout
        self._retries = retries
        self._retry_after_max = retry_after_max
        # A limit in all is one for the caller's patience: it holds for repetitions and pauses, too.
        self._deadline = None if timeout.total is None else Deadline(timeout.total)  # type: ignore[arg-type]
        self._attempts = 0
        self._redirects = 0
        # Only a body that is produced while it is sent can fail on its own, or be impossible to repeat.
        self._streams = body is not None and not isinstance(body, six.binary_type)
        if self._streams and body.length is not None:
            headers['Content-Length'] = str(body.length)

    def run(self, preload):
        # type: (bool) -> Any
        while True:
            self._attempts += 1
            started = now()
            response = None
            try:
                response = self._send()
                failed = not 200 <= response.status <= 299
                if not preload and not failed:
                    self._log(started, response.status, None)
                    return response
                reply = RESTResponse(response, response.data, self._attempts)
            except Exception as error:
                self._log(started, type(error).__name__, None)
                if self._streams and self._body.failure is not None:
                    raise self._body.failure
                failure = None if isinstance(error, OpenApiException) else self._failure(error, response)
                if failure is None:
                    raise
                self._prepare_retry(failure, error=_unwrapped(error))
            else:
                self._log(started, reply.status, reply.data)
                if not failed:
                    return reply
                if reply.status in _REDIRECT_STATUSES and self._follow(reply):
                    continue
                self._prepare_retry(exceptions.from_response(reply, self._attempts), response=response)

    def _send(self):
        # type: () -> Any
        body = self._body
        chunked = self._streams and body.length is None
        timeout = self._timeout
        if self._deadline is not None:
            timeout = timeout.clone()
            # A socket with a timeout of 0 would not wait, but fail.
            timeout.total = max(self._deadline.left(), 0.001)
        try:
            return self._client.pool_manager.urlopen(
                self._method, self._url, headers=self._headers,
                # urllib3 writes chunks of a chunked body only when they are bytes.
                body=(as_bytes(chunk) for chunk in body) if chunked else body, chunked=chunked,
                # Retries and redirects are this class's: they log, rewind and respect what must not be repeated.
                retries=_NO_RETRIES, redirect=False, timeout=timeout, preload_content=False,
                # Before 2.0 urllib3 takes a body that ends early for a whole one unless told otherwise.
                enforce_content_length=True)
        finally:
            if self._streams:
                body.close()

    def _prepare_retry(self, failure, error=None, response=None):
        # type: (ApiException, Any, Any) -> None
        """Wait for the next attempt, or raise the failure if there must not be one."""
        retries = self._next_retries(failure, error, response)
        if retries is None:
            raise chained(failure, error)
        self._retries = retries
        try:
            if not isinstance(retries, RetryPolicy):
                retries.sleep(response)
                return
            pause = response is not None and retries.get_retry_after(response) or retries.get_backoff_time()
        except Exception as unusable:  # a Retry-After that the caller's own Retry stumbles over
            raise chained(failure, error or unusable)
        if self._deadline is not None and pause >= self._deadline.left():
            raise chained(failure, error)
        time.sleep(pause)

    def _next_retries(self, failure, error, response):
        # type: (ApiException, Any, Any) -> Optional[Retry]
        retries = self._retries
        if self._streams and self._body.started and not self._body.rewindable:
            return None
        if response is not None:
            if not retries.is_retry(self._method, response.status, 'Retry-After' in response.headers):
                return None
            if isinstance(retries, RetryPolicy):
                # The service reports every refusal as a 500: one that names its reason will not go away.
                if response.status == 500 and failure.code:
                    return None
                if (retries.get_retry_after(response) or 0) > self._retry_after_max:
                    return None
        elif isinstance(error, EnvironmentError):
            # What urllib3 took for its proxy's failure, and calls so otherwise.
            error = ProtocolError('Connection aborted.', error)
        try:
            # Without the query, which may hold a key: urllib3 keeps and logs what it is told here.
            return retries.increment(
                self._method, _host_and_path(self._url)[1], response=response, error=error)
        except (HTTPError, http_client.HTTPException, EnvironmentError, ValueError):
            # MaxRetryError, or the error itself where it must not be repeated.
            return None

    def _follow(self, reply):
        # type: (RESTResponse) -> bool
        """Turn to where a redirect leads if that is within the same origin and repeats nothing."""
        location = reply.getheader('Location')
        try:
            target = parse.urljoin(self._url, location) if location else ''
        except ValueError:  # what is no URL leads nowhere
            return False
        self._redirects += 1
        if not target or self._redirects > _MAX_REDIRECTS or _origin(target) != _origin(self._url):
            return False
        if self._method not in ('GET', 'HEAD'):
            # Only these two say that nothing was done and the same request is welcome elsewhere.
            if reply.status not in (307, 308) or (self._streams and not self._body.rewindable):
                return False
        self._url = parse.urldefrag(target)[0]
        return True

    def _failure(self, error, response):
        # type: (Exception, Any) -> Optional[ApiException]
        """The exception for what kept a reply from us; None for what is no failure of the exchange."""
        error = _unwrapped(error)
        if isinstance(error, LocationValueError):
            # Not the error itself, which shows the URL with its query, and a key that may be in it.
            address = '%s//%s%s' % ((self._url.partition('//')[0],) + _host_and_path(self._url))
            raise chained(ApiValueError('The URL %s cannot be used' % address), LocationParseError(address))
        if isinstance(error, NewConnectionError):
            cls = ApiConnectionError  # type: Any
        elif isinstance(error, PoolConnectTimeoutError):
            cls = ConnectTimeoutError
        elif isinstance(error, PoolReadTimeoutError):
            cls = ReadTimeoutError
        elif isinstance(error, SSLError):
            cls = TlsError
        elif isinstance(error, DecodeError):
            cls = UnreadableReplyError
        elif isinstance(error, (HTTPError, http_client.HTTPException, EnvironmentError, ValueError)):
            # A timeout while sending comes wrapped, and so do those of other layers.
            cls = ApiTimeoutError if is_timeout(error) else ApiConnectionError
        else:
            return None
        failure = cls(status=0, reason=_described(error, self._url), attempts=self._attempts)
        if response is not None:
            # The service did answer: what it said is known in part.
            failure.headers = response.headers
        return failure  # type: ignore[no-any-return]

    def _log(self, started, outcome, data):
        # type: (float, Any, Optional[bytes]) -> None
        if not logger.isEnabledFor(logging.DEBUG):
            return
        found = _REQUEST_ID.search(data or b'')
        sent = self._body.length if self._streams else len(self._body or b'')
        logger.debug(
            '%s %s: %s, %s bytes sent, %s bytes received, %.3f s, attempt %d, request ID %s',
            self._method, _host_and_path(self._url)[1], outcome, 'unknown' if sent is None else sent,
            'unknown' if data is None else len(data), now() - started, self._attempts,
            six.ensure_str(found.group(1)) if found else 'unknown')


def timeout_from(value):
    # type: (Any) -> Timeout
    """urllib3's ``Timeout`` for a setting: seconds in all, ``(connect, read)``, a ``Timeout``, or None for none.

    :raises ApiTypeError: for anything else
    :raises ApiValueError: for a time that is not above zero
    """
    global _latest_timeout

    if isinstance(value, Timeout):
        return value
    if value is None:
        return Timeout(connect=None, read=None)
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return Timeout(total=_seconds(value), connect=None, read=None)
    setting, timeout = _latest_timeout
    if value is setting:
        return timeout
    timeout = Timeout(connect=_seconds(value[0]), read=_seconds(value[1]))
    if isinstance(value, tuple):  # a list may change
        _latest_timeout = value, timeout
    return timeout


# A setting, and what it became: as a rule it is that of every call.
_latest_timeout = ((None, None), Timeout(connect=None, read=None))  # type: Tuple[Any, Timeout]


def _seconds(value):
    # type: (Any) -> Optional[float]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, six.integer_types + (float,)):
        raise ApiTypeError('A timeout is a number of seconds, (connect, read) or a urllib3 Timeout, not %s' % shown(value))
    # Not "value <= 0": that lets NaN through. A year is more than a socket takes on some platforms.
    if not 0 < value < 365 * 86400:
        raise ApiValueError('A timeout is more than 0 seconds and less than a year, not %s' % shown(value))
    return value


def retries_from(value):
    # type: (Any) -> Retry
    """urllib3's ``Retry`` for a setting: None, a number of repetitions, or a ``Retry``.

    :raises ApiTypeError: for anything else
    :raises ApiValueError: for a number below zero
    """
    if isinstance(value, Retry):
        return value
    if value is None:
        value = 3
    elif value is False:
        value = 0
    if isinstance(value, bool) or not isinstance(value, six.integer_types):
        raise ApiTypeError('retries is a number or a urllib3 Retry, not %s' % shown(value))
    if value < 0:
        raise ApiValueError('retries is 0 or more, not %d' % value)
    if value not in _policies:
        policy = RetryPolicy(total=value, raise_on_status=False)
        # What is neither a failure to connect nor to read, such as no trust in a certificate, will not go away.
        policy.other = 0
        _policies[value] = policy
    return _policies[value]


# By number of repetitions. A policy does not change: what has been tried makes a new one.
_policies = {}  # type: Dict[int, RetryPolicy]


def _host_and_path(url):
    # type: (str) -> Tuple[str, str]
    """What of a URL may be shown: no password before the host, no query with a key. It need not be a valid one."""
    return re.match(r'[^/]*//(?:[^/?#]*@)?([^/?#]*)([^?#]*)', url).groups()  # type: ignore


def _origin(url):
    # type: (str) -> Tuple[str, Optional[str], Optional[int]]
    try:
        parts = parse.urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {'http': 80, 'https': 443}.get(parts.scheme)
    except ValueError:  # a port that is no number
        return '', None, None


def _unwrapped(error):
    # type: (Exception) -> Exception
    """What happened, without urllib3's remark that it was with a proxy or after some attempts."""
    while isinstance(error, (MaxRetryError, ProxyError)):
        inner = error.reason if isinstance(error, MaxRetryError) else error.original_error
        if not isinstance(inner, Exception):
            break
        error = inner
    return error


def _wire_text(text):
    # type: (Any) -> Any
    """Text as ``str``: on Python 2, one unicode text would turn the whole head of a request into one."""
    return text.encode('latin-1') if six.PY2 and isinstance(text, six.text_type) else text


def _described(error, url):
    # type: (BaseException, str) -> str
    """What an exception of the lower layers says, in the words that help: whom we talked to, and the innermost cause."""
    inner = [argument for argument in error.args if isinstance(argument, Exception)]
    text = str(inner[-1] if inner and str(inner[-1]) else error)
    if isinstance(error, PoolConnectTimeoutError):  # its text is the repr of the connection and of what happened
        text = str(error.args[-1])
    # urllib3 puts the object that failed before what happened to it.
    text = re.sub(r'^(<[^<>]* object at 0x[0-9a-fA-F]+>|_?HTTPS?Connection(Pool)?\([^()]*\)): ', '', text)
    return '%s: %s' % (_host_and_path(url)[0], text or type(error).__name__)
