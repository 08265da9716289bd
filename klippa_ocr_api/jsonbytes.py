"""The JSON of a reply to Python objects.

``json`` decides what a reply means. Where orjson (the extra ``speed``) is installed, it does the work for
all replies that it understands the same way: about three times as fast.

What orjson refuses, ``json`` gets to see, so that it takes or refuses it in its own words: NaN, numbers out of
range, lone surrogates, invalid UTF-8. What orjson takes but reads otherwise is sorted out here: whole numbers
beyond 64 bits, which it makes floats of, and nesting that ``json`` would not follow.
"""
import gc
import json
import re
import sys

import six

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional


def _all_but(kept):
    # type: (bytes) -> bytes
    return bytes(bytearray(code for code in range(256) if code not in bytearray(kept)))


# So many levels json follows for sure, also for a caller who has used up most of the interpreter's stack.
_NESTING = 100
# From 3.12 on, json follows more levels than orjson does; before, as many as the stack has left.
_JSON_MAY_NEST_LESS = sys.version_info < (3, 12)
_NO_OPENER = _all_but(b'[{')
# Up to here counting brackets in the text is faster than following them in its value, in bytes.
_SMALL = 16 * 1024

# Python 3.4 to 3.8 end the whole process ("Cannot recover from stack overflow") over a text that is nested deeper
# than their stack when garbage with a destructor happens to be collected there. So there nothing gets near that.
_JSON_MAY_ABORT = (3,) <= sys.version_info < (3, 9)
_NO_STRUCTURE = _all_but(b'[]{}"')

# A run of 19 digits, the least that may not fit into 64 bits, leaves at least 6 in every third byte.
_STRIDE = 3
_SAMPLES = b'0' * 6
_DIGITS_AS_ZEROS = bytes(bytearray(ord('0') if chr(code).isdigit() and code < 128 else ord(' ') for code in range(256)))
_RUN = re.compile(br'[0-9]*')
_RUN_AT_END = re.compile(br'[0-9]*\Z')
# So many are looked at; columns of numbers in a text can have them without end.
_SUSPECTS = 20
# What stands before a number that is a value, not a part of a text; nothing where the reply begins.
_BEFORE_A_VALUE = (b'', b':', b',', b'[', b'-', b' ', b'\t', b'\n', b'\r')

# Before this version a deeply nested text overflows its stack, and ends the process (CVE-2024-27454).
_SAFE_ORJSON = (3, 9, 15)

# In a reply that is mostly images, looking for numbers takes longer than json does.
_IMAGE = 4096
_PLACES = 4
_LARGE = _IMAGE * (_PLACES + 1)

#: orjson's ``loads``, or None for doing without. Looked for when the first reply is decoded: importing it takes
#: longer than importing this package.
orjson_loads = None  # type: Optional[Callable[[bytes], Any]]
_looked_for_orjson = False


def refuse_constant(name):
    # type: (str) -> None
    """For JSON parsers: do not take NaN and Infinity, as Python's does by default."""
    raise ValueError('%s is not JSON' % name)


_decoder = json.JSONDecoder(parse_constant=refuse_constant)


def loads(text):
    # type: (Any) -> Any
    """The value of a JSON text.

    :param text: UTF-8 bytes, or text
    :raises ValueError: if it is not JSON; a ``UnicodeError`` if it is not UTF-8
    :raises RuntimeError: if it is nested deeper than the interpreter's stack allows
    """
    if isinstance(text, six.binary_type):
        quick = orjson_loads if _looked_for_orjson else look_for_orjson()
        if quick is not None and not (len(text) > _LARGE and _is_mostly_images(text)) and not _has_big_integer(text):
            try:
                value = quick(text)
            except ValueError:
                pass
            else:
                if not (_JSON_MAY_NEST_LESS and _is_deep(text, value)):
                    return value
        text = text.decode('utf-8')
    if _JSON_MAY_ABORT and _may_abort(text):
        raise ValueError('It is nested more than %d levels deep' % _NESTING)
    if text[:1] == '{':
        # Like decode(), without its search for white space around the object.
        value, end = _decoder.raw_decode(text)
        if end == len(text) or not text[end:].strip(' \t\n\r'):
            return value
    return _decoder.decode(text)


def look_for_orjson():
    # type: () -> Optional[Callable[[bytes], Any]]
    """orjson's ``loads``, or None when it is not installed, or not safe."""
    global _looked_for_orjson, orjson_loads

    try:
        from orjson import __version__, loads
    except ImportError:
        found = None
    else:
        numbers = tuple(int(number) for number in re.findall('[0-9]+', __version__)[:3])
        found = loads if numbers >= _SAFE_ORJSON else None
    # In this order, for threads that decode their first reply at the same time.
    orjson_loads = found
    _looked_for_orjson = True
    return orjson_loads


def _may_abort(text):
    # type: (str) -> bool
    """Whether a text is nested deeper than is safe; few texts have so many brackets that they must be followed."""
    if text.count('[') + text.count('{') <= _NESTING:
        return False
    structure = text.encode('utf-8', 'replace').replace(br'\\', b'').replace(br'\"', b'').translate(None, _NO_STRUCTURE)
    # Every second part is within quotes; most of those are empty now.
    outside = b''.join(structure.replace(b'""', b'').split(b'"')[::2])
    depth = 0
    for bracket in outside.decode('ascii'):
        depth += 1 if bracket in '[{' else -1
        if depth > _NESTING:
            return True
    return False


def _is_mostly_images(text):
    # type: (bytes) -> bool
    """Whether no text ends soon after any of a few places in the reply."""
    part = len(text) // (_PLACES + 1)
    return all(text.find(b'"', part * place, part * place + _IMAGE) < 0 for place in range(1, _PLACES + 1))


def _has_big_integer(text):
    # type: (bytes) -> bool
    """Whether a number may have more than 18 digits in a row; texts may, such as bank accounts."""
    sample = text[::_STRIDE].translate(_DIGITS_AS_ZEROS)
    found = sample.find(_SAMPLES)
    for _ in range(_SUSPECTS):
        if found < 0:
            return False
        # The sample's first digit is the first of its run, or up to two after it.
        start = found * _STRIDE
        end = _RUN.match(text, start).end()  # type: ignore[union-attr]
        start -= len(_RUN_AT_END.search(text[max(0, start - _STRIDE):start]).group())  # type: ignore[union-attr]
        if end - start > 18 and text[max(0, start - 1):start] in _BEFORE_A_VALUE:
            return True
        found = sample.find(_SAMPLES, -(-end // _STRIDE))
    return found >= 0


def _is_deep(text, value):
    # type: (bytes, Any) -> bool
    """Whether a decoded text has more levels than json follows for sure."""
    if len(text) <= _SMALL and len(text.translate(None, _NO_OPENER)) <= _NESTING:
        return False
    level = [value]
    for _ in range(_NESTING):
        # The interpreter tells at once which lists and dictionaries hold others.
        level = list(filter(gc.is_tracked, gc.get_referents(*level)))
        if not level:
            return False
    return True
