"""``ApiClient``: one call, from its parameters to a model: authenticate, encode, send, decode."""
import importlib
import os
import re
import sys

import six
from six.moves.urllib.parse import quote, unquote

from klippa_ocr_api import jsonbytes
from klippa_ocr_api._version import __version__
from klippa_ocr_api.configuration import Configuration
from klippa_ocr_api.documents import documents
from klippa_ocr_api.exceptions import ApiTypeError, ApiValueError, UnreadableReplyError, chained
from klippa_ocr_api.model import NATIVE_TYPES, Model, converter, did_you_mean, is_native, split_type
from klippa_ocr_api.multipart import Multipart
from klippa_ocr_api.rest import RESTClientObject
from klippa_ocr_api.serialization import json_text, to_json, to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, cast

    from typing_extensions import Unpack

    from klippa_ocr_api.api import InformationApi, ParsingApi, PublicKeyApi, SubKeyApi, UserDataSetsApi
    from klippa_ocr_api.type_defs import Progress, RequestTimeout, Settings

_JSON = 'application/json'
_BASE_HEADERS = {'Accept': _JSON, 'Accept-Encoding': 'gzip'}
_METHODS = frozenset(('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'))
_API_CLASSES = {
    'information': 'InformationApi',
    'parsing': 'ParsingApi',
    'public_key': 'PublicKeyApi',
    'sub_key': 'SubKeyApi',
    'user_data_sets': 'UserDataSetsApi',
}
# As many calls wait for the service at a time as there are idle connections kept.
_POOL_THREADS = 32
# How much of a reply that is no JSON an error shows, in characters.
_EXCERPT = 200
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
# The second part is what Latin-1 does not have.
_NOT_IN_HEADERS = re.compile(u'[\r\n\0]|[^\0-\xff]')


class ApiClient(object):
    """Calls the service. One client serves many threads, survives a fork, and pickles.

    :param configuration: the settings; a copy of the default ones when None
    :param header_name: a header to send with every call
    :param header_value: its value
    :param cookie: a ``Cookie`` header to send with every call
    :param pool_threads: how many calls made with ``async_req=True`` run at a time; 32 when None
    """

    # What the headers of the latest call came from, and what they were; in one, for threads.
    _latest_headers = (None, {})  # type: Tuple[Any, Dict[str, str]]

    if TYPE_CHECKING:
        information = cast(Any, None)  # type: InformationApi
        parsing = cast(Any, None)  # type: ParsingApi
        public_key = cast(Any, None)  # type: PublicKeyApi
        sub_key = cast(Any, None)  # type: SubKeyApi
        user_data_sets = cast(Any, None)  # type: UserDataSetsApi

    def __init__(self, configuration=None, header_name=None, header_value=None, cookie=None, pool_threads=None):
        # type: (Optional[Configuration], Optional[str], Optional[str], Optional[str], Optional[int]) -> None
        self.configuration = (
            Configuration.get_default_copy() if configuration is None else configuration)  # type: Configuration
        self.pool_threads = _POOL_THREADS if pool_threads is None else pool_threads  # type: int
        #: The transport: anything with ``request()`` can take its place.
        self.rest_client = RESTClientObject(self.configuration)  # type: Any
        self.default_headers = {'User-Agent': 'klippa-ocr-api/%s python/%s' % (
            __version__, '.'.join(str(part) for part in sys.version_info[:3]))}  # type: Dict[str, str]
        if header_name is not None:
            self.set_default_header(header_name, header_value or '')
        self.cookie = cookie
        #: The reply that came last, in whichever thread; for debugging.
        self.last_response = None  # type: Any
        # By process: threads do not survive a fork.
        self._pools = {}  # type: Dict[int, Any]

    def __enter__(self):
        # type: () -> ApiClient
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        # type: (Any, Any, Any) -> None
        self.close()

    # Type checkers do not see this one: a misspelt attribute must be an error to them.
    if not TYPE_CHECKING:
        def __getattr__(self, name):
            # type: (str) -> Any
            if name not in _API_CLASSES:
                raise AttributeError('ApiClient has no attribute %r' % name)
            # Upwards, by name: the API classes are made for clients, not the other way round.
            api = getattr(importlib.import_module('klippa_ocr_api.api'), _API_CLASSES[name])(self)
            setattr(self, name, api)
            return api

    def __dir__(self):
        # type: () -> List[str]
        return sorted(set(dir(self.__class__)).union(vars(self), _API_CLASSES))

    def __getstate__(self):
        # type: () -> Dict[str, Any]
        state = {name: value for name, value in vars(self).items() if name not in _API_CLASSES}
        return dict(state, _pools={}, _latest_headers=(None, {}), last_response=None)

    def __setstate__(self, state):
        # type: (Dict[str, Any]) -> None
        vars(self).update(state)

    def __repr__(self):
        # type: () -> str
        return '<ApiClient %r>' % (self.configuration,)

    def close(self):
        # type: () -> None
        """Wait for calls made with ``async_req=True``, and close the connections. The client stays usable."""
        pool = self._pools.pop(os.getpid(), None)
        if pool is not None:
            pool.close()
            pool.join()
        if hasattr(self.rest_client, 'close'):
            self.rest_client.close()

    @property
    def pool(self):
        # type: () -> Any
        """The threads for ``async_req=True``; made when first used, and anew in a forked process."""
        pid = os.getpid()
        if pid not in self._pools:
            from multiprocessing.pool import ThreadPool

            pool = ThreadPool(self.pool_threads)
            if self._pools.setdefault(pid, pool) is not pool:  # another thread was faster
                pool.terminate()
        return self._pools[pid]

    @property
    def user_agent(self):
        # type: () -> str
        """The ``User-Agent`` header."""
        return self.default_headers['User-Agent']

    @user_agent.setter
    def user_agent(self, value):
        # type: (str) -> None
        self.set_default_header('User-Agent', value)

    def set_default_header(self, header_name, header_value):
        # type: (str, str) -> None
        """Send a header with every call, in place of one that has its name in another spelling."""
        # Under all spellings that are there: before Python 3.7 a dictionary does not tell which came last.
        for name in list(self.default_headers) + [header_name]:
            if name.lower() == header_name.lower():
                self.default_headers[name] = header_value

    @property
    def client_side_validation(self):
        # type: () -> bool
        """Whether arguments are checked before they are sent."""
        return self.configuration.client_side_validation

    def call_api(self, resource_path, method, path_params=None, query_params=None, header_params=None, body=None,
                 post_params=None, files=None, response_type=None, auth_settings=None, async_req=None,
                 _return_http_data_only=None, collection_formats=None, _preload_content=True, _request_timeout=None,
                 _host=None, _progress=None):
        # type: (str, str, Optional[Mapping[str, Any]], Any, Optional[Mapping[str, str]], Any, Any, Optional[Mapping[str, Any]], Optional[str], Optional[Iterable[str]], Optional[bool], Optional[bool], Optional[Mapping[str, str]], bool, RequestTimeout, Optional[str], Optional[Progress]) -> Any  # noqa: E501
        """Make a call: what the methods of the API classes do.

        Everything is checked and encoded before this returns, also with ``async_req``.

        :param resource_path: the path, with ``{Name}`` for path parameters
        :param method: the HTTP method
        :param path_params: values for the path
        :param query_params: pairs of names and values, or a dictionary
        :param header_params: headers of this call
        :param body: what is sent as JSON
        :param post_params: pairs of names and values of a form, or a dictionary
        :param files: documents of a form by their field's name
        :param response_type: the type of the reply, such as ``'ReceiptBody'`` or ``'list[StatRow]'``
        :param auth_settings: names of the ways to authenticate that the operation takes
        :param async_req: True returns an object whose ``get()`` returns or raises what the call does
        :param _return_http_data_only: True returns the reply alone, else ``(reply, status, headers)``
        :param collection_formats: how lists in the query are written: ``multi``, ``csv``, ``ssv``, ``tsv``, ``pipes``
        :param _preload_content: False returns urllib3's response, its body unread
        :param _request_timeout: seconds in all, or ``(connect, read)`` in seconds
        :param _host: another base URL than the configuration's
        :param _progress: called with the bytes of a form sent so far, and their number in all
        :raises ApiTypeError: for an argument of the wrong type
        :raises ApiValueError: for an argument that cannot be sent
        :raises ApiException: when the call fails
        """
        url = (_host or self.configuration.host).rstrip('/') + self._path(resource_path, path_params)
        query = _pairs(query_params, collection_formats)
        headers = self._headers(header_params, self._authenticate(query, auth_settings))
        payload = self._encode(headers, body, post_params, files, collection_formats, _progress)

        def call():
            # type: () -> Any
            return self._exchange(method, url, query, headers, payload, response_type, _return_http_data_only,
                                  _preload_content, _request_timeout)

        return self.pool.apply_async(call) if async_req else call()

    def request(self, method, url, query_params=None, headers=None, post_params=None, body=None,
                _preload_content=True, _request_timeout=None):
        # type: (str, str, Any, Optional[Mapping[str, str]], Any, Any, bool, RequestTimeout) -> Any
        """Send a request as it is, without authentication; returns the undecoded reply.

        :param url: the full URL, without a query
        :param body: what is sent as JSON
        :param post_params: pairs of names and values of a form
        :raises ApiValueError: for another HTTP method than those of HTTP
        :raises ApiException: when the call fails
        """
        if method not in _METHODS:
            raise ApiValueError('The HTTP method is one of %s, not %r' % (', '.join(sorted(_METHODS)), method))
        headers = dict(headers or {})
        payload = self._encode(headers, body, post_params, None, None, None)
        _check_headers(headers)
        return self.rest_client.request(
            method, url, query_params=_pairs(query_params, None), headers=headers, body=payload,
            _preload_content=_preload_content, _request_timeout=_request_timeout)

    def _exchange(self, method, url, query, headers, payload, response_type, data_only, preload, timeout):
        # type: (str, str, List[Tuple[str, str]], Dict[str, str], Any, Optional[str], Optional[bool], bool, Any) -> Any
        response = self.rest_client.request(
            method, url, query_params=query, headers=headers, body=payload, _preload_content=preload,
            _request_timeout=timeout)
        self.last_response = response
        if not preload:
            return response
        data = self.deserialize(response, response_type) if response_type else None
        return data if data_only else (data, response.status, response.getheaders())

    def _path(self, resource_path, path_params):
        # type: (str, Any) -> str
        for name, value in dict(path_params or {}).items():
            text = to_text(value, name)
            if not text:
                raise ApiValueError('The value for %s in the path is empty' % name)
            quoted = quote(six.ensure_binary(text), safe=self.configuration.safe_chars_for_path_param or '')
            # On its way to the service "/userDataSet/7/records/.." becomes "/userDataSet/7": something else. Some
            # proxies do that with escaped slashes and dots, too.
            if any(segment in ('.', '..') for segment in unquote(quoted).replace('\\', '/').split('/')):
                raise ApiValueError('The value for %s in the path cannot be %r: "." and ".." lead elsewhere' % (
                    name, value))
            resource_path = resource_path.replace('{%s}' % name, quoted)
        return resource_path

    def _authenticate(self, query, auth_settings):
        # type: (List[Tuple[str, str]], Optional[Iterable[str]]) -> Optional[Dict[str, str]]
        """Put one key in one place, the first that the operation takes and that is configured: a header, or the query."""
        if not auth_settings:
            return None
        configured = self.configuration.auth_settings()
        for name in auth_settings:
            setting = configured.get(name)
            if setting is not None and setting['in'] == self.configuration.auth_in:
                if setting['in'] == 'header':
                    return {setting['key']: setting['value']}
                query.append((setting['key'], setting['value']))
                break
        return None

    def _headers(self, given, key):
        # type: (Optional[Mapping[str, str]], Optional[Mapping[str, str]]) -> Dict[str, str]
        """The headers of a call; those of the call before where nothing has changed since, as a rule nothing has."""
        cookie = self.cookie
        latest, headers = self._latest_headers
        if (self.default_headers, given or None, cookie, key) != latest:
            # Copies, before anything is made of them: callers change what is theirs, also in other threads.
            sources = dict(self.default_headers), dict(given) if given else None, cookie, key
            headers = _merged(_BASE_HEADERS, sources[0], sources[1], cookie and {'Cookie': cookie}, key)
            _check_headers(headers)
            self._latest_headers = sources, headers
        return dict(headers)

    def _encode(self, headers, body, post_params, files, collection_formats, progress):
        # type: (Dict[str, str], Any, Any, Optional[Mapping[str, Any]], Optional[Mapping[str, str]], Any) -> Any
        """The request's body, and its ``Content-Type`` among the headers."""
        if body is not None:
            headers.setdefault('Content-Type', _JSON)
            return body if isinstance(body, six.binary_type) and six.PY3 else json_text(to_json(body)).encode('ascii')
        if not post_params and not files:
            headers.pop('Content-Type', None)
            return None
        fields = _pairs(post_params, collection_formats)  # first, so that the service knows what the documents are for
        for name, value in (files or {}).items():
            fields.extend((name, document) for document in documents(value))
        multipart = Multipart(fields, progress)
        headers['Content-Type'] = multipart.content_type
        return multipart

    def sanitize_for_serialization(self, obj):
        # type: (Any) -> Any
        """The JSON value of a model, a time, or of lists and dictionaries of these.

        Times are written as RFC 3339; one without a zone is taken as UTC.

        :raises ApiTypeError: for a value that JSON has no form for
        """
        return to_json(obj)

    def deserialize(self, response, response_type):
        # type: (Any, Any) -> Any
        """Turn a reply's JSON into a type.

        :param response: any object with ``data``, bytes or text
        :param response_type: a model or its name, ``list[X]``, ``dict(str, X)``, ``int``, ``str``, ``float``,
            ``bool``, ``datetime``, ``date`` or ``object``
        :raises UnreadableReplyError: if the reply is not JSON of that type
        """
        if isinstance(response_type, type):
            response_type = response_type.__name__
        text = response.data or b''
        try:
            data = jsonbytes.loads(text)
        except (ValueError, RuntimeError) as error:  # RuntimeError: nested deeper than the parser goes
            if response_type == 'str' and text and not isinstance(error, UnicodeError):
                return six.ensure_text(text)
            raise chained(_unreadable(response, 'it is not JSON (%s)' % error if text else 'it is empty'), error)
        result = converter(response_type)(data)
        if not (isinstance(result, Model) or _fits(result, response_type)):
            raise _unreadable(response, 'it is not JSON of the type %s' % response_type)
        return result


def connect(auth_key=None, public_key=None, host=None, **settings):
    # type: (Optional[str], Optional[str], Optional[str], **Unpack[Settings]) -> ApiClient
    """A client, configured by arguments or by the environment.

    :param auth_key: the auth key; ``KLIPPA_AUTH_KEY`` when neither key is given
    :param public_key: a public key; ``KLIPPA_PUBLIC_KEY`` when neither key is given
    :param host: base URL of the service; ``KLIPPA_HOST``, or the production service when that is not set either
    :param settings: attributes of ``Configuration``: ``connect(timeout=30, retries=5)``
    :raises ApiValueError: if there is no key
    :raises ApiTypeError: for a setting that does not exist

    ::

        connect().parsing.parse_document(document='invoice.pdf')
    """
    if auth_key is None and public_key is None:
        auth_key = os.environ.get('KLIPPA_AUTH_KEY')
        public_key = os.environ.get('KLIPPA_PUBLIC_KEY')
    configuration = Configuration.get_default_copy()
    keys = {name: key for name, key in (('X-Auth-Key', auth_key), ('X-Auth-Public-Key', public_key)) if key}
    if keys:
        configuration.api_key = keys
    host = host or os.environ.get('KLIPPA_HOST')
    if host:
        configuration.host = host
    names = [name for name in dir(configuration) if name in vars(configuration) or getattr(
        getattr(Configuration, name, None), 'fset', None)]
    for name, value in settings.items():
        if name.startswith('_') or name not in names:
            raise ApiTypeError('Configuration has no setting %r%s' % (name, did_you_mean(name, names)))
        setattr(configuration, name, value)
    if not configuration.api_key and configuration.refresh_api_key_hook is None:
        raise ApiValueError('There is no key: give auth_key=..., or set KLIPPA_AUTH_KEY in the environment')
    return ApiClient(configuration)


def _unreadable(response, why):
    # type: (Any, str) -> UnreadableReplyError
    error = UnreadableReplyError(status=getattr(response, 'status', None), reason=getattr(response, 'reason', None),
                                 attempts=getattr(response, 'attempts', 1))
    text = response.data
    error.body = six.ensure_str(text, errors='replace') if isinstance(text, six.string_types + (bytes,)) else None
    error.headers = response.getheaders() if hasattr(response, 'getheaders') else None
    start = ' '.join((error.body or '')[:_EXCERPT].split())
    # A proxy's page tells who answered. Broken JSON of the service may hold a passport, or a key.
    error.message = '%s; it begins with: %s' % (why, start) if start and start[0] not in '{[' else why
    return error


def _fits(value, type_name):
    # type: (Any, str) -> bool
    """Whether a decoded reply has the type promised; what is inside it may be newer than we are."""
    container, item_type = split_type(type_name)
    if container is not None:
        return isinstance(value, list if container == 'list' else dict)
    if type_name in ('date', 'datetime'):
        return hasattr(value, 'isoformat')
    if type_name in NATIVE_TYPES:
        return is_native(value, type_name)
    return type_name == 'object'


def _pairs(params, collection_formats):
    # type: (Any, Optional[Mapping[str, str]]) -> List[Tuple[str, Any]]
    """Pairs of names and texts; a list is several pairs, or one by its collection format."""
    pairs = []  # type: List[Tuple[str, Any]]
    for name, value in params.items() if hasattr(params, 'items') else params or ():
        if value is None:
            continue
        values = [to_text(item, name) for item in (value if isinstance(value, (list, tuple)) else [value])]
        separator = {'csv': ',', 'ssv': ' ', 'tsv': '\t', 'pipes': '|'}.get((collection_formats or {}).get(name, ''))
        if separator:
            values = [separator.join(values)]
        pairs.extend((name, six.ensure_str(text)) for text in values)
    return pairs


def _merged(*sources):
    # type: (*Any) -> Dict[str, str]
    """The headers of all; a later one replaces an earlier one, also under another spelling."""
    merged = {}  # type: Dict[str, Tuple[str, str]]
    for source in sources:
        if source:
            merged.update((name.lower(), (name, value)) for name, value in dict(source).items())
    return dict(merged.values())


def _check_headers(headers):
    # type: (Mapping[str, Any]) -> None
    """Refuse what the HTTP client would refuse, without showing the value as it would."""
    try:
        # All at once: as a rule they are right.
        if '' not in headers and _HEADER_NAME.match(''.join(headers)) and not _NOT_IN_HEADERS.search(
                ''.join(headers.values())):
            return
    except (TypeError, UnicodeError):  # what is no text, or what 2.7 cannot join
        pass
    for name, value in headers.items():
        if not isinstance(value, six.string_types + (six.binary_type,)):
            raise ApiTypeError('The header %s is text, not %s' % (name, type(value).__name__))
        if not _HEADER_NAME.match(name):
            raise ApiValueError('%r is not a name that a header can have' % name)
        if _NOT_IN_HEADERS.search(six.ensure_text(value, 'latin-1') if isinstance(value, six.binary_type) else value):
            raise ApiValueError('The header %s holds a character that no header can have' % name)
