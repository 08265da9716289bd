"""Connections to the service, and the pools that keep them: urllib3's, with our limits on top."""
import errno
import re
import socket
import ssl

import six
import urllib3
from six.moves.urllib import parse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import make_headers
from urllib3.util.wait import wait_for_read

from klippa_ocr_api.deadline import Deadline, DeadlineResponse, LastResponse
from klippa_ocr_api.exceptions import ApiValueError, chained
from klippa_ocr_api.multipart import Multipart, as_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Mapping, Optional, Tuple

    from klippa_ocr_api.configuration import Configuration

_ORIGIN = re.compile(r'https?://[^/?#@\\]+/')
# Up to here the first of a body is copied behind the head, in bytes.
_SMALL = 16 * 1024
_GONE = frozenset((errno.EPIPE, errno.ESHUTDOWN, errno.ECONNRESET))


class _TimedConnection(object):
    """What our connections add: limits for sending and for the whole of a reply, and replies that come early."""

    response_class = DeadlineResponse
    # A slow network may take long to take in a chunk: sending has the time that the reply has, not connecting's.
    send_timeout = None  # type: Optional[float]
    #: When everything has to be sent, if there is a limit for the whole call.
    send_deadline = None  # type: Optional[Deadline]
    # The head of a request, until the first of its body is there: a small request is one packet.
    _waits_for_body = False
    _head = b''

    if TYPE_CHECKING:
        sock = None  # type: Any

    def connect(self):
        # type: () -> None
        try:
            super(_TimedConnection, self).connect()  # type: ignore[misc]
        except (EnvironmentError, ssl.SSLError) as error:
            # A proxy and TLS have their say before the request is sent: failures there are failures to connect.
            if is_timeout(error):
                six.raise_from(ConnectTimeoutError(self, 'The connection was not ready in time'), error)
            if error.errno in _GONE and not isinstance(error, ssl.SSLError):
                broken = 'The connection broke before it was ready: %s' % error
                six.raise_from(NewConnectionError(self, broken), error)  # type: ignore[arg-type]
            raise
        self.response_class = DeadlineResponse
        self.sock.settimeout(self.send_timeout)

    def request(self, method, url, body=None, headers=None, **kwargs):
        # type: (str, str, Any, Any, **Any) -> Any
        # Not for documents: reading them takes its time, and a kept connection without a request may be closed.
        self._waits_for_body = isinstance(body, six.binary_type) and bool(body) or (
            isinstance(body, Multipart) and body.only_fields)
        try:
            super(_TimedConnection, self).request(method, url, body=body, headers=headers, **kwargs)  # type: ignore[misc]
            if self._head:  # the HTTP client of Python 2 has put a body of bytes behind it already
                self.send(b'')
        finally:
            self._waits_for_body, self._head = False, b''

    def putrequest(self, method, url, *args, **kwargs):
        # type: (str, str, *Any, **Any) -> Any
        # A kept connection still has what was left of the time for its last reply.
        if self.sock is not None:
            self.sock.settimeout(self.send_timeout)
        # A slice of a text is text of no other class: here the query is needed.
        return super(_TimedConnection, self).putrequest(method, url[:], *args, **kwargs)  # type: ignore[misc]

    def send(self, data):
        # type: (Any) -> None
        if isinstance(data, Multipart):  # the HTTP client of Python 2 knows bytes and files only
            for chunk in data:
                self.send(chunk)
            return
        waits_for_body, self._waits_for_body = self._waits_for_body, False
        if self.sock is None:
            self.connect()
        if waits_for_body:
            self._head = data
            return
        if self._head:
            head, self._head = self._head, b''
            if len(data) > _SMALL:
                self.send(head)
            else:
                data = head + as_bytes(data)
        if self.send_deadline is not None:
            self.sock.settimeout(self.send_deadline.required())
        try:
            super(_TimedConnection, self).send(data)  # type: ignore[misc]
        except (EnvironmentError, ssl.SSLError) as error:
            # Who refuses a document may do so before all of it is there, and take in no more.
            if not (wait_for_read(self.sock, 0) if is_timeout(error) else _is_gone(error)):
                raise
            self.response_class = LastResponse
            # urllib3 takes this one error as the sign to read the reply.
            six.raise_from(socket.error(errno.EPIPE, 'Broken pipe'), error)


class _HTTPConnection(_TimedConnection, HTTPConnection):  # type: ignore[misc]
    pass


class _HTTPSConnection(_TimedConnection, HTTPSConnection):  # type: ignore[misc]
    pass


class _DiscreetUrl(str):
    """A URL that is shown without its query, in which a key may be: urllib3 logs what it requests."""

    def __str__(self):
        # type: () -> str
        return self.partition('?')[0] + '?...'

    def __radd__(self, other):
        # type: (str) -> str
        # urllib3 puts the host before it, in its warning of a head that is malformed.
        return other + str(self)

    def __repr__(self):
        # type: () -> str
        return repr(str(self))


class _TimedPool(object):
    """Tells its connections how long sending may take."""

    def _make_request(self, conn, method, url, timeout=None, **kwargs):
        # type: (Any, str, str, Any, **Any) -> Any
        if timeout.total is None:
            conn.send_timeout, conn.send_deadline = timeout.read_timeout, None
        else:
            started = timeout.clone()
            started.start_connect()
            conn.send_timeout, conn.send_deadline = started.read_timeout, Deadline(timeout.total)
        return super(_TimedPool, self)._make_request(  # type: ignore[misc]
            conn, method, _DiscreetUrl(url) if '?' in url else url, timeout=timeout, **kwargs)


class _HTTPPool(_TimedPool, urllib3.HTTPConnectionPool):  # type: ignore[misc]
    ConnectionCls = _HTTPConnection


class _HTTPSPool(_TimedPool, urllib3.HTTPSConnectionPool):  # type: ignore[misc]
    ConnectionCls = _HTTPSConnection


class _PoolManager(urllib3.PoolManager):
    """Finds the pool for a URL faster when it is that of the request before: a client talks to one host."""

    # What its URLs begin with, and the pool; in one, for threads.
    _latest = ('', None)  # type: Tuple[str, Any]

    def urlopen(self, method, url, redirect=True, **kwargs):  # type: ignore[override]
        # type: (str, str, bool, **Any) -> Any
        origin, pool = self._latest
        # What needs more than a pool is urllib3's: redirects, dots to resolve, a pool closed to make room for others.
        if pool is None or pool.pool is None or redirect or not url.startswith(origin) or '/.' in url or '#' in url:
            found = _ORIGIN.match(url)
            if found:
                self._latest = found.group(), self.connection_from_url(found.group())
            return super(_PoolManager, self).urlopen(method, url, redirect=redirect, **kwargs)
        return pool.urlopen(method, url[len(origin) - 1:], redirect=False, assert_same_host=False, **kwargs)

    def clear(self):
        # type: () -> None
        self._latest = ('', None)
        super(_PoolManager, self).clear()


def pool_manager(configuration, pools_size, maxsize):
    # type: (Configuration, int, Optional[int]) -> Any
    """What makes and keeps the connections, as configured.

    :param pools_size: for how many hosts connections are kept
    :param maxsize: how many idle connections are kept per host; the configuration's when None
    :raises ApiValueError: for a file that cannot be read, or a proxy that cannot be used
    """
    for name in ('ssl_ca_cert', 'cert_file', 'key_file'):
        _check_readable(name, getattr(configuration, name))
    settings = {
        'num_pools': pools_size,
        'maxsize': maxsize or configuration.connection_pool_maxsize or 4,
        'cert_reqs': 'CERT_REQUIRED' if configuration.verify_ssl else 'CERT_NONE',
        'ca_certs': configuration.ssl_ca_cert or _certifi(),
        'cert_file': configuration.cert_file,
        'key_file': configuration.key_file,
    }  # type: Dict[str, Any]
    if configuration.assert_hostname is not None:
        settings['assert_hostname'] = configuration.assert_hostname
    proxy = configuration.proxy or (_proxy_from_environment(configuration.host) if configuration.trust_env else None)
    manager = _proxy_manager(proxy, configuration.proxy_headers, settings) if proxy else _PoolManager(**settings)
    manager.pool_classes_by_scheme = {'http': _HTTPPool, 'https': _HTTPSPool}
    return manager


def _certifi():
    # type: () -> str
    import certifi

    return certifi.where()


def _check_readable(name, path):
    # type: (str, Optional[str]) -> None
    """Tell which setting is wrong: ``ssl`` says no more than that there is no such file."""
    if path is None:
        return
    try:
        open(path, 'rb').close()
    except (EnvironmentError, TypeError, ValueError) as error:
        raise chained(ApiValueError('The file given as %s cannot be read: %s' % (name, error)), error)


def _proxy_manager(url, headers, settings):
    # type: (str, Optional[Mapping[str, str]], Mapping[str, Any]) -> Any
    """A pool manager for a proxy; a user and password in its URL become the header that it expects."""
    if '://' not in url:
        url = 'http://' + url
    scheme, _, rest = url.partition('://')
    userinfo, _, address = rest.rpartition('@')
    proxy_headers = dict(headers or {})
    if userinfo:
        proxy_headers.update(make_headers(proxy_basic_auth=parse.unquote(userinfo)))
    try:
        return urllib3.ProxyManager('%s://%s' % (scheme, address), proxy_headers=proxy_headers, **settings)
    except (HTTPError, ValueError) as error:
        raise chained(ApiValueError('The proxy %s://%s cannot be used: %s' % (scheme, address, error)), error)


def _proxy_from_environment(url):
    # type: (str) -> Optional[str]
    from six.moves.urllib import request

    parts = parse.urlsplit(url)
    if request.proxy_bypass(parts.hostname or ''):  # type: ignore[attr-defined]
        return None
    proxies = request.getproxies()
    return proxies.get(parts.scheme) or proxies.get('all')


def is_timeout(error):
    # type: (BaseException) -> bool
    """Whether a socket's time was over, also when another exception tells of it."""
    # Before Python 3.10 TLS has no class for it, only words.
    return isinstance(error, socket.timeout) or (isinstance(error, ssl.SSLError) and 'timed out' in str(error)) or any(
        is_timeout(inner) for inner in error.args if isinstance(inner, Exception))


def _is_gone(error):
    # type: (EnvironmentError) -> bool
    """Whether a peer has closed the connection that we are writing to."""
    return error.errno in _GONE or isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
