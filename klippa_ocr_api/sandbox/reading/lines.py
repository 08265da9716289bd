"""Line items: rows under a heading of columns, or the rows of a receipt that add up to its total."""
import re
from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal

from klippa_ocr_api.sandbox.contract import Contract
from klippa_ocr_api.sandbox.reading.amounts import RATE, number, to_cents
from klippa_ocr_api.sandbox.reading.labels import COLUMNS
from klippa_ocr_api.sandbox.reading.page import longest_apart, phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Set, Tuple
    from klippa_ocr_api.sandbox.reading.amounts import Amounts
    from klippa_ocr_api.sandbox.reading.page import Page

    Item = Dict[str, Any]

Column = namedtuple('Column', 'kind start end')

_EMPTY = dict((name, '' if spec['type'] == 'string' else 0)
              for name, spec in Contract().schema('ReceiptLineItemItem')['properties'].items())
_HEADINGS = [(column[0], phrases(column[1:])) for column in COLUMNS]
_LETTER = re.compile(r'[^\W\d_]')
_QUANTITY = re.compile(r'(-?\d+(?:[.,]\d{1,3})?) ?(?:x|st|stk|stuks|pcs|h|hrs|uur|std|kg|m2?|l)?\.?$', re.I)
_LEADING = re.compile(r'(\d+(?:[.,]\d+)?) ?([xX*]?) +(?=\D)')
_EACH = re.compile(r'(\d+(?:[.,]\d+)?) ?(?:st|stk|pcs)? ?[x*@] ?$', re.I)
_VAT_CODE = re.compile(r' +(?:([A-Z*])|(\d{1,2}) ?%)$')


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
        for rows in (self._table(), self._receipt()):
            found = list(rows)
            if found:
                return found if sum(item['amount'] for item in found) in self.sums else []
        return []

    def _ends(self, row):
        # type: (int) -> bool
        """Whether a row holds a total."""
        return any(label.kind in ('total', 'net') and self.amounts.money(self.page.after(label)[1])
                   for label in self.page.labels[row])

    def _quantity(self, text):
        # type: (str) -> Any
        """A quantity as JSON has it: whole when it is."""
        value = number(text.lstrip('-'), self.amounts.mark) or 0
        value = -value if text.startswith('-') else value
        return int(value) if value == int(value) else float(value)

    # -- tables

    def _columns(self, row):
        # type: (int) -> List[Column]
        """The columns that a row of headings names; none when it is no such row."""
        text = self.page.folded[row]
        found = longest_apart([Column(kind, match.start(), match.end()) for kind, pattern in _HEADINGS
                               for match in pattern.finditer(text)])
        kinds = [column.kind for column in found]
        named = sum(len(_LETTER.findall(text[column.start:column.end])) for column in found)
        enough = 'title' in kinds and 'amount' in kinds and len(_LETTER.findall(text)) - named <= 3
        return found if enough and len(set(kinds)) == len(kinds) else []

    def _table(self):
        # type: () -> Iterator[Item]
        columns = []  # type: List[Column]
        item = None  # type: Optional[Item]
        for row, cells in enumerate(self.page.cells):
            heading = self._columns(row)
            if heading or self._ends(row):
                columns, item = heading, None
                continue
            carried = any(label.kind == 'carried' for label in self.page.labels[row])
            values = self._values(row, columns) if columns and cells and not carried else {}
            following = self._table_item(values)
            if following:
                item = following
                yield item
            elif item and set(values) == set(['title']) and not self.page.labels[row]:
                item['description'] = (item['description'] + ' ' + values['title']).strip()
            else:
                item = None

    def _values(self, row, columns):
        # type: (int, List[Column]) -> Dict[str, str]
        """The cells of a row by column, none when two fall into one."""
        cells, kinds = self.page.cells[row], [column.kind for column in columns]
        if len(cells) == 1 and kinds[0] == 'title':  # scanned text may have lost its columns
            text = re.sub(u'([$\u20ac\u00a3]) (?=\\d)', r'\1', cells[0].text)
            text = re.sub(u'(\\d) (?=[%\u20ac])', r'\1', text)
            words = text.rsplit(' ', len(columns) - 1)
            if len(words) == len(columns) and all(re.match(r'[\W\d]+$', word) for word in words[1:]):
                return dict(zip(kinds, words))
        if len(cells) == len(columns):
            return dict(zip(kinds, (cell.text for cell in cells)))
        values = {}  # type: Dict[str, str]
        for cell in cells:
            nearest = min(columns, key=lambda column: max(column.start - cell.end, cell.start - column.end))
            if nearest.kind in values:
                return {}
            values[nearest.kind] = cell.text
        return values

    def _cents(self, text):
        # type: (str) -> Optional[int]
        cents = [money.cents for money in self.amounts.money(text)]  # type: List[Optional[int]]
        if len(cents) == 1:
            return cents[0]
        return to_cents(number(text)) if re.match(r'\d+$', text) else None

    def _table_item(self, values):
        # type: (Dict[str, str]) -> Optional[Item]
        """The item of a row, if its numbers can be read and fit each other."""
        title, amount = values.get('title', ''), self._cents(values.get('amount', ''))
        if amount is None or not _LETTER.search(title):
            return None
        item = dict(_EMPTY, title=title, amount=amount, sku=values.get('sku', ''),
                    amount_each=self._cents(values.get('amount_each', '')) or 0)
        quantity = _QUANTITY.match(values.get('quantity', ''))
        if quantity:
            item['quantity'] = self._quantity(quantity.group(1))
        percentage = RATE.match(values.get('vat_percentage', '').rstrip('% ') + '%')
        if percentage:
            item['vat_percentage'] = int(Decimal(percentage.group(1).replace(',', '.')) * 100)
        doubtful = item['quantity'] and item['amount_each'] and not _agrees(item)
        return None if doubtful and 'other' not in values else item  # a discount explains a difference

    # -- receipts

    def _receipt(self):
        # type: () -> Iterator[Item]
        """The rows above the first total that end in an amount and have no label."""
        rows = []  # type: List[Tuple[str, Item]]
        for row, text in enumerate(self.page.rows):
            if self._ends(row):
                break
            code = _VAT_CODE.search(text)
            text = text[:code.start()] if code else text
            money = self.amounts.money(text)
            clear = money and money[-1].end == len(text) and all(one.cents is not None for one in money)
            if not clear or self.page.labels[row]:
                continue
            item = dict(_EMPTY, amount=money[-1].cents)
            if code:
                item.update(vat_code=code.group(1) or '', vat_percentage=int(code.group(2) or 0) * 100)
            text = text[:money[-1].start]
            if len(money) == 2 and not text[money[0].end:].strip():
                text, item['amount_each'] = text[:money[0].start], money[0].cents
            each = _EACH.search(text)
            if each:
                text, item['quantity'] = text[:each.start()], self._quantity(each.group(1))
                if not text.strip() and row and len(self.page.cells[row - 1]) == 1:
                    text = self.page.rows[row - 1]  # the title stands above "2 x 1.50   3.00"
            rows.append((text.strip(), item))
        counted = all(_LEADING.match(text) for text, _ in rows)
        for text, item in rows:
            leading = _LEADING.match(text)
            if leading and not item['quantity'] and (counted or leading.group(2)):
                text, item['quantity'] = text[leading.end():].strip(), self._quantity(leading.group(1))
            if not _LETTER.search(text) or '  ' in text or item['amount_each'] and not _agrees(item):
                continue
            if item['quantity'] == 1:
                item['amount_each'] = item['amount']
            yield dict(item, title=text)
