"""Giving money back: decided and booked in a transaction, sent after it, closed when it arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, idempotency, outbox, tax, transactions
from core.actor import SYSTEM, Actor, Duty
from core.errors import InvalidInput, NotFound
from core.money import TaxSplit
from orders import rules as order_rules
from orders import services as orders
from orders.models import Order, OrderLine, ReturnRequest, VendorOrder
from orders.prices import LineShare, line_share
from payments import gateways, ledger, locks, rules
from payments.errors import GatewayFailed, PaymentNotOpen
from payments.models import PayableItem, Payment, Refund, RefundLine
from payments.services.recognise import recognise
from payments.shares import amounts_of, fee_item, item

State = Refund.State


def refund_create(
    *,
    actor: Actor,
    vendor_order_id: int,
    quantities: Mapping[int, int],
    include_shipping: bool = False,
    reason: str = "",
    idempotency_key: str | None = None,
) -> Refund:
    """Give back pieces (by order line id) of a paid vendor order, shipped or not.

    The enterprise may, a city officer, and the system. What never shipped brings its share of the
    shipping with it, the rest only with ``include_shipping``. Raises NotFound, InvalidInput by
    field, PaymentNotOpen when nothing was paid.
    """
    part = VendorOrder.objects.filter(pk=vendor_order_id).first()
    if part is None or not (
        actor.sells_for(part.enterprise_id, Duty.ORDERS) or actor.is_city_officer
    ):
        raise NotFound
    return _once(
        actor, vendor_order_id, quantities, reason, idempotency_key,
        include_shipping=include_shipping, only_unshipped=False,
    )  # fmt: skip


def lines_cancel(
    *,
    actor: Actor,
    vendor_order_id: int,
    quantities: Mapping[int, int],
    reason: str = "",
    refund_account: Mapping[str, str] | None = None,
    order_token: str = "",
    idempotency_key: str | None = None,
) -> Refund:
    """The buyer cancels paid pieces (by order line id) that haven't left the house yet.

    Guests by their order's token. Their share of the shipping comes back with them. Raises
    NotFound, InvalidInput by field, WrongState when they left in the meantime.
    """
    part = VendorOrder.objects.filter(pk=vendor_order_id).select_related("order").first()
    if part is None:
        raise NotFound
    if not (
        orders.is_buyer(actor, part.order) or (order_token and order_token == part.order.token)
    ):
        raise NotFound
    refund_account_set(order_id=part.order_id, account=refund_account)
    return _once(
        actor, vendor_order_id, quantities, reason, idempotency_key,
        include_shipping=True, only_unshipped=True,
    )  # fmt: skip


@transaction.atomic
def return_refund(*, actor: Actor, return_id: int, restock: bool) -> Refund:
    """The money of a return whose pieces arrived. Repeating answers the refund made before.

    Goods that weren't as described bring their share of the shipping; a change of mind bears the
    way back. Raises NotFound, WrongState.
    """
    made = Refund.objects.filter(return_request_id=return_id).first()
    if made is not None and actor.sells_for(_enterprise_of(made)):
        return made
    request, taken = orders.return_take_back(actor=actor, return_id=return_id, restock=restock)
    fault = order_rules.ReturnReason(request.reason).is_sellers_fault
    return _decide(
        actor,
        request.vendor_order,
        [orders.Taken(line, before, pieces) for line, before, pieces in taken],
        include_shipping=fault,
        fee=request.fee_amount,
        reason=str(request.get_reason_display()),
        request=request,
    )


def returns_settle_overdue() -> int:
    """Refund arrived returns whose legal time is over without the enterprise's word (art. 18(2));
    answers how many."""
    due = ReturnRequest.objects.filter(
        status=ReturnRequest.Status.ARRIVED,
        kind=ReturnRequest.Kind.RETURN,
        refund_due_on__lt=clock.today(),
    ).order_by("pk")
    settled = 0
    for return_id in list(due.values_list("pk", flat=True)[:200]):
        return_refund(actor=SYSTEM, return_id=return_id, restock=False)
        settled += 1
    return settled


def refund_execute(*, refund_id: int) -> Refund:
    """Tell the provider. Called from the outbox; repeating changes nothing."""
    refund = Refund.objects.select_related("payment__order").get(pk=refund_id)
    if refund.state != State.PENDING:
        return refund
    if refund.amount == 0:
        return refund_done(refund_id=refund_id)
    transactions.require_none()
    provider = gateways.gateway_named(refund.payment.gateway)
    try:
        answer = provider.refund(refund.payment, refund)
    except GatewayFailed as error:
        Refund.objects.filter(pk=refund_id).update(error=str(error.message)[:300])
        raise
    if answer.done:
        return refund_done(refund_id=refund_id, provider_ref=answer.provider_ref)
    Refund.objects.filter(pk=refund_id).update(provider_ref=answer.provider_ref, error="")
    refund.refresh_from_db()
    return refund


@transaction.atomic
def refund_done(*, refund_id: int, provider_ref: str = "") -> Refund:
    """The money is with the buyer (or surely on its way there). Repeating changes nothing."""
    refund = locks.lock_refund(refund_id)
    if refund is None:
        raise NotFound
    if refund.state == State.DONE:
        return refund
    refund.state = State.DONE
    refund.provider_ref = provider_ref or refund.provider_ref
    refund.done_at = clock.now()
    refund.error = ""
    refund.save(update_fields=["state", "provider_ref", "done_at", "error"])
    _book_sent(refund, key=f"refund:{refund.pk}:done", sign=1)
    outbox.emit(topic="refund.done", payload={"refund_id": refund.pk})
    return refund


@transaction.atomic
def refund_fail(*, refund_id: int, error: str = "") -> Refund:
    """The provider couldn't give the money back: it is owed still, and a person must look."""
    refund = locks.lock_refund(refund_id)
    if refund is None:
        raise NotFound
    if refund.state == State.FAILED:
        return refund
    if refund.state == State.DONE:
        _book_sent(refund, key=f"refund:{refund.pk}:failed", sign=-1)
    refund.state = State.FAILED
    refund.done_at = None
    refund.error = error[:300]
    refund.save(update_fields=["state", "done_at", "error"])
    return refund


@transaction.atomic
def refund_record(*, actor: Actor, refund_id: int) -> Refund:
    """A clerk sent a refund by hand (a transfer, or one that the provider refused)."""
    actor.require_city()
    refund = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if refund is None:
        raise NotFound
    done = refund_done(refund_id=refund_id)
    audit.record(actor=actor, action="refund.sent", obj=done, amount=done.amount)
    return done


def refund_account_set(*, order_id: int, account: Mapping[str, str] | None) -> None:
    """Where a transferred payment's refund goes: ``bank``, ``account``, ``holder``.

    Asked only where the money came by transfer. Raises InvalidInput by field.
    """
    payment = Payment.objects.filter(order_id=order_id, state=Payment.State.CAPTURED).first()
    if payment is None or payment.gateway not in BY_TRANSFER:
        return
    given = {name: (account or {}).get(name, "").strip() for name in ("bank", "account", "holder")}
    if not any(given.values()) and payment.refund_account:
        return
    problems = {
        f"refund_{name}": _("환불받을 계좌를 입력해 주세요.")
        for name, text in given.items()
        if not text or len(text) > 40
    }
    if "refund_account" not in problems and not given["account"].replace("-", "").isdigit():
        problems["refund_account"] = _("계좌번호는 숫자와 하이픈만 쓸 수 있습니다.")
    if problems:
        raise InvalidInput(problems)
    Payment.objects.filter(pk=payment.pk).update(refund_account=given)


#: Gateways that can't send money back the way it came.
BY_TRANSFER = ("bank_transfer", "toss_virtual")


def _once(
    actor: Actor,
    vendor_order_id: int,
    quantities: Mapping[int, int],
    reason: str,
    key: str | None,
    *,
    include_shipping: bool,
    only_unshipped: bool,
) -> Refund:
    wanted = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    if not wanted:
        raise InvalidInput({"quantity": _("환불할 수량을 입력해 주세요.")})

    def decide() -> dict[str, Any]:
        part, taken = orders.lines_take_back(
            vendor_order_id=vendor_order_id, quantities=wanted, only_unshipped=only_unshipped
        )
        refund = _decide(actor, part, taken, include_shipping=include_shipping, reason=reason)
        return {"refund_id": refund.pk}

    with transaction.atomic():
        if key is None:
            answer = decide()
        else:
            answer = idempotency.once(
                scope=f"refund:{vendor_order_id}",
                key=key,
                body={"q": wanted, "shipping": include_shipping},
                action=decide,
            )
    return Refund.objects.get(pk=answer["refund_id"])


def _decide(
    actor: Actor,
    part: VendorOrder,
    taken: Sequence[orders.Taken],
    *,
    include_shipping: bool,
    fee: int = 0,
    reason: str = "",
    request: ReturnRequest | None = None,
) -> Refund:
    """The refund of pieces that were just taken back; their order is locked."""
    if part.order.terms != Order.Terms.PREPAID:
        raise PaymentNotOpen
    _recognise_before(part, taken)
    paid = Payment.objects.filter(order_id=part.order_id, state=Payment.State.CAPTURED).first()
    payment = locks.lock_payment(paid.pk) if paid is not None else None
    if payment is None:
        raise PaymentNotOpen
    vat = tax.rates(on=clock.local_date(part.delivered_at or clock.now())).by_class["taxable"]
    shares = []
    for row in taken:
        shares.append(
            line_share(
                amounts_of(row.line),
                before=row.before,
                pieces=row.pieces,
                vat_rate_bp=vat,
                with_shipping=row.pieces if include_shipping else row.cancelled,
            )
        )
    fee = min(fee, sum(share.paid for share in shares))
    refund = Refund.objects.create(
        payment=payment,
        vendor_order=part,
        return_request=request,
        reference=f"{payment.reference}-R{payment.refunds.count() + 1}",
        goods_amount=sum(share.goods for share in shares),
        market_discount_amount=sum(share.market_discount for share in shares),
        enterprise_discount_amount=sum(share.enterprise_discount for share in shares),
        shipping_amount=sum(share.shipping for share in shares),
        fee_amount=fee,
        commission_amount=sum(share.commission.total for share in shares)
        if part.delivered_at is not None
        else 0,
        reason=reason[:200],
        created_at=clock.now(),
    )
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=refund,
            order_line=row.line,
            quantity=row.pieces,
            amount=share.goods,
            market_discount_amount=share.market_discount,
            enterprise_discount_amount=share.enterprise_discount,
            shipping_amount=share.shipping,
            commission_amount=share.commission.total if part.delivered_at is not None else 0,
        )
        for row, share in zip(taken, shares, strict=True)
    )
    payment.refunded_amount += refund.amount
    payment.save(update_fields=["refunded_amount"])
    _book_decided(actor, refund, part, taken, shares)
    audit.record(actor=actor, action="refund.create", obj=refund, amount=refund.amount)
    outbox.emit(topic="refund.requested", payload={"refund_id": refund.pk})
    return refund


def _recognise_before(part: VendorOrder, taken: Sequence[orders.Taken]) -> None:
    """A delivered part counts before anything of it is refunded, whatever the worker did so far."""
    if part.delivered_at is None:
        return
    lines: list[OrderLine] = list(part.lines.order_by("pk"))
    gone = {line.pk: line.refunded_quantity for line in lines}
    gone |= {row.line.pk: row.before for row in taken}
    recognise(part, lines, gone=gone)


def _book_decided(
    actor: Actor,
    refund: Refund,
    part: VendorOrder,
    taken: Sequence[orders.Taken],
    shares: Sequence[LineShare],
) -> None:
    counted = part.delivered_at is not None
    commission = TaxSplit(
        sum(share.commission.total for share in shares),
        sum(share.commission.supply for share in shares),
        sum(share.commission.vat for share in shares),
    )
    postings = rules.refund_postings(
        refund.amount,
        buyer=_buyer(part.order),
        enterprise_id=part.enterprise_id if counted else None,
        commission=commission,
        market_discount=refund.market_discount_amount,
    )
    items: list[PayableItem] = []
    if counted:
        kind = PayableItem.Kind.REFUND
        items = [
            item(kind=kind, part=part, line=row.line, pieces=row.pieces, share=share, sign=-1)
            for row, share in zip(taken, shares, strict=True)
        ]
        if refund.fee_amount:
            items.append(fee_item(part=part, fee=refund.fee_amount))
    if any(posting.amount for posting in postings):
        ledger.post(
            key=f"refund:{refund.pk}:decided",
            kind="refund",
            postings=postings,
            items=items,
            order_id=part.order_id,
            vendor_order_id=part.pk,
            actor=actor,
            happened_at=refund.created_at,
        )


def _book_sent(refund: Refund, *, key: str, sign: int) -> None:
    if refund.amount == 0:
        return
    payment = Payment.objects.select_related("order").get(pk=refund.payment_id)
    source = rules.clearing(payment.gateway, -sign * refund.amount)
    ledger.post(
        key=key,
        kind="refund_sent" if sign > 0 else "refund_failed",
        postings=[
            source,
            rules.Posting(rules.AccountKind.REFUNDS, sign * refund.amount, _buyer(payment.order)),
        ],
        order_id=payment.order_id,
        vendor_order_id=refund.vendor_order_id,
        happened_at=clock.now(),
    )


def _buyer(order: Order) -> str:
    return rules.buyer_owner(
        user_id=order.user_id, organization_id=order.organization_id, order_id=order.pk
    )


def _enterprise_of(refund: Refund) -> int:
    return refund.vendor_order.enterprise_id if refund.vendor_order else 0
