# coding: utf-8
"""Replies and arguments that hypothesis makes up: a result or an ``OpenApiException``, and nothing else.

Most replies come through a replaced connection pool, so that everything above urllib3's sockets is the real thing;
some are raw bytes over real sockets.
"""
import datetime
import gzip
import io
import json
import pickle

import six
import urllib3
from hypothesis import given, settings
from hypothesis import strategies as st

from klippa_ocr_api import rest
from klippa_ocr_api.exceptions import ApiException, OpenApiException
from klippa_ocr_api.model import Model
from test.conftest import KEY
from test.http_server import HttpServer
from test.test_documents import PDF, Unseekable
from test.test_transport import client_of

#: How many examples: 11,000 replies, and as many calls with arguments of all kinds.
POOLED_REPLIES, JSON_REPLIES, RAW_REPLIES = 4500, 5000, 1500
CALLS, BODIES, SETTINGS = 6500, 2500, 2000


class Maker(object):
    """Makes values from bytes that hypothesis draws: much faster than its own strategies, and it still shrinks.

    Small bytes make simple values, and when there are none left, all values are simple.
    """

    def __init__(self, data):
        self._bytes = iter(bytearray(data))

    def number(self, below=256):
        return next(self._bytes, 0) % below

    def one_of(self, values):
        return values[self.number(len(values))]

    def several(self, make, most=3):
        return [make() for _ in range(self.number(most + 1))]

    def text(self, kinds=(0x20, 0x60, 0x80, 0xa0, 0x400, 0x4e00, 0xd800, 0xdc80, 0xfffd, 0x1f600, 0, 0x0a)):
        return u''.join(self.several(lambda: _character(self.one_of(kinds) + self.number(32)), 8))

    def latin(self):
        return self.text((0x20, 0x30, 0x40, 0x60, 0x80, 0xa0, 0xe0))

    def data(self):
        return bytes(bytearray(self.several(self.number, 40)))

    def scalar(self):
        return self.one_of([
            lambda: None, lambda: True, lambda: False, self.number, lambda: -self.number(), lambda: self.number() / 7.0,
            lambda: 10 ** self.number(), self.text, lambda: self.one_of(
                [100004, 300006, 499999, 12.75, u'', u'2020-01-02', u'2020-01-02T03:04:05Z', u'a' * 300, 1e300])])()

    def json(self, keys, depth=0):
        kind = self.number(6)
        if depth == 3 or kind < 3:
            return self.scalar()
        if kind == 3:
            return self.several(lambda: self.json(keys, depth + 1))
        return {self.one_of(keys) if self.number(4) else self.text(): self.json(keys, depth + 1)
                for _ in range(self.number(5))}


def _character(code):
    if code > 0xffff and len(u'\U0001f600') > 1:  # a narrow build of Python 2
        return u'\U0001f600'
    return six.unichr(code)


def made(size):
    return st.binary(min_size=size, max_size=size).map(Maker)


# Replies

KEYS = [u'data', u'code', u'message', u'errors', u'request_id', u'amount', u'lines', u'lineitems', u'date', u'barcodes',
        u'parsed', u'value', u'Name', u'Templates', u'result', u'components', u'newer']
STATUSES = [200, 200, 200, 200, 500, 500, 201, 204, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 413, 422, 429,
            502, 503, 504]
HEADERS = ['X-Anything', 'Retry-After', 'Location', 'Content-Encoding', 'Content-Length', 'Content-Type',
           'Transfer-Encoding', 'Set-Cookie', 'Connection']
VALUES = ['', '0', '5', '-1', '99999999999', '9' * 5000, 'gzip', 'deflate', 'br', 'zstd', 'gzip, deflate', 'identity',
          'chunked', '5, 6', 'Fri, 31 Dec 1999 23:59:59 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '/', '//', '?', 'http://[',
          '/b?c#d', 'http://127.0.0.1:1/b', 'http://127.0.0.1:1\\@elsewhere/', 'application/json; charset=x', 'close']


def encoded(value):
    return json.dumps(value).encode('ascii')


def zipped(data):
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode='wb') as packed:
        packed.write(data)
    return stream.getvalue()


def envelope(maker):
    return {maker.one_of(KEYS): maker.json(KEYS) for _ in range(maker.number(6))}


def body(maker):
    return maker.one_of([
        lambda: encoded(envelope(maker)), lambda: encoded(maker.json(KEYS)), maker.data,
        lambda: zipped(encoded(envelope(maker))), lambda: encoded(envelope(maker))[:maker.number()],
        lambda: maker.one_of([b'', b'null', b'{}', b'<html>', b'[' * 5000, b'{"a":' * 5000, b'\xef\xbb\xbf{}', b'1' * 5000]),
    ])()


def headers(maker):
    return {maker.one_of(HEADERS): maker.one_of(VALUES) if maker.number(3) else six.ensure_str(maker.latin())
            for _ in range(maker.number(4))}


def status(maker):
    return maker.one_of(STATUSES) if maker.number(5) else 100 + maker.number() * 4


def reply(maker):
    return (status(maker), maker.one_of([None, 'OK', six.ensure_str(maker.latin())]), headers(maker), body(maker))


class Pool(object):
    """What urllib3's pool manager is for the transport; gives the replies that it was told to."""

    def __init__(self):
        self.replies = []
        self.sent = None

    def urlopen(self, method, url, headers=None, body=None, **options):
        self.sent = b''.join(bytes(bytearray(chunk)) for chunk in body) if hasattr(body, '__iter__') else body
        status, reason, fields, data = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return urllib3.HTTPResponse(
            body=io.BytesIO(data), headers=fields, status=status, reason=reason, preload_content=False,
            request_method=method, enforce_content_length=True)


class Transport(rest.RESTClientObject):
    """The transport with that pool."""

    pool_manager = None


def pooled_client(pool, **options):
    client = client_of('http://127.0.0.1:1/api/v1', **options)
    client.rest_client = Transport(client.configuration)
    client.rest_client.pool_manager = pool
    return client


class NoPauses(object):
    """In place of ``time``: the pauses between attempts are not made."""

    @staticmethod
    def sleep(seconds):
        assert 0 <= seconds <= 60


def setup_module():
    rest.time, setup_module.time = NoPauses, rest.time


def teardown_module():
    rest.time = setup_module.time


POOL = Pool()
CLIENT = pooled_client(POOL, retries=2)
OPERATIONS = [
    lambda client: client.parsing.parse_document(document=('a.pdf', PDF)),
    lambda client: client.parsing.parse_document(document=Unseekable(PDF)),
    lambda client: client.information.credits(),
    lambda client: client.public_key.create_public_key(body={'scan_limit': 5, 'valid_time': 60}),
    lambda client: client.sub_key.update_sub_key('abc', body={'Name': 'a'}),
    lambda client: client.sub_key.delete_sub_key('abc'),
    lambda client: client.information.get_fields_by_template('invoice'),
    lambda client: client.user_data_sets.get_user_data_set_records(7),
    lambda client: client.information.credits_with_http_info()[0],
]


def read_all(value, depth=0):
    """Read everything that a result has, as an application might."""
    if isinstance(value, Model):
        for name in value.openapi_types:
            try:
                read_all(getattr(value, name), depth + 1)
            except OpenApiException:
                pass
    elif isinstance(value, list) and depth < 6:
        for item in value[:3]:
            read_all(item, depth + 1)


def outcome(call, client):
    try:
        result = call(client)
    except OpenApiException as error:
        text = str(error)
        assert text and KEY not in text
        repr(error)
        if isinstance(error, ApiException):
            assert isinstance(error.status, int) and isinstance(error.errors, list)
            again = pickle.loads(pickle.dumps(error, 2))
            assert str(again) == text and type(again) is type(error)
    else:
        assert isinstance(result, Model)
        repr(result), result.to_dict()
        read_all(result)


@settings(max_examples=POOLED_REPLIES)
@given(made(120))
def test_any_replies(maker):
    call = maker.one_of(OPERATIONS)
    POOL.replies = [reply(maker)] + maker.several(lambda: reply(maker), 2)
    outcome(call, CLIENT)


@settings(max_examples=JSON_REPLIES)
@given(made(100))
def test_any_json(maker):
    call = maker.one_of(OPERATIONS)
    data = encoded(envelope(maker) if maker.number(4) else maker.json(KEYS))
    POOL.replies = [(maker.one_of([200, 200, 200, 400, 500]), 'OK', {'Content-Type': 'application/json'}, data)]
    outcome(call, CLIENT)


def raw_reply(maker):
    """The bytes of a reply, most of them nearly right."""
    if not maker.number(8):
        return maker.data()
    content, fields = body(maker), headers(maker)
    fields.setdefault('Content-Length', str(len(content)))
    lines = ['HTTP/1.1 %d %s' % (status(maker), six.ensure_str(maker.latin()))] + [
        '%s: %s' % pair for pair in sorted(fields.items())]
    data = b'\r\n'.join([line if isinstance(line, bytes) else line.encode('latin-1') for line in lines] + [b'', b''])
    data += content
    place = maker.number() * 2 % (len(data) + 1)
    return maker.one_of([
        lambda: data, lambda: data[:place],
        lambda: data[:place] + maker.data()[:3] + data[place + maker.number(4):]])()


def test_any_bytes_over_sockets():
    with HttpServer() as server, client_of(server.host, retries=0) as client:
        @settings(max_examples=RAW_REPLIES)
        @given(made(120))
        def check(maker):
            data = raw_reply(maker)
            # Whoever hangs up leaves nobody waiting for what is not said.
            server.respond = lambda request, connection: connection.sendall(data)
            outcome(maker.one_of(OPERATIONS), client)

        check()
        assert len(server.requests) > 1000


# Arguments


class Thing(object):
    """Something that is nothing that we know."""


class Stream(object):
    """A stream whose methods return anything."""

    def __init__(self, values):
        self._values = values

    def read(self, size=-1):
        return self._values.pop() if self._values else b''


FIELDS = [u'Name', u'relations', u'transactions', u'amount', u'scan_limit', u'valid_time', u'Records', u'data', u'a', 7,
          None]
SPECIAL = [
    u'invoice', u'full', u'.', u'..', u'/', u'a/b', u'\ud800', u'\0', u'\r\nX: y', u'https://example.com/a', u'HTTP://[',
    PDF, bytearray(PDF), memoryview(PDF), datetime.datetime(2020, 1, 2), datetime.date.max, datetime.datetime.min,
    10 ** 400, 10 ** 5000, float('nan'), float('inf'), Ellipsis, complex(1), {1},
    frozenset([u'a']), range(3), object, len, Thing(), (),
    [], {}, b'', u'', 0, -1, 1.5, (u'a.pdf', PDF), (u'a.pdf', None), {u'a': {u'b': []}}]


def anything(maker, depth=0):
    return maker.one_of([
        maker.scalar, lambda: maker.one_of(SPECIAL), maker.data, lambda: io.BytesIO(maker.data()),
        lambda: io.StringIO(maker.latin()),
        lambda: Stream(maker.several(lambda: maker.one_of([None, b'a', u'a', 7, bytearray(b'a'), b'']))),
        lambda: maker.json(FIELDS),
    ] + [] if depth == 3 else [
        maker.scalar, lambda: maker.one_of(SPECIAL),
        lambda: maker.several(lambda: anything(maker, depth + 1)),
        lambda: tuple(maker.several(lambda: anything(maker, depth + 1))),
        lambda: {maker.one_of(FIELDS): anything(maker, depth + 1) for _ in range(maker.number(4))},
    ])()


CALLABLE = [
    lambda client, a, b, c: client.parsing.parse_document(document=a, template=b, user_data=c),
    lambda client, a, b, c: client.parsing.parse_document(document=('a.pdf', PDF), pdf_text_extraction=b, user_data=c),
    lambda client, a, b, c: client.parsing.parse_document(url=a, user_data=b, _request_timeout=c),
    lambda client, a, b, c: client.parsing.parse_document(document=(a, b, c)),
    lambda client, a, b, c: client.parsing.parse_document(document=[a, b, c]),
    lambda client, a, b, c: client.information.get_fields_by_template(a, _request_timeout=b),
    lambda client, a, b, c: client.information.list_statistics_input(a, b, c),
    lambda client, a, b, c: client.user_data_sets.get_user_data_set_record(a, b),
    lambda client, a, b, c: client.user_data_sets.delete_user_data_set_record(a, b),
    lambda client, a, b, c: client.user_data_sets.get_user_data_set_records(7, a, b, c),
    lambda client, a, b, c: client.sub_key.delete_sub_key(a),
]
BODY_CALLS = [
    lambda client, body: client.sub_key.update_sub_key('abc', body=body),
    lambda client, body: client.sub_key.create_sub_key(body=body),
    lambda client, body: client.public_key.create_public_key(body=body),
    lambda client, body: client.parsing.parse_text(body=body),
    lambda client, body: client.user_data_sets.bulk_user_data_set_record(7, body=body),
    lambda client, body: client.user_data_sets.create_user_data_set(body=body),
]


def fate(call):
    POOL.replies = [(200, 'OK', {}, b'{"data": {}, "request_id": "a", "result": "success"}')]
    try:
        call()
    except OpenApiException as error:
        assert str(error)


@settings(max_examples=CALLS)
@given(made(60))
def test_any_arguments(maker):
    call = maker.one_of(CALLABLE)
    values = [anything(maker) for _ in range(3)]
    fate(lambda: call(CLIENT, *values))


@settings(max_examples=BODIES)
@given(made(60))
def test_any_bodies(maker):
    call = maker.one_of(BODY_CALLS)
    value = {maker.one_of(FIELDS): anything(maker) for _ in range(maker.number(5))} if maker.number(4) else anything(maker)
    fate(lambda: call(CLIENT, value))


@settings(max_examples=SETTINGS)
@given(made(30))
def test_any_settings(maker):
    name = maker.one_of(['timeout', 'retries', 'retry_after_max', 'api_key', 'api_key_prefix', 'host', 'auth_in', 'header',
                         'cookie', 'user_agent'])
    value = anything(maker)

    def call():
        client = pooled_client(POOL)
        if name == 'header':
            client.set_default_header('X-Anything', value)
        elif name in ('api_key', 'api_key_prefix'):
            setattr(client.configuration, name, {'X-Auth-Key': value})
        elif name in ('cookie', 'user_agent'):
            setattr(client, name, value)
        else:
            setattr(client.configuration, name, value)
        client.information.get_fields_by_template('invoice')

    fate(call)
