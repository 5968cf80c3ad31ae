"""What buyers ask of a product and say of it: the product's page and the order's page send here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import selectors as catalog
from core.errors import DomainError
from orders import selectors as orders
from storefront.access import signed_in
from storefront.forms import Filled
from storefront.shop import browse
from voices import selectors, services


@require_POST
@signed_in
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask about a product; after a refusal its page says what was wrong."""
    actor = request.actor  # type: ignore[attr-defined]
    detail = catalog.product_detail(slug, actor=actor)
    form = Filled.of(request.POST)
    try:
        services.question_ask(
            actor=actor,
            product_id=detail.product.pk,
            text=form.values.get("text", ""),
            is_private="is_private" in form.values,
        )
    except DomainError as error:
        form.refuse(error)
        return browse.product(request, slug, ask=form)
    messages.success(request, _("문의를 보냈습니다. 답이 달리면 메일로 알려 드립니다."))
    return redirect(reverse("shop:product", args=[slug]) + "#questions")


def review(request: HttpRequest, token: str, line: int) -> HttpResponse:
    """Say how a thing is. The order's link is the permission."""
    order = orders.order_for_token(token)
    rows = {row.pk: (row, written) for row, written in selectors.reviewable(order)}
    if line not in rows:
        return redirect("shop:order", token)
    row, written = rows[line]
    form = Filled.of(request.POST)
    if request.method == "POST":
        rating = form.values.get("rating", "")
        try:
            services.review_write(
                token=token,
                line_id=line,
                rating=int(rating) if rating in {"1", "2", "3", "4", "5"} else 0,
                text=form.values.get("text", ""),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("후기를 남겼습니다. 고맙습니다."))
            return redirect("shop:order", token)
    elif written is not None:
        form = Filled({"rating": str(written.rating), "text": written.text})
    context = {"order": order, "line": row, "written": written, "form": form}
    return render(request, "shop/review.html", context, status=400 if form.errors else 200)
