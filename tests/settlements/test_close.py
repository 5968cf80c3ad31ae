"""A period closes once, over what is due, and is frozen then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import OutboxTask
from orders import services as orders
from payments import selectors as payments
from payments import services as money
from settlements import selectors, services
from settlements.models import Payout, Settlement, SettlementLine
from tests.factories.payments import seller_of
from tests.factories.vendors import EnterpriseFactory
from tests.settlements.conftest import SOLD, TODAY, Sell
from vendors.models import Enterprise

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def close(today: dt.date = TODAY) -> list[Settlement]:
    with clock.moved_to(clock.midnight(today) + dt.timedelta(hours=3)):
        return services.settlements_close(today=today)


def test_a_confirmed_sale_is_settled_less_commission_and_its_vat(
    sell: Sell, enterprise: Enterprise
) -> None:
    sell(2)
    settlement = close()[0]
    assert (settlement.period_from, settlement.period_to) == (
        dt.date(2026, 11, 1),
        dt.date(2026, 11, 15),
    )
    assert settlement.sales_amount == 22_000
    assert settlement.shipping_amount == 3_000
    assert (settlement.commission_amount, settlement.commission_vat_amount) == (2_000, 200)
    assert settlement.net_amount == settlement.payout_amount == 22_800
    assert settlement.payout.state == "open"
    owed = payments.owed_to(actor=SYSTEM, enterprise_id=enterprise.pk)
    assert owed == settlement.net_amount


def test_closing_twice_closes_once_and_the_enterprise_is_told_once(
    sell: Sell, drain_outbox: Callable[[], int]
) -> None:
    sell()
    assert [len(close()), len(close())] == [1, 0]
    assert Payout.objects.count() == SettlementLine.objects.count() == 1
    OutboxTask.objects.update(due_at=clock.now() - DAY)
    drain_outbox()
    assert sum("정산을 마감" in message.subject for message in mail.outbox) == 1


def test_what_the_buyer_did_not_confirm_yet_waits(sell: Sell, enterprise: Enterprise) -> None:
    part = sell(closed=False)
    assert close() == []
    upcoming = selectors.upcoming(actor=seller_of(part), enterprise_id=enterprise.pk)
    assert (upcoming.due.net, upcoming.waiting) == (0, 12_900)
    with clock.moved_to(clock.midnight(dt.date(2026, 11, 18))):
        orders.vendor_order_close(actor=SYSTEM, vendor_order_id=part.pk)
    assert close() == []  # confirmed on the 18th: that is the next period
    assert [s.net_amount for s in close(dt.date(2026, 12, 1))] == [12_900]


def test_what_became_due_late_is_in_the_next_settlement(sell: Sell) -> None:
    sell()
    late = sell(closed=False)
    first = close()[0]
    with clock.moved_to(clock.midnight(dt.date(2026, 11, 20))):
        orders.vendor_order_close(actor=SYSTEM, vendor_order_id=late.pk)
    second = close(dt.date(2026, 12, 3))[0]
    assert [first.net_amount, second.net_amount] == [12_900, 12_900]
    assert second.period_from == dt.date(2026, 11, 16)


def test_a_refund_after_the_settlement_is_clawed_back_and_carried_on(sell: Sell) -> None:
    part = sell(2)
    first = close()[0]
    with clock.moved_to(SOLD + 20 * DAY):
        money.refund_create(
            actor=SYSTEM,
            vendor_order_id=part.pk,
            quantities={part.lines.get().pk: 2},
            include_shipping=True,
        )
    second = close(dt.date(2026, 12, 2))[0]
    assert (second.refunds_amount, second.net_amount) == (-22_000, -first.net_amount)
    assert (second.payout_amount, second.carried_out_amount) == (0, -22_800)
    assert second.status == "carried"
    assert not hasattr(second, "payout")
    sell(3, at=dt.datetime(2026, 12, 4, 3, tzinfo=dt.UTC))
    third = close(dt.date(2026, 12, 17))[0]
    assert third.carried_in_amount == -22_800
    assert third.payout_amount == 33_000 + 3_000 - 3_300 - 22_800


def test_each_enterprise_has_its_own_cycle(sell: Sell) -> None:
    monthly = EnterpriseFactory(settlement_cycle="month")
    sell()
    sell(product__enterprise=monthly)
    assert len(close()) == 1
    closed = close(dt.date(2026, 12, 1))
    assert [(s.enterprise, s.period_from.day, s.period_to.day) for s in closed] == [
        (monthly, 1, 30)
    ]


def test_a_closed_settlement_can_not_be_changed_by_anyone(sell: Sell) -> None:
    sell()
    settlement = close()[0]
    for change in ({"payout_amount": 1}, {"net_amount": 1}, {"period_to": TODAY}):
        with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
            Settlement.objects.filter(pk=settlement.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SettlementLine.objects.all()._raw_delete("default")
    Settlement.objects.filter(pk=settlement.pk).update(status="paid")


def test_an_enterprise_sees_its_own_settlements_and_no_other_s(
    sell: Sell, enterprise: Enterprise
) -> None:
    sell()
    settlement = close()[0]
    stranger = Actor(enterprises={enterprise.pk + 1: "owner"})
    for actor in (stranger, ANONYMOUS):
        with pytest.raises(NotFound):
            selectors.settlement_for(actor=actor, number=settlement.number)
        with pytest.raises(NotAllowed):
            selectors.settlements_of(actor=actor, enterprise_id=enterprise.pk)
        with pytest.raises(NotAllowed):
            selectors.settlements_for_city(actor=actor)
    own = Actor(enterprises={enterprise.pk: "accountant"})
    assert selectors.settlement_for(actor=own, number=settlement.number) == settlement


def test_an_adjustment_stands_in_the_next_settlement_with_its_reason(
    sell: Sell, enterprise: Enterprise
) -> None:
    officer = Actor(is_city_officer=True)
    sell()
    with clock.moved_to(SOLD):
        services.adjustment_post(
            actor=officer, enterprise_id=enterprise.pk, amount=-2_900, reason="분쟁 패소"
        )
    settlement = close()[0]
    assert (settlement.fee_amount, settlement.payout_amount) == (-2_900, 10_000)
    with pytest.raises(NotAllowed):
        services.adjustment_post(actor=ANONYMOUS, enterprise_id=enterprise.pk, amount=1, reason="x")
    for amount, reason, field in ((0, "x", "amount"), (1, " ", "reason")):
        with pytest.raises(InvalidInput) as refused:
            services.adjustment_post(
                actor=officer, enterprise_id=enterprise.pk, amount=amount, reason=reason
            )
        assert refused.value.field == field
