"""Recipients are forgotten when the time has come. What was bought, paid and delivered stays: it
never named them."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import storages
from django.db import transaction

from accounts.rules import Role
from core import audit, clock
from core.actor import SYSTEM, Actor
from core.errors import NotFound
from gifts import locks, rules
from gifts.errors import WrongState
from gifts.models import ErasurePeriod, GiftFile, GiftOrder
from gifts.services.make import FOLDER, days_kept
from gifts.services.submit import cancelled

S = GiftOrder.Status


def gift_order_erase(*, actor: Actor, order_id: int) -> GiftOrder:
    """Forget an order's people now: an owner may, once all is there or nothing comes of it.
    Repeating changes nothing. Raises NotFound, NotAllowed, WrongState."""
    found = GiftOrder.objects.filter(pk=order_id).first()
    if found is None or not actor.has_role(found.organization_id):
        raise NotFound
    actor.require_role(found.organization_id, Role.OWNER)
    if found.status not in (S.DONE, S.CANCELLED, S.ERASED):
        raise WrongState
    _erase(order_id, actor)
    found.refresh_from_db()
    return found


def gifts_erase_due() -> int:
    """Every order whose time has come; drafts that nobody touched for long are given up first.
    Answers how many orders' people were forgotten."""
    _drafts_give_up()
    _strays_delete()
    now = clock.now()
    after_cancel = days_kept(ErasurePeriod.After.CANCELLED)
    erased = 0
    for order in GiftOrder.objects.filter(
        erased_at=None, status__in=[S.DONE, S.CANCELLED]
    ).order_by("pk"):
        keep_days = order.keep_days if order.status == S.DONE else after_cancel
        if order.ended_at and rules.erase_at(order.ended_at, keep_days=keep_days) <= now:
            erased += _erase(order.pk, SYSTEM)
    return erased


def _erase(order_id: int, actor: Actor) -> bool:
    """Files go before their names do: a worker killed in between finds them by their names again,
    and deleting what is gone is nothing."""
    with transaction.atomic():
        order = locks.lock_gift_order(order_id)
        if (
            order is None
            or order.erased_at is not None
            or order.status not in (S.DONE, S.CANCELLED)
        ):
            return False
        for name in order.files.exclude(file="").values_list("file", flat=True):
            storages["private"].delete(name)
        now = clock.now()
        count = order.recipients.update(
            name="", phone="", postal_code="", road_address="", address_detail="", message="",
            tracking_number="", token=None, cells={}, problems={}, remote="", erased_at=now,
        )  # fmt: skip
        order.files.update(file="", name="", problem="", stage=GiftFile.Stage.CHECKED)
        order.message, order.sender_name, order.erased_at = "", "", now
        if order.status == S.DONE:
            order.status = S.ERASED
        order.save(update_fields=["message", "sender_name", "erased_at", "status"])
        audit.record(actor=actor, action="gift.erase", obj=order, recipients=count)
    return True


def _strays_delete() -> None:
    """Lists whose upload was rolled back after the file was written: no row names them."""
    storage = storages["private"]
    try:
        names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:  # nothing was ever uploaded
        return
    known = set(GiftFile.objects.filter(file__in=names).values_list("file", flat=True))
    yesterday = clock.now() - dt.timedelta(days=1)
    for name in names:
        if name not in known and storage.get_modified_time(name) < yesterday:
            storage.delete(name)


def _drafts_give_up() -> None:
    """Lists that were handed in and never sent aren't kept for ever."""
    idle = clock.now() - dt.timedelta(days=days_kept(ErasurePeriod.After.CANCELLED))
    rows = GiftOrder.objects.filter(status=S.DRAFT, touched_at__lt=idle)
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            order = locks.lock_gift_order(pk)
            if order is not None and order.status == S.DRAFT and order.touched_at < idle:
                cancelled(order)
                audit.record(actor=SYSTEM, action="gift.give_up", obj=order)
