"""The contract that the sandbox holds both sides to: its routes, what they take and what they answer."""
import difflib
import json
import os

import jsonschema

from klippa_ocr_api.sandbox import clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional

_FORMATS = jsonschema.FormatChecker(formats=())
_FORMATS.checks('date-time', ValueError)(lambda text: not isinstance(text, str) or bool(clock.parse(text)))
_FORMATS.checks('int64')(lambda number: not isinstance(number, int) or -2 ** 63 <= number < 2 ** 63)

# What `/fields` calls the types.
_FIELD_TYPES = {'string': 'string', 'integer': 'int64', 'number': 'float64', 'boolean': 'bool',
                'array': 'array', 'object': 'map'}


class Operation(object):
    """One operation of the contract."""

    def __init__(self, method, path, spec, schemes):
        # type: (str, str, Dict[str, Any], Dict[str, Dict[str, str]]) -> None
        self.id = spec['operationId']  # type: str
        self.method = method.upper()
        self.path = path
        query = {p['name']: p['schema'] for p in spec.get('parameters', ()) if p['in'] == 'query'}
        if self.id == 'parseDocument':
            # Published in words only.
            query['template'] = {'type': 'string'}
        self.query = {'type': 'object', 'properties': query}  # type: Dict[str, Any]
        # The names of the keys that it takes, each in a header or in the query.
        self.keys = {schemes[name]['name'] for choice in spec['security'] for name in choice}
        self.any_of = spec.get('x-any-of', ())  # type: Iterable[str]
        content = spec.get('requestBody', {}).get('content', {})
        self.content_type = next(iter(content), None)  # type: Optional[str]
        self.form = content[self.content_type]['schema'] if content else None  # type: Optional[Dict[str, Any]]
        self.replies = {int(status): reply['content']['application/json']['schema']
                        for status, reply in spec['responses'].items()}  # type: Dict[int, Dict[str, Any]]


class Contract(object):
    """The published contract, and checks against it."""

    def __init__(self):
        # type: () -> None
        with open(os.path.join(os.path.dirname(__file__), 'contract.json'), encoding='utf-8') as source:
            document = json.load(source)
        self.version = document['info']['version']  # type: str
        self._schemas = document['components']['schemas']  # type: Dict[str, Dict[str, Any]]
        schemes = document['components']['securitySchemes']
        self.operations = [Operation(method, path, spec, schemes)
                           for path, methods in document['paths'].items() for method, spec in methods.items()]
        self._by_name = {_plain(operation.id): operation for operation in self.operations}
        self._validators = {}  # type: Dict[Any, Any]

    def operation(self, name):
        # type: (str) -> Operation
        """Find an operation by its operationId, or by the Python client's name for it."""
        if _plain(name) not in self._by_name:
            near = difflib.get_close_matches(_plain(name), self._by_name, 1)
            hint = '; did you mean %r?' % self._by_name[near[0]].id if near else ''
            raise ValueError('the contract has no operation %r%s' % (name, hint))
        return self._by_name[_plain(name)]

    def schema(self, spec):
        # type: (Any) -> Dict[str, Any]
        """Look a schema up: by its name, or by what stands where a schema is used."""
        if isinstance(spec, str):
            return self._schemas[spec]
        # A reference with a description of its own stands in an allOf.
        spec = spec['allOf'][0] if 'allOf' in spec else spec
        return self._schemas[spec['$ref'].rsplit('/', 1)[1]] if '$ref' in spec else spec

    def form_problems(self, schema, value):
        # type: (Dict[str, Any], Any) -> List[str]
        """Tell what is wrong with what a user sent. A name that the contract does not know is wrong, too."""
        return self._problems(_strict, schema, value)

    def reply_problems(self, operation, status, body):
        # type: (Operation, int, Any) -> List[str]
        """Tell what is wrong with a reply.

        As the contract says of itself, everything may be null or have properties that are not listed, and
        enumerations gain values. A status that it does not name carries an error.
        """
        return self._problems(_lenient, operation.replies.get(status, self.schema('Error')), body)

    def fields(self, schema):
        # type: (Dict[str, Any]) -> List[Dict[str, Any]]
        """Describe the properties of a reply as `/fields` does."""
        return [dict(self._field_type(spec), field=name) for name, spec in schema['properties'].items()]

    def _field_type(self, spec):
        # type: (Dict[str, Any]) -> Dict[str, Any]
        schema = self.schema(spec)
        described = {'type': _FIELD_TYPES[schema['type']], 'nullable': schema['type'] in ('array', 'object')}
        if schema['type'] == 'array':
            items = self._field_type(schema['items'])
            described['sub_type'] = dict(items.pop('sub_type', {}), type=items['type'], nullable=False)
        elif schema['type'] == 'object':
            described['sub_type'] = {'type': 'any', 'nullable': False, 'fields': self.fields(schema)}
        return described

    def _problems(self, variant, schema, value):
        # type: (Any, Dict[str, Any], Any) -> List[str]
        key = variant, id(schema)
        if key not in self._validators:
            components = {name: variant(component) for name, component in self._schemas.items()}
            document = {'allOf': [variant(schema)], 'components': {'schemas': components}}
            self._validators[key] = jsonschema.Draft7Validator(document, format_checker=_FORMATS)
        errors = self._validators[key].iter_errors(value)
        return [_explain(error) for error in sorted(errors, key=lambda error: list(map(str, error.path)))]


def _plain(name):
    # type: (str) -> str
    return name.replace('_', '').lower()


def _strict(node):
    # type: (Any) -> Any
    """Copy a schema such that it refuses properties that it does not list."""
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _strict(value) for name, value in node.items()}
    if copy.get('type') == 'object' and 'properties' in copy:
        copy.setdefault('additionalProperties', False)
    return copy


def _lenient(node):
    # type: (Any) -> Any
    """Copy a schema such that it takes null everywhere and values that its enumerations do not list."""
    if isinstance(node, list):
        return [_lenient(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _lenient(value) for name, value in node.items()}
    if isinstance(copy.get('type'), str):
        copy['type'] = [copy['type'], 'null']
        copy.pop('enum', None)
    return copy


def _explain(error):
    # type: (Any) -> str
    where = '.'.join(map(str, error.path))
    if error.validator == 'additionalProperties':
        unknown = sorted(set(error.instance) - set(error.schema['properties']))
        known = ', '.join(error.schema['properties']) or 'none'
        what = 'unknown: %s; known: %s' % (', '.join(unknown), known)
    else:
        # A date's own words say more than "is not a 'date-time'".
        what = str(error.cause or error.message)
    # What the user sent is in the message and may be of any size.
    what = what if len(what) <= 500 else what[:400] + ' ... ' + what[-90:]
    return '%s: %s' % (where, what) if where else what
