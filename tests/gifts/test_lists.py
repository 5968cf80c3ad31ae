"""A list is handed in, read in the background, and its bad rows are mended or left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import clock
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry, OutboxTask
from gifts import selectors, services, sheets
from gifts.errors import StillReading, WrongState
from gifts.models import GiftFile, GiftOrder, GiftRecipient
from gifts.services import read
from tests.gifts.lists_at_hand import (
    HEAD,
    Drain,
    begun,
    checked,
    comma,
    people,
    person,
    read_back,
    submitted,
    wishes,
    xlsx,
)
from tests.procurement.conftest import Desk, Seller, seller
from vendors.models import RemoteArea

pytestmark = pytest.mark.django_db


def rows_of(order: GiftOrder) -> list[GiftRecipient]:
    return list(order.recipients.order_by("number"))


@pytest.mark.parametrize(
    "file", [xlsx, comma, lambda rows: comma(rows, encoding="cp949")], ids=["xlsx", "utf8", "cp949"]
)
def test_a_list_becomes_recipients(
    company: Desk, soap: Seller, drain_outbox: Drain, file: Any
) -> None:
    own = person(2, 수량=3, 메시지="생일 축하해요", 상세주소="")
    order = checked(company, soap, drain_outbox, file([person(1), own]))
    first, second = rows_of(order)
    assert (first.number, first.status, first.name, first.phone) == (
        2, "ready", "박선물1", "010-0000-0001",
    )  # fmt: skip
    assert (first.postal_code, first.road_address) == ("48095", "부산광역시 해운대구 해운대로 1")
    assert (first.quantity, first.sku, first.message) == (1, soap.variant.sku, "")
    assert (second.quantity, second.message, second.address_detail) == (3, "생일 축하해요", "")
    assert first.token != second.token


def test_nothing_is_read_in_the_request(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = begun(company, soap, xlsx(people(3)))
    assert not order.recipients.exists()
    assert order.files.get().stage == "reading"
    drain_outbox()
    file = order.files.get()
    assert (file.stage, file.row_count, file.position) == ("checked", 3, 3)


def test_what_excel_ate_comes_back(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    rows = [
        person(1, 휴대폰=1012345678, 우편번호=6035),
        person(2, 휴대폰=1012345678.0, 우편번호=6035.0),
        person(3, 휴대폰=1012345678, 우편번호=6035),
    ]
    file = xlsx(rows, formats={(4, 2): "00000000000", (4, 3): "00000"})
    order = checked(company, soap, drain_outbox, file)
    found = {(row.phone, row.postal_code) for row in rows_of(order)}
    assert found == {("010-1234-5678", "06035")}


def test_titles_above_the_heads_and_blank_rows_are_passed_over(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    rows = [["2026 추석 선물"], [], HEAD, person(1), [], person(2)]
    order = checked(company, soap, drain_outbox, comma(rows, head=["총무팀"]))
    assert [row.number for row in rows_of(order)] == [5, 7]


def test_the_same_person_twice_is_warned_of_and_remote_areas_are_marked(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    RemoteArea.objects.all().delete()
    RemoteArea.objects.create(kind="island", name="섬", postal_from="40200", postal_to="40240")
    rows = [person(1), person(2, 우편번호="40210"), person(1), person(1, 상세주소="202호")]
    order = checked(company, soap, drain_outbox, rows)
    assert [row.duplicate_of for row in rows_of(order)] == [None, None, 2, None]
    assert [row.remote for row in rows_of(order)] == ["", "island", "", ""]
    counts = selectors.counts_of(order)
    assert (counts.duplicates, counts.remote, counts.ready) == (1, 1, 4)
    services.gift_recipient_leave_out(actor=company.requester, order_id=order.pk, number=2)
    assert [row.duplicate_of for row in rows_of(order)] == [None] * 4


def spoiled(count: int, bad: int) -> list[list[Any]]:
    rows = people(count)
    for place in range(bad):
        rows[place * (count // bad)][1] = "모름"
    return rows


def test_twelve_bad_rows_of_three_thousand_come_back_mended(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, xlsx(spoiled(3_000, 12)))
    counts = selectors.counts_of(order)
    assert (counts.ready, counts.bad) == (2_988, 12)
    _order, rows = services.gift_result_take_out(actor=company.requester, order_id=order.pk)
    book = read_back(sheets.bad_rows(row for row in rows if row.status == "bad"))
    assert len(book) == 13
    assert book[0][0] == "행"
    assert book[1][1] == "박선물1"
    assert book[1][-1].startswith("전화번호: 전화번호가 아닙니다")
    for row in book[1:]:
        row[2] = "010-9999-0000"
    services.gift_file_upload(
        actor=company.requester, order_id=order.pk, file=xlsx(book[1:], head=book[0])
    )
    drain_outbox()
    counts = selectors.counts_of(order)
    assert (counts.ready, counts.bad, counts.pieces) == (3_000, 0, 3_000)
    assert order.recipients.filter(phone="010-9999-0000").count() == 12
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it too
        order.recipients.filter(number=2).update(phone="")


def test_a_corrected_sheet_touches_the_bad_rows_that_it_names_alone(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, spoiled(6, 3))
    before = {row.number: row.name for row in rows_of(order)}
    assert [row.number for row in rows_of(order) if row.status == "bad"] == [2, 4, 6]
    head = ["행", *HEAD]
    mended = [
        [2, *person(71)],
        [3, *person(72)],
        [4, *person(73, 휴대폰="또 모름")],
        [99, *person(9)],
    ]
    services.gift_file_upload(
        actor=company.requester, order_id=order.pk, file=comma(mended, head=head)
    )
    drain_outbox()
    rows = {row.number: row for row in rows_of(order)}
    assert rows[2].status == "ready"
    assert rows[2].name == "박선물71"
    assert rows[3].name == before[3]
    assert (rows[4].status, rows[4].cells["phone"]) == ("bad", "또 모름")
    assert rows[6].status == "bad"
    assert order.files.order_by("-pk")[0].strays == [3, 99]


def test_a_corrected_sheet_without_row_numbers_is_refused(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, spoiled(2, 1))
    with pytest.raises(InvalidInput) as refused:
        services.gift_file_upload(actor=company.requester, order_id=order.pk, file=comma(people(1)))
    assert "행" in refused.value.by_field()["file"][0]
    assert order.files.count() == 1


def test_a_row_is_mended_by_hand_or_stays_as_it_was(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, spoiled(2, 1))
    cells = dict(zip(("name", "phone", "postal_code", "road_address"), person(8)[:4], strict=True))
    with pytest.raises(InvalidInput) as refused:
        services.gift_recipient_mend(
            actor=company.requester, order_id=order.pk, number=2, cells=cells | {"phone": "1"}
        )
    assert set(refused.value.by_field()) == {"phone"}
    assert rows_of(order)[0].status == "bad"
    services.gift_recipient_mend(actor=company.requester, order_id=order.pk, number=2, cells=cells)
    row = rows_of(order)[0]
    assert (row.status, row.name, row.cells, row.problems) == ("ready", "박선물8", {}, {})
    with pytest.raises(NotFound):
        services.gift_recipient_mend(
            actor=company.requester, order_id=order.pk, number=77, cells=cells
        )


def test_bad_rows_are_left_out_by_a_word(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = checked(company, soap, drain_outbox, spoiled(4, 2))
    with pytest.raises(InvalidInput) as refused:
        submitted(company, order)
    assert "고칠 줄이 2개" in refused.value.by_field()["rows"][0]
    order.refresh_from_db()
    assert (order.status, order.purchase_order) == ("draft", None)
    po = submitted(company, order, leave_bad_out=True)
    assert po.lines.get().quantity == 2
    assert order.recipients.filter(status="left_out").count() == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (comma(people(1), head=["받는 사람", "x", "y", "z"]), "없는 제목"),
        (comma(people(1), head=["받는 사람", "전화", "우편번호", "어디"]), "주소"),
        (comma([]), "한 명도 없습니다"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04not a zip"), "읽을 수 없습니다"),
        (SimpleUploadedFile("a.csv", b""), "빈 파일"),
        (SimpleUploadedFile("a.png", b"\x89PNG\x00\xff\xfe"), "엑셀"),
    ],
    ids=["heads", "no-address", "nobody", "broken", "empty", "picture"],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_its_field(
    company: Desk, soap: Seller, file: SimpleUploadedFile, said: str
) -> None:
    file.seek(0)
    with pytest.raises(InvalidInput) as refused:
        begun(company, soap, file)
    assert said in " ".join(refused.value.by_field()["file"])
    assert not GiftOrder.objects.exists()
    assert not GiftFile.objects.exists()


def test_more_than_five_thousand_are_refused_and_nothing_is_changed(
    company: Desk, soap: Seller, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read.MOST_ROWS == 5_000
    order = checked(company, soap, drain_outbox, people(2))
    monkeypatch.setattr(read, "MOST_ROWS", 5)
    services.gift_file_upload(
        actor=company.requester, order_id=order.pk, file=comma(people(6)), kind="whole"
    )
    drain_outbox()
    file = order.files.order_by("-pk")[0]
    assert file.stage == "failed"
    assert "5명까지" in file.problem
    assert order.recipients.count() == 2
    services.gift_file_upload(
        actor=company.requester, order_id=order.pk, file=comma(people(5)), kind="whole"
    )
    drain_outbox()
    assert order.recipients.count() == 5


def test_a_worker_killed_between_two_lots_goes_on_where_it_was(
    company: Desk, soap: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "LOT", 3)
    order = begun(company, soap, comma(people(8)))
    file = order.files.get()
    kept, calls = read._lot_kept, iter(range(9))

    def dies(*given: Any) -> bool:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return kept(*given)

    monkeypatch.setattr(read, "_lot_kept", dies)
    with pytest.raises(KeyboardInterrupt):
        services.gift_file_read(file_id=file.pk)
    assert order.recipients.count() == 3
    for _again in range(2):
        services.gift_file_read(file_id=file.pk)
        assert [row.number for row in rows_of(order)] == list(range(2, 10))


def test_while_a_list_is_read_nothing_else_changes_it(company: Desk, soap: Seller) -> None:
    order = begun(company, soap, comma(people(2)))
    who: dict[str, Any] = {"actor": company.requester, "order_id": order.pk}
    with pytest.raises(StillReading):
        services.gift_file_upload(**who, file=comma(people(1)), kind="whole")
    with pytest.raises(StillReading):
        services.gift_bad_rows_leave_out(**who)
    with pytest.raises(StillReading):
        submitted(company, order)
    assert order.files.count() == 1


def test_a_double_click_begins_one_order(company: Desk, soap: Seller) -> None:
    given: dict[str, Any] = {
        "actor": company.requester, "organization_id": company.organization.pk,
        "wishes": wishes(soap), "idempotency_key": "one-form",
    }  # fmt: skip
    first = services.gift_order_create(**given, file=comma(people(1)))
    again = services.gift_order_create(**given, file=comma(people(1)))
    assert first.pk == again.pk
    assert GiftFile.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"), ({"title": "가" * 121}, "title"),
        ({"sender_name": ""}, "sender_name"), ({"message": "가" * 201}, "message"),
        ({"sku": "NO-SUCH"}, "sku"), ({"sku": ""}, "sku"),
        ({"pieces": 0}, "pieces"), ({"pieces": 101}, "pieces"),
        ({"keep_days": 6}, "keep_days"), ({"keep_days": 181}, "keep_days"),
        ({"cost_center_id": 999_999}, "cost_center"),
    ],
)  # fmt: skip
def test_wishes_that_can_not_be_are_named_by_field(
    company: Desk, soap: Seller, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        begun(company, soap, comma(people(1)), **more)
    assert set(refused.value.by_field()) == {field}
    assert not GiftOrder.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 5, "arrive_from"), (9, 8, "arrive_to"),
                                 (5, 96, "arrive_to"), (360, 366, "arrive_to")],
)  # fmt: skip
def test_an_arrival_window_that_can_not_be(
    company: Desk, soap: Seller, first: int, last: int, field: str
) -> None:
    day = clock.today()
    with pytest.raises(InvalidInput) as refused:
        begun(
            company, soap, comma(people(1)),
            arrive_from=day + dt.timedelta(days=first), arrive_to=day + dt.timedelta(days=last),
        )  # fmt: skip
    assert set(refused.value.by_field()) == {field}


def test_the_period_of_keeping_is_a_dated_row(company: Desk, soap: Seller) -> None:
    assert begun(company, soap, comma(people(1))).keep_days == 90
    assert begun(company, soap, comma(people(1)), keep_days=7).keep_days == 7
    assert services.days_kept("cancelled") == 30


def test_strangers_and_those_without_the_duty_change_nothing(
    company: Desk, other: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, spoiled(2, 1))
    acts: list[Any] = [
        lambda who: services.gift_bad_rows_leave_out(actor=who, order_id=order.pk),
        lambda who: services.gift_recipient_leave_out(actor=who, order_id=order.pk, number=2),
        lambda who: services.gift_recipient_mend(actor=who, order_id=order.pk, number=2, cells={}),
        lambda who: services.gift_order_cancel(actor=who, order_id=order.pk),
        lambda who: services.gift_order_update(
            actor=who, order_id=order.pk, wishes=wishes(soap, title="남의 것")
        ),
        lambda who: services.gift_file_upload(
            actor=who, order_id=order.pk, file=comma(people(1)), kind="whole"
        ),
        lambda who: services.gift_result_take_out(actor=who, order_id=order.pk),
    ]
    before = AuditEntry.objects.count()
    for act in acts:
        for stranger in (other.requester, soap.actor):
            with pytest.raises(NotFound):
                act(stranger)
        for colleague in (company.approver, company.inspector, company.finance):
            with pytest.raises(NotAllowed):
                act(colleague)
    with pytest.raises(NotFound):
        services.gift_order_create(
            actor=other.requester,
            organization_id=company.organization.pk,
            wishes=wishes(soap),
            file=comma(people(1)),
        )
    order.refresh_from_db()
    assert (order.title, order.status) == ("추석 선물", "draft")
    assert [row.status for row in rows_of(order)] == ["bad", "ready"]
    assert AuditEntry.objects.count() == before


def test_rows_that_say_nothing_of_their_own_follow_the_order(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    tea = seller()
    rows = [
        person(1),
        person(2, 수량=1),
        person(3, 상품코드=soap.variant.sku),
        person(4, 휴대폰="?"),
    ]
    order = checked(company, soap, drain_outbox, rows)
    services.gift_order_update(
        actor=company.requester, order_id=order.pk, wishes=wishes(tea, pieces=3)
    )
    old, new = soap.variant.sku, tea.variant.sku
    found = [(row.quantity, row.sku) for row in rows_of(order)[:3]]
    assert found == [(3, new), (1, new), (3, old)]
    cells = dict(zip(("name", "phone", "postal_code", "road_address"), person(4)[:4], strict=True))
    row = services.gift_recipient_mend(
        actor=company.requester, order_id=order.pk, number=5, cells=cells
    )
    assert (row.quantity, row.sku) == (3, new)


def test_a_draft_says_otherwise_and_what_was_submitted_does_not(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    services.gift_order_update(
        actor=company.requester, order_id=order.pk, wishes=wishes(soap, message="새 문구")
    )
    submitted(company, order)
    with pytest.raises(WrongState):
        services.gift_order_update(actor=company.requester, order_id=order.pk, wishes=wishes(soap))
    with pytest.raises(WrongState):
        services.gift_recipient_leave_out(actor=company.requester, order_id=order.pk, number=2)
    order.refresh_from_db()
    assert order.message == "새 문구"


def test_queries_do_not_grow_with_the_list(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    counted = []
    for count in (20, 400):
        order = begun(company, soap, comma(people(count)))
        with CaptureQueriesContext(connection) as queries:
            services.gift_file_read(file_id=order.files.get().pk)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_words_of_a_refused_row_reach_no_log(
    company: Desk, soap: Seller, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(company, soap, comma(people(1)))

    def broken(self: Any, row: GiftRecipient, cells: Any) -> GiftRecipient:
        row.status, row.name, row.problems = "ready", cells["name"], {}
        return row

    monkeypatch.setattr(read.Checker, "fill", broken)
    drain_outbox()
    task = OutboxTask.objects.get(topic="gift.read")
    assert "FileUnread" in task.last_error
    assert "박선물" not in task.last_error
    assert set(task.payload) == {"file_id"}


def test_the_file_lies_in_the_private_storage_under_no_name(company: Desk, soap: Seller) -> None:
    name = begun(company, soap, comma(people(1))).files.get().file.name
    assert storages["private"].exists(name)
    assert not storages["default"].exists(name)
    assert "명단" not in name


def test_the_template_can_be_handed_in(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    file = SimpleUploadedFile("양식.xlsx", sheets.template())
    order = checked(company, soap, drain_outbox, file)
    assert [row.status for row in rows_of(order)] == ["ready"]
