"""Monthly bills, the yearly certificate, lists, recurring orders and the delivery schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core import audit, clock
from core.errors import InvalidInput, NotAllowed, NotFound
from payments import ledger
from procurement import company_papers, selectors, services
from procurement.errors import BadRows
from procurement.models import (
    Invoice,
    MonthlyBill,
    PurchaseList,
    PurchaseOrder,
    RecurringOrder,
)
from procurement.rules.standing import following, shared_out
from procurement.services import ItemOrdered, Scheduled
from tests.pdf import text_of
from tests.procurement.conftest import (
    HALL,
    Desk,
    Seller,
    answer,
    ask,
    inspect,
    order_quote,
    ship,
)

Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]

# -- without a database


@pytest.mark.parametrize(
    ("day", "first", "every", "unit", "expected"),
    [
        ("2026-11-23", "2026-11-23", 2, "week", "2026-12-07"),
        ("2026-11-30", "2026-10-31", 1, "month", "2026-12-31"),
        ("2026-12-31", "2026-10-31", 2, "month", "2027-02-28"),
        ("2027-02-28", "2026-10-31", 1, "month", "2027-03-31"),
    ],
)
def test_a_months_end_never_moves_the_day(
    day: str, first: str, every: int, unit: str, expected: str
) -> None:
    found = following(
        dt.date.fromisoformat(day), first=dt.date.fromisoformat(first), every=every, unit=unit
    )
    assert found.isoformat() == expected


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**8), max_size=20))
def test_a_transfer_is_shared_out_to_the_won(amount: int, owed: list[int]) -> None:
    parts = shared_out(amount, owed)
    assert sum(parts) == min(amount, sum(owed))
    assert all(0 <= part <= most for part, most in zip(parts, owed, strict=True))
    full = [part == most for part, most in zip(parts, owed, strict=True)]
    assert full == sorted(full, reverse=True) or 0 in owed


# -- one bill a month


def invoiced(company: Desk, one: Seller, pieces: int) -> Invoice:
    po = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(one.variant.sku, pieces)],
        title="비누",
        address=HALL,
    )
    po = services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    return inspect(company, ship(po, one))


def billed(company: Desk, sellers: Sellers) -> MonthlyBill:
    services.monthly_billing_set(
        actor=company.finance, organization_id=company.organization.pk, is_on=True
    )
    for one, pieces in zip(sellers, (10, 5), strict=True):
        invoiced(company, one, pieces)
    month = clock.today().replace(day=1)
    bill = services.monthly_bill_close(organization_id=company.organization.pk, month=month)
    assert bill is not None
    return bill


def pay(company: Desk, bill: MonthlyBill, amount: int, **more: Any) -> Any:
    return services.monthly_bill_pay(
        **{
            "actor": company.finance,
            "bill_id": bill.pk,
            "amount": amount,
            "paid_on": clock.today(),
            "reference": "이체-11",
        }
        | more
    )


@pytest.mark.django_db
def test_one_transfer_pays_every_enterprise(company: Desk, sellers: Sellers) -> None:
    bill = billed(company, sellers)
    assert (bill.total_amount, bill.rows.count()) == (300_000, 2)
    assert pay(company, bill, 250_000).pk == pay(company, bill, 250_000).pk
    bill.refresh_from_db()
    paid = Invoice.objects.order_by("pk").values_list("paid_amount", flat=True)
    assert (bill.open_amount, list(paid)) == (50_000, [200_000, 50_000])
    pay(company, bill, 50_000, reference="이체-12")
    bill.refresh_from_db()
    assert bill.status == MonthlyBill.Status.PAID
    assert set(PurchaseOrder.objects.values_list("status", flat=True)) == {"closed"}
    assert sum(ledger.trial_balance().values()) == 0


@pytest.mark.django_db
def test_a_month_is_closed_once_and_takes_what_is_open(
    company: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    services.monthly_billing_set(
        actor=company.finance, organization_id=company.organization.pk, is_on=True
    )
    invoiced(company, sellers[0], 3)
    next_month = (clock.today().replace(day=1) + dt.timedelta(days=32)).replace(day=2)
    assert services.monthly_bills_close(today=next_month) == 1
    assert services.monthly_bills_close(today=next_month) == 0
    drain_outbox()
    assert company.finance.email in {message.to[0] for message in mail.outbox}
    assert MonthlyBill.objects.get().month == clock.today().replace(day=1)


@pytest.mark.django_db
def test_what_is_billed_is_not_paid_alone(company: Desk, sellers: Sellers) -> None:
    bill = billed(company, sellers)
    with pytest.raises(InvalidInput):
        services.invoice_payment_record(
            actor=company.finance,
            invoice_id=bill.rows.order_by("pk")[0].invoice_id,
            amount=1,
            paid_on=clock.today(),
            reference="따로",
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 300_001}, "amount"),
        ({"paid_on": dt.date(2099, 1, 1)}, "paid_on"),
        ({"paid_on": dt.date(2020, 1, 1)}, "paid_on"),
        ({"reference": ""}, "reference"),
        ({"reference": "가" * 31}, "reference"),
    ],
)
def test_a_bad_transfer_is_refused_by_its_field(
    company: Desk, sellers: Sellers, change: dict[str, Any], field: str
) -> None:
    bill = billed(company, sellers)
    with pytest.raises(InvalidInput) as refused:
        pay(company, bill, **{"amount": 1000} | change)
    assert field in refused.value.by_field()
    assert not bill.payments.exists()


@pytest.mark.django_db
def test_only_finance_pays_and_agencies_are_not_billed_monthly(
    agency: Desk, company: Desk, sellers: Sellers
) -> None:
    bill = billed(company, sellers)
    with pytest.raises(NotAllowed):
        pay(company, bill, 1000, actor=company.requester)
    with pytest.raises(NotFound):
        pay(company, bill, 1000, actor=agency.finance)
    with pytest.raises(InvalidInput):
        services.monthly_billing_set(
            actor=agency.finance, organization_id=agency.organization.pk, is_on=True
        )


# -- the certificate


@pytest.mark.django_db
def test_a_certificate_counts_an_enterprise_once_and_each_of_its_kinds(
    company: Desk, sellers: Sellers
) -> None:
    for one in sellers:
        invoiced(company, one, 5)
    year = clock.today().year
    made = services.certificate_issue(
        actor=company.finance, organization_id=company.organization.pk, year=year
    )
    again = services.certificate_issue(
        actor=company.requester, organization_id=company.organization.pk, year=year
    )
    assert made.pk == again.pk
    assert (made.data["total"], made.data["enterprises"]) == (200_000, 2)
    assert made.data["kinds"] == {"social_enterprise": {"total": 200_000, "enterprises": 2}}
    assert audit.seals_verify() == []
    invoiced(company, sellers[0], 1)
    later = services.certificate_issue(
        actor=company.finance, organization_id=company.organization.pk, year=year
    )
    assert later.number != made.number
    text = text_of(company_papers.certificate_pdf(later))
    assert "220,000" in text
    assert later.number in text
    page = Client().get(f"/verify/{later.number}/").content.decode()
    assert "220,000원" in page
    assert later.digest in page
    assert Client().get("/verify/C-000000-XXXXXX/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("year", [1999, 2100, 2001])
def test_no_certificate_without_purchases(company: Desk, year: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.certificate_issue(
            actor=company.finance, organization_id=company.organization.pk, year=year
        )
    assert "year" in refused.value.by_field()


# -- lists and recurring orders


def saved(company: Desk, *items: tuple[Seller, int]) -> PurchaseList:
    return services.purchase_list_set(
        actor=company.requester,
        organization_id=company.organization.pk,
        name="탕비실",
        items=[ItemOrdered(one.variant.sku, count) for one, count in items],
    )


def recurring(company: Desk, row: PurchaseList, **more: Any) -> RecurringOrder:
    return services.recurring_order_set(
        **{
            "actor": company.requester,
            "list_id": row.pk,
            "title": "탕비실 비누",
            "every": 1,
            "unit": "month",
            "starts_on": clock.today(),
            "address": HALL,
        }
        | more
    )


@pytest.mark.django_db
def test_a_list_is_replaced_under_its_name_and_names_bad_codes(
    company: Desk, sellers: Sellers
) -> None:
    first = saved(company, (sellers[0], 3), (sellers[0], 2))
    assert first.lines.get().quantity == 5
    assert saved(company, (sellers[1], 1)).pk == first.pk
    with pytest.raises(BadRows):
        services.purchase_list_set(
            actor=company.requester,
            organization_id=company.organization.pk,
            name="x",
            items=[ItemOrdered("NOPE", 1, 7)],
        )
    with pytest.raises(NotAllowed):
        services.purchase_list_set(
            actor=company.inspector,
            organization_id=company.organization.pk,
            name="x",
            items=[ItemOrdered(sellers[0].variant.sku, 1)],
        )


@pytest.mark.django_db
def test_each_day_is_ordered_once_and_only_on_business_days(
    company: Desk, sellers: Sellers
) -> None:
    monday = dt.date(2026, 12, 28)
    row = recurring(company, saved(company, (sellers[0], 3)), starts_on=dt.date(2026, 12, 26))
    assert services.recurring_orders_make(today=dt.date(2026, 12, 26)) == {
        "ordered": 0,
        "failed": 0,
    }  # a Saturday
    with clock.moved_to(clock.midnight(monday)):
        assert services.recurring_orders_make(today=monday) == {"ordered": 1, "failed": 0}
        assert services.recurring_orders_make(today=monday) == {"ordered": 0, "failed": 0}
    row.refresh_from_db()
    run = row.runs.get()
    assert run.purchase_order is not None
    assert (run.due_on, row.next_on) == (dt.date(2026, 12, 26), dt.date(2027, 1, 26))
    assert run.purchase_order.status == PurchaseOrder.Status.SUBMITTED


@pytest.mark.django_db
def test_what_cannot_be_ordered_is_told_and_orders_nothing(
    company: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    row = recurring(company, saved(company, (sellers[0], 5_000)), until=clock.today())
    run = services.recurring_order_run(recurring_id=row.pk, day=clock.today())
    assert run is not None
    assert run.purchase_order is None
    assert "재고" in run.problem
    assert not PurchaseOrder.objects.exists()
    drain_outbox()
    assert any("정기 주문 실패" in message.subject for message in mail.outbox)
    row.refresh_from_db()
    assert row.status == RecurringOrder.Status.ENDED


@pytest.mark.django_db
def test_a_person_who_left_orders_nothing(company: Desk, sellers: Sellers) -> None:
    row = recurring(company, saved(company, (sellers[0], 5)))
    company.organization.memberships.filter(user=company.requester.user_id).delete()
    run = services.recurring_order_run(recurring_id=row.pk, day=clock.today())
    assert run is not None
    assert run.purchase_order is None


@pytest.mark.django_db
def test_a_pause_is_not_made_up_for(company: Desk, sellers: Sellers) -> None:
    row = recurring(company, saved(company, (sellers[0], 5)))
    move = services.recurring_order_move
    move(actor=company.requester, recurring_id=row.pk, status="paused")
    assert services.recurring_order_run(recurring_id=row.pk, day=clock.today()) is None
    with clock.moved_to(clock.now() + dt.timedelta(days=100)):
        moved = move(actor=company.requester, recurring_id=row.pk, status="active")
        assert moved.next_on >= clock.today()
    move(actor=company.requester, recurring_id=row.pk, status="ended")
    with pytest.raises(InvalidInput):
        move(actor=company.requester, recurring_id=row.pk, status="active")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"every": 0}, "every"),
        ({"every": 13}, "every"),
        ({"unit": "day"}, "unit"),
        ({"starts_on": dt.date(2020, 1, 1)}, "starts_on"),
        ({"until": dt.date(2020, 1, 1)}, "until"),
    ],
)
def test_a_bad_recurring_order_is_refused_by_its_field(
    company: Desk, sellers: Sellers, change: dict[str, Any], field: str
) -> None:
    row = saved(company, (sellers[0], 5))
    with pytest.raises(InvalidInput) as refused:
        recurring(company, row, **change)
    assert field in refused.value.by_field()


# -- the schedule


@pytest.mark.django_db
def test_what_was_shipped_counts_for_the_first_days(agency: Desk, sellers: Sellers) -> None:
    today = clock.today()
    quote = answer(ask(agency, sellers[0]), sellers[0], 18_000)
    with pytest.raises(InvalidInput) as refused:
        order_quote(agency, quote, schedule=[Scheduled(0, today, 299)])
    assert "schedule" in refused.value.by_field()
    days = [Scheduled(0, today + dt.timedelta(days=n), 100) for n in (5, 10, 15)]
    po = order_quote(agency, quote, schedule=days)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    ship(po, sellers[0], quantities={po.lines.get().order_line_id: 150})
    coming = selectors.schedule(organization_id=agency.organization.pk)
    assert [(row.row.due_on, row.left) for row in coming] == [
        (days[1].due_on, 50),
        (days[2].due_on, 100),
    ]
    assert selectors.schedule(enterprise_id=sellers[1].enterprise.pk) == []


# -- the pages


@pytest.mark.django_db
def test_the_pages_of_a_company(company: Desk, sellers: Sellers) -> None:
    bill = billed(company, sellers)
    client = Client()
    client.force_login(User.objects.get(pk=company.finance.user_id))
    for path in (
        "bills/", f"bills/{bill.number}/", f"bills/{bill.number}/bill.xlsx", "certificates/",
        "standing/", "schedule/",
    ):  # fmt: skip
        assert client.get(f"/buyer/{path}").status_code == 200, path
    paper = client.get(f"/buyer/bills/{bill.number}/bill.pdf")
    assert "300,000" in text_of(paper.content)
    wrong = client.post(f"/buyer/bills/{bill.number}/", {"amount": "x", "paid_on": "2026-1"})
    assert wrong.status_code == 400
    right = {"amount": "300,000", "paid_on": clock.today().isoformat(), "reference": "이체-1"}
    assert client.post(f"/buyer/bills/{bill.number}/", right).status_code == 302
    requester = Client()
    requester.force_login(User.objects.get(pk=company.requester.user_id))
    sku = sellers[0].variant.sku
    shown = requester.post("/buyer/standing/", {"items": f"{sku}\t1,200\n", "action": "preview"})
    assert "24,000,000원" in shown.content.decode()
    bad = requester.post("/buyer/standing/", {"items": f"{sku} 3\n엉터리", "action": "preview"})
    assert bad.status_code == 400
    assert "2행" in bad.content.decode()
    saved_list = {"items": f"{sku} 3", "name": "탕비실", "action": "save"}
    assert requester.post("/buyer/standing/", saved_list).status_code == 302
    assert PurchaseList.objects.get().lines.get().quantity == 3
