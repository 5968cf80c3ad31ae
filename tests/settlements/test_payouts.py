"""Settled money is sent once; what fails is open again; the books say each step."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.test import Client

from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, NotAllowed
from payments import ledger
from payments.errors import GatewayFailed
from settlements import papers, selectors, services
from settlements.errors import WrongState
from settlements.models import Payout, Settlement
from tests.payments.conftest import LocalStripe
from tests.settlements.conftest import TODAY, Sell
from tests.twins import toss as twin
from tests.twins.toss import Toss
from tests.wire.test_toss import signed
from vendors.models import Enterprise

pytestmark = pytest.mark.django_db

OFFICER = Actor(is_city_officer=True)


@pytest.fixture
def payout(sell: Sell) -> Payout:
    """₩12,900 by bank file."""
    sell()
    with clock.moved_to(clock.midnight(TODAY)):
        return services.settlements_close(today=TODAY)[0].payout


def balances() -> dict[str, int]:
    found = ledger.trial_balance()
    assert sum(found.values()) == 0
    return {
        kind: found[kind] for kind in ("bank", "payouts", "enterprise_payable") if found.get(kind)
    }


def test_a_bank_file_holds_what_is_open_and_the_clerk_says_what_became_of_it(
    payout: Payout,
) -> None:
    batch = services.payouts_file(actor=OFFICER)
    rows = selectors.payouts_of_batch(actor=OFFICER, batch=batch)
    book = openpyxl.load_workbook(io.BytesIO(papers.payout_file_xlsx(rows)))
    values = list(book["이체"].iter_rows(values_only=True))
    assert values[1][:4] == ("부산은행", "101-2000-3000", "시험기업", 12_900)
    assert balances() == {"payouts": -12_900}
    with pytest.raises(InvalidInput):
        services.payouts_file(actor=OFFICER)  # nothing is open any more
    for _ in range(2):
        services.payout_record(actor=OFFICER, payout_id=payout.pk, paid=True)
    assert balances() == {"bank": -12_900}
    assert Settlement.objects.get().status == "paid"


def test_a_failed_payout_is_open_again_under_a_new_reference(payout: Payout) -> None:
    services.payouts_file(actor=OFFICER)
    before = Payout.objects.get().reference
    with pytest.raises(InvalidInput) as refused:
        services.payout_record(actor=OFFICER, payout_id=payout.pk, paid=False)
    assert refused.value.field == "error"
    for _ in range(2):
        services.payout_record(actor=OFFICER, payout_id=payout.pk, paid=False, error="계좌 해지")
    payout.refresh_from_db()
    assert (payout.state, payout.error, payout.attempt) == ("open", "계좌 해지", 2)
    assert payout.reference != before
    assert balances() == {"enterprise_payable": -12_900}
    services.payouts_file(actor=OFFICER)
    services.payout_record(actor=OFFICER, payout_id=payout.pk, paid=True)
    assert balances() == {"bank": -12_900}


def test_money_that_came_back_after_it_was_paid_is_owed_again(payout: Payout) -> None:
    services.payouts_file(actor=OFFICER)
    services.payout_record(actor=OFFICER, payout_id=payout.pk, paid=True)
    services.payout_fail(payout_id=payout.pk, error="반송")
    assert balances() == {"enterprise_payable": -12_900}
    assert Settlement.objects.get().status == "closed"


def test_without_an_account_nothing_is_sent_and_it_says_why(
    payout: Payout, enterprise: Enterprise
) -> None:
    Enterprise.objects.filter(pk=enterprise.pk).update(bank_account="")
    with pytest.raises(InvalidInput):
        services.payouts_file(actor=OFFICER)
    payout.refresh_from_db()
    assert payout.state == "open"


def test_clerks_alone_send_money(payout: Payout, enterprise: Enterprise) -> None:
    for actor in (ANONYMOUS, Actor(enterprises={enterprise.pk: "owner"})):
        with pytest.raises(NotAllowed):
            services.payouts_file(actor=actor)
        with pytest.raises(NotAllowed):
            services.payout_record(actor=actor, payout_id=payout.pk, paid=True)
    with pytest.raises(WrongState):
        services.payout_record(actor=OFFICER, payout_id=payout.pk, paid=True)  # never sent


# -- on the wire ----------------------------------------------------------------------------


def by(method: str, payout: Payout, account: str) -> Payout:
    Enterprise.objects.update(payout_account=account)
    Payout.objects.update(method=method)
    payout.refresh_from_db()
    return payout


def test_a_stripe_transfer_reaches_the_connected_account_once(
    payout: Payout, local_stripe: LocalStripe
) -> None:
    by("stripe", payout, "acct_1")
    assert services.payouts_follow()["sent"] == 1
    services.payout_send(payout_id=payout.pk)
    payout.refresh_from_db()
    assert payout.state == "paid"
    transfer = local_stripe.client.v1.transfers.retrieve(payout.provider_ref)
    assert (transfer.amount, transfer.destination) == (12_900, "acct_1")
    assert transfer.transfer_group == payout.settlement.number
    assert ledger.trial_balance()["gateway_clearing"] == 14_000 - 12_900


def test_an_account_stripe_does_not_know_leaves_the_payout_open(
    payout: Payout, local_stripe: LocalStripe
) -> None:
    by("stripe", payout, "nobody")
    for _ in range(5):
        services.payouts_follow()
    payout.refresh_from_db()
    assert payout.state == "open"
    assert "nobody" in payout.error
    assert payout.attempt == 4  # three tries, then it waits for a person
    assert balances() == {"enterprise_payable": -12_900}


@pytest.fixture
def toss(settings: Any) -> Iterator[Toss]:
    with twin.running() as provider:
        settings.TOSS_SECRET_KEY = twin.SECRET
        settings.TOSS_SECURITY_KEY = twin.SECURITY
        settings.TOSS_API_BASE = provider.address
        yield provider


def test_a_toss_payout_is_sealed_and_followed_until_it_arrives(payout: Payout, toss: Toss) -> None:
    by("toss", payout, "seller-7")
    toss.drop = 1  # the first answer is lost: the same reference sends it once
    assert services.payouts_follow()["sent"] == 1
    payout.refresh_from_db()
    assert (payout.state, len(toss.payouts)) == ("sent", 1)
    assert services.payouts_follow()["paid"] == 0
    toss.finish_payout(payout.reference)
    assert services.payouts_follow()["paid"] == 1
    payout.refresh_from_db()
    assert payout.state == "paid"


def test_a_toss_payout_that_fails_comes_back_as_open(payout: Payout, toss: Toss) -> None:
    by("toss", payout, "seller-7")
    services.payouts_follow()
    payout.refresh_from_db()
    toss.finish_payout(payout.reference, "FAILED", "예금주가 다릅니다.")
    assert services.payouts_follow()["failed"] == 1
    payout.refresh_from_db()
    assert (payout.state, payout.error, payout.attempt) == ("open", "예금주가 다릅니다.", 2)
    assert balances() == {"enterprise_payable": -12_900}


def test_a_seller_toss_does_not_know_is_told(payout: Payout, toss: Toss) -> None:
    by("toss", payout, "unknown-seller")
    services.payouts_follow()
    payout.refresh_from_db()
    assert (payout.state, payout.error) == ("open", "등록되지 않은 셀러입니다.")


def test_a_silent_provider_is_asked_again_later(payout: Payout, toss: Toss) -> None:
    by("toss", payout, "seller-7")
    toss.drop = 3
    with pytest.raises(GatewayFailed):
        services.payout_send(payout_id=payout.pk)
    payout.refresh_from_db()
    assert (payout.state, payout.attempt) == ("open", 1)
    assert services.payouts_follow()["sent"] == 1
    assert len(toss.payouts) == 1


@pytest.mark.parametrize(("status", "state"), [("COMPLETED", "paid"), ("FAILED", "open")])
def test_a_provider_s_signed_message_ends_a_payout_once(
    payout: Payout,
    toss: Toss,
    client: Client,
    settings: Any,
    drain_outbox: Callable[[], int],
    status: str,
    state: str,
) -> None:
    services.payout_send(payout_id=by("toss", payout, "seller-1").pk)
    payout.refresh_from_db()
    settings.TOSS_WEBHOOK_SECRET = "whsec"
    told = {"id": payout.provider_ref, "refPayoutId": payout.reference, "status": status}
    for _ in range(3):
        body = json.dumps({"eventType": "payout.changed", "entityBody": told}).encode()
        headers = signed(body, clock.now().isoformat())
        answer = client.post(
            "/webhooks/toss/", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 200
        drain_outbox()
    payout.refresh_from_db()
    assert payout.state == state
    assert balances().get("payouts") is None
    assert payout.attempt == (1 if state == "paid" else 2)


@pytest.mark.parametrize("reference", ["", "S-0-P1", "nonsense"])
def test_a_message_about_nobody_s_payout_changes_nothing(payout: Payout, reference: str) -> None:
    services.payout_told(reference=reference, outcome="done", why="payout.changed")
    payout.refresh_from_db()
    assert payout.state == "open"
