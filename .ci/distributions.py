"""Build the wheel and the sdist, check them, and use the installed wheel outside the checkout."""
import glob
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

USE = '''
import os, sys
import klippa_ocr_api
assert sys.prefix in os.path.abspath(klippa_ocr_api.__file__), klippa_ocr_api.__file__
from klippa_ocr_api.sandbox import Sandbox
with Sandbox() as sandbox:
    receipt = sandbox.client().parsing.parse_document(document=sys.argv[1]).data
    assert receipt.amount, receipt
folder = os.path.dirname(klippa_ocr_api.__file__)
for name in ('py.typed', '__init__.pyi', 'api/parsing_api.pyi', 'models/receipt.pyi', 'sandbox/contract.json'):
    assert os.path.exists(os.path.join(folder, name)), name
print('The installed wheel read a total of %d cents' % receipt.amount)
'''


def main():
    """Do it in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call([sys.executable, '-m', 'build', '--outdir', folder, ROOT], stdout=subprocess.DEVNULL)
        files = sorted(glob.glob(os.path.join(folder, '*')))
        print('Built', ', '.join(os.path.basename(name) for name in files))
        subprocess.check_call([sys.executable, '-m', 'twine', 'check', '--strict'] + files)
        subprocess.check_call([sys.executable, '-m', 'venv', os.path.join(folder, 'venv')])
        python = os.path.join(folder, 'venv', 'bin', 'python')
        wheel, = [name for name in files if name.endswith('.whl')]
        subprocess.check_call([python, '-m', 'pip', 'install', '--quiet', wheel + '[sandbox]'])
        document = os.path.join(ROOT, 'examples', 'documents', 'invoice.pdf')
        subprocess.check_call([python, '-W', 'error', '-c', USE, document], cwd=folder)


if __name__ == '__main__':
    main()
