"""The tax office's spreadsheet column by column, and the copy people read."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from settlements import tax_papers
from settlements.models import TaxDocument
from tests.pdf import squeezed

SELLER = {
    "name": "=영도바다비누", "business_number": "0123456789", "representative": "김대표",
    "address": "부산 영도구", "email": "a@soap.example",
}  # fmt: skip
BUYER = {
    "name": "가온구청", "business_number": "999-81-00000", "representative": "구청장",
    "address": "부산 연제구", "email": "b@agency.example",
}  # fmt: skip


def row(name: str, supply: int, vat: int, quantity: int | None = None) -> dict[str, Any]:
    return {
        "on": "2026-11-07", "name": name, "quantity": quantity,
        "supply_amount": supply, "vat_amount": vat,
    }  # fmt: skip


def document(*items: dict[str, Any], **more: Any) -> TaxDocument:
    return TaxDocument(
        **{
            "number": "T-261107-AAAAAA", "kind": "tax_invoice", "subject": "goods",
            "supplier": SELLER, "recipient": BUYER, "items": list(items),
            "supplied_on": dt.date(2026, 11, 7),
            "supply_amount": sum(item["supply_amount"] for item in items),
            "vat_amount": sum(item["vat_amount"] for item in items),
        }
        | more
    )  # fmt: skip


SOAP = row("비누", 10_000, 1_000, 10)


def sheet(data: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return list(book[tax_papers.SHEET].iter_rows(values_only=True))


def test_the_columns_of_a_tax_invoice() -> None:
    ending, data = tax_papers.bulk_upload([document(SOAP)])
    assert ending == "xlsx"
    rows = sheet(data)
    assert not any(any(line) for line in rows[:5])  # the form's own notes stand there
    heads, values = rows[5], rows[6]
    assert len(heads) == 59
    assert [heads[0], heads[1], heads[18], heads[19], heads[20], heads[58]] == [
        "전자(세금)계산서 종류(01:일반, 02:영세율)", "작성일자", "공급받는자 이메일2", "공급가액",
        "세액", "영수(01),청구(02)",
    ]  # fmt: skip
    told = dict(zip(heads, values, strict=True))
    assert told["작성일자"] == "20261107"
    assert told["공급자 등록번호('-' 없이 입력)"] == "0123456789"  # text: the zero stays
    assert told["공급받는자 등록번호('-' 없이 입력)"] == "9998100000"
    assert told["공급자 상호"] == "=영도바다비누"  # a name, never a formula
    assert (told["공급가액"], told["세액"]) == (10_000, 1_000)
    assert (told["일자1(2자리, 작성년월 제외)"], told["품목1"], told["수량1"]) == ("07", "비누", 10)
    assert (told["단가1"], told["공급가액1"], told["세액1"]) == (1_000, 10_000, 1_000)
    assert (told["외상미수금"], told["영수(01),청구(02)"]) == (11_000, "02")
    assert told["품목2"] is None


def test_goods_without_tax_have_a_form_of_their_own() -> None:
    exempt = document(row("감자", 8_000, 0, 2), kind="invoice")
    heads, values = sheet(tax_papers.bulk_upload([exempt])[1])[5:7]
    assert len(heads) == 54
    assert not any("세액" in head for head in heads)
    assert (values[0], dict(zip(heads, values, strict=True))["공급가액"]) == ("05", 8_000)


def test_what_doesn_t_fit_is_summed_in_the_fourth_row() -> None:
    items = [row(f"상품{n}", 1_000 * n, 100 * n, 1) for n in range(1, 8)]
    heads, values = sheet(tax_papers.bulk_upload([document(*items)])[1])[5:7]
    told = dict(zip(heads, values, strict=True))
    assert told["품목4"] == "상품4 외 3건"
    assert sum(told[f"공급가액{n}"] for n in range(1, 5)) == told["공급가액"] == 28_000
    assert sum(told[f"세액{n}"] for n in range(1, 5)) == told["세액"]


def test_a_hundred_a_file_each_kind_and_the_amended_apart() -> None:
    plain = [document(SOAP, number=f"T-{n}") for n in range(101)]
    exempt = document(row("감자", 8_000, 0, 2), kind="invoice")
    less = document(row("비누", -1_000, -100, -1), amendment="03", amends=plain[0])
    plain[0].approval_number = "202611204100009900000001"
    ending, data = tax_papers.bulk_upload([*plain, exempt, less])
    assert ending == "zip"
    files = zipfile.ZipFile(io.BytesIO(data))
    assert files.namelist() == [
        "세금계산서_1.xlsx", "세금계산서_2.xlsx", "계산서_1.xlsx", "수정발급_목록.xlsx"
    ]  # fmt: skip
    assert [len(sheet(files.read(name))) - 6 for name in files.namelist()[:3]] == [100, 1, 1]
    amended = openpyxl.load_workbook(io.BytesIO(files.read("수정발급_목록.xlsx"))).worksheets[0]
    assert [cell.value for cell in amended[2]][1:4] == ["03", "환입", "202611204100009900000001"]


def test_with_nothing_to_issue_the_file_is_empty_and_opens() -> None:
    ending, data = tax_papers.bulk_upload([])
    assert ending == "xlsx"
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["수정발급 목록"]


@pytest.mark.parametrize("state", ["draft", "issued"])
def test_the_copy_says_whether_it_was_issued(state: str) -> None:
    text = squeezed(tax_papers.document_pdf(document(SOAP, state=state)))
    assert ("국세청에전송한원본이아닙니다" in text) is (state == "draft")
    for word in ("세금계산서", "공급받는자", "999-81-00000", "10,000", "1,000", "금일만일천원정"):
        assert word in text


def test_an_amended_copy_names_the_reason_and_the_original() -> None:
    original = document(SOAP, approval_number="202611204100009900000001")
    less = document(row("비누", -1_000, -100, -1), amendment="03", amends=original)
    text = squeezed(tax_papers.document_pdf(less))
    for word in ("수정세금계산서", "03환입", "202611204100009900000001", "-1,100", "마이너스금"):
        assert word in text
