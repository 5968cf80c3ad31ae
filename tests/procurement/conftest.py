"""An agency and a company with their people, and two enterprises that could deliver."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest

from accounts.models import Organization
from catalog.models import Variant
from core import clock
from core.actor import Actor
from orders import services as orders
from orders.models import Shipment
from procurement import services
from procurement.models import BudgetLine, Invoice, PurchaseOrder, Quote, RequestForQuote
from procurement.services import DeliverTo, Inspected, NewRfqLine, QuotedLine
from tests.factories.accounts import MembershipFactory, OrganizationFactory
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory, StaffFactory
from vendors.models import Enterprise
from vendors.selectors import actor_for

HALL = DeliverTo("김담당", "051-000-1111", "48095", "부산광역시 해운대구 중동2로 11")


@dataclass
class Desk:
    """An organization and an actor for each duty."""

    organization: Organization
    people: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, duty: str) -> Actor:
        people: dict[str, Actor] = self.__dict__["people"]
        try:
            return people[duty]
        except KeyError:
            raise AttributeError(duty) from None


def desk(**organization: Any) -> Desk:
    row = OrganizationFactory(**organization)
    made = Desk(row)
    for duty in ("requester", "approver", "inspector", "finance"):
        member = MembershipFactory(organization=row, roles=[duty])
        made.people[duty] = actor_for(member.user)
    return made


@dataclass
class Seller:
    enterprise: Enterprise
    actor: Actor
    variant: Variant


def seller(*, price: int = 20_000, on_hand: int = 2_000, **variant: Any) -> Seller:
    enterprise = EnterpriseFactory()
    staff = StaffFactory(enterprise=enterprise)
    CredentialFactory(enterprise=enterprise)
    goods = VariantFactory(
        product=ProductFactory(enterprise=enterprise), price=price, on_hand=on_hand, **variant
    )
    return Seller(enterprise, actor_for(staff.user), goods)


@pytest.fixture
def agency() -> Desk:
    return desk(kind="agency")


@pytest.fixture
def company() -> Desk:
    return desk(kind="company", credit_limit_amount=10_000_000)


@pytest.fixture
def sellers() -> tuple[Seller, Seller]:
    return seller(), seller()


def ask(buyer: Desk, *asked: Seller, quantity: int = 300, **more: Any) -> RequestForQuote:
    return services.rfq_create(
        actor=buyer.requester,
        organization_id=buyer.organization.pk,
        title="연말 감사 선물세트",
        lines=[NewRfqLine("비누 선물세트", quantity, "3구, 상자 포장")],
        enterprise_ids=[one.enterprise.pk for one in asked],
        deadline=clock.now() + dt.timedelta(days=7),
        needed_by=clock.today() + dt.timedelta(days=21),
        address=HALL,
        **more,
    )


def answer(rfq: RequestForQuote, one: Seller, price: int, **more: Any) -> Quote:
    line = rfq.lines.order_by("pk")[0]
    priced = QuotedLine(
        rfq_line_id=line.pk,
        unit_price_amount=price,
        variant_id=one.variant.pk,
        tax_class="taxable",
    )
    return services.quote_submit(
        **{
            "actor": one.actor,
            "rfq_id": rfq.pk,
            "enterprise_id": one.enterprise.pk,
            "lines": [priced],
            "valid_until": clock.today() + dt.timedelta(days=30),
            "lead_days": 7,
        }
        | more
    )


def order_quote(buyer: Desk, quote: Quote, **more: Any) -> PurchaseOrder:
    return services.purchase_order_from_quote(
        **{
            "actor": buyer.requester,
            "quote_id": quote.pk,
            "rule_code": "one_quote_20m",
            "reason": "가격이 낮고 납기가 빠름",
        }
        | more
    )


def ship(po: PurchaseOrder, one: Seller, **more: Any) -> Shipment:
    assert po.order is not None
    part = po.order.vendor_orders.get(enterprise=one.enterprise)
    return orders.shipment_create(
        actor=one.actor,
        vendor_order_id=part.pk,
        carrier="직접 납품",
        tracking_number="1",
        **more,
    )


def inspect(buyer: Desk, shipment: Shipment, *, rejected: int = 0, defect: str = "파손") -> Invoice:
    row = shipment.lines.get()
    acceptance = services.acceptance_record(
        actor=buyer.inspector,
        shipment_id=shipment.pk,
        lines=[
            Inspected(
                order_line_id=row.order_line_id,
                accepted=row.quantity - rejected,
                rejected=rejected,
                defect=defect if rejected else "",
            )
        ],
    )
    return acceptance.invoice


def budget_of(buyer: Desk, amount: int) -> BudgetLine:
    return BudgetLine.objects.create(
        organization=buyer.organization,
        year=clock.today().year,
        account="일반회계",
        programme="주민자치/마을행사",
        item_code="201-01",
        amount=amount,
    )
