"""The storefront's doors: the shop at the top, a desk for each of the other audiences."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("seller/", include("storefront.seller.urls")),
    path("buyer/", include("storefront.buyer.urls")),
    path("city/", include("storefront.city.urls")),
    path("open/", include("storefront.open.urls")),
    path("", include("storefront.shop.urls")),
]
