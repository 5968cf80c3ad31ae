"""Reads of questions and reviews."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from core.actor import Actor
from orders.models import Order, OrderLine
from voices import rules
from voices.models import Question, Review


def questions_of_product(*, actor: Actor, product_id: int, limit: int = 20) -> list[Question]:
    """Those in sight, the newest first, and one's own private ones. One query."""
    seen = Q(is_private=False) | Q(asked_by_id=actor.user_id or 0)
    rows = Question.objects.filter(seen, product_id=product_id, hidden_at=None)
    return list(rows.select_related("asked_by").order_by("-asked_at", "-pk")[:limit])


def reviews_of_product(product_id: int, *, limit: int = 20) -> list[Review]:
    """Those in sight, the newest first. One query."""
    rows = Review.objects.filter(product_id=product_id, hidden_at=None)
    return list(rows.order_by("-written_at", "-pk")[:limit])


def questions_for(
    *, actor: Actor, enterprise_id: int, open_only: bool = False
) -> QuerySet[Question]:
    """What an enterprise was asked: the unanswered first, the oldest of them first."""
    actor.require_enterprise(enterprise_id)
    rows = Question.objects.filter(product__enterprise_id=enterprise_id, hidden_at=None)
    if open_only:
        rows = rows.filter(answered_at=None)
    return rows.select_related("product", "asked_by").order_by(
        F("answered_at").desc(nulls_first=True), "asked_at"
    )


def open_questions(*, actor: Actor, enterprise_id: int) -> int:
    """How many wait for an answer. One query."""
    return questions_for(actor=actor, enterprise_id=enterprise_id, open_only=True).count()


def reviews_for(*, actor: Actor, enterprise_id: int) -> QuerySet[Review]:
    """What buyers said of an enterprise's products: those without a reply first."""
    actor.require_enterprise(enterprise_id)
    rows = Review.objects.filter(product__enterprise_id=enterprise_id, hidden_at=None)
    return rows.select_related("product").order_by(
        F("replied_at").desc(nulls_first=True), "-written_at"
    )


def reviewable(order: Order) -> list[tuple[OrderLine, Review | None]]:
    """The order's lines that may be reviewed, with what was said already. Two queries."""
    lines = OrderLine.objects.filter(vendor_order__order=order).exclude(product=None)
    lines = lines.select_related("vendor_order").order_by("pk")
    written = {row.order_line_id: row for row in Review.objects.filter(order_line__in=lines)}
    return [
        (line, written.get(line.pk))
        for line in lines
        if rules.may_review(
            line.vendor_order.status,
            line.quantity - line.cancelled_quantity - line.returned_quantity,
        )
    ]
