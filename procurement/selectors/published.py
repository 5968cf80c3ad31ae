"""What the public reads of agencies' purchases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from accounts.models import Membership, Organization
from core import clock
from procurement import disclosure
from procurement.models import ChangeOrder, ContractRule, OcdsRelease, PurchaseOrder
from vendors.models import Enterprise

PO = PurchaseOrder.Status


@dataclass(frozen=True, slots=True)
class Seller:
    """The other side of a contract, as the law wants it shown."""

    name: str
    representative: str
    address: str


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A private contract (수의계약) as the law wants it shown (지방계약법 시행령 제31조·제124조).

    Amounts are won with VAT; ``amount`` is today's, ``first_amount`` as it was concluded.
    """

    number: str
    ocid: str
    title: str
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date | None
    first_amount: int
    amount: int
    sellers: tuple[Seller, ...]
    ground: str
    department: str
    status: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How far the open data goes: what caches go by."""

    count: int
    latest: dt.datetime | None

    @property
    def tag(self) -> str:
        """An entity tag: it changes with whatever is added, and nothing ever goes."""
        at = self.latest.timestamp() if self.latest else 0
        return f'"{self.count}-{at:.6f}"'


def releases_state(*, ocid: str = "", month: dt.date | None = None) -> State:
    """One query."""
    found = _releases(ocid=ocid, month=month).aggregate(
        count=Count("pk"), latest=Max("published_at")
    )
    return State(found["count"], found["latest"])


def releases(*, ocid: str = "", month: dt.date | None = None) -> QuerySet[OcdsRelease]:
    """Releases in the order in which they were published."""
    return _releases(ocid=ocid, month=month).order_by("pk")


def release_months() -> list[dt.date]:
    """Months (their first days) in which something was published, the latest first."""
    rows = OcdsRelease.objects.datetimes("published_at", "month", order="DESC", tzinfo=clock.SEOUL)
    return [row.date() for row in rows]


def agencies_that_contract() -> list[tuple[Organization, int]]:
    """Agencies with contracts to show, by name, and how many. One query."""
    rows = (
        Organization.objects.filter(
            kind=Organization.Kind.AGENCY, purchase_orders__order__isnull=False
        )
        .annotate(
            contracts=Count("purchase_orders", filter=Q(purchase_orders__order__isnull=False))
        )
        .order_by("name", "pk")
    )
    return [(row, row.contracts) for row in rows]


def years_of(organization_id: int) -> list[int]:
    """The years in which the agency concluded contracts, the latest first. One query."""
    rows = PurchaseOrder.objects.filter(
        organization_id=organization_id, order__isnull=False, decided_at__isnull=False
    )
    days = rows.datetimes("decided_at", "year", order="DESC", tzinfo=clock.SEOUL)
    return [day.year for day in days]


def contracts_disclosed(*, organization_id: int, year: int, prefix: str) -> list[Disclosed]:
    """An agency's private contracts of a year, the latest first. Six queries at most."""
    rows = (
        PurchaseOrder.objects.filter(
            organization_id=organization_id,
            organization__kind=Organization.Kind.AGENCY,
            order__isnull=False,
            decided_at__gte=clock.midnight(dt.date(year, 1, 1)),
            decided_at__lt=clock.midnight(dt.date(year + 1, 1, 1)),
        )
        .select_related("quote__rfq")
        .prefetch_related(
            "lines",
            Prefetch(
                "changes",
                queryset=ChangeOrder.objects.filter(status=ChangeOrder.Status.DONE).order_by(
                    "done_at", "pk"
                ),
            ),
        )
        .order_by("-decided_at", "-pk")
    )
    found = list(rows)
    sellers = Enterprise.objects.in_bulk(
        {line.enterprise_id for row in found for line in row.lines.all()}
    )
    departments = dict(
        Membership.objects.filter(
            organization_id=organization_id, user__in={row.requester_id for row in found}
        ).values_list("user_id", "department__name")
    )
    return [
        _disclosed(row, sellers, departments.get(row.requester_id) or "", prefix) for row in found
    ]


def grounds_without_quotes() -> list[ContractRule]:
    """The grounds of today that ask for no quote: what an order from a list may cite."""
    today = clock.today()
    rows = ContractRule.objects.filter(quotes_required=0, valid_from__lte=today)
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gte=today)))


def _releases(*, ocid: str, month: dt.date | None) -> QuerySet[OcdsRelease]:
    rows = OcdsRelease.objects.all()
    if ocid:
        rows = rows.filter(ocid=ocid)
    if month is not None:
        after = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        rows = rows.filter(
            published_at__gte=clock.midnight(month.replace(day=1)),
            published_at__lt=clock.midnight(after),
        )
    return rows


def _disclosed(
    po: PurchaseOrder, sellers: dict[int, Enterprise], department: str, prefix: str
) -> Disclosed:
    assert po.decided_at is not None
    signed_on = clock.local_date(po.decided_at)
    ids = dict.fromkeys(line.enterprise_id for line in po.lines.all())
    lead = po.quote.enterprise_id if po.quote else None
    return Disclosed(
        number=po.number,
        ocid=f"{prefix}-{po.quote.rfq.number if po.quote else po.number}",
        title=disclosure.public_text(po.title),
        signed_on=signed_on,
        starts_on=signed_on,
        ends_on=max(po.needed_by, signed_on) if po.needed_by else None,
        first_amount=po.total_amount,
        amount=po.wanted_amount,
        sellers=tuple(
            Seller(sellers[pk].name, sellers[pk].representative, sellers[pk].address)
            for pk in sorted(ids, key=lambda pk: (pk != lead, pk))
        ),
        ground=po.rule_basis,
        department=department,
        status=str(po.get_status_display()),
        changes=tuple(
            f"{clock.local_date(row.done_at)} {disclosure.changed(row)}"
            f" ({disclosure.public_text(row.reason)})"
            for row in po.changes.all()
            if row.done_at is not None
        ),
    )


__all__ = [
    "Disclosed",
    "Seller",
    "State",
    "agencies_that_contract",
    "contracts_disclosed",
    "grounds_without_quotes",
    "release_months",
    "releases",
    "releases_state",
    "years_of",
]
