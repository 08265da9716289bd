"""The operations on user data sets and their records, and what of them is handed to the reader."""
import json
import re
import time

from klippa_ocr_api.sandbox import clock, listing
from klippa_ocr_api.sandbox.errors import AUTH_ERROR, NotFound, Rejected, ServiceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional, Tuple

    from klippa_ocr_api.sandbox.call import Call
    from klippa_ocr_api.sandbox.store import Row

# What the records of a type are called in user data, and which property there is the record's external ID.
# Which values products and buildings have is not published, nor what they are good for: they are only kept.
_IN_USER_DATA = {'relation': ('Relation', 'relations', 'id'),
                 'transaction': ('Transaction', 'transactions', 'identifier'),
                 'purchase_order': ('PurchaseOrder', 'purchase_orders', 'identifier')}
_RECORD_FIELDS = {'ID': 'id', 'ExternalID': 'external_id', 'CreatedAt': 'created_at',
                  'UpdatedAt': 'updated_at', 'LastSyncDate': 'last_sync_date'}
_SET_FIELDS = dict(_RECORD_FIELDS, Type='type')
_INTERNAL_ERROR, _EXISTS, _DOES_NOT_EXIST = 1, 2, 3


def user_data(call, external_id):
    # type: (Call, str) -> Dict[str, List[Dict[str, Any]]]
    """Give the records of the sets with an external ID, as user data."""
    _must_be_allowed(call)
    rows = call.store.rows('SELECT id, type FROM data_sets WHERE key_id = ? AND external_id = ?',
                           call.key['id'], external_id)
    if not rows:
        raise Rejected('user_data_set_external_id: the key has no user data set %r' % external_id)
    found = {}  # type: Dict[str, List[Dict[str, Any]]]
    for row in rows:
        if row['type'] in _IN_USER_DATA:
            _, name, identifier = _IN_USER_DATA[row['type']]
            records = call.store.rows('SELECT * FROM records WHERE data_set_id = ? ORDER BY id', row['id'])
            found[name] = [dict(json.loads(record['content']), **{identifier: record['external_id']})
                           for record in records]
    return found


def _create_set(call):
    # type: (Call) -> Dict[str, Any]
    _must_be_allowed(call)
    form = call.form
    if call.store.row('SELECT id FROM data_sets WHERE key_id = ? AND type = ? AND external_id = ?',
                      call.key['id'], form['Type'], form['ExternalID']):
        raise Rejected('ExternalID: the key has a %s set %r already' % (form['Type'], form['ExternalID']))
    row_id = call.store.insert('data_sets', key_id=call.key['id'], type=form['Type'],
                               external_id=form['ExternalID'], last_sync_date=_sync_date(form),
                               created_at=call.now, updated_at=call.now)
    return _shown(call.store.get('data_sets', row_id))


def _get_set(call):
    # type: (Call) -> Dict[str, Any]
    return _shown(_find_set(call))


def _list_sets(call):
    # type: (Call) -> Dict[str, Any]
    _must_be_allowed(call)
    place, rows = listing.page(call.store, 'data_sets', _SET_FIELDS, call.query, 'key_id = ?', call.key['id'])
    return dict(place, UserDataSets=[_shown(row) for row in rows])


def _update_set(call):
    # type: (Call) -> Dict[str, Any]
    row = _find_set(call)
    call.store.update('data_sets', row['id'], updated_at=call.now,
                      last_sync_date=_sync_date(call.form) or row['last_sync_date'])
    return _get_set(call)


def _delete_set(call):
    # type: (Call) -> Dict[str, Any]
    return {'deleted': bool(call.store.run('DELETE FROM data_sets WHERE id = ?', _find_set(call)['id']))}


def _create_record(call):
    # type: (Call) -> Dict[str, Any]
    return _one_record('create', call, call.form['ExternalID'])


def _get_record(call):
    # type: (Call) -> Dict[str, Any]
    return _shown(_find_record(call))


def _list_records(call):
    # type: (Call) -> Dict[str, Any]
    place, rows = listing.page(call.store, 'records', _RECORD_FIELDS, call.query, 'data_set_id = ?',
                               _find_set(call)['id'])
    return dict(place, UserDataSetRecords=[_shown(row) for row in rows])


def _update_record(call):
    # type: (Call) -> Dict[str, Any]
    return _one_record('update', call, _find_record(call)['external_id'])


def _delete_record(call):
    # type: (Call) -> Dict[str, Any]
    _one_record('delete', call, _find_record(call)['external_id'])
    return {'deleted': True}


def _one_record(action, call, external_id):
    # type: (str, Call, str) -> Dict[str, Any]
    """Do to one record what a bulk would."""
    outcome = _apply(call, _find_set(call), dict(call.form, Action=action, ExternalID=external_id))
    if outcome['Result'] == 'failure':
        raise Rejected(outcome['FailureMessage'])
    return outcome['Item']  # type: ignore[no-any-return]


def _bulk(call):
    # type: (Call) -> List[Dict[str, Any]]
    data_set = _find_set(call)
    return [_apply(call, data_set, action) for action in call.form['Actions']]


def _apply(call, data_set, action):
    # type: (Call, Row, Mapping[str, Any]) -> Dict[str, Any]
    """Create, update or delete one record, and tell the outcome."""
    store, kind, external_id = call.store, action['Action'], action['ExternalID']
    outcome = {'Action': kind, 'ExternalID': external_id}  # type: Dict[str, Any]
    values, problems = _content(call, data_set['type'], action)
    row = store.row('SELECT * FROM records WHERE data_set_id = ? AND external_id = ?',
                    data_set['id'], external_id)
    failure = (_INTERNAL_ERROR, '; '.join(problems)) if problems else None
    if row is None and kind in ('update', 'delete'):
        failure = _DOES_NOT_EXIST, 'ExternalID: there is no record %r' % external_id
    elif row is not None and kind == 'create':
        failure = _EXISTS, 'ExternalID: there is a record %r already' % external_id
    if failure:
        return dict(outcome, Result='failure', FailureCode=failure[0], FailureMessage=failure[1])
    if row is not None and kind == 'delete':
        store.run('DELETE FROM records WHERE id = ?', row['id'])
        return dict(outcome, Result='deleted', Item=dict(_shown(row), DeletedAt=clock.shown(call.now)))
    if row is None:
        row_id = store.insert('records', data_set_id=data_set['id'], type=data_set['type'],
                              external_id=external_id, created_at=call.now, updated_at=call.now,
                              **dict({'content': '{}'}, **values))
        result = 'created'
    else:
        row_id, changed = row['id'], any(row[name] != value for name, value in values.items())
        result = 'updated' if changed else 'no-change'
        if changed:
            store.update('records', row_id, updated_at=call.now, **values)
    return dict(outcome, Result=result, Item=_shown(store.get('records', row_id)))


def _content(call, kind, form):
    # type: (Call, str, Mapping[str, Any]) -> Tuple[Dict[str, Any], List[str]]
    """Give the columns that a form sets, and what is wrong with its values."""
    columns, problems = {}, []  # type: Dict[str, Any], List[str]
    if 'LastSyncDate' in form:
        columns['last_sync_date'] = _sync_date(form)
    if 'Values' in form:
        content = {value['Name']: value['Value'] for value in form['Values']}
        if kind in _IN_USER_DATA:
            schema = call.contract.schema(_IN_USER_DATA[kind][0])
            content = {name: _converted(name, value) for name, value in content.items() if value}
            problems = ['Values.%s' % problem for problem in call.contract.form_problems(schema, content)]
            if 'date' in content and not _is_time(content['date']):
                problems.append('Values.date: %r is not like 2019-06-24 11:16:33' % content['date'])
        columns['content'] = json.dumps(content, sort_keys=True)
    return columns, problems


def _converted(name, value):
    # type: (str, str) -> Any
    """Values of records are all text; the one that user data has as a number becomes one."""
    return float(value) if name == 'amount' and re.fullmatch(r'-?[0-9]{1,15}(\.[0-9]+)?', value) else value


def _is_time(text):
    # type: (str) -> bool
    try:
        return bool(time.strptime(text, '%Y-%m-%d %H:%M:%S'))
    except ValueError:
        return False


def _find_set(call):
    # type: (Call) -> Row
    _must_be_allowed(call)
    text = call.path['ID']
    by_name = re.fullmatch('E-([a-z_]+)-(.*)', text, re.DOTALL)
    row = None
    if re.fullmatch('[0-9]{1,18}', text):
        row = call.store.row('SELECT * FROM data_sets WHERE key_id = ? AND id = ?', call.key['id'], int(text))
    elif by_name:
        row = call.store.row('SELECT * FROM data_sets WHERE key_id = ? AND type = ? AND external_id = ?',
                             call.key['id'], *by_name.groups())
    if row is None:
        raise NotFound('the key has no user data set %r; give its number or E-{type}-{ExternalID}' % text)
    return row


def _find_record(call):
    # type: (Call) -> Row
    data_set, text = _find_set(call), call.path['RecordID']
    row = None
    if re.fullmatch('[0-9]{1,18}', text):
        row = call.store.row('SELECT * FROM records WHERE data_set_id = ? AND id = ?',
                             data_set['id'], int(text))
    elif text.startswith('E'):
        row = call.store.row('SELECT * FROM records WHERE data_set_id = ? AND external_id = ?',
                             data_set['id'], text[1:])
    if row is None:
        raise NotFound('the set has no record %r; give its number or E{ExternalID}' % text)
    return row


def _must_be_allowed(call):
    # type: (Call) -> None
    if not call.key['user_data_sets']:
        raise ServiceError(AUTH_ERROR, 'the key may not use user data sets')


def _sync_date(form):
    # type: (Mapping[str, Any]) -> Optional[str]
    return clock.stored(clock.parse(form['LastSyncDate'])) if 'LastSyncDate' in form else None


def _shown(row):
    # type: (Row) -> Dict[str, Any]
    """Show a set or a record. Contents of a record are not shown: the service keeps them to itself, too."""
    shown = {'ID': row['id'], 'ExternalID': row['external_id'], 'CreatedAt': clock.shown(row['created_at']),
             'UpdatedAt': clock.shown(row['updated_at'])}
    if row['last_sync_date']:
        shown['LastSyncDate'] = clock.shown(row['last_sync_date'])
    if 'data_set_id' not in row.keys():
        shown['Type'] = row['type']
    return shown


HANDLERS = {'createUserDataSet': _create_set, 'getUserDataSet': _get_set, 'getUserDataSets': _list_sets,
            'updateUserDataSet': _update_set, 'deleteUserDataSet': _delete_set,
            'createUserDataSetRecord': _create_record, 'getUserDataSetRecord': _get_record,
            'getUserDataSetRecords': _list_records, 'updateUserDataSetRecord': _update_record,
            'deleteUserDataSetRecord': _delete_record, 'bulkUserDataSetRecord': _bulk}
