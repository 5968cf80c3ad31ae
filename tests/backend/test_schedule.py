"""When the rooms' daily tasks run: the hours in their schedules are Korean ones."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab

from backend.celery import add_schedules, app

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(autouse=True)
def _with_the_rooms() -> None:
    add_schedules(app)


@pytest.mark.parametrize(
    ("name", "hour"),
    [("expire credentials", 0), ("close months", 0), ("make recurring orders", 7)],
)
def test_a_days_tasks_run_by_the_korean_clock(name: str, hour: int) -> None:
    schedule = app.conf.beat_schedule[name]["schedule"]
    assert isinstance(schedule, crontab)
    schedule.app = app
    morning = dt.datetime(2026, 11, 23, 12, tzinfo=SEOUL)
    left = schedule.remaining_estimate(morning)
    due = (dt.datetime.now(tz=dt.UTC) + left).astimezone(SEOUL)
    assert due.hour == hour


def test_nothing_daily_runs_while_people_work() -> None:
    """The heavy ones; reminders go out in the morning, when mails are read."""
    heavy = {"expire credentials", "close months", "forget sheets", "forget recipients"}
    for name in heavy:
        assert set(app.conf.beat_schedule[name]["schedule"].hour) <= set(range(6)), name
