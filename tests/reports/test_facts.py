"""Every sale becomes a fact, exactly once, and the figures equal the orders to the won."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization
from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import NotAllowed
from orders import services as orders
from orders.models import Order, OrderLine
from orders.services import Buyer, NewLine, ShipTo
from reports import rules, selectors, services
from reports.exports import warm_values_xlsx
from reports.models import DeclaredPurchases, SaleFact
from tests.factories.accounts import OrganizationFactory
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import CredentialFactory

pytestmark = pytest.mark.django_db

CITY = Actor(user_id=None, is_city_officer=True)
Drain = Callable[[], int]


def sell(*lines: NewLine, organization: Organization | None = None, deliver: bool = True) -> Order:
    order = orders.order_create(
        actor=SYSTEM,
        lines=lines,
        buyer=Buyer(
            kind=organization.kind if organization else "citizen",
            email="kim@example.kr",
            organization_id=organization.pk if organization else None,
        ),
        address=ShipTo("김시민", "010-0000-0000", "47545", "부산광역시 연제구 중앙대로 1001"),
    )
    orders.order_confirm(actor=SYSTEM, order_id=order.pk)
    if deliver:
        for part in order.vendor_orders.all():
            orders.shipment_create(
                actor=SYSTEM, vendor_order_id=part.pk, carrier="우체국택배", tracking_number="1"
            )
            orders.vendor_order_mark_delivered(actor=SYSTEM, vendor_order_id=part.pk)
    return order


def this_year() -> rules.Period:
    return rules.Period(dt.date(clock.today().year, 1, 1), clock.today())


def test_a_delivered_sale_is_net_sales_and_one_on_its_way_is_not(drain_outbox: Drain) -> None:
    sell(NewLine(VariantFactory(price=11_000).pk, 3))
    sell(NewLine(VariantFactory(price=7_000).pk, 1), deliver=False)
    drain_outbox()
    values = selectors.warm_values(actor=CITY, period=this_year())
    assert values.headline.net_sales == 33_000
    assert values.headline.net_supply == 30_000
    assert values.headline.ordered == 40_000


def test_facts_are_written_once_however_often_they_are_told(drain_outbox: Drain) -> None:
    order = sell(NewLine(VariantFactory().pk, 3))
    drain_outbox()
    before = SaleFact.objects.count()
    for _ in range(3):
        services.order_record(order_id=order.pk)
        services.delivery_record(vendor_order_id=order.vendor_orders.get().pk)
    assert SaleFact.objects.count() == before == 2


def test_a_rebuild_from_nothing_gives_the_same_facts(drain_outbox: Drain) -> None:
    for _ in range(3):
        sell(NewLine(VariantFactory().pk, 2), NewLine(VariantFactory().pk, 1))
    drain_outbox()
    fields = [f.name for f in SaleFact._meta.fields if f.name != "id"]
    told = sorted(SaleFact.objects.values_list(*fields), key=str)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE reports_salefact")  # the trigger guards rows, not an operator
    seen: list[tuple[int, int]] = []
    assert services.facts_rebuild(progress=lambda done, total: seen.append((done, total))) == 12
    assert sorted(SaleFact.objects.values_list(*fields), key=str) == told
    assert seen[-1][0] == seen[-1][1]
    assert services.facts_rebuild() == 0


@pytest.mark.parametrize(
    "statement", ["UPDATE reports_salefact SET total_amount = 0", "DELETE FROM reports_salefact"]
)
def test_facts_are_append_only(statement: str, drain_outbox: Drain) -> None:
    sell(NewLine(VariantFactory().pk, 1))
    drain_outbox()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_report_stays_true_after_a_certificate_is_revoked(drain_outbox: Drain) -> None:
    soap = VariantFactory(price=10_000)
    paper = CredentialFactory(enterprise=soap.product.enterprise, kind="village_enterprise")
    sell(NewLine(soap.pk, 1))
    drain_outbox()
    paper.status = "rejected"
    paper.save()
    by_kind = selectors.warm_values(actor=CITY, period=this_year()).by_kind
    assert [(cell.key, cell.total) for cell in by_kind.cells] == [("village_enterprise", 10_000)]


def test_an_enterprise_of_two_kinds_counts_once_in_the_total(drain_outbox: Drain) -> None:
    soap = VariantFactory(price=10_000)
    for kind in ("village_enterprise", "social_enterprise", "women_owned"):
        CredentialFactory(enterprise=soap.product.enterprise, kind=kind)
    sell(NewLine(soap.pk, 1))
    drain_outbox()
    by_kind = selectors.warm_values(actor=CITY, period=this_year()).by_kind
    assert [(cell.key, cell.total) for cell in by_kind.cells] == [("social_enterprise", 10_000)]


def test_every_breakdown_and_the_trend_sum_to_the_orders(drain_outbox: Drain) -> None:
    agency = OrganizationFactory()
    for number in range(1, 6):
        soap = VariantFactory(price=1_000 * number + 7, product__enterprise__district="26350")
        CredentialFactory(enterprise=soap.product.enterprise)
        sell(NewLine(soap.pk, number), organization=agency if number % 2 else None)
    drain_outbox()
    expected = OrderLine.objects.aggregate(sum=Sum("total_amount"))["sum"]
    values = selectors.warm_values(actor=CITY, period=this_year())
    tables = (values.by_kind, values.by_district, values.by_buyer, values.by_category)
    assert {table.total for table in tables} == {expected}
    assert values.trend.total == values.headline.net_sales == expected
    assert values.headline.local_share_bp == 10_000


def test_an_agency_s_share_counts_eligible_kinds_against_its_declared_total(
    drain_outbox: Drain,
) -> None:
    agency = OrganizationFactory()
    year = clock.today().year
    DeclaredPurchases.objects.create(
        organization=agency,
        year=year,
        total_amount=10_000_000,
        off_market_amount=100_000,
        declared_on=clock.today(),
    )
    eligible, other = VariantFactory(price=300_000), VariantFactory(price=900_000)
    CredentialFactory(enterprise=eligible.product.enterprise, kind="self_support_enterprise")
    CredentialFactory(enterprise=other.product.enterprise, kind="social_venture")
    sell(NewLine(eligible.pk, 1), NewLine(other.pk, 1), organization=agency)
    drain_outbox()
    (row,) = selectors.agency_progress(actor=CITY, year=year)
    assert row.share.on_market == 300_000
    assert row.share.rate_bp == 400
    assert row.share.gap == 100_000  # 5 % of 10,000,000 less 400,000
    assert "조례" in row.basis


def test_the_page_is_for_city_officers_and_the_share_for_its_own_agency() -> None:
    agency, other = OrganizationFactory(), OrganizationFactory()
    member = Actor(user_id=None, organizations={agency.pk: frozenset({"requester"})})
    for actor in (ANONYMOUS, member):
        with pytest.raises(NotAllowed):
            selectors.warm_values(actor=actor, period=this_year())
    own = selectors.agency_progress(actor=member, year=2026, organization_id=agency.pk)
    assert [row.organization for row in own] == [agency]
    with pytest.raises(NotAllowed):
        selectors.agency_progress(actor=member, year=2026, organization_id=other.pk)


def test_the_page_takes_the_same_queries_whatever_was_sold(drain_outbox: Drain) -> None:
    counts = []
    for _ in range(2):
        for _ in range(2):
            sell(NewLine(VariantFactory().pk, 1), organization=OrganizationFactory())
        drain_outbox()
        with CaptureQueriesContext(connection) as seen:
            selectors.warm_values(actor=CITY, period=this_year())
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14


def test_the_workbook_holds_the_page_s_figures_as_numbers(drain_outbox: Drain) -> None:
    soap = VariantFactory(price=12_345)
    CredentialFactory(enterprise=soap.product.enterprise, kind="cooperative")
    sell(NewLine(soap.pk, 2))
    drain_outbox()
    values = selectors.warm_values(actor=CITY, period=this_year())
    book = openpyxl.load_workbook(io.BytesIO(warm_values_xlsx(values)))
    sheet = book["유형별"]
    assert [cell.value for cell in sheet[1]] == [
        "구분",
        "순매출(원)",
        "공급가액(원)",
        "주문 수",
        "기업 수",
    ]
    assert [cell.value for cell in sheet[2]] == ["협동조합", 24_690, 22_445, 1, 1]
    assert sheet.cell(3, 2).value == values.headline.net_sales
    assert book["월별"].cell(book["월별"].max_row, 2).value == 24_690


def test_facts_carry_no_personal_data(drain_outbox: Drain) -> None:
    sell(NewLine(VariantFactory().pk, 1))
    drain_outbox()
    for row in SaleFact.objects.values():
        text = " ".join(str(value) for value in row.values())
        assert "kim@example.kr" not in text
        assert "김시민" not in text
