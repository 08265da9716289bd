"""Run the tests on every interpreter there is, and say which there is not.

    python3 .ci/test.py [3.11 2.7 ...]

Everything it makes stays in .cache and .tox. It runs on any Python 3 that has pip.
"""
import concurrent.futures
import glob
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, '.cache')
TOOLS = os.path.join(CACHE, 'tools')
RESULTS = os.path.join(ROOT, '.tox', 'results')
VERSIONS = ['2.7', '3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13']
# Tests that take another view than "on this interpreter" run on the newest one only.
ON_NEWEST = ['urllib3v1', 'speed', 'check']


def interpreters():
    """Version to executable, of the interpreters on PATH and in pyenv's folders."""
    found = {}
    for version in VERSIONS:
        pyenv = sorted(glob.glob(os.path.expanduser('~/.pyenv/versions/%s.*/bin/python%s' % (version, version))))
        for candidate in pyenv + [shutil.which('python' + version)]:
            if candidate and runs(candidate, version):
                found[version] = candidate
                break
    own = '%d.%d' % sys.version_info[:2]
    if own in VERSIONS:
        found.setdefault(own, sys.executable)
    return found


def runs(executable, version):
    """Whether it is what its name says: a version manager's shim may stand for nothing."""
    try:
        said = subprocess.check_output(
            [executable, '-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return said.decode().strip() == version


def number(version):
    """What versions compare by."""
    return tuple(int(part) for part in version.split('.'))


def environment(found):
    """The variables for everything that is started here."""
    variables = dict(os.environ)
    for name in ('PYTHONPATH', 'VIRTUAL_ENV', 'PYTHONHOME', 'PYENV_VERSION'):
        variables.pop(name, None)
    folders = []
    for version, executable in found.items():
        # tox looks for pythonX.Y on PATH; pyenv's shims there would answer for versions that are not chosen.
        folder = os.path.join(CACHE, 'interpreters', version)
        os.makedirs(folder, exist_ok=True)
        link = os.path.join(folder, 'python' + version)
        if os.path.lexists(link):
            os.remove(link)
        os.symlink(executable, link)
        folders.append(folder)
    variables.update(
        PATH=os.pathsep.join(folders + [variables.get('PATH', os.defpath)]),
        PIP_CACHE_DIR=os.path.join(CACHE, 'pip'),
        PIP_DISABLE_PIP_VERSION_CHECK='1',
        PIP_ROOT_USER_ACTION='ignore',
        VIRTUALENV_OVERRIDE_APP_DATA=os.path.join(CACHE, 'virtualenv'),
        # Where the sandbox runs for interpreters that it does not run on itself.
        KLIPPA_SANDBOX_PYTHON=sys.executable,
        KLIPPA_SANDBOX_PYTHONPATH=TOOLS,
        TMPDIR=os.path.join(CACHE, 'tmp'),
    )
    os.makedirs(variables['TMPDIR'], exist_ok=True)
    return variables


def prepare(variables):
    """Install tox and the sandbox's packages for ourselves, and build the package once for all."""
    pip = [sys.executable, '-m', 'pip', '--quiet', '--no-input']
    wheels = os.path.join(CACHE, 'dist')
    shutil.rmtree(TOOLS, ignore_errors=True)
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.check_call(pip + ['wheel', '--no-deps', '--wheel-dir', wheels, ROOT], env=variables)
    wheel, = glob.glob(os.path.join(wheels, '*.whl'))
    subprocess.check_call(
        pip + ['install', '--target', TOOLS, 'tox', 'virtualenv<20.22', wheel + '[sandbox]'], env=variables)
    # The sandbox that is tested is the checkout's.
    for leftover in glob.glob(os.path.join(TOOLS, 'klippa_ocr_api*')):
        shutil.rmtree(leftover)
    return wheel


def run(name, version, wheel, variables):
    """Run one environment of tox.ini; returns its name, exit code, seconds and output."""
    started = time.time()
    command = [sys.executable, '-m', 'tox', '-e', name, '--installpkg', wheel]
    if name in ON_NEWEST:
        variables = dict(variables, TOX_BASE_PYTHON='python' + version)
    process = subprocess.run(command, cwd=ROOT, env=dict(variables, PYTHONPATH=TOOLS), stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    return name, process.returncode, time.time() - started, process.stdout.decode('utf-8', 'replace')


def counts(name):
    """Passed, failed and skipped tests of an environment, and the reasons for skipping."""
    path = os.path.join(RESULTS, name + '.xml')
    if not os.path.exists(path):
        return 0, 0, 0, set()
    suite = next(xml.etree.ElementTree.parse(path).getroot().iter('testsuite'))
    total, failed, errors, skipped = (int(suite.get(key, 0)) for key in ('tests', 'failures', 'errors', 'skipped'))
    # A module that is skipped as a whole has its reason in a tuple's text.
    reasons = {(node.text or '').rpartition('Skipped: ')[2].rstrip('")\'') if node.get('message') == 'collection skipped'
               else node.get('message') for node in suite.iter('skipped')}
    return total - failed - errors - skipped, failed + errors, skipped, reasons


def main(wanted):
    """Run everything, print a line per environment, and the output of those that failed."""
    found = {version: executable for version, executable in interpreters().items()
             if not wanted or version in wanted}
    missing = [version for version in wanted or VERSIONS if version not in found]
    if not found:
        print('None of Python %s was found' % ', '.join(missing))
        return 1
    print('Found Python %s%s' % (', '.join(found), '; skipped, not found: %s' % ', '.join(missing) if missing else ''))
    shutil.rmtree(RESULTS, ignore_errors=True)
    os.makedirs(RESULTS)
    variables = environment(found)
    wheel = prepare(variables)
    newest = list(found)[-1]
    jobs = [('py' + version.replace('.', ''), version) for version in found]
    if number(newest) >= (3, 10):
        jobs = [(name, newest) for name in ON_NEWEST] + jobs
    # Before 3.12 the extra compares more with the interpreter's own parser.
    older = [version for version in found if (3, 8) <= number(version) < (3, 12)]
    if older and ('speed', older[-1]) not in jobs:
        jobs.append(('py%s-speed' % older[-1].replace('.', ''), older[-1]))
    passed = failed = skipped = 0
    broken = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        pending = [pool.submit(run, name, version, wheel, variables) for name, version in jobs]
        for job in concurrent.futures.as_completed(pending):
            name, code, seconds, output = job.result()
            numbers = counts(name)
            passed, failed, skipped = passed + numbers[0], failed + numbers[1], skipped + numbers[2]
            print('%-10s %s: %d passed, %d failed, %d skipped in %d s' % (
                (name, 'ok' if code == 0 else 'FAILED') + numbers[:3] + (seconds,)), flush=True)
            for reason in sorted(filter(None, numbers[3])):
                print('           skipped: %s' % reason)
            if code:
                broken.append(name)
                print(output, flush=True)
    if broken:
        print('Failed: %s' % ', '.join(broken))
    print('%d passed, %d failed, %d skipped' % (passed, max(failed, len(broken)), skipped))
    return 1 if broken or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
