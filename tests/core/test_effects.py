"""Effects survive a crash, keys answer once, mails go once, the audit trail can't be rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from core import audit, idempotency, outbox
from core.actor import SYSTEM
from core.errors import KeyReused
from core.mail import message_id, send_once
from core.models import AuditEntry, IdempotencyKey, OutboxTask, SentMail
from tests.factories.accounts import OrganizationFactory

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What a handler of ``test.happened`` was told."""
    calls: list[dict[str, Any]] = []
    outbox.handler("test.happened", name="tests.told")(calls.append)
    yield calls
    outbox._handlers.pop("test.happened")


def test_an_event_reaches_its_handler_once(told: list[Any], drain_outbox: Drain) -> None:
    with transaction.atomic():
        outbox.emit(topic="test.happened", payload={"id": 7})
    assert drain_outbox() == 1
    assert drain_outbox() == 0
    assert told == [{"id": 7}]


def test_an_event_of_a_change_that_failed_never_happened(told: list[Any]) -> None:
    def fails() -> None:
        with transaction.atomic():
            outbox.emit(topic="test.happened", payload={"id": 7})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not OutboxTask.objects.exists()


def test_a_claim_of_a_dead_worker_is_taken_up_again(told: list[Any]) -> None:
    with transaction.atomic():
        outbox.emit(topic="test.happened", payload={"id": 7})
    assert outbox._claim() is not None  # a worker takes it and dies
    assert outbox.drain() == 0
    long_ago = dt.datetime.now(tz=dt.UTC) - outbox.CLAIM_EXPIRES - dt.timedelta(seconds=1)
    OutboxTask.objects.update(claimed_at=long_ago)
    assert outbox.drain() == 1
    assert told == [{"id": 7}]


def test_a_handler_that_fails_is_tried_again_later_and_says_why() -> None:
    def fails(payload: dict[str, Any]) -> None:
        raise ConnectionError("mail server is out")

    outbox.handler("test.failing", name="tests.fails")(fails)
    try:
        with transaction.atomic():
            outbox.emit(topic="test.failing", payload={})
        assert outbox.drain() == 0
        task = OutboxTask.objects.get()
        assert task.done_at is None
        assert task.last_error == "ConnectionError: mail server is out"
        assert task.due_at > dt.datetime.now(tz=dt.UTC)
    finally:
        outbox._handlers.pop("test.failing")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        outbox.emit(topic="test.happened", payload={})


def test_the_same_key_gives_the_same_answer_and_acts_once() -> None:
    acts: list[int] = []

    def act() -> dict[str, Any]:
        acts.append(1)
        return {"n": len(acts)}

    answers = [idempotency.once(scope="test", key="k", body={"a": 1}, action=act) for _ in range(3)]
    assert answers == [{"n": 1}] * 3
    assert acts == [1]


def test_the_same_key_with_another_body_is_refused() -> None:
    idempotency.once(scope="test", key="k", body={"a": 1}, action=dict)
    with pytest.raises(KeyReused):
        idempotency.once(scope="test", key="k", body={"a": 2}, action=dict)


def test_an_act_that_failed_may_be_tried_again_with_its_key() -> None:
    def fail() -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        idempotency.once(scope="test", key="k", body={}, action=fail)
    assert not IdempotencyKey.objects.exists()
    assert idempotency.once(scope="test", key="k", body={}, action=lambda: {"ok": 1}) == {"ok": 1}


def test_a_mail_goes_once_and_carries_the_id_of_its_effect() -> None:
    for _ in range(2):
        send_once(key="order:1:confirmed", to="a@example.kr", subject="온장", body="안녕하세요")
    assert [m.subject for m in mail.outbox] == ["온장"]
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id("order:1:confirmed")
    assert SentMail.objects.get().sent_at is not None


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditentry SET action='x'", "DELETE FROM core_auditentry"]
)
def test_the_audit_trail_is_append_only(statement: str) -> None:
    audit.record(actor=SYSTEM, action="organization.create", obj=OrganizationFactory())
    with (
        pytest.raises((IntegrityError, DatabaseError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1
