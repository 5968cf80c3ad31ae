"""Telling an enterprise's people, in the market itself and by the channel they carry about."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from core import clock, outbox
from core.actor import Actor
from vendors import gateways
from vendors.models import Enterprise, Notice


@transaction.atomic
def notice_give(*, enterprise_id: int, kind: str, key: str, text: str, path: str) -> bool:
    """Tell once (by ``key``) of something at ``path``; answers whether it was told now."""
    made = Notice.objects.bulk_create(
        [
            Notice(
                enterprise_id=enterprise_id,
                kind=Notice.Kind(kind),
                key=key,
                text=text[:200],
                path=path[:200],
                created_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    fresh = Notice.objects.filter(key=key, sent_at=None, created_at=made[0].created_at).exists()
    if fresh:
        outbox.emit(topic="notice.given", payload={"key": key})
    return fresh


@transaction.atomic
def notices_read(*, actor: Actor, enterprise_id: int) -> int:
    """Whoever opens the list has seen it; answers how many were new. Raises NotAllowed."""
    actor.require_enterprise(enterprise_id)
    rows = Notice.objects.filter(enterprise_id=enterprise_id, read_at=None)
    return rows.update(read_at=clock.now())


def notice_send(*, key: str) -> None:
    """Hand a notice to the message channel, where there is one. Raises ChannelFailed."""
    notice = Notice.objects.select_related("enterprise").filter(key=key, sent_at=None).first()
    channel = gateways.channel()
    if notice is None or channel is None:
        return
    enterprise: Enterprise = notice.enterprise
    with translation.override("ko"):
        channel.send(to=enterprise.phone, key=key, text=notice.text, path=notice.path)
    Notice.objects.filter(pk=notice.pk).update(sent_at=clock.now())
