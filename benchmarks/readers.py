"""Functions that read every property, written out as a user's code would be: ``receipt.amount``, ``receipt['amount']``.

They are made from our models' tables, so that all contenders are read alike.
"""
from klippa_ocr_api.model import model_class, split_type


def attributes(model_name, renamed=()):
    """A function that reads every attribute of a model, and of all within it.

    :param renamed: pairs of an attribute of ours and its name elsewhere
    """
    names = dict(renamed)
    return _reader(model_name, lambda entry: 'value.' + names.get(entry.attribute, entry.attribute))


def dictionary(model_name):
    """A function that reads everything that the contract lists from decoded JSON; any of it may be absent."""
    return _reader(model_name, lambda entry: 'value.get(%r)' % entry.name)


def _reader(model_name, access):
    source = []
    _write(model_name, access, source, set())
    namespace = {}
    exec('\n'.join(source), namespace)
    return namespace['read_' + model_name]


def _write(model_name, access, source, written):
    if model_name in written:
        return
    written.add(model_name)
    lines = ['def read_%s(value):' % model_name]
    for entry in model_class(model_name)._properties:
        container, item = split_type(entry.type)
        if item in ('int', 'float', 'str', 'bool', 'datetime', 'object'):
            lines.append('    ' + access(entry))
            continue
        _write(item, access, source, written)
        if container == 'list':
            lines.append('    for item in %s or ():' % access(entry))
        else:
            lines.extend(['    item = ' + access(entry), '    if item is not None:'])
        lines.append('        read_%s(item)' % item)
    source.extend(lines)
