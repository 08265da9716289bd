"""A small HTTP/1.1 server: keeps connections alive, streams bodies in, and can be told to misbehave."""
import http.server
import io
import json
import os
import re
import socket
import socketserver
import struct
import sys
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List, Optional, Tuple

    from klippa_ocr_api.sandbox.faults import Fault

LOOPBACK = ('127.0.0.1', '::1', 'localhost')
_CHUNK = 64 * 1024
# How long requests that are being answered may take to end when the server stops.
_GRACE = 5
_KEY = re.compile('(X-Auth-(?:Public-)?Key=)[^& ]*')


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Serves a WSGI application on loopback, a thread for each connection."""

    daemon_threads = True
    block_on_close = False
    # Many clients may connect at the same moment.
    request_queue_size = 128

    def __init__(self, app, host, port, fault_key, log=None):
        # type: (Any, str, int, str, Optional[Callable[[str], None]]) -> None
        if host not in LOOPBACK:
            raise ValueError('the sandbox listens on loopback only: %s, not %r' % (', '.join(LOOPBACK), host))
        self.address_family = socket.AF_INET6 if host == '::1' else socket.AF_INET
        self.app = app
        self.fault_key = fault_key
        self.log = log
        self.stopping = threading.Event()
        self._connections = set()  # type: set[Any]
        self._changed = threading.Condition()
        socketserver.TCPServer.__init__(self, (host, port), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self):
        # type: () -> int
        return self.server_address[1]

    def start(self):
        # type: () -> None
        self._thread.start()

    def stop(self):
        # type: () -> None
        """Stop listening, end idle connections, and let the others finish what they are at."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
        with self._changed:
            for connection in self._connections:
                _end_reading(connection)
            self._changed.wait_for(lambda: not self._connections, _GRACE)

    def server_bind(self):
        # type: () -> None
        # HTTPServer would ask the name service for the host's name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def process_request(self, request, client_address):
        # type: (Any, Any) -> None
        with self._changed:
            self._connections.add(request)
        super(Server, self).process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        # type: (Any, Any) -> None
        try:
            super(Server, self).process_request_thread(request, client_address)
        finally:
            with self._changed:
                self._connections.discard(request)
                self._changed.notify_all()

    def handle_error(self, request, client_address):
        # type: (Any, Any) -> None
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super(Server, self).handle_error(request, client_address)


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    if TYPE_CHECKING:
        server = None  # type: Any
    protocol_version = 'HTTP/1.1'
    server_version = 'KlippaSandbox'
    sys_version = ''
    # Head and body leave in one packet, and at once.
    wbufsize = -1
    disable_nagle_algorithm = True

    def answer(self):
        # type: () -> None
        try:
            body = _Body(self.rfile, self.headers)
        except ValueError as error:
            self.send_error(400, str(error))
            return
        environ = self._environ(body)
        start = []  # type: List[Any]
        result = self.server.app(environ, lambda status, headers, _=None: start.extend((status, headers)))
        try:
            content = b''.join(result)
        finally:
            result.close()
        # A client may not look for the answer before it has sent everything.
        body.drain()
        fault = environ.get(self.server.fault_key)
        if fault and not self._survives(fault):
            return
        self._send(start[0], start[1], content, fault)

    def __getattr__(self, name):
        # type: (str) -> Any
        # The application knows which methods there are, so `do_` whatever ends up there.
        if name.startswith('do_'):
            return self.answer
        raise AttributeError(name)

    def _survives(self, fault):
        # type: (Fault) -> bool
        """Let a fault delay the answer, and perhaps prevent it."""
        self.server.stopping.wait(fault.delay)
        if fault.reset:
            # Without lingering, closing resets the connection.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            os.close(self.connection.detach())
            self.close_connection = True
        return not fault.reset

    def _send(self, status, headers, content, fault):
        # type: (str, List[Tuple[str, str]], bytes, Optional[Fault]) -> None
        self.send_response(int(status[:3]), status[4:])
        for name, value in headers:
            self.send_header(name, value)
        if self.server.stopping.is_set():
            self.send_header('Connection', 'close')
            self.close_connection = True
        self.end_headers()
        if self.command == 'HEAD':
            return
        if fault and fault.truncate is not None:
            content = content[:fault.truncate]
            self.close_connection = True
        if fault and fault.drip:
            for position in range(len(content)):
                self.wfile.flush()
                self.server.stopping.wait(fault.drip)
                self.wfile.write(content[position:position + 1])
        else:
            self.wfile.write(content)

    def _environ(self, body):
        # type: (_Body) -> dict[str, Any]
        path, _, query = self.path.partition('?')
        environ = {
            'REQUEST_METHOD': self.command, 'SCRIPT_NAME': '', 'QUERY_STRING': query,
            # As it was sent, not decoded: a slash within an ID is not one between two parts of the path.
            'PATH_INFO': path,
            'SERVER_NAME': self.server.server_name, 'SERVER_PORT': str(self.server.port),
            'SERVER_PROTOCOL': self.request_version, 'REMOTE_ADDR': self.client_address[0],
            'CONTENT_TYPE': self.headers.get('Content-Type', ''),
            'CONTENT_LENGTH': self.headers.get('Content-Length', ''),
            'wsgi.version': (1, 0), 'wsgi.url_scheme': 'http', 'wsgi.input': io.BufferedReader(body, _CHUNK),
            'wsgi.input_terminated': True, 'wsgi.errors': sys.stderr, 'wsgi.multithread': True,
            'wsgi.multiprocess': False, 'wsgi.run_once': False}
        for name in self.headers.keys():
            variable = name.upper().replace('-', '_')
            if variable not in ('CONTENT_TYPE', 'CONTENT_LENGTH'):
                environ['HTTP_' + variable] = ','.join(self.headers.get_all(name, ()))
        return environ

    def handle_expect_100(self):
        # type: () -> bool
        proceed = super(_Handler, self).handle_expect_100()
        self.wfile.flush()
        return proceed

    def send_error(self, code, message=None, explain=None):
        # type: (int, Optional[str], Optional[str]) -> None
        """Answer what is no HTTP request, in the form of the service's errors."""
        error = {'code': 0, 'message': message or 'no HTTP request', 'result': 'error'}
        content = json.dumps(error).encode('utf-8')
        self.close_connection = True
        self.send_response(code)
        for name, value in (('Content-Type', 'application/json'), ('Content-Length', str(len(content))),
                            ('Connection', 'close')):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *args):
        # type: (str, *Any) -> None
        if self.server.log:
            # A key in the query is a secret in the log, too.
            self.server.log(_KEY.sub(r'\1[redacted]', format % args))


class _Body(io.RawIOBase):
    """The body of a request, whether its length is announced or it comes in chunks."""

    def __init__(self, source, headers):
        # type: (Any, Any) -> None
        super(_Body, self).__init__()
        self._source = source
        encoding = headers.get('Transfer-Encoding', '').lower()
        if encoding not in ('', 'chunked'):
            raise ValueError('Transfer-Encoding: %r is not understood' % encoding)
        self._chunked = encoding == 'chunked'
        length = headers.get('Content-Length', '0')
        if not length.isdigit():
            raise ValueError('Content-Length: %r is no length' % length)
        # What is left of the body or, if it comes in chunks, of the chunk.
        self._left = 0 if self._chunked else int(length)

    def readable(self):
        # type: () -> bool
        return True

    def readinto(self, buffer):
        # type: (Any) -> int
        if self._left == 0 and self._chunked:
            self._next_chunk()
        if self._left == 0:
            return 0
        data = self._source.read1(min(len(buffer), self._left))
        if not data:
            raise ConnectionAbortedError('the body broke off')
        buffer[:len(data)] = data
        self._left -= len(data)
        if self._left == 0 and self._chunked:
            self._source.readline()
        return len(data)

    def drain(self):
        # type: () -> None
        """Read what nobody wanted."""
        buffer = bytearray(_CHUNK)
        while self.readinto(buffer):
            pass

    def _next_chunk(self):
        # type: () -> None
        line = self._source.readline(100)
        try:
            self._left = int(line.split(b';')[0], 16)
        except ValueError:
            raise ConnectionAbortedError('the body is not in chunks, although announced so')
        if self._left == 0:
            self._chunked = False
            while self._source.readline(_CHUNK).strip():
                pass


def _end_reading(connection):
    # type: (Any) -> None
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        # The client has ended it already.
        pass
