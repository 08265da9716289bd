"""Who is asking: auth keys, sub keys and public keys."""
from klippa_ocr_api.sandbox import clock
from klippa_ocr_api.sandbox.errors import (
    AUTH_ERROR, AUTH_INVALID_KEY, AUTH_INVALID_PUBLIC_KEY, AUTH_MISSING_KEY, AUTH_NO_CREDITS_LEFT,
    AUTH_PUBLIC_KEY_EXPIRED, AUTH_PUBLIC_KEY_NO_SCANS_LEFT, ServiceError)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Optional, Tuple

    from klippa_ocr_api.sandbox.contract import Operation
    from klippa_ocr_api.sandbox.store import Row, Store

# The names of the headers that keys come in, and of the query's arguments.
KEY_NAMES = ('X-Auth-Key', 'X-Auth-Public-Key')


def authenticate(store, now, operation, given):
    # type: (Store, str, Operation, Dict[str, str]) -> Tuple[Row, Optional[Row]]
    """Give the auth key of a request, and its public key if it came with one.

    :param given: the keys that the request came with, by the names of their headers
    """
    if not given:
        raise ServiceError(AUTH_MISSING_KEY, 'send a key as %s' % ' or '.join(sorted(operation.keys)))
    if not operation.keys.intersection(given):
        raise ServiceError(AUTH_ERROR, '%s takes %s, not %s'
                           % (operation.id, ' or '.join(sorted(operation.keys)), ' or '.join(sorted(given))))
    # The auth key is the stronger one: it is used where both come and either would do.
    if 'X-Auth-Key' in operation.keys and 'X-Auth-Key' in given:
        return _auth_key(store, given['X-Auth-Key']), None
    public_key = store.row('SELECT * FROM public_keys WHERE key = ?', given['X-Auth-Public-Key'])
    if public_key is None:
        raise ServiceError(AUTH_INVALID_PUBLIC_KEY, 'no such public key')
    # An application may ask what became of its key.
    if public_key['valid_until'] <= now and operation.id != 'publicKeyInfo':
        raise ServiceError(AUTH_PUBLIC_KEY_EXPIRED,
                           'the public key expired at %s' % clock.shown(public_key['valid_until']))
    return _usable(store.row('SELECT * FROM keys WHERE id = ?', public_key['key_id'])), public_key


def _auth_key(store, text):
    # type: (Store, str) -> Row
    key = store.row('SELECT * FROM keys WHERE key = ?', text)
    if key is not None:
        return _usable(key)
    if store.row('SELECT id FROM public_keys WHERE key = ?', text):
        raise ServiceError(AUTH_ERROR, 'a public key was sent as X-Auth-Key; send it as X-Auth-Public-Key')
    raise ServiceError(AUTH_INVALID_KEY, 'no such key')


def _usable(key):
    # type: (Optional[Row]) -> Row
    if key is None or key['deleted_at']:
        raise ServiceError(AUTH_INVALID_KEY, 'the key was deleted')
    if not key['status']:
        raise ServiceError(AUTH_ERROR, 'the key is disabled')
    return key


def charge(store, key, public_key, scans):
    # type: (Store, Row, Optional[Row], int) -> None
    """Take scans off a public key and credits off the auth key, or neither."""
    with store.transaction():
        if public_key and not store.run('UPDATE public_keys SET used_scans = used_scans + ? '
                                        'WHERE id = ? AND used_scans + ? <= scan_limit',
                                        scans, public_key['id'], scans):
            raise ServiceError(AUTH_PUBLIC_KEY_NO_SCANS_LEFT, 'the public key has too few scans left')
        # The service lets an account go below zero by a tenth of its credits.
        if not store.run('UPDATE keys SET used_credits = used_credits + ? WHERE id = ? AND '
                         '(credits IS NULL OR used_credits + ? <= credits + credits / 10)',
                         scans, key['parent_id'] or key['id'], scans):
            raise ServiceError(AUTH_NO_CREDITS_LEFT, 'too few credits left')


def refund(store, key, public_key, scans):
    # type: (Store, Row, Optional[Row], int) -> None
    """Give back what `charge` took, because nothing came of it."""
    with store.transaction():
        if public_key:
            store.run('UPDATE public_keys SET used_scans = used_scans - ? WHERE id = ?',
                      scans, public_key['id'])
        store.run('UPDATE keys SET used_credits = used_credits - ? WHERE id = ?',
                  scans, key['parent_id'] or key['id'])
