"""Tax documents at three desks: who supplies issues and amends, who receives reads and files."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core import clock, tax
from core.actor import Actor
from core.errors import Conflict, InvalidInput
from payments.errors import GatewayFailed
from settlements import selectors, services, tax_papers, tax_rules
from settlements.gateways import tax_provider
from settlements.models import TaxDocument
from settlements.tax_rules import Amendment, Item
from storefront import files
from storefront.forms import Filled, whole_number

#: So many documents are listed on a page.
_PAGE = 30


def month_in(request: HttpRequest) -> dt.date | None:
    """``?month=2026-11`` as its first day; None where there is none."""
    try:
        return dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None


def listed(request: HttpRequest, rows: QuerySet[TaxDocument]) -> dict[str, Any]:
    """A list of documents by month, with its sums."""
    month = month_in(request)
    found = selectors.in_month(rows, month)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    sums = found.order_by().aggregate(supply=Sum("supply_amount"), vat=Sum("vat_amount"))
    return {
        "rows": page,
        "page_obj": page,
        "month": month,
        "months": selectors.months_of(rows)[:24],
        "supply": sums["supply"] or 0,
        "vat": sums["vat"] or 0,
    }


def shown(document: TaxDocument, form: Filled, *, may_change: bool) -> dict[str, Any]:
    """A document's page: what it says and, for its supplier, what may be done."""
    form.values.setdefault("key", secrets.token_urlsafe(16))
    form.values.setdefault("on", clock.today().isoformat())
    issued = document.state == TaxDocument.State.ISSUED
    return {
        "document": document,
        "items": [
            (item, f"quantity_{place}", f"amount_{place}")
            for place, item in enumerate(document.items)
        ],
        "amendments": document.amendments.order_by("pk"),
        "form": form,
        "may_issue": may_change and not issued,
        "may_amend": may_change and issued,
        "provider": tax_provider.is_set_up(),
        "reasons": [
            (value, f"{value} {label}") for value, label in TaxDocument.Amendment.choices if value
        ],
    }


def act(request: HttpRequest, actor: Actor, document: TaxDocument, form: Filled) -> bool:
    """Do what a button said (issue, record, amend). Answers whether the form is done with."""
    action = form.values.get("action", "")
    try:
        if action == "issue":
            services.document_issue(actor=actor, number=document.number)
            messages.success(request, _("발행했습니다. 국세청에는 다음 날까지 전송됩니다."))
        elif action == "record":
            services.document_record(
                actor=actor,
                number=document.number,
                approval_number=form.values.get("approval_number", ""),
            )
            messages.success(request, _("승인번호를 적었습니다."))
        else:
            made = services.document_amend(
                actor=actor,
                number=document.number,
                amendment=form.values.get("amendment", ""),
                on=_day(form),
                items=_items(document, form),
                idempotency_key=form.values.get("key") or None,
            )
            messages.success(
                request,
                _("수정 계산서 %(count)d건을 만들었습니다. 발행해 주세요.") % {"count": len(made)},
            )
    except InvalidInput as error:
        form.refuse(error)
        return False
    except (Conflict, GatewayFailed) as error:
        messages.warning(request, str(error.message))
    return True


def pdf(document: TaxDocument) -> HttpResponse:
    return files.pdf(tax_papers.document_pdf(document), document.number)


def upload(rows: QuerySet[TaxDocument], name: str) -> HttpResponse:
    """What waits to be issued, as the tax office's spreadsheet (several in a zip)."""
    waiting = rows.exclude(state=TaxDocument.State.ISSUED).order_by("supplied_on", "pk")
    ending, data = tax_papers.bulk_upload(list(waiting))
    return files.xlsx(data, name) if ending == "xlsx" else files.archive(data, name)


def _day(form: Filled) -> dt.date:
    try:
        return dt.date.fromisoformat(form.values.get("on", ""))
    except ValueError:
        raise InvalidInput({"on": _("날짜를 확인해 주세요.")}) from None


def _items(document: TaxDocument, form: Filled) -> list[Item]:
    """The amounts as typed, VAT included; what came back is typed without its sign."""
    why = form.values.get("amendment", "")
    if why not in tax_rules.WITH_ITEMS:
        return []
    sign = -1 if why == Amendment.RETURN else 1
    taxed = document.kind == TaxDocument.Kind.TAX_INVOICE
    rates = tax.rates(on=document.supplied_on)
    items = []
    for place, row in enumerate(document.items):
        typed = f"amount_{place}"
        if not form.values.get(typed):
            continue
        total = sign * whole_number(form.values, typed, _("금액"))
        counted = f"quantity_{place}"
        quantity = (
            sign * whole_number(form.values, counted, _("수량"))
            if form.values.get(counted)
            else None
        )
        split = rates.split(abs(total), "taxable" if taxed else "exempt")
        turn = -1 if total < 0 else 1
        items.append(Item(row["name"], turn * split.supply, turn * split.vat, quantity, _day(form)))
    return items
