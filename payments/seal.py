"""The hash chain over the books: what was sealed once can't be changed unseen.

A job seals each minute what came since, never a request. A seal's digest is SHA-256 over the
previous seal's digest and its entries, one line of canonical JSON each, in the order of their ids.
``verify`` needs nothing but the rows, or a file of them (``onjang ledger export``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from core import clock
from payments.models import LedgerEntry, LedgerSeal, SealedEntry

#: The link before the first.
BEGINNING = "0" * 64
#: Entries under one seal at most, so that a long backlog is sealed in steps.
LARGEST = 5_000


def seal() -> LedgerSeal | None:
    """Seal what isn't sealed yet; None when there is nothing. One seal at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE payments_ledgerseal IN SHARE ROW EXCLUSIVE MODE")
        entries = list(
            LedgerEntry.objects.filter(sealed=None)
            .order_by("pk")
            .values_list("pk", flat=True)[:LARGEST]
        )
        if not entries:
            return None
        last = LedgerSeal.objects.order_by("-number").first()
        number = (last.number if last else 0) + 1
        previous = last.digest if last else BEGINNING
        digest = digest_of(previous, _rows(entries))
        link = LedgerSeal.objects.create(
            number=number,
            previous=previous,
            digest=digest,
            entries=len(entries),
            sealed_at=clock.now(),
        )
        SealedEntry.objects.bulk_create(
            (SealedEntry(entry_id=pk, seal=link) for pk in entries), batch_size=1_000
        )
    return link


def digest_of(previous: str, rows: Iterable[dict[str, Any]]) -> str:
    """SHA-256, in hex, over the previous digest and the rows as canonical JSON lines."""
    sha = hashlib.sha256(previous.encode())
    for row in rows:
        sha.update(b"\n")
        sha.update(canonical(row).encode())
    return sha.hexdigest()


def canonical(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(slots=True)
class Proof:
    """What ``verify`` found. ``head``: the last digest, to be kept elsewhere and compared."""

    entries: int = 0
    seals: int = 0
    unsealed: int = 0
    debit: int = 0
    head: str = BEGINNING
    problems: list[str] = field(default_factory=list)


def verify(links: Iterable[dict[str, Any]]) -> Proof:
    """Prove links (as ``export`` gives them): every entry balances, every digest holds, none is
    missing. A link without a number holds entries that aren't sealed yet."""
    proof = Proof()
    seen: set[int] = set()
    for link in links:
        rows = link["rows"]
        for row in rows:
            _check_entry(row, seen, proof)
        if link["number"] is None:
            proof.unsealed += len(rows)
            continue
        proof.seals += 1
        if link["number"] != proof.seals:
            proof.problems.append(f"seal {proof.seals} is missing, {link['number']} follows")
            proof.seals = link["number"]
        if link["previous"] != proof.head:
            proof.problems.append(f"seal {link['number']} does not follow the one before")
        if link["entries"] != len(rows):
            proof.problems.append(
                f"seal {link['number']} is over {link['entries']} entries, {len(rows)} are there"
            )
        if digest_of(link["previous"], rows) != link["digest"]:
            proof.problems.append(f"seal {link['number']} does not fit its entries")
        proof.head = link["digest"]
    return proof


def export() -> Iterator[dict[str, Any]]:
    """Every seal with its entries, in order, then the entries that aren't sealed yet."""
    last = LedgerSeal.objects.aggregate(last=Max("number"))["last"] or 0
    for link in LedgerSeal.objects.filter(number__lte=last).order_by("number").iterator():
        members = link.members.order_by("entry_id").values_list("entry_id", flat=True)
        yield {
            "number": link.number,
            "previous": link.previous,
            "digest": link.digest,
            "entries": link.entries,
            "rows": list(_rows(list(members))),
        }
    rest = list(LedgerEntry.objects.filter(sealed=None).order_by("pk").values_list("pk", flat=True))
    if rest:
        yield {"number": None, "rows": list(_rows(rest))}


def _check_entry(row: dict[str, Any], seen: set[int], proof: Proof) -> None:
    proof.entries += 1
    amounts = [posting[2] for posting in row["postings"]]
    if row["id"] in seen:
        proof.problems.append(f"entry {row['id']} stands twice")
    seen.add(row["id"])
    if not amounts or sum(amounts) != 0:
        proof.problems.append(f"entry {row['id']} ({row['key']}) does not balance")
    proof.debit += sum(amount for amount in amounts if amount > 0)


def _rows(entry_ids: list[int]) -> Iterator[dict[str, Any]]:
    """Entries with their postings and items as plain values, in the order of their ids."""
    for start in range(0, len(entry_ids), 1_000):
        entries = LedgerEntry.objects.filter(pk__in=entry_ids[start : start + 1_000])
        for entry in entries.prefetch_related("postings__account", "items").order_by("pk"):
            yield {
                "id": entry.pk,
                "key": entry.key,
                "kind": entry.kind,
                "order": entry.order_id,
                "vendor_order": entry.vendor_order_id,
                "actor": entry.actor_id,
                "at": entry.happened_at.astimezone(clock.SEOUL).isoformat(),
                "postings": sorted(
                    [posting.account.kind, posting.account.owner, posting.amount]
                    for posting in entry.postings.all()
                ),
                "items": sorted(
                    [item.pk, item.enterprise_id, item.order_line_id or 0, item.net_amount]
                    for item in entry.items.all()
                ),
            }
