"""What a sandbox is started with."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Mapping, Optional

AUTH_KEY = 'sandbox-auth-key-not-real'
# The templates that have a path of their own, and the default one.
FINANCIAL, PASSPORT, IDENTITY = 'financial', 'eu-passport', 'identity'
TEMPLATES = {FINANCIAL: 'Financial', PASSPORT: 'EU Passport', IDENTITY: 'Identity Document'}


class Settings(object):
    """What a sandbox is started with; see `Sandbox` for what the settings mean."""

    def __init__(self, state=None, auth_key=AUTH_KEY, credits=1000, templates=TEMPLATES,
                 max_document_size=1024 ** 3, remote_urls=False, journal_size=20000):
        # type: (Optional[str], str, Optional[int], Mapping[str, str], int, bool, int) -> None
        self.state = state
        self.auth_key = auth_key
        self.credits = credits
        self.templates = dict(templates)
        self.max_document_size = max_document_size
        self.remote_urls = remote_urls
        self.journal_size = journal_size
