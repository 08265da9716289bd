"""The text of a document: from the text layer of a PDF, or from images through Tesseract."""
import io
import shutil
import subprocess
from statistics import median

from klippa_ocr_api.sandbox.reading.errors import ReadingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO, Dict, List, Sequence, Tuple  # noqa: F401
    from pypdf import PageObject, PdfReader  # noqa: F401

SECONDS = 60  # for Tesseract, per image
_IMAGES = (b'\x89PNG\r\n', b'\xff\xd8\xff', b'GIF8')
_LANGUAGES = ('eng', 'nld', 'deu', 'fra')


def text(parts):
    # type: (Sequence[Any]) -> str
    """The text of all parts, scanned where there is no text layer."""
    found = []  # type: List[str]
    for part in parts:
        with part.open() as stream:
            head = stream.read(16)
            stream.seek(0)
            if head.startswith(b'%PDF'):
                found.extend(_page_text(page) or _scan_page(page) for page in pdf(stream, part.name).pages)
            elif head.startswith(_IMAGES):
                found.append(_scan(stream, part.name))
            elif head[4:8] == b'ftyp':
                raise ReadingError('convert', '%s is HEIC, which the sandbox cannot convert; send JPG, PNG, GIF or PDF.' % part.name)
            else:
                raise ReadingError('document', '%s is not a GIF, PNG, JPG, HEIC or PDF file.' % part.name)
    return _some(found)


def text_layer(parts):
    # type: (Sequence[Any]) -> str
    """The text of PDFs that have a text layer."""
    found = []  # type: List[str]
    for part in parts:
        with part.open() as stream:
            if stream.read(4) != b'%PDF':
                raise ReadingError('document', '%s is not a PDF file.' % part.name)
            found.extend(_page_text(page) for page in pdf(stream, part.name).pages)
    return _some(found)


def _some(texts):
    # type: (List[str]) -> str
    whole = '\n\n'.join(text for text in texts if text)
    if not whole.strip():
        raise ReadingError('parse', 'There is no text on the document.')
    return whole


def pdf(stream, name):
    # type: (BinaryIO, str) -> PdfReader
    """A reader for a PDF that is whole and not locked."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - 4096))
    if b'startxref' not in stream.read():  # pypdf would read the whole of a broken file into memory to mend it
        raise ReadingError('document', '%s is not a complete PDF file.' % name)
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(''):
            raise ReadingError('convert', '%s is locked with a password.' % name)
        len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadingError('document', '%s is a broken PDF file: %s' % (name, error))
    return reader


def _page_text(page):
    # type: (PageObject) -> str
    """The text layer of a page with its columns kept apart by blanks, or ''."""
    return page.extract_text(extraction_mode='layout').strip('\n')


def _scan_page(page):
    # type: (PageObject) -> str
    return '\n\n'.join(_scan(io.BytesIO(image.data), image.name) for image in page.images)


def _scan(stream, name):
    # type: (BinaryIO, str) -> str
    """The text of an image, laid out as on the image."""
    program = shutil.which('tesseract')
    if program is None:
        raise ReadingError('convert', '%s is an image; the sandbox needs the program tesseract to read it.' % name)
    try:
        listed = subprocess.run([program, '--list-langs'], stdout=subprocess.PIPE, timeout=SECONDS).stdout.decode().split()
        languages = '+'.join(language for language in _LANGUAGES if language in listed) or 'eng'
        done = subprocess.run([program, 'stdin', 'stdout', '-l', languages, '--psm', '6', 'tsv'], input=stream.read(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadingError('convert', 'Reading the image %s took longer than %d seconds.' % (name, SECONDS))
    if done.returncode:
        raise ReadingError('convert', '%s is not an image that can be read.' % name)
    return _laid_out(done.stdout.decode('utf-8', 'replace').splitlines()[1:])


def _laid_out(table):
    # type: (List[str]) -> str
    """Text with blanks and empty lines where Tesseract's table of words leaves room."""
    lines = {}  # type: Dict[Tuple[str, ...], List[Tuple[int, int, int, str]]]
    for row in table:
        cells = row.split('\t')
        if cells[0] == '5' and cells[11].strip():
            lines.setdefault(tuple(cells[2:5]), []).append((int(cells[6]), int(cells[7]), int(cells[8]), cells[11]))
    if not lines:
        return ''
    letter = median(width / float(len(word)) for words in lines.values() for _, _, width, word in words)
    tops = [median(top for _, top, _, _ in words) for words in lines.values()]
    pitch = median([below - above for above, below in zip(tops, tops[1:])] or [0])
    rows = []
    for words, gap in zip(lines.values(), [0] + [below - above for above, below in zip(tops, tops[1:])]):
        text, end = '', 0
        for left, _, width, word in words:
            near = text and left - end < 1.5 * letter
            text = text + ' ' + word if near else text.ljust(max(int(left / letter), len(text) + 2 * bool(text))) + word
            end = left + width
        rows.extend(['', text] if gap > 1.5 * pitch else [text])
    return '\n'.join(rows)
