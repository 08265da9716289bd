"""What counts as a document, and how its bytes are read while they are sent."""
import contextlib
import errno
import io
import os
import re
import stat

import six

from klippa_ocr_api.exceptions import (
    ApiTypeError, DocumentChangedError, DocumentError, DocumentNotFoundError, DocumentReadError, chained, shown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Generator, List, Optional, Tuple

#: How many bytes of a document are in memory at a time.
CHUNK_SIZE = 128 * 1024

_HEAD_SIZE = 1024

# mimetypes knows HEIC only since Python 3.13, and asks the operating system for the rest.
_BY_EXTENSION = {
    '.pdf': 'application/pdf',
    '.png': 'image/png',
    '.jpg': 'image/jpeg',
    '.jpeg': 'image/jpeg',
    '.gif': 'image/gif',
    '.heic': 'image/heic',
    '.heif': 'image/heif',
}

_EXTENSIONS = {
    'application/pdf': '.pdf',
    'image/png': '.png',
    'image/jpeg': '.jpg',
    'image/gif': '.gif',
    'image/heic': '.heic',
    'image/heif': '.heif',
}

_HEIC_BRANDS = (b'heic', b'heix', b'heim', b'heis', b'hevc', b'hevx')
_HEIF_BRANDS = (b'mif1', b'msf1')

_ACCEPTED = ("a path, bytes, an open binary file, (name, content) or (name, content, content_type), "
             "or a list of these")


class Document(object):
    """One document, ready to be sent.

    :ivar name: the file name that the service sees
    :ivar content_type: the media type that the service sees
    :ivar length: number of bytes, or None when it is not known before the end is reached
    :ivar rewindable: whether ``chunks()`` can be called again
    """

    __slots__ = ('name', 'content_type', 'length', 'rewindable', '_chunks')

    def __init__(self, name, content_type, length, rewindable, chunks):
        # type: (str, str, Optional[int], bool, Callable[[], Generator[Any, None, None]]) -> None
        self.name = name
        self.content_type = content_type
        self.length = length
        self.rewindable = rewindable
        self._chunks = chunks

    def chunks(self):
        # type: () -> Generator[Any, None, None]
        """The bytes from the start, in pieces of at most ``CHUNK_SIZE``.

        :raises DocumentChangedError: when there turn out to be fewer or more of them than ``length``
        :raises DocumentReadError: when reading fails
        """
        seen = 0
        # An exception's traceback keeps a suspended generator, and with it an open file, alive: so it is closed.
        with contextlib.closing(self._chunks()) as chunks:
            for chunk in chunks:
                seen += len(chunk)
                if self.length is not None and seen > self.length:
                    raise DocumentChangedError('The document %s grew while it was sent: it had %d bytes' % (
                        _native(self.name), self.length))
                yield chunk
        if self.length is None and not seen:
            raise DocumentError('The document %s is empty' % _native(self.name))
        if self.length is not None and seen < self.length:
            raise DocumentChangedError('The document %s shrank while it was sent: it had %d bytes, now %d' % (
                _native(self.name), self.length, seen))

    def __repr__(self):
        # type: () -> str
        return '<Document %s, %s, %s bytes>' % (
            _native(self.name), self.content_type, 'unknown' if self.length is None else self.length)


def documents(value):
    # type: (Any) -> List[Document]
    """The documents in whatever a caller gives as ``document``.

    Files are looked at, but not kept open: each is opened when its turn to be sent comes.

    :raises DocumentError: for a document that cannot be sent
    :raises ApiTypeError: for something that is no document
    """
    if isinstance(value, list):
        if not value:
            raise DocumentError('The list of documents is empty')
        return [document(item) for item in value]
    return [document(value)]


def document(value):
    # type: (Any) -> Document
    """The document in one value: a path, bytes, a binary file, or a tuple with a name."""
    if isinstance(value, Document):
        return value
    if isinstance(value, tuple):
        return _named(value)
    path = _as_path(value)
    if path is not None:
        return _from_path(path)
    return _from_content(value, None, None)


def _named(value):
    # type: (Tuple[Any, ...]) -> Document
    if len(value) not in (2, 3):
        raise ApiTypeError('A document given as a tuple is (name, content) or (name, content, content_type), '
                           'this one has %d entries' % len(value))
    name, content = value[:2]
    content_type = value[2] if len(value) == 3 else None
    if not isinstance(name, six.string_types) or not name:
        raise ApiTypeError('The name in a document tuple is text, not %s' % shown(name))
    if content_type is not None and (not isinstance(content_type, six.string_types) or not content_type):
        raise ApiTypeError('The content type in a document tuple is text, not %s' % shown(content_type))
    if content_type and not re.match(r'[\x20-\x7e]+\Z', content_type):
        raise DocumentError('The content type of a document is ASCII text, not %s' % shown(content_type))
    if isinstance(content, six.text_type):
        raise ApiTypeError('The content of the document %r is text; give bytes, a binary file or a pathlib path. '
                           'Several documents are given as a list, not as a tuple' % name)
    path = None if isinstance(content, six.binary_type) else _as_path(content)
    if path is not None:
        return _from_path(path, name, content_type)
    return _from_content(content, name, content_type)


def _as_path(value):
    # type: (Any) -> Optional[str]
    if isinstance(value, six.text_type):
        return value
    if six.PY2 and isinstance(value, str):
        # On Python 2 bytes and paths are one type: what begins like a document is one.
        return None if '\0' in value or _sniffed(value) else value
    if hasattr(value, '__fspath__'):
        return value.__fspath__()  # type: ignore[no-any-return]
    if type(value).__module__.startswith('pathlib'):  # Python 3.4 and 3.5
        return str(value)
    return None


def _from_path(path, name=None, content_type=None):
    # type: (Any, Optional[str], Optional[str]) -> Document
    if not path:
        raise DocumentError('The path of the document is empty')
    label = _native(path) if isinstance(path, six.string_types) else repr(path)
    if isinstance(path, six.string_types) and path.lower().startswith(('http://', 'https://')):
        raise DocumentError('%s is a URL: give it as url=, not as document=' % label)
    try:
        status = os.stat(path)
        regular = stat.S_ISREG(status.st_mode)
        # Looked into now, so that a file that cannot be opened is known before anything is sent.
        head = _head(path) if regular else b''
    except EnvironmentError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise chained(DocumentNotFoundError('There is no document at %s' % label), error)
        raise chained(DocumentReadError('The document %s cannot be read: %s' % (label, error.strerror)), error)
    except (ValueError, TypeError) as error:  # a NUL in the path
        raise chained(DocumentError('%r is not a path: %s' % (label, error)), error)
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError('%s is a directory, not a document; list its files instead' % label)
    if regular and not head:
        raise DocumentError('The document %s is empty' % label)
    name = name or os.path.basename(path if isinstance(path, six.string_types) else os.fsdecode(path))
    # Some file systems, such as /proc, make files up while they are read, and give their size as 0.
    length = status.st_size if regular and status.st_size else None

    def chunks():
        # type: () -> Generator[bytes, None, None]
        try:
            # Unbuffered: the chunks are larger than any buffer.
            stream = io.open(path, 'rb', 0)
        except EnvironmentError as error:
            raise chained(DocumentReadError('The document %s cannot be read: %s' % (label, error.strerror)), error)
        with contextlib.closing(stream):
            for chunk in _read(stream, label):
                yield chunk

    return Document(name, content_type or _content_type(name, head), length, regular, chunks)


def _head(path):
    # type: (Any) -> bytes
    with open(path, 'rb') as stream:
        return stream.read(_HEAD_SIZE)


def _from_content(content, name, content_type):
    # type: (Any, Optional[str], Optional[str]) -> Document
    if isinstance(content, (six.binary_type, bytearray, memoryview)):
        return _from_bytes(content, name, content_type)
    if isinstance(content, io.TextIOBase):
        raise DocumentError('The document %s is open as text; open it in binary mode: open(path, "rb")'
                            % _native(name or _stream_name(content) or 'given'))
    if callable(getattr(content, 'read', None)):
        return _from_stream(content, name, content_type)
    raise ApiTypeError('A document is %s, not %s' % (_ACCEPTED, type(content).__name__))


def _from_bytes(content, name, content_type):
    # type: (Any, Optional[str], Optional[str]) -> Document
    label = _native(name or 'given as %s' % type(content).__name__)
    try:
        view = memoryview(content)
        if view.ndim != 1 or view.itemsize != 1 or view.strides != (1,):
            # A socket sends only what lies in one piece.
            view = memoryview(view.tobytes())
    except ValueError as error:
        raise chained(DocumentError('The document %s cannot be read: %s' % (label, error)), error)
    if not len(view):
        raise DocumentError('The document %s is empty' % label)

    def chunks():
        # type: () -> Generator[Any, None, None]
        for start in range(0, len(view), CHUNK_SIZE):
            yield view[start:start + CHUNK_SIZE]

    return _document(name, content_type, view[:_HEAD_SIZE].tobytes(), len(view), True, chunks)


def _from_stream(stream, name, content_type):
    # type: (Any, Optional[str], Optional[str]) -> Document
    name = name or _stream_name(stream)
    label = _native(name or 'given as %s' % type(stream).__name__)
    start, length = _measure(stream, label)
    if length == 0:
        raise DocumentError('The document %s is empty%s' % (
            label, ' from where the file stands (at %d): rewind it with seek(0)' % start if start else ''))
    head = _read_once(stream, _HEAD_SIZE, label)
    if length is not None:
        _rewind(stream, start, label)
    elif not head:
        raise DocumentError('The document %s is empty' % label)

    def chunks():
        # type: () -> Generator[bytes, None, None]
        if length is not None:
            _rewind(stream, start, label)
        else:
            yield head
        for chunk in _read(stream, label):
            yield chunk

    return _document(name, content_type, head, length, length is not None, chunks)


def _document(name, content_type, head, length, rewindable, chunks):
    # type: (Optional[str], Optional[str], bytes, Optional[int], bool, Callable[[], Generator[Any, None, None]]) -> Document  # noqa: E501
    """A document whose name or type may still have to be told from its first bytes."""
    if content_type is None:
        content_type = _content_type(name or '', head)
    # Without a file name the service would take the part for a plain form field.
    return Document(name or 'document' + _EXTENSIONS.get(content_type, ''), content_type, length, rewindable, chunks)


def _stream_name(stream):
    # type: (Any) -> Optional[str]
    # The uploads of web frameworks have the file's name in "filename", and in "name" that of the form's field.
    for attribute in ('name',) if isinstance(stream, io.IOBase) else ('filename', 'name'):
        name = getattr(stream, attribute, None)
        if six.PY3 and isinstance(name, bytes):
            name = os.fsdecode(name)
        # An open file can be named by its descriptor, and pipes by '<fdopen>' and the like.
        if isinstance(name, six.string_types) and os.path.basename(name) and not name.startswith('<'):
            return os.path.basename(name)
    return None


def _measure(stream, label):
    # type: (Any, str) -> Tuple[int, Optional[int]]
    """Where a stream stands, and how many bytes follow; (0, None) if it cannot seek."""
    if getattr(stream, 'closed', False):
        raise DocumentError('The document %s is closed' % label)
    start = None
    try:
        start = stream.tell()
        stream.seek(0, io.SEEK_END)
        end = stream.tell()
    except Exception as error:  # streams say in many ways that they cannot
        if start is not None and stream.tell() != start:
            raise chained(DocumentReadError('Reading the document %s failed: %s' % (label, error)), error)
        return 0, None
    _rewind(stream, start, label)
    return start, max(end - start, 0)


def _rewind(stream, start, label):
    # type: (Any, int, str) -> None
    try:
        stream.seek(start)
    except Exception as error:
        raise chained(DocumentReadError('The document %s cannot be rewound: %s' % (label, error)), error)


def _read(stream, label):
    # type: (Any, str) -> Generator[bytes, None, None]
    while True:
        chunk = _read_once(stream, CHUNK_SIZE, label)
        if not chunk:
            return
        yield chunk


def _read_once(stream, size, label):
    # type: (Any, int, str) -> bytes
    try:
        chunk = stream.read(size)
    except Exception as error:  # a stream may decompress or download: it fails with more than OSError
        raise chained(DocumentReadError('Reading the document %s failed: %s' % (label, error)), error)
    if chunk is None:
        raise DocumentReadError('Reading the document %s failed: it is a non-blocking stream without data' % label)
    if not isinstance(chunk, (six.binary_type, bytearray, memoryview)):
        raise DocumentError('The document %s gives text; open it in binary mode: open(path, "rb")' % label)
    if isinstance(chunk, memoryview):
        return chunk.tobytes()
    return bytes(chunk)


def _content_type(name, head):
    # type: (str, bytes) -> str
    extension = os.path.splitext(name)[1].lower()
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    return _registered(extension) or _sniffed(head) or 'application/octet-stream'


def _registered(extension):
    # type: (str) -> Optional[str]
    import mimetypes

    # Not of the whole name, which may look like a URL that brings its own type.
    return mimetypes.guess_type('document' + extension)[0]


def _sniffed(head):
    # type: (bytes) -> Optional[str]
    """The media type that the first bytes tell, or None."""
    if head.startswith(b'\xff\xd8\xff'):
        return 'image/jpeg'
    if head.startswith(b'\x89PNG\r\n\x1a\n'):
        return 'image/png'
    if head.startswith((b'GIF87a', b'GIF89a')):
        return 'image/gif'
    if head[4:8] == b'ftyp':
        if head[8:12] in _HEIC_BRANDS:
            return 'image/heic'
        if head[8:12] in _HEIF_BRANDS:
            return 'image/heif'
    # Readers accept a PDF whose header stands anywhere in the first kilobyte.
    if b'%PDF-' in head[:_HEAD_SIZE]:
        return 'application/pdf'
    return None


def _native(text):
    # type: (Any) -> str
    """Text as ``str``: on Python 2 texts of both kinds meet in one message only in UTF-8."""
    return six.ensure_str(text)
