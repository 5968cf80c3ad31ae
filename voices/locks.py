"""Locks on what was asked and said: one answer, one reply."""

from __future__ import annotations

from voices.models import Question, Review


def lock_question(question_id: int) -> Question | None:
    rows = Question.objects.select_for_update(of=("self",)).filter(pk=question_id)
    return rows.select_related("product").first()


def lock_review(review_id: int) -> Review | None:
    rows = Review.objects.select_for_update(of=("self",)).filter(pk=review_id)
    return rows.select_related("product").first()
