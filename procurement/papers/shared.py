"""What every paper says alike: parties, people, lines, sums."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership, Organization, User
from core import business_number
from core.documents import won_in_words
from procurement.models import PurchaseOrder
from vendors.models import Enterprise


def buyer_of(organization: Organization) -> dict[str, str]:
    return {
        "name": organization.name,
        "business_number": business_number.formatted(organization.business_number),
        "representative": organization.representative,
        "address": organization.address,
        "phone": organization.phone,
        "person": "",
    }


def seller_of(enterprise: Enterprise) -> dict[str, str]:
    return {
        "name": enterprise.name,
        "business_number": business_number.formatted(enterprise.business_number),
        "representative": enterprise.representative,
        "address": enterprise.address,
        "phone": enterprise.phone,
        "person": "",
    }


def person_of(organization_id: int, user: User | None) -> dict[str, str]:
    if user is None:
        return {"title": "", "name": ""}
    rows = Membership.objects.filter(organization_id=organization_id, user=user)
    member = rows.select_related("department").first()
    place = f"{member.department or ''} {member.title}".strip() if member else ""
    return {"title": place, "name": user.name}


def line_of(line: Any, *, supplier: Enterprise | None = None) -> dict[str, Any]:
    """A line of a quote or a purchase order; ``supplier`` where several deliver."""
    asked = getattr(line, "rfq_line", None)
    told = [asked.specification if asked else getattr(line, "sku", "")]
    if supplier is not None:
        told.append(f"공급: {supplier.name}")
    return {
        "name": line.name,
        "specification": " · ".join(filter(None, told)),
        "quantity": line.quantity,
        "unit_price": line.unit_price_amount,
        "supply": line.supply_amount,
        "vat": line.vat_amount,
        "total": line.total_amount,
        "tax_class": line.tax_class,
    }


def named(line: Any) -> str:
    return " ".join(filter(None, (line.name, line.variant_name)))


def totals_of(supply: int, vat: int, total: int) -> dict[str, Any]:
    return {"supply": supply, "vat": vat, "total": total, "words": won_in_words(total)}


def place_of(po: PurchaseOrder) -> str:
    """Where a purchase is delivered to, in one line."""
    return " ".join(filter(None, (f"({po.postal_code})", po.road_address, po.address_detail)))
