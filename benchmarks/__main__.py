"""All benchmarks: ``python -m benchmarks``. Each file also runs by itself, such as ``python -m benchmarks.decode``."""
import os
import platform
import subprocess
import sys

from benchmarks import calls, concurrency, decode, startup, steady
from benchmarks.measure import ROOT, arguments, print_table

if __name__ == '__main__':
    options = arguments(__doc__)
    print('%s %s on %s, %d CPUs\n' % (
        platform.python_implementation(), platform.python_version(), platform.machine(), os.cpu_count()), flush=True)
    table = []
    for benchmark in (decode, startup, calls, concurrency, steady):
        print('%s ...' % benchmark.__name__, file=sys.stderr, flush=True)
        table.extend(benchmark.rows(options))
    print_table(table)
    # Memory is that of a process: uploads are measured in one that has done nothing else.
    print(flush=True)
    subprocess.call([sys.executable, '-m', 'benchmarks.upload'] + (
        ['--rounds', '2', '--size', '50'] if options.quick else []), cwd=ROOT)
