"""Keyword and line item rules, and the regular expressions that are refused."""
import time

import pytest

from klippa_ocr_api.sandbox.reading import ReadingError, check_rules, read_text

RECEIPT = u'''\
Receipt

New Product 6      4.00
new product 1      2.00
1kg carrots        1.64
Set of 2 broccoli  5.92
2 Apples           3.00
NEW PRODUCT 14     1.00
Total             17.56
COUPON and coupon, couponbook
'''


def keywords(*rules, **options):
    return read_text(options.get('text', RECEIPT), {'keyword_rules': list(rules)})['matched_keywords']


def lineitems(*rules):
    matched = read_text(RECEIPT, {'lineitem_rules': list(rules)})['matched_lineitems']
    return [(rule['id'], [item['title'] for item in rule['lineitems']]) for rule in matched]


def test_regex_matches_as_printed():
    assert keywords({'id': 'products', 'regex': '(new product [0-9]+)'}) == [
        {'id': 'products', 'count': 3, 'matches': ['New Product 6', 'new product 1', 'NEW PRODUCT 14']}]


def test_keywords_match_words():
    assert keywords({'id': 'coupon', 'keywords': ['coupon']}) == [
        {'id': 'coupon', 'count': 2, 'matches': ['COUPON', 'coupon']}]


def test_each_rule_has_its_object():
    matched = keywords({'id': 'a', 'keywords': ['nowhere']}, {'id': 'b'},
                       {'id': 'c', 'keywords': ['kg', 'set of']})
    assert [(rule['id'], rule['count']) for rule in matched] == [('a', 0), ('b', 0), ('c', 1)]


def test_phrase_matches_over_lines_and_blanks():
    assert keywords({'id': 'p', 'keywords': ['one  two']}, text='One\n  two one two')[0]['matches'] == [
        'One\n  two', 'one two']


def test_keywords_are_no_regexes_and_empty_ones_match_nothing():
    assert keywords({'id': 'k', 'keywords': ['a.c', '']}, text='abc a.c')[0]['matches'] == ['a.c']
    assert keywords({'id': 'r', 'regex': 'x*'}, text='abc')[0]['count'] == 0


def test_line_items():
    assert lineitems({'id': 'fruit', 'regex': 'apple|banana'},
                     {'id': 'vegetables', 'keywords': ['carrots', 'BROCCOLI']},
                     {'id': 'none', 'keywords': ['bread']}) == [
        ('fruit', ['2 Apples']), ('vegetables', ['1kg carrots', 'Set of 2 broccoli']), ('none', [])]


def test_without_rules_there_is_nothing():
    reply = read_text(RECEIPT, {'keyword_rules': [], 'lineitem_rules': None})
    assert reply['matched_keywords'] is None and reply['matched_lineitems'] is None


@pytest.mark.parametrize('regex', [r'(', r'[a', r'*a', r'a{2,1}', r'(?P<x', r'\1', '(' * 5000, 'a' * 2000])
@pytest.mark.parametrize('kind', ['keyword_rules', 'lineitem_rules'])
def test_malformed_regex_is_refused(kind, regex):
    with pytest.raises(ReadingError) as caught:
        check_rules({kind: [{'id': 'ok', 'regex': 'fine'}, {'id': 'bad', 'regex': regex}]})
    assert caught.value.reason == 'rules'
    assert str(caught.value).startswith('The regex of rule "bad" is ')


@pytest.mark.parametrize('regex', [
    r'(a+)+$', r'^(a+)+$', r'(a|a)*$', r'(a|aa)+$', r'([a-z]+)*\d', r'(\w+\s?)*$', r'(x+x+)+y', r'(.*)*\d',
    r'(a*)*b',
    r'(?:\d+,?)+x', r'(a{1,100}){1,100}b', r'invoice (0|[0-9])*x', r'([^"]+)*=', r'^(\d|\d\d)+$'])
def test_catastrophic_regex_is_refused_in_bounded_time(regex):
    started = time.time()
    with pytest.raises(ReadingError) as caught:
        check_rules({'keyword_rules': [{'id': 'slow', 'regex': regex}]})
    assert caught.value.reason == 'rules'
    assert time.time() - started < 30  # without a limit it would take longer than the sun has


@pytest.mark.parametrize('regex', [
    r'new product [0-9]+', r'\b[A-Z]{2}\d{2}(?: ?\w{4}){2,7}\b', r'(?:\d{1,3}\.)*\d{1,3},\d\d', r'(foo|bar)+',
    r'\s*$',
    r'[\w.+-]+@[\w-]+\.[\w.-]+', r'(?i)total.*eur', r'^(mr|mrs)\.? [a-z]+$', r'(ab+c)*', r'.*invoice.*'])
def test_harmless_regex_is_taken(regex):
    check_rules({'keyword_rules': [{'id': 'ok', 'regex': regex}]})
    read_text(RECEIPT * 20, {'keyword_rules': [{'id': 'ok', 'regex': regex}]})


def test_search_that_takes_too_long_is_stopped(monkeypatch):
    # Not exponential, so it is taken; a document can still make it too slow.
    monkeypatch.setattr('klippa_ocr_api.sandbox.reading.rules.SECONDS', 0.2)
    rules = {'keyword_rules': [{'id': 'slow', 'regex': r'(.*?,){12}P'}]}
    with pytest.raises(ReadingError) as caught:
        read_text('1,2,3,4,5,6,7,8,9,0,' * 400, rules)
    assert (caught.value.reason, 'rule "slow"' in str(caught.value)) == ('rules', True)


def test_no_user_data_no_rules():
    check_rules(None)
    check_rules({})
    check_rules({'keyword_rules': None, 'lineitem_rules': [{'id': 'x', 'keywords': ['(']}]})
