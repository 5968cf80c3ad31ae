"""Filling an empty market, all of it or nothing.

Everything in the database is one transaction: killed at any moment, the market is as empty as it
was. Pictures are files drawn before it; those that are there already are taken as they are, so a
second start goes on where the first one was killed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from backend.demo import media
from backend.demo.applications import make_applications
from backend.demo.catalogue import make_catalogue
from backend.demo.content import market_content
from backend.demo.content.model import MarketContent
from backend.demo.desk_history import make_desk_history
from backend.demo.desk_today import make_desk_today
from backend.demo.history import History, write_stock
from backend.demo.market import BATCH, Shelf
from backend.demo.offers import make_offers
from backend.demo.people import make_people
from backend.demo.sellers import COMMISSION_BP, make_enterprises
from backend.demo.settled import settle_the_past
from backend.demo.shop_history import make_shop_history
from backend.demo.shop_window import make_shop_window
from catalog.selectors import variant_offers
from core import clock
from core.errors import Conflict
from inventory.models import Reservation, Stock
from procurement.services.publish import processes_catch_up
from reports.services import facts_rebuild
from vendors.models import Enterprise

Progress = Callable[[int, int, str], None]
#: orders of citizens by scale; the desks' follow from the organizations
SHOP_ORDERS = {"tiny": 160, "small": 2_400, "medium": 12_000}
#: another loader waits for this advisory lock and then finds the market full
_LOCK = 0x0A1A


class MarketNotEmpty(Conflict):
    code = "MARKET_NOT_EMPTY"
    message = _("시장이 비어 있지 않습니다. 체험 자료는 빈 데이터베이스에만 채울 수 있습니다.")


def is_loaded() -> bool:
    """Whether there is a market: the demo's, whole, or a real one."""
    return Enterprise.objects.exists()


def load_market(*, scale: str, seed: int = 2026, progress: Progress | None = None) -> None:
    """Fill the empty market. Raises MarketNotEmpty.

    ``progress`` hears (done, total, what) stage by stage.
    """
    tell = progress or _quiet
    if is_loaded():
        raise MarketNotEmpty
    content = market_content(scale=scale, seed=seed, today=clock.today())
    _draw(content, tell)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if is_loaded():
            raise MarketNotEmpty
        _fill(content, scale, seed, tell)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _index(tell)


def _draw(content: MarketContent, progress: Progress) -> None:
    drawings = [media.drawing_of_product(product) for product in content.products]
    for enterprise in content.enterprises:
        drawings += media.drawings_of_enterprise(enterprise)
    media.draw_missing(drawings, progress=progress, title="그림")


def _fill(content: MarketContent, scale: str, seed: int, progress: Progress) -> None:
    people, organizations = make_people(content)
    enterprises = make_enterprises(content, people)
    shelf = make_catalogue(content, enterprises, progress=progress)
    make_shop_window(shelf)
    make_offers(enterprises, content.today)
    make_applications(content, people)
    history = _history(shelf, seed)
    make_desk_history(
        content=content,
        history=history,
        shelf=shelf,
        people=people,
        organizations=organizations,
    )
    make_shop_history(
        content=content, history=history, shelf=shelf, people=people, count=SHOP_ORDERS[scale]
    )
    type(people.city).objects.bulk_update(people.citizens, ["date_joined"], batch_size=BATCH)
    moves, held = history.moves, _held(history)
    history.save(progress=progress, title="18개월의 주문")
    write_stock(shelf, _left(content, shelf), moves, held)
    progress(0, 1, "정산")
    settle_the_past(content.today)
    progress(1, 1, "정산")
    make_desk_today(
        specs=[content.agencies[0], content.companies[0]],
        people=people,
        organizations=organizations,
    )
    facts_rebuild(progress=lambda done, total: progress(done, total, "보고 자료"))
    progress(0, 1, "공개 데이터")
    processes_catch_up()
    progress(1, 1, "공개 데이터")


def _history(shelf: Shelf, seed: int) -> History:
    variants = [variant for row in shelf.variants.values() for variant in row]
    now = clock.now()
    Stock.objects.bulk_create(
        (Stock(variant=variant, updated_at=now) for variant in variants), batch_size=BATCH
    )
    offers = {}
    for start in range(0, len(variants), BATCH):
        offers.update(variant_offers([v.pk for v in variants[start : start + BATCH]]))
    history = History(shelf, offers, random.Random(f"{seed}:history"))
    history.commission_bp = COMMISSION_BP
    return history


def _held(history: History) -> Counter[int]:
    held: Counter[int] = Counter()
    for _order, line, state, _expires_at in history.kept:
        if state == Reservation.State.HELD and line.variant_id is not None:
            held[line.variant_id] += line.quantity
    return held


def _left(content: MarketContent, shelf: Shelf) -> dict[int, int]:
    """Pieces on the shelf today: as the content has them, but a few run low and three are gone."""
    left = {
        variant.pk: made.stock
        for spec, _row in shelf.products
        for variant, made in zip(shelf.variants[spec.slug], spec.variants, strict=True)
    }
    rng = random.Random("low stock")
    everyday = [
        spec
        for spec, _row in shelf.products
        if spec.weight_g and not spec.gift and "비누" not in spec.ko
    ]
    for place, spec in enumerate(rng.sample(everyday, k=min(18, len(everyday) // 4))):
        left[shelf.variants[spec.slug][0].pk] = 0 if place < 3 else rng.randint(1, 4)
    return left


def _index(progress: Progress) -> None:
    """The search index follows from the database; without a search room there is none to make."""
    try:
        from search.services import index_rebuild
    except ModuleNotFoundError:
        return
    index_rebuild(progress=lambda done, total, *_what: progress(done, total, "검색 색인"))


def _quiet(_done: int, _total: int, _what: str) -> None:
    """Nobody listens."""
