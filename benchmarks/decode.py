"""Decoding replies: against ``json.loads`` and the dictionary that it makes, and against other clients.

``decode`` is from a reply's bytes to an object, ``read`` also reads every property once, ``memory`` is what
the object holds.
"""
import contextlib
import functools
import json
import time
import types

import klippa_ocr_api
from benchmarks import readers, replies
from benchmarks.measure import LIMIT, OURS, Row, best, main, memory, ratio_row, size
from benchmarks.peers import GENERATED, RENAMED, decoders, installed, kept
from klippa_ocr_api import jsonbytes

# Below the sizes that have goals: so small that fixed costs decide.
_SMALL = 'receipt, 1 KB'
# The name of our rows where orjson does the work.
_WITH_SPEED = 'with the extra speed'

_CLIENT = klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration())


def _contenders(body, response_type, read=False):
    """Name to a function that decodes the body and, if told so, reads everything."""
    reply = types.SimpleNamespace(data=body)
    decode = {OURS: functools.partial(_CLIENT.deserialize, reply, response_type),
              LIMIT: functools.partial(json.loads, body)}
    decode.update((name, function and functools.partial(function, body))
                  for name, function in decoders(response_type).items())

    def contender(function, reader):
        def decode_and_read():
            value = function()
            reader(value)
            return value
        return decode_and_read if read else function

    def reader(name):
        return readers.dictionary(response_type) if name == LIMIT else readers.attributes(
            response_type, RENAMED.get(name, ()))

    return {name: function and contender(function, reader(name)) for name, function in decode.items()}


def _measured(measure, contenders):
    """What a measure says of the contenders there are; None for the others."""
    results = measure({name: function for name, function in contenders.items() if function is not None})
    return {name: results.get(name) for name in contenders}


def _times(contenders, options):
    return _measured(lambda there: best(
        there, rounds=3 if options.quick else 25, sample=0.005, clock=time.process_time), contenders)


def _memory(contenders):
    return _measured(lambda there: {name: memory(function) for name, function in there.items()}, contenders)


@contextlib.contextmanager
def _without_orjson():
    """Decode as where the extra is not installed; gives whether it is."""
    found = jsonbytes.look_for_orjson()
    jsonbytes.orjson_loads = None
    try:
        yield found is not None
    finally:
        jsonbytes.orjson_loads = found


def rows(options):
    """The rows of the table."""
    with _without_orjson() as installed_too:
        table = _rows(options)
    if installed_too:
        return table + _rows_with_speed(options)
    return table + [Row('decode %s: receipts' % _WITH_SPEED, None, 0.6, detail='orjson is not installed')]


def _rows_with_speed(options):
    table = []
    for title, read in (('decode', False), ('decode and read all', True)):
        for name, body in replies.receipts().items():
            contenders = _contenders(body, 'ReceiptBody', read)
            table.append(ratio_row(
                '%s %s: receipt, %s' % (title, _WITH_SPEED, name),
                _times({name: contenders[name] for name in (OURS, LIMIT)}, options),
                None if read or name == '1 KB' else 0.6))
    identity = _contenders(replies.identity(), 'IdentityDocumentBody')
    table.append(ratio_row('decode %s: identity, 500 KB' % _WITH_SPEED,
                           _times({name: identity[name] for name in (OURS, LIMIT)}, options)))
    return table


def _rows(options):
    bodies = [('receipt, ' + name, body, 'ReceiptBody') for name, body in replies.receipts().items()]
    bodies.append(('identity, 500 KB', replies.identity(), 'IdentityDocumentBody'))
    table = []
    for title, read, goal in (('decode', False, 1.05), ('decode and read all', True, 1.5)):
        for name, body, response_type in bodies:
            table.append(ratio_row('%s: %s' % (title, name), _times(_contenders(body, response_type, read), options),
                                   None if name == _SMALL else goal))
    for title, read, goal in (('memory, unread', False, 1.02), ('memory, all read', True, 1.1)):
        for name, body, response_type in bodies:
            table.append(ratio_row('%s: %s' % (title, name), _memory(_contenders(body, response_type, read)),
                                   goal, shown=size))
    for line_items in (1, 10, 100, 1000):
        body = replies.receipt(line_items)
        table.append(ratio_row('growth: decode and read all, %d line items' % line_items,
                               _times(_contenders(body, 'ReceiptBody', True), options)))
    table.append(_properties_kept(replies.receipt(8)))
    return table


def _properties_kept(body):
    everything = _leaves(json.loads(body))
    decoded = _CLIENT.sanitize_for_serialization(_contenders(body, 'ReceiptBody')[OURS]())
    share = {version: _share(kept(version, body, 'ReceiptBody'), everything) if installed(version) else None
             for version in GENERATED}
    return Row('properties kept: receipt, 6 KB', _share(decoded, everything), 100, unit='%', at_least=True,
               detail='%d properties' % len(everything), peers=share)


def _share(value, everything):
    found = _leaves(value)
    same = [path for path, leaf in everything.items() if path in found and found[path] == leaf]
    return 100.0 * len(same) / len(everything)


def _leaves(value, path=()):
    """Path to value of all that is no object and no array with entries."""
    if isinstance(value, dict) and value:
        return {key: leaf for name, item in value.items() for key, leaf in _leaves(item, path + (name,)).items()}
    if isinstance(value, list) and value:
        return {key: leaf for index, item in enumerate(value) for key, leaf in _leaves(item, path + (index,)).items()}
    return {path: value}


main(__name__, __doc__, rows)
