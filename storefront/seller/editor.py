"""A product's page at the seller desk: each part of it saves itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import notices, rules, selectors, services
from catalog.errors import NotPublishable
from catalog.models import Category, Product, ShippingRule, TaxClass, Variant
from core import clock
from core.errors import DomainError, InvalidInput
from inventory import services as inventory
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise
from vendors import selectors as vendors
from vendors.rules import PRODUCT_KINDS

#: Rows for quantity tiers in the form: those there are, and these blank ones.
BLANK_TIERS = 2
MOST_TIER_PIECES = 10_000_000
#: Options are a grid of two lists at most.
AXES = (1, 2)
#: Where on the page somebody comes back to.
PARTS = ("photos", "price", "details", "more", "options")


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
        "photo": _add_photos,
        "arrange": _arrange,
        "options": _set_options,
        "more": _save_more,
        "publish": _publish,
        "unpublish": _unpublish,
        "delete": _delete,
    }
    by_itself = request.headers.get("X-Autosave") == "1"
    try:
        said = actions.get(form.values.get("action", ""), _save_details)(
            request, desk, product, form
        )
    except DomainError as error:
        form.refuse(error)
        if by_itself:
            return JsonResponse({"errors": form.errors}, status=400)
        product = selectors.product_for_seller(actor=desk.actor, product_id=pk)
        return _edit_page(request, desk, product, form, status=400)
    if by_itself:
        return JsonResponse({"saved": f"{clock.now().astimezone(clock.SEOUL):%H:%M}"})
    messages.success(request, said)
    if form.values.get("action") == "delete":
        return redirect("seller:products")
    part = f"#{form.values['part']}" if form.values.get("part") in PARTS else ""
    return redirect(reverse("seller:product_edit", args=[pk]) + part)


def _save_details(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
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
    price = number(form, "price", _("가격"))
    on_hand = number(form, "on_hand", _("재고"))
    low_at = number(form, "low_at", _("부족 알림 기준"))
    known = number(form, "known_on_hand", _("재고"))
    tiers = _tiers(request, form)
    stop(form)
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


def _add_photos(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    """Each file on its own: what is wrong with one keeps none of the others out."""
    photos = request.FILES.getlist("file")
    if not photos:
        raise InvalidInput({"file": _("사진 파일을 선택해 주세요.")})
    added, problems = 0, []
    for photo in photos:
        try:
            services.media_add(
                actor=desk.actor,
                product_id=product.pk,
                file=photo,
                alt=form.values.get("alt", "") if len(photos) == 1 else "",
            )
            added += 1
        except InvalidInput as error:
            said = " ".join(text for texts in error.by_field().values() for text in texts)
            problems.append(f"{photo.name}: {said}" if len(photos) > 1 else said)
    if problems:
        raise InvalidInput({"file": problems})
    return _("사진 %(count)d장을 올렸습니다. 무엇이 보이는지 설명을 적어 주세요.") % {
        "count": added
    }


def _arrange(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    """The pictures' order and words; ``move`` puts one a place forward, ``remove`` takes one."""
    order = [int(pk) for pk in request.POST.getlist("order") if pk.isdecimal() and len(pk) < 16]
    if removed := form.values.get("remove", ""):
        services.media_delete(
            actor=desk.actor,
            product_id=product.pk,
            media_id=int(removed) if removed.isdecimal() and len(removed) < 16 else 0,
        )
        return _("사진을 지웠습니다.")
    moved = form.values.get("move", "")
    if moved.isdecimal() and int(moved) in order and order.index(int(moved)) > 0:
        place = order.index(int(moved))
        order[place - 1], order[place] = order[place], order[place - 1]
    services.media_arrange(
        actor=desk.actor,
        product_id=product.pk,
        order=order,
        alts={pk: form.values[f"alt_{pk}"] for pk in order if f"alt_{pk}" in form.values},
    )
    return _("사진의 순서와 설명을 저장했습니다.")


def _set_options(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    services.options_set(
        actor=desk.actor,
        product_id=product.pk,
        axes=[
            (form.values.get(f"axis{n}", ""), form.values.get(f"values{n}", "").split(","))
            for n in AXES
        ],
    )
    return _("옵션을 만들었습니다. 옵션마다 가격과 재고를 확인해 주세요.")


def _save_more(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    """How much can be made, how it ships, what tells it from others, and its certificates."""
    capacity = form.values.get("weekly_capacity", "")
    weekly = number(form, "weekly_capacity", _("주간 생산량")) if capacity else None
    lead_days = number(form, "lead_days", _("준비 기간"))
    weight = number(form, "weight_g", _("무게"))
    own = form.values.get("own_shipping_amount", "")
    shipping = number(form, "own_shipping_amount", _("배송비")) if own else 0
    stop(form)
    with transaction.atomic():
        services.product_update(
            actor=desk.actor,
            product_id=product.pk,
            weekly_capacity=weekly,
            lead_days=lead_days,
            weight_g=weight,
            shipping_rule=form.values.get("shipping_rule", product.shipping_rule),
            own_shipping_amount=shipping,
            is_made_to_order="is_made_to_order" in form.values,
            is_perishable="is_perishable" in form.values,
        )
        services.attributes_set(
            actor=desk.actor,
            product_id=product.pk,
            values={
                attribute.pk: form.values.get(f"attribute_{attribute.pk}", "")
                for attribute, _held, _known in selectors.attributes_asked(product)
            },
        )
        services.certificates_set(
            actor=desk.actor,
            product_id=product.pk,
            credential_ids=[
                int(pk)
                for pk in request.POST.getlist("certificate")
                if pk.isdecimal() and len(pk) < 16
            ],
        )
    return _("저장했습니다.")


def _delete(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    services.product_delete(actor=desk.actor, product_id=product.pk)
    return _("초안을 지웠습니다.")


def _publish(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    try:
        services.product_publish(actor=desk.actor, product_id=product.pk)
    except NotPublishable as error:
        raise InvalidInput({"publish": error.missing}) from error
    if selectors.moderation_of(product) is not None:
        return _("시의 승인을 기다립니다. 승인되면 바로 판매됩니다.")
    return _("판매를 시작했습니다.")


def _unpublish(request: HttpRequest, desk: Desk, product: Product, form: Filled) -> str:
    services.product_unpublish(actor=desk.actor, product_id=product.pk)
    return _("판매를 멈췄습니다.")


def _edit_page(
    request: HttpRequest, desk: Desk, product: Product, form: Filled, *, status: int = 200
) -> HttpResponse:
    action = form.values.get("action", "")
    details = form if action == "details" else Filled(_values(product))
    is_published = any(listing.is_published for listing in product.listings.all())
    if not is_published and action != "details":
        _begin_notice(desk, product, details)
    certificates = [
        paper
        for paper in vendors.credentials_of(actor=desk.actor, enterprise_id=product.enterprise_id)
        if paper.kind in PRODUCT_KINDS
        and paper.status in (paper.Status.VERIFIED, paper.Status.PENDING)
    ]
    attached = set(product.certificates.values_list("pk", flat=True))
    context = {
        "product": product,
        "details": details,
        "notice": [
            (entry, f"notice_{entry['key']}", notices.help_for(entry["label"]))
            for entry in product.category.notice_fields
        ],
        "evasive": rules.evasive_notice(product.notice),
        "moderation": None if is_published else selectors.moderation_of(product),
        "more": form if action == "more" else Filled(_more_values(product)),
        "attributes": selectors.attributes_asked(product),
        "certificates": [(paper, paper.pk in attached) for paper in certificates],
        "shipping_rules": ShippingRule.choices,
        "axes": _axes(product, form),
        "axes_errors": form.errors.get("axes", []),
        "was_published": any(listing.published_at for listing in product.listings.all()),
        "variants": [
            (variant, _price_form(request, variant, form), f"option{place}_" if place else "")
            for place, variant in enumerate(v for v in product.variants.all() if v.is_active)
        ],
        "photos": [(media, selectors.media_view(media)) for media in product.media.all()],
        "photo": form if action == "photo" else Filled(),
        "missing": form.errors.get("publish", []),
        "form": form,
        "is_published": is_published,
        "categories": categories(),
        "tax_classes": TaxClass.choices,
    }
    return desk.page(request, "product_edit", context, status=status)


def _values(product: Product) -> dict[str, str]:
    values = {
        name: str(getattr(product, name))
        for name in (
            "name", "name_en", "description", "description_en", "tax_class",
        )
    }  # fmt: skip
    values["category"] = str(product.category_id)
    values["keywords"] = ", ".join(product.keywords)
    return values | {f"notice_{key}": str(text) for key, text in product.notice.items()}


def _more_values(product: Product) -> dict[str, str]:
    values = {
        name: str(getattr(product, name))
        for name in ("lead_days", "weight_g", "shipping_rule", "own_shipping_amount")
    }
    values["weekly_capacity"] = str(product.weekly_capacity or "")
    for name in ("is_made_to_order", "is_perishable"):
        if getattr(product, name):
            values[name] = "1"
    for attribute, held, _known in selectors.attributes_asked(product):
        values[f"attribute_{attribute.pk}"] = held
    return values


def _begin_notice(desk: Desk, product: Product, details: Filled) -> None:
    """What is mostly the same for the enterprise's products stands in a draft's notice already."""
    begun = notices.defaults(
        product.category.notice_fields,
        before=selectors.notice_before(product),
        enterprise=desk.enterprise.name,
        address=desk.enterprise.address,
        phone=desk.enterprise.phone,
    )
    for key, text in begun.items():
        if key not in product.notice:
            details.values.setdefault(f"notice_{key}", text)


def _axes(product: Product, form: Filled) -> list[tuple[str, str, str, str]]:
    """(name of the field, its value, name of the values' field, its value) of each axis."""
    sent = form.values.get("action") == "options"
    found = []
    for n in AXES:
        axis = product.option_axes[n - 1] if n <= len(product.option_axes) else {}
        name = form.values.get(f"axis{n}", "") if sent else str(axis.get("name", ""))
        text = form.values.get(f"values{n}", "") if sent else ", ".join(axis.get("values", []))
        found.append((f"axis{n}", name, f"values{n}", text))
    return found


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


def _notice_keys(product: Product) -> set[str]:
    return {str(entry["key"]) for entry in product.category.notice_fields}


def categories() -> list[tuple[str, Category]]:
    return [(str(row.pk), row) for row in Category.objects.all()]


def number(form: Filled, name: str, label: str) -> int:
    """A whole number of the form; what isn't one goes to the form's errors."""
    try:
        return form.whole(name, label)
    except InvalidInput as error:
        form.refuse(error)
        return 0


def stop(form: Filled) -> None:
    """Refuse with what was found so far."""
    if form.errors:
        problems = dict(form.errors)
        form.errors.clear()
        raise InvalidInput(problems)
