"""Who waits for a variant is told once, when it can be bought again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.actor import SYSTEM
from core.errors import InvalidInput, NotFound
from core.models import OutboxTask
from inventory import services
from inventory.models import RestockWish
from orders import services as orders
from orders.services import NewLine
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ChannelFactory, VariantFactory
from tests.factories.payments import order_to_pay

pytestmark = pytest.mark.django_db
Drain = Callable[[], int]


@pytest.fixture
def gone() -> Any:
    ChannelFactory()
    return VariantFactory(on_hand=0, product__name="동백 비누")


def fill(variant: Any, pieces: int) -> None:
    services.stock_set(actor=SYSTEM, variant_id=variant.pk, on_hand=pieces)


def test_it_is_told_once_and_forgotten(gone: Any, drain_outbox: Drain) -> None:
    for email in ("kim@example.kr", " KIM@example.kr", "lee@example.kr"):
        services.restock_wish(variant_id=gone.pk, email=email)
    assert RestockWish.objects.count() == 2
    fill(gone, 3)
    drain_outbox()
    assert sorted(message.to[0] for message in mail.outbox) == ["kim@example.kr", "lee@example.kr"]
    assert "동백 비누" in str(mail.outbox[0].subject)
    assert f"/p/{gone.product.slug}/" in str(mail.outbox[0].body)
    assert not RestockWish.objects.exists()
    fill(gone, 9)
    drain_outbox()
    assert len(mail.outbox) == 2


def test_pieces_that_come_back_from_an_unpaid_order_are_told_of(drain_outbox: Drain) -> None:
    last = VariantFactory(on_hand=1)
    order = order_to_pay(NewLine(last.pk, 1))
    services.restock_wish(variant_id=last.pk, email="kim@example.kr")
    orders.order_cancel(actor=SYSTEM, order_id=order.pk, reason="buyer")
    drain_outbox()
    assert [message.to for message in mail.outbox if "kim@" in message.to[0]]


def test_nothing_is_owed_where_nobody_waits(drain_outbox: Drain) -> None:
    last = VariantFactory(on_hand=1)
    order = order_to_pay(NewLine(last.pk, 1))
    orders.order_cancel(actor=SYSTEM, order_id=order.pk, reason="buyer")
    assert not OutboxTask.objects.filter(topic="stock.changed").exists()


def test_what_is_still_gone_tells_nobody(gone: Any, drain_outbox: Drain) -> None:
    services.restock_wish(variant_id=gone.pk, email="kim@example.kr")
    OutboxTask.objects.all().delete()
    from core import outbox

    outbox.emit(topic="stock.changed", payload={"variant_ids": [gone.pk]})
    drain_outbox()
    assert mail.outbox == []
    assert RestockWish.objects.count() == 1


@pytest.mark.parametrize("email", ["", "kim", "kim@", "a" * 300 + "@example.kr"])
def test_a_wrong_address_is_refused_by_its_field(gone: Any, email: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.restock_wish(variant_id=gone.pk, email=email)
    assert "email" in refused.value.by_field()
    assert not RestockWish.objects.exists()


def test_what_can_be_bought_needs_no_waiting(gone: Any) -> None:
    fill(gone, 1)
    with pytest.raises(InvalidInput):
        services.restock_wish(variant_id=gone.pk, email="kim@example.kr")
    with pytest.raises(NotFound):
        services.restock_wish(variant_id=0, email="kim@example.kr")


def test_one_address_waits_for_fifty_at_most(gone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_WISHES", 1)
    services.restock_wish(variant_id=gone.pk, email="kim@example.kr")
    with pytest.raises(InvalidInput):
        services.restock_wish(variant_id=VariantFactory(on_hand=0).pk, email="kim@example.kr")


def test_the_page_asks_and_answers(client: Client, gone: Any) -> None:
    where = f"/p/{gone.product.slug}/"
    client.force_login(UserFactory(email="me@example.kr"))
    page = client.get(where).content.decode()
    assert "재입고 알림 받기" in page
    assert "me@example.kr" in page
    bad = client.post(f"{where}restock/", {"variant": gone.pk, "email": "x"})
    assert bad.status_code == 400
    assert "이메일 주소를 확인해 주세요" in bad.content.decode()
    good = client.post(
        f"{where}restock/", {"variant": gone.pk, "email": "x@example.kr"}, follow=True
    )
    assert "메일로 한 번 알려 드립니다" in good.content.decode()
    foreign = VariantFactory(on_hand=0)
    answer = client.post(f"{where}restock/", {"variant": foreign.pk, "email": "x@example.kr"})
    assert answer.status_code == 404
    fill(gone, 2)
    assert "재입고 알림 받기" not in client.get(where).content.decode()
