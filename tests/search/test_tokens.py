"""How texts are cut: without a database, without an engine."""

from __future__ import annotations

import unicodedata

import pytest

from search.tokens import MOST_TOKENS, query_tokens, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("비누", ["비누"]),
        ("수제비누", ["수제", "제비", "비누"]),
        ("차", ["차"]),
        ("동백 비누 100g", ["동백", "비누", "100g"]),
        ("Soaps & Boxes", ["soap", "box"]),
        ("strawberries glass", ["strawberry", "glass"]),
        ("ＳＯＡＰ", ["soap"]),
        ("유자청(500ml)", ["유자", "자청", "500ml"]),
        ("!!! — ", []),
        ("", []),
    ],
)
def test_hangul_is_cut_in_pairs_and_other_words_stay_whole(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_decomposed_hangul_is_the_same_word() -> None:
    assert tokens(unicodedata.normalize("NFD", "비누")) == ["비누"]


def test_a_search_is_bounded_and_asks_for_each_token_once() -> None:
    assert query_tokens("비누 비누 비누") == ["비누"]
    assert len(query_tokens(" ".join(f"w{i}" for i in range(200)))) <= MOST_TOKENS
