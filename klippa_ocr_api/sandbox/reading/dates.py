"""Dates and times, and which number of 04/05/2024 is the month."""
import datetime
import re
from collections import namedtuple

from babel import Locale

from klippa_ocr_api.sandbox.reading.labels import LANGUAGES
from klippa_ocr_api.sandbox.reading.page import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, List, Optional, Set, Tuple  # noqa: F401
    from klippa_ocr_api.sandbox.reading.page import Page  # noqa: F401

# `choices` are the days that the printed date can stand for, by order of its numbers.
Found = namedtuple('Found', 'row start end mark choices')


def _month_names():
    # type: () -> Dict[str, int]
    names = {}  # type: Dict[str, int]
    for language in LANGUAGES:
        for context in ('format', 'stand-alone'):
            for width in ('wide', 'abbreviated'):
                for number, name in Locale(language).months[context][width].items():
                    names[fold(name).rstrip('.')] = number
    return dict(names, mrz=3, sept=9, mrt=3)


MONTHS = _month_names()
_NAMES = '|'.join(sorted(MONTHS, key=len, reverse=True))
_PATTERNS = (
    ('ymd', r'(?<![\w.,/-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/]|[-.]\d)'),
    ('dmy', r'(?<![\w.,/-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?![\d/%]|[-.,]\d)'),
    ('dny', r"(?<![\w.,])(\d{1,2})(?:\.|st|nd|rd|th|er)?([ -])(?:of )?(%s)\.?,?[ -](\d{4})(?!\d)" % _NAMES),
    ('ndy', r'(?<![a-z])(%s)\.?( )(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)' % _NAMES),
)
_TIME = re.compile(r'(?<![\d:.,])([01]?\d|2[0-3])(?:[:h]|\.(?=\d\d ?(?:uur|uhr)))([0-5]\d)(?::([0-5]\d))?(?![\d:])'
                   r' ?([ap]\.?m\b\.?)?')


def _day(year, month, number):
    # type: (str, str, str) -> Optional[datetime.date]
    years = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return datetime.date(years, MONTHS.get(month) or int(month), int(number)) if 1990 < years < 2100 else None
    except ValueError:
        return None


class Dates(object):
    """The dates of a page.

    `order` is 'dmy' or 'mdy' when something tells how the numbers of a date are ordered here, else ''. `settle` picks from
    days that a date can stand for, or gives None.
    """

    def __init__(self, page, order, settle):
        # type: (Page, str, Callable[[Set[int]], Optional[int]]) -> None
        self.page = page
        self.settle = settle
        self.found = []  # type: List[Found]
        for row, text in enumerate(page.folded):
            for order_of, pattern in _PATTERNS:
                for match in re.finditer(pattern, text):
                    one, mark, two, three = match.groups()
                    days = {'ymd': _day(one, two, three)} if order_of == 'ymd' else {
                        'mdy': _day(three, one, two), 'dmy': _day(three, two, one)}
                    if order_of == 'dny' or mark == '.':
                        days.pop('mdy', None)
                    elif order_of == 'ndy':
                        days.pop('dmy', None)
                    choices = dict((name, day) for name, day in days.items() if day)
                    self.found.append(Found(row, match.start(), match.end(), mark, choices))
        # Another date of the document, written the same way, can tell: 28/04/2024 has its day first.
        told = set(name for date in self.found if date.mark in '-/' and len(date.choices) == 1
                   for name in date.choices if name != 'ymd')
        self.order = told.pop() if len(told) == 1 else '' if told else order

    def value(self, date):
        # type: (Found) -> Optional[datetime.date]
        """The day that a printed date means, when that is sure."""
        if len(set(date.choices.values())) == 1:
            return list(date.choices.values())[0]
        return date.choices.get(self.order) or self.settle(set(date.choices.values()))

    def labelled(self, kind):
        # type: (str) -> Optional[Found]
        """The date behind or below the labels of a kind, if those with the highest rank agree."""
        for rank in (2, 1):
            found = []
            for label in self.page.find(kind):
                start, text = self.page.after(label)
                cell = None if text else self.page.below(label.row, label.start, label.end)
                row, start, end = (cell.row, cell.start, cell.end) if cell else (label.row, start, start + 12)
                found += [date for date in self.found if label.rank == rank and date.row == row
                          and start <= date.start < end][:1]
            days = set(self.value(date) for date in found)
            if found:
                return found[0] if len(days) == 1 and None not in days else None
        return None

    def purchase(self):
        # type: () -> Tuple[str, str]
        """The date and time of the purchase, `yyyy-mm-dd` and `hh:mm:ss`; '' for what is not sure."""
        date = self.labelled('date')
        if date is None and not self.page.find('date'):
            taken = [(label.row, self.page.after(label)) for label in self.page.find('due_date', 'ignored')]
            free = [one for one in self.found if not any(
                one.row == row and start <= one.start <= start + len(text) for row, (start, text) in taken)
                and not any(label.row == one.row - 1 and label.start < one.end and one.start < label.end + 2
                            for label in self.page.find('due_date', 'ignored'))]
            date = free[0] if len(set(self.value(one) for one in free)) == 1 else None
        day = self.value(date) if date else None
        return (day.isoformat(), self._time(date.row)) if date and day else ('', '')

    def due(self):
        # type: () -> str
        """The due date as ISO 8601, or ''."""
        date = self.labelled('due_date')
        day = self.value(date) if date else None
        return day.isoformat() + 'T00:00:00' if day else ''

    def _time(self, row):
        # type: (int) -> str
        """The only time printed beside the date or behind the word time."""
        rows = [self.page.folded[row]] + [self.page.after(label)[1].lower() for label in self.page.find('time')]
        times = set(match.groups() for text in rows for match in _TIME.finditer(text))
        if len(times) != 1:
            return ''
        hour, minute, second, half = times.pop()
        hours = int(hour) % 12 + (12 if half.startswith('p') else 0) if half else int(hour)
        return '%02d:%s:%s' % (hours, minute, second or '00')
