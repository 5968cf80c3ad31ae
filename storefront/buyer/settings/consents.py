"""Approval rules: which consents a purchase takes, in the order they are asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors as people
from catalog.selectors import category_tree
from core.errors import InvalidInput, NotFound
from procurement import selectors, services
from procurement.models import ApprovalRule, BuyingKind
from procurement.rules import Stage
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import (
    ROLE_CHOICES,
    key_in,
    may_keep,
    optional_key,
    optional_whole,
    people_options,
)
from storefront.forms import Filled

MOST_STAGES = 5


@for_organization
def rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The rules in their order; one of them (``?rule=``) or a new one to be written."""
    pk = desk.organization.pk
    rows = list(selectors.approval_rules(actor=desk.actor, organization_id=pk))
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_rules")
    edited = request.GET.get("rule", "")
    if request.method == "GET" and edited:
        found = next((row for row in rows if str(row.pk) == edited), None)
        if found is None:
            raise NotFound
        form.values = _values(found)
    form.values.setdefault("who_0", "role:approver")
    colleagues = people.colleagues(actor=desk.actor, organization_id=pk)
    centers = selectors.cost_centers(actor=desk.actor, organization_id=pk)
    context = {
        "rows": rows,
        "form": form,
        "may_keep": may_keep(desk.actor, pk),
        "centers": [(row.pk, str(row)) for row in centers],
        "categories": _categories(),
        "kinds": BuyingKind.choices,
        "who": [
            *((f"role:{role}", name) for role, name in ROLE_CHOICES),
            *((f"person:{key}", name) for key, name in people_options(colleagues)),
        ],
        "stages": [_stage_fields(form, place) for place in range(MOST_STAGES)],
    }
    return desk.page(request, "settings/rules", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    if form.values.get("action") == "end":
        services.approval_rule_end(actor=desk.actor, rule_id=_own(desk, key_in(form)))
        return _("규칙을 끝냈습니다.")
    services.approval_rule_set(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        name=form.values.get("name", ""),
        stages=_stages(form),
        min_amount=optional_whole(form, "min_amount", _("시작 금액")) or 0,
        max_amount=optional_whole(form, "max_amount", _("끝 금액")),
        cost_center_id=optional_key(form, "cost_center"),
        category_id=optional_key(form, "category"),
        kind=form.values.get("kind", ""),
        sort_order=_place(form),
        rule_id=optional_key(form, "id"),
    )
    return _("규칙을 저장했습니다.")


def _own(desk: Desk, rule_id: int) -> int:
    """A rule of the organization at whose desk somebody sits. Raises NotFound."""
    if not ApprovalRule.objects.filter(pk=rule_id, organization=desk.organization).exists():
        raise NotFound
    return rule_id


def _place(form: Filled) -> int | None:
    place = optional_whole(form, "sort_order", _("순서"))
    if place is not None and not 0 <= place <= 1000:
        raise InvalidInput({"sort_order": _("순서는 0에서 1,000까지입니다.")})
    return place


def _stages(form: Filled) -> list[Stage]:
    """The stages that were filled in, in order. Raises InvalidInput by field."""
    found, problems = [], {}
    for place in range(MOST_STAGES):
        who = form.values.get(f"who_{place}", "")
        if not who:
            continue
        kind, _colon, name = who.partition(":")
        is_person = kind == "person"
        days: dict[str, Any] = {}
        for field in ("escalate", "expire"):
            try:
                days[field] = optional_whole(form, f"{field}_{place}", _("기한"))
            except InvalidInput as error:
                problems[f"stage_{place}"] = error.by_field()[f"{field}_{place}"]
        found.append(
            Stage(
                role="approver" if is_person else name,
                person=(int(name) if name.isdecimal() and len(name) < 16 else 0)
                if is_person
                else None,
                escalate_days=days.get("escalate"),
                expire_days=days.get("expire"),
            )
        )
    if problems:
        raise InvalidInput(problems)
    return found


def _values(rule: ApprovalRule) -> dict[str, str]:
    """A rule as the form shows it."""
    values = {
        "id": str(rule.pk),
        "name": rule.name,
        "min_amount": str(rule.min_amount),
        "max_amount": "" if rule.max_amount is None else str(rule.max_amount),
        "cost_center": str(rule.cost_center_id or ""),
        "category": str(rule.category_id or ""),
        "kind": rule.kind,
        "sort_order": str(rule.sort_order),
    }
    for place, stage in enumerate(rule.stages.all()):
        whose = f"person:{stage.person_id}" if stage.person_id else f"role:{stage.role}"
        values[f"who_{place}"] = whose
        values[f"escalate_{place}"] = str(stage.escalate_days or "")
        values[f"expire_{place}"] = str(stage.expire_days or "")
    return values


def _stage_fields(form: Filled, place: int) -> dict[str, Any]:
    return {
        "number": place + 1,
        "place": place,
        "who": form.values.get(f"who_{place}", ""),
        "escalate": form.values.get(f"escalate_{place}", ""),
        "expire": form.values.get(f"expire_{place}", ""),
        "errors": form.errors.get(f"stage_{place}", []),
    }


def _categories() -> list[tuple[int, str]]:
    return [
        (row.pk, ("\u2003" if row.parent_id else "") + row.name)
        for top in category_tree()
        for row in (top, *top.children.all())
    ]
