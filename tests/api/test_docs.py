"""docs/api.md under test: what it shows works, what it counts is so."""

from __future__ import annotations

import re

import pytest
from graphql import OperationDefinitionNode, get_named_type, parse, validate

from api import checkouts, connections, documents, views
from api.documents import Document
from api.schema import schema
from backend.environment import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"```graphql\n(.*?)```", PAGE, flags=re.DOTALL)


def name_of(text: str) -> str:
    first = parse(text).definitions[0]
    assert isinstance(first, OperationDefinitionNode)
    assert first.name
    return first.name.value


@pytest.mark.parametrize("text", EXAMPLES, ids=name_of)
def test_every_example_fits_the_schema_and_the_limits(text: str) -> None:
    assert validate(schema.graphql_schema, parse(text)) == []
    assert Document(schema.graphql_schema, text).operation(None)


def test_there_are_examples_of_the_whole_way() -> None:
    assert {name_of(text) for text in EXAMPLES} == {
        "Products", "Begin", "Where", "Pay", "Track", "SignIn",
    }  # fmt: skip


def test_the_limits_written_are_those_that_hold() -> None:
    written = dict(re.findall(r"^\| ([^|\n]+?) +\| ([^|\n]+?) +\|$", limits(), flags=re.MULTILINE))
    assert written == {
        "a request": f"{views.MOST_BYTES // 1024} kB",
        "a query's text": f"{documents.LONGEST_TEXT:,} characters, "
        f"{documents.MOST_TOKENS:,} tokens",
        "depth": str(documents.DEEPEST),
        "cost: a field counts one, times the page sizes around it": f"{documents.DEAREST:,}",
        "operations in a batch, mutations in an operation": str(views.MOST_IN_BATCH),
        "rows of a page": str(connections.LARGEST_PAGE),
        "lines sent at once": str(checkouts.MOST_LINES),
    }
    assert views.MOST_IN_BATCH == documents.MOST_WRITES


def limits() -> str:
    section = PAGE.split("## Limits\n", 1)[1].split("\n## ", 1)[0]
    return section.split("| --- | --- |\n", 1)[1]


def test_every_field_and_mutation_it_names_is_there() -> None:
    query, mutation = schema.graphql_schema.query_type, schema.graphql_schema.mutation_type
    assert query
    assert mutation
    named = set(re.findall(r"`(checkout[A-Z]\w+|token[A-Z]\w+|account[A-Z]\w+)`", PAGE))
    assert len(named) >= 10
    assert named <= set(mutation.fields)
    doors = re.search(r"Other doors of the catalogue: (.*?)\.\n", PAGE, flags=re.DOTALL)
    assert doors
    for door in re.findall(r"`(\w+)", doors[1]):
        assert get_named_type(query.fields[door].type)


def test_every_code_of_a_checkout_that_it_names_is_one() -> None:
    section = PAGE.split("| code of a checkout |", 1)[1].split("\n\n", 1)[0]
    codes = set(re.findall(r"`([A-Z_]+)`", section))
    assert len(codes) >= 6
    assert codes <= set(schema.graphql_schema.type_map["CheckoutErrorCode"].values)  # type: ignore[attr-defined]
