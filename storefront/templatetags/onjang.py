"""Filters every template may use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import business_number
from core.districts import District
from reports import rules as report_rules

register = template.Library()


@register.filter
def localized(obj: Any, name: str) -> Any:
    """``obj.<name>``, in English where English is read and written."""
    if get_language() == "en":
        english = getattr(obj, f"{name}_en", "")
        if english:
            return english
    return getattr(obj, name, "")


@register.filter
def won(amount: int | None) -> str:
    """``12,000원``."""
    if amount is None:
        return "–"
    digits = intcomma(abs(amount), use_l10n=False)
    return ("−" if amount < 0 else "") + _("%(amount)s원") % {"amount": digits}


@register.filter
def less(amount: int | None) -> str:
    """What is taken off: ``−12,000원``, and plainly ``0원``."""
    return won(-amount if amount else amount)


@register.filter
def compact_won(amount: int) -> str:
    """``1억 2,300만``; in English ``₩123 m``."""
    if get_language() == "en":
        return report_rules.compact_won_english(amount)
    return report_rules.compact_won(amount)


@register.filter
def basis_points(value: int | None) -> str:
    """``2.89%``."""
    return "–" if value is None else f"{value / 100:.2f}%"


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key, "") if mapping else ""


@register.filter
def district(code: str) -> str:
    """The district's name by its code."""
    return str(District(code).label) if code in District.values else ""


@register.filter
def brn(number: str) -> str:
    """A business registration number with its hyphens."""
    return business_number.formatted(number)


@register.filter
def nearby(page: Page[Any]) -> range:
    """The numbers a pager shows: two on either side of the page."""
    return range(max(1, page.number - 2), min(page.paginator.num_pages, page.number + 2) + 1)


@register.filter
def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query string with some parameters changed (``None`` or blank: taken out)."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    text = parameters.urlencode()
    return f"?{text}" if text else "?"


@register.filter
def negated(amount: int) -> int:
    return -amount


#: What the accounts of the books are called on screen.
ACCOUNTS = {
    "bank": gettext_lazy("은행"),
    "gateway_clearing": gettext_lazy("결제사 보관금"),
    "buyer_receivable": gettext_lazy("기관·기업 미수금"),
    "disputes": gettext_lazy("분쟁 중"),
    "coupons": gettext_lazy("온장 부담 쿠폰"),
    "provider_fees": gettext_lazy("결제사 수수료"),
    "losses": gettext_lazy("손실·조정"),
    "buyer_funds": gettext_lazy("구매자 예치금"),
    "refunds": gettext_lazy("보낼 환불"),
    "enterprise_payable": gettext_lazy("기업에 줄 돈"),
    "payouts": gettext_lazy("보내는 중인 지급"),
    "unmatched_deposits": gettext_lazy("주인 모르는 입금"),
    "commission": gettext_lazy("수수료"),
    "commission_vat": gettext_lazy("수수료 부가세"),
    "sealed_entries": gettext_lazy("봉인된 전표 수"),
}


@register.filter
def account(kind: str) -> str:
    """An account of the books by its name on screen."""
    return str(ACCOUNTS.get(kind, kind))


#: What the nightly comparison calls its differences (``settlements.services.reconcile``).
DIFFERENCES = {
    "payment_not_booked": gettext_lazy("장부에 없거나 금액이 다른 결제"),
    "refunds_not_summing": gettext_lazy("환불 합계가 다른 결제"),
    "order_not_paid": gettext_lazy("결제 금액이 다른 주문"),
    "paid_but_no_order": gettext_lazy("결제되었으나 확정되지 않은 주문"),
    "parts_not_summing": gettext_lazy("기업별 합계가 다른 주문"),
    "lines_not_summing": gettext_lazy("상품 합계가 다른 주문"),
    "delivery_not_booked": gettext_lazy("장부에 없는 배송 완료"),
    "payable_not_explained": gettext_lazy("내역과 다른 기업 잔액"),
    "settlement_not_summing": gettext_lazy("내역과 다른 정산"),
    "funds_below_zero": gettext_lazy("0보다 작은 잔액"),
    "refund_overdue": gettext_lazy("기한이 지난 환불"),
    "books_not_proved": gettext_lazy("봉인이 맞지 않는 장부"),
    "books_not_balanced": gettext_lazy("차변과 대변이 다른 장부"),
    "provider_silent": gettext_lazy("결제사가 답하지 않은 결제"),
    "provider_amount": gettext_lazy("결제사와 금액이 다른 결제"),
    "provider_refunds": gettext_lazy("결제사와 환불액이 다른 결제"),
}


@register.filter
def difference(code: str) -> str:
    """What a difference is, in words."""
    return str(DIFFERENCES.get(code, code))
