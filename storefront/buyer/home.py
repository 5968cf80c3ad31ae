"""What waits at an organization's desk today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from core import clock
from procurement import selectors
from procurement.models import RequestForQuote
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.purchases import with_next

SHOWN = 6


@for_organization
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    actor, organization_id = desk.actor, desk.organization.pk
    limit = desk.organization.credit_limit_amount
    orders = selectors.purchase_orders_for(actor=actor, organization_id=organization_id)[:SHOWN]
    context = {
        "orders": with_next(list(orders)),
        "requests": selectors.rfqs_for(
            actor=actor, organization_id=organization_id, status=RequestForQuote.Status.OPEN
        )[:SHOWN],
        "amount_due": selectors.amount_due(actor=actor, organization_id=organization_id),
        "credit_left": None if desk.is_agency else limit - selectors.credit_used(organization_id),
        "budgets": selectors.budget_lines(
            actor=actor, organization_id=organization_id, year=clock.today().year
        ),
    }
    return desk.page(request, "home", context)
