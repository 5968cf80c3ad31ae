"""The buyer desk: each duty its own page, one's own organization only, errors by their field."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from core import clock
from core.actor import Actor
from procurement import services
from procurement.models import PurchaseOrder, RequestForQuote
from tests.procurement.conftest import (
    Desk,
    answer,
    ask,
    budget_of,
    desk,
    inspect,
    order_quote,
    seller,
    ship,
)
from tests.procurement.test_company import excel, tiered

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Desk:
    return desk(kind="agency")


def at(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.mark.parametrize(
    "path",
    ["", "quotes/", "quotes/?status=open", "quotes/?status=x", "quotes/new/",
     "quotes/new/?product=none", "orders/", "orders/?status=closed", "orders/new/",
     "orders/items.xlsx", "deliveries/", "invoices/", "invoices/?status=paid"],
)  # fmt: skip
def test_every_page_opens_for_everybody_of_the_organization(agency: Desk, path: str) -> None:
    assert at(agency.requester).get(f"/buyer/{path}").status_code == 200


def test_an_approver_can_not_make_orders(agency: Desk) -> None:
    assert at(agency.approver).get("/buyer/orders/new/").status_code == 403


def request_form(*enterprise_ids: int) -> dict[str, Any]:
    return {
        "key": "one-form", "title": "선물", "description_0": "비누 세트", "quantity_0": "300",
        "enterprises": [str(pk) for pk in enterprise_ids], "deadline": "2099-01-01T18:00",
        "needed_by": "2099-02-01", "recipient": "김담당", "phone": "051-000-1111",
        "postal_code": "48095", "road_address": "중동2로 11",
    }  # fmt: skip


def test_a_request_is_sent_once_however_often_it_is_clicked(agency: Desk) -> None:
    one, client = seller(), at(agency.requester)
    for _ in range(2):
        sent = client.post("/buyer/quotes/new/", request_form(one.enterprise.pk))
        assert sent.status_code == 302
    assert RequestForQuote.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"quantity_0": "많이"}, "quantity_0"),
        ({"description_0": ""}, "description_0"),
        ({"deadline": "내일"}, "deadline"),
        ({"needed_by": ""}, "needed_by"),
        ({"enterprises": []}, "enterprises"),
        ({"enterprises": ["99999999999999", "x"]}, "enterprises"),
        ({"postal_code": "12"}, "postal_code"),
    ],
)
def test_a_bad_request_is_shown_again_with_its_words(
    agency: Desk, changes: dict[str, Any], field: str
) -> None:
    form = request_form(seller().enterprise.pk) | changes
    shown = at(agency.requester).post("/buyer/quotes/new/", form)
    assert shown.status_code == 400
    page = shown.content.decode()
    assert f'id="err_{field}"' in page
    assert 'value="김담당"' in page
    assert not RequestForQuote.objects.exists()


def test_finding_an_enterprise_keeps_what_was_chosen(agency: Desk) -> None:
    one, other = seller(), seller()
    form = request_form(one.enterprise.pk) | {"find": "1", "find_text": other.enterprise.name}
    page = at(agency.requester).post("/buyer/quotes/new/", form).content.decode()
    assert f'name="enterprises" value="{one.enterprise.pk}"' in page
    assert other.enterprise.name in page
    assert not RequestForQuote.objects.exists()


def test_from_comparison_to_payment_by_pages(agency: Desk) -> None:
    one, other = seller(), seller()
    budget = budget_of(agency, 10_000_000)
    rfq = ask(agency, one, other)
    answer(rfq, other, 20_000)
    quote = answer(rfq, one, 18_000)
    requester = at(agency.requester)
    page = requester.get(f"/buyer/quotes/{rfq.number}/").content.decode()
    assert "5,400,000원" in page
    assert "6,000,000원" in page
    choose = f"/buyer/quote/{quote.number}/"
    no_reason = requester.post(choose, {"rule": "one_quote_20m", "reason": ""})
    assert no_reason.status_code == 400
    forbidden = requester.post(choose, {"rule": "no_quote_2m", "reason": "가격"})
    assert 'id="err_rule"' in forbidden.content.decode()
    sent = requester.post(
        choose, {"rule": "one_quote_20m", "reason": "가격", "budget_line": str(budget.pk)}
    )
    po = PurchaseOrder.objects.get()
    assert sent.url == f"/buyer/orders/{po.number}/"
    assert requester.post(choose, {"rule": "one_quote_20m", "reason": "가격"}).status_code == 302
    assert PurchaseOrder.objects.count() == 1

    own = requester.post(f"/buyer/orders/{po.number}/", {"decision": "approve"})
    assert own.status_code == 403
    approver = at(agency.approver)
    empty = approver.post(f"/buyer/orders/{po.number}/", {"decision": "reject"})
    assert 'id="err_note"' in empty.content.decode()
    approver.post(f"/buyer/orders/{po.number}/", {"decision": "approve"})
    po.refresh_from_db()
    shipment = ship(po, one)
    line = shipment.lines.get().order_line_id
    path = f"/buyer/deliveries/{shipment.number}/"
    assert 'name="accepted_' not in requester.get(path).content.decode()
    inspector = at(agency.inspector)
    bad = inspector.post(path, {f"accepted_{line}": "x", f"rejected_{line}": "0"})
    assert f'id="err_accepted_{line}"' in bad.content.decode()
    good = {f"accepted_{line}": "298", f"rejected_{line}": "2", f"defect_{line}": "파손"}
    assert inspector.post(path, good).status_code == 302
    assert inspector.post(path, good).status_code == 302  # told, and not twice
    invoice = po.invoices.get()
    assert invoice.total_amount == 298 * 18_000

    finance = at(agency.finance)
    pay = f"/buyer/invoices/{invoice.number}/"
    bad = finance.post(pay, {"amount": "x", "paid_on": "x", "reference": ""})
    assert bad.status_code == 400
    today = clock.local_date(invoice.issued_at).isoformat()
    finance.post(
        pay, {"amount": f"{invoice.total_amount:,}", "paid_on": today, "reference": "이체-1"}
    )
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.CLOSED
    for paper in (
        f"quotes/{rfq.number}/comparison.pdf",
        f"quote/{quote.number}/quote.pdf",
        f"orders/{po.number}/order.pdf",
        f"acceptances/{invoice.acceptance.number}.pdf",
        f"invoices/{invoice.number}/invoice.pdf",
    ):
        printed = finance.get(f"/buyer/{paper}")
        assert printed.headers["Content-Type"] == "application/pdf"
        assert printed.content.startswith(b"%PDF")


def test_another_organization_s_papers_are_not_found(agency: Desk) -> None:
    one, stranger = seller(), at(desk(kind="company").requester)
    rfq = ask(agency, one)
    quote = answer(rfq, one, 18_000)
    po = order_quote(agency, quote)
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    invoice = inspect(agency, ship(po, one))
    for path in (
        f"quotes/{rfq.number}/", f"quotes/{rfq.number}/comparison.pdf", f"quote/{quote.number}/",
        f"orders/{po.number}/", f"orders/{po.number}/order.pdf",
        f"deliveries/{invoice.acceptance.shipment.number}/",
        f"acceptances/{invoice.acceptance.number}.pdf", f"invoices/{invoice.number}/",
        f"invoices/{invoice.number}/invoice.pdf",
    ):  # fmt: skip
        assert stranger.get(f"/buyer/{path}").status_code == 404, path


def test_an_excel_list_is_priced_first_and_ordered_then() -> None:
    company, one = desk(kind="company", credit_limit_amount=10_000_000), tiered()
    client = at(company.requester)

    def upload(*rows: list[object]) -> SimpleUploadedFile:
        return SimpleUploadedFile("품목.xlsx", excel(["상품코드", "수량"], *rows).read())

    bad = client.post("/buyer/orders/new/", {"file": upload(["NO", 1], [one.variant.sku, 0])})
    assert bad.status_code == 400
    assert "3행" in bad.content.decode()
    assert client.post("/buyer/orders/new/", {}).status_code == 400
    seen = client.post("/buyer/orders/new/", {"file": upload([one.variant.sku, 500])})
    page = seen.content.decode()
    assert "4,000,000원" in page
    assert f'name="sku" value="{one.variant.sku}"' in page
    form = {
        "step": "order", "key": "k", "sku": one.variant.sku, "quantity": "500",
        "title": "명절 선물", "recipient": "이총무", "phone": "051-1", "postal_code": "48095",
        "road_address": "중동2로 11",
    }  # fmt: skip
    no_title = client.post("/buyer/orders/new/", form | {"title": ""})
    assert 'id="err_title"' in no_title.content.decode()
    for _ in range(2):
        assert client.post("/buyer/orders/new/", form).status_code == 302
    assert PurchaseOrder.objects.get().total_amount == 4_000_000


def test_somebody_of_two_organizations_chooses_which(agency: Desk) -> None:
    other = desk(kind="company", name="다른 회사")
    member = other.organization.memberships.first()
    assert member is not None
    member.pk, member.user_id = None, agency.requester.user_id
    member.save()
    client = at(agency.requester)
    client.post("/buyer/switch/", {"organization": str(other.organization.pk)})
    assert "다른 회사" in client.get("/buyer/").content.decode()
    foreign = desk(kind="company").organization.pk
    assert client.post("/buyer/switch/", {"organization": str(foreign)}).status_code == 404
