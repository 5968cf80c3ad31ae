"""Options, attributes, pictures in order, certificates, and help with the notice."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from catalog import notices, selectors, services
from catalog.errors import NotPublishable, WasPublished
from catalog.models import Attribute, ProductListing, Variant
from core import clock
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from tests.catalog.pictures import picture, upload
from tests.factories.catalog import CategoryFactory, ChannelFactory, ProductFactory, VariantFactory
from tests.factories.vendors import CredentialFactory
from vendors import services as vendors
from vendors import tasks

pytestmark = pytest.mark.django_db


def drafted(**more: Any) -> Any:
    ChannelFactory()
    product = ProductFactory()
    return services.product_create(
        actor=SYSTEM, enterprise_id=product.enterprise_id, category_id=product.category_id,
        name="비누", price_amount=5000, **more,
    )  # fmt: skip


def names(product: Any) -> list[str]:
    return list(product.variants.filter(is_active=True).values_list("name", flat=True))


def set_axes(product: Any, *axes: tuple[str, list[str]], actor: Actor = SYSTEM) -> None:
    services.options_set(actor=actor, product_id=product.pk, axes=axes)


# -- options --


def test_two_lists_make_every_pair_and_the_first_keeps_what_was() -> None:
    product = drafted()
    first = product.variants.get()
    set_axes(product, ("색", ["빨강", "파랑", "빨강 "]), ("크기", ["작은 것", "큰 것"]))
    assert names(product) == [
        "빨강 / 작은 것", "빨강 / 큰 것", "파랑 / 작은 것", "파랑 / 큰 것",
    ]  # fmt: skip
    assert product.variants.get(name="빨강 / 작은 것").pk == first.pk
    prices = Variant.objects.filter(product=product).values_list(
        "listings__price_amount", flat=True
    )
    assert set(prices) == {5000}


def test_what_is_left_out_is_off_sale_and_comes_back() -> None:
    product = drafted()
    set_axes(product, ("색", ["빨강", "파랑"]))
    blue = product.variants.get(name="파랑")
    services.variant_price_set(actor=SYSTEM, variant_id=blue.pk, price_amount=9000)
    set_axes(product, ("색", ["빨강"]))
    assert names(product) == ["빨강"]
    assert ProductListing.objects.get(product=product).price_max_amount == 5000
    set_axes(product, ("색", ["빨강", "파랑"]))
    assert product.variants.get(name="파랑").pk == blue.pk
    assert ProductListing.objects.get(product=product).price_max_amount == 9000


@pytest.mark.parametrize(
    "axes",
    [
        [("색", [])],
        [("", ["빨강"])],
        [("색", ["빨강"]), ("색", ["작은 것"])],
        [("색", ["빨강/파랑"])],
        [("색", ["빨" * 51])],
        [("색", [str(n) for n in range(21)])],
        [("색", [str(n) for n in range(10)]), ("크기", [str(n) for n in range(10)])],
        [("가", ["1"]), ("나", ["1"]), ("다", ["1"])],
    ],
)
def test_a_wrong_grid_is_refused_and_changes_nothing(axes: Any) -> None:
    product = drafted()
    with pytest.raises(InvalidInput) as caught:
        set_axes(product, *axes)
    assert list(caught.value.by_field()) == ["axes"]
    assert names(product) == [""]


def test_another_s_options_are_not_found() -> None:
    product = drafted()
    with pytest.raises(NotFound):
        set_axes(product, ("색", ["빨강"]), actor=Actor(enterprises={0: "owner"}))


# -- attributes --


def test_attributes_belong_to_the_category_and_new_values_are_made_once() -> None:
    product = drafted()
    scent = Attribute.objects.create(name="향", slug="scent")
    other = Attribute.objects.create(name="색", slug="colour")
    product.category.attributes.add(scent)
    for text in ("바다", " 바다 ", "숲"):
        services.attributes_set(actor=SYSTEM, product_id=product.pk, values={scent.pk: text})
    assert [row[1] for row in selectors.attributes_asked(product)] == ["숲"]
    assert list(scent.values.values_list("name", flat=True)) == ["바다", "숲"]
    with pytest.raises(InvalidInput):
        services.attributes_set(actor=SYSTEM, product_id=product.pk, values={other.pk: "빨강"})
    services.attributes_set(actor=SYSTEM, product_id=product.pk, values={scent.pk: ""})
    assert not product.attribute_values.exists()


# -- pictures --


def test_pictures_are_put_in_order_described_and_taken_away() -> None:
    product = drafted()
    one, two, three = (
        services.media_add(
            actor=SYSTEM, product_id=product.pk, file=upload(picture((200 + n, 200)))
        ).pk
        for n in range(3)
    )
    services.media_arrange(
        actor=SYSTEM, product_id=product.pk, order=[three, one], alts={three: " 포장한 비누 "}
    )
    assert list(product.media.values_list("pk", flat=True)) == [three, one, two]
    assert product.media.get(pk=three).alt == "포장한 비누"
    services.media_delete(actor=SYSTEM, product_id=product.pk, media_id=three)
    assert product.media.count() == 2
    foreign = drafted()
    for act in (
        lambda: services.media_delete(actor=SYSTEM, product_id=foreign.pk, media_id=one),
        lambda: services.media_arrange(actor=SYSTEM, product_id=foreign.pk, order=[one], alts={}),
    ):
        with pytest.raises(NotFound):
            act()


def test_renditions_are_made_as_webp_and_avif() -> None:
    product = drafted()
    media = services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture()))
    services.media_render(media_id=media.pk)
    media.refresh_from_db()
    storage = media.original.storage
    for made, kind in ((media.renditions, b"WEBP"), (media.avif, b"ftypavif")):
        assert sorted(map(int, made)) == [320, 640, 1200]
        for name in made.values():
            with storage.open(name) as file:
                assert kind in file.read(16)
    assert selectors.media_view(media).avif.count("avif") == 3
    names_ = [media.original.name, *media.renditions.values(), *media.avif.values()]
    assert all(map(storage.exists, names_))


def test_files_go_with_their_picture(django_capture_on_commit_callbacks: Any) -> None:
    product = drafted()
    media = services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture()))
    name, storage = media.original.name, media.original.storage
    with django_capture_on_commit_callbacks(execute=True):
        services.media_delete(actor=SYSTEM, product_id=product.pk, media_id=media.pk)
    assert not storage.exists(name)


# -- drafts --


def test_a_draft_may_have_no_price_and_is_not_published_without_one() -> None:
    ChannelFactory()
    product = ProductFactory(category=CategoryFactory(notice_fields=[]))
    draft = services.product_create(
        actor=SYSTEM, enterprise_id=product.enterprise_id, category_id=product.category_id,
        name="비누", price_amount=0, description="설명",
    )  # fmt: skip
    services.media_add(actor=SYSTEM, product_id=draft.pk, file=upload(picture()))
    with pytest.raises(NotPublishable) as caught:
        services.product_publish(actor=SYSTEM, product_id=draft.pk)
    assert [str(text) for text in caught.value.missing] == ["가격"]
    services.variant_price_set(actor=SYSTEM, variant_id=draft.variants.get().pk, price_amount=5000)
    services.product_publish(actor=SYSTEM, product_id=draft.pk)
    with pytest.raises(WasPublished):
        services.product_delete(actor=SYSTEM, product_id=draft.pk)
    services.product_unpublish(actor=SYSTEM, product_id=draft.pk)
    with pytest.raises(WasPublished):
        services.product_delete(actor=SYSTEM, product_id=draft.pk)


def test_a_draft_is_thrown_away() -> None:
    product = drafted()
    services.product_delete(actor=SYSTEM, product_id=product.pk)
    assert not type(product).objects.filter(pk=product.pk).exists()


# -- certificates about a product --


def test_a_product_is_green_while_its_certificate_holds(drain_outbox: Callable[[], int]) -> None:
    product = drafted()
    paper = CredentialFactory(
        enterprise=product.enterprise, kind="green_certificate", status="pending",
        expires_on=clock.today() + dt.timedelta(days=1),
    )  # fmt: skip
    services.certificates_set(actor=SYSTEM, product_id=product.pk, credential_ids=[paper.pk])
    product.refresh_from_db()
    assert not product.is_green
    vendors.credential_verify(actor=SYSTEM, credential_id=paper.pk)
    drain_outbox()
    product.refresh_from_db()
    assert product.is_green
    type(paper).objects.filter(pk=paper.pk).update(expires_on=clock.today() - dt.timedelta(days=1))
    tasks.expire_credentials()
    drain_outbox()
    product.refresh_from_db()
    assert not product.is_green


def test_only_the_enterprise_s_own_certificates_of_products_are_taken() -> None:
    product = drafted()
    foreign = CredentialFactory(kind="haccp")
    enterprise_s = CredentialFactory(enterprise=product.enterprise, kind="cooperative")
    for paper in (foreign, enterprise_s):
        with pytest.raises(NotFound):
            services.certificates_set(
                actor=SYSTEM, product_id=product.pk, credential_ids=[paper.pk]
            )


# -- the notice --


def test_help_and_beginnings_of_the_notice() -> None:
    fields = [
        {"key": "producer", "label": "생산자 및 소재지"},
        {"key": "contact", "label": "소비자상담 전화번호"},
        {"key": "warranty", "label": "품질보증기준"},
        {"key": "volume", "label": "내용물의 용량 또는 중량"},
        {"key": "origin", "label": "제조국(원산지)"},
    ]
    begun = notices.defaults(
        fields,
        before={"origin": "대한민국", "volume": "100g"},
        enterprise="바다공방",
        address="부산 영도구",
        phone="051-1",
    )
    assert begun["producer"] == "바다공방 / 부산 영도구"
    assert begun["contact"] == "051-1"
    assert "분쟁해결기준" in begun["warranty"]
    assert begun["origin"] == "대한민국"
    assert "volume" not in begun
    assert all(notices.help_for(entry["label"]) for entry in fields)


def test_most_of_the_demo_s_fields_have_help() -> None:
    from backend.demo.content import categories

    labels = {
        entry.ko
        for value in vars(categories).values()
        if isinstance(value, tuple)
        for entry in value
        if type(entry).__name__ == "NoticeField"
    }
    assert len(labels) > 20
    without = sorted(label for label in labels if not notices.help_for(label))
    assert len(without) < len(labels) / 2, without


def test_variants_of_a_product_have_codes_of_their_own() -> None:
    codes = [VariantFactory().product.seller_code for _ in range(3)]
    assert not [a for a, b in itertools.combinations(codes, 2) if a == b]
