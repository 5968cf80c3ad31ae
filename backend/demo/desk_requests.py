"""Requests for quotes and their answers: those that led to an order, and those in progress."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Final

from accounts.models import User
from backend.demo.desks import Desk, Goods, delivery_of
from backend.demo.history import History, Pick
from backend.demo.market import People
from core import clock
from orders.prices import unit_price
from procurement.models import (
    Quote,
    QuoteLine,
    RequestForQuote,
    RfqInvitation,
    RfqLine,
)

_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)


def _ask(
    history: History,
    desk: Desk,
    title: str,
    picks: Sequence[Pick],
    created_at: dt.datetime,
    deadline: dt.datetime,
    invited: Sequence[int],
    requester: User,
) -> tuple[RequestForQuote, list[RfqLine]]:
    row = RequestForQuote(
        organization=desk.row,
        number=history.number("R", clock.local_date(created_at)),
        title=title,
        description="납품 장소와 포장을 포함하여 견적해 주십시오.",
        requester=requester,
        deadline=deadline,
        needed_by=clock.local_date(deadline) + 14 * _DAY,
        created_at=created_at,
        **delivery_of(desk),
    )
    lines = [
        RfqLine(rfq=row, description=p.offer.name, specification="동등 이상", quantity=p.quantity)
        for p in picks
    ]
    history.add(row, *lines)
    for enterprise_id in invited:
        history.add(RfqInvitation(rfq=row, enterprise=history.enterprises[enterprise_id]))
    return row, lines


def _answer(
    history: History,
    people: People,
    rfq: RequestForQuote,
    lines: Sequence[RfqLine],
    picks: Sequence[Pick],
    enterprise_id: int,
    at: dt.datetime,
    *,
    percent: int,
    status: str,
    own: bool,
) -> tuple[Quote, list[QuoteLine]]:
    """A quote at ``percent`` of the catalogue's price; ``own``: from the catalogue's variant."""
    made = []
    for line, pick in zip(lines, picks, strict=True):
        base = unit_price(pick.offer.base_price, pick.offer.tiers, pick.quantity)
        price = max(10, base * percent // 1000 * 10)
        split = history.rates.split(price * pick.quantity, pick.offer.tax_class)
        made.append(
            QuoteLine(
                rfq_line=line,
                variant_id=pick.offer.variant_id if own else None,
                name=pick.offer.name,
                quantity=pick.quantity,
                unit_price_amount=price,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=pick.offer.tax_class,
            )
        )
    quote = Quote(
        rfq=rfq,
        enterprise=history.enterprises[enterprise_id],
        number=history.number("Q", clock.local_date(at)),
        status=status,
        valid_until=clock.local_date(at) + 30 * _DAY,
        lead_days=7,
        note="포장과 납품 비용을 포함한 금액입니다.",
        total_amount=sum(line.total_amount for line in made),
        supply_amount=sum(line.supply_amount for line in made),
        vat_amount=sum(line.vat_amount for line in made),
        submitted_by=people.sellers[enterprise_id],
        submitted_at=at,
    )
    history.add(quote)
    for quoted in made:
        quoted.quote = quote
        history.add(quoted)
    for invitation in reversed(history.rows[RfqInvitation]):
        if invitation.rfq is rfq and invitation.enterprise_id == enterprise_id:
            invitation.status = RfqInvitation.Status.QUOTED
            break
    return quote, made


def _rivals(goods: Goods, pick: Pick, rng: random.Random, count: int) -> list[int]:
    """Other enterprises that sell the like."""
    pools = [*goods.by_category.values(), goods.gifts]
    pool = next(p for p in pools if any(o.variant_id == pick.offer.variant_id for _s, o in p))
    others = sorted({o.enterprise_id for _s, o in pool} - {pick.offer.enterprise_id})
    return rng.sample(others, k=min(count, len(others)))


def open_requests(
    history: History, desk: Desk, goods: Goods, people: People, rng: random.Random
) -> None:
    """Three requests in progress: all answered, partly answered, just asked."""
    sets = [entry for entry in goods.gifts if "비누" in entry[0].ko]
    for ago, answers, title, pieces in (
        (5, 2, "연말 감사 선물세트 200개", 200),
        (2, 1, "주민설명회 다과 80인분", 80),
        (0, 0, "사무실 정기 소모품 구매", 30),
    ):
        pool = {
            200: sets,
            80: goods.by_category["catering-events"],
            30: goods.by_category["office"],
        }
        pick = Pick(rng.choice(pool[pieces])[1], pieces)
        at = history.now - ago * _DAY - 2 * _HOUR
        invited = [pick.offer.enterprise_id, *_rivals(goods, pick, rng, 2)]
        rfq, lines = _ask(
            history, desk, title, [pick], at, history.now + (6 - ago) * _DAY, invited,
            desk.requesters[0],
        )  # fmt: skip
        for place, enterprise_id in enumerate(invited[:answers]):
            _answer(
                history, people, rfq, lines, [pick], enterprise_id, at + (place + 1) * 7 * _HOUR,
                percent=96 - 3 * place, status=Quote.Status.SUBMITTED, own=place == 0,
            )  # fmt: skip


def quoted_first(
    history: History,
    desk: Desk,
    goods: Goods,
    people: People,
    title: str,
    picks: Sequence[Pick],
    created_at: dt.datetime,
    requester: User,
    rng: random.Random,
) -> tuple[Quote, list[Pick], int]:
    """The request that came before the purchase order; the cheapest quote won."""
    asked_at = created_at - 6 * _DAY
    rivals = _rivals(goods, picks[0], rng, rng.choice((1, 1, 2)))
    winner = picks[0].offer.enterprise_id
    rfq, lines = _ask(
        history, desk, title, picks, asked_at, created_at - 4 * _HOUR, [winner, *rivals], requester
    )
    rfq.status = RequestForQuote.Status.ORDERED
    percent = rng.randint(93, 98)
    quote, quoted = _answer(
        history, people, rfq, lines, picks, winner, asked_at + rng.randint(8, 60) * _HOUR,
        percent=percent, status=Quote.Status.ORDERED, own=True,
    )  # fmt: skip
    for rival in rivals:
        _answer(
            history, people, rfq, lines, picks, rival, asked_at + rng.randint(8, 90) * _HOUR,
            percent=rng.randint(percent + 1, 108), status=Quote.Status.LOST, own=False,
        )  # fmt: skip
    ordered = [
        Pick(pick.offer, pick.quantity, line.unit_price_amount)
        for pick, line in zip(picks, quoted, strict=True)
    ]
    return quote, ordered, 1 + len(rivals)
