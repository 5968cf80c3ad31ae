"""After the sale: cancel, send back, follow, confirm. The order's link is the permission."""

from __future__ import annotations

import datetime as dt
import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import selectors as catalog
from core import clock
from core.errors import Conflict, InvalidInput, NotFound
from orders import rules, selectors, services
from orders.carriers import tracking_page
from orders.models import Order, OrderLine, ReturnRequest, VendorOrder
from orders.papers import transaction_statement_pdf
from payments import selectors as payments
from payments import services as money
from payments.services.refund import BY_TRANSFER
from storefront import files
from storefront.forms import Filled


@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The buyer confirms the purchase of an enterprise's part."""
    part = _part(selectors.order_for_token(token), request.POST.get("number", ""))
    try:
        services.vendor_order_close(
            actor=request.actor,  # type: ignore[attr-defined]
            vendor_order_id=part.pk,
            order_token=token,
        )
        messages.success(request, _("구매를 확정했습니다. 고맙습니다."))
    except Conflict as error:
        messages.warning(request, str(error.message))
    return redirect("shop:order", token)


def statement(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """거래명세서 of an enterprise's part."""
    part = _part(selectors.order_for_token(token), number)
    if part.status in (VendorOrder.Status.PENDING, VendorOrder.Status.CANCELLED):
        raise NotFound
    return files.pdf(transaction_statement_pdf(part), f"거래명세서_{part.number}")


def cancel(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Cancel pieces that haven't left yet; what comes back is told beside each line."""
    order = selectors.order_for_token(token)
    part = _part(order, number)
    lines = [line for line in part.lines.all() if line.to_ship]
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            refund = money.lines_cancel(
                actor=request.actor,  # type: ignore[attr-defined]
                vendor_order_id=part.pk,
                quantities=_pieces(form, lines),
                reason=form.values.get("reason", "")[:200] or _("구매자 취소"),
                refund_account=_account(form),
                order_token=token,
                idempotency_key=form.values.get("key") or None,
            )
        except InvalidInput as error:
            form.refuse(error)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("shop:order", token)
        else:
            text = _("취소했습니다. %(amount)s원을 돌려드립니다.")
            messages.success(request, text % {"amount": f"{refund.amount:,}"})
            return redirect("shop:order", token)
    if not lines:
        return redirect("shop:order", token)
    form.values.setdefault("key", secrets.token_urlsafe(16))
    context = {
        "order": order,
        "part": part,
        "lines": [(line, line.to_ship, f"quantity_{line.pk}") for line in lines],
        "form": form,
        "asks_account": _asks_account(order),
    }
    return render(request, "shop/part_cancel.html", context, status=400 if form.errors else 200)


def send_back(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Ask for a return or an exchange of pieces that came."""
    order = selectors.order_for_token(token)
    part = _part(order, number)
    lines = [line for line in part.lines.all() if line.shipped_quantity > line.returned_quantity]
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            if form.values.get("kind") == ReturnRequest.Kind.RETURN:
                money.refund_account_set(order_id=order.pk, account=_account(form))
            services.return_request(
                actor=request.actor,  # type: ignore[attr-defined]
                vendor_order_id=part.pk,
                kind=form.values.get("kind", ""),
                reason=form.values.get("reason", ""),
                quantities=_pieces(form, lines),
                note=form.values.get("note", ""),
                noticed_on=_day(form),
                variants=_variants(form, lines),
                order_token=token,
                idempotency_key=form.values.get("key") or None,
            )
        except InvalidInput as error:
            form.refuse(error)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("shop:order", token)
        else:
            messages.success(request, _("요청을 보냈습니다. 답이 오면 메일로 알려드립니다."))
            return redirect("shop:order", token)
    if not lines:
        return redirect("shop:order", token)
    form.values.setdefault("key", secrets.token_urlsafe(16))
    form.values.setdefault("kind", ReturnRequest.Kind.RETURN)
    clocks = selectors.consumer_clocks(on=clock.today())
    received = clock.local_date(part.delivered_at) if part.delivered_at else None
    context = {
        "order": order,
        "part": part,
        "lines": [_returnable(line) for line in lines],
        "form": form,
        "kinds": ReturnRequest.Kind.choices,
        "reasons": ReturnRequest.Reason.choices,
        "mind_until": rules.withdrawal_until(received, clocks) if received else None,
        "fault_until": rules.fault_until(received, clocks) if received else None,
        "today": clock.today(),
        "asks_account": _asks_account(order),
    }
    return render(request, "shop/part_return.html", context, status=400 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Keep it after all."""
    order = selectors.order_for_token(token)
    found = [r for p in order.vendor_orders.all() for r in p.returns.all() if r.number == number]
    if not found:
        raise NotFound
    try:
        services.return_withdraw(
            actor=request.actor,  # type: ignore[attr-defined]
            return_id=found[0].pk,
            order_token=token,
        )
        messages.success(request, _("요청을 거두었습니다."))
    except Conflict as error:
        messages.warning(request, str(error.message))
    return redirect("shop:order", token)


def track(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Where a parcel is: what the carrier told, and the way to its own page."""
    order = selectors.order_for_token(token)
    for part in order.vendor_orders.all():
        for shipment in part.shipments.all():
            if shipment.number == number:
                context = {
                    "order": order,
                    "part": part,
                    "shipment": shipment,
                    "scans": list(shipment.tracking.all())[::-1],
                    "page": tracking_page(shipment.carrier, shipment.tracking_number),
                }
                return render(request, "shop/parcel.html", context)
    raise NotFound


def _part(order: Order, number: str) -> VendorOrder:
    for part in order.vendor_orders.all():
        if part.number == number:
            return part
    raise NotFound


def _pieces(form: Filled, lines: list[OrderLine]) -> dict[int, int]:
    """Pieces by line id. Raises InvalidInput by the line's field."""
    wanted = {}
    for line in lines:
        name = f"quantity_{line.pk}"
        pieces = form.whole(name, _("수량")) if form.values.get(name) else 0
        if pieces < 0:
            raise InvalidInput({name: _("수량은 0 이상이어야 합니다.")})
        wanted[line.pk] = pieces
    return wanted


def _returnable(line: OrderLine) -> tuple[OrderLine, int, str, list[tuple[int, str]]]:
    """A line, how many of it can go back, its field, and what may come instead."""
    options: list[tuple[int, str]] = []
    if line.product_id is not None:
        options = [
            (variant_id, name)
            for variant_id, name, price in catalog.variant_choices(line.product_id)
            if price == line.unit_price_amount or variant_id == line.variant_id
        ]
    return (
        line,
        line.shipped_quantity - line.returned_quantity,
        f"quantity_{line.pk}",
        options if len(options) > 1 else [],
    )


def _variants(form: Filled, lines: list[OrderLine]) -> dict[int, int]:
    chosen = {}
    for line in lines:
        text = form.values.get(f"variant_{line.pk}", "")
        if text.isdecimal():
            chosen[line.pk] = int(text)
    return chosen


def _account(form: Filled) -> dict[str, str]:
    return {name: form.values.get(f"refund_{name}", "") for name in ("bank", "account", "holder")}


def _asks_account(order: Order) -> bool:
    paid = payments.captured_payment(order.pk)
    return paid is not None and paid.gateway in BY_TRANSFER and paid.amount > 0


def _day(form: Filled) -> dt.date | None:
    text = form.values.get("noticed_on", "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput({"noticed_on": _("날짜를 2026-11-23처럼 입력해 주세요.")}) from None
