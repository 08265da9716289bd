"""Make the clients to compare with: ``python -m benchmarks.make_peers``.

The OpenAPI Generator, from the PyPI package ``openapi-generator-cli``, makes them of ``openapi/klippa.yaml`` into
``benchmarks/.peers/``. It needs pip, Java and PyYAML. What the clients and the other peers import is installed by
``pip install pydantic typing-extensions msgspec requests``.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

import yaml

from benchmarks.measure import ROOT
from benchmarks.peers import GENERATED, folder

_JAR = 'openapi_generator_cli/openapi-generator.jar'


def description():
    """klippa.yaml in a form that also the old generator reads: without YAML's aliases, and bodies in their place."""
    with open(os.path.join(ROOT, 'openapi', 'klippa.yaml'), encoding='utf-8') as file:
        document = yaml.safe_load(file)
    for operations in document['paths'].values():
        for operation in operations.values():
            body = operation.get('requestBody', {}) if isinstance(operation, dict) else {}
            if '$ref' in body:
                operation['requestBody'] = document['components']['requestBodies'][body['$ref'].rpartition('/')[2]]
    return json.dumps(document, default=str)


def make(version, workplace):
    """Make the client of one version of the generator."""
    subprocess.run([sys.executable, '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', workplace,
                    'openapi-generator-cli==' + version], check=True)
    wheel, = [name for name in os.listdir(workplace) if name.endswith('.whl')]
    with zipfile.ZipFile(os.path.join(workplace, wheel)) as archive:
        jar = archive.extract(_JAR, workplace)
    source = os.path.join(workplace, 'klippa.json')
    with open(source, 'w', encoding='utf-8') as file:
        file.write(description())
    result = os.path.join(workplace, 'client')
    with open(os.path.join(workplace, 'log'), 'w+', encoding='utf-8') as log:
        if subprocess.call(['java', '-jar', jar, 'generate', '-g', 'python', '-i', source, '-o', result,
                            '--package-name', GENERATED[version]], stdout=log, stderr=log):
            log.seek(0)
            raise SystemExit('The generator %s failed:\n%s' % (version, log.read()[:2000]))
    shutil.rmtree(folder(version), ignore_errors=True)
    shutil.copytree(os.path.join(result, GENERATED[version]), os.path.join(folder(version), GENERATED[version]))
    print('%s: %s' % (version, folder(version)))


if __name__ == '__main__':
    for wanted in sys.argv[1:] or GENERATED:
        with tempfile.TemporaryDirectory() as temporary:
            make(wanted, temporary)
