"""Types: what users write is accepted, what they get wrong is refused, and all of it is true at run time.

Checked as users check: the package is found where installed packages are, and what checkers make of those.
"""
import ast
import datetime
import inspect
import json
import os
import re
import subprocess
import sys
import typing

import pytest

import klippa_ocr_api
from klippa_ocr_api.model import Model, view
from klippa_ocr_api.sandbox.faults import Fault
from klippa_ocr_api.sandbox.settings import Settings
from test import contract
from test.types import model_uses

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TYPES = os.path.join(ROOT, 'test', 'types')
#: What the folder of users' code needs so that their checkers are strict.
STRICT = ('mypy.ini', 'pyrightconfig.json')

#: The modules that users import from.
PUBLIC = re.compile(r'klippa_ocr_api(\.(api|models|type_defs|api_client|configuration|exceptions|rest)\b.*'
                    r'|\.model\.Model(\..*)?|\.operation\.Api(\..*)?|\.sandbox(\.Sandbox.*)?|\.[A-Z]\w*|)\Z')

WRONG = '# wrong: '


def run(folder, *command):
    """Run a tool in a folder, with the package among the installed ones; returns its exit code and output."""
    environment = dict(os.environ, PYTHONPATH=ROOT, PYRIGHT_PYTHON_IGNORE_WARNINGS='1', NO_COLOR='1')
    # Pyright is a package of node; it must not be unpacked outside the checkout.
    environment.setdefault('PYRIGHT_PYTHON_CACHE_DIR', os.path.join(ROOT, '.cache', 'pyright'))
    process = subprocess.run([sys.executable, '-m'] + list(command), cwd=str(folder), env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    return process.returncode, process.stdout + process.stderr


def cache(name):
    """Where mypy keeps what it found out about unchanged files."""
    return os.path.join(ROOT, '.cache', 'mypy', name)


def mypy(folder, name):
    """The lines of a file that mypy reports, with what it says."""
    code, output = run(folder, 'mypy', '--cache-dir', cache('users'), '--config-file', 'mypy.ini',
                       '--no-pretty', '--no-error-summary', name)
    found = re.findall(r'^(\S+):(\d+): error: (.*)', output, re.MULTILINE)
    assert {path for path, _, _ in found} <= {name} and bool(found) == bool(code), output
    return [(int(line), message) for _, line, message in found]


def pyright(folder, name):
    """The lines of a file that pyright reports, with what it says."""
    code, output = run(folder, 'pyright', '--outputjson', '--pythonpath', sys.executable, name)
    report = json.loads(output[output.index('{'):])
    assert report['summary']['filesAnalyzed'] == 1 and code in (0, 1), output
    return [(entry['range']['start']['line'] + 1, entry['message']) for entry in report['generalDiagnostics']]


CHECKERS = pytest.mark.parametrize('checker', [mypy, pyright])


def source(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as stream:
        return stream.read()


@CHECKERS
def test_what_users_write_is_accepted(checker):
    assert checker(TYPES, 'consumer.py') == []


@CHECKERS
def test_every_property_of_every_model_has_its_type(checker, tmp_path):
    for name in STRICT:
        (tmp_path / name).write_text(source('test/types/' + name))
    text = model_uses.consumer()
    (tmp_path / 'models.py').write_text(text)
    assert checker(tmp_path, 'models.py') == []
    # It is all there: each property and each way to make a model.
    count = sum(len(schema['properties']) for schema in contract.SCHEMAS.values())
    assert len(contract.MODELS) == 79 and text.count('assert_type(model.') == count
    assert text.count('    assert_type(') == count + 2 * 79


@CHECKERS
def test_what_users_get_wrong_is_rejected_line_by_line(checker):
    lines = source('test/types/wrong.py').splitlines()
    marked = {number for number, line in enumerate(lines, 1) if WRONG in line}
    rejected = {number for number, _ in checker(TYPES, 'wrong.py')}
    assert [lines[number - 1] for number in sorted(marked - rejected)] == [], 'accepted'
    assert [lines[number - 1] for number in sorted(rejected - marked)] == [], 'rejected'
    assert len(marked) >= 70


@CHECKERS
def test_the_examples_of_the_guide(checker, tmp_path):
    for name in STRICT:
        (tmp_path / name).write_text(source('test/types/' + name))
    text = '\n'.join(re.findall('```python\n(.*?)```', source('docs/types.md'), re.DOTALL))
    (tmp_path / 'guide.py').write_text(text)
    rejected = {number for number, _ in checker(tmp_path, 'guide.py')}
    assert rejected == {number for number, line in enumerate(text.splitlines(), 1) if '# rejected: ' in line}


def test_every_operation_is_used_in_every_form():
    forms = [
        ('', frozenset()), ('', frozenset(['async_req'])), ('', frozenset(['_preload_content'])),
        ('', frozenset(['async_req', '_preload_content'])),
        ('_with_http_info', frozenset()), ('_with_http_info', frozenset(['async_req'])),
        ('_with_http_info', frozenset(['_return_http_data_only'])),
        ('_with_http_info', frozenset(['async_req', '_return_http_data_only'])),
        ('_with_http_info', frozenset(['_preload_content'])),
        ('_with_http_info', frozenset(['async_req', '_preload_content'])),
    ]
    used = {}
    parameters = {}
    for function in ast.parse(source('test/types/consumer.py')).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            name = node.func.attr
            keywords = {keyword.arg for keyword in node.keywords}
            options = frozenset(word for word in keywords if word.startswith('_') or word == 'async_req')
            if not isinstance(node.func.value, ast.Name) or node.func.value.id != 'api':
                continue
            if re.sub('_with_http_info$', '', name) != function.name:
                continue
            used.setdefault(function.name, set()).add((name[len(function.name):], options))
            parameters.setdefault(function.name, set()).update(keywords - options)
    expected = {}
    for method, path, operation in contract.operations():
        name = contract.snake_case(operation['operationId'])
        expected[name] = {contract.snake_case(wire) for wire in contract.parameters(operation)}
    assert len(expected) == 32 and set(used) == set(expected)
    assert {name: set(forms) - found for name, found in used.items() if not set(forms) <= found} == {}
    # Each by keyword at least once; bodies by position.
    assert {name: expected[name] - {'body'} - given for name, given in parameters.items()
            if not expected[name] - {'body'} <= given} == {}


def test_the_package_passes_mypy():
    code, output = run(ROOT, 'mypy', '--cache-dir', cache('package'), '--config-file',
                       'test/types/package.ini', 'klippa_ocr_api')
    assert code == 0, output
    assert 'no issues found' in output


def test_types_and_running_code_agree(tmp_path):
    code, output = run(tmp_path, 'mypy.stubtest', 'klippa_ocr_api', '--concise',
                       '--mypy-config-file', os.path.join(TYPES, 'package.ini'),
                       '--allowlist', os.path.join(ROOT, 'openapi', 'stubtest-allowlist.txt'))
    assert code == 0, output


def test_pyright_infers_nothing_that_users_import(tmp_path):
    """What has no type of its own, pyright and other checkers would each guess in their own way."""
    code, output = run(tmp_path, 'pyright', '--outputjson', '--pythonpath', sys.executable,
                       '--ignoreexternal', '--verifytypes', 'klippa_ocr_api')
    symbols = json.loads(output[output.index('{'):])['typeCompleteness']['symbols']
    public = [symbol for symbol in symbols if PUBLIC.match(symbol['name'])]
    assert len(public) > 1000
    assert [(symbol['name'], [entry['message'] for entry in symbol['diagnostics']]) for symbol in public
            if not symbol['isTypeKnown'] or symbol['isTypeAmbiguous']] == []


def test_type_checking_costs_no_import():
    """`typing` is imported for checkers, not for those who run the code."""
    probe = (
        'import sys, klippa_ocr_api.api_client, klippa_ocr_api.models.receipt, klippa_ocr_api.type_defs\n'
        'own = {name: vars(module) for name, module in sys.modules.items() if name.startswith("klippa")}\n'
        'print(sorted(name for name, names in own.items() if "Optional" in names or "typing" in names))')
    assert subprocess.check_output([sys.executable, '-c', probe], cwd=ROOT, universal_newlines=True) == '[]\n'
    for folder, _, names in os.walk(os.path.join(ROOT, 'klippa_ocr_api')):
        for name in names:
            if name.endswith('.py'):
                for node in ast.parse(source(os.path.join(folder, name))).body:
                    if isinstance(node, (ast.Import, ast.ImportFrom)):
                        imported = getattr(node, 'module', None) or node.names[0].name
                        assert imported.partition('.')[0] not in ('typing', 'typing_extensions'), name


# What the types say, and what is read.

_NAMES = dict(vars(typing), datetime=datetime.datetime, USER_DATA=object, **{
    name: getattr(klippa_ocr_api, name) for name in contract.MODELS})


def fits(value, annotation):
    """Whether a value has a type as the model_uses module spells it."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Union:
        return any(fits(value, argument) for argument in arguments)
    if origin is typing.Literal:
        return value in arguments
    if origin is list:
        return isinstance(value, list) and all(fits(item, arguments[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            isinstance(key, str) and fits(item, arguments[1]) for key, item in value.items())
    if annotation is float:
        return isinstance(value, (int, float))
    return isinstance(value, annotation) and (annotation is bool or not isinstance(value, bool))


@pytest.mark.parametrize('name', contract.MODELS)
def test_properties_read_as_their_types_say(name):
    schema = contract.SCHEMAS[name]
    read, empty = (view(getattr(klippa_ocr_api, name), data) for data in (contract.example(schema), {}))
    for attribute, schema, required in model_uses.properties(name):
        spelled = model_uses.property_type(schema, required=required, writing=False)
        annotation = eval(spelled, dict(_NAMES))
        value = getattr(read, attribute)
        assert value is not None and fits(value, annotation), (attribute, spelled, value)
        # A required property is one that users must give; the service's own replies hold none.
        assert required or fits(getattr(empty, attribute), annotation)


def test_only_what_is_sent_has_required_properties():
    """Else a property that a reply lacks would read as None against its type."""
    assert {name for name in contract.MODELS if contract.SCHEMAS[name].get('required')} <= model_uses.SENT


# What an editor shows.

def stub(name):
    return ast.parse(source('klippa_ocr_api/%s.pyi' % name))


def words(text):
    return ' '.join((text or '').split())


@pytest.mark.parametrize('name', contract.MODELS)
def test_hovering_a_property_shows_what_it_means(name):
    module = stub('models/' + contract.snake_case(name))
    (cls,) = [node for node in module.body if isinstance(node, ast.ClassDef)]
    schema = contract.SCHEMAS[name]
    assert words(ast.get_docstring(cls)) == words(schema['description'])
    shown = {node.name: words(ast.get_docstring(node)) for node in cls.body
             if isinstance(node, ast.FunctionDef)
             and any(isinstance(decorator, ast.Name) for decorator in node.decorator_list)}
    assert len(shown) == len(schema['properties'])
    for key, entry in schema['properties'].items():
        text = shown[contract.snake_case(key)]
        assert text.startswith(words(entry['description']))
        for limit in ('maxLength', 'maxItems'):
            assert limit not in entry or 'At most %d ' % entry[limit] in text
        for choice in filter(None, entry.get('enum', ())):
            assert '`%s`' % choice in text
        if name in model_uses.SENT:
            documented = typed_dictionaries()[name + 'Dict'][key]
            assert documented == text


def typed_dictionaries():
    """Typed dictionary to key to what an editor shows."""
    found = {}
    for cls in stub('type_defs').body:
        if isinstance(cls, ast.ClassDef):
            found[cls.name] = {
                node.target.id: words(doc.value.value) for node, doc in zip(cls.body, cls.body[1:])
                if isinstance(node, ast.AnnAssign) and isinstance(doc, ast.Expr)}
    return found


@pytest.mark.parametrize('module, attribute, expected', [
    ('receipt', 'amount', 'in cents'),
    ('receipt', 'currency', 'ISO 4217'),
    ('receipt', 'date', 'ISO 8601'),
    ('receipt', 'purchasedate', '`yyyy-mm-dd`'),
    ('receipt', 'purchasetime', '`hh:mm:ss`'),
    ('receipt_vat', 'percentage', '21 % is 2100'),
])
def test_units_and_formats_are_shown(module, attribute, expected):
    shown = [words(ast.get_docstring(node)) for node in ast.walk(stub('models/' + module))
             if isinstance(node, ast.FunctionDef) and node.name == attribute]
    assert expected in shown[0]


def test_hovering_an_operation_shows_what_it_does():
    stubs = {}
    for name in os.listdir(os.path.join(ROOT, 'klippa_ocr_api', 'api')):
        if name.endswith('_api.pyi'):
            for node in ast.walk(stub('api/' + name[:-len('.pyi')])):
                if isinstance(node, ast.FunctionDef):
                    stubs.setdefault(node.name, []).append(words(ast.get_docstring(node)))
    for method, path, operation in contract.operations():
        name = contract.snake_case(operation['operationId'])
        first = stubs[name][0]
        assert first.startswith(words(operation['summary']))
        assert '`%s %s`' % (method, path) in first
        for parameter in operation.get('parameters', ()):
            attribute = contract.snake_case(parameter['name'])
            assert ':param %s: %s' % (attribute, words(parameter['description'])) in first
        # The other forms say how they differ.
        for text in stubs[name][1:] + stubs[name + '_with_http_info']:
            assert text.startswith('Like :meth:`%s`, but ' % name)


# Keywords that are told apart for checkers only.

def test_settings_are_those_that_connect_takes():
    documented = typed_dictionaries()
    configuration = klippa_ocr_api.Configuration()
    cls = klippa_ocr_api.Configuration
    settings = [name for name in dir(configuration) if not name.startswith('_') and name != 'host' and (
        name in vars(configuration) or getattr(getattr(cls, name, None), 'fset', None))]
    assert sorted(documented['Settings']) == sorted(settings)
    assert sorted(documented['ClientSettings']) == sorted(
        name for name in inspect.signature(klippa_ocr_api.connect).parameters if name != 'settings')


def test_settings_and_faults_are_those_that_the_sandbox_takes():
    keywords = {node.targets[0].id: [key.value for key in node.value.args[1].keys]
                for node in ast.walk(ast.parse(source('klippa_ocr_api/sandbox/__init__.py')))
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
                and getattr(node.value.func, 'id', '') == 'TypedDict'}
    assert set(keywords) == {'_Settings', '_Fault', '_Permissions'}
    assert keywords['_Settings'] == list(inspect.signature(Settings).parameters)
    assert keywords['_Fault'] == list(inspect.signature(Fault).parameters)


def test_an_attribute_that_checkers_refuse_still_works():
    """Checkers refuse what the contract does not know; code that reads it is right all the same."""
    receipt = view(klippa_ocr_api.Receipt, {'new_in_the_service': 1})
    assert isinstance(receipt, Model) and receipt.new_in_the_service == 1
    with pytest.raises(AttributeError, match='amount'):
        receipt.amuont
