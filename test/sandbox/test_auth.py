"""Who may do what: keys in headers and queries, sub keys, public keys."""
import pytest

from test.sandbox.conftest import pdf

ROUTES = [('GET', '/credits'), ('GET', '/subKey'), ('GET', '/userDataSet'), ('GET', '/statistics')]


@pytest.mark.parametrize('method, path', ROUTES)
def test_auth_key_in_header_or_query(api, method, path):
    assert api(method, path).status == 200
    assert api(method, '%s?X-Auth-Key=%s' % (path, api.sandbox.auth_key), key=False).status == 200
    assert api(method, path + '?X-Auth-Key=no-such-key', key=False).code == 100002


def test_public_key_in_header_or_query(api):
    public_key = api.public_key()['PublicKey']
    assert api('GET', '/publicKey', public_key=public_key).data['UsedScans'] == 0
    assert api('GET', '/publicKey?X-Auth-Public-Key=' + public_key, key=False).data['UsedScans'] == 0
    assert api('GET', '/publicKey?X-Auth-Public-Key=no-such-key', key=False).code == 100005


def test_auth_key_wins_where_both_come(api):
    public_key = api.public_key(scan_limit=1)
    headers = {'X-Auth-Public-Key': public_key['PublicKey']}
    for _ in range(2):
        assert api('POST', '/parseDocument', form={'document': ('a.pdf', pdf('Total'))}, headers=headers).status == 200
    assert api('GET', '/publicKey/%d' % public_key['ID']).data['UsedScans'] == 0


@pytest.mark.parametrize('header, path', [('X-Auth-Key', '/credits'), ('X-Auth-Public-Key', '/publicKey')])
def test_the_error_names_the_header_that_is_missing(api, header, path):
    status, code, message = api('GET', path, key=False).error
    assert (status, code) == (500, 100001)
    assert header in message


def test_key_of_the_wrong_kind(api):
    public_key = api.public_key()['PublicKey']
    assert api('GET', '/credits', public_key=public_key).code == 100003
    assert api('GET', '/publicKey').code == 100003
    status, code, message = api('GET', '/credits', key=public_key).error
    assert code == 100003 and 'X-Auth-Public-Key' in message
    assert api('GET', '/publicKey', public_key=api.sandbox.auth_key).code == 100005


def test_a_wrong_key_is_told_before_a_wrong_form(api):
    assert api('POST', '/parseDocument', form={'nonsense': '1'}, key='no-such-key').code == 100002


def test_deleted_and_disabled_sub_keys_stop_working(api):
    sub_key = api.sub_key(PublicKeys=True)
    public_key = api.public_key(key=sub_key['Key'])['PublicKey']
    path = '/subKey/%d' % sub_key['ID']
    assert api('GET', '/credits', key=sub_key['Key']).status == 200
    api('PATCH', path, {'Name': 'sub', 'Status': False})
    assert api('GET', '/credits', key=sub_key['Key']).code == 100003
    assert api.parse(public_key=public_key).code == 100003
    api('PATCH', path, {'Name': 'sub', 'Status': True})
    assert api.parse(public_key=public_key).status == 200
    assert api('DELETE', path).data == {'deleted': True}
    assert api('GET', '/credits', key=sub_key['Key']).code == 100002
    assert api.parse(public_key=public_key).code == 100002


def test_public_key_expires_by_the_sandbox_clock(api):
    public_key = api.public_key(scan_limit=5, valid_time=60)['PublicKey']
    assert api.parse(public_key=public_key).status == 200
    api.sandbox.clock.move(59)
    assert api.parse(public_key=public_key).status == 200
    api.sandbox.clock.move(2)
    assert api.parse(public_key=public_key).code == 100007
    info = api('GET', '/publicKey', public_key=public_key).data
    assert (info['IsValid'], info['AvailableScans'], info['UsedScans']) == (False, 3, 2)


def test_public_key_runs_out_of_scans(api):
    public_key = api.public_key(scan_limit=3)['PublicKey']
    two = [('document', ('a.pdf', pdf('Total'))), ('document', ('b.pdf', pdf('Total')))]
    assert api('POST', '/parseDocument', form=two, public_key=public_key).status == 200
    # Two files need two scans, and one is left.
    assert api('POST', '/parseDocument', form=two, public_key=public_key).code == 100006
    assert api.parse(public_key=public_key).status == 200
    assert api.parse(public_key=public_key).code == 100006
    info = api('GET', '/publicKey', public_key=public_key).data
    assert (info['IsValid'], info['AvailableScans'], info['UsedScans']) == (False, 0, 3)
    assert api.used_credits == 3


def test_a_failed_scan_is_given_back(api):
    public_key = api.public_key(scan_limit=1)
    assert api.parse(b'no document', public_key=public_key['PublicKey']).code == 300001
    assert api('GET', '/publicKey/%d' % public_key['ID']).data['AvailableScans'] == 1
    assert api.used_credits == 0
