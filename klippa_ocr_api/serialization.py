"""What is sent: values as JSON, as text, and checked against the rules of the models.

Models are views on what they hold, so what a request needs of them is worked out here, when it is made.
"""
import datetime
import json
import math

import six

from klippa_ocr_api import datetimes, jsonbytes
from klippa_ocr_api.exceptions import ApiTypeError, ApiValueError, chained, shown
from klippa_ocr_api.model import NATIVE_TYPES, Model, is_native, model_class, split_type

try:
    from collections.abc import Mapping
except ImportError:  # Python 2.7
    from collections import Mapping  # type: ignore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Tuple, Type

    _Path = Tuple[Any, ...]

_JSON_SCALARS = six.string_types + six.integer_types + (bool,)

# Far more than any object of the service, far less than the interpreter's own limit.
_MAX_DEPTH = 100

# json.dumps would make one for every text.
_encoder = json.JSONEncoder(separators=(',', ':'), allow_nan=False)


def to_json(value, write_time=datetimes.rfc3339, path=()):
    # type: (Any, Callable[[Any], str], _Path) -> Any
    """The JSON value of anything that a request may hold: models, times, numbers, lists, dictionaries.

    :param write_time: how to write a ``datetime`` or ``date``
    :raises ApiTypeError: for a value that JSON has no form for; it says where
    :raises ApiValueError: for a number that JSON has no form for
    """
    if value is None or isinstance(value, _JSON_SCALARS):
        return value
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            raise ApiValueError('JSON has no form for the number %r' % value, path)
        return value
    if len(path) > _MAX_DEPTH:
        raise ApiValueError('The value is nested too deeply, or holds itself', path[:3])
    if isinstance(value, Model):
        return _model_to_json(value, write_time, path)
    if isinstance(value, Mapping):
        return {_name(name, path): to_json(item, write_time, path + (name,)) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item, write_time, path + (index,)) for index, item in enumerate(value)]
    if isinstance(value, datetime.date):  # a datetime is one, too
        return write_time(value)
    from decimal import Decimal  # here: few send any, and it takes long to import

    if isinstance(value, Decimal):
        return _decimal_to_json(value, path)
    raise ApiTypeError('A value of type %s cannot be sent as JSON' % type(value).__name__, path)


def _model_to_json(model, write_time, path):
    # type: (Model, Callable[[Any], str], _Path) -> Any
    result = to_json(model._data, write_time, path)
    for entry in model._properties:
        if entry.json_encoded and not isinstance(result.get(entry.name), six.string_types + (type(None),)):
            result[entry.name] = encode_user_data(
                model._data[entry.name], path + (entry.name,), model._validating())
    return result


def _name(name, path):
    # type: (Any, _Path) -> Any
    if not isinstance(name, six.string_types):
        raise ApiTypeError('The names in a JSON object are text, not %s: %s' % (type(name).__name__, shown(name)), path)
    return name


def _decimal_to_json(value, path):
    # type: (Any, _Path) -> Any
    from decimal import Decimal

    if value.is_finite():
        if value == value.to_integral_value():
            return int(value)
        number = float(value)
        # The shortest text of the float is what goes over the wire; it must say the same number.
        if Decimal(repr(number)) == value:
            return number
    raise ApiValueError('JSON has no exact form for the number %s' % value, path)


def to_text(value, name):
    # type: (Any, str) -> str
    """A value as it is written in a path, a query or a form.

    :param name: what to call it in an error
    :raises ApiTypeError: for a value that has no such form
    """
    if isinstance(value, six.string_types):
        try:
            six.ensure_text(value).encode('utf-8')
        except UnicodeError as error:
            raise ApiValueError('`%s` cannot be written in UTF-8: %s' % (name, error))
        return value
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, six.integer_types):
        try:
            return str(value)
        except ValueError as error:  # Python refuses to write thousands of digits
            raise chained(ApiValueError('`%s` is too large: %s' % (name, error)), error)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime.date):  # a datetime is one, too
        return datetimes.rfc3339(value)
    raise ApiTypeError('`%s` cannot be a %s: %s' % (name, type(value).__name__, shown(value)))


def json_text(value):
    # type: (Any) -> str
    """JSON text, in ASCII, of a value that ``to_json`` made.

    :raises ApiValueError: for what JSON has no form for
    """
    try:
        return _encoder.encode(value)
    except ValueError as error:  # on 2.7 text that is not UTF-8; elsewhere a number of thousands of digits
        raise ApiValueError('It cannot be written as JSON: %s' % error)


def encode_user_data(value, path=('user_data',), validating=True):
    # type: (Any, _Path, bool) -> str
    """``user_data`` as the JSON text that the service takes.

    :param value: JSON text, a dictionary with JSON names, or a ``UserData``; times in it are written as
        ``2019-06-24 11:16:33``
    :param validating: whether the rules of ``UserData`` are checked
    :raises ApiValueError: if it is not a JSON object, or breaks the rules of ``UserData``
    :raises ApiTypeError: if it holds what JSON has no form for
    """
    if isinstance(value, six.string_types + (six.binary_type,)):
        try:
            text = six.ensure_str(value)
            data = jsonbytes.loads(text)
        except (ValueError, RuntimeError) as error:  # RuntimeError: nested deeper than the parser goes
            raise ApiValueError('user_data is not valid JSON: %s' % error)
        if not isinstance(data, dict):
            raise ApiValueError('user_data must be a JSON object, not %s' % _json_type(data))
    elif isinstance(value, (Mapping, Model)):
        if isinstance(value, Model) and not isinstance(value, model_class('UserData')):
            raise ApiTypeError('user_data must be a UserData, not a %s' % value.__class__.__name__)
        data = to_json(value, datetimes.user_data_time, path)
        text = json_text(data)
    else:
        raise ApiTypeError('user_data must be JSON text, a dict or a UserData, not %s' % type(value).__name__)
    if validating:
        validate(model_class('UserData'), data, path)
    return text


def validate(cls, data, path=()):
    # type: (Type[Model], Dict[str, Any], _Path) -> None
    """Check JSON that is about to be sent against the rules of a model, nested objects included.

    Properties that the contract does not know pass: newer servers may take them.

    :raises ApiValueError: for a missing required property or a value out of range, with its path
    :raises ApiTypeError: for a value of the wrong type, with its path
    """
    for entry in cls._properties:
        value = data.get(entry.name)
        if value is not None:
            _check_type(entry.type, value, path + (entry.name,))
            entry.check(value, '%s.%s' % (cls.__name__, entry.attribute), path + (entry.name,))
        elif entry.required:
            hint = ''
            if entry.attribute != entry.name and entry.attribute in data:
                hint = ' (a dict has the JSON names: write %r for %r)' % (entry.name, entry.attribute)
            raise ApiValueError('%s needs a value for %r%s' % (cls.__name__, entry.name, hint), path)


def _check_type(type_name, value, path):
    # type: (str, Any, _Path) -> None
    container, item_type = split_type(type_name)
    if container == 'list':
        if not isinstance(value, list):
            raise ApiTypeError('Expected a list, got %s' % _json_type(value), path)
        for index, item in enumerate(value):
            _check_type(item_type, item, path + (index,))
    elif container == 'dict':
        if not isinstance(value, dict):
            raise ApiTypeError('Expected an object, got %s' % _json_type(value), path)
        for name, item in value.items():
            _check_type(item_type, item, path + (name,))
    elif type_name in NATIVE_TYPES:
        if not is_native(value, type_name):
            raise ApiTypeError('Expected %s, got %s %s' % (type_name, _json_type(value), shown(value)), path)
    elif isinstance(value, dict):
        validate(model_class(type_name), value, path)
    else:
        raise ApiTypeError('Expected a %s, got %s' % (type_name, _json_type(value)), path)


def _json_type(value):
    # type: (Any) -> str
    for kind, name in ((bool, 'a boolean'), (six.string_types, 'text'), (dict, 'an object'), (list, 'a list')):
        if isinstance(value, kind):
            return name
    return 'null' if value is None else 'a number'
