"""What users write, with the types that they rely on; checked by mypy and pyright in strict mode, never run.

Every operation in each of its forms, and what goes in and comes out of them. The models have a consumer of
their own, made by model_uses.py. What must be refused is in wrong.py.
"""
import io
import logging
import tempfile
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import urllib3
from typing_extensions import Literal, assert_type
from urllib3 import HTTPHeaderDict
from urllib3.response import HTTPResponse

import klippa_ocr_api
from klippa_ocr_api import (
    APIIndexBody, ApiClient, ApiException, ApiTypeError, ApiValueError, AuthenticationError,
    BulkUserDataSetRecordActionForm, BulkUserDataSetRecordBody, BulkUserDataSetRecordForm, Configuration,
    CreatePublicKeyBody, CreatePublicKeyForm, CreateSubKeyBody, CreateUserDataSetForm,
    CreateUserDataSetRecordForm, CreateUserDataSetRecordResponseBody, CreateUserDataSetResponseBody,
    DeleteSubKeyBody, DeleteUserDataSetBody, DeleteUserDataSetRecordBody, DocumentNotFoundError,
    ERROR_CODES, ErrorDetail, EuropeanPassportBody, GetCreditsBody, GetFieldsBody, GetPublicKeyInfoBody,
    GetStatisticsBody, GetSubKeyBody, GetTemplatesBody, GetUserDataSetBody, GetUserDataSetRecordBody,
    GetUserDataSetRecordsBody, GetUserDataSetsBody, IdentityDocumentBody, InformationApi, Locale,
    NoCreditsLeftError, OpenApiException, ParsingApi, PublicKeyApi, PublicKeyStatisticsBody, Receipt,
    ReceiptBody, ReceiptLineItem, ReceiptLineItemItem, Relation, SubKeyApi, SubKeyForm, SubKeyListBody,
    SubKeyStatisticsBody, TextUploadForm, Transaction, UpdateSubKeyBody, UpdateUserDataSetBody,
    UpdateUserDataSetForm, UpdateUserDataSetRecordBody, UpdateUserDataSetRecordForm, UserData,
    UserDataSetsApi, connect,
)
from klippa_ocr_api.sandbox import Sandbox
from klippa_ocr_api.type_defs import (
    AsyncResult, BulkUserDataSetRecordFormDict, CreatePublicKeyFormDict, CreateUserDataSetFormDict,
    CreateUserDataSetRecordFormDict, Document, SubKeyFormDict, TextUploadFormDict,
    UpdateUserDataSetFormDict, UpdateUserDataSetRecordFormDict, UserDataDict,
)

AT = datetime(2024, 2, 29, tzinfo=timezone.utc)


def get_api_index(api: InformationApi) -> None:
    assert_type(api.get_api_index(), APIIndexBody)
    assert_type(api.get_api_index(async_req=True).get(), APIIndexBody)
    assert_type(api.get_api_index(_preload_content=False), HTTPResponse)
    assert_type(api.get_api_index(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.get_api_index_with_http_info(), Tuple[APIIndexBody, int, HTTPHeaderDict])
    assert_type(
        api.get_api_index_with_http_info(async_req=True).get(), Tuple[APIIndexBody, int, HTTPHeaderDict])
    assert_type(api.get_api_index_with_http_info(_return_http_data_only=True), APIIndexBody)
    assert_type(
        api.get_api_index_with_http_info(async_req=True, _return_http_data_only=True).get(), APIIndexBody)
    assert_type(api.get_api_index_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(api.get_api_index_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def credits(api: InformationApi) -> None:
    assert_type(api.credits(), GetCreditsBody)
    assert_type(api.credits(async_req=True).get(), GetCreditsBody)
    assert_type(api.credits(_preload_content=False), HTTPResponse)
    assert_type(api.credits(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.credits_with_http_info(), Tuple[GetCreditsBody, int, HTTPHeaderDict])
    assert_type(api.credits_with_http_info(async_req=True).get(), Tuple[GetCreditsBody, int, HTTPHeaderDict])
    assert_type(api.credits_with_http_info(_return_http_data_only=True), GetCreditsBody)
    assert_type(api.credits_with_http_info(async_req=True, _return_http_data_only=True).get(), GetCreditsBody)
    assert_type(api.credits_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(api.credits_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def get_fields(api: InformationApi) -> None:
    assert_type(api.get_fields(), GetFieldsBody)
    assert_type(api.get_fields(async_req=True).get(), GetFieldsBody)
    assert_type(api.get_fields(_preload_content=False), HTTPResponse)
    assert_type(api.get_fields(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.get_fields_with_http_info(), Tuple[GetFieldsBody, int, HTTPHeaderDict])
    assert_type(
        api.get_fields_with_http_info(async_req=True).get(), Tuple[GetFieldsBody, int, HTTPHeaderDict])
    assert_type(api.get_fields_with_http_info(_return_http_data_only=True), GetFieldsBody)
    assert_type(
        api.get_fields_with_http_info(async_req=True, _return_http_data_only=True).get(), GetFieldsBody)
    assert_type(api.get_fields_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(api.get_fields_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def get_fields_by_template(api: InformationApi) -> None:
    result = api.get_fields_by_template(template='financial_full')
    assert_type(result, GetFieldsBody)
    assert_type(api.get_fields_by_template('financial_full'), GetFieldsBody)
    assert_type(api.get_fields_by_template('financial_full', async_req=True).get(), GetFieldsBody)
    assert_type(api.get_fields_by_template('financial_full', _preload_content=False), HTTPResponse)
    assert_type(
        api.get_fields_by_template('financial_full', async_req=True, _preload_content=False).get(),
        HTTPResponse)
    assert_type(
        api.get_fields_by_template_with_http_info('financial_full'),
        Tuple[GetFieldsBody, int, HTTPHeaderDict])
    assert_type(
        api.get_fields_by_template_with_http_info('financial_full', async_req=True).get(),
        Tuple[GetFieldsBody, int, HTTPHeaderDict])
    assert_type(
        api.get_fields_by_template_with_http_info('financial_full', _return_http_data_only=True),
        GetFieldsBody)
    assert_type(
        api.get_fields_by_template_with_http_info(
            'financial_full', async_req=True, _return_http_data_only=True).get(),
        GetFieldsBody)
    assert_type(
        api.get_fields_by_template_with_http_info('financial_full', _preload_content=False), HTTPResponse)
    assert_type(
        api.get_fields_by_template_with_http_info(
            'financial_full', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def get_templates(api: InformationApi) -> None:
    assert_type(api.get_templates(), GetTemplatesBody)
    assert_type(api.get_templates(async_req=True).get(), GetTemplatesBody)
    assert_type(api.get_templates(_preload_content=False), HTTPResponse)
    assert_type(api.get_templates(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.get_templates_with_http_info(), Tuple[GetTemplatesBody, int, HTTPHeaderDict])
    assert_type(
        api.get_templates_with_http_info(async_req=True).get(), Tuple[GetTemplatesBody, int, HTTPHeaderDict])
    assert_type(api.get_templates_with_http_info(_return_http_data_only=True), GetTemplatesBody)
    assert_type(
        api.get_templates_with_http_info(async_req=True, _return_http_data_only=True).get(), GetTemplatesBody)
    assert_type(api.get_templates_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(api.get_templates_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def list_statistics_input(api: InformationApi) -> None:
    result = api.list_statistics_input(
        date_min=AT, date_max='2024-02-29T00:00:00Z', granularity='day', public_key_id=7,
        public_key_external_id='E1', include_sub_keys=True)
    assert_type(result, GetStatisticsBody)
    assert_type(api.list_statistics_input(), GetStatisticsBody)
    assert_type(api.list_statistics_input(async_req=True).get(), GetStatisticsBody)
    assert_type(api.list_statistics_input(_preload_content=False), HTTPResponse)
    assert_type(api.list_statistics_input(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.list_statistics_input_with_http_info(), Tuple[GetStatisticsBody, int, HTTPHeaderDict])
    assert_type(
        api.list_statistics_input_with_http_info(async_req=True).get(),
        Tuple[GetStatisticsBody, int, HTTPHeaderDict])
    assert_type(api.list_statistics_input_with_http_info(_return_http_data_only=True), GetStatisticsBody)
    assert_type(
        api.list_statistics_input_with_http_info(async_req=True, _return_http_data_only=True).get(),
        GetStatisticsBody)
    assert_type(api.list_statistics_input_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(
        api.list_statistics_input_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def parse_document(api: ParsingApi) -> None:
    result = api.parse_document(
        document='invoice.pdf', url='https://example.com/a.pdf', template='financial_full',
        pdf_text_extraction='fast', user_data='{}', user_data_set_external_id='E1',
        hash_duplicate_group_id='G1')
    assert_type(result, ReceiptBody)
    assert_type(api.parse_document('invoice.pdf'), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', async_req=True).get(), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', _preload_content=False), HTTPResponse)
    assert_type(api.parse_document('invoice.pdf', async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.parse_document_with_http_info('invoice.pdf'), Tuple[ReceiptBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_document_with_http_info('invoice.pdf', async_req=True).get(),
        Tuple[ReceiptBody, int, HTTPHeaderDict])
    assert_type(api.parse_document_with_http_info('invoice.pdf', _return_http_data_only=True), ReceiptBody)
    assert_type(
        api.parse_document_with_http_info('invoice.pdf', async_req=True, _return_http_data_only=True).get(),
        ReceiptBody)
    assert_type(api.parse_document_with_http_info('invoice.pdf', _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_document_with_http_info('invoice.pdf', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def parse_document_eu_passport(api: ParsingApi) -> None:
    result = api.parse_document_eu_passport(
        document='invoice.pdf', url='https://example.com/a.pdf', template='financial_full',
        pdf_text_extraction='fast', user_data='{}', user_data_set_external_id='E1',
        hash_duplicate_group_id='G1')
    assert_type(result, EuropeanPassportBody)
    assert_type(api.parse_document_eu_passport('invoice.pdf'), EuropeanPassportBody)
    assert_type(api.parse_document_eu_passport('invoice.pdf', async_req=True).get(), EuropeanPassportBody)
    assert_type(api.parse_document_eu_passport('invoice.pdf', _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_document_eu_passport('invoice.pdf', async_req=True, _preload_content=False).get(),
        HTTPResponse)
    assert_type(
        api.parse_document_eu_passport_with_http_info('invoice.pdf'),
        Tuple[EuropeanPassportBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_document_eu_passport_with_http_info('invoice.pdf', async_req=True).get(),
        Tuple[EuropeanPassportBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_document_eu_passport_with_http_info('invoice.pdf', _return_http_data_only=True),
        EuropeanPassportBody)
    assert_type(
        api.parse_document_eu_passport_with_http_info(
            'invoice.pdf', async_req=True, _return_http_data_only=True).get(),
        EuropeanPassportBody)
    assert_type(
        api.parse_document_eu_passport_with_http_info('invoice.pdf', _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_document_eu_passport_with_http_info(
            'invoice.pdf', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def parse_document_identity_document(api: ParsingApi) -> None:
    result = api.parse_document_identity_document(
        document='invoice.pdf', url='https://example.com/a.pdf', template='financial_full',
        pdf_text_extraction='fast', user_data='{}', user_data_set_external_id='E1',
        hash_duplicate_group_id='G1')
    assert_type(result, IdentityDocumentBody)
    assert_type(api.parse_document_identity_document('invoice.pdf'), IdentityDocumentBody)
    assert_type(
        api.parse_document_identity_document('invoice.pdf', async_req=True).get(), IdentityDocumentBody)
    assert_type(api.parse_document_identity_document('invoice.pdf', _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_document_identity_document('invoice.pdf', async_req=True, _preload_content=False).get(),
        HTTPResponse)
    assert_type(
        api.parse_document_identity_document_with_http_info('invoice.pdf'),
        Tuple[IdentityDocumentBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_document_identity_document_with_http_info('invoice.pdf', async_req=True).get(),
        Tuple[IdentityDocumentBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_document_identity_document_with_http_info('invoice.pdf', _return_http_data_only=True),
        IdentityDocumentBody)
    assert_type(
        api.parse_document_identity_document_with_http_info(
            'invoice.pdf', async_req=True, _return_http_data_only=True).get(),
        IdentityDocumentBody)
    assert_type(
        api.parse_document_identity_document_with_http_info('invoice.pdf', _preload_content=False),
        HTTPResponse)
    assert_type(
        api.parse_document_identity_document_with_http_info(
            'invoice.pdf', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def parse_structured_pdf(api: ParsingApi) -> None:
    result = api.parse_structured_pdf(
        document='invoice.pdf', template='financial_full', user_data='{}',
        hash_duplicate_group_id='G1')
    assert_type(result, ReceiptBody)
    assert_type(api.parse_structured_pdf('form.pdf'), ReceiptBody)
    assert_type(api.parse_structured_pdf('form.pdf', async_req=True).get(), ReceiptBody)
    assert_type(api.parse_structured_pdf('form.pdf', _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_structured_pdf('form.pdf', async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.parse_structured_pdf_with_http_info('form.pdf'), Tuple[ReceiptBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_structured_pdf_with_http_info('form.pdf', async_req=True).get(),
        Tuple[ReceiptBody, int, HTTPHeaderDict])
    assert_type(api.parse_structured_pdf_with_http_info('form.pdf', _return_http_data_only=True), ReceiptBody)
    assert_type(
        api.parse_structured_pdf_with_http_info(
            'form.pdf', async_req=True, _return_http_data_only=True).get(),
        ReceiptBody)
    assert_type(api.parse_structured_pdf_with_http_info('form.pdf', _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_structured_pdf_with_http_info('form.pdf', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def parse_text(api: ParsingApi, body: Union[TextUploadForm, TextUploadFormDict]) -> None:
    result = api.parse_text(body=body)
    assert_type(result, ReceiptBody)
    assert_type(api.parse_text(body), ReceiptBody)
    assert_type(api.parse_text(body, async_req=True).get(), ReceiptBody)
    assert_type(api.parse_text(body, _preload_content=False), HTTPResponse)
    assert_type(api.parse_text(body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.parse_text_with_http_info(body), Tuple[ReceiptBody, int, HTTPHeaderDict])
    assert_type(
        api.parse_text_with_http_info(body, async_req=True).get(), Tuple[ReceiptBody, int, HTTPHeaderDict])
    assert_type(api.parse_text_with_http_info(body, _return_http_data_only=True), ReceiptBody)
    assert_type(
        api.parse_text_with_http_info(body, async_req=True, _return_http_data_only=True).get(), ReceiptBody)
    assert_type(api.parse_text_with_http_info(body, _preload_content=False), HTTPResponse)
    assert_type(
        api.parse_text_with_http_info(body, async_req=True, _preload_content=False).get(), HTTPResponse)


def public_key_info(api: PublicKeyApi) -> None:
    assert_type(api.public_key_info(), GetPublicKeyInfoBody)
    assert_type(api.public_key_info(async_req=True).get(), GetPublicKeyInfoBody)
    assert_type(api.public_key_info(_preload_content=False), HTTPResponse)
    assert_type(api.public_key_info(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.public_key_info_with_http_info(), Tuple[GetPublicKeyInfoBody, int, HTTPHeaderDict])
    assert_type(
        api.public_key_info_with_http_info(async_req=True).get(),
        Tuple[GetPublicKeyInfoBody, int, HTTPHeaderDict])
    assert_type(api.public_key_info_with_http_info(_return_http_data_only=True), GetPublicKeyInfoBody)
    assert_type(
        api.public_key_info_with_http_info(async_req=True, _return_http_data_only=True).get(),
        GetPublicKeyInfoBody)
    assert_type(api.public_key_info_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(
        api.public_key_info_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def create_public_key(api: PublicKeyApi, body: Union[CreatePublicKeyForm, CreatePublicKeyFormDict]) -> None:
    result = api.create_public_key(body=body)
    assert_type(result, CreatePublicKeyBody)
    assert_type(api.create_public_key(body), CreatePublicKeyBody)
    assert_type(api.create_public_key(body, async_req=True).get(), CreatePublicKeyBody)
    assert_type(api.create_public_key(body, _preload_content=False), HTTPResponse)
    assert_type(api.create_public_key(body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.create_public_key_with_http_info(body), Tuple[CreatePublicKeyBody, int, HTTPHeaderDict])
    assert_type(
        api.create_public_key_with_http_info(body, async_req=True).get(),
        Tuple[CreatePublicKeyBody, int, HTTPHeaderDict])
    assert_type(api.create_public_key_with_http_info(body, _return_http_data_only=True), CreatePublicKeyBody)
    assert_type(
        api.create_public_key_with_http_info(body, async_req=True, _return_http_data_only=True).get(),
        CreatePublicKeyBody)
    assert_type(api.create_public_key_with_http_info(body, _preload_content=False), HTTPResponse)
    assert_type(
        api.create_public_key_with_http_info(body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def public_key_info_by_id(api: PublicKeyApi) -> None:
    result = api.public_key_info_by_id(public_key_id=7)
    assert_type(result, GetPublicKeyInfoBody)
    assert_type(api.public_key_info_by_id(7), GetPublicKeyInfoBody)
    assert_type(api.public_key_info_by_id(7, async_req=True).get(), GetPublicKeyInfoBody)
    assert_type(api.public_key_info_by_id(7, _preload_content=False), HTTPResponse)
    assert_type(api.public_key_info_by_id(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.public_key_info_by_id_with_http_info(7), Tuple[GetPublicKeyInfoBody, int, HTTPHeaderDict])
    assert_type(
        api.public_key_info_by_id_with_http_info(7, async_req=True).get(),
        Tuple[GetPublicKeyInfoBody, int, HTTPHeaderDict])
    assert_type(
        api.public_key_info_by_id_with_http_info(7, _return_http_data_only=True), GetPublicKeyInfoBody)
    assert_type(
        api.public_key_info_by_id_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        GetPublicKeyInfoBody)
    assert_type(api.public_key_info_by_id_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.public_key_info_by_id_with_http_info(7, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def public_key_statistics(api: PublicKeyApi) -> None:
    result = api.public_key_statistics(
        public_key_id=7, date_min=AT, date_max='2024-02-29T00:00:00Z', granularity='day')
    assert_type(result, PublicKeyStatisticsBody)
    assert_type(api.public_key_statistics(7), PublicKeyStatisticsBody)
    assert_type(api.public_key_statistics(7, async_req=True).get(), PublicKeyStatisticsBody)
    assert_type(api.public_key_statistics(7, _preload_content=False), HTTPResponse)
    assert_type(api.public_key_statistics(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.public_key_statistics_with_http_info(7), Tuple[PublicKeyStatisticsBody, int, HTTPHeaderDict])
    assert_type(
        api.public_key_statistics_with_http_info(7, async_req=True).get(),
        Tuple[PublicKeyStatisticsBody, int, HTTPHeaderDict])
    assert_type(
        api.public_key_statistics_with_http_info(7, _return_http_data_only=True), PublicKeyStatisticsBody)
    assert_type(
        api.public_key_statistics_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        PublicKeyStatisticsBody)
    assert_type(api.public_key_statistics_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.public_key_statistics_with_http_info(7, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def sub_key_list(api: SubKeyApi) -> None:
    result = api.sub_key_list(per_page=10, page=2, sort_order='asc', sort_field='ID')
    assert_type(result, SubKeyListBody)
    assert_type(api.sub_key_list(), SubKeyListBody)
    assert_type(api.sub_key_list(async_req=True).get(), SubKeyListBody)
    assert_type(api.sub_key_list(_preload_content=False), HTTPResponse)
    assert_type(api.sub_key_list(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.sub_key_list_with_http_info(), Tuple[SubKeyListBody, int, HTTPHeaderDict])
    assert_type(
        api.sub_key_list_with_http_info(async_req=True).get(), Tuple[SubKeyListBody, int, HTTPHeaderDict])
    assert_type(api.sub_key_list_with_http_info(_return_http_data_only=True), SubKeyListBody)
    assert_type(
        api.sub_key_list_with_http_info(async_req=True, _return_http_data_only=True).get(), SubKeyListBody)
    assert_type(api.sub_key_list_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(api.sub_key_list_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def create_sub_key(api: SubKeyApi, body: Union[SubKeyForm, SubKeyFormDict]) -> None:
    result = api.create_sub_key(body=body)
    assert_type(result, CreateSubKeyBody)
    assert_type(api.create_sub_key(body), CreateSubKeyBody)
    assert_type(api.create_sub_key(body, async_req=True).get(), CreateSubKeyBody)
    assert_type(api.create_sub_key(body, _preload_content=False), HTTPResponse)
    assert_type(api.create_sub_key(body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.create_sub_key_with_http_info(body), Tuple[CreateSubKeyBody, int, HTTPHeaderDict])
    assert_type(
        api.create_sub_key_with_http_info(body, async_req=True).get(),
        Tuple[CreateSubKeyBody, int, HTTPHeaderDict])
    assert_type(api.create_sub_key_with_http_info(body, _return_http_data_only=True), CreateSubKeyBody)
    assert_type(
        api.create_sub_key_with_http_info(body, async_req=True, _return_http_data_only=True).get(),
        CreateSubKeyBody)
    assert_type(api.create_sub_key_with_http_info(body, _preload_content=False), HTTPResponse)
    assert_type(
        api.create_sub_key_with_http_info(body, async_req=True, _preload_content=False).get(), HTTPResponse)


def get_sub_key(api: SubKeyApi) -> None:
    result = api.get_sub_key(sub_key_id=7)
    assert_type(result, GetSubKeyBody)
    assert_type(api.get_sub_key(7), GetSubKeyBody)
    assert_type(api.get_sub_key(7, async_req=True).get(), GetSubKeyBody)
    assert_type(api.get_sub_key(7, _preload_content=False), HTTPResponse)
    assert_type(api.get_sub_key(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.get_sub_key_with_http_info(7), Tuple[GetSubKeyBody, int, HTTPHeaderDict])
    assert_type(
        api.get_sub_key_with_http_info(7, async_req=True).get(), Tuple[GetSubKeyBody, int, HTTPHeaderDict])
    assert_type(api.get_sub_key_with_http_info(7, _return_http_data_only=True), GetSubKeyBody)
    assert_type(
        api.get_sub_key_with_http_info(7, async_req=True, _return_http_data_only=True).get(), GetSubKeyBody)
    assert_type(api.get_sub_key_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(api.get_sub_key_with_http_info(7, async_req=True, _preload_content=False).get(), HTTPResponse)


def update_sub_key(api: SubKeyApi, body: Union[SubKeyForm, SubKeyFormDict]) -> None:
    result = api.update_sub_key(sub_key_id=7, body=body)
    assert_type(result, UpdateSubKeyBody)
    assert_type(api.update_sub_key(7, body), UpdateSubKeyBody)
    assert_type(api.update_sub_key(7, body, async_req=True).get(), UpdateSubKeyBody)
    assert_type(api.update_sub_key(7, body, _preload_content=False), HTTPResponse)
    assert_type(api.update_sub_key(7, body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.update_sub_key_with_http_info(7, body), Tuple[UpdateSubKeyBody, int, HTTPHeaderDict])
    assert_type(
        api.update_sub_key_with_http_info(7, body, async_req=True).get(),
        Tuple[UpdateSubKeyBody, int, HTTPHeaderDict])
    assert_type(api.update_sub_key_with_http_info(7, body, _return_http_data_only=True), UpdateSubKeyBody)
    assert_type(
        api.update_sub_key_with_http_info(7, body, async_req=True, _return_http_data_only=True).get(),
        UpdateSubKeyBody)
    assert_type(api.update_sub_key_with_http_info(7, body, _preload_content=False), HTTPResponse)
    assert_type(
        api.update_sub_key_with_http_info(7, body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def delete_sub_key(api: SubKeyApi) -> None:
    result = api.delete_sub_key(sub_key_id=7)
    assert_type(result, DeleteSubKeyBody)
    assert_type(api.delete_sub_key(7), DeleteSubKeyBody)
    assert_type(api.delete_sub_key(7, async_req=True).get(), DeleteSubKeyBody)
    assert_type(api.delete_sub_key(7, _preload_content=False), HTTPResponse)
    assert_type(api.delete_sub_key(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.delete_sub_key_with_http_info(7), Tuple[DeleteSubKeyBody, int, HTTPHeaderDict])
    assert_type(
        api.delete_sub_key_with_http_info(7, async_req=True).get(),
        Tuple[DeleteSubKeyBody, int, HTTPHeaderDict])
    assert_type(api.delete_sub_key_with_http_info(7, _return_http_data_only=True), DeleteSubKeyBody)
    assert_type(
        api.delete_sub_key_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        DeleteSubKeyBody)
    assert_type(api.delete_sub_key_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.delete_sub_key_with_http_info(7, async_req=True, _preload_content=False).get(), HTTPResponse)


def sub_key_statistics(api: SubKeyApi) -> None:
    result = api.sub_key_statistics(
        sub_key_id=7, date_min=AT, date_max='2024-02-29T00:00:00Z', granularity='day')
    assert_type(result, SubKeyStatisticsBody)
    assert_type(api.sub_key_statistics(7), SubKeyStatisticsBody)
    assert_type(api.sub_key_statistics(7, async_req=True).get(), SubKeyStatisticsBody)
    assert_type(api.sub_key_statistics(7, _preload_content=False), HTTPResponse)
    assert_type(api.sub_key_statistics(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.sub_key_statistics_with_http_info(7), Tuple[SubKeyStatisticsBody, int, HTTPHeaderDict])
    assert_type(
        api.sub_key_statistics_with_http_info(7, async_req=True).get(),
        Tuple[SubKeyStatisticsBody, int, HTTPHeaderDict])
    assert_type(api.sub_key_statistics_with_http_info(7, _return_http_data_only=True), SubKeyStatisticsBody)
    assert_type(
        api.sub_key_statistics_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        SubKeyStatisticsBody)
    assert_type(api.sub_key_statistics_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.sub_key_statistics_with_http_info(7, async_req=True, _preload_content=False).get(), HTTPResponse)


def get_user_data_sets(api: UserDataSetsApi) -> None:
    result = api.get_user_data_sets(
        per_page=10, page=2, sort_order='asc', sort_field='ID', type='relation', external_id='E1',
        filter='a')
    assert_type(result, GetUserDataSetsBody)
    assert_type(api.get_user_data_sets(), GetUserDataSetsBody)
    assert_type(api.get_user_data_sets(async_req=True).get(), GetUserDataSetsBody)
    assert_type(api.get_user_data_sets(_preload_content=False), HTTPResponse)
    assert_type(api.get_user_data_sets(async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.get_user_data_sets_with_http_info(), Tuple[GetUserDataSetsBody, int, HTTPHeaderDict])
    assert_type(
        api.get_user_data_sets_with_http_info(async_req=True).get(),
        Tuple[GetUserDataSetsBody, int, HTTPHeaderDict])
    assert_type(api.get_user_data_sets_with_http_info(_return_http_data_only=True), GetUserDataSetsBody)
    assert_type(
        api.get_user_data_sets_with_http_info(async_req=True, _return_http_data_only=True).get(),
        GetUserDataSetsBody)
    assert_type(api.get_user_data_sets_with_http_info(_preload_content=False), HTTPResponse)
    assert_type(
        api.get_user_data_sets_with_http_info(async_req=True, _preload_content=False).get(), HTTPResponse)


def create_user_data_set(
    api: UserDataSetsApi, body: Union[CreateUserDataSetForm, CreateUserDataSetFormDict],
) -> None:
    result = api.create_user_data_set(body=body)
    assert_type(result, CreateUserDataSetResponseBody)
    assert_type(api.create_user_data_set(body), CreateUserDataSetResponseBody)
    assert_type(api.create_user_data_set(body, async_req=True).get(), CreateUserDataSetResponseBody)
    assert_type(api.create_user_data_set(body, _preload_content=False), HTTPResponse)
    assert_type(api.create_user_data_set(body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.create_user_data_set_with_http_info(body),
        Tuple[CreateUserDataSetResponseBody, int, HTTPHeaderDict])
    assert_type(
        api.create_user_data_set_with_http_info(body, async_req=True).get(),
        Tuple[CreateUserDataSetResponseBody, int, HTTPHeaderDict])
    assert_type(
        api.create_user_data_set_with_http_info(body, _return_http_data_only=True),
        CreateUserDataSetResponseBody)
    assert_type(
        api.create_user_data_set_with_http_info(body, async_req=True, _return_http_data_only=True).get(),
        CreateUserDataSetResponseBody)
    assert_type(api.create_user_data_set_with_http_info(body, _preload_content=False), HTTPResponse)
    assert_type(
        api.create_user_data_set_with_http_info(body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def get_user_data_set(api: UserDataSetsApi) -> None:
    result = api.get_user_data_set(id=7)
    assert_type(result, GetUserDataSetBody)
    assert_type(api.get_user_data_set(7), GetUserDataSetBody)
    assert_type(api.get_user_data_set(7, async_req=True).get(), GetUserDataSetBody)
    assert_type(api.get_user_data_set(7, _preload_content=False), HTTPResponse)
    assert_type(api.get_user_data_set(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.get_user_data_set_with_http_info(7), Tuple[GetUserDataSetBody, int, HTTPHeaderDict])
    assert_type(
        api.get_user_data_set_with_http_info(7, async_req=True).get(),
        Tuple[GetUserDataSetBody, int, HTTPHeaderDict])
    assert_type(api.get_user_data_set_with_http_info(7, _return_http_data_only=True), GetUserDataSetBody)
    assert_type(
        api.get_user_data_set_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        GetUserDataSetBody)
    assert_type(api.get_user_data_set_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.get_user_data_set_with_http_info(7, async_req=True, _preload_content=False).get(), HTTPResponse)


def update_user_data_set(
    api: UserDataSetsApi, body: Union[UpdateUserDataSetForm, UpdateUserDataSetFormDict],
) -> None:
    result = api.update_user_data_set(id=7, body=body)
    assert_type(result, UpdateUserDataSetBody)
    assert_type(api.update_user_data_set(7, body), UpdateUserDataSetBody)
    assert_type(api.update_user_data_set(7, body, async_req=True).get(), UpdateUserDataSetBody)
    assert_type(api.update_user_data_set(7, body, _preload_content=False), HTTPResponse)
    assert_type(api.update_user_data_set(7, body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.update_user_data_set_with_http_info(7, body), Tuple[UpdateUserDataSetBody, int, HTTPHeaderDict])
    assert_type(
        api.update_user_data_set_with_http_info(7, body, async_req=True).get(),
        Tuple[UpdateUserDataSetBody, int, HTTPHeaderDict])
    assert_type(
        api.update_user_data_set_with_http_info(7, body, _return_http_data_only=True), UpdateUserDataSetBody)
    assert_type(
        api.update_user_data_set_with_http_info(7, body, async_req=True, _return_http_data_only=True).get(),
        UpdateUserDataSetBody)
    assert_type(api.update_user_data_set_with_http_info(7, body, _preload_content=False), HTTPResponse)
    assert_type(
        api.update_user_data_set_with_http_info(7, body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def delete_user_data_set(api: UserDataSetsApi) -> None:
    result = api.delete_user_data_set(id=7)
    assert_type(result, DeleteUserDataSetBody)
    assert_type(api.delete_user_data_set(7), DeleteUserDataSetBody)
    assert_type(api.delete_user_data_set(7, async_req=True).get(), DeleteUserDataSetBody)
    assert_type(api.delete_user_data_set(7, _preload_content=False), HTTPResponse)
    assert_type(api.delete_user_data_set(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(api.delete_user_data_set_with_http_info(7), Tuple[DeleteUserDataSetBody, int, HTTPHeaderDict])
    assert_type(
        api.delete_user_data_set_with_http_info(7, async_req=True).get(),
        Tuple[DeleteUserDataSetBody, int, HTTPHeaderDict])
    assert_type(
        api.delete_user_data_set_with_http_info(7, _return_http_data_only=True), DeleteUserDataSetBody)
    assert_type(
        api.delete_user_data_set_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        DeleteUserDataSetBody)
    assert_type(api.delete_user_data_set_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.delete_user_data_set_with_http_info(7, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def get_user_data_set_records(api: UserDataSetsApi) -> None:
    result = api.get_user_data_set_records(
        id=7, per_page=10, page=2, sort_order='asc', sort_field='ID', type='relation',
        external_id='E1', filter='a')
    assert_type(result, GetUserDataSetRecordsBody)
    assert_type(api.get_user_data_set_records(7), GetUserDataSetRecordsBody)
    assert_type(api.get_user_data_set_records(7, async_req=True).get(), GetUserDataSetRecordsBody)
    assert_type(api.get_user_data_set_records(7, _preload_content=False), HTTPResponse)
    assert_type(api.get_user_data_set_records(7, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.get_user_data_set_records_with_http_info(7),
        Tuple[GetUserDataSetRecordsBody, int, HTTPHeaderDict])
    assert_type(
        api.get_user_data_set_records_with_http_info(7, async_req=True).get(),
        Tuple[GetUserDataSetRecordsBody, int, HTTPHeaderDict])
    assert_type(
        api.get_user_data_set_records_with_http_info(7, _return_http_data_only=True),
        GetUserDataSetRecordsBody)
    assert_type(
        api.get_user_data_set_records_with_http_info(7, async_req=True, _return_http_data_only=True).get(),
        GetUserDataSetRecordsBody)
    assert_type(api.get_user_data_set_records_with_http_info(7, _preload_content=False), HTTPResponse)
    assert_type(
        api.get_user_data_set_records_with_http_info(7, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def create_user_data_set_record(
    api: UserDataSetsApi, body: Union[CreateUserDataSetRecordForm, CreateUserDataSetRecordFormDict],
) -> None:
    result = api.create_user_data_set_record(id=7, body=body)
    assert_type(result, CreateUserDataSetRecordResponseBody)
    assert_type(api.create_user_data_set_record(7, body), CreateUserDataSetRecordResponseBody)
    assert_type(
        api.create_user_data_set_record(7, body, async_req=True).get(), CreateUserDataSetRecordResponseBody)
    assert_type(api.create_user_data_set_record(7, body, _preload_content=False), HTTPResponse)
    assert_type(
        api.create_user_data_set_record(7, body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.create_user_data_set_record_with_http_info(7, body),
        Tuple[CreateUserDataSetRecordResponseBody, int, HTTPHeaderDict])
    assert_type(
        api.create_user_data_set_record_with_http_info(7, body, async_req=True).get(),
        Tuple[CreateUserDataSetRecordResponseBody, int, HTTPHeaderDict])
    assert_type(
        api.create_user_data_set_record_with_http_info(7, body, _return_http_data_only=True),
        CreateUserDataSetRecordResponseBody)
    assert_type(
        api.create_user_data_set_record_with_http_info(
            7, body, async_req=True, _return_http_data_only=True).get(),
        CreateUserDataSetRecordResponseBody)
    assert_type(api.create_user_data_set_record_with_http_info(7, body, _preload_content=False), HTTPResponse)
    assert_type(
        api.create_user_data_set_record_with_http_info(7, body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def bulk_user_data_set_record(
    api: UserDataSetsApi, body: Union[BulkUserDataSetRecordForm, BulkUserDataSetRecordFormDict],
) -> None:
    result = api.bulk_user_data_set_record(id=7, body=body)
    assert_type(result, BulkUserDataSetRecordBody)
    assert_type(api.bulk_user_data_set_record(7, body), BulkUserDataSetRecordBody)
    assert_type(api.bulk_user_data_set_record(7, body, async_req=True).get(), BulkUserDataSetRecordBody)
    assert_type(api.bulk_user_data_set_record(7, body, _preload_content=False), HTTPResponse)
    assert_type(
        api.bulk_user_data_set_record(7, body, async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.bulk_user_data_set_record_with_http_info(7, body),
        Tuple[BulkUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.bulk_user_data_set_record_with_http_info(7, body, async_req=True).get(),
        Tuple[BulkUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.bulk_user_data_set_record_with_http_info(7, body, _return_http_data_only=True),
        BulkUserDataSetRecordBody)
    assert_type(
        api.bulk_user_data_set_record_with_http_info(
            7, body, async_req=True, _return_http_data_only=True).get(),
        BulkUserDataSetRecordBody)
    assert_type(api.bulk_user_data_set_record_with_http_info(7, body, _preload_content=False), HTTPResponse)
    assert_type(
        api.bulk_user_data_set_record_with_http_info(7, body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def get_user_data_set_record(api: UserDataSetsApi) -> None:
    result = api.get_user_data_set_record(id=7, record_id='R1')
    assert_type(result, GetUserDataSetRecordBody)
    assert_type(api.get_user_data_set_record(7, 'R1'), GetUserDataSetRecordBody)
    assert_type(api.get_user_data_set_record(7, 'R1', async_req=True).get(), GetUserDataSetRecordBody)
    assert_type(api.get_user_data_set_record(7, 'R1', _preload_content=False), HTTPResponse)
    assert_type(
        api.get_user_data_set_record(7, 'R1', async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.get_user_data_set_record_with_http_info(7, 'R1'),
        Tuple[GetUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.get_user_data_set_record_with_http_info(7, 'R1', async_req=True).get(),
        Tuple[GetUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.get_user_data_set_record_with_http_info(7, 'R1', _return_http_data_only=True),
        GetUserDataSetRecordBody)
    assert_type(
        api.get_user_data_set_record_with_http_info(
            7, 'R1', async_req=True, _return_http_data_only=True).get(),
        GetUserDataSetRecordBody)
    assert_type(api.get_user_data_set_record_with_http_info(7, 'R1', _preload_content=False), HTTPResponse)
    assert_type(
        api.get_user_data_set_record_with_http_info(7, 'R1', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def update_user_data_set_record(
    api: UserDataSetsApi, body: Union[UpdateUserDataSetRecordForm, UpdateUserDataSetRecordFormDict],
) -> None:
    result = api.update_user_data_set_record(id=7, record_id='R1', body=body)
    assert_type(result, UpdateUserDataSetRecordBody)
    assert_type(api.update_user_data_set_record(7, 'R1', body), UpdateUserDataSetRecordBody)
    assert_type(
        api.update_user_data_set_record(7, 'R1', body, async_req=True).get(), UpdateUserDataSetRecordBody)
    assert_type(api.update_user_data_set_record(7, 'R1', body, _preload_content=False), HTTPResponse)
    assert_type(
        api.update_user_data_set_record(7, 'R1', body, async_req=True, _preload_content=False).get(),
        HTTPResponse)
    assert_type(
        api.update_user_data_set_record_with_http_info(7, 'R1', body),
        Tuple[UpdateUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.update_user_data_set_record_with_http_info(7, 'R1', body, async_req=True).get(),
        Tuple[UpdateUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.update_user_data_set_record_with_http_info(7, 'R1', body, _return_http_data_only=True),
        UpdateUserDataSetRecordBody)
    assert_type(
        api.update_user_data_set_record_with_http_info(
            7, 'R1', body, async_req=True, _return_http_data_only=True).get(),
        UpdateUserDataSetRecordBody)
    assert_type(
        api.update_user_data_set_record_with_http_info(7, 'R1', body, _preload_content=False), HTTPResponse)
    assert_type(
        api.update_user_data_set_record_with_http_info(
            7, 'R1', body, async_req=True, _preload_content=False).get(),
        HTTPResponse)


def delete_user_data_set_record(api: UserDataSetsApi) -> None:
    result = api.delete_user_data_set_record(id=7, record_id='R1')
    assert_type(result, DeleteUserDataSetRecordBody)
    assert_type(api.delete_user_data_set_record(7, 'R1'), DeleteUserDataSetRecordBody)
    assert_type(api.delete_user_data_set_record(7, 'R1', async_req=True).get(), DeleteUserDataSetRecordBody)
    assert_type(api.delete_user_data_set_record(7, 'R1', _preload_content=False), HTTPResponse)
    assert_type(
        api.delete_user_data_set_record(7, 'R1', async_req=True, _preload_content=False).get(), HTTPResponse)
    assert_type(
        api.delete_user_data_set_record_with_http_info(7, 'R1'),
        Tuple[DeleteUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.delete_user_data_set_record_with_http_info(7, 'R1', async_req=True).get(),
        Tuple[DeleteUserDataSetRecordBody, int, HTTPHeaderDict])
    assert_type(
        api.delete_user_data_set_record_with_http_info(7, 'R1', _return_http_data_only=True),
        DeleteUserDataSetRecordBody)
    assert_type(
        api.delete_user_data_set_record_with_http_info(
            7, 'R1', async_req=True, _return_http_data_only=True).get(),
        DeleteUserDataSetRecordBody)
    assert_type(api.delete_user_data_set_record_with_http_info(7, 'R1', _preload_content=False), HTTPResponse)
    assert_type(
        api.delete_user_data_set_record_with_http_info(7, 'R1', async_req=True, _preload_content=False).get(),
        HTTPResponse)


def documents(api: ParsingApi, upload: BinaryIO, paths: List[str], mixed: List[Document]) -> None:
    assert_type(api.parse_document('invoice.pdf'), ReceiptBody)
    assert_type(api.parse_document(Path('invoice.pdf')), ReceiptBody)
    assert_type(api.parse_document(b'%PDF-1.4'), ReceiptBody)
    assert_type(api.parse_document(bytearray(b'%PDF-1.4')), ReceiptBody)
    assert_type(api.parse_document(memoryview(b'%PDF-1.4')), ReceiptBody)
    assert_type(api.parse_document(upload), ReceiptBody)
    assert_type(api.parse_document(io.BytesIO(b'%PDF-1.4')), ReceiptBody)
    with open('invoice.pdf', 'rb') as stream, open('invoice.pdf', 'rb', 0) as raw:
        assert_type(api.parse_document(stream), ReceiptBody)
        assert_type(api.parse_document(raw), ReceiptBody)
    with tempfile.SpooledTemporaryFile() as spooled, tempfile.NamedTemporaryFile() as named:
        assert_type(api.parse_document(spooled), ReceiptBody)
        assert_type(api.parse_document(named), ReceiptBody)
    assert_type(api.parse_document(('invoice.pdf', b'%PDF-1.4')), ReceiptBody)
    assert_type(api.parse_document(('invoice.pdf', upload)), ReceiptBody)
    assert_type(api.parse_document(('invoice.pdf', Path('scan.tmp'))), ReceiptBody)
    assert_type(api.parse_document(('invoice.pdf', b'%PDF-1.4', 'application/pdf')), ReceiptBody)
    assert_type(api.parse_document(('invoice.pdf', upload, None)), ReceiptBody)
    assert_type(api.parse_document(paths), ReceiptBody)
    assert_type(api.parse_document(mixed), ReceiptBody)
    assert_type(api.parse_document(list(Path('scans').glob('*.pdf'))), ReceiptBody)
    assert_type(api.parse_document(['a.pdf', Path('b.pdf'), b'%PDF-1.4', upload]), ReceiptBody)
    assert_type(api.parse_document([('a.pdf', b'%PDF-1.4'), ('b.jpg', upload, 'image/jpeg')]), ReceiptBody)
    assert_type(api.parse_document(url='https://example.com/a.pdf'), ReceiptBody)
    assert_type(
        api.parse_document(url=['https://example.com/a.pdf', 'https://example.com/b.pdf']),
        ReceiptBody)
    assert_type(api.parse_document(None, url=('https://example.com/a.pdf',)), ReceiptBody)
    assert_type(api.parse_structured_pdf(upload), ReceiptBody)
    assert_type(api.parse_structured_pdf(('form.pdf', b'%PDF-1.4')), ReceiptBody)


def user_data(api: ParsingApi, loaded: UserDataDict) -> None:
    assert_type(api.parse_document('invoice.pdf', user_data='{"transaction_type": "purchase"}'), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', user_data=UserData(
        client=Relation(name='Example'), transaction_type='purchase', locale=Locale(language='nl'),
        transactions=[Transaction(date=AT, amount=12.5), {'date': '2024-02-29 10:00:00', 'amount': 12}],
    )), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', user_data={
        'client': {'name': 'Example', 'country': 'NL'}, 'transaction_type': 'sale',
        'transactions': [{'date': AT, 'amount': 12.5}], 'keyword_rules': [{'id': 'a', 'keywords': ['b']}],
        'locale': Locale(language='nl'),
    }), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', user_data=loaded), ReceiptBody)
    assert_type(api.parse_structured_pdf('form.pdf', user_data=UserData()), ReceiptBody)
    assert_type(
        api.parse_text(TextUploadForm(text='a', user_data={'client': {'name': 'Example'}})),
        ReceiptBody)
    assert_type(api.parse_text({'text': 'a', 'user_data': UserData()}), ReceiptBody)
    assert_type(api.parse_text({'text': 'a', 'user_data': '{}'}), ReceiptBody)


def bodies(client: ApiClient) -> None:
    assert_type(client.sub_key.create_sub_key(SubKeyForm(name='a', templates=['b'])), CreateSubKeyBody)
    assert_type(client.sub_key.create_sub_key(body={'Name': 'a', 'Templates': ('b',)}), CreateSubKeyBody)
    sub_key: SubKeyFormDict = {'Name': 'a', 'PublicKeys': True}
    assert_type(client.sub_key.update_sub_key('7', sub_key), UpdateSubKeyBody)
    public_key = {'scan_limit': 1, 'valid_time': 60}
    assert_type(public_key, Dict[str, int])
    assert_type(
        client.public_key.create_public_key({'scan_limit': 1, 'valid_time': 60, 'external_id': 'E1'}),
        CreatePublicKeyBody)
    form = CreateUserDataSetForm('E1', AT, type='relation')
    assert_type(client.user_data_sets.create_user_data_set(form), CreateUserDataSetResponseBody)
    assert_type(
        client.user_data_sets.bulk_user_data_set_record(7, {'Actions': [
            {'Action': 'upsert', 'ExternalID': 'R1', 'Values': [{'Name': 'a', 'Value': 'b'}]},
            BulkUserDataSetRecordActionForm('delete', 'R2', last_sync_date='2024-02-29T00:00:00Z'),
        ]}), BulkUserDataSetRecordBody)


def parameters(client: ApiClient) -> None:
    information, data_sets = client.information, client.user_data_sets
    assert_type(information.list_statistics_input(date(2024, 2, 1), date(2024, 3, 1)), GetStatisticsBody)
    assert_type(information.list_statistics_input(include_sub_keys='true'), GetStatisticsBody)
    assert_type(information.list_statistics_input(include_sub_keys=False, date_min=None), GetStatisticsBody)
    assert_type(data_sets.get_user_data_sets(filter='a'), GetUserDataSetsBody)
    assert_type(
        data_sets.get_user_data_sets(filter=['a', 'b'], type=('relation', 'product')),
        GetUserDataSetsBody)
    assert_type(data_sets.get_user_data_set_record('7', 'R1'), GetUserDataSetRecordBody)


def options(api: ParsingApi, flag: bool) -> None:
    assert_type(api.parse_document('invoice.pdf', _request_timeout=30), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', _request_timeout=(3.5, None)), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', _request_timeout=urllib3.Timeout(total=30)), ReceiptBody)
    assert_type(api.parse_document('invoice.pdf', _return_http_data_only=flag), ReceiptBody)

    def show(sent: int, total: Optional[int]) -> None:
        print(sent, total)

    assert_type(api.parse_document('invoice.pdf', _progress=show), ReceiptBody)
    waiting = api.parse_document('invoice.pdf', async_req=True)
    assert_type(waiting, AsyncResult[ReceiptBody])
    assert_type(waiting.ready(), bool)
    assert_type(waiting.successful(), bool)
    assert_type(waiting.wait(2.5), None)
    assert_type(waiting.get(timeout=60), ReceiptBody)
    data, status, headers = api.parse_document_with_http_info('invoice.pdf')
    assert_type(data, ReceiptBody)
    assert_type(status, int)
    assert_type(headers.get('Content-Type'), Optional[str])
    with api.parse_document('invoice.pdf', _preload_content=False) as response:
        assert_type(response.read(), bytes)


def models(receipt: Receipt) -> None:
    # What every model has; its own properties are asserted by model_uses.py.
    assert_type(receipt.to_dict(), Dict[str, Any])
    assert_type(receipt.to_str(), str)
    assert_type(receipt == Receipt(), bool)
    assert_type(receipt.additional_properties['new_in_the_service'], Any)
    receipt.additional_properties['new_in_the_service'] = 1
    assert_type(Receipt.openapi_types, Dict[str, str])
    assert_type(receipt.attribute_map['amountexvat'], str)
    receipt.local_vars_configuration = Configuration()
    # Views write through: lists can be appended to.
    lines = receipt.lines
    if lines is not None:
        lines.append(ReceiptLineItem())
        assert_type(lines[0].lineitems, Optional[List[ReceiptLineItemItem]])
    # Enumerations are literals, and the service may have added to them since.
    if receipt.document_type == 'invoice' or receipt.document_type == 'not known to this version':
        receipt.document_type = 'receipt'
    document_type: Optional[str] = receipt.document_type
    assert_type(document_type, Optional[str])


def configuration() -> Configuration:
    settings = Configuration(
        host='https://custom-ocr.klippa.com/api/v1', api_key={'X-Auth-Key': 'test-key-not-real'},
        api_key_prefix={'X-Auth-Key': 'Token'}, username=None, password=None, discard_unknown_keys=False,
        auth_in='header')
    assert_type(settings.host, str)
    assert_type(settings.auth_in, Literal['header', 'query'])
    settings.api_key['X-Auth-Public-Key'] = 'test-key-not-real'
    settings.api_key = {'X-Auth-Key': 'test-key-not-real'}
    settings.api_key_prefix = {}
    settings.timeout = 30
    settings.timeout = 2.5, None
    settings.timeout = urllib3.Timeout(connect=1)
    settings.timeout = None
    settings.retries = 5
    settings.retries = urllib3.Retry(total=2)
    settings.retries = None
    settings.retry_after_max = 10.5
    settings.verify_ssl = True
    settings.ssl_ca_cert = settings.cert_file = settings.key_file = 'certificate.pem'
    settings.assert_hostname = 'example.com'
    settings.assert_hostname = False
    settings.connection_pool_maxsize = 4
    settings.proxy = 'http://proxy.example:3128'
    settings.proxy_headers = {'X-Proxy': 'a'}
    settings.trust_env = True
    settings.safe_chars_for_path_param = '@'
    settings.client_side_validation = False
    settings.temp_folder_path = '/tmp'
    settings.logger_stream_handler = logging.StreamHandler()
    settings.logger_file = 'klippa.log'
    assert_type(settings.logger_file_handler, Optional[logging.Handler])
    settings.logger_format = '%(message)s'
    settings.debug = True
    assert_type(settings.logger['package_logger'], logging.Logger)
    assert_type(settings.username, Optional[str])
    assert_type(settings.password, Optional[str])
    assert_type(settings.discard_unknown_keys, bool)

    def renew(stale: Configuration) -> None:
        stale.api_key = {'X-Auth-Key': 'test-key-not-real'}

    settings.refresh_api_key_hook = renew
    Configuration.set_default(settings)
    Configuration.set_default(None)
    assert_type(Configuration.get_default_copy(), Configuration)
    assert_type(settings.get_api_key_with_prefix('X-Auth-Key'), Optional[str])
    assert_type(settings.auth_settings(), Dict[str, Dict[str, Any]])
    assert_type(settings.to_debug_report(), str)
    assert_type(settings.get_host_settings(), List[Dict[str, Any]])
    assert_type(settings.get_host_from_settings(0), str)
    return settings


def clients(settings: Configuration) -> None:
    assert_type(connect(), ApiClient)
    assert_type(connect('test-key-not-real'), ApiClient)
    assert_type(
        connect(public_key='test-key-not-real', host='https://test.custom-ocr.klippa.com/api/v1'),
        ApiClient)
    assert_type(
        connect('test-key-not-real', timeout=(3, 60), retries=5, proxy=None, verify_ssl=True),
        ApiClient)
    with ApiClient(settings, 'X-Trace', '1', cookie='a=b', pool_threads=4) as client:
        assert_type(client, ApiClient)
    assert_type(client.information, InformationApi)
    assert_type(client.parsing, ParsingApi)
    assert_type(client.public_key, PublicKeyApi)
    assert_type(client.sub_key, SubKeyApi)
    assert_type(client.user_data_sets, UserDataSetsApi)
    assert_type(client.configuration, Configuration)
    assert_type(client.default_headers, Dict[str, str])
    assert_type(client.user_agent, str)
    client.user_agent = 'invoices/1.0'
    client.set_default_header('X-Trace', '2')
    assert_type(client.pool_threads, int)
    assert_type(client.client_side_validation, bool)
    assert_type(client.last_response, Any)
    assert_type(client.sanitize_for_serialization(Receipt()), Any)
    assert_type(client.deserialize(client.last_response, 'ReceiptBody'), Any)
    assert_type(client.call_api('/credits', 'GET', response_type='GetCreditsBody'), Any)
    assert_type(client.close(), None)
    assert_type(ParsingApi(client), ParsingApi)
    assert_type(ParsingApi().api_client, ApiClient)
    assert_type(klippa_ocr_api.__version__, str)
    assert_type(klippa_ocr_api.api.ParsingApi(), ParsingApi)
    assert_type(klippa_ocr_api.models.Receipt(), Receipt)
    assert_type(klippa_ocr_api.models.receipt.Receipt(), Receipt)


def exceptions(api: ParsingApi) -> None:
    try:
        api.parse_document('invoice.pdf')
    except NoCreditsLeftError as error:
        assert_type(error, NoCreditsLeftError)
        also: AuthenticationError = error
        raise also
    except DocumentNotFoundError as error:
        missing: FileNotFoundError = error
        assert_type(error.path_to_item, Optional[Sequence[Union[str, int]]])
        raise missing
    except (ApiTypeError, ApiValueError) as error:
        assert_type(error, Union[ApiTypeError, ApiValueError])
    except klippa_ocr_api.rest.ApiException as error:
        assert_type(error, ApiException)
        assert_type(error.status, Optional[int])
        assert_type(error.reason, Optional[str])
        assert_type(error.body, Optional[str])
        assert_type(error.headers, Optional[Mapping[str, str]])
        assert_type(error.code, Optional[int])
        assert_type(error.message, Optional[str])
        assert_type(error.request_id, Optional[str])
        assert_type(error.errors, List[ErrorDetail])
        assert_type(error.attempts, int)
        assert_type(error.errors[0].message, Optional[str])
        assert_type(error.errors[0].code, Optional[int])
        assert_type(ERROR_CODES.get(error.code or 0), Optional[str])
    except OpenApiException as error:
        assert_type(error, OpenApiException)
    ApiException(status=500, reason='Internal Server Error')


def sandboxes(klippa_sandbox: Sandbox) -> None:
    with Sandbox() as sandbox:
        assert_type(sandbox, Sandbox)
        assert_type(sandbox.url, str)
        assert_type(sandbox.auth_key, str)
        assert_type(sandbox.client(), ApiClient)
        assert_type(sandbox.client(retries=0, auth_key='test-key-not-real'), ApiClient)
    local = Sandbox(port=8080, log=print, state='klippa.db', auth_key='test-key-not-real', credits=None)
    assert_type(local.start(), Sandbox)
    klippa_sandbox.set_next_reply('parse_document', {'data': {'amount': 1250}}, headers={'X-Trace': '1'})
    klippa_sandbox.set_next_reply(status=200, body={'data': {}}, check=False)
    klippa_sandbox.inject('credits', status=503, retry_after=1)
    klippa_sandbox.inject(times=2, delay=0.5, truncate=10)
    assert_type(
        klippa_sandbox.add_key('test-key-not-real', credits=None, sub_keys=False, templates=['a']),
        str)
    assert_type(klippa_sandbox.requests[0].form, Dict[str, List[str]])
    assert_type(klippa_sandbox.requests[0].headers, Dict[str, str])
    assert_type(klippa_sandbox.requests[0].query, Dict[str, List[str]])
    assert_type(klippa_sandbox.requests[0].method, str)
    assert_type(klippa_sandbox.requests[0].status, Optional[int])
    assert_type(klippa_sandbox.requests[0].operation, Optional[str])
    assert_type(klippa_sandbox.requests[0].files[0].name, str)
    assert_type(klippa_sandbox.requests[0].files[0].size, int)
    assert_type(klippa_sandbox.requests[0].files[0].sha256, str)
    klippa_sandbox.clock.move(3600)
    klippa_sandbox.assert_called('parse_document', times=1)
    klippa_sandbox.assert_no_key_in_urls()
    klippa_sandbox.reset()
    klippa_sandbox.stop()
