"""The Korean business registration number (사업자등록번호)."""

from __future__ import annotations

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def digits_of(text: str) -> str:
    """Only the digits of ``text``: people type hyphens and blanks."""
    return "".join(c for c in text if c.isascii() and c.isdigit())


def check_digit(first_nine: str) -> int:
    """The tenth digit: weights 1 3 7 1 3 7 1 3 5, plus the carry of the ninth product."""
    total = sum(int(d) * w for d, w in zip(first_nine, _WEIGHTS, strict=True))
    total += int(first_nine[8]) * 5 // 10
    return (10 - total % 10) % 10


def is_valid(text: str) -> bool:
    digits = digits_of(text)
    return len(digits) == 10 and check_digit(digits[:9]) == int(digits[9])


def formatted(text: str) -> str:
    """``1248100998`` as ``124-81-00998``."""
    digits = digits_of(text)
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else text
