"""The shop's pages: whatever is typed, however long the list, with the same few queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search import services as search
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory

pytestmark = pytest.mark.django_db


def shelves(count: int) -> None:
    for number in range(count):
        enterprise = EnterpriseFactory()
        CredentialFactory(enterprise=enterprise)
        product = ProductFactory(enterprise=enterprise, name=f"동백 비누 {number:03d}")
        VariantFactory(product=product)
    search.index_rebuild()


def queries(client: Client, path: str) -> int:
    client.get(path)  # the shelves are kept for a minute
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_a_list_takes_the_same_few_queries_however_long_it_is(client: Client) -> None:
    shelves(2)
    few = queries(client, "/search/?q=비누")
    shelves(30)
    many = queries(client, "/search/?q=비누")
    assert few == many <= 12


@pytest.mark.parametrize("path", ["/", "/cart/", "/about/", "/orders/lookup/"])
def test_other_pages_are_cheap(client: Client, path: str) -> None:
    shelves(12)
    assert queries(client, path) <= 14


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=9999", "page=x", "sort=nonsense", "kind=nonsense",
        "district=%00", "low=abc", "high=99999999999999999999", "low=5&high=1", "q=%00",
        "q=" + "가" * 5000, "kind=a&kind=b&kind=c", "q=%F0%9F%A7%BC", "q=<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_no_question_breaks_the_list(client: Client, query: str) -> None:
    shelves(1)
    answer = client.get(f"/search/?{query}")
    assert answer.status_code in (200, 400)
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "path", ["/p/%00/", "/p/none/", "/e/none/", "/c/none/", "/pay/none/", "/orders/none/"]
)
def test_what_is_not_there_is_said(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"product": "soap"}, {"product": "soap", "variant": "x", "quantity": "1"},
        {"product": "soap", "variant": "1", "quantity": "-3"},
        {"product": "soap", "variant": "1", "quantity": "많이"},
        {"product": "soap", "variant": "999999999999999999999", "quantity": "1"},
    ],
)  # fmt: skip
def test_what_can_not_go_in_the_cart_is_refused_in_words(
    client: Client, sent: dict[str, str]
) -> None:
    VariantFactory(product=ProductFactory(slug="soap"))
    assert client.post("/cart/add/", sent).status_code in (302, 400, 404)


def test_a_category_shows_what_stands_below_it(client: Client) -> None:
    top = CategoryFactory(slug="food", name="먹거리")
    tea = CategoryFactory(slug="tea", name="차", parent=top)
    VariantFactory(product=ProductFactory(category=tea, name="유자차"))
    search.index_rebuild()
    assert "유자차" in client.get("/c/food/").content.decode()


def test_texts_of_enterprises_are_never_code(client: Client) -> None:
    enterprise = EnterpriseFactory(story="<script>alert(1)</script>")
    product = ProductFactory(slug="soap", name="<b>비누</b>", enterprise=enterprise)
    VariantFactory(product=product)
    page = client.get("/p/soap/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>비누" not in page


def test_the_demo_s_doors_are_shut_outside_the_demo(client: Client, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    answer = client.post("/demo/enter/", {"email": "city@demo.onjang.kr"})
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session
