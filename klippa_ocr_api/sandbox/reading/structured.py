"""Invoices as data inside a PDF: the cross-industry invoice of Factur-X and ZUGFeRD, and UBL."""
import re
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from klippa_ocr_api.sandbox.reading.errors import ReadingError
from klippa_ocr_api.sandbox.reading.extraction import open_pdf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Sequence, Tuple
    from xml.etree.ElementTree import Element

# Where a field stands, without namespaces: in a cross-industry invoice, and in UBL.
_CENTS = (('amount', './/GrandTotalAmount', './/TaxInclusiveAmount'),
          ('amountexvat', './/TaxBasisTotalAmount', './/TaxExclusiveAmount'),
          ('vatamount', './/TaxTotalAmount', 'TaxTotal/TaxAmount'))
_TEXTS = (('invoice_number', 'ExchangedDocument/ID', 'ID'),
          ('currency', './/InvoiceCurrencyCode', 'DocumentCurrencyCode'),
          ('order_number', './/BuyerOrderReferencedDocument/IssuerAssignedID', 'OrderReference/ID'),
          ('customer_reference', './/BuyerReference', 'BuyerReference'),
          ('merchant_bank_account_number', './/IBANID', './/PayeeFinancialAccount/ID'),
          ('merchant_bank_account_number_bic', './/BICID', './/FinancialInstitutionBranch/ID'))
_DATES = (('date', 'ExchangedDocument/IssueDateTime/DateTimeString', 'IssueDate'),
          ('payment_due_date', './/DueDateDateTime/DateTimeString', 'DueDate'))
_PARTIES = (('merchant_', './/SellerTradeParty', 'AccountingSupplierParty/Party'),
            ('customer_', './/BuyerTradeParty', 'AccountingCustomerParty/Party'))
_PARTY = (('name', 'Name', 'PartyLegalEntity/RegistrationName'),
          ('zipcode', './/PostcodeCode', './/PostalZone'), ('city', './/CityName', './/CityName'),
          ('country_code', './/CountryID', './/Country/IdentificationCode'),
          ('vat_number', 'SpecifiedTaxRegistration/ID', 'PartyTaxScheme/CompanyID'),
          ('coc_number', 'SpecifiedLegalOrganization/ID', 'PartyLegalEntity/CompanyID'))
_TAXES = ('taxes', './/ApplicableHeaderTradeSettlement/ApplicableTradeTax', 'TaxTotal/TaxSubtotal')
_TAX = (('amount', 'CalculatedAmount', 'TaxAmount'), ('amount_excl_vat', 'BasisAmount', 'TaxableAmount'),
        ('percentage', 'RateApplicablePercent', 'TaxCategory/Percent'))
_FORMS = {'CrossIndustryInvoice': 1, 'Invoice': 2, 'CreditNote': 2}
_CREDIT_TYPES = ('381', '261', '396')


def read(parts):
    # type: (Sequence[Any]) -> Dict[str, Any]
    """The fields of the invoice data in the parts; none when there is no such data."""
    for part in parts:
        with part.open() as stream:
            for name, contents in open_pdf(stream, part.name).attachments.items():
                for content in contents if name.lower().endswith('.xml') else ():
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
    form = _FORMS.get(root.tag)
    return _fields(root, form) if form else {}


def _fields(root, form):
    # type: (Element, int) -> Dict[str, Any]
    fields = dict(_texts(root, _TEXTS, form))  # type: Dict[str, Any]
    fields.update((name, _hundredfold(text)) for name, text in _texts(root, _CENTS, form).items())
    for name, text in _texts(root, _DATES, form).items():
        found = re.match(r'(\d{4})-?(\d\d)-?(\d\d)', text)
        fields[name] = '-'.join(found.groups()) + 'T00:00:00' if found else ''
    for party in _PARTIES:
        element = root.find(party[form])
        if element is not None:
            fields.update((party[0] + name, text) for name, text in _texts(element, _PARTY, form).items())
    fields.pop('customer_country_code', None)  # the contract has this for the merchant only
    items = []
    for element in root.findall(_TAXES[form]):
        item = dict((name, _hundredfold(text)) for name, text in _texts(element, _TAX, form).items())
        items.append(dict(item, amount_incl_vat=item['amount_excl_vat'] + item['amount'],
                          code='', amount_incl_excl_vat_estimated=False))
    credit = root.tag == 'CreditNote' or root.findtext('ExchangedDocument/TypeCode') in _CREDIT_TYPES
    fields.update(vatitems=items, purchasedate=fields['date'][:10], document_type='invoice',
                  invoice_type='credit_invoice' if credit else 'invoice')
    return dict((name, value) for name, value in fields.items() if value)


def _texts(element, table, form):
    # type: (Element, Tuple[Tuple[str, str, str], ...], int) -> Dict[str, str]
    return dict((row[0], (element.findtext(row[form]) or '').strip()) for row in table)


def _hundredfold(text):
    # type: (str) -> int
    """Cents, or hundredths of a percent."""
    try:
        return int(Decimal(text) * 100)
    except (InvalidOperation, ValueError, OverflowError):  # also NaN and Infinity
        return 0
