"""Replies that have to be complete in time.

A socket's timeout starts anew with every byte: a peer that sends one now and then can hold a caller for
ever. Here the timeout that the socket has when the reply begins bounds the whole of the reply.
"""
import io
import socket
import time

import six
from six.moves import http_client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional

#: Seconds on a clock for measuring. Python 2.7 has none that is safe from changes of the system's time.
now = getattr(time, 'monotonic', time.time)  # type: Callable[[], float]

#: How much of a reply is read at a time, in bytes.
_PIECE = 1 << 20


class Deadline(object):
    """A moment, some seconds from now, to be ready by."""

    def __init__(self, seconds):
        # type: (float) -> None
        self._end = now() + seconds

    def left(self):
        # type: () -> float
        """The seconds left, at least 0."""
        return max(self._end - now(), 0)

    def required(self):
        # type: () -> float
        """The seconds left, for a socket.

        :raises socket.timeout: if there are none
        """
        left = self.left()
        if not left:
            raise socket.timeout('timed out')
        return left


class DeadlineResponse(http_client.HTTPResponse):
    """An HTTP response whose socket times out for good when the time for the whole reply is over."""

    def __init__(self, sock, *args, **kwargs):
        # type: (Any, *Any, **Any) -> None
        http_client.HTTPResponse.__init__(self, sock, *args, **kwargs)
        timeout = sock.gettimeout()
        if six.PY3:
            raw = self.fp.detach()
            self.fp = _Stream(raw if timeout is None else _DeadlineReader(raw, sock, timeout), 16 * 1024)
        elif timeout is not None:
            self.fp._sock = _DeadlineSocket(self.fp._sock, timeout)

    def begin(self):
        # type: () -> None
        stream = self.fp  # type: Any
        http_client.HTTPResponse.begin(self)
        # Python takes the end of the connection for the end of the head: an empty reply that nobody sent.
        if stream.ended if six.PY3 else self.msg.status == 'EOF in headers':
            raise http_client.HTTPException('The reply broke off in its head')
        # urllib3 refuses it, too, but leaves the connection open.
        lengths = self.getheader('Content-Length') or ''
        if ',' in lengths and len(set(length.strip() for length in lengths.split(','))) > 1:
            raise http_client.HTTPException('The reply has more than one length')


class LastResponse(DeadlineResponse):
    """The response on a connection that cannot have another one: its request was cut off."""

    def begin(self):
        # type: () -> None
        DeadlineResponse.begin(self)
        self.will_close = True


class _Stream(io.BufferedReader):
    """The stream of a response on Python 3; knows whether the last line was the end of it."""

    ended = False

    def read(self, size=-1):
        # type: (Optional[int]) -> bytes
        if size is None or size <= _PIECE:
            return super(_Stream, self).read(size)
        # A length is a claim: Python would make room for all of it before the first byte is there.
        pieces = []
        while size:
            piece = super(_Stream, self).read(min(size, _PIECE))
            if not piece:
                break
            pieces.append(piece)
            size -= len(piece)
        return b''.join(pieces)

    def readline(self, *args):
        # type: (*Any) -> bytes
        line = super(_Stream, self).readline(*args)
        self.ended = not line
        return line


class _DeadlineReader(io.RawIOBase):
    """The raw stream of a socket on Python 3."""

    def __init__(self, raw, sock, timeout):
        # type: (Any, Any, float) -> None
        super(_DeadlineReader, self).__init__()
        self._raw = raw
        self._sock = sock
        self._deadline = Deadline(timeout)

    def readable(self):
        # type: () -> bool
        return True

    def readinto(self, buffer):
        # type: (Any) -> Any
        self._sock.settimeout(self._deadline.required())
        return self._raw.readinto(buffer)

    def fileno(self):
        # type: () -> int
        return self._raw.fileno()  # type: ignore[no-any-return]

    def close(self):
        # type: () -> None
        try:
            self._raw.close()
        finally:
            super(_DeadlineReader, self).close()


class _DeadlineSocket(object):
    """The socket of a ``_fileobject`` on Python 2."""

    def __init__(self, sock, timeout):
        # type: (Any, float) -> None
        self._sock = sock
        self._deadline = Deadline(timeout)

    def recv(self, *args):
        # type: (*Any) -> Any
        self._sock.settimeout(self._deadline.required())
        return self._sock.recv(*args)

    def __getattr__(self, name):
        # type: (str) -> Any
        return getattr(self._sock, name)
