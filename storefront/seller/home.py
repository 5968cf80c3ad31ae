"""What an enterprise has to do today, the most urgent first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from core import clock
from core.actor import Duty
from inventory import selectors as inventory
from orders import selectors as orders
from payments import selectors as payments
from storefront.seller import quotes
from storefront.seller.desk import Desk, for_enterprise
from vendors import selectors as vendors

SHOWN = 6


@for_enterprise
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    actor, enterprise_id = desk.actor, desk.enterprise.pk
    waiting = orders.vendor_orders_for(actor=actor, enterprise_id=enterprise_id)
    requests = quotes.open_requests(desk)
    papers = vendors.credentials_of(actor=actor, enterprise_id=enterprise_id)
    renewable = vendors.renewable(papers)
    context = {
        "today": clock.today(),
        "urgent": waiting.filter(status__in=orders.TO_DO).order_by("ship_by", "pk")[:SHOWN],
        "late": waiting.filter(status__in=orders.TO_DO, ship_by__lt=clock.today()).count(),
        "returns": orders.returns_for(
            actor=actor, enterprise_id=enterprise_id, status="requested"
        ).count(),
        "low": inventory.low_stock(actor=actor, enterprise_id=enterprise_id, limit=SHOWN),
        "requests": requests[:SHOWN],
        "request_count": requests.count(),
        "owed": payments.owed_to(actor=actor, enterprise_id=enterprise_id)
        if Duty.MONEY in desk.duties
        else 0,
        "papers": papers,
        "ending": [
            paper
            for paper in papers
            if paper.status == paper.Status.VERIFIED and paper.pk in renewable
        ],
    }
    return desk.page(request, "home", context)
