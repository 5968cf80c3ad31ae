"""The seller desk's addresses."""

from __future__ import annotations

from django.urls import path

from storefront.seller import (
    desk,
    dispatch,
    editor,
    figures,
    goods,
    home,
    joining,
    notices,
    orders,
    papers,
    quotes,
    settled,
    sheets,
    staff,
    tax,
    terms,
    voices,
)

app_name = "seller"

urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", desk.switch, name="switch"),
    path("apply/", joining.apply, name="apply"),
    path("apply/<str:slug>/<str:step>/", joining.apply_step, name="apply_step"),
    path("join/<str:link>/", joining.join, name="join"),
    path("staff/", staff.staff, name="staff"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/statement.pdf", orders.statement, name="order_statement"),
    path("figures/", figures.figures, name="figures"),
    path("parcels/", dispatch.parcels, name="parcels"),
    path("parcels/sheet.xlsx", dispatch.sheet, name="parcels_sheet"),
    path("parcels/pick-list.pdf", dispatch.pick_list, name="pick_list"),
    path("parcels/packing-slips.pdf", dispatch.packing_slips, name="packing_slips"),
    path("parcels/labels.pdf", dispatch.labels, name="labels"),
    path("notices/", notices.notices, name="notices"),
    path("products/count.xlsx", sheets.count_sheet, name="count_sheet"),
    path("products/", goods.products, name="products"),
    path("products/new/", goods.product_new, name="product_new"),
    path("products/<int:pk>/", editor.product_edit, name="product_edit"),
    path("questions/", voices.questions, name="questions"),
    path("reviews/", voices.reviews, name="reviews"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/template.xlsx", sheets.template, name="sheet_template"),
    path("sheets/export/<str:kind>/", sheets.export, name="sheet_export"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/progress/", sheets.progress, name="sheet_progress"),
    path("sheets/<int:pk>/bad.xlsx", sheets.bad_rows, name="sheet_bad"),
    path("quotes/", quotes.rfqs, name="rfqs"),
    path("quotes/<str:number>/", quotes.rfq, name="rfq"),
    path("deliveries/", quotes.deliveries, name="deliveries"),
    path("invoices/", quotes.invoices, name="invoices"),
    path("settlements/", settled.settlements, name="settlements"),
    path("settlements/<str:number>.pdf", settled.statement, {"kind": "pdf"}, name="statement_pdf"),
    path(
        "settlements/<str:number>.xlsx", settled.statement, {"kind": "xlsx"}, name="statement_xlsx"
    ),
    path("settlements/<str:number>/", settled.settlement, name="settlement"),
    path("tax/", tax.documents, name="tax_documents"),
    path("tax/upload/", tax.upload, name="tax_upload"),
    path("tax/<str:number>.pdf", tax.document_pdf, name="tax_pdf"),
    path("tax/<str:number>/", tax.document, name="tax_document"),
    path("shipping/", terms.shipping, name="shipping"),
    path("coupons/", terms.coupon_list, name="coupons"),
    path("profile/", papers.profile, name="profile"),
    path("credentials/", papers.credentials, name="credentials"),
    path("credentials/<int:pk>/file/", papers.credential_file, name="credential_file"),
]
