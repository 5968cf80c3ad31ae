"""Amounts in words, as Korean forms want them beside the digits: nobody can add a zero to words."""

from __future__ import annotations

_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_MYRIADS = ("", "만", "억", "조", "경")


def won_in_words(amount: int) -> str:
    """``1_234_000`` as ``금 일백이십삼만사천원정``.

    Every 일 is written, as on cheques and contracts. Raises ValueError below zero and from
    10^20 on.
    """
    if not 0 <= amount < 10_000 ** len(_MYRIADS):
        raise ValueError(f"no form carries {amount} won")
    return f"금 {number_in_words(amount)}원정"


def number_in_words(number: int) -> str:
    """``100_305`` as ``일십만삼백오``: every 일 is written."""
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    rest = number
    for myriad in _MYRIADS:
        rest, part = divmod(rest, 10_000)
        if part:
            words.append(_below_myriad(part) + myriad)
        if not rest:
            break
    return "".join(reversed(words))


def _below_myriad(part: int) -> str:
    digits = [int(digit) for digit in f"{part:04d}"]
    return "".join(
        _DIGITS[digit] + place
        for digit, place in zip(digits, reversed(_PLACES), strict=True)
        if digit
    )
