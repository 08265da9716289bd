"""Every published error code, by doing what a user would do wrong; docs/sandbox.md tells the same in a table."""
import os
import re

import pytest

from klippa_ocr_api.sandbox import Sandbox, errors
from test.sandbox.conftest import Api, pdf

NO_PDF = b'This is no document at all.'


def missing_key(api):
    return api('GET', '/credits', key=False)


def unknown_key(api):
    return api('GET', '/credits', key='no-such-key')


def disabled_key(api):
    return api('GET', '/credits', key=api.sub_key(Status=False)['Key'])


def public_key_where_an_auth_key_belongs(api):
    return api('GET', '/credits', public_key=api.public_key()['PublicKey'])


def credits_spent(api):
    return api.text(key=api.sandbox.add_key('poor-key-not-real', credits=0))


def unknown_public_key(api):
    return api('GET', '/publicKey', public_key='no-such-key')


def public_key_spent(api):
    public_key = api.public_key(scan_limit=1)['PublicKey']
    assert api.parse(public_key=public_key).status == 200
    return api.parse(public_key=public_key)


def public_key_expired(api):
    public_key = api.public_key(valid_time=60)['PublicKey']
    api.sandbox.clock.move(61)
    return api.parse(public_key=public_key)


def structured_pdf_that_is_none(api):
    return api.parse(NO_PDF, path='/parseStructuredPDF')


def structured_pdf_with_a_template_of_others(api):
    return api.parse(path='/parseStructuredPDF', template='their-template')


def structured_pdf_with_a_password(api):
    return api.parse(_with_password(), path='/parseStructuredPDF')


def structured_pdf_without_text(api):
    return api.parse(pdf(), path='/parseStructuredPDF')


def document_that_is_none(api):
    return api.parse(NO_PDF)


def document_with_a_template_of_others(api):
    return api.parse(template='their-template')


def url_that_nothing_listens_at(api):
    return api('POST', '/parseDocument', form={'url': 'http://127.0.0.1:1/invoice.pdf'})


def document_without_text(api):
    return api.parse(pdf())


def public_key_without_permission(api):
    return api('POST', '/publicKey', {'scan_limit': 1, 'valid_time': 60}, key=api.sub_key()['Key'])


def public_key_that_cannot_be_stored(api):
    return api('POST', '/publicKey', {'scan_limit': 1, 'valid_time': 60, 'external_id': 'x' * 256})


def public_key_with_too_many_scans(api):
    return api('POST', '/publicKey', {'scan_limit': 101, 'valid_time': 60})


def public_key_with_too_long_a_life(api):
    return api('POST', '/publicKey', {'scan_limit': 1, 'valid_time': 3601})


def public_key_id_that_is_no_number(api):
    return api('GET', '/publicKey/mine')


def public_key_id_that_nobody_has(api):
    return api('GET', '/publicKey/4711')


@pytest.mark.parametrize('code, do', [
    (100001, missing_key),
    (100002, unknown_key),
    (100003, disabled_key),
    (100003, public_key_where_an_auth_key_belongs),
    (100004, credits_spent),
    (100005, unknown_public_key),
    (100006, public_key_spent),
    (100007, public_key_expired),
    (200001, structured_pdf_that_is_none),
    (200004, structured_pdf_with_a_template_of_others),
    (200005, structured_pdf_with_a_password),
    (200006, structured_pdf_without_text),
    (300001, document_that_is_none),
    (300004, document_with_a_template_of_others),
    (300005, url_that_nothing_listens_at),
    (300006, document_without_text),
    (400001, public_key_without_permission),
    (400002, public_key_that_cannot_be_stored),
    (400003, public_key_with_too_many_scans),
    (400004, public_key_with_too_long_a_life),
    (400005, public_key_id_that_is_no_number),
    (400006, public_key_id_that_nobody_has),
])
def test_code(api, code, do):
    before = api.used_credits
    reply = do(api)
    assert reply.code == code
    assert reply.json['message'] and reply.json['result'] == 'error'
    # Whatever went wrong was free, except for what public_key_spent does right at first.
    assert api.used_credits == before + (code == 100006)


@pytest.mark.parametrize('path', ['/parseDocument', '/parseStructuredPDF'])
def test_code_300007(path):
    with Sandbox(max_document_size=2000) as sandbox:
        api = Api(sandbox)
        assert api.parse(pdf('x' * 1000), path=path).status == 200
        assert api.parse(pdf('x' * 2000), path=path).code == 300007
        assert api.used_credits == 1
        assert sandbox.requests[1].files[0].size > 2000


def test_every_published_code_is_tested():
    ours = {value for name, value in vars(errors).items() if name.isupper() and value > 999}
    families = {errors.PDF_PARSER, errors.DOCUMENT_PARSER}
    reasons = (errors.DOCUMENT_ERROR, errors.NO_ACCESS_TO_TEMPLATE, errors.CONVERT_ERROR, errors.PARSE_ERROR)
    ours = (ours - families) | {family + reason for family in families for reason in reasons}
    tested = {case[0] for case in test_code.pytestmark[0].args[1]}
    assert tested | {300007} == ours


def _with_password():
    """A PDF that claims to be encrypted in a way that nobody has the password of."""
    return pdf('secret').replace(
        b'/Root 1 0 R', b'/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <' + b'00' * 32 +
        b'> /U <' + b'11' * 32 + b'> >>')


def test_the_docs_tell_how_to_get_each_code():
    with open(os.path.join(os.path.dirname(__file__), '..', '..', 'docs', 'sandbox.md'), encoding='utf-8') as source:
        rows = re.findall(r'^\| ([0-9, ]+) \|', source.read(), re.MULTILINE)
    told = [int(code) for row in rows for code in row.split(', ')]
    assert sorted(told) == sorted({case[0] for case in test_code.pytestmark[0].args[1]} | {300007})
