"""The embedded engine on a real index, kept true by the outbox."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import services as catalog
from catalog.models import Category, Product
from core.actor import SYSTEM, Actor
from search import documents, services
from search.elasticsearch_engine import search_body
from search.engine import Query
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory
from vendors import services as vendors

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]


def sells(
    name: str, *, price: int = 10_000, kind: str = "", district: str = "26470", **more: Any
) -> int:
    enterprise = EnterpriseFactory(district=district)
    if kind:
        CredentialFactory(enterprise=enterprise, kind=kind)
    product = ProductFactory(name=name, enterprise=enterprise, **more)
    VariantFactory(product=product, price=price)
    return product.pk


@pytest.fixture
def shelves() -> dict[str, int]:
    ids = {
        "동백 비누": sells("동백 비누", kind="social_enterprise", district="26350", price=9_000),
        "수제비누 세트": sells("수제비누 세트", kind="village_enterprise", price=24_000),
        "유자청": sells(
            "유자청", kind="village_enterprise", price=15_000,
            category=CategoryFactory(slug="food", name="가공식품", name_en="Food"),
            description="겨울에 좋은 차", name_en="Yuzu tea",
        ),
    }  # fmt: skip
    services.index_rebuild()
    return ids


def found(**question: Any) -> list[int]:
    return services.search_products(**question).ids


def test_a_word_is_found_inside_other_words_and_in_the_name_first(shelves: dict[str, int]) -> None:
    assert set(found(text="비누")) == {shelves["동백 비누"], shelves["수제비누 세트"]}


def test_what_is_not_there_is_not_found_and_says_so(shelves: dict[str, int]) -> None:
    result = services.search_products(text="bi nu")
    assert (result.ids, result.total) == ([], 0)
    assert result.suggestions
    assert not result.degraded


@pytest.mark.parametrize(
    "text", ['"', "비누 AND", "(", "*:*", "비누\x00", "a" * 5000, "name:비누~"]
)
def test_no_text_breaks_the_search(shelves: dict[str, int], text: str) -> None:
    assert not services.search_products(text=text).degraded


def test_english_finds_what_has_an_english_name(shelves: dict[str, int]) -> None:
    assert found(text="yuzu teas") == [shelves["유자청"]]


def test_filters_narrow_and_each_facet_ignores_itself(shelves: dict[str, int]) -> None:
    result = services.search_products(text="비누", kinds=["village_enterprise"])
    assert result.ids == [shelves["수제비누 세트"]]
    assert dict(result.facets["kind"]) == {"social_enterprise": 1, "village_enterprise": 1}
    assert dict(result.facets["district"]) == {"26470": 1}
    assert found(districts=["26350"]) == [shelves["동백 비누"]]
    assert found(category_slug="food") == [shelves["유자청"]]
    assert set(found(price_min=9_000, price_max=15_000)) == {
        shelves["동백 비누"],
        shelves["유자청"],
    }


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("price", ["동백 비누", "유자청", "수제비누 세트"]),
        ("-price", ["수제비누 세트", "유자청", "동백 비누"]),
        ("name", ["동백 비누", "수제비누 세트", "유자청"]),
    ],
)
def test_lists_are_sorted(shelves: dict[str, int], sort: Any, names: list[str]) -> None:
    assert found(sort=sort) == [shelves[name] for name in names]


def test_pages_do_not_overlap(shelves: dict[str, int]) -> None:
    pages = [found(sort="price", page=page, page_size=2) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert len({pk for page in pages for pk in page}) == 3


def test_only_verified_unexpired_papers_are_facets(drain_outbox: Drain) -> None:
    enterprise = EnterpriseFactory()
    paper = CredentialFactory(enterprise=enterprise, kind="busan_type", status="pending")
    VariantFactory(product=ProductFactory(enterprise=enterprise))
    services.index_rebuild()
    assert found(kinds=["busan_type"]) == []
    vendors.credential_verify(actor=Actor(is_city_officer=True), credential_id=paper.pk)
    drain_outbox()
    assert len(found(kinds=["busan_type"])) == 1


def test_a_change_is_found_after_the_outbox(shelves: dict[str, int], drain_outbox: Drain) -> None:
    product_id = shelves["유자청"]
    catalog.product_unpublish(actor=SYSTEM, product_id=product_id)
    drain_outbox()
    assert found(text="유자청") == []


def test_a_suspended_enterprise_is_not_found(shelves: dict[str, int], drain_outbox: Drain) -> None:
    product_id = shelves["유자청"]
    enterprise_id = Product.objects.get(pk=product_id).enterprise_id
    vendors.enterprise_suspend(
        actor=Actor(is_city_officer=True), enterprise_id=enterprise_id, reason="점검"
    )
    drain_outbox()
    assert found(text="유자청") == []


def test_a_missing_index_finds_nothing_says_so_and_is_made_again() -> None:
    sells("동백 비누")
    assert services.search_products(text="비누").degraded
    assert services.index_ensure()
    assert len(found(text="비누")) == 1
    assert not services.index_ensure()


def test_a_shelf_holds_what_stands_on_the_shelves_below(shelves: dict[str, int]) -> None:
    above = CategoryFactory(slug="all-food", name="먹거리", name_en="Food and drink")
    Category.objects.filter(slug="food").update(parent=above)
    services.index_rebuild()
    assert found(category_slug="all-food") == [shelves["유자청"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("차", None),
        ("청", "유자청"),
        ("ㅇㅈㅊ", "유자청"),
        ("yuz", "유자청"),
        ("겨울에 좋은", "유자청"),
        ("수제 비누", "수제비누 세트"),
    ],
)
def test_words_are_found_as_people_type_them(
    shelves: dict[str, int], text: str, name: str | None
) -> None:
    """A last syllable, initials, a beginning, words of the text, a compound written apart."""
    expected = [shelves[name]] if name else []
    if text == "차":  # stands alone in the description
        expected = [shelves["유자청"]]
    assert found(text=text) == expected


def test_readers_keep_the_old_index_until_the_new_one_is_whole(shelves: dict[str, int]) -> None:
    with contextlib.suppress(RuntimeError), services.engine().rebuilding():
        assert len(found(text="비누")) == 2
        raise RuntimeError
    assert len(found(text="비누")) == 2


def test_a_spoilt_index_is_said_and_made_again(shelves: dict[str, int], settings: Any) -> None:
    (settings.SEARCH_DIR / "current").write_text("v1-of-another-time")
    assert services.search_products(text="비누").degraded
    services.index_products([shelves["유자청"]])
    assert len(found(text="비누")) == 2


def test_a_batch_is_read_with_the_same_queries_however_many() -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            VariantFactory()
        with CaptureQueriesContext(connection) as seen:
            list(documents.documents(documents.product_ids()))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_elasticsearch_is_asked_for_the_same() -> None:
    request = search_body(
        Query(text="수제비누", kinds=("village_enterprise",), price_max=9_000, offset=24)
    )
    (word,) = request["query"]["bool"]["must"]
    assert word["bool"]["minimum_should_match"] == 1
    assert {"match_phrase": {"name": {"query": "수제 제비 비누", "boost": 8}}} in word["bool"][
        "should"
    ]
    assert request["query"]["bool"]["filter"] == [{"range": {"price": {"lte": 9_000}}}]
    assert request["post_filter"]["bool"]["filter"] == [
        {"terms": {"kinds": ["village_enterprise"]}}
    ]
    assert request["aggregations"]["kind"]["filter"]["bool"]["filter"] == []
    assert request["aggregations"]["district"]["filter"]["bool"]["filter"] != []
    assert (request["from"], request["size"]) == (24, 24)
