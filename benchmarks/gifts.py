"""``make bench-gifts``: a list of many recipients, from the file to checked rows.

One process does what the worker does, on a market of its own (``var/bench-gifts``, empty): seconds
and rows a second for Excel and for CSV, for twelve bad rows mended, and the most memory the process
ever held while it did (Linux; making the files doesn't count).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.sheet import _seller, _timed

ROOT = Path(__file__).resolve().parent.parent
HEAD = ["받는 사람", "휴대폰", "우편번호", "주소", "상세주소", "수량", "메시지"]
BAD = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    options = parser.parse_args()
    os.environ.setdefault("ONJANG_VAR", str(ROOT / "var" / "bench-gifts"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    from backend.cli import database

    with database():
        figures = measured(options.rows)
    json.dump(figures, sys.stdout, indent=2)
    print()


def measured(count: int) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    from gifts import selectors, services, sheets

    call_command("migrate", verbosity=0)
    actor, organization_id, sku = _buyer()
    book = _xlsx(count)
    figures: dict[str, Any] = {"rows": count, "file_mb": round(len(book) / 1e6, 2)}
    _forget_peak()
    figures["memory_before_mb"] = _peak()
    for name, data in (("xlsx", book), ("csv", _csv(count))):
        given: dict[str, Any] = {}
        took = _timed(
            lambda d=data, g=given: g.update(order=_begun(actor, organization_id, sku, d))
        )
        figures[f"{name}_upload_s"] = round(took, 2)
        order = given["order"]
        file = order.files.get()
        took = _timed(lambda f=file: services.gift_file_read(file_id=f.pk))
        figures[f"{name}_check_s"] = round(took, 2)
        figures[f"{name}_rows_per_s"] = round(count / took)
        counts = selectors.counts_of(order)
        figures[f"{name}_outcomes"] = {"ready": counts.ready, "bad": counts.bad}
    figures["totals_s"] = round(_timed(lambda: selectors.pieces_wanted(order)), 3)
    bad = sheets.bad_rows(order.recipients.filter(status="bad").order_by("number"))
    again = services.gift_file_upload(
        actor=actor, order_id=order.pk, file=SimpleUploadedFile("bad.xlsx", bad)
    )
    took = _timed(lambda: services.gift_file_read(file_id=again.pk))
    figures["bad_rows_again_s"] = round(took, 2)
    figures["memory_peak_mb"] = _peak()
    return figures


def _forget_peak() -> None:
    """From now on the peak is counted anew (proc(5): clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """In MB; Linux counts kB."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024)


def _rows(count: int) -> Iterator[list[Any]]:
    for n in range(count):
        phone = "모름" if n % (count // BAD or 1) == 7 else 1_000_000_000 + n
        yield [
            f"김온장{n}", phone, 48_000 + n % 900, f"부산광역시 해운대구 해운대로 {n}",
            f"{n % 40}호", 1, "한 해 동안 고마웠습니다." if n % 3 else "",
        ]  # fmt: skip


def _xlsx(count: int) -> bytes:
    from bulk.exports import write_xlsx

    with tempfile.TemporaryFile() as file:
        write_xlsx(file, HEAD, _rows(count))
        file.seek(0)
        return file.read()


def _csv(count: int) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([HEAD, *_rows(count)])
    return buffer.getvalue().encode("cp949")


def _begun(actor: Any, organization_id: int, sku: str, data: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from core import clock
    from gifts import services

    day = clock.today()
    return services.gift_order_create(
        actor=actor,
        organization_id=organization_id,
        wishes=services.Wishes(
            "잰 선물", sku, "잰 기관", day + dt.timedelta(days=9), day + dt.timedelta(days=20)
        ),
        file=SimpleUploadedFile("bench", data),
    )


def _buyer() -> tuple[Any, int, str]:
    from accounts.models import Organization, User
    from catalog.models import Category, Channel, ProductType
    from core import clock, ids
    from core.actor import Actor
    from tests.factories.catalog import ProductFactory, VariantFactory
    from vendors.models import Enterprise

    _seller_actor, enterprise_id = _seller()
    code = ids.new_code("B")
    kind, _made = ProductType.objects.get_or_create(slug="general", defaults={"name": "일반 상품"})
    assert Channel.objects.exists()
    variant = VariantFactory(
        sku=code,
        on_hand=100_000,
        product=ProductFactory(
            enterprise=Enterprise.objects.get(pk=enterprise_id),
            product_type=kind,
            category=Category.objects.get(slug="soap"),
            slug=code.lower(),
            seller_code=code,
        ),
    )
    organization = Organization.objects.create(
        kind="company", name="잰 기업", business_number=f"{enterprise_id:010d}", district="26470",
        is_verified=True, net_days=30, created_at=clock.now(),
    )  # fmt: skip
    user, _new = User.objects.get_or_create(email=f"giver{organization.pk}@example.kr")
    roles = frozenset({"requester"})
    actor = Actor(user_id=user.pk, organizations={organization.pk: roles})
    return actor, organization.pk, variant.sku


if __name__ == "__main__":
    main()
