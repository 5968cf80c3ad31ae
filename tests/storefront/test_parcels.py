"""The page where a day's parcels leave."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders.models import Shipment
from tests.factories.vendors import EnterpriseFactory, StaffFactory
from tests.orders.test_dispatch import _demo, shop, sold
from vendors.models import Enterprise

__all__ = ["_demo", "shop"]

pytestmark = pytest.mark.django_db

WHERE = "/seller/parcels/"


@pytest.fixture
def desk(client: Client, shop: Enterprise) -> Client:
    client.force_login(StaffFactory(enterprise=shop).user)
    return client


def sheet(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["주문번호,택배사,송장번호", *rows])
    return SimpleUploadedFile("발송.csv", text.encode("cp949"), "text/csv")


def upload(desk: Client, *rows: str, **more: str) -> Any:
    return desk.post(WHERE, {"file": sheet(*rows), **more})


def test_bad_rows_stand_on_the_page_and_good_ones_are_gone_from_it(
    desk: Client, shop: Enterprise
) -> None:
    good, bad = sold(shop), sold(shop)
    answer = upload(
        desk, f"{good.number},,1234-5678", f"{bad.number},,나쁜번호", carrier="로젠택배"
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "1건을 발송했습니다" in page
    assert "3행" in page
    assert good.number not in page
    assert bad.number in page
    assert Shipment.objects.get().carrier == "로젠택배"
    assert upload(desk, f"{bad.number},CJ대한통운,99").status_code == 302
    assert "보낼 주문이 없습니다" in desk.get(WHERE).content.decode()


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("x.csv", b"a,b"), sheet()])
def test_without_a_sheet_nothing_is_sent(desk: Client, shop: Enterprise, file: Any) -> None:
    sold(shop)
    answer = desk.post(WHERE, {"file": file} if file else {})
    assert answer.status_code == 400
    assert "id_file" in answer.content.decode()
    assert answer.context["form"].errors["file"]
    assert not Shipment.objects.exists()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("sheet.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("pick-list.pdf", "application/pdf"),
        ("packing-slips.pdf", "application/pdf"),
        ("labels.pdf", "application/pdf"),
    ],
)
def test_the_papers_open_with_orders_and_without(
    desk: Client, shop: Enterprise, path: str, kind: str
) -> None:
    for _ in range(2):
        answer = desk.get(f"{WHERE}{path}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == "private, no-store"
        sold(shop)


def test_another_s_parcels_are_not_on_the_page(shop: Enterprise) -> None:
    part = sold(shop)
    rival = Client()
    rival.force_login(StaffFactory(enterprise=EnterpriseFactory()).user)
    assert part.number not in rival.get(WHERE).content.decode()
    upload(rival, f"{part.number},CJ대한통운,1")
    assert not Shipment.objects.exists()


def test_a_hundred_parcels_cost_the_page_no_more_queries_than_one(
    desk: Client, shop: Enterprise
) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            sold(shop)
        with CaptureQueriesContext(connection) as seen:
            desk.get(WHERE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
