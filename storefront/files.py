"""Papers and workbooks as answers: under a Korean name, and never kept by a proxy."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(data: bytes, name: str) -> HttpResponse:
    """A paper to look at in the browser; ``name`` without its ending."""
    return _file(data, "application/pdf", f"{name}.pdf", download=False)


def xlsx(data: bytes, name: str) -> HttpResponse:
    """A workbook to download; ``name`` without its ending."""
    return _file(data, XLSX, f"{name}.xlsx")


def archive(data: bytes, name: str) -> HttpResponse:
    """A zip to download; ``name`` without its ending."""
    return _file(data, "application/zip", f"{name}.zip")


def _file(data: bytes, kind: str, name: str, *, download: bool = True) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(download, name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
