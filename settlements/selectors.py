"""Reads of settlements and payouts, each scoped to who may see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from payments.models import PayableItem
from settlements import rules
from settlements.models import Payout, ReconciliationReport, Settlement, TaxDocument
from settlements.tax_rules import Problem
from vendors.models import Enterprise


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What an enterprise's running period holds so far, and what waits for the buyers' word."""

    period: rules.Period
    due: rules.Totals
    waiting: int


def settlements_of(*, actor: Actor, enterprise_id: int) -> QuerySet[Settlement]:
    """An enterprise's settlements, newest first."""
    actor.require_enterprise(enterprise_id, Duty.MONEY)
    rows = Settlement.objects.filter(enterprise_id=enterprise_id)
    return rows.select_related("payout").order_by("-period_to", "-pk")


def settlement_for(*, actor: Actor, number: str) -> Settlement:
    """A settlement, for its enterprise and city officers. Raises NotFound for others."""
    row = Settlement.objects.filter(number=number).select_related("enterprise", "payout").first()
    if row is None or not (actor.sells_for(row.enterprise_id, Duty.MONEY) or actor.is_city_officer):
        raise NotFound
    return row


def lines_of(settlement: Settlement) -> list[PayableItem]:
    """Every item of a settlement with its order and line, oldest first. One query."""
    rows = PayableItem.objects.filter(settled__settlement=settlement).select_related(
        "vendor_order__order", "order_line"
    )
    return list(rows.order_by("happened_at", "pk"))


def upcoming(*, actor: Actor, enterprise_id: int) -> Upcoming:
    """What the running period comes to so far. Three queries."""
    actor.require_enterprise(enterprise_id, Duty.MONEY)
    enterprise = Enterprise.objects.only("settlement_cycle").get(pk=enterprise_id)
    period = rules.period_of(clock.today(), rules.Cycle(enterprise.settlement_cycle))
    rows = PayableItem.objects.filter(enterprise_id=enterprise_id, settled=None)
    is_due = (
        Q(kind=PayableItem.Kind.INVOICE)
        | Q(vendor_order=None)
        | Q(vendor_order__closed_at__isnull=False)
    )
    waiting = rows.exclude(is_due).aggregate(sum=Sum("net_amount"))["sum"] or 0
    return Upcoming(period, rules.totals(as_item(row) for row in rows.filter(is_due)), waiting)


def settlements_for_city(*, actor: Actor, status: str = "", text: str = "") -> QuerySet[Settlement]:
    """All settlements, newest first."""
    actor.require_city()
    rows = Settlement.objects.select_related("enterprise", "payout")
    if status:
        rows = rows.filter(status=status)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(enterprise__name__icontains=text))
    return rows.order_by("-period_to", "-pk")


def payouts_to_do(*, actor: Actor) -> QuerySet[Payout]:
    """Payouts that aren't through, oldest first."""
    actor.require_city()
    rows = Payout.objects.exclude(state=Payout.State.PAID)
    return rows.select_related("settlement__enterprise").order_by("created_at", "pk")


def payouts_of_batch(*, actor: Actor, batch: str) -> list[Payout]:
    """The payouts of a bank file. Raises NotFound for an unknown one."""
    actor.require_city()
    rows = list(
        Payout.objects.filter(batch=batch).select_related("settlement__enterprise").order_by("pk")
    )
    if not rows:
        raise NotFound
    return rows


def reports(*, actor: Actor, since: dt.date | None = None) -> QuerySet[ReconciliationReport]:
    actor.require_city()
    rows = ReconciliationReport.objects.all()
    return rows.filter(day__gte=since) if since else rows


def report_of(*, actor: Actor, day: dt.date) -> ReconciliationReport:
    """A night's report. Raises NotFound."""
    report = reports(actor=actor).filter(day=day).first()
    if report is None:
        raise NotFound
    return report


def as_item(row: PayableItem) -> rules.Item:
    """An item of the sub-ledger as ``rules.totals`` takes it."""
    return rules.Item(
        refund=row.kind == PayableItem.Kind.REFUND,
        goods=row.goods_amount,
        enterprise_discount=row.enterprise_discount_amount,
        market_discount=row.market_discount_amount,
        shipping=row.shipping_amount,
        fee=row.fee_amount,
        commission=row.commission_amount,
        commission_vat=row.commission_vat_amount,
        net=row.net_amount,
    )


#: Why an amendment is refused, by the field to look at.
AMENDMENT_PROBLEMS = {
    Problem.NOT_ISSUED: ("amendment", _("발행한 계산서만 수정할 수 있습니다.")),
    Problem.NOTHING_LEFT: ("amendment", _("이미 전액이 취소된 계산서입니다.")),
    Problem.ALREADY_AMENDED: (
        "amendment",
        _("이미 수정한 계산서는 환입, 공급가액 변동, 계약의 해제로만 다시 고칠 수 있습니다."),
    ),
    Problem.NO_VAT_TO_DROP: ("amendment", _("세액이 없는 계산서에는 쓸 수 없는 사유입니다.")),
    Problem.BEFORE_SUPPLY: ("on", _("작성일자보다 앞선 날입니다.")),
    Problem.ITEMS_MISSING: ("items", _("품목의 금액을 적어 주세요.")),
    Problem.ITEMS_UNWANTED: ("items", _("이 사유에는 금액을 적지 않습니다.")),
    Problem.TOO_MUCH: ("items", _("남은 공급가액보다 많습니다.")),
    Problem.SIGN: ("items", _("사유에 맞는 금액을 적어 주세요.")),
}


def amendment_refused(problem: Problem) -> InvalidInput:
    """The problem as an error in words, by field."""
    field, text = AMENDMENT_PROBLEMS[problem]
    return InvalidInput({field: text}, code=problem.value.upper())


def may_see(actor: Actor, document: TaxDocument) -> bool:
    """Its supplier, its recipient, and the city."""
    organization = document.organization_id
    return (
        actor.is_city_officer
        or actor.sells_for(document.enterprise_id, Duty.MONEY)
        or (organization is not None and actor.has_role(organization))
    )


def tax_document_for(*, actor: Actor, number: str) -> TaxDocument:
    """A tax document for those it concerns. Raises NotFound for others."""
    rows = TaxDocument.objects.filter(number=number).select_related(
        "enterprise", "organization", "vendor_order", "settlement", "amends"
    )
    row = rows.prefetch_related("amendments").first()
    if row is None or not may_see(actor, row):
        raise NotFound
    return row


def tax_documents_of(*, actor: Actor, enterprise_id: int) -> QuerySet[TaxDocument]:
    """What an enterprise invoices, and what it is invoiced; newest first."""
    actor.require_enterprise(enterprise_id, Duty.MONEY)
    return _newest(TaxDocument.objects.filter(enterprise_id=enterprise_id))


def tax_documents_received(*, actor: Actor, organization_id: int) -> QuerySet[TaxDocument]:
    """What enterprises invoiced an organization; newest first."""
    actor.require_role(organization_id)
    return _newest(TaxDocument.objects.filter(organization_id=organization_id))


def commission_documents(*, actor: Actor) -> QuerySet[TaxDocument]:
    """What the market invoices the enterprises; newest first. For the city."""
    actor.require_city()
    return _newest(TaxDocument.objects.filter(subject=TaxDocument.Subject.COMMISSION))


def papers_of_order(*, actor: Actor, order_id: int) -> tuple[list[Settlement], list[TaxDocument]]:
    """The settlements an order's lines went into, and its tax documents. For the city."""
    actor.require_city()
    settled = Settlement.objects.filter(lines__item__vendor_order__order_id=order_id)
    documents = TaxDocument.objects.filter(vendor_order__order_id=order_id)
    return (
        list(settled.select_related("enterprise").distinct().order_by("period_to", "pk")),
        list(documents.order_by("pk")),
    )


def months_of(rows: QuerySet[TaxDocument]) -> list[dt.date]:
    """The first days of the months there is something in, newest first."""
    return list(rows.order_by().dates("supplied_on", "month", order="DESC"))


def in_month(rows: QuerySet[TaxDocument], month: dt.date | None) -> QuerySet[TaxDocument]:
    if month is None:
        return rows
    return rows.filter(supplied_on__year=month.year, supplied_on__month=month.month)


def _newest(rows: QuerySet[TaxDocument]) -> QuerySet[TaxDocument]:
    return rows.select_related("enterprise", "organization", "amends").order_by(
        "-supplied_on", "-pk"
    )
