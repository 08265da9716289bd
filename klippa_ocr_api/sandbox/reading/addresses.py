"""Address blocks: a name, a street, a postal code and city, as lines above each other or as one line."""
import re

from babel import Locale

from klippa_ocr_api.sandbox.reading.labels import GREETINGS, LANGUAGES, LEGAL_FORM
from klippa_ocr_api.sandbox.reading.page import Cell, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Iterator, List, Optional, Set
    from klippa_ocr_api.sandbox.reading.page import Page

_NAME = r"[^\W\d_](?:[\w'.-]| (?! ))*"
# Code and city; the country is known when its codes look like no other's.
_CITY_LINES = tuple((country, re.compile(pattern.replace('NAME', _NAME))) for country, pattern in (
    ('NL', r'(?:NL-)?(?P<zip>\d{4} ?[A-Z]{2}),? +(?P<city>NAME)(?:, (?P<country>NAME))?$'),
    ('GB', r'(?:(?P<city>NAME?),? +)?(?P<zip>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?:, (?P<country>NAME))?$'),
    ('US', r'(?P<city>NAME), (?P<province>[A-Z]{2}) (?P<zip>\d{5}(?:-\d{4})?)$'),
    ('',
     r'(?:(?P<code>A|B|CH|D|DE|F|FR|L|AT|BE|LU)-)?(?P<zip>\d{4,5}) (?P<city>NAME)(?:, (?P<country>NAME))?$'),
))
_PREFIXES = {'A': 'AT', 'B': 'BE', 'D': 'DE', 'F': 'FR', 'L': 'LU'}
_STREETS = (
    re.compile(r'(?P<street>[^\W\d_][^\d,:@]*?),? '
               r'(?P<number>\d+ ?[A-Za-z]?(?:[-/ ]?\d+)?(?:[- ][A-Za-z]{1,3})?)$'),
    re.compile(r'(?P<number>\d+ ?[A-Za-z]?(?:-\d+| (?:bis|ter)\b)?),? (?P<street>[^\W\d_][^\d,:@]+)$'))
_BOX = re.compile(r'(?:postbus|postfach|p\.? ?o\.? box|boite postale|bp)\b')
_PARTS = re.compile(u' *[\u00b7\u2022|] *| +[-\u2013\u2014] +|, +')
LEGAL = re.compile(LEGAL_FORM, re.I)
_NOT_A_NAME = re.compile(r'(?:%s|.*[@:].*|www\..*|[\W\d]*|.*\d{3}.*)$' % GREETINGS)
# What may stand in the lines below the city.
_CONTACT = frozenset(['vat_number', 'vat', 'coc_number', 'bic', 'phone', 'customer_vat_number'])
_WRITTEN = re.compile(r'@|www\.|https?:|\b[A-Z]{2}\d{2} ?[A-Z0-9]{4}')


def _country_names():
    # type: () -> Dict[str, str]
    names = dict((fold(name), code) for language in LANGUAGES
                 for code, name in Locale(language).territories.items() if len(code) == 2 and code.isalpha())
    names.update({'the netherlands': 'NL', 'holland': 'NL', 'great britain': 'GB', 'england': 'GB',
                  'usa': 'US'})
    return names


COUNTRIES = _country_names()


class Block(object):
    """One address, and the cells it takes on the page. `proven` says that only a merchant's looks like it."""

    def __init__(self, name, street, city, cells, one_line=False):
        # type: (str, str, Dict[str, str], List[Cell], bool) -> None
        self.name = name
        self.street = street
        self.city = city
        self.cells = cells
        self.proven = one_line
        self.role = ''

    def holds(self, row, start):
        # type: (int, int) -> bool
        """Whether a place on the page is inside the block."""
        return any(cell.row == row and cell.start <= start < cell.end for cell in self.cells)

    def fields(self):
        # type: () -> Dict[str, str]
        """What the block says, under the names of the contract without the role."""
        split = None if _BOX.match(fold(self.street)) else _split_street(self.street)
        zipcode, country = self.city['zip'], self.city.get('country', '')
        if self.city['code'] == 'NL':
            zipcode = zipcode[:4] + ' ' + zipcode[-2:]
        return {'name': self.name, 'address': self.street,
                'street_name': split.group('street') if split else '',
                'house_number': split.group('number') if split else '', 'zipcode': zipcode,
                'city': self.city.get('city', ''), 'province': self.city.get('province', ''),
                'country': country,
                'country_code': COUNTRIES.get(fold(country)) or self.city['code']}


def _city_line(text):
    # type: (str) -> Optional[Dict[str, str]]
    """The parts of a line with a postal code and a city, and in `code` the country if they tell it."""
    for country, pattern in _CITY_LINES:
        found = pattern.match(text)
        if found:
            parts = dict((key, value) for key, value in found.groupdict().items() if value)
            code = parts.get('code', '')
            return dict(parts, code=country or _PREFIXES.get(code, code))
    return None


def _split_street(text):
    # type: (str) -> Optional[re.Match[str]]
    """The street and house number of a line, if it is such a line."""
    return next((found for found in (pattern.match(text) for pattern in _STREETS) if found), None)


def is_name(page, cell):
    # type: (Page, Cell) -> bool
    """Whether a cell can be a name: no title, label, address, number or greeting."""
    text = fold(cell.text)
    return not (_NOT_A_NAME.match(text) or len(text) > 60 or text in COUNTRIES or _city_line(cell.text)
                or _split_street(cell.text) or page.labels_in(cell) and not LEGAL.search(text))


def find_blocks(page):
    # type: (Page) -> List[Block]
    """The address blocks of a page."""
    blocks = []  # type: List[Block]
    taken = set()  # type: Set[Cell]
    for cell in (cell for row in page.cells for cell in row):
        city = _city_line(cell.text)
        block = None if city else _block_in_line(page, cell)
        if city and cell not in taken and not re.search(r'\d[.,]\d\d(?!\d)', page.rows[cell.row]):
            block = _block_of_lines(page, cell, city, taken)
        if block:
            blocks.append(block)
            taken.update(block.cells)
    return blocks


def _column(page, cell, step):
    # type: (Page, Cell, int) -> Iterator[Cell]
    """The cells above (-1) or below (1) a cell, aligned left, right or centred, up to an empty place."""
    while 0 <= cell.row + step < len(page.rows):
        following = [other for other in page.cells[cell.row + step]
                     if abs(cell.start - other.start) <= 2 or abs(cell.end - other.end) <= 1
                     or abs(cell.start + cell.end - other.start - other.end) <= 3]
        if not following:
            return
        cell = following[0]
        yield cell


def _block_in_line(page, cell):
    # type: (Page, Cell) -> Optional[Block]
    """The block that stands in one cell, "Name, Street 1, 1234 AB City"; the name may stand above it."""
    parts = _PARTS.split(cell.text)
    for place in range(1, len(parts)):
        city = _city_line(parts[place])
        if city and _split_street(parts[place - 1]):
            if place > 1:
                return Block(parts[place - 2], parts[place - 1], city, [cell], True)
            above = [other for other in list(_column(page, cell, -1))[:1] if is_name(page, other)]
            return Block(above[0].text if above else '', parts[0], city, [cell] + above)
    return None


def _block_of_lines(page, cell, city, taken):
    # type: (Page, Cell, Dict[str, str], Set[Cell]) -> Optional[Block]
    """The block that has its code and city in a cell: the lines above as far as the name, and those below."""
    above = []  # type: List[Cell]
    for other in _column(page, cell, -1):
        heads = [label for label in page.labels_in(other)
                 if label.kind in ('customer', 'merchant', 'delivery')]
        if heads:
            start, value = page.after(heads[0])
            if start < other.end and ':' in page.rows[other.row][heads[0].end:start]:
                above.append(Cell(other.row, start, other.end, value[:other.end - start]))
        if heads or len(above) == 5 or other in taken or page.labels_in(other) and not is_name(page, other):
            break
        above.append(other)
    street = next((other for other in above[:2] if _split_street(other.text)), None)
    if street is None:
        return None
    if 'city' not in city and above[0] is not street:  # British: the city stands above its code
        city['city'] = above[0].text
    names = [other.text for other in above[above.index(street) + 1:] if is_name(page, other)]
    below = []  # type: List[Cell]
    for other in _column(page, cell, 1):
        if fold(other.text) in COUNTRIES:
            city.setdefault('country', other.text)
        elif not (_WRITTEN.search(other.text) or any(label.kind in _CONTACT
                                                     for label in page.labels_in(other))):
            break
        below.append(other)
    return Block(names[-1] if names else '', street.text, city, above + [cell] + below)
