"""Packages whose public names are imported when they are first used.

``import klippa_ocr_api`` must cost next to nothing, although about a hundred names are importable from it.
"""
import importlib
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, List, Mapping, Tuple


def install(package, exports, submodules=()):
    # type: (str, Mapping[str, str], Iterable[str]) -> Tuple[Callable[[str], Any], Callable[[], List[str]]]
    """Give a package lazy attributes; to be called in its ``__init__``.

    :param package: name of the package
    :param exports: public name to the module that defines it
    :param submodules: modules of the package that attribute access imports, too
    :return: the package's ``__getattr__`` and ``__dir__``
    """
    submodules = frozenset(submodules)

    def resolve(name):
        # type: (str) -> Any
        if name in exports:
            value = getattr(importlib.import_module(exports[name]), name)
        elif name in submodules:
            value = importlib.import_module(package + '.' + name)
        else:
            raise AttributeError('module %r has no attribute %r' % (package, name))
        # From now on it is an ordinary attribute, as fast as any other.
        setattr(sys.modules[package], name, value)
        return value

    def names():
        # type: () -> List[str]
        return sorted(submodules.union(exports, vars(sys.modules[package])))

    if sys.version_info < (3, 7):
        _replace(package, resolve, names)
    return resolve, names


def _replace(package, resolve, names):
    # type: (str, Callable[[str], Any], Callable[[], List[str]]) -> None
    """Do for older interpreters what a module's ``__getattr__`` does since Python 3.7 (PEP 562)."""
    original = sys.modules[package]

    class LazyModule(types.ModuleType):
        """A module that looks further for the attributes it does not have."""

        # The original goes on executing its body and must outlive it: 2.7 empties modules nobody refers to.
        _original = original

        def __getattr__(self, name):
            # type: (str) -> Any
            if name in vars(original):
                return vars(original)[name]
            return resolve(name)

        def __dir__(self):
            # type: () -> List[str]
            return names()

    module = LazyModule(package, original.__doc__)
    vars(module).update(vars(original))
    sys.modules[package] = module
