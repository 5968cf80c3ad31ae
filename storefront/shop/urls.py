"""The citizen's addresses."""

from __future__ import annotations

from django.urls import path

from storefront.shop import (
    addresses,
    after,
    browse,
    cart,
    doors,
    gifts,
    orders,
    punchout,
    sso,
    styleguide,
    verify,
    voices,
)

app_name = "shop"

urlpatterns = [
    path("verify/<str:number>/", verify.certificate, name="certificate"),
    path("", browse.front, name="front"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("demo/enter/", doors.enter, name="demo_enter"),
    path("about/", browse.about, name="about"),
    path("search/", browse.search, name="search"),
    path("c/<str:slug>/", browse.category, name="category"),
    path("p/<str:slug>/", browse.product, name="product"),
    path("p/<str:slug>/ask/", voices.ask, name="ask"),
    path("p/<str:slug>/restock/", browse.restock, name="restock"),
    path("e/<str:slug>/", browse.enterprise, name="enterprise"),
    path("accounts/sso/", sso.enter, name="sso"),
    path("cart/", cart.view, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/update/", cart.update, name="cart_update"),
    path("cart/coupon/", cart.coupon, name="cart_coupon"),
    path("checkout/", cart.checkout, name="checkout"),
    path("pay/<str:reference>/", orders.pay, name="pay"),
    path("pay/<str:reference>/back/", orders.paid, name="paid"),
    path("orders/", orders.mine, name="my_orders"),
    path("orders/lookup/", orders.lookup, name="order_lookup"),
    path("orders/<str:token>/", orders.detail, name="order"),
    path("orders/<str:token>/lines/<int:line>/review/", voices.review, name="review"),
    path("orders/<str:token>/received/", orders.received, name="received"),
    path("orders/<str:token>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<str:token>/confirm/", after.confirm, name="order_confirm"),
    path("orders/<str:token>/parts/<str:number>/cancel/", after.cancel, name="part_cancel"),
    path("orders/<str:token>/parts/<str:number>/return/", after.send_back, name="part_return"),
    path(
        "orders/<str:token>/parts/<str:number>/statement.pdf",
        after.statement,
        name="part_statement",
    ),
    path("orders/<str:token>/returns/<str:number>/withdraw/", after.withdraw, name="withdraw"),
    path("orders/<str:token>/parcels/<str:number>/", after.track, name="track"),
    path("punchout/back/", punchout.back, name="punchout_back"),
    path("punchout/leave/", punchout.leave, name="punchout_leave"),
    path("punchout/<str:token>/", punchout.start, name="punchout_start"),
    path("gift/<str:token>/", gifts.gift, name="gift"),
    path("addresses/", addresses.mine, name="addresses"),
]
