"""Makes a consumer of every model: what each property reads as, and what it and the constructor take.

It is made from the contract when the tests run, so that it has every property there is. How a schema is
spelled as a type is told here a second time, on purpose: a mistake in openapi/annotations.py is not made twice.
"""
from test.contract import CONTRACT, MODELS, SCHEMAS, resolved, snake_case

_SCALARS = {'integer': 'int', 'number': 'float', 'boolean': 'bool', 'string': 'str'}

_HEAD = '''
from datetime import datetime
from typing import Dict, List, Literal, Mapping, Optional, Sequence, Tuple, Union

from typing_extensions import assert_type

from klippa_ocr_api.models import %s
from klippa_ocr_api.type_defs import %s

USER_DATA = Union[str, UserData, UserDataDict]
'''


def sent():
    """The models that requests hold: those of bodies and JSON texts, and the models within them."""
    found, waiting = set(), []
    for item in CONTRACT['paths'].values():
        for operation in item.values():
            waiting.extend(operation.get('requestBody', {}).get('content', {}).values())
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            names = [node[key].rpartition('/')[2] for key in ('$ref', 'x-json-encoded') if key in node]
            waiting.extend(SCHEMAS[name] for name in names if name not in found)
            found.update(names)
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return found


SENT = sent()


def inner_type(schema, writing):
    """The type of a value, or of one within an array or an object."""
    name, schema = resolved(schema)
    if name:
        return 'Union[%s, %sDict]' % (name, name) if writing and name in SENT else name
    if schema['type'] == 'array' and writing and inner_type(schema['items'], True) == 'str':
        return 'Union[List[str], Tuple[str, ...]]'
    if schema['type'] == 'array':
        return '%s[%s]' % ('Sequence' if writing else 'List', inner_type(schema['items'], writing))
    if schema['type'] == 'object':
        return '%s[str, %s]' % (
            'Mapping' if writing else 'Dict', inner_type(schema['additionalProperties'], writing))
    if schema.get('format') == 'date-time':
        return 'Union[datetime, str]' if writing else 'datetime'
    return _SCALARS[schema['type']]


def property_type(schema, required, writing):
    """The type of a property."""
    if 'enum' in schema:
        choices = 'Literal[%s]' % ', '.join(map(repr, schema['enum']))
        spelled = choices if writing else 'Union[%s, str]' % choices
    elif 'x-json-encoded' in schema:
        spelled = 'USER_DATA'
    elif 'x-time-format' in schema:
        spelled = 'Union[datetime, str]'
    else:
        spelled = inner_type(schema, writing)
    return spelled if required else 'Optional[%s]' % spelled


def properties(name):
    """Attribute, schema and whether it is required, of each property of a model."""
    required = SCHEMAS[name].get('required', ())
    return [(snake_case(key), schema, key in required) for key, schema in SCHEMAS[name]['properties'].items()]


def consumer():
    """The module's text."""
    lines = ['"""Every property of every model."""' + _HEAD % (
        ', '.join(MODELS), ', '.join('%sDict' % name for name in sorted(SENT)))]
    for name in MODELS:
        entries = properties(name)
        lines.append('\n\ndef read_%s(model: %s) -> None:' % (name, name))
        for attribute, schema, required in entries:
            spelled = property_type(schema, required, writing=False)
            lines.append('    assert_type(model.%s, %s)' % (attribute, spelled))
        lines.append('\n\ndef write_%s(\n    model: %s,' % (name, name))
        for attribute, schema, required in entries:
            lines.append('    %s_: %s,' % (attribute, property_type(schema, required, True)))
        lines.append(') -> None:')
        for attribute, _, _ in entries:
            lines.append('    model.%s = %s_' % (attribute, attribute))
        for chosen in (entries, [entry for entry in entries if entry[2]]):
            lines.append('    assert_type(%s(%s), %s)' % (
                name, ', '.join('%s=%s_' % (entry[0], entry[0]) for entry in chosen), name))
        if name in SENT:
            lines.append('\n\ndef dictionary_of_%s(' % name)
            for attribute, schema, _ in entries:
                lines.append('    %s_: %s,' % (attribute, property_type(schema, True, True)))
            lines.append(') -> None:')
            for variable, keys in (('all_keys', list(SCHEMAS[name]['properties'])),
                                   ('required_keys', SCHEMAS[name].get('required', []))):
                lines.append('    %s: %sDict = {%s}' % (
                    variable, name, ', '.join('%r: %s_' % (key, snake_case(key)) for key in keys)))
                lines.append('    print(%s)' % variable)
    return '\n'.join(lines) + '\n'
