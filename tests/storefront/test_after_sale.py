"""What a buyer does after paying, on the order's own pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Address
from checkout.models import Cart
from core import clock
from core.errors import InFlight
from orders.models import Order, ReturnRequest, VendorOrder
from orders.services import NewLine
from payments.models import Refund
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ChannelFactory, VariantFactory
from tests.factories.payments import deliver, paid, seller_of
from tests.factories.promotions import CouponFactory
from tests.pdf import squeezed
from vendors.models import RemoteArea

pytestmark = pytest.mark.django_db

ADDRESS = {
    "email": "kim@example.kr",
    "recipient": "김시민",
    "phone": "010-1234-5678",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
}
AGREED = {"agree_order": "1", "agree_privacy": "1", "gateway": "test"}


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True
    ChannelFactory()


@pytest.fixture
def part() -> VendorOrder:
    """Three soaps, paid and not sent yet."""
    return paid(NewLine(VariantFactory(price=10_000).pk, 3)).order.vendor_orders.get()


def address(part: VendorOrder, tail: str = "") -> str:
    return f"/orders/{part.order.token}/{tail}"


# -- the checkout -----------------------------------------------------------------------------


def basket(client: Client, **variant: Any) -> Cart:
    soap = VariantFactory(price=10_000, **variant)
    client.post("/cart/add/", {"variant": soap.pk, "quantity": "1"})
    return Cart.objects.latest("pk")


def test_nobody_pays_another_sum_than_the_button_said(client: Client) -> None:
    basket(client, product__enterprise__island_surcharge_amount=5_000)
    RemoteArea.objects.update_or_create(
        postal_from="63000", postal_to="63644", defaults={"kind": "island", "name": "제주"}
    )
    page = client.get("/checkout/")
    total = page.context["form"].values["total"]
    asked = {**ADDRESS, **AGREED, "postal_code": "63309", "total": total}
    answer = client.post("/checkout/", asked)
    assert answer.status_code == 409
    assert "금액이 바뀌었습니다" in answer.content.decode()
    assert not Order.objects.exists()
    again = answer.context["form"].values["total"]
    assert int(again) == int(total) + 5_000
    client.post("/checkout/", {**asked, "total": again})
    assert Order.objects.get().total_amount == int(again)


def test_the_same_form_twice_is_one_order_and_another_content_leads_to_it(client: Client) -> None:
    cart = basket(client)
    total = client.get("/checkout/").context["form"].values["total"]
    asked = {**ADDRESS, **AGREED, "total": total, "key": "one"}
    first = client.post("/checkout/", asked)
    assert client.post("/checkout/", asked).url == first.url
    other = client.post("/checkout/", {**asked, "gateway": "bank_transfer"}, follow=True)
    assert "이미 주문했습니다" in other.content.decode()
    assert Order.objects.get().pk == Cart.objects.get(pk=cart.pk).order_id


def test_while_the_first_click_is_carried_out_the_second_is_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    basket(client)
    total = client.get("/checkout/").context["form"].values["total"]

    def busy(**_: Any) -> None:
        raise InFlight

    monkeypatch.setattr("storefront.shop.cart.services.checkout_complete", busy)
    answer = client.post("/checkout/", {**ADDRESS, **AGREED, "total": total, "key": "one"})
    assert answer.status_code == 409
    assert "처리하고 있습니다" in answer.content.decode()


def test_coupons_are_used_and_refused_in_the_cart(client: Client) -> None:
    basket(client)
    coupon = CouponFactory()
    client.post("/cart/coupon/", {"coupon": f" {coupon.code.lower()} "})
    page = client.get("/cart/").content.decode()
    assert coupon.code in page
    assert "−3,000원" in page
    answer = client.post("/cart/coupon/", {"coupon": "없는쿠폰"}, follow=True)
    assert "없는 쿠폰 코드입니다" in answer.content.decode()
    client.post("/cart/coupon/", {"remove": coupon.code})
    assert Cart.objects.get().coupon_codes == []


# -- cancel, send back ----------------------------------------------------------------------


def test_pieces_are_cancelled_and_a_second_click_cancels_no_more(
    client: Client, part: VendorOrder
) -> None:
    line = part.lines.get()
    where = address(part, f"parts/{part.number}/cancel/")
    page = client.get(where)
    asked = {f"quantity_{line.pk}": "1", "key": page.context["form"].values["key"]}
    for _ in range(2):
        answer = client.post(where, asked)
        assert answer.url == address(part)
    line.refresh_from_db()
    assert line.cancelled_quantity == 1
    refund = Refund.objects.get()
    shown = client.get(address(part)).content.decode()
    assert refund.reference in shown
    assert "취소 1개" in shown


@pytest.mark.parametrize("quantity", ["4", "-1", "많이", "0"])
def test_what_can_not_be_cancelled_is_refused_in_words(
    client: Client, part: VendorOrder, quantity: str
) -> None:
    line = part.lines.get()
    where = address(part, f"parts/{part.number}/cancel/")
    answer = client.post(where, {f"quantity_{line.pk}": quantity})
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not Refund.objects.exists()


def test_a_broken_piece_goes_back_and_its_money_comes(
    client: Client, part: VendorOrder, drain_outbox: Any
) -> None:
    deliver(part)
    drain_outbox()
    line = part.lines.get()
    where = address(part, f"parts/{part.number}/return/")
    assert client.get(where).status_code == 200
    asked = {
        "kind": "return", "reason": "defective", f"quantity_{line.pk}": "2", "key": "k",
        "note": "한쪽이 녹았습니다.", "noticed_on": clock.today().isoformat(),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(where, asked).url == address(part)
    request = ReturnRequest.objects.get()
    desk = Client()
    desk.force_login(_owner(part))
    for action in ("approve", "arrive", "refund"):
        desk.post(f"/seller/orders/{part.number}/", {"action": action, "return": request.number})
    request.refresh_from_db()
    assert request.status == "completed"
    shown = client.get(address(part)).content.decode()
    assert request.number in shown
    assert Refund.objects.get().reference in shown


def _owner(part: VendorOrder) -> Any:
    from tests.factories.vendors import StaffFactory

    assert seller_of(part)
    return StaffFactory(enterprise=part.enterprise).user


def test_a_change_of_mind_is_refused_after_seven_days_and_a_request_can_be_withdrawn(
    client: Client, part: VendorOrder, drain_outbox: Any
) -> None:
    deliver(part)
    drain_outbox()
    line = part.lines.get()
    where = address(part, f"parts/{part.number}/return/")
    asked = {"kind": "return", "reason": "change_of_mind", f"quantity_{line.pk}": "1"}
    client.post(where, asked)
    request = ReturnRequest.objects.get()
    client.post(address(part, f"returns/{request.number}/withdraw/"))
    request.refresh_from_db()
    assert request.status == "withdrawn"
    with clock.moved_to(clock.now() + dt.timedelta(days=12)):
        answer = client.post(where, asked)
        assert answer.status_code == 400
        assert answer.context["form"].errors
    assert ReturnRequest.objects.count() == 1


@pytest.mark.parametrize("tail", ["cancel", "return", "statement.pdf"])
def test_another_order_s_link_opens_nothing(client: Client, part: VendorOrder, tail: str) -> None:
    other = paid().order
    slash = "" if tail.endswith("pdf") else "/"
    answer = client.get(f"/orders/{other.token}/parts/{part.number}/{tail}{slash}")
    assert answer.status_code == 404


def test_the_goods_paper_names_what_was_bought(client: Client, part: VendorOrder) -> None:
    answer = client.get(address(part, f"parts/{part.number}/statement.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    text = squeezed(answer.content)
    assert "거래명세서" in text
    assert "30,000" in text
    assert part.order.recipient in text


# -- saved addresses ------------------------------------------------------------------------


def test_addresses_are_kept_chosen_and_deleted_by_their_owner_alone(client: Client) -> None:
    client.force_login(UserFactory())
    for number in (1, 2):
        fields = {**ADDRESS, "recipient": f"받는이{number}", "label": f"곳{number}"}
        assert client.post("/addresses/", fields).status_code == 302
    first, second = Address.objects.order_by("pk")
    client.post("/addresses/", {"action": "default", "id": second.pk})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.post("/addresses/", {"action": "delete", "id": first.pk}).status_code == 404
    client.post("/addresses/", {"action": "delete", "id": first.pk})
    assert list(Address.objects.all()) == [second]
    basket(client)
    assert "받는이2" in client.get("/checkout/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("postal_code", "123"), ("phone", "12"), ("recipient", "")]
)
def test_a_wrong_address_is_refused_by_its_field(client: Client, field: str, value: str) -> None:
    client.force_login(UserFactory())
    answer = client.post("/addresses/", {**ADDRESS, field: value})
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Address.objects.exists()
