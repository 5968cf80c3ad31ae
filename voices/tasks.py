"""Whoever is asked, or answered, hears of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from vendors.services import notice_give
from voices.models import Question, Review


@outbox.handler("question.asked", name="voices.mail_question")
def mail_question(payload: dict[str, Any]) -> None:
    question = _question(payload)
    names = {"product": question.product.name}
    send_once(
        key=f"question:{question.pk}:asked",
        to=question.product.enterprise.email,
        subject=_("[온장] 상품 문의: %(product)s") % names,
        body=f"{question.text}\n\n{_address('/seller/questions/')}",
    )


@outbox.handler("question.asked", name="voices.notice_question")
def notice_question(payload: dict[str, Any]) -> None:
    question = _question(payload)
    notice_give(
        enterprise_id=question.product.enterprise_id,
        kind="question",
        key=f"question:{question.pk}:asked",
        text=_("상품 문의: %(product)s") % {"product": question.product.name},
        path="/seller/questions/",
    )


@outbox.handler("review.written", name="voices.notice_review")
def notice_review(payload: dict[str, Any]) -> None:
    review = Review.objects.select_related("product").get(pk=payload["review_id"])
    notice_give(
        enterprise_id=review.product.enterprise_id,
        kind="review",
        key=f"review:{review.pk}",
        text=_("새 후기 %(rating)d점: %(product)s")
        % {"rating": review.rating, "product": review.product.name},
        path="/seller/reviews/",
    )


@outbox.handler("question.answered", name="voices.mail_answer")
def mail_answer(payload: dict[str, Any]) -> None:
    question = _question(payload)
    with translation.override(question.asked_by.language):
        send_once(
            key=f"question:{question.pk}:answered",
            to=question.asked_by.email,
            subject=_("[온장] 문의에 답이 달렸습니다: %(product)s")
            % {"product": question.product.name},
            body=_("물으신 것: %(text)s") % {"text": question.text}
            + "\n\n"
            + _("%(name)s의 답: %(text)s")
            % {"name": question.product.enterprise.name, "text": question.answer}
            + f"\n\n{_address(f'/p/{question.product.slug}/')}",
        )


@outbox.handler("review.written", name="voices.mail_review")
def mail_review(payload: dict[str, Any]) -> None:
    review = Review.objects.select_related("product__enterprise").get(pk=payload["review_id"])
    names = {"product": review.product.name, "rating": review.rating}
    send_once(
        key=f"review:{review.pk}",
        to=review.product.enterprise.email,
        subject=_("[온장] 새 후기 %(rating)d점: %(product)s") % names,
        body=f"{review.text}\n\n{_address('/seller/reviews/')}",
    )


def _question(payload: dict[str, Any]) -> Question:
    rows = Question.objects.select_related("product__enterprise", "asked_by")
    return rows.get(pk=payload["question_id"])


def _address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
