"""The operations on sub keys: auth keys of your own that spend your credits and may do no more than you."""
import json
import re
import secrets

from klippa_ocr_api.sandbox import clock, listing, statistics
from klippa_ocr_api.sandbox.errors import AUTH_ERROR, NotFound, Rejected, ServiceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

    from klippa_ocr_api.sandbox.call import Call
    from klippa_ocr_api.sandbox.store import Row

_SORT_FIELDS = {'ID': 'id', 'Name': 'name', 'Status': 'status', 'CreatedAt': 'created_at',
                'UpdatedAt': 'updated_at'}
_COLUMNS = {'Name': 'name', 'Status': 'status', 'PublicKeys': 'public_keys', 'UserDataSets': 'user_data_sets',
            'Templates': 'templates'}


def _create(call):
    # type: (Call) -> Dict[str, Any]
    _must_be_allowed(call)
    values = {'status': True, 'public_keys': False, 'user_data_sets': False,
              'templates': call.key['templates']}
    values.update(_settings(call))
    row_id = call.store.insert('keys', parent_id=call.key['id'], key=secrets.token_hex(16), sub_keys=False,
                               created_at=call.now, updated_at=call.now, **values)
    return _shown(call, call.store.get('keys', row_id))


def _get(call):
    # type: (Call) -> Dict[str, Any]
    return _shown(call, _find(call))


def _list(call):
    # type: (Call) -> Dict[str, Any]
    _must_be_allowed(call)
    place, rows = listing.page(call.store, 'keys', _SORT_FIELDS, call.query,
                               'parent_id = ? AND deleted_at IS NULL', call.key['id'])
    return dict(place, SubKeys=[_shown(call, row) for row in rows])


def _update(call):
    # type: (Call) -> Dict[str, Any]
    row = _find(call)
    call.store.update('keys', row['id'], updated_at=call.now, **_settings(call))
    return _get(call)


def _delete(call):
    # type: (Call) -> Dict[str, Any]
    # The row stays: its requests are counted on.
    call.store.update('keys', _find(call)['id'], deleted_at=call.now)
    return {'deleted': True}


def _statistics(call):
    # type: (Call) -> Any
    return statistics.rows(call, 'key_id = ?', _find(call)['id'])


def _find(call):
    # type: (Call) -> Row
    _must_be_allowed(call)
    text = call.path['SubKeyID']
    row = call.store.row('SELECT * FROM keys WHERE id = ? AND parent_id = ? AND deleted_at IS NULL',
                         int(text), call.key['id']) if re.fullmatch('[0-9]{1,18}', text) else None
    if row is None:
        raise NotFound('the key has no sub key %r' % text)
    return row


def _must_be_allowed(call):
    # type: (Call) -> None
    if not call.key['sub_keys']:
        raise ServiceError(AUTH_ERROR, 'the key may not have sub keys')


def _settings(call):
    # type: (Call) -> Dict[str, Any]
    """Give the columns that the form sets; nothing in it may go beyond what the parent key may."""
    form, parent = call.form, call.key
    problems = ['%s: the parent key may not' % name for name in ('PublicKeys', 'UserDataSets')
                if form.get(name) and not parent[_COLUMNS[name]]]
    problems += ['Templates: the parent key has no template %r' % template
                 for template in form.get('Templates', ()) if template not in json.loads(parent['templates'])]
    if problems:
        raise Rejected(*problems)
    return {_COLUMNS[name]: json.dumps(value) if name == 'Templates' else value
            for name, value in form.items()}


def _shown(call, row):
    # type: (Call, Row) -> Dict[str, Any]
    known = list(call.settings.templates)
    created, updated = clock.shown(row['created_at']), clock.shown(row['updated_at'])
    templates = [{'ID': known.index(name) + 1, 'Key': name, 'Title': call.settings.templates[name],
                  'Status': True, 'CreatedAt': created, 'UpdatedAt': created}
                 for name in json.loads(row['templates']) if name in known]
    return {'ID': row['id'], 'ParentKeyID': row['parent_id'], 'Name': row['name'], 'Key': row['key'],
            'Status': bool(row['status']), 'PublicKeys': bool(row['public_keys']),
            'SubKeys': bool(row['sub_keys']), 'UserDataSets': bool(row['user_data_sets']),
            'CreditSystem': call.key['credits'] is not None, 'DataCollection': False,
            'Templates': templates, 'CreatedAt': created, 'UpdatedAt': updated}


HANDLERS = {'createSubKey': _create, 'getSubKey': _get, 'subKeyList': _list, 'updateSubKey': _update,
            'deleteSubKey': _delete, 'subKeyStatistics': _statistics}
