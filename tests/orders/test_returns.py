"""Sending back: by the consumer's clocks, per line and piece, and never a piece twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import Conflict, InvalidInput, KeyReused, NotFound
from inventory.errors import InsufficientStock
from inventory.models import Stock
from orders import services, tasks
from orders.errors import WrongState
from orders.models import Order, ReturnRequest, VendorOrder
from orders.services import NewLine
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.payments import deliver, paid, seller_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True


def delivered(*lines: NewLine) -> VendorOrder:
    return deliver(paid(*(lines or (NewLine(VariantFactory().pk, 3),))).order.vendor_orders.get())


def ask(part: VendorOrder, pieces: int = 1, **changes: Any) -> ReturnRequest:
    order = Order.objects.get(pk=part.order_id)
    return services.return_request(
        **{
            "actor": ANONYMOUS,
            "vendor_order_id": part.pk,
            "kind": "return",
            "reason": "change_of_mind",
            "quantities": {part.lines.get().pk: pieces},
            "order_token": order.token,
            **changes,
        }
    )


def later(days: int) -> Any:
    return clock.moved_to(clock.now() + days * DAY)


def test_a_return_goes_from_asked_to_arrived_and_its_clock_runs(
    drain_outbox: Callable[[], int],
) -> None:
    part = delivered()
    seller = seller_of(part)
    request = ask(part, 2)
    assert (request.status, request.fee_amount) == ("requested", 3_000)
    request = services.return_approve(actor=seller, return_id=request.pk)
    request = services.return_arrive(actor=seller, return_id=request.pk)
    assert request.refund_due_on == clock.add_business_days(clock.today(), 3)
    drain_outbox()
    subjects = [message.subject for message in mail.outbox]
    assert any("반품 요청" in subject for subject in subjects)
    assert sum("반품 안내" in subject for subject in subjects) == 2


def test_the_buyer_alone_may_ask_and_the_enterprise_alone_answers() -> None:
    part = delivered()
    with pytest.raises(NotFound):
        ask(part, order_token="")
    with pytest.raises(NotFound):
        ask(part, order_token="", actor=seller_of(part))
    request = ask(part)
    for stranger in (ANONYMOUS, Actor(enterprises={part.enterprise_id + 1: "owner"})):
        with pytest.raises(NotFound):
            services.return_approve(actor=stranger, return_id=request.pk)
        with pytest.raises(NotFound):
            services.return_arrive(actor=stranger, return_id=request.pk)
    request.refresh_from_db()
    assert request.status == "requested"


def test_no_piece_is_sent_back_twice() -> None:
    part = delivered()
    ask(part, 2)
    with pytest.raises(InvalidInput) as refused:
        ask(part, 2)
    assert "1개" in refused.value.by_field()["quantity"][0]
    ask(part, 1)
    assert ReturnRequest.objects.count() == 2


@pytest.mark.parametrize("pieces", [-1, 4])
def test_no_more_goes_back_than_came(pieces: int) -> None:
    part = delivered()
    with pytest.raises(InvalidInput):
        ask(part, pieces)
    assert not ReturnRequest.objects.exists()


def test_a_double_click_asks_once() -> None:
    part = delivered()
    assert ask(part, idempotency_key="k") == ask(part, idempotency_key="k")
    with pytest.raises(KeyReused):
        ask(part, 2, idempotency_key="k")
    assert ReturnRequest.objects.count() == 1


def test_before_it_came_nothing_goes_back() -> None:
    part = paid().order.vendor_orders.get()
    with pytest.raises(InvalidInput):
        ask(part)


def test_a_change_of_mind_comes_too_late_after_its_days() -> None:
    part = delivered()
    with later(12), pytest.raises(InvalidInput) as refused:
        ask(part)
    assert refused.value.code == "TOO_LATE"
    with later(12):  # what is broken still goes back
        assert ask(part, reason="defective", noticed_on=clock.today()).fee_amount == 0


def test_fresh_goods_do_not_go_back_for_a_change_of_mind() -> None:
    fresh = VariantFactory(product=ProductFactory(is_perishable=True))
    part = delivered(NewLine(fresh.pk, 2))
    with pytest.raises(InvalidInput) as refused:
        ask(part)
    assert refused.value.code == "EXCLUDED"
    assert ask(part, reason="not_as_described", noticed_on=clock.today())


def test_a_fault_says_when_it_was_found() -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(delivered(), reason="defective")
    assert refused.value.field == "noticed_on"


def test_a_change_of_mind_in_time_can_not_be_refused_before_it_arrives() -> None:
    part = delivered()
    request = ask(part)
    with pytest.raises(WrongState):
        services.return_refuse(actor=seller_of(part), return_id=request.pk, refusal="싫어요")
    services.return_approve(actor=seller_of(part), return_id=request.pk)
    services.return_arrive(actor=seller_of(part), return_id=request.pk)
    done = services.return_refuse(
        actor=seller_of(part), return_id=request.pk, refusal="사용한 흔적이 있습니다."
    )
    assert done.status == "refused"
    ask(part, 3)  # its pieces are free again


def test_a_refusal_says_why() -> None:
    part = delivered()
    request = ask(part, reason="defective", noticed_on=clock.today())
    with pytest.raises(InvalidInput) as refused:
        services.return_refuse(actor=seller_of(part), return_id=request.pk, refusal=" ")
    assert refused.value.field == "refusal"


def test_a_withdrawn_return_goes_nowhere() -> None:
    part = delivered()
    request = ask(part)
    token = part.order.token
    for _ in range(2):
        services.return_withdraw(actor=ANONYMOUS, return_id=request.pk, order_token=token)
    with pytest.raises(WrongState):
        services.return_approve(actor=seller_of(part), return_id=request.pk)


def test_what_is_left_unanswered_is_approved_by_time() -> None:
    request = ask(delivered())
    assert tasks.approve_returns_by_time() == 0
    with later(5):
        assert tasks.approve_returns_by_time() == 1
    request.refresh_from_db()
    assert request.status == "approved"


def test_an_exchange_keeps_what_comes_instead_and_sends_it() -> None:
    product = ProductFactory()
    small = VariantFactory(product=product, on_hand=5)
    large = VariantFactory(product=product, on_hand=2)
    part = delivered(NewLine(small.pk, 2))
    line = part.lines.get()
    request = ask(part, 2, kind="exchange", variants={line.pk: large.pk})
    assert request.fee_amount == 0
    for _ in range(2):
        services.return_approve(actor=seller_of(part), return_id=request.pk)
    assert Stock.objects.get(variant=large).reserved == 2
    services.return_arrive(actor=seller_of(part), return_id=request.pk)
    shipment = services.exchange_complete(
        actor=seller_of(part),
        return_id=request.pk,
        carrier="한진택배",
        tracking_number="42",
        restock=True,
    )
    assert shipment.exchange == ReturnRequest.objects.get()
    assert Stock.objects.get(variant=large).on_hand == 0
    assert Stock.objects.get(variant=small).on_hand == 5
    line.refresh_from_db()
    assert (line.shipped_quantity, line.returned_quantity) == (2, 0)


def test_an_exchange_for_what_is_not_there_is_told_and_nothing_changes() -> None:
    product = ProductFactory()
    small, large = VariantFactory(product=product), VariantFactory(product=product, on_hand=0)
    part = delivered(NewLine(small.pk, 1))
    request = ask(part, kind="exchange", variants={part.lines.get().pk: large.pk})
    with pytest.raises(InsufficientStock):
        services.return_approve(actor=seller_of(part), return_id=request.pk)
    request.refresh_from_db()
    assert request.status == "requested"


def test_an_exchange_stays_within_the_product_and_its_price() -> None:
    product = ProductFactory()
    small = VariantFactory(product=product, price=10_000)
    dearer = VariantFactory(product=product, price=12_000)
    part = delivered(NewLine(small.pk, 1))
    line = part.lines.get()
    for variant in (dearer, VariantFactory()):
        with pytest.raises(InvalidInput) as refused:
            ask(part, kind="exchange", variants={line.pk: variant.pk})
        assert refused.value.field == "variant"
    assert not ReturnRequest.objects.exists()


def test_a_withdrawn_exchange_frees_what_it_kept() -> None:
    soap = VariantFactory(on_hand=5)
    part = delivered(NewLine(soap.pk, 1))
    request = ask(part, kind="exchange")
    services.return_approve(actor=seller_of(part), return_id=request.pk)
    services.return_withdraw(actor=ANONYMOUS, return_id=request.pk, order_token=part.order.token)
    assert Stock.objects.get(variant=soap).reserved == 0


def test_a_purchase_is_confirmed_by_the_buyer_or_by_time_but_not_while_something_goes_back() -> (
    None
):
    part = delivered()
    request = ask(part)
    with pytest.raises(Conflict):
        services.vendor_order_close(
            actor=ANONYMOUS, vendor_order_id=part.pk, order_token=part.order.token
        )
    with later(15):
        assert tasks.close_by_time() == 0
    services.return_withdraw(actor=SYSTEM, return_id=request.pk)
    with later(7):
        assert tasks.close_by_time() == 0  # the buyer may still change their mind
    with later(15):
        assert tasks.close_by_time() == 1
    part.refresh_from_db()
    assert part.status == "closed"
    assert part.order.vendor_orders.get().closed_at is not None


def test_a_stranger_confirms_no_purchase() -> None:
    part = delivered()
    for actor in (ANONYMOUS, seller_of(part)):
        with pytest.raises(NotFound):
            services.vendor_order_close(actor=actor, vendor_order_id=part.pk)
    part.refresh_from_db()
    assert part.status == "delivered"
