"""A sandbox to test, and a plain way to talk to it."""
import json
import sys

import pytest
import urllib3

try:
    import flask  # noqa: F401
    import jsonschema  # noqa: F401
except ImportError:
    _MISSING = 'the extra "sandbox"'
else:
    _MISSING = 'Python 3.8' if sys.version_info < (3, 8) else ''

if _MISSING:
    collect_ignore = ['reading']
    collect_ignore_glob = ['test_*.py']
    sys.stderr.write('test/sandbox is left out: the sandbox needs %s\n' % _MISSING)


class Reply(object):
    """An answer of the sandbox."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.content = response.data
        self.json = json.loads(response.data.decode('utf-8'))

    @property
    def data(self):
        assert (self.status, self.json['result']) == (200, 'success'), self.json
        return self.json['data']

    @property
    def error(self):
        """Status, code and message; the message is the first problem's if a form was rejected."""
        assert self.status != 200, self.json
        assert len(self.json['request_id']) == 32
        message = self.json['errors'][0]['message'] if self.status == 400 else self.json['message']
        return self.status, self.json['code'], message

    @property
    def code(self):
        status, code, _ = self.error
        assert status == 500
        return code


class Api(object):
    """Talks to a sandbox without the client, so that nothing of the client's is between."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.pool = urllib3.PoolManager(maxsize=64)

    def raw(self, method, path, json_body=None, form=None, key=None, public_key=None, headers=None, **options):
        headers = dict(headers or {})
        if key is not False and public_key is None:
            headers['X-Auth-Key'] = key or self.sandbox.auth_key
        if public_key:
            headers['X-Auth-Public-Key'] = public_key
        if json_body is not None:
            headers['Content-Type'] = 'application/json'
            options['body'] = json.dumps(json_body)
        options.setdefault('retries', False)
        options.setdefault('timeout', 30)
        return self.pool.request(method, self.sandbox.url + path, fields=form, headers=headers, **options)

    def __call__(self, *arguments, **options):
        return Reply(self.raw(*arguments, **options))

    def parse(self, content=b'', name='invoice.pdf', path='/parseDocument', key=None, public_key=None, **fields):
        form = [('document', (name, content or pdf('Total EUR 12.10')))] + sorted(fields.items())
        return self('POST', path, form=form, key=key, public_key=public_key)

    def text(self, text='Total EUR 12.10', **fields):
        key = fields.pop('key', None)
        return self('POST', '/parseText', dict(fields, text=text), key=key)

    def public_key(self, scan_limit=3, valid_time=600, key=None, **fields):
        return self('POST', '/publicKey', dict(fields, scan_limit=scan_limit, valid_time=valid_time), key=key).data

    def sub_key(self, key=None, **fields):
        return self('POST', '/subKey', dict({'Name': 'sub'}, **fields), key=key).data

    def data_set(self, external_id='set', kind='relation', **fields):
        return self('POST', '/userDataSet', dict(fields, Type=kind, ExternalID=external_id)).data

    def record(self, data_set_id, external_id, **values):
        return self('POST', '/userDataSet/%s/records' % data_set_id, {
            'ExternalID': external_id,
            'Values': [{'Name': name, 'Value': value} for name, value in sorted(values.items())]}).data

    @property
    def used_credits(self):
        return self('GET', '/credits').data['UsedCredits']


def pdf(*lines, **options):
    """A PDF of one page with a text layer, and as many bytes more as wanted."""
    padding = 'x' * options.get('padding', 0)
    text = ''.join('(%s) Tj T* ' % line for line in lines)
    content = 'BT /F 12 Tf 14 TL 50 750 Td %sET' % text
    objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R'
               ' /Resources << /Font << /F 5 0 R >> >> >>',
               '<< /Length %d >>\nstream\n%s\nendstream' % (len(content), content),
               '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
               '<< /Length %d >>\nstream\n%s\nendstream' % (len(padding), padding)]
    made, offsets = '%PDF-1.4\n', []
    for number, source in enumerate(objects, 1):
        offsets.append(len(made))
        made += '%d 0 obj\n%s\nendobj\n' % (number, source)
    table = ''.join('%010d 00000 n \n' % offset for offset in offsets)
    return (made + 'xref\n0 7\n0000000000 65535 f \n%strailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n'
            % (table, len(made))).encode('ascii')


@pytest.fixture(scope='session')
def running_sandbox():
    from klippa_ocr_api.sandbox import Sandbox

    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox):
    """A sandbox that is as new for every test."""
    running_sandbox.reset()
    return running_sandbox


@pytest.fixture
def api(sandbox):
    with Api(sandbox).pool:
        yield Api(sandbox)
