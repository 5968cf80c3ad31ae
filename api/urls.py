"""The API's addresses."""

from __future__ import annotations

from django.urls import include, path

from api import views

urlpatterns = [
    path("graphql/", views.graphql, name="graphql"),
    path("", include("api.webhook_urls")),
]
