"""Sheets as people hand them in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Category
from tests.factories.catalog import CategoryFactory, ChannelFactory

HEAD = [
    "상품코드",
    "상품명",
    "카테고리",
    "옵션",
    "가격",
    "재고",
    "상세설명",
    "판매",
    "고시: 제조원",
]


def shelf() -> Category:
    """A channel, and a category whose notice asks for its maker."""
    ChannelFactory()
    return CategoryFactory(
        name="비누",
        notice_fields=[{"key": "maker", "label": "제조원", "label_en": "Maker", "required": True}],
    )


def soap(code: str = "A-1", **more: Any) -> list[Any]:
    row = {
        "상품코드": code, "상품명": f"동백비누 {code}", "카테고리": "비누", "옵션": "",
        "가격": 6500, "재고": 30, "상세설명": "천천히 굳힌 비누", "판매": "멈춤",
        "고시: 제조원": "바다공방",
    } | more  # fmt: skip
    return [row[head] for head in HEAD]


def xlsx(
    rows: Sequence[Sequence[Any]],
    head: Sequence[str] = HEAD,
    formats: Mapping[tuple[int, int], str] = {},
) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append(list(row))
    for (row_number, column), shown in formats.items():
        sheet.cell(row_number, column).number_format = shown
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("상품.xlsx", buffer.getvalue())


def comma(
    rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, *, encoding: str = "utf-8-sig"
) -> SimpleUploadedFile:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([head, *rows])
    return SimpleUploadedFile("상품.csv", buffer.getvalue().encode(encoding))


class _OldZip(zipfile.ZipInfo):
    """An entry as Windows in Korean writes it: its name in CP949, and no word of that."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("cp949"), self.flag_bits & ~0x800


def zipped(files: Mapping[str, bytes], *, korean_windows: bool = False) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in files.items():
            kind = _OldZip if korean_windows else zipfile.ZipInfo
            packed.writestr(kind(name), data)
    return SimpleUploadedFile("사진.zip", buffer.getvalue())
