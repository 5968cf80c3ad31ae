"""Where a word of a search may be found, and how much each place weighs.

Engines translate these clauses into their own queries and add nothing: the same search finds the
same products in the same order of merit on every engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search.tokens import LONGEST_PREFIX, SHORTEST_PREFIX, Kind, Term, terms

#: The searchable fields of a document. A hit in the name weighs most.
FIELDS = ("name", "keywords", "seller", "text", "parts")


class How(StrEnum):
    #: The one token is there.
    TERM = "term"
    #: The tokens stand side by side in this order.
    PHRASE = "phrase"
    #: At least ``least`` of the tokens are there.
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Clause:
    field: str
    how: How
    tokens: tuple[str, ...]
    weight: float
    least: int = 1


def plan(text: str) -> list[list[Clause]]:
    """For each word of the search the clauses of which one at least must hold."""
    return [_clauses(term) for term in terms(text)]


def _clauses(term: Term) -> list[Clause]:
    if term.kind is Kind.INITIALS:
        return [Clause("parts", How.SOME, term.tokens, 2, least=len(term.tokens))]
    if len(term.tokens) > 1:
        return _compound(term)
    anywhere = [("name", 6.0), ("keywords", 3.0), ("seller", 2.0), ("text", 1.0)]
    clauses = [Clause(field, How.TERM, term.tokens, weight) for field, weight in anywhere]
    if term.kind is Kind.SYLLABLE:
        clauses.append(Clause("parts", How.TERM, (f"~{term.written}",), 4))
    if term.kind is Kind.WORD and SHORTEST_PREFIX <= len(term.written) <= LONGEST_PREFIX:
        clauses.append(Clause("parts", How.TERM, (f"^{term.written}",), 2))
    return clauses


def _compound(term: Term) -> list[Clause]:
    """A longer Korean word: as it is written first, in part only where it counts: in the name."""
    return [
        Clause("name", How.PHRASE, term.tokens, 8),
        Clause("name", How.SOME, term.tokens, 2, least=term.least),
        Clause("keywords", How.PHRASE, term.tokens, 4),
        Clause("seller", How.PHRASE, term.tokens, 3),
        Clause("text", How.PHRASE, term.tokens, 1),
    ]
