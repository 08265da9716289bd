# -*- coding: utf-8 -*-
"""Amounts: what a printed number is worth, the currency, the totals and the VAT."""
import re
from collections import namedtuple
from decimal import Decimal

from klippa_ocr_api.sandbox.reading.labels import CURRENCIES, SYMBOLS, VAT_NAMES, VAT_WORDS
from klippa_ocr_api.sandbox.reading.page import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Set, Tuple
    from klippa_ocr_api.sandbox.reading.page import Page

    Ranked = List[Tuple[int, 'Money']]

# `cents` is None for an amount that can be read in two ways; `currencies` are those its symbol may mean.
Money = namedtuple('Money', 'cents currencies start end')

_CURRENCY = '|'.join(sorted([re.escape(symbol) for symbol in SYMBOLS] + CURRENCIES, key=len, reverse=True))
_UNITS = 'kg|g|gr|l|ltr|ml|cl|m|m2|km|cm|mm|kwh|h|hrs?|uur|uhr|std|st|stk|pcs|x'
_MONEY = re.compile((
    u"(?<![\\w.,/'])(?P<open>\\()?(?P<minus>[-\u2013] ?)?(?:(?<![A-Za-z])(?P<before>CURRENCY) ?)?"
    u"(?P<minus2>[-\u2013] ?)?"
    u"(?P<number>\\d+(?:['\u2019]\\d{3}|[.,]\\d{3}(?!\\d))*(?: \\d{3}(?=[ .,]\\d)(?!\\d))*(?:[.,]\\d{1,4})?)"
    u"(?P<whole>[,.]-+|,\u2013)?(?P<minus3>-(?!\\d))?(?: ?(?P<after>CURRENCY)(?![A-Za-z]))?(?P<close>\\))?"
    u"(?![\\d%/:]|[.,\\-]\\d| ?%| ?(?i:UNITS)(?!\\w))"
).replace('CURRENCY', _CURRENCY).replace('UNITS', _UNITS))
RATE = re.compile(r'(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?%')
_CLEAR = re.compile(r'(?<![\d.,])\d+(?:[.,]\d{3})*([.,])\d{2}(?![\d.,]|-\d|\s?(?:uhr|uur))', re.I)
# A currency above a column; TRY and RON are words too.
_HEADING = u'[\u20ac\u00a3]|(?<![A-Za-z])(?:%s)(?![A-Za-z])' % '|'.join(
    code for code in CURRENCIES if code not in ('TRY', 'RON'))
_CODES = re.compile(r'(?<![a-z])(?:%s)(?![a-z])' % '|'.join(CURRENCIES).lower())


def decimal_mark(page, locale_mark=None):
    # type: (Page, Optional[str]) -> Optional[str]
    """The sign before the cents, when every number that shows it agrees; else what the locale says."""
    marks = set(found.group(1) for row in page.rows for found in _CLEAR.finditer(row))
    return marks.pop() if len(marks) == 1 else locale_mark


def number(text, mark=None, blanks=False):
    # type: (str, Optional[str], bool) -> Optional[Decimal]
    """A printed number, or None when it can be read in two ways. `mark` is the document's decimal sign."""
    if ' ' in text and not blanks:
        return None
    text = re.sub(u"[ '\u2019]", '', text)
    whole, last, cents = re.findall(r'^(.*?)(?:([.,])(\d*))?$', text)[0]
    if last and last in whole:  # 1.234.567
        whole, cents = text, ''
    elif len(cents) == 3 and 0 < len(whole.lstrip('0')) < 4 and not re.search('[.,]', whole):  # 1.234
        if mark is None:
            return None
        if mark != last:
            whole, cents = whole + cents, ''
    groups = re.split('[.,]', whole)
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    return Decimal('%s.%s' % (''.join(groups), cents or '0'))


def to_cents(value):
    # type: (Optional[Decimal]) -> Optional[int]
    """Cents, or None when the amount has fractions of one."""
    return None if value is None or value * 100 % 1 else int(value * 100)


class Amounts(object):
    """The amounts of a page, read with the decimal sign and language of that page."""

    def __init__(self, page, mark, french):
        # type: (Page, Optional[str], bool) -> None
        self.page = page
        self.mark = mark
        self.blanks = french  # "1 234,56" is one number in French; elsewhere it may be two

    def money(self, text):
        # type: (str) -> List[Money]
        """The amounts in a text: numbers with cents or a currency."""
        found = []
        for match in _MONEY.finditer(text):
            symbol, digits = match.group('before') or match.group('after') or '', match.group('number')
            if not (symbol or match.group('whole') or re.search(r'[.,]\d\d$', digits)):
                continue
            cents = to_cents(number(digits, self.mark, self.blanks))
            if cents and (match.group('minus') or match.group('minus2') or match.group('minus3')
                          or match.group('open') and match.group('close')):
                cents = -cents
            currencies = SYMBOLS.get(symbol, (symbol,) if symbol else ())
            found.append(Money(cents, currencies, match.start(), match.end()))
        return found

    def labelled(self, kind):
        # type: (str) -> Ranked
        """(rank, amount) for each label of a kind with exactly one amount behind it, or alone below it."""
        found = []
        for label in self.page.find(kind):
            text = self.page.after(label)[1]
            amounts = self.money(text)
            if not text and len(self.page.cells[label.row]) == 1:
                below = self.page.below(label.row, label.start, label.end)
                if below and len(self.page.cells[below.row]) == 1:
                    amounts = [one for one in self.money(below.text) if one.currencies and one.start == 0]
            amount = amounts[0] if len(amounts) == 1 else None
            if amount and amount.cents is not None and _only_vat_words(text[:amount.start]):
                found.append((label.rank, amount))
        return found

    def _vat_items(self):
        # type: () -> Optional[List[Dict[str, Any]]]
        """VAT per rate, from rows of a rate and amounts that agree; None when such a row is not clear."""
        items = {}  # type: Dict[int, Dict[str, Any]]
        for row, text in enumerate(self.page.rows if self.page.says(VAT_NAMES) else ()):
            rates = set(RATE.findall(text))
            amounts = [money.cents for money in self.money(RATE.sub(' ', text))]
            kinds = set(label.kind for label in self.page.labels[row])
            if len(rates) != 1 or not amounts or not (_only_vat_words(text) or 'vat' in kinds):
                continue
            percentage = int(Decimal(rates.pop().replace(',', '.')) * 100)
            clear = None not in amounts and _only_vat_words(text)
            item = _vat_item(percentage, amounts, 'vat' in kinds) if clear else None
            if kinds & set(['total', 'net']) and (item is None or len(amounts) == 1):
                continue
            if item is None or items.setdefault(percentage, item) != item:
                return None
        return list(items.values())

    def totals(self, settle):
        # type: (Callable[[Set[int]], Optional[int]]) -> Dict[str, Any]
        """The total, with and without VAT, and the VAT: as labelled, and only as far as they agree.

        `settle` picks from totals that contradict each other, or gives None.
        """
        items = self._vat_items()
        total, net, taxes = self.labelled('total'), self.labelled('net'), self.labelled('vat')
        for label in self.page.find('total'):  # "Total 100.00 21.00 121.00"
            row = [money.cents for money in self.money(self.page.after(label)[1])]
            if len(row) == 3 and None not in row and row[0] + row[1] == row[2] and abs(row[1]) < abs(row[0]):
                for found, rank, cents in ((net, 2, row[0]), (taxes, 2, row[1]), (total, 3, row[2])):
                    found.append((rank, Money(cents, (), 0, 0)))

        vat, summed = _only(taxes, 2), sum(item['amount'] for item in items or ())
        if vat is None and items is not None and not any(rank == 2 for rank, _ in taxes):
            vat = summed if items else _only(taxes, 1)
        elif vat != summed:
            items = []
        amount, base, printed_net = _best(total), None, _only(net, 2)
        values = set(money.cents for _, money in total)
        nets = set(money.cents for _, money in net) | values
        agreeing = set(value for value in values if vat and value - vat in nets)
        if len(agreeing) == 1:
            amount = agreeing.pop()
            base = amount - vat
        elif amount is None:
            amount, base = settle(values), printed_net
        elif vat is None:
            base = printed_net if abs(printed_net or 0) <= abs(amount) else None
        elif printed_net is not None:
            vat, items = None, []  # the three are there and do not add up
        elif vat and self._is_net(amount, vat, items or []):
            amount, base = None, amount
        elif abs(vat) <= abs(amount) * 0.25:
            base = amount - vat
        if base and vat is not None and items and len(items) == 1 and not items[0]['amount_excl_vat'] \
                and _fits(items[0]['percentage'], base, vat):
            items = [dict(items[0], amount_excl_vat=base, amount_incl_vat=base + items[0]['amount'],
                          amount_incl_excl_vat_estimated=base not in nets)]
        return {'amount': amount or 0, 'amountexvat': base or 0, 'vatamount': vat or 0,
                'vatitems': items or None}

    @staticmethod
    def _is_net(amount, vat, items):
        # type: (int, int, List[Dict[str, Any]]) -> bool
        """Whether "Total" stands at the amount without VAT."""
        bases = [item['amount_excl_vat'] for item in items]  # type: List[int]
        if items and all(bases):
            return bool(amount == sum(bases))
        rate = items[0]['percentage'] if len(items) == 1 else 0
        return _fits(rate, amount, vat) and not _fits(rate, amount - vat, vat)

    def currency(self, total, hints):
        # type: (int, List[str]) -> str
        """The currency of the total, else the only one printed. `hints` decide what a bare "$" means."""
        beside = [money for _, money in self.labelled('total') if money.cents == total and money.currencies]
        amounts = beside or [money for row in self.page.rows for money in self.money(row) if money.currencies]
        found = [match.group() for _, match in self.page.matches(_HEADING)]
        named = set(SYMBOLS.get(code, (code,))[0] for code in found)
        options = set(money.currencies for money in amounts) or set((code,) for code in named)
        if len(options) > 1:  # "$ 45.00" and "USD 45.00"
            options = set(option for option in options if len(option) == 1)
        choices = list(options.pop() if len(options) == 1 else ())
        expected = named.intersection(choices) if len(choices) > 1 else choices
        return min(expected) if len(expected) == 1 else next((hint for hint in hints if hint in choices), '')


def _only_vat_words(text):
    # type: (str) -> bool
    """Whether a text has no words but those that stand beside totals and VAT."""
    return VAT_WORDS.issuperset(re.findall(r'[a-z]+', _CODES.sub(' ', fold(text))))


def _only(ranked, rank):
    # type: (Ranked, int) -> Optional[int]
    """The value that all amounts of a rank agree on."""
    values = set(money.cents for one, money in ranked if one == rank)
    return values.pop() if len(values) == 1 else None


def _best(ranked):
    # type: (Ranked) -> Optional[int]
    """The total with the surest label; without one, the one that all agree on."""
    if any(rank == 3 for rank, _ in ranked):
        return _only(ranked, 3)
    values = set(money.cents for _, money in ranked)
    return values.pop() if len(values) == 1 else None


def _fits(percentage, base, vat):
    # type: (int, int, int) -> bool
    """Whether an amount is the VAT on a base, but for rounding."""
    return bool(abs(Decimal(base * percentage) / 10000 - vat) <= Decimal('0.6'))


def _vat_item(percentage, amounts, labelled):
    # type: (int, List[int], bool) -> Optional[Dict[str, Any]]
    """The VAT at a rate from the base, VAT and sum in a row, in any order, if they agree with the rate."""
    amounts = sorted(amounts, key=abs)
    readings = set()  # type: Set[Tuple[int, int]]
    if len(amounts) == 3 and amounts[0] + amounts[1] == amounts[-1]:
        readings = set([(amounts[1], amounts[0])])
    elif len(amounts) == 2:
        small, large = amounts
        readings = set([(large, small), (large - small, small), (small, large - small)])
    fitting = [(base, vat) for base, vat in readings if _fits(percentage, base, vat)]
    if len(amounts) == 1 and labelled:
        fitting = [(0, amounts[0])]  # the base is not printed here
    if len(fitting) != 1:
        return None
    base, vat = fitting[0]
    return {'percentage': percentage, 'amount': vat, 'amount_excl_vat': base, 'code': '',
            'amount_incl_vat': base + vat if base else 0, 'amount_incl_excl_vat_estimated': False}
