"""The papers of a purchase: every number on them is the purchase's."""

from __future__ import annotations

import pytest

from procurement import papers, services
from tests.core.test_documents import readable
from tests.procurement.conftest import Desk, Seller, answer, ask, inspect, order_quote, ship

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
