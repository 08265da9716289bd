"""The operations that tell of the service and the key."""
import json

from klippa_ocr_api.sandbox import statistics
from klippa_ocr_api.sandbox.errors import DOCUMENT_PARSER, NO_ACCESS_TO_TEMPLATE, Rejected, ServiceError
from klippa_ocr_api.sandbox.settings import FINANCIAL, IDENTITY, PASSPORT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

    from klippa_ocr_api.sandbox.call import Call

_YES_OR_NO = {'true': True, '1': True, 'false': False, '0': False, '': False}
# What a template reads; a custom one reads what the financial one does.
_SCHEMAS = {PASSPORT: 'EuropeanPassport', IDENTITY: 'FullIdentityDocument'}


def _index(call):
    # type: (Call) -> Dict[str, Any]
    return {'Title': 'Klippa Custom OCR API (sandbox)', 'Version': call.contract.version, 'Branch': 'sandbox',
            'Commit': '', 'Contact': ''}


def _credits(call):
    # type: (Call) -> Dict[str, Any]
    # A sub key spends the credits of the key above it.
    account = call.store.get('keys', call.key['parent_id'] or call.key['id'])
    available, used = account['credits'] or 0, account['used_credits']
    return {'UsesCreditSystem': account['credits'] is not None, 'AvailableCredits': available,
            'UsedCredits': used, 'SpendableCredits': available - used}


def _fields(call):
    # type: (Call) -> Dict[str, Any]
    template = call.path.get('Template', FINANCIAL)
    if template not in json.loads(call.key['templates']):
        raise ServiceError(DOCUMENT_PARSER + NO_ACCESS_TO_TEMPLATE, 'the key has no template %r' % template)
    return {'fields': call.contract.fields(call.contract.schema(_SCHEMAS.get(template, 'Receipt')))}


def _templates(call):
    # type: (Call) -> Dict[str, Any]
    return {'templates': {name: {'title': call.settings.templates.get(name, name)}
                          for name in json.loads(call.key['templates'])}}


def _statistics(call):
    # type: (Call) -> Any
    include = call.query.get('include_sub_keys', '').lower()
    if include not in _YES_OR_NO:
        raise Rejected('include_sub_keys: %r is neither true nor false' % include)
    condition, values = 'key_id = ?', [call.key['id']]
    if _YES_OR_NO[include]:
        condition, values = 'key_id IN (SELECT id FROM keys WHERE id = ? OR parent_id = ?)', values * 2
    if 'public_key_id' in call.query:
        condition += ' AND public_key_id = ?'
        values.append(call.query['public_key_id'])
    if 'public_key_external_id' in call.query:
        condition += ' AND public_key_id IN (SELECT id FROM public_keys WHERE external_id = ?)'
        values.append(call.query['public_key_external_id'])
    return statistics.rows(call, condition, *values)


HANDLERS = {'getAPIIndex': _index, 'credits': _credits, 'getFields': _fields, 'getFieldsByTemplate': _fields,
            'getTemplates': _templates, 'listStatisticsInput': _statistics}
