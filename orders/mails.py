"""The mails of an order, as plain text in the buyer's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import translation
from django.utils.translation import gettext as _

from orders.models import Order, OrderLine, ReturnRequest, Shipment, VendorOrder


@dataclass(frozen=True, slots=True)
class MailText:
    subject: str
    body: str


def order_confirmed(order: Order) -> MailText:
    """To the buyer: every enterprise's part, its lines and where to follow them."""
    with translation.override(order.language):
        blocks = [_vendor_block(part, order.language) for part in order.vendor_orders.all()]
        lines = [
            _("%(name)s 님, 주문해 주셔서 고맙습니다.") % {"name": order.recipient},
            _("주문번호: %(number)s") % {"number": order.number},
            "",
            *blocks,
            _("상품 금액: %(sum)s원") % {"sum": intcomma(order.goods_amount)},
            _("배송비: %(sum)s원") % {"sum": intcomma(order.shipping_amount)},
            *(
                [_("쿠폰 할인: -%(sum)s원") % {"sum": intcomma(order.discount_amount)}]
                if order.discount_amount
                else []
            ),
            _("합계: %(sum)s원") % {"sum": intcomma(order.total_amount)},
            "",
            _("주문 확인과 배송 조회: %(url)s") % {"url": order_url(order)},
            "",
            _("온장은 통신판매중개자이며 각 상품의 판매자는 해당 기업입니다."),
        ]
        subject = _("[온장] 주문이 확정되었습니다 (%(number)s)") % {"number": order.number}
        return MailText(subject, "\n".join(lines))


def vendor_order_new(part: VendorOrder) -> MailText:
    """To the enterprise: what to ship, by when. Its own part only."""
    with translation.override("ko"):
        lines = [
            _("새 주문이 들어왔습니다: %(number)s") % {"number": part.number},
            *[f"- {_line_text(line, 'ko')}" for line in part.lines.all()],
            _("발송 기한: %(day)s") % {"day": part.ship_by or "-"},
            f"{settings.SITE_URL}/seller/orders/{part.number}/",
        ]
        subject = _("[온장] 새 주문 %(number)s") % {"number": part.number}
        return MailText(subject, "\n".join(lines))


def shipped(shipment: Shipment) -> MailText:
    """To the buyer: what is on its way and how to follow it."""
    part = shipment.vendor_order
    order = part.order
    with translation.override(order.language):
        lines = [
            _("%(enterprise)s의 상품이 출발했습니다.") % {"enterprise": part.enterprise.name},
            _("택배사: %(carrier)s") % {"carrier": shipment.carrier},
            _("송장번호: %(number)s") % {"number": shipment.tracking_number},
            order_url(order),
        ]
        subject = _("[온장] 상품이 발송되었습니다 (%(number)s)") % {"number": part.number}
        return MailText(subject, "\n".join(lines))


def return_requested(request: ReturnRequest) -> MailText:
    """To the enterprise: what the buyer wants to send back, and why."""
    part = request.vendor_order
    with translation.override("ko"):
        kind = str(request.get_kind_display())
        lines = [
            _("%(kind)s 요청이 들어왔습니다: %(number)s")
            % {"kind": kind, "number": request.number},
            _("사유: %(reason)s") % {"reason": str(request.get_reason_display())},
            *([request.note] if request.note else []),
            f"{settings.SITE_URL}/seller/orders/{part.number}/",
        ]
        subject = _("[온장] %(kind)s 요청 %(number)s") % {"kind": kind, "number": request.number}
        return MailText(subject, "\n".join(lines))


def return_moved(request: ReturnRequest, status: str) -> MailText | None:
    """To the buyer: what became of their request; None for what they did themselves."""
    order = request.vendor_order.order
    status_ = ReturnRequest.Status
    with translation.override(order.language):
        texts = {
            status_.APPROVED: _("요청을 받아들였습니다. 상품을 보내 주세요."),
            status_.ARRIVED: _("보내신 상품이 도착했습니다. 곧 처리해 드립니다."),
            status_.COMPLETED: _("처리를 마쳤습니다."),
            status_.REFUSED: _("요청을 받아들이지 못했습니다: %(why)s") % {"why": request.refusal},
        }
        if status not in texts:
            return None
        kind = str(request.get_kind_display())
        subject = _("[온장] %(kind)s 안내 (%(number)s)") % {"kind": kind, "number": request.number}
        return MailText(subject, "\n".join([texts[status_(status)], order_url(order)]))


def order_url(order: Order) -> str:
    return f"{settings.SITE_URL}/orders/{order.token}/"


def _vendor_block(part: VendorOrder, language: str) -> str:
    seller = part.enterprise.name_en if language == "en" else ""
    head = f"[{seller or part.enterprise.name}] {part.number}"
    return "\n".join(
        [head, *[f"  - {_line_text(line, language)}" for line in part.lines.all()], ""]
    )


def _line_text(line: OrderLine, language: str) -> str:
    name = (line.name_en if language == "en" else "") or line.name
    option = f" ({line.variant_name})" if line.variant_name else ""
    total = _("%(sum)s원") % {"sum": intcomma(line.total_amount)}
    return f"{name}{option} × {line.quantity} = {total}"
