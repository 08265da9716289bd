"""``multipart/form-data`` bodies that are produced while they are sent."""
import binascii
import os

import six

from klippa_ocr_api.documents import CHUNK_SIZE, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator, List, Optional, Tuple, Union

    Progress = Callable[[int, Optional[int]], Any]


class Multipart(object):
    """A body of form fields and documents; every iteration produces its bytes anew.

    :param fields: pairs of a field's name and its text or ``Document``, in the order they are sent
    :param progress: called with the bytes sent so far and their number in all (None when not known)
    :ivar content_type: the ``Content-Type`` header, with the boundary
    :ivar length: the ``Content-Length``, or None when a document's length is not known
    :ivar rewindable: whether the body can be produced more than once
    :ivar started: whether producing it has begun
    :ivar failure: the exception that ended producing it, or None
    """

    def __init__(self, fields, progress=None, boundary=None):
        # type: (Iterable[Tuple[str, Union[str, Document]]], Optional[Progress], Optional[str]) -> None
        boundary = boundary or six.ensure_str(binascii.hexlify(os.urandom(16)))
        self._progress = progress
        self._parts = []  # type: List[Union[bytes, Document]]
        separator = b'--' + boundary.encode('ascii') + b'\r\n'
        for name, value in fields:
            disposition = separator + b'Content-Disposition: form-data; name="' + _quoted(name) + b'"'
            if isinstance(value, Document):
                self._parts.append(
                    disposition + b'; filename="' + _quoted(value.name) + b'"\r\nContent-Type: '
                    + _encoded(value.content_type) + b'\r\n\r\n')
                self._parts.append(value)
                self._parts.append(b'\r\n')
            else:
                self._parts.append(disposition + b'\r\n\r\n' + _encoded(value) + b'\r\n')
        self._parts.append(b'--' + boundary.encode('ascii') + b'--\r\n')
        self.content_type = 'multipart/form-data; boundary=' + boundary
        self.length = 0  # type: Optional[int]
        self.rewindable = True
        for part in self._parts:
            if isinstance(part, Document):
                self.rewindable = self.rewindable and part.rewindable
                self.length = None if part.length is None or self.length is None else self.length + part.length
            elif self.length is not None:
                self.length += len(part)
        self.started = False
        self.failure = None  # type: Optional[Exception]
        if six.PY2:
            # The HTTP client of Python 2 sends what can be read, that of Python 3 what can be iterated.
            self.read = _Reader(self)

    def __iter__(self):
        # type: () -> Iterator[Any]
        self.started = True
        sent = 0
        try:
            for chunk in _coalesced(self._pieces()):
                yield chunk
                sent += len(chunk)
                if self._progress is not None:
                    self._progress(sent, self.length)
        except Exception as error:
            # The transport takes an OSError out of here for one of the network's; this tells them apart.
            self.failure = error
            raise

    def _pieces(self):
        # type: () -> Iterator[Any]
        for part in self._parts:
            if isinstance(part, Document):
                for chunk in part.chunks():
                    yield chunk
            else:
                yield part


class _Reader(object):
    """The ``read`` of a body on Python 2: hands out the chunks as they are made, whatever size is asked for."""

    def __init__(self, body):
        # type: (Multipart) -> None
        self._body = body
        self._chunks = None  # type: Optional[Iterator[Any]]

    def __call__(self, size=-1):
        # type: (int) -> Any
        if self._chunks is None:
            self._chunks = iter(self._body)
        chunk = next(self._chunks, b'')
        if not len(chunk):
            self._chunks = None
        return chunk

    def rewind(self):
        # type: () -> None
        self._chunks = None


def _coalesced(pieces):
    # type: (Iterable[Any]) -> Iterator[Any]
    """Join small pieces, so that a small form is one packet; large pieces go through without a copy."""
    pending = []  # type: List[Any]
    size = 0
    for piece in pieces:
        if size + len(piece) > CHUNK_SIZE:
            if pending:
                yield b''.join(pending)
            pending, size = [], 0
            if len(piece) >= CHUNK_SIZE // 2:
                yield piece
                continue
        pending.append(piece if isinstance(piece, six.binary_type) else piece.tobytes())
        size += len(piece)
    if pending:
        yield b''.join(pending)


def _encoded(text):
    # type: (Any) -> bytes
    if isinstance(text, six.binary_type):
        return text
    # A file name that the file system's encoding could not decode goes out as the bytes it was.
    return text.encode('utf-8', 'strict' if six.PY2 else 'surrogateescape')  # type: ignore[no-any-return]


def _quoted(text):
    # type: (Any) -> bytes
    """A name within quotes, as browsers write it: UTF-8, and only what would end it is escaped."""
    return _encoded(text).replace(b'"', b'%22').replace(b'\r', b'%0D').replace(b'\n', b'%0A')
