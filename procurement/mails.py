"""The mails of buying for organizations, in Korean: the language of the papers they tell of."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from procurement.models import (
    Acceptance,
    ChangeOrder,
    Dispute,
    Invoice,
    MonthlyBill,
    PurchaseOrder,
    PurchaseOrderResponse,
    Quote,
    QuoteMember,
    RecurringRun,
    RequestForQuote,
    Requisition,
    RfqQuestion,
)


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


def approval_wanted(subject: PurchaseOrder | Requisition, *, is_late: bool = False) -> MailText:
    """To those whose consent is wanted; ``is_late``: nobody gave it in time."""
    with translation.override("ko"):
        names = {"who": subject.requester.name, "total": f"{subject.total_amount:,}"}
        is_need = isinstance(subject, Requisition)
        said = (
            _("%(who)s 님이 %(total)s원의 구매 요구를 올렸습니다.")
            if is_need
            else _("%(who)s 님이 %(total)s원의 발주를 올렸습니다.")
        )
        lines = [
            said % names,
            _("건명: %(title)s") % {"title": subject.title},
            *([_("결재 기한이 지나 대표 담당자도 결재할 수 있습니다.")] if is_late else []),
            _url(f"/buyer/{'needs' if is_need else 'orders'}/{subject.number}/"),
        ]
        title = _("[온장] 승인 요청: %(title)s") % {"title": subject.title}
        return MailText(title, "\n".join(lines))


def need_decided(need: Requisition) -> MailText:
    """To who handed the need in."""
    with translation.override("ko"):
        lines = [
            _("구매 요구 %(number)s의 결재 결과: %(status)s")
            % {"number": need.number, "status": need.get_status_display()},
            _url(f"/buyer/needs/{need.number}/"),
        ]
        title = _("[온장] 구매 요구 결재: %(title)s") % {"title": need.title}
        return MailText(title, "\n".join(lines))


def ordered(po: PurchaseOrder) -> MailText:
    """To the requester: the purchase binds."""
    with translation.override("ko"):
        lines = [
            _("발주 %(number)s의 결재가 끝나 기업에 전달되었습니다.") % {"number": po.number},
            _url(f"/buyer/orders/{po.number}/"),
        ]
        return MailText(_("[온장] 발주 완료: %(title)s") % {"title": po.title}, "\n".join(lines))


def answer_wanted(po: PurchaseOrder) -> MailText:
    """To an enterprise that got a purchase order."""
    with translation.override("ko"):
        day = po.respond_by.isoformat() if po.respond_by else ""
        lines = [
            _("%(buyer)s의 발주서가 도착했습니다: %(number)s")
            % {"buyer": po.organization.name, "number": po.number},
            _("%(day)s까지 수락 여부를 알려 주세요.") % {"day": day},
            _url(f"/seller/purchase-orders/{po.number}/"),
        ]
        return MailText(_("[온장] 발주서 도착: %(title)s") % {"title": po.title}, "\n".join(lines))


def answered(answer: PurchaseOrderResponse) -> MailText:
    """To the requester: whether the enterprise delivers."""
    with translation.override("ko"):
        po = answer.purchase_order
        lines = [
            _("%(seller)s: %(answer)s")
            % {"seller": answer.enterprise.name, "answer": answer.get_decision_display()},
            *([answer.note] if answer.note else []),
            _url(f"/buyer/orders/{po.number}/"),
        ]
        return MailText(_("[온장] 발주 답변: %(title)s") % {"title": po.title}, "\n".join(lines))


def question_came(question: RfqQuestion) -> MailText:
    """To the requester."""
    with translation.override("ko"):
        rfq = question.rfq
        lines = [question.text, _url(f"/buyer/quotes/{rfq.number}/")]
        return MailText(_("[온장] 견적 질문: %(title)s") % {"title": rfq.title}, "\n".join(lines))


def answer_came(question: RfqQuestion) -> MailText:
    """To everybody who was asked for a quote."""
    with translation.override("ko"):
        rfq = question.rfq
        lines = [
            _("질문: %(text)s") % {"text": question.text},
            _("답변: %(text)s") % {"text": question.answer},
            _url(f"/seller/quotes/{rfq.number}/"),
        ]
        title = _("[온장] 견적 질의응답: %(title)s") % {"title": rfq.title}
        return MailText(title, "\n".join(lines))


def partner_wanted(member: QuoteMember) -> MailText:
    """To an enterprise that shall deliver part of another's quote."""
    with translation.override("ko"):
        lines = [
            _("%(lead)s이(가) 공동 견적을 함께 내자고 합니다. 동의하거나 거절해 주세요.")
            % {"lead": member.quote.enterprise.name},
            _url("/seller/quotes/"),
        ]
        title = _("[온장] 공동 견적 요청: %(title)s") % {"title": member.quote.rfq.title}
        return MailText(title, "\n".join(lines))


def partner_answered(member: QuoteMember) -> MailText:
    """To the enterprise that leads the consortium."""
    with translation.override("ko"):
        lines = [
            _("%(seller)s: %(answer)s")
            % {"seller": member.enterprise.name, "answer": member.get_status_display()},
            _url(f"/seller/quotes/{member.quote.rfq.number}/"),
        ]
        title = _("[온장] 공동 견적 답변: %(title)s") % {"title": member.quote.rfq.title}
        return MailText(title, "\n".join(lines))


def change_wanted(change: ChangeOrder) -> MailText:
    """To the approvers."""
    with translation.override("ko"):
        po = change.purchase_order
        lines = [
            _("발주 %(number)s의 변경 요청입니다.") % {"number": po.number},
            _("사유: %(reason)s") % {"reason": change.reason},
            _url(f"/buyer/orders/{po.number}/"),
        ]
        return MailText(
            _("[온장] 변경 승인 요청: %(title)s") % {"title": po.title}, "\n".join(lines)
        )


def change_news(change: ChangeOrder) -> MailText:
    """To who asked for the change, and who shall agree to it."""
    with translation.override("ko"):
        po = change.purchase_order
        lines = [
            _("변경 요청 %(number)s: %(status)s")
            % {"number": change.number, "status": change.get_status_display()},
            _("사유: %(reason)s") % {"reason": change.reason},
            _url(f"/buyer/orders/{po.number}/"),
            _url(f"/seller/purchase-orders/{po.number}/"),
        ]
        return MailText(_("[온장] 발주 변경: %(title)s") % {"title": po.title}, "\n".join(lines))


def dispute_news(dispute: Dispute) -> MailText:
    """To the other side."""
    with translation.override("ko"):
        po = dispute.purchase_order
        lines = [
            _("%(number)s: %(subject)s (%(status)s)")
            % {
                "number": dispute.number,
                "subject": dispute.subject,
                "status": dispute.get_status_display(),
            },
            _url(f"/buyer/orders/{po.number}/"),
            _url(f"/seller/purchase-orders/{po.number}/"),
        ]
        return MailText(_("[온장] 이의 제기: %(title)s") % {"title": po.title}, "\n".join(lines))


def sent_back(po: PurchaseOrder, note: str) -> MailText:
    """To the requester of a purchase order that was rejected."""
    with translation.override("ko"):
        lines = [
            _("발주 %(number)s이(가) 반려되었습니다.") % {"number": po.number},
            _("사유: %(reason)s") % {"reason": note or _("결재 기한이 지났습니다.")},
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


def bill_came(bill: MonthlyBill) -> MailText:
    """To the organization's finance people."""
    with translation.override("ko"):
        names = {"total": f"{bill.open_amount:,}", "day": bill.due_on.isoformat()}
        lines = [
            _("%(total)s원의 월 합계 청구서가 발행되었습니다. 지급 기한은 %(day)s입니다.") % names,
            _url(f"/buyer/bills/{bill.number}/"),
        ]
        month = {"month": bill.month.strftime("%Y-%m")}
        return MailText(_("[온장] 월 합계 청구: %(month)s") % month, "\n".join(lines))


def recurring_failed(run: RecurringRun) -> MailText:
    """To who set the recurring order up."""
    with translation.override("ko"):
        lines = [
            _("정기 주문을 하지 못했습니다: %(title)s (%(day)s)")
            % {"title": run.recurring.title, "day": run.due_on.isoformat()},
            _("사유: %(reason)s") % {"reason": run.problem},
            _url("/buyer/standing/"),
        ]
        title = _("[온장] 정기 주문 실패: %(title)s") % {"title": run.recurring.title}
        return MailText(title, "\n".join(lines))


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
