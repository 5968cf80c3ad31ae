"""From a checked list to payment: consents, parcels in parts, inspection, invoice."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from core import clock
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry
from gifts import selectors, services, sheets
from gifts.errors import WrongState
from gifts.models import GiftOrder, GiftRecipient
from gifts.services import send, track
from gifts.sheets import Traced
from orders.gateways.tracking import Scan, Track
from orders.models import Shipment
from procurement import services as procurement
from procurement.models import Invoice, PurchaseOrder
from tests.gifts.lists_at_hand import (
    Drain,
    checked,
    comma,
    ordered,
    people,
    person,
    sent,
    submitted,
    traced,
)
from tests.procurement.conftest import HALL, Desk, Seller, inspect, seller, ship

pytestmark = pytest.mark.django_db


def states(order: GiftOrder) -> list[str]:
    return list(order.recipients.order_by("number").values_list("status", flat=True))


def status(order: GiftOrder) -> str:
    order.refresh_from_db()
    return order.status


# -- submitting --


def test_all_pieces_together_reach_their_tier(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(40), pieces=3)
    totals = selectors.totals_of(order)
    assert (totals.pieces, totals.total, totals.saved) == (120, 1_080_000, 120_000)
    po = submitted(company, order)
    line = po.lines.get()
    assert (line.quantity, line.unit_price_amount) == (120, 9_000)
    assert (po.kind, po.total_amount, po.needed_by) == ("gift", 1_080_000, order.arrive_to)
    assert (po.recipient, po.road_address) == (HALL.recipient, HALL.road_address)


def test_rows_with_codes_of_their_own_are_bought_with_the_others(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    tea = seller(price=5_000)
    rows = [person(1), person(2, 상품코드=tea.variant.sku, 수량=4), person(3)]
    po = submitted(company, checked(company, soap, drain_outbox, rows))
    lines = {line.sku: line.quantity for line in po.lines.all()}
    assert lines == {soap.variant.sku: 2, tea.variant.sku: 4}


def test_a_double_click_makes_one_purchase_order(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    assert submitted(company, order).pk == submitted(company, order).pk
    assert PurchaseOrder.objects.count() == 1


def test_what_is_not_on_the_shelf_is_not_ordered(company: Desk, drain_outbox: Drain) -> None:
    order = checked(company, rare := seller(on_hand=3), drain_outbox, people(4))
    assert rare.variant.sku
    with pytest.raises(InvalidInput) as refused:
        submitted(company, order)
    assert "3개뿐" in refused.value.by_field()["goods"][0]
    assert status(order) == "draft"


def test_what_can_not_be_made_in_time_is_refused_by_its_field(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    soap.variant.product.weekly_capacity = 10
    soap.variant.product.save()
    order = checked(company, soap, drain_outbox, people(40))  # four weeks: 21 days
    totals = selectors.totals_of(order)
    assert set(totals.problems) == {"arrive_to"}
    with pytest.raises(InvalidInput) as refused:
        submitted(company, order)
    assert set(refused.value.by_field()) == {"arrive_to"}
    assert not PurchaseOrder.objects.exists()
    GiftOrder.objects.update(arrive_to=clock.today() + dt.timedelta(days=25))
    order.refresh_from_db()
    totals = selectors.totals_of(order)
    assert not totals.problems
    assert len(totals.warnings) == 1
    submitted(company, order)


def test_nobody_to_send_to_is_no_order(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = checked(company, soap, drain_outbox, people(1))
    services.gift_recipient_leave_out(actor=company.requester, order_id=order.pk, number=2)
    with pytest.raises(InvalidInput) as refused:
        submitted(company, order)
    assert set(refused.value.by_field()) == {"rows"}


def test_an_agency_cites_its_ground(agency: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = checked(agency, soap, drain_outbox, people(3))
    with pytest.raises(InvalidInput) as refused:
        submitted(agency, order)
    assert "rule" in refused.value.by_field()
    assert status(order) == "draft"
    po = submitted(agency, order, rule_code="no_quote_2m")
    assert po.rule_basis


def test_what_was_sent_back_is_a_draft_again_and_may_be_submitted_anew(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(3))
    first = submitted(company, order)
    procurement.purchase_order_reject(actor=company.approver, po_id=first.pk, note="줄여 주세요")
    drain_outbox()
    assert status(order) == "draft"
    services.gift_recipient_leave_out(actor=company.requester, order_id=order.pk, number=2)
    second = submitted(company, order)
    assert second.pk != first.pk
    assert second.lines.get().quantity == 2


def test_cancelling_takes_the_purchase_order_back(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    po = submitted(company, order)
    for _again in range(2):
        services.gift_order_cancel(actor=company.requester, order_id=order.pk)
        assert status(order) == "cancelled"
    po.refresh_from_db()
    assert po.status == "cancelled"


def test_a_purchase_order_that_was_withdrawn_takes_its_gifts_along(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    po = submitted(company, order)
    procurement.purchase_order_withdraw(actor=company.requester, po_id=po.pk)
    assert services.gift_orders_follow_all() == 1
    assert status(order) == "cancelled"
    assert states(order) == ["left_out", "left_out"]


def test_what_is_ordered_can_not_be_cancelled_here(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    with pytest.raises(WrongState):
        services.gift_order_cancel(actor=company.requester, order_id=order.pk)
    assert status(order) == "ordered"


def test_an_enterprise_that_declines_leaves_its_recipients_out(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    tea = seller(price=5_000)
    rows = [person(1), person(2, 상품코드=tea.variant.sku)]
    order = ordered(company, soap, drain_outbox, rows)
    assert order.purchase_order_id is not None
    procurement.purchase_order_respond(
        actor=tea.actor, po_id=order.purchase_order_id, enterprise_id=tea.enterprise.pk,
        accepts=False, note="품절",
    )  # fmt: skip
    drain_outbox()
    assert states(order) == ["ready", "left_out"]
    procurement.purchase_order_respond(
        actor=soap.actor, po_id=order.purchase_order_id, enterprise_id=soap.enterprise.pk,
        accepts=False, note="품절",
    )  # fmt: skip
    drain_outbox()
    assert status(order) == "cancelled"


def test_after_a_change_order_somebody_is_left_out(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(3))
    po = order.purchase_order
    assert po is not None
    change = procurement.change_request(
        actor=company.requester, po_id=po.pk, reason="한 명 퇴사", cancel={po.lines.get().pk: 1}
    )
    procurement.change_decide(actor=company.approver, change_id=change.pk, approves=True)
    procurement.change_answer(
        actor=soap.actor, change_id=change.pk, enterprise_id=soap.enterprise.pk, agrees=True
    )
    drain_outbox()
    assert selectors.pieces_short(order) == {soap.variant.sku: 1}
    report = sent(order, soap, 2, 3, 4)
    assert report.sent == 2
    assert [row for row, _text in report.problems] == [4]
    services.gift_recipient_leave_out(actor=company.requester, order_id=order.pk, number=4)
    order.refresh_from_db()
    assert selectors.pieces_short(order) == {}
    with pytest.raises(WrongState):
        services.gift_recipient_leave_out(actor=company.requester, order_id=order.pk, number=3)


# -- sending --


def test_the_whole_way_to_payment(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = ordered(company, soap, drain_outbox, people(5), pieces=2)
    report = sent(order, soap, 2, 3)
    assert (report.sent, report.problems) == (2, [])
    assert status(order) == "sending"
    assert report.shipment is not None
    line = report.shipment.lines.get()
    assert line.quantity == 4
    assert set(order.recipients.filter(status="sent").values_list("shipment", flat=True)) == {
        report.shipment.pk
    }
    first = inspect(company, report.shipment)
    drain_outbox()
    assert first.total_amount == 40_000
    assert states(order) == ["delivered", "delivered", "ready", "ready", "ready"]
    rest = sent(order, soap, 4, 5, 6)
    assert rest.shipment is not None
    assert rest.shipment.pk != report.shipment.pk
    second = inspect(company, rest.shipment)
    drain_outbox()
    assert status(order) == "done"
    assert order.ended_at is not None
    for invoice in (first, second):
        procurement.invoice_payment_record(
            actor=company.finance, invoice_id=invoice.pk, amount=invoice.total_amount,
            paid_on=clock.today(), reference=invoice.number,
        )  # fmt: skip
    assert order.purchase_order is not None
    order.purchase_order.refresh_from_db()
    assert order.purchase_order.status == "closed"
    assert sum(row.total_amount for row in Invoice.objects.all()) == 100_000


def test_the_same_sheet_again_sends_nothing_twice(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(3))
    sent(order, soap, 2, 3)
    again = sent(order, soap, 2, 3)
    assert (again.sent, again.known, again.problems) == (0, 2, [])
    more = sent(order, soap, 2, 3, 4)
    assert (more.sent, more.known) == (1, 2)
    assert Shipment.objects.count() == 2


def test_bad_rows_of_a_sheet_are_named_and_good_ones_sent(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(
        company, soap, drain_outbox, [*people(6), person(7, 주소="부산 해운대구 중동2로 1")]
    )
    rows = [
        Traced(2, f"{order.number}-2", "CJ대한통운", "640001"),
        Traced(3, f"{order.number}-99", "CJ대한통운", "640002"),
        Traced(4, "G-000000-AAAAAA-3", "CJ대한통운", "640003"),
        Traced(5, "3", "", "640004"),
        Traced(6, "3", "한진택배", "나쁜번호"),
        Traced(7, "3", "한진택배", "6.4E+11"),
        Traced(8, "3", "한진택배", "640001"),
        Traced(9, "2", "CJ대한통운", "640001"),
        Traced(10, "4", "한진택배", "640005", "내일"),
        Traced(11, "5", "한진택배", "640006", "2020-01-01"),
        Traced(12, "3", "한진택배", "640007"),
    ]
    report = services.gift_parcels_record(
        actor=soap.actor, enterprise_id=soap.enterprise.pk, number=order.number, rows=rows
    )
    assert report.sent == 2
    assert [row for row, _text in report.problems] == list(range(3, 12))
    assert all(text for _row, text in report.problems)
    assert "텍스트" in dict(report.problems)[7]
    assert states(order)[:4] == ["sent", "sent", "ready", "ready"]
    assert report.shipment is not None
    assert report.shipment.lines.get().quantity == 2


def test_a_wrong_number_is_mended_and_a_day_of_arrival_counts(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    sent(order, soap, 2, 3)
    report = sent(order, soap, 2, first=650_000)
    assert (report.sent, report.mended, report.shipment) == (0, 1, None)
    assert order.recipients.get(number=2).tracking_number == "650002"
    row = traced(order, 3)[0]
    told = Traced(row.row, row.code, row.carrier, row.tracking_number, clock.today().isoformat())
    report = services.gift_parcels_record(
        actor=soap.actor, enterprise_id=soap.enterprise.pk, number=order.number, rows=[told]
    )
    assert report.delivered == 1
    assert states(order) == ["sent", "delivered"]
    report = sent(order, soap, 3, first=660_000)
    assert len(report.problems) == 1


def test_what_left_by_the_order_page_is_only_told_of(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    assert order.purchase_order is not None
    order.purchase_order.refresh_from_db()
    shipment = ship(order.purchase_order, soap)
    report = sent(order, soap, 2, 3)
    assert (report.sent, report.shipment) == (2, shipment)
    assert Shipment.objects.count() == 1


def test_rejected_pieces_leave_it_open_who_has_theirs(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(3))
    report = sent(order, soap, 2, 3, 4)
    assert report.shipment is not None
    invoice = inspect(company, report.shipment, rejected=1)
    drain_outbox()
    assert invoice.total_amount == 20_000
    assert states(order) == ["sent", "sent", "sent"]
    with clock.moved_to(clock.now() + dt.timedelta(days=31)):
        services.gift_orders_follow_all()
    assert status(order) == "done"


def test_each_enterprise_sends_its_own_goods_alone(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    tea = seller(price=5_000)
    rows = [person(1), person(2, 상품코드=tea.variant.sku), person(3)]
    order = ordered(company, soap, drain_outbox, rows)
    _order, mine = services.gift_recipients_take_out(
        actor=tea.actor, enterprise_id=tea.enterprise.pk, number=order.number
    )
    assert [row.number for row in mine] == [3]
    report = sent(order, tea, 2, 3)
    assert report.sent == 1
    assert len(report.problems) == 1
    assert states(order) == ["ready", "sent", "ready"]


def test_strangers_and_accountants_see_no_address(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    tea = seller()
    who: dict[str, Any] = {"enterprise_id": soap.enterprise.pk, "number": order.number}
    with pytest.raises(NotFound):  # before it is ordered
        services.gift_recipients_take_out(actor=soap.actor, **who)
    po = submitted(company, order)
    procurement.purchase_order_approve(actor=company.approver, po_id=po.pk)
    drain_outbox()
    for actor, enterprise in (
        (tea.actor, tea.enterprise.pk), (tea.actor, soap.enterprise.pk),
        (company.requester, soap.enterprise.pk),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            services.gift_recipients_take_out(
                actor=actor, enterprise_id=enterprise, number=order.number
            )
        with pytest.raises(NotFound):
            services.gift_parcels_record(
                actor=actor, enterprise_id=enterprise, number=order.number, rows=traced(order, 2)
            )
    from core.actor import Actor

    accountant = Actor(user_id=soap.actor.user_id, enterprises={soap.enterprise.pk: "accountant"})
    with pytest.raises(NotFound):
        services.gift_recipients_take_out(actor=accountant, **who)
    with pytest.raises(NotAllowed):
        services.gift_result_take_out(actor=company.inspector, order_id=order.pk)
    assert states(order) == ["ready", "ready"]
    assert not AuditEntry.objects.filter(action="gift.export").exists()
    services.gift_recipients_take_out(actor=soap.actor, **who)
    entry = AuditEntry.objects.get(action="gift.export")
    assert entry.data == {"count": 2, "enterprise": soap.enterprise.pk}
    assert entry.actor_id == soap.actor.user_id


def test_the_list_goes_out_and_comes_back_filled_in(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, [person(1, 메시지="=1+1"), person(2)])
    found, rows = services.gift_recipients_take_out(
        actor=soap.actor, enterprise_id=soap.enterprise.pk, number=order.number
    )
    data = sheets.recipients_sheet(found, rows, goods=selectors.goods_named(found))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("카드 문구") + 1).data_type == "s"
    assert sheet.cell(2, heads.index("전화번호") + 1).value == "010-0000-0001"
    for line in (2, 3):
        sheet.cell(line, heads.index("택배사") + 1).value = "로젠택배"
        sheet.cell(line, heads.index("송장번호") + 1).value = 640_012_345_670 + line
    buffer = io.BytesIO()
    book.save(buffer)
    told = sheets.read_traced(buffer.getvalue(), most=5_000)
    assert [row.tracking_number for row in told] == ["640012345672", "640012345673"]
    report = services.gift_parcels_record(
        actor=soap.actor, enterprise_id=soap.enterprise.pk, number=order.number, rows=told
    )
    assert (report.sent, report.problems) == (2, [])


@pytest.mark.parametrize(
    "file", [comma([["1", "2"]], head=["a", "b"]), comma([], head=["선물번호", "송장번호"]),
             comma([["G-1", ""]], head=["선물번호", "송장번호"])],
)  # fmt: skip
def test_a_sheet_without_numbers_is_refused(file: Any) -> None:
    file.seek(0)
    with pytest.raises(InvalidInput) as refused:
        sheets.read_traced(file.read(), most=10)
    assert set(refused.value.by_field()) == {"file"}


class Carrier:
    """Delivered everything whose number is even."""

    def track(self, carrier: str, number: str) -> Track | None:
        return Track((Scan(clock.now(), "배송완료"),), int(number) % 2 == 0)


def test_the_carrier_says_who_has_theirs(
    company: Desk, soap: Seller, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    sent(order, soap, 2, 3)
    assert services.gifts_track() == {"asked": 0, "delivered": 0, "silent": 0}
    monkeypatch.setattr(track, "tracker", Carrier)
    monkeypatch.setattr(track.transactions, "require_none", lambda: None)
    assert services.gifts_track() == {"asked": 2, "delivered": 1, "silent": 0}
    assert states(order) == ["delivered", "sent"]
    assert services.gifts_track()["asked"] == 0  # not again so soon


def test_the_database_knows_no_parcel_without_a_number(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    from django.db import IntegrityError, transaction

    order = ordered(company, soap, drain_outbox, people(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftRecipient.objects.filter(order=order).update(status="sent")
    assert send.EACH_ON_ITS_OWN == "개별 배송"
