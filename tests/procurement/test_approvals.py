"""Who consents: rules by amount, cost centre, category and kind; delegates; silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail

from accounts.models import Membership
from core import clock
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from procurement import rules, selectors, services
from procurement.errors import DutiesMustPart, NotVerified, NotYourTurn, WrongState
from procurement.models import Approval, ApprovalStep, PurchaseOrder, Requisition
from procurement.rules import MayNot, Policy, Stage, decides_as, stages_for
from procurement.services import ItemOrdered, Needed
from procurement.tasks import approvals_remind
from tests.factories.accounts import MembershipFactory
from tests.procurement.conftest import HALL, Desk, Seller, answer, ask, budget_of, order_quote
from vendors.selectors import actor_for

Drain = Callable[[], int]
Sellers = tuple[Seller, Seller]

# -- without a database

OWNER = Stage(role="owner")
APPROVER = Stage(role="approver")
SMALL = Policy(stages=(APPROVER,), max_amount=999_999)
GIFTS = Policy(stages=(OWNER,), kind="gift")
FOOD = Policy(stages=(APPROVER, OWNER), category=7)
BUREAU = Policy(stages=(OWNER, APPROVER), cost_center=3)


@pytest.mark.parametrize(
    ("amount", "center", "categories", "kind", "expected"),
    [
        (999_999, 3, {7}, "gift", SMALL.stages),
        (1_000_000, 3, {7}, "gift", GIFTS.stages),
        (1_000_000, 3, {7}, "direct", FOOD.stages),
        (1_000_000, 3, {8}, "direct", BUREAU.stages),
        (1_000_000, None, {8}, "direct", rules.DEFAULT_STAGES),
    ],
)
def test_the_first_rule_that_fits_decides(
    amount: int, center: int | None, categories: set[int], kind: str, expected: tuple[Stage, ...]
) -> None:
    found = stages_for(
        [SMALL, GIFTS, FOOD, BUREAU],
        amount=amount,
        cost_center=center,
        categories=categories,
        kind=kind,
    )
    assert found == expected


@pytest.mark.parametrize(
    ("user", "roles", "stands_for", "decided", "escalated", "expected"),
    [
        (2, ["approver"], {}, (), False, 2),
        (2, ["requester"], {}, (), False, MayNot.NOT_THEIR_TURN),
        (1, ["approver"], {}, (), False, MayNot.OWN_REQUEST),
        (2, ["approver"], {}, (2,), False, MayNot.DECIDED_BEFORE),
        # a delegate decides in the approver's name, but not for the requester, nor a second time
        (3, ["requester"], {2: ["approver"]}, (), False, 2),
        (3, [], {1: ["approver"]}, (), False, MayNot.OWN_REQUEST),
        (3, [], {2: ["approver"]}, (2,), False, MayNot.DECIDED_BEFORE),
        (3, [], {2: ["approver"]}, (3,), False, MayNot.DECIDED_BEFORE),
        # the owners may when nobody answered in time
        (4, ["owner"], {}, (), False, MayNot.NOT_THEIR_TURN),
        (4, ["owner"], {}, (), True, 4),
    ],
)
def test_who_decides_in_whose_name(
    user: int,
    roles: list[str],
    stands_for: dict[int, list[str]],
    decided: tuple[int, ...],
    escalated: bool,
    expected: int | MayNot,
) -> None:
    answered = decides_as(
        APPROVER,
        user=user,
        roles=roles,
        stands_for=stands_for,
        requester=1,
        decided=decided,
        is_escalated=escalated,
    )
    assert answered == expected


def test_a_stage_of_a_person_is_theirs_alone() -> None:
    stage = Stage(role="approver", person=9)
    common = {"roles": ["approver"], "stands_for": {}, "requester": 1, "decided": ()}
    assert decides_as(stage, user=9, **common) == 9  # type: ignore[arg-type]
    assert decides_as(stage, user=2, **common) == MayNot.NOT_THEIR_TURN  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "day", "start"),
    [
        ("month", "2026-11-30", "2026-11-01"),
        ("quarter", "2026-11-30", "2026-10-01"),
        ("quarter", "2026-03-31", "2026-01-01"),
        ("year", "2026-11-30", "2026-01-01"),
    ],
)
def test_periods_begin_with_the_calendar(period: str, day: str, start: str) -> None:
    found = rules.period_start(period, dt.date.fromisoformat(day))
    assert found.isoformat() == start


# -- on the database


def owner_of(desk: Desk) -> Actor:
    return actor_for(MembershipFactory(organization=desk.organization, roles=["owner"]).user)


def approver_of(desk: Desk) -> Actor:
    return actor_for(MembershipFactory(organization=desk.organization, roles=["approver"]).user)


def in_two_steps(desk: Desk, **more: object) -> Actor:
    """Above a million: an approver, then an owner. Answers the owner."""
    owner = owner_of(desk)
    services.approval_rule_set(
        actor=owner,
        organization_id=desk.organization.pk,
        name="백만 원 이상",
        min_amount=1_000_000,
        stages=[Stage("approver", **more), Stage("owner")],  # type: ignore[arg-type]
    )
    return owner


@pytest.mark.django_db
def test_a_large_purchase_takes_two_consents_of_two_people(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    owner = in_two_steps(agency)
    MembershipFactory(
        organization=agency.organization, roles=["owner", "approver"]
    )  # may give either, not both
    both = actor_for(Membership.objects.latest("pk").user)
    po = order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000))
    with pytest.raises(NotYourTurn):
        services.purchase_order_approve(actor=owner, po_id=po.pk)
    po = services.purchase_order_approve(actor=both, po_id=po.pk)
    assert (po.status, po.order_id) == (PurchaseOrder.Status.SUBMITTED, None)
    with pytest.raises(DutiesMustPart):
        services.purchase_order_approve(actor=both, po_id=po.pk)
    drain_outbox()
    last = [message for message in mail.outbox if "승인 요청" in message.subject]
    assert owner.email in {message.to[0] for message in last}
    po = services.purchase_order_approve(actor=owner, po_id=po.pk)
    assert po.status == PurchaseOrder.Status.ORDERED
    assert Approval.objects.filter(purchase_order=po).count() == 2


@pytest.mark.django_db
def test_a_small_purchase_takes_one(agency: Desk, sellers: Sellers) -> None:
    in_two_steps(agency)
    po = order_quote(agency, answer(ask(agency, sellers[0], quantity=50), sellers[0], 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    assert po.status == PurchaseOrder.Status.ORDERED


@pytest.mark.django_db
def test_a_rule_for_a_category_is_for_what_lies_below_it(company: Desk, sellers: Sellers) -> None:
    owner = owner_of(company)
    category = sellers[0].variant.product.category
    category.parent = type(category).objects.create(name="위", slug="above", sort_order=9)
    category.save()
    services.approval_rule_set(
        actor=owner,
        organization_id=company.organization.pk,
        name="식품",
        category_id=category.parent_id,
        stages=[Stage("owner")],
    )
    po = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(sellers[0].variant.sku, 3)],
        title="간식",
        address=HALL,
    )
    with pytest.raises(NotYourTurn):
        services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    assert services.purchase_order_approve(actor=owner, po_id=po.pk).order_id is not None


@pytest.mark.django_db
def test_a_delegate_decides_in_the_approvers_name_while_it_lasts(
    agency: Desk, sellers: Sellers
) -> None:
    stand_in = agency.finance
    today = clock.today()
    row = services.delegation_set(
        actor=agency.approver,
        organization_id=agency.organization.pk,
        delegate_id=stand_in.require_person(),
        starts_on=today,
        ends_on=today + dt.timedelta(days=3),
        reason="휴가",
    )
    quotes = [answer(ask(agency, sellers[0]), sellers[0], 18_000) for _ in range(2)]
    po = order_quote(agency, quotes[0])
    assert {person.pk for person in selectors.who_may_decide(po.steps.get())} == {
        agency.approver.user_id,
        stand_in.user_id,
    }
    services.purchase_order_approve(actor=stand_in, po_id=po.pk)
    decision = po.approvals.get()
    assert (decision.approver_id, decision.on_behalf_of_id) == (
        stand_in.user_id,
        agency.approver.user_id,
    )
    with pytest.raises(NotFound):  # a colleague's delegation isn't theirs to end
        services.delegation_end(actor=agency.requester, delegation_id=row.pk)
    services.delegation_end(actor=agency.approver, delegation_id=row.pk)
    other = order_quote(agency, quotes[1])
    with pytest.raises(NotYourTurn):
        services.purchase_order_approve(actor=stand_in, po_id=other.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"delegate_id": 0}, "delegate"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
        ({"ends_on": dt.date(2099, 1, 1)}, "ends_on"),
        ({"reason": "가" * 121}, "reason"),
    ],
)
def test_a_bad_delegation_is_refused_by_its_field(
    agency: Desk, change: dict[str, object], field: str
) -> None:
    given = {
        "actor": agency.approver,
        "organization_id": agency.organization.pk,
        "delegate_id": agency.finance.user_id,
        "starts_on": clock.today(),
        "ends_on": clock.today(),
    }
    with pytest.raises(InvalidInput) as refused:
        services.delegation_set(**given | change)  # type: ignore[arg-type]
    assert field in refused.value.by_field()


@pytest.mark.django_db
def test_silence_goes_to_the_owners_and_then_lapses(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    owner = in_two_steps(agency, escalate_days=2, expire_days=5)
    budget = budget_of(agency, 10_000_000)
    po = order_quote(
        agency,
        answer(ask(agency, sellers[0]), sellers[0], 18_000),
        budget_line_id=budget.pk,
    )
    now = clock.now()
    with clock.moved_to(now + dt.timedelta(days=1)):
        assert approvals_remind() == {}
    with clock.moved_to(now + dt.timedelta(days=2, minutes=1)):
        assert approvals_remind() == {"escalated": 1}
        assert approvals_remind() == {}
        drain_outbox()
        assert owner.email in {message.to[0] for message in mail.outbox}
        assert services.may_decide(owner, po)
    with clock.moved_to(now + dt.timedelta(days=5, minutes=1)):
        assert approvals_remind() == {"lapsed": 1}
        assert approvals_remind() == {}
    po.refresh_from_db()
    budget.refresh_from_db()
    assert (po.status, budget.reserved_amount) == (PurchaseOrder.Status.REJECTED, 0)
    assert {step.status for step in po.steps.all()} == {
        ApprovalStep.Status.LAPSED,
        ApprovalStep.Status.DROPPED,
    }
    with pytest.raises(WrongState):
        services.purchase_order_approve(actor=agency.approver, po_id=po.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"min_amount": -1}, "min_amount"),
        ({"min_amount": 10, "max_amount": 9}, "max_amount"),
        ({"cost_center_id": 0}, "cost_center"),
        ({"category_id": 0}, "category"),
        ({"kind": "barter"}, "kind"),
        ({"stages": []}, "stage_0"),
        ({"stages": [Stage("approver")] * 6}, "stage_0"),
        ({"stages": [Stage("approver"), Stage("chief")]}, "stage_1"),
        ({"stages": [Stage("approver", person=0)]}, "stage_0"),
        ({"stages": [Stage("approver", expire_days=61)]}, "stage_0"),
    ],
)
def test_a_bad_rule_is_refused_by_its_field(
    agency: Desk, change: dict[str, object], field: str
) -> None:
    given = {
        "actor": owner_of(agency),
        "organization_id": agency.organization.pk,
        "name": "규칙",
        "stages": [Stage("approver")],
    }
    with pytest.raises(InvalidInput) as refused:
        services.approval_rule_set(**given | change)  # type: ignore[arg-type]
    assert field in refused.value.by_field()
    assert not agency.organization.approval_rules.exists()


@pytest.mark.django_db
def test_rules_are_for_owners_and_finance_to_write(agency: Desk, company: Desk) -> None:
    for actor, error in ((agency.requester, NotAllowed), (company.finance, NotFound)):
        with pytest.raises(error):
            services.approval_rule_set(
                actor=actor,
                organization_id=agency.organization.pk,
                name="규칙",
                stages=[Stage("approver")],
            )


@pytest.mark.django_db
def test_an_organization_nobody_checked_may_prepare_and_not_order(
    agency: Desk, sellers: Sellers
) -> None:
    agency.organization.is_verified = False
    agency.organization.save()
    quote = answer(ask(agency, sellers[0]), sellers[0], 18_000)
    with pytest.raises(NotVerified):
        order_quote(agency, quote)


# -- the need before the purchase


def need(desk: Desk, **more: object) -> Requisition:
    return services.requisition_create(
        **{  # type: ignore[arg-type]
            "actor": desk.requester,
            "organization_id": desk.organization.pk,
            "title": "연말 감사 선물",
            "lines": [Needed("비누 선물세트", 300, 18_000)],
            "needed_by": clock.today() + dt.timedelta(days=30),
        }
        | more
    )


@pytest.mark.django_db
def test_a_need_keeps_its_estimate_and_hands_it_to_the_purchase(
    agency: Desk, sellers: Sellers
) -> None:
    budget = budget_of(agency, 6_000_000)
    asked = need(agency, budget_line_id=budget.pk)
    budget.refresh_from_db()
    assert (budget.reserved_amount, budget.free_amount) == (5_400_000, 600_000)
    with pytest.raises(InvalidInput):  # not approved yet
        ask(agency, sellers[0], requisition_id=asked.pk)
    services.requisition_approve(actor=agency.approver, requisition_id=asked.pk)
    quote = answer(ask(agency, sellers[0], requisition_id=asked.pk), sellers[0], 17_000)
    po = order_quote(agency, quote, budget_line_id=budget.pk)
    budget.refresh_from_db()
    assert (budget.reserved_amount, budget.committed_amount) == (5_100_000, 0)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    budget.refresh_from_db()
    asked.refresh_from_db()
    assert (budget.reserved_amount, budget.committed_amount) == (0, 5_100_000)
    assert asked.status == Requisition.Status.ORDERED
    sums = budget.movements.values_list("reserved", "committed")
    assert [sum(column) for column in zip(*sums, strict=True)] == [0, 5_100_000]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["reject", "cancel"])
def test_a_need_that_comes_to_nothing_gives_its_money_back(agency: Desk, end: str) -> None:
    budget = budget_of(agency, 6_000_000)
    asked = need(agency, budget_line_id=budget.pk)
    if end == "reject":
        services.requisition_reject(
            actor=agency.approver, requisition_id=asked.pk, note="다음 해에"
        )
    else:
        services.requisition_cancel(actor=agency.requester, requisition_id=asked.pk)
    budget.refresh_from_db()
    asked.refresh_from_db()
    assert (budget.reserved_amount, asked.reserved_amount) == (0, 0)
    with pytest.raises(WrongState):
        services.requisition_approve(actor=agency.approver, requisition_id=asked.pk)


@pytest.mark.django_db
def test_a_need_is_handed_in_once_by_a_double_click(agency: Desk) -> None:
    first, again = (need(agency, idempotency_key="k1") for _ in range(2))
    assert first.pk == again.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"lines": []}, "description_0"),
        ({"lines": [Needed(" ", 1, 1)]}, "description_0"),
        ({"lines": [Needed("비누", 0, 1)]}, "quantity_0"),
        ({"lines": [Needed("비누", 1, -1)]}, "price_0"),
        ({"needed_by": dt.date(2020, 1, 1)}, "needed_by"),
        ({"category_id": 0}, "category"),
        ({"budget_line_id": 0}, "budget_line"),
        ({"cost_center_id": 0}, "cost_center"),
    ],
)
def test_a_bad_need_is_refused_by_its_field(
    agency: Desk, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        need(agency, **change)
    assert field in refused.value.by_field()
    assert not Requisition.objects.exists()


@pytest.mark.django_db
def test_the_requester_takes_a_purchase_back_and_the_quote_is_open_again(
    agency: Desk, sellers: Sellers
) -> None:
    quote = answer(ask(agency, sellers[0]), sellers[0], 18_000)
    po = order_quote(agency, quote)
    with pytest.raises(NotAllowed):
        services.purchase_order_withdraw(actor=agency.approver, po_id=po.pk)
    services.purchase_order_withdraw(actor=agency.requester, po_id=po.pk)
    assert order_quote(agency, quote).pk != po.pk
