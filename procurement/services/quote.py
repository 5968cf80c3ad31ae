"""An enterprise's answer to a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import TaxClass, Variant
from core import audit, clock, ids, outbox, tax
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from procurement import locks, selectors
from procurement.errors import WrongState
from procurement.models import (
    Quote,
    QuoteLine,
    QuoteMember,
    QuoteTier,
    RfqInvitation,
    RfqLine,
)
from procurement.services.ask import rfq_to_answer
from vendors.models import Enterprise

HIGHEST_PRICE = 1_000_000_000
LONGEST_LEAD = 365
MOST_TIERS = 5


class QuotedLine(TypedDict):
    """A price for one line of the request; ``variant_id`` None: made to measure."""

    rfq_line_id: int
    unit_price_amount: int
    variant_id: int | None
    tax_class: str
    #: Another enterprise that delivers this line (a consortium's quote); it has to agree.
    supplier_id: NotRequired[int | None]
    #: What a piece would cost if fewer were ordered: (from so many pieces, won).
    tiers: NotRequired[Sequence[tuple[int, int]]]


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
    rfq = rfq_to_answer(actor, rfq_id, enterprise_id)
    asked = {line.pk: line for line in rfq.lines.order_by("pk")}
    _check(asked, lines, enterprise_id, valid_until, lead_days, note)
    _check_capacity(asked, lines, lead_days)

    made = _lines(asked, lines, prices_include_vat, enterprise_id)
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
    _tiers(made, lines, prices_include_vat)
    _partners(quote, made, enterprise_id)
    rfq.invitations.filter(enterprise_id=enterprise_id).update(status=RfqInvitation.Status.QUOTED)
    audit.record(actor=actor, action="quote.submit", obj=quote, version=quote.version)
    outbox.emit(topic="quote.submitted", payload={"quote_id": quote.pk})
    return quote


@transaction.atomic
def quote_member_answer(
    *, actor: Actor, quote_id: int, enterprise_id: int, agrees: bool
) -> QuoteMember:
    """An enterprise says whether it delivers its part of another's quote. It may think again until
    the quote is ordered. Raises NotFound, WrongState."""
    found = Quote.objects.filter(pk=quote_id).values_list("rfq_id", flat=True).first()
    rfq = locks.lock_rfq(found) if found else None
    if rfq is None or not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    member = QuoteMember.objects.filter(quote_id=quote_id, enterprise_id=enterprise_id).first()
    if member is None:
        raise NotFound
    if member.quote.status != Quote.Status.SUBMITTED:
        raise WrongState
    member.status = QuoteMember.Status.AGREED if agrees else QuoteMember.Status.DECLINED
    member.answered_by_id, member.answered_at = actor.require_person(), clock.now()
    member.save(update_fields=["status", "answered_by", "answered_at"])
    audit.record(actor=actor, action="quote.partner", obj=member, agrees=agrees)
    outbox.emit(topic="quote.partner_answered", payload={"member_id": member.pk})
    return member


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
    problems |= _partner_problems(lines, enterprise_id)
    problems |= _tier_problems(asked, lines)
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
    sellers = dict(
        Variant.objects.filter(pk__in=wanted, is_active=True).values_list(
            "pk", "product__enterprise_id"
        )
    )
    return {
        f"variant_{line['rfq_line_id']}": _("납품하는 기업의 상품을 한 번씩만 선택해 주세요.")
        for line in lines
        if line["variant_id"] is not None
        and (
            sellers.get(line["variant_id"]) != (line.get("supplier_id") or enterprise_id)
            or wanted.count(line["variant_id"]) > 1
        )
    }


def _partner_problems(lines: Sequence[QuotedLine], enterprise_id: int) -> dict[str, Any]:
    """Partners must be selling, and the quoting enterprise delivers something itself."""
    partners = {
        line["rfq_line_id"]: supplier
        for line in lines
        if (supplier := line.get("supplier_id")) is not None and supplier != enterprise_id
    }
    active = set(
        Enterprise.objects.filter(
            pk__in=partners.values(), status=Enterprise.Status.ACTIVE
        ).values_list("pk", flat=True)
    )
    problems: dict[str, Any] = {
        f"supplier_{line_id}": _("판매 중인 기업을 선택해 주세요.")
        for line_id, supplier in partners.items()
        if supplier not in active
    }
    if lines and len(partners) == len(lines):
        problems["lines"] = _("견적을 내는 기업이 한 품목 이상 납품해야 합니다.")
    return problems


def _tier_problems(asked: Mapping[int, RfqLine], lines: Sequence[QuotedLine]) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    for line in lines:
        tiers = line.get("tiers", ())
        row = asked.get(line["rfq_line_id"])
        starts = [least for least, _price in tiers]
        if row is None or not tiers:
            continue
        if (
            len(tiers) > MOST_TIERS
            or len(set(starts)) != len(starts)
            or any(not 1 <= least < row.quantity for least in starts)
            or any(not 1 <= price <= HIGHEST_PRICE for _least, price in tiers)
        ):
            text = _("구간 단가는 요청 수량보다 적은 수량마다 하나씩, 5개까지입니다.")
            problems[f"tiers_{line['rfq_line_id']}"] = text
    return problems


def _check_capacity(
    asked: Mapping[int, RfqLine], lines: Sequence[QuotedLine], lead_days: int
) -> None:
    """A small maker can't promise more than it makes: the lead time covers the weeks it needs,
    after what it already owes. Raises InvalidInput (``lead_days``)."""
    need = 0
    for line in lines:
        if line["variant_id"] is not None:
            pieces = asked[line["rfq_line_id"]].quantity
            need = max(need, selectors.earliest_days(line["variant_id"], pieces))
    if lead_days < need:
        text = _("주간 생산량으로는 %(days)d일 안에 만들 수 없습니다. 납기를 늘려 주세요.")
        raise InvalidInput({"lead_days": text % {"days": lead_days} + f" ({need}+)"})


def _tiers(
    made: Sequence[QuoteLine], lines: Sequence[QuotedLine], prices_include_vat: bool
) -> None:
    rates = tax.rates(on=clock.today())
    given = {line["rfq_line_id"]: line.get("tiers", ()) for line in lines}
    QuoteTier.objects.bulk_create(
        QuoteTier(
            line=row,
            min_quantity=least,
            unit_price_amount=price if prices_include_vat else rates.add(price, row.tax_class),
        )
        for row in made
        for least, price in given[row.rfq_line_id]
    )


def _partners(quote: Quote, made: Sequence[QuoteLine], enterprise_id: int) -> None:
    """Each partner is asked; what it agreed to in the version before is asked again."""
    partners = {row.supplier_id for row in made if row.supplier_id is not None}
    for partner in sorted(partners):
        member = QuoteMember.objects.create(quote=quote, enterprise_id=partner)
        outbox.emit(topic="quote.partner_asked", payload={"member_id": member.pk})


def _lines(
    asked: Mapping[int, RfqLine],
    lines: Sequence[QuotedLine],
    prices_include_vat: bool,
    enterprise_id: int,
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
                supplier_id=None
                if line.get("supplier_id") == enterprise_id
                else line.get("supplier_id"),
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
