"""Who may do what in an organization's purchase: every act as every role.

Each act is tried by each role at its own place in the flow; who may not is refused and nothing
changes, who may leaves a trace. The table is the rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import NotAllowed, NotFound
from core.models import AuditEntry
from procurement import services
from procurement.models import ChangeOrder, Dispute, PurchaseOrder, RfqQuestion
from procurement.rules import Stage
from procurement.services import Inspected, Needed, NewRfqLine
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.procurement.conftest import (
    HALL,
    Desk,
    Seller,
    answer,
    ask,
    desk,
    inspect,
    order_quote,
    seller,
    ship,
)
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db

ROLES = (
    "owner", "requester", "contract_officer", "approver", "inspector", "finance",
    "seller", "rival", "outsider", "city", "guest",
)  # fmt: skip
BUYERS = {"owner", "requester", "contract_officer"}


@dataclass
class World:
    agency: Desk
    one: Seller
    actors: dict[str, Actor]
    made: dict[str, Any]

    def set(self, **rows: Any) -> None:
        self.made.update(rows)

    def __getitem__(self, name: str) -> Any:
        return self.made[name]


@pytest.fixture
def world() -> World:
    agency, one, rival = desk(kind="agency"), seller(), seller()
    other = desk(kind="company")
    actors = {
        role: actor_for(MembershipFactory(organization=agency.organization, roles=[role]).user)
        for role in ("owner", "requester", "contract_officer", "approver", "inspector", "finance")
    }
    actors |= {
        "seller": one.actor,
        "rival": rival.actor,
        "outsider": other.requester,
        "city": actor_for(UserFactory(is_city_officer=True)),
        "guest": ANONYMOUS,
    }
    return World(agency, one, actors, {})


# -- how far the purchase is when an act is tried


def at_start(world: World) -> None:
    pass


def with_need(world: World) -> None:
    world.set(
        need=services.requisition_create(
            actor=world.agency.requester,
            organization_id=world.agency.organization.pk,
            title="선물",
            lines=[Needed("비누", 10, 1000)],
            needed_by=clock.today(),
        )
    )


def asked(world: World) -> None:
    world.set(rfq=ask(world.agency, world.one))


def questioned(world: World) -> None:
    asked(world)
    services.rfq_question_ask(
        actor=world.one.actor,
        rfq_id=world["rfq"].pk,
        enterprise_id=world.one.enterprise.pk,
        text="색은요?",
    )


def quoted(world: World) -> None:
    asked(world)
    world.set(quote=answer(world["rfq"], world.one, 18_000))


def submitted(world: World) -> None:
    quoted(world)
    world.set(po=order_quote(world.agency, world["quote"]))


def approved(world: World) -> None:
    submitted(world)
    world.set(po=services.purchase_order_approve(actor=world.agency.approver, po_id=world["po"].pk))


def change_wanted(world: World) -> None:
    approved(world)
    world.set(
        change=services.change_request(
            actor=world.agency.requester, po_id=world["po"].pk, reason="줄임", cancel_all=True
        )
    )


def change_approved(world: World) -> None:
    change_wanted(world)
    services.change_decide(actor=world.agency.approver, change_id=world["change"].pk, approves=True)


def shipped(world: World) -> None:
    approved(world)
    world.set(shipment=ship(world["po"], world.one))


def invoiced(world: World) -> None:
    shipped(world)
    world.set(invoice=inspect(world.agency, world["shipment"]))


def disputed(world: World) -> None:
    approved(world)
    world.set(
        dispute=services.dispute_open(
            actor=world.one.actor,
            po_id=world["po"].pk,
            enterprise_id=world.one.enterprise.pk,
            subject="수량",
            text="다릅니다",
        )
    )


# -- the acts


def hand_in_a_need(world: World, actor: Actor) -> None:
    services.requisition_create(
        actor=actor,
        organization_id=world.agency.organization.pk,
        title="선물",
        lines=[Needed("비누", 10, 1000)],
        needed_by=clock.today(),
    )


def approve_a_need(world: World, actor: Actor) -> None:
    services.requisition_approve(actor=actor, requisition_id=world["need"].pk)


def ask_for_quotes(world: World, actor: Actor) -> None:
    services.rfq_create(
        actor=actor,
        organization_id=world.agency.organization.pk,
        title="비누",
        lines=[NewRfqLine("비누", 10)],
        enterprise_ids=[world.one.enterprise.pk],
        deadline=clock.now() + dt.timedelta(days=1),
        needed_by=clock.today() + dt.timedelta(days=9),
        address=HALL,
    )


def ask_a_question(world: World, actor: Actor) -> None:
    services.rfq_question_ask(
        actor=actor,
        rfq_id=world["rfq"].pk,
        enterprise_id=world.one.enterprise.pk,
        text="로고는요?",
    )


def answer_a_question(world: World, actor: Actor) -> None:
    services.rfq_question_answer(
        actor=actor, question_id=RfqQuestion.objects.get().pk, text="흰색입니다"
    )


def quote(world: World, actor: Actor) -> None:
    answer(world["rfq"], world.one, 17_000, actor=actor)


def choose_a_quote(world: World, actor: Actor) -> None:
    order_quote(world.agency, world["quote"], actor=actor)


def approve(world: World, actor: Actor) -> None:
    services.purchase_order_approve(actor=actor, po_id=world["po"].pk)


def send_back(world: World, actor: Actor) -> None:
    services.purchase_order_reject(actor=actor, po_id=world["po"].pk, note="다시")


def take_the_order_on(world: World, actor: Actor) -> None:
    services.purchase_order_respond(
        actor=actor, po_id=world["po"].pk, enterprise_id=world.one.enterprise.pk, accepts=True
    )


def ask_for_a_change(world: World, actor: Actor) -> None:
    services.change_request(actor=actor, po_id=world["po"].pk, reason="줄임", cancel_all=True)


def decide_a_change(world: World, actor: Actor) -> None:
    services.change_decide(actor=actor, change_id=world["change"].pk, approves=True)


def agree_to_a_change(world: World, actor: Actor) -> None:
    services.change_answer(
        actor=actor,
        change_id=world["change"].pk,
        enterprise_id=world.one.enterprise.pk,
        agrees=True,
    )


def deliver(world: World, actor: Actor) -> None:
    ship(world["po"], Seller(world.one.enterprise, actor, world.one.variant))


def inspect_a_delivery(world: World, actor: Actor) -> None:
    row = world["shipment"].lines.get()
    services.acceptance_record(
        actor=actor,
        shipment_id=world["shipment"].pk,
        lines=[
            Inspected(order_line_id=row.order_line_id, accepted=row.quantity, rejected=0, defect="")
        ],
    )


def claim(world: World, actor: Actor) -> None:
    services.invoice_claim(actor=actor, invoice_id=world["invoice"].pk)


def pay(world: World, actor: Actor) -> None:
    services.invoice_payment_record(
        actor=actor,
        invoice_id=world["invoice"].pk,
        amount=1000,
        paid_on=clock.today(),
        reference="이체-1",
    )


def open_a_dispute(world: World, actor: Actor) -> None:
    services.dispute_open(
        actor=actor,
        po_id=world["po"].pk,
        enterprise_id=world.one.enterprise.pk,
        subject="수량",
        text="다릅니다",
    )


def settle_a_dispute(world: World, actor: Actor) -> None:
    services.dispute_settle(actor=actor, dispute_id=world["dispute"].pk, settlement="교체")


def write_approval_rules(world: World, actor: Actor) -> None:
    services.approval_rule_set(
        actor=actor,
        organization_id=world.agency.organization.pk,
        name="규칙",
        stages=[Stage("approver")],
    )


def set_a_spending_limit(world: World, actor: Actor) -> None:
    services.spending_limit_set(
        actor=actor, organization_id=world.agency.organization.pk, period="month", amount=1
    )


def enter_a_budget(world: World, actor: Actor) -> None:
    services.budget_line_set(
        actor=actor,
        organization_id=world.agency.organization.pk,
        year=2026,
        account="일반회계",
        programme="행사",
        item_code="201-01",
        amount=1,
    )


MEMBERS = {"owner", "requester", "contract_officer", "approver", "inspector", "finance"}
KEEPERS = {"owner", "finance"}

#: (the act, how far the purchase is, who may)
TABLE: list[tuple[Callable[[World, Actor], None], Callable[[World], None], set[str]]] = [
    (hand_in_a_need, at_start, BUYERS),
    (approve_a_need, with_need, {"approver"}),
    (ask_for_quotes, at_start, BUYERS),
    (ask_a_question, asked, {"seller"}),
    (answer_a_question, questioned, BUYERS),
    (quote, asked, {"seller"}),
    (choose_a_quote, quoted, BUYERS),
    (approve, submitted, {"approver"}),
    (send_back, submitted, {"approver"}),
    (take_the_order_on, approved, {"seller"}),
    (ask_for_a_change, approved, BUYERS),
    (decide_a_change, change_wanted, {"approver"}),
    (agree_to_a_change, change_approved, {"seller"}),
    (deliver, approved, {"seller"}),
    (inspect_a_delivery, shipped, {"inspector"}),
    (claim, invoiced, {"seller"}),
    (pay, invoiced, {"finance"}),
    (open_a_dispute, approved, MEMBERS | {"seller", "city"}),
    (settle_a_dispute, disputed, MEMBERS | {"city"}),
    (write_approval_rules, at_start, KEEPERS),
    (set_a_spending_limit, at_start, KEEPERS),
    (enter_a_budget, at_start, KEEPERS),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("act", "far", "may"), TABLE, ids=[act.__name__ for act, _far, _may in TABLE]
)
def test_who_may(
    world: World,
    act: Callable[[World, Actor], None],
    far: Callable[[World], None],
    may: set[str],
    role: str,
) -> None:
    far(world)
    before = AuditEntry.objects.count()
    if role in may:
        act(world, world.actors[role])
        assert AuditEntry.objects.count() > before
        return
    with pytest.raises((NotAllowed, NotFound)):
        act(world, world.actors[role])
    assert AuditEntry.objects.count() == before


def test_outsiders_learn_of_nothing(world: World) -> None:
    """Strangers are told that there is nothing there, not that they may not."""
    disputed(world)
    for role in ("rival", "outsider", "guest"):
        for act in (approve, send_back, take_the_order_on, ask_for_a_change, settle_a_dispute):
            with pytest.raises(NotFound):
                act(world, world.actors[role])
    assert PurchaseOrder.objects.get().status == PurchaseOrder.Status.ORDERED
    assert not ChangeOrder.objects.exists()
    assert Dispute.objects.get().status == Dispute.Status.OPEN
