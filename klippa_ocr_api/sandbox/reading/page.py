"""The text of a document as rows, cells and labels: what stands beside and below what."""
import re
import unicodedata
from collections import namedtuple

import regex

from klippa_ocr_api.sandbox.reading.labels import LABELS, LANGUAGES, NEUTRAL, STOPWORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Iterator, List, Optional, Tuple  # noqa: F401

Label = namedtuple('Label', 'kind rank languages row start end')
Cell = namedtuple('Cell', 'row start end text')

_ABBREVIATIONS = {
    ' ': r'(?:\.? |\.|-)?',
    '#': u'(?:numbers?|nummer|numero|num|nbr|nr|no|n\u00b0|#|id)\\.?',
    '~': r'(?: ?\(?\d{1,2}(?:[.,]\d{1,2})? ?%\)?)?(?: ?(?:vat|btw|mwst|ust|tva|tax|gst|mehrwertsteuer))?\)?',
}
_PLAIN = {0x00a0: ' ', 0x202f: ' ', 0x2009: ' ', 0x2212: '-', 0x00ad: '-', 9: '    '}
_CELL = re.compile(r'\S+(?: \S+)*')
_WORD_BEFORE = re.compile(r"(?:^|.* )(\S+) ?$")


def fold(text):
    # type: (str) -> str
    """Lower case without accents, letter for letter, so that positions stay."""
    if text.isascii():
        return text.lower()
    return ''.join(unicodedata.normalize('NFKD', letter.lower())[:1].replace(u'\u2019', "'") or letter
                   for letter in text)


def phrase(pattern):
    # type: (str) -> str
    """The regular expression that a phrase of `labels` stands for."""
    for short, long_form in _ABBREVIATIONS.items():
        pattern = pattern.replace(short, long_form)
    return r'(?<![^\W_])(?:%s)(?:(?<![a-z])|(?![a-z]))' % pattern


_PATTERNS = [(label[0], label[1], regex.compile('|'.join(phrase(words) for words in label[2:]), regex.POSIX),
              [regex.compile(phrase(words)) for words in label[2:]]) for label in LABELS]


class Page(object):
    """All parts of one document, as one page of text."""

    def __init__(self, text):
        # type: (str) -> None
        self.text = text
        # A no-break blank between digits parts thousands, as the Swiss apostrophe does.
        text = re.sub(u'(?<=\\d)[\u00a0\u202f](?=\\d{3})', "'", text).translate(_PLAIN)
        text = re.sub(r'\b(\d{4} ?[A-Z]{2}) {2,3}(?=[A-Z])', r'\1 ', text)  # the Dutch way before a city
        self.rows = [row.rstrip() for row in text.splitlines()]
        self.folded = [fold(row) for row in self.rows]
        self.cells = [[Cell(number, found.start(), found.end(), found.group())
                       for found in _CELL.finditer(row)] for number, row in enumerate(self.rows)]
        self.labels = []  # type: List[Label]
        for row in range(len(self.rows)):
            self.labels.extend(self._labels(row))

    def _labels(self, row):
        # type: (int) -> List[Label]
        """The labels of a row; of two that overlap, the longer one."""
        text = self.folded[row]
        found = []
        for kind, rank, pattern, by_language in _PATTERNS:
            for match in pattern.finditer(text):
                # "Last invoice" and "for the total" are no labels: a label starts a cell, or follows a value.
                before = _WORD_BEFORE.match(text[:match.start()]) if match.start() else None
                if kind != 'ignored' and before and before.group(1).strip('(').isalpha() and not text[:match.start()].endswith('  '):
                    continue
                languages = [language for language, words in zip(LANGUAGES, by_language)
                             if words.fullmatch(text, match.start(), match.end())]
                found.append(Label(kind, rank, languages, row, match.start(), match.end()))
        kept = []  # type: List[Label]
        for label in sorted(found, key=lambda label: (label.start - label.end, -label.rank)):
            if all(label.end <= other.start or label.start >= other.end for other in kept):
                kept.append(label)
        return sorted(kept, key=lambda label: label.start)

    def find(self, *kinds):
        # type: (str) -> List[Label]
        """The labels of these kinds, the best rank first."""
        return sorted((label for label in self.labels if label.kind in kinds), key=lambda label: -label.rank)

    def after(self, label):
        # type: (Label) -> Tuple[int, str]
        """Where the rest of the row starts, and that rest, up to the next label."""
        end = min([other.start for other in self.labels if other.row == label.row and other.start >= label.end]
                  or [len(self.rows[label.row])])
        rest = self.rows[label.row][label.end:end]
        stripped = rest.lstrip(u' .:#\u00b0')
        return label.end + len(rest) - len(stripped), stripped.rstrip()

    def value(self, label):
        # type: (Label) -> str
        """The cell that belongs to a label: behind it, or else right below it."""
        rest = _CELL.match(self.after(label)[1])
        if rest:
            return rest.group()
        cell = self.below(label.row, label.start, label.end)
        return cell.text if cell else ''

    def below(self, row, start, end):
        # type: (int, int, int) -> Optional[Cell]
        """The cell in the next row that lies under a span, unless it is a label itself."""
        for cell in self.cells[row + 1] if row + 1 < len(self.rows) else ():
            if cell.start < end + 1 and cell.end > start - 1:
                labelled = any(label.row == row + 1 and cell.start <= label.start < cell.end for label in self.labels)
                return None if labelled else cell
        return None

    def matches(self, pattern):
        # type: (str) -> Iterator[Tuple[int, re.Match[str]]]
        """(row, match) of a pattern, row by row."""
        for number, row in enumerate(self.rows):
            for found in re.finditer(pattern, row):
                yield number, found

    def says(self, words):
        # type: (str) -> bool
        """Whether some words (a regular expression on folded text) are printed anywhere."""
        pattern = re.compile(r'(?<!\w)(?:%s)(?!\w)' % words)
        return any(pattern.search(row) for row in self.folded)

    def language(self):
        # type: () -> str
        """The language most of the labels and common words are in, or '' when that is not clear."""
        points = dict.fromkeys(LANGUAGES, 0)  # type: Dict[str, int]
        for kind in set(label.kind for label in self.labels) - NEUTRAL:
            for language in set(name for label in self.find(kind) for name in label.languages):
                points[language] += 1
        words = set(re.findall(r'[a-z]+', ' '.join(self.folded)))
        for language, common in STOPWORDS.items():
            points[language] += len(words.intersection(common))
        best, second = sorted(points.values(), reverse=True)[:2]
        return max(points, key=lambda language: points[language]) if best >= 2 and best > second else ''
