"""Sheets go on by the outbox; what nobody needs any more goes at night."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.schedules import crontab

from bulk import services
from core import outbox

SCHEDULE = {
    "forget sheets": {"task": "bulk.tasks.forget", "schedule": crontab(hour=2, minute=40)},
}


@outbox.handler("sheet.go_on", name="bulk.go_on")
def go_on(payload: dict[str, Any]) -> None:
    services.sheet_go_on(sheet_id=payload["sheet_id"])


@shared_task(ignore_result=True)
def forget() -> int:
    return services.sheets_forget()
