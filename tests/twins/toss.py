"""A small Toss Payments on the loopback, keeping the rules its documentation gives.

Kept rules (docs.tosspayments.com, core API v1 and payouts v2):

- Basic auth with the secret key and an empty password; else 401 ``UNAUTHORIZED_KEY``.
- ``confirm`` needs a key the widget gave, else 404 ``NOT_FOUND_PAYMENT``; the same order, else 400
  ``INVALID_REQUEST``; the same amount as the widget was opened for, else 400
  ``INVALID_REQUEST`` (nobody changes it on the way); twice is ``ALREADY_PROCESSED_PAYMENT``.
- ``Idempotency-Key``: the first answer again for the same request; 422 for another body under the
  same key; kept per method and path.
- ``cancel`` takes off ``balanceAmount``; more than is left is 403 ``NOT_CANCELABLE_AMOUNT``; what
  isn't paid, ``NOT_CANCELABLE_PAYMENT``; a paid virtual account needs ``refundReceiveAccount``.
- A virtual account waits (``WAITING_FOR_DEPOSIT``) until the deposit makes it ``DONE``.
- Payout bodies are JWE (``dir``, ``A256GCM``) under the security key, and so are their answers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwe
from joserfc.jwk import OctKey

from tests.twins.door import served

SECRET = "test_sk_twin"
SECURITY = "00112233445566778899aabbccddeeff" * 2


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str = "거절되었습니다.") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass
class Toss:
    """The provider's memory, and the hooks of a test."""

    address: str = ""
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    payouts: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[tuple[str, str, str], tuple[bytes, int, bytes]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    #: So many requests are dropped without an answer, after they were carried out.
    drop: int = 0
    #: Cards that say no, by what the widget was told.
    declining: set[str] = field(default_factory=set)

    def pay_in_widget(self, order_id: str, amount: int, *, declined: bool = False) -> str:
        """The buyer pays: a key, and no money moves before ``confirm``."""
        key = f"tk_{len(self.payments) + 1}"
        self.payments[key] = _payment(key, order_id, amount, "IN_PROGRESS")
        if declined:
            self.declining.add(key)
        return key

    def deposit(self, order_id: str) -> None:
        """Somebody paid into the virtual account."""
        self._by_order(order_id)["status"] = "DONE"

    def finish_payout(self, ref: str, status: str = "COMPLETED", message: str = "") -> None:
        payout = next(p for p in self.payouts.values() if p["refPayoutId"] == ref)
        payout["status"] = status
        payout["error"] = {"code": "X", "message": message} if message else None

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes] | None:
        self.calls.append((method, path))
        key = (method, path, headers.get("Idempotency-Key") or "")
        sealed = path.startswith("/v2/")
        if key[2] and key in self.answers:
            first, status, said = self.answers[key]
            if not sealed and first != body:
                status, said = 422, _problem(Refused(422, "INVALID_IDEMPOTENCY_KEY"))
        else:
            status, said = self._carry_out(method, path, headers, body)
            if key[2]:
                self.answers[key] = (body, status, said)
        if self.drop:
            self.drop -= 1
            return None
        return status, said

    def _carry_out(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        sealed = path.startswith("/v2/")
        try:
            wanted = "Basic " + base64.b64encode(f"{SECRET}:".encode()).decode()
            if headers.get("Authorization") != wanted:
                raise Refused(401, "UNAUTHORIZED_KEY", "인증되지 않은 시크릿 키입니다.")
            if sealed and body:
                opened = jwe.decrypt_compact(body.decode(), _key(), registry=_registry())
                body = opened.plaintext or b""
            said = self.handle(method, path, json.loads(body) if body else None)
        except Refused as refused:
            return refused.status, _problem(refused)
        text = json.dumps(said, ensure_ascii=False)
        if sealed:
            header = {"alg": "dir", "enc": "A256GCM"}
            text = jwe.encrypt_compact(header, text, _key(), registry=_registry())
        return 200, text.encode()

    def handle(self, method: str, path: str, body: Any) -> dict[str, Any]:
        parts = path.strip("/").split("/")
        if path == "/v1/payments/confirm":
            return self._confirm(body)
        if path == "/v1/virtual-accounts":
            return self._virtual(body)
        if parts[:3] == ["v1", "payments", "orders"]:
            return self._by_order(parts[3])
        if parts[:2] == ["v1", "payments"] and parts[-1] == "cancel":
            return self._cancel(self._known(parts[2]), body)
        if parts[:2] == ["v1", "payments"]:
            return self._known(parts[2])
        if path == "/v2/payouts" and method == "POST":
            return {"entityBody": {"items": [self._payout(row) for row in body]}}
        if parts[:2] == ["v2", "payouts"]:
            return {"entityBody": self.payouts[parts[2]]}
        raise Refused(404, "NOT_FOUND")

    def _known(self, key: str) -> dict[str, Any]:
        if key not in self.payments:
            raise Refused(404, "NOT_FOUND_PAYMENT", "존재하지 않는 결제입니다.")
        return self.payments[key]

    def _by_order(self, order_id: str) -> dict[str, Any]:
        for payment in self.payments.values():
            if payment["orderId"] == order_id:
                return payment
        raise Refused(404, "NOT_FOUND_PAYMENT", "존재하지 않는 결제입니다.")

    def _confirm(self, body: Any) -> dict[str, Any]:
        payment = self._known(str(body.get("paymentKey")))
        if payment["status"] == "DONE":
            raise Refused(400, "ALREADY_PROCESSED_PAYMENT", "이미 처리된 결제입니다.")
        same = (body.get("orderId"), body.get("amount")) == (
            payment["orderId"],
            payment["totalAmount"],
        )
        if not same:
            raise Refused(400, "INVALID_REQUEST", "결제 금액이 다릅니다.")
        if payment["paymentKey"] in self.declining:
            payment["status"] = "ABORTED"
            raise Refused(
                403, "REJECT_CARD_PAYMENT", "한도초과 혹은 잔액부족으로 결제에 실패했습니다."
            )
        payment["status"] = "DONE"
        return payment

    def _virtual(self, body: Any) -> dict[str, Any]:
        key = f"tv_{len(self.payments) + 1}"
        payment = _payment(key, body["orderId"], body["amount"], "WAITING_FOR_DEPOSIT")
        payment["secret"] = "ps_secret"
        payment["virtualAccount"] = {
            "accountNumber": "X6505636518308",
            "bankCode": "32",
            "bank": body["bank"],
            "customerName": body["customerName"],
            "dueDate": "2026-11-26T21:00:00+09:00",
        }
        self.payments[key] = payment
        return payment

    def _cancel(self, payment: dict[str, Any], body: Any) -> dict[str, Any]:
        if payment["status"] not in ("DONE", "PARTIAL_CANCELED"):
            raise Refused(403, "NOT_CANCELABLE_PAYMENT", "취소할 수 없는 결제입니다.")
        if not body.get("cancelReason"):
            raise Refused(400, "INVALID_REQUEST")
        if payment.get("virtualAccount") and not body.get("refundReceiveAccount"):
            raise Refused(400, "INVALID_REFUND_ACCOUNT_INFO", "환불 계좌를 입력해주세요.")
        amount = body.get("cancelAmount", payment["balanceAmount"])
        if not 0 < amount <= payment["balanceAmount"]:
            raise Refused(403, "NOT_CANCELABLE_AMOUNT", "취소할 수 없는 금액입니다.")
        payment["balanceAmount"] -= amount
        payment["status"] = "PARTIAL_CANCELED" if payment["balanceAmount"] else "CANCELED"
        payment["cancels"].append(
            {"transactionKey": f"tx_{len(payment['cancels']) + 1}", "cancelAmount": amount}
        )
        return payment

    def _payout(self, row: Any) -> dict[str, Any]:
        if str(row["destination"]).startswith("unknown"):
            raise Refused(400, "NOT_FOUND_SELLER", "등록되지 않은 셀러입니다.")
        payout = {
            "id": f"FPA_{len(self.payouts) + 1}",
            "refPayoutId": row["refPayoutId"],
            "status": "REQUESTED",
            "amount": row["amount"],
            "error": None,
        }
        self.payouts[payout["id"]] = payout
        return payout


def _payment(key: str, order_id: str, amount: int, status: str) -> dict[str, Any]:
    return {
        "paymentKey": key,
        "orderId": order_id,
        "status": status,
        "totalAmount": amount,
        "balanceAmount": amount,
        "cancels": [],
    }


def _key() -> OctKey:
    return OctKey.import_key(bytes.fromhex(SECURITY))


def _registry() -> jwe.JWERegistry:
    return jwe.JWERegistry(algorithms=["dir", "A256GCM"], strict_check_header=False)


def _problem(refused: Refused) -> bytes:
    return json.dumps({"code": refused.code, "message": refused.message}).encode()


@contextmanager
def running() -> Iterator[Toss]:
    """A Toss of one's own, on a free port of the loopback."""
    toss = Toss()
    with served(toss.answer) as toss.address:
        yield toss
