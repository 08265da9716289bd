"""The pytest plugin, as a user's test suite has it."""
import os

import pytest

pytest_plugins = ['pytester']

TESTS = '''
    import json, urllib.request
    import pytest

    def spendable(sandbox):
        request = urllib.request.Request(sandbox.url + '/credits', headers={'X-Auth-Key': sandbox.auth_key})
        with urllib.request.urlopen(request) as response:
            return json.load(response)['data']['SpendableCredits']

    @pytest.mark.parametrize('number', range(6))
    def test_each_test_begins_anew(klippa_sandbox, number):
        assert klippa_sandbox.requests == []
        assert spendable(klippa_sandbox) == 1000
        klippa_sandbox.assert_called('credits', times=1)

    def test_it_is_the_same_sandbox_in_all_tests_of_a_process(klippa_sandbox, klippa_sandbox_of_this_process):
        assert klippa_sandbox is klippa_sandbox_of_this_process
'''
PLUGIN = 'klippa_ocr_api.sandbox.pytest_plugin'
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.fixture
def suite(pytester, monkeypatch):
    """A test suite whose pytest has the plugin and, as far as possible, no other."""
    monkeypatch.setenv('PYTHONPATH', ROOT)
    monkeypatch.setenv('PYTEST_DISABLE_PLUGIN_AUTOLOAD', '1')
    pytester.makeini('[pytest]\nfilterwarnings = error\naddopts = -p no:cacheprovider -p ' + PLUGIN)
    return pytester


def test_fixture(suite):
    suite.makepyfile(TESTS)
    suite.runpytest_subprocess().assert_outcomes(passed=7)


def test_fixture_in_parallel(suite):
    pytest.importorskip('xdist')
    suite.makepyfile(TESTS)
    suite.runpytest_subprocess('-p', 'xdist', '-n', '2').assert_outcomes(passed=7)


def test_settings_of_your_own(suite):
    suite.makepyfile(TESTS)
    suite.makeconftest('''
        import pytest
        from klippa_ocr_api.sandbox import Sandbox

        @pytest.fixture(scope='session')
        def klippa_sandbox_of_this_process():
            with Sandbox(credits=1000, templates={'financial': 'Mine'}) as sandbox:
                yield sandbox
    ''')
    suite.runpytest_subprocess().assert_outcomes(passed=7)


def test_a_suite_that_does_not_use_it_does_not_load_it(suite):
    suite.makepyfile('''
        import sys

        def test_nothing_is_loaded():
            assert 'klippa_ocr_api.sandbox.pytest_plugin' in sys.modules
            assert not {'flask', 'jsonschema', 'sqlite3', 'urllib3', 'klippa_ocr_api.sandbox.app'} & set(sys.modules)
    ''')
    suite.runpytest_subprocess().assert_outcomes(passed=1)
