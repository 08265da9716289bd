"""The other clients to compare with, where they are installed: generated ones, and models written by hand."""
import functools
import importlib
import json
import os
import sys
import types

from benchmarks.measure import ROOT

#: Where make_peers.py puts the generated clients.
FOLDER = os.path.join(ROOT, 'benchmarks', '.peers')

#: Version of the OpenAPI Generator to the package that is made with it.
GENERATED = {'4.3.1': 'peer_4_3_1', '7.26.0': 'peer_7_26_0'}

#: What a peer calls otherwise than we and the contract do: pairs by its name.
RENAMED = {'7.26.0': [('date', 'var_date')]}


def folder(version):
    """The folder to import a generated client from."""
    return os.path.join(FOLDER, version)


def installed(version):
    """Whether there is a client made by this version of the OpenAPI Generator."""
    return os.path.isdir(os.path.join(folder(version), GENERATED[version]))


def generated(version):
    """The package made by this version of the OpenAPI Generator, or None."""
    if not installed(version):
        return None
    if folder(version) not in sys.path:
        sys.path.append(folder(version))
    return optional(GENERATED[version])


def optional(name):
    """A module, or None when it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def decoders(response_type):
    """Name of a peer to a function from a reply's bytes to its object, or to None when it is not installed."""
    found = {}
    for version in GENERATED:
        package = generated(version)
        found[version] = None if package is None else _generated_decoder(version, package, response_type)
    if response_type == 'ReceiptBody':
        found['pydantic'] = optional('pydantic') and _pydantic_decoder()
        found['msgspec'] = optional('msgspec') and _msgspec_decoder()
    return found


def _generated_decoder(version, package, response_type):
    client = package.ApiClient()
    # Their transports hand over text (4.3.1) or decode it before (7.26.0): that is part of decoding.
    if version == '4.3.1':
        return lambda body: client.deserialize(types.SimpleNamespace(data=body.decode('utf-8')), response_type)
    return lambda body: client.deserialize(body.decode('utf-8'), response_type, 'application/json')


# The classes are made from the same table for both, as one would write them by hand: all properties that the
# contract lists, none required.

@functools.lru_cache(maxsize=None)
def _pydantic_decoder():
    import pydantic

    def define(name, fields):
        return pydantic.create_model(name, **{field: (kind, None) for field, kind in fields})

    return _defined('ReceiptBody', define, {}).model_validate_json


@functools.lru_cache(maxsize=None)
def _msgspec_decoder():
    import msgspec

    def define(name, fields):
        return msgspec.defstruct(name, [(field, kind, None) for field, kind in fields])

    return msgspec.json.Decoder(_defined('ReceiptBody', define, {})).decode


def _defined(model_name, define, defined):
    from typing import List, Optional

    from klippa_ocr_api.model import model_class, split_type

    plain = {'int': int, 'float': float, 'str': str, 'bool': bool, 'datetime': str}
    fields = []
    for entry in model_class(model_name)._properties:
        container, item = split_type(entry.type)
        kind = plain.get(item) or defined.get(item) or _defined(item, define, defined)
        fields.append((entry.name, Optional[List[kind] if container == 'list' else kind]))
    defined[model_name] = define(model_name, fields)
    return defined[model_name]


def kept(version, body, response_type):
    """What a generated client still has of a reply: the JSON that it makes of the object it decoded."""
    package = generated(version)
    decoded = _generated_decoder(version, package, response_type)(body)
    # Through text, as it would be stored or sent.
    return json.loads(json.dumps(package.ApiClient().sanitize_for_serialization(decoded), default=str))
