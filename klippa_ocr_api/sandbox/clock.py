"""The sandbox's clock, which tests can move, and the one way it writes times down."""
import datetime
import re
import threading

from dateutil.parser import isoparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Union

_RFC_3339 = re.compile(r'\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)', re.ASCII)


class Clock(object):
    """Runs like the computer's clock, ahead or behind by as much as a test has moved it."""

    def __init__(self):
        # type: () -> None
        self._lock = threading.Lock()
        self._offset = datetime.timedelta()

    def now(self):
        # type: () -> datetime.datetime
        return datetime.datetime.now(datetime.timezone.utc) + self._offset

    def move(self, by):
        # type: (Union[float, datetime.timedelta]) -> None
        """Move forward, or back if negative.

        :param by: seconds, or a timedelta
        """
        if not isinstance(by, datetime.timedelta):
            by = datetime.timedelta(seconds=by)
        with self._lock:
            self._offset += by

    def reset(self):
        # type: () -> None
        """Show the computer's time again."""
        with self._lock:
            self._offset = datetime.timedelta()


def parse(text):
    # type: (str) -> datetime.datetime
    """Read an RFC 3339 time; ValueError if it is none."""
    if not _RFC_3339.fullmatch(text):
        raise ValueError('%r is no RFC 3339 time, such as 2024-05-31T12:00:00Z' % text[:40])
    try:
        return isoparse(text.upper().replace(' ', 'T')).astimezone(datetime.timezone.utc)
    except (OverflowError, ValueError):
        raise ValueError('%r is a time that no calendar has' % text[:40])


def stored(moment):
    # type: (datetime.datetime) -> str
    """Write a time as it is stored: always the same width, so that texts sort like the times do."""
    return '%04d' % moment.year + moment.strftime('-%m-%dT%H:%M:%S.%fZ')


def shown(text):
    # type: (str) -> str
    """Write a stored time as replies show it: RFC 3339, without a fraction of zero."""
    return text[:-1].rstrip('0').rstrip('.') + 'Z'
