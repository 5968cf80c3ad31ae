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
from core.errors import Conflict, InvalidInput
from orders import selectors, services
from orders.models import OrderLine, Shipment, VendorOrder
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise

S = VendorOrder.Status
TODO = "todo"
#: What the list can be narrowed to; blank shows all.
FILTERS = (
    (TODO, gettext_lazy("할 일")),
    (S.CONFIRMED, S.CONFIRMED.label),
    (S.ACCEPTED, S.ACCEPTED.label),
    (S.SHIPPED, S.SHIPPED.label),
    (S.DELIVERED, S.DELIVERED.label),
    (S.CANCELLED, S.CANCELLED.label),
    ("", gettext_lazy("모두")),
)
#: Offered while typing; any other may be written.
CARRIERS = ("CJ대한통운", "우체국택배", "한진택배", "롯데택배", "로젠택배", "경동택배", "직접배송")


@for_enterprise
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The enterprise's orders, those to do first; ``q`` finds by number or recipient."""
    asked = request.GET.get("status", TODO)
    status = asked if asked in {str(value) for value, _label in FILTERS} else TODO
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = selectors.vendor_orders_for(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    if status == TODO:
        rows = rows.filter(status__in=selectors.TO_DO).order_by("ship_by", "pk")
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
            if form.values.get("action") == "accept":
                services.vendor_order_accept(actor=desk.actor, vendor_order_id=part.pk)
                messages.success(request, _("주문을 접수했습니다."))
            else:
                services.shipment_create(
                    actor=desk.actor,
                    vendor_order_id=part.pk,
                    carrier=form.values.get("carrier", ""),
                    tracking_number=form.values.get("tracking_number", ""),
                    quantities=_pieces(form, list(part.lines.all())),
                    idempotency_key=form.values.get("key") or None,
                )
                messages.success(request, _("발송을 기록했습니다. 구매자의 주문에 바로 보입니다."))
        except InvalidInput as error:
            form.refuse(error)
            return _order_page(request, desk, part, form, status=400)
        except Conflict as error:
            messages.warning(request, str(error.message))
        return redirect("seller:order", number)
    return _order_page(request, desk, part, form)


def _order_page(
    request: HttpRequest, desk: Desk, part: VendorOrder, form: Filled, *, status: int = 200
) -> HttpResponse:
    form.values.setdefault("key", secrets.token_urlsafe(16))
    lines = [
        (line, left, form.values.get(f"quantity_{line.pk}", str(left)), f"quantity_{line.pk}")
        for line in part.lines.all()
        for left in [_left(line)]
    ]
    context = {
        "part": part,
        "order": part.order,
        "lines": lines,
        "shipments": [(shipment, _sent(shipment, part)) for shipment in part.shipments.all()],
        "form": form,
        "carriers": CARRIERS,
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


def _left(line: OrderLine) -> int:
    return max(line.quantity - line.refunded_quantity - line.shipped_quantity, 0)
