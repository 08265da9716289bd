"""The example documents, and which of them this machine can read."""
import importlib.util
import json
import os
import shutil
import sys

EXAMPLES = os.path.join(os.path.dirname(__file__), '..', '..', '..', 'examples')

#: Name of an example to the template that reads it; `None` is a text.
TEMPLATES = {
    'invoice.pdf': 'financial', 'receipt_nl.pdf': 'financial', 'credit_invoice_de.pdf': 'financial',
    'invoice_fr.pdf': 'financial', 'multi_page_invoice.pdf': 'financial', 'receipt_usd.pdf': 'financial',
    'structured_invoice.pdf': 'structured', 'invoice_nl.txt': None, 'passport.pdf': 'eu-passport',
    'identity_card_td1.pdf': 'identity', 'identity_card_td2.pdf': 'identity',
}
SCANS = {'receipt_en.png': 'financial', 'scanned_invoice.pdf': 'financial'}


def missing(*modules):
    return [name for name in modules if importlib.util.find_spec(name) is None]


# Left out without the extra "sandbox"; scans also without Tesseract, which no package index has.
collect_ignore_glob = ['test_*.py'] if missing('babel', 'jsonschema', 'pypdf', 'regex', 'stdnum') else []
collect_ignore = ['test_scans.py'] if missing('PIL') or not shutil.which('tesseract') else []
if collect_ignore_glob:
    sys.stderr.write('test/sandbox/reading is left out: it needs the extra "sandbox"\n')
elif collect_ignore:
    sys.stderr.write('test_scans.py is left out: it needs the program tesseract, and Pillow\n')


class Part(object):
    """A part of an upload, as the server hands it to the reader."""

    def __init__(self, name, path=None):
        self.name = name
        self.content_type = 'application/octet-stream'
        self.path = path or os.path.join(EXAMPLES, 'documents', name)

    def open(self):
        return open(self.path, 'rb')


def expected(name):
    """What a document says, as the script that draws it wrote down."""
    with open(os.path.join(EXAMPLES, 'expected', os.path.splitext(name)[0] + '.json'),
              encoding='utf-8') as source:
        return json.load(source)


def what_it_says(reply):
    """A reply without what is not the document's to say."""
    return {name: value for name, value in reply.items()
            if name not in ('raw_text', 'hash', 'hash_duplicate')}
