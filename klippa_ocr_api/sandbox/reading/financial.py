"""A receipt or an invoice: every field of the contract's Receipt, empty where the document does not say for sure."""
import re

from klippa_ocr_api.sandbox.reading import rules
from klippa_ocr_api.sandbox.reading.amounts import Amounts, decimal_mark
from klippa_ocr_api.sandbox.reading.dates import Dates
from klippa_ocr_api.sandbox.reading.labels import PAYMENT, REVERSE_CHARGE
from klippa_ocr_api.sandbox.reading.lines import Lines
from klippa_ocr_api.sandbox.reading.page import Page, fold
from klippa_ocr_api.sandbox.reading.parties import Parties
from klippa_ocr_api.sandbox.reading.user_data import UserData, country_currencies, country_date_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Set  # noqa: F401
    from klippa_ocr_api.sandbox.reading.page import Label  # noqa: F401

_TEXTS = (
    'currency customer_address customer_bank_account_number customer_bank_account_number_bic customer_city '
    'customer_coc_number customer_country customer_email customer_house_number customer_municipality customer_name '
    'customer_number customer_phone customer_province customer_reference customer_street_name customer_vat_number '
    'customer_website customer_zipcode date document_language document_subject document_type hash invoice_number '
    'invoice_type matched_purchase_order_id merchant_address merchant_bank_account_number '
    'merchant_bank_account_number_bic merchant_bank_domestic_account_number merchant_bank_domestic_bank_code '
    'merchant_chain_liability_bank_account_number merchant_city merchant_coc_number merchant_country '
    'merchant_country_code merchant_email merchant_house_number merchant_id merchant_main_activity_code '
    'merchant_municipality merchant_name merchant_phone merchant_province merchant_street_name merchant_vat_number '
    'merchant_website merchant_zipcode order_number package_number payment_auth_code payment_card_account_number '
    'payment_card_bank payment_card_issuer payment_card_number payment_due_date payment_slip_code '
    'payment_slip_customer_number payment_slip_reference_number paymentmethod purchasedate purchasetime raw_text '
    'receipt_number server shop_number table_group table_number terminal_number transaction_number '
    'transaction_reference vat_context').split()
_NUMBERS = ('amount', 'amount_change', 'amountexvat', 'vatamount')
_LISTS = ('barcodes', 'lines', 'matched_keywords', 'matched_lineitems', 'vatitems')

# Fields that are a number behind a label of the same name.
_IDENTIFIERS = ('invoice_number', 'order_number', 'receipt_number', 'customer_number', 'customer_reference',
                'package_number', 'terminal_number', 'transaction_number', 'payment_auth_code', 'shop_number', 'table_number')
_IDENTIFIER = re.compile(r'(?=.*\d)[\w./-]*\w$')


def empty():
    # type: () -> Dict[str, Any]
    """A Receipt with nothing on it."""
    return dict(dict.fromkeys(_TEXTS, ''), hash_duplicate=False, **dict(dict.fromkeys(_NUMBERS, 0), **dict.fromkeys(_LISTS)))


def read(text, user_data=None, structured=None):
    # type: (str, Optional[Dict[str, Any]], Optional[Dict[str, Any]]) -> Dict[str, Any]
    """The Receipt that a text says; `structured` holds fields that are known from data inside the document."""
    page = Page(text)
    known = UserData(user_data)
    reply = empty()
    reply.update(raw_text=text, document_language=page.language() or known.language, document_subject=_subject(page))
    reply.update(_kind(page))
    parties = Parties(page, reply['document_type'] == 'receipt', known)
    for role in ('merchant', 'customer'):
        reply.update((role + '_' + name, value) for name, value in parties.fields(role).items()
                     if role + '_' + name in reply)
    reply['merchant_chain_liability_bank_account_number'] = parties.chain_liability_account()

    country = reply['merchant_country_code'] or reply['merchant_vat_number'][:2] or reply['merchant_bank_account_number'][:2]
    european = 'dmy' if reply['document_language'] in ('nl', 'de', 'fr') else ''
    dates = Dates(page, country_date_order(country) or european or known.date_order(), known.settle_date)
    reply['purchasedate'], reply['purchasetime'] = dates.purchase()
    if reply['purchasedate']:
        reply['date'] = '%sT%s' % (reply['purchasedate'], reply['purchasetime'] or '00:00:00')
    reply['payment_due_date'] = dates.due()
    dated = set((date.row, date.start) for date in dates.found)
    reply.update((kind, _identifier(page, kind, dated)) for kind in _IDENTIFIERS)

    amounts = Amounts(page, decimal_mark(page, known.decimal_mark()), reply['document_language'] == 'fr')
    reply.update(amounts.totals(known.settle_total))
    reply['currency'] = amounts.currency(reply['amount'], known.currencies(reply['amount']) + country_currencies(country))
    change = set(money.cents for _, money in amounts.labelled('change'))
    reply['amount_change'] = change.pop() if len(change) == 1 else 0
    reply['paymentmethod'] = _payment_method(page, amounts)
    if page.says(REVERSE_CHARGE) and not reply['vatamount']:
        reply['vat_context'] = 'vat_relayed'
    if reply['amount'] < 0 and reply['invoice_type'] == 'invoice':
        reply['invoice_type'] = ''  # an invoice that pays back may be a credit invoice without its name

    subtotals = set(money.cents for _, money in amounts.labelled('net'))
    items = Lines(page, amounts, subtotals | set([reply['amount'], reply['amountexvat']]) - set([0])).items()
    if reply['amountexvat'] != reply['amount'] and sum(item['amount'] for item in items) == reply['amountexvat']:
        items = [dict(item, amount_ex_vat=item['amount']) for item in items]
    if items:
        reply['lines'] = [{'description': '', 'lineitems': items}]
    reply.update(structured or {})

    reply['merchant_id'] = known.merchant_id(dict((name, reply['merchant_' + name]) for name in parties.fields('merchant')
                                                  if 'merchant_' + name in reply))
    reply['matched_purchase_order_id'] = known.purchase_order(text, reply['purchasedate'], reply['amount'])
    reply['matched_keywords'] = rules.match_text(known.data.get('keyword_rules'), text)
    items = [item for block in reply['lines'] or () for item in block['lineitems']]
    reply['matched_lineitems'] = rules.match_items(known.data.get('lineitem_rules'), items)
    return reply


def _alone(page, label):
    # type: (Page, Label) -> bool
    """Whether a label is all there is in its cell, but for a number."""
    cell = next(cell for cell in page.cells[label.row] if cell.start <= label.start < cell.end)
    rest = cell.text[label.end - cell.start:].strip(' .:#')
    return cell.start == label.start and (not rest or bool(_IDENTIFIER.match(rest)))


def _kind(page):
    # type: (Page) -> Dict[str, str]
    """The document type and invoice type, from the title and the numbers."""
    credit = any(label.rank == 3 or label.kind == 'credit' and _alone(page, label)
                 for label in page.find('credit', 'invoice_number'))
    invoice = credit or any(label.rank == 2 or _alone(page, label) for label in page.find('invoice_number'))
    receipt = any(label.rank == 2 or _alone(page, label) for label in page.find('receipt', 'receipt_number'))
    paid = not invoice and bool(page.find('change') or page.find('terminal_number'))
    kind = 'invoice' if invoice and not receipt else 'receipt' if receipt and not invoice or paid else ''
    return {'document_type': kind, 'invoice_type': ('credit_invoice' if credit else 'invoice') if kind == 'invoice' else ''}


def _identifier(page, kind, dated):
    # type: (Page, str, Set[Tuple[int, int]]) -> str
    """The number behind or below the labels of a kind, when those of the best rank agree."""
    found = {}  # type: Dict[int, Set[str]]
    for label in page.find(kind):
        start, text = page.after(label)
        if label.rank == 1 and not (text and _alone(page, label)) or (label.row, start) in dated:
            continue
        cell = None if text else page.below(label.row, label.start, label.end)
        if cell and (cell.row, cell.start) in dated:
            continue
        words = page.value(label).rstrip('.,;').split(' ')
        plain = [bool(_IDENTIFIER.match(word)) for word in words]
        if all(plain[1:]) and (plain[0] or len(words) > 1 and re.match('[A-Z]{1,5}$', words[0])):
            value = ' '.join(words)
        else:
            value = words[0] if plain[0] and not plain[1] else ''
        if value and len(value) <= 40 and not (label.rank == 1 and re.match(r'(19|20)\d\d$', value)):
            found.setdefault(label.rank, set()).add(value)
    best = found[max(found)] if found else set()
    return best.pop() if len(best) == 1 else ''


def _subject(page):
    # type: (Page) -> str
    subjects = set(page.after(label)[1] for label in page.find('document_subject')
                   if page.rows[label.row][label.end:label.end + 2].strip().startswith(':'))
    return subjects.pop() if len(subjects) == 1 else ''


def _payment_method(page, amounts):
    # type: (Page, Amounts) -> str
    """How it was paid: behind a label, or a row such as "PIN 12,50"."""
    texts = [fold(page.after(label)[1]) for label in page.find('paymentmethod')]
    texts += [row.strip() for number, row in enumerate(page.folded)
              if re.match(r' *[a-z]', row) and len(amounts.money(page.rows[number])) == 1]
    found = set(method for method, words in PAYMENT for text in texts
                if re.match(r'(?:%s)(?![a-z])' % words, text))
    return found.pop() if len(found) == 1 else ''
