"""Money at the desks: settlements, tax invoices, coupons, shipping terms, deposits."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import clock
from payments.models import BankDeposit
from promotions.models import Coupon
from settlements import services
from settlements.models import Settlement, TaxDocument
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.vendors import EnterpriseFactory, StaffFactory
from tests.settlements.conftest import TODAY, Sell, _ten_percent, enterprise, sell
from tests.settlements.test_tax_documents import _on_account, source
from vendors.models import Enterprise

__all__ = ["_ten_percent", "enterprise", "sell"]

pytestmark = pytest.mark.django_db

APPROVAL = "202611204100009900000001"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def settled(sell: Sell) -> Settlement:
    sell(2)
    with clock.moved_to(clock.midnight(TODAY)):
        return services.settlements_close(today=TODAY)[0]


@pytest.fixture
def invoice(sell: Sell) -> TaxDocument:
    line = services.GoodsLine("비누", "taxable", 10, 10_000, 1_000)
    (document,) = services.goods_documents_create([source(_on_account(sell()), line)])
    return document


@pytest.fixture
def desk(client: Client, enterprise: Enterprise) -> Client:
    client.force_login(StaffFactory(enterprise=enterprise).user)
    return client


@pytest.fixture
def city() -> Client:
    client = Client()
    client.force_login(UserFactory(is_city_officer=True))
    return client


@pytest.fixture
def rival() -> Client:
    client = Client()
    client.force_login(StaffFactory(enterprise=EnterpriseFactory()).user)
    return client


# -- settlements ------------------------------------------------------------------------------


def test_an_enterprise_reads_its_settlement_and_no_other_s(
    desk: Client, rival: Client, settled: Settlement
) -> None:
    assert settled.number in desk.get("/seller/settlements/").content.decode()
    page = desk.get(f"/seller/settlements/{settled.number}/").content.decode()
    assert "22,800원" in page
    assert "−0원" not in page
    for ending, kind in (("pdf", "application/pdf"), ("xlsx", XLSX)):
        answer = desk.get(f"/seller/settlements/{settled.number}.{ending}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert rival.get(f"/seller/settlements/{settled.number}.{ending}").status_code == 404
    assert rival.get(f"/seller/settlements/{settled.number}/").status_code == 404


def test_the_clerk_sends_a_file_and_says_what_the_bank_did(
    city: Client, settled: Settlement
) -> None:
    page = city.get("/city/settlements/")
    assert page.context["waiting"]["amount"] == settled.payout_amount
    city.post("/city/settlements/act/", {"action": "file"})
    payout = settled.payout
    payout.refresh_from_db()
    assert payout.batch in city.get("/city/settlements/").content.decode()
    book = openpyxl.load_workbook(
        io.BytesIO(city.get(f"/city/settlements/files/{payout.batch}.xlsx").content)
    )
    assert settled.payout_amount in [cell.value for cell in book["이체"][2]]
    answer = city.post(
        "/city/settlements/act/", {"action": "failed", "id": payout.pk, "error": ""}, follow=True
    )
    assert "까닭" in answer.content.decode()
    city.post("/city/settlements/act/", {"action": "failed", "id": payout.pk, "error": "계좌 없음"})
    city.post("/city/settlements/act/", {"action": "batch", "batch": payout.batch})
    settled.refresh_from_db()
    assert settled.status == "closed"  # what failed isn't in the file any more
    city.post("/city/settlements/act/", {"action": "file"})
    payout.refresh_from_db()
    for _ in range(2):
        city.post("/city/settlements/act/", {"action": "batch", "batch": payout.batch})
    settled.refresh_from_db()
    assert settled.status == "paid"


# -- tax invoices -----------------------------------------------------------------------------


def test_an_enterprise_notes_the_number_and_amends(desk: Client, invoice: TaxDocument) -> None:
    where = f"/seller/tax/{invoice.number}/"
    assert invoice.number in desk.get("/seller/tax/").content.decode()
    answer = desk.post(where, {"action": "record", "approval_number": "12"})
    assert answer.status_code == 400
    assert "approval_number" in answer.context["form"].errors
    desk.post(where, {"action": "record", "approval_number": APPROVAL})
    assert APPROVAL in desk.get(where).content.decode()
    key = desk.get(where).context["form"].values["key"]
    today = clock.today().isoformat()
    for wrong in (
        {"amendment": "", "on": today},
        {"amendment": "03", "on": "어제"},
        {"amendment": "03", "on": today, "amount_0": "많이"},
        {"amendment": "03", "on": today, "amount_0": "11,001"},
        {"amendment": "03", "on": today},
    ):
        answer = desk.post(where, {"action": "amend", "key": key, **wrong})
        assert answer.status_code == 400, wrong
    assert not invoice.amendments.exists()
    back = {"action": "amend", "key": key, "amendment": "03", "on": today, "amount_0": "2,200",
            "quantity_0": "2"}  # fmt: skip
    for _ in range(2):
        assert desk.post(where, back).status_code == 302
    amended = invoice.amendments.get()
    assert (amended.supply_amount, amended.vat_amount) == (-2_000, -200)
    assert amended.items[0]["quantity"] == -2
    page = desk.get(f"/seller/tax/{amended.number}/").content.decode()
    assert invoice.number in page
    assert "−2,200원" in page


def test_papers_and_the_upload_are_the_supplier_s(
    desk: Client, rival: Client, city: Client, invoice: TaxDocument
) -> None:
    assert desk.get(f"/seller/tax/{invoice.number}.pdf").status_code == 200
    month = f"{invoice.supplied_on:%Y-%m}"
    book = openpyxl.load_workbook(
        io.BytesIO(desk.get(f"/seller/tax/upload/?month={month}").content)
    )
    assert book["엑셀업로드양식"]["V7"].value == invoice.number
    empty = rival.get("/seller/tax/upload/")
    assert "엑셀업로드양식" not in openpyxl.load_workbook(io.BytesIO(empty.content)).sheetnames
    for tail in (".pdf", "/"):
        assert rival.get(f"/seller/tax/{invoice.number}{tail}").status_code == 404
    assert city.get(f"/city/tax/{invoice.number}/").status_code == 200
    answer = city.post(
        f"/city/tax/{invoice.number}/", {"action": "record", "approval_number": APPROVAL}
    )
    assert answer.status_code == 403
    invoice.refresh_from_db()
    assert invoice.state == "draft"


def test_the_city_issues_the_market_s_own(city: Client, desk: Client, settled: Settlement) -> None:
    (document,) = services.commission_documents_create([settled.pk])
    assert document.number in city.get("/city/tax/").content.decode()
    assert document.number not in city.get("/city/tax/?q=nobody").content.decode()
    assert document.number in desk.get("/seller/tax/?subject=commission").content.decode()
    refused = desk.post(
        f"/seller/tax/{document.number}/", {"action": "record", "approval_number": APPROVAL}
    )
    assert refused.status_code == 403
    city.post(f"/city/tax/{document.number}/", {"action": "record", "approval_number": APPROVAL})
    document.refresh_from_db()
    assert document.state == "issued"
    upload = city.get("/city/tax/upload/")
    assert "엑셀업로드양식" not in openpyxl.load_workbook(io.BytesIO(upload.content)).sheetnames


def test_an_organization_reads_what_it_was_invoiced(client: Client, invoice: TaxDocument) -> None:
    member = MembershipFactory(organization=invoice.organization, roles=["finance"])
    client.force_login(member.user)
    assert invoice.number in client.get("/buyer/tax/").content.decode()
    assert client.get(f"/buyer/tax/{invoice.number}.pdf").status_code == 200
    other = Client()
    other.force_login(MembershipFactory(roles=["finance"]).user)
    assert invoice.number not in other.get("/buyer/tax/").content.decode()
    assert other.get(f"/buyer/tax/{invoice.number}.pdf").status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "x", "", "0000-00"])
def test_a_strange_month_shows_all(desk: Client, invoice: TaxDocument, month: str) -> None:
    assert invoice.number in desk.get("/seller/tax/", {"month": month}).content.decode()


def test_the_goods_paper_goes_into_the_parcel(desk: Client, rival: Client, sell: Sell) -> None:
    part = sell()
    answer = desk.get(f"/seller/orders/{part.number}/statement.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert rival.get(f"/seller/orders/{part.number}/statement.pdf").status_code == 404


# -- coupons and shipping -----------------------------------------------------------------------


COUPON = {
    "code": "봄맞이10", "name": "봄맞이", "kind": "percent", "value": "10",
    "most_amount": "5,000", "valid_from": "2026-11-01", "valid_to": "2026-12-31",
    "use_limit": "", "buyer_limit": "1",
}  # fmt: skip


def test_an_enterprise_makes_a_coupon_and_ends_it(desk: Client, enterprise: Enterprise) -> None:
    assert desk.post("/seller/coupons/", COUPON).status_code == 302
    coupon = Coupon.objects.get()
    assert (coupon.enterprise, coupon.value, coupon.most_amount) == (enterprise, 1_000, 5_000)
    assert "봄맞이10" in desk.get("/seller/coupons/").content.decode()
    desk.post("/seller/coupons/", {"action": "end", "id": coupon.pk})
    coupon.refresh_from_db()
    assert not coupon.is_active


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "봄 맞이!"), ("code", ""), ("name", ""), ("value", "101"), ("value", "십"),
     ("valid_to", "2026-10-01"), ("valid_from", "내일"), ("use_limit", "-1")],
)  # fmt: skip
def test_a_wrong_coupon_is_refused_by_its_field(desk: Client, field: str, value: str) -> None:
    answer = desk.post("/seller/coupons/", {**COUPON, field: value})
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Coupon.objects.exists()


def test_another_s_coupon_is_not_ended(desk: Client, rival: Client) -> None:
    desk.post("/seller/coupons/", COUPON)
    coupon = Coupon.objects.get()
    answer = rival.post("/seller/coupons/", {"action": "end", "id": coupon.pk})
    assert answer.status_code in (403, 404)
    coupon.refresh_from_db()
    assert coupon.is_active


SHIPPING = {
    "shipping_basis": "weight", "shipping_fee_amount": "3,000", "free_shipping_from_amount": "0",
    "island_surcharge_amount": "4000", "mountain_surcharge_amount": "2000",
    "return_fee_amount": "3500", "from_1": "5000", "fee_1": "5500",
}  # fmt: skip


def test_shipping_terms_are_saved_whole_or_not_at_all(desk: Client, enterprise: Enterprise) -> None:
    assert desk.post("/seller/shipping/", SHIPPING).status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.shipping_basis, enterprise.shipping_steps) == ("weight", [[5000, 5500]])
    for wrong in ({"shipping_fee_amount": "-1"}, {"fee_1": "많이"}, {"shipping_basis": "dice"}):
        answer = desk.post("/seller/shipping/", {**SHIPPING, "return_fee_amount": "9", **wrong})
        assert answer.status_code == 400, wrong
    enterprise.refresh_from_db()
    assert enterprise.return_fee_amount == 3_500


# -- deposits ---------------------------------------------------------------------------------


def statement(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["거래일시,보낸분,입금액,잔액", *rows])
    return SimpleUploadedFile("11월.csv", text.encode("cp949"), "text/csv")


def test_a_clerk_imports_a_statement_once_and_explains_what_is_left(city: Client) -> None:
    row = "2026-11-23 14:00,모르는사람,5000,1005000"
    answer = city.post("/city/deposits/", {"action": "import", "file": statement(row)}, follow=True)
    assert "입금자 불명 1" in answer.content.decode()
    again = city.post("/city/deposits/", {"action": "import", "file": statement(row)})
    assert again.status_code == 400
    assert "이미 가져온 파일입니다" in again.content.decode()
    deposit = BankDeposit.objects.get()
    for wrong, field in (
        ({"action": "assign", "payment_reference": "P-0"}, "payment_reference"),
        ({"action": "recorded", "invoice_number": "I-0"}, "invoice_number"),
        ({"action": "provider", "gateway": "test", "fee_amount": "0"}, "fee_amount"),
        ({"action": "return", "note": ""}, "note"),
    ):
        answer = city.post("/city/deposits/", {"id": deposit.pk, **wrong})
        assert answer.status_code == 400, wrong
        assert field in answer.context["form"].errors
    city.post("/city/deposits/", {"id": deposit.pk, "action": "return", "note": "보낸 분께"})
    deposit.refresh_from_db()
    assert deposit.state == "returned"


def test_a_file_that_is_no_statement_says_so(city: Client) -> None:
    for file in (statement("엉뚱한,줄"), SimpleUploadedFile("x.csv", b"\x00\x01")):
        answer = city.post("/city/deposits/", {"action": "import", "file": file})
        assert answer.status_code == 400
        assert answer.context["form"].errors["file"]
    assert city.post("/city/deposits/", {"action": "import"}).status_code == 400
