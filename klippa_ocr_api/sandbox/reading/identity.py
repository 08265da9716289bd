"""Passports and identity documents by their machine-readable zone (ICAO 9303, sizes TD1, TD2 and TD3).

A field is given only when its check digit is right; names, sex and countries have none.
"""
import datetime
import re

from klippa_ocr_api.sandbox.contract import Contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

# Where things stand, by number and length of the lines: (line, start, end). The check digit of a number or
# date follows it. `whole` is what the last check digit covers.
_TD2 = dict(code=(0, 0, 2), issuing_country=(0, 2, 5), names=(0, 5, 36), document_number=(1, 0, 9),
            nationality=(1, 10, 13), date_of_birth=(1, 13, 19), gender=(1, 20, 21),
            date_of_expiry=(1, 21, 27))
_SIZES = {
    (3, 30): dict(code=(0, 0, 2), issuing_country=(0, 2, 5), document_number=(0, 5, 14), names=(2, 0, 30),
                  date_of_birth=(1, 0, 6), gender=(1, 7, 8), date_of_expiry=(1, 8, 14),
                  nationality=(1, 15, 18), whole_digit=29,
                  whole=[(0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)]),
    (2, 36): dict(_TD2, whole=[(1, 0, 10), (1, 13, 20), (1, 21, 35)], whole_digit=35),
    (2, 44): dict(_TD2, names=(0, 5, 44), personal_number=(1, 28, 42),
                  whole=[(1, 0, 10), (1, 13, 20), (1, 21, 43)], whole_digit=43),
}  # type: Dict[Any, Dict[str, Any]]
_LETTERS = ('code', 'issuing_country', 'nationality', 'gender', 'names')
_CHECKED = ('document_number', 'date_of_birth', 'date_of_expiry', 'personal_number')
# What is scanned for what.
_DIGIT_FOR = {'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'Z': '2', 'S': '5', 'G': '6', 'B': '8'}
_LETTER_FOR = {'0': 'O', '1': 'I', '2': 'Z', '5': 'S', '6': 'G', '8': 'B'}

_PASSPORT = tuple(Contract().schema('EuropeanPassport')['properties'])
_IDENTITY = tuple(Contract().schema('IdentityDocument')['properties'])


def check_digit(text):
    # type: (str) -> str
    """The ICAO 9303 check digit of a text: weights 7, 3, 1; A is 10; the filler is 0."""
    values = (0 if letter == '<' else int(letter, 36) for letter in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def _zone(text):
    # type: (str) -> Optional[List[str]]
    """The lines of the machine-readable zone, if there is one."""
    lines = [re.sub(r'\s', '', line).replace(u'\u00ab', '<<').upper() for line in text.splitlines()]
    lines = [line for line in lines if line]
    for start in range(len(lines)):
        for count, length in _SIZES:
            zone = [line.ljust(length, '<') if line.endswith('<<') else line
                    for line in lines[start:start + count]]
            if len(zone) == count and zone[0][0] in 'PIACV' and all(
                    re.match('[A-Z0-9<]{%d}$' % length, line) for line in zone):
                return zone
    return None


def _translated(text, table):
    # type: (str, Dict[str, str]) -> str
    return ''.join(table.get(letter, letter) for letter in text)


def read(text):
    # type: (str) -> Dict[str, str]
    """The fields of the machine-readable zone that are sure; none without a zone."""
    zone = _zone(text)
    if zone is None:
        return {}
    size = _SIZES[len(zone), len(zone[0])]
    for name in ('date_of_birth', 'date_of_expiry'):
        line, start, end = size[name]
        digits = _translated(zone[line][start:end + 1], _DIGIT_FOR)
        zone[line] = zone[line][:start] + digits + zone[line][end + 1:]
    fields = {}
    for name in _LETTERS:
        line, start, end = size[name]
        fields[name] = _translated(zone[line][start:end], _LETTER_FOR)
    for name in _CHECKED:
        if name in size:
            line, start, end = size[name]
            value, digit = zone[line][start:end], _translated(zone[line][end], _DIGIT_FOR)
            if digit == check_digit(value):
                fields[name] = value
            elif name == 'document_number' and digit == '<' and len(zone) == 3:
                # The number of a TD1 may go on in the optional data, with the check digit behind it.
                rest = zone[0][15:30].split('<')[0]
                if rest and rest[-1] == check_digit(value + '<' + rest[:-1]):
                    fields[name] = value + rest[:-1]
    covered = ''.join(zone[line][start:end] for line, start, end in size['whole'])
    if check_digit(covered) != _translated(zone[1][size['whole_digit']], _DIGIT_FOR):
        # Which part is wrong is not known. The others have a check digit that is always there.
        fields.pop('personal_number', None)
    return _plain(fields)


def _plain(zone):
    # type: (Dict[str, str]) -> Dict[str, str]
    """The fields without fillers, dates as `yyyy-mm-dd`."""
    surname, given_names = (zone['names'].strip('<') + '<<').split('<<')[:2]
    fields = dict((name, value.strip('<').replace('<', ' ')) for name, value in zone.items())
    fields.update(surname=surname.replace('<', ' '), given_names=given_names.replace('<', ' '),
                  gender=fields['gender'] if fields['gender'] in ('M', 'F') else '',
                  document_code=fields['code'], document_type=fields['code'][:1],
                  document_subtype=fields['code'][1:])
    for name in ('date_of_birth', 'date_of_expiry'):
        fields[name] = _date(zone.get(name, ''), name == 'date_of_birth')
    return fields


def _date(text, past):
    # type: (str, bool) -> str
    """YYMMDD as `yyyy-mm-dd`, or '': a birth is not in the future, an expiry is in this century."""
    for century in ('20', '19'):
        try:
            day = datetime.datetime.strptime(century + text, '%Y%m%d').date()
        except ValueError:
            continue
        if not past or day <= datetime.date.today():
            return day.isoformat()
    return ''


def passport(text):
    # type: (str) -> Dict[str, str]
    """The EuropeanPassport that a text says, empty when its zone is not a passport's."""
    fields = read(text)
    if fields.get('document_type') != 'P':
        fields = {}
    return dict(((name, fields.get(name, '')) for name in _PASSPORT), raw_text=text)


def identity_document(text):
    # type: (str) -> Dict[str, Any]
    """The FullIdentityDocument that a text says; null for what is not found."""
    fields = read(text)
    return {'raw_text': text, 'parsed': dict(
        (name, {'value': fields[name], 'source': 'MRZ'} if fields.get(name) else None) for name in _IDENTITY)}
