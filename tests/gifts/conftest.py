"""A company and an agency that give, and an enterprise that sends."""

from __future__ import annotations

import pytest

from tests.procurement.conftest import Desk, Seller, agency, company, seller

__all__ = ["agency", "company"]


@pytest.fixture
def soap() -> Seller:
    """₩10,000 a piece, ₩9,000 from 100, ₩8,000 from 3,000; 6,000 on the shelf."""
    return seller(price=10_000, tiers={100: 9_000, 3_000: 8_000}, on_hand=6_000)


@pytest.fixture
def other() -> Desk:
    from tests.procurement.conftest import desk

    return desk(kind="company")
