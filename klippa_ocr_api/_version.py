"""The version of the package: setup.py, the user agent and ``klippa_ocr_api.__version__`` read it here."""

__version__ = '2.0.0'
