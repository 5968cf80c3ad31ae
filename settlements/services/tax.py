"""Tax invoices as data: written when a supply is due one, issued, amended, never changed.

Goods: the enterprise invoices the organization that bought. Commission: the market invoices the
enterprise. Citizens get none: their card's slip or cash receipt is the proof.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization
from core import audit, clock, idempotency, ids, outbox, transactions
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from orders.models import VendorOrder
from payments.errors import GatewayFailed
from payments.models import Payment
from settlements import locks, selectors, tax_rules
from settlements.errors import OriginalNotIssued
from settlements.gateways import tax_provider
from settlements.models import Settlement, TaxDocument
from settlements.tax_rules import Amendment, Draft, Item
from vendors.models import Enterprise

Kind, State, Subject = TaxDocument.Kind, TaxDocument.State, TaxDocument.Subject


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Accepted pieces of one line, in won without and of VAT."""

    name: str
    tax_class: str
    quantity: int
    supply: int
    vat: int


@dataclass(frozen=True, slots=True)
class GoodsSource:
    """A claim for goods that were accepted: what the enterprise invoices."""

    number: str
    vendor_order: VendorOrder
    organization: Organization
    email: str
    supplied_on: dt.date
    lines: tuple[GoodsLine, ...]


def goods_documents_create(sources: Sequence[GoodsSource]) -> list[TaxDocument]:
    """A 세금계산서 for the taxable lines of each claim, a 계산서 for the exempt ones.

    None where a card was charged: its slip is the proof. Repeating writes nothing twice.
    """
    charged = _charged({source.vendor_order.order_id for source in sources})
    rows = []
    for source in sources:
        if source.vendor_order.order_id in charged:
            continue
        for kind, tax_class in ((Kind.TAX_INVOICE, "taxable"), (Kind.INVOICE, "exempt")):
            lines = [line for line in source.lines if line.tax_class == tax_class]
            if not lines:
                continue
            enterprise = source.vendor_order.enterprise
            rows.append(
                _row(
                    kind=kind,
                    subject=Subject.GOODS,
                    source=f"claim:{source.number}:{tax_class}",
                    enterprise=enterprise,
                    organization=source.organization,
                    vendor_order=source.vendor_order,
                    supplier=enterprise_party(enterprise),
                    recipient=_organization_party(source.organization, source.email),
                    draft=Draft(
                        source.supplied_on,
                        tuple(
                            Item(
                                line.name, line.supply, line.vat, line.quantity, source.supplied_on
                            )
                            for line in lines
                        ),
                    ),
                )
            )
    return _write(rows)


def commission_documents_create(settlement_ids: Sequence[int]) -> list[TaxDocument]:
    """The market's invoices for the commission of closed settlements, on each period's last day.

    Where more was refunded than sold, earlier ones are amended for the difference (02). Repeating
    writes nothing twice.
    """
    closed = Settlement.objects.filter(pk__in=settlement_ids).select_related("enterprise")
    rows, less = [], []
    for settlement in closed.order_by("pk"):
        if settlement.commission_amount > 0:
            rows.append(_commission(settlement, _fee_of(settlement)))
        elif settlement.commission_amount < 0:
            less.append(settlement)
    written = _write(rows)
    for settlement in less:
        with transaction.atomic():
            written += _write(_commission_taken_back(settlement))
    return written


def document_amend(
    *,
    actor: Actor,
    number: str,
    amendment: str,
    on: dt.date,
    items: Sequence[Item] = (),
    idempotency_key: str | None = None,
) -> list[TaxDocument]:
    """Amend an issued document (VAT Act Decree art. 70): one or two further ones are written.

    Its supplier may: the enterprise for goods, the city for commission. Raises NotFound,
    NotAllowed, InvalidInput by field ``amendment``, ``on`` or ``items``; a repeated key writes
    nothing more.
    """
    if amendment not in list(Amendment):
        raise InvalidInput({"amendment": _("수정 사유를 골라 주세요.")})
    why = Amendment(amendment)

    def amend() -> dict[str, Any]:
        document = _locked(actor, number)
        original = _original(document)
        if on > clock.today():
            raise InvalidInput({"on": _("아직 오지 않은 날입니다.")})
        problem = tax_rules.problem_of(original, why, on=on, items=items)
        if problem is not None:
            raise selectors.amendment_refused(problem)
        rows = [
            _amending(document, why.value, draft, f"amend:{document.number}:{ids.new_token()}")
            for draft in tax_rules.amendments(original, why, on=on, items=items)
        ]
        TaxDocument.objects.bulk_create(rows)
        audit.record(actor=actor, action="tax_document.amend", obj=document, why=why.value)
        return {"numbers": [row.number for row in rows]}

    with transaction.atomic():
        if idempotency_key is None:
            answer = amend()
        else:
            body = {"why": why.value, "on": str(on), "items": [asdict(item) for item in items]}
            answer = idempotency.once(
                scope=f"tax:{number}", key=idempotency_key, body=body, action=amend
            )
    return list(TaxDocument.objects.filter(number__in=answer["numbers"]).order_by("pk"))


def document_issue(*, actor: Actor, number: str) -> TaxDocument:
    """Issue by the provider, which sends it to the tax office; repeating changes nothing.

    Never inside a transaction. Raises NotFound, NotAllowed, InvalidInput where no provider is set
    up, OriginalNotIssued, GatewayFailed (the document then says why, and may be issued again).
    """
    transactions.require_none()
    document = selectors.tax_document_for(actor=actor, number=number)
    _require_supplier(actor, document)
    if document.state == State.ISSUED:
        return document
    if document.amends is not None and document.amends.state != State.ISSUED:
        raise OriginalNotIssued
    try:
        approval = tax_provider.issue(document)
    except GatewayFailed as error:
        with transaction.atomic():
            locked = _locked(actor, number)
            if locked.state != State.ISSUED:
                locked.state, locked.error = State.FAILED, str(error.message)[:300]
                locked.save(update_fields=["state", "error"])
        raise
    with transaction.atomic():
        return _issued(actor, _locked(actor, number), approval)


def document_record(*, actor: Actor, number: str, approval_number: str) -> TaxDocument:
    """Note the approval number of a document that was issued at the tax office's own site.

    Raises NotFound, NotAllowed, OriginalNotIssued, InvalidInput by field ``approval_number``.
    """
    text = approval_number.replace("-", "").strip()
    if not tax_rules.is_approval_number(text):
        raise InvalidInput({"approval_number": _("승인번호 24자리를 확인해 주세요.")})
    with transaction.atomic():
        document = _locked(actor, number)
        if document.state == State.ISSUED:
            if document.approval_number != text:
                raise InvalidInput({"approval_number": _("다른 승인번호로 이미 발행되었습니다.")})
            return document
        if document.amends is not None and document.amends.state != State.ISSUED:
            raise OriginalNotIssued
        if TaxDocument.objects.filter(approval_number=text).exists():
            raise InvalidInput({"approval_number": _("다른 문서에 적힌 승인번호입니다.")})
        return _issued(actor, document, text)


def enterprise_party(enterprise: Enterprise) -> dict[str, str]:
    """An enterprise as an invoice names it."""
    return {
        "name": enterprise.name,
        "business_number": enterprise.business_number,
        "representative": enterprise.representative,
        "address": enterprise.address,
        "email": enterprise.email,
    }


def _organization_party(organization: Organization, email: str) -> dict[str, str]:
    return {
        "name": organization.name,
        "business_number": organization.business_number,
        "representative": organization.representative,
        "address": organization.address,
        "email": email,
    }


def _market_party() -> dict[str, str]:
    return {
        "name": settings.MARKET_NAME,
        "business_number": settings.MARKET_BUSINESS_NUMBER,
        "representative": settings.MARKET_REPRESENTATIVE,
        "address": settings.MARKET_ADDRESS,
        "email": settings.MARKET_EMAIL,
    }


def _charged(order_ids: set[int]) -> set[int]:
    """Orders that were paid by card."""
    paid = Payment.objects.filter(order_id__in=order_ids, state=Payment.State.CAPTURED)
    return {
        order_id
        for order_id, gateway in paid.values_list("order_id", "gateway")
        if tax_rules.slip_stands_for_it([gateway])
    }


def _fee_of(settlement: Settlement) -> Draft:
    name = f"판매 수수료 {settlement.period_from:%Y-%m-%d} ~ {settlement.period_to:%Y-%m-%d}"
    item = Item(
        name,
        settlement.commission_amount,
        settlement.commission_vat_amount,
        on=settlement.period_to,
    )
    return Draft(settlement.period_to, (item,))


def _commission(
    settlement: Settlement,
    draft: Draft,
    *,
    amends: TaxDocument | None = None,
    amendment: str = "",
    place: str = "",
) -> TaxDocument:
    return _row(
        kind=Kind.TAX_INVOICE,
        subject=Subject.COMMISSION,
        source=f"settlement:{settlement.pk}:commission{place}",
        enterprise=settlement.enterprise,
        settlement=settlement,
        supplier=_market_party(),
        recipient=enterprise_party(settlement.enterprise),
        draft=draft,
        amends=amends,
        amendment=amendment,
    )


def _commission_taken_back(settlement: Settlement) -> list[TaxDocument]:
    """What was refunded beyond this period's sales comes off earlier invoices, newest first."""
    supply, vat = -settlement.commission_amount, -settlement.commission_vat_amount
    earlier = locks.lock_commission_documents(settlement.enterprise_id, settlement.period_to)
    rows: list[TaxDocument] = []
    for document in earlier:
        original = _original(document)
        part = min(supply, original.left_supply)
        if part <= 0:
            continue
        part_vat = min(vat if part == supply else vat * part // supply, original.left_vat)
        supply, vat = supply - part, vat - part_vat
        item = Item(_fee_of(settlement).items[0].name, -part, -part_vat, on=settlement.period_to)
        rows.append(
            _commission(
                settlement,
                Draft(settlement.period_to, (item,)),
                amends=document,
                amendment=Amendment.PRICE_CHANGE.value,
                place=f":{len(rows) + 1}",
            )
        )
        if supply == 0:
            break
    return rows


def _original(document: TaxDocument) -> tax_rules.Original:
    changes = [row for row in document.amendments.all() if not row.replaces]
    return tax_rules.Original(
        supplied_on=document.supplied_on,
        items=items_of(document),
        amended_supply=sum(row.supply_amount for row in changes),
        amended_vat=sum(row.vat_amount for row in changes),
        is_amended=bool(changes),
        is_issued=document.state == State.ISSUED,
    )


def items_of(document: TaxDocument) -> tuple[Item, ...]:
    """The rows of a document as ``tax_rules`` takes them."""
    return tuple(
        Item(
            row["name"],
            row["supply_amount"],
            row["vat_amount"],
            row["quantity"],
            dt.date.fromisoformat(row["on"]) if row["on"] else None,
        )
        for row in document.items
    )


def _amending(document: TaxDocument, why: str, draft: Draft, source: str) -> TaxDocument:
    return _row(
        kind=Kind(document.kind),
        subject=Subject(document.subject),
        source=source,
        enterprise=document.enterprise,
        organization=document.organization,
        vendor_order=document.vendor_order,
        settlement=document.settlement,
        supplier=document.supplier,
        recipient=document.recipient,
        draft=draft,
        amends=document,
        amendment=why,
    )


def _row(
    *,
    kind: TaxDocument.Kind,
    subject: TaxDocument.Subject,
    source: str,
    supplier: Mapping[str, str],
    recipient: Mapping[str, str],
    draft: Draft,
    **links: Any,
) -> TaxDocument:
    return TaxDocument(
        number=ids.new_number("T", draft.supplied_on),
        source=source,
        kind=kind,
        subject=subject,
        supplier=dict(supplier),
        recipient=dict(recipient),
        items=[
            {
                "on": item.on.isoformat() if item.on else "",
                "name": item.name,
                "quantity": item.quantity,
                "supply_amount": item.supply,
                "vat_amount": item.vat,
            }
            for item in draft.items
        ],
        supplied_on=draft.supplied_on,
        supply_amount=draft.supply,
        vat_amount=draft.vat,
        replaces=draft.replaces,
        created_at=clock.now(),
        **links,
    )


@transaction.atomic
def _write(rows: Sequence[TaxDocument]) -> list[TaxDocument]:
    """Those whose source has no document yet. With a provider, the market's own are issued next."""
    known = set(
        TaxDocument.objects.filter(source__in=[row.source for row in rows]).values_list(
            "source", flat=True
        )
    )
    numbers = [row.number for row in rows if row.source not in known]
    TaxDocument.objects.bulk_create(
        [row for row in rows if row.source not in known], batch_size=500, ignore_conflicts=True
    )
    written = list(TaxDocument.objects.filter(number__in=numbers).order_by("pk"))
    if tax_provider.is_set_up():
        for row in written:
            if row.subject == Subject.COMMISSION:
                outbox.emit(topic="tax_document.created", payload={"number": row.number})
    return written


def _locked(actor: Actor, number: str) -> TaxDocument:
    document = locks.lock_tax_document(number)
    if document is None or not selectors.may_see(actor, document):
        raise NotFound
    _require_supplier(actor, document)
    return document


def _require_supplier(actor: Actor, document: TaxDocument) -> None:
    if document.subject == Subject.COMMISSION:
        actor.require_city()
    else:
        actor.require_enterprise(document.enterprise_id, Duty.MONEY)


def _issued(actor: Actor, document: TaxDocument, approval_number: str) -> TaxDocument:
    if document.state != State.ISSUED:
        document.state, document.error = State.ISSUED, ""
        document.approval_number, document.issued_at = approval_number, clock.now()
        document.save(update_fields=["state", "error", "approval_number", "issued_at"])
        audit.record(
            actor=actor, action="tax_document.issue", obj=document, approval=approval_number
        )
    return document
