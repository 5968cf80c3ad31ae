"""Papers and workbooks as answers: under a Korean name, and never kept by a proxy."""

from __future__ import annotations

import mimetypes
from typing import Any, Protocol

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
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


def csv(data: bytes, name: str) -> HttpResponse:
    """A list to download; ``name`` without its ending."""
    return _file(data, "text/csv; charset=utf-8", f"{name}.csv")


def xml(data: bytes, name: str) -> HttpResponse:
    """A document for another system to download; ``name`` without its ending."""
    return _file(data, "application/xml; charset=utf-8", f"{name}.xml")


class Kept(Protocol):
    """A row with a file of the private store, under the name it was uploaded with."""

    name: Any
    file: Any


def kept(row: Kept | None, *, download: bool = True) -> HttpResponseBase:
    """A file that somebody attached; a picture may be looked at in the browser. Raises Http404."""
    storage = storages["private"]
    if row is None or not storage.exists(row.file.name or ""):
        raise Http404
    kind, _coding = mimetypes.guess_type(row.file.name)
    answer = FileResponse(
        storage.open(row.file.name),
        content_type=kind or "application/octet-stream",
        as_attachment=download,
        filename=row.name,
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _file(data: bytes, kind: str, name: str, *, download: bool = True) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(download, name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
