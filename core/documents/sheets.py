"""Sheets that people upload: Excel, or CSV in UTF-8 or CP949, as rows of plain cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from core.errors import InvalidInput

#: A small file may unpack to a very large one.
MOST_UNPACKED = 50 * 1024 * 1024


def read_rows(data: bytes, *, most_bytes: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a file's first sheet. Raises InvalidInput on ``file`` for one that is empty, too
    large, or neither Excel nor text."""
    if len(data) > most_bytes:
        text = _("파일은 %(most)dMB까지 올릴 수 있습니다.") % {"most": most_bytes // 1024**2}
        raise InvalidInput({"file": text})
    if not data.strip():
        raise InvalidInput({"file": _("빈 파일입니다.")})
    return _excel(data) if data[:2] == b"PK" else _csv(data)


def _excel(data: bytes) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    unreadable = InvalidInput({"file": _("엑셀 파일을 읽을 수 없습니다. 다시 저장해 올려 주세요.")})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise InvalidInput({"file": _("파일을 풀면 너무 큽니다.")})
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise unreadable from error
    sheet = book.worksheets[0] if book.worksheets else None
    if sheet is None:
        raise unreadable
    return sheet.iter_rows(values_only=True)


def _csv(data: bytes) -> Iterator[tuple[Any, ...]]:
    """UTF-8 (with or without a mark) or CP949, as Korean Excel writes it."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return (tuple(row) for row in csv.reader(io.StringIO(text, newline="")))
    raise InvalidInput({"file": _("엑셀(xlsx)이나 CSV 파일을 올려 주세요.")})


#: A large sheet's text may be this large once unpacked; it is read row by row.
MOST_STREAMED = 600 * 1024 * 1024


def text_rows(file: IO[bytes]) -> Iterator[list[str]]:
    """The rows of a large file's first sheet as texts, one at a time. Numbers that a spreadsheet
    shows with leading zeros keep them. Raises InvalidInput on ``file`` as ``read_rows``."""
    head = file.read(2)
    file.seek(0)
    if head == b"PK":
        return _excel_texts(file)
    data = file.read()
    if not data.strip():
        raise InvalidInput({"file": _("빈 파일입니다.")})
    return ([_text(value) for value in row] for row in _csv(data))


def _excel_texts(file: IO[bytes]) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    unreadable = InvalidInput({"file": _("엑셀 파일을 읽을 수 없습니다. 다시 저장해 올려 주세요.")})
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_STREAMED:
                raise InvalidInput({"file": _("파일을 풀면 너무 큽니다.")})
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise unreadable from error
    except IndexError as error:
        raise unreadable from error
    return ([_cell(cell) for cell in row] for row in sheet.iter_rows())


def _cell(cell: Any) -> str:
    value = cell.value
    if type(value) is int and cell.has_style:
        shown = cell.number_format
        if len(shown) > 1 and not shown.strip("0"):
            return str(value).zfill(len(shown))
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
