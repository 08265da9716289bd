"""``Model``: a typed view on a JSON object.

A model keeps the decoded dictionary as it came and converts a property when it is first read. So decoding
costs nothing beyond the JSON parser, and nothing the service sends is lost: unknown properties, nulls, new
enumeration values and numbers of another type survive a round trip. Only what the user assigns is checked.

Nested objects and arrays of objects are replaced by their views in the dictionary itself on first read. That
way ``receipt.lines[0].description = 'x'`` and ``receipt.lines.append(...)`` change the receipt, and reading
costs no second copy.
"""
import importlib
import types

import six

from klippa_ocr_api import datetimes
from klippa_ocr_api.exceptions import ApiTypeError, ApiValueError, shown

try:
    from collections.abc import MutableMapping
except ImportError:  # Python 2.7
    from collections import MutableMapping  # type: ignore

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple, Type, TypeVar

    _M = TypeVar('_M', bound='Model')
    _Path = Tuple[Any, ...]

#: What repr shows in place of a secret.
HIDDEN = '<hidden>'

#: The Python types of JSON values, by the types of properties.
NATIVE_TYPES = {
    'int': six.integer_types,
    'float': six.integer_types + (float,),
    'str': six.string_types,
    'bool': (bool,),
    'datetime': six.string_types,
}  # type: Dict[str, Tuple[type, ...]]

# What decoded JSON holds as text: on 2.7 always unicode, but users assign str.
_TEXT_TYPES = frozenset((str, six.text_type))


class ModelList(list):  # type: ignore[type-arg]
    """A list whose objects have been replaced by their models."""

    __slots__ = ()


class ModelDict(dict):  # type: ignore[type-arg]
    """A dictionary whose objects have been replaced by their models."""

    __slots__ = ()


class Property(object):
    """The description of one property of a model.

    :param attribute: the Python attribute
    :param name: the JSON name
    :param type: ``int``, ``str``, ``float``, ``bool``, ``datetime``, a model, ``list[X]`` or ``dict(str, X)``
    :param doc: meaning, unit and format
    :param required: whether a request must have it
    :param enum: the values that a request may have
    :param max_length: characters that a request's value may have
    :param max_items: entries that a request's value may have
    :param minimum: least value that a request may have
    :param maximum: greatest value that a request may have
    :param secret: whether repr hides it
    :param json_encoded: the model of a value that is sent as JSON text inside the JSON
    """

    __slots__ = ('attribute', 'name', 'type', 'doc', 'required', 'enum', 'max_length', 'max_items', 'minimum',
                 'maximum', 'secret', 'json_encoded')

    def __init__(self, attribute, name, type, doc, required=False, enum=None, max_length=None, max_items=None,
                 minimum=None, maximum=None, secret=False, json_encoded=None):
        # type: (str, str, str, str, bool, Optional[Tuple[Any, ...]], Optional[int], Optional[int], Optional[float], Optional[float], bool, Optional[str]) -> None  # noqa: E501
        self.attribute = attribute
        self.name = name
        self.type = type
        self.doc = doc
        self.required = required
        self.enum = enum
        self.max_length = max_length
        self.max_items = max_items
        self.minimum = minimum
        self.maximum = maximum
        self.secret = secret
        self.json_encoded = json_encoded

    def check(self, value, where, path=()):
        # type: (Any, str, _Path) -> None
        """Raise ``ApiValueError`` if a request may not have the value.

        :param where: what to call the property in the error
        :param path: where it stands in a larger object
        """
        problem = self._problem(value)
        if problem:
            raise ApiValueError('Invalid value for `%s`: %s' % (where, problem), path)

    def _problem(self, value):
        # type: (Any) -> Optional[str]
        if self.enum is not None and value not in self.enum:
            # The service's own examples leave open what is optional with an empty text.
            return None if value == '' and not self.required else '%s is not one of %s' % (
                shown(value), _listed(self.enum))
        if self.max_length is not None and isinstance(value, six.string_types) and len(value) > self.max_length:
            return 'it has %d characters, at most %d are allowed' % (len(value), self.max_length)
        if self.max_items is not None and isinstance(value, (list, tuple)) and len(value) > self.max_items:
            return 'it has %d entries, at most %d are allowed' % (len(value), self.max_items)
        if isinstance(value, six.integer_types + (float,)):
            if self.minimum is not None and value < self.minimum:
                return '%s is less than %s' % (value, self.minimum)
            if self.maximum is not None and value > self.maximum:
                return '%s is greater than %s' % (value, self.maximum)
        return None

    def descriptor(self, codes):
        # type: (Dict[Any, Any]) -> property
        """The Python property: its getter costs one function call and one dictionary look-up.

        :param codes: the byte code of the getters that the model has so far
        """
        return property(_with_own_code(self._getter(), codes), self._setter(), doc=self.doc)

    def _getter(self):
        # type: () -> Callable[[Any], Any]
        name = self.name
        container, item_type = split_type(self.type)

        if self.type == 'datetime':
            def get_datetime(model):
                # type: (Any) -> Any
                value = model._data.get(name)
                if value.__class__ in _TEXT_TYPES:
                    # What cannot be read as a time is handed out as it came: it is not ours to refuse.
                    return datetimes.parse(value) or value
                return value
            return get_datetime

        if item_type in NATIVE_TYPES or item_type == 'object':
            def get(model):
                # type: (Any) -> Any
                return model._data.get(name)
            return get

        convert = converter(self.type)
        plain = list if container == 'list' else dict

        def get_view(model):
            # type: (Any) -> Any
            data = model._data
            value = data.get(name)
            if value.__class__ is plain:
                value = data[name] = convert(value)
            return value
        return get_view

    def _setter(self):
        # type: () -> Callable[[Any, Any], None]
        def set(model, value):
            # type: (Any, Any) -> None
            if model._validating():
                where = '%s.%s' % (model.__class__.__name__, self.attribute)
                if value is None and self.required:
                    raise ApiValueError('Invalid value for `%s`: it is required and must not be None' % where)
                if value is not None:
                    self.check(value, where)
            if value is None:
                model._data.pop(self.name, None)
            else:
                model._data[self.name] = value
        return set


def _with_own_code(getter, codes):
    # type: (Any, Dict[Any, Any]) -> Callable[[Any], Any]
    """The getter with byte code that it shares with the model's other properties only.

    From Python 3.11 on byte code adapts itself to the class of the objects that it meets. The same one for all
    models would meet so many that it gives up.
    """
    shared = getter.__code__
    if not hasattr(shared, 'replace'):  # before Python 3.8, where nothing adapts
        return getter  # type: ignore[no-any-return]
    if shared not in codes:
        codes[shared] = shared.replace()
    return types.FunctionType(codes[shared], getter.__globals__, getter.__name__, None, getter.__closure__)


class ModelType(type):
    """Derives a model's attributes from its table of properties."""

    def __new__(mcs, name, bases, namespace):
        # type: (Any, str, Tuple[type, ...], Dict[str, Any]) -> Any
        if '_properties' in namespace:
            properties = namespace['_properties']  # type: Sequence[Property]
            namespace['openapi_types'] = {entry.attribute: entry.type for entry in properties}
            namespace['attribute_map'] = {entry.attribute: entry.name for entry in properties}
            namespace['_names'] = frozenset(entry.name for entry in properties)
            codes = {}  # type: Dict[Any, Any]
            for entry in properties:
                namespace[entry.attribute] = entry.descriptor(codes)
        return super(ModelType, mcs).__new__(mcs, name, bases, namespace)

    @property
    def __signature__(cls):
        # type: (Any) -> Any
        """What help() and editors at run time show: one keyword per property."""
        from inspect import Parameter, Signature

        return Signature([
            Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None)
            for name in [entry.attribute for entry in cls._properties] + ['local_vars_configuration']
        ])


@six.add_metaclass(ModelType)
class Model(object):
    """A typed view on a JSON object.

    Every property is a keyword of the constructor and an attribute. A property that is absent or null reads
    as None; assigning None takes it out. An invalid value raises ``ApiValueError``, a ``ValueError``, unless
    ``local_vars_configuration`` is a ``Configuration`` with ``client_side_validation`` off.
    """

    __slots__ = ('_data', '_configuration')

    _properties = ()  # type: Tuple[Property, ...]
    _names = frozenset()  # type: frozenset[str]
    #: Attribute to type, such as ``{'lines': 'list[ReceiptLineItem]'}``.
    openapi_types = {}  # type: Dict[str, str]
    #: Attribute to JSON name, such as ``{'external_id': 'ExternalID'}``.
    attribute_map = {}  # type: Dict[str, str]
    #: The API has no polymorphic models.
    discriminator = None

    if TYPE_CHECKING:
        _data = {}  # type: Dict[str, Any]
        _configuration = None  # type: Any

    def __init__(self, *args, **kwargs):
        # type: (*Any, **Any) -> None
        cls = self.__class__
        attributes = [entry.attribute for entry in cls._properties]
        if args:
            attributes_and_configuration = attributes + ['local_vars_configuration']
            if len(args) > len(attributes_and_configuration):
                raise ApiTypeError('%s takes at most %d arguments, %d were given'
                                   % (cls.__name__, len(attributes_and_configuration), len(args)))
            for attribute, value in zip(attributes_and_configuration, args):
                if attribute in kwargs:
                    raise ApiTypeError('%s got two values for %r' % (cls.__name__, attribute))
                kwargs[attribute] = value
        _set_configuration(self, kwargs.pop('local_vars_configuration', None))
        _set_data(self, {})
        for name in kwargs:
            if name not in cls.attribute_map:
                raise ApiTypeError('%s has no property %r%s' % (cls.__name__, name, did_you_mean(name, attributes)))
        for entry in cls._properties:
            value = kwargs.get(entry.attribute)
            if value is not None or entry.required:
                setattr(self, entry.attribute, value)

    @property
    def local_vars_configuration(self):
        # type: () -> Any
        """The configuration given to the constructor, or None."""
        try:
            return _get_configuration(self)
        except AttributeError:  # a view on a reply
            return None

    @local_vars_configuration.setter
    def local_vars_configuration(self, configuration):
        # type: (Any) -> None
        _set_configuration(self, configuration)

    def _validating(self):
        # type: () -> bool
        configuration = self.local_vars_configuration
        return configuration is None or bool(configuration.client_side_validation)

    @property
    def additional_properties(self):
        # type: () -> MutableMapping[str, Any]
        """The properties that the contract does not know, by their JSON names; a live mapping."""
        return _AdditionalProperties(self)

    def to_dict(self):
        # type: () -> Dict[str, Any]
        """All properties by their Python attributes, nested models included; absent ones are None.

        Properties that the contract does not know keep their JSON names.
        """
        return self._to_dict(hide=False)

    def _to_dict(self, hide):
        # type: (bool) -> Dict[str, Any]
        result = {}
        for entry in self._properties:
            value = getattr(self, entry.attribute)
            result[entry.attribute] = HIDDEN if hide and entry.secret and value else _dictified(value, hide)
        for name, value in self.additional_properties.items():
            result.setdefault(name, _dictified(value, hide))
        return result

    def to_str(self):
        # type: () -> str
        """``to_dict()`` as text for people; keys are hidden."""
        from pprint import pformat

        return pformat(self._to_dict(hide=True))

    def __repr__(self):
        # type: () -> str
        return self.to_str()

    def __eq__(self, other):
        # type: (object) -> bool
        if not isinstance(other, self.__class__):
            return False
        return self.to_dict() == other.to_dict()

    def __ne__(self, other):
        # type: (object) -> bool
        return not self == other

    __hash__ = None  # type: None  # type: ignore[assignment]

    # Type checkers do not see these two: a misspelt property must be an error to them.
    if not TYPE_CHECKING:
        def __getattr__(self, name):
            # type: (str) -> Any
            # Only reached by names that are no attribute: a property that the contract does not know, or a mistake.
            cls = self.__class__
            if not name.startswith('_') and name in self._data and name not in cls._names:
                return self._data[name]
            # Looking for a hint takes time, and copy and pickle ask for many names that begin with an underscore.
            hint = '' if name.startswith('_') else did_you_mean(name, cls.attribute_map)
            raise AttributeError('%s has no property %r%s' % (cls.__name__, name, hint))

        def __setattr__(self, name, value):
            # type: (str, Any) -> None
            if name in self.__class__.attribute_map or hasattr(self.__class__, name) or hasattr(self, '__dict__'):
                object.__setattr__(self, name, value)
            elif name in self._data and name not in self._names:
                self._data[name] = value
            else:
                raise AttributeError(
                    '%s has no property %r%s; what the contract does not know goes into additional_properties'
                    % (self.__class__.__name__, name, did_you_mean(name, self.attribute_map)))

    def __dir__(self):
        # type: () -> List[str]
        return sorted(set(dir(self.__class__)).union(self.additional_properties))

    def __copy__(self):
        # type: (_M) -> _M
        return _revive(self.__class__, dict(self._data), self.local_vars_configuration)

    def __reduce__(self):
        # type: () -> Tuple[Any, ...]
        return _revive, (self.__class__, unwrap(self._data), self.local_vars_configuration)


_get_configuration = vars(Model)['_configuration'].__get__
_set_configuration = vars(Model)['_configuration'].__set__
_set_data = vars(Model)['_data'].__set__


def view(cls, data):
    # type: (Type[_M], Dict[str, Any]) -> _M
    """The model on decoded JSON; the dictionary becomes the model's own."""
    model = object.__new__(cls)
    _set_data(model, data)
    return model


def _revive(cls, data, configuration):
    # type: (Type[_M], Dict[str, Any], Any) -> _M
    model = view(cls, data)
    if configuration is not None:
        _set_configuration(model, configuration)
    return model


class _AdditionalProperties(MutableMapping):  # type: ignore[type-arg]
    """The part of a model's dictionary that the contract does not know."""

    def __init__(self, model):
        # type: (Model) -> None
        self._known = model._names
        self._data = model._data

    def __getitem__(self, name):
        # type: (str) -> Any
        if name in self._known:
            raise KeyError(name)
        return self._data[name]

    def __setitem__(self, name, value):
        # type: (str, Any) -> None
        if name in self._known:
            raise ApiValueError('%r is a property of the contract: assign to its attribute' % name)
        self._data[name] = value

    def __delitem__(self, name):
        # type: (str) -> None
        if name in self._known:
            raise KeyError(name)
        del self._data[name]

    def __iter__(self):
        # type: () -> Iterator[str]
        return iter([name for name in self._data if name not in self._known])

    def __len__(self):
        # type: () -> int
        return sum(1 for _ in self)

    def __repr__(self):
        # type: () -> str
        return repr(dict(self))


def split_type(type_name):
    # type: (str) -> Tuple[Optional[str], str]
    """``list[X]`` to ``('list', 'X')``, ``dict(str, X)`` to ``('dict', 'X')``, ``X`` to ``(None, 'X')``."""
    if type_name.startswith('list['):
        return 'list', type_name[len('list['):-1]
    if type_name.startswith('dict('):
        return 'dict', type_name[len('dict('):-1].split(',', 1)[1].strip()
    return None, type_name


def is_native(value, type_name):
    # type: (Any, str) -> bool
    """Whether decoded JSON is of a type of ``NATIVE_TYPES``; to Python True is a number, to JSON it is not."""
    return isinstance(value, NATIVE_TYPES[type_name]) and (type_name == 'bool' or not isinstance(value, bool))


def model_class(name):
    # type: (str) -> Any
    """The model of that name; models refer to each other by name, so that each is imported when it is used."""
    try:
        return getattr(importlib.import_module('klippa_ocr_api.models'), name)
    except AttributeError:
        raise ApiTypeError('There is no model %r' % name)


def converter(type_name):
    # type: (str) -> Callable[[Any], Any]
    """A function that turns decoded JSON into a type; it leaves alone what has another shape."""
    if type_name not in _converters:
        _converters[type_name] = _make_converter(type_name)
    return _converters[type_name]


# Each knows its model once it has made one: every call needs one, and there are as many as there are types.
_converters = {}  # type: Dict[str, Callable[[Any], Any]]


def _make_converter(type_name):
    # type: (str) -> Callable[[Any], Any]
    container, item_type = split_type(type_name)
    if container is None:
        return _object_converter(type_name)
    convert = converter(item_type)
    if container == 'list':
        return _list_converter(convert)
    return lambda values: _converted_dict(values, convert)


def _object_converter(type_name):
    # type: (str) -> Callable[[Any], Any]
    if type_name == 'datetime':
        return lambda value: (datetimes.parse(value) or value) if value.__class__ in _TEXT_TYPES else value
    if type_name == 'date':
        return lambda value: _date(value) or value
    if type_name in NATIVE_TYPES or type_name == 'object':
        return lambda value: value
    cls = []  # type: List[Any]
    new = object.__new__
    set_data = _set_data

    def convert(value):
        # type: (Any) -> Any
        if value.__class__ is not dict:
            return value
        if not cls:
            cls.append(model_class(type_name))
        model = new(cls[0])
        set_data(model, value)
        return model
    return convert


def _date(value):
    # type: (Any) -> Optional[datetime.date]
    moment = datetimes.parse(value) if value.__class__ in _TEXT_TYPES else None
    return moment and moment.date()


def _list_converter(convert):
    # type: (Callable[[Any], Any]) -> Callable[[Any], Any]
    def convert_list(values):
        # type: (Any) -> Any
        if not values or not isinstance(values, list):
            return values
        # What came from the service is told by its first entry, as a rule.
        if values[0].__class__ is not dict and dict not in map(type, values) and any(
                isinstance(value, Model) for value in values):
            # A list of the user's own models stays the user's own list: what is appended to it later counts.
            return values
        return ModelList(map(convert, values))
    return convert_list


def _converted_dict(values, convert):
    # type: (Any, Callable[[Any], Any]) -> Any
    if not isinstance(values, dict):
        return values
    return ModelDict((name, convert(value)) for name, value in values.items())


def unwrap(value):
    # type: (Any) -> Any
    """The JSON value behind models, lists and dictionaries of models; everything else as it is."""
    if isinstance(value, Model):
        value = value._data
    if isinstance(value, dict):
        return {name: unwrap(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [unwrap(item) for item in value]
    return value


def _dictified(value, hide):
    # type: (Any, bool) -> Any
    if isinstance(value, Model):
        return value._to_dict(hide)
    if isinstance(value, list):
        return [_dictified(item, hide) for item in value]
    if isinstance(value, dict):
        return {name: _dictified(item, hide) for name, item in value.items()}
    return value


def _listed(values):
    # type: (Sequence[Any]) -> str
    return ', '.join(repr(value) for value in values)


def did_you_mean(name, names):
    # type: (str, Any) -> str
    """A hint for an error about a misspelt name, or an empty string."""
    import difflib  # here: it is only needed when something is wrong, and takes long to import

    close = difflib.get_close_matches(name, list(names), 1)
    return '; did you mean %r?' % close[0] if close else ''
