"""Disputes between organizations and enterprises: the city reads, and may say a word."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import Conflict, InvalidInput
from procurement import selectors, services
from storefront.forms import Filled, chosen_id


def disputes(request: HttpRequest) -> HttpResponse:
    """The open ones first; an officer answers, or writes down what was agreed."""
    actor = request.actor  # type: ignore[attr-defined]
    form = Filled.of(request.POST)
    if request.method == "POST":
        dispute_id = chosen_id(form, "dispute") or 0
        try:
            if form.values.get("decision") == "dispute_settle":
                services.dispute_settle(
                    actor=actor,
                    dispute_id=dispute_id,
                    settlement=form.values.get("settlement", ""),
                )
                messages.success(request, _("합의 내용을 기록하고 마쳤습니다."))
            else:
                services.dispute_reply(
                    actor=actor, dispute_id=dispute_id, text=form.values.get("text", "")
                )
                messages.success(request, _("답을 남겼습니다."))
            return redirect("city:disputes")
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("city:disputes")
        except InvalidInput as error:
            form.refuse(error)
    page = Paginator(selectors.disputes_for_city(actor=actor), 20).get_page(request.GET.get("page"))
    context = {"rows": page, "page_obj": page, "form": form}
    return render(request, "city/disputes.html", context, status=400 if form.errors else 200)
