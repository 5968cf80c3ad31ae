"""Writes of questions, answers, reviews and replies."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from catalog.models import Product
from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from orders.models import OrderLine
from vendors.models import Enterprise
from voices import locks, rules
from voices.errors import AlreadyReplied, NotReceived
from voices.models import Question, Review


@transaction.atomic
def question_ask(*, actor: Actor, product_id: int, text: str, is_private: bool = False) -> Question:
    """Ask an enterprise about its product; the same text again is the same question.

    Raises NotAllowed for guests, NotFound for what isn't for sale, InvalidInput on ``text``.
    """
    user_id = actor.require_person()
    product = Product.objects.filter(
        pk=product_id, listings__is_published=True, enterprise__status=Enterprise.Status.ACTIVE
    ).first()
    if product is None:
        raise NotFound
    told = _told(text)
    open_ones = Question.objects.filter(
        asked_by_id=user_id, product__enterprise_id=product.enterprise_id, answered_at=None
    )
    known = open_ones.filter(product=product, text=told).first()
    if known is not None:
        return known
    if open_ones.count() >= rules.MOST_OPEN:
        raise InvalidInput(
            {"text": _("답을 기다리는 문의가 많습니다. 답을 받은 뒤 다시 물어 주세요.")}
        )
    question = Question.objects.create(
        product=product,
        asked_by_id=user_id,
        text=told,
        is_private=is_private,
        asked_at=clock.now(),
    )
    audit.record(actor=actor, action="question.ask", obj=question)
    outbox.emit(topic="question.asked", payload={"question_id": question.pk})
    return question


@transaction.atomic
def question_answer(*, actor: Actor, question_id: int, text: str) -> Question:
    """Answer, or mend one's answer; the asker is told once. Raises NotFound, InvalidInput."""
    question = locks.lock_question(question_id)
    if question is None or not actor.sells_for(question.product.enterprise_id, Duty.ORDERS):
        raise NotFound
    first = question.answered_at is None
    question.answer = _told(text)
    question.answered_by_id = actor.user_id
    question.answered_at = clock.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(actor=actor, action="question.answer", obj=question)
    if first:
        outbox.emit(topic="question.answered", payload={"question_id": question.pk})
    return question


@transaction.atomic
def review_write(*, token: str, line_id: int, rating: int, text: str = "") -> Review:
    """Say how a thing is that was received, or mend what one said before the enterprise replied.

    ``token`` is the order's own: who holds it is its buyer. Raises NotFound, NotReceived,
    AlreadyReplied, InvalidInput on ``rating`` or ``text``.
    """
    line = (
        OrderLine.objects.filter(pk=line_id, vendor_order__order__token=token)
        .select_related("vendor_order__order", "product")
        .first()
    )
    if line is None or line.product is None:
        raise NotFound
    kept = line.quantity - line.cancelled_quantity - line.returned_quantity
    if not rules.may_review(line.vendor_order.status, kept):
        raise NotReceived
    if rating not in rules.RATINGS:
        raise InvalidInput({"rating": _("별점을 골라 주세요.")})
    told = _told(text, required=False)
    Review.objects.bulk_create(
        [
            Review(
                product=line.product,
                order_line=line,
                author=rules.masked(line.vendor_order.order.recipient),
                rating=rating,
                text=told,
                written_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    written = Review.objects.get(order_line=line)
    review = locks.lock_review(written.pk)
    if review is None:
        raise NotFound
    if review.replied_at is not None:
        raise AlreadyReplied(_("기업이 답글을 단 후기는 고칠 수 없습니다."))
    review.rating, review.text = rating, told
    review.save(update_fields=["rating", "text"])
    _sum_up(review.product)
    outbox.emit(topic="review.written", payload={"review_id": review.pk})
    return review


@transaction.atomic
def review_reply(*, actor: Actor, review_id: int, text: str) -> Review:
    """The enterprise's one reply. Raises NotFound, AlreadyReplied, InvalidInput on ``text``."""
    review = locks.lock_review(review_id)
    if review is None or not actor.sells_for(review.product.enterprise_id, Duty.ORDERS):
        raise NotFound
    if review.replied_at is not None:
        raise AlreadyReplied
    review.reply = _told(text)
    review.replied_by_id = actor.user_id
    review.replied_at = clock.now()
    review.save(update_fields=["reply", "replied_by", "replied_at"])
    audit.record(actor=actor, action="review.reply", obj=review)
    return review


@transaction.atomic
def review_hide(*, actor: Actor, review_id: int, reason: str) -> Review:
    """The city takes a review out of sight (insults, personal data), saying why; its stars count
    no more. Raises NotAllowed, NotFound, InvalidInput without a reason."""
    actor.require_city()
    review = locks.lock_review(review_id)
    if review is None:
        raise NotFound
    if not reason.strip():
        raise InvalidInput({"reason": _("사유를 입력해 주세요.")})
    review.hidden_at = clock.now()
    review.hidden_reason = reason.strip()[:300]
    review.save(update_fields=["hidden_at", "hidden_reason"])
    _sum_up(review.product)
    audit.record(actor=actor, action="review.hide", obj=review, reason=review.hidden_reason)
    return review


@transaction.atomic
def question_hide(*, actor: Actor, question_id: int) -> Question:
    """The city takes a question out of sight. Raises NotAllowed, NotFound."""
    actor.require_city()
    question = locks.lock_question(question_id)
    if question is None:
        raise NotFound
    question.hidden_at = clock.now()
    question.save(update_fields=["hidden_at"])
    audit.record(actor=actor, action="question.hide", obj=question)
    return question


def _sum_up(product: Product) -> None:
    """Keep the product's stars, by which lists sort, equal to its reviews in sight."""
    rows = Review.objects.filter(product=product, hidden_at=None)
    total = rows.aggregate(total=Sum("rating"))["total"] or 0
    Product.objects.filter(pk=product.pk).update(rating_sum=total, rating_count=rows.count())
    outbox.emit(topic="product.changed", payload={"product_id": product.pk})


def _told(text: str, *, required: bool = True) -> str:
    told = text.strip()
    if required and not told:
        raise InvalidInput({"text": _("내용을 적어 주세요.")})
    if len(told) > rules.LONGEST:
        raise InvalidInput({"text": _("2,000자까지 적을 수 있습니다.")})
    return told
