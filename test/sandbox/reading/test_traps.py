# -*- coding: utf-8 -*-
"""Texts that invite a wrong reading, one field each: right, or empty where nobody could be sure."""
import pytest

from klippa_ocr_api.sandbox.reading import read_text


@pytest.mark.parametrize('text, field, value', [
    ('1.1.10', 'purchasedate', ''),
    ('11.12.10', 'purchasedate', '2010-12-11'),
    # totals
    ('Total 100.00\nTotal 121.00', 'amount', 0),
    ('Total incl. VAT 121.00\nAmount due 71.00', 'amount', 12100),
    ('Total 100.00\nVAT 20% 20.00\nAmount due 120.00', 'amount', 12000),
    ('Total 100.00\nVAT 20% 20.00', 'amount', 0),  # the total without VAT
    ('Total 100.00\nVAT 20% 20.00', 'amountexvat', 10000),
    ('Total items 3.00\nTotal 12.50', 'amount', 1250),
    ('Totaal 3 artikelen 12,50', 'amount', 0),
    ('Total 12', 'amount', 0),
    ('Total EUR 12', 'amount', 1200),
    ('Total EUR 1.234', 'amount', 0),
    (u'Total € 1.234\nVAT 12,50', 'amount', 123400),
    (u'Total € -12,50', 'amount', -1250),
    (u'Totaal € 12,-', 'amount', 1200),
    ('Total 2 100,00', 'amount', 0),
    (u'Facture n° 7\nTotal TTC 2 100,00 €', 'amount', 210000),
    ('TOTAL\nEUR 12.50', 'amount', 1250),
    ('Description   Total\nBook   12.50', 'amount', 0),
    ('Total 4,32 0,46 4,78', 'amount', 478),
    # VAT
    ('Total 132.00\nVAT 21% on 100.00  21.00\nVAT on books 9% 0.90', 'vatamount', 0),
    ('VAT 21% on 100.00  20.00', 'vatitems', None),
    ('Net total 100.00\nVAT 21.00\nGrand total 130.00', 'vatamount', 0),
    ('Invoice 5A\nVAT reverse charged, reverse charge applies\nTotal 5.00', 'vat_context', 'vat_relayed'),
    # currencies
    ('Total $ 12.50', 'currency', ''),
    ('Total $ 12.50\nAll prices in USD', 'currency', 'USD'),
    ('Joe\n1 Main St\nSpringfield, IL 62701\nReceipt\nTotal $ 12.50', 'currency', 'USD'),
    ('Total EUR 12.50\nTotal USD 13.50', 'currency', ''),
    ('TRY OUR SOUP\nTotal 12.50', 'currency', ''),
    # dates
    ('Invoice date: 02/03/2024', 'date', ''),
    ('Invoice date: 02.03.2024', 'date', '2024-03-02T00:00:00'),
    ('Factuurdatum: 02/03/2024\nVervaldatum: 05/03/2024', 'date', '2024-03-02T00:00:00'),
    ('Invoice date: 02/03/2024\nDue date: 03/28/2024', 'purchasedate', '2024-02-03'),
    ('Invoice date: 31.02.2024', 'date', ''),
    ('Delivery date: 5 May 2024', 'date', ''),
    ('Your order date: 5 May 2024', 'date', ''),
    ('5 May 2024\nDue date: 9 May 2024', 'purchasedate', '2024-05-05'),
    ('5 May 2024\n9 May 2024', 'date', ''),
    ('From 5 May 2024 10:00\nTo 5 May 2024 12:30', 'date', '2024-05-05T00:00:00'),
    ('5 May 2024 9:05 pm', 'purchasetime', '21:05:00'),
    ('Terms: 30 days. Due date: 30 days', 'payment_due_date', ''),
    # numbers
    ('Invoice 2024', 'invoice_number', ''),
    ('Invoice 2024-17', 'invoice_number', '2024-17'),
    ('Invoice number: 1\nInvoice number: 2', 'invoice_number', ''),
    ('Invoice number: see below', 'invoice_number', ''),
    ('Credit note number: C-9\nOriginal invoice: 17\nInvoice number: 17', 'invoice_number', 'C-9'),
    ('Number   Date\n12   34', 'invoice_number', ''),
    ('Invoice no.   Invoice date\nA 12          5 May 2024', 'invoice_number', 'A 12'),
    ('Invoice date   Invoice no.\n05-05-2024     12', 'invoice_number', '12'),
    # kinds
    ('Invoice 101   5.00\nInvoice 102   6.00', 'document_type', ''),
    ('Order confirmation\nInvoice number: 12', 'document_type', ''),
    ('Your invoice will follow', 'document_type', ''),
    ('Invoice 7A\nTotal -5.00', 'invoice_type', ''),
    ('Credit note 7A\nTotal 5.00', 'invoice_type', 'credit_invoice'),
    # who is who
    ('A Ltd\n1 High Street\nLeeds LS1 1AA\n\nB Ltd\n2 Low Street\nYork YO1 1AA', 'merchant_name', ''),
    ('Invoice\n\nMr John Test\n1 Test Street\nLondon N1 1AA', 'merchant_name', ''),
    ('Welcome to\nThe Shop\n1 High Street\nLeeds LS1 1AA\nReceipt', 'merchant_name', 'The Shop'),
    ('Van: Utrecht\nNaar: Zwolle', 'merchant_name', ''),
    ('Customer service: 0800 123 4567', 'customer_name', ''),
    ('Customer phone: 0800 123 4567', 'merchant_phone', ''),
    ('Customer e-mail: ann@other.example', 'merchant_email', ''),
    ('Write to a@one.example or b@two.example', 'merchant_email', ''),
    ('Visiting address\nWeg 1\n1234 AB Dorp\n\nPostal address\nPostbus 9\n4321 BA Stad', 'customer_name', ''),
    ('Deliver to:\nAnn\n2 Low Street\nYork YO1 1AA\nReceipt', 'merchant_name', ''),
    ('Shop\nPostbus 9\n1234 AB Dorp\nReceipt', 'merchant_house_number', ''),
    ('Shop\nWeg 9\n1234AB  Dorp\nReceipt', 'merchant_zipcode', '1234 AB'),
    ('We debit your account NL91ABNA0417164300', 'merchant_bank_account_number', ''),
    ('We debit your account NL91ABNA0417164300', 'customer_bank_account_number', 'NL91ABNA0417164300'),
    ('NL91ABNA0417164301', 'merchant_bank_account_number', ''),
    ('IBAN NL91ABNA0417164300 BIC COBADEFF', 'merchant_bank_account_number_bic', ''),
    ('VAT number NL000099998B58', 'merchant_vat_number', ''),
    # payment
    ('We accept Visa and Mastercard', 'paymentmethod', ''),
    ('Visa 5.00', 'paymentmethod', 'creditcard'),
    ('Visa 5.00\nCash 5.00', 'paymentmethod', ''),
])
def test_trap(text, field, value):
    assert read_text(text)[field] == value


@pytest.mark.parametrize('text', [
    'Description  Qty  Price  Amount\nBook  2  5.00  10.00\nPen  1  2.00  3.00\nTotal 13.00',
    'Description  Qty  Price  Amount\nBook  2  5.00  10.00\nTotal 13.00',
    'Receipt\nBook 10.00\nTotal 13.00',
    'Receipt\nBook 10.00\nPen 3.00',
])
def test_line_items_that_do_not_add_up_are_left_out(text):
    assert read_text(text)['lines'] is None


def titles(text):
    return [(item['title'], item['quantity'], item['amount_each'], item['amount'])
            for item in read_text(text)['lines'][0]['lineitems']]


def test_line_items_as_they_are_printed():
    # A number before the title is a quantity when all rows have one; it may belong to the title otherwise.
    assert titles('2 Pens 3.00\n1 Book 5.00\nTotal 8.00') == [('Pens', 2, 0, 300), ('Book', 1, 500, 500)]
    assert titles('7 Up 3.00\nBook 5.00\nTotal 8.00') == [('7 Up', 0, 0, 300), ('Book', 0, 0, 500)]
    assert titles('Pens\n2 x 1.50   3.00\nTotal 3.00') == [('Pens', 2, 150, 300)]
    assert titles('Pens 2 x 1.50   3.00\nDiscount -1.00\nTotal 2.00') == [
        ('Pens', 2, 150, 300), ('Discount', 0, 0, -100)]
    table = 'Item  Qty  Price  Amount\nPens,   2   1.50   3.00\n  blue\nTotal 3.00'
    assert titles(table) == [('Pens,', 2, 150, 300)]
    assert read_text(table)['lines'][0]['lineitems'][0]['description'] == 'blue'
