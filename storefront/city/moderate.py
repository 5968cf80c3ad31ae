"""Products that wait for the city, and the rules that make them wait."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog import selectors, services
from catalog.models import ModerationRule
from core import clock
from core.actor import Actor
from core.errors import DomainError
from storefront.forms import Filled

Kind = ModerationRule.Kind


def products(request: HttpRequest) -> HttpResponse:
    """The queue; approve, send back, or change the rules (``action``)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, actor, form))
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("city:products")
    rules = selectors.moderation_rules(actor=actor)
    if form.values.get("action") != "rules":
        form.values |= _values(rules)
    page = Paginator(selectors.moderation_queue(actor=actor), 30).get_page(request.GET.get("page"))
    context = {
        "rows": [
            (row, [(Kind(kind).label, text) for kind, text in row.causes],
             (clock.now() - row.asked_at).days)
            for row in page
        ],
        "page_obj": page,
        "rules": [(rule, form.values.get(f"on_{rule.kind}")) for rule in rules],
        "form": form,
    }  # fmt: skip
    return render(request, "city/products.html", context, status=400 if form.errors else 200)


def _act(request: HttpRequest, actor: Actor, form: Filled) -> str:
    if form.values.get("action") == "rules":
        services.moderation_rules_set(
            actor=actor,
            on=[kind for kind in Kind.values if f"on_{kind}" in form.values],
            count=form.whole("count", _("개수")),
            share_bp=form.whole("share", _("비율")) * 100,
            words=form.values.get("words", ""),
        )
        return _("심사 규칙을 저장했습니다.")
    given = form.values.get("id", "")
    pk = int(given) if given.isdecimal() and len(given) < 16 else 0
    if form.values.get("action") == "approve":
        services.moderation_approve(actor=actor, moderation_id=pk)
        return _("승인했습니다. 상점에 바로 보입니다.")
    services.moderation_return(actor=actor, moderation_id=pk, reason=form.values.get("reason", ""))
    return _("사유와 함께 돌려보냈습니다.")


def _values(rules: list[ModerationRule]) -> dict[str, str]:
    values = {f"on_{rule.kind}": "1" for rule in rules if rule.is_on}
    for rule in rules:
        if rule.kind == Kind.FIRST_LISTING:
            values["count"] = str(rule.count)
        elif rule.kind == Kind.PRICE_UP:
            values["share"] = str(rule.share_bp // 100)
        elif rule.kind == Kind.CLAIMS:
            values["words"] = rule.words
    return values
