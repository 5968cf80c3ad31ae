"""An order's whole life on one page: events, payments, ledger rows, mails, webhooks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import NotFound
from payments import life
from settlements import selectors


def find(request: HttpRequest) -> HttpResponse:
    """By order, part, payment or tracking number, or the buyer's e-mail."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = life.find(actor=request.actor, text=text) if text else []  # type: ignore[attr-defined]
    if len(found) == 1:
        return redirect("city:order", found[0].number)
    return render(request, "city/orders.html", {"text": text, "orders": found})


def order(request: HttpRequest, number: str) -> HttpResponse:
    found = life.of_order(actor=request.actor, number=number)  # type: ignore[attr-defined]
    if found is None:
        raise NotFound
    settled, documents = selectors.papers_of_order(
        actor=request.actor,  # type: ignore[attr-defined]
        order_id=found.order.pk,
    )
    context = {"life": found, "order": found.order, "settled": settled, "documents": documents}
    return render(request, "city/order.html", context)
