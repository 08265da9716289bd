"""Reading documents: forms, credits, duplicates, templates, user data, URLs, large files."""
import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from klippa_ocr_api.sandbox import Sandbox
from klippa_ocr_api.sandbox.fetch import FetchError, fetch
from test.sandbox.conftest import Api, pdf

PATHS = ['/parseDocument', '/parseDocument/eu-passport', '/parseDocument/identity']


def test_every_file_and_url_takes_a_credit(api, documents):
    for count in (1, 3):
        before = api.used_credits
        form = [('document', ('%d.pdf' % number, pdf('Total'))) for number in range(count)]
        assert api('POST', '/parseDocument', form=form).status == 200
        assert api.used_credits == before + count
    before = api.used_credits
    form = [('url', documents.url('a.pdf')), ('url', documents.url('b.pdf'))]
    assert api('POST', '/parseDocument', form=form).status == 200
    assert api.text().status == 200
    assert api.used_credits == before + 3


def test_credits_may_be_overdrawn_by_a_tenth():
    with Sandbox(credits=20) as sandbox:
        api = Api(sandbox)
        for _ in range(22):
            assert api.text().status == 200
        assert api.text().code == 100004
        assert api('GET', '/credits').data == {
            'AvailableCredits': 20, 'UsedCredits': 22, 'SpendableCredits': -2, 'UsesCreditSystem': True}


def test_a_key_without_the_credit_system():
    with Sandbox(credits=None) as sandbox:
        api = Api(sandbox)
        assert api.text().status == 200
        assert api('GET', '/credits').data == {
            'AvailableCredits': 0, 'UsedCredits': 1, 'SpendableCredits': -1, 'UsesCreditSystem': False}


def test_sub_keys_spend_the_credits_of_their_parent(api):
    sub_key = api.sub_key()['Key']
    assert api.text(key=sub_key).status == 200
    assert api.used_credits == 1
    assert api('GET', '/credits', key=sub_key).data == api('GET', '/credits').data


def test_hash_is_the_sha1_of_the_document(api):
    content = pdf('Total')
    data = api.parse(content).data
    assert (data['hash'], data['hash_duplicate']) == (hashlib.sha1(content).hexdigest(), False)
    assert api.text('caf\u00e9').data['hash'] == hashlib.sha1('caf\u00e9'.encode('utf-8')).hexdigest()


def test_duplicates_are_found_per_key_and_group(api):
    sub_key = api.sub_key()['Key']
    assert [api.parse(**options).data['hash_duplicate'] for options in (
        {}, {}, {'hash_duplicate_group_id': 'a'}, {'hash_duplicate_group_id': 'a'}, {'hash_duplicate_group_id': 'b'},
        {'key': sub_key}, {'key': sub_key})] == [False, True, False, True, False, False, True]


def test_a_failed_parse_is_no_duplicate_later_and_is_not_counted(api):
    for _ in range(2):
        assert api.parse(b'no document').code == 300001
    assert api('GET', '/statistics').data == []
    assert api.used_credits == 0


def test_several_files_are_one_document(api):
    form = [('document', ('1.pdf', pdf('one'))), ('document', ('2.pdf', pdf('two')))]
    first, second = [api('POST', '/parseDocument', form=form).data for _ in range(2)]
    assert (first['hash_duplicate'], second['hash_duplicate']) == (False, True)
    assert api('POST', '/parseDocument', form=form[::-1]).data['hash'] != first['hash']
    assert sum(row['count'] for row in api('GET', '/statistics').data) == 3


@pytest.mark.parametrize('path', PATHS)
def test_document_or_url(api, path):
    assert api('POST', path, form={'user_data': ''}).error == (400, 0, 'give document or url')
    assert api('POST', path, {'document': '', 'url': []}).error == (400, 0, 'give document or url')


def test_document_and_url_are_parts_of_one_document(api, documents):
    form = {'document': ('a.pdf', pdf('first')), 'url': documents.url('a.pdf')}
    assert api('POST', '/parseDocument', form=form).status == 200
    assert api.used_credits == 2


@pytest.mark.parametrize('form, message', [
    ({'documnt': ('a.pdf', b'%PDF')}, 'unknown: documnt; known: document, url'),
    ({'document': 'text'}, 'document: text, not a file'),
    ({'url': ('a.pdf', b'%PDF')}, 'url: a file, not text'),
    ([('document', ('a.pdf', b'x')), ('template', 'a'), ('template', 'b')], 'template: given more than once'),
    ({'document': ('a.pdf', b'x'), 'pdf_text_extraction': 'slow'}, "pdf_text_extraction: 'slow' is not one of"),
    ({'document': ('a.pdf', b'x'), 'user_data': '{'}, 'user_data: no JSON: '),
    ({'document': ('a.pdf', b'x'), 'user_data': '[]'}, "user_data.[] is not of type 'object'"),
    ({'document': ('a.pdf', b'x'), 'user_data': '{"clients": {"id": "1"}}'}, 'user_data.unknown: clients; known: '),
    ({'document': ('a.pdf', b'x'), 'user_data': '{"client": {"id": 1}}'}, "user_data.client.id: 1 is not of type"),
    ({'document': ('a.pdf', b'x'), 'user_data_set_external_id': 'none'}, 'user_data_set_external_id: the key has no'),
])
def test_rejected_forms(api, form, message):
    status, code, found = api('POST', '/parseDocument', form=form).error
    assert (status, code) == (400, 0)
    assert found.startswith(message)
    assert api.used_credits == 0


def test_every_problem_is_told(api):
    reply = api('POST', '/parseDocument?tempalte=x', form={'document': 'text', 'pdf_text_extraction': 'slow'})
    assert (reply.status, reply.json['result']) == (400, 'validation_error')
    assert [error['message'].split(':')[0] for error in reply.json['errors']] == [
        'unknown', 'document', 'pdf_text_extraction']
    assert {error['request_id'] for error in reply.json['errors']} == {reply.json['request_id']}


@pytest.mark.parametrize('body, content_type, message', [
    (b'url=http://127.0.0.1/', 'application/x-www-form-urlencoded', 'the body is application/x-www-form-urlencoded; '),
    (b'--x\r\nnonsense', 'multipart/form-data; boundary=x', 'the multipart body is malformed'),
    (b'--x', 'multipart/form-data', 'the multipart body is malformed'),
    (b'--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--', 'multipart/form-data; boundary=x', 'unknown: ; known'),
    (b'{"url": ', 'application/json', 'the body is no JSON'),
    (b'{"url": NaN}', 'application/json', 'the body is no JSON: NaN is no number'),
    (b'{"url": "\\ud800"}', 'application/json', 'the body is no JSON'),
    (b'[' * 100000, 'application/json', 'the body is no JSON: nested too deeply'),
    (b'[]', 'application/json', "[] is not of type 'object'"),
    (b'{"document": "?"}', 'application/json', 'document: no base64 text'),
    (b'{"document": [7]}', 'application/json', 'document: no base64 text'),
])
def test_malformed_bodies(api, body, content_type, message):
    status, code, found = api('POST', '/parseDocument', body=body, headers={'Content-Type': content_type}).error
    assert (status, code) == (400, 0)
    assert found.startswith(message)


def test_a_body_that_is_not_wanted_is_an_error(api):
    assert api('DELETE', '/subKey/1', body=b'{}', headers={'Content-Type': 'text/plain'}).error == (
        400, 0, 'the body is text/plain; this operation takes none')


@pytest.mark.parametrize('wrap', [lambda text: text, lambda text: [text]])
def test_json_request_with_base64(api, wrap):
    content = pdf('Total')
    body = {'document': wrap(base64.b64encode(content).decode('ascii')), 'template': ''}
    assert api('POST', '/parseDocument', body).data['hash'] == hashlib.sha1(content).hexdigest()
    assert api.used_credits == 1
    assert api.sandbox.requests[0].json == {'document': ['[base64]']}
    assert api.sandbox.requests[0].files[0].size == len(content)


def test_json_request_with_urls(api, documents):
    assert api('POST', '/parseDocument', {'url': documents.url('a.pdf')}).status == 200
    assert api('POST', '/parseDocument', {'url': [documents.url('a.pdf')] * 2}).status == 200
    assert api.used_credits == 3


def test_large_json_is_refused_without_being_kept(api):
    body = b'{"document": "' + b'A' * (9 * 1024 * 1024) + b'"}'
    assert api('POST', '/parseDocument', body=body, headers={'Content-Type': 'application/json'}).code == 300007


def test_templates(api):
    assert api.parse(template='financial').status == 200
    assert api.parse(template='').status == 200
    assert api.parse(path='/parseDocument?template=nobodys', template='financial').code == 300004
    assert api.parse(path='/parseDocument?template=financial', template='nobodys').status == 200
    assert api.parse(path='/parseDocument/identity', template='financial').code == 300004
    assert api.parse(path='/parseStructuredPDF', template='identity').code == 200004
    assert api.text(template='eu-passport').code == 300004
    assert api('GET', '/fields/nobodys').code == 300004
    assert api.parse(path='/parseDocument/identity?template=identity').error[0] == 400


def test_templates_of_a_key(api):
    sub_key = api.sub_key(Templates=['identity'])['Key']
    assert api('GET', '/templates', key=sub_key).data == {'templates': {'identity': {'title': 'Identity Document'}}}
    assert api.parse(key=sub_key).code == 300004
    assert api.parse(key=sub_key, path='/parseDocument/eu-passport').code == 300004
    assert api.parse(key=sub_key, path='/parseStructuredPDF').code == 200004
    assert api('GET', '/fields', key=sub_key).code == 300004
    assert api('GET', '/fields/identity', key=sub_key).status == 200


def test_custom_templates_read_like_the_financial_one():
    with Sandbox(templates={'financial': 'Financial', 'acme': 'Acme invoices'}) as sandbox:
        api = Api(sandbox)
        assert api('GET', '/templates').data['templates']['acme'] == {'title': 'Acme invoices'}
        assert set(api.parse(template='acme').data) == set(api.parse().data)
        assert api('GET', '/fields/acme').data == api('GET', '/fields').data


def test_empty_user_data_means_that_nothing_is_known(api):
    user_data = {'client': {'name': '', 'country': None}, 'transaction_type': '', 'relations': [{'name': ''}]}
    assert api.text(user_data=json.dumps(user_data)).status == 200
    assert api.text(user_data='').status == 200


@pytest.mark.parametrize('regex', ['(', '(a+)+$', '(?P<x'])
def test_bad_rules_are_refused(api, regex):
    user_data = json.dumps({'keyword_rules': [{'id': 'rule', 'regex': regex}]})
    status, code, message = api.text('a' * 40 + 'b', user_data=user_data).error
    assert (status, code) == (400, 0)
    assert message.startswith('user_data: ')


def test_user_data_sets_are_handed_to_the_reader(api):
    text = 'Acme B.V.\nVAT number NL999999990B57\nInvoice number 2024-1\nOrder PO-77\nTotal EUR 12.10\n'
    relations = api.data_set('crm', 'relation')
    api.record(relations['ID'], 'relation-1', name='Acme B.V.', vat_number='NL999999990B57')
    orders = api.data_set('crm', 'purchase_order')
    api.record(orders['ID'], 'order-1', purchase_order_number='PO-77')
    api.record(api.data_set('crm', 'product')['ID'], 'product-1', anything='goes')
    data = api.text(text, user_data_set_external_id='crm').data
    assert (data['merchant_id'], data['matched_purchase_order_id']) == ('relation-1', 'order-1')
    # What the form says is added to, not replaced.
    user_data = json.dumps({'purchase_orders': [{'identifier': 'mine', 'purchase_order_number': 'PO-77'}]})
    data = api.text(text, user_data=user_data, user_data_set_external_id='crm').data
    assert (data['merchant_id'], data['matched_purchase_order_id']) == ('relation-1', 'mine')


def test_a_key_without_user_data_sets_cannot_parse_with_one(api):
    sub_key = api.sub_key()['Key']
    assert api.text(user_data_set_external_id='crm', key=sub_key).code == 100003


def test_text_is_needed(api):
    assert api('POST', '/parseText', {'template': ''}).error == (400, 0, 'text: give the text to parse')
    assert api('POST', '/parseText').error == (400, 0, 'the body is missing; this operation takes application/json')


def test_no_file_is_left_behind(api, tmp_path, monkeypatch):
    monkeypatch.setattr('tempfile.tempdir', str(tmp_path))
    large = pdf('Total', padding=3000000)
    assert api.parse(large).status == 200
    assert api.parse(b'no document' * 300000).code == 300001
    assert api.parse(large, key='no-such-key').code == 100002
    form = {'document': ('a.pdf', large), 'nonsense': '1'}
    assert api('POST', '/parseDocument', form=form).status == 400
    assert list(tmp_path.iterdir()) == []


def test_a_large_upload_does_not_fill_the_memory():
    resource = pytest.importorskip('resource')
    size = 128 * 1024 * 1024
    with Sandbox() as sandbox:
        api = Api(sandbox)
        assert api.parse().status == 200
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        head, tail = _around('document', 'large.pdf')
        body = _Zeros(head, size, tail)
        assert api('POST', '/parseDocument', body=body, headers={
            'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': str(len(body))}).code == 300001
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert sandbox.requests[-1].files[0].size == size
        assert sandbox.requests[-1].files[0].sha256 == _sha256_of_zeros(size)
    # In KiB on Linux, in bytes on macOS; the process is server and client here.
    assert grown < 32 * 1024 * (1024 if grown > 10 ** 6 else 1)


class TestUrls:

    def test_status_and_length(self, documents):
        with pytest.raises(FetchError, match='answered 404'):
            fetch(documents.url('missing'), 10 ** 6)
        with pytest.raises(FetchError, match='broke off'):
            fetch(documents.url('short'), 10 ** 6)

    def test_redirects_are_followed_and_checked(self, documents):
        upload = fetch(documents.url('redirect'), 10 ** 6)
        assert (upload.name, upload.content_type) == ('target.pdf', 'application/pdf')
        with pytest.raises(FetchError, match='redirected more than'):
            fetch(documents.url('loop'), 10 ** 6)
        with pytest.raises(FetchError, match='is not on this computer'):
            fetch(documents.url('away'), 10 ** 6)
        with pytest.raises(FetchError, match='is no http or https URL'):
            fetch(documents.url('file'), 10 ** 6)

    def test_time_is_bounded_even_if_a_byte_arrives_now_and_then(self, documents):
        for path in ('drip', 'drip-without-length'):
            with pytest.raises(FetchError):
                fetch(documents.url(path), 10 ** 6, seconds=0.2)

    def test_too_much_is_not_kept(self, documents):
        assert fetch(documents.url('a.pdf'), 10).too_big

    @pytest.mark.parametrize('url', [
        'file:///etc/passwd', 'ftp://127.0.0.1/', 'http://', 'nonsense', 'http://[', 'http://127.0.0.1:x/',
        'http://192.0.2.1/', 'http://127.0.0.1:1/'])
    def test_urls_that_are_not_fetched(self, api, url):
        assert api('POST', '/parseDocument', form={'url': url}).code == 300005
        assert api.used_credits == 0

    def test_too_big(self, documents):
        with Sandbox(max_document_size=10) as sandbox:
            assert Api(sandbox)('POST', '/parseDocument', form={'url': documents.url('a.pdf')}).code == 300007


class Documents(HTTPServer):
    """A server of documents, good and bad ones."""

    def __init__(self):
        HTTPServer.__init__(self, ('127.0.0.1', 0), _DocumentHandler)
        self.closing = threading.Event()

    def handle_error(self, request, client_address):
        """Clients that stop reading are what some of these tests are about."""

    def url(self, path):
        return 'http://127.0.0.1:%d/%s' % (self.server_address[1], path)


class _DocumentHandler(BaseHTTPRequestHandler):

    def do_GET(self):
        path = self.path[1:]
        redirects = {'redirect': '/target.pdf', 'loop': '/loop', 'away': 'http://192.0.2.1/a.pdf',
                     'file': 'file:///etc/passwd'}
        content = pdf('Total EUR 12.10')
        self.send_response(302 if path in redirects else 404 if path == 'missing' else 200)
        if path in redirects:
            self.send_header('Location', redirects[path])
        self.send_header('Content-Type', 'application/pdf')
        if path != 'drip-without-length':
            self.send_header('Content-Length', str(len(content) + (path == 'short')))
        self.end_headers()
        for position in range(len(content)):
            if path.startswith('drip') and self.server.closing.wait(0.05):
                break
            self.wfile.write(content[position:position + 1])

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope='module')
def documents():
    with Documents() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


class _Zeros(object):
    """A body of zeros that is never in memory as a whole."""

    def __init__(self, head, size, tail):
        self._head, self._size, self._tail = head, size, tail

    def __len__(self):
        return len(self._head) + self._size + len(self._tail)

    def __iter__(self):
        block = bytes(1024 * 1024)
        yield self._head
        for _ in range(self._size // len(block)):
            yield block
        yield self._tail


def _around(field, name):
    head = '--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n' % (field, name)
    return head.encode('ascii'), b'\r\n--x--\r\n'


def _sha256_of_zeros(size):
    digest, block = hashlib.sha256(), bytes(1024 * 1024)
    for _ in range(size // len(block)):
        digest.update(block)
    return digest.hexdigest()
