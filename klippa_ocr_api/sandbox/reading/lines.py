"""Line items: rows under a heading of columns, or the rows of a receipt that add up to its total."""
import re
from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal

from klippa_ocr_api.sandbox.reading.amounts import RATE, number, to_cents
from klippa_ocr_api.sandbox.reading.labels import COLUMNS
from klippa_ocr_api.sandbox.reading.page import longest_apart, phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Set, Tuple  # noqa: F401
    from klippa_ocr_api.sandbox.reading.amounts import Amounts  # noqa: F401
    from klippa_ocr_api.sandbox.reading.page import Cell, Page  # noqa: F401

    Item = Dict[str, Any]

Column = namedtuple('Column', 'kind start end')

_HEADINGS = [(column[0], phrases(column[1:])) for column in COLUMNS]
_QUANTITY = re.compile(r'(-?\d+(?:[.,]\d{1,3})?) ?(?:x|st|stk|stuks|pcs|h|hrs|uur|std|kg|m2?|l)?\.?$', re.I)
_LEADING = re.compile(r'(\d+(?:[.,]\d+)?) ?([xX*]?) +(?=\D)')
_EACH = re.compile(r'(\d+(?:[.,]\d+)?) ?(?:st|stk|pcs)? ?[x*@] ?$', re.I)
_VAT_CODE = re.compile(r' +([A-Z*]|\d{1,2} ?%)$')


def _item(**fields):
    # type: (**Any) -> Item
    item = dict.fromkeys(('amount', 'amount_each', 'amount_ex_vat', 'quantity', 'vat_amount', 'vat_percentage'), 0)  # type: Item
    return dict(item, **dict(dict.fromkeys(('description', 'sku', 'title', 'vat_code'), ''), **fields))


def _agrees(item):
    # type: (Item) -> bool
    """Whether quantity, price and amount of a line are all printed and fit each other."""
    product = (Decimal(str(item['quantity'])) * item['amount_each']).quantize(Decimal(1), ROUND_HALF_UP)
    return bool(item['quantity'] and item['amount_each']) and abs(product) == abs(item['amount'])


class Lines(object):
    """The line items of a page; `sums` are the printed totals that they may add up to."""

    def __init__(self, page, amounts, sums):
        # type: (Page, Amounts, Set[int]) -> None
        self.page = page
        self.amounts = amounts
        self.sums = sums

    def items(self):
        # type: () -> List[Item]
        """The items, if they add up to a printed total: else one may be missing or misread."""
        found = list(self._table()) or list(self._receipt())
        return found if sum(item['amount'] for item in found) in self.sums else []

    def _ends(self, row):
        # type: (int) -> bool
        """Whether a row holds the first total."""
        return any(label.kind in ('total', 'net') and self.amounts.money(self.page.after(label)[1])
                   for label in self.page.labels[row])

    # -- tables

    def _columns(self, row):
        # type: (int) -> List[Column]
        """The columns that a row of headings names; none when it is no such row."""
        text = self.page.folded[row]
        kept = longest_apart([Column(kind, match.start(), match.end()) for kind, pattern in _HEADINGS
                              for match in pattern.finditer(text)])
        kinds = [column.kind for column in kept]
        rest = len(re.findall('[a-z]', text)) - sum(len(re.findall('[a-z]', text[one.start:one.end])) for one in kept)
        if 'title' in kinds and 'amount' in kinds and rest <= 3 and len(set(kinds)) == len(kinds):
            return kept
        return []

    def _table(self):
        # type: () -> Iterator[Item]
        columns = []  # type: List[Column]
        item = None  # type: Optional[Item]
        for row in range(len(self.page.rows)):
            heading = self._columns(row)
            if heading or self._ends(row):
                columns, item = heading, None
            elif columns and self.page.cells[row] and not any(
                    label.kind == 'carried' for label in self.page.labels[row]):
                values = self._values(row, columns)
                following = self._table_item(values) if values else None
                if following:
                    item = following
                    yield item
                elif item and values and set(values) == set(['title']) and not self.page.labels[row]:
                    item['description'] = (item['description'] + ' ' + values['title']).strip()
                else:
                    item = None
            else:
                item = None

    def _values(self, row, columns):
        # type: (int, List[Column]) -> Optional[Dict[str, str]]
        """The cells of a row by column, None when two fall into one."""
        cells = self.page.cells[row]
        if len(cells) == 1 and columns[0].kind == 'title':
            text = re.sub(r'(\d) ([%\u20ac])', r'\1\2', re.sub(r'([$\u20ac\u00a3]) (?=\d)', r'\1', cells[0].text))
            words = text.rsplit(' ', len(columns) - 1)
            if len(words) == len(columns) and all(re.match(r'[\W\d]+$', word) for word in words[1:]):
                return dict(zip((column.kind for column in columns), words))
        if len(cells) == len(columns):
            return dict(zip((column.kind for column in columns), (cell.text for cell in cells)))
        values = {}  # type: Dict[str, str]
        for cell in cells:
            nearest = min(columns, key=lambda column: max(column.start - cell.end, cell.start - column.end))
            if nearest.kind in values:
                return None
            values[nearest.kind] = cell.text
        return values

    def _cents(self, text):
        # type: (str) -> Optional[int]
        money = self.amounts.money(text)
        if len(money) == 1:
            return money[0].cents
        return to_cents(number(text, self.amounts.mark)) if re.match(r'-?\d+$', text) else None

    def _table_item(self, values):
        # type: (Dict[str, str]) -> Optional[Item]
        amount = self._cents(values.get('amount', ''))
        title = values.get('title', '')
        if amount is None or not re.search(r'[^\W\d_]', title):
            return None
        item = _item(title=title, amount=amount, sku=values.get('sku', ''))
        if 'quantity' in values:
            found = _QUANTITY.match(values['quantity'])
            item['quantity'] = _plain(number(found.group(1), self.amounts.mark)) if found else 0
        if 'amount_each' in values:
            item['amount_each'] = self._cents(values['amount_each']) or 0
        percentage = RATE.match(values.get('vat_percentage', '').rstrip('% ') + '%')
        if percentage:
            item['vat_percentage'] = int(Decimal(percentage.group(1).replace(',', '.')) * 100)
        return item if _agrees(item) or not (item['quantity'] and item['amount_each']) or 'other' in values else None

    # -- receipts

    def _receipt(self):
        # type: () -> Iterator[Item]
        """Rows with an amount above the first total, whose labels are of no other use."""
        rows = []  # type: List[Tuple[str, Item]]
        for row, text in enumerate(self.page.rows):
            if self._ends(row):
                break
            code = _VAT_CODE.search(text)
            text = text[:code.start()] if code else text
            money = self.amounts.money(text)
            if not money or None in [one.cents for one in money] or money[-1].end != len(text) or self.page.labels[row]:
                continue
            item = _item(amount=money[-1].cents, vat_code=code.group(1) if code and '%' not in code.group(1) else '')
            if code and '%' in code.group(1):
                item['vat_percentage'] = int(code.group(1).rstrip('% ')) * 100
            text = text[:money[-1].start]
            if len(money) == 2 and not text[money[0].end:].strip():
                text, item['amount_each'] = text[:money[0].start], money[0].cents
            each = _EACH.search(text)
            if each:
                text, item['quantity'] = text[:each.start()], _plain(number(each.group(1), self.amounts.mark))
            if not re.search(r'[^\W\d_]', text) and row and len(self.page.cells[row - 1]) == 1 and item['quantity']:
                text = self.page.rows[row - 1]
            rows.append((text.strip(), item))
        counted = all(_LEADING.match(text) for text, _ in rows)
        for text, item in rows:
            leading = _LEADING.match(text)
            if leading and not item['quantity'] and (counted or leading.group(2)):
                text, item['quantity'] = text[leading.end():], _plain(number(leading.group(1), self.amounts.mark))
            if not re.search(r'[^\W\d_]', text) or re.search(' {2}', text.strip()) or item['amount_each'] and not _agrees(item):
                continue
            if item['quantity'] == 1:
                item['amount_each'] = item['amount']
            yield dict(item, title=text.strip())


def _plain(value):
    # type: (Optional[Decimal]) -> Any
    """A quantity as JSON has it: whole when it is."""
    return 0 if value is None else int(value) if value == int(value) else float(value)
