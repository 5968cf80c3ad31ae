"""Filters every template may use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import business_number
from core.districts import District
from reports import rules as report_rules
from storefront import words
from voices import rules

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
def signed_share(value: int) -> str:
    """``+12.5%``, ``−3.0%``."""
    return f"{'+' if value >= 0 else '−'}{abs(value) / 100:,.1f}%"


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


@register.filter
def account(kind: str) -> str:
    """An account of the books by its name on screen."""
    return str(words.ACCOUNTS.get(kind, kind))


@register.filter
def difference(code: str) -> str:
    """What a difference is, in words."""
    return str(words.DIFFERENCES.get(code, code))


@register.filter
def happening(moment: Any) -> str:
    """What happened to an order (a moment of ``payments.life``), in words."""
    return str(words.HAPPENINGS.get((moment.kind, moment.what), moment.what))


@register.filter
def source(kind: str) -> str:
    """Where a moment of an order's life was noted."""
    return str(words.SOURCES.get(kind, kind))


@register.filter
def booking(kind: str) -> str:
    """What an entry of the books is for."""
    return str(words.HAPPENINGS.get(("ledger", kind), kind))


@register.filter
def masked(name: str) -> str:
    """A buyer's name as others see it."""
    return rules.masked(name)


@register.filter
def stars(rating: int) -> str:
    """``4`` as ``★★★★☆``."""
    return "★" * rating + "☆" * (5 - rating)


@register.filter
def browser(agent: str) -> str:
    """A browser and its system by their names: ``Chrome · Android``."""
    return words.device(agent)


@register.filter
def act(entry: Any) -> str:
    """What somebody did (a line of the audit trail), in words."""
    return str(words.ACTS.get(entry.action, entry.action))


@register.filter
def role(code: str) -> str:
    """A role at an organization, in words."""
    return str(words.ROLES.get(code, code))
