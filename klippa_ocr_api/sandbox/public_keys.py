"""The operations on public keys: keys for public applications, with few scans and a short life."""
import datetime
import re
import secrets

from klippa_ocr_api.sandbox import clock, statistics
from klippa_ocr_api.sandbox.errors import (
    PUBLIC_KEY_CREATION_FAILED, PUBLIC_KEY_INVALID_SCAN_LIMIT, PUBLIC_KEY_INVALID_VALID_TIME,
    PUBLIC_KEY_LOAD_ERROR, PUBLIC_KEY_NOT_ALLOWED, PUBLIC_KEY_NOT_FOUND, ServiceError)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

    from klippa_ocr_api.sandbox.call import Call
    from klippa_ocr_api.sandbox.store import Row

_LONGEST_EXTERNAL_ID = 255


def _create(call):
    # type: (Call) -> Dict[str, Any]
    form = call.form
    if not call.key['public_keys']:
        raise ServiceError(PUBLIC_KEY_NOT_ALLOWED, 'the key may not create public keys')
    if not 1 <= form['scan_limit'] <= 100:
        raise ServiceError(PUBLIC_KEY_INVALID_SCAN_LIMIT,
                           'scan_limit: %d is not within 1 to 100' % form['scan_limit'])
    if not 60 <= form['valid_time'] <= 3600:
        raise ServiceError(PUBLIC_KEY_INVALID_VALID_TIME,
                           'valid_time: %d is not within 60 to 3600 seconds' % form['valid_time'])
    external_id = form.get('external_id', '')
    if len(external_id) > _LONGEST_EXTERNAL_ID:
        raise ServiceError(PUBLIC_KEY_CREATION_FAILED,
                           'external_id: longer than %d characters, so the key could not be stored'
                           % _LONGEST_EXTERNAL_ID)
    valid_until = clock.stored(clock.parse(call.now) + datetime.timedelta(seconds=form['valid_time']))
    text = secrets.token_hex(16)
    row_id = call.store.insert('public_keys', key_id=call.key['id'], key=text, external_id=external_id,
                               scan_limit=form['scan_limit'], valid_until=valid_until)
    return {'ID': row_id, 'PublicKey': text, 'ScanLimit': form['scan_limit'],
            'ValidUntil': clock.shown(valid_until)}


def _info(call):
    # type: (Call) -> Dict[str, Any]
    row = call.public_key or _find(call)
    scans_left = row['scan_limit'] - row['used_scans']
    return {'ID': row['id'], 'ScanLimit': row['scan_limit'], 'UsedScans': row['used_scans'],
            'AvailableScans': scans_left, 'ValidUntil': clock.shown(row['valid_until']),
            'IsValid': scans_left > 0 and row['valid_until'] > call.now}


def _statistics(call):
    # type: (Call) -> Any
    return statistics.rows(call, 'public_key_id = ?', _find(call)['id'])


def _find(call):
    # type: (Call) -> Row
    text = call.path['PublicKeyID']
    if not re.fullmatch('[0-9]{1,18}', text):
        raise ServiceError(PUBLIC_KEY_LOAD_ERROR, '%r is no ID of a public key: it is no number' % text)
    row = call.store.row('SELECT * FROM public_keys WHERE id = ? AND key_id = ?', int(text), call.key['id'])
    if row is None:
        raise ServiceError(PUBLIC_KEY_NOT_FOUND, 'the key has no public key %s' % text)
    return row


HANDLERS = {'createPublicKey': _create, 'publicKeyInfo': _info, 'publicKeyInfoById': _info,
            'publicKeyStatistics': _statistics}
