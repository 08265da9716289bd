"""Pages of a list: paging, sorting and filters, from a query of the user's to one of SQLite's."""
import json
import re

from klippa_ocr_api.sandbox import clock
from klippa_ocr_api.sandbox.errors import Rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Tuple

    from klippa_ocr_api.sandbox.store import Row, Store

_COMPARISONS = {'EQ': '=', 'NEQ': '<>', 'GT': '>', 'GTE': '>=', 'LT': '<', 'LTE': '<=', 'LIKE': 'LIKE'}
_NULL_TESTS = {'NULL': 'IS NULL', 'NOTNULL': 'IS NOT NULL'}
_LARGEST = 2 ** 63 - 1
# SQLite has limits of its own, far beyond any sensible query.
_MOST_FILTERS = 100
_LONGEST_FILTER = 1000


def page(store, table, fields, query, where, *values):
    # type: (Store, str, Mapping[str, str], Mapping[str, Any], str, *Any) -> Tuple[Dict[str, Any], List[Row]]
    """Give the rows of one page, and the part of the reply that tells where in the list they are.

    :param fields: the fields that may be sorted on and filtered by, and their columns
    :param query: the checked query of the request
    :param where: the condition, with its values, that all rows of the list meet
    """
    conditions, operands = [where], list(values)
    for name in ('type', 'external_id'):
        if query.get(name):
            conditions.append('%s IN (SELECT value FROM json_each(?))' % name)
            operands.append(json.dumps(query[name].split(',')))
    if len(query.get('filter', ())) > _MOST_FILTERS:
        raise Rejected('filter: more than %d' % _MOST_FILTERS)
    for text in query.get('filter', ()):
        condition, compared = _filter(text, fields)
        conditions.append(condition)
        operands += compared
    order = _order(query, fields)
    number, size = query.get('page', 1), query.get('per_page', 100)
    selection = 'FROM %s WHERE %s' % (table, ' AND '.join(conditions))
    count = store.rows('SELECT count(*) ' + selection, *operands)[0][0]
    rows = store.rows('SELECT * %s ORDER BY %s LIMIT ? OFFSET ?' % (selection, order),
                      *(operands + [size, min((number - 1) * size, _LARGEST)]))
    place = {'Count': count, 'Page': number, 'Pages': -(-count // size), 'PerPage': size,
             'MoreResults': number * size < count}
    return place, rows


def _order(query, fields):
    # type: (Mapping[str, Any], Mapping[str, str]) -> str
    field, direction = query.get('sort_field') or 'ID', (query.get('sort_order') or 'ASC').upper()
    if field not in fields:
        raise Rejected('sort_field: %r is none of %s' % (field, ', '.join(fields)))
    if direction not in ('ASC', 'DESC'):
        raise Rejected('sort_order: %r is neither ASC nor DESC' % direction)
    # The ID makes the order of equal rows the same on every page.
    return '%s %s, id %s' % (fields[field], direction, direction)


def _filter(text, fields):
    # type: (str, Mapping[str, str]) -> Tuple[str, List[Any]]
    # A value may hold colons itself, as times do.
    match = re.fullmatch(r'([^:]*):(.*):([^:]*)', text, re.DOTALL)
    if not match or len(text) > _LONGEST_FILTER:
        raise Rejected('filter: %r is not of the form {field}:{value}:{operator}' % text[:80])
    field, value, operator = match.groups()
    if field not in fields:
        raise Rejected('filter: field %r is none of %s' % (field, ', '.join(fields)))
    if operator in _NULL_TESTS:
        return '%s %s' % (fields[field], _NULL_TESTS[operator]), []
    if operator not in _COMPARISONS:
        raise Rejected('filter: operator %r is none of %s'
                       % (operator, ', '.join(sorted(_COMPARISONS) + sorted(_NULL_TESTS))))
    return '%s %s ?' % (fields[field], _COMPARISONS[operator]), [_operand(field, value, operator)]


def _operand(field, value, operator):
    # type: (str, str, str) -> Any
    if operator == 'LIKE':
        return value
    try:
        if field == 'ID':
            return max(-_LARGEST, min(int(value[:30]), _LARGEST))
        if field in ('CreatedAt', 'UpdatedAt', 'LastSyncDate'):
            return clock.stored(clock.parse(value))
    except ValueError as error:
        raise Rejected('filter: %s: %s' % (field, error))
    return value
