"""Questions and answers; reviews by who received the thing, with one reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from orders.models import Order, OrderLine, VendorOrder
from orders.services import NewLine
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import StaffFactory
from tests.orders.test_services import paid
from vendors import selectors as vendors
from voices import rules, selectors, services
from voices.errors import AlreadyReplied, NotReceived
from voices.models import Question, Review

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]


@pytest.fixture
def soap() -> Any:
    return VariantFactory(on_hand=10).product


def citizen() -> Actor:
    return vendors.actor_for(UserFactory(name="김온장"))


def seller_of(product: Any, role: str = "owner") -> Actor:
    return vendors.actor_for(StaffFactory(enterprise=product.enterprise, role=role).user)


def received(product: Any, status: str = "delivered") -> tuple[Order, OrderLine]:
    order = paid(NewLine(product.variants.get().pk, 1))
    VendorOrder.objects.filter(order=order).update(status=status)
    return order, OrderLine.objects.get(vendor_order__order=order)


def write(order: Order, line: OrderLine, **more: Any) -> Review:
    fields = {"rating": 5, "text": "거품이 곱습니다"} | more
    return services.review_write(token=order.token, line_id=line.pk, **fields)


# -- questions --


def test_a_question_is_answered_and_both_sides_hear_of_it(soap: Any, drain_outbox: Drain) -> None:
    asker, seller = citizen(), seller_of(soap)
    question = services.question_ask(actor=asker, product_id=soap.pk, text=" 향이 강한가요? ")
    again = services.question_ask(actor=asker, product_id=soap.pk, text="향이 강한가요?")
    assert again.pk == question.pk
    assert selectors.open_questions(actor=seller, enterprise_id=soap.enterprise_id) == 1
    for text in ("은은합니다", "은은한 편입니다"):
        services.question_answer(actor=seller, question_id=question.pk, text=text)
    drain_outbox()
    assert sorted(m.to[0] for m in mail.outbox) == sorted([asker.email, soap.enterprise.email])
    (shown,) = selectors.questions_of_product(actor=ANONYMOUS, product_id=soap.pk)
    assert (shown.text, shown.answer) == ("향이 강한가요?", "은은한 편입니다")
    assert selectors.open_questions(actor=seller, enterprise_id=soap.enterprise_id) == 0


def test_a_private_question_is_read_by_two(soap: Any) -> None:
    asker, seller = citizen(), seller_of(soap)
    services.question_ask(actor=asker, product_id=soap.pk, text="단체 할인?", is_private=True)
    seen = [
        len(selectors.questions_of_product(actor=who, product_id=soap.pk))
        for who in (asker, citizen(), ANONYMOUS)
    ]
    assert seen == [1, 0, 0]
    assert selectors.questions_for(actor=seller, enterprise_id=soap.enterprise_id).count() == 1


@pytest.mark.parametrize("text", ["", "  ", "가" * 2001])
def test_a_wrong_question_is_refused_by_its_field(soap: Any, text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.question_ask(actor=citizen(), product_id=soap.pk, text=text)
    assert list(caught.value.by_field()) == ["text"]


def test_guests_don_t_ask_nor_about_what_is_not_for_sale(soap: Any) -> None:
    with pytest.raises(NotAllowed):
        services.question_ask(actor=ANONYMOUS, product_id=soap.pk, text="?")
    soap.listings.update(is_published=False)
    with pytest.raises(NotFound):
        services.question_ask(actor=citizen(), product_id=soap.pk, text="?")


def test_one_asks_so_much_and_waits(soap: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_OPEN", 2)
    asker = citizen()
    for text in ("하나", "둘"):
        services.question_ask(actor=asker, product_id=soap.pk, text=text)
    with pytest.raises(InvalidInput):
        services.question_ask(actor=asker, product_id=soap.pk, text="셋")


def test_only_its_enterprise_answers(soap: Any) -> None:
    question = services.question_ask(actor=citizen(), product_id=soap.pk, text="향?")
    stranger = vendors.actor_for(StaffFactory().user)
    for who in (stranger, seller_of(soap, "accountant"), ANONYMOUS):
        with pytest.raises(NotFound):
            services.question_answer(actor=who, question_id=question.pk, text="몰라요")
    with pytest.raises(NotAllowed):
        selectors.questions_for(actor=stranger, enterprise_id=soap.enterprise_id)
    assert Question.objects.get().answer == ""


# -- reviews --


def test_who_received_a_thing_reviews_it_once_and_may_mend_it(soap: Any) -> None:
    order, line = received(soap)
    write(order, line, rating=3)
    write(order, line, rating=4, text="다시 보니 좋습니다")
    review = Review.objects.get()
    assert (review.rating, review.text, review.author) == (
        4,
        "다시 보니 좋습니다",
        order.recipient[0] + "**",
    )
    soap.refresh_from_db()
    assert (soap.rating_sum, soap.rating_count) == (4, 1)


@pytest.mark.parametrize("status", ["confirmed", "shipped", "cancelled"])
def test_what_did_not_arrive_is_not_reviewed(soap: Any, status: str) -> None:
    order, line = received(soap, status)
    with pytest.raises(NotReceived):
        write(order, line)


def test_what_went_back_is_not_reviewed(soap: Any) -> None:
    order, line = received(soap)
    OrderLine.objects.filter(pk=line.pk).update(
        shipped_quantity=line.quantity, returned_quantity=line.quantity
    )
    with pytest.raises(NotReceived):
        write(order, line)


def test_another_order_s_line_is_not_found(soap: Any) -> None:
    order, _line = received(soap)
    _other, foreign = received(soap)
    with pytest.raises(NotFound):
        write(order, foreign)
    assert not Review.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("rating", 0), ("rating", 6), ("text", "가" * 2001)])
def test_a_wrong_review_is_refused_by_its_field(soap: Any, field: str, value: Any) -> None:
    order, line = received(soap)
    with pytest.raises(InvalidInput) as caught:
        write(order, line, **{field: value})
    assert list(caught.value.by_field()) == [field]


def test_the_enterprise_replies_once_and_then_the_review_stays(soap: Any) -> None:
    order, line = received(soap)
    review, seller = write(order, line), seller_of(soap)
    with pytest.raises(NotFound):
        services.review_reply(
            actor=vendors.actor_for(StaffFactory().user), review_id=review.pk, text="남의 가게"
        )
    services.review_reply(actor=seller, review_id=review.pk, text="고맙습니다")
    with pytest.raises(AlreadyReplied):
        services.review_reply(actor=seller, review_id=review.pk, text="한 번 더")
    with pytest.raises(AlreadyReplied):
        write(order, line, rating=1)
    assert Review.objects.get().reply == "고맙습니다"


def test_the_city_hides_with_a_reason_and_the_stars_follow(soap: Any) -> None:
    order, line = received(soap)
    review = write(order, line, rating=1)
    city = Actor(user_id=UserFactory().pk, is_city_officer=True)
    with pytest.raises(NotAllowed):
        services.review_hide(actor=seller_of(soap), review_id=review.pk, reason="나빠서")
    with pytest.raises(InvalidInput):
        services.review_hide(actor=city, review_id=review.pk, reason=" ")
    services.review_hide(actor=city, review_id=review.pk, reason="개인정보")
    soap.refresh_from_db()
    assert (soap.rating_sum, soap.rating_count) == (0, 0)
    assert selectors.reviews_of_product(soap.pk) == []


def test_names_are_masked() -> None:
    assert [rules.masked(name) for name in ("김온장", " 이 ", "")] == ["김**", "이**", "***"]


# -- pages --


def test_the_pages_ask_answer_review_and_reply(soap: Any) -> None:
    asker = UserFactory(name="김온장")
    client, shop = Client(), Client()
    client.force_login(asker)
    shop.force_login(StaffFactory(enterprise=soap.enterprise).user)
    address = f"/p/{soap.slug}/"
    assert client.post(f"{address}ask/", {"text": " "}).status_code == 400
    assert client.post(f"{address}ask/", {"text": "향이 강한가요?"}).status_code == 302
    assert "향이 강한가요?" in Client().get(address).content.decode()
    question = Question.objects.get()
    assert shop.post("/seller/questions/", {"id": question.pk, "text": ""}).status_code == 400
    shop.post("/seller/questions/", {"id": question.pk, "text": "은은합니다"})
    assert "은은합니다" in Client().get(address).content.decode()

    order, line = received(soap)
    page = f"/orders/{order.token}/lines/{line.pk}/review/"
    assert page in client.get(f"/orders/{order.token}/").content.decode()
    assert client.post(page, {"rating": "9"}).status_code == 400
    assert client.post(page, {"rating": "5", "text": "<b>좋아요</b>"}).status_code == 302
    said = Client().get(address).content.decode()
    assert "&lt;b&gt;좋아요" in said
    shop.post("/seller/reviews/", {"id": Review.objects.get().pk, "text": "고맙습니다"})
    assert "고맙습니다" in Client().get(address).content.decode()
    assert client.get(f"/orders/{order.token}/lines/999/review/").status_code == 302
