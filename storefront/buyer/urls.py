"""The buyer desk's addresses."""

from __future__ import annotations

from django.urls import path

from storefront.buyer import desk, documents, home, needs, purchases, receipts, requests, tax

app_name = "buyer"

urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", desk.switch, name="switch"),
    path("quotes/", requests.rfqs, name="rfqs"),
    path("quotes/new/", requests.rfq_new, name="rfq_new"),
    path("quotes/<str:number>/", requests.rfq, name="rfq"),
    path("quotes/<str:number>/comparison.pdf", requests.comparison_pdf, name="comparison_pdf"),
    path("quote/<str:number>/", requests.choose, name="choose"),
    path("quote/<str:number>/quote.pdf", requests.quote_pdf, name="quote_pdf"),
    path("quotes/<str:number>/files/<int:pk>/", requests.attachment, name="rfq_file"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.need_new, name="need_new"),
    path("needs/<str:number>/", needs.need, name="need"),
    path("orders/", purchases.orders, name="orders"),
    path("orders/new/", purchases.order_new, name="order_new"),
    path("orders/items.xlsx", purchases.template, name="items_template"),
    path("orders/ubl/", documents.order_from_ubl, name="order_ubl"),
    path("orders/<str:number>/", purchases.order, name="order"),
    path("orders/<str:number>/order.pdf", purchases.order_pdf, name="order_pdf"),
    path("orders/<str:number>/contract.pdf", documents.contract_pdf, name="contract_pdf"),
    path("orders/<str:number>/file.pdf", documents.file_pdf, name="file_pdf"),
    path("orders/<str:number>/file.zip", documents.file_zip, name="file_zip"),
    path("orders/<str:number>/documents/", documents.documents, name="documents"),
    path("orders/<str:number>/ubl/<str:kind>/<str:paper>.xml", documents.ubl, name="ubl"),
    path("deliveries/", receipts.deliveries, name="deliveries"),
    path("deliveries/<str:number>/", receipts.delivery, name="delivery"),
    path("deliveries/<str:number>/note.pdf", documents.delivery_note_pdf, name="delivery_note_pdf"),
    path("inspection-photos/<int:pk>/", receipts.photo, name="inspection_photo"),
    path("acceptances/<str:number>.pdf", receipts.acceptance_pdf, name="acceptance_pdf"),
    path("invoices/", receipts.invoices, name="invoices"),
    path("invoices/<str:number>/", receipts.invoice, name="invoice"),
    path("invoices/<str:number>/invoice.pdf", receipts.invoice_pdf, name="invoice_pdf"),
    path("tax/", tax.documents, name="tax_documents"),
    path("tax/<str:number>.pdf", tax.document_pdf, name="tax_pdf"),
    path("parts/<str:number>/statement.pdf", tax.transaction_statement, name="statement"),
]
