"""klippa.yaml, validated and read into what the templates see."""
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import openapi_spec_validator
import yaml

SCHEMAS = '#/components/schemas/'


class SpecError(Exception):
    """The spec, or a file that the generator works with, is not what it must be."""


@dataclass
class Value:
    """A property of a model, or a parameter of an operation."""

    name: str
    attribute: str
    type: str
    doc: str
    required: bool = False
    enum: Optional[Tuple[str, ...]] = None
    minimum: Optional[int] = None
    maximum: Optional[int] = None
    max_length: Optional[int] = None
    max_items: Optional[int] = None
    secret: bool = False
    json_encoded: Optional[str] = None
    time_format: Optional[str] = None
    comma_separated: bool = False
    boolean: bool = False
    #: 'path', 'query', 'form', 'file' or 'body' of a parameter; 'sent' or 'received' of a property.
    location: str = 'received'
    example: Any = None

    @property
    def constraints(self) -> Dict[str, Any]:
        """What the runtime is told besides names and type: keyword arguments of Property and Parameter."""
        names = ('required', 'enum', 'minimum', 'maximum', 'max_length', 'max_items', 'secret',
                 'json_encoded')
        return {name: getattr(self, name) for name in names if getattr(self, name) not in (None, False)}

    @property
    def models(self) -> List[str]:
        """The names in its type, and the model of its JSON text."""
        return re.findall(r'\w+', self.type) + ([self.json_encoded] if self.json_encoded else [])


@dataclass
class Model:
    """A schema of the spec."""

    name: str
    module: str
    doc: str
    properties: List[Value]
    #: Whether requests hold it; the others only come in replies.
    sent: bool = False


@dataclass
class Operation:
    """An operation of the spec."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    result: str
    result_doc: str
    auth: Tuple[str, ...]
    content_type: Optional[str]
    parameters: List[Value]
    any_of: Tuple[str, ...]

    @property
    def uploads(self) -> bool:
        """Whether it sends files."""
        return self.content_type == 'multipart/form-data'


@dataclass
class Api:
    """A tag of the spec: one API class."""

    name: str
    module: str
    attribute: str
    doc: str
    operations: List[Operation] = field(default_factory=list)


@dataclass
class Spec:
    """All of it."""

    document: Dict[str, Any]
    models: Dict[str, Model]
    apis: List[Api]


def load(path: Path) -> Spec:
    """Read and validate the spec."""
    document = resolved(path)
    models = {name: model_of(name, schema)
              for name, schema in sorted(document['components']['schemas'].items())}
    apis = apis_of(document)
    mark_sent(models, apis)
    return Spec(document, models, apis)


def resolved(path: Path) -> Dict[str, Any]:
    """The validated document; only references to schemas are left, and every operation has its `security`."""
    text = path.read_text(encoding='utf-8')
    if any(ord(character) > 127 for character in text):
        raise SpecError('%s is not ASCII: Python 2.7 could not read what comes of it' % path.name)
    document = yaml.safe_load(text)
    openapi_spec_validator.validate(document)

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(item) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get('$ref')
        if reference is None or reference.startswith(SCHEMAS):
            return {key: resolve(value) for key, value in node.items()}
        target: Any = document
        for key in reference[2:].split('/'):
            target = target[key]
        return resolve(target)

    result: Dict[str, Any] = resolve(document)
    components = result['components']
    result['components'] = {key: components[key] for key in ('securitySchemes', 'schemas')}
    security = result.pop('security')
    for item in result['paths'].values():
        for operation in item.values():
            operation.setdefault('security', security)
    return result


def snake(name: str) -> str:
    """The Python name of a name in the spec, as OpenAPI Generator 4.3.1 made it for existing code."""
    name = re.sub(r'([A-Z]+)([A-Z][a-z][a-z]+)', r'\1_\2', name)
    return re.sub(r'([a-z\d])([A-Z])', r'\1_\2', name).replace('-', '_').lower()


def type_of(schema: Dict[str, Any]) -> str:
    """The type of a schema, spelled as in `openapi_types`."""
    if 'allOf' in schema:
        (schema,) = schema['allOf']
    if '$ref' in schema:
        return str(schema['$ref'][len(SCHEMAS):])
    kind = schema['type']
    if kind == 'array':
        return 'list[%s]' % type_of(schema['items'])
    if kind == 'object':
        return 'dict(str, %s)' % type_of(schema['additionalProperties'])
    if kind == 'string':
        return {'date-time': 'datetime', 'binary': 'file'}.get(schema.get('format', ''), 'str')
    return {'integer': 'int', 'number': 'float', 'boolean': 'bool'}[kind]


def value_of(name: str, schema: Dict[str, Any], doc: str, required: bool, **extra: Any) -> Value:
    """A property or parameter from its schema."""
    extra.setdefault('example', schema.get('example'))
    return Value(
        name, snake(name), type_of(schema), doc, required,
        enum=tuple(schema['enum']) if 'enum' in schema else None,
        minimum=schema.get('minimum'),
        maximum=schema.get('maximum'),
        max_length=schema.get('maxLength'),
        max_items=schema.get('maxItems'),
        secret=schema.get('format') == 'password',
        json_encoded=schema.get('x-json-encoded'),
        time_format=schema.get('x-time-format'),
        comma_separated=schema.get('x-comma-separated', False),
        boolean=schema.get('x-boolean', False),
        **extra)


def properties_of(schema: Dict[str, Any], **extra: Any) -> List[Value]:
    """The properties of an object, in the order of the spec."""
    required = schema.get('required', ())
    return [value_of(name, value, value['description'], name in required, **extra)
            for name, value in schema['properties'].items()]


def model_of(name: str, schema: Dict[str, Any]) -> Model:
    """A model from its schema."""
    return Model(name, snake(name), schema['description'], properties_of(schema))


def apis_of(document: Dict[str, Any]) -> List[Api]:
    """The API classes with their operations, in the order of their names."""
    apis = {}
    for tag in document['tags']:
        name = tag['name']
        apis[name] = Api(name + 'Api', snake(name) + '_api', snake(name), tag['description'])
    for path, item in document['paths'].items():
        for method, operation in item.items():
            (tag,) = operation['tags']
            apis[tag].operations.append(operation_of(document, method.upper(), path, operation))
    for api in apis.values():
        api.operations.sort(key=lambda operation: operation.name)
    return list(apis.values())


def operation_of(document: Dict[str, Any], method: str, path: str, operation: Dict[str, Any]) -> Operation:
    """An operation. Required parameters come first, and a body after its equals."""
    parameters = [
        value_of(parameter['name'], parameter['schema'], parameter['description'],
                 parameter.get('required', False), location=parameter['in'], example=parameter.get('example'))
        for parameter in operation.get('parameters', ())]
    content_type = None
    if 'requestBody' in operation:
        body = operation['requestBody']
        ((content_type, media),) = body['content'].items()
        schema = media['schema']
        if content_type == 'application/json':
            description = document['components']['schemas'][type_of(schema)]['description']
            parameters.append(value_of('body', schema, description, body.get('required', False),
                                       location='body', example=media.get('example')))
        else:
            fields = properties_of(schema, location='form')
            for value in fields:
                if 'file' in value.type:
                    value.location = 'file'
            parameters.extend(fields)
    parameters.sort(key=lambda parameter: not parameter.required)
    reply = operation['responses']['200']
    return Operation(
        name=snake(operation['operationId']),
        method=method,
        path=path,
        summary=operation['summary'],
        description=operation.get('description', ''),
        result=type_of(reply['content']['application/json']['schema']),
        result_doc=reply['description'],
        auth=tuple(scheme for entry in operation['security'] for scheme in entry),
        content_type=content_type,
        parameters=parameters,
        any_of=tuple(operation.get('x-any-of', ())))


def mark_sent(models: Dict[str, Model], apis: List[Api]) -> None:
    """Find the models that requests hold, directly or within others."""
    waiting = [value for api in apis for operation in api.operations for value in operation.parameters]
    while waiting:
        for name in waiting.pop().models:
            if name in models and not models[name].sent:
                models[name].sent = True
                waiting.extend(models[name].properties)
                for value in models[name].properties:
                    value.location = 'sent'
