"""Making a purchase order: from a quote, or from a list of items on account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
    BudgetTooSmall,
    NoAccount,
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
    RequestForQuote,
)

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
) -> PurchaseOrder:
    """Choose a quote. An agency cites the ground that permits it; the comparison is frozen.

    Raises NotFound, NotAllowed, WrongState when the request was decided, QuoteExpired,
    RuleForbids, BudgetTooSmall, InvalidInput by field.
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
    if rfq.organization.net_days is None:
        raise NoAccount
    ground = None
    if rfq.organization.kind == Organization.Kind.AGENCY:
        ground = _ground(quote, rule_code, system_reference)
        if not reason.strip():
            raise InvalidInput({"reason": _("선정 사유를 적어 주세요.")})
    if len(reason) > 1000:
        raise InvalidInput({"reason": _("1,000자까지 입력할 수 있습니다.")})
    budget = _budget(rfq.organization_id, budget_line_id, quote.total_amount)

    comparison, digest = selectors.comparison_frozen(rfq, chosen=quote)
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
        quote=quote,
        rule=ground,
        rule_basis=ground.basis if ground else "",
        reason=reason.strip(),
        system_reference=system_reference.strip(),
        budget_line=budget,
        cost_center=_cost_center(rfq.organization_id, cost_center_id),
        needed_by=rfq.needed_by,
        recipient=rfq.recipient,
        phone=rfq.phone,
        postal_code=rfq.postal_code,
        road_address=rfq.road_address,
        address_detail=rfq.address_detail,
    )
    lines = [
        PurchaseOrderLine(
            enterprise_id=quote.enterprise_id,
            variant_id=line.variant_id,
            name=line.name,
            sku=line.variant.sku if line.variant else "",
            quantity=line.quantity,
            unit_price_amount=line.unit_price_amount,
            total_amount=line.total_amount,
            supply_amount=line.supply_amount,
            vat_amount=line.vat_amount,
            tax_class=line.tax_class,
        )
        for line in quote.lines.select_related("variant").order_by("pk")
    ]
    return _submit(actor, po, lines)


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
    idempotency_key: str | None = None,
) -> PurchaseOrder:
    """Order a list of catalogue items on account, at the price of each one's quantity.

    An agency orders of one enterprise at a time and cites a ground that needs no quote.
    Raises NotFound, NotAllowed, NoAccount, BadRows naming every row that can't be ordered,
    RuleForbids, BudgetTooSmall, InvalidInput by field.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *BUYERS)
    if organization.net_days is None:
        raise NoAccount
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
            cost_center=_cost_center(organization_id, cost_center_id),
            budget_line=_budget(
                organization_id, budget_line_id, sum(line.total_amount for line in lines)
            ),
            needed_by=needed_by,
            recipient=address.recipient,
            phone=address.phone,
            postal_code=address.postal_code,
            road_address=address.road_address,
            address_detail=address.detail,
        )
        if organization.kind == Organization.Kind.AGENCY:
            _cite(po, lines, rule_code)
        return {"po_id": _submit(actor, po, lines).pk}

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


def _submit(actor: Actor, po: PurchaseOrder, lines: list[PurchaseOrderLine]) -> PurchaseOrder:
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
    audit.record(actor=actor, action="po.submit", obj=po, total=po.total_amount)
    outbox.emit(topic="po.submitted", payload={"po_id": po.pk})
    return po


def _ground(quote: Quote, rule_code: str, system_reference: str) -> Any:
    """The row of the ground that was cited. Raises RuleForbids when it doesn't carry the quote."""
    found = selectors.findings_for_quote(quote, system_reference=system_reference)
    return _permitting(found, rule_code)


def _cite(po: PurchaseOrder, lines: Sequence[PurchaseOrderLine], rule_code: str) -> None:
    sellers = {line.enterprise_id for line in lines}
    if len(sellers) > 1:
        raise InvalidInput({"file": _("공공기관의 발주서는 한 기업의 상품만 담을 수 있습니다.")})
    supply = sum(line.supply_amount for line in lines)
    found = selectors.findings(enterprise_id=sellers.pop(), supply=supply, quotes=0)
    po.rule = _permitting(found, rule_code)
    po.rule_basis = po.rule.basis


def _permitting(found: Sequence[selectors.RuleFinding], rule_code: str) -> Any:
    for entry in found:
        if entry.rule.code == rule_code:
            if not entry.finding.permits:
                raise RuleForbids([str(obstacle) for obstacle in entry.finding.obstacles])
            return entry.rule
    raise RuleForbids([])


def _budget(organization_id: int, budget_line_id: int | None, total: int) -> BudgetLine | None:
    """The budget line, with enough left as far as anybody knows now; approval makes sure."""
    if budget_line_id is None:
        return None
    line = BudgetLine.objects.filter(pk=budget_line_id, organization_id=organization_id).first()
    if line is None:
        raise InvalidInput({"budget_line": _("예산 과목을 다시 선택해 주세요.")})
    if line.free_amount < total:
        raise BudgetTooSmall(line.free_amount)
    return line


def _cost_center(organization_id: int, cost_center_id: int | None) -> CostCenter | None:
    if cost_center_id is None:
        return None
    found = CostCenter.objects.filter(pk=cost_center_id, organization_id=organization_id).first()
    if found is None:
        raise InvalidInput({"cost_center": _("비용 부서를 다시 선택해 주세요.")})
    return found
