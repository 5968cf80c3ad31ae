"""What buyers ask and say, at the seller desk: one answer, one reply."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import DomainError
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise
from voices import selectors, services


@for_enterprise
def questions(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            services.question_answer(
                actor=desk.actor, question_id=_pk(form), text=form.values.get("text", "")
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("답을 달고 물은 분께 알렸습니다."))
            return redirect("seller:questions")
    rows = selectors.questions_for(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    context = {"rows": page, "page_obj": page, "form": form}
    return desk.page(request, "questions", context, status=400 if form.errors else 200)


@for_enterprise
def reviews(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            services.review_reply(
                actor=desk.actor, review_id=_pk(form), text=form.values.get("text", "")
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("답글을 달았습니다."))
            return redirect("seller:reviews")
    rows = selectors.reviews_for(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    context = {"rows": page, "page_obj": page, "form": form}
    return desk.page(request, "reviews", context, status=400 if form.errors else 200)


def _pk(form: Filled) -> int:
    given = form.values.get("id", "")
    return int(given) if given.isdecimal() and len(given) < 16 else 0
