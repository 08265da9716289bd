"""Machine-readable zones of the three sizes, and what a wrong check digit costs."""
import pytest

from klippa_ocr_api.sandbox.reading.identity import check_digit, identity_document, passport

# The specimens of ICAO 9303.
TD3 = ('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n'
       'L898902C36UTO7408122F1204159ZE184226B<<<<<10')
TD2 = ('I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n'
       'D231458907UTO7408122F1204159<<<<<<<6')
TD1 = ('I<UTOD231458907<<<<<<<<<<<<<<<\n'
       '7408122F1204159UTO<<<<<<<<<<<6\n'
       'ERIKSSON<<ANNA<MARIA<<<<<<<<<<')
ANNA = {'surname': 'ERIKSSON', 'given_names': 'ANNA MARIA', 'gender': 'F', 'nationality': 'UTO',
        'issuing_country': 'UTO', 'date_of_birth': '1974-08-12', 'date_of_expiry': '2012-04-15'}


def said(fields):
    return {name: value for name, value in fields.items() if value and name != 'raw_text'}


def values(text):
    parsed = identity_document(text)['parsed']
    assert all(field is None or field['source'] == 'MRZ' for field in parsed.values())
    return {name: field['value'] for name, field in parsed.items() if field}


def test_passport():
    assert said(passport('Utopia\n' + TD3)) == dict(
        ANNA, document_number='L898902C3', personal_number='ZE184226B', document_code='P', document_type='P')


@pytest.mark.parametrize('zone', [TD1, TD2], ids=['TD1', 'TD2'])
def test_identity_document(zone):
    assert values(zone) == dict(ANNA, document_number='D23145890', document_type='I')


def test_identity_document_may_be_a_passport():
    assert values(TD3) == dict(ANNA, document_number='L898902C3', personal_number='ZE184226B',
                               document_type='P')


def test_long_number_of_td1():
    # A number of more than nine characters goes on in the optional data, its check digit behind it.
    number = 'D23145890734'
    first = 'I<UTO' + number[:9] + '<' + number[9:] + check_digit(number[:9] + '<' + number[9:])
    zone = first.ljust(30, '<') + '\n' + '7408122F1204159UTO<<<<<<<<<<<'
    zone += check_digit((zone[5:30] + zone[31:38] + zone[39:46] + zone[49:60])) + '\n' + TD1.split('\n')[2]
    assert values(zone)['document_number'] == number


@pytest.mark.parametrize('field, good, bad', [
    ('document_number', 'L898902C36', 'L898902C37'), ('date_of_birth', '7408122F', '7408123F'),
    ('date_of_expiry', '1204159ZE', '1204158ZE'), ('personal_number', '<<<<<10', '<<<<<20')])
def test_field_with_a_wrong_check_digit_is_left_empty(field, good, bad):
    assert TD3.count(good) == 1
    reply = said(passport(TD3.replace(good, bad)))
    assert field not in reply
    assert reply['surname'] == 'ERIKSSON'
    others = {'document_number', 'date_of_birth', 'date_of_expiry'} - {field}
    assert others <= set(reply)


def test_wrong_last_check_digit_costs_what_only_it_covers():
    reply = said(passport(TD3[:-1] + '7'))
    assert 'personal_number' not in reply and reply['document_number'] == 'L898902C3'


def test_letters_scanned_for_digits():
    assert said(passport(TD3.replace('7408122F', '74O8I22F')))['date_of_birth'] == '1974-08-12'
    assert said(passport(TD3.replace('UTO7408', 'UT07408')))['nationality'] == 'UTO'


def test_unknown_parts_of_a_birth_date_leave_it_empty():
    birth = '74<<<<'
    zone = TD2.replace('7408122', birth + check_digit(birth))
    assert 'date_of_birth' not in values(zone)


def test_identity_card_is_no_passport():
    assert said(passport(TD1)) == {}


@pytest.mark.parametrize('text', ['', 'P<UTO', 'no zone at all', TD3.split('\n')[0], 'Q' + TD3[1:]])
def test_without_a_zone_nothing_is_found(text):
    assert said(passport(text)) == {}
    assert values(text) == {}
    assert identity_document(text)['raw_text'] == text
