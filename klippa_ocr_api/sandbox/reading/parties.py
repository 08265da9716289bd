# -*- coding: utf-8 -*-
"""The merchant and the customer: address blocks, numbers that identify them, and which belongs to whom."""
import re
from collections import namedtuple

from babel import Locale
from stdnum import bic, iban
from stdnum.ch import vat as swiss_vat
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren, siret
from stdnum.gb import vat as british_vat

from klippa_ocr_api.sandbox.reading.labels import GREETINGS, LANGUAGES, LEGAL_FORM
from klippa_ocr_api.sandbox.reading.page import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Tuple  # noqa: F401
    from klippa_ocr_api.sandbox.reading.page import Cell, Page  # noqa: F401

Found = namedtuple('Found', 'row start value theirs')

_NAME = r"[^\W\d_][\w'. -]*?"
# Code and city, by country when the code alone tells it.
_CITY_LINES = tuple((country, re.compile(pattern)) for country, pattern in (
    ('NL', r'^(?:NL-)?(?P<zip>\d{4} ?[A-Z]{2}),? +(?P<city>%s)(?:, (?P<country>%s))?$' % (_NAME, _NAME)),
    ('GB', r'^(?:(?P<city>%s),? +)?(?P<zip>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?:, (?P<country>%s))?$' % (_NAME, _NAME)),
    ('US', r'^(?P<city>%s), (?P<province>[A-Z]{2}) (?P<zip>\d{5}(?:-\d{4})?)$' % _NAME),
    ('', r'^(?:(?P<code>A|B|CH|D|DE|F|FR|L|AT|BE|LU)-)?(?P<zip>\d{4,5}) (?P<city>%s)(?:, (?P<country>%s))?$' % (_NAME, _NAME)),
))
_PREFIXES = {'A': 'AT', 'B': 'BE', 'D': 'DE', 'F': 'FR', 'L': 'LU'}
_STREETS = (re.compile(r"^(?P<street>[^\W\d_][^\d,:@]*?),? (?P<number>\d+ ?[A-Za-z]?(?:[-/ ]?\d+)?(?:[- ][A-Za-z]{1,3})?)$"),
            re.compile(r"^(?P<number>\d+ ?[A-Za-z]?(?: ?(?:bis|ter|-\d+))?),? (?P<street>[^\W\d_][^\d,:@]+)$"))
_PARTS = re.compile(u' *[\u00b7\u2022|] *| +[-\u2013\u2014] +|, +')
_LEGAL = re.compile(LEGAL_FORM, re.I)
_NOT_A_NAME = re.compile(r'(?:%s|.*[@:].*|www\..*|[\W\d]*|.*\d{3}.*)$' % GREETINGS)
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_WEBSITE = r"(?<![\w@.])(?:https?://[^\s,;]+|www\.[\w-]+(?:\.[\w-]+)+(?:/[^\s,;]*)?)"
_PHONE = r"(?:\+|\(?0)[\d ()/.-]{6,}\d"
_IBAN = re.compile(r'(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}')


def _countries():
    # type: () -> Dict[str, str]
    names = {}  # type: Dict[str, str]
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names[fold(name)] = code
    names.update({'the netherlands': 'NL', 'holland': 'NL', 'uk': 'GB', 'great britain': 'GB', 'england': 'GB', 'usa': 'US',
                  'united states of america': 'US', 'nederland': 'NL'})
    return names


COUNTRIES = _countries()


class Block(object):
    """An address block: a name, a street, a code and city, and the cells it takes."""

    def __init__(self, name, street, city, cells, one_line=False):
        # type: (str, str, Dict[str, str], List[Cell], bool) -> None
        self.name = name
        self.street = street
        self.city = city
        self.cells = cells
        self.one_line = one_line
        self.role = ''

    def fields(self):
        # type: () -> Dict[str, str]
        """What the block says, under the names of the contract without the role."""
        split = next((found for found in (pattern.match(self.street) for pattern in _STREETS) if found), None)
        zipcode, country = self.city.get('zip', ''), self.city.get('country', '')
        if re.match(r'\d{4} ?[A-Z]{2}$', zipcode):
            zipcode = zipcode[:4] + ' ' + zipcode[-2:]
        return {'name': self.name, 'address': self.street, 'street_name': split.group('street') if split else '',
                'house_number': split.group('number') if split else '', 'zipcode': zipcode,
                'city': self.city.get('city', ''), 'province': self.city.get('province', ''), 'country': country,
                'country_code': COUNTRIES.get(fold(country), '') or self.city.get('code', '')}


def city_line(text):
    # type: (str) -> Optional[Dict[str, str]]
    """The parts of a line with a postal code and a city."""
    for country, pattern in _CITY_LINES:
        found = pattern.match(text)
        if found:
            parts = dict((key, value) for key, value in found.groupdict().items() if value)
            code = parts.get('code', '')
            return dict(parts, code=country or _PREFIXES.get(code, code))
    return None


def is_street(text):
    # type: (str) -> bool
    return any(pattern.match(text) for pattern in _STREETS)


def _aligned(one, other):
    # type: (Cell, Cell) -> bool
    """Whether two cells stand in one column: left, right or centred."""
    return (abs(one.start - other.start) <= 2 or abs(one.end - other.end) <= 1
            or abs(one.start + one.end - other.start - other.end) <= 3)


class Parties(object):
    """Finds the blocks and numbers of a page, and gives each to the merchant or the customer as far as that is sure."""

    def __init__(self, page, is_receipt):
        # type: (Page, bool) -> None
        self.page = page
        self.is_receipt = is_receipt
        self.blocks = []  # type: List[Block]
        self._find_blocks()

    def _near(self, cell, step):
        # type: (Cell, int) -> Iterator[Cell]
        """The cells above (-1) or below (1) a cell in its column, up to an empty place."""
        while 0 <= cell.row + step < len(self.page.rows):
            following = [other for other in self.page.cells[cell.row + step] if _aligned(cell, other)]
            if not following:
                return
            cell = following[0]
            yield cell

    def _label_in(self, cell):
        # type: (Cell) -> Optional[Any]
        return next((label for label in self.page.labels if label.row == cell.row
                     and cell.start <= label.start < cell.end), None)

    def _is_name(self, cell):
        # type: (Cell) -> bool
        text = cell.text
        return not (_NOT_A_NAME.match(fold(text)) or city_line(text) or is_street(text) or len(text) > 60
                    or fold(text) in COUNTRIES or (self._label_in(cell) and not _LEGAL.search(text)))

    def _find_blocks(self):
        # type: () -> None
        for cell in (cell for row in self.page.cells for cell in row):
            parts = _PARTS.split(cell.text)
            for position, part in enumerate(parts):
                city = city_line(part)
                if city and position and len(parts) > 2 and is_street(parts[position - 1]):
                    name = parts[position - 2] if position > 1 else ''
                    self.blocks.append(Block(name, parts[position - 1], city, [cell], True))
            city = city_line(cell.text)
            if city and not any(cell in block.cells for block in self.blocks):
                self._block_around(cell, city)

    def _block_around(self, cell, city):
        # type: (Cell, Dict[str, str]) -> None
        """The block of the lines above a code and city, as far as its name, and the lines below."""
        above = []  # type: List[Cell]
        for other in self._near(cell, -1):
            if len(above) == 5 or any(other in block.cells for block in self.blocks):
                break
            label = self._label_in(other)
            if label and label.kind in ('customer', 'merchant', 'delivery'):
                value = self.page.after(label)[1]
                if value and self.page.text and ':' in other.text:
                    above.append(other._replace(text=re.split(' {2,}', value)[0]))
                break
            if label and not self._is_name(other):
                break
            above.append(other)
        street = next((other for other in above[:2] if is_street(other.text)), None)
        if not street:
            return
        if not city.get('city') and above[0] is not street:  # British: the city stands above its code
            city['city'] = above[0].text
        names = [other for other in above[above.index(street) + 1:] if self._is_name(other)]
        below = []
        for other in self._near(cell, 1):
            if fold(other.text) in COUNTRIES and not city.get('country'):
                city['country'] = other.text
            elif city_line(other.text) or len(below) == 7:
                break
            below.append(other)
        self.blocks.append(Block(names[-1].text if names else '', street.text, city, above + [cell] + below))

    def block_at(self, row, start):
        # type: (int, int) -> Optional[Block]
        """The block that a place on the page belongs to."""
        return next((block for block in self.blocks for cell in block.cells
                     if cell.row == row and cell.start <= start < cell.end), None)
