"""What a cart and a Korean delivery address may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: More pieces of one thing than this is an organization's order, by quote.
LARGEST_QUANTITY = 1_000
LONGEST_CART = 100
LONGEST_GIFT_MESSAGE = 200
MOST_COUPONS = 10

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_POSTAL_CODE = re.compile(r"\d{5}")
_PHONE = re.compile(r"0\d{1,2}-?\d{3,4}-?\d{4}")

#: Field → longest text; those of ``REQUIRED`` may not be empty.
ADDRESS_FIELDS = {
    "email": 254,
    "recipient": 80,
    "phone": 20,
    "postal_code": 5,
    "road_address": 200,
    "address_detail": 100,
    "delivery_note": 200,
}
REQUIRED = ("email", "recipient", "phone", "postal_code", "road_address")


def address_problems(fields: Mapping[str, str], *, required: bool = True) -> dict[str, str]:
    """What is wrong by field, as a code: ``required``, ``too_long`` or ``invalid``.

    The postal code is five digits (since 2015), a phone number starts with 0.
    """
    problems = {}
    for name, longest in ADDRESS_FIELDS.items():
        text = fields.get(name, "").strip()
        if not text:
            if required and name in REQUIRED:
                problems[name] = "required"
        elif len(text) > longest:
            problems[name] = "too_long"
        elif not _fits(name, text):
            problems[name] = "invalid"
    return problems


def _fits(name: str, text: str) -> bool:
    if name == "email":
        return _EMAIL.fullmatch(text) is not None
    if name == "postal_code":
        return _POSTAL_CODE.fullmatch(text) is not None
    if name == "phone":
        return _PHONE.fullmatch(text.replace(" ", "")) is not None
    return True
