"""The pytest fixture `klippa_sandbox`: a sandbox that is as new for every test.

Every process of a test run has its own, so tests that run in parallel do not see each other's.
"""
import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator

    from klippa_ocr_api.sandbox import Sandbox


@pytest.fixture(scope='session')
def klippa_sandbox_of_this_process():
    # type: () -> Iterator[Sandbox]
    """The sandbox behind `klippa_sandbox`; override this one to start it with other settings."""
    from klippa_ocr_api import sandbox as package

    with package.Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def klippa_sandbox(klippa_sandbox_of_this_process):
    # type: (Sandbox) -> Iterator[Sandbox]
    """A local Klippa: `klippa_sandbox.client()` is a client of it."""
    klippa_sandbox_of_this_process.reset()
    yield klippa_sandbox_of_this_process
