"""Images and scanned PDFs, read through Tesseract; left out where it is not installed."""
import pytest

from klippa_ocr_api.sandbox.reading import ReadingError, read_document
from test.sandbox.reading.conftest import SCANS, Part, expected, what_it_says


@pytest.mark.parametrize('name', sorted(SCANS))
def test_scan_is_read_right(name):
    assert what_it_says(read_document([Part(name)], SCANS[name])) == expected(name)


def test_picture_that_is_none_cannot_be_converted(tmp_path):
    path = tmp_path / 'broken.png'
    path.write_bytes(b'\x89PNG\r\n\x1a\nnot an image')
    with pytest.raises(ReadingError) as caught:
        read_document([Part('broken.png', str(path))], 'financial')
    assert (caught.value.reason, str(caught.value)) == ('convert',
                                                        'broken.png is not an image that can be read.')
