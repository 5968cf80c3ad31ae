"""Open contracting data: what was published, in pages, by month, by process, and all of it.

Everything here is public and never changes but by growing, so caches may keep it: every answer
bears an entity tag and the time of its last addition.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from procurement.selectors import published
from procurement.selectors.published import State
from procurement.standards import ocds

#: Releases on a page.
PAGE = 100
#: Rows that are held in memory while all of them are sent.
LOT = 500
_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_OCID = re.compile(r"ocds-[a-z0-9]+-[A-Za-z0-9._-]{1,60}", re.ASCII)
#: KOGL type 1: free use with the source named (공공누리 제1유형).
LICENSE = "https://www.kogl.or.kr/info/licenseType1.do"

View = Callable[..., HttpResponseBase]


def publisher() -> ocds.Publisher:
    return ocds.Publisher(
        name=settings.MARKET_NAME,
        uri=settings.SITE_URL,
        business_number=settings.MARKET_BUSINESS_NUMBER,
    )


def _state(request: HttpRequest, **which: str) -> State:
    """How far what this address tells of goes, asked once a request."""
    found: State | None = getattr(request, "published_state", None)
    if found is None:
        month = _month_of(which["month"]) if "month" in which else None
        found = published.releases_state(ocid=which.get("ocid", ""), month=month)
        request.published_state = found  # type: ignore[attr-defined]
    return found


def _etag(request: HttpRequest, **which: str) -> str:
    return _state(request, **which).tag


def _modified(request: HttpRequest, **which: str) -> dt.datetime | None:
    return _state(request, **which).latest


def _public(view: View) -> View:
    return require_safe(
        cache_control(public=True, max_age=60)(
            condition(etag_func=_etag, last_modified_func=_modified)(view)
        )
    )


@_public
def releases(request: HttpRequest) -> HttpResponse:
    """A page of releases, oldest first, so that a page that is full never changes."""
    state = _state(request)
    last = max(1, -(-state.count // PAGE))
    page = _page(request)
    if page > last or state.latest is None:
        raise Http404
    rows = published.releases()[(page - 1) * PAGE : page * PAGE]
    found = [row.data for row in rows]
    links = {"all": _address("open:ocds_all")}
    if page > 1:
        links["prev"] = f"{_address('open:ocds_releases')}?page={page - 1}"
    if page < last:
        links["next"] = f"{_address('open:ocds_releases')}?page={page + 1}"
    head = _head(f"{_address('open:ocds_releases')}?page={page}", state.latest)
    return _json(head | {"releases": found, "links": links})


@_public
def record(request: HttpRequest, ocid: str) -> HttpResponse:
    """All of one process, and what its releases come to."""
    state = _state(request, ocid=ocid)
    if state.latest is None or not _OCID.fullmatch(ocid):
        raise Http404
    found = [row.data for row in published.releases(ocid=ocid)]
    package = ocds.record_package(
        [ocds.record(found)],
        uri=_address("open:ocds_record", ocid),
        published=state.latest,
        publisher=publisher(),
        license_url=LICENSE,
        policy_url=_address("open:contracts"),
    )
    return _json(package)


@_public
def month(request: HttpRequest, month: str) -> HttpResponseBase:
    """What was published in a month (``2026-11``), as one package, sent as it is read."""
    state = _state(request, month=month)
    if state.latest is None:
        raise Http404
    head = _head(_address("open:ocds_month", month), state.latest)
    rows = published.releases(month=_month_of(month))
    return StreamingHttpResponse(_package(head, rows), content_type="application/json")


@_public
def everything(request: HttpRequest) -> HttpResponseBase:
    """Every release on a line of its own, packed, sent as it is read."""
    answer = StreamingHttpResponse(
        _packed(row.data for row in published.releases().iterator(chunk_size=LOT)),
        content_type="application/gzip",
    )
    answer["Content-Disposition"] = 'attachment; filename="onjang-ocds.jsonl.gz"'
    return answer


def _package(head: dict[str, Any], rows: Any) -> Iterator[bytes]:
    """A release package, one release at a time."""
    begun = json.dumps(head, ensure_ascii=False)[:-1]
    yield (begun + ', "releases": [').encode()
    for place, row in enumerate(rows.iterator(chunk_size=LOT)):
        yield ((",\n" if place else "\n") + json.dumps(row.data, ensure_ascii=False)).encode()
    yield b"\n]}"


def _packed(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """JSON lines, packed by lots; no time in the header, so that the same is the same."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        for place, data in enumerate(rows, start=1):
            file.write(json.dumps(data, ensure_ascii=False).encode() + b"\n")
            if place % LOT == 0:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()


def _head(uri: str, latest: dt.datetime) -> dict[str, Any]:
    """A package without its releases."""
    empty: ocds.Json = {}
    package = ocds.release_package(
        [empty],
        uri=uri,
        published=latest,
        publisher=publisher(),
        license_url=LICENSE,
        policy_url=_address("open:contracts"),
    )
    package.pop("releases")
    return package


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) > 0):
        raise Http404
    return int(text)


def _month_of(text: str) -> dt.date:
    found = _MONTH.fullmatch(text)
    if found is None:
        raise Http404
    return dt.date(int(found[1]), int(found[2]), 1)


def _address(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _json(data: dict[str, Any]) -> HttpResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
