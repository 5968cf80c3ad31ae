"""What lies on the organizations' desks today, left there by the services themselves: rules and
limits, needs, a request open to everybody who sells the like, a purchase that waits for an answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from accounts.models import Organization, User
from accounts.rules import Role
from backend.demo.content.model import OrganizationSpec
from backend.demo.desks import delivery_of, desk_of
from backend.demo.people import People
from backend.demo.sellers import SELLERS
from catalog.models import Category
from core import clock
from core.actor import Actor
from procurement import services
from procurement.models import BudgetLine
from procurement.rules import Stage
from procurement.services import DeliverTo, Needed, NewRfqLine
from vendors.models import Enterprise, EnterpriseStaff
from vendors.selectors import actor_for

DAY = dt.timedelta(days=1)


def make_desk_today(
    *,
    specs: Sequence[OrganizationSpec],
    people: People,
    organizations: dict[str, Organization],
) -> None:
    """For the first agency and the first company: those whose doors are on the front page."""
    for spec in specs:
        desk = desk_of(spec, organizations[spec.slug], people)
        owner = actor_for(people.by_role[desk.row.pk, Role.OWNER][0])
        place = delivery_of(desk)
        hall = DeliverTo(
            place["recipient"], place["phone"], place["postal_code"], place["road_address"],
            place.get("address_detail", ""),
        )  # fmt: skip
        if desk.is_agency:
            _agency(desk.row, owner, actor_for(desk.requesters[0]), desk.approver, hall)
        else:
            _company(desk.row, owner, actor_for(desk.requesters[0]))


def _agency(
    row: Organization, owner: Actor, requester: Actor, approver: User, hall: DeliverTo
) -> None:
    for code, name in (("GA", "총무과"), ("WF", "복지정책과"), ("JM", "주민자치과")):
        services.cost_center_set(actor=owner, organization_id=row.pk, code=code, name=name)
    services.approval_rule_set(
        actor=owner,
        organization_id=row.pk,
        name="1억 원 넘는 계약은 계약담당까지",
        min_amount=100_000_001,
        stages=[Stage("approver", escalate_days=3, expire_days=14), Stage("owner")],
    )
    budget = max(
        BudgetLine.objects.filter(organization=row, year=clock.today().year),
        key=lambda line: line.free_amount,
    )
    common = {
        "actor": requester,
        "organization_id": row.pk,
        "needed_by": clock.today() + 25 * DAY,
    }
    services.requisition_create(
        **common,  # type: ignore[arg-type]
        title="경로당 겨울 나눔 꾸러미",
        reason="한파 대비 관내 경로당 42곳에 나눌 꾸러미입니다.",
        lines=[Needed("식품 꾸러미", 42, 60_000, "장류·차·과자 3종 이상")],
        budget_line_id=budget.pk,
    )
    need = services.requisition_create(
        **common,  # type: ignore[arg-type]
        title="주민설명회 다과",
        reason="도시재생 주민설명회(120명)",
        lines=[Needed("다과 도시락", 120, 12_000, "떡·과일·음료")],
        budget_line_id=budget.pk,
    )
    services.requisition_approve(
        actor=actor_for(approver), requisition_id=need.pk, note="예산 범위 안에서 진행하세요."
    )
    asking = Enterprise.objects.get(slug=next(iter(SELLERS)))
    category = Category.objects.filter(products__enterprise=asking).order_by("pk")[0]
    rfq = services.rfq_create(
        actor=requester,
        organization_id=row.pk,
        title="신규 공무원 환영 꾸러미 (공개 견적)",
        description="60명에게 나눌 꾸러미입니다. 환경표지 제품이면 좋습니다.",
        lines=[NewRfqLine("비누·생활용품 꾸러미", 60, "3종 이상, 재생 상자")],
        enterprise_ids=[],
        open_to_id=category.pk,
        deadline=clock.now() + 6 * DAY,
        needed_by=clock.today() + 25 * DAY,
        address=hall,
    )
    seller = EnterpriseStaff.objects.filter(enterprise=asking).select_related("user").first()
    assert seller is not None
    question = services.rfq_question_ask(
        actor=actor_for(seller.user),
        rfq_id=rfq.pk,
        enterprise_id=asking.pk,
        text="상자에 기관 로고를 인쇄해야 하나요?",
    )
    services.rfq_question_answer(
        actor=requester, question_id=question.pk, text="로고 없이 띠지만 둘러 주시면 됩니다."
    )


def _company(row: Organization, owner: Actor, requester: Actor) -> None:
    services.approval_rule_set(
        actor=owner,
        organization_id=row.pk,
        name="천만 원 이상은 대표까지",
        min_amount=10_000_000,
        stages=[Stage("approver", escalate_days=2, expire_days=10), Stage("owner")],
    )
    services.spending_limit_set(
        actor=owner,
        organization_id=row.pk,
        period="month",
        amount=30_000_000,
        user_id=requester.require_person(),
    )
