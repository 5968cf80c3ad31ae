"""Words as the index knows them: prepared here, so that every engine finds the same.

Korean has no blanks where a reader would want them (``수제비누`` holds ``비누``), so Hangul is cut
into overlapping pairs of syllables; other words stay whole, in lower case, without their plural.
What can't be told by pairs stands in a field of its own, ``parts``: how English words begin
(``^cam``), how Korean names end (``~차`` for tea, also in 유자차), and the initial consonants that
people type in a hurry (``ㅂㄴ`` for 비누).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

#: Runs of Hangul syllables, of initial consonants, or of letters and digits of other scripts.
_RUN = re.compile(r"[가-힣]+|[ㄱ-ㅎ]+|[^\W_가-힣ㄱ-ㅎ]+")
_LETTERS = re.compile(r"[ㄱ-ㅣ]")
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
#: Vowels and endings one initial stands for: 21 × 28 syllables begin with it.
_PER_INITIAL = 588

LONGEST_QUERY = 100
MOST_TERMS = 10
LONGEST_WORD = 40
SHORTEST_PREFIX, LONGEST_PREFIX = 3, 12


class Kind(StrEnum):
    PAIRS = "pairs"
    SYLLABLE = "syllable"
    WORD = "word"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search. ``written`` is it as it was typed, in lower case."""

    kind: Kind
    written: str
    tokens: tuple[str, ...]

    @property
    def least(self) -> int:
        """How many of the tokens a name must hold to be meant in part.

        A compound that is written apart (수제비누 as 수제 … 비누) loses the pair at the seam, so
        six in ten will do; one or two pairs must be there all.
        """
        return -(-len(self.tokens) * 6 // 10)


def normalized(text: str) -> str:
    """NFKC, lower case: full-width letters and decomposed syllables are the plain ones.

    Single consonants are left alone: NFKC would make parts of syllables of them.
    """
    if text.isascii():
        return text.lower()
    if not _LETTERS.search(text):
        return unicodedata.normalize("NFKC", text).casefold()
    kept = (c if _LETTERS.match(c) else unicodedata.normalize("NFKC", c) for c in text)
    return unicodedata.normalize("NFC", "".join(kept)).casefold()


def tokens(text: str) -> list[str]:
    """What a text is indexed by, in its order: Hangul in pairs, other words whole.

    A Hangul word of one syllable stands for itself.
    """
    found: list[str] = []
    for run in _runs(text):
        if _is_hangul(run):
            found += _pairs(run) or [run]
        else:
            found.append(_stem(run))
    return found


def parts(name: str) -> list[str]:
    """Beginnings of English words, last syllables and pairs of initials of Korean ones."""
    found: list[str] = []
    for run in _runs(name):
        if _is_hangul(run):
            found.append(f"~{run[-1]}")
            found += _pairs(_initials(run))
        else:
            longest = min(len(run) - 1, LONGEST_PREFIX)
            found += [f"^{run[:size]}" for size in range(SHORTEST_PREFIX, longest + 1)]
    return list(dict.fromkeys(found))


def terms(text: str) -> tuple[Term, ...]:
    """The distinct words of a search, bounded in length and number. All of them must be found."""
    found = dict.fromkeys(_runs(text[:LONGEST_QUERY]))
    return tuple(_term(run) for run in list(found)[:MOST_TERMS])


def _term(run: str) -> Term:
    if _is_hangul(run):
        pairs = _pairs(run)
        return Term(Kind.PAIRS, run, tuple(pairs)) if pairs else Term(Kind.SYLLABLE, run, (run,))
    if run[0] in _INITIALS:
        return Term(Kind.INITIALS, run, tuple(_pairs(run)) or (run,))
    return Term(Kind.WORD, run, (_stem(run),))


def _runs(text: str) -> Iterator[str]:
    return (run[:LONGEST_WORD] for run in _RUN.findall(normalized(text)))


def _is_hangul(run: str) -> bool:
    return "가" <= run[0] <= "힣"


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _initials(run: str) -> str:
    return "".join(_INITIALS[(ord(syllable) - ord("가")) // _PER_INITIAL] for syllable in run)


def _stem(word: str) -> str:
    """English plurals are their singulars: soaps, boxes, berries."""
    if not word.isascii() or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
