"""Dates and times, and which number of 04/05/2024 is the month."""
import datetime
import re
from collections import namedtuple

from babel import Locale

from klippa_ocr_api.sandbox.reading.labels import LANGUAGES
from klippa_ocr_api.sandbox.reading.page import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, List, Optional, Set
    from klippa_ocr_api.sandbox.reading.page import Page

# `choices` are the days that the printed date can stand for, by the order of its numbers.
Found = namedtuple('Found', 'row start mark choices')

MONTHS = dict((fold(name).rstrip('.'), number) for language in LANGUAGES
              for context in ('format', 'stand-alone')
              for width in ('wide', 'abbreviated') for number,
              name in Locale(language).months[context][width].items())
MONTHS.update(mrz=3, mrt=3)
_NAMES = '|'.join(sorted(MONTHS, key=len, reverse=True))
_PATTERNS = (
    ('ymd', r'(?<![\w.,/-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/]|[-.]\d)'),
    ('dmy', r'(?<![\w.,/-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})(?![\d/%]|[-.,]\d)'),
    # With a year of two digits only if day and month have two as well: 1.1.10 is the number of a version or paragraph.
    ('dmy', r'(?<![\w.,/-])(\d{2})([-/.]) ?(\d{2})\2 ?(\d{2})(?![\d/%]|[-.,]\d)'),
    ('dny', r'(?<![\w.,])(\d{1,2})(?:\.|st|nd|rd|th|er)?([ -])(?:of )?(NAMES)\.?,?[ -](\d{4})(?!\d)'),
    ('ndy', r'(?<![a-z])(NAMES)\.?( )(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)'),
)
_DATES = [(order, re.compile(pattern.replace('NAMES', _NAMES))) for order, pattern in _PATTERNS]
_TIME = re.compile(r'(?<![\d:.,])([01]?\d|2[0-3])(?:[:h]|\.(?=\d\d ?(?:uur|uhr)))([0-5]\d)(?::([0-5]\d))?'
                   r'(?![\d:]) ?([ap]\.?m\b\.?)?')


def _day(year, month, number):
    # type: (str, str, str) -> Optional[datetime.date]
    years = int(year) + (2000 if len(year) == 2 else 0)
    try:
        day = datetime.date(years, MONTHS.get(month) or int(month), int(number))
    except ValueError:
        return None
    # Two digits of a year long ago are more likely something else.
    return day if (2010 if len(year) == 2 else 1990) <= years < 2100 else None


class Dates(object):
    """The dates of a page. `settle` picks from days that a printed date can stand for, or gives None."""

    def __init__(self, page, settle):
        # type: (Page, Callable[[Set[datetime.date]], Optional[datetime.date]]) -> None
        self.page = page
        self.settle = settle
        self.found = [Found(row, match.start(), match.group(2), _choices(order, *match.groups()))
                      for row, text in enumerate(page.folded) for order, pattern in _DATES
                      for match in pattern.finditer(text)]
        # Another date of the document, written the same way, can tell: 28/04/2024 has its day first.
        told = set(name for date in self.found if date.mark in '-/' and len(date.choices) == 1
                   for name in date.choices if name != 'ymd')
        self._order = told.pop() if len(told) == 1 else 'doubtful' if told else ''

    def expect(self, order):
        # type: (str) -> None
        """Read dates as 'dmy' or 'mdy' unless the document itself shows an order."""
        self._order = self._order or order

    def _value(self, date):
        # type: (Optional[Found]) -> Optional[datetime.date]
        """The day that a printed date means, when that is sure."""
        if date is None:
            return None
        days = set(date.choices.values())
        if len(days) < 2:
            return days.pop() if days else None
        return date.choices.get(self._order) or self.settle(days)

    def _labelled(self, kind):
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
            if found:
                days = set(self._value(date) for date in found)
                return found[0] if len(days) == 1 else None
        return None

    def fields(self):
        # type: () -> Dict[str, str]
        """The dates and the time under the names of the contract; '' for what is not sure."""
        day, due = self._purchase(), self._value(self._labelled('due_date'))
        time = self._time(day) if day else ''
        return {'purchasedate': day.isoformat() if day else '', 'purchasetime': time,
                'date': '%sT%s' % (day.isoformat(), time or '00:00:00') if day else '',
                'payment_due_date': due.isoformat() + 'T00:00:00' if due else ''}

    def _purchase(self):
        # type: () -> Optional[datetime.date]
        """The labelled date, or else the only one that no other label claims."""
        if self.page.find('date'):
            return self._value(self._labelled('date'))
        free = [date for date in self.found if not any(
            date.row == label.row and label.start < date.start
            or date.row == label.row + 1 and label.start - 12 < date.start < label.end
            for label in self.page.find('due_date', 'ignored') if date.row - label.row in (0, 1))]
        return self._value(free[0]) if len(set(self._value(date) for date in free)) == 1 else None

    def _time(self, day):
        # type: (datetime.date) -> str
        """The only time printed beside this date or behind the word time."""
        texts = [self.page.folded[date.row] for date in self.found if self._value(date) == day]
        texts += [self.page.after(label)[1].lower() for label in self.page.find('time')]
        times = set(match.groups() for text in texts for match in _TIME.finditer(text))
        if len(times) != 1:
            return ''
        hour, minute, second, half = times.pop()
        hours = int(hour) % 12 + (12 if half.startswith('p') else 0) if half else int(hour)
        return '%02d:%s:%s' % (hours, minute, second or '00')


def _choices(order, one, mark, two, three):
    # type: (str, str, str, str, str) -> Dict[str, datetime.date]
    """The days that the parts of a date can stand for."""
    days = {'ymd': _day(one, two, three)} if order == 'ymd' else {}
    if order in ('dmy', 'dny'):
        days['dmy'] = _day(three, two, one)
    if order == 'ndy' or order == 'dmy' and mark != '.':
        days['mdy'] = _day(three, one, two)
    return dict((name, day) for name, day in days.items() if day)
