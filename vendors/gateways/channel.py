"""A channel that reaches people where they are: a messenger, texts, a chat room.

Providers of Kakao's notices and of texts differ in everything but this: a number, a text, a link.
So the market posts exactly that; whoever runs it puts their provider, or a small bridge to it,
behind the address::

    POST MESSAGE_CHANNEL_URL
    Authorization: Bearer MESSAGE_CHANNEL_KEY
    Idempotency-Key: <what it tells of>
    {"to": "051-…", "text": "…", "url": "https://…/seller/orders/…/"}
"""

from __future__ import annotations

from typing import Protocol

import requests
from django.conf import settings

#: How long (seconds) we wait for an answer.
PATIENCE = 10


class ChannelFailed(Exception):
    """The channel said no, or didn't answer: the outbox tries again."""


class Channel(Protocol):
    def send(self, *, to: str, key: str, text: str, path: str) -> None:
        """Reach ``to`` (a telephone number) once a ``key``. Raises ChannelFailed."""


class HttpChannel:
    def __init__(self, *, url: str, key: str, site: str) -> None:
        self.url, self.key, self.site = url, key, site.rstrip("/")

    def send(self, *, to: str, key: str, text: str, path: str) -> None:
        try:
            answer = requests.post(
                self.url,
                json={"to": to, "text": text, "url": f"{self.site}{path}"},
                headers={"Authorization": f"Bearer {self.key}", "Idempotency-Key": key},
                timeout=PATIENCE,
            )
            answer.raise_for_status()
        except requests.RequestException as error:
            raise ChannelFailed(type(error).__name__) from error


def channel() -> Channel | None:
    """The one that is switched on here."""
    if not settings.MESSAGE_CHANNEL_URL:
        return None
    return HttpChannel(
        url=settings.MESSAGE_CHANNEL_URL, key=settings.MESSAGE_CHANNEL_KEY, site=settings.SITE_URL
    )
