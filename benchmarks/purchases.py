"""``make bench-purchases``: comparing and approving among many purchase orders.

On a market of its own (``var/bench-purchases``), filled by bulk with purchase orders of twenty
agencies over two years; then one agency asks, compares, chooses and approves through the pages'
own views, and each step is timed in this process, its queries counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AGENCIES, SELLERS, ROUNDS = 20, 10, 20
BATCH = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000)
    options = parser.parse_args()
    if "ONJANG_VAR" not in os.environ:  # its own folder, new each time
        folder = ROOT / "var" / "bench-purchases"
        shutil.rmtree(folder, ignore_errors=True)
        os.environ["ONJANG_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    from backend.cli import database

    with database():
        figures = measured(options.orders)
    json.dump(figures, sys.stdout, indent=2, ensure_ascii=False)
    print()


def measured(count: int) -> dict[str, Any]:
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    from procurement.models import PurchaseOrder
    from tests.procurement import conftest as flow

    desks = [flow.desk(kind="agency") for _ in range(AGENCIES)]
    sellers = [flow.seller(on_hand=10_000_000) for _ in range(SELLERS)]
    begun = time.perf_counter()
    missing = count - PurchaseOrder.objects.count()
    _fill(desks, sellers, missing)
    figures: dict[str, Any] = {
        "orders": PurchaseOrder.objects.count(),
        "filled_s": round(time.perf_counter() - begun, 1),
    }
    return figures | _steps(desks[0], sellers)


def _fill(desks: list[Any], sellers: list[Any], count: int) -> None:
    """Closed purchase orders with a line, a consent and a paid invoice's worth of history."""
    from django.db import connection

    from core import clock
    from procurement.models import Approval, ApprovalStep, PurchaseOrder, PurchaseOrderLine

    now = clock.now()
    for start in range(0, max(count, 0), BATCH):
        rows = []
        for n in range(start, min(start + BATCH, count)):
            buyer = desks[n % AGENCIES]
            total = 110_000 + 1_100 * (n % 900)
            at = now - dt.timedelta(minutes=10 * (n % 100_000))
            rows.append(
                PurchaseOrder(
                    organization=buyer.organization,
                    number=f"B-{now:%H%M%S}-{n:07d}",
                    title="잰 발주",
                    status="closed",
                    requester_id=buyer.requester.user_id,
                    recipient="김담당",
                    phone="051",
                    postal_code="48095",
                    road_address="부산",
                    total_amount=total,
                    supply_amount=total * 10 // 11,
                    vat_amount=total - total * 10 // 11,
                    created_at=at,
                    decided_at=at,
                    closed_at=at,
                )
            )  # fmt: skip
        PurchaseOrder.objects.bulk_create(rows)
        PurchaseOrderLine.objects.bulk_create(
            PurchaseOrderLine(
                purchase_order=po, enterprise=sellers[n % SELLERS].enterprise,
                variant=sellers[n % SELLERS].variant, name="비누", quantity=1,
                unit_price_amount=po.total_amount, total_amount=po.total_amount,
                supply_amount=po.supply_amount, vat_amount=po.vat_amount, tax_class="taxable",
            )
            for n, po in enumerate(rows)
        )  # fmt: skip
        by = {desk.organization.pk: desk.approver.user_id for desk in desks}
        ApprovalStep.objects.bulk_create(
            ApprovalStep(
                purchase_order=po, place=1, status="approved", role="approver",
                decided_by_id=by[po.organization_id], decided_at=po.created_at,
            )
            for po in rows
        )  # fmt: skip
        Approval.objects.bulk_create(
            Approval(
                purchase_order=po, approver_id=by[po.organization_id], decision="approved",
                at=po.created_at,
            )
            for po in rows
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _steps(buyer: Any, sellers: list[Any]) -> dict[str, Any]:
    from django.test import Client

    from accounts.models import User
    from procurement import services
    from tests.procurement import conftest as flow

    def client(actor: Any) -> Client:
        made = Client()
        made.force_login(User.objects.get(pk=actor.user_id))
        return made

    requester, approver = client(buyer.requester), client(buyer.approver)
    rfqs, orders = [], []
    for _ in range(ROUNDS):
        rfq = flow.ask(buyer, *sellers[:3], quantity=10)
        quotes = [flow.answer(rfq, one, 18_000 + 10 * n) for n, one in enumerate(sellers[:3])]
        rfqs.append((rfq, quotes))
        orders.append(flow.order_quote(buyer, quotes[0]))
    fresh = []
    for _ in range(ROUNDS):
        rfq = flow.ask(buyer, *sellers[:3], quantity=10)
        quotes = [flow.answer(rfq, one, 18_000) for one in sellers[:3]]
        fresh.append(quotes[0])
    figures = {
        "compare page": _times(lambda n: _ok(requester.get(f"/buyer/quotes/{rfqs[n][0].number}/"))),
        "choose page": _times(lambda n: _ok(requester.get(f"/buyer/quote/{fresh[n].number}/"))),
        "choose and submit": _times(
            lambda n: flow.order_quote(buyer, fresh[n]),
        ),
        "order page": _times(lambda n: _ok(approver.get(f"/buyer/orders/{orders[n].number}/"))),
        "order list": _times(lambda n: _ok(approver.get("/buyer/orders/"))),
        "approve": _times(
            lambda n: services.purchase_order_approve(actor=buyer.approver, po_id=orders[n].pk)
        ),
    }
    return {"milliseconds": figures}


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code


def _times(step: Callable[[int], Any]) -> dict[str, float]:
    """p50 and p95 of some runs in milliseconds, and the queries of the last."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    step(0)  # what is loaded and compiled once isn't measured
    took = []
    for n in range(1, ROUNDS - 1):
        begun = time.perf_counter()
        step(n)
        took.append(1000 * (time.perf_counter() - begun))
    with CaptureQueriesContext(connection) as queries:
        step(ROUNDS - 1)
    return {
        "p50": round(statistics.median(took), 1),
        "p95": round(statistics.quantiles(took, n=20)[-1], 1),
        "queries": len(queries),
    }


if __name__ == "__main__":
    main()
