"""Checkout to order over the API, with the services of the pages."""

from __future__ import annotations

from typing import Any

import pytest

from api.ids import global_id
from checkout.models import Cart
from orders.models import Order, OrderLine
from tests.api.conftest import Ask
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.django_db

CHECKOUT = """fragment Cart on Checkout { id token email quantity
  lines { id quantity totalPrice { gross { amount } tax { amount } }
    unitPrice { gross { amount } } variant { id name product { name slug thumbnail { url } } } }
  subtotalPrice { gross { amount } } shippingPrice { gross { amount } }
  totalPrice { gross { amount } net { amount } tax { amount } }
  shippingAddress { firstName streetAddress1 postalCode city country { code } }
  availablePaymentGateways { id name } }"""
ERRORS = "errors { field message code variants }"
CREATE = f"""{CHECKOUT} mutation Create($lines: [CheckoutLineInput!]!, $email: String) {{
  checkoutCreate(input: {{channel: "default-channel", lines: $lines, email: $email}}) {{
    checkout {{ ...Cart }} {ERRORS} }} }}"""
ADDRESS = {
    "firstName": "시민", "lastName": "김", "phone": "010-1234-5678", "postalCode": "47545",
    "streetAddress1": "부산광역시 연제구 중앙대로 1001", "country": "KR",
}  # fmt: skip
COMPLETE = f"""mutation Complete($id: ID!, $gateway: String, $key: String) {{
  checkoutComplete(id: $id, paymentGateway: $gateway, idempotencyKey: $key) {{
    order {{ id number token status total {{ gross {{ amount }} }}
      vendorOrders {{ number status enterprise {{ name }} total {{ amount }} }}
      lines {{ productName quantity totalPrice {{ gross {{ amount }} }} }} }}
    confirmationNeeded confirmationData {ERRORS} }} }}"""


def variant_id(variant: Any) -> str:
    return global_id("ProductVariant", variant.pk)


def started(ask: Ask, *variants: Any, quantity: int = 1, **more: Any) -> dict[str, Any]:
    lines = [{"variantId": variant_id(variant), "quantity": quantity} for variant in variants]
    answer = ask(CREATE, lines=lines, **more)
    assert "errors" not in answer, answer
    return answer | {"payload": answer["data"]["checkoutCreate"]}


def completed(ask: Ask, checkout: str, **more: Any) -> dict[str, Any]:
    answer = ask(COMPLETE, id=checkout, gateway="test", **more)
    assert "errors" not in answer, answer
    payload: dict[str, Any] = answer["data"]["checkoutComplete"]
    return payload


def ready(ask: Ask, *variants: Any) -> str:
    identity: str = started(ask, *variants, email="kim@example.kr")["payload"]["checkout"]["id"]
    answer = ask(
        f"""mutation($id: ID!, $a: AddressInput!) {{
          checkoutShippingAddressUpdate(id: $id, shippingAddress: $a) {{
            checkout {{ id }} {ERRORS} }} }}""",
        id=identity, a=ADDRESS,
    )  # fmt: skip
    assert answer["data"]["checkoutShippingAddressUpdate"]["errors"] == []
    return identity


def test_a_checkout_of_two_lines_takes_at_most_twenty_queries(ask: Ask) -> None:
    answer = started(ask, VariantFactory(price=11_000), VariantFactory(price=22_000), quantity=2)
    checkout = answer["payload"]["checkout"]
    assert answer["payload"]["errors"] == []
    assert checkout["quantity"] == 4
    assert checkout["subtotalPrice"]["gross"]["amount"] == 66_000
    assert checkout["shippingPrice"]["gross"]["amount"] == 6_000
    total = checkout["totalPrice"]
    assert total["gross"]["amount"] == 72_000
    assert total["net"]["amount"] + total["tax"]["amount"] == 72_000
    assert checkout["availablePaymentGateways"][0]["id"]
    assert answer["queries"] <= 20


@pytest.mark.parametrize(
    ("quantity", "code"),
    [(0, "ZERO_QUANTITY"), (-1, "ZERO_QUANTITY"), (101, "INSUFFICIENT_STOCK"),
     (100_000, "QUANTITY_GREATER_THAN_LIMIT")],
)  # fmt: skip
def test_quantities_are_refused_by_saleor_s_codes(ask: Ask, quantity: int, code: str) -> None:
    variant = VariantFactory(on_hand=100)
    payload = started(ask, variant, quantity=quantity)["payload"]
    assert payload["checkout"] is None
    assert [error["code"] for error in payload["errors"]] == [code]
    if code == "INSUFFICIENT_STOCK":
        assert payload["errors"][0]["variants"] == [variant_id(variant)]
    assert not Cart.objects.exists()


def test_lines_are_added_changed_and_taken_out(ask: Ask) -> None:
    first, second = VariantFactory(), VariantFactory()
    checkout = started(ask, first)["payload"]["checkout"]
    lines = """mutation($id: ID!, $lines: [CheckoutLineInput!]!) {
      checkoutLinesAdd(id: $id, lines: $lines) { checkout { quantity lines { id } } %s } }"""
    added = ask(
        lines % ERRORS, id=checkout["id"], lines=[{"variantId": variant_id(second), "quantity": 3}]
    )
    assert added["data"]["checkoutLinesAdd"]["checkout"]["quantity"] == 4
    update = """mutation($id: ID!, $lines: [CheckoutLineUpdateInput!]!) {
      checkoutLinesUpdate(id: $id, lines: $lines) { checkout { quantity lines { id } } %s } }"""
    line = checkout["lines"][0]["id"]
    changed = ask(update % ERRORS, id=checkout["id"], lines=[{"lineId": line, "quantity": 5}])
    assert changed["data"]["checkoutLinesUpdate"]["checkout"]["quantity"] == 8
    gone = ask(
        """mutation($id: ID!, $line: ID!) { checkoutLineDelete(id: $id, lineId: $line) {
          checkout { quantity } errors { code } } }""",
        id=checkout["id"], line=line,
    )  # fmt: skip
    assert gone["data"]["checkoutLineDelete"]["checkout"]["quantity"] == 3


def test_a_guest_pays_and_both_enterprises_get_their_part(ask: Ask) -> None:
    identity = ready(ask, VariantFactory(price=10_000), VariantFactory(price=20_000))
    payload = completed(ask, identity, key="one")
    assert payload["errors"] == []
    assert payload["confirmationNeeded"]
    assert "/pay/" in payload["confirmationData"]
    order = payload["order"]
    assert order["status"] == "UNCONFIRMED"
    assert len(order["vendorOrders"]) == 2
    assert order["total"]["gross"]["amount"] == 36_000
    again = completed(ask, identity, key="one")
    assert again["order"]["number"] == order["number"]
    assert Order.objects.count() == 1
    found = ask(
        "query($t: UUID!) { orderByToken(token: $t) { number userEmail } }", t=order["token"]
    )
    assert found["data"]["orderByToken"]["number"] == order["number"]


def test_what_is_missing_is_said_by_its_field(ask: Ask) -> None:
    identity = started(ask, VariantFactory())["payload"]["checkout"]["id"]
    errors = completed(ask, identity)["errors"]
    assert {error["field"] for error in errors} == {
        "email", "firstName", "phone", "postalCode", "streetAddress1",
    }  # fmt: skip
    assert {error["code"] for error in errors} == {"REQUIRED"}
    assert not Order.objects.exists()


def test_a_bad_address_is_refused_by_its_field(ask: Ask) -> None:
    identity = started(ask, VariantFactory())["payload"]["checkout"]["id"]
    answer = ask(
        """mutation($id: ID!, $a: AddressInput!) { checkoutShippingAddressUpdate(id: $id,
          shippingAddress: $a) { errors { field code } } }""",
        id=identity, a=ADDRESS | {"postalCode": "abc"},
    )  # fmt: skip
    assert answer["data"]["checkoutShippingAddressUpdate"]["errors"] == [
        {"field": "postalCode", "code": "INVALID"}
    ]


def test_another_person_s_checkout_and_orders_are_not_found(ask: Ask) -> None:
    UserFactory(email="a@example.kr", password="onjang-pass-1")
    UserFactory(email="b@example.kr", password="onjang-pass-1")
    mine, theirs = sign_in(ask, "a@example.kr"), sign_in(ask, "b@example.kr")
    identity = started(ask, VariantFactory(), token=mine)["payload"]["checkout"]["id"]
    look = "query($id: ID!) { checkout(id: $id) { id } }"
    assert ask(look, id=identity, token=mine)["data"]["checkout"]
    assert ask(look, id=identity, token=theirs)["data"]["checkout"] is None
    assert ask(look, id=identity)["data"]["checkout"] is None
    add = """mutation($id: ID!) { checkoutEmailUpdate(id: $id, email: "x@example.kr") {
      errors { code } } }"""
    refused = ask(add, id=identity, token=theirs)["data"]["checkoutEmailUpdate"]
    assert refused["errors"] == [{"code": "NOT_FOUND"}]


# -- people


def sign_in(ask: Ask, email: str, password: str = "onjang-pass-1") -> str:
    answer = ask(
        """mutation($e: String!, $p: String!) { tokenCreate(email: $e, password: $p) {
          token refreshToken user { email } errors { field code } } }""",
        e=email, p=password,
    )  # fmt: skip
    token: str = answer["data"]["tokenCreate"]["token"]
    return token


def test_somebody_new_registers_signs_in_and_sees_their_orders(ask: Ask) -> None:
    register = """mutation($i: AccountRegisterInput!) { accountRegister(input: $i) {
      user { email } errors { field code } } }"""
    new = {"email": "new@example.kr", "password": "dongbaek-2026!", "firstName": "새봄"}
    assert ask(register, i=new)["data"]["accountRegister"]["errors"] == []
    taken = ask(register, i=new)["data"]["accountRegister"]
    assert taken["errors"] == [{"field": "email", "code": "UNIQUE"}]
    weak = ask(register, i=new | {"email": "w@example.kr", "password": "123"})
    assert weak["data"]["accountRegister"]["errors"][0]["field"] == "password"

    token = sign_in(ask, "new@example.kr", "dongbaek-2026!")
    me = ask("query { me { email firstName orders(first: 5) { totalCount } } }", token=token)
    assert me["data"]["me"] == {
        "email": "new@example.kr", "firstName": "새봄", "orders": {"totalCount": 0},
    }  # fmt: skip


def test_wrong_passwords_and_tokens_tell_nothing(ask: Ask) -> None:
    UserFactory(email="a@example.kr", password="onjang-pass-1")
    for email in ("a@example.kr", "nobody@example.kr"):
        assert sign_in(ask, email, "wrong") is None
    assert ask("query { me { email } }", token="nonsense")["data"]["me"] is None
    verify = """mutation($t: String!) { tokenVerify(token: $t) { isValid errors { code } } }"""
    assert ask(verify, t="nonsense")["data"]["tokenVerify"]["isValid"] is False
    good = sign_in(ask, "a@example.kr")
    assert ask(verify, t=good)["data"]["tokenVerify"]["isValid"] is True


def test_a_refresh_token_is_no_access_token_and_a_new_password_ends_both(ask: Ask) -> None:
    user = UserFactory(email="a@example.kr", password="onjang-pass-1")
    answer = ask(
        """mutation { tokenCreate(email: "a@example.kr", password: "onjang-pass-1") {
          token refreshToken } }"""
    )["data"]["tokenCreate"]
    me = "query { me { email } }"
    assert ask(me, token=answer["refreshToken"])["data"]["me"] is None
    refresh = (
        """mutation($t: String!) { tokenRefresh(refreshToken: $t) { token errors { code } } }"""
    )
    token = ask(refresh, t=answer["refreshToken"])["data"]["tokenRefresh"]["token"]
    assert ask(me, token=token)["data"]["me"]
    user.set_password("another-pass-1")
    user.save()
    assert ask(me, token=token)["data"]["me"] is None
    assert ask(refresh, t=answer["refreshToken"])["data"]["tokenRefresh"]["token"] is None


PROMO = f"""mutation Promo($id: ID!, $code: String!) {{
  checkoutAddPromoCode(id: $id, promoCode: $code) {{
    checkout {{ discount {{ amount }} voucherCodes totalPrice {{ gross {{ amount }} }} }}
    {ERRORS} }} }}"""


def test_a_coupon_takes_off_what_it_promises_and_one_that_does_not_says_why(ask: Ask) -> None:
    identity = ready(ask, VariantFactory(price=11_000))
    coupon = CouponFactory()
    answer = ask(PROMO, id=identity, code=coupon.code.lower())["data"]["checkoutAddPromoCode"]
    assert answer["errors"] == []
    assert answer["checkout"]["discount"]["amount"] == 3_000
    assert answer["checkout"]["voucherCodes"] == [coupon.code]
    assert answer["checkout"]["totalPrice"]["gross"]["amount"] == 11_000 + 3_000 - 3_000
    refused = ask(PROMO, id=identity, code="NOSUCH")["data"]["checkoutAddPromoCode"]["errors"]
    assert [(each["field"], each["code"]) for each in refused] == [
        ("promoCode", "VOUCHER_NOT_APPLICABLE")
    ]
    taken = ask(
        f"""mutation($id: ID!, $code: String!) {{
          checkoutRemovePromoCode(id: $id, promoCode: $code) {{
            checkout {{ voucherCodes }} {ERRORS} }} }}""",
        id=identity, code=coupon.code,
    )  # fmt: skip
    assert taken["data"]["checkoutRemovePromoCode"]["checkout"]["voucherCodes"] == []


@pytest.mark.parametrize(("agreed", "exclusion"), [("true", "made_to_order"), ("false", "")])
def test_what_is_made_to_order_can_be_sent_back_unless_the_buyer_agreed(
    ask: Ask, agreed: str, exclusion: str
) -> None:
    identity = ready(ask, VariantFactory(product__is_made_to_order=True))
    answer = ask(
        f"""mutation($id: ID!) {{
          checkoutComplete(id: $id, paymentGateway: "test", agreedMadeToOrder: {agreed}) {{
            order {{ id }} {ERRORS} }} }}""",
        id=identity,
    )
    assert answer["data"]["checkoutComplete"]["order"]["id"]
    assert OrderLine.objects.get().withdrawal_exclusion == exclusion
