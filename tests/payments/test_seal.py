"""The books are proved: balanced, chained, never rewritten; and tampering shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from backend.commands import ledger as command
from core.actor import SYSTEM
from orders.services import NewLine
from payments import ledger, rules, seal
from payments.models import LedgerEntry, LedgerPosting, LedgerSeal, PayableItem
from payments.tasks import seal_the_books
from tests.factories.catalog import VariantFactory
from tests.factories.payments import deliver, paid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True


def book(key: str, amount: int = 1_000) -> LedgerEntry:
    bank, losses = rules.AccountKind.BANK, rules.AccountKind.LOSSES
    return ledger.post(
        key=key, kind="test", actor=SYSTEM,
        postings=[rules.Posting(bank, amount), rules.Posting(losses, -amount)],
    )  # fmt: skip


def test_each_entry_lies_under_one_seal_and_the_chain_holds() -> None:
    book("a")
    first = seal.seal()
    book("b")
    book("c")
    second = seal.seal()
    assert seal.seal() is None
    assert first is not None
    assert second is not None
    assert (first.entries, second.entries, second.previous) == (1, 2, first.digest)
    book("d")
    proof = seal.verify(seal.export())
    assert (proof.entries, proof.seals, proof.unsealed) == (4, 2, 1)
    assert (proof.debit, proof.head, proof.problems) == (4_000, second.digest, [])


def test_an_entry_that_commits_late_is_sealed_next_time() -> None:
    """Ids are given before commits: a lower id may appear after a higher one was sealed."""
    late = LedgerEntry.objects.latest("pk").pk + 1 if LedgerEntry.objects.exists() else 1
    with connection.cursor() as cursor:  # an id taken by a transaction that is still running
        cursor.execute("SELECT nextval('payments_ledgerentry_id_seq')")
        late = cursor.fetchone()[0]
    book("early")
    seal_the_books()
    LedgerEntry.objects.create(pk=late, key="late", kind="test", happened_at="2026-01-01T00:00Z")
    accounts = {posting.account for posting in LedgerPosting.objects.all()}
    for account, amount in zip(sorted(accounts, key=lambda a: a.pk), (5, -5), strict=True):
        LedgerPosting.objects.create(entry_id=late, account=account, amount=amount)
    assert seal_the_books() == 1
    assert seal.verify(seal.export()).problems == []


def _tampered(change: Any) -> list[str]:
    book("a")
    book("b")
    seal.seal()
    book("c")
    seal.seal()
    links = [json.loads(seal.canonical(link)) for link in seal.export()]
    change(links)
    return seal.verify(links).problems


def _raise(links: list[dict[str, Any]]) -> None:
    for posting in links[0]["rows"][0]["postings"]:
        posting[2] *= 2


def _swap_order(links: list[dict[str, Any]]) -> None:
    links[0]["rows"].reverse()


def _drop_entry(links: list[dict[str, Any]]) -> None:
    del links[0]["rows"][1]


def _drop_link(links: list[dict[str, Any]]) -> None:
    del links[0]


def _resign(links: list[dict[str, Any]]) -> None:
    """Somebody who knows how makes the first digest anew: the next link gives them away."""
    _raise(links)
    links[0]["digest"] = seal.digest_of(links[0]["previous"], links[0]["rows"])


@pytest.mark.parametrize("change", [_raise, _swap_order, _drop_entry, _drop_link, _resign])
def test_tampering_shows(change: Any) -> None:
    assert _tampered(change)


def test_an_entry_that_does_not_balance_shows() -> None:
    def change(links: list[dict[str, Any]]) -> None:
        links[0]["rows"][0]["postings"][0][2] += 1

    assert any("does not balance" in problem for problem in _tampered(change))


@pytest.mark.parametrize(
    "table",
    ["ledgerentry", "ledgerposting", "payableitem", "ledgerseal", "sealedentry"],
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_lets_nobody_rewrite_the_books(table: str, verb: str) -> None:
    part = deliver(paid(NewLine(VariantFactory().pk, 1)).order.vendor_orders.get())
    from payments.services import sale_recognise

    sale_recognise(vendor_order_id=part.pk)
    seal.seal()
    column = {"ledgerseal": "number", "sealedentry": "entry_id"}.get(table, "id")
    sql = verb.format(f"payments_{table}", column, column)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert PayableItem.objects.exists()


def test_the_database_lets_nobody_empty_the_books() -> None:
    """Tests drop this trigger to clean up after themselves; the migration's words put it back."""
    from payments.migrations import __name__ as package

    module = __import__(f"{package}.0004_subledger_guard", fromlist=["FORWARD"])
    assert "BEFORE TRUNCATE ON payments_ledgerposting" in module.FORWARD
    book("a")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON payments_ledgerposting "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        )
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE payments_ledgerposting CASCADE")
        cursor.execute("DROP TRIGGER never_emptied ON payments_ledgerposting")
    assert LedgerPosting.objects.count() == 2


def test_items_that_do_not_sum_to_the_enterprise_s_posting_can_not_be_booked() -> None:
    from tests.factories.vendors import EnterpriseFactory

    enterprise = EnterpriseFactory()
    owner = rules.enterprise_owner(enterprise.pk)
    wrong = PayableItem(enterprise=enterprise, kind="adjustment", fee_amount=999, net_amount=999)
    with transaction.atomic():
        ledger.post(
            key="x",
            kind="test",
            postings=[
                rules.Posting(rules.AccountKind.LOSSES, 1_000),
                rules.Posting(rules.AccountKind.ENTERPRISE_PAYABLE, -1_000, owner),
            ],
            items=[wrong],
        )
        with pytest.raises(DatabaseError, match="payable items"):
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    assert not LedgerEntry.objects.filter(key="x").exists()


def test_a_file_taken_out_proves_itself_without_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book("a")
    seal.seal()
    book("b")
    file = tmp_path / "books.jsonl"
    assert command.export(str(file)) == 2
    monkeypatch.setattr(seal, "export", None)  # nothing but the file is read
    runner = CliRunner()

    def verified() -> tuple[int, str]:
        with runner.isolation() as streams:
            return command.verify(str(file)), streams[0].getvalue().decode()

    code, said = verified()
    assert code == 0
    assert LedgerSeal.objects.get().digest in said
    file.write_text(file.read_text().replace("1000", "2000", 1))
    assert verified()[0] == 1
