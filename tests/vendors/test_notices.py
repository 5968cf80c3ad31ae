"""What an enterprise's people are told: in the market, and by the channel they carry about."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.errors import NotAllowed
from inventory.models import Stock
from inventory.services import low_stocks_tell
from orders import tasks as orders
from orders.models import VendorOrder
from orders.services import NewLine
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import EnterpriseFactory, StaffFactory
from tests.orders.test_services import paid
from tests.twins.door import served
from vendors import selectors, services
from vendors.models import Notice

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]


class Messenger:
    """A messenger's door: what it was handed, and whether it is open."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.status = 200

    def turn(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        assert (method, headers["Authorization"]) == ("POST", "Bearer twin-key")
        if self.status == 200:
            self.got.append((headers["Idempotency-Key"], json.loads(body)))
        return self.status, b"{}"


@pytest.fixture
def messenger(settings: Any) -> Iterator[Messenger]:
    door = Messenger()
    with served(door.turn) as address:
        settings.MESSAGE_CHANNEL_URL, settings.MESSAGE_CHANNEL_KEY = address, "twin-key"
        yield door


def give(enterprise_id: int, key: str = "k1") -> bool:
    return services.notice_give(
        enterprise_id=enterprise_id, kind="order", key=key, text="새 주문", path="/seller/orders/"
    )


def kinds(enterprise_id: int) -> list[str]:
    rows = Notice.objects.filter(enterprise_id=enterprise_id).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_a_notice_is_given_once_seen_and_kept() -> None:
    staff = StaffFactory()
    shop, actor = staff.enterprise_id, selectors.actor_for(staff.user)
    assert [give(shop), give(shop), give(shop, "k2")] == [True, False, True]
    client = Client()
    client.force_login(staff.user)
    assert selectors.unread_notices(actor=actor, enterprise_id=shop) == 2
    page = client.get("/seller/notices/").content.decode()
    assert page.count("data-notice") == 2
    assert selectors.unread_notices(actor=actor, enterprise_id=shop) == 0
    assert client.get("/seller/notices/").content.decode().count("data-notice") == 2


def test_another_s_notices_are_not_read() -> None:
    shop = EnterpriseFactory()
    give(shop.pk)
    stranger = selectors.actor_for(StaffFactory().user)
    for read in (selectors.notices_of, services.notices_read):
        with pytest.raises(NotAllowed):
            read(actor=stranger, enterprise_id=shop.pk)
    assert Notice.objects.get().read_at is None


def test_the_channel_gets_it_once_and_again_after_it_was_silent(
    messenger: Messenger, drain_outbox: Drain
) -> None:
    shop = EnterpriseFactory()
    messenger.status = 503
    give(shop.pk)
    drain_outbox()
    assert Notice.objects.get().sent_at is None
    messenger.status = 200
    services.notice_send(key="k1")
    services.notice_send(key="k1")
    (sent,) = messenger.got
    assert sent[0] == "k1"
    assert sent[1]["to"] == shop.phone
    assert sent[1]["url"].endswith("/seller/orders/")


def test_without_a_channel_nothing_is_sent(drain_outbox: Drain) -> None:
    give(EnterpriseFactory().pk)
    drain_outbox()
    assert Notice.objects.get().sent_at is None


def test_a_new_order_and_a_late_one_are_told_of(drain_outbox: Drain) -> None:
    soap = VariantFactory()
    shop = soap.product.enterprise_id
    order = paid(NewLine(soap.pk, 1))
    drain_outbox()
    assert kinds(shop) == ["order"]
    assert orders.tell_of_late() == 0
    VendorOrder.objects.filter(order=order).update(ship_by=clock.today() - dt.timedelta(days=1))
    assert [orders.tell_of_late(), orders.tell_of_late()] == [1, 0]
    assert kinds(shop) == ["order", "late"]


def test_few_left_is_told_once_until_there_are_enough_again() -> None:
    soap = VariantFactory(on_hand=3)
    VariantFactory(on_hand=50)
    shop = soap.product.enterprise_id
    assert [low_stocks_tell(), low_stocks_tell()] == [1, 0]
    Stock.objects.filter(variant=soap).update(on_hand=100)
    assert low_stocks_tell() == 0
    Stock.objects.filter(variant=soap).update(on_hand=1)
    assert low_stocks_tell() == 1
    assert kinds(shop) == ["stock", "stock"]


def test_what_is_not_for_sale_is_not_told_of() -> None:
    soap = VariantFactory(on_hand=1)
    soap.product.listings.update(is_published=False)
    assert low_stocks_tell() == 0
