"""A receipt or an invoice: every field of the contract's Receipt, empty where the document is not clear."""
import re

from klippa_ocr_api.sandbox.contract import Contract
from klippa_ocr_api.sandbox.reading import rules
from klippa_ocr_api.sandbox.reading.amounts import Amounts, decimal_mark
from klippa_ocr_api.sandbox.reading.dates import Dates
from klippa_ocr_api.sandbox.reading.labels import OTHER_PAPERS, PAYMENT, REVERSE_CHARGE
from klippa_ocr_api.sandbox.reading.lines import Lines
from klippa_ocr_api.sandbox.reading.page import Page, fold, phrase
from klippa_ocr_api.sandbox.reading.parties import Parties
from klippa_ocr_api.sandbox.reading.user_data import UserData, country_currencies, country_date_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Set, Tuple
    from klippa_ocr_api.sandbox.reading.page import Label

_NOTHING = {'string': '', 'integer': 0, 'boolean': False, 'array': None}
_EMPTY = dict((name, _NOTHING[spec['type']]) for name,
              spec in Contract().schema('Receipt')['properties'].items())

# Fields that are a number behind a label of the same name.
_IDENTIFIERS = ('invoice_number', 'order_number', 'receipt_number', 'customer_number', 'customer_reference',
                'package_number', 'terminal_number', 'transaction_number', 'payment_auth_code', 'shop_number',
                'table_number')
_IDENTIFIER = re.compile(r'(?=.*\d)[\w./-]*\w$')
_OTHER_PAPER = re.compile(phrase(OTHER_PAPERS))


def read(text, user_data=None, structured=None):
    # type: (str, Optional[Dict[str, Any]], Optional[Dict[str, Any]]) -> Dict[str, Any]
    """The Receipt that a text says; `structured` holds fields known from data inside the document."""
    page = Page(text)
    known = UserData(user_data)
    dates = Dates(page, known.settle_date)
    reply = dict(_EMPTY, raw_text=text, document_language=page.language()
                 or known.language)  # type: Dict[str, Any]
    reply.update((kind, _identifier(page, kind, dates)) for kind in _IDENTIFIERS)
    reply.update(_kind(page, reply))
    reply['document_subject'] = _subject(page)

    parties = Parties(page, reply['document_type'] == 'receipt', known)
    merchant = parties.fields('merchant')
    for role, fields in (('merchant_', merchant), ('customer_', parties.fields('customer'))):
        reply.update((role + name, value) for name, value in fields.items() if role + name in _EMPTY)
    reply['merchant_chain_liability_bank_account_number'] = parties.chain_liability_account()

    country = merchant['country_code'] or merchant['vat_number'][:2] or merchant['bank_account_number'][:2]
    day_first = 'dmy' if reply['document_language'] in ('nl', 'de', 'fr') else ''
    dates.expect(country_date_order(country) or day_first or country_date_order(known.country))
    reply.update(dates.fields())

    amounts = Amounts(page, decimal_mark(page, known.decimal_mark()), reply['document_language'] == 'fr')
    reply.update(amounts.totals(known.settle_total))
    reply['currency'] = amounts.currency(reply['amount'],
                                         known.currencies(reply['amount']) + country_currencies(country))
    change = set(money.cents for _, money in amounts.labelled('change'))
    reply['amount_change'] = change.pop() if len(change) == 1 else 0
    reply['paymentmethod'] = _payment_method(page, amounts)
    if page.says(REVERSE_CHARGE) and not reply['vatamount']:
        reply['vat_context'] = 'vat_relayed'
    if reply['amount'] < 0 and reply['invoice_type'] == 'invoice':
        reply['invoice_type'] = ''  # it pays back, so it may be a credit invoice under another name

    sums = set(money.cents for _, money in amounts.labelled('net')) | set([reply['amount'],
                                                                           reply['amountexvat']])
    items = Lines(page, amounts, sums - set([0])).items()
    if reply['amountexvat'] != reply['amount'] and sum(item['amount']
                                                       for item in items) == reply['amountexvat']:
        items = [dict(item, amount_ex_vat=item['amount']) for item in items]
    reply['lines'] = [{'description': '', 'lineitems': items}] if items else None
    reply.update(structured or {})

    reply['merchant_id'] = known.merchant_id(dict((name, reply['merchant_' + name]) for name in merchant))
    reply['matched_purchase_order_id'] = known.purchase_order(text, reply['purchasedate'], reply['amount'])
    reply['matched_keywords'] = rules.match_text(known.data.get('keyword_rules'), text)
    reply['matched_lineitems'] = rules.match_items(known.data.get('lineitem_rules'), items)
    return reply


def _alone(page, label):
    # type: (Page, Label) -> bool
    """Whether a label is all there is in its cell, but for a number."""
    cell = next(cell for cell in page.cells[label.row] if cell.start <= label.start < cell.end)
    rest = cell.text[label.end - cell.start:].strip(' .:#')
    return cell.start == label.start and (not rest or bool(_IDENTIFIER.match(rest)))


def _kind(page, reply):
    # type: (Page, Dict[str, Any]) -> Dict[str, str]
    """The document type and invoice type, from titles and from the numbers found."""
    titles = [label for label in page.find('invoice_number', 'credit', 'receipt') if _alone(page, label)]
    listed = set(page.after(label)[1] for label in titles if label.kind == 'invoice_number'
                 and label.rank == 1)
    if len(listed - set([''])) > 1 or any(_OTHER_PAPER.match(fold(cell.text)) for row in page.cells
                                          for cell in row):
        return {}
    credit = any(label.kind == 'credit' for label in titles) or any(
        label.rank == 3 for label in page.find('invoice_number') if reply['invoice_number'])
    invoice = credit or reply['invoice_number'] or any(label.kind == 'invoice_number' for label in titles)
    receipt = reply['receipt_number'] or any(label.kind == 'receipt' for label in titles)
    if not invoice and (receipt or page.find('change', 'terminal_number')):
        return {'document_type': 'receipt'}
    if invoice and not receipt:
        return {'document_type': 'invoice', 'invoice_type': 'credit_invoice' if credit else 'invoice'}
    return {}


def _identifier(page, kind, dates):
    # type: (Page, str, Dates) -> str
    """The number behind or below the labels of a kind, when those of the best rank agree."""
    dated = set((date.row, date.start) for date in dates.found)
    found = {}  # type: Dict[int, Set[str]]
    for label in page.find(kind):
        cell = page.value(label)
        if cell is None or (cell.row, cell.start) in dated or label.rank == 1 and not (
                cell.row == label.row and _alone(page, label)):
            continue
        words = cell.text.rstrip('.,;').split(' ')
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
                   if page.rows[label.row][label.end:].lstrip().startswith(':'))
    return subjects.pop() if len(subjects) == 1 else ''


def _payment_method(page, amounts):
    # type: (Page, Amounts) -> str
    """How it was paid: behind a label, or in a row such as "PIN 12,50"."""
    texts = [fold(page.after(label)[1]) for label in page.find('paymentmethod')]
    texts += [folded.strip() for folded, row in zip(page.folded, page.rows) if len(amounts.money(row)) == 1]
    found = set(method for method, words in PAYMENT for text in texts
                if re.match(r'(?:%s)(?![a-z])' % words, text))
    return found.pop() if len(found) == 1 else ''
