"""A server that answers as fast as can be, in a process of its own: ``python -m benchmarks.server DELAY [CPU]``."""
import contextlib
import re
import socket
import subprocess
import sys
import threading
import time

from benchmarks import replies
from benchmarks.measure import ROOT, apart

_LENGTH = re.compile(br'\r\ncontent-length: *([0-9]+)', re.IGNORECASE)
_REPLIES = {b'/credits': replies.CREDITS, b'/publicKey': replies.PUBLIC_KEY, b'/parseDocument': replies.receipt(8)}


@contextlib.contextmanager
def running(delay=0.0, cpu=None):
    """A server process; gives its base URL.

    :param delay: how many seconds each answer takes
    :param cpu: which processor it runs on; any when None
    """
    arguments = [str(delay)] + ([] if cpu is None else [str(cpu)])
    process = subprocess.Popen([sys.executable, '-m', 'benchmarks.server'] + arguments, cwd=ROOT,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True)
    try:
        yield 'http://127.0.0.1:%s/api/v1' % process.stdout.readline().strip()
    finally:
        process.stdin.close()  # which it takes as its end
        process.wait()
        process.stdout.close()


def _serve(connection, delay):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    pending = b''
    while True:
        while b'\r\n\r\n' not in pending:
            received = connection.recv(65536)
            if not received:
                return
            pending += received
        head, _, pending = pending.partition(b'\r\n\r\n')
        length = _LENGTH.search(head)
        missing = (int(length.group(1)) if length else 0) - len(pending)
        while missing > 0:
            missing -= len(connection.recv(min(missing, 1 << 20)))
        pending = b''
        if delay:
            time.sleep(delay)
        # The 4.3.1 client also sends the key in the query.
        body = _REPLIES[head.split(b' ', 2)[1].partition(b'?')[0].partition(b'/api/v1')[2]]
        connection.sendall(
            b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % len(body) + body)


def _accept(listener, delay):
    while True:
        threading.Thread(target=_serve, args=(listener.accept()[0], delay), daemon=True).start()


def main(delay, cpu=None):
    """Serve until the standard input ends."""
    with contextlib.nullcontext() if cpu is None else apart(int(cpu)):
        listener = socket.create_server(('127.0.0.1', 0), backlog=128)
        threading.Thread(target=_accept, args=(listener, float(delay)), daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        sys.stdin.read()


if __name__ == '__main__':
    main(*sys.argv[1:])
