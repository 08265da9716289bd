"""What cannot be read says why: not a document, not convertible, no text."""
import io

import pypdf
import pytest

from klippa_ocr_api.sandbox.reading import ReadingError, extraction, read_document
from test.sandbox.conftest import pdf
from test.sandbox.reading.conftest import Part


class Bytes(object):
    content_type = ''

    def __init__(self, name, content):
        self.name = name
        self.content = content

    def open(self):
        return io.BytesIO(self.content)


def refused(name, content, template='financial'):
    with pytest.raises(ReadingError) as caught:
        read_document([Bytes(name, content)], template)
    return caught.value.reason, str(caught.value)


def written(writer):
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_other_files_are_no_documents():
    assert refused('note.txt', b'Total EUR 12.10') == (
        'document', 'note.txt is not a GIF, PNG, JPG, HEIC or PDF file.')
    assert refused('empty.pdf', b'')[0] == 'document'
    assert refused('scan.png', b'\x89PNG\r\n\x1a\n', 'structured') == ('document',
                                                                       'scan.png is not a PDF file.')


def test_truncated_and_broken_pdf_are_no_documents():
    whole = pdf('Total EUR 12.10')
    assert refused('half.pdf', whole[:len(whole) // 2]) == ('document',
                                                            'half.pdf is not a complete PDF file.')
    reason, message = refused('bad.pdf', b'%PDF-1.4\nnothing\nstartxref\n99999\n%%EOF')
    assert reason == 'document' and message.startswith('bad.pdf is a broken PDF file')


def test_locked_pdf_cannot_be_converted():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf('Total EUR 12.10')))
    writer.encrypt('secret', algorithm='RC4-128')
    assert refused('locked.pdf', written(writer)) == ('convert', 'locked.pdf is locked with a password.')


def test_heic_cannot_be_converted():
    reason, message = refused('photo.heic', b'\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic')
    assert (reason, message.startswith('photo.heic is HEIC')) == ('convert', True)


def test_blank_page_has_no_text():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    blank = written(writer)
    assert refused('blank.pdf', blank) == ('parse', 'There is no text on the document.')
    assert refused('blank.pdf', blank, 'structured') == ('parse', 'There is no text on the document.')


def test_images_need_tesseract(monkeypatch):
    monkeypatch.setattr(extraction.shutil, 'which', lambda name: None)
    for name in ('receipt_en.png', 'scanned_invoice.pdf'):
        with pytest.raises(ReadingError) as caught:
            read_document([Part(name)], 'financial')
        assert caught.value.reason == 'convert' and 'tesseract' in str(caught.value)


def attached(content, name='factur-x.xml'):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf('Rechnung Nr. 5')))
    writer.add_attachment(name, content)
    return written(writer)


def test_invoice_data_that_is_broken_cannot_be_parsed():
    assert refused('a.pdf', attached(b'<Invoice>'), 'structured')[0] == 'parse'
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Invoice>&a;</Invoice>'
    assert refused('a.pdf', attached(bomb), 'structured') == (
        'parse', 'factur-x.xml has a document type declaration.')


def test_invoice_data_in_ubl():
    content = b'''<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
        xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
        xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
        <c:ID>U-1</c:ID><c:IssueDate>2024-01-31</c:IssueDate>
        <c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
        <a:AccountingSupplierParty><a:Party><a:PartyLegalEntity>
        <c:RegistrationName>Seller</c:RegistrationName>
        </a:PartyLegalEntity></a:Party></a:AccountingSupplierParty>
        <a:LegalMonetaryTotal><c:TaxInclusiveAmount>12.10</c:TaxInclusiveAmount></a:LegalMonetaryTotal>
        </Invoice>'''
    reply = read_document([Bytes('u.pdf', attached(content))], 'structured')
    assert (reply['invoice_number'], reply['amount'], reply['merchant_name']) == ('U-1', 1210, 'Seller')
    assert (reply['date'], reply['currency']) == ('2024-01-31T00:00:00', 'EUR')


def test_other_attachments_are_left_alone():
    reply = read_document([Bytes('o.pdf', attached(b'<order><ID>9</ID></order>', 'order.xml'))], 'structured')
    assert reply['invoice_number'] == '5'
