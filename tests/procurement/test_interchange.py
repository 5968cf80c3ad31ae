"""Every document of real purchases as UBL, against the published schemas and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from lxml import etree

from core import clock
from core.errors import NotFound
from procurement import dossier, services
from procurement.models import PurchaseOrder
from procurement.services import Inspected, ItemOrdered, QuotedLine
from procurement.standards.ubl.xml import NAMES
from settlements import services as settlements
from settlements.models import TaxDocument
from settlements.tax_rules import Item
from tests.procurement.conftest import (
    HALL,
    Desk,
    Seller,
    answer,
    ask,
    inspect,
    order_quote,
    seller,
    ship,
)
from tests.procurement.standards.schemas import broken, xsd_faults
from tests.procurement.standards.test_ubl import BILLING, NO_KOREAN_SCHEME, T01, T16, T76

pytestmark = pytest.mark.django_db
Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]

#: Which published rules a kind of document keeps, and which no Korean number can.
RULES = {
    "order": ((T01,), NO_KOREAN_SCHEME[T01]),
    "response": ((T76,), NO_KOREAN_SCHEME[T76]),
    "change": ((T76,), NO_KOREAN_SCHEME[T76]),
    "despatch": ((T16,), NO_KOREAN_SCHEME[T16]),
    "invoice": (BILLING, NO_KOREAN_SCHEME["billing"]),
    "credit-note": (BILLING, NO_KOREAN_SCHEME["billing"]),
}


def said(po: PurchaseOrder, only: int | None = None) -> list[tuple[str, str, bytes]]:
    """Kind, number and bytes of every document, each checked against all that is published."""
    found = []
    for sheet in dossier.ubl_of(dossier.purchase_of(po.number), only=only):
        xml = sheet.made()
        assert xsd_faults(xml) == [], sheet
        rules, never = RULES.get(sheet.kind, ((), set()))
        assert broken(xml, *rules) <= never, sheet
        found.append((sheet.kind, sheet.number, xml))
    assert len({(kind, number) for kind, number, _xml in found}) == len(found)
    return found


def texts(xml: bytes, path: str) -> list[str]:
    return [str(text) for text in etree.fromstring(xml).xpath(path + "/text()", namespaces=NAMES)]


def of_kind(found: list[tuple[str, str, bytes]], kind: str) -> list[bytes]:
    return [xml for what, _number, xml in found if what == kind]


def test_a_purchase_of_parts_with_rejection_and_replacement(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    """300 ordered; 200 come and 20 of them fail; the 20 come again with the last 100."""
    one = sellers[1]
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    po = order_quote(agency, answer(rfq, one, 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    day = clock.today() + dt.timedelta(days=9)
    services.purchase_order_respond(
        actor=one.actor,
        po_id=po.pk,
        enterprise_id=one.enterprise.pk,
        accepts=True,
        promised_on=day,
    )
    piece = po.lines.get().order_line_id
    assert piece is not None
    first = ship(po, one, quantities={piece: 200})
    services.acceptance_record(
        actor=agency.inspector,
        shipment_id=first.pk,
        lines=[
            Inspected(
                order_line_id=piece, accepted=180, rejected=20, defect="파손", outcome="replace"
            )
        ],
    )
    inspect(agency, ship(po, one))
    drain_outbox()
    found = said(po)
    assert [kind for kind, _number, _xml in found] == [
        "rfq", "rfq", "quotation", "quotation", "order", "response",
        "despatch", "despatch", "receipt", "receipt", "invoice", "invoice",
    ]  # fmt: skip
    (order,) = of_kind(found, "order")
    assert texts(order, "/*/cac:QuotationDocumentReference/cbc:ID") == [po.quote.number]  # type: ignore[union-attr]
    assert texts(order, "//cac:QuotationLineReference/cbc:LineID") == ["1"]
    assert texts(order, "//cac:AnticipatedMonetaryTotal/cbc:PayableAmount") == ["5400000"]
    (response,) = of_kind(found, "response")
    assert texts(response, "/*/cbc:OrderResponseCode") == ["AP"]
    assert texts(response, "//cac:PromisedDeliveryPeriod/cbc:EndDate") == [day.isoformat()]
    sent = of_kind(found, "despatch")
    assert [texts(xml, "//cbc:DeliveredQuantity") for xml in sent] == [["200"], ["120"]]
    assert [texts(xml, "//cbc:OutstandingQuantity") for xml in sent] == [["100"], []]
    came = of_kind(found, "receipt")[0]
    assert texts(came, "//cbc:RejectedQuantity") == ["20"]
    assert texts(came, "//cbc:RejectReason") == ["파손"]
    claimed = [
        int(texts(xml, "//cac:LegalMonetaryTotal/cbc:PayableAmount")[0])
        for xml in of_kind(found, "invoice")
    ]
    assert claimed == [180 * 18_000, 120 * 18_000]


def test_a_purchase_of_several_is_an_order_for_each_and_everybody_sees_its_own(
    company: Desk, drain_outbox: Drain
) -> None:
    """A taxable and an exempt seller; prices that no net unit price divides."""
    first = seller(price=1_000)
    second = seller(price=3_333)
    second.variant.product.tax_class = "exempt"
    second.variant.product.save(update_fields=["tax_class"])
    po = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(first.variant.sku, 7), ItemOrdered(second.variant.sku, 3)],
        title="직원 간식",
        address=HALL,
    )
    po = services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    inspect(company, ship(po, first))
    inspect(company, ship(po, second), rejected=1)
    drain_outbox()
    found = said(po)
    assert [number for kind, number, _xml in found if kind == "order"] == [
        f"{po.number}-1",
        f"{po.number}-2",
    ]
    assert len(of_kind(found, "invoice")) == 2
    own = said(po, only=second.enterprise.pk)
    assert {kind for kind, _number, _xml in own} == {"order", "despatch", "receipt", "invoice"}
    assert len(own) == 4
    for _kind, _number, xml in own:
        assert first.enterprise.name not in xml.decode()
    (invoice,) = of_kind(own, "invoice")
    assert texts(invoice, "/*/cac:OrderReference/cbc:ID") == [f"{po.number}-2"]
    assert texts(invoice, "//cac:TaxCategory/cbc:ID") == ["E"]


def test_a_consortium_s_quote_names_who_delivers_what(agency: Desk, sellers: Sellers) -> None:
    lead, partner = sellers
    rfq = services.rfq_create(
        actor=agency.requester,
        organization_id=agency.organization.pk,
        title="행사 꾸러미",
        lines=[services.NewRfqLine("비누", 300), services.NewRfqLine("수건", 300)],
        enterprise_ids=[lead.enterprise.pk],
        deadline=clock.now() + dt.timedelta(days=7),
        needed_by=clock.today() + dt.timedelta(days=21),
        address=HALL,
    )
    soap, towel = rfq.lines.order_by("pk")
    quote = answer(
        rfq,
        lead,
        0,
        lines=[
            QuotedLine(
                rfq_line_id=soap.pk,
                unit_price_amount=9_000,
                variant_id=lead.variant.pk,
                tax_class="taxable",
            ),
            QuotedLine(
                rfq_line_id=towel.pk,
                unit_price_amount=5_000,
                variant_id=partner.variant.pk,
                tax_class="taxable",
                supplier_id=partner.enterprise.pk,
            ),
        ],
    )
    services.quote_member_answer(
        actor=partner.actor, quote_id=quote.pk, enterprise_id=partner.enterprise.pk, agrees=True
    )
    po = order_quote(agency, quote)
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    found = said(po)
    orders = of_kind(found, "order")
    assert [texts(xml, "//cac:QuotationLineReference/cbc:LineID") for xml in orders] == [
        ["1"],
        ["2"],
    ]
    (quotation,) = of_kind(found, "quotation")
    assert f"공급: {partner.enterprise.name}" in quotation.decode()


def test_a_change_and_an_answer_that_declines(agency: Desk, sellers: Sellers) -> None:
    one = sellers[0]
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    change = services.change_request(
        actor=agency.requester, po_id=po.pk, reason="인원 감소", cancel={po.lines.get().pk: 100}
    )
    services.change_decide(actor=agency.approver, change_id=change.pk, approves=True)
    services.change_answer(
        actor=one.actor, change_id=change.pk, enterprise_id=one.enterprise.pk, agrees=True
    )
    found = said(po)
    (changed,) = of_kind(found, "change")
    assert texts(changed, "/*/cbc:OrderResponseCode") == ["CA"]
    assert texts(changed, "//cac:LineItem/cbc:Quantity") == ["200"]
    (order,) = of_kind(found, "order")
    assert texts(order, "//cac:LineItem/cbc:Quantity") == ["300"]  # as it was ordered
    piece = po.lines.get().order_line_id
    ship(po, one, quantities={piece: 50})
    (sent,) = of_kind(said(po), "despatch")
    assert texts(sent, "//cbc:OutstandingQuantity") == ["150"]


def test_what_declines_says_so(agency: Desk, sellers: Sellers) -> None:
    one = sellers[0]
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    services.purchase_order_respond(
        actor=one.actor, po_id=po.pk, enterprise_id=one.enterprise.pk, accepts=False, note="휴무"
    )
    (response,) = of_kind(said(po), "response")
    assert texts(response, "/*/cbc:OrderResponseCode") == ["RE"]


def test_an_amended_tax_invoice_is_a_credit_note(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    one = sellers[0]
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    invoice = inspect(agency, ship(po, one))
    drain_outbox()
    document = TaxDocument.objects.get(vendor_order__order=po.order)
    settlements.document_record(
        actor=one.actor, number=document.number, approval_number="20261123" + "4" * 16
    )
    settlements.document_amend(
        actor=one.actor,
        number=document.number,
        amendment="03",
        on=clock.today(),
        items=[Item("비누 선물세트", -180_000, -18_000, -11, clock.today())],
    )
    (note,) = of_kind(said(po), "credit-note")
    assert texts(note, "//cac:InvoiceDocumentReference/cbc:ID") == [invoice.number]
    assert texts(note, "//cac:LegalMonetaryTotal/cbc:PayableAmount") == ["198000"]
    assert texts(note, "//cbc:CreditedQuantity") == ["11"]


def test_a_purchase_is_its_own_people_s(agency: Desk, company: Desk, sellers: Sellers) -> None:
    one, other = sellers
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    with pytest.raises(NotFound):
        dossier.purchase_for_buyer(actor=company.requester, number=po.number)
    with pytest.raises(NotFound):  # nobody approved it yet
        dossier.purchase_for_seller(
            actor=one.actor, number=po.number, enterprise_id=one.enterprise.pk
        )
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    assert dossier.purchase_for_buyer(actor=agency.requester, number=po.number) == po
    for actor, enterprise in ((other.actor, other), (other.actor, one)):
        with pytest.raises(NotFound):
            dossier.purchase_for_seller(
                actor=actor, number=po.number, enterprise_id=enterprise.enterprise.pk
            )
    mine = dossier.purchase_for_seller(
        actor=one.actor, number=po.number, enterprise_id=one.enterprise.pk
    )
    assert mine == po
