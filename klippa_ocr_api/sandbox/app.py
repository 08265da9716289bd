"""The service itself: one way through it for every request, whatever the operation."""
import difflib
import functools
import logging
import secrets
from urllib.parse import unquote

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from klippa_ocr_api.sandbox import auth, clock, data_sets, information, keys, parsing
from klippa_ocr_api.sandbox.contract import Contract
from klippa_ocr_api.sandbox.errors import NO_CODE, NotFound, ServiceError, WrongMethod
from klippa_ocr_api.sandbox.forms import Form, Request
from klippa_ocr_api.sandbox.journal import KEY_NAMES, ReceivedRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

    from klippa_ocr_api.sandbox import Sandbox
    from klippa_ocr_api.sandbox.contract import Operation
    from klippa_ocr_api.sandbox.store import Row, Store

BASE_PATH = '/api/v1'
# Where the server finds the fault that is to strike on the way back.
FAULT = 'klippa.fault'

_HANDLERS = {}  # type: Dict[str, Any]
for _module in (information, parsing, keys, data_sets):
    _HANDLERS.update(_module.HANDLERS)


class Call(object):
    """A request that is in order, and what it takes to do it."""

    def __init__(self, sandbox, operation, path, form, key, public_key):
        # type: (Sandbox, Operation, Dict[str, str], Form, Row, Optional[Row]) -> None
        self.settings = sandbox.settings
        self.contract = sandbox.contract
        self.store = sandbox.store
        self.now = clock.stored(sandbox.clock.now())
        self.operation = operation
        self.path = path
        self.key = key
        self.public_key = public_key
        self.uploads = form.uploads
        self.query, self.form = form.check(self.contract)


def create(sandbox):
    # type: (Sandbox) -> flask.Flask
    """Make the WSGI application of a sandbox, with a route for every operation of its contract."""
    app = flask.Flask(__name__, static_folder=None)
    app.request_class = type('Request', (Request,), {'largest_document': sandbox.settings.max_document_size})
