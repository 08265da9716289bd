"""Operations of the API: how arguments are checked and become a request.

The generated API classes are tables of these; what they do is written here, once.
"""
import re

import six

from klippa_ocr_api.documents import documents
from klippa_ocr_api.exceptions import ApiTypeError, ApiValueError, MissingParameterError, shown
from klippa_ocr_api.model import Model, did_you_mean, model_class, split_type
from klippa_ocr_api.serialization import encode_user_data, to_json, to_text, validate

try:
    from collections.abc import Mapping
except ImportError:  # Python 2.7
    from collections import Mapping  # type: ignore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

    from klippa_ocr_api.api_client import ApiClient

_OPTIONS = frozenset(('async_req', '_return_http_data_only', '_preload_content', '_request_timeout'))
_MULTIPART = 'multipart/form-data'


class Parameter(object):
    """One parameter of an operation.

    :param attribute: the Python argument
    :param name: the name on the wire
    :param location: ``path``, ``query``, ``form``, ``file`` or ``body``
    :param type: ``str``, ``int``, ``bool``, ``datetime``, ``file``, ``list[X]``, or the model of a body
    :param required: whether a call must have it
    :param enum: the values it may have
    :param minimum: its least value
    :param maximum: its greatest value
    :param json_encoded: the model of a value that is sent as JSON text
    """

    __slots__ = ('attribute', 'name', 'location', 'type', 'required', 'enum', 'minimum', 'maximum', 'json_encoded')

    def __init__(self, attribute, name, location, type, required=False, enum=None, minimum=None, maximum=None,
                 json_encoded=None):
        # type: (str, str, str, str, bool, Optional[Tuple[str, ...]], Optional[int], Optional[int], Optional[str]) -> None  # noqa: E501
        self.attribute = attribute
        self.name = name
        self.location = location
        self.type = type
        self.required = required
        self.enum = enum
        self.minimum = minimum
        self.maximum = maximum
        self.json_encoded = json_encoded

    def check(self, value):
        # type: (Any) -> None
        """Raise an ``ApiTypeError`` or ``ApiValueError`` if the value cannot be sent."""
        if self.type == 'int':
            # IDs and numbers that come from a form or a command line are often still text.
            if isinstance(value, six.string_types) and re.match(r'-?[0-9]{1,30}\Z', value):
                value = int(value)
            if isinstance(value, bool) or not isinstance(value, six.integer_types):
                raise ApiTypeError('`%s` is a whole number, not %s' % (self.attribute, shown(value)))
            if (self.minimum is not None and value < self.minimum) or (
                    self.maximum is not None and value > self.maximum):
                raise ApiValueError('`%s` is %s, not %s' % (self.attribute, self._range(), shown(value)))
        elif self.enum is not None and value not in self.enum:
            raise ApiValueError('`%s` is one of %s, not %s' % (
                self.attribute, ', '.join(repr(choice) for choice in self.enum), shown(value)))

    def _range(self):
        # type: () -> str
        if self.maximum is None:
            return 'at least %d' % (self.minimum or 0)
        return '%s to %d' % ('up' if self.minimum is None else self.minimum, self.maximum)

    def texts(self, value, validating):
        # type: (Any, bool) -> List[str]
        """The value as it is written in a query or a form: one text, or for a list parameter one per entry.

        User data becomes JSON. An empty list says nothing.
        """
        if self.json_encoded:
            return [encode_user_data(value, (self.attribute,), validating)]
        if not isinstance(value, (list, tuple, set, frozenset)):
            return [to_text(value, self.attribute)]
        texts = [to_text(item, self.attribute) for item in value]
        if not texts or split_type(self.type)[0] == 'list':
            return texts
        # Parameters with several values in one text separate them by commas.
        for text in texts:
            if ',' in text:
                raise ApiValueError('`%s` separates its values by commas, so %s cannot be one of them' % (
                    self.attribute, shown(text)))
        return [','.join(texts)]


class Operation(object):
    """One operation of the API.

    :param name: the Python method
    :param method: the HTTP method
    :param path: the path, with ``{Name}`` for path parameters
    :param response_type: the model of the reply
    :param auth: the names of the ways to authenticate, in the contract's order
    :param content_type: the media type of the request's body, if it has one
    :param parameters: the parameters, in the order of the method's arguments
    :param any_of: parameters of which at least one has to be given
    """

    __slots__ = ('name', 'method', 'path', 'response_type', 'auth', 'content_type', 'parameters', 'any_of')

    def __init__(self, name, method, path, response_type, auth=(), content_type=None, parameters=(), any_of=()):
        # type: (str, str, str, str, Sequence[str], Optional[str], Tuple[Parameter, ...], Sequence[str]) -> None
        self.name = name
        self.method = method
        self.path = path
        self.response_type = response_type
        self.auth = list(auth)
        self.content_type = content_type
        self.parameters = parameters
        self.any_of = any_of

    def bind(self, values, validating=True):
        # type: (Sequence[Any], bool) -> Dict[str, Any]
        """The keywords of ``ApiClient.call_api`` for the values of the parameters.

        :raises MissingParameterError: for a required parameter without a value
        :raises ApiTypeError: for a value of the wrong type
        :raises ApiValueError: for a value that cannot be sent
        """
        bound = {}  # type: Dict[str, Any]
        files = []  # type: List[Tuple[Parameter, Any]]
        given = set()  # type: Set[str]
        for parameter, value in zip(self.parameters, values):
            if value is None:
                if parameter.required:
                    raise MissingParameterError(
                        'Missing the required parameter `%s` of `%s`' % (parameter.attribute, self.name))
                continue
            if validating:
                parameter.check(value)
            location = parameter.location
            if location == 'path':
                bound.setdefault('path_params', {})[parameter.name] = value
            elif location == 'body':
                bound['body'] = self._body(parameter, value, validating)
            elif location == 'file':
                files.append((parameter, value))
            else:
                texts = parameter.texts(value, validating)
                if not texts:
                    continue
                if parameter.name == 'url':
                    _check_urls(texts)
                bound.setdefault('query_params' if location == 'query' else 'post_params', []).extend(
                    (parameter.name, text) for text in texts)
            given.add(parameter.attribute)
        if self.any_of and not given.intersection(self.any_of):
            raise MissingParameterError('`%s` needs %s' % (
                self.name, ' or '.join('`%s`' % name for name in self.any_of)))
        # Last, when all else is right: the beginning of a stream is read to see what it is.
        for parameter, value in files:
            if parameter.type == 'file' and isinstance(value, list) and len(value) != 1:
                raise ApiValueError('`%s` takes one document, not %d' % (self.name, len(value)))
            bound.setdefault('files', {})[parameter.name] = documents(value)
        return bound

    def _body(self, parameter, value, validating):
        # type: (Parameter, Any, bool) -> Any
        cls = model_class(parameter.type)
        if not isinstance(value, (cls, Mapping)):
            raise ApiTypeError('The body of `%s` is a %s or a dict, not a %s' % (
                self.name, cls.__name__, type(value).__name__))
        source = value
        if isinstance(value, Model):
            source = value._data
            validating = validating and value._validating()
        # Encoded first: times in it are written in another format than elsewhere.
        encoded = {
            entry.name: encode_user_data(source[entry.name], (entry.name,), validating)
            for entry in cls._properties if entry.json_encoded and source.get(entry.name) is not None}
        data = to_json(dict(source, **encoded))
        if validating:
            validate(cls, data)
        return data


class Api(object):
    """What all API classes share: the client, and the one way to call it.

    :param api_client: the ``ApiClient`` to call with; one with the default configuration when None
    """

    def __init__(self, api_client=None):
        # type: (Optional[ApiClient]) -> None
        if api_client is None:
            from klippa_ocr_api.api_client import ApiClient

            api_client = ApiClient()
        self.api_client = api_client

    def _call(self, operation, values, options):
        # type: (Operation, Sequence[Any], Dict[str, Any]) -> Any
        return self._call_with_http_info(operation, values, dict(options, _return_http_data_only=True))

    def _call_with_http_info(self, operation, values, options):
        # type: (Operation, Sequence[Any], Dict[str, Any]) -> Any
        multipart = operation.content_type == _MULTIPART
        for name in options:
            if name not in _OPTIONS and not (multipart and name == '_progress'):
                raise ApiTypeError('Got an unexpected keyword argument %r to method `%s`%s' % (
                    name, operation.name,
                    did_you_mean(name, [parameter.attribute for parameter in operation.parameters] + sorted(_OPTIONS))))
        bound = operation.bind(values, self.api_client.client_side_validation)
        bound.update(options)
        if operation.content_type is not None:
            bound['header_params'] = {'Content-Type': operation.content_type}
        return self.api_client.call_api(
            operation.path, operation.method, response_type=operation.response_type, auth_settings=operation.auth,
            **bound)


def _check_urls(urls):
    # type: (Sequence[str]) -> None
    for url in urls:
        if not url.lower().startswith(('http://', 'https://')):
            raise ApiValueError('`url` is an http or https URL, not %r' % url)
