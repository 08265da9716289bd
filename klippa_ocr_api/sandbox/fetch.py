"""Downloading a document from the URL that the user gave."""
import contextlib
import http.client
import ipaddress
import posixpath
import socket
import ssl
import threading
import time
from urllib.parse import unquote, urljoin, urlsplit

from klippa_ocr_api.sandbox.uploads import Upload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, Tuple

SECONDS = 30
_REDIRECTS = 5
_CHUNK = 64 * 1024


class FetchError(Exception):
    """A document that could not be downloaded."""


def fetch(url, limit, anywhere=False, seconds=SECONDS):
    # type: (str, int, bool, float) -> Upload
    """Download a document.

    :param limit: more bytes than these are not kept
    :param anywhere: whether to go beyond this computer
    :param seconds: how long all of it may take
    """
    ends = time.monotonic() + seconds
    try:
        for _ in range(_REDIRECTS + 1):
            with _response(url, anywhere, ends - time.monotonic()) as (response, late):
                if response.status in (301, 302, 303, 307, 308) and response.getheader('Location'):
                    url = urljoin(url, response.getheader('Location'))
                    continue
                if response.status != 200:
                    raise FetchError('%s answered %d' % (url, response.status))
                return _download(url, response, late, limit)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError('%s could not be downloaded: %s' % (url, error))
    raise FetchError('%s redirected more than %d times' % (url, _REDIRECTS))


def _download(url, response, late, limit):
    # type: (str, http.client.HTTPResponse, threading.Event, int) -> Upload
    name = posixpath.basename(unquote(urlsplit(url).path))
    upload = Upload(name, response.getheader('Content-Type'), limit)
    try:
        while not upload.too_big:
            chunk = response.read(_CHUNK)
            if not chunk:
                break
            upload.write(chunk)
        # A connection that was cut off looks like the end of a document whose length was not announced.
        if late.is_set() or not upload.too_big and response.length:
            raise FetchError('%s broke off' % url)
    except BaseException:
        upload.close()
        raise
    return upload


@contextlib.contextmanager
def _response(url, anywhere, seconds):
    # type: (str, bool, float) -> Iterator[Tuple[http.client.HTTPResponse, threading.Event]]
    """Ask for a URL, and cut the connection off when the time is up even if a byte arrives now and then."""
    connection, late = _connect(url, anywhere, seconds), threading.Event()
    # The connection lets go of its socket when the server ends it after this response.
    sock = connection.sock

    def cut():
        # type: () -> None
        late.set()
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        parts = urlsplit(url)
        connection.request('GET', (parts.path or '/') + ('?' + parts.query if parts.query else ''))
        with connection.getresponse() as response:
            yield response, late
    except (OSError, http.client.HTTPException, FetchError):
        if late.is_set():
            raise FetchError('%s took too long' % url)
        raise
    finally:
        timer.cancel()
        connection.close()


def _connect(url, anywhere, seconds):
    # type: (str, bool, float) -> http.client.HTTPConnection
    parts = urlsplit(url)
    if parts.scheme not in ('http', 'https') or not parts.hostname:
        raise FetchError('%s is no http or https URL' % url)
    port = parts.port or (443 if parts.scheme == 'https' else 80)
    # The address is looked up once: what is checked is what is connected to.
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]) for info in found]
    if not anywhere:
        addresses = [address for address in addresses if ipaddress.ip_address(address).is_loopback]
    if not addresses:
        raise FetchError('%s is not on this computer, and the sandbox fetches from nowhere else unless '
                         'remote URLs are allowed' % url)
    connection = http.client.HTTPConnection(parts.hostname, port)
    for address in addresses:
        try:
            connection.sock = socket.create_connection((address, port), max(seconds, 0.001))
            break
        except OSError:
            if address == addresses[-1]:
                raise
    if parts.scheme == 'https':
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
    return connection
