"""The operations that read a document: who may, what it costs, and what is remembered of it."""
import contextlib
import functools
import hashlib
import json

from klippa_ocr_api.sandbox import data_sets, statistics
from klippa_ocr_api.sandbox.auth import charge, refund
from klippa_ocr_api.sandbox.errors import (
    CONVERT_ERROR, DOCUMENT_ERROR, DOCUMENT_PARSER, NO_ACCESS_TO_TEMPLATE, PARSE_ERROR, PDF_PARSER,
    TOO_BIG_FILE, Rejected, ServiceError)
from klippa_ocr_api.sandbox.fetch import FetchError, fetch
from klippa_ocr_api.sandbox.reading import ReadingError, check_rules, read_document, read_text
from klippa_ocr_api.sandbox.settings import FINANCIAL, IDENTITY, PASSPORT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional

    from klippa_ocr_api.sandbox.call import Call

_REASONS = {'document': DOCUMENT_ERROR, 'convert': CONVERT_ERROR, 'parse': PARSE_ERROR}
_HAVE_THEIR_OWN_PATH = (PASSPORT, IDENTITY)


def _parse_document(call):
    # type: (Call) -> Dict[str, Any]
    # On this path alone the template may be named in the query, which wins, and may be any.
    template = _template(call, DOCUMENT_PARSER, call.query.get('template'))
    return _read_files(call, DOCUMENT_PARSER, template if template in _HAVE_THEIR_OWN_PATH else FINANCIAL)


def _parse_identity(default, call):
    # type: (str, Call) -> Dict[str, Any]
    if call.form.get('template', default) != default:
        raise _no_access(DOCUMENT_PARSER, '%s reads with no other template' % call.operation.path)
    return _read_files(call, DOCUMENT_PARSER, _template(call, DOCUMENT_PARSER, default))


def _parse_structured(call):
    # type: (Call) -> Dict[str, Any]
    _financial(call, PDF_PARSER)
    return _read_files(call, PDF_PARSER, 'structured')


def _parse_text(call):
    # type: (Call) -> Dict[str, Any]
    _financial(call, DOCUMENT_PARSER)
    text = call.form.get('text')
    if not text:
        raise Rejected('text: give the text to parse')
    user_data = _user_data(call)
    with _charged(call, DOCUMENT_PARSER, 1):
        data = read_text(text, user_data)
        return _remember(call, data, hashlib.sha1(text.encode('utf-8')))


def _read_files(call, family, template):
    # type: (Call, int, str) -> Dict[str, Any]
    urls, limit = call.form.get('url', ()), call.settings.max_document_size
    user_data = _user_data(call)
    with contextlib.ExitStack() as stack, _charged(call, family, len(call.uploads) + len(urls)):
        parts = list(call.uploads)
        for url in urls:
            parts.append(fetch(url, limit, call.settings.remote_urls))
            stack.callback(parts[-1].close)
        for part in parts:
            if part.too_big:
                raise ServiceError(TOO_BIG_FILE, '%r is larger than %d bytes' % (part.name, limit))
        data = read_document(parts, template, user_data, call.form.get('pdf_text_extraction', 'fast'))
        if template in _HAVE_THEIR_OWN_PATH:
            statistics.count(call)
            return data
        # Several parts are one document: the hash of their hashes.
        hashes = [part.sha1 for part in parts]
        whole = hashes[0] if len(hashes) == 1 else hashlib.sha1(b''.join(each.digest() for each in hashes))
        return _remember(call, data, whole)


def _remember(call, data, document_hash):
    # type: (Call, Dict[str, Any], Any) -> Dict[str, Any]
    """Count a financial document, and tell whether it was seen before."""
    group = call.form.get('hash_duplicate_group_id', '')
    with call.store.transaction():
        statistics.count(call)
        is_new = call.store.run('INSERT OR IGNORE INTO documents VALUES (?, ?, ?)', call.key['id'],
                                hashlib.sha256(group.encode('utf-8')).hexdigest(), document_hash.hexdigest())
    return dict(data, hash=document_hash.hexdigest(), hash_duplicate=not is_new)


@contextlib.contextmanager
def _charged(call, family, scans):
    # type: (Call, int, int) -> Iterator[None]
    """Take the credits for a block, and give them back if it fails. Reading errors get their codes here."""
    charge(call.store, call.key, call.public_key, scans)
    try:
        yield
    except BaseException as error:
        refund(call.store, call.key, call.public_key, scans)
        if isinstance(error, ReadingError) and error.reason in _REASONS:
            raise ServiceError(family + _REASONS[error.reason], str(error))
        if isinstance(error, ReadingError):
            raise _rejected(error)
        if isinstance(error, FetchError):
            raise ServiceError(family + CONVERT_ERROR, str(error))
        raise


def _rejected(error):
    # type: (ReadingError) -> Rejected
    return Rejected('user_data: %s' % error)


def _financial(call, family):
    # type: (Call, int) -> None
    if call.form.get('template') in _HAVE_THEIR_OWN_PATH:
        raise _no_access(family, '%r reads images of documents only' % call.form['template'])
    _template(call, family)


def _template(call, family, wanted=None):
    # type: (Call, int, Optional[str]) -> str
    template = wanted or call.form.get('template') or FINANCIAL  # type: str
    if template not in json.loads(call.key['templates']):
        raise _no_access(family, 'the key has no template %r' % template)
    return template


def _no_access(family, message):
    # type: (int, str) -> ServiceError
    return ServiceError(family + NO_ACCESS_TO_TEMPLATE, message)


def _user_data(call):
    # type: (Call) -> Optional[Dict[str, Any]]
    """Give the user data of the form, and with it what the user data set holds."""
    user_data = call.form.get('user_data') or None
    if user_data:
        try:
            check_rules(user_data)
        except ReadingError as error:
            raise _rejected(error)
    if call.form.get('user_data_set_external_id'):
        user_data = dict(user_data or {})
        for name, records in data_sets.user_data(call, call.form['user_data_set_external_id']).items():
            user_data[name] = user_data.get(name, []) + records
    return user_data


HANDLERS = {'parseDocument': _parse_document, 'parseStructuredPDF': _parse_structured,
            'parseText': _parse_text, 'parseDocumentEuPassport': functools.partial(_parse_identity, PASSPORT),
            'parseDocumentIdentityDocument': functools.partial(_parse_identity, IDENTITY)}
