"""``user_data``: JSON text, a dictionary or a model; checked, and sent as the service takes it."""
import datetime
import decimal
import json
import re

import pytest
from dateutil.tz import tzoffset
from hypothesis import given
from hypothesis import strategies as st

import klippa_ocr_api
from klippa_ocr_api import ApiTypeError, ApiValueError, models
from klippa_ocr_api.serialization import encode_user_data
from test import contract

MOMENT = datetime.datetime(2019, 6, 24, 11, 16, 33)
PARTY = dict.fromkeys(('name', 'street_name', 'street_number', 'zipcode', 'city', 'country', 'vat_number',
                       'coc_number', 'phone', 'website', 'email', 'bank_account_number'), '')
#: As the service publishes it: what is not known is an empty text.
PUBLISHED = {'client': PARTY, 'transaction_type': '', 'relations': [PARTY, PARTY],
             'locale': {'language': '', 'country': ''}}

ACCEPTED = [
    ({}, {}),
    (PUBLISHED, PUBLISHED),
    (models.UserData(), {}),
    (models.UserData(client=models.Relation(name=u'Caf\xe9')), {'client': {'name': u'Caf\xe9'}}),
    (models.UserData(client={'name': 'n'}, relations=[{'id': '1'}, models.Relation(id='2')]),
     {'client': {'name': 'n'}, 'relations': [{'id': '1'}, {'id': '2'}]}),
    ({'client': models.Relation(name='n'), 'relations': (models.Relation(id='1'),)},
     {'client': {'name': 'n'}, 'relations': [{'id': '1'}]}),
    ({'transactions': [{'date': MOMENT}]}, {'transactions': [{'date': '2019-06-24 11:16:33'}]}),
    (models.UserData(transactions=[models.Transaction(date=MOMENT)]),
     {'transactions': [{'date': '2019-06-24 11:16:33'}]}),
    ({'purchase_orders': [{'date': MOMENT.replace(microsecond=999999, tzinfo=tzoffset(None, 7200))}]},
     {'purchase_orders': [{'date': '2019-06-24 11:16:33'}]}),
    ({'purchase_orders': [{'date': MOMENT.date()}]}, {'purchase_orders': [{'date': '2019-06-24 00:00:00'}]}),
    ({'transactions': [{'date': datetime.datetime(7, 1, 2)}]}, {'transactions': [{'date': '0007-01-02 00:00:00'}]}),
    ({'transactions': [{'amount': decimal.Decimal('23.56')}]}, {'transactions': [{'amount': 23.56}]}),
    ({'transactions': [{'amount': decimal.Decimal('23.00')}]}, {'transactions': [{'amount': 23}]}),
    ({'transactions': [{'amount': -5}], 'locale': None}, {'transactions': [{'amount': -5}], 'locale': None}),
    ({'keyword_rules': [{'id': 'a', 'regex': u'"\\d+\u20ac"'}], 'lineitem_rules': [{'keywords': ['a', 'b']}]},
     {'keyword_rules': [{'id': 'a', 'regex': u'"\\d+\u20ac"'}], 'lineitem_rules': [{'keywords': ['a', 'b']}]}),
    ({'a_newer_rule': [{'x': None}], 'client': {'eori': 5}}, {'a_newer_rule': [{'x': None}], 'client': {'eori': 5}}),
]

REFUSED = [
    ('', ApiValueError, 'user_data is not valid JSON'),
    ('{"client": ', ApiValueError, 'user_data is not valid JSON'),
    ("{'client': {}}", ApiValueError, 'user_data is not valid JSON'),
    (b'\xff{}', ApiValueError, 'user_data is not valid JSON'),
    ('{"transactions": [{"amount": NaN}]}', ApiValueError, 'user_data is not valid JSON: NaN is not JSON'),
    ('[' * 100000, ApiValueError, 'user_data is not valid JSON'),
    ('[]', ApiValueError, 'user_data must be a JSON object, not a list'),
    ('"text"', ApiValueError, 'user_data must be a JSON object, not text'),
    ('null', ApiValueError, 'user_data must be a JSON object, not null'),
    ('5', ApiValueError, 'user_data must be a JSON object, not a number'),
    ('true', ApiValueError, 'user_data must be a JSON object, not a boolean'),
    ([], ApiTypeError, 'user_data must be JSON text, a dict or a UserData, not list'),
    (5, ApiTypeError, 'user_data must be JSON text, a dict or a UserData, not int'),
    (models.Relation(), ApiTypeError, 'user_data must be a UserData, not a Relation'),
    ({'client': []}, ApiTypeError, "Expected a Relation, got a list at ['user_data']['client']"),
    ('{"client": "me"}', ApiTypeError, "Expected a Relation, got text at ['user_data']['client']"),
    ({'relations': {}}, ApiTypeError, "Expected a list, got an object at ['user_data']['relations']"),
    ({'relations': [{}, {'id': 5}]}, ApiTypeError, "got a number 5 at ['user_data']['relations'][1]['id']"),
    ({'relations': [None]}, ApiTypeError, "Expected a Relation, got null at ['user_data']['relations'][0]"),
    ({'transactions': [{'amount': '5'}]}, ApiTypeError, "at ['user_data']['transactions'][0]['amount']"),
    ({'transactions': [{'amount': True}]}, ApiTypeError, 'Expected float, got a boolean True at'),
    ({'keyword_rules': [{'keywords': [1]}]}, ApiTypeError, "at ['user_data']['keyword_rules'][0]['keywords'][0]"),
    ({'transaction_type': 'gift'}, ApiValueError, "Invalid value for `UserData.transaction_type`: 'gift' is not one "
                                                  "of 'sale', 'purchase' at ['user_data']['transaction_type']"),
    ({'client': {'name': object()}}, ApiTypeError, "A value of type object cannot be sent as JSON at "
                                                   "['user_data']['client']['name']"),
    ({'client': {'name': {1, 2}}}, ApiTypeError, 'A value of type set cannot be sent as JSON'),
    ({'x': bytearray(b'x')}, ApiTypeError, 'A value of type bytearray cannot be sent as JSON'),
    ({'x': datetime.time(1)}, ApiTypeError, 'A value of type time cannot be sent as JSON'),
    ({'x': float('nan')}, ApiValueError, "JSON has no form for the number nan at ['user_data']['x']"),
    ({'x': float('-inf')}, ApiValueError, 'JSON has no form for the number -inf'),
    ({'x': decimal.Decimal('NaN')}, ApiValueError, 'JSON has no exact form for the number NaN'),
    ({'x': decimal.Decimal('0.12345678901234567890')}, ApiValueError, 'JSON has no exact form'),
    ({1: 'x'}, ApiTypeError, "The names in a JSON object are text, not int: 1 at ['user_data']"),
    ({'client': {None: 'x'}}, ApiTypeError, "The names in a JSON object are text, not NoneType: None at"),
]
LOOP = {}
LOOP['loop'] = [LOOP]
REFUSED.append((LOOP, ApiValueError, 'nested too deeply, or holds itself'))


def sent(server):
    """What was sent as ``user_data``, as bytes."""
    body = server.requests[-1].body
    return re.search(br'name="user_data"\r\n\r\n(.*?)\r\n--', body, re.S).group(1)


@pytest.mark.parametrize('value, expected', ACCEPTED)
def test_accepted(server, client, value, expected):
    client.parsing.parse_document(url='https://example.com/', user_data=value)
    assert json.loads(sent(server).decode('ascii')) == expected
    client.parsing.parse_document(url='https://example.com/', user_data=json.dumps(expected))
    assert sent(server) == json.dumps(expected).encode('ascii')


@pytest.mark.parametrize('value, expected', ACCEPTED)
def test_accepted_in_a_text_form(server, client, value, expected):
    """In ``TextUploadForm`` it is JSON within JSON; times in it keep the format of user data."""
    for body in (models.TextUploadForm(text='t', user_data=value), {'text': 't', 'user_data': value},
                 models.TextUploadForm(text='t', user_data=json.dumps(expected))):
        client.parsing.parse_text(body=body)
        arrived = json.loads(server.requests[-1].body.decode('ascii'))
        assert json.loads(arrived.pop('user_data')) == expected
        assert arrived == {'text': 't'}
        if isinstance(body, models.TextUploadForm):
            assert json.loads(client.sanitize_for_serialization(body)['user_data']) == expected


def test_text_is_sent_as_it_is(server, client):
    text = u'{ "client" : {"name": "Caf\xe9 \\u20ac"} }\n'
    for value in (text, text.encode('utf-8')):
        client.parsing.parse_document(url='https://example.com/', user_data=value)
        assert sent(server) == text.encode('utf-8')


@pytest.mark.parametrize('value, error, text', REFUSED)
def test_refused(server, client, value, error, text):
    for call in (lambda: client.parsing.parse_document(document=b'%PDF-', user_data=value),
                 lambda: client.parsing.parse_structured_pdf(document=b'%PDF-', user_data=value),
                 lambda: client.parsing.parse_text(body={'text': 't', 'user_data': value}),
                 lambda: client.parsing.parse_text(body=models.TextUploadForm(text='t', user_data=value))):
        with pytest.raises(error) as caught:
            call()
        assert type(caught.value) is error
        assert text in str(caught.value).replace("u'", "'")
    assert server.requests == [] and server.connections == 0


@pytest.mark.parametrize('value, error', [
    ({'transaction_type': 'gift'}, ApiValueError), ({'client': {'name': 5}}, ApiTypeError)])
def test_validation_off(server, client, value, error):
    for call in (lambda: client.parsing.parse_document(document=b'%PDF-', user_data=value),
                 lambda: client.parsing.parse_text(body={'user_data': value})):
        client.configuration.client_side_validation = True
        pytest.raises(error, call)
        client.configuration.client_side_validation = False
        call()
    assert json.loads(sent_in_text(server)) == value
    # What cannot be sent at all is refused nevertheless.
    pytest.raises(ApiValueError, client.parsing.parse_document, document=b'%PDF-', user_data='[')


def sent_in_text(server):
    return json.loads(server.requests[-1].body.decode('ascii'))['user_data']


def test_a_model_without_validation(server, client):
    unchecked = klippa_ocr_api.Configuration()
    unchecked.client_side_validation = False
    form = models.TextUploadForm(user_data={'transaction_type': 'gift'}, local_vars_configuration=unchecked)
    client.parsing.parse_text(body=form)
    assert sent_in_text(server) == '{"transaction_type":"gift"}'


def test_the_callers_objects_stay_as_they_were(client):
    transaction = {'date': MOMENT, 'amount': decimal.Decimal('1.5')}
    value = {'transactions': [transaction]}
    client.parsing.parse_document(url='https://example.com/', user_data=value)
    assert value == {'transactions': [{'date': MOMENT, 'amount': decimal.Decimal('1.5')}]}
    assert value['transactions'][0] is transaction


SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(st.text().map(lambda name: 'x' + name), st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=6)))
def test_any_json_object(value):
    assert json.loads(encode_user_data(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-10 ** 9, max_value=10 ** 9, places=2))
def test_amounts_are_exact(amount):
    text = encode_user_data({'x': amount})
    assert decimal.Decimal(json.loads(text, parse_float=decimal.Decimal)['x']) == amount


def test_the_published_objects_are_complete():
    assert sorted(contract.SCHEMAS['UserData']['properties']) == sorted(models.UserData.attribute_map)
