"""What agencies and companies bought on account: requests, quotes, purchase orders, to payment.

Each purchase order runs as far as today lets it: one of yesterday waits for approval, one of last
week for inspection, one of last month is paid and closed.
"""

# ruff: noqa: E501
from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from accounts.models import Organization, User
from backend.demo import season
from backend.demo.content.model import MarketContent, OrganizationSpec, ProductSpec
from backend.demo.history import Booking, History, PartDraft, Pick
from backend.demo.market import People, Shelf
from catalog.selectors import Offer
from core import clock
from orders.models import Order, Shipment
from orders.rules import unit_price
from payments import rules as money
from procurement.models import (
    Acceptance,
    AcceptanceLine,
    Approval,
    BudgetLine,
    ContractRule,
    CostCenter,
    Invoice,
    InvoiceLine,
    InvoicePayment,
    PurchaseOrder,
    PurchaseOrderLine,
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
    Approval,
    Acceptance,
    AcceptanceLine,
    Invoice,
    InvoiceLine,
    InvoicePayment,
)

_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)
#: how often an agency buys from a category; a company
_AGENCY_NEEDS = {
    "office": 26, "catering-events": 22, "cleaning-living": 14, "bakery": 9, "tea-coffee": 7,
    "kids-education": 6, "crafts-gifts": 6, "textile": 5, "beauty-soap": 5, "processed-food": 4,
    "household": 4, "farm-sea": 2,
}  # fmt: skip
_COMPANY_NEEDS = {
    "catering-events": 18, "tea-coffee": 16, "bakery": 14, "office": 14, "beauty-soap": 8,
    "processed-food": 8, "textile": 7, "cleaning-living": 6, "household": 6, "crafts-gifts": 5,
    "farm-sea": 4,
}  # fmt: skip
_TITLES = {
    "office": "사무용품 구매", "catering-events": "회의·행사 다과 및 식사", "cleaning-living": "청사 청소·방역",
    "bakery": "직원 간식 구매", "tea-coffee": "탕비실 차·커피 구매", "kids-education": "체험·교육 운영",
    "crafts-gifts": "기념품 구매", "textile": "단체복·기념품 구매", "beauty-soap": "위생용품 구매",
    "processed-food": "나눔 꾸러미 구매", "household": "생활용품 구매", "farm-sea": "나눔 꾸러미 구매",
}  # fmt: skip
_REASON = "사회적경제기업 제품 우선구매 계획에 따라 가격과 납기를 비교하여 선정함"
_DEFECTS = ("포장 파손", "수량 부족분 확인", "인쇄 불량", "규격 상이")


@dataclass(slots=True)
class Desk:
    """An organization with its people and purse, as the history needs them."""

    spec: OrganizationSpec
    row: Organization
    requesters: list[User]
    approver: User
    inspector: User
    finance: User
    budgets: list[BudgetLine]
    cost_centers: list[CostCenter]

    @property
    def is_agency(self) -> bool:
        return self.row.kind == Organization.Kind.AGENCY


@dataclass(slots=True)
class Goods:
    """Offers by category, dearest sellers first to be found; gift sets apart."""

    by_category: dict[str, list[tuple[ProductSpec, Offer]]]
    gifts: list[tuple[ProductSpec, Offer]]


def make_desk_history(
    *,
    content: MarketContent,
    history: History,
    shelf: Shelf,
    people: People,
    organizations: dict[str, Organization],
) -> None:
    rng = history.rng
    goods = _goods(history, shelf)
    rules = list(ContractRule.objects.all())
    opened = content.today - dt.timedelta(days=season.HISTORY_DAYS)
    for specs in (content.agencies, content.companies):
        for place, spec in enumerate(specs):
            desk = _desk(spec, organizations[spec.slug], people)
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
                _purchase(history, desk, goods, rules, people, day, rng)
            if place == 0 and desk.is_agency:
                _open_requests(history, desk, goods, people, rng)
            BudgetLine.objects.bulk_update(desk.budgets, ["committed_amount", "spent_amount"])


def _goods(history: History, shelf: Shelf) -> Goods:
    by_category: dict[str, list[tuple[ProductSpec, Offer]]] = defaultdict(list)
    gifts = []
    for spec, _row in shelf.some():
        entry = (spec, history.offers[shelf.variants[spec.slug][0].pk])
        (gifts if spec.gift else by_category[spec.category]).append(entry)
    return Goods(dict(by_category), gifts)


def _desk(spec: OrganizationSpec, row: Organization, people: People) -> Desk:
    def of(role: str) -> list[User]:
        return people.by_role[row.pk, role]

    return Desk(
        spec=spec,
        row=row,
        requesters=of("requester"),
        approver=of("approver")[0],
        inspector=of("inspector")[0],
        finance=of("finance")[0],
        budgets=list(BudgetLine.objects.filter(organization=row)),
        cost_centers=list(CostCenter.objects.filter(organization=row)),
    )


# -- what to buy


def _basket(
    history: History, desk: Desk, goods: Goods, day: dt.date, rng: random.Random
) -> tuple[str, list[Pick]]:
    """A title and what is bought: one seller for an agency, up to three for a company."""
    if rng.random() * 14 < season.gift_share(day) - 1:
        title, pool = "명절 선물 구매", goods.gifts
    else:
        needs = _AGENCY_NEEDS if desk.is_agency else _COMPANY_NEEDS
        sold = [name for name in needs if name in goods.by_category]
        category = rng.choices(sold, [needs[name] for name in sold])[0]
        title, pool = _TITLES[category], goods.by_category[category]
    listed = [entry for entry in pool if entry[0].listed_on <= day] or pool
    spec, offer = rng.choices(listed, [entry[0].pull for entry in listed])[0]
    target = _target(desk, rng)
    chosen = {offer.variant_id: Pick(offer, _pieces(target, spec))}
    for _ in range(rng.choice((0, 0, 1, 2))):
        spec, more = rng.choice(listed)
        if desk.is_agency and more.enterprise_id != offer.enterprise_id:
            continue
        chosen.setdefault(more.variant_id, Pick(more, _pieces(target // 3, spec)))
    return title, list(chosen.values())


def _target(desk: Desk, rng: random.Random) -> int:
    if desk.is_agency:
        return int(min(42_000_000, 900_000 * desk.spec.pull**0.5 * rng.lognormvariate(0.6, 1.0)))
    limit = desk.row.credit_limit_amount // 8
    return int(min(limit, 500_000 * rng.lognormvariate(0.5, 0.8)))


def _pieces(target: int, spec: ProductSpec) -> int:
    """A round number of pieces worth about ``target`` won."""
    count = max(1, target // spec.price)
    for step in (100, 50, 10, 5):
        if count >= step * 3:
            return min(count // step * step, 1500)
    return count


# -- requests for quotes


def _ask(
    history: History,
    desk: Desk,
    title: str,
    picks: Sequence[Pick],
    created_at: dt.datetime,
    deadline: dt.datetime,
    invited: Sequence[int],
    requester: User,
) -> tuple[RequestForQuote, list[RfqLine]]:
    row = RequestForQuote(
        organization=desk.row,
        number=history.number("R", clock.local_date(created_at)),
        title=title,
        description="납품 장소와 포장을 포함하여 견적해 주십시오.",
        requester=requester,
        deadline=deadline,
        needed_by=clock.local_date(deadline) + 14 * _DAY,
        created_at=created_at,
        **_delivery(desk),
    )
    lines = [
        RfqLine(rfq=row, description=p.offer.name, specification="동등 이상", quantity=p.quantity)
        for p in picks
    ]
    history.add(row, *lines)
    for enterprise_id in invited:
        history.add(RfqInvitation(rfq=row, enterprise=history.enterprises[enterprise_id]))
    return row, lines


def _delivery(desk: Desk) -> dict[str, str]:
    road, _comma, detail = desk.row.address.rpartition(", ")
    return {
        "recipient": desk.requesters[0].name,
        "phone": desk.row.phone,
        "postal_code": desk.row.postal_code,
        "road_address": road,
        "address_detail": detail,
    }


def _answer(
    history: History,
    people: People,
    rfq: RequestForQuote,
    lines: Sequence[RfqLine],
    picks: Sequence[Pick],
    enterprise_id: int,
    at: dt.datetime,
    *,
    percent: int,
    status: str,
    own: bool,
) -> tuple[Quote, list[QuoteLine]]:
    """A quote at ``percent`` of the catalogue's price; ``own``: from the catalogue's variant."""
    made = []
    for line, pick in zip(lines, picks, strict=True):
        base = unit_price(pick.offer.base_price, pick.offer.tiers, pick.quantity)
        price = max(10, base * percent // 1000 * 10)
        split = history.rates.split(price * pick.quantity, pick.offer.tax_class)
        made.append(
            QuoteLine(
                rfq_line=line,
                variant_id=pick.offer.variant_id if own else None,
                name=pick.offer.name,
                quantity=pick.quantity,
                unit_price_amount=price,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=pick.offer.tax_class,
            )
        )
    quote = Quote(
        rfq=rfq,
        enterprise=history.enterprises[enterprise_id],
        number=history.number("Q", clock.local_date(at)),
        status=status,
        valid_until=clock.local_date(at) + 30 * _DAY,
        lead_days=7,
        note="포장과 납품 비용을 포함한 금액입니다.",
        total_amount=sum(line.total_amount for line in made),
        supply_amount=sum(line.supply_amount for line in made),
        vat_amount=sum(line.vat_amount for line in made),
        submitted_by=people.sellers[enterprise_id],
        submitted_at=at,
    )
    history.add(quote)
    for line in made:
        line.quote = quote
        history.add(line)
    for invitation in reversed(history.rows[RfqInvitation]):
        if invitation.rfq is rfq and invitation.enterprise_id == enterprise_id:
            invitation.status = RfqInvitation.Status.QUOTED
            break
    return quote, made


def _rivals(goods: Goods, pick: Pick, rng: random.Random, count: int) -> list[int]:
    """Other enterprises that sell the like."""
    pools = [*goods.by_category.values(), goods.gifts]
    pool = next(p for p in pools if any(o.variant_id == pick.offer.variant_id for _s, o in p))
    others = sorted({o.enterprise_id for _s, o in pool} - {pick.offer.enterprise_id})
    return rng.sample(others, k=min(count, len(others)))


def _open_requests(
    history: History, desk: Desk, goods: Goods, people: People, rng: random.Random
) -> None:
    """Three requests in progress: all answered, partly answered, just asked."""
    sets = [entry for entry in goods.gifts if "비누" in entry[0].ko]
    for ago, answers, title, pieces in (
        (5, 2, "연말 감사 선물세트 200개", 200),
        (2, 1, "주민설명회 다과 80인분", 80),
        (0, 0, "사무실 정기 소모품 구매", 30),
    ):
        pool = {
            200: sets,
            80: goods.by_category["catering-events"],
            30: goods.by_category["office"],
        }
        pick = Pick(rng.choice(pool[pieces])[1], pieces)
        at = history.now - ago * _DAY - 2 * _HOUR
        invited = [pick.offer.enterprise_id, *_rivals(goods, pick, rng, 2)]
        rfq, lines = _ask(
            history, desk, title, [pick], at, history.now + (6 - ago) * _DAY, invited,
            desk.requesters[0],
        )  # fmt: skip
        for place, enterprise_id in enumerate(invited[:answers]):
            _answer(
                history, people, rfq, lines, [pick], enterprise_id, at + (place + 1) * 7 * _HOUR,
                percent=96 - 3 * place, status=Quote.Status.SUBMITTED, own=place == 0,
            )  # fmt: skip


# -- purchase orders


def _purchase(
    history: History,
    desk: Desk,
    goods: Goods,
    rules: Sequence[ContractRule],
    people: People,
    day: dt.date,
    rng: random.Random,
) -> None:
    title, picks = _basket(history, desk, goods, day, rng)
    created_at = min(season.moment_on(day, rng, office=True), history.now - _HOUR)
    requester = rng.choice(desk.requesters)
    quote = None
    asked = 1
    if desk.is_agency and rng.random() < 0.45:
        quote, picks, asked = _quoted(
            history, desk, goods, people, title, picks, created_at, requester, rng
        )
    splits = [
        history.rates.split(_price(pick) * pick.quantity, pick.offer.tax_class) for pick in picks
    ]
    supply = sum(split.supply for split in splits)
    rule = (
        _rule(history, rules, picks[0].offer.enterprise_id, supply, asked, day)
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
        cost_center=rng.choice(desk.cost_centers) if desk.cost_centers else None,
        budget_line=_budget(desk, day.year, total),
        requester=requester,
        needed_by=day + 21 * _DAY,
        net_days=desk.row.net_days or 30,
        total_amount=total,
        supply_amount=supply,
        vat_amount=total - supply,
        created_at=created_at,
        **_delivery(desk),
    )
    history.add(po)
    for pick, split in zip(picks, splits, strict=True):
        history.add(
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
    decided_at = created_at + rng.choice((3, 5, 20, 26)) * _HOUR
    if decided_at <= history.now:
        _decide(history, desk, po, picks, decided_at, rng)


def _price(pick: Pick) -> int:
    if pick.unit_price is not None:
        return pick.unit_price
    return unit_price(pick.offer.base_price, pick.offer.tiers, pick.quantity)


def _quoted(
    history: History,
    desk: Desk,
    goods: Goods,
    people: People,
    title: str,
    picks: Sequence[Pick],
    created_at: dt.datetime,
    requester: User,
    rng: random.Random,
) -> tuple[Quote, list[Pick], int]:
    """The request that came before the purchase order; the cheapest quote won."""
    asked_at = created_at - 6 * _DAY
    rivals = _rivals(goods, picks[0], rng, rng.choice((1, 1, 2)))
    winner = picks[0].offer.enterprise_id
    rfq, lines = _ask(
        history, desk, title, picks, asked_at, created_at - 4 * _HOUR, [winner, *rivals], requester
    )
    rfq.status = RequestForQuote.Status.ORDERED
    percent = rng.randint(93, 98)
    quote, quoted = _answer(
        history, people, rfq, lines, picks, winner, asked_at + rng.randint(8, 60) * _HOUR,
        percent=percent, status=Quote.Status.ORDERED, own=True,
    )  # fmt: skip
    for rival in rivals:
        _answer(
            history, people, rfq, lines, picks, rival, asked_at + rng.randint(8, 90) * _HOUR,
            percent=rng.randint(percent + 1, 108), status=Quote.Status.LOST, own=False,
        )  # fmt: skip
    ordered = [
        Pick(pick.offer, pick.quantity, line.unit_price_amount)
        for pick, line in zip(picks, quoted, strict=True)
    ]
    return quote, ordered, 1 + len(rivals)


def _rule(
    history: History,
    rules: Sequence[ContractRule],
    enterprise_id: int,
    supply: int,
    quotes: int,
    day: dt.date,
) -> ContractRule | None:
    """The first ground that holds for the seller and the amount."""
    kinds = {str(paper["kind"]) for paper in history.papers(enterprise_id, day)}
    for rule in rules:
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
    po: PurchaseOrder,
    picks: Sequence[Pick],
    at: dt.datetime,
    rng: random.Random,
) -> None:
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
        return
    if po.budget_line is not None:
        po.budget_line.committed_amount += po.total_amount
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
        **_delivery(desk),
    )
    po.order = order
    po.status = PurchaseOrder.Status.ORDERED
    history.confirm(order, parts, at)
    invoices = [_fulfil(history, desk, po, part, at, rng) for part in parts]
    history.settle_status(order, parts)
    shipped = [part.row.shipped_at is not None for part in parts]
    if all(invoices):
        po.status = PurchaseOrder.Status.INSPECTED
    elif any(shipped):
        po.status = PurchaseOrder.Status.DELIVERING
    paid = [invoice for invoice in invoices if invoice and invoice.status == Invoice.Status.PAID]
    _spend(po, paid, closed=len(paid) == len(parts))


def _spend(po: PurchaseOrder, paid: Sequence[Invoice], *, closed: bool) -> None:
    spent = sum(invoice.total_amount for invoice in paid)
    if closed:
        po.status = PurchaseOrder.Status.CLOSED
        po.closed_at = max(invoice.paid_at for invoice in paid if invoice.paid_at)
    if po.budget_line is not None:
        po.budget_line.spent_amount += spent
        po.budget_line.committed_amount -= po.total_amount if closed else spent


def _fulfil(
    history: History,
    desk: Desk,
    po: PurchaseOrder,
    part: PartDraft,
    ordered_at: dt.datetime,
    rng: random.Random,
) -> Invoice | None:
    """Accepted, delivered, inspected, invoiced, paid: as far as today lets it."""
    accepted_at = ordered_at + rng.randint(2, 20) * _HOUR
    if not history.accept(part, accepted_at):
        return None
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
    commission = history.rates.split(
        money.commission_of(invoice.goods_amount, rate_bp=row.commission_rate_bp), "taxable"
    )
    owner = money.organization_owner(desk.row.pk)
    history.bookings.append(
        Booking(
            key=lambda: f"invoice:{invoice.number}",
            kind="recognition",
            postings=money.recognition_postings(
                source=money.Posting(
                    money.AccountKind.BUYER_RECEIVABLE, invoice.total_amount, owner
                ),
                enterprise_id=row.enterprise_id,
                commission=commission,
            ),
            at=invoice.issued_at,
            order=row.order,
            part=row,
        )
    )


def _pay(history: History, desk: Desk, invoice: Invoice, at: dt.datetime) -> None:
    invoice.status = Invoice.Status.PAID
    invoice.paid_amount = invoice.total_amount
    invoice.paid_at = at
    payment = InvoicePayment(
        invoice=invoice,
        amount=invoice.total_amount,
        paid_on=clock.local_date(at),
        reference=history.number("T", clock.local_date(at)),
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
