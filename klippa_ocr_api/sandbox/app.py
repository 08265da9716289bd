"""The service itself: one way through it for every request, whatever the operation."""
import contextlib
import difflib
import functools
import json
import logging
import secrets
from urllib.parse import unquote

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter, Map

from klippa_ocr_api.sandbox import clock, data_sets, information, parsing, public_keys, sub_keys
from klippa_ocr_api.sandbox.auth import KEY_NAMES, authenticate
from klippa_ocr_api.sandbox.call import Call
from klippa_ocr_api.sandbox.contract import Contract
from klippa_ocr_api.sandbox.errors import NO_CODE, NotFound, ServiceError, WrongMethod
from klippa_ocr_api.sandbox.faults import Arranged
from klippa_ocr_api.sandbox.forms import Form, Request
from klippa_ocr_api.sandbox.journal import Journal, ReceivedRequest
from klippa_ocr_api.sandbox.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Optional

    from klippa_ocr_api.sandbox.contract import Operation
    from klippa_ocr_api.sandbox.faults import CannedReply, Fault
    from klippa_ocr_api.sandbox.settings import Settings
    from klippa_ocr_api.sandbox.store import Row

BASE_PATH = '/api/v1'
# Where the server finds the fault that is to strike on the way back.
FAULT = 'klippa_sandbox.fault'

_HANDLERS = {}  # type: Dict[str, Any]
for _module in (information, parsing, public_keys, sub_keys, data_sets):
    _HANDLERS.update(_module.HANDLERS)


class _RecordID(BaseConverter):
    """Part of a path that is no word with a route of its own, whatever the method."""

    regex = '(?!bulk$)[^/]+'


class Service(object):
    """The state of a sandbox, and the WSGI application that works on it."""

    def __init__(self, settings):
        # type: (Settings) -> None
        self.settings = settings
        self.contract = Contract()
        self.clock = clock.Clock()
        self.store = Store(settings.state)
        self.journal = Journal(settings.journal_size)
        self.faults = Arranged()
        self.canned_replies = Arranged()
        self._create_main_key()
        self.app = flask.Flask(__name__, static_folder=None)
        self.app.request_class = type('SandboxRequest', (Request,),
                                      {'largest_document': settings.max_document_size})
        self.app.config['PROPAGATE_EXCEPTIONS'] = True
        self.app.url_map = Map(converters={'record': _RecordID}, merge_slashes=False)
        for operation in self.contract.operations:
            view = functools.partial(self._serve, operation)
            path = operation.path.replace('{RecordID}', '<record:RecordID>')
            rule = BASE_PATH + path.replace('{', '<').replace('}', '>')
            for each in sorted({rule, rule.rstrip('/')}):
                self.app.add_url_rule(each, operation.id, view, methods=[operation.method],
                                      provide_automatic_options=False)
        self.app.before_request(_begin)
        self.app.after_request(self._end)
        self.app.register_error_handler(ServiceError, _failed)
        self.app.register_error_handler(HTTPException, self._no_route)
        self.app.register_error_handler(Exception, _crashed)

    def reset(self):
        # type: () -> None
        """Forget everything that happened and was arranged."""
        for part in (self.store, self.journal, self.faults, self.canned_replies):
            part.clear()
        self.clock.reset()
        self._create_main_key()

    def add_key(self, auth_key, credits, templates=None, public_keys=True, sub_keys=True,
                user_data_sets=True, enabled=True):
        # type: (str, Optional[int], Optional[Iterable[str]], bool, bool, bool, bool) -> None
        now = clock.stored(self.clock.now())
        templates = json.dumps(list(self.settings.templates if templates is None else templates))
        self.store.insert('keys', key=auth_key, name=auth_key, credits=credits, templates=templates,
                          status=enabled, public_keys=public_keys, sub_keys=sub_keys,
                          user_data_sets=user_data_sets, created_at=now, updated_at=now)

    def set_next_reply(self, operation, reply, check):
        # type: (Optional[str], CannedReply, bool) -> None
        operations = [self.contract.operation(operation or name) for name in sorted(parsing.HANDLERS)]
        problems = [self.contract.reply_problems(each, reply.status, reply.body) for each in operations]
        if check and all(problems):
            raise ValueError('the reply breaks the contract: ' + '; '.join(problems[0]))
        self.canned_replies.add(reply, {each.id for each in operations})

    def inject(self, operation, fault, times):
        # type: (Optional[str], Fault, int) -> None
        self.faults.add(fault, operation and {self.contract.operation(operation).id}, times)

    def _create_main_key(self):
        # type: () -> None
        if not self.store.row('SELECT id FROM keys WHERE key = ?', self.settings.auth_key):
            self.add_key(self.settings.auth_key, self.settings.credits)

    def _serve(self, operation, **path):
        # type: (Operation, **str) -> flask.Response
        request, entry = flask.request, flask.g.entry
        entry.operation = operation.id
        form = Form(request, operation)  # type: ignore[arg-type]
        entry.hold(form)
        fault = request.environ[FAULT] = self.faults.take(operation.id)
        if fault and fault.status:
            return _fault_reply(fault)
        given = {name: request.headers.get(name) or request.args.get(name) for name in KEY_NAMES}
        now = clock.stored(self.clock.now())
        key, public_key = authenticate(self.store, now, operation,
                                       {name: value for name, value in given.items() if value})
        query, fields = form.check(self.contract)
        canned = self.canned_replies.take(operation.id, lambda reply: reply.suits(form.uploads))
        if canned:
            envelope = {'request_id': flask.g.request_id, 'result': 'success' if canned.status == 200 else 'error'}
            return _json_reply(dict(envelope, **canned.body), canned.status, canned.headers)
        # An ID may hold a slash, so the path is matched as it was sent and decoded only now.
        path = {name: unquote(value) for name, value in path.items()}
        call = Call(self.settings, self.contract, self.store, operation, path, key, public_key, now,
                    form.uploads, query, fields)
        # Reading takes its time, so those operations lock the store only while they use it.
        reads = operation.id in parsing.HANDLERS
        with contextlib.nullcontext() if reads else self.store.transaction():
            data = _HANDLERS[operation.id](call)
        return _json_reply({'data': data, 'request_id': flask.g.request_id, 'result': 'success'})

    def _end(self, response):
        # type: (flask.Response) -> flask.Response
        flask.g.entry.status = response.status_code
        self.journal.add(flask.g.entry)
        return response

    def _no_route(self, error):
        # type: (HTTPException) -> flask.Response
        request = flask.request
        if isinstance(error, MethodNotAllowed):
            allowed = ', '.join(sorted(set(error.valid_methods or ()) - {'HEAD'}))
            reply = _failed(WrongMethod('%s does not take %s but %s'
                                        % (request.path, request.method, allowed)))
            reply.headers['Allow'] = allowed
            return reply
        routes = ['%s %s%s' % (each.method, BASE_PATH, each.path) for each in self.contract.operations]
        asked = '%s %s' % (request.method, request.path[:200])
        near = difflib.get_close_matches(asked, routes, 1)
        return _failed(NotFound('there is no %s%s' % (asked, '; did you mean %s?' % near[0] if near else '')))


def _begin():
    # type: () -> None
    request = flask.request
    # In the live service's form: 32 characters.
    flask.g.request_id = secrets.token_hex(16)
    flask.g.entry = ReceivedRequest(request.method, request.path, request.args.to_dict(flat=False),
                                    dict(request.headers))


def _failed(error):
    # type: (ServiceError) -> flask.Response
    return _json_reply(error.body(flask.g.request_id), error.status)


def _crashed(error):
    # type: (Exception) -> flask.Response
    if isinstance(error, ConnectionError):
        # The client has gone: there is nobody to answer.
        raise error
    logging.getLogger(__name__).error('The sandbox has a bug', exc_info=error)
    return _failed(ServiceError(NO_CODE, 'The sandbox has a bug: %s: %s' % (type(error).__name__, error)))


def _json_reply(body, status=200, headers=None):
    # type: (Dict[str, Any], Optional[int], Optional[Any]) -> flask.Response
    return flask.Response(json.dumps(body), status, headers, mimetype='application/json')


def _fault_reply(fault):
    # type: (Fault) -> flask.Response
    if fault.page:
        return flask.Response(fault.page, fault.status, fault.headers, mimetype='text/html')
    return _json_reply(dict(fault.error, request_id=flask.g.request_id), fault.status, fault.headers)
