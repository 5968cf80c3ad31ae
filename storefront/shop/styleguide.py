"""Every part of the design on one page, to be looked at; in the demo only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import selectors as catalog
from storefront.forms import Filled


def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    form = Filled(
        {"name": "김온장", "phone": "12", "kind": "company", "note": ""},
        {"phone": ["휴대전화 번호는 010-0000-0000 꼴로 적어 주세요."]},
    )
    context = {
        "cards": catalog.products_newest(4),
        "form": form,
        "kinds": [("citizen", "시민"), ("company", "지역 기업"), ("agency", "공공기관")],
        "tiers": [(50, 11_400), (100, 10_800), (500, 9_900)],
        "stations": [
            ("결제 완료", "is-done"),
            ("상품 준비", "is-done"),
            ("배송 중", "is-done is-now"),
            ("배송 완료", ""),
        ],
        "page": 3,
        "pages": 9,
        "page_numbers": range(1, 6),
        "colours": [
            "sea-900", "sea-700", "sea-500", "sea-100", "lamp-700", "lamp-500", "lamp-200",
            "good-700", "good-100", "bad-700", "bad-100", "paper", "surface", "sunken", "line",
        ],
    }  # fmt: skip
    return render(request, "shop/styleguide.html", context)
