# coding: utf-8
"""What is logged: one line per attempt, and never a key or a body; other libraries' logging stays as it was."""
import logging
import re
import subprocess
import sys

import pytest
import six
from six.moves import http_client

from klippa_ocr_api import exceptions
from test.conftest import KEY, ROOT
from test.http_server import HttpServer, reply
from test.test_documents import PDF, Unseekable
from test.test_transport import client_of, moved, pauses, scripted

assert pauses, 'a fixture'

PASSPORT = u'SPECIMEN<<ERIKA'
REPLY = reply({'data': {'document_type': PASSPORT}, 'request_id': '0123456789abcdefABCDEF0123456789',
               'result': 'success'})
LINE = re.compile(
    r'(?P<method>[A-Z]+) (?P<path>\S+): (?P<outcome>\w+), (?P<sent>\w+) bytes sent, (?P<received>\w+) bytes received, '
    r'(?P<seconds>\d+\.\d{3}) s, attempt (?P<attempt>\d+), request ID (?P<request_id>\S+)\Z')


@pytest.fixture
def log(caplog):
    """Everything that anybody logs during the test."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, 'klippa_ocr_api')
    caplog.set_level(logging.DEBUG, 'urllib3')
    return caplog


def lines(log):
    """Our lines, taken apart."""
    found = []
    for record in log.records:
        if record.name == 'klippa_ocr_api':
            assert record.levelno == logging.DEBUG
            found.append(LINE.match(record.getMessage()).groupdict())
    return found


def everything(log):
    """All that was logged, with what is in the records' arguments, too."""
    return u'\n'.join(
        six.ensure_text(part, errors='replace') for record in log.records
        for part in [record.getMessage(), repr(record.args), repr(record.exc_info)])


def test_one_line_per_attempt(log):
    with HttpServer(scripted(REPLY)) as server, client_of(server.host) as client:
        client.parsing.parse_document(document=PDF, template='invoice')
        sent = len(server.requests[0].body)
    line, = lines(log)
    assert float(line.pop('seconds')) < 30
    assert line == {
        'method': 'POST', 'path': '/api/v1/parseDocument', 'outcome': '200', 'sent': str(sent),
        'received': str(len(REPLY.split(b'\r\n\r\n')[1])), 'attempt': '1',
        'request_id': '0123456789abcdefABCDEF0123456789'}


def test_all_attempts(log, pauses):
    with HttpServer(scripted(reply(b'', '502 Bad Gateway'), None, moved('/b?secret=1'), REPLY)) as server:
        with client_of(server.host) as client:
            client.information.credits()
    assert [(line['outcome'], line['attempt'], line['path']) for line in lines(log)] == [
        ('502', '1', '/api/v1/credits'), ('ProtocolError', '2', '/api/v1/credits'), ('302', '3', '/api/v1/credits'),
        ('200', '4', '/b')]
    assert [line['received'] for line in lines(log)] == ['0', 'unknown', '0', lines(log)[-1]['received']]
    assert [line['sent'] for line in lines(log)] == ['0'] * 4
    assert 'secret' not in u''.join(record.getMessage() for record in log.records if record.name == 'klippa_ocr_api')


def test_what_is_not_known(log):
    with HttpServer(scripted(REPLY)) as server, client_of(server.host) as client:
        client.parsing.parse_document(document=Unseekable(PDF), _preload_content=False).read()
    line, = lines(log)
    assert (line['sent'], line['received'], line['request_id']) == ('unknown',) * 3


def test_a_document_that_fails(log, tmpdir):
    path = tmpdir.join('a.pdf')
    path.write_binary(PDF)

    class Failing(Unseekable):
        def read(self, size=-1):
            if not self._stream.tell():
                return Unseekable.read(self, size)
            raise ValueError('the download broke off')

    with HttpServer(scripted(REPLY)) as server, client_of(server.host) as client:
        with pytest.raises(exceptions.DocumentReadError):
            client.parsing.parse_document(document=Failing(PDF))
    assert len(lines(log)) == 1


@pytest.mark.parametrize('auth_in', ['header', 'query'])
@pytest.mark.parametrize('answer', [
    REPLY, reply({'code': 100002, 'message': 'no such key: ' + KEY}, '500 Oops'), reply(b'', '401 Unauthorized'),
    reply(b'<html>' + PASSPORT.encode('ascii') + b'</html>'), reply({'request_id': PASSPORT + ' \n' + KEY}, '404 None'),
    lambda request, connection: connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno header\r\n\r\n{}'),
    lambda request, connection: connection.sendall(REPLY[:-5]), moved('http://elsewhere.example/'), None,
])
def test_no_key_and_no_body(log, pauses, auth_in, answer):
    with HttpServer(scripted(answer)) as server:
        with client_of(server.host, auth_in=auth_in, retries=1) as client:
            for call in (client.information.credits,
                         lambda: client.parsing.parse_document(document=PDF, template=PASSPORT, user_data={'a': KEY})):
                try:
                    call()
                except exceptions.ApiException as error:
                    logging.getLogger('application').info('failed', exc_info=False)
                    assert auth_in == 'header' or KEY not in repr(error.__cause__)
        assert server.requests
    assert len(lines(log)) >= 2
    text = everything(log)
    assert KEY not in text and PASSPORT not in text and 'not much of one' not in text


def test_errors_do_not_show_the_key(pauses):
    closed = 'http://127.0.0.1:1'
    for auth_in in ('header', 'query'):
        with client_of(closed, auth_in=auth_in, retries=2) as client:
            with pytest.raises(exceptions.ApiConnectionError) as caught:
                client.information.credits()
        error = caught.value
        assert KEY not in str(error) + repr(error) + str(error.__cause__) + repr(error.__cause__) + repr(vars(error))


def state():
    """How the logging of others is set."""
    names = ['', 'urllib3', 'urllib3.connectionpool', 'urllib3.util.retry', 'http.client', 'requests']
    return [(logger.level, list(logger.handlers), logger.disabled, logger.propagate, list(logger.filters))
            for logger in map(logging.getLogger, names)] + [
        http_client.HTTPConnection.debuglevel, http_client.HTTPSConnection.debuglevel, logging.root.manager.disable]


@pytest.fixture
def ours():
    """Our logger, as it was before afterwards."""
    logger = logging.getLogger('klippa_ocr_api')
    before = logger.level, list(logger.handlers)
    yield logger
    logger.setLevel(before[0])
    logger.handlers[:] = before[1]


@pytest.mark.parametrize('level', [0, 1])
def test_the_logging_of_others_stays_as_it_is(monkeypatch, tmpdir, ours, level):
    monkeypatch.setattr(http_client.HTTPConnection, 'debuglevel', level)
    before = state()
    with HttpServer(scripted(REPLY)) as server, client_of(server.host) as client:
        configuration = client.configuration
        for debug in (True, False):
            configuration.debug = debug
            configuration.logger_file = str(tmpdir.join('%s.log' % debug))
            configuration.logger_format = '%(message)s'
            assert state() == before
            client.information.credits()
            assert state() == before
        configuration.logger_file = None
        assert state() == before


def test_debug_and_logger_file(tmpdir, ours):
    path = tmpdir.join('ours.log')
    with HttpServer(scripted(REPLY)) as server, client_of(server.host) as client:
        client.configuration.logger_file = str(path)
        client.configuration.logger_format = 'K: %(message)s'
        client.information.credits()
        assert not path.check() or path.read() == '', 'not in debug'
        client.configuration.debug = True
        assert client.configuration.debug is True
        client.information.credits()
        logging.getLogger('urllib3').warning('of others')
        logging.getLogger().warning('of others')
        client.configuration.debug = False
        client.information.credits()
        client.configuration.logger_file = None
        client.configuration.debug = True
        client.information.credits()
    text = path.read()
    assert text.startswith('K: GET /api/v1/credits: 200, ') and text.count('\n') == 1
    assert KEY not in text and PASSPORT not in text


def test_nothing_is_touched_by_importing_and_constructing():
    script = '''
import logging
from six.moves import http_client
import klippa_ocr_api
klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(api_key={'X-Auth-Key': 'test-key-not-real'}))
import klippa_ocr_api.rest, klippa_ocr_api.api, threading
assert not logging.root.handlers and logging.root.level == logging.WARNING
for name in ('klippa_ocr_api', 'urllib3'):
    logger = logging.getLogger(name)
    assert logger.level == logging.NOTSET, name
    assert [type(handler).__name__ for handler in logger.handlers if type(handler).__name__ != 'NullHandler'] == []
assert http_client.HTTPConnection.debuglevel == 0
assert threading.active_count() == 1
'''
    subprocess.check_call([sys.executable, '-W', 'error', '-c', script], cwd=ROOT)
