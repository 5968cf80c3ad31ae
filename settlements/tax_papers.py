"""Tax documents as files: the tax office's bulk upload, and a copy to read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from core import business_number, clock
from core.documents import render_pdf, won_in_words
from core.documents.workbook import Workbook
from settlements.models import TaxDocument

#: The tax office takes so many documents in one file.
BATCH = 100
#: Rows of goods that one document has room for.
ROOM = 4
SHEET = "엑셀업로드양식"
_NUMBER = "등록번호('-' 없이 입력)"
_PARTY = ("종사업장번호", "상호", "성명", "사업장주소", "업태", "종목")


def heads(kind: str) -> list[str]:
    """The columns of the tax office's form for ``kind``, left to right.

    As the spreadsheet offered for download at hometax.go.kr (전자(세금)계산서 일괄발급, general)
    has them: 59 columns for 세금계산서; 계산서 has no column for tax, 54.
    """
    taxed = kind == TaxDocument.Kind.TAX_INVOICE
    tax, row_tax = (["세액"], ("세액",)) if taxed else ([], ())
    first = "전자(세금)계산서 종류(01:일반, 02:영세율)" if taxed else "전자계산서 종류(05:일반)"
    rows = [
        f"{name}{place}{'(2자리, 작성년월 제외)' if name == '일자' else ''}"
        for place in range(1, ROOM + 1)
        for name in ("일자", "품목", "규격", "수량", "단가", "공급가액", *row_tax, "품목비고")
    ]
    return [
        first,
        "작성일자",
        *(f"공급자 {name}" for name in (_NUMBER, *_PARTY, "이메일")),
        *(f"공급받는자 {name}" for name in (_NUMBER, *_PARTY, "이메일1", "이메일2")),
        "공급가액",
        *tax,
        "비고",
        *rows,
        "현금",
        "수표",
        "어음",
        "외상미수금",
        "영수(01),청구(02)",
    ]


def bulk_upload(documents: Sequence[TaxDocument]) -> tuple[str, bytes]:
    """Documents that wait to be issued as the tax office's spreadsheets: a file's ending (xlsx, or
    zip where there are several) and its bytes.

    One file for each kind and each hundred. Amended ones aren't taken in bulk there: they stand
    in a list of their own, with the approval number of the original they amend.
    """
    files: list[tuple[str, bytes]] = []
    for kind in TaxDocument.Kind:
        rows = [row for row in documents if row.kind == kind and not row.amendment]
        for place, start in enumerate(range(0, len(rows), BATCH), start=1):
            name = f"{kind.label}_{place}.xlsx"
            files.append((name, _upload_sheet(kind, rows[start : start + BATCH])))
    amended = [row for row in documents if row.amendment]
    if amended or not files:
        files.append(("수정발급_목록.xlsx", _amended_sheet(amended)))
    if len(files) == 1:
        return "xlsx", files[0][1]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return "zip", buffer.getvalue()


def _upload_sheet(kind: str, documents: Sequence[TaxDocument]) -> bytes:
    book = Workbook()
    book.sheet(SHEET, heads(kind), [_upload_row(row) for row in documents], top=5)
    return book.done()


def _upload_row(document: TaxDocument) -> list[object]:
    taxed = document.kind == TaxDocument.Kind.TAX_INVOICE
    row: list[object] = [
        "01" if taxed else "05",
        f"{document.supplied_on:%Y%m%d}",
        *_party_cells(document.supplier),
        *_party_cells(document.recipient),
        "",
        document.supply_amount,
        *([document.vat_amount] if taxed else []),
        document.number,
    ]
    items = _fitted(document.items)
    for item in items:
        row += [
            item["on"][8:10],
            item["name"][:100],
            "",
            item["quantity"] or "",
            item["supply_amount"] // item["quantity"] if item["quantity"] else "",
            item["supply_amount"],
            *([item["vat_amount"]] if taxed else []),
            "",
        ]
    row += [""] * ((8 if taxed else 7) * (ROOM - len(items)))
    return [*row, "", "", "", document.total_amount, "02"]


def _party_cells(party: dict[str, str]) -> list[object]:
    return [
        business_number.digits_of(party["business_number"]),
        "",
        party["name"],
        party["representative"],
        party["address"],
        "",
        "",
        party["email"],
    ]


def _fitted(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most four rows: what doesn't fit is summed up in the last."""
    if len(items) <= ROOM:
        return list(items)
    rest = items[ROOM - 1 :]
    folded = {
        "on": rest[0]["on"],
        "name": f"{rest[0]['name'][:80]} 외 {len(rest) - 1}건",
        "quantity": None,
        "supply_amount": sum(item["supply_amount"] for item in rest),
        "vat_amount": sum(item["vat_amount"] for item in rest),
    }
    return [*items[: ROOM - 1], folded]


def _amended_sheet(documents: Sequence[TaxDocument]) -> bytes:
    book = Workbook()
    book.sheet(
        "수정발급 목록",
        ("문서번호", "사유코드", "사유", "당초 승인번호", "작성일자", "공급받는자", "등록번호",
         "공급가액", "세액"),
        [
            (
                row.number,
                row.amendment,
                str(row.get_amendment_display()),
                row.amends.approval_number if row.amends else "",
                f"{row.supplied_on:%Y%m%d}",
                row.recipient["name"],
                business_number.digits_of(row.recipient["business_number"]),
                row.supply_amount,
                row.vat_amount,
            )
            for row in documents
        ],
    )  # fmt: skip
    return book.done()


def document_pdf(document: TaxDocument) -> bytes:
    """A copy to read and file. The original is what the tax office holds under its number."""
    total = document.total_amount
    taxed = document.kind == TaxDocument.Kind.TAX_INVOICE
    title = str(TaxDocument.Kind(document.kind).label)
    amends = document.amends
    return render_pdf(
        "tax_document",
        {
            "title": f"수정{title}" if document.amendment else title,
            "number": document.number,
            "issued_on": document.supplied_on.isoformat(),
            "approval": document.approval_number or "발행 전",
            "is_issued": document.state == TaxDocument.State.ISSUED,
            "sent": clock.local_date(document.issued_at).isoformat() if document.issued_at else "",
            "amendment": f"{document.amendment} {document.get_amendment_display()}"
            if document.amendment
            else "",
            "original": (amends.approval_number or amends.number) if amends else "",
            "supplier": _party(document.supplier),
            "recipient": _party(document.recipient),
            "supply": document.supply_amount,
            "vat": document.vat_amount if taxed else None,
            "total": total,
            "words": ("마이너스 " if total < 0 else "") + won_in_words(abs(total)),
            "items": [
                {
                    "on": item["on"][5:].replace("-", "/"),
                    "name": item["name"],
                    "quantity": item["quantity"],
                    "unit": item["supply_amount"] // item["quantity"] if item["quantity"] else None,
                    "supply": item["supply_amount"],
                    "vat": item["vat_amount"] if taxed else None,
                }
                for item in document.items
            ],
        },
    )


def _party(party: dict[str, str]) -> dict[str, str]:
    return party | {
        "business_number": business_number.formatted(party["business_number"]),
        "phone": "",
        "person": party["email"],
    }
