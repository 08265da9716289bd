"""Calls on a warm connection: against urllib3 and ``json.loads`` by hand, and against requests."""
import json
import os
import tempfile

import urllib3

import klippa_ocr_api
from benchmarks import server
from benchmarks.measure import LIMIT, OURS, apart, best, main, ratio_row
from benchmarks.peers import GENERATED, generated, optional

_KEY = {'X-Auth-Key': 'test-key-not-real'}
_FORM = {'scan_limit': 10, 'valid_time': 3600}

_TITLES = {'GET': 'GET', 'POST': 'JSON POST', 'upload': '100 KB upload'}


def client(host):
    """Our client of a server."""
    return klippa_ocr_api.ApiClient(klippa_ocr_api.Configuration(host=host, api_key=dict(_KEY)))


def _content(path):
    with open(path, 'rb') as file:
        return file.read()


def _ours(host, path):
    api = client(host)
    return {
        'GET': lambda: api.information.credits().data.available_credits,
        'POST': lambda: api.public_key.create_public_key(body=_FORM).data.public_key,
        'upload': lambda: api.parsing.parse_document(document=path).data.amount,
    }


def _by_hand(host, path):
    pool = urllib3.PoolManager()

    def upload():
        fields = {'document': ('scan.jpg', _content(path), 'image/jpeg')}
        reply = pool.request('POST', host + '/parseDocument', fields=fields, headers=_KEY)
        return json.loads(reply.data)['data']['amount']

    def post():
        reply = pool.request('POST', host + '/publicKey', body=json.dumps(_FORM),
                             headers=dict(_KEY, **{'Content-Type': 'application/json'}))
        return json.loads(reply.data)['data']['PublicKey']

    def get():
        reply = pool.request('GET', host + '/credits', headers=_KEY)
        return json.loads(reply.data)['data']['AvailableCredits']

    return {
        'GET': get,
        'POST': post,
        'upload': upload,
    }


def _requests(host, path):
    requests = optional('requests')
    if requests is None:
        return {}
    session = requests.Session()
    session.headers.update(_KEY)

    def upload():
        with open(path, 'rb') as file:
            reply = session.post(host + '/parseDocument', files={'document': ('scan.jpg', file, 'image/jpeg')})
        return reply.json()['data']['amount']

    return {
        'GET': lambda: session.get(host + '/credits').json()['data']['AvailableCredits'],
        'POST': lambda: session.post(host + '/publicKey', json=_FORM).json()['data']['PublicKey'],
        'upload': upload,
    }


def _generated(version, host, path):
    package = generated(version)
    if package is None:
        return {}
    api = package.ApiClient(package.Configuration(host=host, api_key={'APIKeyHeader': _KEY['X-Auth-Key'], **_KEY}))
    information, keys, parsing = package.InformationApi(api), package.PublicKeyApi(api), package.ParsingApi(api)
    document = [path]
    return {
        'GET': lambda: information.credits().data.available_credits,
        'POST': lambda: keys.create_public_key(package.CreatePublicKeyForm(scan_limit=10, valid_time=3600)),
        'upload': lambda: parsing.parse_document(document=document).data.amount,
    }


def rows(options):
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder, apart(0), server.running(cpu=1) as host:
        path = os.path.join(folder, 'scan.jpg')
        with open(path, 'wb') as file:
            file.write(b'\xff\xd8\xff\xe0' + os.urandom(100 * 1024))
        best_yet = {what: {} for what in _TITLES}
        names = []
        # New connections now and then: some are answered faster than others.
        for _ in range(1 if options.quick else 8):
            callers = {OURS: _ours(host, path), LIMIT: _by_hand(host, path), 'requests': _requests(host, path)}
            callers.update((version, _generated(version, host, path)) for version in GENERATED)
            names = list(callers)
            for what, results in best_yet.items():
                contenders = {name: calls[what] for name, calls in callers.items() if calls}
                for name, taken in best(contenders, rounds=8, sample=0.03).items():
                    results[name] = min(taken, results.get(name, taken))
        return [ratio_row('warm call: ' + _TITLES[what], {name: results.get(name) for name in names}, 1.2)
                for what, results in best_yet.items()]


main(__name__, __doc__, rows)
