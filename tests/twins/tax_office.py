"""A small provider of electronic tax invoices on the loopback, as strict as the tax office.

Kept rules: a bearer key, else 401; both business numbers need a right check digit; the items sum to
the amounts; 계산서 bears no tax; an amended document names a reason and the original's approval
number, which it issued itself; the same number twice is the same answer for the same document, 409
for another.  Approval numbers have the tax office's 24 characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from core import business_number
from tests.twins.door import served

KEY = "twin-key"


@dataclass
class TaxOffice:
    """What was issued, by number, and the hooks of a test."""

    address: str = ""
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    #: So many requests are carried out and then dropped without an answer.
    drop: int = 0

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes] | None:
        self.calls.append((method, path))
        number = path.rpartition("/")[2]
        if headers.get("Authorization") != f"Bearer {KEY}":
            status, said = 401, _no("KEY", "인증키가 올바르지 않습니다.")
        elif method == "PUT":
            status, said = self.issue(number, json.loads(body))
        elif number in self.answers:
            status, said = 200, self.answers[number]
        else:
            status, said = 404, _no("UNKNOWN", "없는 문서입니다.")
        if self.drop:
            self.drop -= 1
            return None
        return status, json.dumps(said, ensure_ascii=False).encode()

    def issue(self, number: str, document: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if number in self.documents:
            if self.documents[number] != document:
                return 409, _no("NUMBER_TAKEN", "같은 번호의 다른 문서가 있습니다.")
            return 200, self.answers[number]
        problem = self._problem(document)
        if problem is not None:
            return 422, problem
        written = document["written_on"].replace("-", "")
        answer = {
            "number": number,
            "approval_number": f"{written}41000099{len(self.documents) + 1:08d}",
            "issued_at": f"{document['written_on']}T09:00:00+09:00",
        }
        self.documents[number], self.answers[number] = document, answer
        return 201, answer

    def _problem(self, document: dict[str, Any]) -> dict[str, Any] | None:
        for party in ("supplier", "recipient"):
            if not business_number.is_valid(document[party]["business_number"]):
                return _no("BUSINESS_NUMBER", f"{party}: 사업자등록번호가 올바르지 않습니다.")
        for name in ("supply_amount", "vat_amount"):
            if sum(item[name] for item in document["items"]) != document[name]:
                return _no("SUM", "품목의 합이 맞지 않습니다.")
        if document["kind"] == "invoice" and document["vat_amount"]:
            return _no("TAX", "계산서에는 세액이 없습니다.")
        approvals = {answer["approval_number"] for answer in self.answers.values()}
        if document["amendment"] and document["amends"] not in approvals:
            return _no("ORIGINAL", "당초 승인번호를 찾을 수 없습니다.")
        return None


def _no(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message}


@contextmanager
def tax_office() -> Iterator[TaxOffice]:
    """The twin, listening on a free port of the loopback."""
    office = TaxOffice()
    with served(office.answer) as office.address:
        yield office
