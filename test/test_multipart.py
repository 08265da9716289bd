# coding: utf-8
"""The bytes of ``multipart/form-data`` bodies, and how they go over the wire."""
import hashlib
import io
import os

import pytest
import six

import klippa_ocr_api
from klippa_ocr_api.documents import CHUNK_SIZE, document
from klippa_ocr_api.exceptions import ApiValueError, DocumentChangedError, OpenApiException
from klippa_ocr_api.multipart import Multipart
from test.conftest import KEY
from test.http_server import HttpServer, reply
from test.test_documents import PDF, Unseekable, times_open


def produced(body):
    return b''.join(bytes(bytearray(chunk)) for chunk in body)


def test_exact_bytes():
    body = Multipart([
        ('template', 'invoice'),
        ('url', u'https://example.com/\xfc'),
        (u'na"me', u''),
        ('document', document((u'r\xe9sum\xe9 "1".pdf', PDF))),
        ('document', document(('b', b'\x00', 'application/x-b'))),
    ], boundary='0123456789')
    expected = (
        b'--0123456789\r\n'
        b'Content-Disposition: form-data; name="template"\r\n'
        b'\r\n'
        b'invoice\r\n'
        b'--0123456789\r\n'
        b'Content-Disposition: form-data; name="url"\r\n'
        b'\r\n'
        b'https://example.com/\xc3\xbc\r\n'
        b'--0123456789\r\n'
        b'Content-Disposition: form-data; name="na%22me"\r\n'
        b'\r\n'
        b'\r\n'
        b'--0123456789\r\n'
        b'Content-Disposition: form-data; name="document"; filename="r\xc3\xa9sum\xc3\xa9 %221%22.pdf"\r\n'
        b'Content-Type: application/pdf\r\n'
        b'\r\n'
        + PDF + b'\r\n'
        b'--0123456789\r\n'
        b'Content-Disposition: form-data; name="document"; filename="b"\r\n'
        b'Content-Type: application/x-b\r\n'
        b'\r\n'
        b'\x00\r\n'
        b'--0123456789--\r\n')
    assert produced(body) == expected
    assert body.length == len(expected)
    assert body.content_type == 'multipart/form-data; boundary=0123456789'
    assert produced(body) == expected, 'and anew'


def test_boundaries_differ():
    assert Multipart([('a', 'b')]).content_type != Multipart([('a', 'b')]).content_type


def test_a_file_name_that_the_file_system_could_not_decode():
    if six.PY3:
        body = Multipart([('document', document(('caf\udce9.pdf', PDF)))])
        assert b'filename="caf\xe9.pdf"' in produced(body)


@pytest.mark.parametrize('text', [u'\ud800', u'a\udfff'])
def test_text_that_has_no_utf_8_form(text):
    if six.PY3:
        with pytest.raises(ApiValueError):
            Multipart([('template', text)])
        with pytest.raises(ApiValueError):
            Multipart([('document', document((text, PDF)))])


def test_a_length_that_is_not_known():
    body = Multipart([('a', 'b'), ('document', document(PDF)), ('document', document(Unseekable(PDF)))])
    assert (body.length, body.rewindable) == (None, False)
    assert produced(body).count(PDF) == 2


def test_started():
    body = Multipart([('a', 'b')])
    assert not body.started
    iterator = iter(body)
    assert not body.started
    next(iterator)
    assert body.started


def test_a_small_form_is_one_piece():
    body = Multipart([('field%d' % number, 'x' * 100) for number in range(50)] + [('document', document(PDF))])
    assert len(list(body)) == 1


def test_no_piece_is_large_and_few_are_small():
    fields = [('document', document(('%d.pdf' % number, os.urandom(size)))) for number, size in enumerate(
        [1, CHUNK_SIZE // 2 - 1, 10, CHUNK_SIZE, CHUNK_SIZE * 2 + 1, CHUNK_SIZE // 2] + [1000] * 400)]
    sizes = [len(chunk) for chunk in Multipart(fields)]
    assert max(sizes) <= CHUNK_SIZE
    assert len(sizes) <= 3 * (sum(sizes) // CHUNK_SIZE)


def test_large_pieces_are_not_copied():
    data = bytearray(os.urandom(CHUNK_SIZE * 2))
    pieces = [piece for piece in Multipart([('document', document(('a.pdf', data)))]) if len(piece) == CHUNK_SIZE]
    data[0] = data[CHUNK_SIZE] = 0
    first = [six.indexbytes(bytes(bytearray(piece)), 0) for piece in pieces]
    assert first == [0, 0]
    for piece in pieces:
        piece.release() if six.PY3 else None


def test_progress():
    seen = []
    body = Multipart([('document', document(('a.pdf', b'a' * (CHUNK_SIZE * 3))))],
                     progress=lambda sent, total: seen.append((sent, total)))
    produced(body)
    assert [total for _, total in seen] == [body.length] * len(seen)
    assert seen[-1][0] == body.length
    assert [sent for sent, _ in seen] == sorted(set(sent for sent, _ in seen))
    assert len(seen) >= 4
    del seen[:]
    produced(body)
    assert seen[0][0] < body.length and seen[-1] == (body.length, body.length)


def test_progress_without_a_length():
    seen = []
    produced(Multipart([('document', document(Unseekable(PDF)))], progress=lambda *args: seen.append(args)))
    assert [total for _, total in seen] == [None] * len(seen)


def test_what_fails_is_remembered():
    def fail(sent, total):
        raise KeyError('the progress bar')

    body = Multipart([('a', 'b')], progress=fail)
    with pytest.raises(KeyError) as caught:
        list(body)
    assert body.failure is caught.value


# Over the wire


def parts_of(request):
    """The parts of a request's form: their heads and contents."""
    boundary = request.header('Content-Type').split('boundary=')[1].encode('ascii')
    begin, rest = request.body.split(b'--' + boundary, 1)
    assert not begin
    parts = []
    for piece in (b'--' + boundary + rest).split(b'--' + boundary)[1:-1]:
        assert piece.startswith(b'\r\n') and piece.endswith(b'\r\n')
        parts.append(tuple(piece[2:-2].split(b'\r\n\r\n', 1)))
    assert request.body.endswith(b'--' + boundary + b'--\r\n')
    return parts


def digest(data):
    return hashlib.sha256(data).hexdigest()


ENVELOPE = reply({'data': {}, 'request_id': 'a' * 32, 'result': 'success'})


@pytest.fixture
def service():
    with HttpServer(lambda request, connection: ENVELOPE) as running:
        yield running


@pytest.fixture
def parsing(service):
    configuration = klippa_ocr_api.Configuration(host=service.host, api_key={'X-Auth-Key': KEY})
    with klippa_ocr_api.ApiClient(configuration) as client:
        yield client.parsing


def test_a_document_of_each_kind_arrives(parsing, service, tmpdir):
    data = b'%PDF-' + os.urandom(CHUNK_SIZE * 3 + 17)
    path = os.path.join(str(tmpdir), 'a.pdf')
    with open(path, 'wb') as stream:
        stream.write(data)
    with open(path, 'rb') as stream:
        for value in (path, data, bytearray(data), memoryview(data), io.BytesIO(data), stream, ('b.pdf', data)):
            parsing.parse_document(document=value, template='invoice')
            request = service.requests[-1]
            assert request.header('Content-Length') == str(len(request.body))
            assert request.header('Transfer-Encoding') is None
            parts = parts_of(request)
            assert parts[0][1] == b'invoice', 'fields come first'
            assert digest(parts[1][1]) == digest(data)
    assert service.connections == 1


def test_documents_and_urls_in_lists(parsing, service):
    parsing.parse_document(document=[('a.pdf', b'1'), ('b.png', b'2')])
    assert [data for _, data in parts_of(service.requests[-1])] == [b'1', b'2']
    parsing.parse_document(url=['https://example.com/1', 'https://example.com/2'])
    assert parts_of(service.requests[-1]) == [
        (b'Content-Disposition: form-data; name="url"', b'https://example.com/1'),
        (b'Content-Disposition: form-data; name="url"', b'https://example.com/2')]
    parsing.parse_document(url='https://example.com/1')
    assert len(parts_of(service.requests[-1])) == 1


def test_a_stream_of_unknown_length_is_chunked(parsing, service):
    data = b'%PDF-' + os.urandom(CHUNK_SIZE * 3 + 17)
    parsing.parse_document(document=[Unseekable(data), ('b.pdf', data)])
    request = service.requests[-1]
    assert request.header('Transfer-Encoding') == 'chunked'
    assert request.header('Content-Length') is None
    assert [digest(part[1]) for part in parts_of(request)] == [digest(data)] * 2
    parsing.parse_document(document=PDF)
    assert service.connections == 1, 'the connection is as good as before'


def test_progress_over_the_wire(parsing, service):
    seen = []
    parsing.parse_document(document=b'a' * (CHUNK_SIZE * 4) + b'\0', _progress=lambda *args: seen.append(args))
    total = len(service.requests[0].body)
    assert seen[-1] == (total, total)


def test_progress_that_fails_cuts_the_request_off(parsing, service):
    def fail(sent, total):
        raise KeyError('the progress bar')

    with pytest.raises(KeyError, match='the progress bar'):
        parsing.parse_document(document=b'a' * (CHUNK_SIZE * 4) + b'\0', _progress=fail)
    assert service.requests == []
    parsing.parse_document(document=PDF)
    assert len(service.requests) == 1


def test_a_file_that_changes_while_it_is_sent(parsing, service, tmpdir):
    path = os.path.join(str(tmpdir), 'a.pdf')
    for change in ('grow', 'shrink'):
        with open(path, 'wb') as stream:
            stream.write(b'a' * (CHUNK_SIZE * 64))

        def changing(sent, total):
            if sent < CHUNK_SIZE * 2:
                with open(path, 'r+b') as stream:
                    if change == 'shrink':
                        stream.truncate(CHUNK_SIZE * 3)
                    else:
                        stream.seek(0, io.SEEK_END)
                        stream.write(b'a')

        with pytest.raises(DocumentChangedError) as caught:
            parsing.parse_document(document=path, _progress=changing)
        assert isinstance(caught.value, OpenApiException)
    assert service.requests == [], 'the service never got a complete request'


def test_the_callers_files_stay_open_and_ours_are_closed(parsing, tmpdir):
    path = os.path.join(str(tmpdir), 'a.pdf')
    with open(path, 'wb') as stream:
        stream.write(PDF)
    with open(path, 'rb') as stream:
        parsing.parse_document(document=[stream, path])
        assert not stream.closed
        assert times_open(path) == 1
