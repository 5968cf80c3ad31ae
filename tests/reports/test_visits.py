"""Looks and carts are counted without a write a page, and told to the enterprise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from core import clock
from core.actor import SYSTEM
from reports import rules, shops, visits
from reports.models import ProductDay
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import StaffFactory

pytestmark = pytest.mark.django_db

PERSON = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile"}


@pytest.fixture(autouse=True)
def _counted_from_nothing() -> Iterator[None]:
    visits.write()
    yield
    visits.write()


def test_looks_and_carts_add_up_by_day() -> None:
    soap = VariantFactory(on_hand=5)
    client = Client(headers=PERSON)
    address = f"/p/{soap.product.slug}/"
    for _ in range(3):
        assert client.get(address).status_code == 200
    client.post("/cart/add/", {"variant": soap.pk, "quantity": 1, "product": soap.product.slug})
    assert not ProductDay.objects.exists()
    assert visits.write() == 1
    client.get(address)
    visits.write()
    row = ProductDay.objects.get()
    assert (row.product_id, row.day, row.views, row.carts) == (
        soap.product_id, clock.today(), 4, 1,
    )  # fmt: skip
    report = shops.shop_report(
        actor=SYSTEM, enterprise_id=soap.product.enterprise_id,
        period=rules.last_months(clock.today(), 1),
    )  # fmt: skip
    assert (report.views, report.carts, report.cart_bp) == (4, 1, 2500)


def test_machines_and_the_sellers_themselves_are_not_counted() -> None:
    soap = VariantFactory()
    seller = Client(headers=PERSON)
    seller.force_login(StaffFactory(enterprise=soap.product.enterprise).user)
    for client in (seller, Client(headers={"User-Agent": "Googlebot/2.1"}), Client()):
        client.get(f"/p/{soap.product.slug}/")
    assert visits.write() == 0


def test_a_product_that_is_gone_meanwhile_is_left_out() -> None:
    visits.looked(999_999_999)
    visits.write()
    assert not ProductDay.objects.exists()


def test_counts_are_written_after_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST", 3)
    soap = VariantFactory()
    for _ in range(3):
        visits.looked(soap.product_id)
    assert ProductDay.objects.get().views == 3
