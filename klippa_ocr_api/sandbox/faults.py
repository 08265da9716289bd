"""Replies that a test has arranged: canned ones that keep the contract, and faults that do not."""
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional

    from klippa_ocr_api.sandbox.uploads import Upload

_MESSAGE = 'A fault that the sandbox was told to inject.'
_GATEWAY_PAGE = '''<!DOCTYPE html>
<html><head><title>%(status)d</title></head>
<body><h1>%(status)d</h1><p>%(message)s</p></body></html>
'''


class Fault(object):
    """Something that goes wrong.

    With `status`, `retry_after`, `html` or `redirect` the work is not done and this is the answer; the other
    faults strike on the way back, when the work is done and paid for. Both kinds can be combined.

    :param status: status of the answer: an error envelope with `code` and `message`
    :param retry_after: value of the answer's Retry-After header: seconds or a date
    :param html: answer with a gateway's HTML page, status 502 unless given
    :param redirect: answer with a redirect to this URL, status 307 unless given
    :param delay: seconds to wait before answering
    :param drip: seconds to wait before each byte of the body
    :param truncate: how many bytes of the body to send before closing the connection
    :param reset: whether to reset the connection instead of answering
    """

    def __init__(self, status=None, code=0, message=_MESSAGE, retry_after=None, html=False, redirect=None,
                 delay=0, drip=0, truncate=None, reset=False):
        # type: (Optional[int], int, str, Any, bool, Optional[str], float, float, Optional[int], bool) -> None
        if status is None:
            status = 502 if html else 307 if redirect else 503 if retry_after is not None else None
        if status is None and not (delay or drip or reset or truncate is not None):
            raise ValueError('a fault that does nothing')
        self.status = status
        self.headers = {}  # type: Dict[str, str]
        self.page = _GATEWAY_PAGE % {'status': status, 'message': message} if html else None
        self.error = {'code': code, 'message': message, 'result': 'error'}
        self.delay, self.drip, self.truncate, self.reset = delay, drip, truncate, reset
        if retry_after is not None:
            self.headers['Retry-After'] = str(retry_after)
        if redirect:
            self.headers['Location'] = redirect


class CannedReply(object):
    """A reply to give instead of doing the work."""

    def __init__(self, body, status, headers, file_name=None, document_hash=None):
        # type: (Dict[str, Any], int, Mapping[str, str], Optional[str], Optional[str]) -> None
        self.body = body
        self.status = status
        self.headers = headers
        self._file_name = file_name
        self._document_hash = document_hash and document_hash.lower()

    def suits(self, uploads):
        # type: (Iterable[Upload]) -> bool
        """Tell whether it is meant for a request with these files."""
        uploads = list(uploads)
        names = [upload.name for upload in uploads]
        hashes = [digest.hexdigest() for upload in uploads for digest in (upload.sha1, upload.sha256)]
        return self._file_name in [None] + names and self._document_hash in [None] + hashes


class Arranged(object):
    """A queue of things arranged for some operations; each is taken a number of times, the oldest first."""

    def __init__(self):
        # type: () -> None
        self._lock = threading.Lock()
        self._entries = []  # type: List[List[Any]]

    def add(self, thing, operations=None, times=1):
        # type: (Any, Optional[Iterable[str]], int) -> None
        """Arrange something.

        :param operations: for which operationIds; None for all
        """
        with self._lock:
            self._entries.append([thing, operations, times])

    def take(self, operation, suits=lambda thing: True):
        # type: (str, Callable[[Any], bool]) -> Any
        """Take what comes next for an operation, or None."""
        with self._lock:
            for entry in self._entries:
                thing, operations, _ = entry
                if (operations is None or operation in operations) and suits(thing):
                    entry[2] -= 1
                    if entry[2] <= 0:
                        self._entries.remove(entry)
                    return thing
        return None

    def clear(self):
        # type: () -> None
        with self._lock:
            del self._entries[:]
