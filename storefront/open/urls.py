"""What is open to everybody: contracts, as pages and as data."""

from __future__ import annotations

from django.urls import path

from storefront.open import contracts, ocds

app_name = "open"

urlpatterns = [
    path("contracts/", contracts.front, name="contracts"),
    path("contracts/<int:pk>/", contracts.agency, name="agency"),
    path(
        "contracts/<int:pk>/<int:year>.xlsx",
        contracts.sheet,
        {"ending": "xlsx"},
        name="agency_xlsx",
    ),
    path(
        "contracts/<int:pk>/<int:year>.csv", contracts.sheet, {"ending": "csv"}, name="agency_csv"
    ),
    path("ocds/releases.json", ocds.releases, name="ocds_releases"),
    path("ocds/records/<str:ocid>.json", ocds.record, name="ocds_record"),
    path("ocds/packages/<str:month>.json", ocds.month, name="ocds_month"),
    path("ocds/all.jsonl.gz", ocds.everything, name="ocds_all"),
]
