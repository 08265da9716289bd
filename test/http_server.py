"""A small HTTP server on loopback for tests: it keeps every request as bytes and answers as told."""
import json
import socket
import struct
import threading
import time


class Request(object):
    """A request as it arrived."""

    def __init__(self, head, body):
        self.head = head
        self.body = body
        lines = head.split(b'\r\n')
        self.line = lines[0].decode('latin-1')
        self.method, self.target, _ = self.line.split(' ')
        self.headers = [
            tuple(part.strip() for part in line.decode('latin-1').split(':', 1)) for line in lines[1:] if line]

    def header(self, name):
        """The only header of that name, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1, values
        return values[0] if values else None

    @property
    def raw(self):
        return self.head + b'\r\n\r\n' + self.body


def reply(body=b'{}', status='200 OK', headers=(), content_type='application/json'):
    """The bytes of a reply; a body that is not bytes is sent as JSON."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode('utf-8')
    lines = ['HTTP/1.1 ' + status, 'Content-Type: ' + content_type, 'Content-Length: %d' % len(body)]
    return '\r\n'.join(lines + list(headers) + ['', '']).encode('latin-1') + body


class Reset(Exception):
    """Raised by ``respond`` or ``greet`` to break the connection off with a reset."""


class HttpServer(object):
    """Answers each request with what ``respond(request, connection)`` returns: bytes, or None to hang up.

    ``respond`` may also use the connection itself. ``requests`` holds what arrived completely,
    ``connections`` counts the connections. ``tls`` is an ``ssl.SSLContext`` of a server. ``greet(connection)`` is
    called with each new connection; with what it returns as true, no request is read.
    """

    def __init__(self, respond=None, tls=None, greet=None):
        self.greet = greet or (lambda connection: False)
        #: Set when the server stops: what a ``respond`` waits for that never answers.
        self.closing = threading.Event()
        self.respond = respond or (lambda request, connection: reply())
        self.requests = []
        self.connections = 0
        self.errors = []
        self._tls = tls
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(('127.0.0.1', 0))
        self._listener.listen(128)
        self.port = self._listener.getsockname()[1]
        self._open = set()
        self._closing = False
        self._thread = threading.Thread(target=self._accept)
        self._thread.daemon = True

    @property
    def url(self):
        return '%s://127.0.0.1:%d' % ('https' if self._tls else 'http', self.port)

    @property
    def host(self):
        """The base URL to configure a client with."""
        return self.url + '/api/v1'

    def arrived(self, count):
        """The number of complete requests, when there are as many as that: a client may give up sooner than we read."""
        end = time.time() + 20
        while len(self.requests) < count and time.time() < end:
            time.sleep(0.01)
        return len(self.requests)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exc_info):
        self._closing = True
        self.closing.set()
        # Closing a listener does not wake up who waits in accept().
        try:
            socket.create_connection(('127.0.0.1', self.port), 1).close()
        except EnvironmentError:
            pass
        self._thread.join(5)
        self._listener.close()
        for connection in list(self._open):
            _close(connection)

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            if self._closing:
                connection.close()
                return
            self.connections += 1
            self._open.add(connection)
            # On Python 2 a socket is open as long as anything refers to it: the thread takes the last reference.
            handed_over = [connection]
            del connection
            thread = threading.Thread(target=self._serve, args=(handed_over,))
            thread.daemon = True
            thread.start()

    def _serve(self, handed_over):
        connection = handed_over.pop()
        try:
            if self._tls is not None:
                self._open.discard(connection)
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.add(connection)
            stream = connection.makefile('rb')
            try:
                if self.greet(connection):
                    return
                while True:
                    request = read_request(stream)
                    if request is None:
                        return
                    self.requests.append(request)
                    answer = self.respond(request, connection)
                    if answer is None:
                        return
                    connection.sendall(answer)
            finally:
                stream.close()
        except Reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            self._open.discard(connection)
            connection.close()
        except EnvironmentError as error:  # the client hung up, or failed on purpose
            self.errors.append(error)
        finally:
            self._open.discard(connection)
            _close(connection)


def _close(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except EnvironmentError:
        pass
    connection.close()


def read_request(stream):
    """Read one request, or None when the client is gone before it is complete."""
    head = b''
    while not head.endswith(b'\r\n\r\n'):
        line = stream.readline()
        if not line:
            return None
        head += line
    head = head[:-4]
    headers = head.lower()
    body = b''
    if b'\r\ntransfer-encoding: chunked' in headers:
        while True:
            line = stream.readline()
            if not line:
                return None
            size = int(line.split(b';')[0], 16)
            chunk = stream.read(size + 2)
            if len(chunk) < size + 2:
                return None
            if not size:
                break
            body += chunk[:-2]
    elif b'\r\ncontent-length:' in headers:
        size = int(headers.split(b'\r\ncontent-length:')[1].split(b'\r\n')[0])
        body = stream.read(size)
        if len(body) < size:
            return None
    return Request(head, body)
