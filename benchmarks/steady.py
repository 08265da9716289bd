"""Many calls in a row leave memory where it was. ``--long`` makes 100,000 calls and 1,000 uploads."""
import gc
import os
import tracemalloc

from benchmarks import server
from benchmarks.calls import client
from benchmarks.measure import Row, main

_DOCUMENT = ('scan.jpg', b'\xff\xd8\xff\xe0' + os.urandom(100 * 1024))


def _growth(call, calls):
    """Kilobytes of Python objects, and of the whole process, that calls leave behind."""
    for _ in range(200):
        call()
    gc.collect()
    tracemalloc.start()
    try:
        call()
        gc.collect()
        objects, process = tracemalloc.get_traced_memory()[0], _resident()
        for _ in range(calls):
            call()
        gc.collect()
        return (tracemalloc.get_traced_memory()[0] - objects) / 1024, (_resident() - process) / 1024
    finally:
        tracemalloc.stop()


def _resident():
    """Bytes of the process in memory; 0 where the system does not tell."""
    try:
        with open('/proc/self/statm') as file:
            return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
    except OSError:
        return 0


def rows(options):
    """The rows of the table."""
    calls, uploads = (100000, 1000) if options.long else (2000, 100) if options.quick else (10000, 300)
    table = []
    with server.running() as host, client(host) as api:
        for title, call, count in (
                ('calls', lambda: api.information.credits().data.available_credits, calls),
                ('uploads', lambda: api.parsing.parse_document(document=_DOCUMENT).data.amount, uploads)):
            objects, process = _growth(call, count)
            # A few kilobytes come and go with caches of the interpreter.
            table.append(Row('memory added by {:,} {}'.format(count, title), max(objects, 0), 64, unit='KB',
                             detail='the process: %+.0f KB' % process))
    return table


main(__name__, __doc__, rows)
