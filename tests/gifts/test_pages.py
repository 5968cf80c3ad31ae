"""The pages of gifts: by whoever gives, sends and receives; bad input by its field."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from core.actor import Actor
from gifts import services
from gifts.models import GiftOrder
from procurement.models import PurchaseOrder
from tests.factories.accounts import MembershipFactory
from tests.gifts.lists_at_hand import (
    Drain,
    begun,
    checked,
    comma,
    ordered,
    people,
    person,
    sent,
)
from tests.procurement.conftest import Desk, Seller, inspect

pytestmark = pytest.mark.django_db


def at(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def where(order: GiftOrder, tail: str = "") -> str:
    return f"/buyer/gifts/{order.number}/{tail}"


def form(one: Seller, **more: Any) -> dict[str, Any]:
    day = clock.today()
    return {
        "key": "one-form", "title": "추석 선물", "sku": one.variant.sku, "pieces": "1",
        "sender_name": "시험기관", "message": "고맙습니다", "keep_days": "60",
        "arrive_from": (day + dt.timedelta(days=9)).isoformat(),
        "arrive_to": (day + dt.timedelta(days=20)).isoformat(), "file": comma(people(3)),
    } | more  # fmt: skip


ADDRESS = {
    "recipient": "김담당", "phone": "051-000-1111", "postal_code": "48095",
    "road_address": "부산광역시 해운대구 중동2로 11",
}  # fmt: skip


def spoiled() -> list[list[Any]]:
    return [person(1), person(2, 휴대폰="모름"), person(3)]


def test_from_the_form_to_the_purchase_order(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    desk = at(company.requester)
    assert desk.get("/buyer/gifts/").status_code == 200
    assert desk.get("/buyer/gifts/new/").status_code == 200
    answer = desk.post("/buyer/gifts/new/", form(soap, file=comma(spoiled())))
    order = GiftOrder.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == where(order)
    page = desk.get(where(order)).content.decode()
    assert 'hx-get="/buyer/gifts/' in page
    assert "확인하는 중" in page
    assert "HX-Refresh" not in desk.get(where(order, "progress/"))
    drain_outbox()
    assert desk.get(where(order, "progress/"))["HX-Refresh"] == "true"
    page = desk.get(where(order)).content.decode()
    assert "전화번호: 전화번호가 아닙니다" in page
    assert "고칠 줄만 엑셀로 받기" in page
    answer = desk.post(where(order), {"action": "submit", **ADDRESS})
    assert answer.status_code == 400
    assert "고칠 줄이 1개" in answer.content.decode()
    assert not PurchaseOrder.objects.exists()
    row = dict(zip(("name", "phone", "postal_code", "road_address"), person(2)[:4], strict=True))
    bad = desk.post(where(order, "rows/3/"), row | {"postal_code": "1"})
    assert bad.status_code == 400
    assert "우편번호는 숫자 5자리" in bad.content.decode()
    assert desk.get(where(order, "rows/3/")).status_code == 200
    assert desk.post(where(order, "rows/3/"), row).status_code == 302
    page = desk.get(where(order)).content.decode()
    assert "30,000원" in page
    for _click in range(2):
        assert desk.post(where(order), {"action": "submit", **ADDRESS}).status_code == 302
    po = PurchaseOrder.objects.get()
    assert po.kind == "gift"
    assert po.number in desk.get(where(order)).content.decode()
    assert order.title in desk.get("/buyer/gifts/").content.decode()


def test_the_bad_rows_go_out_and_come_back(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, spoiled())
    desk = at(company.requester)
    book = openpyxl.load_workbook(io.BytesIO(desk.get(where(order, "bad.xlsx")).content))
    sheet = book.worksheets[0]
    assert sheet.max_row == 2
    sheet.cell(2, 3).value = 1_055_556_666
    buffer = io.BytesIO()
    book.save(buffer)
    answer = desk.post(
        where(order),
        {"action": "mended", "file": SimpleUploadedFile("고침.xlsx", buffer.getvalue())},
    )
    assert answer.status_code == 302
    drain_outbox()
    row = order.recipients.get(number=3)
    assert (row.status, row.phone) == ("ready", "010-5555-6666")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"), ({"sku": "NONE"}, "sku"), ({"pieces": "0"}, "pieces"),
        ({"pieces": "둘"}, "pieces"), ({"arrive_to": "언젠가"}, "arrive_to"),
        ({"keep_days": "999"}, "keep_days"), ({"file": ""}, "file"),
        ({"file": SimpleUploadedFile("x.csv", "가,나\n1,2".encode())}, "file"),
    ],
)  # fmt: skip
def test_bad_input_stands_at_its_field(
    company: Desk, soap: Seller, more: dict[str, Any], field: str
) -> None:
    if hasattr(more.get("file"), "seek"):
        more["file"].seek(0)
    answer = at(company.requester).post("/buyer/gifts/new/", form(soap, **more))
    assert answer.status_code == 400
    assert f'id="err_{field}"' in answer.content.decode()
    assert not GiftOrder.objects.exists()


@pytest.mark.parametrize(
    ("sent_", "said"),
    [
        ({"action": "mended"}, "파일을 골라"), ({"action": "whole"}, "파일을 골라"),
        ({"action": "nonsense"}, "없는 작업"), ({}, "없는 작업"),
        ({"action": "submit"}, "꼭 입력"), ({"action": "update"}, "날짜는"),
    ],
)  # fmt: skip
def test_bad_acts_say_so_and_change_nothing(
    company: Desk, soap: Seller, drain_outbox: Drain, sent_: dict[str, str], said: str
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    answer = at(company.requester).post(where(order), sent_)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    order.refresh_from_db()
    assert (order.status, order.files.count()) == ("draft", 1)


def test_acts_of_the_page(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = checked(company, soap, drain_outbox, [*spoiled(), person(1)])
    desk = at(company.requester)
    page = desk.get(where(order)).content.decode()
    assert "2행과 같음" in page
    assert desk.post(where(order), {"action": "leave_out", "row": "5"}).status_code == 302
    assert desk.post(where(order), {"action": "leave_out", "row": "x"}).status_code == 404
    changed = {k: v for k, v in form(soap, title="설 선물").items() if k != "file"}
    assert desk.post(where(order), {"action": "update", **changed}).status_code == 302
    assert desk.post(where(order), {"action": "leave_bad_out"}).status_code == 302
    order.refresh_from_db()
    assert order.title == "설 선물"
    assert order.recipients.filter(status="left_out").count() == 2
    found = desk.post(where(order), {"action": "find", "find": "박선물3"}).content.decode()
    assert "010-0000-0003" in found
    assert "010-0000-0001" not in found
    assert (
        "010-0000-0003"
        in desk.post(where(order), {"action": "find", "find": "0003"}).content.decode()
    )
    assert desk.post(where(order), {"action": "cancel"}).status_code == 302
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert desk.post(where(order), {"action": "erase"}).status_code == 403
    assert desk.post(where(order), {"action": "submit", **ADDRESS}).status_code == 400


def test_colleagues_see_counts_and_no_addresses(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, [person(1), person(2, 휴대폰="모름")])
    for colleague in (company.approver, company.inspector, company.finance):
        desk = at(colleague)
        page = desk.get(where(order)).content.decode()
        for secret in ("박선물", "010-0000", "해운대로"):
            assert secret not in page
        assert desk.post(where(order), {"action": "leave_bad_out"}).status_code == 403
        for tail in ("rows/2/", "bad.xlsx", "result.xlsx"):
            assert desk.get(where(order, tail)).status_code == 403
        assert desk.get("/buyer/gifts/new/").status_code == 403
    assert order.recipients.filter(status="bad").count() == 1


def test_strangers_find_nothing(
    company: Desk, other: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(1))
    for tail in ("", "progress/", "rows/2/", "bad.xlsx", "result.xlsx"):
        assert at(other.requester).get(where(order, tail)).status_code == 404
        assert at(soap.actor).get(where(order, tail)).status_code == 403
        assert Client().get(where(order, tail)).status_code == 302
    assert at(other.requester).post(where(order), {"action": "cancel"}).status_code == 404
    order.refresh_from_db()
    assert order.status == "draft"


def test_the_sender_takes_the_list_and_brings_numbers(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(1))
    desk = at(soap.actor)
    place = f"/seller/gifts/{order.number}/"
    assert desk.get(place).status_code == 404
    order = ordered(company, soap, drain_outbox, people(3))
    place = f"/seller/gifts/{order.number}/"
    assert order.number in desk.get("/seller/gifts/").content.decode()
    assert order.purchase_order is not None
    order.purchase_order.refresh_from_db()
    assert order.purchase_order.order is not None
    part = order.purchase_order.order.vendor_orders.get()
    assert place in desk.get(f"/seller/orders/{part.number}/").content.decode()
    page = desk.get(place).content.decode()
    assert "박**" in page
    for secret in ("박선물", "010-0000", "해운대로"):
        assert secret not in page
    assert desk.get(place + "recipients.xlsx").status_code == 200
    for bad in ({}, {"file": comma([["1"]], head=["a"])}):
        answer = desk.post(place, bad)
        assert answer.status_code == 400
        assert 'id="err_file"' in answer.content.decode()
    rows = [["2", "640001"], ["99", "640002"], ["3", "640003"]]
    sheet = comma(rows, head=["행", "송장번호"], encoding="cp949")
    answer = desk.post(place, {"file": sheet, "carrier": "로젠택배"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "2명에게 보냈습니다" in said
    assert "3행" in said
    sheet = comma([["4", "640004"]], head=["행", "송장번호"])
    assert desk.post(place, {"file": sheet, "carrier": "로젠택배"}).status_code == 302
    assert not order.recipients.filter(status="ready").exists()
    page = at(company.requester).get(where(order)).content.decode()
    assert "ilogen.com" in page
    assert at(company.requester).get(where(order, "result.xlsx")).status_code == 200


def test_an_accountant_of_the_enterprise_sees_no_gifts(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    from tests.factories.vendors import StaffFactory

    order = ordered(company, soap, drain_outbox, people(1))
    client = Client()
    client.force_login(StaffFactory(enterprise=soap.enterprise, role="accountant").user)
    assert client.get("/seller/gifts/").status_code == 403
    assert client.get(f"/seller/gifts/{order.number}/").status_code == 404
    assert client.get(f"/seller/gifts/{order.number}/recipients.xlsx").status_code == 404


def test_a_recipient_follows_the_own_parcel_by_its_link_alone(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(2))
    token = order.recipients.get(number=2).token
    assert Client().get(f"/gift/{token}/").status_code == 404  # nothing is ordered yet
    order = ordered(company, soap, drain_outbox, people(2))
    sent(order, soap, 2)
    token = order.recipients.get(number=2).token
    answer = Client().get(f"/gift/{token}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "박**" in page
    assert "640002" in page
    for secret in ("박선물", "010-0000", "해운대로", "한 해 고맙습니다"):
        assert secret not in page
    assert Client().get("/gift/nobody/").status_code == 404


def test_an_owner_erases_on_the_page(company: Desk, soap: Seller, drain_outbox: Drain) -> None:
    order = ordered(company, soap, drain_outbox, people(2))
    owner = MembershipFactory(organization=company.organization, roles=["owner"])
    client = Client()
    client.force_login(owner.user)
    assert client.post(where(order), {"action": "erase"}).status_code == 400
    report = sent(order, soap, 2, 3)
    assert report.shipment is not None
    inspect(company, report.shipment)
    drain_outbox()
    token = order.recipients.get(number=2).token
    assert "지금 지우기" in client.get(where(order)).content.decode()
    assert client.post(where(order), {"action": "erase"}).status_code == 302
    page = client.get(where(order)).content.decode()
    assert "지웠습니다" in page
    assert "박선물" not in page
    assert client.get(where(order, "result.xlsx")).status_code == 409
    assert Client().get(f"/gift/{token}/").status_code == 404
    assert at(soap.actor).get(f"/seller/gifts/{order.number}/").status_code == 200


def test_queries_do_not_grow_with_recipients(
    company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    desk, seller = at(company.requester), at(soap.actor)
    counted = []
    for count in (3, 45):
        order = ordered(company, soap, drain_outbox, people(count))
        sent(order, soap, *range(2, count))
        found = []
        for client, path in (
            (desk, where(order)), (desk, "/buyer/gifts/"),
            (seller, f"/seller/gifts/{order.number}/"), (seller, "/seller/gifts/"),
        ):  # fmt: skip
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        counted.append(found)
    assert counted[0] == counted[1]
    drafts = []
    for count in (3, 45):
        order = checked(company, soap, drain_outbox, people(count))
        desk.get(where(order))
        with CaptureQueriesContext(connection) as queries:
            desk.get(where(order))
        drafts.append(len(queries))
    assert drafts[0] == drafts[1]


def test_a_list_that_could_not_be_read_says_why_on_the_page(
    company: Desk, soap: Seller, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gifts.services import read

    monkeypatch.setattr(read, "MOST_ROWS", 1)
    order = begun(company, soap, comma(people(2)))
    drain_outbox()
    page = at(company.requester).get(where(order)).content.decode()
    assert "1명까지" in page
    assert 'value="whole"' in page
    assert services.MOST_ROWS == 5_000
