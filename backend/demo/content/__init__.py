"""The content of the demo market: seeded, dated from a given day, and nobody's real data."""

from __future__ import annotations

import datetime as dt
import random

from backend.demo.content.buyers import agencies, citizens, companies
from backend.demo.content.categories import CATEGORIES
from backend.demo.content.enterprises import enterprises
from backend.demo.content.model import MarketContent
from backend.demo.content.products import products

#: scale -> enterprises, products of each, citizens; "tiny" is for tests
SCALES = {"tiny": (12, 10, 30), "small": (60, 10, 300), "medium": (400, 50, 2_000)}


def market_content(*, scale: str, seed: int, today: dt.date) -> MarketContent:
    """Everything the market is made of before anyone buys; equal for equal arguments."""
    enterprise_count, each, citizen_count = SCALES[scale]
    # one stream a part, so that a change in one leaves the others as they were
    streams = {
        part: random.Random(f"{seed}:{part}") for part in ("who", "what", "buyers", "people")
    }
    taken: set[str] = set()
    sellers = enterprises(count=enterprise_count, rng=streams["who"], taken=taken, today=today)
    return MarketContent(
        today=today,
        categories=CATEGORIES,
        enterprises=sellers,
        products=products(enterprises=sellers, each=each, rng=streams["what"], today=today),
        agencies=agencies(rng=streams["buyers"], taken=taken, today=today),
        companies=companies(rng=streams["buyers"], taken=taken),
        citizens=citizens(count=citizen_count, rng=streams["people"], today=today),
    )
