"""What agencies and companies bought on account: requests, quotes, purchase orders, to payment.

Each purchase order runs as far as today lets it: one of yesterday waits for approval, one of last
week for inspection, one of last month is paid and closed.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Final

from django.db.models import Model

from accounts.models import Organization
from accounts.rules import Role
from backend.demo import season
from backend.demo.content.model import MarketContent
from backend.demo.desk_requests import open_requests, quoted_first
from backend.demo.desks import Desk, Goods, basket, delivery_of, desk_of, goods_of
from backend.demo.history import Booking, History, PartDraft, Pick, plus
from backend.demo.market import People, Shelf
from core import clock
from core.money import TaxSplit
from orders import prices
from orders.models import Order, Shipment
from orders.prices import unit_price
from payments import rules as money
from payments.models import PayableItem, Payment
from payments.shares import amounts_of, item
from procurement import rules
from procurement.models import (
    Acceptance,
    AcceptanceLine,
    Approval,
    ApprovalStep,
    BudgetLine,
    BudgetMovement,
    ContractRule,
    Invoice,
    InvoiceLine,
    InvoicePayment,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderResponse,
    Quote,
    QuoteLine,
    RequestForQuote,
    RfqInvitation,
    RfqLine,
)

TABLES_BEFORE_ORDERS: tuple[type[Model], ...] = (
    RequestForQuote,
    RfqLine,
    RfqInvitation,
    Quote,
    QuoteLine,
)
TABLES_AFTER_ORDERS: tuple[type[Model], ...] = (
    PurchaseOrder,
    PurchaseOrderLine,
    BudgetMovement,
    ApprovalStep,
    Approval,
    PurchaseOrderResponse,
    Acceptance,
    AcceptanceLine,
    Invoice,
    InvoiceLine,
    InvoicePayment,
)

_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)
_REASON = "사회적경제기업 제품 우선구매 계획에 따라 가격과 납기를 비교하여 선정함"
#: The law's rate of the migrations, in parts per million a year.
LATE_PPM = 50_000
_DEFECTS = ("포장 파손", "수량 부족분 확인", "인쇄 불량", "규격 상이")


def make_desk_history(
    *,
    content: MarketContent,
    history: History,
    shelf: Shelf,
    people: People,
    organizations: dict[str, Organization],
) -> None:
    rng = history.rng
    goods = goods_of(history, shelf)
    grounds = list(ContractRule.objects.all())
    opened = content.today - dt.timedelta(days=season.HISTORY_DAYS)
    for specs in (content.agencies, content.companies):
        for place, spec in enumerate(specs):
            desk = desk_of(spec, organizations[spec.slug], people)
            days = season.spread(
                5 + spec.pull * 5,
                first=opened,
                last=content.today - 2 * _DAY,
                opened=opened,
                rng=rng,
            )
            if place == 0:
                days += [content.today - n * _DAY for n in (20, 13, 9, 7, 4, 0, 0)]
            for day in days:
                _purchase(history, desk, goods, grounds, people, day, rng)
            if place == 0 and desk.is_agency:
                open_requests(history, desk, goods, people, rng)
            BudgetLine.objects.bulk_update(
                desk.budgets, ["reserved_amount", "committed_amount", "spent_amount"]
            )


def _purchase(
    history: History,
    desk: Desk,
    goods: Goods,
    grounds: Sequence[ContractRule],
    people: People,
    day: dt.date,
    rng: random.Random,
) -> None:
    title, picks = basket(history, desk, goods, day, rng)
    created_at = min(season.moment_on(day, rng, office=True), history.now - _HOUR)
    requester = rng.choice(desk.requesters)
    quote = None
    asked = 1
    if desk.is_agency and rng.random() < 0.45:
        quote, picks, asked = quoted_first(
            history, desk, goods, people, title, picks, created_at, requester, rng
        )
    splits = [
        history.rates.split(_price(pick) * pick.quantity, pick.offer.tax_class) for pick in picks
    ]
    supply = sum(split.supply for split in splits)
    rule = (
        _rule(history, grounds, picks[0].offer.enterprise_id, supply, asked, day)
        if desk.is_agency
        else None
    )
    total = sum(split.total for split in splits)
    po = PurchaseOrder(
        organization=desk.row,
        number=history.number("PO", day),
        title=title,
        quote=quote,
        rule=rule,
        rule_basis=rule.basis if rule else "",
        reason=_REASON if desk.is_agency else "",
        kind=PurchaseOrder.Kind.QUOTE if quote else PurchaseOrder.Kind.DIRECT,
        cost_center=rng.choice(desk.cost_centers) if desk.cost_centers else None,
        budget_line=_budget(desk, day.year, total),
        requester=requester,
        needed_by=day + 21 * _DAY,
        net_days=desk.row.net_days or 30,
        total_amount=total,
        supply_amount=supply,
        vat_amount=total - supply,
        created_at=created_at,
        **delivery_of(desk),
    )
    history.add(po)
    step = ApprovalStep(
        purchase_order=po,
        place=1,
        status=ApprovalStep.Status.OPEN,
        role=Role.APPROVER,
        opened_at=created_at,
    )
    history.add(step)
    if po.budget_line is not None:
        po.reserved_amount = total
        _move(history, po, created_at, reserved=total)
    lines = []
    for pick, split in zip(picks, splits, strict=True):
        lines.append(
            PurchaseOrderLine(
                purchase_order=po,
                enterprise_id=pick.offer.enterprise_id,
                variant_id=pick.offer.variant_id,
                name=pick.offer.name,
                sku=pick.offer.sku,
                quantity=pick.quantity,
                list_price_amount=pick.offer.base_price,
                unit_price_amount=_price(pick),
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=pick.offer.tax_class,
            )
        )
    history.add(*lines)
    decided_at = created_at + rng.choice((3, 5, 20, 26)) * _HOUR
    if decided_at <= history.now:
        step.decided_by, step.decided_at = desk.approver, decided_at
        step.status = (
            ApprovalStep.Status.APPROVED
            if _decide(history, desk, people, po, picks, lines, decided_at, rng)
            else ApprovalStep.Status.REJECTED
        )


def _move(history: History, po: PurchaseOrder, at: dt.datetime, **amounts: int) -> None:
    """Move money on the purchase order's budget line, and say why."""
    line = po.budget_line
    if line is None or not any(amounts.values()):
        return
    for name, amount in amounts.items():
        setattr(line, f"{name}_amount", getattr(line, f"{name}_amount") + amount)
    history.add(BudgetMovement(line=line, reference=po.number, at=at, **amounts))


def _price(pick: Pick) -> int:
    if pick.unit_price is not None:
        return pick.unit_price
    return unit_price(pick.offer.base_price, pick.offer.tiers, pick.quantity)


def _rule(
    history: History,
    grounds: Sequence[ContractRule],
    enterprise_id: int,
    supply: int,
    quotes: int,
    day: dt.date,
) -> ContractRule | None:
    """The first ground that holds for the seller and the amount."""
    kinds = {str(paper["kind"]) for paper in history.papers(enterprise_id, day)}
    for rule in grounds:
        valid = rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
        fits = supply <= rule.max_supply_amount and quotes >= rule.quotes_required
        if valid and fits and (not rule.eligible_kinds or kinds.intersection(rule.eligible_kinds)):
            return rule
    return None


def _budget(desk: Desk, year: int, total: int) -> BudgetLine | None:
    mine = [line for line in desk.budgets if line.year == year and line.free_amount >= total]
    return max(mine, key=lambda line: line.free_amount, default=None)


def _decide(
    history: History,
    desk: Desk,
    people: People,
    po: PurchaseOrder,
    picks: Sequence[Pick],
    lines: Sequence[PurchaseOrderLine],
    at: dt.datetime,
    rng: random.Random,
) -> bool:
    """An approver's word, and what comes of it; whether it was yes."""
    refused = rng.random() < 0.03 and po.quote is None
    po.decided_at = at
    history.add(
        Approval(
            purchase_order=po,
            approver=desk.approver,
            decision=Approval.Decision.REJECTED if refused else Approval.Decision.APPROVED,
            note="예산 배정 후 다시 올려 주세요." if refused else "",
            at=at,
        )
    )
    if refused:
        po.status = PurchaseOrder.Status.REJECTED
        _move(history, po, at, reserved=-po.reserved_amount)
        po.reserved_amount = 0
        return False
    if po.budget_line is not None:
        _move(history, po, at, reserved=-po.reserved_amount, committed=po.total_amount)
        po.reserved_amount = 0
    po.respond_by = clock.add_business_days(clock.local_date(at), 3)
    order, parts = history.order(
        picks,
        placed_at=at,
        charge_shipping=False,
        user=po.requester,
        organization=desk.row,
        buyer_kind=desk.row.kind,
        buyer_district=desk.row.district,
        sales_channel=Order.SalesChannel.PURCHASE_ORDER,
        terms=Order.Terms.ON_ACCOUNT,
        reference=po.number,
        email=po.requester.email,
        **delivery_of(desk),
    )
    po.order = order
    po.status = PurchaseOrder.Status.ORDERED
    placed = {part.row.enterprise_id: list(part.lines) for part in parts}
    for line in lines:
        line.order_line = placed[line.enterprise_id].pop(0)
    history.confirm(order, parts, at)
    invoices = [_fulfil(history, desk, people, po, part, at, rng) for part in parts]
    history.settle_status(order, parts)
    shipped = [part.row.shipped_at is not None for part in parts]
    if all(invoices):
        po.status = PurchaseOrder.Status.INSPECTED
    elif any(shipped):
        po.status = PurchaseOrder.Status.DELIVERING
    paid = [invoice for invoice in invoices if invoice and invoice.status == Invoice.Status.PAID]
    _spend(history, po, paid, closed=len(paid) == len(parts))
    return True


def _spend(history: History, po: PurchaseOrder, paid: Sequence[Invoice], *, closed: bool) -> None:
    spent = sum(invoice.total_amount for invoice in paid)
    if closed:
        po.status = PurchaseOrder.Status.CLOSED
        po.closed_at = max(invoice.paid_at for invoice in paid if invoice.paid_at)
    if po.budget_line is not None and paid:
        last = max(invoice.paid_at for invoice in paid if invoice.paid_at)
        _move(history, po, last, committed=-spent, spent=spent)
        if closed:
            _move(history, po, last, committed=spent - po.total_amount)


def _fulfil(
    history: History,
    desk: Desk,
    people: People,
    po: PurchaseOrder,
    part: PartDraft,
    ordered_at: dt.datetime,
    rng: random.Random,
) -> Invoice | None:
    """Accepted, delivered, inspected, invoiced, paid: as far as today lets it."""
    accepted_at = ordered_at + rng.randint(2, 20) * _HOUR
    if not history.accept(part, accepted_at):
        return None
    history.add(
        PurchaseOrderResponse(
            purchase_order=po,
            enterprise_id=part.row.enterprise_id,
            decision=PurchaseOrderResponse.Decision.ACCEPTED,
            promised_on=po.needed_by,
            by=people.sellers[part.row.enterprise_id],
            at=accepted_at,
        )
    )
    shipment = history.ship(part, accepted_at + rng.randint(2, 6) * _DAY)
    if shipment is None:
        return None
    inspected_at = shipment.shipped_at + rng.randint(26, 110) * _HOUR
    if not history.deliver(part, shipment, inspected_at):
        return None
    return _inspect(history, desk, po, part, shipment, inspected_at, rng)


def _inspect(
    history: History,
    desk: Desk,
    po: PurchaseOrder,
    part: PartDraft,
    shipment: Shipment,
    at: dt.datetime,
    rng: random.Random,
) -> Invoice:
    day = clock.local_date(at)
    acceptance = Acceptance(
        purchase_order=po,
        shipment=shipment,
        number=history.number("A", day),
        inspector=desk.inspector,
        note="",
        inspected_at=at,
    )
    invoice = Invoice(
        purchase_order=po,
        vendor_order=part.row,
        acceptance=acceptance,
        number=history.number("I", day),
        issued_at=at,
        due_on=day + dt.timedelta(days=po.net_days),
        goods_amount=0,
        total_amount=0,
        supply_amount=0,
        vat_amount=0,
    )
    history.add(acceptance, invoice)
    flawed = rng.random() < 0.05
    for line in part.lines:
        rejected = rng.randint(1, 3) if flawed and line.quantity > 20 else 0
        history.add(
            AcceptanceLine(
                acceptance=acceptance,
                order_line=line,
                delivered=line.quantity,
                accepted=line.quantity - rejected,
                rejected=rejected,
                defect=rng.choice(_DEFECTS) if rejected else "",
            )
        )
        kept = line.quantity - rejected
        split = history.rates.split(line.unit_price_amount * kept, line.tax_class)
        history.add(
            InvoiceLine(
                invoice=invoice,
                order_line=line,
                quantity=kept,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=line.tax_class,
            )
        )
        invoice.goods_amount += split.total
        invoice.total_amount += split.total
        invoice.supply_amount += split.supply
        invoice.vat_amount += split.vat
    _book_invoice(history, desk, invoice, part)
    late = rng.randint(2, 9) if rng.random() < 0.1 else 0
    wait = po.net_days + late if late else rng.randint(1, max(2, po.net_days))
    paid_at = season.moment_on(day + wait * _DAY, rng, office=True)
    if at < paid_at <= history.now:
        _pay(history, desk, invoice, paid_at)
    return invoice


def _book_invoice(history: History, desk: Desk, invoice: Invoice, part: PartDraft) -> None:
    row = part.row
    items, total, commission = _accepted(history, invoice, part)
    history.add(
        Payment(
            order=row.order,
            gateway="invoice",
            reference=invoice.number,
            provider_ref=f"invoice_{invoice.number}",
            amount=total,
            created_at=invoice.issued_at,
        )
    )
    owner = money.organization_owner(desk.row.pk)
    history.bookings.append(
        Booking(
            key=lambda: f"invoice:{invoice.number}",
            kind="recognition",
            postings=money.recognition_postings(
                source=money.Posting(money.AccountKind.BUYER_RECEIVABLE, total, owner),
                enterprise_id=row.enterprise_id,
                commission=commission,
            ),
            at=invoice.issued_at,
            order=row.order,
            part=row,
            items=items,
        )
    )


def _accepted(
    history: History, invoice: Invoice, part: PartDraft
) -> tuple[list[PayableItem], int, TaxSplit]:
    """Items of the sub-ledger for the accepted pieces, what they come to, their commission."""
    items, total = [], 0
    commission = TaxSplit(0, 0, 0)
    for row in reversed(history.rows[InvoiceLine]):
        if row.invoice is not invoice:
            break  # an invoice's lines are the last that were written
        line = row.order_line
        share = prices.line_share(
            amounts_of(line), before=0, pieces=row.quantity, vat_rate_bp=history.vat_bp
        )
        items.append(
            item(
                kind=PayableItem.Kind.INVOICE,
                part=part.row,
                line=line,
                pieces=row.quantity,
                share=share,
            )
        )
        total += share.paid + share.shipping
        commission = plus(commission, share.commission)
    return items, total, commission


def _pay(history: History, desk: Desk, invoice: Invoice, at: dt.datetime) -> None:
    late = rules.days_late(invoice.due_on, on=clock.local_date(at))
    invoice.status = Invoice.Status.PAID
    invoice.paid_amount = invoice.total_amount
    invoice.paid_at = at
    claim = history.rows[Payment][-1]  # the one that was booked with it
    claim.state, claim.captured_at = Payment.State.CAPTURED, at
    payment = InvoicePayment(
        invoice=invoice,
        amount=invoice.total_amount,
        paid_on=clock.local_date(at),
        reference=history.number("T", clock.local_date(at)),
        late_days=late,
        late_interest_amount=rules.late_interest(invoice.total_amount, days=late, ppm_year=LATE_PPM)
        if desk.is_agency
        else 0,
        recorded_by=desk.finance,
        recorded_at=at,
    )
    history.add(payment)
    owner = money.organization_owner(desk.row.pk)
    history.bookings.append(
        Booking(
            key=lambda: f"invoice:{invoice.number}:paid:{payment.reference}",
            kind="transfer",
            postings=[
                money.Posting(money.AccountKind.BANK, payment.amount),
                money.Posting(money.AccountKind.BUYER_RECEIVABLE, -payment.amount, owner),
            ],
            at=at,
        )
    )
