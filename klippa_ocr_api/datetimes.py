"""Dates and times as the service reads and writes them."""
import datetime
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

try:
    _UTC = datetime.timezone.utc  # type: Any
except AttributeError:  # Python 2.7
    _UTC = None

# Before 3.11 the standard library does not read a trailing Z, nor fractions of other than 3 or 6 digits.
_STANDARD_LIBRARY_READS_ISO_8601 = sys.version_info >= (3, 11)


def parse(text):
    # type: (str) -> Optional[datetime.datetime]
    """Read an RFC 3339 or ISO 8601 time; None if it is none.

    The result has a zone if the text has one. Digits beyond microseconds are cut off: keep the text
    where they matter.
    """
    try:
        if _STANDARD_LIBRARY_READS_ISO_8601:
            return datetime.datetime.fromisoformat(text)
        from dateutil.parser import isoparse

        return isoparse(text)
    except (ValueError, OverflowError):
        return None


def rfc3339(value):
    # type: (datetime.date) -> str
    """Write a time as the service wants it; one without a zone is taken as UTC, a date alone as its midnight."""
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    offset = value.utcoffset()
    if offset:
        # RFC 3339 knows no seconds in an offset, which historic zones have.
        if offset.total_seconds() % 60:
            value = value.astimezone(_UTC or _utc()).replace(tzinfo=None)
            return value.isoformat() + 'Z'
        return value.isoformat()
    return value.replace(tzinfo=None).isoformat() + 'Z'


def user_data_time(value):
    # type: (datetime.date) -> str
    """Write a time as ``user_data`` wants it: ``2019-06-24 11:16:33``.

    The format has no zone: the time on the clock is written as it is. A date alone is its midnight.
    """
    # Not strftime: it cannot write years before 1900 on 2.7, and drops leading zeros of years elsewhere.
    text = value.isoformat().replace('T', ' ')
    return text[:19] if len(text) > 10 else text + ' 00:00:00'


def _utc():
    # type: () -> Any
    from dateutil.tz import tzutc

    return tzutc()
