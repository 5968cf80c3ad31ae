"""What the public is told of an agency's purchase: once, in its order, never of people."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from procurement import disclosure, services
from procurement.models import Invoice, OcdsRelease, PurchaseOrder
from procurement.services import ItemOrdered
from procurement.services.publish import process_publish, processes_catch_up
from procurement.standards import ocds
from procurement.tasks import processes_catch_up as catch_up_hourly
from tests.procurement.conftest import (
    HALL,
    Desk,
    Seller,
    answer,
    ask,
    inspect,
    order_quote,
    seller,
    ship,
)
from tests.procurement.standards.test_ocds import RECORDS_HELD, RELEASES_HELD

pytestmark = pytest.mark.django_db
Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]
PUBLISHER = ocds.Publisher(name="온장")


def told(ocid: str | None = None) -> list[OcdsRelease]:
    """All releases, checked against the published schemas, with their record."""
    rows = list(OcdsRelease.objects.order_by("pk"))
    if ocid is not None:
        rows = [row for row in rows if row.ocid == ocid]
    about = {"uri": "https://onjang.example/x", "published": clock.now(), "publisher": PUBLISHER}
    package = ocds.release_package([row.data for row in rows], **about)
    assert not list(RELEASES_HELD.iter_errors(json.loads(json.dumps(package))))
    for each in {row.ocid for row in rows}:
        record = ocds.record([row.data for row in rows if row.ocid == each])
        package = ocds.record_package([record], **about)
        assert not list(RECORDS_HELD.iter_errors(json.loads(json.dumps(package))))
    return rows


def compiled() -> dict[str, Any]:
    found: dict[str, Any] = ocds.record([row.data for row in told()])["compiledRelease"]
    return found


def tags(rows: list[OcdsRelease]) -> list[str]:
    return ["+".join(row.tags) for row in rows]


def pay(agency: Desk, invoice: Invoice) -> None:
    services.invoice_payment_record(
        actor=agency.finance,
        invoice_id=invoice.pk,
        amount=invoice.total_amount,
        paid_on=clock.today(),
        reference=f"김담당 이체 {invoice.pk}",
    )


def whole_story(agency: Desk, sellers: Sellers, drain: Drain) -> PurchaseOrder:
    """Two quotes, an order, an answer, a change, two deliveries, one rejection, payment."""
    one = sellers[1]
    rfq = ask(agency, *sellers, description="문의: 김담당 051-123-4567, kim@busan.go.kr")
    drain()
    answer(rfq, sellers[0], 20_000)
    po = order_quote(agency, answer(rfq, one, 18_000))
    drain()
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    drain()
    services.purchase_order_respond(
        actor=one.actor, po_id=po.pk, enterprise_id=one.enterprise.pk, accepts=True
    )
    change = services.change_request(
        actor=agency.requester,
        po_id=po.pk,
        reason="참석 인원이 줄어듦 (010-1234-5678)",
        cancel={po.lines.get().pk: 100},
        needed_by=clock.today() + dt.timedelta(days=30),
    )
    services.change_decide(actor=agency.approver, change_id=change.pk, approves=True)
    services.change_answer(
        actor=one.actor, change_id=change.pk, enterprise_id=one.enterprise.pk, agrees=True
    )
    drain()
    piece = po.lines.get().order_line_id
    assert piece is not None
    pay(agency, inspect(agency, ship(po, one, quantities={piece: 150}), rejected=10))
    pay(agency, inspect(agency, ship(po, one)))
    drain()
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.CLOSED
    return po


def test_a_purchase_is_told_from_the_request_to_the_last_transfer(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    po = whole_story(agency, sellers, drain_outbox)
    rows = told()
    assert tags(rows) == [
        "tender",
        "award+contract",
        "contractUpdate",
        "contractAmendment",
        "implementation",
        *["implementationUpdate"] * 5,
        "contractTermination",
    ]
    assert {row.ocid for row in rows} == {f"ocds-onjang0-{po.quote.rfq.number}"}  # type: ignore[union-attr]
    assert len({row.release_id for row in rows}) == len(rows)
    whole = compiled()
    (contract,) = whole["contracts"]
    assert contract["value"]["amount"] == 200 * 18_000
    assert contract["status"] == "terminated"
    assert contract["items"][0]["quantity"] == 200
    (amendment,) = contract["amendments"]
    assert amendment["amendsReleaseID"] == rows[2].release_id
    assert amendment["releaseID"] == rows[3].release_id
    made = contract["implementation"]
    assert sum(entry["value"]["amount"] for entry in made["transactions"]) == 190 * 18_000
    stages = sorted((entry["type"], entry["status"]) for entry in made["milestones"])
    assert stages == [
        ("assessment", "met"),
        ("assessment", "partiallyMet"),
        ("delivery", "met"),
        ("delivery", "met"),
    ]
    assert whole["tender"]["numberOfTenderers"] == 2
    assert whole["tender"]["procurementMethodRationale"] == po.rule_basis
    (supplier,) = [party for party in whole["parties"] if "supplier" in party["roles"]]
    assert [entry["type"] for entry in supplier["details"]["credentials"]] == ["social_enterprise"]


def test_each_release_says_what_its_day_knew(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    """Written late, all at once, the releases say what they would have said then."""
    whole_story(agency, sellers, drain_outbox)
    rows = told()
    contracts = [row.data["contracts"][0] for row in rows if "contracts" in row.data]
    assert [entry["value"]["amount"] for entry in contracts][:3] == [
        300 * 18_000,
        300 * 18_000,
        200 * 18_000,
    ]
    assert len({entry["period"]["endDate"] for entry in contracts}) == 2
    kept = {row.event: row.data for row in rows}
    with connection.cursor() as cursor:  # past the guard that keeps them
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM procurement_ocdsrelease")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert catch_up_hourly() == len(rows)
    assert {row.event: row.data for row in OcdsRelease.objects.all()} == kept


def test_quotes_are_sealed_until_somebody_is_chosen(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    rfq = ask(agency, *sellers)
    quotes = [answer(rfq, one, price) for one, price in zip(sellers, (20_000, 17_777), strict=True)]
    po = order_quote(agency, quotes[1])
    drain_outbox()  # the purchase waits for its approver: nothing is decided
    (row,) = told()
    assert tags([row]) == ["tender"]
    said = json.dumps(row.data, ensure_ascii=False)
    for hidden in (*(one.enterprise.name for one in sellers), "17777", "20000", "5333100"):
        assert hidden not in said
    assert "numberOfTenderers" not in row.data["tender"]
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    drain_outbox()
    said = json.dumps([row.data for row in told()], ensure_ascii=False)
    assert "6000000" not in said  # the losing price stays between its enterprise and the agency


def test_no_person_is_told_of(agency: Desk, sellers: Sellers, drain_outbox: Drain) -> None:
    po = whole_story(agency, sellers, drain_outbox)
    said = json.dumps([row.data for row in told()], ensure_ascii=False)
    people = [member.user for member in agency.organization.memberships.select_related("user")]
    hidden = [person.name for person in people] + [person.email for person in people]
    hidden += [po.recipient, po.phone, sellers[1].enterprise.representative]
    hidden += ["kim@busan.go.kr", "051-123-4567", "010-1234-5678", "이체"]
    assert [text for text in hidden if text in said] == []
    assert disclosure.HIDDEN in said


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("연락 010-1234-5678 바랍니다", "연락 (비공개) 바랍니다"),
        ("051)888-1234", "(비공개)"),
        ("900101-1234567", "(비공개)"),
        ("a.b@busan.go.kr로", "(비공개)로"),
        ("2026-11-23까지 1,200개, 80g/㎡", "2026-11-23까지 1,200개, 80g/㎡"),
    ],
)
def test_what_people_write_is_cleared_of_numbers(written: str, shown: str) -> None:
    assert disclosure.public_text(written) == shown


def test_nothing_is_told_twice_nor_rewritten(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    po = whole_story(agency, sellers, drain_outbox)
    before = list(OcdsRelease.objects.order_by("pk").values_list("release_id", "data"))
    assert process_publish(po_id=po.pk) == []
    assert processes_catch_up() == 0
    assert list(OcdsRelease.objects.order_by("pk").values_list("release_id", "data")) == before
    row = OcdsRelease.objects.first()
    assert row is not None
    for change in (row.delete, row.save):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_companies_buy_in_private(company: Desk, drain_outbox: Drain) -> None:
    one = seller()
    po = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(one.variant.sku, 5)],
        title="간식",
        address=HALL,
    )
    services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    drain_outbox()
    assert processes_catch_up() == 0
    assert not OcdsRelease.objects.exists()


def test_a_purchase_without_a_quote_is_a_process_of_its_own(
    agency: Desk, drain_outbox: Drain
) -> None:
    one = seller(price=1_000)
    po = services.purchase_order_from_items(
        actor=agency.requester,
        organization_id=agency.organization.pk,
        items=[ItemOrdered(one.variant.sku, 5)],
        title="사무용품",
        address=HALL,
        rule_code="no_quote_2m",
    )
    drain_outbox()
    assert not OcdsRelease.objects.exists()  # nobody approved it
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    drain_outbox()
    (row,) = told()
    assert tags([row]) == ["tender+award+contract"]
    assert row.data["tender"]["procurementMethodDetails"] == "수의계약(견적 생략)"
    assert "endDate" not in row.data["contracts"][0]["period"]


def test_what_was_declined_is_told_as_cancelled(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    one = sellers[0]
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    services.purchase_order_respond(
        actor=one.actor, po_id=po.pk, enterprise_id=one.enterprise.pk, accepts=False, note="휴무"
    )
    drain_outbox()
    assert tags(told()) == ["tender", "award+contract", "awardCancellation+contractUpdate"]
    whole = compiled()
    assert whole["awards"][0]["status"] == "cancelled"
    assert whole["contracts"][0]["status"] == "cancelled"
    assert whole["contracts"][0]["value"]["amount"] == 0


def test_a_request_that_was_taken_back_is_told(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    rfq = ask(agency, *sellers)
    drain_outbox()
    services.rfq_cancel(actor=agency.requester, rfq_id=rfq.pk)
    drain_outbox()
    rows = told()
    assert tags(rows) == ["tender", "tenderCancellation"]
    assert compiled()["tender"]["status"] == "cancelled"
