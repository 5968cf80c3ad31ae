"""Orders at the seller desk: take them on, ship them whole or in part, see what agencies took."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import Conflict, InvalidInput, NotFound
from orders import selectors, services
from orders.carriers import CARRIERS
from orders.models import OrderLine, Shipment, VendorOrder
from orders.papers import transaction_statement_pdf
from payments import services as payments
from storefront import files
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise

S = VendorOrder.Status
TODO = "todo"
RETURNS = "returns"
#: What the list can be narrowed to; blank shows all.
FILTERS = (
    (TODO, gettext_lazy("할 일")),
    (S.CONFIRMED, S.CONFIRMED.label),
    (S.ACCEPTED, S.ACCEPTED.label),
    (S.SHIPPED, S.SHIPPED.label),
    (S.DELIVERED, S.DELIVERED.label),
    (S.CLOSED, S.CLOSED.label),
    (S.CANCELLED, S.CANCELLED.label),
    (RETURNS, gettext_lazy("반품·교환")),
    ("", gettext_lazy("모두")),
)


@for_enterprise
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The enterprise's orders, those to do first; ``q`` finds by number or recipient."""
    asked = request.GET.get("status", TODO)
    status = asked if asked in {str(value) for value, _label in FILTERS} else TODO
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = selectors.vendor_orders_for(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    if status == TODO:
        rows = rows.filter(status__in=selectors.TO_DO).order_by("ship_by", "pk")
    elif status == RETURNS:
        rows = rows.filter(returns__isnull=False).distinct()
    elif status:
        rows = rows.filter(status=status)
    if text:
        found = Q(number__icontains=text) | Q(order__reference__icontains=text)
        rows = rows.filter(found | Q(order__recipient__icontains=text))
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "page_obj": page,
        "status": status,
        "filters": FILTERS,
        "text": text,
        "today": clock.today(),
    }
    return desk.page(request, "orders", context)


@for_enterprise
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """One vendor order: ``action`` accept or ship. The form's key makes a second click harmless."""
    part = selectors.vendor_order_for(actor=desk.actor, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            done = _act(desk, part, form)
            messages.success(request, done)
        except InvalidInput as error:
            form.refuse(error)
            return _order_page(request, desk, part, form, status=400)
        except Conflict as error:
            messages.warning(request, str(error.message))
        return redirect("seller:order", number)
    return _order_page(request, desk, part, form)


@for_enterprise
def statement(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """거래명세서, to put into the parcel."""
    part = selectors.vendor_order_for(actor=desk.actor, number=number)
    return files.pdf(transaction_statement_pdf(part), f"거래명세서_{part.number}")


def _act(desk: Desk, part: VendorOrder, form: Filled) -> str:
    """Do what a button said; answers the words for it. Raises InvalidInput, Conflict, NotFound."""
    action = form.values.get("action", "")
    if action == "accept":
        services.vendor_order_accept(actor=desk.actor, vendor_order_id=part.pk)
        return _("주문을 접수했습니다.")
    if action in RETURN_ACTIONS:
        return _act_on_return(desk, part, form, action)
    services.shipment_create(
        actor=desk.actor,
        vendor_order_id=part.pk,
        carrier=form.values.get("carrier", ""),
        tracking_number=form.values.get("tracking_number", ""),
        quantities=_pieces(form, list(part.lines.all())),
        idempotency_key=form.values.get("key") or None,
    )
    return _("발송을 기록했습니다. 구매자의 주문에 바로 보입니다.")


RETURN_ACTIONS = ("approve", "refuse", "arrive", "refund", "exchange")


def _act_on_return(desk: Desk, part: VendorOrder, form: Filled, action: str) -> str:
    number = form.values.get("return", "")
    request = next((row for row in part.returns.all() if row.number == number), None)
    if request is None:
        raise NotFound
    actor, restock = desk.actor, bool(form.values.get("restock"))
    if action == "approve":
        services.return_approve(actor=actor, return_id=request.pk)
        return _("요청을 받아들였습니다. 구매자에게 알렸습니다.")
    if action == "refuse":
        refusal = form.values.get("refusal", "")
        services.return_refuse(actor=actor, return_id=request.pk, refusal=refusal)
        return _("요청을 거절했습니다. 까닭을 구매자에게 알렸습니다.")
    if action == "arrive":
        services.return_arrive(actor=actor, return_id=request.pk)
        return _("도착을 기록했습니다. 3영업일 안에 환불해 주세요.")
    if action == "exchange":
        services.exchange_complete(
            actor=actor,
            return_id=request.pk,
            carrier=form.values.get("carrier", ""),
            tracking_number=form.values.get("tracking_number", ""),
            restock=restock,
        )
        return _("교환 상품을 보냈습니다.")
    refund = payments.return_refund(actor=actor, return_id=request.pk, restock=restock)
    return _("%(amount)s원을 환불합니다.") % {"amount": f"{refund.amount:,}"}


def _order_page(
    request: HttpRequest, desk: Desk, part: VendorOrder, form: Filled, *, status: int = 200
) -> HttpResponse:
    form.values.setdefault("key", secrets.token_urlsafe(16))
    lines = [
        (line, left, form.values.get(f"quantity_{line.pk}", str(left)), f"quantity_{line.pk}")
        for line in part.lines.all()
        for left in [line.to_ship]
    ]
    context = {
        "part": part,
        "order": part.order,
        "lines": lines,
        "returns": [
            (request, [(row.order_line, row.quantity, row.variant) for row in request.lines.all()])
            for request in part.returns.all()
        ],
        "shipments": [(shipment, _sent(shipment, part)) for shipment in part.shipments.all()],
        "form": form,
        "carriers": [carrier.name for carrier in CARRIERS],
        "may_accept": part.status == S.CONFIRMED,
        "may_ship": part.status in selectors.TO_DO and any(left for _l, left, *_ in lines),
        "today": clock.today(),
    }
    return desk.page(request, "order", context, status=status)


def _sent(shipment: Shipment, part: VendorOrder) -> list[tuple[OrderLine, int]]:
    """What went with a shipment: lines and pieces."""
    by_id = {line.pk: line for line in part.lines.all()}
    return [(by_id[row.order_line_id], row.quantity) for row in shipment.lines.all()]


def _pieces(form: Filled, lines: list[OrderLine]) -> dict[int, int] | None:
    """Pieces by line id; None (all that is left) where no line is named.

    Raises InvalidInput by the line's field.
    """
    wanted = {}
    for line in lines:
        name = f"quantity_{line.pk}"
        if name in form.values:
            pieces = form.whole(name, _("수량"))
            if pieces < 0:
                raise InvalidInput({name: _("수량은 0 이상이어야 합니다.")})
            wanted[line.pk] = pieces
    return wanted or None
