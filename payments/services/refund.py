"""Giving money back: decided in a transaction, carried out after it, booked when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from core import audit, clock, idempotency, outbox, tax, transactions
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from core.money import TaxSplit
from orders import services as orders
from orders.models import Order, VendorOrder
from payments import gateways, ledger, locks, rules
from payments.errors import PaymentNotOpen
from payments.models import Payment, Refund, RefundLine


def refund_create(
    *,
    actor: Actor,
    vendor_order_id: int,
    quantities: Mapping[int, int],
    include_shipping: bool = False,
    reason: str = "",
    idempotency_key: str | None = None,
) -> Refund:
    """Give back pieces (by order line id) of a paid vendor order.

    The enterprise may, a city officer, and the system. Raises NotFound, InvalidInput by field,
    PaymentNotOpen when nothing was paid.
    """
    wanted = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
    if not wanted:
        raise InvalidInput({"quantity": _("환불할 수량을 입력해 주세요.")})

    def decide() -> dict[str, Any]:
        return {"refund_id": _decide(actor, vendor_order_id, wanted, include_shipping, reason).pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = decide()
        else:
            answer = idempotency.once(
                scope=f"refund:{vendor_order_id}",
                key=idempotency_key,
                body={"q": wanted, "shipping": include_shipping},
                action=decide,
            )
    return Refund.objects.get(pk=answer["refund_id"])


def refund_execute(*, refund_id: int) -> Refund:
    """Tell the provider and book it. Called from the outbox; repeating changes nothing."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state == Refund.State.DONE:
        return refund
    transactions.require_none()
    provider = gateways.gateway_named(refund.payment.gateway)
    provider_ref = provider.refund(refund.payment, refund)
    with transaction.atomic():
        locked = locks.lock_refund(refund_id)
        if locked is None or locked.state == Refund.State.DONE:
            return refund
        locked.state = Refund.State.DONE
        locked.provider_ref = provider_ref
        locked.done_at = clock.now()
        locked.save(update_fields=["state", "provider_ref", "done_at"])
        _book(locked, provider.account)
        outbox.emit(topic="refund.done", payload={"refund_id": locked.pk})
    return locked


def _decide(
    actor: Actor,
    vendor_order_id: int,
    quantities: Mapping[int, int],
    include_shipping: bool,
    reason: str,
) -> Refund:
    part = VendorOrder.objects.filter(pk=vendor_order_id).select_related("order").first()
    if part is None or not (actor.sells_for(part.enterprise_id) or actor.is_city_officer):
        raise NotFound
    if part.order.terms != Order.Terms.PREPAID:
        raise PaymentNotOpen
    part = orders.line_refund_mark(vendor_order_id=vendor_order_id, quantities=quantities)
    paid = Payment.objects.filter(order_id=part.order_id, state=Payment.State.CAPTURED).first()
    payment = locks.lock_payment(paid.pk) if paid is not None else None
    if payment is None:
        raise PaymentNotOpen
    lines = {line.pk: line for line in part.lines.filter(pk__in=list(quantities))}
    goods = sum(lines[pk].unit_price_amount * quantity for pk, quantity in quantities.items())
    before = part.refunds.aggregate(goods=Sum("goods_amount"), shipping=Sum("shipping_amount"))
    # Where nothing will ever be shipped, nobody is owed the shipping.
    with_shipping = include_shipping or part.status == VendorOrder.Status.CANCELLED
    shipping = part.shipping_amount - (before["shipping"] or 0) if with_shipping else 0
    refund = Refund.objects.create(
        payment=payment,
        vendor_order=part,
        reference=f"{payment.reference}-R{payment.refunds.count() + 1}",
        goods_amount=goods,
        shipping_amount=shipping,
        commission_amount=_commission_back(part, before=before["goods"] or 0, goods=goods).total,
        reason=reason[:200],
        created_at=clock.now(),
    )
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=refund,
            order_line_id=pk,
            quantity=quantity,
            amount=lines[pk].unit_price_amount * quantity,
        )
        for pk, quantity in quantities.items()
    )
    payment.refunded_amount += refund.amount
    payment.save(update_fields=["refunded_amount"])
    audit.record(actor=actor, action="refund.create", obj=refund, amount=refund.amount)
    outbox.emit(topic="refund.requested", payload={"refund_id": refund.pk})
    return refund


def _commission_back(part: VendorOrder, *, before: int, goods: int) -> TaxSplit:
    """What the enterprise gets back of the commission. Nothing before the sale was booked."""
    if part.delivered_at is None:
        return TaxSplit(0, 0, 0)
    return rules.commission_given_back(
        kept=part.goods_amount - before,
        goods=goods,
        rate_bp=part.commission_rate_bp,
        vat_rate_bp=tax.rates(on=clock.local_date(part.delivered_at)).by_class["taxable"],
    )


def _refunded_before(refund: Refund) -> int:
    earlier = Refund.objects.filter(vendor_order=refund.vendor_order_id, pk__lt=refund.pk)
    return earlier.aggregate(goods=Sum("goods_amount"))["goods"] or 0


def _book(refund: Refund, account: rules.AccountKind) -> None:
    part = refund.vendor_order
    given = rules.Posting(account, -refund.amount)
    if part is None or part.delivered_at is None or part.delivered_at > refund.created_at:
        postings = [given, rules.Posting(rules.AccountKind.BUYER_FUNDS, refund.amount)]
    else:
        commission = _commission_back(
            part, before=_refunded_before(refund), goods=refund.goods_amount
        )
        sale = rules.recognition_postings(
            source=rules.Posting(account, refund.amount),
            enterprise_id=part.enterprise_id,
            commission=commission,
        )
        postings = rules.mirrored(sale)
    ledger.post(
        key=f"refund:{refund.pk}:done",
        kind="refund",
        postings=postings,
        order_id=refund.payment.order_id,
        vendor_order_id=part.pk if part else None,
        happened_at=refund.done_at,
    )
