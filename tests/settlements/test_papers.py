"""A statement an enterprise understands: the sums, and every line behind them."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from core import clock
from core.actor import SYSTEM
from payments import services as money
from settlements import papers, services
from settlements.models import Settlement
from tests.pdf import squeezed
from tests.settlements.conftest import SOLD, TODAY, Sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def settlement(sell: Sell) -> Settlement:
    """Two sales, one piece of which was given back."""
    part = sell(3)
    sell(1)
    with clock.moved_to(SOLD):
        money.refund_create(
            actor=SYSTEM, vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
        )
    with clock.moved_to(clock.midnight(TODAY)):
        return services.settlements_close(today=TODAY)[0]


def test_the_pdf_says_who_is_paid_what_for_which_lines(settlement: Settlement) -> None:
    text = squeezed(papers.statement_pdf(settlement))
    assert settlement.number in text
    assert "정산서" in text
    assert f"{settlement.payout_amount:,}" in text
    assert settlement.enterprise.name.replace(" ", "") in text
    assert "[환불]" in text
    assert len(re.findall(r"O-\d{6}-\w{6}-1", text)) == 3


def test_the_workbook_s_lines_sum_to_the_settlement(settlement: Settlement) -> None:
    book = openpyxl.load_workbook(io.BytesIO(papers.statement_xlsx(settlement)))
    rows = list(book["내역"].iter_rows(values_only=True))
    assert rows[0] == papers.HEADS
    lines, total = rows[1:-1], rows[-1]
    assert len(lines) == 3
    net = papers.HEADS.index("정산액")
    assert sum(row[net] for row in lines) == total[net] == settlement.net_amount
    commission = papers.HEADS.index("수수료")
    assert total[commission] == -settlement.commission_amount
    summary = dict(book["요약"].iter_rows(min_row=2, values_only=True))
    assert summary["지급액"] == settlement.payout_amount
