"""One recipient as typed, made plain: what a spreadsheet ate comes back, what can't be is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LONGEST = {
    "name": 80, "phone": 20, "road_address": 200, "address_detail": 100, "message": 200, "sku": 40,
}  # fmt: skip
MOST_PIECES = 1_000
#: Postal codes run from 01000 (서울 강북구) to 63644 (제주 서귀포시) since August 2015.
POSTAL_CODES = (1000, 63999)

_MOBILE = re.compile(r"(01[016789])(\d{3,4})(\d{4})")
_SEOUL = re.compile(r"(02)(\d{3,4})(\d{4})")
_AREA = re.compile(r"(0[3-6]\d|070|080)(\d{3,4})(\d{4})")
_SAFE = re.compile(r"(050\d)(\d{3,4})(\d{4})")
_NATIONAL = re.compile(r"(1[5-8]\d{2})(\d{4})")
_CODE_IN_ADDRESS = re.compile(r"^\s*[(\[]?\s*(\d{5})\s*[)\]]?[\s,]+(?=\D)")
_HOLLOW = re.compile(r"[\s\-.,()·/]*")


class Problem(StrEnum):
    """What is wrong with a cell; ``gifts.errors.PROBLEMS`` has the words."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    PHONE = "phone"
    PHONE_SHORTENED = "phone_shortened"
    POSTAL_CODE = "postal_code"
    POSTAL_CODE_OLD = "postal_code_old"
    ADDRESS_SHORT = "address_short"
    QUANTITY = "quantity"
    SKU = "sku"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row gets that says nothing of its own, and the codes that are sold."""

    sku: str
    pieces: int
    sold: Collection[str]


@dataclass(slots=True)
class Checked:
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


def checked(cells: Mapping[str, str], defaults: Defaults) -> Checked:
    """The recipient in a row, with problems by field. Never raises."""
    found = Checked()
    texts = {name: _tidy(text) for name, text in cells.items()}
    address, code = texts.get("road_address", ""), texts.get("postal_code", "")
    if not code and (inside := _CODE_IN_ADDRESS.match(address)):
        code, address = inside[1], address[inside.end() :]
    for name, text in (("name", texts.get("name", "")), ("road_address", address)):
        _keep(found, name, text, needed=True)
    for name in ("address_detail", "message"):
        _keep(found, name, texts.get(name, ""))
    if "road_address" not in found.problems and len(_HOLLOW.sub("", address)) < 5:
        found.problems["road_address"] = Problem.ADDRESS_SHORT
    _phone(found, texts.get("phone", ""))
    _postal_code(found, code)
    quantity = texts.get("quantity", "")
    pieces = whole_quantity(quantity) if quantity else defaults.pieces
    if pieces is None or not 1 <= pieces <= MOST_PIECES:
        found.problems["quantity"] = Problem.QUANTITY
    found.values["quantity"] = pieces
    sku = texts.get("sku", "") or defaults.sku
    if not sku:
        found.problems["sku"] = Problem.MISSING
    elif sku not in defaults.sold:
        found.problems["sku"] = Problem.SKU
    found.values["sku"] = sku[: LONGEST["sku"]]
    return found


def phone_formatted(text: str) -> str | None:
    """A Korean telephone number with hyphens, ``None`` where it is none. A spreadsheet eats the
    first zero (1012345678), others write +82."""
    digits = re.sub(r"[\s\-.()·]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^\+?82(?=\d{8,})0?", "0", digits)
    if not digits.isascii() or not digits.isdecimal():
        return None
    national = _NATIONAL.fullmatch(digits)
    if national:
        return "-".join(national.groups())
    if not digits.startswith("0"):
        digits = f"0{digits}"
    for shape in (_MOBILE, _SEOUL, _SAFE, _AREA):
        if match := shape.fullmatch(digits):
            return "-".join(match.groups())
    return None


def postal_code_of(text: str) -> str | None:
    """Five digits, the first zero put back where a spreadsheet ate it; else ``None``."""
    digits = re.sub(r"[\s\-]", "", text)
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (4, 5):
        return None
    first, last = POSTAL_CODES
    return digits.zfill(5) if first <= int(digits) <= last else None


def whole_quantity(text: str) -> int | None:
    """``3``, ``3.0``, ``1,000개`` as a number."""
    plain = re.sub(r"[,\s]|개$|세트$|\.0+$", "", text)
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 8 else None


def _tidy(text: str) -> str:
    """Without odd spaces and invisible signs, which come with what is pasted."""
    plain = "".join(" " if unicodedata.category(sign) in ("Zs", "Cc") else sign for sign in text)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(plain.split()).removeprefix("'")


def _keep(found: Checked, name: str, text: str, *, needed: bool = False) -> None:
    if needed and not text:
        found.problems[name] = Problem.MISSING
    elif len(text) > LONGEST[name]:
        found.problems[name] = Problem.TOO_LONG
    found.values[name] = text


def _phone(found: Checked, text: str) -> None:
    number = phone_formatted(text)
    if not text:
        found.problems["phone"] = Problem.MISSING
    elif re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", text):
        found.problems["phone"] = Problem.PHONE_SHORTENED
    elif number is None:
        found.problems["phone"] = Problem.PHONE
    found.values["phone"] = number or ""


def _postal_code(found: Checked, text: str) -> None:
    code = postal_code_of(text)
    if not text:
        found.problems["postal_code"] = Problem.MISSING
    elif code is None:
        is_old = len(re.sub(r"\D", "", text)) == 6
        found.problems["postal_code"] = Problem.POSTAL_CODE_OLD if is_old else Problem.POSTAL_CODE
    found.values["postal_code"] = code or ""
