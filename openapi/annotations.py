"""Type annotations, for the stub files."""
import re
import textwrap
from typing import Dict, List

from source import WIDTH
from spec import Api, Model, Operation, Spec, Value

#: What type_defs defines besides enumerations and typed dictionaries; its template has the definitions.
ALIASES = ('AsyncResult', 'Content', 'Document', 'DocumentList', 'Documents', 'Progress', 'RequestTimeout',
           'Retries', 'SupportsRead', 'UserDataLike')

#: Where the names in annotations come from, besides the models and type_defs.
_MODULES = {
    'Api': 'klippa_ocr_api.operation',
    'Configuration': 'klippa_ocr_api.configuration',
    'HTTPHeaderDict': 'urllib3',
    'HTTPResponse': 'urllib3.response',
    'Handler': 'logging',
    'Model': 'klippa_ocr_api.model',
    'ModelType': 'klippa_ocr_api.model',
    'PathLike': 'os',
    'Retry': 'urllib3.util',
    'Timeout': 'urllib3.util',
    'date': 'datetime',
    'datetime': 'datetime',
    **dict.fromkeys(('Callable', 'Dict', 'Iterator', 'List', 'Mapping', 'MutableMapping', 'Optional',
                     'Protocol', 'Sequence', 'Tuple', 'TypeVar', 'Union', 'overload'), 'typing'),
    **dict.fromkeys(('Literal', 'Required', 'TypeAlias', 'TypedDict'), 'typing_extensions'),
}


def imports(code: str, own: str, spec: Spec) -> str:
    """The imports that stub code needs; `own` is the module it is in."""
    modules = dict(_MODULES, **dict.fromkeys(ALIASES, 'klippa_ocr_api.type_defs'))
    for model in spec.models.values():
        modules[model.name] = 'klippa_ocr_api.models.' + model.module
        modules[model.name + 'Dict'] = 'klippa_ocr_api.type_defs'
    modules.update(dict.fromkeys(literals(spec), 'klippa_ocr_api.type_defs'))
    # Docstrings name no types, and neither do the names of arguments, methods and setters.
    code = re.sub(r'""".*?"""', '', code, flags=re.DOTALL)
    words = set(re.findall(r'(?<![.\w])(?<!def )\w+\b(?!: |\.)', code))
    needed: Dict[str, List[str]] = {}
    for word in sorted(words & set(modules)):
        if modules[word] != own:
            needed.setdefault(modules[word], []).append(word)
    groups: List[List[str]] = [[], [], []]
    for module, names in sorted(needed.items()):
        standard = module in ('datetime', 'logging', 'os', 'typing')
        own_package = module.startswith('klippa_ocr_api')
        groups[0 if standard else 2 if own_package else 1].append(import_line(module, names))
    return '\n\n'.join('\n'.join(group) for group in groups if group)


def import_line(module: str, names: List[str]) -> str:
    """An import of names, in brackets if it is long."""
    line = 'from %s import %s' % (module, ', '.join(names))
    if len(line) <= WIDTH:
        return line
    indent = ' ' * 4
    return 'from %s import (\n%s,\n)' % (module, textwrap.fill(
        ', '.join(names), WIDTH - 1, initial_indent=indent, subsequent_indent=indent))


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
        if container.group(1) and item == 'str' and writing:
            # A text is a sequence of texts, too: its letters.
            return 'Union[List[str], Tuple[str, ...]]'
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
    elif value.boolean:
        annotation = 'Union[bool, str]'
    else:
        annotation = {
            'file': 'Document',
            'list[file]': 'Documents',
            'datetime': 'Union[datetime, date, str]',
            'list[str]': 'Union[str, Sequence[str]]',
        }.get(value.type) or _nested(value.type, spec, writing=True)
    return annotation if value.required else 'Optional[%s]' % annotation


def setter(value: Value, model: Model, spec: Spec) -> str:
    """The setter of a property."""
    arguments = 'self, value: %s' % assigned(value, model, spec)
    line = 'def %s(%s) -> None: ...' % (value.attribute, arguments)
    if 4 + len(line) <= WIDTH:
        return line
    return 'def %s(\n        %s\n    ) -> None: ...' % (value.attribute, arguments)


def required(api: Api) -> List[str]:
    """The operations that have required parameters."""
    return [operation.name for operation in api.operations
            if any(value.required for value in operation.parameters)]


def forms(operation: Operation, suffix: str) -> List[Dict[str, str]]:
    """The overloads of an operation: the options that decide what comes back, what does, and a docstring."""
    yes, no, either = 'Literal[True]', 'Literal[False]', 'bool = ...'
    kinds = [(operation.result, yes + ' = ...', either, 'return the data')]
    if suffix:
        full = 'Tuple[%s, int, HTTPHeaderDict]' % operation.result
        kinds = [(full, yes + ' = ...', no + ' = ...', 'return `(data, status, headers)`'),
                 (operation.result, yes + ' = ...', yes, 'return the data alone')]
    kinds.append(('HTTPResponse', no, either, "return urllib3's response, its body unread"))
    found = []
    for returns, preload, data_only, difference in kinds:
        found.append({
            'async_req': no + ' = ...', '_preload_content': preload, '_return_http_data_only': data_only,
            'returns': returns,
            'doc': 'Like :meth:`%s`, but %s.' % (operation.name, difference),
        })
        found.append(dict(
            found[-1], async_req=yes, returns='AsyncResult[%s]' % returns,
            doc='Like :meth:`%s`, but work in a thread: `get()` will %s.' % (operation.name, difference)))
    return found


def overload(operation: Operation, suffix: str, form: Dict[str, str], spec: Spec) -> str:
    """One overload, up to its colon."""
    arguments = ['self']
    for value in operation.parameters:
        default = '' if value.required else ' = ...'
        arguments.append('%s: %s%s' % (value.attribute, parameter(value, spec), default))
    arguments.append('*')
    arguments.extend('%s: %s' % (name, form[name])
                     for name in ('async_req', '_preload_content', '_return_http_data_only'))
    arguments.append('_request_timeout: RequestTimeout = ...')
    if operation.uploads:
        arguments.append('_progress: Optional[Progress] = ...')
    return 'def %s%s(\n        %s,\n    ) -> %s:' % (
        operation.name, suffix, ',\n        '.join(arguments), form['returns'])


def entry(value: Value, model: Model, spec: Spec) -> str:
    """The type of an entry of a typed dictionary."""
    annotation = written(value, model, spec)
    return 'Required[%s]' % annotation if value.required else annotation
