"""Which documents a purchase has, for whom: papers as PDF, and the same as UBL.

A buyer's people see all of a purchase; an enterprise its own part: its orders, deliveries and
claims, and of the quotes none but its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import NotFound
from orders.models import Shipment
from procurement import interchange
from procurement.models import Acceptance, ChangeOrder, Invoice, PurchaseOrder
from settlements.models import TaxDocument
from vendors.models import Enterprise


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document that can be made: ``kind`` and ``number`` name it, in an address and in a file."""

    kind: str
    number: str
    title: str
    made: Callable[[], bytes]

    @property
    def file_name(self) -> str:
        return f"{self.title}_{self.number}"


def purchase_for_buyer(*, actor: Actor, number: str) -> PurchaseOrder:
    """A purchase of the actor's organizations. Raises NotFound for others'."""
    return _found(_purchases().filter(organization_id__in=list(actor.organizations)), number)


def purchase_for_seller(*, actor: Actor, number: str, enterprise_id: int) -> PurchaseOrder:
    """A purchase that the enterprise delivers a part of. Raises NotFound for others', and before it
    was ordered: what an organization thinks of buying is its own business."""
    if not actor.sells_for(enterprise_id):
        raise NotFound
    mine = _purchases().filter(lines__enterprise_id=enterprise_id, order__isnull=False)
    return _found(mine.distinct(), number)


def purchase_of(number: str) -> PurchaseOrder:
    """Any purchase, for operators. Raises NotFound."""
    return _found(_purchases(), number)


def sellers_of(po: PurchaseOrder, only: int | None = None) -> list[Enterprise]:
    """The enterprises that deliver, or the one of them that asks."""
    found = {line.enterprise_id: line.enterprise for line in po.lines.all()}
    return [found[pk] for pk in sorted(found) if only in (None, pk)]


def deliveries_of(po: PurchaseOrder, only: int | None = None) -> list[Shipment]:
    rows = Shipment.objects.filter(vendor_order__order__purchase_order=po)
    if only is not None:
        rows = rows.filter(vendor_order__enterprise_id=only)
    return list(rows.select_related("vendor_order__enterprise").order_by("shipped_at", "pk"))


def inspections_of(po: PurchaseOrder, only: int | None = None) -> list[Acceptance]:
    rows = po.acceptances.select_related("shipment__vendor_order__enterprise", "inspector")
    if only is not None:
        rows = rows.filter(shipment__vendor_order__enterprise_id=only)
    found = list(rows.order_by("inspected_at", "pk"))
    for row in found:
        row.purchase_order = po
    return found


def claims_of(po: PurchaseOrder, only: int | None = None) -> list[Invoice]:
    rows = po.invoices.select_related("vendor_order__enterprise", "acceptance__shipment")
    if only is not None:
        rows = rows.filter(vendor_order__enterprise_id=only)
    found = list(rows.order_by("issued_at", "pk"))
    for row in found:
        row.purchase_order = po
    return found


def tax_documents_of(po: PurchaseOrder, only: int | None = None) -> list[TaxDocument]:
    rows = TaxDocument.objects.filter(
        vendor_order__order__purchase_order=po, subject=TaxDocument.Subject.GOODS
    )
    if only is not None:
        rows = rows.filter(enterprise_id=only)
    return list(rows.select_related("enterprise", "amends").order_by("supplied_on", "pk"))


def changes_of(po: PurchaseOrder) -> list[ChangeOrder]:
    """Those that were carried out, in their order."""
    found = list(po.changes.filter(status=ChangeOrder.Status.DONE).order_by("done_at", "pk"))
    for row in found:
        row.purchase_order = po
    return found


def ubl_of(po: PurchaseOrder, *, only: int | None = None) -> list[Sheet]:
    """Every UBL document of a purchase, first to last; with ``only`` an enterprise's own."""
    sheets: list[Sheet] = []
    sellers = sellers_of(po, only)
    if po.quote is not None:
        rfq = po.quote.rfq
        asked = rfq.invitations.select_related("enterprise").order_by("pk")
        quotes = rfq.quotes.select_related("enterprise").order_by("submitted_at", "pk")
        if only is not None:
            asked, quotes = asked.filter(enterprise=only), quotes.filter(enterprise=only)
        for row in asked:
            made = partial(interchange.request_xml, rfq, enterprise=row.enterprise)
            number = f"{rfq.number}-{row.enterprise_id}"
            sheets.append(Sheet("rfq", number, _("견적요청서"), made))
        for quote in quotes:
            quote.rfq = rfq
            made = partial(interchange.quotation_xml, quote)
            sheets.append(Sheet("quotation", quote.number, _("견적서"), made))
    for enterprise in sellers:
        made = partial(interchange.order_xml, po, enterprise=enterprise)
        number = interchange.order_number(po, enterprise.pk)
        sheets.append(Sheet("order", number, _("발주서"), made))
    mine = {enterprise.pk for enterprise in sellers}
    for answer in po.responses.select_related("enterprise").order_by("at", "pk"):
        if answer.enterprise_id in mine:
            answer.purchase_order = po
            number = interchange.order_number(po, answer.enterprise_id)
            made = partial(interchange.response_xml, answer)
            sheets.append(Sheet("response", number, _("발주응답서"), made))
    return [*sheets, *_changed(po, sellers), *_fulfilled(po, only)]


def _changed(po: PurchaseOrder, sellers: Iterable[Enterprise]) -> list[Sheet]:
    sheets = []
    for change in changes_of(po):
        for enterprise in sellers:
            made = partial(interchange.change_xml, change, enterprise=enterprise)
            number = interchange.order_number(po, enterprise.pk)
            tail = change.number.removeprefix(po.number)
            sheets.append(Sheet("change", f"{number}{tail}", _("변경동의서"), made))
    return sheets


def _fulfilled(po: PurchaseOrder, only: int | None) -> list[Sheet]:
    sheets = [
        Sheet("despatch", row.number, _("납품서"), partial(interchange.despatch_xml, po, row))
        for row in deliveries_of(po, only)
    ]
    sheets += [
        Sheet("receipt", row.number, _("검수조서"), partial(interchange.receipt_xml, row))
        for row in inspections_of(po, only)
    ]
    claims = claims_of(po, only)
    sheets += [
        Sheet("invoice", row.number, _("대금청구서"), partial(interchange.invoice_xml, row))
        for row in claims
    ]
    by_number = {row.number: row for row in claims}
    documents = tax_documents_of(po, only)
    for row in documents:
        claim = by_number.get(_claim_number(row, documents))
        if row.amendment and claim is not None and _is_of_one_sign(row):
            kind, title = "invoice", _("수정계산서")
            if row.total_amount < 0:
                kind, title = "credit-note", _("대금감액서")
            made = partial(interchange.amendment_xml, row, invoice=claim)
            sheets.append(Sheet(kind, row.number, title, made))
    return sheets


def _claim_number(document: TaxDocument, documents: Iterable[TaxDocument]) -> str:
    """The claim that the first of a row of amendments was written for."""
    by_pk = {row.pk: row for row in documents}
    while document.amends_id in by_pk:
        document = by_pk[document.amends_id]
    said = document.source.split(":")
    return said[1] if said[0] == "claim" else ""


def _is_of_one_sign(document: TaxDocument) -> bool:
    sign = -1 if document.total_amount < 0 else 1
    return all(
        sign * item["supply_amount"] >= 0 and sign * item["vat_amount"] >= 0
        for item in document.items
    )


def _purchases() -> QuerySet[PurchaseOrder]:
    return PurchaseOrder.objects.select_related(
        "organization", "requester", "order", "rule", "budget_line", "cost_center",
        "quote__enterprise", "quote__rfq__organization", "quote__rfq__requester",
    ).prefetch_related("lines__enterprise", "approvals__approver")  # fmt: skip


def _found(rows: QuerySet[PurchaseOrder], number: str) -> PurchaseOrder:
    po = rows.filter(number=number).first()
    if po is None:
        raise NotFound
    return po
