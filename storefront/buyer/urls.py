"""The buyer desk's addresses."""

from __future__ import annotations

from django.urls import path

from storefront.buyer import desk, gifts, home, joining, needs, purchases, receipts, requests, tax
from storefront.buyer.settings import (
    addresses,
    budgets,
    centers,
    consents,
    delegations,
    limits,
    members,
    overview,
    sign_in,
)

app_name = "buyer"

urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", desk.switch, name="switch"),
    path("join/", joining.found, name="join"),
    path("join/<str:link>/", joining.invited, name="invited"),
    path("settings/", overview.overview, name="settings"),
    path("settings/members/", members.members, name="settings_members"),
    path("settings/rules/", consents.rules, name="settings_rules"),
    path("settings/limits/", limits.limits, name="settings_limits"),
    path("settings/budgets/", budgets.budgets, name="settings_budgets"),
    path("settings/budgets/template.xlsx", budgets.template, name="settings_budget_template"),
    path("settings/budgets/year-end/", budgets.year_end, name="settings_year_end"),
    path("settings/budgets/year-end.xlsx", budgets.year_end_xlsx, name="settings_year_end_xlsx"),
    path("settings/budgets/<int:pk>/", budgets.movements, name="settings_budget"),
    path("settings/delegations/", delegations.delegations, name="settings_delegations"),
    path("settings/centers/", centers.centers, name="settings_centers"),
    path("settings/sign-in/", sign_in.sign_in, name="settings_sign_in"),
    path("settings/addresses/", addresses.addresses, name="settings_addresses"),
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
    path("orders/<str:number>/", purchases.order, name="order"),
    path("orders/<str:number>/order.pdf", purchases.order_pdf, name="order_pdf"),
    path("gifts/", gifts.gifts, name="gifts"),
    path("gifts/new/", gifts.gift_new, name="gift_new"),
    path("gifts/recipients.xlsx", gifts.template, name="gift_template"),
    path("gifts/<str:number>/", gifts.gift, name="gift"),
    path("gifts/<str:number>/progress/", gifts.progress, name="gift_progress"),
    path("gifts/<str:number>/rows/<int:row>/", gifts.row, name="gift_row"),
    path("gifts/<str:number>/bad.xlsx", gifts.bad_rows, name="gift_bad"),
    path("gifts/<str:number>/result.xlsx", gifts.result, name="gift_result"),
    path("deliveries/", receipts.deliveries, name="deliveries"),
    path("deliveries/<str:number>/", receipts.delivery, name="delivery"),
    path("inspection-photos/<int:pk>/", receipts.photo, name="inspection_photo"),
    path("acceptances/<str:number>.pdf", receipts.acceptance_pdf, name="acceptance_pdf"),
    path("invoices/", receipts.invoices, name="invoices"),
    path("invoices/<str:number>/", receipts.invoice, name="invoice"),
    path("invoices/<str:number>/invoice.pdf", receipts.invoice_pdf, name="invoice_pdf"),
    path("tax/", tax.documents, name="tax_documents"),
    path("tax/<str:number>.pdf", tax.document_pdf, name="tax_pdf"),
    path("parts/<str:number>/statement.pdf", tax.transaction_statement, name="statement"),
]
