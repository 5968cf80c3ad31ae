"""The back office looks at money, and records what the bank's statement shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from core.actor import SYSTEM
from payments import services
from payments.models import LedgerEntry, Payment, Refund, WebhookEvent
from tests.factories.accounts import UserFactory
from tests.factories.payments import order_to_pay, paid

pytestmark = pytest.mark.django_db

DEPOSIT = "/admin/payments/payment/deposit/"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True


@pytest.fixture
def payment() -> Payment:
    order = order_to_pay()
    return services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="bank_transfer")


def signed_in(*permissions: str) -> Client:
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk() -> Client:
    return signed_in("change_payment", "view_payment")


def test_a_deposit_is_recorded_by_reference_and_amount(clerk: Client, payment: Payment) -> None:
    page = clerk.get("/admin/payments/payment/")
    assert DEPOSIT in page.content.decode()
    data = {"reference": payment.reference, "amount": payment.amount}
    assert clerk.post(DEPOSIT, data).status_code == 302
    payment.refresh_from_db()
    assert payment.state == "captured"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 1}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "many"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"reference": "P-000000-XXXXXX"}, "reference"),
        ({"reference": ""}, "reference"),
    ],
)
def test_what_can_not_be_is_said_by_the_field(
    clerk: Client, payment: Payment, changes: dict[str, Any], field: str
) -> None:
    data = {"reference": payment.reference, "amount": payment.amount, **changes}
    answer = clerk.post(DEPOSIT, data)
    assert answer.status_code == 200
    assert list(answer.context_data["form"].errors) == [field]  # type: ignore[attr-defined]
    assert not LedgerEntry.objects.exists()


def test_looking_does_not_allow_recording(payment: Payment) -> None:
    onlooker = signed_in("view_payment")
    assert DEPOSIT not in onlooker.get("/admin/payments/payment/").content.decode()
    data = {"reference": payment.reference, "amount": payment.amount}
    assert onlooker.post(DEPOSIT, data).status_code == 403
    payment.refresh_from_db()
    assert payment.state == "pending"


@pytest.mark.parametrize("model", [LedgerEntry, Payment, Refund, WebhookEvent])
def test_nothing_of_money_can_be_edited_even_by_a_superuser(model: Any) -> None:
    entry = paid().order.payments.get()
    user = UserFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    base = f"/admin/payments/{model._meta.model_name}/"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}add/").status_code == 403
    row = model.objects.first()
    if row is not None:
        assert client.get(f"{base}{row.pk}/change/").status_code == 200
        assert client.post(f"{base}{row.pk}/change/", {"amount": 1}).status_code == 403
        assert client.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    entry.refresh_from_db()
    assert entry.state == "captured"
