"""What a test suite can arrange and look at: next replies, faults, the clock, the journal, assertions."""
import datetime
import hashlib
import http.client
import json
import socket
import time

import pytest
import urllib3

from klippa_ocr_api.sandbox import Sandbox
from test.sandbox.conftest import Api, pdf


class TestNextReplies:

    def test_of_an_operation(self, api):
        api.sandbox.set_next_reply('credits', {'data': {'SpendableCredits': -7}}, headers={'X-Of': 'test'})
        reply = api('GET', '/credits')
        assert (reply.data, reply.headers['X-Of']) == ({'SpendableCredits': -7}, 'test')
        assert len(reply.json['request_id']) == 32
        assert api('GET', '/credits').data['SpendableCredits'] == 1000

    def test_they_wait_for_each_other(self, api):
        for number in (1, 2):
            api.sandbox.set_next_reply('parseText', {'data': {'amount': number}, 'request_id': 'r%d' % number})
        assert [api.text().json['request_id'] for _ in range(2)] == ['r1', 'r2']
        assert 'hash' in api.text().data

    def test_of_a_file_or_a_hash(self, api):
        one, two = pdf('one'), pdf('two')
        api.sandbox.set_next_reply(file_name='two.pdf', body={'data': {'amount': 2}})
        api.sandbox.set_next_reply('parse_document', {'data': {'amount': 3}},
                                   document_hash=hashlib.sha1(two).hexdigest().upper())
        api.sandbox.set_next_reply(document_hash=hashlib.sha256(one).hexdigest(), body={'data': {'amount': 1}})
        assert api.parse(two, 'two.pdf').data == {'amount': 2}
        assert api.parse(two, 'two.pdf').data == {'amount': 3}
        assert api.parse(one, 'one.pdf', '/parseStructuredPDF').data == {'amount': 1}
        assert 'hash' in api.parse(one, 'one.pdf').data

    def test_no_work_is_done_but_key_and_form_are_checked(self, api):
        api.sandbox.set_next_reply('parse_document', {'data': {}})
        assert api.parse(key='no-such-key').code == 100002
        assert api.parse(nonsense='1').status == 400
        assert api.parse().data == {}
        assert api.used_credits == 0

    def test_errors(self, api):
        api.sandbox.set_next_reply('parse_document', {'code': 300006, 'message': 'No.'}, status=500)
        reply = api.parse()
        assert (reply.code, reply.json['result']) == (300006, 'error')

    @pytest.mark.parametrize('operation, body, status, message', [
        ('credits', {'data': {'SpendableCredits': '7'}}, 200, "data.SpendableCredits: '7' is not of type 'integer'"),
        ('parse_document', {'data': {'lines': [{'lineitems': {}}]}}, 200, 'data.lines.0.lineitems: '),
        ('parse_document', {'code': '300001'}, 500, 'code: '), ('parse_document', {'errors': 'x'}, 400, 'errors: '),
        ('credits', {'code': 'x'}, 404, 'code: '), ('get_user_data_set', {'data': {'CreatedAt': 'now'}}, 200, "'now'"),
        (None, {'data': []}, 200, "data: ")])
    def test_replies_that_break_the_contract(self, sandbox, operation, body, status, message):
        with pytest.raises(ValueError, match='the reply breaks the contract: .*' + message):
            sandbox.set_next_reply(operation, body, status)

    def test_replies_like_those_of_the_live_service(self, api):
        body = {'data': {'barcodes': None, 'document_type': 'brand_new', 'amount_tip': 5, 'lines': [
            {'lineitems': [{'quantity': 1.5, 'ean': '1'}, {'quantity': 2}]}], 'vatitems': None}}
        api.sandbox.set_next_reply('parse_document', body)
        assert api.parse().data == body['data']

    def test_replies_that_are_meant_to_break_it(self, api):
        api.sandbox.set_next_reply('credits', {'data': 'broken'}, check=False)
        assert api('GET', '/credits').json['data'] == 'broken'

    def test_unknown_operations(self, sandbox):
        with pytest.raises(ValueError, match="no operation 'parse_dokument'; did you mean 'parseDocument'?"):
            sandbox.set_next_reply('parse_dokument', {})


class TestFaults:

    def test_status_code_and_retry_after(self, api):
        api.sandbox.inject('credits', status=429, code=7, message='Slowly.', retry_after=3, times=2)
        for _ in range(2):
            reply = api('GET', '/credits')
            assert (reply.status, reply.json['code'], reply.json['message']) == (429, 7, 'Slowly.')
            assert reply.headers['Retry-After'] == '3'
            assert api('GET', '/templates').status == 200
        assert api('GET', '/credits').status == 200

    def test_retry_after_alone_is_a_503(self, api):
        api.sandbox.inject(retry_after='Fri, 31 May 2024 12:00:00 GMT')
        reply = api('GET', '/')
        assert (reply.status, reply.headers['Retry-After']) == (503, 'Fri, 31 May 2024 12:00:00 GMT')

    def test_a_page_of_a_gateway(self, api):
        api.sandbox.inject(html=True)
        response = api.raw('GET', '/credits')
        assert (response.status, response.headers['Content-Type']) == (502, 'text/html; charset=utf-8')
        assert response.data.startswith(b'<!DOCTYPE html>')
        api.sandbox.inject(html=True, status=200)
        assert api.raw('GET', '/credits').status == 200

    def test_redirect(self, api):
        api.sandbox.inject('parse_text', redirect='http://127.0.0.1:1/elsewhere')
        response = api.raw('POST', '/parseText', {'text': 'x'}, redirect=False)
        assert (response.status, response.headers['Location']) == (307, 'http://127.0.0.1:1/elsewhere')
        api.sandbox.inject(redirect='/api/v1/templates', status=302)
        assert api('GET', '/credits', redirect=True, retries=1).data['templates']

    def test_an_answer_instead_of_the_work_costs_nothing(self, api):
        api.sandbox.inject('parse_document', status=500)
        assert api.parse().status == 500
        assert api.used_credits == 0
        assert api.sandbox.requests[0].files[0].name == 'invoice.pdf'

    def test_delay(self, api):
        api.sandbox.inject('credits', delay=60)
        with pytest.raises(urllib3.exceptions.ReadTimeoutError):
            api.raw('GET', '/credits', timeout=0.1)
        api.sandbox.inject('credits', delay=0.05, status=503)
        started = time.monotonic()
        assert api('GET', '/credits').status == 503
        assert time.monotonic() - started >= 0.05

    def test_drip(self, api):
        api.sandbox.inject('credits', drip=0.001)
        started = time.monotonic()
        response = api.raw('GET', '/credits')
        assert json.loads(response.data)['result'] == 'success'
        assert time.monotonic() - started >= 0.001 * len(response.data)

    def test_reset_after_the_work(self, api):
        api.sandbox.inject('parse_text', reset=True)
        with pytest.raises(urllib3.exceptions.ProtocolError) as caught:
            api.text()
        assert isinstance(caught.value.args[1], ConnectionResetError)
        # It was done and paid for, which is what makes trying again expensive.
        assert api.used_credits == 1
        assert api.text().data['hash_duplicate'] is True

    @pytest.mark.parametrize('length', [0, 10])
    def test_truncation(self, api, length):
        api.sandbox.inject('credits', truncate=length)
        connection = http.client.HTTPConnection(api.sandbox.url.split('/')[2])
        connection.request('GET', '/api/v1/credits', headers={'X-Auth-Key': api.sandbox.auth_key})
        with pytest.raises(http.client.IncompleteRead) as caught:
            connection.getresponse().read()
        assert len(caught.value.partial) == length
        connection.close()

    def test_faults_that_are_none(self, sandbox):
        with pytest.raises(ValueError, match='a fault that does nothing'):
            sandbox.inject('credits')
        with pytest.raises(TypeError):
            sandbox.inject('credits', explode=True)
        with pytest.raises(ValueError, match='no operation'):
            sandbox.inject('nothing', reset=True)

    def test_other_connections_do_not_suffer(self, api):
        api.sandbox.inject('credits', delay=60)
        with socket.create_connection(('127.0.0.1', int(api.sandbox.url.split(':')[2].split('/')[0]))) as connection:
            connection.sendall(b'GET /api/v1/credits HTTP/1.1\r\nHost: x\r\nX-Auth-Key: x\r\n\r\n')
            while not api.sandbox.requests:
                time.sleep(0.01)
            assert api('GET', '/credits').status == 200


class TestJournal:

    def test_everything_about_a_request(self, api):
        content = pdf('Total')
        form = [('document', ('a.pdf', content, 'application/pdf')), ('document', ('b.bin', content)),
                ('template', ''), ('user_data', '{}')]
        assert api('POST', '/parseDocument?template=financial', form=form, headers={'X-Trace': '7'}).status == 200
        request, = api.sandbox.requests
        assert (request.operation, request.method, request.path, request.status) == (
            'parseDocument', 'POST', '/api/v1/parseDocument', 200)
        assert (request.query, request.form) == ({'template': ['financial']}, {'template': [''], 'user_data': ['{}']})
        assert request.headers['X-Trace'] == '7' and request.json is None
        assert [(file.field, file.name, file.content_type, file.size) for file in request.files] == [
            ('document', 'a.pdf', 'application/pdf', len(content)),
            ('document', 'b.bin', 'application/octet-stream', len(content))]
        assert {file.sha256 for file in request.files} == {hashlib.sha256(content).hexdigest()}
        assert {file.sha1 for file in request.files} == {hashlib.sha1(content).hexdigest()}

    def test_json_and_requests_that_failed(self, api):
        api('POST', '/parseText', {'text': 7})
        api('GET', '/nowhere?a=1&a=2')
        rejected, lost = api.sandbox.requests
        assert (rejected.json, rejected.status) == ({'text': 7}, 400)
        assert (lost.operation, lost.path, lost.query, lost.status) == (
            None, '/api/v1/nowhere', {'a': ['1', '2']}, 404)

    def test_no_key_is_kept(self, api):
        secrets = ['secret-not-real-%d' % number for number in range(4)]
        api('GET', '/credits?X-Auth-Key=' + secrets[0], key=secrets[1], headers={
            'X-Auth-Public-Key': secrets[2], 'Authorization': 'Bearer ' + secrets[3]})
        request, = api.sandbox.requests
        kept = repr([request, vars(request)])
        assert not [secret for secret in secrets if secret in kept]
        assert request.headers['X-Auth-Key'] == '[redacted]'

    def test_it_is_as_long_as_it_may_be(self):
        with Sandbox(journal_size=2) as sandbox:
            for path in ('/credits', '/templates', '/fields'):
                Api(sandbox)('GET', path)
            assert [request.operation for request in sandbox.requests] == ['getTemplates', 'getFields']

    def test_assert_called(self, api):
        api('GET', '/credits')
        api('GET', '/credits')
        api.sandbox.assert_called('credits')
        api.sandbox.assert_called('credits', times=2)
        api.sandbox.assert_called('get_templates', times=0)
        with pytest.raises(AssertionError, match='credits: expected 1 times, called 2 times'):
            api.sandbox.assert_called('credits', times=1)
        with pytest.raises(AssertionError, match='getTemplates: expected at least once, called 0 times'):
            api.sandbox.assert_called('get_templates')
        with pytest.raises(ValueError, match='no operation'):
            api.sandbox.assert_called('credit')

    @pytest.mark.parametrize('path, key', [
        ('/credits?X-Auth-Key=x', False), ('/credits?X-Auth-Public-Key=x', False),
        ('/credits?debug=test-key', 'test-key'), ('/fields/test-key', 'test-key')])
    def test_assert_no_key_in_urls(self, api, path, key):
        api('GET', '/credits')
        api.sandbox.assert_no_key_in_urls()
        api('GET', path, key=key)
        with pytest.raises(AssertionError, match='a key was in the URL'):
            api.sandbox.assert_no_key_in_urls()


def test_the_clock(sandbox):
    before = sandbox.clock.now()
    sandbox.clock.move(datetime.timedelta(days=1))
    sandbox.clock.move(-3600)
    moved = sandbox.clock.now() - before
    assert datetime.timedelta(hours=23) <= moved < datetime.timedelta(hours=23, minutes=5)
