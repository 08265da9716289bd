"""The extra ``speed``: a reply means the same with orjson as without. Where it is missing, the same holds for json."""
import json
import subprocess
import sys

import pytest
import six
from hypothesis import example, given
from hypothesis import strategies as st

import klippa_ocr_api
from klippa_ocr_api import UnreadableReplyError, jsonbytes
from test.conftest import ROOT

try:
    import orjson
except ImportError:
    orjson = None


def reference(text):
    """What a reply means, by the standard library alone."""
    return json.JSONDecoder(parse_constant=jsonbytes.refuse_constant).decode(text.decode('utf-8'))


def flat(value):
    """Everything that can be told of a JSON value, without recursion: types, order, and numbers to the last bit."""
    found, stack = [], [value]
    while stack:
        item = stack.pop()
        found.append(type(item))
        if isinstance(item, dict):
            found.append(list(item))
            stack.extend(item.values())
        elif isinstance(item, list):
            found.append(len(item))
            stack.extend(item)
        else:
            found.append(repr(item))
    return found


def outcome(loads, text):
    """What a parser makes of a text, or what it says."""
    try:
        value = loads(text)
    except (ValueError, RuntimeError) as error:
        return type(error), str(error) if isinstance(error, ValueError) else None
    return flat(value)


def assert_same(text):
    assert outcome(jsonbytes.loads, text) == outcome(reference, text)


def assert_same_unless_deep(levels, text):
    if jsonbytes._JSON_MAY_ABORT and levels > 100:
        # There json may end the process, so it does not get to see it.
        with pytest.raises(ValueError, match='more than 100 levels deep'):
            jsonbytes.loads(text)
    else:
        assert_same(text)


@pytest.fixture
def handed_over(monkeypatch):
    """The texts that orjson gets; where it is missing, json stands in for it."""
    texts = []
    quick = json.loads if orjson is None else orjson.loads

    def loads(text):
        texts.append(text)
        return quick(text)

    monkeypatch.setattr(jsonbytes, '_looked_for_orjson', True)
    monkeypatch.setattr(jsonbytes, 'orjson_loads', loads)
    return texts


TEXTS = [
    # whole numbers around 64 bits and beyond
    b'0', b'-0', b'9007199254740993', b'999999999999999999', b'1000000000000000000', b'9223372036854775807',
    b'9223372036854775808', b'-9223372036854775808', b'-9223372036854775809', b'18446744073709551615',
    b'18446744073709551616', b'-18446744073709551616', b'1' * 30, b'-' + b'9' * 100, b'1' * 5000,
    b'{"id": 18446744073709551616}', b'[1,18446744073709551616]', b'[\t99999999999999999999\r\n]',
    b'{"a":"1234567890123456789012345","b":98765432109876543210}',
    b'{"iban":"DE89370400440532013000","b":12345678901234567890}',
    # other numbers
    b'0.1', b'-0.0', b'1E400', b'-1E400', b'1e-400', b'5e-324', b'2.2250738585072011e-308', b'1e22', b'1e23',
    b'0.1000000000000000055511151231257827', b'179769313486231580793e289', b'12345678901234567890.5', b'1e19',
    b'9007199254740993.0', b'0.' + b'1' * 400, b'1' * 400 + b'.0', b'1' * 20 + b'e-10', b'1e+0000000000000000000001',
    b'123456789012345678901234567890e400',
    # what is no number
    b'NaN', b'Infinity', b'-Infinity', b'{"a":NaN}', b'01', b'1.', b'.5', b'+1', b'-', b'1e', b'0x10', b'1_000',
    b'-01', b'--1', b'1e5.5',
    # names
    b'{"a":1,"b":2,"a":3}', b'{"a":{"x":1},"a":{"y":2}}', b'{"":1}', b'{"a":1,}', b'{a:1}', b"{'a':1}", b'{1:2}',
    # texts
    b'"\\ud83d\\ude00"', b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\ud800x"', b'"\\u0000"', b'"\x00"', b'"\t"',
    b'"\x7f"', b'"\xff"', b'"\xc3"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\xe2\x80\xa8"',
    b'"\\x41"', b'"\\u12"', b'"open', b'"\xf0\x9f\x98\x80"', b'"\xef\xbf\xbf"',
    # around it
    b'', b' ', b'{}', b' {}', b'{} ', b'{}\n', b'\n\t{}\r\n', b'{}\x0c', b'{}\xc2\xa0', b'{}\x00', b'{}{}', b'{} x',
    b'\xef\xbb\xbf{}', b'{"a":1}garbage', b'// comment\n{}', b'{}\x1f', b'[1,2', b'{"a":', b'nul', b'null', b'true',
    b'null null', b'<html>', '{"a":1}'.encode('utf-16'), '{}'.encode('utf-32'),
]


@pytest.mark.parametrize('text', TEXTS, ids=lambda text: repr(text[:40]))
def test_a_text_means_what_json_says(text):
    assert_same(text)
    assert_same(b'{"data":' + text + b',"after":[1,2.5,"x"]}')
    assert_same(b'[' + text + b']')


@pytest.mark.parametrize('text', TEXTS, ids=lambda text: repr(text[:40]))
def test_a_text_means_the_same_without_orjson(text, monkeypatch):
    monkeypatch.setattr(jsonbytes, '_looked_for_orjson', True)
    monkeypatch.setattr(jsonbytes, 'orjson_loads', None)
    assert_same(text)


@pytest.mark.parametrize('opening, closing', [(b'[', b']'), (b'{"a":', b'}'), (b'[1,{"a":', b'}]')])
@pytest.mark.parametrize('depth', [50, 99, 100, 101, 300, 980, 1024, 1025, 3000, 100000])
def test_nesting_goes_as_far_as_json_does(depth, opening, closing):
    for inner in (b'1', b'{}', b'[1' + b',"a"' * 5000 + b']'):
        levels = depth * (2 if b',' in opening else 1) + (inner != b'1')
        assert_same_unless_deep(levels, opening * depth + inner + closing * depth)


# Garbage whose destructor needs some of the stack, collected while json is at the end of the stack.
DESTRUCTORS = """
import gc
from klippa_ocr_api import jsonbytes

class Garbage(object):
    def __init__(self):
        self.itself = self

    def __del__(self):
        def descend(levels):
            if levels:
                descend(levels - 1)
        descend(60)

for threshold in (1, 3, 7, 50):
    gc.set_threshold(threshold, 1, 1)
    for count in range(200):
        garbage = [Garbage() for _ in range(count % 11)]
        del garbage
        for text in (b'[' * 5000, b'["]",' * 5000, b'{"\\"": ' * 5000):
            try:
                jsonbytes.loads(text)
            except (ValueError, RuntimeError):
                continue
            raise AssertionError('half a text was read')
print('alive')
"""


def test_a_deep_reply_does_not_end_the_process():
    process = subprocess.Popen([sys.executable, '-c', DESTRUCTORS], cwd=ROOT, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, universal_newlines=True)
    output, errors = process.communicate()
    assert output == 'alive\n', errors[-2000:]


@pytest.mark.parametrize('version, taken', [
    ('3.9.15', True), ('3.10.0', True), ('4.0', True), ('3.9.14', False), ('3.8.3', False), ('2.0', False)])
def test_an_orjson_that_overflows_its_stack_is_not_used(version, taken, monkeypatch):
    """Installed for something else, it may be older than what our extra asks for."""
    for name in ('orjson_loads', '_looked_for_orjson'):
        monkeypatch.setattr(jsonbytes, name, getattr(jsonbytes, name))
    stand_in = type(sys)('orjson')
    stand_in.__version__, stand_in.loads = version, json.loads
    monkeypatch.setitem(sys.modules, 'orjson', stand_in)
    assert jsonbytes.look_for_orjson() is (json.loads if taken else None)
    assert jsonbytes.loads(b'{"a": 1}') == {'a': 1}


def test_an_empty_object_at_any_depth(handed_over):
    for depth in range(90, 110):
        assert_same_unless_deep(depth, b'[' * depth + b']' * depth)
    assert len(handed_over) == 20


@pytest.mark.parametrize('before', [b':', b',', b'[', b' ', b'\n', b'\t', b'\r', b'-'])
@pytest.mark.parametrize('digits', range(15, 41))
def test_orjson_does_not_get_whole_numbers_that_may_be_too_big(before, digits, handed_over):
    number = b'8' * digits
    texts = [b'"' + b'x' * offset + b'"' + before + number + b',' for offset in range(7)] + [number]
    for text in texts:
        outcome(jsonbytes.loads, text)
    assert handed_over == (texts if digits < 19 else [])


@pytest.mark.parametrize('value', [
    'DE89370400440532013000', '210000000003139471430009017', '4111111111111111', '2019-07-01T16:46:00.123456789',
    '10 20 30 40 50 60', 'a' * 500 + '1234567890123456789', '12-34-56-78-90-12-34-56-78-90',
])
def test_orjson_gets_texts_with_many_digits(value, handed_over):
    text = json.dumps({'data': {'merchant_bank_account_number': value, 'amount': 1234}}).encode('ascii')
    assert_same(text)
    assert handed_over == [text]


def test_digits_without_end_are_left_to_json(handed_over):
    text = json.dumps({'lines': ['10 20 30 40 50 60 70 80 90 ' * 10] * 1000}).encode('ascii')
    assert_same(text)
    assert handed_over == []


def test_replies_that_are_mostly_images_are_left_to_json(handed_over):
    image = json.dumps({'image': 'QUJDREVG' * 20000}).encode('ascii')
    assert_same(image)
    assert handed_over == []
    lines = json.dumps([{'title': 'Coffee', 'amount': 250}] * 5000).encode('ascii')
    assert_same(lines)
    assert handed_over == [lines]


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-2 ** 70, 2 ** 70),
    st.floats(allow_nan=False, allow_infinity=False), st.text(), st.text(alphabet='0123456789 ,:[-"\\', max_size=60))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=8), inner, max_size=6),
    max_leaves=20)
digits = st.text(alphabet='0123456789', min_size=1, max_size=45)
numbers = st.builds(
    lambda sign, whole, fraction, exponent: sign + whole + fraction + exponent, st.sampled_from(['', '-', '+']), digits,
    st.just('') | digits.map(lambda text: '.' + text),
    st.just('') | st.builds('e{0}'.format, st.integers(-420, 420)) | st.builds('E+{0}'.format, st.integers(0, 420)))
layouts = st.sampled_from([{}, {'indent': 2}, {'separators': (',', ':')}, {'ensure_ascii': False}])


def written(value, layout):
    text = json.dumps(value, **layout)
    return text.encode('utf-8', 'replace' if six.PY2 else 'surrogatepass') if isinstance(text, six.text_type) else text


@given(values, layouts)
@example({'a': 2 ** 64}, {'indent': 2})
@example([-2 ** 63 - 1], {})
def test_any_value(value, layout):
    assert_same(written(value, layout))


@given(st.lists(numbers, min_size=1, max_size=4), st.sampled_from([',', ', ', ',\n', '\t,', ':', ' ']))
def test_any_number(tokens, separator):
    assert_same('[{0}]'.format(separator.join(tokens)).encode('ascii'))


@given(values, layouts, st.data())
def test_any_broken_text(value, layout, data):
    text = written(value, layout)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 4)))
    assert_same(text[:start] + data.draw(st.binary(max_size=4)) + text[end:])


@given(st.binary(max_size=40))
def test_any_bytes(text):
    assert_same(text)


class Reply(object):
    """Anything with ``data``."""

    def __init__(self, data):
        self.data = data


def test_a_model_keeps_big_numbers_and_the_last_of_two():
    reply = Reply(b'{"data":{"amount":18446744073709551617,"amount":36893488147419103233},"request_id":"1"}\n')
    receipt = klippa_ocr_api.ApiClient().deserialize(reply, 'ReceiptBody').data
    assert receipt.amount == 36893488147419103233 and isinstance(receipt.amount, six.integer_types)


@pytest.mark.parametrize('text', [b'{"data":NaN}', b'{"data":"\xff"}', b'{"data":1', b'[' * 100000])
def test_what_is_no_json_is_an_error(text):
    with pytest.raises(UnreadableReplyError):
        klippa_ocr_api.ApiClient().deserialize(Reply(text), 'object')


def test_text_is_decoded_too():
    assert jsonbytes.loads(u'{"a":"\xe9"}') == {'a': u'\xe9'}


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, 'orjson', None)
    monkeypatch.setattr(jsonbytes, '_looked_for_orjson', False)
    monkeypatch.setattr(jsonbytes, 'orjson_loads', None)
    assert jsonbytes.loads(b'{"a":1}') == {'a': 1}
    assert jsonbytes.orjson_loads is None


def test_with_the_extra_it_is_found(monkeypatch):
    monkeypatch.setattr(jsonbytes, '_looked_for_orjson', False)
    assert jsonbytes.loads(b'{"a":1}') == {'a': 1}
    assert jsonbytes.orjson_loads is (None if orjson is None else orjson.loads)


def test_it_is_not_imported_before_it_is_needed():
    source = ('import sys, klippa_ocr_api as package; package.ParsingApi(package.ApiClient(package.Configuration()));'
              'print("orjson" in sys.modules)')
    assert subprocess.check_output([sys.executable, '-c', source], cwd=ROOT).strip() == b'False'
