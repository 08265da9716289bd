"""Tests of klippa_ocr_api."""
