"""Addresses for machines that tell us something."""

from __future__ import annotations

from django.urls import path

from api import punchout, webhooks

urlpatterns = [
    path("webhooks/<slug:gateway>/", webhooks.receive, name="webhook"),
    path("api/punchout/setup", punchout.setup, name="punchout_setup"),
    path("api/punchout/order", punchout.order, name="punchout_order"),
]
