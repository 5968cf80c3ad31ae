"""약식계약서: what a quoted purchase binds both sides to, by the law's figures of its day."""

from __future__ import annotations

from typing import Any

from accounts.models import Organization
from accounts.rules import Role
from core import clock
from core.documents import render_pdf
from core.errors import NotFound
from procurement import disclosure, rules, selectors
from procurement.models import ChangeOrder, PurchaseOrder, Quote
from procurement.papers.shared import (
    buyer_of,
    line_of,
    person_of,
    place_of,
    seller_of,
    totals_of,
)
from vendors.models import Enterprise

Code = rules.ClockCode
#: Parts per million in a thousandth, as the law writes its rates.
THOUSANDTH = 1000


def has_contract(po: PurchaseOrder) -> bool:
    """Whether the purchase carries a contract: those that a quote was asked for, once they bind."""
    return po.quote is not None and po.order_id is not None and po.decided_at is not None


def contract_pdf(po: PurchaseOrder) -> bytes:
    """약식계약서. Raises NotFound for a purchase without a quote, or one that doesn't bind yet."""
    quote, decided_at = po.quote, po.decided_at
    if quote is None or decided_at is None or po.order_id is None:
        raise NotFound
    signed_on = clock.local_date(decided_at)
    lines = list(po.lines.select_related("enterprise").order_by("pk"))
    sellers = list({line.enterprise_id: line.enterprise for line in lines}.values())
    is_agency = po.organization.kind == Organization.Kind.AGENCY
    return render_pdf(
        "contract",
        {
            "title": "약식계약서",
            "number": po.number,
            "issued_on": signed_on.isoformat(),
            "subject": po.title,
            "method": "수의계약" if is_agency else "견적에 따른 계약",
            "basis": po.rule_basis,
            "reference": po.system_reference,
            "quote_number": quote.number,
            "needed_by": _agreed_day(po),
            "delivery": place_of(po),
            "terms": _terms(po, is_agency=is_agency),
            "members": _members(quote, sellers, lines) if len(sellers) > 1 else [],
            "lines": [
                line_of(line, supplier=line.enterprise if len(sellers) > 1 else None)
                for line in lines
            ],
            "totals": totals_of(po.supply_amount, po.vat_amount, po.total_amount),
            "changes": _changes(po),
            "conditions": _conditions(is_agency=is_agency),
            "special": [text.strip() for text in quote.note.splitlines() if text.strip()],
            "buyer": buyer_of(po.organization)
            | {
                "role": "계약담당자",
                "person": _signer(po)["name"] or po.organization.representative,
            },
            "seller": seller_of(quote.enterprise)
            | {"role": "대 표 자", "person": quote.enterprise.representative},
        },
    )


def rate_words(ppm: int) -> str:
    """``800`` as "1,000분의 0.8"."""
    whole, rest = divmod(ppm, THOUSANDTH)
    text = f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
    return f"1,000분의 {text}"


def _terms(po: PurchaseOrder, *, is_agency: bool) -> list[tuple[str, str]]:
    """The clocks and rates of the law as they stood on the day of the contract."""
    if not is_agency:
        return [("대금지급", f"검수 후 {po.net_days}일 이내 계좌이체")]
    assert po.decided_at is not None
    on = clock.local_date(po.decided_at)
    terms = []
    for name, code in (
        ("지연배상금", Code.DELAY_DAMAGES),
        ("배상 한도", Code.DELAY_DAMAGES_MOST),
        ("검　　수", Code.INSPECT),
        ("대금지급", Code.PAY),
    ):
        row = selectors.clock_row(code, on=on)
        if row is not None:
            terms.append((name, f"{_said(code, row.value)} [{row.basis}]"))
    return terms


def _said(code: rules.ClockCode, value: int) -> str:
    if code == Code.DELAY_DAMAGES:
        return f"1일당 계약금액의 {rate_words(value)}"
    if code == Code.DELAY_DAMAGES_MOST:
        return f"계약금액의 100분의 {value // 10_000}까지"
    if code == Code.INSPECT:
        return f"납품을 통지받은 날부터 {value}일 이내"
    return f"청구를 받은 날부터 {value}영업일 이내 계좌이체"


def _conditions(*, is_agency: bool) -> list[str]:
    law = "지방자치단체를 당사자로 하는 계약에 관한 법률과 그 시행령·시행규칙"
    return [
        "공급자는 물품을 납품기한까지 납품장소에 납품하고 검수를 받는다.",
        "대금은 검수에 합격한 수량에 한하여 지급하며, 불합격품은 공급자의 부담으로 "
        "회수하거나 교환한다.",
        "공급자가 정당한 사유 없이 계약을 이행하지 않으면 발주기관은 계약의 전부 또는 일부를 "
        "해제·해지할 수 있다.",
        "계약 내용은 양쪽이 서면(전자문서를 포함한다)으로 합의하여 변경할 수 있다.",
        f"이 계약서에 정하지 않은 사항은 {law if is_agency else '민법과 상관습'}에 따른다.",
    ]


def _agreed_day(po: PurchaseOrder) -> str:
    """As it was agreed at first; what changed stands under the changes."""
    first = po.quote.rfq.needed_by if po.quote else po.needed_by
    return first.isoformat() if first else ""


def _changes(po: PurchaseOrder) -> list[dict[str, Any]]:
    found, worth = [], po.total_amount
    done = po.changes.filter(status=ChangeOrder.Status.DONE)
    for row in done.order_by("done_at", "pk"):
        assert row.done_at is not None
        worth -= row.cancelled_amount
        found.append(
            {
                "on": clock.local_date(row.done_at).isoformat(),
                "what": disclosure.changed(row),
                "why": row.reason,
                "total": worth,
            }
        )
    return found


def _members(quote: Quote, sellers: list[Enterprise], lines: list[Any]) -> list[dict[str, Any]]:
    """Who delivers what part, the enterprise that quoted first."""
    shares: dict[int, int] = {}
    for line in lines:
        shares[line.enterprise_id] = shares.get(line.enterprise_id, 0) + line.total_amount
    lead = quote.enterprise_id
    return [
        seller_of(who)
        | {
            "name": f"{who.name}(대표)" if who.pk == lead else who.name,
            "total": shares.get(who.pk, 0),
        }
        for who in sorted(sellers, key=lambda who: (who.pk != lead, who.pk))
    ]


def _signer(po: PurchaseOrder) -> dict[str, str]:
    """Who signs for the organization: its contract officer where one asked, else who approved."""
    requester = po.organization.memberships.filter(user=po.requester_id).first()
    if requester is not None and Role.CONTRACT_OFFICER.value in requester.roles:
        return person_of(po.organization_id, po.requester)
    return person_of(po.organization_id, selectors.approver_of(po))
