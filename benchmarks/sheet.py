"""``make bench-sheet``: a sheet of many products, from the file to the shelf.

One process does what the worker does, on a market of its own (``var/bench-sheet``, empty): rows a
second of the dry run and of the real one, of the same sheet again, and of the way out; and the most
memory the process ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    os.environ.setdefault("ONJANG_VAR", str(ROOT / "var" / "bench-sheet"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    from backend.cli import database

    with database():
        figures = measured(options.rows)
    json.dump(figures, sys.stdout, indent=2)
    print()


def measured(count: int) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    from bulk import exports, services
    from bulk.services import run
    from catalog.models import Product

    call_command("migrate", verbosity=0)
    actor, enterprise_id = _seller()
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        exports.write_xlsx(file, _HEAD, _rows(count))
        file.seek(0)
        data = file.read()
    before = _memory()
    figures: dict[str, Any] = {"rows": count, "file_mb": round(len(data) / 1e6, 1)}
    for name in ("new", "same"):
        sheet = services.sheet_upload(
            actor=actor,
            enterprise_id=enterprise_id,
            file=SimpleUploadedFile("bench.xlsx", data),
        )
        took = _timed(lambda s=sheet: services.sheet_check(actor=actor, sheet_id=s.pk, mapping={}))
        while sheet.stage in ("mapping", "reading", "checking"):
            took += _timed(lambda s=sheet: services.sheet_go_on(sheet_id=s.pk))
            sheet.refresh_from_db()
        figures[f"{name}_checked_rows_per_s"] = round(count / took)
        services.sheet_apply(actor=actor, sheet_id=sheet.pk)
        took = 0.0
        while sheet.stage in ("checked", "applying", "pictures"):
            took += _timed(lambda s=sheet: services.sheet_go_on(sheet_id=s.pk))
            sheet.refresh_from_db()
        if name == "new":
            figures["new_applied_rows_per_s"] = round(count / took)
        figures[f"{name}_outcomes"] = _outcomes(sheet)
    rows = exports.product_rows(actor=actor, enterprise_id=enterprise_id)
    with tempfile.TemporaryFile() as file:
        took = _timed(lambda: exports.write_xlsx(file, exports.headings(enterprise_id), rows))
    figures["exported_rows_per_s"] = round(count / took)
    figures["products"] = Product.objects.count()
    figures["lot"] = run.LOT
    figures["memory_before_mb"] = before
    figures["memory_peak_mb"] = _memory()
    return figures


_HEAD = [
    "판매자 상품코드", "상품명", "카테고리", "판매가", "재고수량", "상품상세설명", "태그",
    "고시: 제조원", "고시: 원산지", "부가세", "출고소요일", "무게(g)",
]  # fmt: skip


def _rows(count: int) -> Iterator[list[Any]]:
    for n in range(count):
        yield [
            f"{n:06d}", f"동백기름 수제비누 {n}호", "비누", 3000 + n % 9000, n % 500,
            f"{n}번째 비누입니다. 동백기름으로 천천히 굳혀 두 달을 말렸습니다. " * 6,
            "비누, 선물, 동백", "바다공방", "부산", "과세", 2, 120,
        ]  # fmt: skip


def _seller() -> tuple[Any, int]:
    from accounts.models import User
    from catalog.models import Category, Channel
    from core import clock
    from core.actor import Actor
    from vendors.models import Enterprise, EnterpriseStaff

    Channel.objects.get_or_create(slug="default-channel", defaults={"name": "온장"})
    labels = [("maker", "제조원"), ("origin", "원산지")]
    Category.objects.get_or_create(
        slug="soap",
        defaults={
            "name": "비누",
            "notice_fields": [{"key": k, "label": t, "required": True} for k, t in labels],
        },
    )
    place = Enterprise.objects.count() + 1
    enterprise = Enterprise.objects.create(
        name=f"잰 기업 {place}", slug=f"bench-{place}", business_number=f"{place:010d}",
        status=Enterprise.Status.ACTIVE, representative="김온장", phone="051-000-0000",
        email="bench@example.kr", address="부산", created_at=clock.now(),
    )  # fmt: skip
    user, _made = User.objects.get_or_create(email=f"bench{place}@example.kr")
    EnterpriseStaff.objects.create(enterprise=enterprise, user=user, role="owner")
    return Actor(user_id=user.pk, enterprises={enterprise.pk: "owner"}), enterprise.pk


def _outcomes(sheet: Any) -> dict[str, int]:
    from bulk import selectors

    progress = selectors.progress_of(sheet)
    return {name: getattr(progress, name) for name in ("new", "change", "same", "bad", "applied")}


def _timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _memory() -> int:
    """The most this process ever held, in MB (Linux counts kB)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
