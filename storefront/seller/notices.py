"""What the enterprise was told, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from storefront.seller.desk import Desk, for_enterprise
from vendors import selectors, services


@for_enterprise
def notices(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Opening the list is seeing it: what was new is marked so once more."""
    rows = selectors.notices_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"rows": list(page), "page_obj": page}
    services.notices_read(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    return desk.page(request, "notices", context)
