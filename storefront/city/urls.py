"""The city desk's addresses."""

from __future__ import annotations

from django.urls import path

from storefront.access import city_desk
from storefront.city import (
    deposits,
    disputes,
    moderate,
    orders,
    organizations,
    payouts,
    tax,
    verify,
    warm,
)

app_name = "city"

urlpatterns = [
    path("", city_desk(verify.home), name="home"),
    path("credentials/", city_desk(verify.credentials), name="credentials"),
    path("credentials/<int:pk>/", city_desk(verify.credential), name="credential"),
    path("overrides/<int:pk>/", city_desk(verify.override), name="override"),
    path("products/", city_desk(moderate.products), name="products"),
    path("enterprises/", city_desk(verify.enterprises), name="enterprises"),
    path("enterprises/<int:pk>/", city_desk(verify.enterprise), name="enterprise"),
    path("organizations/", city_desk(organizations.organizations), name="organizations"),
    path("organizations/<int:pk>/", city_desk(organizations.organization), name="organization"),
    path("disputes/", city_desk(disputes.disputes), name="disputes"),
    path("deposits/", city_desk(deposits.deposits), name="deposits"),
    path("settlements/", city_desk(payouts.settlements), name="settlements"),
    path("settlements/act/", city_desk(payouts.act), name="settlements_act"),
    path("settlements/files/<str:number>.xlsx", city_desk(payouts.batch), name="payout_file"),
    path(
        "settlements/reports/<str:day>/", city_desk(payouts.reconciliation), name="reconciliation"
    ),
    path("tax/", city_desk(tax.documents), name="tax_documents"),
    path("tax/upload/", city_desk(tax.upload), name="tax_upload"),
    path("tax/<str:number>.pdf", city_desk(tax.document_pdf), name="tax_pdf"),
    path("tax/<str:number>/", city_desk(tax.document), name="tax_document"),
    path("orders/", city_desk(orders.find), name="orders"),
    path("orders/<str:number>/", city_desk(orders.order), name="order"),
    path("warm/", city_desk(warm.warm), name="warm"),
    path("warm.xlsx", city_desk(warm.warm_xlsx), name="warm_xlsx"),
]
