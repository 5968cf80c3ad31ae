"""People are forgotten when the time has come; what was bought stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from accounts.rules import Role
from core import clock
from core.actor import Actor
from core.errors import NotAllowed, NotFound
from core.models import AuditEntry, OutboxTask
from gifts import selectors, services
from gifts.errors import WrongState
from gifts.models import GiftOrder
from procurement.models import PurchaseOrder
from tests.gifts.lists_at_hand import Drain, begun, checked, comma, ordered, people, person, sent
from tests.procurement.conftest import Desk, Seller, inspect

pytestmark = pytest.mark.django_db


def done(buyer: Desk, one: Seller, drain: Drain, **more: Any) -> GiftOrder:
    order = ordered(buyer, one, drain, [person(1, 메시지="비밀 인사"), person(2)], **more)
    report = sent(order, one, 2, 3)
    assert report.shipment is not None
    inspect(buyer, report.shipment)
    drain()
    order.refresh_from_db()
    assert order.status == "done"
    return order


def later(days: int) -> Any:
    return clock.moved_to(clock.now() + dt.timedelta(days=days))


def owner_of(buyer: Desk) -> Actor:
    return Actor(
        user_id=buyer.requester.user_id,
        organizations={buyer.organization.pk: frozenset({Role.OWNER.value})},
    )


def everything_said(*tables: str) -> str:
    """All that stands in tables, as text."""
    with connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


def test_ninety_days_after_the_last_delivery_nobody_is_known(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = done(company, soap, drain_outbox)
    name = order.files.get().file.name
    with later(89):
        assert services.gifts_erase_due() == 0
    assert order.recipients.filter(name="박선물1").exists()
    with later(91):
        assert services.gifts_erase_due() == 1
        assert services.gifts_erase_due() == 0
    order.refresh_from_db()
    assert (order.status, order.message, order.sender_name) == ("erased", "", "")
    for row in order.recipients.all():
        assert row.erased_at is not None
        blank = (row.name, row.phone, row.postal_code, row.road_address, row.address_detail)
        assert set(blank) == {""}
        assert (row.message, row.tracking_number, row.token, row.cells) == ("", "", None, {})
        assert row.status == "delivered"
    assert not storages["private"].exists(name)
    assert order.files.get().name == ""
    said = everything_said("gifts_giftorder", "gifts_giftfile", "gifts_giftrecipient")
    for secret in ("박선물", "010-0000", "해운대로", "비밀 인사", "640002", "명단"):
        assert secret not in said
    counts = selectors.counts_of(order)
    assert (counts.delivered, counts.pieces) == (2, 2)


def test_an_order_s_own_period_counts(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = done(company, soap, drain_outbox, keep_days=7)
    with later(8):
        assert services.gifts_erase_due() == 1
    order.refresh_from_db()
    assert order.status == "erased"


def test_nothing_of_a_person_is_anywhere_else(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    done(company, soap, drain_outbox)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT LIKE 'gifts\\_%%' AND tablename NOT LIKE 'accounts\\_%%'"
        )
        tables = [row[0] for row in cursor.fetchall()]
    said = everything_said(*tables)
    for secret in ("010-0000-0001", "해운대로 1", "비밀 인사", "640002", "직원명단"):
        assert secret not in said, secret
    assert AuditEntry.objects.filter(action="gift.sent").exists()
    topics = OutboxTask.objects.filter(topic__startswith="gift")
    assert all(set(task.payload) <= {"file_id"} for task in topics)


def test_a_cancelled_order_is_forgotten_after_thirty_days(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, [person(1), person(2, 휴대폰="모름 010")])
    services.gift_order_cancel(actor=company.requester, order_id=order.pk)
    with later(29):
        assert services.gifts_erase_due() == 0
    with later(31):
        assert services.gifts_erase_due() == 1
    order.refresh_from_db()
    assert (order.status, order.erased_at is not None) == ("cancelled", True)
    assert "모름" not in everything_said("gifts_giftrecipient")


def test_a_draft_nobody_touches_is_given_up_and_forgotten(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(1))
    with later(29):
        services.gifts_erase_due()
    order.refresh_from_db()
    assert order.status == "draft"
    with later(31):
        services.gifts_erase_due()
    order.refresh_from_db()
    assert (order.status, order.erased_at) == ("cancelled", None)
    with later(62):
        assert services.gifts_erase_due() == 1


def test_an_owner_may_forget_at_once_and_nobody_else(
    company: Desk, other: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = done(company, soap, drain_outbox)
    with pytest.raises(NotAllowed):
        services.gift_order_erase(actor=company.requester, order_id=order.pk)
    with pytest.raises(NotFound):
        services.gift_order_erase(actor=owner_of(other), order_id=order.pk)
    assert order.recipients.exclude(name="").count() == 2
    for _again in range(2):
        services.gift_order_erase(actor=owner_of(company), order_id=order.pk)
    entry = AuditEntry.objects.get(action="gift.erase")
    assert entry.data == {"recipients": 2}
    assert not order.recipients.exclude(name="").exists()


def test_while_gifts_are_on_their_way_nobody_is_forgotten(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    sent(order, soap, 2)
    with pytest.raises(WrongState):
        services.gift_order_erase(actor=owner_of(company), order_id=order.pk)
    with later(400):
        assert services.gifts_erase_due() == 0
    assert order.recipients.exclude(name="").count() == 2


def test_after_it_nobody_takes_addresses_out_or_sends(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = done(company, soap, drain_outbox)
    services.gift_order_erase(actor=owner_of(company), order_id=order.pk)
    with pytest.raises(WrongState):
        services.gift_recipients_take_out(
            actor=soap.actor, enterprise_id=soap.enterprise.pk, number=order.number
        )
    with pytest.raises(WrongState):
        services.gift_result_take_out(actor=company.requester, order_id=order.pk)
    with pytest.raises(WrongState):
        sent(order, soap, 2)


def test_the_database_keeps_nothing_of_a_forgotten_person(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = done(company, soap, drain_outbox)
    services.gift_order_erase(actor=owner_of(company), order_id=order.pk)
    for change in ({"name": "박선물"}, {"tracking_number": "1"}, {"cells": {"name": "김"}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            order.recipients.update(**change)


def test_a_file_that_was_never_read_goes_too(company: Desk, soap: Seller) -> None:
    order = begun(company, soap, comma(people(1)))
    name = order.files.get().file.name
    services.gift_order_cancel(actor=company.requester, order_id=order.pk)
    services.gift_order_erase(actor=owner_of(company), order_id=order.pk)
    assert not storages["private"].exists(name)
    services.gift_file_read(file_id=order.files.get().pk)
    assert not order.recipients.exists()


def test_who_was_never_sent_anything_is_not_kept_for_ever(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    sent(order, soap, 2)
    PurchaseOrder.objects.update(status="closed", closed_at=clock.now())
    with later(29):
        services.gift_orders_follow_all()
    order.refresh_from_db()
    assert order.status == "sending"
    with later(31):
        services.gift_orders_follow_all()
    order.refresh_from_db()
    assert order.status == "done"
    assert order.recipients.get(number=3).status == "left_out"


def test_a_file_that_no_row_names_goes(company: Desk, soap: Seller) -> None:
    kept = begun(company, soap, comma(people(1))).files.get().file.name
    stray = storages["private"].save("gifts/stray", ContentFile(b"x"))
    services.gifts_erase_due()
    assert storages["private"].exists(stray)  # its upload may be under way
    with later(2):
        services.gifts_erase_due()
    assert not storages["private"].exists(stray)
    assert storages["private"].exists(kept)
