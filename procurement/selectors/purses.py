"""What is left of an organization's purses."""

from __future__ import annotations

from dataclasses import dataclass

from core import clock
from core.actor import Actor
from core.errors import NotFound
from procurement import rules
from procurement.models import BudgetLine, BudgetMovement, SpendingLimit
from procurement.selectors.access import require
from procurement.selectors.approvals import spending_limits

MOST_MOVEMENTS = 300


@dataclass(frozen=True, slots=True)
class LimitNow:
    """A limit and how much of it is used in the period that runs today."""

    limit: SpendingLimit
    used: int

    @property
    def left(self) -> int:
        return max(self.limit.amount - self.used, 0)

    @property
    def percent(self) -> int:
        return min(self.used * 100 // self.limit.amount, 100)


def limits_now(*, actor: Actor, organization_id: int) -> list[LimitNow]:
    """Every limit in force with what is used of it. Two queries."""
    today = clock.today()
    found = []
    for limit in spending_limits(actor=actor, organization_id=organization_id):
        begins = rules.period_start(limit.period, today)
        used = sum(row.used_amount for row in limit.periods.all() if row.starts_on == begins)
        found.append(LimitNow(limit, used))
    return found


def budget_years(*, actor: Actor, organization_id: int) -> list[int]:
    """The years there are lines for, the latest first. One query."""
    require(actor, organization_id)
    rows = BudgetLine.objects.filter(organization_id=organization_id)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def budget_line_for(*, actor: Actor, organization_id: int, line_id: int) -> BudgetLine:
    """Raises NotFound."""
    require(actor, organization_id)
    line = BudgetLine.objects.filter(organization_id=organization_id, pk=line_id).first()
    if line is None:
        raise NotFound
    return line


def budget_movements(*, actor: Actor, line: BudgetLine) -> list[BudgetMovement]:
    """Why the line stands where it stands, newest first. One query."""
    require(actor, line.organization_id)
    return list(line.movements.order_by("-pk")[:MOST_MOVEMENTS])


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A line at the end of its year. ``unspent`` splits into what is bound (``carried``: committed
    or reserved, to be carried over or paid) and what lapses."""

    line: BudgetLine

    @property
    def unspent(self) -> int:
        return self.line.amount - self.line.spent_amount

    @property
    def carried(self) -> int:
        return self.line.committed_amount + self.line.reserved_amount

    @property
    def lapsing(self) -> int:
        return self.line.free_amount


@dataclass(frozen=True, slots=True)
class YearEndSums:
    amount: int
    spent: int
    committed: int
    reserved: int
    unspent: int
    carried: int
    lapsing: int


def year_end(*, actor: Actor, organization_id: int, year: int) -> tuple[list[YearEnd], YearEndSums]:
    """Each line of the year with what is left of it, and their sums. One query."""
    require(actor, organization_id)
    lines = BudgetLine.objects.filter(organization_id=organization_id, year=year)
    rows = [YearEnd(line) for line in lines.order_by("account", "item_code", "programme", "pk")]
    return rows, YearEndSums(
        amount=sum(row.line.amount for row in rows),
        spent=sum(row.line.spent_amount for row in rows),
        committed=sum(row.line.committed_amount for row in rows),
        reserved=sum(row.line.reserved_amount for row in rows),
        unspent=sum(row.unspent for row in rows),
        carried=sum(row.carried for row in rows),
        lapsing=sum(row.lapsing for row in rows),
    )
