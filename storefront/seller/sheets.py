"""Products by sheet: out, edited, and in again, tried out before anything is changed."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bulk import exports, rules, selectors, services
from bulk.models import Sheet
from core import clock
from core.errors import DomainError, InvalidInput, NotFound
from storefront.files import XLSX
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise

Stage = Sheet.Stage
#: Rows of each outcome that the page shows; the rest is in the sheet of bad rows.
SHOWN = 50
#: The mapping's forms are named by the column's place: heads may hold anything.
COLUMN = "column"


@for_enterprise
def sheets(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the products out, or hand a sheet in."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise InvalidInput({"file": _("엑셀이나 CSV 파일을 골라 주세요.")})
            sheet = services.sheet_upload(
                actor=desk.actor,
                enterprise_id=desk.enterprise.pk,
                file=file,
                pictures=request.FILES.get("pictures"),
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("seller:sheet", sheet.pk)
    rows = selectors.sheets_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    context = {"form": form, "rows": rows[:20], "most_rows": services.MOST_ROWS}
    return desk.page(request, "sheets", context, status=400 if form.errors else 200)


@for_enterprise
def sheet(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """One sheet on its way: its columns, what would change, and how far it is."""
    found = selectors.sheet_for(actor=desk.actor, sheet_id=pk)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            _act(desk, found, form)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("seller:sheet", pk)
    context = _page(found) | {"form": form}
    return desk.page(request, "sheet", context, status=400 if form.errors else 200)


@for_enterprise
def progress(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The part of the page that moves, for a page that asks again while the sheet runs."""
    found = selectors.sheet_for(actor=desk.actor, sheet_id=pk)
    answer = desk.page(request, "_sheet_progress", _page(found))
    if found.stage not in selectors.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@for_enterprise
def export(request: HttpRequest, desk: Desk, kind: str) -> HttpResponseBase:
    """Everything the enterprise lists, as ``xlsx``, ``csv`` (UTF-8) or ``cp949.csv``."""
    head = exports.headings(desk.enterprise.pk)
    rows = exports.product_rows(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    name = f"상품_{clock.today():%y%m%d}"
    if kind == "xlsx":
        return _workbook(head, rows, name)
    encodings = {"csv": "utf-8", "cp949.csv": "cp949"}
    if kind not in encodings:
        raise NotFound
    encoding = encodings[kind]
    answer = StreamingHttpResponse(
        exports.csv_chunks(head, rows, encoding=encoding),
        content_type=f"text/csv; charset={encoding}",
    )
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or ""
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_enterprise
def count_sheet(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """For counting the shelf: print it, or fill it in and hand it in as a sheet."""
    rows = exports.count_rows(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    return _workbook(exports.count_head(), rows, f"재고실사_{clock.today():%y%m%d}")


@for_enterprise
def template(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    head, rows = exports.template_rows()
    return _workbook(head, iter(rows), "상품_양식")


@for_enterprise
def bad_rows(request: HttpRequest, desk: Desk, pk: int) -> HttpResponseBase:
    """Only what has to be mended, to be handed in again."""
    found = selectors.sheet_for(actor=desk.actor, sheet_id=pk)
    head = [*found.headings, _("고칠 점")]
    return _workbook(head, exports.bad_rows(found), f"고칠_상품_{clock.today():%y%m%d}")


def _act(desk: Desk, found: Sheet, form: Filled) -> None:
    action = form.values.get("action", "")
    if action == "check":
        mapping = {
            head: form.values.get(f"{COLUMN}{place}", "")
            for place, head in enumerate(found.headings)
        }
        services.sheet_check(actor=desk.actor, sheet_id=found.pk, mapping=mapping)
    elif action == "stop":
        services.sheet_stop(actor=desk.actor, sheet_id=found.pk)
    else:
        services.sheet_apply(actor=desk.actor, sheet_id=found.pk)


def _page(found: Sheet) -> dict[str, Any]:
    progress = selectors.progress_of(found)
    checked = found.stage not in (Stage.MAPPING, Stage.READING, Stage.CHECKING, Stage.FAILED)
    labels = sorted({name for name in found.mapping.values() if name.startswith(rules.NOTICE)})
    return {
        "sheet": found,
        "progress": progress,
        "running": found.stage in selectors.RUNNING,
        "checked": checked,
        "columns": [
            (f"{COLUMN}{place}", head, found.mapping.get(head, ""), _sample(found, place))
            for place, head in enumerate(found.headings)
        ],
        "fields": [(column.field, column.head) for column in rules.COLUMNS]
        + [(name, f"{rules.NOTICE_HEAD}: {name.removeprefix(rules.NOTICE)}") for name in labels],
        "bad": selectors.rows_of(found, ["bad"])[:SHOWN] if checked else [],
        "changes": selectors.rows_of(found, ["new", "change"])[:SHOWN] if checked else [],
        "noted": selectors.noted_rows(found)[:SHOWN] if checked else [],
        "shown": SHOWN,
    }


def _sample(found: Sheet, place: int) -> str:
    texts = [row[place] for row in found.samples if place < len(row) and row[place]]
    return " · ".join(text[:30] for text in texts[:2])


def _workbook(head: list[str], rows: Any, name: str) -> HttpResponseBase:
    """A workbook written to disk, not to memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    exports.write_xlsx(file, head, rows)
    file.seek(0)
    answer = FileResponse(file, content_type=XLSX, as_attachment=True, filename=f"{name}.xlsx")
    answer["Cache-Control"] = "private, no-store"
    return answer
