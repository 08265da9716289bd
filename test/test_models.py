"""Models: every property of every one, and nothing lost of what the service sends."""
import copy
import datetime
import importlib
import inspect
import json
import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from six import string_types

import klippa_ocr_api
from klippa_ocr_api import ApiTypeError, Configuration, models
from klippa_ocr_api.model import HIDDEN, Model
from test import contract

CLIENT = klippa_ocr_api.ApiClient()
every_model = pytest.mark.parametrize('name', contract.MODELS)
PYTHON_TYPES = {'int': int, 'float': float, 'bool': bool, 'str': string_types, 'datetime': datetime.datetime}


class Reply(object):
    """Anything with ``data``."""

    def __init__(self, value):
        self.data = json.dumps(value).encode('ascii')


def decoded(name, value):
    """The model of a reply."""
    return CLIENT.deserialize(Reply(value), name)


def sanitized(model):
    return CLIENT.sanitize_for_serialization(model)


def properties(name):
    """Quadruples of attribute, JSON name, type and schema, as the contract has them."""
    for json_name, schema in contract.SCHEMAS[name]['properties'].items():
        yield contract.snake_case(json_name), json_name, contract.python_type(schema), contract.resolved(schema)[1]


def read(value, expected_type, within=()):
    """Read all there is in a value, and check its types on the way."""
    within += (expected_type,)
    if expected_type.startswith('list['):
        assert isinstance(value, list) and value
        for item in value:
            read(item, expected_type[5:-1], within)
    elif expected_type.startswith('dict('):
        assert isinstance(value, dict) and value
        for item in value.values():
            read(item, expected_type[10:-1], within)
    elif expected_type in PYTHON_TYPES:
        assert isinstance(value, PYTHON_TYPES[expected_type])
    else:
        assert type(value).__name__ == expected_type
        for attribute, _, inner_type, _ in properties(expected_type):
            if inner_type not in within:
                read(getattr(value, attribute), inner_type, within)


def read_whatever(value):
    """Read all there is, whatever it is."""
    if isinstance(value, Model):
        for attribute in value.attribute_map:
            read_whatever(getattr(value, attribute))
        read_whatever(dict(value.additional_properties))
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            read_whatever(item)


def full(name, **options):
    return contract.example(contract.SCHEMAS[name], **options)


def unencoded(name):
    """JSON names, without those of values that are sent as JSON within the JSON."""
    return sorted(key for key, schema in contract.SCHEMAS[name]['properties'].items() if 'x-json-encoded' not in schema)


def test_all_models_of_the_contract():
    assert len(contract.MODELS) == 79
    assert contract.MODELS == sorted(models.__all__)


@every_model
def test_description(name):
    cls = getattr(models, name)
    module = importlib.import_module('klippa_ocr_api.models.' + contract.snake_case(name))
    assert module.__dict__[name] is cls is getattr(klippa_ocr_api, name)
    assert cls.openapi_types == {attribute: kind for attribute, _, kind, _ in properties(name)}
    assert cls.attribute_map == {attribute: json_name for attribute, json_name, _, _ in properties(name)}
    assert cls.discriminator is None
    assert cls.__doc__ and not hasattr(cls(**minimum(name)), '__dict__')
    for attribute in cls.attribute_map:
        assert getattr(cls, attribute).__doc__
    if hasattr(inspect, 'signature'):  # not on 2.7
        assert list(inspect.signature(cls).parameters) == list(cls.attribute_map) + ['local_vars_configuration']


@every_model
@pytest.mark.parametrize('unknown', [False, True], ids=['known', 'unknown'])
def test_full_round_trip(name, unknown):
    value = full(name, unknown=unknown)
    model = decoded(name, value)
    assert sanitized(model) == value
    read(model, name)
    assert sanitized(model) == value
    assert json.loads(json.dumps(sanitized(model))) == value
    assert dict(model.additional_properties) == (contract.UNKNOWN if unknown else {})
    if unknown:
        assert model.not_in_the_contract == contract.UNKNOWN['not_in_the_contract']
        assert model.to_dict()['not_in_the_contract'] == contract.UNKNOWN['not_in_the_contract']


@every_model
def test_empty_round_trip(name):
    model = decoded(name, {})
    assert [getattr(model, attribute) for attribute in model.attribute_map] == [None] * len(model.attribute_map)
    assert set(model.to_dict().values()) <= {None} and set(model.to_dict()) == set(model.attribute_map)
    assert sanitized(model) == {} == dict(model.additional_properties)
    assert model == decoded(name, {})


@every_model
def test_nulls(name):
    """Null where the contract has a number, a text, an array or an object; everywhere, and inside of arrays."""
    everywhere = dict.fromkeys(contract.SCHEMAS[name]['properties'], None)
    inside = full(name, unknown=True, scalar=lambda schema: None)
    in_arrays = {key: [None] for key, schema in contract.SCHEMAS[name]['properties'].items()
                 if schema.get('type') == 'array'}
    for value in everywhere, inside, in_arrays:
        model = decoded(name, value)
        read_whatever(model)
        assert sanitized(model) == value
        assert repr(model)


@every_model
def test_values_of_another_kind(name):
    """Nothing that the service sends is refused or converted with a loss."""
    for other in ('a new value', '', 0, 0.0, 12.75, 2 ** 70, False, [], {}, [{}], {'a': {}}, [[1]], u'\U0001f600'):
        value = dict.fromkeys(unencoded(name), other)
        model = decoded(name, value)
        read_whatever(model)
        assert json.dumps(sanitized(model), sort_keys=True) == json.dumps(value, sort_keys=True)
        assert model == decoded(name, value) and repr(model)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8)


@given(st.data())
def test_any_json_survives(data):
    name = data.draw(st.sampled_from(contract.MODELS))
    keys = st.sampled_from(unencoded(name)) | st.text()
    value = data.draw(st.dictionaries(keys, JSON, max_size=6))
    model = decoded(name, value)
    read_whatever(model)
    assert sanitized(model) == value
    assert pickle.loads(pickle.dumps(model, 2)) == model == copy.deepcopy(model)
    assert sanitized(pickle.loads(pickle.dumps(model, 2))) == value


@every_model
def test_copies(name):
    model = decoded(name, full(name, unknown=True))
    for count in range(2):
        copies = [copy.copy(model), copy.deepcopy(model)] + [
            pickle.loads(pickle.dumps(model, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
        for duplicate in copies:
            assert type(duplicate) is type(model)
            assert duplicate == model and not duplicate != model
            assert sanitized(duplicate) == full(name, unknown=True)
        read(model, name)  # and once more when the objects in it have become models
    for duplicate in copies:
        duplicate.additional_properties['another'] = 1
        assert duplicate != model and not hasattr(model, 'another')


@every_model
def test_comparison(name):
    model = decoded(name, full(name))
    assert model == decoded(name, full(name)) and not model != decoded(name, full(name))
    assert model != decoded(name, {}) and not model == decoded(name, {})
    assert model != decoded(name, full(name, unknown=True))
    assert model != full(name) and model != decoded('Error' if name == 'Barcode' else 'Barcode', {})
    with pytest.raises(TypeError):
        hash(model)


@every_model
def test_shown(name):
    model = decoded(name, full(name, unknown=True))
    as_dict = model.to_dict()
    assert set(as_dict) == set(model.attribute_map) | {'not_in_the_contract'}
    assert_plain(as_dict)
    assert repr(model) == model.to_str() == str(model)
    for attribute in model.attribute_map:
        assert repr(attribute).lstrip('u') in repr(model)


def assert_plain(value):
    """There is no model in it."""
    assert not isinstance(value, Model)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        assert_plain(item)


def minimum(name):
    """Keywords for the constructor: what is required."""
    value = full(name)
    return {contract.snake_case(key): value[key] for key in contract.SCHEMAS[name].get('required', ())}


def keywords(name):
    """Keywords for the constructor: everything, nested objects as models."""
    model = decoded(name, full(name))
    return {attribute: getattr(model, attribute) for attribute in model.attribute_map}


@every_model
def test_constructor(name):
    cls = getattr(models, name)
    model = cls(**keywords(name))
    read(model, name)
    assert model == decoded(name, full(name))
    assert model == cls(*positional(name)) and sanitized(model) == sanitized(cls(*positional(name)))
    for attribute, value in keywords(name).items():
        assert getattr(cls(**dict(minimum(name), **{attribute: value})), attribute) == value
    assert sanitized(cls(**dict(dict.fromkeys(cls.attribute_map), **minimum(name)))) == {
        key: full(name)[key] for key in contract.SCHEMAS[name].get('required', ())}


def positional(name):
    return [keywords(name)[attribute] for attribute, _, _, _ in properties(name)]


@every_model
def test_constructor_refuses(name):
    cls = getattr(models, name)
    first = next(properties(name))[0]
    for arguments, options, expected in (
            ((), {first + 'x': 1}, 'did you mean %r' % first),
            (positional(name), {first: 1}, 'two values for %r' % first),
            (positional(name) + [None, 1], {}, 'at most %d arguments' % (len(positional(name)) + 1))):
        with pytest.raises(ApiTypeError) as caught:
            cls(*arguments, **options)
        assert name in str(caught.value) and expected in str(caught.value)
    for key in contract.SCHEMAS[name].get('required', ()):
        attribute = contract.snake_case(key)
        with pytest.raises(ValueError, match='%s.%s`: it is required' % (name, attribute)):
            cls(**dict(minimum(name), **{attribute: None}))


def rules():
    """Each rule of the contract with values that break it and the least that keeps it."""
    for name in contract.MODELS:
        for attribute, json_name, _, schema in properties(name):
            if 'enum' in schema:
                yield name, attribute, 'a new value', schema['enum'][0], 'is not one of'
                yield name, attribute, 12, schema['enum'][-1], 'is not one of'
            if 'maxLength' in schema:
                longest = u'\u20ac' * schema['maxLength']
                yield name, attribute, longest + '.', longest, 'at most %d' % schema['maxLength']
            if 'maxItems' in schema:
                yield name, attribute, [{}] * (schema['maxItems'] + 1), [{}] * schema['maxItems'], 'at most'
            if json_name in contract.SCHEMAS[name].get('required', ()):
                yield name, attribute, None, full(name)[json_name], 'it is required'


@pytest.mark.parametrize('name, attribute, bad, good, expected', list(rules()))
def test_assignment_is_validated(name, attribute, bad, good, expected):
    cls = getattr(models, name)
    model = cls(**dict(minimum(name), **{attribute: good}))
    for act in (lambda: setattr(model, attribute, bad), lambda: cls(**dict(minimum(name), **{attribute: bad}))):
        with pytest.raises(ValueError) as caught:
            act()
        assert isinstance(caught.value, klippa_ocr_api.ApiValueError)
        assert '`%s.%s`' % (name, attribute) in str(caught.value) and expected in str(caught.value)
    assert sanitized(model) == sanitized(cls(**dict(minimum(name), **{attribute: good})))

    unchecked = Configuration()
    unchecked.client_side_validation = False
    tolerant = cls(local_vars_configuration=unchecked, **dict(minimum(name), **{attribute: bad}))
    assert sanitized(tolerant).get(cls.attribute_map[attribute]) == bad
    model.local_vars_configuration = unchecked
    setattr(model, attribute, bad)
    assert model == tolerant and model.local_vars_configuration is unchecked


def test_the_rules_are_there():
    found = list(rules())
    assert len(found) > 30 and {rule[4].split()[-1] for rule in found} >= {'of', 'required', '255', 'most'}


@every_model
def test_misspelt_names(name):
    model = decoded(name, full(name))
    attribute = next(properties(name))[0]
    for act in (lambda: getattr(model, attribute + 'x'), lambda: setattr(model, attribute + 'x', 1)):
        with pytest.raises(AttributeError, match='%s has no property %r; did you mean %r' % (
                name, attribute + 'x', attribute)):
            act()
    assert not hasattr(model, 'nothing_like_it') and not hasattr(model, '__deepcopy__')
    assert sanitized(model) == full(name)


def test_nested_edits_are_written_through():
    receipt = decoded('Receipt', {'lines': [{'lineitems': [{'title': 'a'}, None]}, {}], 'barcodes': None})
    receipt.lines[0].lineitems[0].title = 'b'
    receipt.lines[0].lineitems.append(models.ReceiptLineItemItem(title='c'))
    receipt.lines[0].lineitems.append({'title': 'd'})
    del receipt.lines[1]
    receipt.lines.append(models.ReceiptLineItem(description='new'))
    receipt.barcodes = []
    receipt.barcodes.append(models.Barcode(value='1'))
    assert sanitized(receipt) == {
        'lines': [{'lineitems': [{'title': 'b'}, None, {'title': 'c'}, {'title': 'd'}]}, {'description': 'new'}],
        'barcodes': [{'value': '1'}]}
    assert receipt.lines is receipt.lines and receipt.lines[0] is receipt.lines[0]


def test_nested_object_and_dictionary():
    body = decoded('ReceiptBody', {'data': {'amount': 1}})
    body.data.amount = 2
    body.data.currency = 'EUR'
    assert sanitized(body) == {'data': {'amount': 2, 'currency': 'EUR'}}
    templates = decoded('GetTemplates', {'templates': {'a': {'title': 'x'}}})
    templates.templates['a'].title = 'y'
    templates.templates['b'] = models.RespTemplate(title='z')
    assert sanitized(templates) == {'templates': {'a': {'title': 'y'}, 'b': {'title': 'z'}}}


def test_a_list_stays_the_users_own():
    """What is put into it later is sent, although the model has been looked at in between."""
    actions = []
    form = models.BulkUserDataSetRecordForm(actions=actions)
    for external_id in 'ab':
        assert repr(form) and form.actions is actions
        actions.append(models.BulkUserDataSetRecordActionForm(action='delete', external_id=external_id))
    assert [action['ExternalID'] for action in sanitized(form)['Actions']] == ['a', 'b']


def test_objects_may_be_dictionaries_with_json_names():
    form = models.CreateUserDataSetRecordForm(external_id='1', values=[{'Name': 'a', 'Value': 'b'}])
    assert form.values[0].value == 'b'
    form.values[0].value = 'c'
    assert sanitized(form) == {'ExternalID': '1', 'Values': [{'Name': 'a', 'Value': 'c'}]}


def test_assigning_none_takes_out():
    barcode = decoded('Barcode', {'type': None, 'value': '1'})
    barcode.value = None
    assert sanitized(barcode) == {'type': None}


def test_additional_properties():
    receipt = decoded('Receipt', {'amount': 1, 'amount_tip': 250, 'metadata': {'a': None}})
    additional = receipt.additional_properties
    assert dict(additional) == {'amount_tip': 250, 'metadata': {'a': None}} and len(additional) == 2
    assert repr(additional) == repr(dict(additional))
    assert receipt.amount_tip == 250 and 'amount_tip' in dir(receipt) and 'lines' in dir(receipt)
    receipt.amount_tip = 300
    additional['project_code'] = 'p'
    del additional['metadata']
    assert sanitized(receipt) == {'amount': 1, 'amount_tip': 300, 'project_code': 'p'}
    for error, act in ((KeyError, lambda: additional['amount']), (KeyError, lambda: additional['nothing']),
                       (KeyError, lambda: additional.__delitem__('amount')),
                       (ValueError, lambda: additional.__setitem__('amount', 1))):
        pytest.raises(error, act)
    assert receipt.amount == 1


def test_times():
    """A time is read with the zone it has, and kept as the text it came as."""
    for text, expected in (
            ('2024-02-29T23:59:58Z', (2024, 2, 29, 23, 59, 58, 0, 0)),
            ('2024-02-29T23:59:58.5+02:00', (2024, 2, 29, 23, 59, 58, 500000, 120)),
            ('2024-02-29T23:59:58.123456789-05:30', (2024, 2, 29, 23, 59, 58, 123456, -330)),
            ('2024-02-29 23:59:58', (2024, 2, 29, 23, 59, 58, 0, None)),
            ('0001-01-01T00:00:00Z', (1, 1, 1, 0, 0, 0, 0, 0))):
        key = decoded('Key', {'CreatedAt': text})
        moment = key.created_at
        offset = moment.utcoffset()
        assert tuple(moment.timetuple()[:6]) + (
            moment.microsecond, None if offset is None else int(offset.total_seconds() // 60)) == expected
        assert sanitized(key) == {'CreatedAt': text}
    for text in ('', 'soon', '2024-13-01T00:00:00Z', u'\u20ac', '24'):
        assert decoded('Key', {'CreatedAt': text}).created_at == text


@given(st.text())
def test_any_text_for_a_time(text):
    value = decoded('Key', {'CreatedAt': text}).created_at
    assert value == text or isinstance(value, datetime.datetime)


def test_secrets_are_hidden():
    secret = 'test-secret-not-real'
    for name, value in (
            ('Key', {'Key': secret}), ('CreatePublicKey', {'PublicKey': secret}),
            ('CreatePublicKeyBody', {'data': {'PublicKey': secret}}), ('CreateSubKeyBody', {'data': {'Key': secret}}),
            ('SubKeyListBody', {'data': {'SubKeys': [{'Key': secret}]}}), ('SubKeys', {'SubKeys': [{'Key': secret}]})):
        model = decoded(name, value)
        assert secret in str(model.to_dict()), name
        for shown in (repr(model), str(model), model.to_str(), '%r' % [model]):
            assert secret not in shown and HIDDEN in shown
        assert secret in json.dumps(sanitized(model))
    assert HIDDEN not in repr(decoded('Key', {'Key': ''}))


def test_a_subclass():
    """Users add behaviour to models, and attributes if they like."""
    class Line(models.ReceiptLineItemItem):
        def __init__(self, *args, **kwargs):
            super(Line, self).__init__(*args, **kwargs)
            self.note = 'mine'

    line = Line(title='a')
    assert (line.note, line.title, sanitized(line)) == ('mine', 'a', {'title': 'a'})


def test_getters_share_byte_code_within_a_model_only():
    """It adapts to the one class that it meets; a copy for every property would be memory for nothing."""
    codes = [{id(getattr(model, entry.attribute).fget.__code__) for entry in model._properties}
             for model in (getattr(models, name) for name in contract.MODELS)]
    different = len(set().union(*codes))
    if sys.version_info >= (3, 8):
        assert different == sum(map(len, codes))
    else:  # there is nothing to adapt
        assert different <= 3
    assert max(map(len, codes)) <= 3
