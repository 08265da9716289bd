"""What the user knows about a document: parties, transactions, purchase orders, where it comes from."""
import datetime
import re
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_territory_currencies

from klippa_ocr_api.sandbox.reading.addresses import LEGAL
from klippa_ocr_api.sandbox.reading.page import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Set

# What identifies a relation, in the order in which a match counts. A Receipt has the same names.
_IDENTITY = ('vat_number', 'coc_number', 'bank_account_number')
_NUMBERS = _IDENTITY + ('email', 'phone', 'website')
_CLIENT = {'purchase': 'customer', 'sale': 'merchant'}
_OTHER = {'merchant': 'customer', 'customer': 'merchant', '': 'merchant'}


def _bare(text):
    # type: (Any) -> str
    """Letters and digits only, in lower case: how numbers and names are compared."""
    return re.sub(r'[\W_]', '', fold(text or ''))


def _bare_name(text):
    # type: (Any) -> str
    return _bare(LEGAL.sub(' ', text or ''))


def _is(relation, fields):
    # type: (Dict[str, Any], Dict[str, str]) -> bool
    """Whether printed fields are a relation's: by a number, the name, or the postal code and house number."""
    if any(relation.get(name) and _bare(relation[name]) == _bare(fields.get(name)) for name in _NUMBERS):
        return True
    if relation.get('name') and _bare_name(relation['name']) == _bare_name(fields.get('name')):
        return True
    place = _bare(relation.get('zipcode')), _bare(relation.get('street_number'))
    return all(place) and place == (_bare(fields.get('zipcode')), _bare(fields.get('house_number')))


class UserData(object):
    """Answers the reader's questions from the user data, which may hold nothing."""

    def __init__(self, data):
        # type: (Optional[Dict[str, Any]]) -> None
        self.data = data or {}
        self._client = self.data.get('client') or {}
        self._relations = self.data.get('relations') or []
        self._transactions = self.data.get('transactions') or []
        self._role = _CLIENT.get(self.data.get('transaction_type') or '', '')
        locale = self.data.get('locale') or {}
        self.language = (locale.get('language') or '').lower()
        self.country = (locale.get('country') or '').upper()

    # -- parties

    def client_role(self, fields):
        # type: (Dict[str, str]) -> str
        """The role of printed fields that are the client's, when the transaction type tells it."""
        return self._role if self._role and _is(self._client, fields) else ''

    def relation_role(self, fields):
        # type: (Dict[str, str]) -> str
        """The role of printed fields that are a relation's."""
        return _OTHER[self._role] if any(_is(relation, fields) for relation in self._relations) else ''

    def printed_name(self, role, text):
        # type: (str, str) -> str
        """The name of the client or a relation in a role, as it is printed, if exactly one is."""
        known = {self._role: [self._client], _OTHER[self._role]: self._relations}
        found = set()
        for relation in known.get(role, ()):
            words = r'\s+'.join(re.escape(word) for word in (relation.get('name') or '').split())
            match = re.search(r'(?<!\w)%s(?!\w)' % words, text, re.I) if words else None
            if match:
                found.add(re.sub(r'\s+', ' ', match.group()))
        return found.pop() if len(found) == 1 else ''

    def merchant_id(self, merchant):
        # type: (Dict[str, str]) -> str
        """The ID of the relation that the merchant is: by VAT number, register number, IBAN, then name."""
        for name, bare in [(name, _bare) for name in _IDENTITY] + [('name', _bare_name)]:
            for relation in self._relations:
                if bare(merchant[name]) and bare(merchant[name]) == bare(relation.get(name)):
                    return relation.get('id') or ''
        return ''

    # -- doubtful values

    def settle_total(self, totals):
        # type: (Set[int]) -> Optional[int]
        """The one of some totals, in cents, that a transaction has."""
        paid = set(_cents(transaction.get('amount')) for transaction in self._transactions)
        agreed = set(total for total in totals if total and abs(total) in paid)
        return agreed.pop() if len(agreed) == 1 else None

    def settle_date(self, days):
        # type: (Set[datetime.date]) -> Optional[datetime.date]
        """The one of some days that a transaction has."""
        agreed = days.intersection(_date(transaction.get('date')) for transaction in self._transactions)
        return agreed.pop() if len(agreed) == 1 else None

    def currencies(self, total):
        # type: (int) -> List[str]
        """The currencies to expect: that of the transaction with the total, then those of the country."""
        paid = [transaction for transaction in self._transactions
                if total and _cents(transaction.get('amount')) == abs(total)]
        codes = set(transaction['currency'].upper() for transaction in paid if transaction.get('currency'))
        return (list(codes) if len(codes) == 1 else []) + country_currencies(self.country)

    def decimal_mark(self):
        # type: () -> Optional[str]
        """The sign before the cents in the language or country of the locale."""
        locale = _locale(self.language, self.country)
        return get_decimal_symbol(locale) if locale else None

    def purchase_order(self, text, day, total):
        # type: (str, str, int) -> str
        """The identifier of the purchase order that is printed, if its date and amount are the document's."""
        for order in self.data.get('purchase_orders') or ():
            number = order.get('purchase_order_number')
            if order.get('date') and str(_date(order['date'])) != day:
                continue
            if order.get('amount') is not None and _cents(order['amount']) != abs(total):
                continue
            if number and re.search(r'(?<![\w-])%s(?!\w|-\w)' % re.escape(number), text, re.I):
                return order.get('identifier') or ''
        return ''


def _cents(amount):
    # type: (Any) -> int
    """An amount in units of the currency, in cents and without its sign."""
    return abs(int((Decimal(str(amount or 0)) * 100).to_integral_value()))


def _date(text):
    # type: (Any) -> Optional[datetime.date]
    try:
        return datetime.datetime.strptime((text or '')[:10], '%Y-%m-%d').date()
    except ValueError:
        return None


def _locale(language, country):
    # type: (str, str) -> Optional[Locale]
    for name in (language + '_' + country, language, 'und_' + country):
        try:
            return Locale.parse(name)
        except (ValueError, UnknownLocaleError):
            continue
    return None


def country_currencies(country):
    # type: (str) -> List[str]
    """The currencies of a country, none for one that is not known."""
    return list(get_territory_currencies(country)) if country else []


def country_date_order(country):
    # type: (str) -> str
    """'dmy' or 'mdy' as a country writes dates, '' for one that is not known or starts with the year."""
    locale = _locale('', country) if country else None
    pattern = locale.date_formats['short'].pattern.lower() if locale else ''
    return 'mdy' if pattern.startswith('m') else 'dmy' if pattern.startswith('d') else ''
