"""Reading the catalogue, in the shape Saleor's storefront reads it."""

from __future__ import annotations

import pytest
from django.db import connection

from api import loaders
from api.statements import CHANNEL, KEY
from catalog.models import Attribute, AttributeValue, Product, ProductMedia, Variant
from core import clock
from search import services as search
from tests.api.conftest import PRODUCTS, Ask
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory

pytestmark = pytest.mark.django_db


def goods(count: int) -> None:
    scent, _ = Attribute.objects.get_or_create(slug="scent", defaults={"name": "향"})
    value, _ = AttributeValue.objects.get_or_create(
        attribute=scent, slug="camellia", defaults={"name": "동백"}
    )
    for _number in range(count):
        product = ProductFactory()
        VariantFactory(product=product, price=12_000)
        product.attribute_values.add(value)
        ProductMedia.objects.create(
            product=product,
            original="products/a.jpg",
            renditions={"640": "products/a-640.webp"},
            created_at=clock.now(),
        )


def test_a_list_takes_six_queries_however_long_it_is(ask: Ask) -> None:
    goods(1)
    one = ask(PRODUCTS, first=24)
    goods(29)
    many = ask(PRODUCTS, first=24)
    assert "errors" not in many
    assert len(many["data"]["products"]["edges"]) == 24
    assert many["data"]["products"]["totalCount"] == 30
    assert one["queries"] == many["queries"] <= 6


def test_a_product_in_a_list_has_what_a_card_shows(ask: Ask) -> None:
    goods(1)
    (edge,) = ask(PRODUCTS, first=1)["data"]["products"]["edges"]
    node = edge["node"]
    assert node["pricing"]["priceRange"]["start"]["gross"] == {"amount": 12_000, "currency": "KRW"}
    assert node["thumbnail"]["url"].endswith("a-640.webp")
    assert node["attributes"] == [
        {
            "attribute": {"slug": "scent", "name": "향"},
            "values": [{"name": "동백", "slug": "camellia"}],
        }
    ]


def test_pages_go_forwards_and_backwards_without_gaps(ask: Ask) -> None:
    goods(7)
    seen, after = [], None
    while True:
        page = ask(PRODUCTS, first=3, after=after)["data"]["products"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == 7
    last = """query($last: Int!, $before: String) { products(last: $last, before: $before,
      channel: "default-channel") { pageInfo { hasPreviousPage startCursor }
      edges { node { id } } } }"""
    page = ask(last, last=3)["data"]["products"]
    assert [edge["node"]["id"] for edge in page["edges"]] == seen[-3:]
    before = page["pageInfo"]["startCursor"]
    page = ask(last, last=10, before=before)["data"]["products"]
    assert [edge["node"]["id"] for edge in page["edges"]] == seen[:-3]
    assert not page["pageInfo"]["hasPreviousPage"]


def test_filters_of_the_market_narrow(ask: Ask) -> None:
    social = EnterpriseFactory(district="26350")
    CredentialFactory(enterprise=social, kind="social_enterprise")
    product = ProductFactory(enterprise=social, name="동백 비누")
    VariantFactory(product=product, price=30_000)
    goods(3)
    for filter_ in (
        {"enterpriseKinds": ["social_enterprise"]},
        {"districts": ["26350"]},
        {"minimalPrice": {"gte": 20_000}},
        {"price": {"gte": 20_000, "lte": 40_000}},
    ):
        found = ask(PRODUCTS, first=10, filter=filter_)["data"]["products"]
        assert [edge["node"]["name"] for edge in found["edges"]] == ["동백 비누"], filter_


def test_a_search_is_the_engine_s(ask: Ask) -> None:
    product = ProductFactory(name="유자청")
    VariantFactory(product=product)
    goods(2)
    search.index_rebuild()
    found = ask(PRODUCTS, first=10, search="유자")["data"]["products"]
    assert [edge["node"]["name"] for edge in found["edges"]] == ["유자청"]
    assert ask(PRODUCTS, first=10, search="bi nu")["data"]["products"]["totalCount"] == 0


def test_a_product_s_page(ask: Ask) -> None:
    enterprise = EnterpriseFactory(name="동백비누협동조합")
    CredentialFactory(enterprise=enterprise)
    product = ProductFactory(
        enterprise=enterprise,
        slug="soap",
        name="동백 비누",
        name_en="Camellia soap",
        description="천천히 굳힙니다.",
    )
    variant = VariantFactory(product=product, price=11_000, on_hand=7)
    answer = ask(
        """query { product(slug: "soap", channel: "default-channel") {
          name description isAvailable translation(languageCode: EN_US) { name }
          pricing { priceRange { start { gross { amount } net { amount } tax { amount } } } }
          variants { id sku quantityAvailable pricing { price { gross { amount } } } }
          defaultVariant { sku }
          enterprise { name slug badges { kind number authority } district { name } }
          category { name } productType { name hasVariants } collections { name } rating
        } }"""
    )
    assert "errors" not in answer
    node = answer["data"]["product"]
    assert node["translation"] == {"name": "Camellia soap"}
    assert "천천히 굳힙니다." in node["description"]
    start = node["pricing"]["priceRange"]["start"]
    assert (start["net"]["amount"], start["tax"]["amount"]) == (10_000, 1_000)
    assert node["variants"][0]["quantityAvailable"] == 7
    assert node["defaultVariant"]["sku"] == variant.sku
    assert node["enterprise"]["badges"][0]["kind"] == "social_enterprise"
    assert answer["queries"] <= 10


def test_what_is_not_for_sale_is_not_there(ask: Ask) -> None:
    product = ProductFactory(slug="draft")
    enterprise = EnterpriseFactory(status="suspended")
    VariantFactory(product=ProductFactory(slug="gone", enterprise=enterprise))
    for slug in ("draft", "gone", "never"):
        assert ask(f'query {{ product(slug: "{slug}") {{ id }} }}')["data"]["product"] is None
    assert product.pk


def test_what_stands_around_the_goods(ask: Ask) -> None:
    top = CategoryFactory(slug="food", name="먹거리")
    CategoryFactory(slug="tea", name="차", parent=top)
    VariantFactory()
    answer = ask(
        """query { shop { name defaultCountry { code } }
          channels { slug currencyCode } channel(slug: "default-channel") { name }
          categories(first: 10, level: 0) { edges { node { slug name } } totalCount }
          category(slug: "tea") { name ancestors(first: 5) { edges { node { slug } } } }
          enterprises(first: 5) { edges { node { name slug } } }
          menu(slug: "navbar") { items { name } } pages(first: 3) { edges { node { title } } }
          collections(first: 3) { edges { node { name } } } me { email } }"""
    )
    assert "errors" not in answer, answer
    data = answer["data"]
    assert data["category"]["ancestors"]["edges"] == [{"node": {"slug": "food"}}]
    assert "tea" not in [edge["node"]["slug"] for edge in data["categories"]["edges"]]
    assert data["channels"][0]["currencyCode"] == "KRW"
    assert data["me"] is None


@pytest.mark.parametrize("place", range(len(loaders.STATEMENTS)))
def test_a_compiled_statement_answers_what_its_queryset_answers(place: int) -> None:
    goods(3)
    for variant in Variant.objects.all():
        variant.attribute_values.add(AttributeValue.objects.get())
    statement = loaders.STATEMENTS[place]
    of_variants = "variant_id" in str(statement.make().query).split("IN (")[0].split()[-1]
    model = Variant if of_variants else Product
    keys = list(model.objects.values_list("pk", flat=True)[:2])
    written = str(statement.make().query).replace(f"IN ({KEY})", f"IN ({keys[0]}, {keys[1]})")
    written = written.replace(f"= {CHANNEL}", "= 'default-channel'")
    with connection.cursor() as cursor:
        cursor.execute(written)
        expected = sorted(cursor.fetchall(), key=str)
    found = statement.rows(keys, "default-channel")
    assert len(found) == len(expected) > 0
    assert sorted([row[0] for row in found]) == sorted([row[0] for row in expected])
    assert statement.rows([], "default-channel") == []
