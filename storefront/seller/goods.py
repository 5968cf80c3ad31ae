"""Products at the seller desk: the list of them, and a new one."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalog import selectors, services
from catalog.models import Product, TaxClass
from core import idempotency
from core.errors import InvalidInput
from inventory import services as inventory
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise
from storefront.seller.editor import categories, number, stop


@for_enterprise
def products(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = selectors.products_for_seller(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(name__icontains=text)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    shown = [(product, *_summary(product)) for product in page]
    return desk.page(request, "products", {"rows": shown, "page_obj": page, "text": text})


@for_enterprise
def product_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A draft; its category's notice fields are filled in on its own page afterwards."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            product_id = _create(request, desk, form)
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("초안을 만들었습니다. 고시 정보를 채우고 판매를 시작하세요.")
            )
            return redirect("seller:product_edit", product_id)
    form.values.setdefault("key", secrets.token_urlsafe(16))
    context = {"form": form, "categories": categories(), "tax_classes": TaxClass.choices}
    return desk.page(request, "product_new", context, status=400 if form.errors else 200)


def _create(request: HttpRequest, desk: Desk, form: Filled) -> int:
    """One draft a form, however often it is sent. Raises InvalidInput by field."""
    price = number(form, "price", _("가격")) if form.values.get("price") else 0
    on_hand = number(form, "on_hand", _("재고")) if form.values.get("on_hand") else 0
    category = form.values.get("category", "")
    stop(form)
    photo = request.FILES.get("file")

    def create() -> dict[str, Any]:
        product = services.product_create(
            actor=desk.actor,
            enterprise_id=desk.enterprise.pk,
            category_id=int(category) if category.isdecimal() and len(category) < 10 else 0,
            name=form.values.get("name", ""),
            price_amount=price,
            name_en=form.values.get("name_en", ""),
            description=form.values.get("description", ""),
            tax_class=form.values.get("tax_class", TaxClass.TAXABLE),
        )
        variant = product.variants.get()
        inventory.stock_set(actor=desk.actor, variant_id=variant.pk, on_hand=on_hand)
        if photo is not None:
            services.media_add(actor=desk.actor, product_id=product.pk, file=photo)
        return {"product_id": product.pk}

    answer = idempotency.once(
        scope=f"product:{desk.enterprise.pk}",
        key=form.values.get("key") or secrets.token_urlsafe(16),
        body={name: text for name, text in form.values.items() if name != "csrfmiddlewaretoken"},
        action=create,
    )
    return int(answer["product_id"])


def _summary(product: Product) -> tuple[bool, int, str, tuple[int, int]]:
    """Whether it is for sale, pieces free to sell, its picture, and its span of prices."""
    stocks = [getattr(variant, "stock", None) for variant in product.variants.all()]
    picture = next(iter(product.media.all()), None)
    listing = next(iter(product.listings.all()), None)
    return (
        bool(listing and listing.is_published),
        sum(stock.available for stock in stocks if stock),
        _small(picture),
        (listing.price_min_amount, listing.price_max_amount) if listing else (0, 0),
    )


def _small(picture: Any) -> str:
    if picture is None:
        return ""
    name = picture.renditions.get("320")
    return str(picture.original.storage.url(name) if name else picture.original.url)
