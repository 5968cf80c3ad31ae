"""An agency's way: asked, quoted, compared, cited, approved, delivered, inspected, paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail

from core import clock
from core.errors import InvalidInput, NotAllowed, NotFound
from orders.models import VendorOrder
from payments import ledger
from payments.rules import AccountKind, organization_owner
from procurement import selectors, services
from procurement.errors import (
    BudgetTooSmall,
    DeadlinePassed,
    DutiesMustPart,
    QuoteExpired,
    RuleForbids,
    WrongState,
)
from procurement.models import Acceptance, Invoice, PurchaseOrder, Quote, RequestForQuote
from procurement.services import Inspected
from reports.models import SaleFact
from tests.procurement.conftest import (
    Desk,
    Seller,
    answer,
    ask,
    budget_of,
    inspect,
    order_quote,
    seller,
    ship,
)

pytestmark = pytest.mark.django_db

Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]


def approved(agency: Desk, sellers: Sellers, **more: object) -> PurchaseOrder:
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    po = order_quote(agency, answer(rfq, sellers[1], 18_000), **more)
    return services.purchase_order_approve(actor=agency.approver, po_id=po.pk)


def test_from_need_to_payment_to_the_won(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    """300 asked, the better of two quotes ordered, 298 accepted, 298 invoiced and paid."""
    budget = budget_of(agency, 6_000_000)
    po = approved(agency, sellers, budget_line_id=budget.pk)
    budget.refresh_from_db()
    assert (budget.committed_amount, budget.spent_amount) == (5_400_000, 0)
    assert po.order is not None
    assert po.order.total_amount == po.total_amount == 5_400_000
    assert po.order.reference == po.number

    shipment = ship(po, sellers[1])
    drain_outbox()
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.DELIVERING

    invoice = inspect(agency, shipment, rejected=2)
    assert invoice.total_amount == 298 * 18_000
    assert [line.quantity for line in invoice.lines.all()] == [298]
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.INSPECTED
    assert po.order.vendor_orders.get().status == VendorOrder.Status.DELIVERED

    services.invoice_payment_record(
        actor=agency.finance, invoice_id=invoice.pk, amount=invoice.total_amount,
        paid_on=clock.today(), reference="이체-1",
    )  # fmt: skip
    po.refresh_from_db()
    invoice.refresh_from_db()
    budget.refresh_from_db()
    assert (po.status, invoice.status) == (PurchaseOrder.Status.CLOSED, Invoice.Status.PAID)
    assert (budget.committed_amount, budget.spent_amount) == (0, 298 * 18_000)

    assert ledger.balance(AccountKind.BANK) == 298 * 18_000
    owner = organization_owner(agency.organization.pk)
    assert ledger.balance(AccountKind.BUYER_RECEIVABLE, owner) == 0
    drain_outbox()
    sold = {(fact.event, fact.quantity, fact.total_amount) for fact in SaleFact.objects.all()}
    assert ("delivered", 298, 298 * 18_000) in sold
    assert ("cancelled", -2, -2 * 18_000) in sold


def test_each_step_writes_to_those_whose_turn_it_is(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    po = order_quote(agency, answer(rfq, sellers[1], 18_000))
    drain_outbox()
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    inspect(agency, ship(po, sellers[1]), rejected=1)
    drain_outbox()
    told = {(message.to[0], message.subject.split("]")[1].split()[0]) for message in mail.outbox}
    assert (sellers[0].enterprise.email, "견적") in told
    assert (agency.requester.email, "견적") in told
    assert (agency.approver.email, "승인") in told
    assert (agency.requester.email, "발주") in told
    assert (sellers[1].enterprise.email, "발주서") in told
    assert (agency.finance.email, "대금") in told
    assert (sellers[1].enterprise.email, "검수") in told
    assert len(mail.outbox) == len({message.extra_headers["Message-ID"] for message in mail.outbox})


def test_a_new_quote_replaces_the_last_and_both_stay_readable(
    agency: Desk, sellers: Sellers
) -> None:
    rfq = ask(agency, *sellers)
    first = answer(rfq, sellers[0], 20_000)
    second = answer(rfq, sellers[0], 19_000)
    first.refresh_from_db()
    assert (first.status, second.version) == (Quote.Status.REPLACED, 2)
    assert [entry.quote.pk for entry in selectors.comparison(rfq).quotes] == [second.pk]
    with pytest.raises(WrongState):
        order_quote(agency, first)


def test_prices_without_vat_are_kept_with_it(agency: Desk, sellers: Sellers) -> None:
    quote = answer(ask(agency, sellers[0]), sellers[0], 10_000, prices_include_vat=False)
    assert quote.lines.get().unit_price_amount == 11_000
    assert (quote.supply_amount, quote.vat_amount) == (3_000_000, 300_000)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "price_"),
        ({"valid_until": dt.date(2020, 1, 1)}, "valid_until"),
        ({"lead_days": 1000}, "lead_days"),
        ({"note": "가" * 2001}, "note"),
    ],
)
def test_a_bad_quote_is_refused_by_its_field(
    agency: Desk, sellers: Sellers, change: dict[str, object], field: str
) -> None:
    rfq = ask(agency, sellers[0])
    with pytest.raises(InvalidInput) as refused:
        answer(rfq, sellers[0], 20_000, **change)
    assert any(name.startswith(field) for name in refused.value.fields)
    assert not Quote.objects.exists()


def test_goods_of_another_enterprise_can_not_be_quoted(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, sellers[0])
    line = rfq.lines.get()
    foreign = [
        {"rfq_line_id": line.pk, "unit_price_amount": 1, "variant_id": sellers[1].variant.pk,
         "tax_class": "taxable"}
    ]  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        answer(rfq, sellers[0], 1, lines=foreign)
    assert f"variant_{line.pk}" in refused.value.fields


def test_only_who_was_asked_may_answer_and_only_in_time(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, sellers[0])
    with pytest.raises(NotFound):
        answer(rfq, sellers[1], 20_000)
    with pytest.raises(NotFound):  # in the name of another
        answer(rfq, sellers[0], 20_000, actor=sellers[1].actor)
    RequestForQuote.objects.update(deadline=clock.now() - dt.timedelta(minutes=1))
    with pytest.raises(DeadlinePassed):
        answer(rfq, sellers[0], 20_000)


def test_a_ground_that_does_not_carry_is_refused(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, sellers[0], quantity=1100)
    quote = answer(rfq, sellers[0], 20_020)  # 22,022,000 = 20,020,000 and its VAT
    with pytest.raises(RuleForbids) as refused:
        order_quote(agency, quote)
    assert refused.value.obstacles == ["above_limit"]
    with pytest.raises(RuleForbids):
        order_quote(agency, quote, rule_code="nonsense")
    with pytest.raises(InvalidInput) as no_reason:
        order_quote(agency, answer(rfq, sellers[0], 19_000), reason=" ")
    assert "reason" in no_reason.value.fields
    assert not PurchaseOrder.objects.exists()
    rfq.refresh_from_db()
    assert rfq.status == RequestForQuote.Status.OPEN


def test_an_expired_quote_can_not_be_ordered(agency: Desk, sellers: Sellers) -> None:
    quote = answer(ask(agency, sellers[0]), sellers[0], 20_000)
    Quote.objects.update(valid_until=clock.today() - dt.timedelta(days=1))
    with pytest.raises(QuoteExpired):
        order_quote(agency, quote)


def test_a_request_is_ordered_once(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, *sellers)
    first, second = answer(rfq, sellers[0], 20_000), answer(rfq, sellers[1], 18_000)
    order_quote(agency, second)
    with pytest.raises(WrongState):
        order_quote(agency, first)
    with pytest.raises(WrongState):
        order_quote(agency, second)


def test_the_comparison_is_frozen_with_the_choice(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    order_quote(agency, answer(rfq, sellers[1], 18_000))
    rfq.refresh_from_db()
    assert len(rfq.comparison_digest) == 64
    ranks = [(quote["total"], quote["rank"]) for quote in rfq.comparison["quotes"]]
    assert ranks == [(5_400_000, 1), (6_000_000, 2)]


def test_a_rejected_purchase_order_reopens_its_request(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, *sellers)
    loser, winner = answer(rfq, sellers[0], 20_000), answer(rfq, sellers[1], 18_000)
    po = order_quote(agency, winner)
    with pytest.raises(InvalidInput):
        services.purchase_order_reject(actor=agency.approver, po_id=po.pk, note="")
    services.purchase_order_reject(actor=agency.approver, po_id=po.pk, note="예산 확인 후 다시")
    with pytest.raises(WrongState):
        services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    again = order_quote(agency, loser)
    assert again.status == PurchaseOrder.Status.SUBMITTED


def test_requester_approver_and_inspector_are_three_people(agency: Desk, sellers: Sellers) -> None:
    member = agency.organization.memberships.get(user_id=agency.requester.user_id)
    member.roles = ["requester", "approver", "inspector"]
    member.save()
    from vendors.selectors import actor_for

    everything = actor_for(member.user)
    rfq = ask(agency, sellers[0])
    po = order_quote(agency, answer(rfq, sellers[0], 20_000))
    with pytest.raises(DutiesMustPart):
        services.purchase_order_approve(actor=everything, po_id=po.pk)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    shipment = ship(po, sellers[0])
    row = shipment.lines.get()
    with pytest.raises(DutiesMustPart):
        services.acceptance_record(
            actor=everything,
            shipment_id=shipment.pk,
            lines=[Inspected(order_line_id=row.order_line_id, accepted=300, rejected=0, defect="")],
        )
    assert not Acceptance.objects.exists()


def test_each_duty_has_its_role(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, sellers[0])
    quote = answer(rfq, sellers[0], 20_000)
    with pytest.raises(NotAllowed):
        order_quote(agency, quote, actor=agency.finance)
    po = order_quote(agency, quote)
    with pytest.raises(NotAllowed):
        services.purchase_order_approve(actor=agency.inspector, po_id=po.pk)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    invoice = inspect(agency, ship(po, sellers[0]))
    with pytest.raises(NotAllowed):
        services.invoice_payment_record(
            actor=agency.requester, invoice_id=invoice.pk, amount=1, paid_on=clock.today(),
            reference="x",
        )  # fmt: skip


def test_another_organization_s_papers_are_not_found(
    agency: Desk, company: Desk, sellers: Sellers
) -> None:
    rfq = ask(agency, sellers[0])
    quote = answer(rfq, sellers[0], 20_000)
    with pytest.raises(NotFound):
        order_quote(company, quote)
    with pytest.raises(NotFound):
        selectors.rfq_for(actor=company.requester, number=rfq.number)
    po = order_quote(agency, quote)
    with pytest.raises(NotFound):
        services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    with pytest.raises(NotFound):
        selectors.purchase_order_for(actor=company.approver, number=po.number)


def test_a_purchase_never_exceeds_its_budget(agency: Desk, sellers: Sellers) -> None:
    budget = budget_of(agency, 6_000_000)
    first, second = (answer(ask(agency, sellers[0]), sellers[0], 18_000) for _ in range(2))
    po = order_quote(agency, first, budget_line_id=budget.pk)
    with pytest.raises(BudgetTooSmall):
        order_quote(agency, second, budget_line_id=budget.pk)
    second.refresh_from_db()
    assert second.status == Quote.Status.SUBMITTED
    services.purchase_order_reject(actor=agency.approver, po_id=po.pk, note="예산 조정")
    order_quote(agency, second, budget_line_id=budget.pk)
    budget.refresh_from_db()
    assert (budget.reserved_amount, budget.free_amount) == (5_400_000, 600_000)


def test_approving_twice_orders_once(agency: Desk, sellers: Sellers) -> None:
    po = approved(agency, sellers)
    again = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    assert again.order_id == po.order_id


@pytest.mark.parametrize(
    ("accepted", "rejected", "defect", "field"),
    [(300, 1, "파손", "accepted_"), (298, 1, "파손", "accepted_"), (-1, 301, "파손", "accepted_"),
     (298, 2, " ", "defect_")],
)  # fmt: skip
def test_an_inspection_counts_every_delivered_piece(
    agency: Desk, sellers: Sellers, accepted: int, rejected: int, defect: str, field: str
) -> None:
    po = approved(agency, sellers)
    shipment = ship(po, sellers[1])
    line_id = shipment.lines.get().order_line_id
    with pytest.raises(InvalidInput) as refused:
        services.acceptance_record(
            actor=agency.inspector,
            shipment_id=shipment.pk,
            lines=[
                Inspected(
                    order_line_id=line_id, accepted=accepted, rejected=rejected, defect=defect
                )
            ],
        )
    assert f"{field}{line_id}" in refused.value.fields
    assert not Invoice.objects.exists()


def test_a_delivery_is_inspected_once(agency: Desk, sellers: Sellers) -> None:
    shipment = ship(approved(agency, sellers), sellers[1])
    inspect(agency, shipment)
    with pytest.raises(WrongState):
        inspect(agency, shipment)


def test_partial_deliveries_are_inspected_and_invoiced_one_by_one(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    po = approved(agency, sellers)
    assert po.order is not None
    line = po.order.vendor_orders.get().lines.get()
    first = inspect(agency, ship(po, sellers[1], quantities={line.pk: 100}))
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.DELIVERING
    second = inspect(agency, ship(po, sellers[1]), rejected=5)
    assert (first.total_amount, second.total_amount) == (100 * 18_000, 195 * 18_000)
    for invoice in (first, second):
        services.invoice_payment_record(
            actor=agency.finance, invoice_id=invoice.pk, amount=invoice.total_amount,
            paid_on=clock.today(), reference=invoice.number,
        )  # fmt: skip
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.CLOSED


def test_nothing_accepted_means_nothing_to_pay(agency: Desk, sellers: Sellers) -> None:
    po = approved(agency, sellers)
    shipment = ship(po, sellers[1])
    row = shipment.lines.get()
    services.acceptance_record(
        actor=agency.inspector,
        shipment_id=shipment.pk,
        lines=[
            Inspected(
                order_line_id=row.order_line_id, accepted=0, rejected=300, defect="전량 규격 상이"
            )
        ],
    )
    po.refresh_from_db()
    assert (po.status, Invoice.objects.count()) == (PurchaseOrder.Status.CLOSED, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 10**9}, "amount"),
        ({"paid_on": dt.date(2999, 1, 1)}, "paid_on"),
        ({"paid_on": dt.date(2020, 1, 1)}, "paid_on"),
        ({"reference": ""}, "reference"),
    ],
)
def test_a_bad_transfer_is_refused_by_its_field(
    agency: Desk, sellers: Sellers, change: dict[str, object], field: str
) -> None:
    invoice = inspect(agency, ship(approved(agency, sellers), sellers[1]))
    transfer = {"amount": 1000, "paid_on": clock.today(), "reference": "이체"} | change
    with pytest.raises(InvalidInput) as refused:
        services.invoice_payment_record(actor=agency.finance, invoice_id=invoice.pk, **transfer)
    assert field in refused.value.fields
    invoice.refresh_from_db()
    assert invoice.paid_amount == 0


def test_the_same_transfer_recorded_twice_is_one(agency: Desk, sellers: Sellers) -> None:
    invoice = inspect(agency, ship(approved(agency, sellers), sellers[1]))
    for _ in range(2):
        services.invoice_payment_record(
            actor=agency.finance, invoice_id=invoice.pk, amount=1000, paid_on=clock.today(),
            reference="이체-1",
        )  # fmt: skip
    invoice.refresh_from_db()
    assert invoice.paid_amount == 1000
    with pytest.raises(InvalidInput) as refused:
        services.invoice_payment_record(
            actor=agency.finance, invoice_id=invoice.pk, amount=2000, paid_on=clock.today(),
            reference="이체-1",
        )  # fmt: skip
    assert "reference" in refused.value.fields


def test_splitting_is_pointed_out(agency: Desk) -> None:
    one = seller(on_hand=10_000)
    rfq = ask(agency, one, quantity=1000)
    order_quote(agency, answer(rfq, one, 18_000))
    common = {"organization_id": agency.organization.pk, "enterprise_id": one.enterprise.pk}
    [crossed] = selectors.split_warnings(**common, supply=10_000_000, variant_ids=[one.variant.pk])
    assert (crossed.limit, crossed.before, crossed.is_same_item) == (20_000_000, 16_363_636, True)
    [crossed] = selectors.split_warnings(**common, supply=10_000_000, names=["전혀 다른 것"])
    assert not crossed.is_same_item
    with clock.moved_to(clock.now() + dt.timedelta(days=91)):
        assert selectors.split_warnings(**common, supply=10_000_000) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"lines": []}, "description_0"),
        ({"enterprise_ids": []}, "enterprises"),
        ({"enterprise_ids": [999_999]}, "enterprises"),
        ({"deadline": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "deadline"),
        ({"needed_by": dt.date(2020, 1, 1)}, "needed_by"),
    ],
)
def test_a_bad_request_is_refused_by_its_field(
    agency: Desk, sellers: Sellers, change: dict[str, object], field: str
) -> None:
    good = {
        "title": "선물", "lines": [services.NewRfqLine("비누", 1)],
        "enterprise_ids": [sellers[0].enterprise.pk],
        "deadline": clock.now() + dt.timedelta(days=1),
        "needed_by": clock.today() + dt.timedelta(days=9),
        "address": services.DeliverTo("김", "051", "48095", "중동2로 11"),
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        services.rfq_create(
            actor=agency.requester, organization_id=agency.organization.pk, **(good | change)
        )
    assert field in refused.value.fields
    assert not RequestForQuote.objects.exists()
