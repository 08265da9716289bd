"""What the sandbox answers when a request fails: the service's error codes and envelopes.

ServiceError        any error, as the service publishes it: status 500 and a code
    Rejected        a form that breaks the contract: status 400 and one entry per problem
    NotFound        no such route, set, record or sub key: status 404; no code is published for these
    WrongMethod     a route that exists, but not with this method: status 405
"""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

AUTH_MISSING_KEY = 100001
AUTH_INVALID_KEY = 100002
AUTH_ERROR = 100003
AUTH_NO_CREDITS_LEFT = 100004
AUTH_INVALID_PUBLIC_KEY = 100005
AUTH_PUBLIC_KEY_NO_SCANS_LEFT = 100006
AUTH_PUBLIC_KEY_EXPIRED = 100007

# Structured PDFs and all other documents have a family of codes each, in which these are the last digits.
PDF_PARSER = 200000
DOCUMENT_PARSER = 300000
DOCUMENT_ERROR = 1
NO_ACCESS_TO_TEMPLATE = 4
CONVERT_ERROR = 5
PARSE_ERROR = 6
# Only documents have a code for this one, so it serves structured PDFs, too.
TOO_BIG_FILE = 300007

PUBLIC_KEY_NOT_ALLOWED = 400001
PUBLIC_KEY_CREATION_FAILED = 400002
PUBLIC_KEY_INVALID_SCAN_LIMIT = 400003
PUBLIC_KEY_INVALID_VALID_TIME = 400004
PUBLIC_KEY_LOAD_ERROR = 400005
PUBLIC_KEY_NOT_FOUND = 400006

# For what the service has no published code for.
NO_CODE = 0


class ServiceError(Exception):
    """A request that failed, with what the reply says about it."""

    status = 500
    result = 'error'

    def __init__(self, code, message):
        # type: (int, str) -> None
        super(ServiceError, self).__init__(message)
        self.code = code
        self.message = message

    def body(self, request_id):
        # type: (str) -> Dict[str, Any]
        return {'code': self.code, 'message': self.message, 'request_id': request_id, 'result': self.result}


class Rejected(ServiceError):
    """A form, a query or a body that breaks the contract."""

    status = 400
    result = 'validation_error'

    def __init__(self, *problems):
        # type: (str) -> None
        super(Rejected, self).__init__(NO_CODE, '; '.join(problems))
        self.problems = problems

    def body(self, request_id):
        # type: (str) -> Dict[str, Any]
        entry = super(Rejected, self).body(request_id)
        errors = [dict(entry, message=problem) for problem in self.problems]
        return {'code': self.code, 'errors': errors, 'request_id': request_id, 'result': self.result}


class NotFound(ServiceError):
    """Something that is not there, and for which no code is published."""

    status = 404

    def __init__(self, message):
        # type: (str) -> None
        super(NotFound, self).__init__(NO_CODE, message)


class WrongMethod(NotFound):
    """A route that is there, but not with this method."""

    status = 405
