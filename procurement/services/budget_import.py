"""A year's budget lines entered at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from core import audit
from core.actor import Actor
from core.errors import InvalidInput
from procurement.budget_sheets import BudgetRow
from procurement.errors import BadRows, RowError
from procurement.services.purse import budget_line_set, keeper_of


@transaction.atomic
def budget_lines_import(*, actor: Actor, organization_id: int, rows: Sequence[BudgetRow]) -> int:
    """Enter or change these lines; a line that isn't named stays. Answers how many.

    Raises NotFound, NotAllowed, BadRows naming every row that can't be, and then changes nothing.
    """
    organization = keeper_of(actor, organization_id)
    bad: list[RowError] = []
    # In one order whatever the sheet's: two sheets at once don't wait for each other for ever.
    for row in sorted(rows, key=lambda r: (r.year, r.account, r.programme, r.item_code)):
        try:
            with transaction.atomic():
                budget_line_set(
                    actor=actor,
                    organization_id=organization_id,
                    year=row.year,
                    account=row.account,
                    programme=row.programme,
                    item_code=row.item_code,
                    amount=row.amount,
                )
        except InvalidInput as error:
            texts = " ".join(text for texts in error.by_field().values() for text in texts)
            bad.append(RowError(row.row, texts))
    if bad:
        raise BadRows(sorted(bad, key=lambda error: error.row))
    audit.record(actor=actor, action="budget.import", obj=organization, lines=len(rows))
    return len(rows)
