"""What ``docs/money.md`` and ``docs/orders.md`` say is what happens."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from orders import rules as order_rules
from orders import services as orders
from orders.models import CommissionRule
from orders.services import Buyer, NewLine, Wishes
from payments import rules, services
from payments.models import LedgerEntry
from settlements import rules as settlement_rules
from settlements import services as settlements
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.payments import HOME, deliver, seller_of
from tests.factories.promotions import CouponFactory
from tests.factories.vendors import EnterpriseFactory

DOCS = Path(__file__).parents[2] / "docs"
OFFICER = Actor(is_city_officer=True)


def example() -> list[dict[str, int]]:
    """The entries of the worked example, as the page has them: account → won."""
    text = (DOCS / "money.md").read_text()
    rows = re.findall(r"^\| \d \| .* \| (`.*) \|$", text, re.MULTILINE)
    return [
        {
            account: (-1 if sign == "−" else 1) * int(amount.replace(",", ""))
            for account, sign, amount in re.findall(r"`(\w+)` ([+−])([\d,]+)", row)
        }
        for row in rows
    ]


@pytest.mark.django_db
def test_the_worked_example_is_what_the_books_say(settings: Any) -> None:
    settings.TEST_GATEWAY = True
    CommissionRule.objects.all().delete()
    CommissionRule.objects.create(rate_bp=1_000, valid_from=dt.date(2020, 1, 1), basis="시험")
    enterprise = EnterpriseFactory(bank_name="부산은행", bank_account="101-2000")
    soap = VariantFactory(price=11_000, product__enterprise=enterprise)
    start = dt.datetime(2026, 11, 3, 3, tzinfo=dt.UTC)
    with clock.moved_to(start):
        order = orders.order_create(
            actor=SYSTEM,
            lines=[NewLine(soap.pk, 3)],
            buyer=Buyer(kind="citizen", email="kim@example.kr", user_id=UserFactory().pk),
            address=HOME,
            expires_at=start + dt.timedelta(minutes=30),
            wishes=Wishes(coupon_codes=[CouponFactory(value=3_000).code]),
        )
        payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="test")
        services.payment_capture(payment_id=payment.pk)
        part = order.vendor_orders.get()
        line = part.lines.get()
        refund = services.lines_cancel(
            actor=SYSTEM, vendor_order_id=part.pk, quantities={line.pk: 1}
        )
        services.refund_execute(refund_id=refund.pk)
        part = deliver(part)
        services.sale_recognise(vendor_order_id=part.pk)
        request = orders.return_request(
            actor=ANONYMOUS,
            vendor_order_id=part.pk,
            kind="return",
            reason="defective",
            noticed_on=clock.today(),
            quantities={line.pk: 1},
            order_token=order.token,
        )
        orders.return_approve(actor=seller_of(part), return_id=request.pk)
        orders.return_arrive(actor=seller_of(part), return_id=request.pk)
        refund = services.return_refund(actor=seller_of(part), return_id=request.pk, restock=False)
        services.refund_execute(refund_id=refund.pk)
        orders.vendor_order_close(actor=SYSTEM, vendor_order_id=part.pk)
    with clock.moved_to(clock.midnight(dt.date(2026, 11, 16))):
        settlement = settlements.settlements_close(today=dt.date(2026, 11, 16))[0]
        settlements.payouts_file(actor=OFFICER)
        settlements.payout_record(actor=OFFICER, payout_id=settlement.payout.pk, paid=True)
    booked = [
        {posting.account.kind: posting.amount for posting in entry.postings.all()}
        for entry in LedgerEntry.objects.order_by("pk").prefetch_related("postings__account")
    ]
    assert booked == example()
    assert len(booked) == 8


def test_every_account_is_explained() -> None:
    table = (DOCS / "money.md").read_text().split("## What each event books")[0]
    assert {kind.value for kind in rules.AccountKind} <= set(re.findall(r"`(\w+)`", table))


@pytest.mark.parametrize(
    ("title", "moves"),
    [
        ("Order", order_rules.ORDER_MOVES),
        ("VendorOrder", order_rules.VENDOR_ORDER_MOVES),
        ("Return and exchange", order_rules.RETURN_MOVES),
        ("Payout", settlement_rules.PAYOUT_MOVES),
    ],
)
def test_the_drawings_are_the_state_machines(title: str, moves: Any) -> None:
    text = (DOCS / "orders.md").read_text()
    section = text.split(f"## {title}\n")[1].split("\n## ")[0]
    drawing = section.split("```mermaid\n")[1].split("\n```")[0]
    assert drawing == order_rules.diagram(moves)
