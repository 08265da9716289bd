"""User data sets and their records: life, IDs, pages, order, every filter operator, every bulk outcome."""
import pytest

TYPES = ['relation', 'transaction', 'product', 'building', 'purchase_order']


@pytest.mark.parametrize('kind', TYPES)
def test_life_of_a_set_of_every_type(api, kind):
    made = api.data_set('crm', kind, LastSyncDate='2024-05-31T12:00:00+02:00')
    assert (made['Type'], made['ExternalID'], made['LastSyncDate']) == (kind, 'crm', '2024-05-31T10:00:00Z')
    for path in ('/userDataSet/%d' % made['ID'], '/userDataSet/E-%s-crm' % kind):
        assert api('GET', path).data == made
    api.sandbox.clock.move(60)
    changed = api('PATCH', '/userDataSet/E-%s-crm' % kind, {'LastSyncDate': '2024-06-01T00:00:00.5Z'}).data
    assert changed == dict(made, LastSyncDate='2024-06-01T00:00:00.5Z', UpdatedAt=changed['UpdatedAt'])
    assert changed['UpdatedAt'] > made['UpdatedAt']
    api.record(made['ID'], 'record')
    assert api('DELETE', '/userDataSet/%d' % made['ID']).data == {'deleted': True}
    assert api('GET', '/userDataSet/%d' % made['ID']).error[:2] == (404, 0)
    assert api('GET', '/userDataSet/%d/records' % made['ID']).error[:2] == (404, 0)
    # The name is free again, and nothing of the old set is in the new one.
    assert api('GET', '/userDataSet/%d/records' % api.data_set('crm', kind)['ID']).data['Count'] == 0


def test_external_ids_are_unique_per_type(api):
    api.data_set('crm', 'relation')
    api.data_set('crm', 'transaction')
    assert api('POST', '/userDataSet', {'Type': 'relation', 'ExternalID': 'crm'}).error == (
        400, 0, "ExternalID: the key has a relation set 'crm' already")


@pytest.mark.parametrize('external_id, quoted', [
    ('a-b-c', 'a-b-c'), ('a/b', 'a%2Fb'), ('50%2F', '50%252F'), ('caf\u00e9 ?#', 'caf%C3%A9%20%3F%23'), ('', ''),
    ('\n', '%0A')])
def test_any_external_id_finds_its_set_and_record(api, external_id, quoted):
    made = api.data_set(external_id)
    assert api('GET', '/userDataSet/E-relation-' + quoted).data == made
    record = api.record(made['ID'], external_id)
    assert api('GET', '/userDataSet/E-relation-%s/records/E%s' % (quoted, quoted)).data == record


@pytest.mark.parametrize('form, message', [
    ({}, "'ExternalID' is a required property"),
    ({'ExternalID': 'x', 'Type': 'relations'}, "Type: 'relations' is not one of"),
    ({'ExternalID': 'x' * 256, 'Type': 'relation'}, 'ExternalID: '),
    ({'ExternalID': 'x', 'Type': 'relation', 'Name': 'x'}, 'unknown: Name; known: '),
    ({'ExternalID': 'x', 'Type': 'relation', 'LastSyncDate': '2024-05-31'},
     "LastSyncDate: '2024-05-31' is no RFC 3339 time"),
    ({'ExternalID': 'x', 'Type': 'relation', 'LastSyncDate': '2024-02-30T00:00:00Z'},
     "LastSyncDate: '2024-02-30T00:00:00Z' is a time that no calendar has"),
    ({'ExternalID': 'x', 'Type': 'relation', 'LastSyncDate': '0001-01-01T00:00:00+14:00'}, 'LastSyncDate: '),
])
def test_rejected_sets(api, form, message):
    status, code, found = api('POST', '/userDataSet', form).error
    assert (status, code) == (400, 0)
    assert found.startswith(message)


def test_life_of_a_record(api):
    records = '/userDataSet/%d/records' % api.data_set()['ID']
    form = {'ExternalID': 'r1', 'LastSyncDate': '2024-05-31T12:00:00Z', 'Values': [{'Name': 'name', 'Value': 'Acme'}]}
    made = api('POST', records, form).data
    assert set(made) == {'ID', 'ExternalID', 'LastSyncDate', 'CreatedAt', 'UpdatedAt'}
    for path in ('/%d' % made['ID'], '/Er1'):
        assert api('GET', records + path).data == made
    api.sandbox.clock.move(60)
    # A change that changes nothing.
    assert api('PATCH', records + '/Er1', {'Values': form['Values']}).data == made
    changed = api('PATCH', records + '/Er1', {'Values': [{'Name': 'name', 'Value': 'Acme B.V.'}]}).data
    assert changed == dict(made, UpdatedAt=changed['UpdatedAt'])
    assert changed['UpdatedAt'] > made['UpdatedAt']
    assert api('POST', records, form).error == (400, 0, "ExternalID: there is a record 'r1' already")
    assert api('DELETE', records + '/Er1').data == {'deleted': True}
    for method in ('GET', 'DELETE', 'PATCH'):
        assert api(method, records + '/Er1', {} if method == 'PATCH' else None).error[:2] == (404, 0)


@pytest.mark.parametrize('path', ['7', 'x', 'Ex', '-1', 'E', '9' * 30, '%2e%2e'])
def test_records_that_are_not_there(api, path):
    data_set = api.data_set()
    assert api('GET', '/userDataSet/%d/records/%s' % (data_set['ID'], path)).error[:2] == (404, 0)
    assert api('GET', '/userDataSet/E-relation-set').data == data_set


@pytest.mark.parametrize('kind, values, message', [
    ('relation', {'nam': 'x'}, 'Values.unknown: nam; known: '),
    ('transaction', {'amount': 'much'}, "Values.amount: 'much' is not of type 'number'"),
    ('transaction', {'date': '2024-05-31'}, "Values.date: '2024-05-31' is not like 2019-06-24 11:16:33"),
    ('purchase_order', {'number': '1'}, 'Values.unknown: number'),
])
def test_values_that_a_type_does_not_have(api, kind, values, message):
    form = {'ExternalID': 'x', 'Values': [{'Name': name, 'Value': value} for name, value in values.items()]}
    status, code, found = api('POST', '/userDataSet/%d/records' % api.data_set(kind=kind)['ID'], form).error
    assert (status, code) == (400, 0)
    assert found.startswith(message)


def test_values_that_a_type_has(api):
    api.record(api.data_set(kind='transaction')['ID'], 't', amount='-12.75', date='2024-05-31 12:00:00', currency='EUR')
    api.record(api.data_set(kind='purchase_order')['ID'], 'p', amount='12', purchase_order_number='PO-1', date='')
    api.record(api.data_set(kind='building')['ID'], 'b', anything='goes')


def test_sets_of_others_are_not_found(api):
    made, other = api.data_set(), api.sandbox.add_key('other-key-not-real')
    for path in ('/userDataSet/%d' % made['ID'], '/userDataSet/E-relation-set',
                 '/userDataSet/%d/records' % made['ID']):
        assert api('GET', path, key=other).error[:2] == (404, 0)
    assert api('GET', '/userDataSet', key=other).data['UserDataSets'] == []


class TestBulk:

    def bulk(self, api, *actions):
        return api('POST', '/userDataSet/E-relation-set/records/bulk', {'Actions': [
            dict({'Action': action, 'ExternalID': external_id},
                 **({'Values': [{'Name': 'name', 'Value': value}]} if value else {}))
            for action, external_id, value in actions]}).data

    def test_every_outcome(self, api):
        api.data_set()
        outcomes = self.bulk(
            api, ('create', 'a', 'one'), ('create', 'a', 'two'), ('update', 'a', 'one'), ('update', 'a', 'two'),
            ('upsert', 'a', 'two'), ('upsert', 'a', 'three'), ('upsert', 'b', 'one'), ('update', 'c', 'one'),
            ('delete', 'c', None), ('delete', 'a', None), ('delete', 'a', None), ('create', 'a', 'again'))
        assert [(outcome['Action'], outcome['ExternalID'], outcome['Result'], outcome.get('FailureCode'))
                for outcome in outcomes] == [
            ('create', 'a', 'created', None), ('create', 'a', 'failure', 2), ('update', 'a', 'no-change', None),
            ('update', 'a', 'updated', None), ('upsert', 'a', 'no-change', None), ('upsert', 'a', 'updated', None),
            ('upsert', 'b', 'created', None), ('update', 'c', 'failure', 3), ('delete', 'c', 'failure', 3),
            ('delete', 'a', 'deleted', None), ('delete', 'a', 'failure', 3), ('create', 'a', 'created', None)]
        for outcome in outcomes:
            failed = outcome['Result'] == 'failure'
            assert ('Item' in outcome, 'FailureMessage' in outcome) == (not failed, failed)
        assert 'DeletedAt' in outcomes[9]['Item'] and 'DeletedAt' not in outcomes[0]['Item']
        listed = api('GET', '/userDataSet/E-relation-set/records').data['UserDataSetRecords']
        assert [record['ExternalID'] for record in listed] == ['b', 'a']
        assert listed == [outcomes[6]['Item'], outcomes[11]['Item']]

    def test_a_record_that_cannot_be_kept_does_not_hinder_the_others(self, api):
        api.data_set()
        actions = [{'Action': 'upsert', 'ExternalID': 'a', 'Values': [{'Name': 'nonsense', 'Value': 'x'}]},
                   {'Action': 'upsert', 'ExternalID': 'b'}]
        first, second = api('POST', '/userDataSet/E-relation-set/records/bulk', {'Actions': actions}).data
        assert (first['Result'], first['FailureCode']) == ('failure', 1)
        assert first['FailureMessage'].startswith('Values.unknown: nonsense')
        assert second['Result'] == 'created'

    def test_a_new_sync_date_is_a_change(self, api):
        api.data_set()
        action = {'Action': 'upsert', 'ExternalID': 'a', 'LastSyncDate': '2024-05-31T12:00:00Z'}
        path = '/userDataSet/E-relation-set/records/bulk'
        assert [api('POST', path, {'Actions': [dict(action, LastSyncDate=moment)]}).data[0]['Result'] for moment in (
            '2024-05-31T12:00:00Z', '2024-05-31T14:00:00+02:00', '2024-05-31T12:00:01Z')] == [
                'created', 'no-change', 'updated']

    def test_a_thousand_and_no_more(self, api):
        api.data_set()
        path = '/userDataSet/E-relation-set/records/bulk'
        actions = [{'Action': 'create', 'ExternalID': str(number)} for number in range(1001)]
        status, code, message = api('POST', path, {'Actions': actions}).error
        assert (status, code) == (400, 0) and message.startswith('Actions: ') and len(message) < 600
        assert len(api('POST', path, {'Actions': actions[:1000]}).data) == 1000
        assert api('GET', '/userDataSet/E-relation-set/records?per_page=1000').data['Count'] == 1000

    @pytest.mark.parametrize('form, message', [
        ({}, "'Actions' is a required property"),
        ({'Actions': [{'Action': 'create'}]}, "Actions.0: 'ExternalID' is a required property"),
        ({'Actions': [{'Action': 'make', 'ExternalID': 'x'}]}, "Actions.0.Action: 'make' is not one of"),
        ({'Actions': [{'Action': 'create', 'ExternalID': 'x', 'Values': [{'Name': 'x'}]}]},
         "Actions.0.Values.0: 'Value' is a required property")])
    def test_rejected_forms(self, api, form, message):
        api.data_set()
        status, code, found = api('POST', '/userDataSet/E-relation-set/records/bulk', form).error
        assert (status, code) == (400, 0)
        assert found.startswith(message)


class TestLists:

    @pytest.fixture
    def times(self, api):
        """Three sets, a minute apart: `beta`, `alpha` and `gamma`; the last was never synced."""
        times = []
        for name, kind, options in (('beta', 'relation', {'LastSyncDate': '2024-01-02T00:00:00Z'}),
                                    ('alpha', 'transaction', {'LastSyncDate': '2024-01-01T00:00:00Z'}),
                                    ('gamma', 'relation', {})):
            times.append(api.data_set(name, kind, **options)['CreatedAt'])
            api.sandbox.clock.move(60)
        return times

    def names(self, api, query):
        return [row['ExternalID'] for row in api('GET', '/userDataSet?' + query).data['UserDataSets']]

    @pytest.mark.parametrize('query, expected', [
        ('filter=ID:1:EQ', 'beta'), ('filter=ID:1:NEQ', 'alpha gamma'), ('filter=ID:1:GT', 'alpha gamma'),
        ('filter=ID:2:GTE', 'alpha gamma'), ('filter=ID:2:LT', 'beta'), ('filter=ID:2:LTE', 'beta alpha'),
        ('filter=ExternalID:%25a:LIKE', 'beta alpha gamma'), ('filter=ExternalID:AL%25:LIKE', 'alpha'),
        ('filter=ExternalID:_eta:LIKE', 'beta'), ('filter=LastSyncDate::NULL', 'gamma'),
        ('filter=LastSyncDate:ignored:NOTNULL', 'beta alpha'), ('filter=Type:transaction:EQ', 'alpha'),
        ('filter=ExternalID:alpha:GT', 'beta gamma'),
        ('filter=LastSyncDate:2024-01-01T01:00:00%2B01:00:EQ', 'alpha'),
        ('filter=LastSyncDate:2024-01-01T00:00:00Z:GT', 'beta'),
        ('filter=ID:99999999999999999999:LT', 'beta alpha gamma'),
        # Repeated filters must all be met.
        ('filter=ID:1:GT&filter=ID:3:LT', 'alpha'), ('filter=ID:1:GT&filter=Type:relation:EQ', 'gamma'),
        ('type=relation', 'beta gamma'), ('type=transaction,relation', 'beta alpha gamma'), ('type=product', ''),
        ('external_id=gamma,beta', 'beta gamma'), ('external_id=gamma&type=transaction', ''),
        ('sort_field=ExternalID', 'alpha beta gamma'), ('sort_field=ExternalID&sort_order=DESC', 'gamma beta alpha'),
        ('sort_field=CreatedAt&sort_order=desc', 'gamma alpha beta'), ('sort_field=LastSyncDate', 'gamma alpha beta'),
        ('sort_field=Type&sort_order=ASC', 'beta gamma alpha'), ('sort_order=DESC', 'gamma alpha beta'),
    ])
    def test_filters_and_order(self, api, times, query, expected):
        assert self.names(api, query) == expected.split()

    @pytest.mark.parametrize('operator, expected', [
        ('EQ', 'alpha'), ('NEQ', 'beta gamma'), ('GT', 'gamma'), ('GTE', 'alpha gamma'), ('LT', 'beta'),
        ('LTE', 'beta alpha')])
    def test_times_as_they_were_shown(self, api, times, operator, expected):
        assert self.names(api, 'filter=CreatedAt:%s:%s' % (times[1], operator)) == expected.split()

    @pytest.mark.parametrize('query, message', [
        ('filter=ID', "filter: 'ID' is not of the form {field}:{value}:{operator}"),
        ('filter=Name:x:EQ', "filter: field 'Name' is none of ID, ExternalID"),
        ('filter=ID:1:BETWEEN', "filter: operator 'BETWEEN' is none of EQ, GT"),
        ('filter=ID:one:EQ', 'filter: ID: '), ('filter=CreatedAt:yesterday:GT', "filter: CreatedAt: 'yesterday' is no"),
        ('sort_field=Nothing', "sort_field: 'Nothing' is none of"), ('sort_order=1', 'sort_order: '),
        ('&'.join(['filter=ID:1:EQ'] * 101), 'filter: more than 100'),
        ('filter=ExternalID:%s:LIKE' % ('%25' * 1001), 'filter: '), ('filter=ID:1:EQ&page=0', 'page: 0 is less')])
    def test_queries_that_are_refused(self, api, query, message):
        status, code, found = api('GET', '/userDataSet?' + query).error
        assert (status, code) == (400, 0)
        assert found.startswith(message)

    def test_records_are_listed_the_same_way(self, api):
        path = '/userDataSet/%d/records' % api.data_set()['ID']
        actions = [{'Action': 'create', 'ExternalID': '%02d' % number} for number in range(25)]
        api('POST', path + '/bulk', {'Actions': actions})
        page = api('GET', path + '?per_page=10&page=3&filter=ExternalID:03:GTE').data
        assert [record['ExternalID'] for record in page.pop('UserDataSetRecords')] == ['23', '24']
        assert page == {'Count': 22, 'Page': 3, 'Pages': 3, 'PerPage': 10, 'MoreResults': False}
        assert api('GET', path + '?type=relation').data['Count'] == 25
        assert api('GET', path + '?type=product').data['Count'] == 0
        assert api('GET', path + '?external_id=01,02,99').data['Count'] == 2
        assert api('GET', path + '?filter=Type:relation:EQ').error[0] == 400
