"""Claims for accepted goods, as the tax invoices of ``settlements`` take them."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import Membership
from accounts.rules import Role
from core import clock
from procurement.models import Invoice
from settlements.services import GoodsLine, GoodsSource


def tax_sources(invoice_ids: Collection[int]) -> list[GoodsSource]:
    """What each claim asks for, with the people of finance to mail it to. Four queries."""
    invoices = (
        Invoice.objects.filter(pk__in=invoice_ids)
        .select_related("purchase_order__organization", "purchase_order__requester")
        .select_related("vendor_order__enterprise", "acceptance")
        .prefetch_related("lines__order_line")
        .order_by("pk")
    )
    finance = _finance({row.purchase_order.organization_id for row in invoices})
    return [
        GoodsSource(
            number=row.number,
            vendor_order=row.vendor_order,
            organization=row.purchase_order.organization,
            email=finance.get(row.purchase_order.organization_id)
            or row.purchase_order.requester.email,
            supplied_on=clock.local_date(row.acceptance.inspected_at),
            lines=tuple(
                GoodsLine(
                    name=" ".join(
                        filter(None, (line.order_line.name, line.order_line.variant_name))
                    ),
                    tax_class=line.tax_class,
                    quantity=line.quantity,
                    supply=line.supply_amount,
                    vat=line.vat_amount,
                )
                for line in row.lines.all()
            ),
        )
        for row in invoices
    ]


def _finance(organization_ids: Collection[int]) -> dict[int, str]:
    """Who in each organization looks after payment: the first of them."""
    rows = Membership.objects.filter(
        organization_id__in=organization_ids, roles__contains=[Role.FINANCE.value]
    ).order_by("-pk")
    return dict(rows.values_list("organization_id", "user__email"))
