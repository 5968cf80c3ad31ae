"""Money follows the order: collected once, refused with a reason, given back to the won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import InvalidInput, KeyReused, NotAllowed, NotFound
from core.models import AuditEntry, OutboxTask
from inventory.models import Stock
from orders import services as orders
from orders.errors import WrongState
from orders.models import CommissionRule, Order
from orders.services import NewLine
from payments import gateways, ledger, selectors, services
from payments.errors import GatewayFailed, PaymentNotOpen
from payments.models import LedgerEntry, LedgerPosting, Payment, Refund
from payments.tasks import SCHEDULE
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.payments import deliver, order_to_pay, paid, seller_of

pytestmark = pytest.mark.django_db

OFFICER = Actor(user_id=None, is_city_officer=True)
Drain = Callable[[], int]


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True


@pytest.fixture
def _five_percent() -> None:
    CommissionRule.objects.all().delete()
    CommissionRule.objects.create(rate_bp=500, valid_from=dt.date(2020, 1, 1))


def start(order: Order, gateway: str = "test") -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order.pk, gateway=gateway)


def balances() -> dict[str, int]:
    found = ledger.trial_balance()
    assert sum(found.values()) == 0
    return {kind: amount for kind, amount in found.items() if amount}


# -- collecting ---------------------------------------------------------------------------


def test_starting_twice_begins_one_payment_of_the_order_s_total() -> None:
    order = order_to_pay()
    assert start(order) == start(order)
    payment = order.payments.get()
    assert (payment.amount, payment.state) == (order.total_amount, "pending")


def test_a_captured_payment_confirms_sells_and_books_once(drain_outbox: Drain) -> None:
    soap = VariantFactory(price=12_000, on_hand=5)
    payment = paid(NewLine(soap.pk, 2))
    services.payment_capture(payment_id=payment.pk)
    order = payment.order
    order.refresh_from_db()
    assert order.status == "confirmed"
    assert Stock.objects.get(variant=soap).on_hand == 3
    assert balances() == {"gateway_clearing": 27_000, "buyer_funds": -27_000}
    drain_outbox()
    assert [m.to for m in mail.outbox].count(["kim@example.kr"]) == 1


def test_nothing_of_a_capture_stays_when_one_part_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    soap = VariantFactory(on_hand=5)
    payment = start(order_to_pay(NewLine(soap.pk, 2)))

    def broken(**_: Any) -> None:
        raise RuntimeError("the books are closed")

    monkeypatch.setattr(ledger, "post", broken)
    with pytest.raises(RuntimeError, match="closed"):
        services.payment_capture(payment_id=payment.pk)
    payment.refresh_from_db()
    assert payment.state == "pending"
    assert payment.order.status == "pending"
    assert Stock.objects.get(variant=soap).on_hand == 5
    assert not OutboxTask.objects.filter(topic="order.confirmed").exists()


def test_a_person_s_order_is_paid_by_them_alone() -> None:
    owner = UserFactory()
    order = order_to_pay(user_id=owner.pk)
    for stranger in (ANONYMOUS, Actor(user_id=owner.pk + 1)):
        with pytest.raises(NotFound):
            services.payment_start(actor=stranger, order_id=order.pk, gateway="test")
    assert not order.payments.exists()
    services.payment_start(actor=Actor(user_id=owner.pk), order_id=order.pk, gateway="test")


def test_a_refused_payment_may_be_tried_again() -> None:
    order = order_to_pay()
    first = start(order)
    services.test_payment_refuse(actor=ANONYMOUS, reference=first.reference)
    with pytest.raises(PaymentNotOpen):
        services.test_payment_pay(actor=ANONYMOUS, reference=first.reference)
    second = start(order)
    assert second != first
    services.test_payment_pay(actor=ANONYMOUS, reference=second.reference)
    order.refresh_from_db()
    assert order.status == "confirmed"


def test_paying_twice_by_two_gateways_gives_one_of_them_back(drain_outbox: Drain) -> None:
    order = order_to_pay()
    by_test, by_bank = start(order), start(order, "bank_transfer")
    services.payment_capture(payment_id=by_test.pk)
    services.bank_deposit_record(actor=OFFICER, reference=by_bank.reference, amount=by_bank.amount)
    drain_outbox()
    by_bank.refresh_from_db()
    assert (by_bank.state, by_bank.refunded_amount) == ("cancelled", by_bank.amount)
    services.refund_record(actor=OFFICER, refund_id=by_bank.refunds.get().pk)
    assert balances() == {
        "gateway_clearing": order.total_amount,
        "buyer_funds": -order.total_amount,
    }


def test_an_unknown_gateway_is_refused_by_field() -> None:
    order = order_to_pay()
    for gateway in ("paypal", "stripe", ""):
        with pytest.raises(InvalidInput) as refused:
            start(order, gateway)
        assert refused.value.field == "gateway"
    assert not Payment.objects.exists()


def test_the_test_gateway_exists_in_a_marked_demo_only(settings: Any) -> None:
    payment = start(order_to_pay())
    settings.TEST_GATEWAY = False
    assert [gateway.slug for gateway in gateways.available()] == ["bank_transfer"]
    with pytest.raises(InvalidInput):
        start(order_to_pay())
    with pytest.raises(NotFound):
        services.test_payment_pay(actor=ANONYMOUS, reference=payment.reference)
    payment.refresh_from_db()
    assert payment.state == "pending"


def test_no_provider_is_called_inside_a_transaction() -> None:
    order = order_to_pay()
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        start(order)
    payment = paid()
    part = payment.order.vendor_orders.get()
    refund = services.refund_create(
        actor=SYSTEM, vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
    )
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        services.refund_execute(refund_id=refund.pk)


# -- bank transfers -----------------------------------------------------------------------


def test_a_transfer_shows_where_to_and_under_what_reference(settings: Any) -> None:
    settings.DEPOSIT_ACCOUNT = "101-2000-3000-04"
    payment = start(order_to_pay(), "bank_transfer")
    assert payment.next_action["account"] == "101-2000-3000-04"
    assert payment.next_action["reference"] == payment.reference
    assert payment.next_action["amount"] == payment.amount


def test_a_recorded_deposit_lies_in_the_bank_and_is_recorded_once() -> None:
    payment = start(order_to_pay(), "bank_transfer")
    for _ in range(2):
        services.bank_deposit_record(
            actor=OFFICER, reference=f" {payment.reference} ", amount=payment.amount
        )
    assert balances() == {"bank": payment.amount, "buyer_funds": -payment.amount}
    assert AuditEntry.objects.filter(action="payment.deposit").count() == 1


@pytest.mark.parametrize("difference", [-1, 1, -10_000])
def test_a_wrong_amount_is_refused_and_nothing_is_booked(difference: int) -> None:
    payment = start(order_to_pay(), "bank_transfer")
    with pytest.raises(InvalidInput) as refused:
        services.bank_deposit_record(
            actor=OFFICER, reference=payment.reference, amount=payment.amount + difference
        )
    assert refused.value.field == "amount"
    assert str(payment.amount) in refused.value.by_field()["amount"][0].replace(",", "")
    payment.refresh_from_db()
    assert payment.state == "pending"
    assert not LedgerEntry.objects.exists()


def test_a_deposit_is_recorded_by_the_back_office_alone() -> None:
    payment = start(order_to_pay(), "bank_transfer")
    for actor in (ANONYMOUS, Actor(user_id=1), Actor(enterprises={1: "owner"})):
        with pytest.raises(NotAllowed):
            services.bank_deposit_record(
                actor=actor, reference=payment.reference, amount=payment.amount
            )
    with pytest.raises(NotFound):
        services.bank_deposit_record(actor=OFFICER, reference="P-000", amount=payment.amount)
    assert not LedgerEntry.objects.exists()


# -- time runs out ------------------------------------------------------------------------


def test_an_unpaid_order_is_cancelled_when_its_time_is_over() -> None:
    soap = VariantFactory(on_hand=5)
    late, waiting = order_to_pay(NewLine(soap.pk, 2)), order_to_pay(NewLine(soap.pk, 1), minutes=90)
    payment = start(late)
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        assert services.orders_expire() == 1
        assert services.orders_expire() == 0
    for order in (late, waiting, payment):
        order.refresh_from_db()
    assert (late.status, waiting.status, payment.state) == ("cancelled", "pending", "cancelled")
    assert Stock.objects.get(variant=soap).reserved == 1


def test_the_sweep_is_on_the_clock() -> None:
    assert "payments.tasks.expire_orders" in {entry["task"] for entry in SCHEDULE.values()}


def test_a_provider_that_does_not_answer_does_not_stop_the_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(2):
        start(order_to_pay())

    def silent(*_: Any) -> None:
        raise GatewayFailed

    monkeypatch.setattr(gateways.TestGateway, "cancel", silent)
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        assert services.orders_expire() == 2


def test_money_that_comes_too_late_goes_back_by_itself(drain_outbox: Drain) -> None:
    soap = VariantFactory(on_hand=5)
    order = order_to_pay(NewLine(soap.pk, 5))
    payment = start(order, "bank_transfer")
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        services.orders_expire()
    paid(NewLine(soap.pk, 5))  # the pieces went to somebody else
    for _ in range(2):
        services.payment_capture(payment_id=payment.pk)
        drain_outbox()
    refund = Refund.objects.get(payment=payment)
    assert (refund.state, refund.amount) == ("pending", payment.amount)
    assert balances()["refunds"] == -payment.amount
    services.refund_record(actor=OFFICER, refund_id=refund.pk)  # the clerk sent it
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert Stock.objects.get(variant=soap).on_hand == 0
    assert "bank" not in balances()
    assert any("환불" in m.subject and m.to == [order.email] for m in mail.outbox)


def test_money_that_comes_too_late_takes_the_order_up_again(drain_outbox: Drain) -> None:
    soap = VariantFactory(on_hand=5)
    order = order_to_pay(NewLine(soap.pk, 2))
    payment = start(order, "bank_transfer")
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        services.orders_expire()
        order.refresh_from_db()
        assert (order.status, order.cancel_reason) == ("cancelled", "expired")
        for _ in range(2):
            services.payment_capture(payment_id=payment.pk)
            drain_outbox()
    order.refresh_from_db()
    assert order.status == "confirmed"
    assert set(order.vendor_orders.values_list("status", flat=True)) == {"confirmed"}
    assert Stock.objects.get(variant=soap).on_hand == 3
    assert not Refund.objects.exists()
    assert balances() == {"bank": payment.amount, "buyer_funds": -payment.amount}
    OutboxTask.objects.filter(done_at=None).update(due_at=clock.now())
    drain_outbox()
    assert [m.to for m in mail.outbox if "늦은 결제" in m.subject] == [[order.email]]


def test_an_order_the_buyer_cancelled_is_not_taken_up_by_its_payment(drain_outbox: Drain) -> None:
    soap = VariantFactory(on_hand=5)
    order = order_to_pay(NewLine(soap.pk, 2))
    payment = start(order)
    orders.order_cancel_by_token(token=order.token)
    services.payment_capture(payment_id=payment.pk)
    drain_outbox()
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert Refund.objects.get(payment=payment).state == "done"
    assert Stock.objects.get(variant=soap).available == 5
    assert balances() == {}


# -- the sale counts ----------------------------------------------------------------------


@pytest.mark.usefixtures("_five_percent")
def test_on_delivery_the_money_becomes_the_enterprise_s_less_commission(
    drain_outbox: Drain,
) -> None:
    soap, jam = VariantFactory(price=20_000), VariantFactory(price=10_000)
    payment = paid(NewLine(soap.pk, 1), NewLine(jam.pk, 1))
    first = payment.order.vendor_orders.order_by("pk").first()
    assert first is not None
    deliver(first)
    drain_outbox()
    services.sale_recognise(vendor_order_id=first.pk)
    assert balances() == {
        "gateway_clearing": 36_000,
        "buyer_funds": -13_000,  # the other enterprise's part, shipping included
        "enterprise_payable": -22_000,
        "commission": -909,
        "commission_vat": -91,
    }
    assert selectors.owed_to(actor=seller_of(first), enterprise_id=first.enterprise_id) == 22_000


def test_an_enterprise_sees_what_it_is_owed_and_no_other() -> None:
    part = paid().order.vendor_orders.get()
    with pytest.raises(NotAllowed):
        selectors.owed_to(actor=seller_of(part), enterprise_id=part.enterprise_id + 1)


# -- giving back --------------------------------------------------------------------------


def refund(part: Any, quantity: int = 1, **more: Any) -> Refund:
    more.setdefault("actor", seller_of(part))
    return services.refund_create(
        vendor_order_id=part.pk, quantities={part.lines.get().pk: quantity}, **more
    )


def test_before_delivery_a_refund_comes_from_the_buyer_s_funds(drain_outbox: Drain) -> None:
    soap = VariantFactory(price=10_000, on_hand=5)
    part = paid(NewLine(soap.pk, 3)).order.vendor_orders.get()
    made = refund(part, 1, reason="품절")
    drain_outbox()
    made.refresh_from_db()
    assert (made.state, made.amount) == ("done", 11_000)
    # with the piece comes its third of the shipping
    assert balances() == {"gateway_clearing": 22_000, "buyer_funds": -22_000}
    assert Stock.objects.get(variant=soap).on_hand == 3


def test_where_nothing_will_be_shipped_the_shipping_goes_back_too(drain_outbox: Drain) -> None:
    part = paid(NewLine(VariantFactory().pk, 2)).order.vendor_orders.get()
    refund(part, 2)
    drain_outbox()
    assert balances() == {}


@pytest.mark.usefixtures("_five_percent")
def test_after_delivery_the_commission_goes_back_to_the_enterprise(drain_outbox: Drain) -> None:
    part = deliver(paid(NewLine(VariantFactory(price=10_000).pk, 2)).order.vendor_orders.get())
    drain_outbox()
    refund(part, 1)
    drain_outbox()
    assert balances() == {
        "gateway_clearing": 13_000,
        "enterprise_payable": -12_500,
        "commission": -454,  # of ₩1,000 the first half took 455 + 45 with it
        "commission_vat": -46,
    }


@pytest.mark.usefixtures("_five_percent")
@tries(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=st.integers(11, 99_999),
    before=st.lists(st.integers(1, 2), max_size=2),
    after=st.lists(st.integers(1, 2), max_size=2),
    delivered=st.booleans(),
)
def test_however_it_is_refunded_the_books_end_at_nothing(
    drain_outbox: Drain, price: int, before: list[int], after: list[int], delivered: bool
) -> None:
    """Refunded in any steps, before or after delivery, by any rounding: in the end all is back."""
    part = paid(NewLine(VariantFactory(price=price).pk, 9)).order.vendor_orders.get()
    for quantity in before:
        refund(part, quantity, include_shipping=True)
    if delivered:
        deliver(part)
        drain_outbox()
    for quantity in after:
        refund(part, quantity, include_shipping=True)
    refund(part, 9 - sum(before) - sum(after), include_shipping=True)
    for made in Refund.objects.filter(vendor_order=part).order_by("-pk"):  # in any order
        services.refund_execute(refund_id=made.pk)
    sums = LedgerPosting.objects.filter(entry__order=part.order_id).values_list("account__kind")
    assert not any(dict(sums.annotate(sum=Sum("amount"))).values())


def test_a_double_click_refunds_once() -> None:
    part = paid(NewLine(VariantFactory().pk, 3)).order.vendor_orders.get()
    assert refund(part, 1, idempotency_key="k") == refund(part, 1, idempotency_key="k")
    with pytest.raises(KeyReused):
        refund(part, 2, idempotency_key="k")
    assert Refund.objects.count() == 1


@pytest.mark.parametrize("quantity", [0, -1, 4])
def test_no_more_is_refunded_than_was_bought(quantity: int) -> None:
    part = paid(NewLine(VariantFactory().pk, 3)).order.vendor_orders.get()
    with pytest.raises(InvalidInput) as refused:
        refund(part, quantity)
    assert refused.value.field == "quantity"
    assert not Refund.objects.exists()


def test_no_enterprise_refunds_another_s_sale() -> None:
    part = paid().order.vendor_orders.get()
    for stranger in (ANONYMOUS, Actor(enterprises={part.enterprise_id + 1: "owner"})):
        with pytest.raises(NotFound):
            refund(part, actor=stranger)
    assert not Refund.objects.exists()


def test_an_unpaid_order_has_nothing_to_refund() -> None:
    part = order_to_pay().vendor_orders.get()
    with pytest.raises(WrongState):
        refund(part)
    part.refresh_from_db()
    assert part.status == "pending"


def test_a_refund_the_provider_did_not_take_is_owed_until_it_does(
    monkeypatch: pytest.MonkeyPatch, drain_outbox: Drain
) -> None:
    part = paid(NewLine(VariantFactory().pk, 2)).order.vendor_orders.get()
    made = refund(part)
    with monkeypatch.context() as broken:
        broken.setattr(gateways.TestGateway, "refund", _raise_gateway_failed)
        drain_outbox()
        made.refresh_from_db()
        assert made.state == "pending"
        assert balances()["refunds"] == -made.amount
        assert not LedgerEntry.objects.filter(kind="refund_sent").exists()
    OutboxTask.objects.filter(done_at=None).update(due_at=clock.now())
    drain_outbox()
    made.refresh_from_db()
    assert made.state == "done"


def _raise_gateway_failed(*_: Any) -> str:
    raise GatewayFailed
