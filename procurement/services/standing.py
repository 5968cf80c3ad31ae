"""Lists that are bought again, and orders that come by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Variant
from core import audit, clock, outbox
from core.actor import Actor
from core.errors import DomainError, InvalidInput, NotFound
from procurement import locks
from procurement.errors import BadRows, RowError
from procurement.models import PurchaseList, PurchaseListLine, RecurringOrder, RecurringRun
from procurement.rules.standing import following
from procurement.services.order import (
    BUYERS,
    DeliverTo,
    ItemOrdered,
    address_problems,
    budget_of,
    cost_center_of,
    purchase_order_from_items,
)
from vendors.selectors import actor_for

MOST_LISTS = 50
MOST_LINES = 200
LARGEST = 1_000_000


@transaction.atomic
def purchase_list_set(
    *, actor: Actor, organization_id: int, name: str, items: Sequence[ItemOrdered]
) -> PurchaseList:
    """Save a list under a name; what was saved under it before is replaced.

    Raises NotFound, NotAllowed, BadRows for codes that nothing has, InvalidInput by field.
    """
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *BUYERS)
    name = name.strip()
    problems: dict[str, Any] = {}
    if not name or len(name) > 80:
        problems["name"] = _("목록 이름을 80자 안으로 입력해 주세요.")
    if not 1 <= len(items) <= MOST_LINES:
        problems["file"] = _("품목은 1개에서 200개까지 저장할 수 있습니다.")
    lists = PurchaseList.objects.filter(organization_id=organization_id)
    if not lists.filter(name=name).exists() and lists.count() >= MOST_LISTS:
        problems["name"] = _("목록은 50개까지 저장할 수 있습니다.")
    if problems:
        raise InvalidInput(problems)
    quantities = _quantities(items)
    row, _created = PurchaseList.objects.update_or_create(
        organization_id=organization_id,
        name=name,
        defaults={"updated_at": clock.now()},
        create_defaults={"updated_at": clock.now(), "created_by_id": actor.require_person()},
    )
    row.lines.all().delete()
    PurchaseListLine.objects.bulk_create(
        PurchaseListLine(purchase_list=row, variant_id=pk, quantity=count)
        for pk, count in quantities.items()
    )
    audit.record(actor=actor, action="purchase_list.set", obj=row, lines=len(quantities))
    return row


@transaction.atomic
def purchase_list_delete(*, actor: Actor, list_id: int) -> None:
    """Forget a list. Raises NotFound, NotAllowed, InvalidInput while it is ordered regularly."""
    row = PurchaseList.objects.filter(pk=list_id).first()
    if row is None or not actor.has_role(row.organization_id):
        raise NotFound
    actor.require_role(row.organization_id, *BUYERS)
    if RecurringOrder.objects.filter(purchase_list=row).exists():
        raise InvalidInput({"": _("정기 주문이 쓰는 목록은 지울 수 없습니다.")})
    audit.record(actor=actor, action="purchase_list.delete", obj=row)
    row.delete()


@transaction.atomic
def recurring_order_set(
    *,
    actor: Actor,
    list_id: int,
    title: str,
    every: int,
    unit: str,
    starts_on: dt.date,
    address: DeliverTo,
    until: dt.date | None = None,
    cost_center_id: int | None = None,
    budget_line_id: int | None = None,
) -> RecurringOrder:
    """Order a list every so many weeks or months from a day on; each order takes its consents,
    limits and stock as any. Raises NotFound, NotAllowed, InvalidInput by field."""
    chosen = PurchaseList.objects.filter(pk=list_id).first()
    if chosen is None or not actor.has_role(chosen.organization_id):
        raise NotFound
    actor.require_role(chosen.organization_id, *BUYERS)
    problems = address_problems(address)
    if not title.strip() or len(title.strip()) > 120:
        problems["title"] = _("건명을 120자 안으로 입력해 주세요.")
    if not 1 <= every <= 12:
        problems["every"] = _("간격은 1에서 12까지입니다.")
    if unit not in RecurringOrder.Unit.values:
        problems["unit"] = _("주나 달을 골라 주세요.")
    if starts_on < clock.today():
        problems["starts_on"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if until is not None and until < starts_on:
        problems["until"] = _("시작일보다 앞설 수 없습니다.")
    if problems:
        raise InvalidInput(problems)
    row = RecurringOrder.objects.create(
        organization_id=chosen.organization_id,
        purchase_list=chosen,
        person_id=actor.require_person(),
        title=title.strip(),
        every=every,
        unit=unit,
        starts_on=starts_on,
        next_on=starts_on,
        until=until,
        cost_center=cost_center_of(chosen.organization_id, cost_center_id),
        budget_line=budget_of(chosen.organization_id, budget_line_id),
        recipient=address.recipient,
        phone=address.phone,
        postal_code=address.postal_code,
        road_address=address.road_address,
        address_detail=address.detail,
    )
    audit.record(actor=actor, action="recurring.set", obj=row)
    return row


@transaction.atomic
def recurring_order_move(*, actor: Actor, recurring_id: int, status: str) -> RecurringOrder:
    """Pause, go on or end (an ended one stays so). Raises NotFound, NotAllowed, InvalidInput."""
    row = locks.lock_recurring(recurring_id)
    if row is None or not actor.has_role(row.organization_id):
        raise NotFound
    actor.require_role(row.organization_id, *BUYERS)
    if status not in RecurringOrder.Status.values or row.status == RecurringOrder.Status.ENDED:
        raise InvalidInput({"": _("지금 단계에서는 할 수 없는 작업입니다.")})
    row.status = status
    if status == RecurringOrder.Status.ACTIVE:  # what was missed in the pause isn't made up for
        while row.next_on < clock.today():
            row.next_on = _next(row)
    row.save(update_fields=["status", "next_on"])
    audit.record(actor=actor, action=f"recurring.{status}", obj=row)
    return row


def recurring_orders_make(*, today: dt.date | None = None) -> dict[str, int]:
    """Daily: make the orders whose day has come, on business days. Each day once; what can't be
    ordered is kept with its reason, and whoever set it up is told."""
    day = today or clock.today()
    counts = {"ordered": 0, "failed": 0}
    if not clock.is_business_day(day):
        return counts
    due = RecurringOrder.objects.filter(
        status=RecurringOrder.Status.ACTIVE, next_on__lte=day
    ).order_by("pk")
    for pk in list(due.values_list("pk", flat=True)):
        run = recurring_order_run(recurring_id=pk, day=day)
        if run is not None:
            counts["ordered" if run.purchase_order_id else "failed"] += 1
    return counts


@transaction.atomic
def recurring_order_run(*, recurring_id: int, day: dt.date) -> RecurringRun | None:
    """The order of the day that is due; None when another process made it."""
    row = locks.lock_recurring(recurring_id)
    if row is None or row.status != RecurringOrder.Status.ACTIVE or row.next_on > day:
        return None
    due = row.next_on
    problem, order = "", None
    try:
        with transaction.atomic():
            order = _order(row)
    except DomainError as error:
        texts = [text for texts in error.by_field().values() for text in texts]
        problem = " ".join(texts) or str(error)
    run = RecurringRun.objects.create(
        recurring=row, due_on=due, purchase_order=order, problem=problem, at=clock.now()
    )
    row.next_on = _next(row)
    if row.until is not None and row.next_on > row.until:
        row.status = RecurringOrder.Status.ENDED
    row.save(update_fields=["next_on", "status"])
    if problem:
        outbox.emit(topic="recurring.failed", payload={"run_id": run.pk})
    return run


def _order(row: RecurringOrder) -> Any:
    return purchase_order_from_items(
        actor=actor_for(row.person),
        organization_id=row.organization_id,
        items=[
            ItemOrdered(line.variant.sku, line.quantity, place)
            for place, line in enumerate(
                row.purchase_list.lines.select_related("variant").order_by("pk"), start=1
            )
        ],
        title=row.title,
        address=DeliverTo(
            row.recipient, row.phone, row.postal_code, row.road_address, row.address_detail
        ),
        cost_center_id=row.cost_center_id,
        budget_line_id=row.budget_line_id,
        rule_code="no_quote_2m",
    )


def _next(row: RecurringOrder) -> dt.date:
    return following(row.next_on, first=row.starts_on, every=row.every, unit=row.unit)


def _quantities(items: Sequence[ItemOrdered]) -> Mapping[int, int]:
    """Pieces by variant; the same item twice is added up. Raises BadRows."""
    known = dict(
        Variant.objects.filter(sku__in=[item.sku for item in items]).values_list("sku", "pk")
    )
    found: dict[int, int] = {}
    bad = []
    for place, item in enumerate(items, start=1):
        pk = known.get(item.sku)
        if pk is None:
            text = _("판매 중인 상품코드가 아닙니다: %(sku)s") % {"sku": item.sku}
            bad.append(RowError(item.row or place, text))
            continue
        found[pk] = min(found.get(pk, 0) + item.quantity, LARGEST)
    if bad:
        raise BadRows(bad)
    return found
