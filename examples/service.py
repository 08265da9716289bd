"""Where the examples run: on the service when there is a key, else on a sandbox of their own."""
import contextlib
import os

import klippa_ocr_api

DOCUMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'documents')


def document(name):
    """The path of an example document."""
    return os.path.join(DOCUMENTS, name)


@contextlib.contextmanager
def service():
    """A function that makes clients: ``connect()``, or ``connect(public_key=...)``."""
    if 'KLIPPA_AUTH_KEY' in os.environ:
        yield klippa_ocr_api.connect
        return
    from klippa_ocr_api.sandbox import Sandbox

    with Sandbox() as sandbox:
        print('No KLIPPA_AUTH_KEY is set: this runs on a sandbox at %s' % sandbox.url)

        def connect(**settings):
            settings.setdefault('host', sandbox.url)
            if 'public_key' not in settings:
                settings.setdefault('auth_key', sandbox.auth_key)
            return klippa_ocr_api.connect(**settings)

        yield connect
