"""What enterprises write of themselves, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.districts import District

_LONGEST = {
    "name": 120, "name_en": 120, "representative": 80, "phone": 20, "address": 200,
    "postal_code": 5, "mail_order_number": 60, "mail_order_exemption": 120, "story": 4000,
    "story_en": 4000,
    "bank_name": 40, "bank_account": 40, "bank_holder": 80,
}  # fmt: skip
#: Korean account numbers have 10 to 14 digits; some banks' virtual ones up to 16.
_ACCOUNT_DIGITS = range(8, 17)


def problems_of(known: Mapping[str, str], *, required: Iterable[str]) -> dict[str, Any]:
    """What is wrong with the fields in ``known``, by field; ``required`` may not be empty."""
    problems: dict[str, Any] = {}
    for name in required:
        if not known.get(name):
            problems[name] = _("필수 입력 항목입니다.")
    for name, longest in _LONGEST.items():
        if len(known.get(name, "")) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if known.get("email"):
        try:
            validate_email(known["email"])
        except ValidationError:
            problems["email"] = _("이메일 형식이 올바르지 않습니다.")
    if known.get("district") and known["district"] not in District.values:
        problems["district"] = _("부산의 구·군을 선택해 주세요.")
    if known.get("postal_code") and not re.fullmatch(r"\d{5}", known["postal_code"], re.ASCII):
        problems["postal_code"] = _("우편번호는 숫자 다섯 자리입니다.")
    if account := known.get("bank_account"):
        digits = [c for c in account if c.isascii() and c.isdigit()]
        if not re.fullmatch(r"[0-9 -]+", account) or len(digits) not in _ACCOUNT_DIGITS:
            problems.setdefault("bank_account", _("계좌번호는 숫자로 입력해 주세요."))
    return problems
