"""`python -m klippa_ocr_api.sandbox`: the sandbox as a process of its own, for any language."""
from __future__ import print_function

import argparse
import signal
import sqlite3
import sys
import threading

from klippa_ocr_api.sandbox import Sandbox
from klippa_ocr_api.sandbox.settings import AUTH_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional


def main(arguments=None):
    # type: (Optional[List[str]]) -> None
    parser = argparse.ArgumentParser(prog='python -m klippa_ocr_api.sandbox',
                                     description='Run a local Klippa, for tests and demonstrations.')
    parser.add_argument('--host', default='127.0.0.1',
                        help='where to listen; loopback only (default: %(default)s)')
    parser.add_argument('--port', type=int, default=0, help='0, the default, for any that is free')
    parser.add_argument('--state', metavar='FILE', help='keep the state in this file (default: in memory)')
    parser.add_argument('--auth-key', default=AUTH_KEY, help='the key that it knows (default: %(default)s)')
    parser.add_argument('--credits', type=int, default=1000, help='credits of the key (default: %(default)s)')
    parser.add_argument('--remote-urls', action='store_true',
                        help='fetch documents from other computers, too')
    parser.add_argument('--quiet', action='store_true', help='write no line for every request')
    options = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        sandbox = Sandbox(options.host, options.port, None if options.quiet else _log, journal_size=0,
                          state=options.state, auth_key=options.auth_key, credits=options.credits,
                          remote_urls=options.remote_urls).start()
    except (OSError, ValueError, sqlite3.Error) as error:
        parser.error(str(error))
    # A program that starts this one waits for this line.
    print('Klippa sandbox at %s, X-Auth-Key: %s' % (sandbox.url, sandbox.auth_key), flush=True)
    stop.wait()
    sandbox.stop()


def _log(line):
    # type: (str) -> None
    sys.stderr.write(line + '\n')


if __name__ == '__main__':
    main()
