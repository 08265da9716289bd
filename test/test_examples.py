"""The example scripts run, and say what is on the document."""
import os
import subprocess
import sys

import pytest

from test.conftest import ROOT

SAID = {
    'parse_invoice.py': [
        'Merchant:       Plankwerk Example B.V., 3512 AB Utrecht', 'Invoice number: 2024-00117',
        'Date:           2024-03-15', 'VAT 21.00 %', 'VAT  9.00 %', 'EUR 167.37', 'EUR 26.57',
    ],
    'user_data.py': [
        'Supplier:       SUPPLIER-17', 'Purchase order: 4711', 'Keyword rule shelves matched',
        'Line item rule steel found: Wall bracket, steel',
    ],
    'sub_keys.py': [
        'Created the sub key', 'invoice 2024-00117', 'Its requests so far: 1', 'Deleted: True', 'And now: The ',
    ],
    'public_keys.py': ['invoice 2024-00117', 'Scans left: 1', '1 of 2 scans used'],
}


@pytest.mark.parametrize('script', sorted(SAID))
def test_example(script, sandbox_process):
    url, key = sandbox_process
    environment = dict(os.environ, PYTHONPATH=ROOT, KLIPPA_HOST=url, KLIPPA_AUTH_KEY=key)
    output = subprocess.check_output(
        [sys.executable, '-W', 'error', os.path.join(ROOT, 'examples', script)], env=environment, cwd=ROOT,
        stderr=subprocess.STDOUT, universal_newlines=True)
    for text in SAID[script]:
        assert text in output
    assert key not in output
