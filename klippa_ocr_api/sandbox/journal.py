"""What the sandbox was asked: a record of every request, without the keys that came with it."""
import collections

from klippa_ocr_api.sandbox.auth import KEY_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    from klippa_ocr_api.sandbox.forms import Form
    from klippa_ocr_api.sandbox.uploads import Upload

REDACTED = '[redacted]'
_SECRET_HEADERS = ('x-auth-key', 'x-auth-public-key', 'authorization', 'cookie', 'proxy-authorization')


class ReceivedFile(object):
    """A file of a request."""

    def __init__(self, field, upload):
        # type: (str, Upload) -> None
        self.field = field  # type: str
        self.name = upload.name  # type: str
        self.content_type = upload.content_type  # type: str
        self.size = upload.size  # type: int
        self.sha1 = upload.sha1.hexdigest()  # type: str
        self.sha256 = upload.sha256.hexdigest()  # type: str

    def __repr__(self):
        # type: () -> str
        return '<ReceivedFile %r %s, %d bytes>' % (self.name, self.content_type, self.size)


class ReceivedRequest(object):
    """A request, and the status it was answered with.

    `operation` is its operationId, None if no route matches; `query` and `form` map a name to the list of its
    values; `status` is None until the answer is on its way.
    """

    def __init__(self, method, path, query, headers):
        # type: (str, str, Dict[str, List[str]], Dict[str, str]) -> None
        self.operation = None  # type: Optional[str]
        self.method = method  # type: str
        self.path = path  # type: str
        secret = {value for name, value in headers.items() if name in KEY_NAMES and value}
        self.key_in_url = any(name in query for name in KEY_NAMES) or any(
            key in text for key in secret for values in [[path]] + list(query.values()) for text in values)
        self.query = {name: [REDACTED] * len(values) if name in KEY_NAMES else values
                      for name, values in query.items()}  # type: Dict[str, List[str]]
        self.headers = {name: REDACTED if name.lower() in _SECRET_HEADERS else value
                        for name, value in headers.items()}  # type: Dict[str, str]
        self.form = {}  # type: Dict[str, List[str]]
        self.files = []  # type: List[ReceivedFile]
        self.json = None  # type: Any
        self.status = None  # type: Optional[int]

    def hold(self, form):
        # type: (Form) -> None
        """Take down what the body held."""
        self.form, self.json = form.fields, form.json
        self.files = [ReceivedFile(field, upload) for field, upload in form.files]

    def __repr__(self):
        # type: () -> str
        return '<ReceivedRequest %s %s, answered %s>' % (self.method, self.path, self.status)


class Journal(object):
    """The requests received, oldest first."""

    def __init__(self, size):
        # type: (int) -> None
        # A sandbox that runs for weeks must not fill the memory.
        self._requests = collections.deque(maxlen=size)  # type: collections.deque[ReceivedRequest]

    def add(self, request):
        # type: (ReceivedRequest) -> None
        self._requests.append(request)

    def requests(self, operation=None):
        # type: (Optional[str]) -> List[ReceivedRequest]
        return [request for request in list(self._requests) if operation in (None, request.operation)]

    def clear(self):
        # type: () -> None
        self._requests.clear()
