"""Whether a certificate is genuine, for whoever holds its number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from procurement import selectors


def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Its organization, year and total; nothing of what was bought of whom."""
    found = selectors.certificate_by(number)
    return render(request, "shop/certificate.html", {"certificate": found})
