"""One client for many: threads, forked processes, pickles, and the end of the program."""
import copy
import os
import pickle
import subprocess
import sys
import threading
import time

import pytest

import klippa_ocr_api
from klippa_ocr_api import exceptions
from test.conftest import KEY, ROOT
from test.http_server import HttpServer, reply
from test.test_documents import PDF
from test.test_transport import client_of

assert client_of


def echo(request, connection):
    """Answers with what was asked for, so that mixed-up replies show."""
    return reply({'data': {'document_type': request.header('X-Number'), 'hash': request.target},
                  'request_id': 'a' * 32, 'result': 'success'})


def run_script(text, *arguments, **options):
    """Runs a program of its own, and returns what it printed; fails when it does not end."""
    environment = dict(os.environ, PYTHONPATH=ROOT)
    process = subprocess.Popen(
        [sys.executable, '-W', 'error', '-c', text] + [str(argument) for argument in arguments], env=environment,
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    alarm = threading.Timer(options.get('timeout', 60), process.kill)
    alarm.start()
    try:
        output = process.communicate()[0]
    finally:
        alarm.cancel()
    assert process.returncode == 0, output
    return output


def test_64_threads():
    failures, lock = [], threading.Lock()
    barrier = threading.Event()

    def work(number):
        barrier.wait(20)
        try:
            for step in range(5):
                mark = '%d-%d' % (number, step)
                data = client.call_api(
                    '/parseDocument', 'POST', files={'document': ('a.pdf', PDF + mark.encode('ascii'))},
                    header_params={'X-Number': mark}, response_type='ReceiptBody', auth_settings=['APIKeyHeader'],
                    _return_http_data_only=True)
                assert data.data.document_type == mark
        except BaseException as error:
            with lock:
                failures.append(error)

    with HttpServer(echo) as server, client_of(server.host, connection_pool_maxsize=64) as client:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(64)]
        for thread in threads:
            thread.start()
        barrier.set()
        for thread in threads:
            thread.join(60)
        assert failures == []
        assert len(server.requests) == 320
        assert server.connections <= 64
        for request in server.requests:
            assert PDF + request.header('X-Number').encode('ascii') in request.body
            assert request.header('X-Auth-Key') == KEY


def test_threads_that_come_first_at_once_share_the_connections():
    ready, managers = threading.Event(), []
    client = client_of('http://127.0.0.1:1')

    def look():
        ready.wait(20)
        managers.append(client.rest_client.pool_manager)

    threads = [threading.Thread(target=look) for _ in range(16)]
    for thread in threads:
        thread.start()
    ready.set()
    for thread in threads:
        thread.join(20)
    assert len(managers) == 16 and all(manager is managers[0] for manager in managers)


FORK = r'''
import os, sys
import klippa_ocr_api

def call(mark):
    data = client.call_api('/parseDocument', 'POST', files={'document': ('a.pdf', b'%PDF-')},
                           header_params={'X-Number': mark}, response_type='ReceiptBody',
                           auth_settings=['APIKeyHeader'], _return_http_data_only=True)
    assert data.data.document_type == mark, (mark, data)

client = klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(
    host=sys.argv[1], api_key={'X-Auth-Key': 'test-key-not-real'}))
call('before')
children = []
for child in range(4):
    pid = os.fork()
    if not pid:
        for step in range(20):
            call('%d-%d' % (child, step))
        result = client.information.get_api_index(async_req=True)
        result.get(20)
        client.close()
        os._exit(0)
    children.append(pid)
for step in range(20):
    call('parent-%d' % step)
for pid in children:
    assert os.waitpid(pid, 0)[1] == 0
call('after')
client.close()
print('fine')
'''


def test_a_client_made_before_a_fork_is_used_on_both_sides():
    with HttpServer(echo) as server:
        assert run_script(FORK, server.host).strip() == 'fine'
        assert len(server.requests) == 1 + 4 * 21 + 20 + 1
        # The parent goes on with its connection; each child has one of its own, and one for its thread at most.
        assert 5 <= server.connections <= 9


FORK_ASYNC = r'''
import os, sys
import klippa_ocr_api

client = klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(
    host=sys.argv[1], api_key={'X-Auth-Key': 'test-key-not-real'}))
client.information.get_api_index(async_req=True).get(20)
import warnings
warnings.simplefilter('ignore')  # Python 3.12 warns of a fork while there are threads
pid = os.fork()
client.information.get_api_index(async_req=True).get(20)
if not pid:
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
print('fine')
'''


def test_threads_for_asynchronous_calls_after_a_fork():
    with HttpServer(echo) as server:
        assert run_script(FORK_ASYNC, server.host).strip() == 'fine'
        assert len(server.requests) == 3


def in_every_protocol(value):
    return [pickle.loads(pickle.dumps(value, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]


def test_a_client_through_pickle():
    with HttpServer(echo) as server, client_of(server.host, timeout=7, retries=1) as client:
        client.set_default_header('X-Number', '7')
        client.information.get_api_index()
        client.information.get_api_index(async_req=True).get(20)
        for again in in_every_protocol(client) + [copy.deepcopy(client)]:
            with again:
                again.parsing.parse_document(document=PDF)
                request = server.requests[-1]
                assert (request.header('X-Auth-Key'), request.header('X-Number')) == (KEY, '7'), 'the key is usable'
                assert (again.configuration.timeout, again.configuration.retries) == (7, 1)
                assert KEY not in repr(again) + str(again) + again.configuration.to_debug_report(), 'and unprinted'


def test_a_configuration_through_pickle(tmpdir):
    configuration = klippa_ocr_api.Configuration(api_key={'X-Auth-Key': KEY}, api_key_prefix={'X-Auth-Key': 'Token'})
    configuration.logger_file = str(tmpdir.join('a.log'))
    try:
        for again in in_every_protocol(configuration) + [copy.deepcopy(configuration), copy.copy(configuration)]:
            assert again.get_api_key_with_prefix('X-Auth-Key') == 'Token ' + KEY
            assert again.host == configuration.host
            assert KEY not in repr(again) + str(again) + again.to_debug_report()
    finally:
        configuration.logger_file = None


def test_a_model_through_pickle():
    model = klippa_ocr_api.Receipt(amount=1275, merchant_name='A')
    model.additional_properties['amount_tip'] = 5
    for again in in_every_protocol(model):
        assert again == model and again.amount_tip == 5


@pytest.mark.parametrize('error', [
    exceptions.OpenApiException('a'),
    exceptions.ApiTypeError('a', ['b', 0], (int,), False),
    exceptions.ApiValueError('a', ['b', 0]),
    exceptions.ApiKeyError('a', ['b']),
    exceptions.MissingParameterError('a'),
    exceptions.DocumentError(u'\xfc'),
    exceptions.DocumentNotFoundError('a'),
    exceptions.DocumentReadError('a'),
    exceptions.DocumentChangedError('a'),
    exceptions.ApiException(status=404, reason='Not Found'),
], ids=lambda error: type(error).__name__)
def test_errors_through_pickle(error):
    exceptions.chained(error, EnvironmentError(5, 'the disk'))
    for again in in_every_protocol(error) + [copy.copy(error), copy.deepcopy(error)]:
        assert type(again) is type(error) and str(again) == str(error)
        assert isinstance(again.__cause__, EnvironmentError) and again.__cause__.errno == 5
        state, expected = dict(vars(again)), dict(vars(error))
        state.pop('__cause__', None), expected.pop('__cause__', None)
        assert state == expected


def test_all_classes_of_wire_errors_through_pickle():
    for name in exceptions.__all__:
        cls = getattr(exceptions, name)
        if isinstance(cls, type) and issubclass(cls, exceptions.ApiException):
            error = cls(status=500, reason='Oops', attempts=3)
            for again in in_every_protocol(error):
                assert type(again) is cls and (again.status, again.attempts) == (500, 3)


def test_a_cause_that_does_not_pickle():
    class Local(Exception):
        pass

    error = exceptions.chained(exceptions.ApiConnectionError(status=0, reason='a'), Local('b'))
    for again in in_every_protocol(error):
        assert 'Local' in str(again.__cause__) and 'b' in str(again.__cause__)


EXIT = r'''
import sys
import klippa_ocr_api

client = klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(
    host=sys.argv[1], api_key={'X-Auth-Key': 'test-key-not-real'}))
results = [client.information.get_api_index(async_req=True) for _ in range(5)]
results[0].wait(0.5)
print('done')
sys.stdout.flush()
'''


def test_the_program_ends_with_calls_under_way():
    stop = threading.Event()
    with HttpServer(lambda request, connection: stop.wait(60) and None) as server:
        started = time.time()
        assert run_script(EXIT, server.host, timeout=30).strip() == 'done'
        assert time.time() - started < 25
        assert server.requests
        stop.set()


PROCESSES = r'''
import multiprocessing, sys
import klippa_ocr_api

client = klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(
    host=sys.argv[1], api_key={'X-Auth-Key': 'test-key-not-real'}))

def call(client_and_mark):
    client, mark = client_and_mark
    try:
        return client.call_api('/parseDocument', 'POST', files={'document': ('a.pdf', b'%PDF-')},
                               header_params={'X-Number': mark}, response_type='ReceiptBody',
                               auth_settings=['APIKeyHeader'], _return_http_data_only=True)
    except klippa_ocr_api.ApiException as error:
        return error

pool = multiprocessing.Pool(2)
models = pool.map(call, [(client, str(number)) for number in range(10)])
assert [model.data.document_type for model in models] == [str(number) for number in range(10)], models
errors = pool.map(call, [(client, 'fail')])
assert type(errors[0]).__name__ == 'NoCreditsLeftError' and errors[0].code == 100004, errors
pool.close()
pool.join()
print('fine')
'''


def test_a_process_pool():
    def respond(request, connection):
        if request.header('X-Number') == 'fail':
            return reply({'code': 100004, 'message': 'no'}, '500 Oops')
        return echo(request, connection)

    with HttpServer(respond) as server:
        assert run_script(PROCESSES, server.host).strip() == 'fine'
