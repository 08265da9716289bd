"""The text of a document as rows, cells and labels: what stands beside and below what."""
import re
import unicodedata
from collections import namedtuple

import regex

from klippa_ocr_api.sandbox.reading.labels import ANYWHERE, LABELS, LANGUAGES, NEUTRAL, STOPWORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Tuple

Label = namedtuple('Label', 'kind rank languages row start end')
Cell = namedtuple('Cell', 'row start end text')

WIDEST = 1000  # characters of a row that are looked at; no page is as wide

_ABBREVIATIONS = {
    ' ': r'(?:\.? |\.|-)?',
    '#': u'(?:numbers?|nummer|numero|num|nbr|nr|no|n\u00b0|#|id)\\.?',
    '~': r'(?: ?\(?\d{1,2}(?:[.,]\d{1,2})? ?%\)?)?(?: ?(?:vat|btw|mwst|ust|tva|tax|gst|mehrwertsteuer))?\)?',
}
_PLAIN = {0x00a0: ' ', 0x202f: ' ', 0x2009: ' ', 0x2212: '-', 0x00ad: '-', 9: '    '}
_CELL = re.compile(r'\S+(?: \S+)*')
_WORD_BEFORE = re.compile(r'(?:^|.* )(\S+) ?$')


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


def phrases(patterns):
    # type: (Tuple[str, ...]) -> regex.Pattern[str]
    """One pattern for a phrase in any language, that finds the longest."""
    return regex.compile('|'.join(phrase(pattern) for pattern in patterns), regex.POSIX)


def longest_apart(found):
    # type: (List[Any]) -> List[Any]
    """Of things with a start and an end that overlap the longer ones, from left to right."""
    kept = []  # type: List[Any]
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


_PATTERNS = [(label[0], label[1], phrases(label[2:]), [regex.compile(phrase(words)) for words in label[2:]])
             for label in sorted(LABELS, key=lambda label: -label[1])]


class Page(object):
    """All parts of one document, as one page of text."""

    def __init__(self, text):
        # type: (str) -> None
        # A no-break blank between digits parts thousands, as the Swiss apostrophe does.
        text = re.sub(u'(?<=\\d)[\u00a0\u202f](?=\\d{3})', "'", text).translate(_PLAIN)
        text = re.sub(r'\b(\d{4} ?[A-Z]{2}) {2,3}(?=[A-Z])', r'\1 ', text)  # the Dutch way before a city
        self.rows = [row[:WIDEST].rstrip() for row in text.splitlines()]
        self.folded = [fold(row) for row in self.rows]
        self.cells = [[Cell(number, found.start(), found.end(), found.group())
                       for found in _CELL.finditer(row)] for number, row in enumerate(self.rows)]
        self.labels = [longest_apart(list(self._labels(number))) for number in range(len(self.rows))]
        self._by_kind = {}  # type: Dict[str, List[Label]]
        for label in (label for row in self.labels for label in row):
            self._by_kind.setdefault(label.kind, []).append(label)

    def _labels(self, row):
        # type: (int) -> Iterator[Label]
        text = self.folded[row]
        for kind, rank, pattern, by_language in _PATTERNS:
            for match in pattern.finditer(text):
                # "Last invoice" and "for the total" are no labels: a label starts a cell, or follows a value.
                before = _WORD_BEFORE.match(text[max(0, match.start() - 40):match.start()])
                if before and kind not in ANYWHERE and before.group(1).strip('(').isalpha() \
                        and text[match.start() - 2:match.start()] != '  ':
                    continue
                languages = [language for language, words in zip(LANGUAGES, by_language)
                             if words.fullmatch(text, match.start(), match.end())]
                yield Label(kind, rank, languages, row, match.start(), match.end())

    def find(self, *kinds):
        # type: (str) -> List[Label]
        """The labels of these kinds, the best rank first."""
        return sorted((label for kind in kinds for label in self._by_kind.get(kind, ())),
                      key=lambda label: -label.rank)

    def labels_in(self, cell):
        # type: (Cell) -> List[Label]
        return [label for label in self.labels[cell.row] if cell.start <= label.start < cell.end]

    def after(self, label):
        # type: (Label) -> Tuple[int, str]
        """Where the rest of the row starts, and that rest, up to the next label."""
        end = next((other.start for other in self.labels[label.row] if other.start >= label.end), None)
        rest = self.rows[label.row][label.end:end]
        stripped = rest.lstrip(u' .:#\u00b0')
        return label.end + len(rest) - len(stripped), stripped.rstrip()

    def below(self, row, start, end):
        # type: (int, int, int) -> Optional[Cell]
        """The cell in the next row that lies under a span, unless it is a label itself."""
        for cell in self.cells[row + 1] if row + 1 < len(self.rows) else ():
            if cell.start < end + 1 and cell.end > start - 1:
                return None if self.labels_in(cell) else cell
        return None

    def value(self, label):
        # type: (Label) -> Optional[Cell]
        """The cell that belongs to a label: behind it, or else right below it."""
        start, text = self.after(label)
        found = _CELL.match(text)
        if found:
            return Cell(label.row, start, start + found.end(), found.group())
        return self.below(label.row, label.start, label.end)

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
        for kind in set(self._by_kind) - NEUTRAL:
            for language in set(name for label in self._by_kind[kind] for name in label.languages):
                points[language] += 1
        words = set(re.findall(r'[a-z]+', ' '.join(self.folded)))
        for language, common in STOPWORDS.items():
            points[language] += len(words.intersection(common))
        best, second = sorted(points.values(), reverse=True)[:2]
        return max(points, key=lambda language: points[language]) if best >= 2 and best > second else ''
