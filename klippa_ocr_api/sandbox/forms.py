"""Reading what a request carries, and holding it against the contract."""
import base64
import json
import re

import flask
from werkzeug.exceptions import RequestEntityTooLarge

from klippa_ocr_api.sandbox.auth import KEY_NAMES
from klippa_ocr_api.sandbox.errors import TOO_BIG_FILE, Rejected, ServiceError
from klippa_ocr_api.sandbox.uploads import Upload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    from klippa_ocr_api.sandbox.contract import Contract, Operation

# Files are kept on disk; everything else has to fit in here.
LARGEST_TEXT = 8 * 1024 * 1024
_WHOLE_NUMBER = re.compile(r'-?[0-9]{1,20}')


class Request(flask.Request):
    """A request whose files go through `Upload`."""

    max_form_memory_size = LARGEST_TEXT
    largest_document = 0

    def __init__(self, environ, *arguments, **options):
        # type: (Any, *Any, **Any) -> None
        super(Request, self).__init__(environ, *arguments, **options)
        self._uploads = []  # type: List[Upload]

    def _get_file_stream(self, total_content_length, content_type, filename=None, content_length=None):
        # type: (Optional[int], Optional[str], Optional[str], Optional[int]) -> Any
        return self.receive(filename, content_type)

    def receive(self, name=None, content_type=None):
        # type: (Optional[str], Optional[str]) -> Upload
        """Begin a file, which `close` throws away with the request."""
        self._uploads.append(Upload(name, content_type, self.largest_document))
        return self._uploads[-1]

    def close(self):
        # type: () -> None
        super(Request, self).close()
        for upload in self._uploads:
            upload.close()

    def make_form_data_parser(self):
        # type: () -> Any
        parser = super(Request, self).make_form_data_parser()
        # A malformed form is a mistake to tell of, not an empty form.
        parser.silent = False
        return parser


class Form(object):
    """The body and the query of a request."""

    def __init__(self, request, operation):
        # type: (Request, Operation) -> None
        """Read all of the body. What is wrong with it waits for `check`: a wrong key is told first."""
        self._operation = operation
        self._request = request
        self._problem = None  # type: Optional[ServiceError]
        self._is_json = request.mimetype == 'application/json'
        self.query = request.args.to_dict(flat=False)
        self.fields = {}  # type: Dict[str, List[str]]
        self.files = []  # type: List[Any]
        self.json = None  # type: Any
        try:
            self._read()
        except ServiceError as error:
            self._problem = error

    @property
    def uploads(self):
        # type: () -> List[Upload]
        return [upload for _, upload in self.files]

    def check(self, contract):
        # type: (Contract) -> Any
        """Give the checked query and form, both as dictionaries; raise for what is wrong with them."""
        if self._problem:
            raise self._problem
        problems = []  # type: List[str]
        query = self._checked_query(contract, problems)
        form = self._checked_form(contract, problems) if self._operation.form else {}
        if problems:
            raise Rejected(*problems)
        return query, form

    def _read(self):
        # type: () -> None
        request, expected = self._request, self._operation.content_type
        if request.mimetype == 'multipart/form-data' == expected:
            self._read_multipart()
        elif self._is_json and expected:
            self._read_json()
        elif request.stream.read(1):
            raise Rejected('the body is %s; this operation takes %s'
                           % (request.mimetype or 'of no declared type', expected or 'none'))
        elif expected:
            raise Rejected('the body is missing; this operation takes %s' % expected)

    def _read_multipart(self):
        # type: () -> None
        try:
            # A part need not have a name.
            for name, value in self._request.form.items(multi=True):
                self.fields.setdefault(name or '', []).append(value)
            self.files = [(name or '', file.stream) for name, file in self._request.files.items(multi=True)]
        except RequestEntityTooLarge:
            raise ServiceError(TOO_BIG_FILE, 'the fields of the form are too many or hold more than %d bytes'
                               % LARGEST_TEXT)
        except ValueError as error:
            raise Rejected('the multipart body is malformed: %s' % error)

    def _read_json(self):
        # type: () -> None
        text = self._request.stream.read(LARGEST_TEXT + 1)
        if len(text) > LARGEST_TEXT:
            raise ServiceError(TOO_BIG_FILE, 'the JSON is larger than %d bytes; send large documents as '
                               'multipart/form-data' % LARGEST_TEXT)
        try:
            self.json = _decode(text)
        except ValueError as error:
            raise Rejected('the body is no JSON: %s' % error)
        if self._operation.content_type == 'multipart/form-data' and isinstance(self.json, dict):
            self._read_base64()

    def _read_base64(self):
        # type: () -> None
        """Take the documents out of a JSON body. Empty text means the default here, too."""
        self.json = {name: value for name, value in self.json.items() if value != ''}
        for name in self._operation.any_of:
            if name in self.json and not isinstance(self.json[name], list):
                self.json[name] = [self.json[name]]
        documents = self.json.get('document', ())
        if documents:
            self.json['document'] = ['[base64]'] * len(documents)
        for text in documents:
            try:
                content = base64.b64decode(text, validate=True)
            except (TypeError, ValueError) as error:
                raise Rejected('document: no base64 text: %s' % error)
            upload = self._request.receive()
            upload.write(content)
            self.files.append(('document', upload))

    def _checked_query(self, contract, problems):
        # type: (Contract, List[str]) -> Dict[str, Any]
        known, query = self._operation.query['properties'], {}  # type: Any, Dict[str, Any]
        for name, values in self.query.items():
            kind = known.get(name, {}).get('type')
            if name in KEY_NAMES:
                continue
            if kind == 'array':
                query[name] = values
            elif len(values) > 1:
                problems.append('%s: given %d times' % (name, len(values)))
            elif kind == 'integer' and _WHOLE_NUMBER.fullmatch(values[0]):
                query[name] = int(values[0])
            else:
                query[name] = values[0]
        problems += contract.form_problems(self._operation.query, query)
        return query

    def _checked_form(self, contract, problems):
        # type: (Contract, List[str]) -> Dict[str, Any]
        schema = self._operation.form or {}
        properties = contract.schema(schema)['properties']
        form = self.json if self._is_json else self._combined(properties, problems)
        problems += contract.form_problems(schema, form)
        if problems:
            return {}
        any_of = self._operation.any_of
        if any_of and not any(form.get(name) for name in any_of):
            problems.append('give %s' % ' or '.join(any_of))
        for name in form:
            encoded = properties[name].get('x-json-encoded')
            if encoded and form[name]:
                form[name] = _checked_json(contract, name, form[name], contract.schema(encoded), problems)
        return form

    def _combined(self, properties, problems):
        # type: (Dict[str, Any], List[str]) -> Dict[str, Any]
        """Make one object of the parts of a multipart form. Empty text means the default and is left out."""
        form = {}  # type: Dict[str, Any]
        parts = [(name, value, False) for name, values in self.fields.items() for value in values if value]
        for name, value, is_file in parts + [(name, upload.name, True) for name, upload in self.files]:
            schema = properties.get(name, {})
            if name in properties and is_file != ('binary' == schema.get('items', schema).get('format')):
                problems.append('%s: %s' % (name, 'a file, not text' if is_file else
                                            'text, not a file; a file has a file name'))
            elif schema.get('type') == 'array':
                form.setdefault(name, []).append(value)
            elif name in form:
                problems.append('%s: given more than once' % name)
            else:
                form[name] = value
        return form


def _checked_json(contract, name, text, schema, problems):
    # type: (Contract, str, str, Dict[str, Any], List[str]) -> Any
    try:
        value = _without_empty(_decode(text))
    except ValueError as error:
        problems.append('%s: no JSON: %s' % (name, error))
        return None
    problems += ['%s.%s' % (name, problem) for problem in contract.form_problems(schema, value)]
    return value


def _decode(text):
    # type: (Any) -> Any
    """Decode JSON as the standard has it; ValueError if it is none, or nothing that can be stored."""
    try:
        value = json.loads(text, parse_constant=_no_number)
        # Half of a surrogate pair is legal JSON, but no text that could be stored or sent.
        json.dumps(value, ensure_ascii=False).encode('utf-8')
    except RecursionError:
        raise ValueError('nested too deeply')
    return value


def _no_number(name):
    # type: (str) -> None
    raise ValueError('%s is no number' % name)


def _without_empty(value):
    # type: (Any) -> Any
    """Leave out properties that are empty or null, which in user data means that they are not known."""
    if isinstance(value, dict):
        return {name: _without_empty(item) for name, item in value.items() if item not in ('', None)}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
