"""How an enterprise ships, and the coupons it gives."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import clock
from core.errors import InvalidInput
from promotions import selectors as promotions
from promotions import services as coupons
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise
from vendors import services
from vendors.models import PickupPoint, ShippingBasis
from vendors.services import SHIPPING_AMOUNTS

#: Rows of the table of fees on the page.
STEPS = range(1, 6)


@for_enterprise
def shipping(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Fees, surcharges, the way back, and where parcels can be picked up."""
    form = Filled.of(request.POST)
    if request.method == "POST" and form.values.get("action") == "closure":
        try:
            _close(desk, form)
        except InvalidInput as error:
            closing, form = form, _filled(desk)
            closing.refuse(error)
            return _shipping_page(request, desk, form, closing)
        messages.success(request, _("휴무를 저장했습니다."))
        return redirect("seller:shipping")
    if request.method == "POST":
        try:
            services.shipping_set(
                actor=desk.actor,
                enterprise_id=desk.enterprise.pk,
                basis=form.values.get("shipping_basis", ""),
                amounts={name: form.whole(name, _("금액")) for name in SHIPPING_AMOUNTS},
                steps=_steps(form),
                pickup_points=[int(pk) for pk in request.POST.getlist("pickup") if pk.isdecimal()],
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("배송 조건을 저장했습니다. 새 주문부터 적용됩니다."))
            return redirect("seller:shipping")
    else:
        form = _filled(desk)
    return _shipping_page(request, desk, form, Filled(_closure_values(desk)))


def _shipping_page(request: HttpRequest, desk: Desk, form: Filled, closing: Filled) -> HttpResponse:
    if form.errors:
        chosen = {int(pk) for pk in request.POST.getlist("pickup") if pk.isdecimal()}
    else:
        chosen = set(desk.enterprise.pickup_points.values_list("pk", flat=True))
    context = {
        "form": form,
        "closing": closing,
        "bases": ShippingBasis.choices,
        "steps": [(n, f"from_{n}", f"fee_{n}") for n in STEPS],
        "points": [
            (point, point.pk in chosen) for point in PickupPoint.objects.filter(is_active=True)
        ],
    }
    bad = bool(form.errors or closing.errors)
    return desk.page(request, "shipping", context, status=400 if bad else 200)


def _close(desk: Desk, form: Filled) -> None:
    """Announce a holiday, or take it back where both days are blank."""
    services.closure_set(
        actor=desk.actor,
        enterprise_id=desk.enterprise.pk,
        closed_from=_day(form, "closed_from") if form.values.get("closed_from") else None,
        closed_to=_day(form, "closed_to") if form.values.get("closed_to") else None,
        note=form.values.get("closed_note", ""),
    )


def _closure_values(desk: Desk) -> dict[str, str]:
    shop = desk.enterprise
    return {
        "closed_from": shop.closed_from.isoformat() if shop.closed_from else "",
        "closed_to": shop.closed_to.isoformat() if shop.closed_to else "",
        "closed_note": shop.closed_note,
    }


@for_enterprise
def coupon_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The enterprise's coupons; make one, or end one (``action`` end)."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            if form.values.get("action") == "end":
                coupons.coupon_end(actor=desk.actor, coupon_id=form.whole("id", _("쿠폰")))
                messages.success(request, _("쿠폰을 끝냈습니다."))
            else:
                _make(desk, form)
                messages.success(request, _("쿠폰을 만들었습니다."))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("seller:coupons")
    form.values.setdefault("valid_from", clock.today().isoformat())
    form.values.setdefault("buyer_limit", "1")
    form.values.setdefault("kind", "percent")
    rows = promotions.coupons_of_enterprise(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    context = {"rows": rows[:100], "form": form, "now": clock.now()}
    return desk.page(request, "coupons", context, status=400 if form.errors else 200)


def _make(desk: Desk, form: Filled) -> None:
    percent = form.values.get("kind") != "amount"
    value = form.whole("value", _("할인"))
    coupons.coupon_create(
        actor=desk.actor,
        enterprise_id=desk.enterprise.pk,
        code=form.values.get("code", ""),
        name=form.values.get("name", ""),
        percent=percent,
        value=value * 100 if percent else value,
        most_amount=_or_nothing(form, "most_amount", _("최대 할인액")) or 0,
        least_goods_amount=_or_nothing(form, "least_goods_amount", _("최소 주문액")) or 0,
        valid_from=clock.midnight(_day(form, "valid_from")),
        valid_to=clock.midnight(_day(form, "valid_to") + dt.timedelta(days=1)),
        use_limit=_or_nothing(form, "use_limit", _("총 사용 수")),
        buyer_limit=_or_nothing(form, "buyer_limit", _("1인당 사용 수")),
    )


def _steps(form: Filled) -> list[tuple[int, int]]:
    found = []
    for n in STEPS:
        if form.values.get(f"from_{n}"):
            least = form.whole(f"from_{n}", _("구간"))
            found.append((least, form.whole(f"fee_{n}", _("배송비"))))
    return found


def _filled(desk: Desk) -> Filled:
    enterprise = desk.enterprise
    values = {name: str(getattr(enterprise, name)) for name in SHIPPING_AMOUNTS}
    values["shipping_basis"] = enterprise.shipping_basis
    for n, (least, fee) in enumerate(enterprise.shipping_steps, start=1):
        values |= {f"from_{n}": str(least), f"fee_{n}": str(fee)}
    return Filled(values)


def _or_nothing(form: Filled, name: str, label: str) -> int | None:
    return form.whole(name, label) if form.values.get(name) else None


def _day(form: Filled, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(form.values.get(name, ""))
    except ValueError:
        text = _("날짜는 2026-11-23처럼 입력해 주세요.")
        raise InvalidInput({name: text}) from None
