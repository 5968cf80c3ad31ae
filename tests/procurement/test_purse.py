"""Budget lines and spending limits: what is kept, what is refused, and the reset."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.errors import InvalidInput, NotAllowed, NotFound
from procurement import services
from procurement.errors import LimitReached
from procurement.models import BudgetLine, PurchaseOrder, SpendingLimit, SpendingPeriod
from procurement.services import ItemOrdered
from tests.procurement.conftest import HALL, Desk, Seller, budget_of

pytestmark = pytest.mark.django_db
Sellers = tuple[Seller, Seller]


def buy(company: Desk, one: Seller, pieces: int, **more: object) -> PurchaseOrder:
    return services.purchase_order_from_items(
        **{  # type: ignore[arg-type]
            "actor": company.requester,
            "organization_id": company.organization.pk,
            "items": [ItemOrdered(one.variant.sku, pieces)],
            "title": "사무실 비누",
            "address": HALL,
        }
        | more
    )


def limit(company: Desk, amount: int, **more: object) -> SpendingLimit:
    return services.spending_limit_set(
        **{  # type: ignore[arg-type]
            "actor": company.finance,
            "organization_id": company.organization.pk,
            "period": "month",
            "amount": amount,
        }
        | more
    )


def test_a_limit_is_reached_and_not_passed_and_begins_anew(company: Desk, sellers: Sellers) -> None:
    limit(company, 100_000, user_id=company.requester.user_id)
    buy(company, sellers[0], 4)
    buy(company, sellers[0], 1)
    with pytest.raises(LimitReached):
        buy(company, sellers[0], 1)
    assert PurchaseOrder.objects.count() == 2
    next_month = clock.now() + dt.timedelta(days=32)
    with clock.moved_to(next_month):
        buy(company, sellers[0], 5)
    used = SpendingPeriod.objects.order_by("starts_on").values_list("used_amount", flat=True)
    assert list(used) == [100_000, 100_000]


def test_what_falls_through_counts_no_longer(company: Desk, sellers: Sellers) -> None:
    limit(company, 100_000)
    po = buy(company, sellers[0], 5)
    services.purchase_order_reject(actor=company.approver, po_id=po.pk, note="다시")
    assert SpendingPeriod.objects.get().used_amount == 0
    buy(company, sellers[0], 5)


def test_every_limit_counts_and_the_narrowest_refuses(company: Desk, sellers: Sellers) -> None:
    center = services.cost_center_set(
        actor=company.finance, organization_id=company.organization.pk, code="HR", name="인사"
    )
    limit(company, 1_000_000)
    limit(company, 50_000, cost_center_id=center.pk)
    buy(company, sellers[0], 5)  # not from this cost centre
    with pytest.raises(LimitReached) as refused:
        buy(company, sellers[0], 3, cost_center_id=center.pk)
    assert "50,000" in str(refused.value.by_field()[""])
    # the refusal took nothing from the wider limit either
    assert SpendingPeriod.objects.get(limit__cost_center=None).used_amount == 100_000


def test_setting_a_limit_again_keeps_what_was_ordered(company: Desk, sellers: Sellers) -> None:
    first = limit(company, 100_000)
    buy(company, sellers[0], 5)
    assert limit(company, 120_000).pk == first.pk
    buy(company, sellers[0], 1)
    services.spending_limit_end(actor=company.finance, limit_id=first.pk)
    buy(company, sellers[0], 50)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period": "week"}, "period"),
        ({"amount": 0}, "amount"),
        ({"user_id": 0}, "member"),
        ({"cost_center_id": 0}, "cost_center"),
        ({"user_id": 1, "cost_center_id": 1}, "member"),
    ],
)
def test_a_bad_limit_is_refused_by_its_field(
    company: Desk, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        limit(company, **{"amount": 1} | change)  # type: ignore[arg-type]
    assert field in refused.value.by_field()


def grant(desk: Desk, amount: int, **more: object) -> BudgetLine:
    return services.budget_line_set(
        **{  # type: ignore[arg-type]
            "actor": desk.finance,
            "organization_id": desk.organization.pk,
            "year": 2026,
            "account": "일반회계",
            "programme": "주민자치/마을행사/운영",
            "item_code": "201-01",
            "amount": amount,
        }
        | more
    )


def test_a_budget_never_falls_below_what_is_bound(agency: Desk) -> None:
    line = grant(agency, 1_000_000)
    line.reserved_amount, line.committed_amount = 300_000, 200_000
    line.save()
    with pytest.raises(InvalidInput) as refused:
        grant(agency, 499_999)
    assert "500,000" in str(refused.value.by_field()["amount"])
    assert grant(agency, 500_000).free_amount == 0
    granted = line.movements.values_list("granted", flat=True)
    assert sum(granted) == 500_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": 26}, "year"),
        ({"account": ""}, "account"),
        ({"programme": "가" * 161}, "programme"),
        ({"item_code": ""}, "item_code"),
        ({"amount": -1}, "amount"),
    ],
)
def test_a_bad_budget_line_is_refused_by_its_field(
    agency: Desk, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        grant(agency, **{"amount": 1} | change)  # type: ignore[arg-type]
    assert field in refused.value.by_field()


def test_purses_are_kept_by_owners_and_finance(agency: Desk, company: Desk) -> None:
    for actor, error in ((agency.requester, NotAllowed), (company.finance, NotFound)):
        with pytest.raises(error):
            grant(agency, 1, actor=actor)


def test_the_database_refuses_a_budget_that_is_exceeded(agency: Desk) -> None:
    line = budget_of(agency, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(reserved_amount=60, committed_amount=41)
