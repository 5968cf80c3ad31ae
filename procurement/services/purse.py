"""Budget lines and spending limits: money is kept before anybody may count on it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization
from accounts.rules import Role
from core import audit, clock
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from procurement import locks, rules
from procurement.errors import BudgetTooSmall, LimitReached
from procurement.models import (
    BudgetLine,
    BudgetMovement,
    CostCenter,
    PurchaseOrder,
    SpendingLimit,
    SpendingPeriod,
    SpendingUse,
)

KEEPERS = (Role.OWNER, Role.FINANCE)
HIGHEST = 10**13


def keeper_of(actor: Actor, organization_id: int) -> Organization:
    """The organization, for those who keep its purses and rules. Raises NotFound, NotAllowed."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *KEEPERS)
    return organization


@transaction.atomic
def cost_center_set(*, actor: Actor, organization_id: int, code: str, name: str) -> CostCenter:
    """Add a cost centre, or give a known code another name. Raises NotFound, InvalidInput."""
    keeper_of(actor, organization_id)
    code, name = code.strip(), name.strip()
    problems = {}
    if not code or len(code) > 20:
        problems["code"] = _("코드를 20자 안으로 입력해 주세요.")
    if not name or len(name) > 80:
        problems["name"] = _("이름을 80자 안으로 입력해 주세요.")
    if problems:
        raise InvalidInput(problems)
    center, _created = CostCenter.objects.update_or_create(
        organization_id=organization_id, code=code, defaults={"name": name, "is_active": True}
    )
    audit.record(actor=actor, action="cost_center.set", obj=center)
    return center


@transaction.atomic
def budget_line_set(
    *,
    actor: Actor,
    organization_id: int,
    year: int,
    account: str,
    programme: str,
    item_code: str,
    amount: int,
) -> BudgetLine:
    """Enter a budget line, or change what was granted on it (추경). Never below what is bound.

    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    keeper_of(actor, organization_id)
    problems: dict[str, Any] = {}
    if not 2000 <= year <= 2100:
        problems["year"] = _("회계연도를 네 자리로 입력해 주세요.")
    for field, text, longest in (
        ("account", account, 60),
        ("programme", programme, 160),
        ("item_code", item_code, 12),
    ):
        if not text.strip() or len(text.strip()) > longest:
            problems[field] = _("1자에서 %(most)d자까지 입력해 주세요.") % {"most": longest}
    if not 0 <= amount <= HIGHEST:
        problems["amount"] = _("예산액은 0원에서 10조 원까지입니다.")
    if problems:
        raise InvalidInput(problems)
    line, _created = BudgetLine.objects.get_or_create(
        organization_id=organization_id,
        year=year,
        account=account.strip(),
        programme=programme.strip(),
        item_code=item_code.strip(),
        defaults={"amount": 0},
    )
    line = locks.lock_budget(line.pk)
    bound = line.amount - line.free_amount
    if amount < bound:
        text = _("이미 쓰기로 한 금액(%(bound)s원)보다 적을 수 없습니다.")
        raise InvalidInput({"amount": text % {"bound": f"{bound:,}"}})
    if amount != line.amount:
        budget_move(line, granted=amount - line.amount, reference=_("예산 편성"))
    audit.record(actor=actor, action="budget.set", obj=line, amount=amount)
    return line


def budget_move(
    line: BudgetLine,
    *,
    reference: str,
    granted: int = 0,
    reserved: int = 0,
    committed: int = 0,
    spent: int = 0,
) -> None:
    """Move money on a locked line and say why. Raises BudgetTooSmall and changes nothing."""
    if not (granted or reserved or committed or spent):
        return
    left = line.free_amount + granted - reserved - committed - spent
    if left < 0:
        raise BudgetTooSmall(line.free_amount)
    line.amount += granted
    line.reserved_amount += reserved
    line.committed_amount += committed
    line.spent_amount += spent
    line.save(update_fields=["amount", "reserved_amount", "committed_amount", "spent_amount"])
    BudgetMovement.objects.create(
        line=line,
        reference=reference[:60],
        granted=granted,
        reserved=reserved,
        committed=committed,
        spent=spent,
        at=clock.now(),
    )


@transaction.atomic
def spending_limit_set(
    *,
    actor: Actor,
    organization_id: int,
    period: str,
    amount: int,
    user_id: int | None = None,
    cost_center_id: int | None = None,
) -> SpendingLimit:
    """So much may be ordered in each period: by a member, a cost centre, or the whole
    organization. Setting it again changes the amount; what was ordered stays counted.

    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    keeper_of(actor, organization_id)
    problems: dict[str, Any] = {}
    if period not in SpendingLimit.Period.values:
        problems["period"] = _("기간을 골라 주세요.")
    if not 1 <= amount <= HIGHEST:
        problems["amount"] = _("한도는 1원에서 10조 원까지입니다.")
    if user_id is not None and cost_center_id is not None:
        problems["member"] = _("구성원이나 비용 부서 가운데 하나만 골라 주세요.")
    members = Membership.objects.filter(organization_id=organization_id)
    if user_id is not None and not members.filter(user_id=user_id).exists():
        problems["member"] = _("우리 기관의 구성원을 골라 주세요.")
    centers = CostCenter.objects.filter(organization_id=organization_id)
    if cost_center_id is not None and not centers.filter(pk=cost_center_id).exists():
        problems["cost_center"] = _("비용 부서를 다시 선택해 주세요.")
    if problems:
        raise InvalidInput(problems)
    limit, _created = SpendingLimit.objects.update_or_create(
        organization_id=organization_id,
        member_id=user_id,
        cost_center_id=cost_center_id,
        period=period,
        is_active=True,
        defaults={"amount": amount},
    )
    audit.record(actor=actor, action="spending_limit.set", obj=limit, amount=amount)
    return limit


@transaction.atomic
def spending_limit_end(*, actor: Actor, limit_id: int) -> None:
    """From now on it limits nothing. Raises NotFound, NotAllowed."""
    limit = SpendingLimit.objects.filter(pk=limit_id, is_active=True).first()
    if limit is None:
        raise NotFound
    keeper_of(actor, limit.organization_id)
    limit.is_active = False
    limit.save(update_fields=["is_active"])
    audit.record(actor=actor, action="spending_limit.end", obj=limit)


def spending_charge(po: PurchaseOrder) -> None:
    """Take the purchase order's total off every limit it falls under; all of them or none.

    Limits are locked in the order of their keys, so a hundred requests at once can't pass one
    together. Raises LimitReached.
    """
    limits = locks.lock_spending_limits(
        organization_id=po.organization_id,
        user_id=po.requester_id,
        cost_center_id=po.cost_center_id,
    )
    today = clock.today()
    for limit in limits:
        starts_on = rules.period_start(limit.period, today)
        period, _created = SpendingPeriod.objects.get_or_create(limit=limit, starts_on=starts_on)
        if period.used_amount + po.total_amount > limit.amount:
            raise LimitReached(limit, max(limit.amount - period.used_amount, 0))
        period.used_amount += po.total_amount
        period.save(update_fields=["used_amount"])
        SpendingUse.objects.create(purchase_order=po, period=period, amount=po.total_amount)


def spending_return(po: PurchaseOrder, *, amount: int | None = None) -> None:
    """Give back what a purchase that fell through (or ``amount`` won of it) took of its limits."""
    uses = list(po.spending.select_related("period"))
    locks.lock_limits([use.period.limit_id for use in uses])
    for use in uses:
        back = use.amount if amount is None else min(amount, use.amount)
        period = SpendingPeriod.objects.get(pk=use.period_id)
        period.used_amount -= back
        period.save(update_fields=["used_amount"])
        use.amount -= back
        if use.amount:
            use.save(update_fields=["amount"])
        else:
            use.delete()
