"""What follows from new pictures."""

from __future__ import annotations

from typing import Any

from catalog import services
from core import outbox


@outbox.handler("media.added", name="catalog.render")
def render(payload: dict[str, Any]) -> None:
    services.media_render(media_id=payload["media_id"])


@outbox.handler("credential.decided", name="catalog.certificate_decided")
@outbox.handler("credential.expired", name="catalog.certificate_expired")
def certificate_changed(payload: dict[str, Any]) -> None:
    services.certificates_follow(credential_id=payload["credential_id"])
