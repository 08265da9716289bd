"""Importing the package, and getting ready to call: processor time in new processes, with and without bytecode."""
import tempfile

from benchmarks.measure import LIMIT, OURS, Row, best_of_processes, main, ratio_row
from benchmarks.peers import GENERATED, folder, installed

_TIMED = 'import sys, time; sys.path[:0] = %r; started = time.process_time(); %s; print(time.process_time() - started)'
_READY = 'import %s as package; package.ParsingApi(package.ApiClient(package.Configuration()))'


def _timed(statements, version=None):
    return _TIMED % ([folder(version)] if version else [], statements)


def _sources(statement):
    """What the generated clients do likewise."""
    return {version: _timed(statement % package, version)
            for version, package in GENERATED.items() if installed(version)}


def _taken(sources, options, cold):
    if not cold:
        with tempfile.TemporaryDirectory() as bytecode:
            best_of_processes(sources, 1, _bytecode_in(bytecode))  # writes it
            return best_of_processes(sources, 3 if options.quick else 10, _bytecode_in(bytecode))
    best = {}
    for _ in range(1 if options.quick else 3):
        # Everything is compiled, as right after an installation.
        for name, source in sources.items():
            with tempfile.TemporaryDirectory() as empty:
                taken = best_of_processes({name: source}, 1, _bytecode_in(empty))[name]
            best[name] = min(taken, best.get(name, taken))
    return best


def _bytecode_in(path):
    return {'PYTHONPYCACHEPREFIX': path, 'PYTHONDONTWRITEBYTECODE': ''}


def rows(options):
    """The rows of the table."""
    table = []
    for title, cold in (('warm', False), ('cold', True)):
        imports = {OURS: _timed('import klippa_ocr_api'), 'urllib3': _timed('import urllib3'), **_sources('import %s')}
        taken = _taken(imports, options, cold)
        reference = taken.get('4.3.1')
        goal = None if cold else 0.03
        if reference is None:
            table.append(Row('import, %s, to that of 4.3.1' % title, None, goal, peers={'4.3.1': None}))
        else:
            peers = {name: taken.get(name) and taken[name] / reference for name in ('7.26.0', 'urllib3')}
            row = ratio_row('import, %s, to that of 4.3.1' % title, {OURS: taken[OURS], LIMIT: reference}, goal)
            row.peers = peers
            table.append(row)
        ready = {OURS: _timed(_READY % 'klippa_ocr_api'), LIMIT: _timed('import urllib3'), **_sources(_READY)}
        taken = _taken(ready, options, cold)
        taken.update((version, None) for version in GENERATED if version not in taken)
        table.append(ratio_row('ready to call, %s, to import urllib3' % title, taken, None if cold else 1.15))
    return table


main(__name__, __doc__, rows)
