"""Usage by hour, day, month and year, with every filter."""
import datetime

import pytest

from klippa_ocr_api.sandbox import clock


@pytest.fixture
def usage(api):
    """Documents read at known times: by the key, by public keys with external IDs, and by a sub key."""
    sandbox = api.sandbox
    start = clock.parse('2030-12-31T22:30:00Z')
    sandbox.clock.move(start - sandbox.clock.now())
    keys = {}
    for external_id in ('app', 'web'):
        keys[external_id] = api.public_key(scan_limit=10, valid_time=3600, external_id=external_id)
    sub_key = api.sub_key()
    api.text()
    sandbox.clock.move(datetime.timedelta(minutes=45))  # 23:15
    api.parse(public_key=keys['app']['PublicKey'])
    api.parse(public_key=keys['app']['PublicKey'])
    api.parse(public_key=keys['web']['PublicKey'])
    sandbox.clock.move(datetime.timedelta(minutes=60))  # 00:15, the year after
    api.text(key=sub_key['Key'])
    api.text()
    # These are no documents that were read.
    api.parse(b'no document')
    api('GET', '/credits')
    return keys['app'], keys['web'], sub_key


def rows(api, query='', path='/statistics', key=None):
    return [tuple(row[name] for name in ('year', 'month', 'day', 'hour', 'count'))
            for row in api('GET', path + query, key=key).data]


@pytest.mark.parametrize('granularity, expected', [
    ('hour', [(2030, 12, 31, 22, 1), (2030, 12, 31, 23, 3), (2031, 1, 1, 0, 1)]),
    ('day', [(2030, 12, 31, 0, 4), (2031, 1, 1, 0, 1)]), ('', [(2030, 12, 31, 0, 4), (2031, 1, 1, 0, 1)]),
    ('month', [(2030, 12, 0, 0, 4), (2031, 1, 0, 0, 1)]), ('YEAR', [(2030, 0, 0, 0, 4), (2031, 0, 0, 0, 1)])])
def test_granularity(api, usage, granularity, expected):
    assert rows(api, '?granularity=' + granularity) == expected


@pytest.mark.parametrize('query, count', [
    ('date_min=2030-12-31T23:00:00Z', 4), ('date_max=2030-12-31T23:00:00Z', 1),
    ('date_min=2030-12-31T23:00:00Z&date_max=2030-12-31T23:59:59Z', 3),
    ('date_min=2031-01-01T01:00:00%2B01:00', 1), ('public_key_external_id=app', 2), ('public_key_external_id=web', 1),
    ('public_key_external_id=none', 0), ('public_key_id=1', 2), ('public_key_id=2', 1), ('public_key_id=3', 0),
    ('public_key_id=1&public_key_external_id=web', 0), ('include_sub_keys=true', 6), ('include_sub_keys=1', 6),
    ('include_sub_keys=false', 5), ('include_sub_keys=', 5), ('include_sub_keys=true&public_key_id=1', 2)])
def test_filters(api, usage, query, count):
    assert sum(row[4] for row in rows(api, '?granularity=year&' + query)) == count


def test_statistics_of_public_and_sub_keys(api, usage):
    app, web, sub_key = usage
    assert rows(api, '?granularity=hour', '/publicKey/%d/statistics' % app['ID']) == [(2030, 12, 31, 23, 2)]
    assert rows(api, '?date_min=2031-01-01T00:00:00Z', '/publicKey/%d/statistics' % web['ID']) == []
    assert rows(api, '?granularity=month', '/subKey/%d/statistics' % sub_key['ID']) == [(2031, 1, 0, 0, 1)]
    assert rows(api, '?granularity=month', key=sub_key['Key']) == [(2031, 1, 0, 0, 1)]


def test_requests_of_a_deleted_sub_key_still_count(api, usage):
    api('DELETE', '/subKey/%d' % usage[2]['ID'])
    assert sum(row[4] for row in rows(api, '?include_sub_keys=true')) == 6


@pytest.mark.parametrize('query, message', [
    ('granularity=week', "granularity: 'week' is none of year, month, day, hour"),
    ('include_sub_keys=perhaps', "include_sub_keys: 'perhaps' is neither true nor false"),
    ('date_min=yesterday', "date_min: 'yesterday' is no RFC 3339 time"),
    ('public_key_id=app', "public_key_id: 'app' is not of type 'integer'")])
def test_queries_that_are_refused(api, query, message):
    status, code, found = api('GET', '/statistics?' + query).error
    assert (status, code) == (400, 0)
    assert found.startswith(message)
