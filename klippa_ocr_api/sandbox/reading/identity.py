"""Passports and identity documents by their machine-readable zone (ICAO 9303, sizes TD1, TD2 and TD3).

A field is given only when its check digit is right; names, sex and countries have none.
"""
import datetime
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple  # noqa: F401

    Fields = Dict[str, str]

# Where things stand, by number and length of the lines: (line, start, end). A check digit follows its field, but for `names`
# and those without one. `whole` lists what the last check digit, at `whole_digit`, covers.
_SIZES = {
    (3, 30): dict(code=(0, 0, 2), issuing_country=(0, 2, 5), document_number=(0, 5, 14), date_of_birth=(1, 0, 6),
                  gender=(1, 7, 8), date_of_expiry=(1, 8, 14), nationality=(1, 15, 18), names=(2, 0, 30),
                  whole=[(0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)], whole_digit=(1, 29), optional=[(0, 15, 30), (1, 18, 29)]),
    (2, 36): dict(code=(0, 0, 2), issuing_country=(0, 2, 5), names=(0, 5, 36), document_number=(1, 0, 9), nationality=(1, 10, 13),
                  date_of_birth=(1, 13, 19), gender=(1, 20, 21), date_of_expiry=(1, 21, 27),
                  whole=[(1, 0, 10), (1, 13, 20), (1, 21, 35)], whole_digit=(1, 35), optional=[(1, 28, 35)]),
    (2, 44): dict(code=(0, 0, 2), issuing_country=(0, 2, 5), names=(0, 5, 44), document_number=(1, 0, 9), nationality=(1, 10, 13),
                  date_of_birth=(1, 13, 19), gender=(1, 20, 21), date_of_expiry=(1, 21, 27), personal_number=(1, 28, 42),
                  whole=[(1, 0, 10), (1, 13, 20), (1, 21, 43)], whole_digit=(1, 43), optional=[]),
}
_LETTERS = 'code issuing_country nationality gender names'.split()
_DIGITS = {'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'Z': '2', 'S': '5', 'G': '6', 'B': '8'}
_LETTER_FOR = {'0': 'O', '1': 'I', '2': 'Z', '5': 'S', '6': 'G', '8': 'B'}


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
            zone = [line + '<' * (length - len(line)) if line.endswith('<<') else line for line in lines[start:start + count]]
            if len(zone) == count and all(re.match('[A-Z0-9<]{%d}$' % length, line) for line in zone) and zone[0][0] in 'PIACV':
                return zone
    return None


def _digits(text):
    # type: (str) -> str
    """Digits for the letters that are scanned in their place."""
    return ''.join(_DIGITS.get(letter, letter) for letter in text)


def read(text):
    # type: (str) -> Fields
    """The fields of the machine-readable zone that are sure; none without a zone."""
    zone = _zone(text)
    if zone is None:
        return {}
    size = _SIZES[len(zone), len(zone[0])]  # type: Dict[str, Any]
    for name in ('date_of_birth', 'date_of_expiry'):
        line, start, end = size[name]
        zone[line] = zone[line][:start] + _digits(zone[line][start:end + 1]) + zone[line][end + 1:]
    fields = {}
    for name in _LETTERS:
        line, start, end = size[name]
        fields[name] = ''.join(_LETTER_FOR.get(letter, letter) for letter in zone[line][start:end])
    for name in ('document_number', 'date_of_birth', 'date_of_expiry', 'personal_number'):
        if name in size:
            line, start, end = size[name]
            value, digit = zone[line][start:end], _digits(zone[line][end])
            if digit == check_digit(value) or name == 'personal_number' and digit == '<' and not value.strip('<'):
                fields[name] = value
            elif name == 'document_number' and digit == '<' and len(zone) == 3:  # TD1: it goes on in the optional data
                rest = zone[0][15:30].split('<')[0]
                if rest and rest[-1] == check_digit(value + '<' + rest[:-1]):
                    fields[name] = value + rest[:-1]
    covered = ''.join(zone[line][start:end] for line, start, end in size['whole'])
    line, place = size['whole_digit']
    if check_digit(covered) != _digits(zone[line][place]):
        fields.pop('personal_number', None)  # what is wrong is not known; the others have their own digit
    return _plain(fields)


def _plain(zone):
    # type: (Fields) -> Fields
    """The fields without fillers, dates as `yyyy-mm-dd`."""
    names = (zone.pop('names').strip('<') + '<<').split('<<')
    fields = dict((name, value.strip('<').replace('<', ' ')) for name, value in zone.items())
    fields.update(surname=names[0].replace('<', ' '), given_names=names[1].replace('<', ' '),
                  gender=fields['gender'] if fields['gender'] in ('M', 'F') else '',
                  document_type=fields['code'][:1], document_subtype=fields['code'][1:])
    for name in ('date_of_birth', 'date_of_expiry'):
        fields[name] = _date(zone.get(name, ''), name == 'date_of_birth')
    return fields


def _date(text, past):
    # type: (str, bool) -> str
    """YYMMDD as `yyyy-mm-dd`; a birth is not in the future, an expiry is in this century."""
    try:
        day = datetime.datetime.strptime('20' + text, '%Y%m%d').date()
    except ValueError:
        return ''
    if past and day > datetime.date.today():
        day = datetime.datetime.strptime('19' + text, '%Y%m%d').date()
    return day.isoformat()


_PASSPORT = ('authority date_of_birth date_of_expiry date_of_issue document_code document_number document_type gender '
             'given_names height issuing_country nationality personal_number place_of_birth raw_text surname').split()
_IDENTITY = ('date_of_birth date_of_expiry date_of_issue document_number document_subtype document_type face gender given_names '
             'height identity_document issuing_country issuing_institution nationality personal_number place_of_birth residency '
             'signature surname').split()


def passport(text):
    # type: (str) -> Dict[str, str]
    """The EuropeanPassport that a text says, empty when its zone is not a passport's."""
    fields = read(text)
    if fields.get('document_type') != 'P':
        fields = {}
    return dict(((name, fields.get(name, '')) for name in _PASSPORT), raw_text=text, document_code=fields.get('code', ''))


def identity_document(text):
    # type: (str) -> Dict[str, Any]
    """The FullIdentityDocument that a text says; null for what is not found."""
    fields = read(text)
    parsed = dict((name, {'value': fields[name], 'source': 'MRZ'} if fields.get(name) else None) for name in _IDENTITY)
    return {'parsed': parsed, 'raw_text': text}
