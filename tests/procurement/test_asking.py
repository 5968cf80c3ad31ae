"""Requests open to a category, questions, files, consortia, tiers, capacity, the seal."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from core import audit, clock
from core.errors import InvalidInput, NotFound
from core.models import Seal
from procurement import rules, selectors, services
from procurement.errors import DeadlinePassed, PartnersMissing, WrongState
from procurement.models import QuoteMember, RequestForQuote
from procurement.services import QuotedLine
from tests.factories.catalog import CategoryFactory
from tests.procurement.conftest import Desk, Seller, answer, ask, order_quote, seller

pytestmark = pytest.mark.django_db
Sellers = tuple[Seller, Seller]
Drain = Callable[[], int]
PDF = b"%PDF-1.7\n" + b"0" * 100


# -- open to a category


def test_whoever_sells_in_the_category_may_answer_and_is_listed_then(
    agency: Desk, sellers: Sellers
) -> None:
    one, other = sellers
    category = one.variant.product.category
    other.variant.product.category = CategoryFactory(name="간식", slug="snacks")
    other.variant.product.save()
    rfq = ask(agency, open_to_id=category.pk)
    assert [row.pk for row in selectors.open_rfqs_for(enterprise_id=one.enterprise.pk)] == [rfq.pk]
    assert selectors.open_rfqs_for(enterprise_id=other.enterprise.pk) == []
    with pytest.raises(NotFound):
        answer(rfq, other, 18_000)
    answer(rfq, one, 18_000)
    assert rfq.invitations.get().status == "quoted"
    assert selectors.open_rfqs_for(enterprise_id=one.enterprise.pk) == []


def test_nobody_named_and_no_category_is_asking_nobody(agency: Desk) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(agency)
    assert "enterprises" in refused.value.by_field()


# -- files


def test_a_paper_goes_along_with_its_digest(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, sellers[0], files=[SimpleUploadedFile("규격서.pdf", PDF)])
    paper = rfq.attachments.get()
    assert (paper.name, paper.size) == ("규격서.pdf", len(PDF))
    assert paper.digest == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("name", "content"),
    [("규격서.pdf", b"MZ\x90\x00 a program"), ("a.pdf", b""), ("a.exe", b"PK\x03\x04" + b"0" * 9)],
)
def test_a_file_is_what_its_content_says(
    agency: Desk, sellers: Sellers, name: str, content: bytes
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(agency, sellers[0], files=[SimpleUploadedFile(name, content)])
    assert "files" in refused.value.by_field()
    assert not RequestForQuote.objects.exists()


# -- questions


def test_what_one_asks_all_read_and_nobody_learns_who_asked(
    agency: Desk, sellers: Sellers, drain_outbox: Drain
) -> None:
    rfq = ask(agency, *sellers)
    question = services.rfq_question_ask(
        actor=sellers[0].actor,
        rfq_id=rfq.pk,
        enterprise_id=sellers[0].enterprise.pk,
        text="로고를 인쇄하나요?",
    )
    with pytest.raises(NotFound):
        services.rfq_question_answer(
            actor=sellers[1].actor, question_id=question.pk, text="우리가 답하면 안 됩니다"
        )
    services.rfq_question_answer(
        actor=agency.requester, question_id=question.pk, text="네, 상자 윗면에 합니다."
    )
    with pytest.raises(WrongState):
        services.rfq_question_answer(actor=agency.requester, question_id=question.pk, text="다시")
    drain_outbox()
    told = [message for message in mail.outbox if "질의응답" in message.subject]
    assert {message.to[0] for message in told} == {one.enterprise.email for one in sellers}
    assert all(sellers[0].enterprise.name not in str(message.body) for message in told)


def test_questions_end_with_the_deadline(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, *sellers)
    with clock.moved_to(rfq.deadline + dt.timedelta(seconds=1)), pytest.raises(DeadlinePassed):
        services.rfq_question_ask(
            actor=sellers[0].actor,
            rfq_id=rfq.pk,
            enterprise_id=sellers[0].enterprise.pk,
            text="늦었나요?",
        )


# -- several enterprises in one quote


def two_lines(
    agency: Desk, lead: Seller, partner: Seller
) -> tuple[RequestForQuote, list[QuotedLine]]:
    rfq = services.rfq_create(
        actor=agency.requester,
        organization_id=agency.organization.pk,
        title="행사 꾸러미",
        lines=[services.NewRfqLine("비누", 300), services.NewRfqLine("간식", 300)],
        enterprise_ids=[lead.enterprise.pk],
        deadline=clock.now() + dt.timedelta(days=7),
        needed_by=clock.today() + dt.timedelta(days=21),
        address=services.DeliverTo("김담당", "051-000-1111", "48095", "부산 해운대구 중동2로 11"),
    )
    first, second = rfq.lines.order_by("pk")
    return rfq, [
        QuotedLine(
            rfq_line_id=first.pk,
            unit_price_amount=9_000,
            variant_id=lead.variant.pk,
            tax_class="taxable",
        ),
        QuotedLine(
            rfq_line_id=second.pk,
            unit_price_amount=5_000,
            variant_id=partner.variant.pk,
            tax_class="taxable",
            supplier_id=partner.enterprise.pk,
        ),
    ]


def test_a_consortium_delivers_when_all_agreed(agency: Desk, sellers: Sellers) -> None:
    lead, partner = sellers
    rfq, lines = two_lines(agency, lead, partner)
    quote = answer(rfq, lead, 0, lines=lines)
    with pytest.raises(PartnersMissing):
        order_quote(agency, quote)
    services.quote_member_answer(
        actor=partner.actor, quote_id=quote.pk, enterprise_id=partner.enterprise.pk, agrees=False
    )
    with pytest.raises(PartnersMissing):
        order_quote(agency, quote)
    services.quote_member_answer(
        actor=partner.actor, quote_id=quote.pk, enterprise_id=partner.enterprise.pk, agrees=True
    )
    with pytest.raises(NotFound):
        services.quote_member_answer(
            actor=lead.actor, quote_id=quote.pk, enterprise_id=partner.enterprise.pk, agrees=True
        )
    po = order_quote(agency, quote)
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    assert po.order is not None
    shares = po.order.vendor_orders.values_list("enterprise_id", "goods_amount")
    assert set(shares) == {
        (lead.enterprise.pk, 2_700_000),
        (partner.enterprise.pk, 1_500_000),
    }


def test_a_new_version_asks_the_partners_again(agency: Desk, sellers: Sellers) -> None:
    lead, partner = sellers
    rfq, lines = two_lines(agency, lead, partner)
    first = answer(rfq, lead, 0, lines=lines)
    services.quote_member_answer(
        actor=partner.actor, quote_id=first.pk, enterprise_id=partner.enterprise.pk, agrees=True
    )
    second = answer(rfq, lead, 0, lines=lines)
    assert second.members.get().status == QuoteMember.Status.ASKED
    with pytest.raises(WrongState):  # the version before is gone
        services.quote_member_answer(
            actor=partner.actor,
            quote_id=first.pk,
            enterprise_id=partner.enterprise.pk,
            agrees=False,
        )


def test_who_quotes_delivers_something_and_partners_bring_their_own_goods(
    agency: Desk, sellers: Sellers
) -> None:
    lead, partner = sellers
    rfq, lines = two_lines(agency, lead, partner)
    everything = [line | {"supplier_id": partner.enterprise.pk} for line in lines]
    with pytest.raises(InvalidInput) as refused:
        answer(rfq, lead, 0, lines=everything)
    assert {"lines", f"variant_{lines[0]['rfq_line_id']}"} <= set(refused.value.by_field())


# -- tiers and quantities


@pytest.mark.parametrize(
    ("pieces", "price"), [(300, 18_000), (299, 19_000), (100, 19_000), (99, 21_000), (1, 21_000)]
)
def test_fewer_pieces_cost_what_the_quote_says_for_so_many(pieces: int, price: int) -> None:
    tiers = [(1, 21_000), (100, 19_000)]
    assert rules.tier_price(18_000, tiers, quoted=300, pieces=pieces) == price


def test_without_tiers_fewer_pieces_cost_the_same() -> None:
    assert rules.tier_price(18_000, [], quoted=300, pieces=7) == 18_000


def test_an_order_is_for_what_was_quoted_or_less(agency: Desk, sellers: Sellers) -> None:
    rfq = ask(agency, sellers[0])
    line = QuotedLine(
        rfq_line_id=rfq.lines.get().pk,
        unit_price_amount=18_000,
        variant_id=sellers[0].variant.pk,
        tax_class="taxable",
        tiers=[(100, 19_000)],
    )
    quote = answer(rfq, sellers[0], 0, lines=[line])
    row = quote.lines.get()
    for wrong in (301, -1):
        with pytest.raises(InvalidInput) as refused:
            order_quote(agency, quote, quantities={row.pk: wrong})
        assert f"order_{row.pk}" in refused.value.by_field()
    with pytest.raises(InvalidInput):
        order_quote(agency, quote, quantities={row.pk: 0})
    po = order_quote(agency, quote, quantities={row.pk: 200})
    assert (po.total_amount, po.lines.get().quantity) == (3_800_000, 200)


@pytest.mark.parametrize(
    "tiers", [[(300, 1)], [(0, 1)], [(10, 0)], [(10, 1), (10, 2)], [(n, 1) for n in range(1, 7)]]
)
def test_a_bad_tier_is_refused(
    agency: Desk, sellers: Sellers, tiers: list[tuple[int, int]]
) -> None:
    rfq = ask(agency, sellers[0])
    pk = rfq.lines.get().pk
    line = QuotedLine(
        rfq_line_id=pk, unit_price_amount=18_000, variant_id=None, tax_class="taxable", tiers=tiers
    )
    with pytest.raises(InvalidInput) as refused:
        answer(rfq, sellers[0], 0, lines=[line])
    assert f"tiers_{pk}" in refused.value.by_field()


# -- capacity


@pytest.mark.parametrize(
    ("quantity", "weekly", "owed", "days"),
    [(100, None, 0, 0), (100, 100, 0, 0), (101, 100, 0, 7), (300, 100, 0, 14), (100, 100, 250, 21)],
)
def test_a_small_maker_needs_its_weeks(
    quantity: int, weekly: int | None, owed: int, days: int
) -> None:
    assert rules.earliest_days(quantity, weekly_capacity=weekly, committed=owed) == days


def test_a_promise_covers_what_is_made_and_what_is_owed(agency: Desk) -> None:
    small = seller()
    product = small.variant.product
    product.weekly_capacity = 100
    product.save()
    with pytest.raises(InvalidInput) as refused:
        answer(ask(agency, small), small, 18_000, lead_days=13)
    assert "lead_days" in refused.value.by_field()
    po = order_quote(agency, answer(ask(agency, small), small, 18_000, lead_days=14))
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    assert selectors.earliest_days(small.variant.pk, 100) == 21


# -- the seal


def test_the_comparison_is_sealed_with_its_reason_and_chained(
    agency: Desk, sellers: Sellers
) -> None:
    for _ in range(3):
        rfq = ask(agency, *sellers)
        answer(rfq, sellers[0], 20_000)
        order_quote(agency, answer(rfq, sellers[1], 18_000), reason="더 싸고 빠름")
        rfq.refresh_from_db()
        assert rfq.comparison["reason"] == "더 싸고 빠름"
        text = json.dumps(rfq.comparison, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert rfq.comparison_digest == hashlib.sha256(text.encode()).hexdigest()
        assert Seal.objects.latest("pk").digest == rfq.comparison_digest
    assert Seal.objects.count() == 3
    assert audit.seals_verify() == []


def test_a_seal_cannot_be_changed_and_a_forged_one_is_found(agency: Desk, sellers: Sellers) -> None:
    for _ in range(2):
        order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000))
    first = Seal.objects.earliest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.filter(pk=first.pk).update(digest="0" * 64)
    with connection.cursor() as cursor:  # somebody with the keys to the database
        cursor.execute("ALTER TABLE core_seal DISABLE TRIGGER ALL")
        cursor.execute("UPDATE core_seal SET digest = %s WHERE id = %s", ["0" * 64, first.pk])
        cursor.execute("ALTER TABLE core_seal ENABLE TRIGGER ALL")
    assert audit.seals_verify() == [first.pk]
