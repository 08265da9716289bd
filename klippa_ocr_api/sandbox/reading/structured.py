"""Invoices as data inside a PDF: UBL, and the cross-industry invoice of Factur-X and ZUGFeRD, in an attachment."""
import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from klippa_ocr_api.sandbox.reading.errors import ReadingError
from klippa_ocr_api.sandbox.reading.extraction import pdf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence  # noqa: F401
    from xml.etree.ElementTree import Element  # noqa: F401

# Where a field stands, in elements without their namespaces: in a cross-industry invoice, and in UBL.
_CENTS = (
    ('amount', '*/*/SpecifiedTradeSettlementHeaderMonetarySummation/GrandTotalAmount', 'LegalMonetaryTotal/TaxInclusiveAmount'),
    ('amountexvat', '*/*/SpecifiedTradeSettlementHeaderMonetarySummation/TaxBasisTotalAmount',
     'LegalMonetaryTotal/TaxExclusiveAmount'),
    ('vatamount', '*/*/SpecifiedTradeSettlementHeaderMonetarySummation/TaxTotalAmount', 'TaxTotal/TaxAmount'),
)
_TEXTS = (
    ('invoice_number', 'ExchangedDocument/ID', 'ID'),
    ('currency', '*/*/InvoiceCurrencyCode', 'DocumentCurrencyCode'),
    ('order_number', '*/*/BuyerOrderReferencedDocument/IssuerAssignedID', 'OrderReference/ID'),
    ('customer_reference', '*/*/BuyerReference', 'BuyerReference'),
    ('merchant_bank_account_number', '*/*/*/PayeePartyCreditorFinancialAccount/IBANID',
     'PaymentMeans/PayeeFinancialAccount/ID'),
    ('merchant_bank_account_number_bic', '*/*/*/PayeeSpecifiedCreditorFinancialInstitution/BICID',
     'PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID'),
)
_DATES = (
    ('purchasedate', 'ExchangedDocument/IssueDateTime/DateTimeString', 'IssueDate'),
    ('payment_due_date', '*/*/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString', 'DueDate'),
)
_PARTIES = (('merchant', '*/*/SellerTradeParty', 'AccountingSupplierParty/Party'),
            ('customer', '*/*/BuyerTradeParty', 'AccountingCustomerParty/Party'))
_PARTY = (
    ('name', 'Name', 'PartyLegalEntity/RegistrationName'),
    ('zipcode', 'PostalTradeAddress/PostcodeCode', 'PostalAddress/PostalZone'),
    ('city', 'PostalTradeAddress/CityName', 'PostalAddress/CityName'),
    ('country_code', 'PostalTradeAddress/CountryID', 'PostalAddress/Country/IdentificationCode'),
    ('vat_number', 'SpecifiedTaxRegistration/ID', 'PartyTaxScheme/CompanyID'),
    ('coc_number', 'SpecifiedLegalOrganization/ID', 'PartyLegalEntity/CompanyID'),
)
_VAT = ('*/*/ApplicableTradeTax', 'TaxTotal/TaxSubtotal',
        (('amount', 'CalculatedAmount', 'TaxAmount'), ('amount_excl_vat', 'BasisAmount', 'TaxableAmount'),
         ('percentage', 'RateApplicablePercent', 'TaxCategory/Percent')))
_CREDIT_TYPES = ('381', '261', '396')


def read(parts):
    # type: (Sequence[Any]) -> Dict[str, Any]
    """The fields of the invoice data in the parts; none when there is no such data."""
    for part in parts:
        with part.open() as stream:
            for name, contents in pdf(stream, part.name).attachments.items():
                for content in contents:
                    if name.lower().endswith('.xml'):
                        fields = _invoice(content, name)
                        if fields:
                            return fields
    return {}


def _invoice(content, name):
    # type: (bytes, str) -> Dict[str, Any]
    if b'<!DOCTYPE' in content:  # no invoice format has one; it is how XML bombs are made
        raise ReadingError('parse', '%s has a document type declaration.' % name)
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ReadingError('parse', '%s is not well-formed XML: %s' % (name, error))
    for element in root.iter():
        element.tag = re.sub(r'^\{[^}]*\}', '', str(element.tag))
    form = {'CrossIndustryInvoice': 1, 'Invoice': 2, 'CreditNote': 2}.get(root.tag)
    return _fields(root, form) if form else {}


def _fields(root, form):
    # type: (Element, int) -> Dict[str, Any]
    fields = dict((field[0], _text(root, field[form])) for field in _TEXTS)  # type: Dict[str, Any]
    fields.update((field[0], _hundredfold(_text(root, field[form]))) for field in _CENTS)
    fields.update((field[0], _day(_text(root, field[form]))) for field in _DATES)
    for party in _PARTIES:
        element = root.find(party[form])
        for field in _PARTY if element is not None else ():
            fields[party[0] + '_' + field[0]] = _text(element, field[form])
    fields.pop('customer_country_code', None)
    fields['date'] = fields['purchasedate'] and fields['purchasedate'] + 'T00:00:00'
    fields['payment_due_date'] = fields['payment_due_date'] and fields['payment_due_date'] + 'T00:00:00'
    items = []
    for element in root.findall(_VAT[form - 1]):
        item = dict((field[0], _hundredfold(_text(element, field[form]))) for field in _VAT[2])
        items.append(dict(item, amount_incl_vat=item['amount_excl_vat'] + item['amount'], code='',
                          amount_incl_excl_vat_estimated=False))
    kind = _text(root, 'ExchangedDocument/TypeCode') or ('381' if root.tag == 'CreditNote' else '')
    fields.update(vatitems=items or None, document_type='invoice',
                  invoice_type='credit_invoice' if kind in _CREDIT_TYPES else 'invoice')
    return dict((name, value) for name, value in fields.items() if value)


def _text(element, path):
    # type: (Element, str) -> str
    return (element.findtext(path) or '').strip()


def _hundredfold(text):
    # type: (str) -> int
    """Cents, or hundredths of a percent."""
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        return 0


def _day(text):
    # type: (str) -> str
    found = re.match(r'(\d{4})-?(\d\d)-?(\d\d)', text)
    return '-'.join(found.groups()) if found else ''
