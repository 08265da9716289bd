"""Where the service is, who is calling, and how long a call may take."""
import copy
import logging
import re
import sys

import six

from klippa_ocr_api._version import __version__
from klippa_ocr_api.exceptions import ApiTypeError, ApiValueError, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Mapping, MutableMapping, Optional, Union

    from typing_extensions import Literal

    from klippa_ocr_api.type_defs import RequestTimeout, Retries

#: The service, and the version of it that this package was written for.
HOST = 'https://custom-ocr.klippa.com/api/v1'
TEST_HOST = 'https://test.custom-ocr.klippa.com/api/v1'
API_VERSION = 'v0-15-56'

LOGGER_NAME = 'klippa_ocr_api'

# Identifier of the key, and the names that the contract gives to sending it in a header and in the query.
_SCHEMES = (
    ('X-Auth-Key', 'APIKeyHeader', 'APIKeyQueryParam'),
    ('X-Auth-Public-Key', 'APIPublicKeyHeader', 'APIPublicKeyQueryParam'),
)

_KEY = re.compile(r'[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?\Z')

_HOSTS = (
    {'url': HOST, 'description': 'Production'},
    {'url': TEST_HOST, 'description': 'Test environment, with experimental templates'},
)

# Handlers hold locks and files, and so may the object that a hook is a method of: copies share them. What serves
# the logger of one process is not pickled for another.
_SHARED = ('logger_stream_handler', 'logger_file_handler', 'refresh_api_key_hook')
_NOT_PICKLED = {'logger_stream_handler': None, 'logger_file_handler': None, '_logger_file': None}


class Configuration(object):
    """The settings of a client.

    Making one has no side effects. A client takes its settings for connections (TLS, proxy, pool size) when it
    connects first; all others may be changed between calls.

    :param host: base URL of the service
    :param api_key: keys by header name: ``{'X-Auth-Key': '...'}``, ``{'X-Auth-Public-Key': '...'}`` or both;
        an operation that takes either gets the auth key
    :param api_key_prefix: what to put before a key, by header name
    :param username: not used by the service; kept for existing code
    :param password: not used by the service; kept for existing code
    :param discard_unknown_keys: not used: nothing of a reply is discarded; kept for existing code
    :param auth_in: ``'header'``, or ``'query'`` to send the key in the URL, where logs of servers and proxies
        show it
    :raises ApiValueError: for a host that is no URL, or another ``auth_in``

    :ivar timeout: the limits of a call unless it has its own: seconds for all of it, ``(connect, read)`` in
        seconds, a urllib3 ``Timeout``, or None for no limit. Connecting may take 10 s, the reply 120 s.
    :ivar retries: how often a call is repeated when that is safe (3 times when None); 0 for never; or a urllib3
        ``Retry``, which then decides alone what is safe
    :ivar retry_after_max: the longest pause, in seconds, that is taken when the service asks for one
    :ivar verify_ssl: whether the service's certificate is checked
    :ivar ssl_ca_cert: path of a file with the certificates to trust; those of certifi when None
    :ivar cert_file: path of a client certificate
    :ivar key_file: path of its private key
    :ivar assert_hostname: the name the certificate must have, if it is not the host's; False for any
    :ivar connection_pool_maxsize: how many idle connections are kept
    :ivar proxy: URL of a proxy
    :ivar proxy_headers: headers for the proxy
    :ivar trust_env: whether ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY`` count when ``proxy`` is not set
    :ivar safe_chars_for_path_param: characters that are not escaped in values within a path
    :ivar client_side_validation: whether parameters and models are checked before they are sent
    :ivar refresh_api_key_hook: called with the configuration once before each call; may replace ``api_key``
    :ivar temp_folder_path: not used: replies are not written to files; kept for existing code
    """

    _default = None  # type: Optional[Configuration]

    def __init__(self, host=HOST, api_key=None, api_key_prefix=None, username=None, password=None,
                 discard_unknown_keys=False, auth_in='header'):
        # type: (str, Optional[MutableMapping[str, str]], Optional[MutableMapping[str, str]], Optional[str], Optional[str], bool, Literal['header', 'query']) -> None  # noqa: E501
        self.host = host
        self.temp_folder_path = None  # type: Optional[str]
        # Not copied: code that goes on filling its own dictionary must be heard.
        self.api_key = {} if api_key is None else api_key  # type: MutableMapping[str, str]
        self.api_key_prefix = {} if api_key_prefix is None else api_key_prefix  # type: MutableMapping[str, str]
        self.refresh_api_key_hook = None  # type: Optional[Callable[[Configuration], object]]
        self.username = username  # type: Optional[str]
        self.password = password  # type: Optional[str]
        self.discard_unknown_keys = discard_unknown_keys  # type: bool
        self.auth_in = auth_in
        self.timeout = (10, 120)  # type: RequestTimeout
        self.retries = None  # type: Retries
        self.retry_after_max = 60.0  # type: float
        self.verify_ssl = True  # type: bool
        self.ssl_ca_cert = None  # type: Optional[str]
        self.cert_file = None  # type: Optional[str]
        self.key_file = None  # type: Optional[str]
        self.assert_hostname = None  # type: Union[str, Literal[False], None]
        self.connection_pool_maxsize = 32  # type: int
        self.proxy = None  # type: Optional[str]
        self.proxy_headers = None  # type: Optional[Mapping[str, str]]
        self.trust_env = False  # type: bool
        self.safe_chars_for_path_param = ''  # type: str
        self.client_side_validation = True  # type: bool
        self.logger_stream_handler = None  # type: Optional[logging.Handler]
        self.logger_file_handler = None  # type: Optional[logging.Handler]
        self._logger_format = '%(asctime)s %(levelname)s %(message)s'
        self._logger_file = None  # type: Optional[str]
        self._debug = False

    # What may not be set to anything is checked when it is set, where the mistake is.

    @property
    def host(self):
        # type: () -> str
        """Base URL of the service."""
        return self._host

    @host.setter
    def host(self, value):
        # type: (str) -> None
        if not isinstance(value, six.string_types):
            raise ApiTypeError('host is a URL such as %s, not %s' % (HOST, type(value).__name__))
        if not re.match(r'(?i)https?://[^/?#\s]+(/[^?#\s]*)?\Z', value):
            raise ApiValueError('host is a URL such as %s, not %r' % (HOST, _without_userinfo(value)))
        self._host = value

    @property
    def auth_in(self):
        # type: () -> Literal['header', 'query']
        """Where the key travels: ``'header'`` or ``'query'``."""
        return self._auth_in

    @auth_in.setter
    def auth_in(self, value):
        # type: (Literal['header', 'query']) -> None
        if value not in ('header', 'query'):
            raise ApiValueError("auth_in is 'header' or 'query', not %s" % shown(value))
        self._auth_in = value

    @classmethod
    def set_default(cls, default):
        # type: (Optional[Configuration]) -> None
        """Make every client that is given no configuration use a copy of this one; None undoes it."""
        cls._default = copy.deepcopy(default)

    @classmethod
    def get_default_copy(cls):
        # type: () -> Configuration
        """A copy of the configuration set by ``set_default``, or a new one."""
        return cls() if cls._default is None else copy.deepcopy(cls._default)

    def get_api_key_with_prefix(self, identifier):
        # type: (str) -> Optional[str]
        """The key of that name with its prefix, after running ``refresh_api_key_hook``; None if there is none."""
        self._refresh()
        return self._prefixed_key(identifier)

    def auth_settings(self):
        # type: () -> Dict[str, Dict[str, Any]]
        """The ways to authenticate that are configured, by their names in the contract.

        ``refresh_api_key_hook`` is run once.

        :raises ApiValueError: for a key that cannot be a header's value
        """
        self._refresh()
        settings = {}
        for identifier, in_header, in_query in _SCHEMES:
            value = self._prefixed_key(identifier)
            if value is not None:
                for name, location in ((in_header, 'header'), (in_query, 'query')):
                    settings[name] = {'type': 'api_key', 'in': location, 'key': identifier, 'value': value}
        return settings

    def _refresh(self):
        # type: () -> None
        if self.refresh_api_key_hook is not None:
            self.refresh_api_key_hook(self)

    def _prefixed_key(self, identifier):
        # type: (str) -> Optional[str]
        key = (self.api_key or {}).get(identifier)
        if not key:
            return None
        if not isinstance(key, six.string_types):
            raise ApiTypeError('The key %s is text, not %s' % (identifier, type(key).__name__))
        prefix = (self.api_key_prefix or {}).get(identifier)
        if prefix is not None and not isinstance(prefix, six.string_types):
            raise ApiTypeError('The prefix of the key %s is text, not %s' % (identifier, type(prefix).__name__))
        value = '%s %s' % (prefix, key) if prefix else key
        # The HTTP client would refuse it, too, but show it in its error.
        if not _KEY.match(value):
            raise ApiValueError('The key %s holds a character that no header can have%s' % (
                identifier, ': white space at its beginning or end' if key != key.strip() else ''))
        return value

    def get_host_settings(self):
        # type: () -> List[Dict[str, Any]]
        """The service's hosts, each with ``url`` and ``description``."""
        return [dict(host) for host in _HOSTS]

    def get_host_from_settings(self, index, variables=None):
        # type: (int, Optional[Mapping[str, str]]) -> str
        """The URL of one of ``get_host_settings()``.

        :param variables: the service's URLs have none
        :raises ApiValueError: if there is no host of that index
        """
        if not 0 <= index < len(_HOSTS):
            raise ApiValueError('There is no host %r: it is 0 to %d' % (index, len(_HOSTS) - 1))
        return _HOSTS[index]['url']

    def to_debug_report(self):
        # type: () -> str
        """What support wants to know; without keys."""
        return ('Python SDK Debug Report:\n'
                'OS: {os}\n'
                'Python Version: {python}\n'
                'Version of the API: {api}\n'
                'SDK Package Version: {package}\n'
                'Host: {host}').format(os=sys.platform, python=sys.version.replace('\n', ' '), api=API_VERSION,
                                       package=__version__, host=_without_userinfo(self.host))

    # Logging acts on the package's own logger, and only when asked to.

    @property
    def logger(self):
        # type: () -> Dict[str, logging.Logger]
        """The loggers concerned: ``package_logger`` is ours, ``urllib3_logger`` is left alone."""
        return {'package_logger': logging.getLogger(LOGGER_NAME), 'urllib3_logger': logging.getLogger('urllib3')}

    @property
    def logger_format(self):
        # type: () -> str
        """The format of the lines in ``logger_file``."""
        return self._logger_format

    @logger_format.setter
    def logger_format(self, value):
        # type: (str) -> None
        self._logger_format = value
        if self.logger_file_handler is not None:
            self.logger_file_handler.setFormatter(logging.Formatter(value))

    @property
    def logger_file(self):
        # type: () -> Optional[str]
        """Path of a file that the package's logger writes to, or None."""
        return self._logger_file

    @logger_file.setter
    def logger_file(self, value):
        # type: (Optional[str]) -> None
        logger = logging.getLogger(LOGGER_NAME)
        if self.logger_file_handler is not None:
            logger.removeHandler(self.logger_file_handler)
            self.logger_file_handler.close()
            self.logger_file_handler = None
        self._logger_file = value
        if value:
            self.logger_file_handler = logging.FileHandler(value, delay=True)
            self.logger_file_handler.setFormatter(logging.Formatter(self._logger_format))
            logger.addHandler(self.logger_file_handler)

    @property
    def debug(self):
        # type: () -> bool
        """Whether the package's logger writes a line for every attempt; never keys, never bodies."""
        return self._debug

    @debug.setter
    def debug(self, value):
        # type: (bool) -> None
        self._debug = bool(value)
        logging.getLogger(LOGGER_NAME).setLevel(logging.DEBUG if value else logging.WARNING)

    def __deepcopy__(self, memo):
        # type: (Dict[int, Any]) -> Configuration
        duplicate = self.__class__.__new__(self.__class__)
        memo[id(self)] = duplicate
        for name, value in vars(self).items():
            vars(duplicate)[name] = value if name in _SHARED else copy.deepcopy(value, memo)
        return duplicate

    def __getstate__(self):
        # type: () -> Dict[str, Any]
        return dict(vars(self), **_NOT_PICKLED)

    def __repr__(self):
        # type: () -> str
        return '<Configuration %s, keys: %s>' % (
            _without_userinfo(self.host), ', '.join(sorted(self.api_key or ())) or 'none')


def _without_userinfo(url):
    # type: (str) -> str
    """A URL without the password that may stand in it."""
    return re.sub(r'//[^/?#]*@', '//', url)
