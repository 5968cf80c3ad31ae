"""The mails of buying for organizations, in Korean: the language of the papers they tell of."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from procurement.models import Acceptance, Invoice, PurchaseOrder, Quote, RequestForQuote


@dataclass(frozen=True, slots=True)
class MailText:
    subject: str
    body: str


def quote_wanted(rfq: RequestForQuote) -> MailText:
    """To an enterprise that was asked."""
    with translation.override("ko"):
        lines = [
            _("%(buyer)s에서 견적을 요청했습니다.") % {"buyer": rfq.organization.name},
            _("건명: %(title)s") % {"title": rfq.title},
            *[f"- {line.description} × {line.quantity:,}" for line in rfq.lines.all()],
            _("견적 마감: %(day)s")
            % {"day": rfq.deadline.astimezone(clock.SEOUL).strftime("%Y-%m-%d %H:%M")},
            _url(f"/seller/quotes/{rfq.number}/"),
        ]
        return MailText(_("[온장] 견적 요청: %(title)s") % {"title": rfq.title}, "\n".join(lines))


def quote_came(quote: Quote) -> MailText:
    """To the requester."""
    with translation.override("ko"):
        names = {"seller": quote.enterprise.name, "total": f"{quote.total_amount:,}"}
        lines = [
            _("%(seller)s의 견적이 도착했습니다: %(total)s원") % names,
            _url(f"/buyer/quotes/{quote.rfq.number}/"),
        ]
        subject = _("[온장] 견적 도착: %(title)s") % {"title": quote.rfq.title}
        return MailText(subject, "\n".join(lines))


def approval_wanted(po: PurchaseOrder) -> MailText:
    """To the organization's approvers."""
    with translation.override("ko"):
        names = {"who": po.requester.name, "total": f"{po.total_amount:,}"}
        lines = [
            _("%(who)s 님이 %(total)s원의 발주를 올렸습니다.") % names,
            _("건명: %(title)s") % {"title": po.title},
            _url(f"/buyer/orders/{po.number}/"),
        ]
        return MailText(_("[온장] 승인 요청: %(title)s") % {"title": po.title}, "\n".join(lines))


def sent_back(po: PurchaseOrder, note: str) -> MailText:
    """To the requester of a purchase order that was rejected."""
    with translation.override("ko"):
        lines = [
            _("발주 %(number)s이(가) 반려되었습니다.") % {"number": po.number},
            _("사유: %(reason)s") % {"reason": note},
            _url(f"/buyer/orders/{po.number}/"),
        ]
        return MailText(_("[온장] 발주 반려: %(title)s") % {"title": po.title}, "\n".join(lines))


def inspected(acceptance: Acceptance) -> MailText:
    """To the enterprise: what was accepted and what was not."""
    with translation.override("ko"):
        rows = [
            _("- %(name)s: 합격 %(accepted)d, 불합격 %(rejected)d %(defect)s")
            % {
                "name": row.order_line.name,
                "accepted": row.accepted,
                "rejected": row.rejected,
                "defect": row.defect,
            }
            for row in acceptance.lines.select_related("order_line").order_by("pk")
        ]
        po = acceptance.purchase_order
        lines = [
            _("납품하신 물품의 검수가 끝났습니다: %(number)s") % {"number": po.number},
            *rows,
            _url("/seller/deliveries/"),
        ]
        return MailText(_("[온장] 검수 완료: %(title)s") % {"title": po.title}, "\n".join(lines))


def payment_wanted(invoice: Invoice) -> MailText:
    """To the organization's finance people."""
    with translation.override("ko"):
        po = invoice.purchase_order
        names = {"total": f"{invoice.total_amount:,}", "day": invoice.due_on.isoformat()}
        lines = [
            _("%(total)s원의 청구서가 도착했습니다. 지급 기한은 %(day)s입니다.") % names,
            _("발주번호: %(number)s") % {"number": po.number},
            _url(f"/buyer/invoices/{invoice.number}/"),
        ]
        return MailText(_("[온장] 대금 청구: %(title)s") % {"title": po.title}, "\n".join(lines))


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
