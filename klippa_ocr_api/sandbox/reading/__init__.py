"""What the sandbox reads on a document, with plain rules on plain text.

    read_document(parts, template, user_data) -> the `data` of a reply, by the names of the contract
    read_text(text, user_data)
    check_rules(user_data)

What is not found for sure stays empty: '' and 0, and null for arrays and objects.
"""
from klippa_ocr_api.sandbox.reading.errors import ReadingError
from klippa_ocr_api.sandbox.reading.rules import check_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Sequence

__all__ = ['ReadingError', 'check_rules', 'read_document', 'read_text']


def read_document(parts, template, user_data=None, pdf_text_extraction=None):
    # type: (Sequence[Any], str, Optional[Dict[str, Any]], Optional[str]) -> Dict[str, Any]
    """Read the parts of one document: objects with `name`, `content_type` and `open()`.

    `template` is 'financial', 'structured', 'eu-passport' or 'identity'. `pdf_text_extraction` makes no
    difference: the text layer is as good as it gets here, and pages without one are scanned anyway.
    """
    from klippa_ocr_api.sandbox.reading import extraction, financial, identity, structured
    if template == 'structured':
        return financial.read(extraction.text_layer(parts), user_data, structured.read(parts))
    text = extraction.text(parts)
    if template == 'eu-passport':
        return identity.passport(text)
    if template == 'identity':
        return identity.identity_document(text)
    return financial.read(text, user_data)


def read_text(text, user_data=None):
    # type: (str, Optional[Dict[str, Any]]) -> Dict[str, Any]
    """Read a text as a financial document."""
    from klippa_ocr_api.sandbox.reading import financial
    return financial.read(text, user_data)
