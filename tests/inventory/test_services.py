"""Stock: nothing is ever sold twice, and every lock is one ordered FOR UPDATE."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from inventory import services
from inventory.errors import InsufficientStock, ReservationGone
from inventory.models import Stock, StockChange
from inventory.selectors import available
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db


def counts(variant_id: int) -> tuple[int, int]:
    stock = Stock.objects.get(variant_id=variant_id)
    return stock.on_hand, stock.reserved


def test_reserved_pieces_are_not_for_others() -> None:
    soap = VariantFactory(on_hand=10)
    services.stock_reserve(holder="order:1", quantities={soap.pk: 7})
    assert available([soap.pk]) == {soap.pk: 3}
    with pytest.raises(InsufficientStock) as refused:
        services.stock_reserve(holder="order:2", quantities={soap.pk: 4})
    assert refused.value.available == {soap.pk: 3}
    assert counts(soap.pk) == (10, 7)


def test_a_reservation_is_whole_or_not_at_all() -> None:
    soap, jam = VariantFactory(on_hand=5), VariantFactory(on_hand=1)
    with pytest.raises(InsufficientStock) as refused:
        services.stock_reserve(holder="order:1", quantities={soap.pk: 5, jam.pk: 2})
    assert refused.value.available == {jam.pk: 1}
    assert counts(soap.pk) == (5, 0)


def test_a_sale_takes_pieces_off_the_shelf_once() -> None:
    soap = VariantFactory(on_hand=10)
    services.stock_reserve(holder="order:1", quantities={soap.pk: 4})
    for _ in range(3):
        services.reservation_sell(holder="order:1")
    assert counts(soap.pk) == (6, 0)
    assert list(StockChange.objects.values_list("delta", "reason")) == [(-4, "sold")]


def test_released_pieces_can_not_be_sold_until_renewed() -> None:
    soap = VariantFactory(on_hand=10)
    services.stock_reserve(holder="order:1", quantities={soap.pk: 4})
    services.reservation_release(holder="order:1")
    assert counts(soap.pk) == (10, 0)
    with pytest.raises(ReservationGone):
        services.reservation_sell(holder="order:1")
    services.reservation_renew(holder="order:1")
    services.reservation_sell(holder="order:1")
    assert counts(soap.pk) == (6, 0)


def test_a_renewal_fails_when_others_took_the_pieces() -> None:
    soap = VariantFactory(on_hand=4)
    services.stock_reserve(holder="order:1", quantities={soap.pk: 4})
    services.reservation_release(holder="order:1")
    services.stock_reserve(holder="order:2", quantities={soap.pk: 1})
    with pytest.raises(InsufficientStock):
        services.reservation_renew(holder="order:1")
    assert counts(soap.pk) == (4, 1)


def test_a_release_after_the_sale_changes_nothing() -> None:
    soap = VariantFactory(on_hand=4)
    services.stock_reserve(holder="order:1", quantities={soap.pk: 4})
    services.reservation_sell(holder="order:1")
    services.reservation_release(holder="order:1")
    assert counts(soap.pk) == (0, 0)


def test_the_shelf_can_not_be_set_below_what_is_reserved() -> None:
    soap = VariantFactory(on_hand=4)
    services.stock_reserve(holder="order:1", quantities={soap.pk: 3})
    with pytest.raises(InvalidInput):
        services.stock_set(actor=SYSTEM, variant_id=soap.pk, on_hand=2)
    assert counts(soap.pk) == (4, 3)


def test_only_its_own_enterprise_sets_a_stock() -> None:
    soap = VariantFactory(on_hand=4)
    stranger = Actor(user_id=None, enterprises={soap.product.enterprise_id + 1: "owner"})
    for actor in (ANONYMOUS, stranger):
        with pytest.raises(NotFound):
            services.stock_set(actor=actor, variant_id=soap.pk, on_hand=99)
    assert counts(soap.pk) == (4, 0)


def test_the_database_itself_refuses_to_sell_twice() -> None:
    soap = VariantFactory(on_hand=4)
    with pytest.raises(IntegrityError, match="never_sold_twice"), transaction.atomic():
        Stock.objects.filter(variant=soap).update(reserved=5)


def test_stock_is_locked_by_one_ordered_statement_before_it_is_written() -> None:
    variants = [VariantFactory(on_hand=9) for _ in range(5)]
    with CaptureQueriesContext(
        connection,
    ) as seen:
        services.stock_reserve(holder="order:1", quantities={v.pk: 1 for v in reversed(variants)})
    statements = [q["sql"] for q in seen.captured_queries if "inventory_stock" in q["sql"]]
    locking = [i for i, sql in enumerate(statements) if "FOR UPDATE" in sql]
    writing = [i for i, sql in enumerate(statements) if sql.startswith("UPDATE")]
    assert len(locking) == 1
    assert 'ORDER BY "inventory_stock"."id" ASC' in statements[locking[0]]
    assert writing
    assert locking[0] < writing[0]
