"""What all tests share."""
import pytest

import klippa_ocr_api
from test.http_server import HttpServer

KEY = 'test-key-not-real'


@pytest.fixture
def server():
    """A server that answers every request with ``{}``, and a list of what it got."""
    with HttpServer() as running:
        yield running


@pytest.fixture
def client(server):
    """A client of that server."""
    configuration = klippa_ocr_api.Configuration(host=server.host, api_key={'X-Auth-Key': KEY})
    with klippa_ocr_api.ApiClient(configuration) as api_client:
        yield api_client
