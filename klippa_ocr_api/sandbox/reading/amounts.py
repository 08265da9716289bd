# -*- coding: utf-8 -*-
"""Amounts: what a printed number is worth, the currency, the totals and the VAT."""
import re
from collections import namedtuple
from decimal import Decimal

from klippa_ocr_api.sandbox.reading.labels import CURRENCIES, SYMBOLS, VAT_NAMES, VAT_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Set, Tuple  # noqa: F401
    from klippa_ocr_api.sandbox.reading.page import Page  # noqa: F401

Money = namedtuple('Money', 'cents currencies start end')

_CURRENCY = '|'.join(sorted([re.escape(symbol) for symbol in SYMBOLS] + list(CURRENCIES), key=len, reverse=True))
_SIGN = u'[-\u2013]'
_UNITS = 'kg|g|gr|l|ltr|ml|cl|m|m2|km|cm|mm|kwh|h|hrs?|uur|uhr|std|st|stk|pcs|x'
_NUMBER = u"\\d+(?:['\u2019\u00a0\u202f]\\d{3}|[.,]\\d{3}(?![\\d]))*(?: \\d{3}(?=[ .,]\\d)(?!\\d))*(?:[.,]\\d{1,4})?"
_MONEY = re.compile(
    r"(?<![\w.,/'])(?P<open>\()?(?P<minus>{sign} ?)?(?:(?<![A-Za-z])(?P<before>{currency}) ?)?(?P<minus2>{sign} ?)?"
    r"(?P<number>{number})(?P<whole>,-+|\.-+|,{sign})?(?P<minus3>-(?!\d))?(?: ?(?P<after>{currency})(?![A-Za-z]))?"
    r"(?P<close>\))?(?![\d%/:]|[.,\-]\d| ?%| ?(?i:{units})(?!\w))"
    .format(sign=_SIGN, currency=_CURRENCY, number=_NUMBER, units=_UNITS))
RATE = re.compile(r'(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?%')
_CLEAR = re.compile(r'(?<![\d.,])\d+(?:[.,]\d{3})*([.,])\d{2}(?![\d.,]|-\d|\s?(?:uhr|uur))', re.I)


def decimal_mark(page, locale_mark=None):
    # type: (Page, Optional[str]) -> Optional[str]
    """The sign before the cents, when every number that shows it agrees; else what the locale says."""
    marks = set(found.group(1) for row in page.rows for found in _CLEAR.finditer(row))
    return marks.pop() if len(marks) == 1 else locale_mark


def number(text, mark=None, blanks=False):
    # type: (str, Optional[str], bool) -> Optional[Decimal]
    """A printed number, or None when it can be read in two ways. `mark` is the decimal sign of the document."""
    if ' ' in text and not blanks:
        return None
    text = re.sub(u"[ '\u2019\u00a0\u202f]", '', text)
    marks = re.findall('[.,]', text)
    if marks and (len(set(marks)) == 2 or len(marks) == 1):
        last = marks[-1]
        whole, cents = text.rsplit(last, 1)
        thousands = len(marks) == 1 and len(cents) == 3 and whole.lstrip('0') != '' and len(whole) < 4
        if thousands and mark is None or last in whole:
            return None
        if thousands and mark != last:
            whole, cents = whole + cents, ''
    else:
        whole, cents = text, ''
    groups = re.split('[.,]', whole)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    return Decimal(''.join(groups) + ('.' + cents if cents else ''))


def to_cents(value):
    # type: (Optional[Decimal]) -> Optional[int]
    """Cents, or None when the amount has fractions of one."""
    if value is None or value * 100 != int(value * 100):
        return None
    return int(value * 100)


class Amounts(object):
    """The amounts of a page, read with the decimal sign and language of that page."""

    def __init__(self, page, mark, french):
        # type: (Page, Optional[str], bool) -> None
        self.page = page
        self.mark = mark
        self.blanks = french  # "1 234,56" is one number in French; elsewhere it may be two

    def money(self, text):
        # type: (str) -> List[Money]
        """The amounts in a text: numbers with cents or a currency. An unclear one has None cents."""
        found = []
        for match in _MONEY.finditer(text):
            symbol = match.group('before') or match.group('after') or ''
            digits = match.group('number')
            if not (symbol or match.group('whole') or re.search(r'[.,]\d\d$', digits)):
                continue
            cents = to_cents(number(digits, self.mark, self.blanks))
            minus = match.group('minus') or match.group('minus2') or match.group('minus3')
            if cents and (minus or match.group('open') and match.group('close')):
                cents = -cents
            currencies = SYMBOLS.get(symbol) or SYMBOLS.get(symbol.lower()) or ((symbol.upper(),) if symbol else ())
            found.append(Money(cents, currencies, match.start(), match.end()))
        return found

    def labelled(self, kind):
        # type: (str) -> List[Tuple[int, Money]]
        """(rank, amount) for each label of a kind that has exactly one amount in its row, or alone below it."""
        found = []
        for label in self.page.find(kind):
            text = self.page.after(label)[1]
            amounts = self.money(text)
            if not text and len(self.page.cells[label.row]) == 1:
                below = self.page.below(label.row, label.start, label.end)
                if below and len(self.page.cells[label.row + 1]) == 1:
                    amounts = [one for one in self.money(below.text) if one.currencies and one.start == 0]
            if len(amounts) == 1 and amounts[0].cents is not None:
                found.append((label.rank, amounts[0]))
        return found

    def vat_items(self):
        # type: () -> List[Dict[str, Any]]
        """VAT per rate, from rows of a rate and amounts that agree with it; none when any such row does not."""
        items = {}  # type: Dict[int, Dict[str, Any]]
        for row, text in enumerate(self.page.rows if self.page.says('(?:%s)' % '|'.join(VAT_NAMES)) else ()):
            rates = set(RATE.findall(text))
            amounts = [money.cents for money in self.money(RATE.sub(lambda found: ' ' * len(found.group()), text))]
            words = re.findall(r'[a-z]+', re.sub(r'(?<![a-z])(?:%s)(?![a-z])' % _CURRENCY.lower(), ' ',
                                                 self.page.folded[row]))
            if len(rates) != 1 or not amounts or not VAT_WORDS.issuperset(words):
                continue
            kinds = set(label.kind for label in self.page.labels if label.row == row)
            percentage = int(Decimal(rates.pop().replace(',', '.')) * 100)
            item = None if None in amounts else vat_item(percentage, amounts, 'vat' in kinds)
            if kinds & set(['total', 'net']) and (item is None or len(amounts) == 1):
                continue
            if item is None or items.setdefault(percentage, item) != item:
                return []
        return list(items.values())

    def totals(self, settle):
        # type: (Callable[[Set[int]], Optional[int]]) -> Dict[str, Any]
        """The total, with and without VAT, and the VAT: as labelled, and only as far as they agree.

        `settle` picks from totals that contradict each other, or gives None.
        """
        items = self.vat_items()
        total = self.labelled('total')
        net = self.labelled('net')
        taxes = self.labelled('vat')
        for label in self.page.find('total'):
            row = [money.cents for money in self.money(self.page.after(label)[1])]
            if len(row) == 3 and None not in row and row[0] + row[1] == row[2] and abs(row[1]) < abs(row[0]):
                net.append((2, Money(row[0], (), 0, 0)))
                taxes.append((2, Money(row[1], (), 0, 0)))
                total.append((3, Money(row[2], (), 0, 0)))

        vat = _only(taxes, 2)
        summed = sum(item['amount'] for item in items)
        if vat is None and not any(rank == 2 for rank, _ in taxes):
            vat = summed if items else _only(taxes, 1)
        elif items and vat != summed:
            items = []
        amount = _best(total)
        values = set(money.cents for _, money in total)
        nets = set(money.cents for _, money in net) | values
        agreeing = set(value for value in values if vat and value - vat in nets)
        hard = _only(net, 2)
        base = None  # type: Optional[int]
        if len(agreeing) == 1:
            amount = agreeing.pop()
            base = amount - (vat or 0)
        elif amount is None and values:
            amount = settle(values)
        elif amount is not None and vat is not None:
            bases = [item['amount_excl_vat'] for item in items]
            if items and all(bases) and amount == sum(bases) and vat or len(items) == 1 and not bases[0] and _fits(
                    items[0]['percentage'], amount, vat) and not _fits(items[0]['percentage'], amount - vat, vat):
                amount, base = None, amount  # "Total" stands at the amount without VAT
            elif hard is None and abs(vat) <= abs(amount) * 0.25:
                base = amount - vat
        if base is None and hard is not None and (amount is None or vat is None and abs(hard) <= abs(amount)):
            base = hard
        if len(items) == 1 and not items[0]['amount_excl_vat'] and base and _fits(items[0]['percentage'], base, vat):
            items[0].update(amount_excl_vat=base, amount_incl_vat=base + items[0]['amount'],
                            amount_incl_excl_vat_estimated=base not in nets)
        return {'amount': amount or 0, 'amountexvat': base or 0, 'vatamount': vat or 0, 'vatitems': items or None}

    def currency(self, total, hints):
        # type: (int, List[str]) -> str
        """The currency of the total, else the only one printed. `hints` decide what a bare "$" means."""
        beside = [money.currencies for _, money in self.labelled('total') if money.cents == total and money.currencies]
        if not beside:
            beside = [SYMBOLS.get(found.group(), (found.group(),))
                      for _, found in self.page.matches(r'(?<![A-Za-z])(?:%s)(?![A-Za-z])' % _CURRENCY)]
        options = set(beside)
        if len(options) > 1:  # "$ 45.00" and "USD"
            options = set([option for option in options if len(option) == 1])
        choices = options.pop() if len(options) == 1 else ()
        if len(choices) == 1:
            return choices[0]
        for hint in hints:
            if hint in choices:
                return hint
        return ''


def _only(ranked, rank):
    # type: (List[Tuple[int, Money]], int) -> Optional[int]
    """The value that all amounts of a rank agree on."""
    values = set(money.cents for one, money in ranked if one == rank)
    return values.pop() if len(values) == 1 else None


def _best(ranked):
    # type: (List[Tuple[int, Money]]) -> Optional[int]
    """The total with the surest label, unless labels of the same or of lesser certainty contradict each other."""
    if any(rank == 3 for rank, _ in ranked):
        return _only(ranked, 3)
    values = set(money.cents for _, money in ranked)
    return values.pop() if len(values) == 1 else None


def _fits(percentage, base, vat):
    # type: (int, int, Optional[int]) -> bool
    """Whether an amount is the VAT on a base, but for rounding."""
    return vat is not None and abs(Decimal(base * percentage) / 10000 - vat) <= Decimal('0.6')


def vat_item(percentage, amounts, labelled):
    # type: (int, List[int], bool) -> Optional[Dict[str, Any]]
    """The VAT at a rate from the amounts of a row: base, VAT and their sum in any order, if they agree with the rate."""
    readings = set()
    amounts = sorted(amounts, key=abs)
    if len(amounts) == 3 and amounts[0] + amounts[1] == amounts[2]:
        readings.add((amounts[1], amounts[0]))
    elif len(amounts) == 2:
        small, large = amounts
        readings.update([(large, small), (large - small, small), (small, large - small)])
    elif len(amounts) == 1 and labelled:
        return _vat(percentage, 0, amounts[0])
    readings = [reading for reading in readings if _fits(percentage, *reading)]
    return _vat(percentage, *readings[0]) if len(readings) == 1 else None


def _vat(percentage, base, vat):
    # type: (int, int, int) -> Dict[str, Any]
    return {'percentage': percentage, 'amount': vat, 'amount_excl_vat': base, 'amount_incl_vat': base + vat if base else 0,
            'amount_incl_excl_vat_estimated': False, 'code': ''}
