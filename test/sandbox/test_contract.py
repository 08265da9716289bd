"""The contract run against the sandbox: whatever is sent, the reply is one that the contract promises."""
import json
import os

import pytest

schemathesis = pytest.importorskip('schemathesis', minversion='4', reason='schemathesis 4 needs Python 3.11')

from hypothesis import HealthCheck, settings  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance  # noqa: E402

from klippa_ocr_api import sandbox as package  # noqa: E402
from test.sandbox import test_error_codes  # noqa: E402
from test.sandbox.conftest import Api  # noqa: E402

PUBLISHED_CODES = {case[0] for case in test_error_codes.test_code.pytestmark[0].args[1]} | {300007}

# Errors are 500 by contract, so these are told apart by their code below. Queries take fewer words than their
# schemas tell, so not everything that keeps the schema is accepted.
EXCLUDED = [not_a_server_error, ignored_auth, positive_data_acceptance]


def contract():
    """The contract as it says of itself: null everywhere in replies; and with what the sandbox adds to it.

    The statuses of an unknown set, record or sub key and of a rejected query are not published: the sandbox's are 404
    and 400, as docs/sandbox.md says.
    """
    with open(os.path.join(os.path.dirname(package.__file__), 'contract.json'), encoding='utf-8') as source:
        document = json.load(source)
    for name, schema in document['components']['schemas'].items():
        if not name.endswith('Form'):
            for specification in schema.get('properties', {}).values():
                specification['nullable'] = True
    for methods in document['paths'].values():
        for operation in methods.values():
            for status, name in (('400', 'ValidationError'), ('404', 'Error')):
                operation['responses'].setdefault(status, {'description': 'Of the sandbox.', 'content': {
                    'application/json': {'schema': {'$ref': '#/components/schemas/' + name}}}})
    return document


schema = schemathesis.openapi.from_dict(contract())


def no_crash(context, response, case):
    """A server error is one of the service's errors, never a failure of the sandbox itself."""
    if response.status_code >= 500:
        assert response.status_code == 500
        assert response.json()['code'] in PUBLISHED_CODES, response.text


@pytest.fixture(scope='module')
def lively_sandbox():
    """A sandbox with something in it, so that not every ID is unknown."""
    with package.Sandbox(credits=None) as sandbox:
        api = Api(sandbox)
        for kind in ('relation', 'transaction', 'purchase_order'):
            api.record(api.data_set('0', kind)['ID'], '0')
        api.sub_key()
        api.public_key()
        yield sandbox


@schema.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_replies_keep_the_contract(case, lively_sandbox):
    case.call_and_validate(base_url=lively_sandbox.url, headers={'X-Auth-Key': lively_sandbox.auth_key},
                           additional_checks=[no_crash], excluded_checks=EXCLUDED)


def test_an_error_of_no_published_code_would_be_found():
    assert {0, 200000, 300000}.isdisjoint(PUBLISHED_CODES)
    assert len(PUBLISHED_CODES) == 22
