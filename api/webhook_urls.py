"""Addresses for machines that tell us something."""

from __future__ import annotations

from django.urls import path

from api import webhooks

urlpatterns = [path("webhooks/<slug:gateway>/", webhooks.receive, name="webhook")]
