"""Type annotations, for the stub files."""
import re
from typing import Dict, List

from spec import Model, Operation, Spec, Value

#: What type_defs defines besides enumerations and typed dictionaries; its template has the definitions.
ALIASES = ('AsyncResult', 'Content', 'Document', 'Documents', 'Progress', 'RequestTimeout', 'SupportsRead',
           'UserDataLike')

#: Where the names in annotations come from, besides the models and type_defs.
_MODULES = {
    'Configuration': 'klippa_ocr_api.configuration',
    'HTTPHeaderDict': 'urllib3',
    'HTTPResponse': 'urllib3.response',
    'Api': 'klippa_ocr_api.operation',
    'Model': 'klippa_ocr_api.model',
    'date': 'datetime',
    'datetime': 'datetime',
    'Dict': 'typing', 'List': 'typing', 'Literal': 'typing_extensions', 'Mapping': 'typing', 'Optional': 'typing',
    'Required': 'typing_extensions', 'Sequence': 'typing', 'Tuple': 'typing', 'TypedDict': 'typing_extensions',
    'Union': 'typing', 'overload': 'typing',
}


def imports(code: str, own: str, spec: Spec) -> str:
    """The imports that stub code needs; `own` is the module it is in."""
    modules = dict(_MODULES, **dict.fromkeys(ALIASES, 'klippa_ocr_api.type_defs'))
    for model in spec.models.values():
        modules[model.name] = 'klippa_ocr_api.models.' + model.module
        modules[model.name + 'Dict'] = 'klippa_ocr_api.type_defs'
    modules.update(dict.fromkeys(literals(spec), 'klippa_ocr_api.type_defs'))
    words = set(re.findall(r'(?<![.\w])\w+', re.sub(r'""".*?"""|#.*', '', code, flags=re.DOTALL)))
    needed: Dict[str, List[str]] = {}
    for word in sorted(words & set(modules)):
        if modules[word] != own:
            needed.setdefault(modules[word], []).append(word)
    lines = ['from %s import %s' % (module, ', '.join(names)) for module, names in sorted(needed.items())]
    groups = [
        [line for line in lines if re.match(r'from (datetime|typing) ', line)],
        [line for line in lines if re.match(r'from (typing_extensions|urllib3)', line)],
        [line for line in lines if line.startswith('from klippa_ocr_api')],
    ]
    return '\n\n'.join('\n'.join(group) for group in groups if group)


def literal(value: Value, owner: str = '') -> str:
    """The name of the type of an enumeration."""
    return owner + ''.join(word.title() for word in value.attribute.split('_'))


def literals(spec: Spec) -> Dict[str, Value]:
    """The types of the enumerations."""
    found = {literal(value, model.name): value
             for model in spec.models.values() for value in model.properties if value.enum}
    for api in spec.apis:
        for operation in api.operations:
            found.update((literal(value), value) for value in operation.parameters if value.enum)
    return found


def _nested(type: str, spec: Spec, writing: bool) -> str:
    """A type as it is read, or as it may be written: objects as typed dictionaries, too."""
    container = re.match(r'list\[(.*)\]$|dict\(str, (.*)\)$', type)
    if container:
        item = _nested(container.group(1) or container.group(2), spec, writing)
        if container.group(1):
            return '%s[%s]' % ('Sequence' if writing else 'List', item)
        return '%s[str, %s]' % ('Mapping' if writing else 'Dict', item)
    if type == 'datetime' and writing:
        return 'Union[datetime, str]'
    if type in spec.models and spec.models[type].sent and writing:
        return 'Union[%s, %sDict]' % (type, type)
    return type


def read(value: Value, model: Model, spec: Spec) -> str:
    """The type of a property that is read. Enumerations may have gained values since."""
    if value.json_encoded:
        annotation = 'UserDataLike'
    elif value.enum:
        annotation = 'Union[%s, str]' % literal(value, model.name)
    elif value.time_format:
        annotation = 'Union[datetime, str]'
    else:
        annotation = _nested(value.type, spec, writing=False)
    return annotation if value.required else 'Optional[%s]' % annotation


def written(value: Value, model: Model, spec: Spec) -> str:
    """The type of what a property takes: what a request may hold."""
    if value.enum:
        return literal(value, model.name)
    if value.json_encoded or value.time_format:
        return 'UserDataLike' if value.json_encoded else 'Union[datetime, str]'
    return _nested(value.type, spec, writing=True)


def assigned(value: Value, model: Model, spec: Spec) -> str:
    """The type of what can be assigned: None takes a property out unless it is required."""
    annotation = written(value, model, spec)
    return annotation if value.required else 'Optional[%s]' % annotation


def constructor(model: Model, spec: Spec) -> List[str]:
    """The arguments of a model's constructor; after an optional one, required ones are keywords."""
    arguments = ['self']
    optional = False
    for value in model.properties:
        if value.required and optional and '*' not in arguments:
            arguments.append('*')
        optional = optional or not value.required
        arguments.append('%s: %s%s' % (
            value.attribute, assigned(value, model, spec), '' if value.required else ' = ...'))
    return arguments + ['local_vars_configuration: Optional[Configuration] = ...']


def parameter(value: Value, spec: Spec) -> str:
    """The type of a parameter of an operation."""
    if value.enum:
        annotation = literal(value)
    elif value.json_encoded:
        annotation = 'UserDataLike'
    elif value.location == 'path':
        annotation = 'Union[str, int]'
    elif value.comma_separated:
        annotation = 'Union[str, Sequence[str]]'
    else:
        annotation = {
            'file': 'Document',
            'list[file]': 'Documents',
            'datetime': 'Union[datetime, date, str]',
            'list[str]': 'Union[str, Sequence[str]]',
        }.get(value.type) or _nested(value.type, spec, writing=True)
    return annotation if value.required else 'Optional[%s]' % annotation


def forms(operation: Operation, suffix: str) -> List[Dict[str, str]]:
    """The overloads of an operation: the types of the options that decide what comes back, and what does."""
    result, raw = operation.result, 'HTTPResponse'
    full = 'Tuple[%s, int, HTTPHeaderDict]' % result
    only = 'bool'
    found = []

    def add(returned: str, preload: str, data_only: str) -> None:
        for is_async in (False, True):
            found.append({
                'async_req': 'Literal[True]' if is_async else 'Literal[False] = ...',
                '_preload_content': preload,
                '_return_http_data_only': data_only,
                'returns': 'AsyncResult[%s]' % returned if is_async else returned,
            })

    if suffix:
        add(full, 'Literal[True] = ...', 'Literal[False] = ...')
        add(result, 'Literal[True] = ...', 'Literal[True]')
    else:
        add(result, 'Literal[True] = ...', only + ' = ...')
    add(raw, 'Literal[False]', only + ' = ...')
    return found


def overload(operation: Operation, suffix: str, form: Dict[str, str], spec: Spec) -> str:
    """One overload, up to its colon."""
    lines = ['self,']
    for value in operation.parameters:
        lines.append('%s: %s%s,' % (value.attribute, parameter(value, spec), '' if value.required else ' = ...'))
    lines.append('*,')
    lines.extend('%s: %s,' % (name, form[name])
                 for name in ('async_req', '_preload_content', '_return_http_data_only'))
    lines.append('_request_timeout: RequestTimeout = ...,')
    if operation.uploads:
        lines.append('_progress: Optional[Progress] = ...,')
    return 'def %s%s(\n        %s\n    ) -> %s:' % (
        operation.name, suffix, '\n        '.join(lines), form['returns'])


def entry(value: Value, model: Model, spec: Spec) -> str:
    """The type of an entry of a typed dictionary."""
    annotation = written(value, model, spec)
    return 'Required[%s]' % annotation if value.required else annotation
