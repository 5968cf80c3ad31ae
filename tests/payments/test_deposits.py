"""Deposits: each is kept, matched and booked once; what doesn't fit waits for a clerk."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed
from inventory.models import Stock
from orders.services import NewLine
from payments import ledger, rules, selectors, services
from payments.errors import DepositSettled
from payments.models import BankDeposit, BankStatement, LedgerEntry, Payment
from payments.services import deposits
from tests.factories.catalog import VariantFactory
from tests.factories.payments import order_to_pay

pytestmark = pytest.mark.django_db

OFFICER = Actor(is_city_officer=True)


def waiting(pieces: int = 1, on_hand: int = 5) -> Payment:
    soap = VariantFactory(on_hand=on_hand)
    order = order_to_pay(NewLine(soap.pk, pieces))
    return services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="bank_transfer")


def file(*rows: tuple[str, int], start: int = 0) -> bytes:
    """A statement: (what the payer wrote, won), a minute apart, with a running balance."""
    lines = ["거래일시,보낸분,입금액,잔액"]
    balance = 1_000_000 + start
    for place, (payer, amount) in enumerate(rows):
        balance += amount
        lines.append(f"2026-11-23 14:{place:02d},{payer},{amount},{balance}")
    return "\n".join(lines).encode("cp949")


def take(data: bytes, name: str = "11월.csv") -> BankStatement:
    return services.bank_statement_import(actor=OFFICER, name=name, data=data)


def balances() -> dict[str, int]:
    found = ledger.trial_balance()
    assert sum(found.values()) == 0
    return {kind: amount for kind, amount in found.items() if amount}


def states() -> list[str]:
    return list(BankDeposit.objects.order_by("row").values_list("state", flat=True))


def test_what_fits_is_captured_at_the_bank_s_time_and_what_does_not_is_kept_apart() -> None:
    exact, wrong = waiting(), waiting()
    take(
        file(
            (exact.reference, exact.amount),
            (wrong.reference, wrong.amount - 1_000),
            ("모르는사람", 5_000),
        )
    )
    assert states() == ["matched", "wrong_amount", "unknown"]
    exact.refresh_from_db()
    wrong.refresh_from_db()
    assert (exact.state, wrong.state) == ("captured", "pending")
    assert exact.captured_at == dt.datetime(2026, 11, 23, 14, 0, tzinfo=clock.SEOUL)
    assert balances() == {
        "bank": 13_000 + 12_000 + 5_000,
        "buyer_funds": -13_000,
        "unmatched_deposits": -17_000,
    }


def test_a_late_deposit_takes_its_order_up_again_or_goes_back() -> None:
    kept, gone = waiting(), waiting(pieces=5)
    with clock.moved_to(clock.now() + dt.timedelta(days=4)):
        services.orders_expire()
    order_to_pay(NewLine(gone.order.vendor_orders.get().lines.get().variant_id, 5))
    take(file((kept.reference, kept.amount), (gone.reference, gone.amount)))
    assert states() == ["late", "late"]
    kept.order.refresh_from_db()
    gone.order.refresh_from_db()
    assert (kept.order.status, gone.order.status) == ("confirmed", "cancelled")
    assert balances()["refunds"] == -gone.amount
    assert Stock.objects.filter(reserved__lt=0).count() == 0


def test_the_same_file_is_refused_and_a_row_of_an_earlier_one_left_out() -> None:
    first, second = waiting(), waiting()
    data = file((first.reference, first.amount))
    take(data)
    with pytest.raises(InvalidInput) as refused:
        take(data, name="다른 이름.csv")
    assert refused.value.code == "DUPLICATE"
    longer = file((first.reference, first.amount), (second.reference, second.amount))
    statement = take(longer)
    assert (statement.repeated, BankStatement.objects.count()) == (1, 2)
    assert states() == ["matched", "matched"]
    assert balances()["bank"] == first.amount + second.amount


def test_two_deposits_for_one_payment_pay_it_once() -> None:
    payment = waiting()
    take(file((payment.reference, payment.amount), (payment.reference, payment.amount)))
    assert states() == ["matched", "unknown"]
    assert balances() == {
        "bank": 26_000,
        "buyer_funds": -13_000,
        "unmatched_deposits": -13_000,
    }


def test_killed_between_keeping_and_capturing_the_sweep_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    payment = waiting()
    with monkeypatch.context() as broken:
        broken.setattr(deposits, "deposits_settle", lambda: None)
        take(file((payment.reference, payment.amount)))
    payment.refresh_from_db()
    assert payment.state == "pending"
    assert services.deposits_settle() == 1
    assert services.deposits_settle() == 0
    payment.refresh_from_db()
    assert payment.state == "captured"


def test_a_bad_file_changes_nothing() -> None:
    payment = waiting()
    bad = file((payment.reference, payment.amount)) + b"\nsomeday,x,1,1"
    with pytest.raises(InvalidInput):
        take(bad)
    assert not BankStatement.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_clerk_finds_out_what_a_deposit_was_for() -> None:
    payment = waiting()
    take(file(("회사이름", payment.amount)))
    deposit = BankDeposit.objects.get()
    for reference, why in (("P-0", "없는"), (waiting(pieces=2).reference, "다릅니다")):
        with pytest.raises(InvalidInput) as refused:
            services.deposit_assign(
                actor=OFFICER, deposit_id=deposit.pk, payment_reference=reference
            )
        assert why in refused.value.by_field()["payment_reference"][0]
    services.deposit_assign(
        actor=OFFICER, deposit_id=deposit.pk, payment_reference=payment.reference.lower()
    )
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert balances() == {"bank": 13_000, "buyer_funds": -13_000}
    with pytest.raises(DepositSettled):
        services.deposit_return(actor=OFFICER, deposit_id=deposit.pk, note="김시민에게")


def test_a_deposit_nobody_knows_is_sent_back() -> None:
    take(file(("모르는사람", 5_000)))
    deposit = BankDeposit.objects.get()
    with pytest.raises(InvalidInput):
        services.deposit_return(actor=OFFICER, deposit_id=deposit.pk, note=" ")
    services.deposit_return(actor=OFFICER, deposit_id=deposit.pk, note="모르는사람, 부산은행")
    assert balances() == {}
    assert states() == ["returned"]


def test_clerks_alone_see_and_settle_deposits() -> None:
    take(file(("모르는사람", 5_000)))
    deposit = BankDeposit.objects.get()
    for actor in (ANONYMOUS, Actor(user_id=1), Actor(enterprises={1: "owner"})):
        with pytest.raises(NotAllowed):
            services.bank_statement_import(actor=actor, name="x", data=file(("x", 1), start=9))
        with pytest.raises(NotAllowed):
            services.deposit_assign(actor=actor, deposit_id=deposit.pk, payment_reference="P")
        with pytest.raises(NotAllowed):
            services.deposit_return(actor=actor, deposit_id=deposit.pk, note="x")
        with pytest.raises(NotAllowed):
            selectors.deposits(actor=actor)
    assert states() == ["unknown"]


def card_money(pieces: int = 1) -> Payment:
    order = order_to_pay(NewLine(VariantFactory(on_hand=9).pk, pieces))
    payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="test")
    return services.test_payment_pay(actor=SYSTEM, reference=payment.reference)


def test_a_provider_s_payout_moves_what_it_held_to_the_bank_less_its_fee() -> None:
    payment = card_money()
    take(file(("테스트페이", payment.amount - 300)))
    deposit = BankDeposit.objects.get()
    assert deposit.state == "unknown"
    services.deposit_from_provider(
        actor=OFFICER, deposit_id=deposit.pk, gateway="test", fee_amount=300
    )
    deposit.refresh_from_db()
    assert deposit.state == "provider"
    assert balances() == {
        "bank": payment.amount - 300,
        "provider_fees": 300,
        "buyer_funds": -payment.amount,
    }
    with pytest.raises(DepositSettled):
        services.deposit_from_provider(actor=OFFICER, deposit_id=deposit.pk, gateway="test")


@pytest.mark.parametrize(
    ("gateway", "fee", "field"),
    [("nobody", 0, "gateway"), ("toss", 0, "fee_amount"), ("test", 1, "fee_amount"),
     ("test", -1, "fee_amount")],
)  # fmt: skip
def test_a_provider_pays_out_no_more_than_it_holds(gateway: str, fee: int, field: str) -> None:
    payment = card_money()
    take(file(("테스트페이", payment.amount)))
    deposit = BankDeposit.objects.get()
    with pytest.raises(InvalidInput) as refused:
        services.deposit_from_provider(
            actor=OFFICER, deposit_id=deposit.pk, gateway=gateway, fee_amount=fee
        )
    assert field in refused.value.by_field()
    deposit.refresh_from_db()
    assert deposit.state == "unknown"


def transferred(number: str, amount: int) -> None:
    """An organization's finance recorded a transfer."""
    ledger.post(
        key=f"invoice:{number}",
        kind="recognition",
        postings=[
            rules.Posting(rules.AccountKind.BUYER_RECEIVABLE, amount, "organization:1"),
            rules.Posting(rules.AccountKind.LOSSES, -amount),
        ],
    )
    services.receivable_settle(
        actor=SYSTEM, invoice_number=number, reference="2026-1", organization_id=1, amount=amount
    )


def test_an_organization_s_transfer_is_in_the_books_once() -> None:
    transferred("I-261123-AB12CD", 50_000)
    before = balances()
    take(file(("가온구청 I261123AB12CD", 50_000)))
    assert states() == ["recorded"]
    assert balances() == before
    # the same sum once more proves nothing: it waits for a clerk
    take(file(("가온구청 I261123AB12CD", 50_000), start=1))
    assert BankDeposit.objects.latest("pk").state == "unknown"


def test_a_clerk_tells_which_invoice_a_transfer_was_for() -> None:
    transferred("I-261123-AB12CD", 50_000)
    before = balances()
    take(file(("가온구청", 50_000)))
    deposit = BankDeposit.objects.get()
    for wrong in ("", "I-261123-ZZZZZZ", "O-261123-AB12CD"):
        with pytest.raises(InvalidInput) as refused:
            services.deposit_recorded(actor=OFFICER, deposit_id=deposit.pk, invoice_number=wrong)
        assert "invoice_number" in refused.value.by_field()
    services.deposit_recorded(
        actor=OFFICER, deposit_id=deposit.pk, invoice_number="i-261123-ab12cd"
    )
    assert states() == ["recorded"]
    assert balances() == before


def test_only_officers_explain_deposits() -> None:
    for service, more in (
        (services.deposit_from_provider, {"gateway": "test"}),
        (services.deposit_recorded, {"invoice_number": "I-261123-AB12CD"}),
    ):
        with pytest.raises(NotAllowed):
            service(actor=ANONYMOUS, deposit_id=1, **more)
