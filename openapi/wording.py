"""The words in docstrings and docs pages that follow from types and limits."""
import re
from typing import Dict, Iterable, List

from spec import Model, Operation, Spec, Value

_FORMS = {
    'file': 'A path, an open file, bytes, or a tuple `(name, content)` or `(name, content, type)`.',
    'list[file]': 'A path, an open file, bytes, a tuple `(name, content)` or `(name, content, type)`, or a '
                  'list of these.',
    'datetime': 'A `datetime` (taken as UTC if it has no zone) or RFC 3339 text.',
    'list[str]': 'One text or a list of them.',
}


def choice(words: Iterable[str], last: str = 'or') -> str:
    """`a`, `b` or `c`."""
    quoted = ['`%s`' % word if word else 'empty' for word in words]
    return (', '.join(quoted[:-1]) + ' %s ' % last if quoted[1:] else '') + quoted[-1]


def meaning(value: Value) -> str:
    """What a value means, which forms of it are accepted, and its limits."""
    sentences = [value.doc]
    if value.json_encoded:
        sentences.append('A `%s`, a dictionary, or JSON text.' % value.json_encoded)
    elif value.location == 'body':
        sentences.append('A `%s`, or a dictionary with its JSON names.' % value.type)
    elif value.boolean:
        sentences.append('A boolean, or text.')
    elif value.comma_separated:
        sentences.append('One text, or a list, which is joined by commas.')
    elif value.location not in ('sent', 'received'):
        sentences.append(_FORMS.get(value.type, ''))
    elif value.time_format:
        sentences.append('A `datetime` is written like this, too.')
    if value.enum and value.location == 'received':
        sentences.append('Known values: %s.' % choice(value.enum, 'and'))
    elif value.enum and not all('`%s`' % word in value.doc for word in value.enum):
        sentences.append('One of %s.' % choice(value.enum))
    if value.minimum is not None:
        limit = ' to %s' % value.maximum if value.maximum is not None else ' or more'
        sentences.append('%s%s.' % (value.minimum, limit))
    if value.max_length is not None:
        sentences.append('At most %s characters.' % value.max_length)
    if value.max_items is not None:
        sentences.append('At most %s items.' % value.max_items)
    return ' '.join(filter(None, sentences))


def keys(operation: Operation) -> str:
    """Which kinds of key an operation takes."""
    schemes = {'APIKeyHeader': 'an auth key', 'APIPublicKeyHeader': 'a public key'}
    return ' or '.join(kind for scheme, kind in schemes.items() if scheme in operation.auth)


def refusals(operation: Operation) -> str:
    """When an operation raises ApiValueError before it sends anything; empty if it never does."""
    names: Dict[str, List[str]] = {}
    for value in operation.parameters:
        if value.location == 'path':
            reason = 'is missing, empty or a dot segment'
        elif value.location == 'file':
            reason = 'is missing or cannot be read' if value.required else 'cannot be read'
        elif value.required:
            reason = 'is missing or not valid'
        elif value.minimum is not None:
            reason = 'is out of range'
        elif value.enum:
            reason = 'has another value'
        elif value.json_encoded:
            reason = 'is malformed'
        else:
            continue
        names.setdefault(reason, []).append(value.attribute)
    sentences = ['%s %s' % (choice(given), reason) for reason, given in names.items()]
    if operation.any_of:
        sentences.insert(0, 'neither %s is given' % choice(operation.any_of, 'nor'))
    return '; '.join(sentences)


def link(value: Value, folder: str, spec: Spec) -> str:
    """The type of a value for a docs page, with links to the pages of models."""
    ((container, name),) = re.findall(r'^(list\[|dict\(str, |)(\w+)', value.json_encoded or value.type)
    inner = '[`%s`](%s%s.md)' % (name, folder, name) if name in spec.models else '`%s`' % name
    inner = 'document' if name == 'file' else inner
    return {'': '', 'list[': 'list of ', 'dict(str, ': 'dictionary of '}[container] + inner


def cell(text: str) -> str:
    """A text that a Markdown table can hold."""
    return text.replace('|', '\\|')


def used_by(model: Model, spec: Spec) -> List[str]:
    """Where a model occurs: links for its docs page."""
    links = ['[`%s`](%s.md)' % (other.name, other.name) for other in spec.models.values()
             if any(model.name in value.models for value in other.properties)]
    for api in spec.apis:
        for operation in api.operations:
            if model.name == operation.result or any(
                    model.name in value.models for value in operation.parameters):
                links.append('[`%s`](../%s.md#%s)' % (operation.name, api.name, operation.name))
    return links
