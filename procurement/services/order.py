"""Making a purchase order: from a quote, or from a list of items on account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.rules import Role
from catalog import selectors as catalog
from catalog.models import Variant
from core import audit, clock, idempotency, ids, outbox, tax
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from orders.prices import unit_price
from procurement import locks, rules, selectors
from procurement.errors import (
    BadRows,
    NoAccount,
    NotVerified,
    PartnersMissing,
    QuoteExpired,
    RowError,
    RuleForbids,
    WrongState,
)
from procurement.models import (
    BudgetLine,
    CostCenter,
    PurchaseOrder,
    PurchaseOrderLine,
    Quote,
    QuoteMember,
    RequestForQuote,
    Requisition,
    ScheduledDelivery,
)
from procurement.services.approve import steps_plan
from procurement.services.purse import budget_move, spending_charge

BUYERS = (Role.REQUESTER, Role.CONTRACT_OFFICER, Role.OWNER)


@dataclass(frozen=True, slots=True)
class DeliverTo:
    """Where it goes: a Korean road-name address with a postal code of five digits."""

    recipient: str
    phone: str
    postal_code: str
    road_address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ItemOrdered:
    """An item of a list: what and how many; ``row`` is its place in an uploaded sheet."""

    sku: str
    quantity: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """So many pieces of the line at ``place`` (from 0) are wanted on that day."""

    place: int
    due_on: dt.date
    quantity: int


@transaction.atomic
def purchase_order_from_quote(
    *,
    actor: Actor,
    quote_id: int,
    rule_code: str = "",
    reason: str = "",
    budget_line_id: int | None = None,
    cost_center_id: int | None = None,
    system_reference: str = "",
    quantities: Mapping[int, int] | None = None,
    schedule: Sequence[Scheduled] = (),
) -> PurchaseOrder:
    """Choose a quote. An agency cites the ground that permits it; the comparison is sealed.

    ``quantities`` (pieces by quote line id) order fewer than were quoted, at the price that the
    quote gives for so many; never more. Raises NotFound, NotAllowed, NotVerified, WrongState when
    the request was decided, QuoteExpired, PartnersMissing while a member of a consortium hasn't
    agreed, RuleForbids, BudgetTooSmall, LimitReached, InvalidInput by field.
    """
    found = Quote.objects.filter(pk=quote_id).values_list("rfq_id", flat=True).first()
    rfq = locks.lock_rfq(found) if found else None
    if rfq is None or not actor.has_role(rfq.organization_id):
        raise NotFound
    actor.require_role(rfq.organization_id, *BUYERS)
    quote = rfq.quotes.select_related("enterprise").get(pk=quote_id)
    if rfq.status != RequestForQuote.Status.OPEN or quote.status != Quote.Status.SUBMITTED:
        raise WrongState
    if rules.is_expired(quote.valid_until, on=clock.today()):
        raise QuoteExpired
    if quote.members.exclude(status=QuoteMember.Status.AGREED).exists():
        raise PartnersMissing
    check_buyer(rfq.organization)
    lines = lines_of_quote(quote, quantities)
    supply = sum(line.supply_amount for line in lines)
    ground = None
    if rfq.organization.kind == Organization.Kind.AGENCY:
        findings = selectors.findings_for_quote(
            quote, system_reference=system_reference, supply=supply
        )
        ground = permitting(findings, rule_code)
        if not reason.strip():
            raise InvalidInput({"reason": _("선정 사유를 적어 주세요.")})
    if len(reason) > 1000:
        raise InvalidInput({"reason": _("1,000자까지 입력할 수 있습니다.")})
    requisition = locks.lock_requisition(rfq.requisition_id) if rfq.requisition_id else None

    comparison, digest = selectors.comparison_frozen(rfq, chosen=quote, reason=reason.strip())
    audit.seal(actor=actor, action="comparison.seal", obj=rfq, digest=digest)
    rfq.status = RequestForQuote.Status.ORDERED
    rfq.comparison, rfq.comparison_digest = comparison, digest
    rfq.save(update_fields=["status", "comparison", "comparison_digest"])
    rfq.quotes.filter(status=Quote.Status.SUBMITTED).exclude(pk=quote.pk).update(
        status=Quote.Status.LOST
    )
    quote.status = Quote.Status.ORDERED
    quote.save(update_fields=["status"])

    po = PurchaseOrder(
        organization=rfq.organization,
        title=rfq.title,
        kind=PurchaseOrder.Kind.QUOTE,
        quote=quote,
        requisition=requisition,
        rule=ground,
        rule_basis=ground.basis if ground else "",
        reason=reason.strip(),
        system_reference=system_reference.strip(),
        budget_line=budget_of(rfq.organization_id, budget_line_id),
        cost_center=cost_center_of(rfq.organization_id, cost_center_id),
        needed_by=rfq.needed_by,
        recipient=rfq.recipient,
        phone=rfq.phone,
        postal_code=rfq.postal_code,
        road_address=rfq.road_address,
        address_detail=rfq.address_detail,
    )
    return submit(actor, po, lines, schedule=schedule)


def purchase_order_from_items(
    *,
    actor: Actor,
    organization_id: int,
    items: Sequence[ItemOrdered],
    title: str,
    address: DeliverTo,
    cost_center_id: int | None = None,
    budget_line_id: int | None = None,
    needed_by: dt.date | None = None,
    rule_code: str = "",
    requisition_id: int | None = None,
    schedule: Sequence[Scheduled] = (),
    kind: str = PurchaseOrder.Kind.DIRECT,
    idempotency_key: str | None = None,
) -> PurchaseOrder:
    """Order a list of catalogue items on account, at the price of each one's quantity.

    An agency orders of one enterprise at a time and cites a ground that needs no quote.
    Raises NotFound, NotAllowed, NotVerified, NoAccount, BadRows naming every row that can't be
    ordered, RuleForbids, BudgetTooSmall, LimitReached, InvalidInput by field.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *BUYERS)
    check_buyer(organization)
    problems = address_problems(address)
    if not title.strip() or len(title.strip()) > 120:
        problems["title"] = _("건명을 120자 안으로 입력해 주세요.")
    if needed_by is not None and needed_by < clock.today():
        problems["needed_by"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if not items:
        problems["file"] = _("주문할 품목이 없습니다.")
    if problems:
        raise InvalidInput(problems)

    def create() -> dict[str, Any]:
        lines = priced_lines(items)
        po = PurchaseOrder(
            organization=organization,
            title=title.strip(),
            kind=kind,
            requisition=_requisition(organization_id, requisition_id),
            cost_center=cost_center_of(organization_id, cost_center_id),
            budget_line=budget_of(organization_id, budget_line_id),
            needed_by=needed_by,
            recipient=address.recipient,
            phone=address.phone,
            postal_code=address.postal_code,
            road_address=address.road_address,
            address_detail=address.detail,
        )
        if organization.kind == Organization.Kind.AGENCY:
            _cite(po, lines, rule_code)
        return {"po_id": submit(actor, po, lines, schedule=schedule).pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = create()
        else:
            answer = idempotency.once(
                scope=f"po:{organization_id}",
                key=idempotency_key,
                body={"title": title, "items": [(item.sku, item.quantity) for item in items]},
                action=create,
            )
    return PurchaseOrder.objects.get(pk=answer["po_id"])


def priced_lines(items: Sequence[ItemOrdered]) -> list[PurchaseOrderLine]:
    """The items as lines with their money, not written yet; the same item twice is added up.

    Raises BadRows for what isn't sold, or of which too few pieces are free.
    """
    wanted: dict[str, ItemOrdered] = {}
    for item in items:
        before = wanted.get(item.sku)
        quantity = item.quantity + (before.quantity if before else 0)
        wanted[item.sku] = ItemOrdered(item.sku, quantity, before.row if before else item.row)
    variants = dict(Variant.objects.filter(sku__in=wanted).values_list("sku", "pk"))
    offers = catalog.variant_offers(list(variants.values()))
    rates = tax.rates(on=clock.today())
    lines, bad = [], []
    for place, (sku, item) in enumerate(wanted.items(), start=1):
        row = item.row or place
        offer = offers.get(variants.get(sku, 0))
        if offer is None:
            bad.append(RowError(row, _("판매 중인 상품코드가 아닙니다: %(sku)s") % {"sku": sku}))
            continue
        if item.quantity > offer.available:
            text = _("재고가 %(count)d개뿐입니다: %(name)s")
            bad.append(RowError(row, text % {"count": offer.available, "name": offer.name}))
            continue
        price = unit_price(offer.base_price, offer.tiers, item.quantity)
        split = rates.split(price * item.quantity, offer.tax_class)
        lines.append(
            PurchaseOrderLine(
                enterprise_id=offer.enterprise_id,
                variant_id=offer.variant_id,
                name=" ".join(filter(None, (offer.name, offer.variant_name))),
                sku=offer.sku,
                quantity=item.quantity,
                list_price_amount=offer.base_price,
                unit_price_amount=price,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=offer.tax_class,
            )
        )
    if bad:
        raise BadRows(bad)
    return lines


def address_problems(address: DeliverTo) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    for name, text, longest in (
        ("recipient", address.recipient, 80),
        ("phone", address.phone, 20),
        ("road_address", address.road_address, 200),
    ):
        if not text.strip():
            problems[name] = _("꼭 입력해 주세요.")
        elif len(text) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if not (address.postal_code.isdecimal() and len(address.postal_code) == 5):
        problems["postal_code"] = _("우편번호는 숫자 5자리입니다.")
    if len(address.detail) > 100:
        problems["address_detail"] = _("입력이 너무 깁니다.")
    return problems


def submit(
    actor: Actor,
    po: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    *,
    schedule: Sequence[Scheduled] = (),
) -> PurchaseOrder:
    """Write the purchase order down, keep the money for it, and ask for the first consent."""
    po.number = ids.new_number("PO", clock.today())
    po.requester_id = actor.require_person()
    po.net_days = po.organization.net_days or 30
    po.total_amount = sum(line.total_amount for line in lines)
    po.supply_amount = sum(line.supply_amount for line in lines)
    po.vat_amount = po.total_amount - po.supply_amount
    po.created_at = clock.now()
    po.save()
    for line in lines:
        line.purchase_order = po
    PurchaseOrderLine.objects.bulk_create(lines)
    _schedule(po, lines, schedule)
    spending_charge(po)
    _reserve(po)
    categories = Variant.objects.filter(pk__in=[line.variant_id for line in lines])
    steps_plan(
        po,
        kind=po.kind,
        category_ids=set(categories.values_list("product__category_id", flat=True)),
        cost_center_id=po.cost_center_id,
    )
    audit.record(actor=actor, action="po.submit", obj=po, total=po.total_amount)
    outbox.emit(topic="po.submitted", payload={"po_id": po.pk})
    return po


def lines_of_quote(quote: Quote, quantities: Mapping[int, int] | None) -> list[PurchaseOrderLine]:
    """A quote's lines as lines of a purchase order, not written yet. Raises InvalidInput by field
    (``order_<quote line id>``) for more pieces than were quoted, or none at all."""
    rates = tax.rates(on=clock.today())
    made, problems = [], {}
    rows = quote.lines.select_related("variant").prefetch_related("tiers").order_by("pk")
    for row in rows:
        pieces = row.quantity if quantities is None else quantities.get(row.pk, 0)
        if not 0 <= pieces <= row.quantity:
            text = _("견적 수량 %(most)d개까지 발주할 수 있습니다.")
            problems[f"order_{row.pk}"] = text % {"most": row.quantity}
            continue
        if not pieces:
            continue
        price = rules.tier_price(
            row.unit_price_amount,
            [(tier.min_quantity, tier.unit_price_amount) for tier in row.tiers.all()],
            quoted=row.quantity,
            pieces=pieces,
        )
        split = rates.split(price * pieces, row.tax_class)
        made.append(
            PurchaseOrderLine(
                enterprise_id=row.supplier_id or quote.enterprise_id,
                variant_id=row.variant_id,
                name=row.name,
                sku=row.variant.sku if row.variant else "",
                quantity=pieces,
                unit_price_amount=price,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=row.tax_class,
            )
        )
    if not made and not problems:
        problems[""] = _("주문할 품목이 없습니다.")
    if problems:
        raise InvalidInput(problems)
    return made


def check_buyer(organization: Organization) -> None:
    """Whether the organization may order. Raises NotVerified, NoAccount."""
    if not organization.is_verified:
        raise NotVerified
    if organization.net_days is None:
        raise NoAccount


def _requisition(organization_id: int, requisition_id: int | None) -> Requisition | None:
    """The approved need that this purchase answers. Raises InvalidInput for another one."""
    if requisition_id is None:
        return None
    found = locks.lock_requisition(requisition_id)
    if (
        found is None
        or found.organization_id != organization_id
        or found.status != Requisition.Status.APPROVED
    ):
        raise InvalidInput({"requisition": _("승인된 구매 요구를 선택해 주세요.")})
    return found


def _schedule(
    po: PurchaseOrder, lines: Sequence[PurchaseOrderLine], schedule: Sequence[Scheduled]
) -> None:
    """Keep on which days how many pieces are wanted. Raises InvalidInput (``schedule``)."""
    wanted: dict[tuple[int, dt.date], int] = {}
    for entry in schedule:
        if not 0 <= entry.place < len(lines) or entry.quantity < 1 or entry.due_on < clock.today():
            raise InvalidInput({"schedule": _("분할 납품의 품목, 날짜, 수량을 확인해 주세요.")})
        key = (entry.place, entry.due_on)
        wanted[key] = wanted.get(key, 0) + entry.quantity
    for place, line in enumerate(lines):
        planned = sum(count for (row, _day), count in wanted.items() if row == place)
        if planned and planned != line.quantity:
            text = _("%(name)s: 나눈 수량의 합(%(sum)d개)이 주문 수량(%(count)d개)과 다릅니다.")
            names = {"name": line.name, "sum": planned, "count": line.quantity}
            raise InvalidInput({"schedule": text % names})
    ScheduledDelivery.objects.bulk_create(
        ScheduledDelivery(line=lines[place], due_on=day, quantity=count)
        for (place, day), count in sorted(wanted.items())
    )


def _reserve(po: PurchaseOrder) -> None:
    """Keep the money on the budget line; what the need had kept for it is taken over."""
    need = po.requisition
    if need is not None:
        if need.budget_line_id is not None and need.reserved_amount:
            line = locks.lock_budget(need.budget_line_id)
            budget_move(line, reserved=-need.reserved_amount, reference=need.number)
        need.status, need.reserved_amount = Requisition.Status.ORDERED, 0
        need.save(update_fields=["status", "reserved_amount"])
    if po.budget_line_id is not None:
        line = locks.lock_budget(po.budget_line_id)
        budget_move(line, reserved=po.total_amount, reference=po.number)
        po.reserved_amount = po.total_amount
        po.save(update_fields=["reserved_amount"])


def _cite(po: PurchaseOrder, lines: Sequence[PurchaseOrderLine], rule_code: str) -> None:
    sellers = {line.enterprise_id for line in lines}
    if len(sellers) > 1:
        raise InvalidInput({"file": _("공공기관의 발주서는 한 기업의 상품만 담을 수 있습니다.")})
    supply = sum(line.supply_amount for line in lines)
    found = selectors.findings(enterprise_id=sellers.pop(), supply=supply, quotes=0)
    po.rule = permitting(found, rule_code)
    po.rule_basis = po.rule.basis


def permitting(found: Sequence[selectors.RuleFinding], rule_code: str) -> Any:
    for entry in found:
        if entry.rule.code == rule_code:
            if not entry.finding.permits:
                raise RuleForbids([str(obstacle) for obstacle in entry.finding.obstacles])
            return entry.rule
    raise RuleForbids([])


def budget_of(organization_id: int, budget_line_id: int | None) -> BudgetLine | None:
    """The budget line that was chosen. Raises InvalidInput for another's, or last year's."""
    if budget_line_id is None:
        return None
    line = BudgetLine.objects.filter(pk=budget_line_id, organization_id=organization_id).first()
    if line is None:
        raise InvalidInput({"budget_line": _("예산 과목을 다시 선택해 주세요.")})
    return line


def cost_center_of(organization_id: int, cost_center_id: int | None) -> CostCenter | None:
    """The cost centre that was chosen. Raises InvalidInput for another's."""
    if cost_center_id is None:
        return None
    found = CostCenter.objects.filter(pk=cost_center_id, organization_id=organization_id).first()
    if found is None:
        raise InvalidInput({"cost_center": _("비용 부서를 다시 선택해 주세요.")})
    return found
