"""Keyword and line item rules of user data, and which regular expressions are refused.

Rules come from outside, so a regular expression must not keep the sandbox busy: those that can take
exponential time are refused beforehand, and every search has a time limit.
"""
import re
import time

import regex

from klippa_ocr_api.sandbox.reading.errors import ReadingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional

    Rule = Dict[str, Any]

LONGEST = 1000  # characters of a regular expression
SECONDS = 2.0  # for one rule on one document

# One character to stand for an escape, a class, a letter or a digit; the rest is grouping and repetition.
_ATOM = re.compile(r'\\(?P<escape>.)|\[(?P<negated>\^?)(?P<first>\\?.)(?:\\.|[^\]\\])*\]|'
                   r'(?P<literal>[^()|*+?{}^$\d,])|(?<![{\d,])(?P<digit>\d)')
_EXAMPLES = {'d': '0', 'w': 'a', 's': ' ', 'D': 'a', 'W': ' ', 'S': 'a', 'n': '\n', 't': '\t',
             'b': '', 'B': '', 'A': '', 'Z': ''}
_ONE = r'(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()\[\]\\|*+?{}])'
# A repeated group of nothing but repeated or optional parts, as in (a+)+ and (\w+\s?)*.
_NESTED = re.compile(
    r'\((?:\?:)?(?:ONE(?:[*+?]|\{\d*,?\d*\})\??)*ONE(?:[*+]|\{\d*,\d*\})\??(?:ONE[*?]\??)*\)'
    r'(?:[*+]|\{\d*,\d*\}|\{\d{2,}\})'.replace('ONE', _ONE))


def check_rules(user_data):
    # type: (Optional[Dict[str, Any]]) -> None
    """Raise ReadingError('rules') when a rule has a regular expression that is malformed or may never end."""
    for kind in ('keyword_rules', 'lineitem_rules'):
        for rule in (user_data or {}).get(kind) or ():
            if rule.get('regex'):
                _check(rule)


def _check(rule):
    # type: (Rule) -> None
    pattern = _compiled(rule)
    if _NESTED.search(rule['regex']):
        raise _refused(rule, 'repeats a repetition, which can take forever')
    until = time.time() + SECONDS
    for text in _probes(rule['regex']):
        if time.time() > until:
            return  # what remains is bounded by the time limit of the search itself
        try:
            pattern.search(text, timeout=SECONDS / 4)
        except TimeoutError:
            raise _refused(rule, 'can take forever')


def _probes(source):
    # type: (str) -> Iterator[str]
    """Texts on which a catastrophic expression is slow: what parts of it match, many times over."""
    atoms = []
    for found in _ATOM.finditer(source[:200]):
        if found.group('escape'):
            atoms.append(_EXAMPLES.get(found.group('escape'), found.group('escape')))
        elif found.group('first'):
            atoms.append('~' if found.group('negated') else found.group('first')[-1])
        else:
            atoms.append((found.group('literal') or found.group('digit')).replace('.', 'a'))
    for length in (1, 2, 3):
        for start in range(min(len(atoms), 40)):
            yield ''.join(atoms[:start]) + ''.join(atoms[start:start + length]) * 200 + '\x00'


def _compiled(rule):
    # type: (Rule) -> regex.Pattern[str]
    if len(rule['regex']) > LONGEST:
        raise _refused(rule, 'is longer than %d characters' % LONGEST)
    try:
        return regex.compile(rule['regex'], regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise _refused(rule, 'is malformed: %s' % error)


def _refused(rule, why):
    # type: (Rule, str) -> ReadingError
    return ReadingError('rules', 'The regex of rule "%s" %s.' % (rule.get('id') or '', why))


def _matches(rule, text):
    # type: (Rule, str) -> List[str]
    """What a rule finds in a text, as printed, in the order of the text."""
    found = []  # type: List[Any]
    words = [r'\s+'.join(re.escape(word) for word in keyword.split())
             for keyword in sorted(rule.get('keywords') or (), key=len, reverse=True) if keyword.strip()]
    if words:
        found.extend(re.finditer(r'(?<!\w)(?:%s)(?!\w)' % '|'.join(words), text, re.I))
    if rule.get('regex'):
        try:
            found.extend(_compiled(rule).finditer(text, timeout=SECONDS))
        except TimeoutError:
            raise _refused(rule, 'takes too long on this document')
    return [match.group() for match in sorted(found, key=lambda match: match.start()) if match.group()]


def match_text(rules, text):
    # type: (Optional[List[Rule]], str) -> Optional[List[Dict[str, Any]]]
    """`matched_keywords` of the reply; None without rules."""
    found = [(rule.get('id') or '', _matches(rule, text)) for rule in rules or ()]
    return [{'id': name, 'count': len(matches), 'matches': matches} for name, matches in found] or None


def match_items(rules, items):
    # type: (Optional[List[Rule]], List[Dict[str, Any]]) -> Optional[List[Dict[str, Any]]]
    """`matched_lineitems` of the reply; None without rules."""
    texts = [item['title'] + '\n' + item['description'] for item in items]
    return [{'id': rule.get('id') or '',
             'lineitems': [item for item, text in zip(items, texts) if _matches(rule, text)]}
            for rule in rules or ()] or None
