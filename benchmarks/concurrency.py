"""32 calls at a time, by ``async_req`` and by threads, on a server that takes 100 ms: against the ideal rate."""
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks import server
from benchmarks.calls import client
from benchmarks.measure import Row, main

_AT_A_TIME = 32
_DELAY = 0.1
# In fewer, how the last one ends counts for too much.
_TURNS = 10


def _by_async_req(api, calls):
    for result in [api.information.credits(async_req=True) for _ in range(calls)]:
        result.get()


def _by_threads(api, calls):
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for result in [pool.submit(api.information.credits) for _ in range(calls)]:
            result.result()


def rows(options):
    """The rows of the table."""
    calls = _AT_A_TIME * _TURNS
    table = []
    with server.running(_DELAY) as host:
        for title, run in (('async_req', _by_async_req), ('threads', _by_threads)):
            with client(host) as api:
                _by_async_req(api, _AT_A_TIME)  # connects
                best = float('inf')
                for _ in range(1 if options.quick else 4):
                    started = time.perf_counter()
                    run(api, calls)
                    best = min(best, time.perf_counter() - started)
            table.append(Row('32 calls at a time: ' + title, 100 * _TURNS * _DELAY / best, 95, unit='%', at_least=True,
                             detail='%.0f / %.0f calls per second' % (calls / best, _AT_A_TIME / _DELAY)))
    return table


main(__name__, __doc__, rows)
