"""Products at the seller desk: drafts, prices and stock, pictures, on and off the shelf."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalog import selectors, services
from catalog.errors import NotPublishable
from catalog.models import Category, Product, TaxClass, Variant
from core import idempotency
from core.errors import InvalidInput
from inventory import services as inventory
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise

#: Rows for quantity tiers in the form: those there are, and these blank ones.
BLANK_TIERS = 2
MOST_TIER_PIECES = 10_000_000


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
    context = {"form": form, "categories": _categories(), "tax_classes": TaxClass.choices}
    return desk.page(request, "product_new", context, status=400 if form.errors else 200)


def _create(request: HttpRequest, desk: Desk, form: Filled) -> int:
    """One draft a form, however often it is sent. Raises InvalidInput by field."""
    price = _number(form, "price", _("가격"))
    on_hand = _number(form, "on_hand", _("재고"))
    category = form.values.get("category", "")
    _stop(form)
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


@for_enterprise
def product_edit(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """All of a product; each part of the page saves itself (``action``)."""
    product = selectors.product_for_seller(actor=desk.actor, product_id=pk)
    if request.method != "POST":
        return _edit_page(request, desk, product, Filled())
    form = Filled.of(request.POST)
    actions: Mapping[str, Callable[[HttpRequest, Desk, Product, Filled], str]] = {
        "details": _save_details,
        "price": _save_price,
        "photo": _add_photo,
        "publish": _publish,
        "unpublish": _unpublish,
    }
    try:
        said = actions.get(form.values.get("action", ""), _save_details)(
            request, desk, product, form
        )
    except InvalidInput as error:
        form.refuse(error)
        product = selectors.product_for_seller(actor=desk.actor, product_id=pk)
        return _edit_page(request, desk, product, form, status=400)
    messages.success(request, said)
    return redirect("seller:product_edit", pk)


def _save_details(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    lead_days = _number(form, "lead_days", _("준비 기간"))
    weight = _number(form, "weight_g", _("무게"))
    _stop(form)
    category = form.values.get("category", "")
    words = form.values.get("keywords", "").split(",")
    services.product_update(
        actor=desk.actor,
        product_id=product.pk,
        name=form.values.get("name", ""),
        name_en=form.values.get("name_en", ""),
        description=form.values.get("description", ""),
        description_en=form.values.get("description_en", ""),
        category_id=int(category) if category.isdecimal() and len(category) < 10 else 0,
        tax_class=form.values.get("tax_class", product.tax_class),
        is_made_to_order="is_made_to_order" in form.values,
        is_perishable="is_perishable" in form.values,
        lead_days=lead_days,
        weight_g=weight,
        keywords=[word.strip() for word in words if word.strip()],
        notice={
            **product.notice,
            **{
                name.removeprefix("notice_"): text
                for name, text in form.values.items()
                if name.startswith("notice_")
                and name.removeprefix("notice_") in _notice_keys(product)
            },
        },
    )
    return _("상품 정보를 저장했습니다.")


def _save_price(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    """Price, tiers and stock of one option, all or nothing."""
    variant_id = form.values.get("variant", "")
    variant = next((v for v in product.variants.all() if str(v.pk) == variant_id), None)
    if variant is None:
        raise InvalidInput({"price": _("옵션을 다시 선택해 주세요.")})
    price = _number(form, "price", _("가격"))
    on_hand = _number(form, "on_hand", _("재고"))
    low_at = _number(form, "low_at", _("부족 알림 기준"))
    known = _number(form, "known_on_hand", _("재고"))
    tiers = _tiers(request, form)
    _stop(form)
    with transaction.atomic():
        services.variant_price_set(
            actor=desk.actor, variant_id=variant.pk, price_amount=price, tiers=tiers
        )
        stock = getattr(variant, "stock", None)
        if stock is None or on_hand != known or low_at != stock.low_at:
            inventory.stock_set(
                actor=desk.actor,
                variant_id=variant.pk,
                on_hand=on_hand if stock is None or on_hand != known else None,
                low_at=low_at,
                expected=known,
            )
    return _("가격과 재고를 저장했습니다. 상점에 바로 보입니다.")


def _add_photo(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    photo = request.FILES.get("file")
    if photo is None:
        raise InvalidInput({"file": _("사진 파일을 선택해 주세요.")})
    services.media_add(
        actor=desk.actor, product_id=product.pk, file=photo, alt=form.values.get("alt", "")
    )
    return _("사진을 올렸습니다.")


def _publish(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    try:
        services.product_publish(actor=desk.actor, product_id=product.pk)
    except NotPublishable as error:
        raise InvalidInput({"publish": error.missing}) from error
    return _("판매를 시작했습니다.")


def _unpublish(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    services.product_unpublish(actor=desk.actor, product_id=product.pk)
    return _("판매를 멈췄습니다.")


def _edit_page(
    request: HttpRequest, desk: Desk, product: Product, form: Filled, *, status: int = 200
) -> HttpResponse:
    action = form.values.get("action", "")
    details = form if action == "details" else Filled(_values(product))
    context = {
        "product": product,
        "details": details,
        "notice": [(entry, f"notice_{entry['key']}") for entry in product.category.notice_fields],
        "variants": [
            (variant, _price_form(request, variant, form), f"option{place}_" if place else "")
            for place, variant in enumerate(product.variants.all())
        ],
        "photos": [(media, selectors.media_view(media)) for media in product.media.all()],
        "photo": form if action == "photo" else Filled(),
        "missing": form.errors.get("publish", []),
        "form": form,
        "is_published": any(listing.is_published for listing in product.listings.all()),
        "categories": _categories(),
        "tax_classes": TaxClass.choices,
    }
    return desk.page(request, "product_edit", context, status=status)


def _values(product: Product) -> dict[str, str]:
    values = {
        name: str(getattr(product, name))
        for name in (
            "name", "name_en", "description", "description_en", "tax_class", "lead_days",
            "weight_g",
        )
    }  # fmt: skip
    values["category"] = str(product.category_id)
    values["keywords"] = ", ".join(product.keywords)
    for name in ("is_made_to_order", "is_perishable"):
        if getattr(product, name):
            values[name] = "1"
    return values | {f"notice_{key}": str(text) for key, text in product.notice.items()}


def _price_form(request: HttpRequest, variant: Variant, sent: Filled) -> dict[str, Any]:
    """The price form of an option: as it was sent, if it was, else as it is."""
    listing = next(iter(variant.listings.all()), None)
    stock = getattr(variant, "stock", None)
    if sent.values.get("action") == "price" and sent.values.get("variant") == str(variant.pk):
        quantities = request.POST.getlist("tier_quantity")
        rows = list(zip(quantities, request.POST.getlist("tier_price"), strict=False))
        form = sent
        if "on_hand" in sent.errors and stock is not None:
            form.values["known_on_hand"] = str(stock.on_hand)
    else:
        tiers = listing.tiers.all() if listing else []
        rows = [(str(tier.min_quantity), str(tier.price_amount)) for tier in tiers]
        form = Filled(
            {
                "price": str(listing.price_amount if listing else ""),
                "on_hand": str(stock.on_hand if stock else 0),
                "known_on_hand": str(stock.on_hand if stock else 0),
                "low_at": str(stock.low_at if stock else 5),
            }
        )
        rows += [("", "")] * BLANK_TIERS
    return {"form": form, "tiers": rows, "reserved": stock.reserved if stock else 0}


def _tiers(request: HttpRequest, form: Filled) -> list[tuple[int, int]]:
    """Rows of the tier table; blank rows are none. Wrong ones go to the form's errors."""
    found = []
    quantities, prices = request.POST.getlist("tier_quantity"), request.POST.getlist("tier_price")
    for quantity, price in zip(quantities, prices, strict=False):
        if not quantity.strip() and not price.strip():
            continue
        row = Filled({"tiers": quantity}), Filled({"tiers": price})
        try:
            pieces = row[0].whole("tiers", _("수량 할인의 수량"))
            if pieces > MOST_TIER_PIECES:
                raise InvalidInput({"tiers": _("수량이 너무 큽니다.")})
            found.append((pieces, row[1].whole("tiers", _("수량 할인의 가격"))))
        except InvalidInput as error:
            form.refuse(error)
            break
    return found


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


def _notice_keys(product: Product) -> set[str]:
    return {str(entry["key"]) for entry in product.category.notice_fields}


def _categories() -> list[tuple[str, Category]]:
    return [(str(row.pk), row) for row in Category.objects.all()]


def _number(form: Filled, name: str, label: str) -> int:
    """A whole number of the form; what isn't one goes to the form's errors."""
    try:
        return form.whole(name, label)
    except InvalidInput as error:
        form.refuse(error)
        return 0


def _stop(form: Filled) -> None:
    """Refuse with what was found so far."""
    if form.errors:
        problems = dict(form.errors)
        form.errors.clear()
        raise InvalidInput(problems)
