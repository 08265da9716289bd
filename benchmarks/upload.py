"""Uploading 200 MB: memory and time against ``http.client`` sending the same open file.

``python -m benchmarks.upload [--rounds 7] [--size 200]``. Every upload is a process of its own, which sends to a server in
another process that throws everything away; each round takes all contenders in turn, and the best round counts. Memory
is the peak of an upload above what the process had before, with everything imported and, for bytes, the bytes in memory:
the most of all rounds.
"""
import argparse
import contextlib
import http.client
import io
import json
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MB = 1 << 20
MEMORY_GOAL = 4.0
TIME_GOAL = 1.15
REPLY = b'{"data": {}, "request_id": "0123456789abcdef0123456789abcdef", "result": "success"}'

#: What is sent how: our three ways, and what each is measured against.
PEER = 'http.client, open file'
CONTENDERS = ('path', 'bytes', 'ten files')


def serve():
    """Print the port, then answer every request when all of it has been read; ends with its input."""
    listener = socket.create_server(('127.0.0.1', 0))
    print(listener.getsockname()[1], flush=True)
    buffer = bytearray(MB)
    while True:
        connection, _ = listener.accept()
        with connection:
            while True:
                head = b''
                while b'\r\n\r\n' not in head:
                    data = connection.recv(65536)
                    if not data:
                        break
                    head += data
                if not head:
                    break
                head, _, body = head.partition(b'\r\n\r\n')
                left = int(re.search(br'(?i)content-length: *(\d+)', head).group(1)) - len(body)
                while left > 0:
                    received = connection.recv_into(buffer)
                    if not received:
                        raise SystemExit('a request was cut off')
                    left -= received
                connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % (
                    len(REPLY)) + REPLY)


@contextlib.contextmanager
def server():
    process = subprocess.Popen([sys.executable, '-m', 'benchmarks.upload', '--role', 'serve'], cwd=ROOT,
                               stdout=subprocess.PIPE, universal_newlines=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def memory(field):
    """``VmRSS``, what this process has in memory, or ``VmHWM``, the most it has had; in bytes."""
    try:
        with open('/proc/self/status') as status:
            return int(re.search(field + r':\s*(\d+) kB', status.read()).group(1)) * 1024
    except OSError:  # no Linux: the most there ever was, for both
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == 'darwin' else 1024)


def measured(send):
    with contextlib.suppress(OSError), open('/proc/self/clear_refs', 'w') as refs:
        refs.write('5')  # "the most" begins anew, lest the imports' own peak hide an upload's
    before, started = memory('VmRSS'), time.perf_counter()
    send()
    took = time.perf_counter() - started
    return {'seconds': took, 'added': memory('VmHWM') - before}


def send_with_http_client(port, path):
    """What the time is measured against: no form, no client, just the open file."""
    def send():
        with open(path, 'rb') as stream:
            connection.request('POST', '/api/v1/parseDocument', stream, {'Content-Length': str(os.path.getsize(path))})
            assert connection.getresponse().read() == REPLY

    connection = http.client.HTTPConnection('127.0.0.1', port)
    connection.connect()
    result = measured(send)
    connection.close()
    return result


def send_with_client(port, path, how):
    """An upload with our client; a small one before it has everything imported and connected."""
    import klippa_ocr_api

    def send(document):
        reply = client.parsing.parse_document(document=document)
        assert reply.result == 'success'

    client = klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(
        host='http://127.0.0.1:%d/api/v1' % port, api_key={'X-Auth-Key': 'test-key-not-real'}))
    send(('small.pdf', io.BytesIO(b'%PDF-' + b'a' * 1000)))
    if how == 'path':
        documents = path
    elif how == 'bytes':
        with open(path, 'rb') as stream:
            documents = stream.read()
    else:
        documents = [path + '.%d' % number for number in range(10)]
    result = measured(lambda: send(documents))
    client.close()
    return result


def run(role, port, path):
    output = subprocess.check_output(
        [sys.executable, '-m', 'benchmarks.upload', '--role', role, '--port', str(port), '--path', path], cwd=ROOT)
    return json.loads(output.decode('ascii'))


def write_files(directory, size):
    """A document of that size, and ten of a tenth of it."""
    path = os.path.join(directory, 'large.pdf')
    block = b'%PDF-' + os.urandom(MB - 5)
    for name, count in [(path, size)] + [(path + '.%d' % number, size // 10) for number in range(10)]:
        with open(name, 'wb') as stream:
            for _ in range(count):
                stream.write(block)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--size', type=int, default=200, help='in MB')
    parser.add_argument('--role', help=argparse.SUPPRESS)
    parser.add_argument('--port', type=int, help=argparse.SUPPRESS)
    parser.add_argument('--path', help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role == 'serve':
        return serve()
    if options.role == PEER:
        return print(json.dumps(send_with_http_client(options.port, options.path)))
    if options.role:
        return print(json.dumps(send_with_client(options.port, options.path, options.role)))

    results = {name: [] for name in (PEER,) + CONTENDERS}
    with tempfile.TemporaryDirectory() as directory, server() as port:
        path = write_files(directory, options.size)
        for _ in range(options.rounds):
            for name, taken in results.items():
                taken.append(run(name, port, path))
    limit = min(result['seconds'] for result in results[PEER])
    line = '%-24s %10s %8s %8s %12s %8s'
    print('%d MB, best of %d rounds\n' % (options.size, options.rounds))
    print(line % ('upload', 'seconds', 'ratio', 'goal', 'memory added', 'goal'))
    print(line % (PEER, '%.3f' % limit, '1.00', '', '%.1f MB' % (max(result['added'] for result in results[PEER]) / MB), ''))
    missed = False
    for name in CONTENDERS:
        seconds = min(result['seconds'] for result in results[name])
        added = max(result['added'] for result in results[name]) / MB
        print(line % ('klippa_ocr_api, ' + name, '%.3f' % seconds, '%.2f' % (seconds / limit), '<= %.2f' % TIME_GOAL,
                      '%.1f MB' % added, '<= %.0f MB' % MEMORY_GOAL))
        missed = missed or round(seconds / limit, 2) > TIME_GOAL or round(added, 1) > MEMORY_GOAL
    print('\n' + ('A goal of uploads was MISSED.' if missed else 'The goals of uploads were met.'))


if __name__ == '__main__':
    main()
