"""Taking times, memory and ratios, and showing them; what all benchmarks share."""
import argparse
import contextlib
import gc
import os
import subprocess
import sys
import time
import tracemalloc

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

#: The contender that is measured, and the one that it is measured against.
OURS = 'klippa_ocr_api'
LIMIT = 'limit'


class Row:
    """One line of the table.

    :param what: what was measured
    :param value: the result, usually a ratio; None when it could not be taken
    :param goal: what it should be; None when it has none
    :param unit: what the value is of: '' for a ratio, 'MB', 'KB' or '%'
    :param at_least: whether the goal is a least value, not a greatest
    :param detail: the figures that the ratio is made of
    :param peers: name to value, or to None when not installed
    """

    def __init__(self, what, value, goal=None, unit='', at_least=False, detail='', peers=None):
        self.what = what
        self.value = value
        self.goal = goal
        self.unit = unit
        self.at_least = at_least
        self.detail = detail
        self.peers = peers or {}

    @property
    def verdict(self):
        if self.value is None:
            return 'not taken'
        if self.goal is None:
            return ''
        # Judged as it is shown, to two digits.
        value = round(self.value, _digits(self.unit))
        return 'met' if (value >= self.goal if self.at_least else value <= self.goal) else 'MISSED'

    def cells(self):
        goal = '' if self.goal is None else '%s %s' % ('>=' if self.at_least else '<=', _shown(self.goal, self.unit))
        peers = ', '.join('%s %s' % (name, 'not installed' if value is None else _shown(value, self.unit))
                          for name, value in self.peers.items())
        return (self.what, '' if self.value is None else _shown(self.value, self.unit), goal, self.verdict,
                self.detail, peers)


def _digits(unit):
    return {'': 2, 'MB': 1}.get(unit, 0)


def _shown(value, unit):
    if not unit and value < 0.1:
        return '%.3f' % value
    return ('%.*f %s' % (_digits(unit), value, unit)).rstrip()


def print_table(rows, stream=None):
    """Print the rows in columns."""
    stream = stream or sys.stdout
    table = [('what', 'value', 'goal', 'verdict', 'ours / limit', 'peers, to the same limit')]
    table.extend(row.cells() for row in rows)
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    for line in table:
        print('  '.join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip(), file=stream)
    stream.flush()


def best(contenders, rounds=15, sample=0.02, clock=time.perf_counter):
    """Seconds per call of each contender: side by side, the best of several rounds.

    :param contenders: name to a function without arguments
    :param rounds: how often each gets its turn
    :param sample: about how many seconds a turn takes
    :param clock: ``time.process_time`` for what only computes: what else runs on the machine counts less
    """
    repeats = {name: _repeats(function, sample) for name, function in contenders.items()}
    results = dict.fromkeys(contenders, float('inf'))
    order = list(contenders)
    for index in range(rounds):
        gc.collect()
        # Whoever comes first may find the machine in another state than whoever comes last.
        for name in order if index % 2 else reversed(order):
            results[name] = min(results[name], _timed(contenders[name], repeats[name], clock) / repeats[name])
    return results


def _repeats(function, sample):
    """How often to call a function for a turn of that many seconds."""
    function()
    repeats = 1
    while True:
        taken = _timed(function, repeats, time.perf_counter)
        if taken > sample / 4:
            return max(1, int(repeats * sample / taken))
        repeats *= 4


def _timed(function, repeats, clock):
    turns = range(repeats)
    started = clock()
    for _ in turns:
        function()
    return clock() - started


def best_of_processes(commands, rounds=7, env=None):
    """The least number that each command prints, the commands taking turns in processes of their own.

    :param commands: name to Python source
    """
    results = dict.fromkeys(commands, float('inf'))
    for index in range(rounds):
        for name in list(commands) if index % 2 else reversed(list(commands)):
            results[name] = min(results[name], float(python(commands[name], env)))
    return results


def python(source, env=None):
    """What a Python process of the same interpreter prints when it runs the source."""
    return subprocess.run(
        [sys.executable, '-W', 'ignore', '-c', source], check=True, stdout=subprocess.PIPE, cwd=ROOT,
        env=dict(os.environ, **env or {}), universal_newlines=True).stdout


@contextlib.contextmanager
def apart(cpu):
    """Keep the process on one processor, where the system has that: who talks to whom from where is chance else."""
    if not hasattr(os, 'sched_setaffinity') or len(os.sched_getaffinity(0)) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[cpu]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def memory(make):
    """Bytes that the object returned by a function holds."""
    make()  # what is loaded on first use is not the object's
    gc.collect()
    tracemalloc.start()
    try:
        kept = make()
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
        del kept
        return held
    finally:
        tracemalloc.stop()


def ratio_row(what, results, goal=None, shown=None, **options):
    """The row for what ``best`` or ``memory`` measured of us, the limit and the peers.

    :param results: ``OURS``, ``LIMIT`` and names of peers to figures; None for a peer that is not installed
    :param shown: writes a figure; microseconds when None
    """
    shown = shown or duration
    limit = results[LIMIT]
    peers = {name: None if figure is None else figure / limit
             for name, figure in results.items() if name not in (OURS, LIMIT)}
    return Row(what, results[OURS] / limit, goal, detail='%s / %s' % (shown(results[OURS]), shown(limit)),
               peers=peers, **options)


def duration(seconds):
    """Seconds for people."""
    if seconds < 1e-3:
        return '%.1f us' % (seconds * 1e6)
    return '%.2f ms' % (seconds * 1e3) if seconds < 1 else '%.2f s' % seconds


def size(octets):
    """Bytes for people."""
    return '%.1f KB' % (octets / 1024) if octets < 10 * 1024 * 1024 else '%.1f MB' % (octets / 1024 / 1024)


def arguments(description, argv=None):
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--quick', action='store_true', help='fewer rounds: to see that it runs')
    parser.add_argument('--long', action='store_true', help='the steady state over 100,000 calls and 1,000 uploads')
    return parser.parse_args(argv)


def main(module_name, description, rows):
    """Run one benchmark's file.

    :param rows: the function that takes the options and returns the rows
    """
    if module_name == '__main__':
        print_table(rows(arguments(description)))
