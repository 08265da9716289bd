"""Public keys and sub keys as resources."""
import datetime

import pytest

from klippa_ocr_api.sandbox import clock


class TestPublicKeys:

    @pytest.mark.parametrize('scan_limit, valid_time', [(1, 60), (100, 3600)])
    def test_limits_that_are_allowed(self, api, scan_limit, valid_time):
        made = api.public_key(scan_limit, valid_time)
        assert made['ScanLimit'] == scan_limit
        life = clock.parse(made['ValidUntil']) - api.sandbox.clock.now()
        assert datetime.timedelta(seconds=valid_time - 30) < life <= datetime.timedelta(seconds=valid_time)

    @pytest.mark.parametrize('field, value, code', [
        ('scan_limit', 0, 400003), ('scan_limit', 101, 400003), ('scan_limit', -1, 400003),
        ('valid_time', 59, 400004), ('valid_time', 3601, 400004), ('valid_time', 0, 400004)])
    def test_limits_that_are_not(self, api, field, value, code):
        assert api('POST', '/publicKey', dict({'scan_limit': 1, 'valid_time': 60}, **{field: value})).code == code

    @pytest.mark.parametrize('form, message', [
        ({}, "'scan_limit' is a required property"),
        ({'scan_limit': '1', 'valid_time': 60}, "scan_limit: '1' is not of type 'integer'"),
        ({'scan_limit': 1, 'valid_time': 60, 'ScanLimit': 1}, 'unknown: ScanLimit'),
        ({'scan_limit': 2 ** 63, 'valid_time': 60}, "scan_limit: 9223372036854775808 is not a 'int64'")])
    def test_rejected_forms(self, api, form, message):
        status, code, found = api('POST', '/publicKey', form).error
        assert (status, code) == (400, 0)
        assert found.startswith(message)

    def test_both_ways_to_ask_for_it_agree(self, api):
        made = api.public_key(scan_limit=2)
        info = api('GET', '/publicKey/%d' % made['ID']).data
        assert info == api('GET', '/publicKey', public_key=made['PublicKey']).data
        assert info == {'ID': made['ID'], 'ScanLimit': 2, 'AvailableScans': 2, 'UsedScans': 0, 'IsValid': True,
                        'ValidUntil': made['ValidUntil']}

    def test_public_keys_of_others_are_not_found(self, api):
        made = api.public_key()
        other = api.sandbox.add_key('other-key-not-real')
        for path in ('/publicKey/%d', '/publicKey/%d/statistics'):
            assert api('GET', path % made['ID'], key=other).code == 400006

    @pytest.mark.parametrize('text, code', [('0', 400006), ('9' * 18, 400006), ('9' * 30, 400005), ('-1', 400005),
                                            ('1.0', 400005), ('%20', 400005), ('%00', 400005)])
    def test_ids_that_are_none(self, api, text, code):
        assert api('GET', '/publicKey/' + text).code == code


class TestSubKeys:

    def test_life_of_a_sub_key(self, api):
        made = api.sub_key(Name='Shop', PublicKeys=True, UserDataSets=True, Templates=['financial'])
        assert {name: made[name] for name in ('Name', 'Status', 'PublicKeys', 'SubKeys', 'UserDataSets')} == {
            'Name': 'Shop', 'Status': True, 'PublicKeys': True, 'SubKeys': False, 'UserDataSets': True}
        assert [template['Key'] for template in made['Templates']] == ['financial']
        path = '/subKey/%d' % made['ID']
        assert api('GET', path).data == made
        api.sandbox.clock.move(10)
        changed = api('PATCH', path, {'Name': 'Web shop', 'PublicKeys': False}).data
        assert changed['UpdatedAt'] > made['UpdatedAt']
        # What the form does not name stays.
        assert changed == dict(made, Name='Web shop', PublicKeys=False, UpdatedAt=changed['UpdatedAt'])
        assert api('DELETE', path).data == {'deleted': True}
        assert api('GET', path).error[:2] == (404, 0)
        assert api('GET', '/subKey').data['SubKeys'] == []

    def test_what_a_sub_key_may_not_do(self, api):
        sub_key = api.sub_key()['Key']
        assert api('POST', '/publicKey', {'scan_limit': 1, 'valid_time': 60}, key=sub_key).code == 400001
        assert api('GET', '/userDataSet', key=sub_key).code == 100003
        assert api('POST', '/subKey', {'Name': 'sub sub'}, key=sub_key).code == 100003
        assert api('GET', '/subKey', key=sub_key).code == 100003
        assert api('GET', '/subKey/1', key=sub_key).code == 100003

    def test_a_sub_key_may_not_do_more_than_its_parent(self, api):
        parent = api.sandbox.add_key('modest-key-not-real', public_keys=False, user_data_sets=False,
                                     templates=['financial'])
        form = {'Name': 'sub', 'PublicKeys': True, 'UserDataSets': True, 'Templates': ['financial', 'identity']}
        problems = ['PublicKeys: the parent key may not', 'UserDataSets: the parent key may not',
                    "Templates: the parent key has no template 'identity'"]
        reply = api('POST', '/subKey', form, key=parent)
        assert reply.status == 400
        assert [error['message'] for error in reply.json['errors']] == problems
        made = api.sub_key(key=parent)
        assert [template['Key'] for template in made['Templates']] == ['financial']
        reply = api('PATCH', '/subKey/%d' % made['ID'], form, key=parent)
        assert [error['message'] for error in reply.json['errors']] == problems

    def test_sub_keys_of_others_are_not_found(self, api):
        made, other = api.sub_key(), api.sandbox.add_key('other-key-not-real')
        for method, path, body in (('GET', '/subKey/%d', None), ('PATCH', '/subKey/%d', {'Name': 'x'}),
                                   ('DELETE', '/subKey/%d', None), ('GET', '/subKey/%d/statistics', None)):
            assert api(method, path % made['ID'], body, key=other).error[:2] == (404, 0)

    @pytest.mark.parametrize('text', ['0', 'x', '9' * 30, '1%2F2', '-1', '%00', '%FF'])
    def test_ids_that_are_none(self, api, text):
        assert api('GET', '/subKey/' + text).error[:2] == (404, 0)

    def test_pages(self, api):
        names = ['sub %02d' % number for number in range(25)]
        for name in names:
            api.sub_key(Name=name)
        first = api('GET', '/subKey?per_page=10').data
        assert [key['Name'] for key in first['SubKeys']] == names[:10]
        assert {name: first[name] for name in first if name != 'SubKeys'} == {
            'Count': 25, 'Page': 1, 'Pages': 3, 'PerPage': 10, 'MoreResults': True}
        last = api('GET', '/subKey?per_page=10&page=3&sort_field=Name&sort_order=desc').data
        assert [key['Name'] for key in last['SubKeys']] == names[4::-1]
        assert last['MoreResults'] is False
        assert api('GET', '/subKey?page=4&per_page=10').data['SubKeys'] == []
        assert api('GET', '/subKey?page=99999999999999999999').data['SubKeys'] == []

    @pytest.mark.parametrize('query, message', [
        ('per_page=9', 'per_page: 9 is less than the minimum of 10'),
        ('per_page=1001', 'per_page: 1001 is greater than the maximum of 1000'),
        ('per_page=ten', "per_page: 'ten' is not of type 'integer'"),
        ('page=0', 'page: 0 is less than the minimum of 1'),
        ('page=1&page=2', 'page: given 2 times'),
        ('sort_field=Key', "sort_field: 'Key' is none of ID, Name"),
        ('sort_order=up', "sort_order: 'UP' is neither ASC nor DESC"),
        ('size=10', 'unknown: size; known: per_page, page, sort_order, sort_field')])
    def test_queries_that_are_refused(self, api, query, message):
        status, code, found = api('GET', '/subKey?' + query).error
        assert (status, code) == (400, 0)
        assert found.startswith(message)
