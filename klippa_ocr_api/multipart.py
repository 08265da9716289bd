"""``multipart/form-data`` bodies that are produced while they are sent."""
import binascii
import contextlib
import os

import six

from klippa_ocr_api.documents import CHUNK_SIZE, Document
from klippa_ocr_api.exceptions import ApiValueError, chained

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Generator, Iterable, Iterator, List, Optional, Tuple, Union

    _Progress = Callable[[int, Optional[int]], Any]


class Multipart(object):
    """A body of form fields and documents; every iteration produces its bytes anew.

    :param fields: pairs of a field's name and its text or ``Document``, in the order they are sent
    :param progress: called with the bytes sent so far and their number in all (None when not known);
        a repeated request begins again at the first byte
    :raises ApiValueError: for text that has no UTF-8 form
    :ivar content_type: the ``Content-Type`` header, with the boundary
    :ivar length: the ``Content-Length``, or None when a document's length is not known
    :ivar only_fields: whether it holds no document
    :ivar rewindable: whether the body can be produced more than once
    :ivar started: whether producing it has begun
    :ivar failure: the exception that ended producing it, or None
    """

    def __init__(self, fields, progress=None, boundary=None):
        # type: (Iterable[Tuple[str, Union[str, Document]]], Optional[_Progress], Optional[str]) -> None
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
        self.only_fields = True
        self.rewindable = True
        for part in self._parts:
            if isinstance(part, Document):
                self.only_fields = False
                self.rewindable = self.rewindable and part.rewindable
                self.length = None if part.length is None or self.length is None else self.length + part.length
            elif self.length is not None:
                self.length += len(part)
        self.started = False
        self.failure = None  # type: Optional[Exception]
        self._running = None  # type: Any

    def __iter__(self):
        # type: () -> Iterator[Any]
        self.close()
        self._running = self._produce()
        return self._running  # type: ignore[no-any-return]

    def close(self):
        # type: () -> None
        """End the iteration under way, if there is one: a document that is being read is closed."""
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def _produce(self):
        # type: () -> Generator[Any, None, None]
        self.started = True
        self.failure = None
        sent = 0
        try:
            with contextlib.closing(self._pieces()) as pieces, contextlib.closing(_coalesced(pieces)) as chunks:
                for chunk in chunks:
                    yield chunk
                    sent += len(chunk)
                    if self._progress is not None:
                        self._progress(sent, self.length)
        except Exception as error:
            # The transport takes an OSError out of here for one of the network's; this tells them apart.
            self.failure = error
            raise

    def _pieces(self):
        # type: () -> Generator[Any, None, None]
        for part in self._parts:
            if isinstance(part, Document):
                with contextlib.closing(part.chunks()) as chunks:
                    for chunk in chunks:
                        yield chunk
            else:
                yield part


def _coalesced(pieces):
    # type: (Iterable[Any]) -> Generator[Any, None, None]
    """Join small pieces, so that a small form is one packet; large pieces go through without a copy."""
    pending = []  # type: List[bytes]
    size = 0
    for piece in pieces:
        large = len(piece) >= CHUNK_SIZE
        if pending and (large or size + len(piece) > CHUNK_SIZE):
            yield b''.join(pending)
            pending, size = [], 0
        if large:
            yield piece
        else:
            pending.append(as_bytes(piece))
            size += len(piece)
    if pending:
        yield b''.join(pending)


def as_bytes(chunk):
    # type: (Any) -> bytes
    """A chunk of a body as bytes: those of documents in memory are views on them."""
    return chunk.tobytes() if isinstance(chunk, memoryview) else chunk


def _encoded(text):
    # type: (Any) -> bytes
    if isinstance(text, six.binary_type):
        return text
    try:
        # A file name that the file system's encoding could not decode goes out as the bytes it was.
        return text.encode('utf-8', 'strict' if six.PY2 else 'surrogateescape')  # type: ignore[no-any-return]
    except UnicodeError as error:
        raise chained(ApiValueError('A form cannot hold the text %r: it has no UTF-8 form' % text[:80]), error)


def _quoted(text):
    # type: (Any) -> bytes
    """A name within quotes, as browsers write it: UTF-8, and only what would end it is escaped."""
    return _encoded(text).replace(b'"', b'%22').replace(b'\r', b'%0D').replace(b'\n', b'%0A')
