"""Contracts that everybody may read: pages, lists, and open contracting data."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Department, Membership
from core import clock
from procurement import services
from procurement.models import OcdsRelease, PurchaseOrder
from storefront.open import ocds as pages
from tests.factories.catalog import ChannelFactory
from tests.procurement.conftest import (
    Desk,
    Seller,
    agency,  # noqa: F401
    answer,
    ask,
    company,  # noqa: F401
    order_quote,
    sellers,  # noqa: F401
)
from tests.procurement.standards.test_ocds import RECORDS_HELD, RELEASES_HELD

pytestmark = pytest.mark.django_db
Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]


def bought(agency: Desk, one: Seller, price: int = 1_000) -> PurchaseOrder:  # noqa: F811
    po = order_quote(agency, answer(ask(agency, one, quantity=10), one, price))
    return services.purchase_order_approve(actor=agency.approver, po_id=po.pk)


def body_of(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def data_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(body_of(answer))
    return found


def test_releases_come_in_pages_with_links(
    agency: Desk,  # noqa: F811
    sellers: Sellers,  # noqa: F811
    drain_outbox: Drain,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(3):
        bought(agency, sellers[0])
    drain_outbox()
    monkeypatch.setattr(pages, "PAGE", 4)
    first = data_of(client.get(reverse("open:ocds_releases")))
    assert not list(RELEASES_HELD.iter_errors(first))
    assert first["license"] == pages.LICENSE
    assert "prev" not in first["links"]
    second = data_of(client.get(first["links"]["next"].removeprefix("http://localhost:8000")))
    assert "next" not in second["links"]
    assert second["links"]["prev"].endswith("?page=1")
    ids = [row["id"] for row in first["releases"] + second["releases"]]
    assert ids == list(OcdsRelease.objects.order_by("pk").values_list("release_id", flat=True))
    for wrong in ("3", "0", "-1", "x", "１", "99999999999"):
        assert client.get(reverse("open:ocds_releases"), {"page": wrong}).status_code == 404


def test_a_record_a_month_and_everything(
    agency: Desk,  # noqa: F811
    sellers: Sellers,  # noqa: F811
    drain_outbox: Drain,
    client: Client,
) -> None:
    po = bought(agency, sellers[0])
    drain_outbox()
    ocid = f"ocds-onjang0-{po.quote.rfq.number}"  # type: ignore[union-attr]
    record = data_of(client.get(reverse("open:ocds_record", args=[ocid])))
    assert not list(RECORDS_HELD.iter_errors(record))
    assert record["records"][0]["compiledRelease"]["awards"][0]["value"]["amount"] == 10_000
    month = data_of(client.get(reverse("open:ocds_month", args=[f"{clock.today():%Y-%m}"])))
    assert not list(RELEASES_HELD.iter_errors(month))
    packed = client.get(reverse("open:ocds_all"))
    lines = gzip.decompress(body_of(packed)).decode().splitlines()
    assert [json.loads(line) for line in lines] == month["releases"]
    for name, wrong in (
        ("open:ocds_record", "ocds-onjang0-NOBODY"),
        ("open:ocds_record", "x"),
        ("open:ocds_month", "2001-01"),
        ("open:ocds_month", "2026-13"),
        ("open:ocds_month", "november"),
    ):
        assert client.get(reverse(name, args=[wrong])).status_code == 404
    assert client.post(reverse("open:ocds_all")).status_code == 405


def test_what_did_not_change_is_not_sent_again(
    agency: Desk,  # noqa: F811
    sellers: Sellers,  # noqa: F811
    drain_outbox: Drain,
    client: Client,
) -> None:
    bought(agency, sellers[0])
    drain_outbox()
    for name in ("open:ocds_releases", "open:ocds_all"):
        first = client.get(reverse(name))
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in first.headers.get("Vary", "")
        tag, since = first.headers["ETag"], first.headers["Last-Modified"]
        body_of(first)
        assert client.get(reverse(name), headers={"If-None-Match": tag}).status_code == 304
        assert client.get(reverse(name), headers={"If-Modified-Since": since}).status_code == 304
    bought(agency, sellers[1])
    drain_outbox()
    assert client.get(reverse("open:ocds_all"), headers={"If-None-Match": tag}).status_code == 200


def test_a_list_shows_what_the_law_wants(
    agency: Desk,  # noqa: F811
    company: Desk,  # noqa: F811
    sellers: Sellers,  # noqa: F811
    client: Client,
) -> None:
    ChannelFactory()
    one = sellers[0]
    requester = Membership.objects.get(user_id=agency.requester.user_id)
    requester.department = Department.objects.create(
        organization=agency.organization, name="총무과"
    )
    requester.save(update_fields=["department"])
    po = bought(agency, one)
    change = services.change_request(
        actor=agency.requester,
        po_id=po.pk,
        reason="인원 감소, 문의 010-1234-5678",
        cancel={po.lines.get().pk: 4},
    )
    services.change_decide(actor=agency.approver, change_id=change.pk, approves=True)
    services.change_answer(
        actor=one.actor, change_id=change.pk, enterprise_id=one.enterprise.pk, agrees=True
    )
    waiting = order_quote(agency, answer(ask(agency, one, quantity=3), one, 1_000))
    front = client.get(reverse("open:contracts")).content.decode()
    assert agency.organization.name in front
    assert company.organization.name not in front
    year = clock.today().year
    page = client.get(reverse("open:agency", args=[agency.organization.pk])).content.decode()
    for said in (
        po.title,
        po.number,
        clock.today().isoformat(),
        one.enterprise.name,
        one.enterprise.representative,
        one.enterprise.address,
        po.rule_basis,
        "총무과",
        "인원 감소",
        "금액 4,000원 감액",
    ):
        assert said in page, said
    assert waiting.number not in page
    assert "010-1234-5678" not in page
    name = client.get(reverse("open:agency_csv", args=[agency.organization.pk, year]))
    assert name.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(name.content.decode("utf-8-sig"), newline=""))
    assert (row["최초 계약금액"], row["계약금액"]) == ("10000", "6000")
    assert row["수의계약 사유(근거)"] == po.rule_basis
    made = client.get(reverse("open:agency_xlsx", args=[agency.organization.pk, year]))
    sheet = load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    assert sheet["F2"].value == 6_000
    assert sheet["F3"].value == 6_000  # the sum


def test_only_agencies_and_years_that_there_are(
    agency: Desk,  # noqa: F811
    company: Desk,  # noqa: F811
    sellers: Sellers,  # noqa: F811
    client: Client,
) -> None:
    ChannelFactory()
    assert client.get(reverse("open:contracts")).status_code == 200
    pk = agency.organization.pk
    assert client.get(reverse("open:agency", args=[pk])).status_code == 404  # no contract yet
    bought(agency, sellers[0])
    address = reverse("open:agency", args=[pk])
    assert client.get(address).status_code == 200
    assert client.get(address, {"year": "1999"}).status_code == 404
    assert client.get(address, {"year": "x"}).status_code == 200
    assert client.get(reverse("open:agency", args=[company.organization.pk])).status_code == 404
    for name in ("open:agency_csv", "open:agency_xlsx"):
        assert client.get(reverse(name, args=[pk, 1999])).status_code == 404


def test_the_number_of_queries_does_not_grow(
    agency: Desk,  # noqa: F811
    sellers: Sellers,  # noqa: F811
    drain_outbox: Drain,
    client: Client,
) -> None:
    ChannelFactory()

    def counted() -> dict[str, int]:
        drain_outbox()
        ocid = OcdsRelease.objects.order_by("pk")[0].ocid
        found = {}
        for address in (
            reverse("open:contracts"),
            reverse("open:agency", args=[agency.organization.pk]),
            reverse("open:ocds_releases"),
            reverse("open:ocds_record", args=[ocid]),
            reverse("open:ocds_month", args=[f"{clock.today():%Y-%m}"]),
            reverse("open:ocds_all"),
        ):
            client.get(address)  # what is kept for a minute is kept
            with CaptureQueriesContext(
                connection,
            ) as queries:
                body_of(client.get(address))
            found[address] = len(queries)
        return found

    bought(agency, sellers[0])
    before = counted()
    for one in (*sellers, *sellers):
        bought(agency, one)
    assert counted() == before
    assert max(before.values()) <= 8
