"""Counting requests, and telling how many there were."""
from klippa_ocr_api.sandbox import clock
from klippa_ocr_api.sandbox.errors import Rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List

    from klippa_ocr_api.sandbox.call import Call

# How much of a stored time the requests of a bucket have in common.
_GRANULARITIES = {'year': 4, 'month': 7, 'day': 10, 'hour': 13}


def count(call):
    # type: (Call) -> None
    """Count a document that was read."""
    call.store.insert('requests', key_id=call.key['id'], at=call.now,
                      public_key_id=call.public_key['id'] if call.public_key else None)


def rows(call, condition, *values):
    # type: (Call, str, *Any) -> List[Dict[str, int]]
    """Give the buckets that the query of a call asks for, of the requests that meet a condition."""
    granularity = (call.query.get('granularity') or 'day').lower()
    if granularity not in _GRANULARITIES:
        raise Rejected('granularity: %r is none of %s' % (granularity, ', '.join(_GRANULARITIES)))
    operands = list(values)
    for name, comparison in (('date_min', '>='), ('date_max', '<=')):
        if name in call.query:
            condition += ' AND at %s ?' % comparison
            operands.append(clock.stored(clock.parse(call.query[name])))
    sql = 'SELECT substr(at, 1, %d), count(*) FROM requests WHERE %s GROUP BY 1 ORDER BY 1'
    found = call.store.rows(sql % (_GRANULARITIES[granularity], condition), *operands)
    return [dict(_bucket(bucket), count=number) for bucket, number in found]


def _bucket(text):
    # type: (str) -> Dict[str, int]
    return {'year': int(text[:4]), 'month': int(text[5:7] or 0), 'day': int(text[8:10] or 0),
            'hour': int(text[11:13] or 0)}
