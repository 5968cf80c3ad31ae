"""How texts are cut: without a database, without an engine."""

from __future__ import annotations

import unicodedata

import pytest

from search.tokens import LONGEST_WORD, MOST_TERMS, Kind, parts, terms, tokens


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


def test_a_search_is_bounded_and_asks_for_each_word_once() -> None:
    assert [term.written for term in terms("비누 비누 비누")] == ["비누"]
    assert len(terms(" ".join(f"w{i}" for i in range(200)))) <= MOST_TERMS
    assert all(len(term.written) <= LONGEST_WORD for term in terms("a" * 5000))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("비누", Kind.PAIRS), ("차", Kind.SYLLABLE), ("soap", Kind.WORD), ("ㅂㄴ", Kind.INITIALS)],
)
def test_each_word_is_of_a_kind(text: str, kind: Kind) -> None:
    assert [term.kind for term in terms(text)] == [kind]


def test_a_compound_may_miss_the_pair_at_its_seam_and_short_words_none() -> None:
    assert [term.least for term in terms("비누 수제비누 동백수제비누")] == [1, 2, 3]


def test_names_end_begin_and_have_initials() -> None:
    assert parts("유자차 Camellia") == [
        "~차", "ㅇㅈ", "ㅈㅊ", "^cam", "^came", "^camel", "^camell", "^camelli",
    ]  # fmt: skip
