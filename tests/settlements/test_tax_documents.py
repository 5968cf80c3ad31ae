"""Tax documents: written once for what is supplied, issued once, amended and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import InvalidInput, KeyReused, NotAllowed, NotFound
from core.models import AuditEntry
from orders.models import VendorOrder
from payments import services as money
from payments.errors import GatewayFailed
from settlements import selectors, services
from settlements.errors import OriginalNotIssued
from settlements.gateways import tax_provider
from settlements.models import Settlement, TaxDocument
from settlements.services import GoodsLine, GoodsSource
from settlements.tax_rules import Item
from tests.factories.accounts import MembershipFactory, OrganizationFactory
from tests.factories.payments import paid, seller_of
from tests.factories.vendors import EnterpriseFactory
from tests.procurement.conftest import agency, answer, ask, inspect, order_quote, sellers, ship
from tests.settlements.conftest import SOLD, TODAY, Sell
from tests.twins.tax_office import KEY, TaxOffice, tax_office
from vendors.models import Enterprise

__all__ = ["agency", "sellers"]

pytestmark = pytest.mark.django_db

CITY = Actor(is_city_officer=True, user_id=None)
APPROVED = "202611204100009900000001"


@pytest.fixture
def office(settings: Any) -> Iterator[TaxOffice]:
    with tax_office() as found:
        settings.TAX_PROVIDER_URL, settings.TAX_PROVIDER_KEY = found.address, KEY
        yield found


@pytest.fixture
def settled(sell: Sell) -> Settlement:
    sell(2)
    with clock.moved_to(clock.midnight(TODAY)):
        return services.settlements_close(today=TODAY)[0]


@pytest.fixture
def invoiced(agency: Any, sellers: Any) -> TaxDocument:
    """A hundred and one boxes an agency accepted, at ₩20,000 each."""
    one, two = sellers
    rfq = ask(agency, one, two, quantity=101)
    answer(rfq, two, 21_000)
    po = order_quote(agency, answer(rfq, one, 20_000))
    from procurement import services as procurement

    procurement.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    invoice = inspect(agency, ship(po, one), rejected=1)
    from procurement.claims import tax_sources

    (document,) = services.goods_documents_create(tax_sources([invoice.pk]))
    return document


def seller(document: TaxDocument) -> Actor:
    return Actor(enterprises={document.enterprise_id: "owner"})


def issued(document: TaxDocument, approval: str = APPROVED) -> TaxDocument:
    actor = CITY if document.subject == "commission" else seller(document)
    return services.document_record(actor=actor, number=document.number, approval_number=approval)


def source(part: VendorOrder, *lines: GoodsLine) -> GoodsSource:
    return GoodsSource(
        "I-TEST", part, OrganizationFactory(), "money@agency.example", SOLD.date(), lines
    )


def test_an_accepted_delivery_becomes_a_tax_invoice_for_what_was_accepted(
    invoiced: TaxDocument,
) -> None:
    assert (invoiced.kind, invoiced.subject, invoiced.state) == ("tax_invoice", "goods", "draft")
    assert invoiced.total_amount == 2_000_000
    assert (invoiced.supply_amount, invoiced.vat_amount) == (1_818_182, 181_818)
    assert invoiced.items[0]["quantity"] == 100
    assert invoiced.supplier["name"] == invoiced.enterprise.name
    assert invoiced.organization is not None
    assert invoiced.recipient["business_number"] == invoiced.organization.business_number
    assert invoiced.recipient["email"]


def test_the_claim_s_message_writes_it_once(
    invoiced: TaxDocument, drain_outbox: Callable[[], int]
) -> None:
    drain_outbox()
    assert TaxDocument.objects.filter(subject="goods").count() == 1


def test_a_mixed_claim_is_split_by_tax_class(sell: Sell) -> None:
    part = _on_account(sell())
    documents = services.goods_documents_create(
        [
            source(
                part,
                GoodsLine("비누", "taxable", 10, 10_000, 1_000),
                GoodsLine("감자", "exempt", 2, 8_000, 0),
                GoodsLine("컵", "taxable", 1, 5_000, 500),
            )
        ]
    )
    assert [(row.kind, row.supply_amount, row.vat_amount) for row in documents] == [
        ("tax_invoice", 15_000, 1_500),
        ("invoice", 8_000, 0),
    ]


def _on_account(part: VendorOrder) -> VendorOrder:
    part.order.payments.update(gateway="bank_transfer")
    return part


def test_no_invoice_beside_a_card_s_slip(sell: Sell) -> None:
    line = GoodsLine("비누", "taxable", 10, 10_000, 1_000)
    assert services.goods_documents_create([source(sell(), line)]) == []


def test_the_market_invoices_its_commission_once(
    settled: Settlement, drain_outbox: Callable[[], int]
) -> None:
    drain_outbox()
    services.commission_documents_create([settled.pk])
    document = TaxDocument.objects.get()
    assert (document.supply_amount, document.vat_amount) == (2_000, 200)
    assert document.supplied_on == settled.period_to == dt.date(2026, 11, 15)
    assert document.recipient["business_number"] == settled.enterprise.business_number
    assert document.issue_by == dt.date(2026, 12, 10)


def test_more_refunds_than_sales_amend_the_earlier_commission(
    sell: Sell, enterprise: Enterprise
) -> None:
    part = sell(2)
    with clock.moved_to(clock.midnight(TODAY)):
        (first,) = services.settlements_close(today=TODAY)
        services.commission_documents_create([first.pk])
        line = part.lines.get()
        money.refund_create(
            actor=SYSTEM, vendor_order_id=part.pk, quantities={line.pk: 1}, reason="파손"
        )
    december = dt.date(2026, 12, 3)
    with clock.moved_to(clock.midnight(december)):
        (second,) = services.settlements_close(today=december)
        assert second.commission_amount == -1_000
        (less,) = services.commission_documents_create([second.pk])
    assert (less.amendment, less.amends) == ("02", TaxDocument.objects.earliest("pk"))
    assert (less.supply_amount, less.vat_amount) == (-1_000, -100)
    total = sum(row.supply_amount for row in TaxDocument.objects.all())
    assert total == first.commission_amount + second.commission_amount
    assert services.commission_documents_create([second.pk]) == []


def test_with_a_provider_the_commission_is_issued_by_itself(
    settled: Settlement, office: TaxOffice, drain_outbox: Callable[[], int]
) -> None:
    drain_outbox()
    document = TaxDocument.objects.get()
    assert document.state == "issued"
    assert document.approval_number == office.answers[document.number]["approval_number"]
    assert office.documents[document.number]["supply_amount"] == 2_000


def test_issuing_twice_issues_once(invoiced: TaxDocument, office: TaxOffice) -> None:
    actor = seller(invoiced)
    first = services.document_issue(actor=actor, number=invoiced.number)
    again = services.document_issue(actor=actor, number=invoiced.number)
    assert first.approval_number == again.approval_number
    assert len(office.documents) == 1
    assert tax_provider.fetch(invoiced.number) == first.approval_number


def test_an_answer_that_got_lost_is_asked_for_again(
    invoiced: TaxDocument, office: TaxOffice
) -> None:
    office.drop = 1
    document = services.document_issue(actor=seller(invoiced), number=invoiced.number)
    assert document.state == "issued"
    assert [method for method, _path in office.calls] == ["PUT", "PUT"]
    assert len(office.documents) == 1


def test_silence_and_refusals_are_kept_and_may_be_tried_again(
    invoiced: TaxDocument, office: TaxOffice
) -> None:
    actor = seller(invoiced)
    office.drop = 99
    with pytest.raises(GatewayFailed):
        services.document_issue(actor=actor, number=invoiced.number)
    invoiced.refresh_from_db()
    assert (invoiced.state, invoiced.error) == ("failed", "발급 서비스가 응답하지 않습니다.")
    office.drop = 0
    document = services.document_issue(actor=actor, number=invoiced.number)
    assert (document.state, document.error) == ("issued", "")


def test_the_provider_s_words_are_passed_on(
    sell: Sell, office: TaxOffice, enterprise: Enterprise
) -> None:
    Enterprise.objects.filter(pk=enterprise.pk).update(business_number="1234567890")
    enterprise.refresh_from_db()
    part = _on_account(sell())
    (document,) = services.goods_documents_create(
        [source(part, GoodsLine("비누", "taxable", 1, 10_000, 1_000))]
    )
    with pytest.raises(GatewayFailed, match="사업자등록번호"):
        services.document_issue(actor=seller(document), number=document.number)
    document.refresh_from_db()
    assert "사업자등록번호" in document.error


def test_without_a_provider_nothing_is_issued(invoiced: TaxDocument) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.document_issue(actor=seller(invoiced), number=invoiced.number)
    assert "홈택스" in str(refused.value.by_field())
    invoiced.refresh_from_db()
    assert invoiced.state == "draft"


def test_never_inside_a_transaction(invoiced: TaxDocument, office: TaxOffice) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        services.document_issue(actor=seller(invoiced), number=invoiced.number)
    assert office.calls == []


def test_the_number_from_the_tax_office_s_own_site_is_noted(invoiced: TaxDocument) -> None:
    actor = seller(invoiced)
    for wrong in ("", "1", "2026112041000099", "202613204100009900000001"):
        with pytest.raises(InvalidInput) as refused:
            services.document_record(actor=actor, number=invoiced.number, approval_number=wrong)
        assert "approval_number" in refused.value.by_field()
    document = issued(invoiced, "20261120-41000099-00000001")
    assert (document.state, document.approval_number) == ("issued", APPROVED)
    assert issued(invoiced).issued_at == document.issued_at
    with pytest.raises(InvalidInput):
        issued(invoiced, "202611204100009900000002")


def test_a_number_stands_for_one_document(settled: Settlement, invoiced: TaxDocument) -> None:
    issued(invoiced)
    (commission,) = services.commission_documents_create([settled.pk])
    with pytest.raises(InvalidInput) as refused:
        issued(commission)
    assert "approval_number" in refused.value.by_field()


def test_a_return_amends_and_a_double_click_amends_once(invoiced: TaxDocument) -> None:
    issued(invoiced)
    back = [Item("비누", -18_182, -1_818, -1)]
    today = clock.today()

    def amend(items: list[Item] = back) -> list[TaxDocument]:
        return services.document_amend(
            actor=seller(invoiced), number=invoiced.number, amendment="03", on=today,
            items=items, idempotency_key="k1",
        )  # fmt: skip

    (first,), (second,) = amend(), amend()
    assert first == second
    assert (first.total_amount, first.amends, first.state) == (-20_000, invoiced, "draft")
    with pytest.raises(KeyReused):
        amend([Item("비누", -1, 0)])
    assert invoiced.amendments.count() == 1
    assert AuditEntry.objects.filter(action="tax_document.amend").count() == 1


def test_a_correction_stands_in_the_original_s_place(invoiced: TaxDocument) -> None:
    issued(invoiced)
    undone, right = services.document_amend(
        actor=seller(invoiced), number=invoiced.number, amendment="01", on=clock.today(),
        items=[Item("비누", 1_000_000, 100_000, 50)],
    )  # fmt: skip
    assert undone.total_amount == -invoiced.total_amount
    assert right.replaces
    with pytest.raises(InvalidInput) as refused:
        services.document_amend(
            actor=seller(invoiced), number=invoiced.number, amendment="04", on=clock.today()
        )
    assert "amendment" in refused.value.by_field()
    issued(right, "202611204100009900000002")
    (cancelled,) = services.document_amend(
        actor=seller(right), number=right.number, amendment="04", on=clock.today()
    )
    assert cancelled.total_amount == -1_100_000


def test_an_amendment_waits_for_the_original(invoiced: TaxDocument, office: TaxOffice) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.document_amend(
            actor=seller(invoiced), number=invoiced.number, amendment="06", on=clock.today()
        )
    assert "amendment" in refused.value.by_field()
    services.document_issue(actor=seller(invoiced), number=invoiced.number)
    (undone,) = services.document_amend(
        actor=seller(invoiced), number=invoiced.number, amendment="06", on=clock.today()
    )
    assert services.document_issue(actor=seller(undone), number=undone.number).state == "issued"
    sent = office.documents[undone.number]
    assert sent["amendment"] == "06"
    assert sent["amends"] == office.answers[invoiced.number]["approval_number"]


def test_the_market_s_amendment_waits_too(settled: Settlement) -> None:
    (original,) = services.commission_documents_create([settled.pk])
    less = TaxDocument.objects.create(
        number="T-X", source="x", kind="tax_invoice", subject="commission",
        enterprise=original.enterprise, supplier=original.supplier, recipient=original.recipient,
        items=[], supplied_on=original.supplied_on, supply_amount=0, vat_amount=0,
        amends=original, amendment="02", created_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(OriginalNotIssued):
        issued(less)


@pytest.mark.parametrize("field", ["amendment", "on"])
def test_bad_input_is_refused_by_its_field(invoiced: TaxDocument, field: str) -> None:
    issued(invoiced)
    given: dict[str, Any] = {"amendment": "04", "on": clock.today()} | {
        "amendment": {"amendment": "07"},
        "on": {"on": clock.today() + dt.timedelta(days=1)},
    }[field]
    with pytest.raises(InvalidInput) as refused:
        services.document_amend(actor=seller(invoiced), number=invoiced.number, **given)
    assert field in refused.value.by_field()
    assert not invoiced.amendments.exists()


def test_what_it_says_is_never_changed(invoiced: TaxDocument) -> None:
    for change in ({"supply_amount": 1}, {"recipient": {}}, {"supplied_on": dt.date(2026, 1, 1)}):
        with pytest.raises(DatabaseError, match="amended by another"), transaction.atomic():
            TaxDocument.objects.filter(pk=invoiced.pk).update(**change)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        TaxDocument.objects.filter(pk=invoiced.pk)._raw_delete("default")
    issued(invoiced)
    with pytest.raises(DatabaseError, match="amended by another"), transaction.atomic():
        TaxDocument.objects.filter(pk=invoiced.pk).update(approval_number="x")


def test_each_sees_its_own(invoiced: TaxDocument, settled: Settlement) -> None:
    (commission,) = services.commission_documents_create([settled.pk])
    stranger = Actor(enterprises={EnterpriseFactory().pk: "owner"})
    buyer = Actor(organizations={invoiced.organization_id or 0: frozenset({"finance"})})
    for actor in (stranger, ANONYMOUS):
        for document in (invoiced, commission):
            with pytest.raises(NotFound):
                selectors.tax_document_for(actor=actor, number=document.number)
    assert selectors.tax_document_for(actor=buyer, number=invoiced.number) == invoiced
    with pytest.raises(NotFound):
        selectors.tax_document_for(actor=buyer, number=commission.number)
    with pytest.raises(NotAllowed):
        services.document_record(actor=buyer, number=invoiced.number, approval_number=APPROVED)
    with pytest.raises(NotAllowed):
        services.document_record(
            actor=seller(commission), number=commission.number, approval_number=APPROVED
        )
    listed = selectors.tax_documents_received(
        actor=buyer, organization_id=invoiced.organization_id or 0
    )
    assert list(listed) == [invoiced]
    with pytest.raises(NotAllowed):
        selectors.commission_documents(actor=buyer)
    assert list(selectors.commission_documents(actor=CITY)) == [commission]
    member = MembershipFactory()
    with pytest.raises(NotAllowed):
        selectors.tax_documents_received(actor=buyer, organization_id=member.organization_id)


def test_the_statement_of_goods_follows_what_is_left() -> None:
    from orders.papers import transaction_statement_pdf
    from tests.pdf import squeezed

    part = paid().order.vendor_orders.select_related("order", "enterprise").get()
    line = part.lines.get()
    text = squeezed(transaction_statement_pdf(part))
    assert "거래명세서" in text
    assert part.number in text
    assert f"{line.total_amount:,}" in text
    assert part.order.recipient in text
    assert seller_of(part).sells_for(part.enterprise_id)
