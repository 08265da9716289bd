"""What all tests share."""
import os
import subprocess
import sys

import hypothesis
import pytest

import klippa_ocr_api
from test.http_server import HttpServer

KEY = 'test-key-not-real'
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# The same examples on every machine: a red run can be repeated, and a slow machine is no failure.
hypothesis.settings.register_profile('project', deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile('project')

#: Tests that need what an interpreter does not have, and why they are not collected there.
_NOT_COLLECTED = {
    (3, 8): ['sandbox'],
    (3, 10): ['test_generate.py', 'test_types.py'],
}
collect_ignore = [
    name for version, names in _NOT_COLLECTED.items() if sys.version_info < version for name in names]
_reasons = ['not collected, they need a newer Python: ' + ', '.join(collect_ignore)] if collect_ignore else []

#: Tests of the sources, not of what an interpreter makes of them: once is enough, and they take a minute.
_CHECKS = [name for name in ['test_generate.py', 'test_types.py'] if name not in collect_ignore]
if _CHECKS and os.environ.get('KLIPPA_CHECKS') != '1':
    _reasons.append('not collected without KLIPPA_CHECKS=1, as in the environment "check" of tox: %s'
                    % ', '.join(_CHECKS))
    collect_ignore += _CHECKS


def pytest_report_header():
    return _reasons


@pytest.fixture
def server():
    """A server that answers every request with ``{}``, and a list of what it got."""
    with HttpServer() as running:
        yield running


@pytest.fixture
def client(server):
    """A client of that server."""
    configuration = klippa_ocr_api.Configuration(host=server.host, api_key={'X-Auth-Key': KEY})
    with klippa_ocr_api.ApiClient(configuration) as api_client:
        yield api_client


@pytest.fixture(scope='session')
def sandbox_process():
    """URL and key of a sandbox in a process of its own, on a Python that it runs on."""
    environment = dict(os.environ)
    python = os.environ.get('KLIPPA_SANDBOX_PYTHON') or sys.executable
    path = [ROOT, os.environ.get('KLIPPA_SANDBOX_PYTHONPATH', '')]
    if python == sys.executable and sys.version_info < (3, 8):
        pytest.skip('the sandbox needs Python 3.8+, and KLIPPA_SANDBOX_PYTHON names none')
    environment['PYTHONPATH'] = os.pathsep.join(filter(None, path))
    process = subprocess.Popen([python, '-m', 'klippa_ocr_api.sandbox', '--quiet'], cwd=ROOT, env=environment,
                               stdout=subprocess.PIPE, universal_newlines=True)
    try:
        # "Klippa sandbox at URL, X-Auth-Key: KEY"
        line = process.stdout.readline()
        url, key = line.strip().split(' at ')[1].split(', X-Auth-Key: ')
        yield url, key
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
