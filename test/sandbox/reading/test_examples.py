"""The reader reads every example document right, field by field."""
import io
import json
import os
import sys

import pytest

from klippa_ocr_api.sandbox.contract import Contract
from klippa_ocr_api.sandbox.reading import read_document, read_text
from test.sandbox.reading.conftest import EXAMPLES, SCANS, TEMPLATES, Part, expected, what_it_says


def read(name):
    if TEMPLATES[name] is None:
        with io.open(os.path.join(EXAMPLES, 'documents', name), encoding='utf-8') as source:
            return read_text(source.read())
    return read_document([Part(name)], TEMPLATES[name])


@pytest.mark.parametrize('name', sorted(TEMPLATES))
def test_example_is_read_right(name):
    assert what_it_says(read(name)) == expected(name)


@pytest.mark.parametrize('name', sorted(TEMPLATES))
def test_reply_has_every_field_of_the_contract(name):
    schema = {'eu-passport': 'EuropeanPassport', 'identity': 'FullIdentityDocument'}.get(TEMPLATES[name],
                                                                                         'Receipt')
    assert set(read(name)) == set(Contract().schema(schema)['properties'])


def test_raw_text_is_the_text_as_it_stands():
    assert read('invoice_nl.txt')['raw_text'].splitlines()[12] == 'Factuurnummer: 20240063'
    assert 'Readers Corner Ltd' in read('invoice.pdf')['raw_text']
    assert 'P<NLDVAN<VOORBEELD<<LOTTE<MARIA' in read('passport.pdf')['raw_text']


def test_every_example_is_tested_and_small():
    names = os.listdir(os.path.join(EXAMPLES, 'documents'))
    assert sorted(names) == sorted(list(TEMPLATES) + list(SCANS))
    assert all(os.path.getsize(Part(name).path) < 60000 for name in names)


def test_expected_json_is_what_the_script_makes(monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.setattr(sys, 'dont_write_bytecode', True)
    import make_documents
    for name, make in make_documents.DOCUMENTS.items():
        assert json.loads(json.dumps(make()[1])) == expected(name)


def test_several_parts_are_one_document():
    reply = read_document([Part('receipt_usd.pdf'), Part('passport.pdf')], 'financial')
    assert reply['merchant_name'] == 'Placeholder Diner'
    assert 'SPECIMEN' in reply['raw_text']


def test_structured_template_reads_the_text_layer_without_an_attachment():
    reply = read_document([Part('invoice.pdf')], 'structured')
    assert what_it_says(reply) == expected('invoice.pdf')
