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
    from typing import Any

# Python 2.7 has no clock that is safe from changes of the system's time.
_now = getattr(time, 'monotonic', time.time)


class DeadlineResponse(http_client.HTTPResponse):
    """An HTTP response whose socket times out for good when the time for the whole reply is over."""

    def __init__(self, sock, *args, **kwargs):
        # type: (Any, *Any, **Any) -> None
        http_client.HTTPResponse.__init__(self, sock, *args, **kwargs)
        timeout = sock.gettimeout()
        if timeout is None:
            return
        if six.PY2:
            self.fp._sock = _DeadlineSocket(self.fp._sock, timeout)
        else:
            self.fp = io.BufferedReader(_DeadlineReader(self.fp.detach(), sock, timeout), 16 * 1024)


class _Deadline(object):
    """A moment to be ready by, and the socket that has to keep to it."""

    def __init__(self, sock, timeout):
        # type: (Any, float) -> None
        self._sock = sock
        self._end = _now() + timeout

    def apply(self):
        # type: () -> None
        remaining = self._end - _now()
        if remaining <= 0:
            raise socket.timeout('timed out')
        self._sock.settimeout(remaining)


class _DeadlineReader(io.RawIOBase):
    """The raw stream of a socket on Python 3."""

    def __init__(self, raw, sock, timeout):
        # type: (Any, Any, float) -> None
        super(_DeadlineReader, self).__init__()
        self._raw = raw
        self._deadline = _Deadline(sock, timeout)

    def readable(self):
        # type: () -> bool
        return True

    def readinto(self, buffer):
        # type: (Any) -> Any
        self._deadline.apply()
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
        self._deadline = _Deadline(sock, timeout)

    def recv(self, *args):
        # type: (*Any) -> Any
        self._deadline.apply()
        return self._sock.recv(*args)

    def __getattr__(self, name):
        # type: (str) -> Any
        return getattr(self._sock, name)
