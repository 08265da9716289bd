"""``Configuration``: settings without side effects."""
import copy
import logging
import os
import pickle
import subprocess
import sys
import threading

import pytest

import klippa_ocr_api
from klippa_ocr_api import ApiClient, ApiTypeError, ApiValueError, Configuration
from klippa_ocr_api.configuration import HOST, LOGGER_NAME, TEST_HOST
from test.conftest import ROOT

DEFAULTS = {
    'host': 'https://custom-ocr.klippa.com/api/v1', 'temp_folder_path': None, 'api_key': {}, 'api_key_prefix': {},
    'refresh_api_key_hook': None, 'username': None, 'password': None, 'discard_unknown_keys': False,
    'logger_format': '%(asctime)s %(levelname)s %(message)s', 'logger_file': None, 'logger_stream_handler': None,
    'logger_file_handler': None, 'debug': False, 'verify_ssl': True, 'ssl_ca_cert': None, 'cert_file': None,
    'key_file': None, 'assert_hostname': None, 'connection_pool_maxsize': 32, 'proxy': None, 'proxy_headers': None,
    'safe_chars_for_path_param': '', 'retries': None, 'client_side_validation': True, 'auth_in': 'header',
    'timeout': (10, 120), 'retry_after_max': 60, 'trust_env': False,
}


@pytest.fixture(autouse=True)
def restored():
    """The default configuration and the package's logger as they were."""
    logger = logging.getLogger(LOGGER_NAME)
    level, handlers = logger.level, list(logger.handlers)
    yield
    Configuration.set_default(None)
    logger.setLevel(level)
    for handler in [handler for handler in logger.handlers if handler not in handlers]:
        logger.removeHandler(handler)
        handler.close()


def test_defaults():
    configuration = Configuration()
    assert {name: getattr(configuration, name) for name in DEFAULTS} == DEFAULTS
    assert Configuration().api_key is not configuration.api_key


def test_arguments_in_the_order_of_the_published_client():
    configuration = Configuration('https://example.com', {'X-Auth-Key': 'k'}, {'X-Auth-Key': 'p'}, 'u', 'w', True)
    assert (configuration.host, configuration.username, configuration.password, configuration.discard_unknown_keys) == (
        'https://example.com', 'u', 'w', True)
    assert configuration.get_api_key_with_prefix('X-Auth-Key') == 'p k'


@pytest.mark.parametrize('name, value', sorted(
    (name, 'https://example.com/api' if name == 'host' else 'query' if name == 'auth_in' else value)
    for name, value in DEFAULTS.items() if not name.startswith('logger')))
def test_attributes_are_assignable(name, value):
    configuration = Configuration()
    setattr(configuration, name, value)
    assert getattr(configuration, name) == value


@pytest.mark.parametrize('host, error', [
    ('', ApiValueError), ('custom-ocr.klippa.com', ApiValueError), ('ftp://example.com', ApiValueError),
    ('https://', ApiValueError), ('https://example.com/api?key=1', ApiValueError), ('https://e.com/#a', ApiValueError),
    ('https://example.com/api\n', ApiValueError), (' https://example.com', ApiValueError), (None, ApiTypeError),
    (b'https://example.com' if str is not bytes else 5, ApiTypeError)])
def test_host_is_checked_where_it_is_set(host, error):
    with pytest.raises(error, match='host is a URL such as https://custom-ocr.klippa.com/api/v1'):
        Configuration(host=host)
    configuration = Configuration()
    pytest.raises(error, setattr, configuration, 'host', host)
    assert configuration.host == HOST


@pytest.mark.parametrize('host', [HOST, TEST_HOST, 'http://localhost:8080', 'HTTP://127.0.0.1/a/', 'https://[::1]:5/a'])
def test_hosts(host):
    assert Configuration(host=host).host == host


def test_auth_in_is_checked():
    with pytest.raises(ApiValueError, match="auth_in is 'header' or 'query', not 'body'"):
        Configuration(auth_in='body')


def test_keys():
    configuration = Configuration(api_key={'X-Auth-Key': 'k', 'X-Auth-Public-Key': ''})
    assert configuration.get_api_key_with_prefix('X-Auth-Key') == 'k'
    assert configuration.get_api_key_with_prefix('X-Auth-Public-Key') is None
    assert configuration.get_api_key_with_prefix('X-Else') is None
    assert configuration.auth_settings() == {
        'APIKeyHeader': {'type': 'api_key', 'in': 'header', 'key': 'X-Auth-Key', 'value': 'k'},
        'APIKeyQueryParam': {'type': 'api_key', 'in': 'query', 'key': 'X-Auth-Key', 'value': 'k'}}
    configuration.api_key['X-Auth-Public-Key'] = 'p'
    configuration.api_key_prefix['X-Auth-Public-Key'] = 'Bearer'
    assert configuration.auth_settings()['APIPublicKeyHeader'] == {
        'type': 'api_key', 'in': 'header', 'key': 'X-Auth-Public-Key', 'value': 'Bearer p'}
    assert sorted(configuration.auth_settings()) == [
        'APIKeyHeader', 'APIKeyQueryParam', 'APIPublicKeyHeader', 'APIPublicKeyQueryParam']
    configuration.api_key = configuration.api_key_prefix = None
    assert configuration.auth_settings() == {} and 'none' in repr(configuration)


def test_the_callers_dictionary_is_used():
    """Code that goes on filling its own dictionary is heard."""
    keys = {}
    configuration = Configuration(api_key=keys)
    keys['X-Auth-Key'] = 'later'
    assert configuration.get_api_key_with_prefix('X-Auth-Key') == 'later'


def test_refresh_api_key_hook_runs_once_per_call(server, client):
    calls = []

    def refresh(configuration):
        calls.append(configuration)
        configuration.api_key['X-Auth-Key'] = 'fresh-%d-not-real' % len(calls)

    client.configuration.refresh_api_key_hook = refresh
    client.information.credits()
    client.parsing.parse_document(document=b'%PDF-')
    assert calls == [client.configuration] * 2
    assert [request.header('X-Auth-Key') for request in server.requests] == ['fresh-1-not-real', 'fresh-2-not-real']
    assert client.configuration.get_api_key_with_prefix('X-Auth-Key') == 'fresh-3-not-real'


def test_default():
    assert Configuration.get_default_copy().host == HOST
    configuration = Configuration(host=TEST_HOST, api_key={'X-Auth-Key': 'k'})
    Configuration.set_default(configuration)
    configuration.host = HOST  # too late
    first, second = Configuration.get_default_copy(), Configuration.get_default_copy()
    assert first is not second and first.host == TEST_HOST == ApiClient().configuration.host
    first.api_key['X-Auth-Key'] = 'other'
    assert second.api_key == {'X-Auth-Key': 'k'} == klippa_ocr_api.ParsingApi().api_client.configuration.api_key
    assert ApiClient(configuration).configuration is configuration
    Configuration.set_default(None)
    assert ApiClient().configuration.host == HOST


class Vault(object):
    """Where keys come from in real life: with a lock, which nobody can copy."""

    def __init__(self):
        self.lock = threading.Lock()

    def refresh(self, configuration):
        with self.lock:
            configuration.api_key['X-Auth-Key'] = 'from the vault'


def test_deepcopy(tmpdir):
    configuration = Configuration(host=TEST_HOST, api_key={'X-Auth-Key': 'k'}, api_key_prefix={'X-Auth-Key': 'p'})
    configuration.refresh_api_key_hook = Vault().refresh
    configuration.logger_file = str(tmpdir.join('log'))
    configuration.logger_stream_handler = logging.StreamHandler()
    configuration.proxy_headers = {'a': 'b'}
    duplicate = copy.deepcopy(configuration)
    assert {name: getattr(duplicate, name) for name in DEFAULTS} == {
        name: getattr(configuration, name) for name in DEFAULTS}
    for name in 'api_key', 'api_key_prefix', 'proxy_headers':
        assert getattr(duplicate, name) is not getattr(configuration, name)
    assert duplicate.get_api_key_with_prefix('X-Auth-Key') == 'p from the vault'
    assert configuration.api_key == {'X-Auth-Key': 'k'}
    assert copy.copy(configuration).host == TEST_HOST


def test_pickle(tmpdir):
    configuration = Configuration(host=TEST_HOST, api_key={'X-Auth-Key': 'k'})
    configuration.logger_file = str(tmpdir.join('log'))
    configuration.logger_stream_handler = logging.StreamHandler()
    configuration.retries = 7
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        duplicate = pickle.loads(pickle.dumps(configuration, protocol))
        assert (duplicate.host, duplicate.api_key, duplicate.retries) == (TEST_HOST, {'X-Auth-Key': 'k'}, 7)
        assert duplicate.logger_file is duplicate.logger_file_handler is duplicate.logger_stream_handler is None


def test_hosts_of_the_service():
    configuration = Configuration()
    settings = configuration.get_host_settings()
    assert [setting['url'] for setting in settings] == [HOST, TEST_HOST] and settings[0]['description']
    assert [configuration.get_host_from_settings(index, variables={}) for index in (0, 1)] == [HOST, TEST_HOST]
    for index in -1, 2:
        with pytest.raises(ValueError, match='There is no host %d: it is 0 to 1' % index):
            configuration.get_host_from_settings(index)
    settings[0]['url'] = 'changed'
    assert configuration.get_host_from_settings(0) == HOST


def test_debug_report():
    report = Configuration(api_key={'X-Auth-Key': 'k'}).to_debug_report()
    for part in (sys.platform, sys.version.split()[0], klippa_ocr_api.__version__, 'v0-15-56', HOST):
        assert part in report


def test_debug_concerns_our_logger_only():
    """A line per attempt when asked for; other libraries' loggers and ``http.client`` keep to themselves."""
    from six.moves import http_client

    others = [logging.getLogger(name) for name in ('', 'urllib3', 'urllib3.connectionpool', 'http.client')]
    before = [(logger.level, list(logger.handlers)) for logger in others]
    level = http_client.HTTPConnection.debuglevel
    configuration = Configuration()
    ours = configuration.logger['package_logger']
    assert ours is logging.getLogger(LOGGER_NAME) and configuration.logger['urllib3_logger'] is others[1]
    configuration.debug = True
    assert configuration.debug is True and ours.getEffectiveLevel() == logging.DEBUG
    configuration.debug = False
    assert configuration.debug is False and not ours.isEnabledFor(logging.DEBUG)
    assert [(logger.level, list(logger.handlers)) for logger in others] == before
    assert http_client.HTTPConnection.debuglevel == level


def test_making_one_has_no_side_effects():
    """In a process of its own, where nobody has touched a logger yet."""
    script = (
        'import logging, threading, sys\n'
        'import klippa_ocr_api\n'
        'names = sorted(logging.Logger.manager.loggerDict)\n'
        'configuration = klippa_ocr_api.Configuration(); client = klippa_ocr_api.ApiClient()\n'
        'assert threading.active_count() == 1\n'
        'for name in [""] + sorted(logging.Logger.manager.loggerDict):\n'
        '    logger = logging.getLogger(name)\n'
        '    assert not [h for h in logger.handlers if not isinstance(h, logging.NullHandler)], name\n'
        '    assert logger.level == (logging.WARNING if not name else logging.NOTSET), name\n'
        'from six.moves import http_client\n'
        'assert http_client.HTTPConnection.debuglevel == 0\n')
    subprocess.check_output([sys.executable, '-W', 'error', '-c', script], cwd=ROOT, stderr=subprocess.STDOUT)


def test_logger_file(server, client, tmpdir):
    first, second = tmpdir.join('first.log'), tmpdir.join('second.log')
    configuration = client.configuration
    configuration.debug = True
    configuration.logger_file = str(first)
    assert not first.exists()
    client.information.credits()
    configuration.logger_format = 'changed: %(message)s'
    client.information.credits()
    configuration.logger_file = str(second)
    client.information.credits()
    configuration.logger_file = None
    client.information.credits()
    lines = first.read().splitlines()
    assert len(lines) == 2 and ' DEBUG GET /api/v1/credits: 200, ' in lines[0]
    assert lines[1].startswith('changed: GET /api/v1/credits: 200, ')
    assert len(second.read().splitlines()) == 1 and second.read().startswith('changed: ')
    assert configuration.logger_file is None and configuration.logger_file_handler is None
    assert configuration.logger_format == 'changed: %(message)s'
    assert os.path.getsize(str(first)) > 0


def test_settings_may_be_changed_between_calls(server, client):
    client.configuration.api_key = {'X-Auth-Key': 'another-not-real'}
    client.configuration.host = server.url + '/elsewhere/'
    client.information.credits()
    assert server.requests[0].target == '/elsewhere/credits'
    assert server.requests[0].header('X-Auth-Key') == 'another-not-real'
