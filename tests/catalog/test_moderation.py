"""What waits for the city: rules as data, decisions that stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from catalog import rules, selectors, services
from catalog.errors import NotWaiting
from catalog.models import Moderation, ModerationRule
from catalog.rules import Cause, Shelved
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed
from tests.catalog.pictures import picture, upload
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory, ChannelFactory
from tests.factories.vendors import EnterpriseFactory, StaffFactory
from vendors.models import Enterprise, Notice
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db

SOAP = Shelved(1, 10_000, "동백 비누")


def city() -> Actor:
    return Actor(user_id=UserFactory(is_city_officer=True).pk, is_city_officer=True)


def switch_on(*kinds: str, count: int = 1, share_bp: int = 3000, words: str = "완치") -> None:
    services.moderation_rules_set(
        actor=city(), on=kinds, count=count, share_bp=share_bp, words=words
    )


def listed(enterprise: Enterprise | None = None, *, price: int = 10_000, **more: Any) -> Any:
    """A product that was published, or tried to be."""
    ChannelFactory()
    category = CategoryFactory(notice_fields=[])
    product = services.product_create(
        actor=SYSTEM, enterprise_id=(enterprise or EnterpriseFactory()).pk,
        category_id=category.pk, name="동백 비누", price_amount=price,
        **({"description": "천천히 굳힌 비누"} | more),
    )  # fmt: skip
    services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture((200, 200))))
    services.product_publish(actor=SYSTEM, product_id=product.pk)
    return product


def is_listed(product: Any) -> bool:
    return bool(product.listings.get().is_published)


def set_price(product: Any, amount: int) -> None:
    services.variant_price_set(
        actor=SYSTEM, variant_id=product.variants.get().pk, price_amount=amount
    )


# -- the rules, by themselves --


def causes(now: Shelved, before: Shelved | None, **more: Any) -> list[Cause]:
    on: dict[str, Any] = {
        "approved": 0, "first": 3, "share_bp": 3000, "category": True, "words": ["완치"],
    }  # fmt: skip
    return [cause for cause, _text in rules.causes(now, before, **(on | more))]


@pytest.mark.parametrize(
    ("now", "before", "more", "found"),
    [
        (SOAP, None, {}, [Cause.FIRST_LISTING]),
        (SOAP, None, {"approved": 2}, [Cause.FIRST_LISTING]),
        (SOAP, None, {"approved": 3}, []),
        (SOAP, None, {"first": None}, []),
        (SOAP, SOAP, {}, []),
        (Shelved(1, 13_000, SOAP.text), SOAP, {}, []),
        (Shelved(1, 13_001, SOAP.text), SOAP, {}, [Cause.PRICE_UP]),
        (Shelved(1, 13_001, SOAP.text), SOAP, {"share_bp": None}, []),
        (Shelved(1, 1, SOAP.text), SOAP, {}, []),
        (Shelved(2, 10_000, SOAP.text), SOAP, {}, [Cause.CATEGORY]),
        (Shelved(2, 10_000, SOAP.text), SOAP, {"category": False}, []),
        (Shelved(1, 10_000, "아토피 완치 비누"), SOAP, {}, [Cause.CLAIMS]),
        (Shelved(1, 10_000, "아토피 완치 비누"), Shelved(1, 10_000, "완치"), {}, []),
        (Shelved(2, 20_000, "완치"), SOAP, {}, [Cause.PRICE_UP, Cause.CATEGORY, Cause.CLAIMS]),
        (Shelved(1, 10_000, "완치"), None, {"approved": 9}, [Cause.CLAIMS]),
    ],
)
def test_why_a_product_waits(now: Shelved, before: Any, more: Any, found: list[Cause]) -> None:
    assert causes(now, before, **more) == found


# -- on the database --


def test_all_rules_are_there_and_off() -> None:
    assert set(ModerationRule.objects.values_list("kind", flat=True)) == {c.value for c in Cause}
    assert not ModerationRule.objects.filter(is_on=True).exists()
    assert is_listed(listed())
    assert not Moderation.objects.exists()


def test_a_first_listing_waits_is_approved_and_the_next_does_not_wait(
    drain_outbox: Callable[[], int],
) -> None:
    switch_on("first_listing", count=1)
    shop = EnterpriseFactory()
    first = listed(shop)
    assert not is_listed(first)
    row = Moderation.objects.get()
    services.moderation_approve(actor=city(), moderation_id=row.pk)
    assert is_listed(first)
    assert is_listed(listed(shop))
    assert not is_listed(listed())  # another enterprise's first
    with pytest.raises(NotWaiting):
        services.moderation_approve(actor=city(), moderation_id=row.pk)
    drain_outbox()
    assert [m.to for m in mail.outbox if "승인" in m.subject] == [[shop.email]]
    assert Notice.objects.get(kind="product").enterprise_id == shop.pk


def test_what_is_sent_back_is_mended_and_asked_for_again() -> None:
    switch_on("claims", words="완치\n특효")
    product = listed(description="아토피 완치 비누")
    assert not is_listed(product)
    row = Moderation.objects.get()
    assert row.causes == [["claims", "완치"]]
    with pytest.raises(InvalidInput):
        services.moderation_return(actor=city(), moderation_id=row.pk, reason=" ")
    services.moderation_return(actor=city(), moderation_id=row.pk, reason="의학 표현")
    assert selectors.moderation_of(product) == row
    services.product_publish(actor=SYSTEM, product_id=product.pk)
    assert not is_listed(product)
    services.product_update(actor=SYSTEM, product_id=product.pk, description="순한 비누")
    services.product_publish(actor=SYSTEM, product_id=product.pk)
    assert is_listed(product)


def test_what_was_on_sale_when_rules_came_is_trusted_and_a_steep_rise_waits() -> None:
    product = listed()
    switch_on("first_listing", "price_up", count=5)
    set_price(product, 13_000)
    assert is_listed(product)
    set_price(product, 17_000)  # three in ten above what was last on the shelf
    assert not is_listed(product)
    set_price(product, 13_500)
    services.product_publish(actor=SYSTEM, product_id=product.pk)
    assert is_listed(product)


def test_an_approved_rise_is_not_asked_for_again() -> None:
    product = listed()
    switch_on("price_up")
    set_price(product, 20_000)
    services.moderation_approve(actor=city(), moderation_id=Moderation.objects.get().pk)
    services.product_unpublish(actor=SYSTEM, product_id=product.pk)
    services.product_publish(actor=SYSTEM, product_id=product.pk)
    assert is_listed(product)
    assert Moderation.objects.count() == 1


def test_another_category_waits() -> None:
    product = listed()
    switch_on("category")
    other = CategoryFactory(slug="another-shelf", notice_fields=[])
    services.product_update(actor=SYSTEM, product_id=product.pk, category_id=other.pk)
    assert not is_listed(product)


def test_only_the_city_decides_and_switches() -> None:
    switch_on("first_listing")
    product = listed()
    seller = actor_for(StaffFactory(enterprise=product.enterprise).user)
    row = Moderation.objects.get()
    for act in (
        lambda: services.moderation_approve(actor=seller, moderation_id=row.pk),
        lambda: services.moderation_return(actor=seller, moderation_id=row.pk, reason="x"),
        lambda: services.moderation_rules_set(actor=seller, on=[], count=1, share_bp=1, words=""),
        lambda: selectors.moderation_queue(actor=seller),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not is_listed(product)


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"count": 0}, "count"), ({"share_bp": 0}, "share"), ({"words": "가" * 4001}, "words")],
)
def test_wrong_rules_are_refused_by_their_field(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        switch_on("claims", **fields)
    assert list(caught.value.by_field()) == [name]


def test_the_city_s_page() -> None:
    client = Client()
    client.force_login(UserFactory(is_city_officer=True))
    told = {"action": "rules", "on_first_listing": "1", "count": "2", "share": "30", "words": ""}
    assert client.post("/city/products/", told | {"count": "x"}).status_code == 400
    assert client.post("/city/products/", told).status_code == 302
    product = listed()
    page = client.get("/city/products/").content.decode()
    assert product.name in page
    assert "첫 상품: 1/2" in page
    row = Moderation.objects.get()
    refused = client.post("/city/products/", {"action": "return", "id": row.pk, "reason": ""})
    assert refused.status_code == 400
    client.post("/city/products/", {"action": "approve", "id": row.pk})
    assert is_listed(product)
