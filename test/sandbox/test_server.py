"""The server: on loopback, quick to start and to stop, fair to HTTP, and shared by many threads."""
import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from klippa_ocr_api.sandbox import Sandbox, __main__
from test.sandbox.conftest import Api, pdf


def exchange(sandbox, data):
    """Send bytes on a connection of their own and give everything that comes back."""
    with socket.create_connection(_address(sandbox), 10) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile('rb').read()


def _address(sandbox):
    host, _, port = sandbox.url.split('/')[2].rpartition(':')
    return host, int(port)


def _get(path, *headers):
    return '\r\n'.join(('GET %s HTTP/1.1' % path, 'Host: x') + headers + ('', '')).encode('latin-1')


class TestLife:

    def test_it_listens_on_loopback_only(self):
        for host in ('0.0.0.0', '::', '192.0.2.1', 'example.com'):
            with pytest.raises(ValueError, match='listens on loopback only'):
                Sandbox(host=host).start()
        with Sandbox() as sandbox:
            assert sandbox.url.startswith('http://127.0.0.1:')

    def test_ipv6(self):
        with Sandbox(host='::1') as sandbox:
            assert sandbox.url.startswith('http://[::1]:')
            assert Api(sandbox)('GET', '/credits').status == 200

    def test_a_port_of_choice_again_and_again(self):
        with Sandbox() as sandbox:
            port = _address(sandbox)[1]
        with Sandbox(port=port) as sandbox:
            assert _address(sandbox)[1] == port
            with pytest.raises(OSError):
                Sandbox(port=port).start()

    def test_it_stops_promptly_with_idle_connections(self):
        before = set(threading.enumerate())
        sandbox = Sandbox().start()
        address = _address(sandbox)
        connections = [socket.create_connection(address) for _ in range(5)]
        connections[0].sendall(_get('/api/v1/credits'))
        assert connections[0].recv(100)
        started = time.monotonic()
        sandbox.stop()
        # The grace for connections that are not idle is five seconds.
        assert time.monotonic() - started < 4
        for connection in connections:
            connection.close()
        with pytest.raises(OSError):
            socket.create_connection(address)
        assert set(threading.enumerate()) <= before

    def test_it_answers_what_is_being_asked_when_it_stops(self):
        sandbox = Sandbox().start()
        sandbox.inject('credits', delay=60)
        api, replies = Api(sandbox), []
        thread = threading.Thread(target=lambda: replies.append(api('GET', '/credits')))
        thread.start()
        while not sandbox.requests:
            time.sleep(0.01)
        sandbox.stop()
        thread.join()
        assert replies[0].status == 200

    def test_stopping_twice_and_never_having_started(self):
        sandbox = Sandbox()
        with pytest.raises(RuntimeError):
            sandbox.url
        sandbox.stop()
        sandbox.stop()

    def test_state_in_a_file_survives(self, tmp_path):
        state = str(tmp_path / 'state.sqlite')
        with Sandbox(state=state) as sandbox:
            Api(sandbox).data_set()
            Api(sandbox).text()
        with Sandbox(state=state) as sandbox:
            api = Api(sandbox)
            assert api.used_credits == 1
            assert api('GET', '/userDataSet/E-relation-set').data['ID'] == 1
            assert api.text().data['hash_duplicate'] is True
            sandbox.reset()
            assert api.used_credits == 0
            assert api.data_set()['ID'] == 1

    def test_reset(self, api):
        sandbox = api.sandbox
        api.text(), api.data_set(), api.sub_key(), api.public_key()
        other = sandbox.add_key('other-key-not-real')
        sandbox.clock.move(-10 ** 6)
        sandbox.inject(status=503)
        sandbox.set_next_reply('credits', {})
        sandbox.reset()
        assert sandbox.requests == []
        assert abs(sandbox.clock.now().timestamp() - time.time()) < 1000
        assert api.used_credits == 0
        assert api('GET', '/credits', key=other).code == 100002
        assert [api('GET', path).data['Count'] for path in ('/subKey', '/userDataSet')] == [0, 0]
        assert api.text().data['hash_duplicate'] is False


class TestHttp:

    def test_connections_are_kept(self, sandbox):
        connection = http.client.HTTPConnection(*_address(sandbox))
        ports = set()
        for path in ('credits', 'nowhere', 'templates'):
            connection.request('GET', '/api/v1/' + path, headers={'X-Auth-Key': sandbox.auth_key})
            connection.getresponse().read()
            ports.add(connection.sock.getsockname())
        # A body that nobody wanted does not get in the way of the next request.
        connection.request('POST', '/api/v1/nowhere', b'x' * 10 ** 6)
        assert connection.getresponse().read()
        connection.request('GET', '/api/v1/credits', headers={'X-Auth-Key': sandbox.auth_key})
        assert connection.getresponse().status == 200
        assert len(ports | {connection.sock.getsockname()}) == 1
        connection.close()

    def test_bodies_in_chunks(self, api):
        content = pdf('Total')
        head = b'--x\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n\r\n'
        body = io.BytesIO(head + content + b'\r\n--x--\r\n')
        reply = api('POST', '/parseDocument', body=body, chunked=True,
                    headers={'Content-Type': 'multipart/form-data; boundary=x'})
        assert reply.status == 200
        assert api.sandbox.requests[0].files[0].size == len(content)

    def test_expect_continue(self, sandbox):
        with socket.create_connection(_address(sandbox), 10) as connection:
            connection.sendall(b'POST /api/v1/parseText HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
                               b'Expect: 100-continue\r\nContent-Length: 12\r\n\r\n')
            assert connection.recv(25) == b'HTTP/1.1 100 Continue\r\n\r\n'
            connection.sendall(b'{"text":"x"}')
            assert connection.recv(12) == b'HTTP/1.1 500'

    @pytest.mark.parametrize('data, status', [
        (b'nonsense\r\n\r\n', 400), (b'GET / HTTP/9.9\r\n\r\n', 505),
        (_get('/api/v1/credits', 'Content-Length: many'), 400), (_get('/api/v1/credits', 'Content-Length: -1'), 400),
        (_get('/api/v1/credits', 'Transfer-Encoding: gzip'), 400), (_get('/' + 'x' * 70000), 414)])
    def test_what_is_no_http_is_told_so(self, sandbox, data, status):
        head, _, body = exchange(sandbox, data).partition(b'\r\n\r\n')
        # A line that is no request at all is answered as HTTP 0.9, without a head.
        assert json.loads(body or head)['result'] == 'error'
        assert not body or head.startswith(b'HTTP/1.1 %d ' % status)

    @pytest.mark.parametrize('body', [b'zz\r\n', b'5\r\nab', b''])
    def test_bodies_that_break_off_are_not_answered(self, sandbox, body):
        assert exchange(sandbox, b'POST /api/v1/parseText HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n'
                                 b'Content-Type: application/json\r\n\r\n' + body) == b''
        assert exchange(sandbox, b'POST /api/v1/parseText HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n'
                                 b'Content-Type: application/json\r\n\r\n' + body) == b''
        assert sandbox.requests == []

    def test_head_has_no_body(self, sandbox):
        reply = exchange(sandbox, _get('/api/v1/credits').replace(b'GET', b'HEAD'))
        assert reply.startswith(b'HTTP/1.1 500 ') and reply.endswith(b'\r\n\r\n')

    @pytest.mark.parametrize('path', ['/api/v1', '/api/v1/'])
    def test_the_index_with_and_without_a_slash(self, sandbox, path):
        assert exchange(sandbox, _get(path, 'X-Auth-Key: ' + sandbox.auth_key)).startswith(b'HTTP/1.1 200 ')

    @pytest.mark.parametrize('path', [
        '/', '/api', '/api/v2/credits', '/api/v1/credit', '/api/v1/credits/', '/api/v1//credits', '/api/v1/subKey/1/2',
        '/api/v1/userDataSet/1/records/../../credits', '/api/v1/userDataSet/', '/api/v1/fields//', '*', '//', '/%zz'])
    def test_unknown_routes(self, sandbox, path):
        head, _, body = exchange(sandbox, _get(path, 'X-Auth-Key: ' + sandbox.auth_key)).partition(b'\r\n\r\n')
        assert head.startswith(b'HTTP/1.1 404 ')
        assert json.loads(body)['code'] == 0
        assert 'there is no GET' in json.loads(body)['message']

    def test_dots_are_no_way_up(self, api):
        api.data_set()
        path = '/api/v1/userDataSet/E-relation-set/records/..'
        reply = exchange(api.sandbox, _get(path, 'X-Auth-Key: ' + api.sandbox.auth_key).replace(b'GET', b'DELETE'))
        assert reply.startswith(b'HTTP/1.1 404 ')
        assert api('GET', '/userDataSet/E-relation-set').status == 200

    def test_unknown_routes_say_which_was_meant(self, api):
        assert api('POST', '/parsedocument').error == (
            404, 0, 'there is no POST /api/v1/parsedocument; did you mean POST /api/v1/parseDocument?')

    @pytest.mark.parametrize('method, path, allowed', [
        ('POST', '/credits', 'GET'), ('PUT', '/subKey/1', 'DELETE, GET, PATCH'), ('OPTIONS', '/publicKey', 'GET, POST'),
        ('DELETE', '/userDataSet', 'GET, POST'), ('BREW', '/credits', 'GET'),
        ('GET', '/userDataSet/1/records/bulk', 'POST')])
    def test_wrong_methods(self, api, method, path, allowed):
        reply = api(method, path)
        assert reply.error == (405, 0, '/api/v1%s does not take %s but %s' % (path, method, allowed))
        assert reply.headers['Allow'] == allowed


class TestProcess:

    def start(self, *arguments):
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        return subprocess.Popen([sys.executable, '-m', 'klippa_ocr_api.sandbox'] + list(arguments), cwd=root,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)

    @pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
    def test_a_process_of_its_own(self, number):
        with self.start('--auth-key', 'its-key-not-real', '--credits', '7') as process:
            line = process.stdout.readline()
            url = line.split(',')[0].replace('Klippa sandbox at ', '')
            connection = http.client.HTTPConnection(url.split('/')[2])
            connection.request('GET', '/api/v1/credits?X-Auth-Key=its-key-not-real')
            assert json.loads(connection.getresponse().read())['data']['AvailableCredits'] == 7
            process.send_signal(number)
            _, log = process.communicate(timeout=30)
        assert line == 'Klippa sandbox at %s, X-Auth-Key: its-key-not-real\n' % url
        assert process.returncode == 0
        # The log tells what was asked, and no key.
        assert log == '"GET /api/v1/credits?X-Auth-Key=[redacted] HTTP/1.1" 200 -\n'
        connection.close()

    @pytest.mark.parametrize('arguments', [['--host', '0.0.0.0'], ['--port', 'x'], ['--state', '/nowhere/at/all']])
    def test_wrong_arguments(self, arguments, capsys):
        with pytest.raises(SystemExit):
            __main__.main(arguments)
        assert 'usage: ' in capsys.readouterr().err


def test_many_threads_and_counts_that_add_up():
    threads, rounds = 64, 8
    with Sandbox(credits=threads * rounds) as sandbox:
        api = Api(sandbox)
        api.data_set()
        sub_key = api.sub_key()['Key']
        errors = []

        def work(number):
            try:
                for turn in range(rounds):
                    assert api.text('text %d' % turn, key=sub_key if number % 2 else None).status == 200
                    api.record('E-relation-set', '%d-%d' % (number, turn), name='x')
                    assert api('GET', '/userDataSet/E-relation-set/records/E%d-%d' % (number, turn)).status == 200
            except BaseException as error:
                errors.append(error)

        running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        assert errors == []
        assert api.used_credits == threads * rounds
        assert sum(row['count'] for row in api('GET', '/statistics?include_sub_keys=true').data) == threads * rounds
        assert sum(row['count'] for row in api('GET', '/statistics').data) == threads * rounds // 2
        assert api('GET', '/userDataSet/E-relation-set/records').data['Count'] == threads * rounds
        sandbox.assert_called('parse_text', times=threads * rounds)


def test_credits_are_not_overspent_by_many_at_once():
    with Sandbox(credits=30) as sandbox:
        api, statuses = Api(sandbox), []
        running = [threading.Thread(target=lambda: statuses.append(api.text().status)) for _ in range(60)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        assert sorted(statuses) == [200] * 33 + [500] * 27
        assert api.used_credits == 33
