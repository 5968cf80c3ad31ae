"""What the API refuses, and how; what it never tells."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from graphql import execute, parse

from accounts import services as accounts
from api import documents
from api.asking import Asking
from api.execution import Plan
from api.schema import schema
from api.views import SCHEMA, library
from backend.environment import ROOT
from core.actor import Actor
from tests.api.conftest import PRODUCTS, Ask
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db


def post(body: Any, **more: Any) -> Any:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return Client().post("/graphql/", text, content_type="application/json", **more)


def code_of(answer: dict[str, Any]) -> str:
    code: str = answer["errors"][0]["extensions"]["code"]
    return code


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "3", '"x"', "[1]", '{"query": 5}', '{"query": ""}']
)
def test_what_is_no_request_is_refused(body: str) -> None:
    answer = post(body).json()
    first = answer[0] if isinstance(answer, list) else answer
    assert code_of(first) in ("BAD_REQUEST", "QUERY_TOO_COMPLEX")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("query {", "GRAPHQL_PARSE_FAILED"),
        ("query { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query { products { totalCount } }", "INVALID_PAGING"),
        ("query { products(first: 101) { totalCount } }", "INVALID_PAGING"),
        ('query { products(first: 1, after: "x") { edges { cursor } } }', "INVALID_CURSOR"),
        ('query { product(id: "UHJvZHVjdDox5") { id } }', "INVALID_ID"),
        ('query { product(id: "Q2F0ZWdvcnk6MQ==") { id } }', "INVALID_ID"),
    ],
)
def test_every_refusal_has_its_code(ask: Ask, query: str, code: str) -> None:
    assert code_of(ask(query)) == code


def test_depth_cost_length_and_batches_are_limited(ask: Ask) -> None:
    deep = "query { categories(first: 1) { edges { node { " + "parent { " * 25 + "id"
    assert code_of(ask(deep + " }" * 25 + " } } } }")) == "QUERY_TOO_DEEP"
    wide = "products(first: 100) { edges { node { variants { id name } media { url } } } }"
    dear = " ".join(f"a{n}: {wide}" for n in range(100))
    dear = f"query {{ {dear.replace('first: 100', 'first: 100, channel: null')} }}"
    assert code_of(ask(dear)) == "QUERY_TOO_COMPLEX"
    assert code_of(ask("#" * (documents.LONGEST_TEXT + 1))) == "QUERY_TOO_LONG"
    assert code_of(post([{"query": "{ shop { name } }"}] * 11).json()) == "QUERY_TOO_COMPLEX"
    assert len(post([{"query": "{ shop { name } }"}] * 3).json()) == 3
    circle = "query { shop { ...A } } fragment A on Shop { ...B } fragment B on Shop { ...A }"
    assert code_of(ask(circle)) == "GRAPHQL_VALIDATION_FAILED"


def test_a_fault_of_ours_is_told_by_its_id_alone(ask: Ask) -> None:
    with (
        mock.patch("api.schema.products_field"),
        mock.patch(
            "api.product_filters.products_page", side_effect=RuntimeError("the secret of the house")
        ),
    ):
        answer = ask(PRODUCTS, first=1)
    assert code_of(answer) == "INTERNAL_SERVER_ERROR"
    assert len(answer["errors"][0]["extensions"]["id"]) == 32
    assert "secret" not in json.dumps(answer, ensure_ascii=False)
    assert "Traceback" not in json.dumps(answer)


def test_the_schema_can_be_asked_for(ask: Ask) -> None:
    answer = ask("query { __schema { queryType { name } types { name } } __typename }")
    names = {kind["name"] for kind in answer["data"]["__schema"]["types"]}
    assert {"Product", "Enterprise", "CheckoutError", "VendorOrder"} <= names


def test_nul_characters_are_refused() -> None:
    asked = {"query": "query($s: String) { product(slug: $s) { id } }", "variables": {"s": "\0"}}
    answer = post(asked)
    assert answer.status_code == 400
    assert code_of(answer.json()) == "BAD_REQUEST"


def test_get_and_forms_are_refused() -> None:
    assert Client().get("/graphql/?query={shop{name}}").status_code == 405
    answer = Client().post("/graphql/", {"query": "{ shop { name } }"})
    assert answer.status_code == 400


def test_a_session_counts_only_with_the_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(email="a@example.kr"))
    ask = {"query": "query { me { email } }"}
    answer = client.post("/graphql/", json.dumps(ask), content_type="application/json")
    assert answer.json()["data"]["me"] is None
    client.get("/accounts/password/change/")
    token = client.cookies["onjang_csrf"].value
    answer = client.post(
        "/graphql/", json.dumps(ask), content_type="application/json",
        headers={"X-CSRFToken": token},
    )  # fmt: skip
    assert answer.json()["data"]["me"] == {"email": "a@example.kr"}


def test_an_api_token_signs_in() -> None:
    user = UserFactory(email="a@example.kr")
    row, secret = accounts.api_token_create(actor=Actor(user_id=user.pk), name="shop")
    heads = {"Authorization": f"Bearer {secret}"}
    asked = {"query": "query { me { email } }"}
    assert post(asked, headers=heads).json()["data"]["me"] == {"email": "a@example.kr"}
    row.delete()
    assert post(asked, headers=heads).json()["data"]["me"] is None


def test_shops_on_other_hosts_may_ask_without_cookies() -> None:
    answer = Client().options("/graphql/", headers={"Origin": "https://shop.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_words_come_in_the_reader_s_language(ask: Ask) -> None:
    query = """mutation { tokenVerify(token: "x") { errors { message } } }"""
    korean = ask(query)["data"]["tokenVerify"]["errors"][0]["message"]
    assert korean == "다시 로그인해 주세요."


def test_the_plan_answers_what_graphql_core_answers(ask: Ask) -> None:
    """Our executor against the reference, operation by operation."""
    VariantFactory(price=10_000)
    operations = [
        (PRODUCTS, {"first": 5}),
        ("query($skip: Boolean!) { shop { name @skip(if: $skip) __typename } }", {"skip": True}),
        ("query($skip: Boolean!) { shop { name @skip(if: $skip) __typename } }", {"skip": False}),
        ("query { a: shop { name } b: shop { name ...F } } fragment F on Shop { name }", {}),
        ('query { product(slug: "none") { name } me { email } }', {}),
        ("query { categories(first: 3) { edges { node { ... on Category { name } } } } }", {}),
    ]
    for text, variables in operations:
        answer = ask(text, **variables)
        request = mock.Mock()
        request.build_absolute_uri.return_value = "http://testserver/"
        reference = execute(
            SCHEMA, parse(text), context_value=Asking(request), variable_values=variables
        )
        assert answer["data"] == reference.data, text  # type: ignore[union-attr]


def test_a_document_is_read_once(ask: Ask) -> None:
    ask(PRODUCTS, first=1)
    known = library.document(PRODUCTS)
    ask(PRODUCTS, first=2)
    assert library.document(PRODUCTS) is known
    assert all(
        isinstance(plan, Plan) for o in known.operations.values() for plan in o.plans.values()
    )


def test_the_written_schema_is_the_one_that_runs() -> None:
    from graphql import print_schema

    written = (ROOT / "api" / "schema.graphql").read_text()
    assert written.strip() == print_schema(schema.graphql_schema).strip()
