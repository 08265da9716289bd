# coding: utf-8
"""What can be given as a document, and what of it is sent."""
import errno
import gzip
import io
import os
import socket
import tempfile
import threading

import pytest
import six

from klippa_ocr_api.documents import CHUNK_SIZE, Document, document, documents
from klippa_ocr_api.exceptions import (
    ApiTypeError, DocumentChangedError, DocumentError, DocumentNotFoundError, DocumentReadError,
)
from klippa_ocr_api.multipart import Multipart

PDF = b'%PDF-1.4\n%\xe2\xe3\xcf\xd3\nnot much of one\n%%EOF\n'
CYRILLIC = u'\u0441\u0447\u0451\u0442 \u4e2d\u6587 \u0641.pdf'


def content(document):
    return b''.join(chunk if isinstance(chunk, bytes) else chunk.tobytes() for chunk in document.chunks())


def path_of(directory, name, data=PDF):
    path = os.path.join(str(directory), name)
    with open(path, 'wb') as stream:
        stream.write(data)
    return path


def times_open(path):
    """How often this process has the file open."""
    folder = '/proc/self/fd'
    return [os.path.realpath(os.path.join(folder, number)) for number in os.listdir(folder)].count(
        os.path.realpath(path))


class Unseekable(object):
    """A binary stream such as a pipe or a download."""

    def __init__(self, data, step=None):
        self._stream = io.BytesIO(data)
        self._step = step

    def read(self, size=-1):
        return self._stream.read(size if self._step is None else min(size, self._step))


# Forms


def test_a_path(tmpdir):
    found = document(path_of(tmpdir, 'invoice.pdf'))
    assert (found.name, found.content_type, found.length, found.rewindable) == (
        'invoice.pdf', 'application/pdf', len(PDF), True)
    assert content(found) == PDF
    assert content(found) == PDF


def test_a_unicode_path(tmpdir):
    path = path_of(tmpdir, 'invoice.pdf')
    assert content(document(six.ensure_text(path))) == PDF


def test_a_path_object(tmpdir):
    path = path_of(tmpdir, 'invoice.pdf')

    class Path(object):
        def __fspath__(self):
            return path

    found = document(Path())
    assert (found.name, content(found)) == ('invoice.pdf', PDF)
    if six.PY3:
        import pathlib

        assert content(document(pathlib.Path(path))) == PDF
        assert document(('other.pdf', pathlib.Path(path))).name == 'other.pdf'


def test_a_path_object_of_bytes(tmpdir):
    path = path_of(tmpdir, 'invoice.pdf')

    class Path(object):
        def __fspath__(self):
            return os.fsencode(path) if six.PY3 else path

    found = document(Path())
    assert (found.name, content(found)) == ('invoice.pdf', PDF)


@pytest.mark.parametrize('value', [
    PDF, bytearray(PDF), memoryview(PDF), io.BytesIO(PDF), memoryview(b'x' + b'x'.join(
        six.int2byte(byte) for byte in six.iterbytes(PDF)))[1::2] if six.PY3 else PDF,
], ids=['bytes', 'bytearray', 'memoryview', 'BytesIO', 'memoryview with gaps'])
def test_content_without_a_name(value):
    found = document(value)
    assert (found.name, found.content_type, found.length, found.rewindable) == (
        'document.pdf', 'application/pdf', len(PDF), True)
    assert content(found) == PDF
    assert content(found) == PDF


def test_content_that_says_nothing():
    found = document(io.BytesIO(b'\x00\x01\x02'))
    assert (found.name, found.content_type) == ('document', 'application/octet-stream')


def test_an_open_file_from_where_it_stands(tmpdir):
    with open(path_of(tmpdir, 'invoice.pdf', b'cover' + PDF), 'rb') as stream:
        stream.seek(5)
        found = document(stream)
        assert stream.tell() == 5
        assert (found.name, found.length) == ('invoice.pdf', len(PDF))
        assert content(found) == PDF
        assert content(found) == PDF, 'a repetition begins there, too'
        assert not stream.closed


def test_an_open_file_without_a_name():
    with tempfile.TemporaryFile() as stream:
        stream.write(PDF)
        stream.seek(0)
        assert document(stream).name == 'document.pdf'


def test_the_upload_of_a_web_framework():
    stream = io.BytesIO(PDF)

    class FileStorage(object):
        name = 'file'
        filename = 'C/invoice.pdf'
        read, seek, tell = stream.read, stream.seek, stream.tell

    assert document(FileStorage()).name == 'invoice.pdf'


@pytest.mark.parametrize('value', [
    ('a.png', PDF), ('a.png', io.BytesIO(PDF)), ('a.png', bytearray(PDF)), (u'a.png', PDF),
])
def test_a_name_and_content(value):
    found = document(value)
    assert (found.name, found.content_type, content(found)) == ('a.png', 'image/png', PDF)


def test_a_name_content_and_type():
    found = document(('a.png', PDF, 'application/x-scan'))
    assert (found.name, found.content_type, content(found)) == ('a.png', 'application/x-scan', PDF)


def test_a_list_of_all_forms(tmpdir):
    path = path_of(tmpdir, 'invoice.pdf')
    with open(path, 'rb') as stream:
        found = documents([path, PDF, io.BytesIO(PDF), stream, ('b.pdf', PDF), document(path)])
        assert [entry.name for entry in found] == [
            'invoice.pdf', 'document.pdf', 'document.pdf', 'invoice.pdf', 'b.pdf', 'invoice.pdf']
        assert [content(entry) for entry in found] == [PDF] * 6


def test_the_same_open_file_twice(tmpdir):
    with open(path_of(tmpdir, 'invoice.pdf'), 'rb') as stream:
        assert [content(entry) for entry in documents([stream, stream])] == [PDF, PDF]


def test_large_content_comes_in_chunks(tmpdir):
    data = os.urandom(CHUNK_SIZE * 2 + 1)
    for value in (path_of(tmpdir, 'a.pdf', data), ('a.pdf', data), ('a.pdf', io.BytesIO(data))):
        chunks = list(document(value).chunks())
        assert [len(chunk) for chunk in chunks] == [CHUNK_SIZE, CHUNK_SIZE, 1]
        assert b''.join(bytes(bytearray(chunk)) for chunk in chunks) == data


def test_bytes_are_not_copied():
    data = bytearray(b'%PDF-' + b'a' * CHUNK_SIZE)
    chunks = document(data).chunks()
    data[5:6] = b'b'
    assert bytearray(next(chunks))[5:7] == b'ba', 'it looks into the very same bytes'


# Content types


@pytest.mark.parametrize('name, expected', [
    ('a.pdf', 'application/pdf'), ('A.PDF', 'application/pdf'), ('a.png', 'image/png'), ('a.jpg', 'image/jpeg'),
    ('a.JPEG', 'image/jpeg'), ('a.gif', 'image/gif'), ('a.heic', 'image/heic'), ('a.HEIF', 'image/heif'),
    ('a.txt', 'text/plain'), ('a.tar.zip', 'application/zip'), ('data:text/html,x.pdf', 'application/pdf'),
])
def test_the_content_type_of_a_name(name, expected):
    assert document((name, b'\xff\xd8\xff\xe0 says jpeg')).content_type == expected


@pytest.mark.parametrize('head, expected, extension', [
    (b'\xff\xd8\xff\xe0\x00\x10JFIF', 'image/jpeg', '.jpg'),
    (b'\x89PNG\r\n\x1a\n\x00', 'image/png', '.png'),
    (b'GIF87a', 'image/gif', '.gif'),
    (b'GIF89a', 'image/gif', '.gif'),
    (b'%PDF-1.7', 'application/pdf', '.pdf'),
    (b'junk before it\n%PDF-1.7', 'application/pdf', '.pdf'),
    (b'\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic', 'image/heic', '.heic'),
    (b'\x00\x00\x00\x18ftypheix\x00\x00\x00\x00', 'image/heic', '.heic'),
    (b'\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic', 'image/heif', '.heif'),
    (b'\x00\x00\x00\x18ftypisom\x00\x00\x00\x00', 'application/octet-stream', ''),
    (b'II*\x00', 'application/octet-stream', ''),
])
def test_the_content_type_of_the_first_bytes(tmpdir, head, expected, extension):
    assert document(io.BytesIO(head)).content_type == expected
    assert document(io.BytesIO(head)).name == 'document' + extension
    assert document(Unseekable(head)).content_type == expected
    assert document(('scan', head)).content_type == expected
    assert document(('scan.0001', head)).content_type == expected
    assert document(path_of(tmpdir, 'scan', head)).content_type == expected


@pytest.mark.parametrize('content_type', ['a/b\r\nX: y', 'a/b\n', u'\xfc/b', 'a/b\x00'])
def test_a_content_type_that_no_header_can_have(content_type):
    with pytest.raises(DocumentError):
        document(('a.pdf', PDF, content_type))


# Names


def header(document):
    return next(iter(Multipart([('document', document)], boundary='b'))).split(b'\r\n')[1]


@pytest.mark.parametrize('name, expected', [
    (CYRILLIC, CYRILLIC.encode('utf-8')),
    (u'\U0001f9fe.pdf', b'\xf0\x9f\xa7\xbe.pdf'),
    ('a "b".pdf', b'a %22b%22.pdf'),
    ('a\r\nb.pdf', b'a%0D%0Ab.pdf'),
    ('a\\b;c.pdf', b'a\\b;c.pdf'),
])
def test_names_arrive_intact(name, expected):
    line = header(document((name, PDF)))
    assert line == b'Content-Disposition: form-data; name="document"; filename="' + expected + b'"'


def test_a_path_of_any_script(tmpdir):
    # As bytes, so that it does not depend on the locale of whoever runs the tests.
    path = os.path.join(str(tmpdir).encode('ascii'), CYRILLIC.encode('utf-8'))
    with open(path, 'wb') as stream:
        stream.write(PDF)
    found = document(os.fsdecode(path) if six.PY3 else path)
    assert header(found).endswith(b'filename="' + CYRILLIC.encode('utf-8') + b'"')
    assert content(found) == PDF
    with open(path, 'rb') as stream:
        assert header(document(stream)).endswith(b'filename="' + CYRILLIC.encode('utf-8') + b'"')


@pytest.mark.parametrize('error, make', [
    (DocumentNotFoundError, lambda name: document(name)),
    (DocumentError, lambda name: document((name, b''))),
])
def test_errors_show_names_of_any_script(error, make):
    with pytest.raises(error) as caught:
        make(CYRILLIC)
    assert six.ensure_str(CYRILLIC) in str(caught.value)


# Whose file it is


def test_our_files_are_closed(tmpdir):
    path = path_of(tmpdir, 'a.pdf', b'%PDF-' + b'a' * CHUNK_SIZE * 3)
    found = document(path)
    assert times_open(path) == 0, 'looking at it leaves nothing open'
    body = Multipart([('document', found)])
    seen = [times_open(path) for _ in body]
    assert max(seen) == 1
    assert times_open(path) == 0
    for _ in body:
        break
    body.close()
    assert times_open(path) == 0, 'also when sending stops half way'


def test_our_files_are_closed_although_the_error_is_kept(tmpdir):
    path = path_of(tmpdir, 'a.pdf', b'%PDF-' + b'a' * CHUNK_SIZE * 3)
    body = Multipart([('document', document(path))], progress=lambda sent, total: 1 // 0)
    with pytest.raises(ZeroDivisionError) as kept:
        list(body)
    assert times_open(path) == 0 and kept.value is not None

    body = Multipart([('document', document(path))])
    with open(path, 'ab') as stream:
        stream.write(b'a')
    with pytest.raises(DocumentChangedError) as kept:
        list(body)
    assert times_open(path) == 0 and kept.value is not None


def test_the_callers_file_stays_open(tmpdir):
    with open(path_of(tmpdir, 'a.pdf'), 'rb') as stream:
        list(Multipart([('document', document(stream))]))
        assert not stream.closed
    stream = io.BytesIO(PDF)
    list(Multipart([('document', document(stream))]))
    assert not stream.closed


# Streams that cannot seek


@pytest.mark.parametrize('step', [None, 3])
def test_an_unseekable_stream(step):
    found = document(Unseekable(PDF, step))
    assert (found.length, found.rewindable, found.name) == (
        None, False, 'document.pdf' if step is None else 'document')
    assert content(found) == PDF


def test_a_pipe():
    reader, writer = os.pipe()
    with os.fdopen(reader, 'rb') as stream, os.fdopen(writer, 'wb') as sink:
        sink.write(PDF)
        sink.close()
        found = document(stream)
        assert (found.length, found.rewindable, found.name) == (None, False, 'document.pdf')
        assert content(found) == PDF


def test_a_socket():
    ours, theirs = socket.socketpair()
    stream = ours.makefile('rb')
    theirs.sendall(PDF)
    theirs.close()
    assert content(document(stream)) == PDF
    stream.close()
    ours.close()


def test_a_named_pipe(tmpdir):
    path = os.path.join(str(tmpdir), 'scan.pdf')
    os.mkfifo(path)

    def write(data):
        with open(path, 'wb') as sink:
            sink.write(data)

    for data in (PDF, b''):
        found = document(path)
        assert (found.length, found.rewindable, found.name, found.content_type) == (
            None, False, 'scan.pdf', 'application/pdf')
        writer = threading.Thread(target=write, args=(data,))
        writer.start()
        if data:
            assert content(found) == data
        else:
            with pytest.raises(DocumentError):
                content(found)
        writer.join()


def test_a_file_that_gives_its_size_as_0():
    found = document('/proc/self/status')
    assert found.length is None and found.rewindable
    assert content(found).startswith(b'Name:')


def test_a_gzip_file_that_is_cut_off(tmpdir):
    path = os.path.join(str(tmpdir), 'a.pdf.gz')
    with gzip.open(path, 'wb') as stream:
        stream.write(os.urandom(CHUNK_SIZE * 4))
    with open(path, 'rb') as stream:
        data = stream.read()
    with open(path, 'wb') as stream:
        stream.write(data[:-CHUNK_SIZE])
    with gzip.open(path, 'rb') as stream:
        with pytest.raises(DocumentReadError) as caught:
            content(document(stream))
    assert isinstance(caught.value.__cause__, (EOFError, IOError))


# What cannot be sent


@pytest.mark.parametrize('value', [
    b'' if six.PY3 else bytearray(), bytearray(), memoryview(b''), io.BytesIO(), ('a.pdf', b''), ('a.pdf', io.BytesIO()),
    Unseekable(b''), [], '', u'',
])
def test_nothing_to_send(value):
    with pytest.raises(DocumentError):
        documents(value)


def test_an_empty_file(tmpdir):
    path = path_of(tmpdir, 'a.pdf', b'')
    with pytest.raises(DocumentError, match='is empty'):
        document(path)


def test_a_file_at_its_end(tmpdir):
    with open(path_of(tmpdir, 'a.pdf'), 'rb') as stream:
        stream.read()
        with pytest.raises(DocumentError, match=r'rewind it with seek\(0\)'):
            document(stream)


def test_a_missing_file(tmpdir):
    for path in (os.path.join(str(tmpdir), 'none.pdf'), os.path.join(path_of(tmpdir, 'a.pdf'), 'b.pdf')):
        with pytest.raises(DocumentNotFoundError) as caught:
            document(path)
        assert path in str(caught.value)
        assert isinstance(caught.value, getattr(six.moves.builtins, 'FileNotFoundError', IOError))
        assert caught.value.__cause__.errno in (errno.ENOENT, errno.ENOTDIR)


def test_a_link_to_nowhere(tmpdir):
    path = os.path.join(str(tmpdir), 'a.pdf')
    os.symlink(os.path.join(str(tmpdir), 'none.pdf'), path)
    with pytest.raises(DocumentNotFoundError):
        document(path)


def test_a_directory(tmpdir):
    with pytest.raises(DocumentError, match='is a directory'):
        document(str(tmpdir))


def test_an_unreadable_file(tmpdir):
    # A file that not even root can read.
    with pytest.raises(DocumentReadError) as caught:
        document('/proc/self/mem')
    assert isinstance(caught.value.__cause__, EnvironmentError)
    with pytest.raises(DocumentReadError) as caught:
        document(os.path.join(str(tmpdir), 'a' * 1000))
    assert caught.value.__cause__.errno == errno.ENAMETOOLONG


def test_a_file_that_is_gone_when_its_turn_comes(tmpdir):
    path = path_of(tmpdir, 'a.pdf')
    found = document(path)
    os.remove(path)
    with pytest.raises(DocumentReadError):
        content(found)


def test_a_path_with_a_nul():
    with pytest.raises(DocumentError):
        document(u'a\0.pdf')


def test_a_closed_file(tmpdir):
    stream = open(path_of(tmpdir, 'a.pdf'), 'rb')
    stream.close()
    with pytest.raises(DocumentError, match='is closed'):
        document(stream)


def test_a_file_that_is_closed_before_it_is_sent():
    stream = io.BytesIO(PDF)
    found = document(stream)
    stream.close()
    with pytest.raises(DocumentReadError):
        content(found)


def test_text_mode(tmpdir):
    path = path_of(tmpdir, 'a.pdf', b'%PDF- plain')
    with io.open(path, 'r', encoding='ascii') as stream:
        with pytest.raises(DocumentError, match='binary mode'):
            document(stream)
    with pytest.raises(DocumentError, match='binary mode'):
        document(io.StringIO(u'text'))
    with tempfile.NamedTemporaryFile('w+') as stream:
        stream.write('text')
        stream.seek(0)
        if six.PY3:
            with pytest.raises(DocumentError, match='binary mode'):
                document(stream)


def test_a_url_as_a_document():
    with pytest.raises(DocumentError, match='url='):
        document('https://example.com/invoice.pdf')


@pytest.mark.parametrize('value', [
    None, 7, 1.5, object(), {}, {'a.pdf': PDF}, (), ('a.pdf',), ('a.pdf', PDF, 'a/b', 'c'), ('', PDF), (None, PDF),
    ('a.pdf', u'text'), ('a.pdf', 7), ('a.pdf', PDF, 7), ('a.pdf', PDF, ''), [7], (name for name in 'ab'),
])
def test_what_is_no_document(value):
    with pytest.raises(ApiTypeError):
        documents(value)


def test_a_stream_that_fails():
    class Failing(object):
        def read(self, size=-1):
            raise RuntimeError('the download broke off')

    with pytest.raises(DocumentReadError, match='the download broke off') as caught:
        document(Failing())
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_stream_without_data():
    class NonBlocking(object):
        def read(self, size=-1):
            return None

    with pytest.raises(DocumentReadError, match='non-blocking'):
        document(NonBlocking())


def test_streams_that_give_other_kinds_of_bytes():
    for kind in (bytearray, memoryview):
        class Stream(object):
            data = [b'%PDF-', b'rest', b'']

            def read(self, size=-1):
                return kind(self.data.pop(0) if self.data else b'')

        Stream.data = [b'%PDF-', b'rest', b'']
        assert content(document(Stream())) == b'%PDF-rest'


# Documents that change while they are sent


@pytest.mark.parametrize('kept_open', [False, True])
def test_a_file_that_shrinks(tmpdir, kept_open):
    path = path_of(tmpdir, 'a.pdf', b'%PDF-' + b'a' * CHUNK_SIZE * 3)
    with open(path, 'rb') as stream:
        chunks = document(stream if kept_open else path).chunks()
        next(chunks)
        with open(path, 'r+b') as other:
            other.truncate(CHUNK_SIZE * 2)
        with pytest.raises(DocumentChangedError, match='shrank'):
            list(chunks)


@pytest.mark.parametrize('kept_open', [False, True])
def test_a_file_that_grows(tmpdir, kept_open):
    path = path_of(tmpdir, 'a.pdf', b'%PDF-' + b'a' * CHUNK_SIZE * 3)
    with open(path, 'rb') as stream:
        found = document(stream if kept_open else path)
        with open(path, 'ab') as other:
            other.write(b'more')
        sent = 0
        with pytest.raises(DocumentChangedError, match='grew'):
            for chunk in found.chunks():
                sent += len(chunk)
        assert sent <= found.length, 'never more than was announced'


def test_repr():
    assert repr(document((u'\xfc.pdf', PDF))) == six.ensure_str(
        u'<Document \xfc.pdf, application/pdf, %d bytes>' % len(PDF))
    assert isinstance(document(PDF), Document)
