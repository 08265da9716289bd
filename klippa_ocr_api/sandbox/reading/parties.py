"""Who is the merchant and who the customer: each address and number of a page goes to one, or to neither."""
import re
from collections import namedtuple

from stdnum import bic, iban
from stdnum.ch import vat as swiss_vat
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren, siret
from stdnum.gb import vat as british_vat

from klippa_ocr_api.sandbox.reading.addresses import LEGAL, find_blocks, is_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Set, Tuple
    from klippa_ocr_api.sandbox.reading.page import Cell, Label, Page
    from klippa_ocr_api.sandbox.reading.user_data import UserData

# `role` is 'merchant', 'customer', '' when open, or something else when the value is neither's.
Found = namedtuple('Found', 'row start value role')

_EMAIL = r'(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+'
_WEBSITE = r'(?<![\w@.])(?:https?://[^\s,;]+|www\.[\w-]+(?:\.[\w-]+)+(?:/[^\s,;]*)?)'
_GERMAN_REGISTER = r'(?<!\w)HR[AB] ?\d{2,6}(?!\d)'
_COMPANY = re.compile(r'.*\w.* ' + LEGAL.pattern + r'\W*$', re.I)
_PHONE = re.compile(r'(?:\+|\(?0)[\d ()/.-]{6,}\d')
_FIELDS = ('name address street_name house_number zipcode city province country email phone website '
           'vat_number coc_number bank_account_number bank_account_number_bic').split()
# Countries by the number of digits in their postal codes.
_DIGITS = {4: ('AT', 'BE', 'CH', 'DK', 'LU'), 5: ('DE', 'ES', 'FI', 'FR', 'IT')}


def longest(text, check):
    # type: (str, Callable[[str], Any]) -> str
    """The longest run of words at the start of a text that is a valid number, without its punctuation."""
    words = re.sub('[.-]', '', re.sub('[,;:()]', ' ', text[:60])).upper().split()
    candidates = (''.join(words[:count]) for count in range(min(len(words), 9), 0, -1))
    return next((candidate for candidate in candidates if check(candidate)), '')


def is_vat(value):
    # type: (str) -> bool
    """Whether a VAT number has a country prefix and passes its check digits."""
    if value.startswith(('GB', 'CHE')):
        return bool(british_vat.is_valid(value) or swiss_vat.is_valid(value))
    return value[:2].isalpha() and bool(eu_vat.is_valid(value))


def is_coc(value):
    # type: (str) -> bool
    """Whether a number can be one of a Dutch, British, French or Belgian register."""
    return bool(re.match(r'(?:\d{8}|(?:SC|NI|OC)\d{6})$', value) or re.match(r'[01]\d{9}$', value)
                and eu_vat.is_valid('BE' + value) or siren.is_valid(value) or siret.is_valid(value))


class Parties(object):
    """The parties of a page. What the user says of the client outweighs labels; relations settle the rest."""

    def __init__(self, page, is_receipt, known):
        # type: (Page, bool, UserData) -> None
        self.page = page
        self.known = known
        self.blocks = find_blocks(page)
        self.found = {
            'vat_number': list(self._labelled(is_vat, 'vat_number', 'customer_vat_number', 'vat')),
            'coc_number': list(self._labelled(is_coc, 'coc_number')) + self._printed(_GERMAN_REGISTER),
            'bank_account_number': list(self._accounts()), 'email': self._printed(_EMAIL),
            'website': self._printed(_WEBSITE), 'phone': list(self._phones())}
        for label, cell in self._headed():
            for block in self.blocks:
                if block.holds(cell.row, cell.start):
                    block.role = block.role or label.kind
        for number, block in enumerate(self.blocks):
            inside = dict((kind, one.value) for kind, values in self.found.items() for one in values
                          if block.holds(one.row, one.start))
            fields = dict(block.fields(), **inside)
            block.role = known.client_role(fields) or block.role or known.relation_role(fields)
            proofs = set(inside) & set(['vat_number', 'coc_number', 'website'])
            block.proven = block.proven or 'bank_account_number' in inside or number == 0 and bool(proofs)
        self._rest_gets_roles(is_receipt)
        for kind, values in self.found.items():
            self.found[kind] = [one._replace(role=self._role(kind, one)) for one in values]

    def _printed(self, pattern):
        # type: (str) -> List[Found]
        return [Found(row, match.start(), match.group().rstrip('.'), '')
                for row, match in self.page.matches(pattern)]

    def _labelled(self, check, *kinds):
        # type: (Callable[[str], Any], str) -> Iterator[Found]
        """Valid numbers behind or below labels."""
        for label in self.page.find(*kinds):
            start, text = self.page.after(label)
            below = None if text else self.page.below(label.row, label.start, label.end)
            value = longest(below.text if below else text, check)
            role = 'customer' if label.kind == 'customer_vat_number' else ''
            if value:
                yield Found(label.row, label.start, value, role)

    def _accounts(self):
        # type: () -> Iterator[Found]
        for row, match in self.page.matches(r'(?<![A-Z0-9])[A-Z]{2}\d{2}(?= ?[A-Z0-9])'):
            value = longest(self.page.rows[row][match.start():], iban.is_valid)
            kinds = [label.kind for labels in self.page.labels[max(0, row - 1):row + 1] for label in labels]
            role = 'customer' if 'their_account' in kinds else ''
            role = 'chain_liability' if 'chain_liability' in kinds else role
            if value:
                yield Found(row, match.start(), value, role)

    def _phones(self):
        # type: () -> Iterator[Found]
        for label in self.page.find('phone'):
            start, text = self.page.after(label)
            match = _PHONE.match(text)
            if match:
                yield Found(label.row, start, match.group(), '')

    def _headed(self):
        # type: () -> Iterator[Tuple[Label, Cell]]
        """What stands behind or below "Bill to" and the like."""
        for label in self.page.find('customer', 'merchant', 'delivery'):
            start, text = self.page.after(label)
            if text and ':' not in self.page.rows[label.row][label.end:start]:
                continue  # "Customer service"
            cell = self.page.value(label) or self.page.below(label.row + 1, label.start, label.end)
            if cell:
                yield label, cell

    def _rest_gets_roles(self, is_receipt):
        # type: (bool) -> None
        """The address that must be the merchant's, or the only one left, is; one more is the customer's."""
        free = dict(((block.street, block.city['zip']), block) for block in self.blocks if not block.role)
        proven = [block for block in free.values() if block.proven]
        roles = dict((block.role, block) for block in self.blocks)
        if 'merchant' not in roles:
            if not (len(proven) == 1 or len(free) == 1 and ('customer' in roles or is_receipt)):
                return
            roles['merchant'] = (proven or list(free.values()))[0]
            roles['merchant'].role = 'merchant'
        rest = [block for block in free.values() if not block.role]
        if len(rest) == 1 and 'customer' not in roles and not is_receipt and not rest[0].proven \
                and rest[0].name not in ('', roles['merchant'].name):
            rest[0].role = 'customer'

    def _role(self, kind, one):
        # type: (str, Found) -> str
        block = next((block for block in self.blocks if block.role and block.holds(one.row, one.start)), None)
        fields = {kind: one.value}
        if not block and not one.role and any(label.kind == 'customer' and label.start < one.start
                                              for label in self.page.labels[one.row]):
            return self.known.client_role(fields) or 'doubtful'  # "Customer phone", "Customer service"
        return (self.known.client_role(fields) or one.role or (block.role if block else '')
                or self.known.relation_role(fields))

    def _value(self, kind, role):
        # type: (str, str) -> str
        """The value of a kind that belongs to a role; what nobody else has is the merchant's."""
        values = [one.value for one in self.found[kind] if one.role == role]
        if not values and role == 'merchant':
            values = [one.value for one in self.found[kind] if not one.role]
        if kind == 'bank_account_number':
            return values[0] if values else ''  # a merchant may have several accounts
        return values[0] if len(set(values)) == 1 else ''

    def _name(self, role):
        # type: (str) -> str
        """A name without an address: behind "Customer:", known to the user, or a company at the top."""
        headed = set(cell.text for label, cell in self._headed() if label.kind == role and is_name(
            self.page, cell) and (label.rank == 2 or LEGAL.search(cell.text)))  # type: Set[str]
        if len(headed) == 1:
            return headed.pop()
        known = self.known.printed_name(role, '\n'.join(self.page.rows))
        first = next((cell for row in self.page.cells for cell in row), None)
        if known or role != 'merchant' or not first or any(block.holds(first.row, first.start)
                                                           for block in self.blocks):
            return known
        return str(first.text) if is_name(self.page, first) and _COMPANY.match(first.text) else ''

    def fields(self, role):
        # type: (str) -> Dict[str, str]
        """What is sure about a party, under the names of the contract without the role."""
        fields = dict.fromkeys(_FIELDS, '')
        blocks = [block for block in self.blocks if block.role == role]
        if len(set((block.street, block.city['zip']) for block in blocks)) == 1:
            fields.update(blocks[0].fields())
        fields['name'] = fields['name'] or self._name(role)
        fields.update((kind, self._value(kind, role)) for kind in self.found)
        fields['bank_account_number_bic'] = self._bic(fields['bank_account_number'])
        country = fields['vat_number'][:2]
        if not fields.setdefault('country_code', '') and country in _DIGITS.get(len(fields['zipcode']), ()):
            fields['country_code'] = country
        return fields

    def _bic(self, account):
        # type: (str) -> str
        """The BIC that belongs to an IBAN: one of its country, beside or below it if there are several."""
        rows = [one.row for one in self.found['bank_account_number'] if one.value == account]
        codes = [one for one in self._labelled(bic.is_valid, 'bic') if one.value[4:6] == account[:2]]
        near = [one.value for one in codes if any(0 <= one.row - row <= 1 for row in rows)]
        values = set(near[:1] if near else [one.value for one in codes])
        return values.pop() if account and len(values) == 1 else ''

    def chain_liability_account(self):
        # type: () -> str
        accounts = [one.value for one in self.found['bank_account_number'] if one.role == 'chain_liability']
        return accounts[0] if accounts else ''
