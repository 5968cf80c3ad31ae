"""Money given back by the buyer's right: cancelled, returned, on time; the books say each step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from inventory.models import Stock
from orders import services as orders
from orders.errors import WrongState
from orders.models import CommissionRule, Order, ReturnRequest, VendorOrder
from orders.services import NewLine, Wishes
from payments import ledger, selectors, services
from payments.models import PayableItem, Payment, Refund
from payments.tasks import settle_returns
from tests.factories.catalog import VariantFactory
from tests.factories.payments import HOME, deliver, order_to_pay, paid, seller_of
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.django_db

OFFICER = Actor(is_city_officer=True)


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True
    CommissionRule.objects.all().delete()
    CommissionRule.objects.create(rate_bp=1_000, valid_from=dt.date(2020, 1, 1), basis="시험")


def balances() -> dict[str, int]:
    found = ledger.trial_balance()
    assert sum(found.values()) == 0
    return {kind: amount for kind, amount in found.items() if amount}


def bought(price: int = 10_000, pieces: int = 3, **more: Any) -> VendorOrder:
    return paid(NewLine(VariantFactory(price=price, **more).pk, pieces)).order.vendor_orders.get()


def cancel(part: VendorOrder, pieces: int, **changes: Any) -> Refund:
    return services.lines_cancel(
        **{
            "actor": ANONYMOUS,
            "vendor_order_id": part.pk,
            "quantities": {part.lines.get().pk: pieces},
            "order_token": part.order.token,
            **changes,
        }
    )


def back(part: VendorOrder, pieces: int, reason: str = "change_of_mind") -> ReturnRequest:
    """A return that arrived."""
    request = orders.return_request(
        actor=ANONYMOUS,
        vendor_order_id=part.pk,
        kind="return",
        reason=reason,
        quantities={part.lines.get().pk: pieces},
        noticed_on=clock.today(),
        order_token=Order.objects.get(pk=part.order_id).token,
    )
    orders.return_approve(actor=seller_of(part), return_id=request.pk)
    return orders.return_arrive(actor=seller_of(part), return_id=request.pk)


def test_cancelled_pieces_bring_their_share_of_the_shipping_and_go_back_on_the_shelf() -> None:
    part = bought(on_hand=5)
    refund = cancel(part, 1)
    assert (refund.goods_amount, refund.shipping_amount, refund.amount) == (10_000, 1_000, 11_000)
    assert balances() == {"gateway_clearing": 33_000, "buyer_funds": -22_000, "refunds": -11_000}
    services.refund_execute(refund_id=refund.pk)
    assert balances() == {"gateway_clearing": 22_000, "buyer_funds": -22_000}
    assert Stock.objects.get().on_hand == 3
    cancel(part, 2)
    part.refresh_from_db()
    assert part.status == "cancelled"
    assert sum(r.amount for r in Refund.objects.all()) == part.total_amount


def test_what_left_the_house_is_not_cancelled() -> None:
    part = bought()
    orders.shipment_create(
        actor=seller_of(part), vendor_order_id=part.pk, carrier="한진택배", tracking_number="1",
        quantities={part.lines.get().pk: 2},
    )  # fmt: skip
    with pytest.raises(InvalidInput):
        cancel(part, 2)
    assert cancel(part, 1).amount == 11_000
    with pytest.raises(InvalidInput):
        cancel(part, 1)


def test_a_stranger_cancels_nothing() -> None:
    part = bought()
    for changes in ({"order_token": ""}, {"order_token": "x"}, {"actor": Actor(user_id=999_999),
                                                                "order_token": ""}):  # fmt: skip
        with pytest.raises(NotFound):
            cancel(part, 1, **changes)
    assert not Refund.objects.exists()


def test_a_change_of_mind_bears_the_way_back_and_a_fault_does_not() -> None:
    part = deliver(bought())
    refund = services.return_refund(
        actor=seller_of(part), return_id=back(part, 1).pk, restock=False
    )
    assert (refund.goods_amount, refund.shipping_amount, refund.fee_amount) == (10_000, 0, 3_000)
    assert refund.amount == 7_000
    broken = services.return_refund(
        actor=seller_of(part), return_id=back(part, 1, "defective").pk, restock=True
    )
    assert broken.amount == 11_000
    # ₩33,000 came in; the enterprise keeps one piece, its shipping and the fee, less commission.
    assert balances() == {
        "gateway_clearing": 33_000,
        "refunds": -18_000,
        "enterprise_payable": -(10_000 + 2_000 + 3_000 - 1_000),
        "commission": -909,  # ₩3,000 of commission is 2,727 + 273; two thirds went back
        "commission_vat": -91,
    }
    items = PayableItem.objects.filter(enterprise=part.enterprise)
    assert sum(item.net_amount for item in items) == 14_000
    owed = selectors.owed_to(actor=seller_of(part), enterprise_id=part.enterprise_id)
    assert owed == 14_000


def test_a_return_is_refunded_once_whoever_clicks() -> None:
    part = deliver(bought(on_hand=5))
    request = back(part, 2)
    for _ in range(2):
        services.return_refund(actor=seller_of(part), return_id=request.pk, restock=True)
    assert Refund.objects.count() == 1
    assert Stock.objects.get().on_hand == 4
    with pytest.raises(NotFound):
        services.return_refund(
            actor=Actor(enterprises={part.enterprise_id + 1: "owner"}),
            return_id=back(part, 1).pk,
            restock=False,
        )


def test_nothing_is_refunded_before_it_arrived() -> None:
    part = deliver(bought())
    request = orders.return_request(
        actor=ANONYMOUS,
        vendor_order_id=part.pk,
        kind="return",
        reason="change_of_mind",
        quantities={part.lines.get().pk: 1},
        order_token=part.order.token,
    )
    with pytest.raises(WrongState):
        services.return_refund(actor=seller_of(part), return_id=request.pk, restock=False)
    assert not Refund.objects.exists()


def test_a_return_the_enterprise_sits_on_is_refunded_by_time() -> None:
    part = deliver(bought())
    request = back(part, 1)
    assert settle_returns() == 0
    with clock.moved_to(clock.now() + dt.timedelta(days=10)):
        assert settle_returns() == 1
        assert settle_returns() == 0
    request.refresh_from_db()
    assert request.status == "completed"
    assert Refund.objects.get().return_request == request


def test_a_refund_right_after_the_delivery_counts_the_sale_first() -> None:
    """The worker hasn't booked the delivery yet: the refund must not take the buyer's funds."""
    part = deliver(bought())
    services.refund_create(
        actor=seller_of(part), vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
    )
    services.sale_recognise(vendor_order_id=part.pk)
    assert "buyer_funds" not in balances()
    assert balances()["enterprise_payable"] == -(20_000 + 3_000 - 2_000)


def test_coupons_go_back_to_who_bore_them() -> None:
    soap = VariantFactory(price=10_000)
    market = CouponFactory(value=3_000)
    mine = CouponFactory(
        funder="enterprise", enterprise=soap.product.enterprise, kind="percent", value=1_000
    )
    order = orders.order_create(
        actor=ANONYMOUS,
        lines=[NewLine(soap.pk, 3)],
        buyer=orders.Buyer(kind="citizen", email="kim@example.kr"),
        address=HOME,
        expires_at=clock.now() + dt.timedelta(minutes=30),
        wishes=Wishes(coupon_codes=[market.code, mine.code]),
    )
    payment = services.payment_start(actor=ANONYMOUS, order_id=order.pk, gateway="test")
    services.payment_capture(payment_id=payment.pk)
    part = deliver(order.vendor_orders.get())
    services.sale_recognise(vendor_order_id=part.pk)
    # 30,000 − 3,000 (enterprise) − 3,000 (market) + 3,000 shipping paid
    assert balances()["coupons"] == 3_000
    refund = services.return_refund(
        actor=seller_of(part), return_id=back(part, 1, "defective").pk, restock=False
    )
    assert (refund.market_discount_amount, refund.enterprise_discount_amount) == (1_000, 1_000)
    assert refund.amount == 10_000 - 2_000 + 1_000
    assert balances()["coupons"] == 2_000
    services.return_refund(
        actor=seller_of(part), return_id=back(part, 2, "defective").pk, restock=False
    )
    assert balances() == {"gateway_clearing": 27_000, "refunds": -27_000}


def test_an_order_that_coupons_pay_for_is_paid_at_once_and_no_provider_hears_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    soap = VariantFactory(price=3_000)
    soap.product.enterprise.shipping_fee_amount = 0
    soap.product.enterprise.save()
    coupon = CouponFactory(value=5_000)
    order = orders.order_create(
        actor=ANONYMOUS,
        lines=[NewLine(soap.pk, 1)],
        buyer=orders.Buyer(kind="citizen", email="kim@example.kr"),
        address=HOME,
        expires_at=clock.now() + dt.timedelta(minutes=30),
        wishes=Wishes(coupon_codes=[coupon.code]),
    )
    monkeypatch.setattr("payments.gateways.test.TestGateway.start", None)
    payment = services.payment_start(actor=ANONYMOUS, order_id=order.pk, gateway="test")
    order.refresh_from_db()
    assert (order.total_amount, payment.state, order.status) == (0, "captured", "confirmed")
    part = deliver(order.vendor_orders.get())
    services.sale_recognise(vendor_order_id=part.pk)
    assert balances() == {
        "coupons": 3_000,
        "enterprise_payable": -2_700,
        "commission": -273,
        "commission_vat": -27,
    }
    refund = services.return_refund(
        actor=seller_of(part), return_id=back(part, 1, "defective").pk, restock=False
    )
    done = services.refund_execute(refund_id=refund.pk)
    assert (done.amount, done.state) == (0, "done")
    assert balances() == {}


# -- transfers ------------------------------------------------------------------------------


def by_transfer() -> VendorOrder:
    order = order_to_pay(NewLine(VariantFactory().pk, 2))
    payment = services.payment_start(actor=ANONYMOUS, order_id=order.pk, gateway="bank_transfer")
    services.payment_capture(payment_id=payment.pk)
    return order.vendor_orders.get()


ACCOUNT = {"bank": "부산은행", "account": "101-2000-3000", "holder": "김시민"}


def test_a_transfer_s_refund_asks_where_to_and_waits_for_the_clerk() -> None:
    part = by_transfer()
    with pytest.raises(InvalidInput) as refused:
        cancel(part, 1)
    assert set(refused.value.by_field()) == {"refund_bank", "refund_account", "refund_holder"}
    with pytest.raises(InvalidInput):
        cancel(part, 1, refund_account={**ACCOUNT, "account": "열두자리"})
    assert not Refund.objects.exists()
    refund = cancel(part, 1, refund_account=ACCOUNT)
    assert services.refund_execute(refund_id=refund.pk).state == "pending"
    assert [row.pk for row in selectors.refunds_to_send(actor=OFFICER)] == [refund.pk]
    with pytest.raises(NotAllowed):
        services.refund_record(actor=seller_of(part), refund_id=refund.pk)
    for _ in range(2):
        services.refund_record(actor=OFFICER, refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == "done"
    assert balances() == {"bank": 11_500, "buyer_funds": -11_500}
    assert Payment.objects.get().refund_account == ACCOUNT


def test_a_refund_that_came_back_is_owed_again_and_listed() -> None:
    part = bought()
    refund = cancel(part, 1)
    services.refund_execute(refund_id=refund.pk)
    for _ in range(2):
        services.refund_fail(refund_id=refund.pk, error="해지된 카드")
    refund.refresh_from_db()
    assert (refund.state, refund.error) == ("failed", "해지된 카드")
    assert balances()["refunds"] == -11_000
    assert [row.pk for row in selectors.refunds_to_send(actor=OFFICER)] == [refund.pk]
