"""The index follows what changes."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.schedules import crontab

from core import outbox
from search import services

SCHEDULE = {
    # After midnight's expiries: badges that ran out by the date leave the facets, too.
    "rebuild the index": {"task": "search.tasks.rebuild", "schedule": crontab(hour=0, minute=30)},
}


@outbox.handler("product.changed", name="search.product")
def product_changed(payload: dict[str, Any]) -> None:
    services.index_products([payload["product_id"]])


@outbox.handler("products.changed", name="search.products")
def products_changed(payload: dict[str, Any]) -> None:
    services.index_products(payload["product_ids"])


@outbox.handler("enterprise.changed", name="search.enterprise")
def enterprise_changed(payload: dict[str, Any]) -> None:
    services.index_enterprise(payload["enterprise_id"])


@outbox.handler("credential.decided", name="search.credential")
def credential_decided(payload: dict[str, Any]) -> None:
    services.index_enterprise(payload["enterprise_id"])


@shared_task(ignore_result=True)
def rebuild() -> int:
    return services.index_rebuild()
