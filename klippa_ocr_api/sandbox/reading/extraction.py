"""The text of a document: from the text layer of a PDF, or from images through Tesseract."""
import io
import shutil
import subprocess
from statistics import median

from klippa_ocr_api.sandbox.reading.errors import ReadingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO, Dict, List, Sequence, Tuple

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
                found.extend(_page_text(page, part.name) or _scan_page(page, part.name)
                             for page in open_pdf(stream, part.name).pages)
            elif head.startswith(_IMAGES):
                found.append(_scan(stream.read(), part.name))
            elif head[4:8] == b'ftyp':
                raise ReadingError('convert', '%s is HEIC, which the sandbox cannot convert: '
                                              'send JPG, PNG, GIF or PDF.' % part.name)
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
            found.extend(_page_text(page, part.name) for page in open_pdf(stream, part.name).pages)
    return _some(found)


def _some(texts):
    # type: (List[str]) -> str
    whole = '\n\n'.join(text for text in texts if text)
    if not whole.strip():
        raise ReadingError('parse', 'There is no text on the document.')
    return whole


def open_pdf(stream, name):
    # type: (BinaryIO, str) -> Any
    """A pypdf reader for a PDF that is whole and not locked."""
    import pypdf
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - 4096))
    if b'startxref' not in stream.read():  # pypdf would read all of it into memory to mend it
        raise ReadingError('document', '%s is not a complete PDF file.' % name)
    try:
        reader = pypdf.PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(''):
            raise ReadingError('convert', '%s is locked with a password.' % name)
        len(reader.pages)
    except ReadingError:
        raise
    except pypdf.errors.DependencyError as error:
        raise ReadingError('convert', '%s cannot be unlocked: %s' % (name, error))
    except Exception as error:  # pypdf raises whatever a broken file leads it to
        raise ReadingError('document', '%s is a broken PDF file: %s' % (name, error))
    return reader


def _page_text(page, name):
    # type: (Any, str) -> str
    """The text layer of a page with its columns kept apart by blanks, or ''."""
    try:
        if page.get_contents() is None:  # blank; older releases of pypdf stumble over it
            return ''
        return str(page.extract_text(extraction_mode='layout')).strip('\n')
    except Exception as error:  # as above
        raise ReadingError('document', '%s has a broken page: %s' % (name, error))


def _tesseract(name):
    # type: (str) -> str
    program = shutil.which('tesseract')
    if program is None:
        raise ReadingError('convert', '%s is an image, and reading it needs the program tesseract.' % name)
    return program


def _scan_page(page, name):
    # type: (Any, str) -> str
    try:
        if not page.images:
            return ''
        _tesseract(name)
        images = [image.data for image in page.images]
    except ReadingError:
        raise
    except Exception as error:  # also without Pillow
        raise ReadingError('convert', 'The images in %s cannot be read: %s' % (name, error))
    return '\n\n'.join(_scan(image, name) for image in images)


def _scan(image, name):
    # type: (bytes, str) -> str
    """The text of an image, laid out as on the image."""
    program = _tesseract(name)
    try:
        listed = subprocess.run([program, '--list-langs'], stdout=subprocess.PIPE, timeout=SECONDS).stdout
        languages = [language for language in _LANGUAGES if language in listed.decode().split()]
        done = subprocess.run(
            [program, 'stdin', 'stdout', '-l', '+'.join(languages) or 'eng', '--psm', '6', 'tsv'],
            input=image, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
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
            left, top, width = (int(cell) for cell in cells[6:9])
            lines.setdefault(tuple(cells[2:5]), []).append((left, top, width, cells[11]))
    if not lines:
        return ''
    letter = median(width / float(len(word)) for words in lines.values() for _, _, width, word in words)
    tops = [median(top for _, top, _, _ in words) for words in lines.values()]
    gaps = [below - above for above, below in zip(tops, tops[1:])]
    rows = []
    for words, gap in zip(lines.values(), [0] + gaps):
        text, end = '', 0
        for left, _, width, word in words:
            if text and left - end < 1.5 * letter:
                text += ' ' + word
            else:
                text = text.ljust(max(int(left / letter), len(text) + 2 * bool(text))) + word
            end = left + width
        rows.extend(['', text] if gap > 1.5 * median(gaps or [0]) else [text])
    return '\n'.join(rows)
