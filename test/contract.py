"""The contract as data, and JSON made from it, for the tests."""
import collections
import io
import json
import os
import re

_PATH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'klippa_ocr_api', 'sandbox',
                     'contract.json')

with io.open(_PATH, encoding='utf-8') as _stream:
    CONTRACT = json.load(_stream, object_pairs_hook=collections.OrderedDict)

SCHEMAS = CONTRACT['components']['schemas']
MODELS = sorted(str(name) for name in SCHEMAS)

#: A property that no version of the contract has, with values of every kind.
UNKNOWN = {'not_in_the_contract': {'value': None, 'list': [1, 2.5, u'\u20ac', True, None, {}, []]}}


def snake_case(name):
    """``PublicKeyID`` to ``public_key_id``, ``APIIndex`` to ``api_index``."""
    return str(re.sub(r'(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])', '_', name).lower())


def resolved(schema):
    """Name (or None) and contents of a schema that may refer to another."""
    while True:
        if 'allOf' in schema:
            schema = schema['allOf'][0]
        elif '$ref' in schema:
            name = schema['$ref'].rpartition('/')[2]
            return name, SCHEMAS[name]
        else:
            return None, schema


def python_type(schema):
    """The type as ``openapi_types`` spells it."""
    name, schema = resolved(schema)
    if name:
        return name
    if schema['type'] == 'array':
        return 'list[%s]' % python_type(schema['items'])
    if schema['type'] == 'object':
        return 'dict(str, %s)' % python_type(schema['additionalProperties'])
    if schema.get('format') == 'date-time':
        return 'datetime'
    return {'integer': 'int', 'number': 'float', 'boolean': 'bool', 'string': 'str'}[schema['type']]


def example(schema, unknown=False, scalar=None, within=()):
    """JSON of a schema with every property, except those that would hold their own kind again.

    With ``unknown`` properties in every object, or another ``scalar(schema)``.
    """
    name, schema = resolved(schema)
    within += (name,)
    kind = schema['type']
    if kind == 'array':
        return [example(schema['items'], unknown, scalar, within) for _ in range(2)]
    if kind == 'object' and 'properties' in schema:
        value = {key: example(inner, unknown, scalar, within) for key, inner in schema['properties'].items()
                 if (resolved(inner)[0] or 0) not in within}
        return dict(value, **UNKNOWN) if unknown else value
    if kind == 'object':
        return {key: example(schema['additionalProperties'], unknown, scalar, within) for key in ('first', 'second')}
    return (scalar or valid)(schema)


def valid(schema):
    """A valid value of a schema for a text, number or boolean."""
    if 'enum' in schema:
        return schema['enum'][-1]
    if schema.get('format') == 'date-time':
        return '2024-02-29T23:59:58.123456+02:00'
    return {'integer': 12, 'number': 12.75, 'boolean': True, 'string': u'text \u20ac'}[schema['type']]


def operations():
    """Triples of method, path and operation object."""
    return [(method.upper(), path, operation) for path, item in CONTRACT['paths'].items()
            for method, operation in item.items()]


def parameters(operation):
    """Names on the wire of all parameters of an operation: those in path and query, then the form's or ``body``."""
    names = [parameter['name'] for parameter in operation.get('parameters', ())]
    for media_type, media in operation.get('requestBody', {}).get('content', {}).items():
        names.extend(['body'] if media_type == 'application/json' else list(media['schema']['properties']))
    return names
