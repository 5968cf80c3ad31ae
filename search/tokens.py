"""Words as the index knows them: prepared here, so that every engine finds the same.

Korean has no blanks where a reader would want them (``수제비누`` holds ``비누``), so Hangul is cut
into overlapping pairs of syllables; other words stay whole, in lower case. A search must find all
its pairs: ``비누`` finds every soap, ``bi nu`` finds nothing.
"""

from __future__ import annotations

import re
import unicodedata

#: Runs of Hangul syllables, or of letters and digits of other scripts.
_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
LONGEST_QUERY = 100
MOST_TOKENS = 24


def normalized(text: str) -> str:
    """NFKC, lower case: full-width letters and decomposed syllables are the plain ones."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    return _WORD.findall(normalized(text))


def tokens(text: str) -> list[str]:
    """What a text is indexed and searched by: words whole, Hangul words as pairs, too.

    A Hangul word of one syllable stands for itself.
    """
    found: list[str] = []
    for word in words(text):
        if _is_hangul(word) and len(word) > 1:
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(_stem(word))
    return found


def query_tokens(text: str) -> list[str]:
    """The distinct tokens of a search, bounded in length and number."""
    return list(dict.fromkeys(tokens(text[:LONGEST_QUERY])))[:MOST_TOKENS]


def _is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


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
