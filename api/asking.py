"""Who asks, and what their request has read so far: the ``context`` of every resolver."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from core import clock, tax
from core.actor import ANONYMOUS, Actor
from core.tax import TaxRates


class Asking:
    """One request. ``memo`` keeps what loaders read, for this request alone."""

    def __init__(self, request: HttpRequest, *, actor: Actor = ANONYMOUS, user: Any = None) -> None:
        self.request = request
        self.actor = actor
        self.user = user
        self.memo: dict[Any, Any] = {}

    @cached_property
    def base_url(self) -> str:
        return self.request.build_absolute_uri("/").rstrip("/")

    def absolute(self, url: str) -> str:
        """A shop on another host needs whole addresses."""
        return self.base_url + url if url.startswith("/") else url

    @cached_property
    def tax_rates(self) -> TaxRates:
        return tax.rates(on=clock.today())

    @property
    def language(self) -> str:
        return (get_language() or "ko")[:2]

    @property
    def idempotency_key(self) -> str:
        return self.request.headers.get("Idempotency-Key", "").strip()[:100]
