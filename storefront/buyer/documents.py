"""A purchase's documents: its contract, its deliveries, the whole file, the same as UBL; and orders
that come in as UBL."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import InvalidInput, KeyReused, NotAllowed, NotFound
from procurement import contract_file, dossier, papers, selectors
from procurement.errors import BadDocument
from procurement.models import PurchaseOrder
from procurement.selectors.published import grounds_without_quotes
from procurement.services.publish import purchase_order_from_ubl
from procurement.standards.ubl.reading import MOST_BYTES
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import purses
from storefront.forms import Filled, chosen_id


@for_organization
def contract_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    return files.pdf(papers.contract_pdf(po), f"약식계약서_{po.number}")


@for_organization
def delivery_note_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """납품서 of one delivery, by the delivery's number."""
    shipment = selectors.delivery_for(actor=desk.actor, number=number)
    po = _purchase(desk, shipment.vendor_order.order.purchase_order.number)
    return files.pdf(papers.delivery_note_pdf(po, shipment), f"납품서_{shipment.number}")


@for_organization
def file_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    return files.pdf(contract_file.file_pdf(po), f"서류철_{po.number}")


@for_organization
def file_zip(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    return files.archive(contract_file.file_zip(po, actor=desk.actor), f"서류철_{po.number}")


@for_organization
def ubl(request: HttpRequest, desk: Desk, number: str, kind: str, paper: str) -> HttpResponse:
    """One document of a purchase as UBL: ``kind`` and its own number."""
    return sheet_answer(dossier.ubl_of(_purchase(desk, number)), kind, paper)


@for_organization
def documents(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Everything there is of a purchase, to download."""
    po = _purchase(desk, number)
    context = {
        "po": po,
        "has_contract": papers.has_contract(po),
        "deliveries": dossier.deliveries_of(po),
        "sheets": dossier.ubl_of(po),
    }
    return desk.page(request, "documents", context)


@for_organization
def order_from_ubl(request: HttpRequest, desk: Desk) -> HttpResponse:
    """An order of another system's: what it comes to, and then the purchase order."""
    if not desk.may_request:
        raise NotAllowed
    form = Filled.of(request.POST)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            po = _ordered(request, desk, form)
        except BadDocument as error:
            problems = error.problems
            form.errors["file"] = [_("문서를 고쳐 다시 올려 주세요.")]
        except KeyReused:
            form.errors["file"] = [_("같은 주문번호로 다른 문서를 이미 받았습니다.")]
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:order", po.number)
    context: dict[str, Any] = {"form": form, "problems": problems, **purses(desk)}
    if desk.is_agency:
        context["grounds"] = [(row.code, row.name) for row in grounds_without_quotes()]
    return desk.page(request, "order_ubl", context, status=400 if form.errors else 200)


def _ordered(request: HttpRequest, desk: Desk, form: Filled) -> PurchaseOrder:
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise InvalidInput({"file": _("UBL 주문서(XML)를 선택해 주세요.")})
    return purchase_order_from_ubl(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        xml=file.read(MOST_BYTES + 1),
        rule_code=form.values.get("rule", ""),
        cost_center_id=chosen_id(form, "cost_center"),
        budget_line_id=chosen_id(form, "budget_line"),
    )


def sheet_answer(sheets: list[dossier.Sheet], kind: str, number: str) -> HttpResponse:
    """The document among those that somebody may see. Raises NotFound."""
    for sheet in sheets:
        if (sheet.kind, sheet.number) == (kind, number):
            return files.xml(sheet.made(), sheet.file_name)
    raise NotFound


def _purchase(desk: Desk, number: str) -> PurchaseOrder:
    return dossier.purchase_for_buyer(actor=desk.actor, number=number)
