"""After the order: the answer, changes, replacement, claim, late interest, disputes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.errors import InvalidInput, NotAllowed, NotFound
from inventory.models import Stock
from orders.models import OrderLine, VendorOrder
from procurement import services
from procurement.errors import DutiesMustPart, WrongState
from procurement.models import Acceptance, ChangeOrder, Dispute, Invoice, PurchaseOrder
from procurement.services import Inspected, ItemOrdered
from reports.models import SaleFact
from reports.services import facts_rebuild
from tests.factories.accounts import UserFactory
from tests.procurement.conftest import (
    HALL,
    Desk,
    Seller,
    answer,
    ask,
    budget_of,
    inspect,
    order_quote,
    ship,
)

pytestmark = pytest.mark.django_db
Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]
P = PurchaseOrder.Status
NOON = dt.time(12, tzinfo=clock.SEOUL)


def ordered(agency: Desk, one: Seller, **more: Any) -> PurchaseOrder:
    po = order_quote(agency, answer(ask(agency, one), one, 18_000), **more)
    return services.purchase_order_approve(actor=agency.approver, po_id=po.pk)


def respond(po: PurchaseOrder, one: Seller, **more: Any) -> Any:
    return services.purchase_order_respond(
        **{
            "actor": one.actor,
            "po_id": po.pk,
            "enterprise_id": one.enterprise.pk,
            "accepts": True,
        }
        | more
    )


def test_the_enterprise_accepts_within_its_days(agency: Desk, sellers: Sellers) -> None:
    po = ordered(agency, sellers[0])
    assert po.respond_by == clock.add_business_days(clock.today(), 3)
    day = clock.today() + dt.timedelta(days=10)
    said = respond(po, sellers[0], promised_on=day)
    assert (said.decision, said.promised_on) == ("accepted", day)
    assert respond(po, sellers[0]).pk == said.pk
    assert VendorOrder.objects.get(order=po.order).status == VendorOrder.Status.ACCEPTED
    with pytest.raises(WrongState):
        respond(po, sellers[0], accepts=False, note="재고 없음")
    with pytest.raises(NotFound):
        respond(po, sellers[1])


def test_what_is_declined_is_cancelled_and_everything_is_free_again(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    budget = budget_of(agency, 6_000_000)
    shelf = Stock.objects.get(variant=sellers[0].variant).on_hand
    po = ordered(agency, sellers[0], budget_line_id=budget.pk)
    with pytest.raises(InvalidInput) as refused:
        respond(po, sellers[0], accepts=False)
    assert "note" in refused.value.by_field()
    respond(po, sellers[0], accepts=False, note="주문이 몰려 만들 수 없습니다")
    po.refresh_from_db()
    budget.refresh_from_db()
    assert (po.status, po.wanted_amount) == (P.CANCELLED, 0)
    assert (budget.committed_amount, budget.free_amount) == (0, 6_000_000)
    assert Stock.objects.get(variant=sellers[0].variant).on_hand == shelf
    drain_outbox()
    facts = SaleFact.objects.values_list("event", "quantity")
    assert sorted(facts) == [("cancelled", -300), ("sold", 300)]
    assert facts_rebuild() == 0


def change(po: PurchaseOrder, agency: Desk, **more: Any) -> ChangeOrder:
    return services.change_request(
        **{"actor": agency.requester, "po_id": po.pk, "reason": "참석 인원이 줄었습니다"} | more
    )


def test_a_change_order_takes_three_words_and_then_holds(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    budget = budget_of(agency, 6_000_000)
    po = ordered(agency, sellers[0], budget_line_id=budget.pk)
    line = po.lines.get()
    later = clock.today() + dt.timedelta(days=40)
    wanted = change(po, agency, cancel={line.pk: 100}, needed_by=later)
    with pytest.raises(WrongState):  # one at a time
        change(po, agency, cancel={line.pk: 1})
    with pytest.raises(NotAllowed):
        services.change_decide(actor=agency.requester, change_id=wanted.pk, approves=True)
    services.change_decide(actor=agency.approver, change_id=wanted.pk, approves=True)
    po.refresh_from_db()
    assert po.wanted_amount == 5_400_000  # nothing happens without the enterprise
    done = services.change_answer(
        actor=sellers[0].actor,
        change_id=wanted.pk,
        enterprise_id=sellers[0].enterprise.pk,
        agrees=True,
    )
    po.refresh_from_db()
    budget.refresh_from_db()
    assert (done.status, done.cancelled_amount) == (ChangeOrder.Status.DONE, 1_800_000)
    assert (po.wanted_amount, po.needed_by) == (3_600_000, later)
    assert (budget.committed_amount, budget.free_amount) == (3_600_000, 2_400_000)
    invoice = inspect(agency, ship(po, sellers[0]))
    assert invoice.total_amount == 3_600_000
    services.invoice_payment_record(
        actor=agency.finance,
        invoice_id=invoice.pk,
        amount=3_600_000,
        paid_on=clock.today(),
        reference="이체-1",
    )
    po.refresh_from_db()
    budget.refresh_from_db()
    assert (po.status, budget.spent_amount, budget.committed_amount) == (P.CLOSED, 3_600_000, 0)
    drain_outbox()
    assert facts_rebuild() == 0


@pytest.mark.parametrize("who", ["approver", "enterprise"])
def test_a_change_that_somebody_refuses_changes_nothing(
    agency: Desk, sellers: Sellers, who: str
) -> None:
    po = ordered(agency, sellers[0])
    wanted = change(po, agency, cancel_all=True)
    if who == "approver":
        wanted = services.change_decide(
            actor=agency.approver, change_id=wanted.pk, approves=False, note="그대로"
        )
    else:
        services.change_decide(actor=agency.approver, change_id=wanted.pk, approves=True)
        wanted = services.change_answer(
            actor=sellers[0].actor,
            change_id=wanted.pk,
            enterprise_id=sellers[0].enterprise.pk,
            agrees=False,
            note="이미 만들고 있습니다",
        )
    po.refresh_from_db()
    assert wanted.status in (ChangeOrder.Status.REJECTED, ChangeOrder.Status.REFUSED)
    assert po.wanted_amount == po.total_amount
    change(po, agency, cancel_all=True)  # and may be asked for again


def test_pieces_that_left_meanwhile_stay_ordered(agency: Desk, sellers: Sellers) -> None:
    po = ordered(agency, sellers[0])
    line = po.lines.get()
    wanted = change(po, agency, cancel_all=True)
    services.change_decide(actor=agency.approver, change_id=wanted.pk, approves=True)
    ship(po, sellers[0], quantities={line.order_line_id: 120})
    done = services.change_answer(
        actor=sellers[0].actor,
        change_id=wanted.pk,
        enterprise_id=sellers[0].enterprise.pk,
        agrees=True,
    )
    assert done.cancelled_amount == 180 * 18_000
    po.refresh_from_db()
    assert po.wanted_amount == 120 * 18_000


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"needed_by": dt.date(2020, 1, 1)}, "needed_by"),
        ({}, ""),
        ({"cancel": 301}, "cancel_"),
    ],
)
def test_a_bad_change_is_refused_by_its_field(
    agency: Desk, sellers: Sellers, more: dict[str, Any], field: str
) -> None:
    po = ordered(agency, sellers[0])
    if "cancel" in more:
        more = {"cancel": {po.lines.get().pk: more["cancel"]}}
    with pytest.raises(InvalidInput) as refused:
        change(po, agency, **more)
    assert any(name.startswith(field) for name in refused.value.by_field())
    assert not ChangeOrder.objects.exists()


def test_who_asks_for_a_change_does_not_approve_it(agency: Desk, sellers: Sellers) -> None:
    po = ordered(agency, sellers[0])
    membership = agency.organization.memberships.get(user=agency.approver.user_id)
    membership.roles = ["approver", "requester"]
    membership.save()
    from vendors.selectors import actor_for

    both = actor_for(membership.user)
    wanted = change(po, agency, actor=both, cancel_all=True)
    with pytest.raises(DutiesMustPart):
        services.change_decide(actor=both, change_id=wanted.pk, approves=True)


# -- a rejected lot


def test_a_rejected_lot_is_replaced_and_paid_late_with_interest(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    """300 ordered; 200 come and 20 of them fail; the 20 come again with the last 100; the claim is
    paid ten days late, on the moved clock."""
    shelf = Stock.objects.get(variant=sellers[0].variant).on_hand
    budget = budget_of(agency, 6_000_000)
    po = ordered(agency, sellers[0], budget_line_id=budget.pk)
    piece = po.lines.get().order_line_id
    first = ship(po, sellers[0], quantities={piece: 200})
    services.acceptance_record(
        actor=agency.inspector,
        shipment_id=first.pk,
        lines=[
            Inspected(
                order_line_id=piece,
                accepted=180,
                rejected=20,
                defect="포장 파손",
                outcome="replace",
            )
        ],
    )
    row = OrderLine.objects.get(pk=piece)
    assert (row.shipped_quantity, row.to_ship) == (180, 120)
    assert Stock.objects.get(variant=sellers[0].variant).on_hand == shelf - 300 - 20
    po.refresh_from_db()
    assert po.status == P.DELIVERING
    second = ship(po, sellers[0])
    assert second.lines.get().quantity == 120
    inspect(agency, second)
    po.refresh_from_db()
    assert po.status == P.INSPECTED
    assert sum(po.invoices.values_list("total_amount", flat=True)) == 5_400_000
    for invoice in po.invoices.order_by("pk"):
        claimed = services.invoice_claim(actor=sellers[0].actor, invoice_id=invoice.pk)
        assert claimed.due_on == clock.add_business_days(clock.today(), 5)
    with clock.moved_to(dt.datetime.combine(claimed.due_on, NOON) + dt.timedelta(days=10)):
        for invoice in po.invoices.order_by("pk"):
            paid = services.invoice_payment_record(
                actor=agency.finance,
                invoice_id=invoice.pk,
                amount=invoice.total_amount,
                paid_on=clock.today(),
                reference=f"이체-{invoice.pk}",
            )
            assert paid.late_days == 10
            expected = invoice.total_amount * 10 * 50_000 // (365 * 1_000_000)
            assert paid.late_interest_amount == expected > 0
    po.refresh_from_db()
    budget.refresh_from_db()
    assert (po.status, budget.spent_amount, budget.committed_amount) == (P.CLOSED, 5_400_000, 0)
    drain_outbox()
    delivered = SaleFact.objects.filter(event="delivered").values_list("quantity", flat=True)
    assert sum(delivered) == 300
    assert not SaleFact.objects.filter(event="cancelled").exists()


def test_goods_that_come_late_bear_damages_up_to_the_ceiling(
    agency: Desk, sellers: Sellers
) -> None:
    po = ordered(agency, sellers[0])
    assert po.needed_by is not None
    with clock.moved_to(dt.datetime.combine(po.needed_by, NOON) + dt.timedelta(days=5)):
        inspect(agency, ship(po, sellers[0], quantities={po.lines.get().order_line_id: 100}))
    with clock.moved_to(dt.datetime.combine(po.needed_by, NOON) + dt.timedelta(days=400)):
        inspect(agency, ship(po, sellers[0]))
    found = list(Acceptance.objects.order_by("pk").values_list("late_days", "damages_amount"))
    assert found == [(5, 1_800_000 * 5 * 800 // 1_000_000), (400, 3_600_000 * 3 // 10)]


def test_a_claim_is_the_enterprises_and_comes_once(agency: Desk, sellers: Sellers) -> None:
    po = ordered(agency, sellers[0])
    invoice = inspect(agency, ship(po, sellers[0]))
    with pytest.raises(NotFound):
        services.invoice_claim(actor=sellers[1].actor, invoice_id=invoice.pk)
    with pytest.raises(NotFound):
        services.invoice_claim(actor=agency.finance, invoice_id=invoice.pk)
    first = services.invoice_claim(actor=sellers[0].actor, invoice_id=invoice.pk)
    again = services.invoice_claim(actor=sellers[0].actor, invoice_id=invoice.pk)
    assert first.claimed_at == again.claimed_at


def test_a_company_pays_by_its_terms_and_no_interest_of_the_law(
    company: Desk, sellers: Sellers
) -> None:
    po = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(sellers[0].variant.sku, 5)],
        title="비누",
        address=HALL,
    )
    po = services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    invoice = inspect(company, ship(po, sellers[0]))
    due = invoice.due_on
    services.invoice_claim(actor=sellers[0].actor, invoice_id=invoice.pk)
    invoice.refresh_from_db()
    assert invoice.due_on == due
    late = due + dt.timedelta(days=90)
    assert services.late_interest(Invoice.objects.get(pk=invoice.pk), amount=100, on=late) == 0


def test_both_sides_talk_where_both_can_read_and_the_buyer_writes_the_end(
    agency: Desk, company: Desk, sellers: Sellers
) -> None:
    po = ordered(agency, sellers[0])
    talk = services.dispute_open(
        actor=sellers[0].actor,
        po_id=po.pk,
        enterprise_id=sellers[0].enterprise.pk,
        subject="불합격 수량",
        text="규격대로 만들었습니다.",
    )
    services.dispute_reply(actor=agency.requester, dispute_id=talk.pk, text="사진을 보내 주세요.")
    for stranger in (company.requester, sellers[1].actor):
        with pytest.raises(NotFound):
            services.dispute_reply(actor=stranger, dispute_id=talk.pk, text="저도요")
    with pytest.raises(NotFound):
        services.dispute_settle(actor=sellers[0].actor, dispute_id=talk.pk, settlement="끝")
    services.dispute_settle(actor=agency.requester, dispute_id=talk.pk, settlement="10개 교체")
    talk.refresh_from_db()
    assert talk.status == Dispute.Status.SETTLED
    assert list(talk.messages.order_by("pk").values_list("side", flat=True)) == [
        "seller",
        "buyer",
    ]
    with pytest.raises(WrongState):
        services.dispute_reply(actor=agency.requester, dispute_id=talk.pk, text="하나 더")


def test_the_city_reads_every_dispute_and_may_say_a_word(agency: Desk, sellers: Sellers) -> None:
    po = ordered(agency, sellers[0])
    talk = services.dispute_open(
        actor=sellers[0].actor,
        po_id=po.pk,
        enterprise_id=sellers[0].enterprise.pk,
        subject="대금 지급",
        text="기한이 지났습니다.",
    )
    officer, member = Client(), Client()
    officer.force_login(UserFactory(is_city_officer=True))
    member.force_login(User.objects.get(pk=agency.requester.user_id))
    assert member.get("/city/disputes/").status_code == 403
    assert "대금 지급" in officer.get("/city/disputes/").content.decode()
    empty = officer.post("/city/disputes/", {"dispute": talk.pk, "decision": "dispute_reply"})
    assert empty.status_code == 400
    word = {"dispute": talk.pk, "decision": "dispute_reply", "text": "양쪽 서류를 보겠습니다."}
    assert officer.post("/city/disputes/", word).status_code == 302
    assert talk.messages.latest("pk").side == "city"
