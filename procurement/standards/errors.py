"""What can be wrong with a document that came from outside."""

from __future__ import annotations

from collections.abc import Sequence


class StandardsError(Exception):
    """A document that can't be taken in, with every reason found.

    ``problems`` are pairs of where (a path in the document, ``OrderLine[2]/LineItem/Quantity``)
    and a sentence for people.
    """

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems: list[tuple[str, str]] = list(problems)
        super().__init__("; ".join(f"{where}: {message}" for where, message in self.problems))
