"""Python source in pieces that a template alone could not fold into lines."""
import textwrap
from typing import Any, Dict, List, Sequence

from spec import Api, Operation, Spec

WIDTH = 110


def wrap(text: str, indent: int, hang: int = 0, width: int = WIDTH) -> str:
    """Text folded into lines; all but the first are indented, as the first one is where it is put."""
    return textwrap.fill(
        ' ' * indent + text, width, subsequent_indent=' ' * (indent + hang), break_long_words=False,
        break_on_hyphens=False).lstrip()


def docstring(text: str, indent: int) -> str:
    """A docstring of one paragraph."""
    return wrap('"""%s"""' % text, indent)


def listing(values: Sequence[Any]) -> str:
    """Values separated by commas."""
    return ', '.join(map(repr, values))


def literal(value: Any, width: int) -> List[str]:
    """A value, in lines if it is a long text or tuple."""
    if isinstance(value, tuple):
        items = listing(value) + (',' if len(value) == 1 else '')
        return textwrap.wrap('(%s)' % items, width, subsequent_indent=' ', break_on_hyphens=False)
    if isinstance(value, str) and len(repr(value)) > width:
        lines = textwrap.wrap(value, width - 4, break_on_hyphens=False)
        return [repr(line + ' ') for line in lines[:-1]] + [repr(lines[-1])]
    return [repr(value)]


def call(name: str, arguments: Sequence[Any], options: Dict[str, Any], indent: int) -> str:
    """A call on one line if it fits, else with its arguments below, one level deeper."""
    named = [('', item) for item in arguments] + [(key + '=', item) for key, item in options.items()]
    line = '%s(%s)' % (name, ', '.join(prefix + repr(value) for prefix, value in named))
    if indent + len(line) < WIDTH:
        return line
    margin = ' ' * (indent + 4)
    lines = [margin]
    for prefix, value in named:
        first, *rest = literal(value, WIDTH - len(margin) - len(prefix) - 1)
        if lines[-1] != margin and (rest or len(lines[-1]) + len(prefix + first) + 2 > WIDTH):
            lines.append(margin)
        lines[-1] += (' ' if lines[-1] != margin else '') + prefix + first
        lines.extend(margin + ' ' * len(prefix) + other for other in rest)
        lines[-1] += ','
    return '%s(\n%s\n%s)' % (name, '\n'.join(lines), ' ' * indent)


def definition(operation: Operation, suffix: str = '') -> str:
    """The first line of a method. Required parameters have a default, too: the client checks them."""
    prefix = 'def %s%s(' % (operation.name, suffix)
    names = [value.attribute + '=None' for value in operation.parameters]
    return wrap('%s%s):' % (prefix, ', '.join(['self'] + names + ['**options'])), 4, len(prefix))


def forward(method: str, operation: Operation) -> str:
    """The body of a method: its call, with all arguments."""
    names = [value.attribute for value in operation.parameters]
    arguments = ', '.join(names) + (',' if len(names) == 1 else '')
    start = 'return self.%s(_%s, (' % (method, operation.name.upper())
    if 8 + len(start + arguments + '), options)') <= WIDTH:
        return start + arguments + '), options)'
    margin = ' ' * 12
    lines = textwrap.wrap(arguments, WIDTH - 11, initial_indent=margin, subsequent_indent=margin)
    return '%s\n%s), options)' % (start, '\n'.join(lines))


def bracketed(opening: str, items: List[str], closing: str) -> str:
    """Items on one line if they are short, else one to a line."""
    line = opening + ', '.join(items) + closing
    if len(line) <= 80 and '\n' not in line:
        return line
    inner = ',\n'.join(items).replace('\n', '\n    ')
    return '%s\n    %s,\n%s' % (opening, inner, closing)


def example(operation: Operation, api: Api, spec: Spec) -> str:
    """A call of an operation, made of the examples in the spec."""
    arguments = []
    for value in operation.parameters:
        if value.example is not None:
            keyword = '' if value.location == 'path' else value.attribute + '='
            one_file = value.type == 'list[file]' and len(value.example) == 1
            arguments.append(keyword + (repr(value.example[0]) if one_file
                                        else expression(value.example, value.type, spec)))
    return bracketed('reply = client.%s.%s(' % (api.attribute, operation.name), arguments, ')')


def expression(value: Any, type: str, spec: Spec) -> str:
    """An example of the spec as an expression; objects become models."""
    if type.startswith('list['):
        return bracketed('[', [expression(item, type[5:-1], spec) for item in value], ']')
    if type not in spec.models:
        return repr(value)
    return bracketed('klippa_ocr_api.%s(' % type, [
        '%s=%s' % (item.attribute, expression(value[item.name], item.type, spec))
        for item in spec.models[type].properties if item.name in value], ')')
