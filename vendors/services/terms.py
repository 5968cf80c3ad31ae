"""On which terms an enterprise sells: shipping, pick-up points, holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from vendors import locks
from vendors.models import Enterprise, PickupPoint, ShippingBasis

#: No fee is higher than this, and no table of fees longer.
HIGHEST_FEE = 1_000_000
MOST_STEPS = 10


@transaction.atomic
def shipping_set(
    *,
    actor: Actor,
    enterprise_id: int,
    basis: str,
    amounts: Mapping[str, int],
    steps: Sequence[tuple[int, int]] = (),
    pickup_points: Collection[int] = (),
) -> Enterprise:
    """An enterprise's shipping: ``amounts`` by field (``SHIPPING_AMOUNTS``, won), ``steps`` as
    (from won or grams, fee), and the pick-up points it brings its goods to.

    Holds for orders from now on; those placed keep what they were shown. Raises NotFound,
    InvalidInput by field.
    """
    if not actor.sells_for(enterprise_id, Duty.PROFILE):
        raise NotFound
    problems: dict[str, Any] = {}
    for name in SHIPPING_AMOUNTS:
        most = 10_000_000 if name == "free_shipping_from_amount" else HIGHEST_FEE
        if not 0 <= amounts.get(name, 0) <= most:
            problems[name] = _("0원에서 %(most)s원까지 입력해 주세요.") % {"most": f"{most:,}"}
    if basis not in ShippingBasis.values:
        problems["shipping_basis"] = _("배송비 방식을 골라 주세요.")
    ordered = sorted(steps)
    if len(ordered) > MOST_STEPS or len({least for least, _fee in ordered}) != len(ordered):
        problems["shipping_steps"] = _("구간은 서로 다르게 10개까지 적을 수 있습니다.")
    elif any(least < 1 or not 0 <= fee <= HIGHEST_FEE for least, fee in ordered):
        problems["shipping_steps"] = _("구간의 시작은 1부터, 배송비는 1백만 원까지입니다.")
    elif basis != ShippingBasis.FLAT and not ordered:
        problems["shipping_steps"] = _("구간을 하나 이상 적어 주세요.")
    points = PickupPoint.objects.filter(pk__in=pickup_points, is_active=True)
    if points.count() != len(set(pickup_points)):
        problems["pickup_points"] = _("없는 픽업 장소입니다.")
    if problems:
        raise InvalidInput(problems)
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    for name in SHIPPING_AMOUNTS:
        setattr(enterprise, name, amounts.get(name, 0))
    enterprise.shipping_basis = basis
    enterprise.shipping_steps = [list(step) for step in ordered]
    enterprise.save(update_fields=[*SHIPPING_AMOUNTS, "shipping_basis", "shipping_steps"])
    enterprise.pickup_points.set(points)
    audit.record(actor=actor, action="enterprise.shipping", obj=enterprise, **dict(amounts))
    outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise_id})
    return enterprise


SHIPPING_AMOUNTS = (
    "shipping_fee_amount",
    "free_shipping_from_amount",
    "island_surcharge_amount",
    "mountain_surcharge_amount",
    "return_fee_amount",
)

#: Nobody closes for longer and still takes orders.
LONGEST_CLOSURE = dt.timedelta(days=60)


@transaction.atomic
def closure_set(
    *,
    actor: Actor,
    enterprise_id: int,
    closed_from: dt.date | None,
    closed_to: dt.date | None,
    note: str = "",
) -> Enterprise:
    """Announce days on which nothing is sent, or (both None) take that back. Orders are taken, and
    their last day to be sent counts from the end. Raises NotFound, InvalidInput by field."""
    if not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    problems: dict[str, Any] = {}
    if (closed_from is None) != (closed_to is None):
        problems["closed_to" if closed_to is None else "closed_from"] = _(
            "두 날짜를 모두 넣어 주세요."
        )
    elif closed_from is not None and closed_to is not None:
        if closed_to < closed_from or closed_to < clock.today():
            problems["closed_to"] = _("휴무가 끝나는 날을 확인해 주세요.")
        elif closed_to - closed_from > LONGEST_CLOSURE:
            problems["closed_to"] = _(
                "휴무는 60일까지 알릴 수 있습니다. 더 길면 판매를 멈춰 주세요."
            )
    if len(note) > 200:
        problems["closed_note"] = _("입력이 너무 깁니다.")
    if problems:
        raise InvalidInput(problems)
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    enterprise.closed_from, enterprise.closed_to = closed_from, closed_to
    enterprise.closed_note = note.strip() if closed_to else ""
    enterprise.save(update_fields=["closed_from", "closed_to", "closed_note"])
    audit.record(
        actor=actor,
        action="enterprise.closure",
        obj=enterprise,
        closed_from=closed_from.isoformat() if closed_from else None,
        closed_to=closed_to.isoformat() if closed_to else None,
    )
    return enterprise
