"""Pieces on their way back: asked for, approved, arrived, done. The money is payments' part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import selectors as catalog
from core import audit, clock, idempotency, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from inventory import services as inventory
from orders import locks, prices, rules, selectors
from orders.errors import WrongState
from orders.models import (
    OrderLine,
    ReturnLine,
    ReturnRequest,
    Shipment,
    ShipmentLine,
    VendorOrder,
)
from orders.services.fulfil import check_tracking, locked, tell
from orders.services.place import is_buyer

Status = ReturnRequest.Status

PROBLEMS = {
    rules.ReturnProblem.NOT_RECEIVED: gettext_lazy("받은 상품만 반품·교환할 수 있습니다."),
    rules.ReturnProblem.TOO_LATE: gettext_lazy("반품·교환할 수 있는 기간이 지났습니다."),
    rules.ReturnProblem.EXCLUDED: gettext_lazy(
        "단순 변심으로는 돌려보낼 수 없다고 안내된 상품입니다."
    ),
    rules.ReturnProblem.KNOWN_WHEN: gettext_lazy(
        "문제를 안 날을 받은 날과 오늘 사이로 적어 주세요."
    ),
    rules.ReturnProblem.KNOWN_TOO_LONG: gettext_lazy(
        "문제를 안 날부터 반품할 수 있는 기간이 지났습니다."
    ),
}


def return_request(
    *,
    actor: Actor,
    vendor_order_id: int,
    kind: str,
    reason: str,
    quantities: Mapping[int, int],
    note: str = "",
    noticed_on: dt.date | None = None,
    variants: Mapping[int, int] | None = None,
    order_token: str = "",
    idempotency_key: str | None = None,
) -> ReturnRequest:
    """Ask to send pieces (by line id) back, for their money or (``variants``: by line id what
    should come instead) for others.

    Buyers may, guests by their order's token. Raises NotFound, WrongState, InvalidInput by field.
    """
    wanted = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    _check_words(kind, reason, note, wanted)

    def ask() -> dict[str, Any]:
        made = _ask(
            actor, vendor_order_id, kind, reason, wanted, note, noticed_on, variants or {},
            order_token,
        )  # fmt: skip
        return {"return_id": made.pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = ask()
        else:
            answer = idempotency.once(
                scope=f"return:{vendor_order_id}",
                key=idempotency_key,
                body={"kind": kind, "reason": reason, "q": wanted, "note": note},
                action=ask,
            )
    return ReturnRequest.objects.get(pk=answer["return_id"])


@transaction.atomic
def return_approve(*, actor: Actor, return_id: int) -> ReturnRequest:
    """The buyer may send it. An exchange keeps what will come instead. Repeating changes nothing.

    The enterprise may, and the system when it leaves the request unanswered. Raises NotFound,
    WrongState, InsufficientStock where an exchange's pieces aren't there: then offer a return.
    """
    kept = _replacements(return_id)
    if kept and not _is_decided(return_id):
        with suppress(IntegrityError), transaction.atomic():  # approved at this very moment
            inventory.stock_reserve(holder=holder_of(return_id), quantities=kept)
    request = _locked_for_seller(actor, return_id)
    if request.status != Status.APPROVED:
        request.decided_at = clock.now()
        _move(actor, request, Status.APPROVED)
    return request


@transaction.atomic
def return_refuse(*, actor: Actor, return_id: int, refusal: str) -> ReturnRequest:
    """The enterprise says no, and why. A change of mind in time is a right and can't be refused
    before the goods are there; what arrives used or damaged by the buyer can (art. 17(2)).

    Raises NotFound, WrongState, InvalidInput on ``refusal``.
    """
    refusal = refusal.strip()
    if not refusal or len(refusal) > 300:
        raise InvalidInput({"refusal": _("거절하는 까닭을 300자 안으로 적어 주세요.")})
    inventory.reservation_release(holder=holder_of(return_id))
    request = _locked_for_seller(actor, return_id)
    is_right = not rules.ReturnReason(request.reason).is_sellers_fault
    if request.status == Status.REQUESTED and is_right:
        raise WrongState
    request.refusal = refusal
    request.decided_at = clock.now()
    _move(actor, request, Status.REFUSED)
    return request


@transaction.atomic
def return_withdraw(*, actor: Actor, return_id: int, order_token: str = "") -> ReturnRequest:
    """The buyer keeps it after all. Repeating changes nothing. Raises NotFound, WrongState."""
    inventory.reservation_release(holder=holder_of(return_id))
    request = _locked(return_id)
    order = request.vendor_order.order
    if not (is_buyer(actor, order) or (order_token and order_token == order.token)):
        raise NotFound
    if request.status != Status.WITHDRAWN:
        _move(actor, request, Status.WITHDRAWN)
    return request


@transaction.atomic
def return_arrive(*, actor: Actor, return_id: int) -> ReturnRequest:
    """The pieces are back at the enterprise: the clock of the refund runs. Repeating changes
    nothing. Raises NotFound, WrongState."""
    request = _locked_for_seller(actor, return_id)
    if request.status == Status.ARRIVED:
        return request
    now = clock.now()
    clocks = selectors.consumer_clocks(on=clock.local_date(now))
    request.arrived_at = now
    request.refund_due_on = clock.add_business_days(
        clock.local_date(now), clocks.refund_business_days
    )
    _move(actor, request, Status.ARRIVED)
    return request


@transaction.atomic
def return_take_back(
    *, actor: Actor, return_id: int, restock: bool
) -> tuple[ReturnRequest, list[tuple[OrderLine, int, int]]]:
    """An arrived return is done: its pieces count as returned, and go back on the shelf where they
    can be sold again. Called by payments within its refund.

    Answers the request and, for each line, (line, pieces taken back before, pieces now). Raises
    NotFound, WrongState.
    """
    if restock:
        _put_on_the_shelf(return_id)
    request = _locked_for_seller(actor, return_id)
    if request.kind != ReturnRequest.Kind.RETURN:
        raise WrongState
    lines = locks.lock_lines([request.vendor_order_id])
    taken = []
    for row in request.lines.order_by("pk"):
        line = lines[row.order_line_id]
        taken.append((line, line.refunded_quantity, row.quantity))
        line.returned_quantity += row.quantity
        line.save(update_fields=["returned_quantity"])
    request.completed_at = clock.now()
    _move(actor, request, Status.COMPLETED)
    return request, taken


@transaction.atomic
def exchange_complete(
    *, actor: Actor, return_id: int, carrier: str, tracking_number: str, restock: bool
) -> Shipment:
    """The pieces that come instead leave the house. Raises NotFound, WrongState, InvalidInput."""
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    check_tracking(carrier, tracking_number)
    if restock:
        _put_on_the_shelf(return_id)
    inventory.reservation_sell(holder=holder_of(return_id))
    request = _locked_for_seller(actor, return_id)
    if request.kind != ReturnRequest.Kind.EXCHANGE:
        raise WrongState
    part, now = request.vendor_order, clock.now()
    request.completed_at = now
    _move(actor, request, Status.COMPLETED)
    shipment = Shipment.objects.create(
        vendor_order=part,
        number=f"{part.number}-S{part.shipments.count() + 1}",
        carrier=carrier,
        tracking_number=tracking_number,
        shipped_at=now,
        exchange=request,
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line_id=row.order_line_id, quantity=row.quantity)
        for row in request.lines.order_by("pk")
    )
    outbox.emit(topic="shipment.created", payload={"shipment_id": shipment.pk})
    return shipment


def holder_of(return_id: int) -> str:
    """The name under which an exchange holds stock."""
    return f"return:{return_id}"


def _ask(
    actor: Actor,
    vendor_order_id: int,
    kind: str,
    reason: str,
    wanted: Mapping[int, int],
    note: str,
    noticed_on: dt.date | None,
    variants: Mapping[int, int],
    order_token: str,
) -> ReturnRequest:
    part = locked(vendor_order_id)
    if not (is_buyer(actor, part.order) or (order_token and order_token == part.order.token)):
        raise NotFound
    if part.order.terms != part.order.Terms.PREPAID:
        raise WrongState  # an organization inspects instead
    lines = locks.lock_lines([part.pk])
    _check_pieces(part, lines, wanted)
    _check_clocks(part, [lines[pk] for pk in wanted], reason, noticed_on)
    if kind == ReturnRequest.Kind.EXCHANGE:
        _check_variants([lines[pk] for pk in wanted], variants)
    share = sum(
        prices.portion(
            lines[pk].paid_amount,
            lines[pk].quantity,
            before=lines[pk].refunded_quantity,
            pieces=pieces,
        )
        for pk, pieces in wanted.items()
    )
    fee = rules.return_fee(rules.ReturnReason(reason), fee=part.return_fee_amount, paid=share)
    request = ReturnRequest.objects.create(
        vendor_order=part,
        number=f"{part.number}-R{part.returns.count() + 1}",
        kind=kind,
        reason=reason,
        note=note.strip(),
        noticed_on=noticed_on,
        fee_amount=fee if kind == ReturnRequest.Kind.RETURN else 0,
        requested_at=clock.now(),
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(
            request=request,
            order_line_id=pk,
            quantity=pieces,
            variant_id=variants.get(pk, lines[pk].variant_id)
            if kind == ReturnRequest.Kind.EXCHANGE
            else None,
        )
        for pk, pieces in wanted.items()
    )
    tell(actor, part, "return_requested", number=request.number, wish=kind, reason=reason)
    outbox.emit(topic="return.requested", payload={"return_id": request.pk})
    return request


def _check_words(kind: str, reason: str, note: str, wanted: Mapping[int, int]) -> None:
    problems: dict[str, Any] = {}
    if kind not in ReturnRequest.Kind.values:
        problems["kind"] = _("반품과 교환 가운데 골라 주세요.")
    if reason not in ReturnRequest.Reason.values:
        problems["reason"] = _("까닭을 골라 주세요.")
    if len(note) > 500:
        problems["note"] = _("500자까지 적을 수 있습니다.")
    if not wanted:
        problems["quantity"] = _("돌려보낼 수량을 입력해 주세요.")
    if problems:
        raise InvalidInput(problems)


def _check_pieces(
    part: VendorOrder, lines: Mapping[int, OrderLine], wanted: Mapping[int, int]
) -> None:
    open_lines = ReturnLine.objects.filter(
        request__vendor_order=part, request__status__in=rules.OPEN_RETURNS
    )
    waiting: dict[int, int] = {}
    for line_id, pieces in open_lines.values_list("order_line_id", "quantity"):
        waiting[line_id] = waiting.get(line_id, 0) + pieces
    for line_id, pieces in wanted.items():
        line = lines.get(line_id)
        if line is None:
            raise NotFound
        most = line.shipped_quantity - line.returned_quantity - waiting.get(line_id, 0)
        if not 1 <= pieces <= most:
            text = _("돌려보낼 수 있는 수량은 %(most)d개입니다.") % {"most": max(most, 0)}
            raise InvalidInput({"quantity": text})


def _check_clocks(
    part: VendorOrder, lines: list[OrderLine], reason: str, noticed_on: dt.date | None
) -> None:
    today = clock.today()
    clocks = selectors.consumer_clocks(on=today)
    received_on = clock.local_date(part.delivered_at) if part.delivered_at else None
    for line in lines:
        problem = rules.return_problem(
            reason=rules.ReturnReason(reason),
            exclusion=line.withdrawal_exclusion,
            received_on=received_on,
            noticed_on=noticed_on,
            today=today,
            clocks=clocks,
        )
        if problem is not None:
            known = (rules.ReturnProblem.KNOWN_WHEN, rules.ReturnProblem.KNOWN_TOO_LONG)
            field = "noticed_on" if problem in known else "reason"
            raise InvalidInput({field: PROBLEMS[problem]}, code=problem.value.upper())


def _check_variants(lines: list[OrderLine], variants: Mapping[int, int]) -> None:
    """What comes instead is of the same product, at the same price: else send back and buy anew."""
    offers = catalog.variant_offers([v for v in variants.values() if v])
    for line in lines:
        wanted = variants.get(line.pk, line.variant_id)
        if wanted == line.variant_id:
            if wanted is None:
                raise InvalidInput({"kind": _("교환할 수 없는 상품입니다. 반품해 주세요.")})
            continue
        offer = offers.get(wanted or 0)
        if offer is None or offer.product_id != line.product_id:
            raise InvalidInput({"variant": _("같은 상품의 옵션 가운데 골라 주세요.")})
        price = prices.unit_price(offer.base_price, offer.tiers, line.quantity)
        if price != line.unit_price_amount:
            text = _("값이 다른 옵션으로는 교환할 수 없습니다. 반품하고 새로 주문해 주세요.")
            raise InvalidInput({"variant": text})


def _replacements(return_id: int) -> dict[int, int]:
    rows = ReturnLine.objects.filter(request_id=return_id, variant__isnull=False)
    found: dict[int, int] = {}
    for variant_id, pieces in rows.values_list("variant_id", "quantity"):
        found[variant_id] = found.get(variant_id, 0) + pieces
    return found


def _is_decided(return_id: int) -> bool:
    return not ReturnRequest.objects.filter(pk=return_id, status=Status.REQUESTED).exists()


def _put_on_the_shelf(return_id: int) -> None:
    back: dict[int, int] = {}
    rows = ReturnLine.objects.filter(request_id=return_id).exclude(order_line__variant=None)
    for variant_id, pieces in rows.values_list("order_line__variant_id", "quantity"):
        back[variant_id] = back.get(variant_id, 0) + pieces
    inventory.stock_return(quantities=back, reference=holder_of(return_id))


def _locked(return_id: int) -> ReturnRequest:
    part_id = (
        ReturnRequest.objects.filter(pk=return_id).values_list("vendor_order_id", flat=True).first()
    )
    if part_id is None:
        raise NotFound
    part = locked(part_id)
    request = locks.lock_return(return_id)
    if request is None:
        raise NotFound
    request.vendor_order = part
    return request


def _locked_for_seller(actor: Actor, return_id: int) -> ReturnRequest:
    request = _locked(return_id)
    if not actor.sells_for(request.vendor_order.enterprise_id, Duty.ORDERS):
        raise NotFound
    return request


def _move(actor: Actor, request: ReturnRequest, target: ReturnRequest.Status) -> None:
    if not rules.return_may_move(request.status, target):
        raise WrongState
    request.status = target
    request.save(
        update_fields=[
            "status", "decided_at", "arrived_at", "completed_at", "refund_due_on", "refusal",
        ]
    )  # fmt: skip
    tell(actor, request.vendor_order, f"return_{target.value}", number=request.number)
    audit.record(actor=actor, action=f"return.{target.value}", obj=request)
    outbox.emit(topic="return.moved", payload={"return_id": request.pk, "status": target.value})
