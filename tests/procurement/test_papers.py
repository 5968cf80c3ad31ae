"""The papers of a purchase: every number on them is the purchase's."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pypdf import PdfReader

from core.documents import pages_of
from core.errors import NotFound
from core.models import AuditEntry
from procurement import contract_file, dossier, papers, services
from procurement.models import Clock, PurchaseOrder
from procurement.papers.contract import rate_words
from procurement.services import ItemOrdered
from tests.core.test_documents import readable
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
from vendors.models import Credential

pytestmark = pytest.mark.django_db


def test_every_paper_of_a_purchase_is_a_korean_pdf(
    agency: Desk, sellers: tuple[Seller, Seller]
) -> None:
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    quote = answer(rfq, sellers[1], 18_000)
    assert papers.comparison_pdf(rfq).startswith(b"%PDF")  # before the choice, too
    po = order_quote(agency, quote)
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    invoice = inspect(agency, ship(po, sellers[1]), rejected=2)
    rfq.refresh_from_db()
    for made, letters in (
        (papers.quote_pdf(quote), "견적서"),
        (papers.comparison_pdf(rfq), "비교견적서순위"),
        (papers.purchase_order_pdf(po), "발주서"),
        (papers.acceptance_pdf(invoice.acceptance), "검수조서불합격파손"),
        (papers.invoice_pdf(invoice), "대금청구서"),
    ):
        assert made.startswith(b"%PDF")
        assert set(letters) <= readable(made)


def test_a_paper_has_the_same_bytes_whenever_it_is_printed(
    agency: Desk, sellers: tuple[Seller, Seller]
) -> None:
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    order_quote(agency, answer(rfq, sellers[1], 18_000))
    rfq.refresh_from_db()
    assert papers.comparison_pdf(rfq) == papers.comparison_pdf(rfq)


# -- the contract, the delivery note, the whole file


def text_of(pdf: bytes) -> str:
    """The paper's words without their blanks."""
    return "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
    )


def contracted(agency: Desk, sellers: tuple[Seller, Seller], **more: object) -> PurchaseOrder:
    rfq = ask(agency, *sellers)
    answer(rfq, sellers[0], 20_000)
    note = "나누어 납품할 수 있습니다.\n하자 보증 6개월"
    po = order_quote(agency, answer(rfq, sellers[1], 18_000, note=note), **more)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    return dossier.purchase_of(po.number)


def test_a_contract_cites_the_law_as_it_stood_that_day(
    agency: Desk, sellers: tuple[Seller, Seller]
) -> None:
    po = contracted(agency, sellers)
    said = text_of(papers.contract_pdf(po))
    for words in (
        "약식계약서",
        "5,400,000",
        "금오백사십만원정",
        po.number,
        "1,000분의0.8",
        "100분의30",
        "14일이내",
        "5영업일이내",
        "제90조",
        "나누어납품할수있습니다.",
        "하자보증6개월",
        "계약담당자",
        "(인)",
    ):
        assert words in said, words
    assert said.count("(인)") == 2
    Clock.objects.filter(code="inspect_days").update(value=7)
    assert "7일이내" in text_of(papers.contract_pdf(po))
    change = services.change_request(
        actor=agency.requester, po_id=po.pk, reason="인원감소", cancel={po.lines.get().pk: 100}
    )
    services.change_decide(actor=agency.approver, change_id=change.pk, approves=True)
    assert "인원감소" not in text_of(papers.contract_pdf(po))
    services.change_answer(
        actor=sellers[1].actor,
        change_id=change.pk,
        enterprise_id=sellers[1].enterprise.pk,
        agrees=True,
    )
    said = text_of(papers.contract_pdf(po))
    assert "인원감소" in said
    assert "3,600,000" in said


@pytest.mark.parametrize(
    ("ppm", "words"), [(800, "0.8"), (1000, "1"), (1250, "1.25"), (5, "0.005")]
)
def test_a_rate_is_written_as_the_law_writes_it(ppm: int, words: str) -> None:
    assert rate_words(ppm) == f"1,000분의 {words}"


def test_only_a_quoted_purchase_that_binds_carries_a_contract(
    agency: Desk, company: Desk, sellers: tuple[Seller, Seller]
) -> None:
    waiting = order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000))
    bought = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(sellers[0].variant.sku, 5)],
        title="간식",
        address=HALL,
    )
    bought = services.purchase_order_approve(actor=company.approver, po_id=bought.pk)
    for po in (waiting, bought):
        assert not papers.has_contract(po)
        with pytest.raises(NotFound):
            papers.contract_pdf(po)


def test_a_delivery_note_counts_what_came_and_what_is_left(
    agency: Desk, sellers: tuple[Seller, Seller]
) -> None:
    po = contracted(agency, sellers)
    piece = po.lines.get().order_line_id
    ship(po, sellers[1], quantities={piece: 120})
    second = ship(po, sellers[1], quantities={piece: 80})
    said = text_of(papers.delivery_note_pdf(po, second))
    assert "3008020010018,0001,440,000" in said  # ordered, now, so far, left, price, worth
    assert "납품서" in said


def test_long_lists_run_over_pages_with_their_heads_and_numbers(
    agency: Desk, sellers: tuple[Seller, Seller]
) -> None:
    rfq = services.rfq_create(
        actor=agency.requester,
        organization_id=agency.organization.pk,
        title="행사 용품",
        lines=[services.NewRfqLine(f"물품{n}호", n) for n in range(1, 61)],
        enterprise_ids=[sellers[0].enterprise.pk],
        deadline=ask(agency, sellers[1]).deadline,
        needed_by=ask(agency, sellers[1]).needed_by,
        address=HALL,
    )
    lines = [
        services.QuotedLine(
            rfq_line_id=line.pk, unit_price_amount=1_000, variant_id=None, tax_class="taxable"
        )
        for line in rfq.lines.order_by("pk")
    ]
    po = order_quote(agency, answer(rfq, sellers[0], 0, lines=lines))
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    pdf = papers.contract_pdf(dossier.purchase_of(po.number))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == pages_of(pdf) > 2
    for place, text in enumerate(pages, start=1):
        assert f"{place} / {len(pages)}" in text
        if "물품" in text:
            assert "품명 · 규격" in text


def test_the_whole_file_holds_every_paper_and_their_digests(
    agency: Desk, sellers: tuple[Seller, Seller], drain_outbox: Callable[[], int]
) -> None:
    one = sellers[1]
    paper = Credential.objects.get(enterprise=one.enterprise)
    paper.file.name = storages["private"].save("credentials/x.pdf", ContentFile(b"%PDF-1.7 scan"))
    paper.save(update_fields=["file"])
    po = contracted(agency, sellers)
    inspect(agency, ship(po, one), rejected=2)
    drain_outbox()
    po = dossier.purchase_of(po.number)
    packed = contract_file.file_zip(po, actor=agency.requester)
    assert packed == contract_file.file_zip(po, actor=agency.requester)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert {row["name"]: row["sha256"] for row in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    kinds = [row["kind"] for row in manifest["files"]]
    assert [kind for row, kind in zip(manifest["files"], kinds, strict=True)
            if row["name"].startswith("papers/")] == [
        "quote", "quote", "comparison", "contract", "order", "delivery", "acceptance",
        "statement", "invoice", "tax",
    ]  # fmt: skip
    comparison = files["comparison.json"]
    assert hashlib.sha256(comparison).hexdigest() == manifest["comparison_sha256"]
    assert b"%PDF-1.7 scan" in files.values()
    assert manifest["ocid"] == f"ocds-onjang0-{po.quote.rfq.number}"  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(action="po.file", object_id=str(po.pk)).exists()
    whole = PdfReader(io.BytesIO(files["file.pdf"]))
    made = [content for name, content in files.items() if name.startswith("papers/")]
    assert len(whole.pages) == 1 + sum(pages_of(content) for content in made)
    cover = "".join(whole.pages[0].extract_text().split())
    for content in made:
        assert hashlib.sha256(content).hexdigest() in cover


def test_certificates_are_for_those_who_contract_and_others_parts_for_nobody(
    agency: Desk, company: Desk, sellers: tuple[Seller, Seller]
) -> None:
    one = sellers[1]
    paper = Credential.objects.get(enterprise=one.enterprise)
    paper.file.name = storages["private"].save("credentials/x.pdf", ContentFile(b"%PDF-1.7 scan"))
    paper.save(update_fields=["file"])
    po = contracted(agency, sellers)

    def names(**how: object) -> list[str]:
        packed = contract_file.file_zip(po, **how)  # type: ignore[arg-type]
        return zipfile.ZipFile(io.BytesIO(packed)).namelist()

    assert any(name.startswith("certificates/") for name in names(actor=agency.finance))
    assert not any(name.startswith("certificates/") for name in names(actor=agency.inspector))
    own = names(actor=one.actor, only=one.enterprise.pk)
    assert any(name.startswith("certificates/") for name in own)
    assert not any("비교" in name or "comparison" in name for name in own)
    assert len([name for name in own if "견적서" in name and name.endswith(".pdf")]) == 1


def test_a_purchase_of_several_gives_each_its_own_order(company: Desk) -> None:
    first, second = seller(price=1_000), seller(price=2_000)
    po = services.purchase_order_from_items(
        actor=company.requester,
        organization_id=company.organization.pk,
        items=[ItemOrdered(first.variant.sku, 3), ItemOrdered(second.variant.sku, 2)],
        title="간식",
        address=HALL,
    )
    po = services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    whole = text_of(papers.purchase_order_pdf(po))
    assert "7,000" in whole
    assert "외1곳" in whole
    part = text_of(papers.purchase_order_pdf(po, only=first.enterprise.pk))
    assert "₩3,000" in part
    assert second.variant.product.name.replace(" ", "") not in part


def test_lines_stand_as_they_were_ordered_whatever_changes(
    agency: Desk, sellers: tuple[Seller, Seller]
) -> None:
    """A row that was changed comes last from the database; on paper it keeps its place."""
    lead, partner = sellers[1], sellers[0]
    rfq = services.rfq_create(
        actor=agency.requester,
        organization_id=agency.organization.pk,
        title="행사 용품",
        lines=[services.NewRfqLine(name, 10) for name in ("수건", "비누", "양말")],
        enterprise_ids=[lead.enterprise.pk],
        deadline=ask(agency, partner).deadline,
        needed_by=ask(agency, partner).needed_by,
        address=HALL,
    )
    lines = [
        services.QuotedLine(
            rfq_line_id=row.pk, unit_price_amount=1_000, variant_id=None, tax_class="taxable"
        )
        for row in rfq.lines.order_by("pk")
    ]
    lines[0]["supplier_id"] = partner.enterprise.pk
    quote = answer(rfq, lead, 0, lines=lines)
    services.quote_member_answer(
        actor=partner.actor, quote_id=quote.pk, enterprise_id=partner.enterprise.pk, agrees=True
    )
    po = order_quote(agency, quote)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    first = po.lines.order_by("pk")[0]
    first.save()
    po = dossier.purchase_of(po.number)
    for pdf in (
        papers.purchase_order_pdf(po),
        papers.contract_pdf(po),
        papers.quote_pdf(quote),
    ):
        said = text_of(pdf)
        places = [said.index(word) for word in ("1수건", "2비누", "3양말")]
        assert places == sorted(places)
        assert said.index(lead.enterprise.name.replace(" ", "")) < places[0]
    assert f"{lead.enterprise.name}외1곳".replace(" ", "") in text_of(papers.purchase_order_pdf(po))
    assert f"{lead.enterprise.name}(대표)".replace(" ", "") in text_of(papers.contract_pdf(po))
