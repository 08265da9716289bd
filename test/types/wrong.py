"""What users get wrong: mypy and pyright must reject each line marked "wrong", and no other.

One mistake to a line: an error on a line with another cause could hide that the mistake is accepted.
"""
from typing import List

from klippa_ocr_api import (
    ApiClient, ApiException, Barcode, Configuration, CreatePublicKeyForm, CreateUserDataSetForm, Receipt,
    ReceiptBody, Relation, SubKeyForm, UserData, connect,
)
from klippa_ocr_api.sandbox import Sandbox
from klippa_ocr_api.type_defs import SubKeyFormDict, UserDataDict


def properties(receipt: Receipt) -> None:
    print(receipt.amuont)  # wrong: misspelt property
    receipt.amuont = 1250  # wrong: misspelt property
    receipt.amount = '12.50'  # wrong: type of a property
    receipt.barcodes = ['123']  # wrong: type of the items
    receipt.document_type = 'invoise'  # wrong: no value of the enumeration
    Receipt(amuont=1250)  # wrong: misspelt keyword
    Receipt(amount='12.50')  # wrong: type of a keyword
    Barcode(type='QR')  # wrong: no value of the enumeration
    print(receipt.new_in_the_service)  # wrong: the contract does not know it: additional_properties do
    number: int = receipt.to_dict()  # wrong: type of a result
    SubKeyForm()  # wrong: required property missing
    SubKeyForm(name=None)  # wrong: a required property cannot be None
    CreateUserDataSetForm('E1')  # wrong: required property missing
    CreatePublicKeyForm(scan_limit=1, valid_time='60')  # wrong: type of a keyword
    Receipt(local_vars_configuration={})  # wrong: no configuration
    print(number)


def optional_values(receipt: Receipt, body: ReceiptBody) -> None:
    print(receipt.amount + 1)  # wrong: it may be absent
    print(body.data.amount)  # wrong: it may be absent
    for line in receipt.lines:  # wrong: it may be absent
        print(line)
    print(receipt.currency.lower())  # wrong: it may be absent
    print(len(receipt.vatitems))  # wrong: it may be absent
    currency: str = receipt.currency  # wrong: it may be absent
    if receipt.amount is not None and receipt.currency is not None:
        print(receipt.amount / 100, receipt.currency.lower())
    print(currency)


def parameters(client: ApiClient, names: List[int]) -> None:
    client.sub_key.sub_key_list(per_page='ten')  # wrong: type of a parameter
    client.sub_key.sub_key_list(per_pag=10)  # wrong: unknown keyword
    client.sub_key.get_sub_key()  # wrong: required parameter missing
    client.user_data_sets.get_user_data_set_record(7)  # wrong: required parameter missing
    client.user_data_sets.get_user_data_set(None)  # wrong: a required parameter cannot be None
    client.user_data_sets.get_user_data_sets(filter=[1])  # wrong: type of the items
    client.information.list_statistics_input(date_min=20240229)  # wrong: type of a parameter
    client.information.credits(7)  # wrong: there is no such parameter
    client.information.credit()  # wrong: misspelt operation
    client.parsng.parse_text({})  # wrong: misspelt attribute
    client.parsing.parse_document(document=5)  # wrong: no document
    client.parsing.parse_document(document=names)  # wrong: no documents
    client.parsing.parse_document(document=open('a.pdf'))  # wrong: open as text
    client.parsing.parse_document(document=('a.pdf', 'b.pdf'))  # wrong: text as contents; several are a list
    client.parsing.parse_document(document=('a.pdf', b'%PDF', 5))  # wrong: type of the content type
    client.parsing.parse_document(url=5)  # wrong: type of a parameter
    client.parsing.parse_document('a.pdf', pdf_text_extraction='ful')  # wrong: no value of the enumeration
    client.parsing.parse_structured_pdf(['a.pdf', 'b.pdf'])  # wrong: it takes one document
    client.parsing.parse_structured_pdf()  # wrong: required parameter missing


def options(client: ApiClient) -> None:
    client.parsing.parse_document('a.pdf', _progres=print)  # wrong: misspelt option
    client.parsing.parse_document('a.pdf', _request_timeout='30')  # wrong: type of an option
    client.parsing.parse_document('a.pdf', async_req=True).data  # wrong: get() is forgotten
    client.parsing.parse_document('a.pdf', _preload_content=False).data.amount  # wrong: a response, no model
    client.parsing.parse_document_with_http_info('a.pdf').data  # wrong: a tuple
    client.information.credits(_progress=print)  # wrong: it uploads nothing
    a, b = client.information.credits_with_http_info()  # wrong: there are three
    print(a, b)


def bodies(client: ApiClient, receipt: Receipt) -> None:
    client.sub_key.create_sub_key()  # wrong: body missing
    client.sub_key.create_sub_key(CreatePublicKeyForm(scan_limit=1, valid_time=60))  # wrong: another model
    client.sub_key.create_sub_key(receipt)  # wrong: another model
    client.sub_key.create_sub_key({'name': 'a'})  # wrong: Python name for the JSON name
    client.sub_key.create_sub_key({})  # wrong: required key missing
    client.sub_key.create_sub_key({'Name': 5})  # wrong: type of a value
    client.sub_key.create_sub_key('{"Name": "a"}')  # wrong: JSON text
    client.sub_key.update_sub_key(7)  # wrong: body missing
    client.parsing.parse_document('a.pdf', user_data={'clint': {}})  # wrong: misspelt key
    client.parsing.parse_document('a.pdf', user_data=Relation(name='a'))  # wrong: another model
    client.parsing.parse_document('a.pdf', user_data={'client': {'nam': 'a'}})  # wrong: misspelt key within
    UserData(client=Barcode())  # wrong: another model
    UserData(transaction_type='buy')  # wrong: no value of the enumeration
    sub_key: SubKeyFormDict = {'Name': 'a', 'Templates': 'b'}  # wrong: one text is no list of texts
    user_data: UserDataDict = {'relations': {'name': 'a'}}  # wrong: an object for a list
    print(sub_key, user_data)


def settings(configuration: Configuration) -> None:
    Configuration(hots='https://example.com')  # wrong: unknown keyword
    Configuration(auth_in='body')  # wrong: neither header nor query
    Configuration(api_key='test-key-not-real')  # wrong: keys have names
    configuration.timeout = 'long'  # wrong: type of a setting
    configuration.retries = 2.5  # wrong: type of a setting
    configuration.verify_ssl = 'no'  # wrong: type of a setting
    configuration.ssl_ca_certs = 'certificates.pem'  # wrong: misspelt setting
    connect('test-key-not-real', timeut=30)  # wrong: misspelt setting
    connect('test-key-not-real', retries='often')  # wrong: type of a setting
    ApiClient('test-key-not-real')  # wrong: no configuration


def errors_and_sandbox(error: ApiException, sandbox: Sandbox) -> None:
    print(error.status + 1)  # wrong: it may be absent
    print(error.statuscode)  # wrong: misspelt attribute
    print(error.errors[0].text)  # wrong: misspelt attribute
    Sandbox(prot=8080)  # wrong: misspelt setting
    Sandbox(credits='many')  # wrong: type of a setting
    sandbox.client(timeut=30)  # wrong: misspelt setting
    sandbox.inject('credits', staus=503)  # wrong: misspelt fault
    sandbox.add_key('test-key-not-real', sub_key=False)  # wrong: misspelt permission
