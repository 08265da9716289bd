"""A local Klippa: the whole service on this computer, without a key, a network or a bill.

    with Sandbox() as sandbox:
        client = sandbox.client()
        client.parsing.parse_document(document='invoice.pdf')

It is for tests and demonstrations, keeps state, and reads what plain rules can read. It needs the extra
`sandbox`.
"""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, List, Mapping, Optional, Union

    from typing_extensions import TypedDict, Unpack

    from klippa_ocr_api.api_client import ApiClient
    from klippa_ocr_api.sandbox.clock import Clock
    from klippa_ocr_api.sandbox.journal import ReceivedRequest
    from klippa_ocr_api.type_defs import ClientSettings

    _Settings = TypedDict('_Settings', {
        'state': Optional[str], 'auth_key': str, 'credits': Optional[int], 'templates': Mapping[str, str],
        'max_document_size': int, 'remote_urls': bool, 'journal_size': int,
    }, total=False)
    _Permissions = TypedDict('_Permissions', {
        'templates': Optional[Iterable[str]], 'public_keys': bool, 'sub_keys': bool, 'user_data_sets': bool,
        'enabled': bool,
    }, total=False)
    _Fault = TypedDict('_Fault', {
        'status': Optional[int], 'code': int, 'message': str, 'retry_after': Union[int, float, str, None],
        'html': bool, 'redirect': Optional[str], 'delay': float, 'drip': float, 'truncate': Optional[int],
        'reset': bool,
    }, total=False)

__all__ = ['Sandbox']


class Sandbox(object):
    """A service of its own, listening on loopback from `start` to `stop` or within a `with` block.

    :param host: where to listen; loopback only
    :param port: 0 for any that is free
    :param state: path of a file that keeps the state; in memory if not given
    :param auth_key: the key that it knows from the start; it may do everything
    :param credits: credits of that key; None for a key that is not billed in credits
    :param templates: templates that the key may use, key to title; custom ones read like the financial one
    :param max_document_size: larger files, in bytes, are refused
    :param remote_urls: whether documents are fetched from other computers, too
    :param journal_size: how many requests `requests` goes back
    :param log: called with a line for every request
    """

    def __init__(self, host='127.0.0.1', port=0, log=None, **settings):
        # type: (str, int, Optional[Callable[[str], None]], **Unpack[_Settings]) -> None
        # The pytest plugin is in this package and loaded in every test run, used or not.
        from klippa_ocr_api.sandbox.app import Service
        from klippa_ocr_api.sandbox.settings import Settings

        self._address = host, port
        self._log = log
        self._service = Service(Settings(**settings))
        self._server = None  # type: Any

    def start(self):
        # type: () -> Sandbox
        """Begin to listen."""
        from klippa_ocr_api.sandbox.app import FAULT
        from klippa_ocr_api.sandbox.server import Server

        if self._server is None:
            try:
                self._server = Server(self._service.app, self._address[0], self._address[1], FAULT, self._log)
            except Exception:
                self.stop()
                raise
            self._server.start()
        return self

    def stop(self):
        # type: () -> None
        """Answer what is being asked, close all connections, and end. State in memory is gone then."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        self._service.store.close()

    def __enter__(self):
        # type: () -> Sandbox
        return self.start()

    def __exit__(self, *exc_info):
        # type: (*Any) -> None
        self.stop()

    @property
    def url(self):
        # type: () -> str
        """The base URL, as a client's `host`."""
        from klippa_ocr_api.sandbox.app import BASE_PATH

        if self._server is None:
            raise RuntimeError('the sandbox is not started')
        host = self._address[0]
        return 'http://%s:%d%s' % ('[%s]' % host if ':' in host else host, self._server.port, BASE_PATH)

    @property
    def auth_key(self):
        # type: () -> str
        """The key that the sandbox knows from the start."""
        return self._service.settings.auth_key

    @property
    def clock(self):
        # type: () -> Clock
        """The sandbox's clock; `clock.move(3600)` makes it an hour later."""
        return self._service.clock

    @property
    def requests(self):
        # type: () -> List[ReceivedRequest]
        """The requests answered so far, oldest first."""
        return self._service.journal.requests()

    def client(self, **configuration):
        # type: (**Unpack[ClientSettings]) -> ApiClient
        """Make a client of the sandbox; the arguments are those of `klippa_ocr_api.connect`."""
        from klippa_ocr_api import connect

        settings = {'host': self.url, 'auth_key': self.auth_key}  # type: ClientSettings
        settings.update(configuration)
        return connect(**settings)

    def reset(self):
        # type: () -> None
        """Become as new: one key with all its credits, nothing else, nothing arranged, the right time."""
        self._service.reset()

    def add_key(self, auth_key, credits=1000, **permissions):
        # type: (str, Optional[int], **Unpack[_Permissions]) -> str
        """Add an auth key, to see what happens to one that may do less, and give it back.

        :param permissions: `templates`, a list of their keys (all if not given); and `public_keys`,
            `sub_keys`, `user_data_sets` and `enabled`, true if not given
        """
        self._service.add_key(auth_key, credits, **permissions)
        return auth_key

    def set_next_reply(self, operation=None, body=None, status=200, headers=None, file_name=None,
                       document_hash=None, check=True):
        # type: (Optional[str], Optional[Mapping[str, Any]], int, Optional[Mapping[str, str]], Optional[str], Optional[str], bool) -> None  # noqa: E501
        """Set what the next request is answered with. Key and form are still checked; no work is done.

        Several wait for each other: each is given once, in the order in which they were set.

        :param operation: `parse_document` or `parseDocument`; any operation that reads documents if not given
        :param body: the whole body; a missing `request_id` and `result` are added
        :param file_name: only for a request with a file of this name
        :param document_hash: only for a request with a file of this SHA-1 or SHA-256
        :param check: whether the body must keep the contract; ValueError if it does not
        """
        from klippa_ocr_api.sandbox.faults import CannedReply

        reply = CannedReply(dict(body or {}), status, dict(headers or {}), file_name, document_hash)
        self._service.set_next_reply(operation, reply, check)

    def inject(self, operation=None, times=1, **fault):
        # type: (Optional[str], int, **Unpack[_Fault]) -> None
        """Let something go wrong: `inject('credits', status=503, retry_after=1)`.

        What can go wrong is told in `klippa_ocr_api.sandbox.faults.Fault`, whose arguments these are.

        :param operation: `parse_document` or `parseDocument`; any operation if not given
        :param times: for how many requests
        """
        from klippa_ocr_api.sandbox.faults import Fault

        self._service.inject(operation, Fault(**fault), times)

    def assert_called(self, operation, times=None):
        # type: (str, Optional[int]) -> None
        """Assert that an operation was asked for, so many times or at least once."""
        name = self._service.contract.operation(operation).id
        count = len(self._service.journal.requests(name))
        if count != times if times is not None else not count:
            wanted = 'at least once' if times is None else '%d times' % times
            raise AssertionError('%s: expected %s, called %d times; all requests: %r'
                                 % (name, wanted, count, self.requests))

    def assert_no_key_in_urls(self):
        # type: () -> None
        """Assert that every key came in a header, where it ends up in no log and no history."""
        found = [request for request in self.requests if request.key_in_url]
        if found:
            raise AssertionError('a key was in the URL of %r' % found)
