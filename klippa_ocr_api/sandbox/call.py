"""What the handlers of operations work on."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

    from klippa_ocr_api.sandbox.contract import Contract, Operation
    from klippa_ocr_api.sandbox.settings import Settings
    from klippa_ocr_api.sandbox.store import Row, Store


class Call(object):
    """A request that is in order, and what it takes to do the work."""

    def __init__(self, settings, contract, store, operation, path, key, public_key, now, uploads, query, form):
        # type: (Settings, Contract, Store, Operation, Dict[str, str], Row, Optional[Row], str, Any, Any, Any) -> None
        self.settings = settings
        self.contract = contract
        self.store = store
        self.operation = operation
        self.path = path
        self.key = key
        self.public_key = public_key
        self.now = now
        self.uploads = uploads
        self.query = query
        self.form = form
