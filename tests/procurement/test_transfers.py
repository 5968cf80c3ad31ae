"""An organization's transfer shows in the bank's statement, or its finance says it was sent: either
way the invoice is paid once, and the books have the money once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput
from payments import ledger
from payments import services as payments
from payments.gateways import available, chosen, gateway_named
from payments.models import BankDeposit, Payment
from procurement import services
from procurement.models import Invoice
from settlements.services import reconciliation_make
from tests.factories.payments import order_to_pay
from tests.procurement.conftest import answer, ask, inspect, order_quote, ship

pytestmark = pytest.mark.django_db

OFFICER = Actor(is_city_officer=True)
Drain = Callable[[], int]


@pytest.fixture
def invoice(agency: Any, sellers: Any) -> Invoice:
    """₩2,000,000 for a hundred boxes that were accepted."""
    one, two = sellers
    rfq = ask(agency, one, two, quantity=100)
    answer(rfq, two, 21_000)
    po = order_quote(agency, answer(rfq, one, 20_000))
    services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    return inspect(agency, ship(po, one))


def arrives(payer: str, amount: int, balance: int = 9_000_000) -> BankDeposit:
    text = f"거래일시,보낸분,입금액,잔액\n{clock.today()} 14:00,{payer},{amount},{balance}"
    payments.bank_statement_import(actor=OFFICER, name="a.csv", data=text.encode("cp949"))
    return BankDeposit.objects.latest("pk")


def claim(invoice: Invoice) -> Payment:
    return Payment.objects.get(gateway="invoice", reference=invoice.number)


def told_by_finance(agency: Any, invoice: Invoice, amount: int, reference: str = "이체 1") -> None:
    services.invoice_payment_record(
        actor=agency.finance, invoice_id=invoice.pk, amount=amount, paid_on=clock.today(),
        reference=reference,
    )  # fmt: skip


def money() -> tuple[int, int, int]:
    """In the bank, still owed, and of unknown purpose."""
    found = ledger.trial_balance()
    assert sum(found.values()) == 0
    return (
        found.get("bank", 0), found.get("buyer_receivable", 0), found.get("unmatched_deposits", 0)
    )  # fmt: skip


def test_what_was_invoiced_is_a_payment_that_is_waited_for(invoice: Invoice) -> None:
    payment = claim(invoice)
    assert (payment.state, payment.amount) == ("pending", 2_000_000)
    assert payment.next_action["reference"] == invoice.number
    assert money() == (0, 2_000_000, 0)


def test_nobody_chooses_net_terms_at_a_checkout() -> None:
    assert gateway_named("invoice").slug == "invoice"
    assert "invoice" not in [gateway.slug for gateway in available()]
    with pytest.raises(InvalidInput):
        chosen("invoice")
    with pytest.raises(InvalidInput):
        payments.payment_start(actor=SYSTEM, order_id=order_to_pay().pk, gateway="invoice")
    assert not Payment.objects.exists()


@pytest.mark.parametrize("by", ["number", "name"])
def test_the_statement_pays_the_invoice(
    invoice: Invoice, drain_outbox: Drain, agency: Any, by: str
) -> None:
    payer = invoice.number if by == "number" else agency.organization.name
    deposit = arrives(payer, 2_000_000)
    assert deposit.state == "matched"
    for _ in range(2):
        drain_outbox()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_amount) == ("paid", 2_000_000)
    assert claim(invoice).state == "captured"
    assert claim(invoice).captured_at == deposit.at
    assert invoice.payments.get().recorded_by is None
    assert money() == (2_000_000, 0, 0)
    invoice.purchase_order.refresh_from_db()
    assert invoice.purchase_order.status == "closed"
    with pytest.raises(InvalidInput):  # finance learns that it is paid
        told_by_finance(agency, invoice, 2_000_000)


def test_finance_first_then_the_statement(
    invoice: Invoice, drain_outbox: Drain, agency: Any
) -> None:
    told_by_finance(agency, invoice, 2_000_000)
    assert claim(invoice).state == "captured"
    assert arrives(f"구청 {invoice.number}", 2_000_000).state == "recorded"
    drain_outbox()
    assert money() == (2_000_000, 0, 0)


def test_finance_in_parts(invoice: Invoice, agency: Any) -> None:
    told_by_finance(agency, invoice, 500_000, "이체 1")
    assert claim(invoice).state == "pending"
    told_by_finance(agency, invoice, 1_500_000, "이체 2")
    assert claim(invoice).state == "captured"
    assert money() == (2_000_000, 0, 0)


def test_both_at_once_book_it_once(invoice: Invoice, drain_outbox: Drain, agency: Any) -> None:
    deposit = arrives(invoice.number, 2_000_000)
    told_by_finance(agency, invoice, 2_000_000)  # before the worker came to the statement's word
    drain_outbox()
    deposit.refresh_from_db()
    assert deposit.state == "unknown"  # a clerk says that it is the same money
    assert money() == (4_000_000, 0, -2_000_000)
    payments.deposit_recorded(actor=OFFICER, deposit_id=deposit.pk, invoice_number=invoice.number)
    assert money() == (2_000_000, 0, 0)


def test_another_sum_waits_for_a_clerk(invoice: Invoice, drain_outbox: Drain) -> None:
    deposit = arrives(invoice.number, 1_999_000)
    drain_outbox()
    assert deposit.state == "wrong_amount"
    assert claim(invoice).state == "pending"
    assert money() == (1_999_000, 2_000_000, -1_999_000)


def test_a_clerk_assigns_what_nobody_named(invoice: Invoice, drain_outbox: Drain) -> None:
    deposit = arrives("모르는사람", 2_000_000)
    payments.deposit_assign(actor=OFFICER, deposit_id=deposit.pk, payment_reference=invoice.number)
    drain_outbox()
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    assert money() == (2_000_000, 0, 0)


def test_the_nightly_report_sees_a_payment_that_no_transfer_explains(
    invoice: Invoice, agency: Any
) -> None:
    told_by_finance(agency, invoice, 500_000)
    today = clock.today()
    assert [d for d in reconciliation_make(day=today).differences if "invoice" in d["what"]] == []
    Payment.objects.filter(reference=invoice.number).update(state="captured")
    found = [d for d in reconciliation_make(day=today).differences if "invoice" in d["what"]]
    assert [(d["which"], d["ours"], d["theirs"]) for d in found] == [
        (invoice.number, 2_000_000, 500_000)
    ]
