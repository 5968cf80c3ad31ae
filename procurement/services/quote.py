"""An enterprise's answer to a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import TaxClass, Variant
from core import audit, clock, ids, outbox, tax
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from procurement import locks
from procurement.errors import DeadlinePassed, WrongState
from procurement.models import Quote, QuoteLine, RequestForQuote, RfqInvitation, RfqLine

HIGHEST_PRICE = 1_000_000_000
LONGEST_LEAD = 365


class QuotedLine(TypedDict):
    """A price for one line of the request; ``variant_id`` None: made to measure."""

    rfq_line_id: int
    unit_price_amount: int
    variant_id: int | None
    tax_class: str


@transaction.atomic
def quote_submit(
    *,
    actor: Actor,
    rfq_id: int,
    enterprise_id: int,
    lines: Sequence[QuotedLine],
    valid_until: dt.date,
    lead_days: int,
    prices_include_vat: bool = True,
    note: str = "",
) -> Quote:
    """Answer a request; a later answer replaces the one before, which stays readable.

    Prices are won for a piece, with VAT unless ``prices_include_vat`` is false (then it is
    added); what is kept includes it. Raises NotFound where the enterprise wasn't asked,
    WrongState, DeadlinePassed, InvalidInput by field (a line's as ``price_<rfq line id>``).
    """
    rfq = locks.lock_rfq(rfq_id)
    if rfq is None or not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    invitation = rfq.invitations.filter(enterprise_id=enterprise_id).first()
    if invitation is None:
        raise NotFound
    if rfq.status != RequestForQuote.Status.OPEN:
        raise WrongState
    if rfq.deadline < clock.now():
        raise DeadlinePassed
    asked = {line.pk: line for line in rfq.lines.order_by("pk")}
    _check(asked, lines, enterprise_id, valid_until, lead_days, note)

    made = _lines(asked, lines, prices_include_vat)
    before = rfq.quotes.filter(enterprise_id=enterprise_id).order_by("-version").first()
    rfq.quotes.filter(enterprise_id=enterprise_id, status=Quote.Status.SUBMITTED).update(
        status=Quote.Status.REPLACED
    )
    quote = Quote.objects.create(
        rfq=rfq,
        enterprise_id=enterprise_id,
        number=ids.new_number("Q", clock.today()),
        version=before.version + 1 if before else 1,
        valid_until=valid_until,
        lead_days=lead_days,
        prices_include_vat=prices_include_vat,
        note=note.strip(),
        total_amount=sum(line.total_amount for line in made),
        supply_amount=sum(line.supply_amount for line in made),
        vat_amount=sum(line.vat_amount for line in made),
        submitted_by_id=actor.require_person(),
        submitted_at=clock.now(),
    )
    for line in made:
        line.quote = quote
    QuoteLine.objects.bulk_create(made)
    invitation.status = RfqInvitation.Status.QUOTED
    invitation.save(update_fields=["status"])
    audit.record(actor=actor, action="quote.submit", obj=quote, version=quote.version)
    outbox.emit(topic="quote.submitted", payload={"quote_id": quote.pk})
    return quote


@transaction.atomic
def invitation_decline(*, actor: Actor, rfq_id: int, enterprise_id: int) -> RfqInvitation:
    """The enterprise won't quote. Repeating changes nothing. Raises NotFound, WrongState."""
    rfq = locks.lock_rfq(rfq_id)
    if rfq is None or not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    invitation = rfq.invitations.filter(enterprise_id=enterprise_id).first()
    if invitation is None:
        raise NotFound
    if invitation.status == RfqInvitation.Status.QUOTED:
        raise WrongState
    invitation.status = RfqInvitation.Status.DECLINED
    invitation.save(update_fields=["status"])
    audit.record(actor=actor, action="rfq.decline", obj=rfq, enterprise=enterprise_id)
    return invitation


def _check(
    asked: Mapping[int, RfqLine],
    lines: Sequence[QuotedLine],
    enterprise_id: int,
    valid_until: dt.date,
    lead_days: int,
    note: str,
) -> None:
    problems: dict[str, Any] = {}
    answered = [line["rfq_line_id"] for line in lines]
    for line_id in asked:
        if answered.count(line_id) != 1:
            problems[f"price_{line_id}"] = _("모든 품목의 단가를 한 번씩 입력해 주세요.")
    if set(answered) - set(asked):
        problems["lines"] = _("요청에 없는 품목입니다.")
    for line in lines:
        if not 1 <= line["unit_price_amount"] <= HIGHEST_PRICE:
            problems[f"price_{line['rfq_line_id']}"] = _("가격은 1원에서 10억 원까지입니다.")
        if line["tax_class"] not in TaxClass.values:
            problems[f"tax_{line['rfq_line_id']}"] = _("과세 또는 면세를 선택해 주세요.")
    problems |= _foreign_goods(lines, enterprise_id)
    if valid_until < clock.today():
        problems["valid_until"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if not 0 <= lead_days <= LONGEST_LEAD:
        problems["lead_days"] = _("납기는 0일에서 365일까지입니다.")
    if len(note) > 2000:
        problems["note"] = _("입력이 너무 깁니다.")
    if problems:
        raise InvalidInput(problems)


def _foreign_goods(lines: Sequence[QuotedLine], enterprise_id: int) -> dict[str, Any]:
    """The catalogue's goods must be the enterprise's own, each on one line."""
    wanted = [line["variant_id"] for line in lines if line["variant_id"] is not None]
    own = set(
        Variant.objects.filter(
            pk__in=wanted, product__enterprise_id=enterprise_id, is_active=True
        ).values_list("pk", flat=True)
    )
    return {
        f"variant_{line['rfq_line_id']}": _("우리 기업의 상품을 한 번씩만 선택해 주세요.")
        for line in lines
        if line["variant_id"] is not None
        and (line["variant_id"] not in own or wanted.count(line["variant_id"]) > 1)
    }


def _lines(
    asked: Mapping[int, RfqLine], lines: Sequence[QuotedLine], prices_include_vat: bool
) -> list[QuoteLine]:
    rates = tax.rates(on=clock.today())
    made = []
    for line in sorted(lines, key=lambda line: line["rfq_line_id"]):
        row = asked[line["rfq_line_id"]]
        price = line["unit_price_amount"]
        if not prices_include_vat:
            price = rates.add(price, line["tax_class"])
        split = rates.split(price * row.quantity, line["tax_class"])
        made.append(
            QuoteLine(
                rfq_line=row,
                variant_id=line["variant_id"],
                name=row.description,
                quantity=row.quantity,
                unit_price_amount=price,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=line["tax_class"],
            )
        )
    return made
