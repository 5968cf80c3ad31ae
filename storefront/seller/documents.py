"""The enterprise's own part of a purchase's documents: papers, the file, UBL."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from core.errors import NotFound
from procurement import contract_file, dossier, papers
from procurement.models import PurchaseOrder
from storefront import files
from storefront.buyer.documents import sheet_answer
from storefront.seller.desk import Desk, for_enterprise


@for_enterprise
def documents(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Everything of our part, to download."""
    po = _purchase(desk, number)
    mine = desk.enterprise.pk
    context = {
        "po": po,
        "has_contract": papers.has_contract(po),
        "deliveries": dossier.deliveries_of(po, mine),
        "sheets": dossier.ubl_of(po, only=mine),
    }
    return desk.page(request, "documents", context)


@for_enterprise
def order_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    paper = papers.purchase_order_pdf(po, only=desk.enterprise.pk)
    return files.pdf(paper, f"발주서_{po.number}")


@for_enterprise
def contract_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    return files.pdf(papers.contract_pdf(po), f"약식계약서_{po.number}")


@for_enterprise
def delivery_note_pdf(request: HttpRequest, desk: Desk, number: str, shipment: str) -> HttpResponse:
    po = _purchase(desk, number)
    for row in dossier.deliveries_of(po, desk.enterprise.pk):
        if row.number == shipment:
            return files.pdf(papers.delivery_note_pdf(po, row), f"납품서_{row.number}")
    raise NotFound


@for_enterprise
def file_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    return files.pdf(contract_file.file_pdf(po, only=desk.enterprise.pk), f"서류철_{po.number}")


@for_enterprise
def file_zip(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = _purchase(desk, number)
    packed = contract_file.file_zip(po, actor=desk.actor, only=desk.enterprise.pk)
    return files.archive(packed, f"서류철_{po.number}")


@for_enterprise
def ubl(request: HttpRequest, desk: Desk, number: str, kind: str, paper: str) -> HttpResponse:
    return sheet_answer(
        dossier.ubl_of(_purchase(desk, number), only=desk.enterprise.pk), kind, paper
    )


def _purchase(desk: Desk, number: str) -> PurchaseOrder:
    return dossier.purchase_for_seller(
        actor=desk.actor, number=number, enterprise_id=desk.enterprise.pk
    )
