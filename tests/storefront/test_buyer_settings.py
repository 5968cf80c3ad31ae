"""The pages where an organization joins and keeps its settings, and the city's queue."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from accounts import selectors as people
from accounts.models import (
    Address,
    Department,
    Membership,
    MembershipInvitation,
    Organization,
    User,
)
from core import clock
from procurement.models import (
    ApprovalRule,
    BudgetLine,
    CostCenter,
    Delegation,
    SpendingLimit,
    SpendingPeriod,
)
from procurement.services.purse import budget_move
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.procurement.test_joining import FIELDS, joined, person

pytestmark = pytest.mark.django_db

TABS = ["", "rules/", "limits/", "budgets/", "budgets/year-end/", "delegations/", "centers/",
        "addresses/"]  # fmt: skip


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def organization() -> Organization:
    return OrganizationFactory(kind="agency")


def member(organization: Organization, *roles: str) -> Membership:
    return MembershipFactory(organization=organization, roles=list(roles))


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


# -- joining --


def test_an_organization_joins_by_a_page_and_waits() -> None:
    user = person()
    client = at(user)
    assert client.get("/buyer/join/").status_code == 200
    answer = client.post("/buyer/join/", FIELDS | {"kind": "agency"})
    assert (answer.status_code, answer["Location"]) == (302, "/buyer/settings/")
    page = text_of(client.get("/buyer/settings/"))
    assert "시 담당자가 확인하고 있습니다" in page
    assert "124-81-00998" in page
    assert client.get("/buyer/quotes/new/").status_code == 200  # preparing is allowed


def test_what_is_wrong_stands_by_the_field_and_nothing_typed_is_lost() -> None:
    answer = at(person()).post(
        "/buyer/join/", FIELDS | {"kind": "", "business_number": "1", "email_domain": "naver.com"}
    )
    page = text_of(answer)
    assert answer.status_code == 400
    for field in ("kind", "business_number", "email_domain"):
        assert f'id="err_{field}"' in page
    assert 'value="해운대구청"' in page
    assert not Organization.objects.exists()


def test_strangers_sign_in_first() -> None:
    for path in ("/buyer/join/", "/buyer/join/x/", "/buyer/settings/", "/city/organizations/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_what_was_sent_back_is_mended_on_the_page() -> None:
    user, officer = person(), UserFactory(is_city_officer=True)
    organization = joined(user)
    city = at(officer)
    path = f"/city/organizations/{organization.pk}/"
    assert organization.name in text_of(city.get("/city/organizations/"))
    no_reason = city.post(path, {"decision": "return", "reason": ""})
    assert no_reason.status_code == 400
    assert 'id="err_reason"' in text_of(no_reason)
    assert city.post(path, {"decision": "return", "reason": "전화가 다릅니다"}).status_code == 302
    client = at(user)
    assert "전화가 다릅니다" in text_of(client.get("/buyer/settings/"))
    bad = client.post("/buyer/settings/", FIELDS | {"phone": ""})
    assert bad.status_code == 400
    assert client.post("/buyer/settings/", FIELDS | {"phone": "051-999"}).status_code == 302
    for terms, field in (({"net_days": "곧"}, "net_days"), ({"net_days": "0"}, "net_days")):
        refused = city.post(path, {"decision": "verify"} | terms)
        assert refused.status_code == 400
        assert f'id="err_{field}"' in text_of(refused)
    assert city.post(path, {"decision": "verify", "net_days": "15"}).status_code == 302
    page = text_of(city.get(path))
    for words in ("가입 신청", "신청 보완 요청", "전화가 다릅니다", "기관 확인", "검수 뒤 15일"):
        assert words in page
    assert city.post(
        path, {"decision": "terms", "net_days": "30", "why": "실적"}
    ).status_code == 302  # fmt: skip
    organization.refresh_from_db()
    assert (organization.is_verified, organization.net_days) == (True, 30)
    late = city.post(path, {"decision": "refuse", "reason": "늦음"})
    assert late.status_code == 400


def test_a_refused_organization_says_so_and_offers_no_form() -> None:
    user = person()
    organization = joined(user)
    at(UserFactory(is_city_officer=True)).post(
        f"/city/organizations/{organization.pk}/", {"decision": "refuse", "reason": "사칭"}
    )
    page = text_of(at(user).get("/buyer/settings/"))
    assert "사칭" in page
    assert "다시 보내기" not in page


@pytest.mark.parametrize(
    "query", ["", "?status=", "?status=verified", "?status=refused", "?status=x", "?q=124-81",
              "?q=해운대&status=", "?page=9"],
)  # fmt: skip
def test_the_city_s_list_answers_every_question(query: str) -> None:
    joined()
    answer = at(UserFactory(is_city_officer=True)).get(f"/city/organizations/{query}")
    assert answer.status_code == 200


def test_the_city_s_pages_are_the_city_s(organization: Organization) -> None:
    owner = at(member(organization, "owner").user)
    for path in ("/city/organizations/", f"/city/organizations/{organization.pk}/"):
        assert owner.get(path).status_code == 403
        assert owner.post(path, {"decision": "verify", "net_days": "1"}).status_code == 403
    assert at(UserFactory(is_city_officer=True)).get("/city/organizations/0/").status_code == 404


# -- members --


def test_members_are_invited_changed_and_shown_out_on_the_page(
    organization: Organization,
) -> None:
    owner = at(member(organization, "owner").user)
    path = "/buyer/settings/members/"
    sent = owner.post(
        path, {"action": "invite", "email": "new@example.kr", "roles": ["approver", "finance"]}
    )
    assert sent.status_code == 302
    invitation = MembershipInvitation.objects.get()
    assert invitation.roles == ["approver", "finance"]
    friend = UserFactory(email="new@example.kr")
    link = f"/buyer/join/{people.invitation_link(invitation)}/"
    wrong = at(UserFactory())
    assert "승인자" in text_of(wrong.get(link))
    assert wrong.post(link).status_code == 409
    assert at(friend).post(link)["Location"] == "/buyer/"
    joined_one = Membership.objects.get(user=friend)
    changed = {"action": "change", "id": joined_one.pk, "roles": ["inspector"], "title": "과장"}
    assert owner.post(path, changed).status_code == 302
    page = text_of(owner.get(path))
    for words in ("구성원 초대", "구성원 합류", "역할 변경", "과장"):
        assert words in page
    for wrong_roles in ([], ["king"]):
        refused = owner.post(path, changed | {"roles": wrong_roles})
        assert refused.status_code == 400
        assert 'id="err_roles"' in text_of(refused)
    gone = {"action": "remove", "id": joined_one.pk}
    assert owner.post(path, gone).status_code == 302
    assert owner.post(path, gone).status_code == 404
    assert at(friend).get("/buyer/").status_code == 403


def test_the_last_owner_stays(organization: Organization) -> None:
    owner = member(organization, "owner")
    for form in (
        {"action": "remove", "id": owner.pk},
        {"action": "change", "id": owner.pk, "roles": ["finance"]},
    ):
        answer = at(owner.user).post("/buyer/settings/members/", form)
        assert answer.status_code == 400
        assert "대표 역할을 가진 사람이 한 명은" in text_of(answer)
    assert Membership.objects.get().roles == ["owner"]


@pytest.mark.parametrize("role", ["requester", "finance", "approver"])
def test_the_people_s_page_is_the_owners(organization: Organization, role: str) -> None:
    client = at(member(organization, role).user)
    assert client.get("/buyer/settings/members/").status_code == 403
    invited = {"action": "invite", "email": "a@b.kr", "roles": ["owner"]}
    assert client.post("/buyer/settings/members/", invited).status_code == 403
    assert not MembershipInvitation.objects.exists()


# -- who may look, who may write --


@pytest.mark.parametrize("tab", TABS)
def test_everybody_of_the_organization_may_look(organization: Organization, tab: str) -> None:
    for role in ("owner", "finance", "requester"):
        assert at(member(organization, role).user).get(f"/buyer/settings/{tab}").status_code == 200
    assert at(UserFactory()).get(f"/buyer/settings/{tab}").status_code == 403


WRITES: list[tuple[str, dict[str, Any]]] = [
    ("rules/", {"action": "set", "name": "규칙", "who_0": "role:approver"}),
    ("limits/", {"action": "set", "period": "month", "amount": "1000"}),
    ("budgets/", {"action": "set", "year": "2026", "account": "일반회계", "programme": "사업",
                  "item_code": "201-01", "amount": "1000"}),
    ("budgets/", {"action": "upload"}),
    ("centers/", {"action": "center", "code": "A", "name": "과"}),
    ("centers/", {"action": "department", "name": "과"}),
    ("addresses/", {"recipient": "과", "phone": "051-000-1111", "postal_code": "48095",
                    "road_address": "중동2로 11"}),
]  # fmt: skip


@pytest.mark.parametrize(("tab", "form"), WRITES)
def test_only_owners_and_finance_write(
    organization: Organization, tab: str, form: dict[str, Any]
) -> None:
    client = at(member(organization, "requester", "approver", "inspector").user)
    assert client.post(f"/buyer/settings/{tab}", form).status_code == 403
    for model in (ApprovalRule, SpendingLimit, BudgetLine, CostCenter, Department, Address):
        assert not model._default_manager.exists()
    if form.get("action") != "upload":
        for role in ("owner", "finance"):
            done = at(member(organization, role).user).post(f"/buyer/settings/{tab}", form)
            assert done.status_code == 302
            Department.objects.all().delete()  # the same name again is another rule's matter


def test_other_organizations_rows_are_not_found(organization: Organization) -> None:
    mine, theirs = member(organization, "owner"), member(OrganizationFactory(), "owner")
    client, stranger = at(mine.user), at(theirs.user)
    for tab, form in WRITES:
        if form.get("action") != "upload":
            client.post(f"/buyer/settings/{tab}", form)
    delegate = member(organization, "approver")
    client.post(
        "/buyer/settings/delegations/",
        {"delegate": delegate.user_id, "starts_on": "2026-01-01", "ends_on": "2099-01-01"},
    )
    line = BudgetLine.objects.get()
    rows: list[tuple[str, dict[str, Any]]] = [
        ("rules/", {"action": "end", "id": ApprovalRule.objects.get().pk}),
        ("rules/", {"action": "set", "id": ApprovalRule.objects.get().pk, "name": "x",
                    "who_0": "role:owner"}),
        ("limits/", {"action": "end", "id": SpendingLimit.objects.get().pk}),
        ("centers/", {"action": "end", "id": CostCenter.objects.get().pk}),
        ("centers/", {"action": "department_remove", "id": Department.objects.get().pk}),
        ("addresses/", {"action": "delete", "id": Address.objects.get().pk}),
        ("addresses/", {"action": "default", "id": "x"}),
        ("members/", {"action": "remove", "id": mine.pk}),
    ]  # fmt: skip
    for tab, form in rows:
        answer = stranger.post(f"/buyer/settings/{tab}", form)
        assert answer.status_code == 404, (tab, form)
    assert stranger.get(f"/buyer/settings/budgets/{line.pk}/").status_code == 404
    assert stranger.get("/buyer/settings/rules/?rule=1").status_code == 404
    assert ApprovalRule.objects.get().is_active
    assert Address.objects.exists()


# -- approval rules --


def test_a_rule_has_stages_and_is_written_again_and_ended(organization: Organization) -> None:
    owner, chief = member(organization, "owner"), member(organization, "approver")
    center = CostCenter.objects.create(organization=organization, code="A", name="과")
    client = at(owner.user)
    form = {
        "action": "set", "name": "큰 구매", "min_amount": "1,000,000", "max_amount": "9000000",
        "cost_center": center.pk, "kind": "quote", "who_0": f"person:{chief.user_id}",
        "escalate_0": "3", "who_2": "role:owner", "expire_2": "7",
    }  # fmt: skip
    assert client.post("/buyer/settings/rules/", form).status_code == 302
    rule = ApprovalRule.objects.get()
    stages = list(rule.stages.values_list("place", "role", "person", "escalate_days",
                                          "expire_days"))  # fmt: skip
    assert stages == [
        (1, "approver", chief.user_id, 3, None),
        (2, "owner", None, None, 7),
    ]
    page = text_of(client.get(f"/buyer/settings/rules/?rule={rule.pk}"))
    assert f'value="person:{chief.user_id}" selected' in page
    again = {"action": "set", "id": rule.pk, "name": "모든 구매", "who_0": "role:finance"}
    assert client.post("/buyer/settings/rules/", again).status_code == 302
    rule.refresh_from_db()
    assert (rule.name, rule.max_amount, rule.stages.count()) == ("모든 구매", None, 1)
    client.post("/buyer/settings/rules/", {"action": "end", "id": rule.pk})
    assert "모든 구매" not in text_of(client.get("/buyer/settings/rules/"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"min_amount": "많이"}, "min_amount"),
        ({"min_amount": "10", "max_amount": "1"}, "max_amount"),
        ({"who_0": ""}, "stage_0"),
        ({"who_0": "role:king"}, "stage_0"),
        ({"who_0": "person:999999"}, "stage_0"),
        ({"who_0": "person:x"}, "stage_0"),
        ({"escalate_0": "곧"}, "stage_0"),
        ({"expire_0": "61"}, "stage_0"),
        ({"cost_center": "999999"}, "cost_center"),
        ({"category": "x"}, "category"),
        ({"kind": "x"}, "kind"),
        ({"sort_order": "1001"}, "sort_order"),
    ],
)
def test_a_bad_rule_is_shown_again_with_its_words(
    organization: Organization, change: dict[str, str], field: str
) -> None:
    form = {"action": "set", "name": "규칙", "who_0": "role:approver"} | change
    answer = at(member(organization, "owner").user).post("/buyer/settings/rules/", form)
    assert answer.status_code == 400
    assert f'id="err_{field}"' in text_of(answer)
    assert not ApprovalRule.objects.exists()


# -- limits --


def test_a_limit_shows_what_is_used_in_the_period_that_runs(organization: Organization) -> None:
    client = at(member(organization, "finance").user)
    form = {"action": "set", "period": "month", "amount": "1,000,000"}
    assert client.post("/buyer/settings/limits/", form).status_code == 302
    limit = SpendingLimit.objects.get()
    today = clock.today()
    SpendingPeriod.objects.create(limit=limit, starts_on=today.replace(day=1), used_amount=250_000)
    SpendingPeriod.objects.create(
        limit=limit, starts_on=today.replace(year=today.year - 1, day=1), used_amount=900_000
    )
    page = text_of(client.get("/buyer/settings/limits/"))
    assert "250,000원" in page
    assert "750,000원" in page
    assert "25 %" in page
    client.post("/buyer/settings/limits/", {"action": "end", "id": limit.pk})
    assert "정한 한도가 없습니다" in text_of(client.get("/buyer/settings/limits/"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "x"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"period": "week"}, "period"),
        ({"member": "999999"}, "member"),
        ({"cost_center": "x"}, "cost_center"),
    ],
)
def test_a_bad_limit_is_shown_again_with_its_words(
    organization: Organization, change: dict[str, str], field: str
) -> None:
    form = {"action": "set", "period": "month", "amount": "1"} | change
    answer = at(member(organization, "owner").user).post("/buyer/settings/limits/", form)
    assert answer.status_code == 400
    assert f'id="err_{field}"' in text_of(answer)


# -- budgets --

LINE = {
    "action": "set", "year": "2026", "account": "일반회계", "programme": "주민자치/마을행사",
    "item_code": "201-01", "amount": "1,000,000",
}  # fmt: skip
HEADS = ["회계연도", "회계", "사업", "통계목", "예산액"]


def test_a_line_is_entered_changed_and_followed(organization: Organization) -> None:
    client = at(member(organization, "finance").user)
    answer = client.post("/buyer/settings/budgets/", LINE)
    assert answer["Location"] == "/buyer/settings/budgets/?year=2026"
    client.post("/buyer/settings/budgets/", LINE | {"amount": "800000"})
    line = BudgetLine.objects.get()
    budget_move(line, reserved=100_000, reference="N-1")
    assert "700,000원" in text_of(client.get("/buyer/settings/budgets/?year=2026"))
    page = text_of(client.get(f"/buyer/settings/budgets/{line.pk}/"))
    assert "N-1" in page
    assert "−200,000원" in page
    low = client.post("/buyer/settings/budgets/", LINE | {"amount": "99999"})
    assert low.status_code == 400
    assert 'id="err_amount"' in text_of(low)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": "26"}, "year"),
        ({"year": "x"}, "year"),
        ({"account": ""}, "account"),
        ({"programme": "가" * 161}, "programme"),
        ({"item_code": ""}, "item_code"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "많이"}, "amount"),
    ],
)
def test_a_bad_line_is_shown_again_with_its_words(
    organization: Organization, change: dict[str, str], field: str
) -> None:
    answer = at(member(organization, "owner").user).post("/buyer/settings/budgets/", LINE | change)
    assert answer.status_code == 400
    assert f'id="err_{field}"' in text_of(answer)
    assert not BudgetLine.objects.exists()


def sheet(*rows: list[Any], heads: list[str] = HEADS) -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(heads)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("budget.xlsx", out.getvalue())


def upload(organization: Organization, file: SimpleUploadedFile | None) -> Any:
    client = at(member(organization, "finance").user)
    form: dict[str, Any] = {"action": "upload"}
    if file is not None:
        form["file"] = file
    return client.post("/buyer/settings/budgets/?year=2026", form)


def test_a_year_comes_in_by_excel_and_again_by_csv(organization: Organization) -> None:
    done = upload(
        organization,
        sheet(
            [2026, "일반회계", "주민자치", "201-01", 1_000_000],
            ["2026년", "일반회계", "주민자치", "201-03", "2,000,000원"],
        ),
    )
    assert done.status_code == 302
    csv = "예산액,통계목,사업,회계,회계연도\n1500000.0,201-01,주민자치,일반회계,2026\n"
    assert upload(
        organization, SimpleUploadedFile("b.csv", csv.encode("cp949"))
    ).status_code == 302  # fmt: skip
    amounts = BudgetLine.objects.order_by("item_code").values_list("amount", flat=True)
    assert list(amounts) == [1_500_000, 2_000_000]


def test_every_bad_row_is_named_and_nothing_changes(organization: Organization) -> None:
    answer = upload(
        organization,
        sheet(
            [2026, "일반회계", "주민자치", "201-01", 1],
            [26, "일반회계", "주민자치", "201-02", 1],
            [2026, "", "주민자치", "201-03", 1],
            [2026, "일반회계", "주민자치", "201-04", "많이"],
            [2026, "일반회계", "주민자치", "201-05", -1],
            [2026, "일반회계", "주민자치", "201-01", 2],
        ),
    )
    assert answer.status_code == 400
    page = text_of(answer)
    for row in (3, 4, 5, 6, 7):
        assert f"{row}행:" in page
    assert "2행:" not in page
    assert not BudgetLine.objects.exists()


def test_a_row_below_what_is_bound_is_named_too(organization: Organization) -> None:
    upload(organization, sheet([2026, "일반회계", "주민자치", "201-01", 500]))
    budget_move(BudgetLine.objects.get(), committed=400, reference="PO-1")
    answer = upload(
        organization,
        sheet(
            [2026, "일반회계", "주민자치", "101-01", 9],
            [2026, "일반회계", "주민자치", "201-01", 399],
        ),
    )
    assert answer.status_code == 400
    assert "3행:" in text_of(answer)
    assert BudgetLine.objects.get().amount == 500


@pytest.mark.parametrize(
    "file",
    [
        None,
        SimpleUploadedFile("b.xlsx", b"PK broken"),
        SimpleUploadedFile("b.bin", b"\x00\x01\x02"),
        SimpleUploadedFile("b.csv", "이름,값\n1,2\n".encode()),
        SimpleUploadedFile("b.csv", ",".join(HEADS).encode()),
    ],
)
def test_a_file_that_is_no_budget_is_refused(
    organization: Organization, file: SimpleUploadedFile | None
) -> None:
    answer = upload(organization, file)
    assert answer.status_code == 400
    assert 'id="err_file"' in text_of(answer)


def test_the_year_s_end_tells_what_lapses_and_what_is_carried_over(
    organization: Organization,
) -> None:
    client = at(member(organization, "finance").user)
    client.post("/buyer/settings/budgets/", LINE | {"programme": "=1+1"})
    line = BudgetLine.objects.get()
    budget_move(line, spent=500_000, reference="I-1")
    budget_move(line, committed=200_000, reference="PO-1")
    budget_move(line, reserved=50_000, reference="N-1")
    client = at(member(organization, "requester").user)
    page = text_of(client.get("/buyer/settings/budgets/year-end/?year=2026"))
    for words in ("500,000원", "250,000원"):
        assert words in page
    answer = client.get("/buyer/settings/budgets/year-end.xlsx?year=2026")
    assert "attachment" in answer["Content-Disposition"]
    read = load_workbook(io.BytesIO(answer.content)).active
    assert read is not None
    rows = [list(row) for row in read.iter_rows(values_only=True)]
    assert rows[1] == ["일반회계", "=1+1", "201-01", 1_000_000, 500_000, 200_000, 50_000,
                       500_000, 250_000, 250_000]  # fmt: skip
    assert read["B2"].data_type == "s"
    assert rows[2][3:] == rows[1][3:]
    empty = client.get("/buyer/settings/budgets/template.xlsx")
    assert load_workbook(io.BytesIO(empty.content)).active["A1"].value == "회계연도"  # type: ignore[index]


@pytest.mark.parametrize("year", ["", "x", "99999", "0000", "1999"])
def test_a_strange_year_is_an_empty_one(organization: Organization, year: str) -> None:
    client = at(member(organization, "owner").user)
    for page in ("budgets/", "budgets/year-end/", "budgets/year-end.xlsx"):
        assert client.get(f"/buyer/settings/{page}?year={year}").status_code == 200


# -- delegations --


def test_somebody_stands_in_and_both_see_it(organization: Organization) -> None:
    chief, deputy = member(organization, "approver"), member(organization, "approver")
    client, path = at(chief.user), "/buyer/settings/delegations/"
    form = {"delegate": deputy.user_id, "starts_on": "2026-01-01", "ends_on": "2099-01-01"}
    too_long = client.post(path, form)
    assert too_long.status_code == 400
    form |= {"starts_on": clock.today().isoformat(), "ends_on": clock.today().isoformat()}
    assert client.post(path, form).status_code == 302
    row = Delegation.objects.get()
    assert "진행 중" in text_of(at(deputy.user).get(path))
    for other in (deputy, member(organization, "requester")):
        assert at(other.user).post(path, {"action": "end", "id": row.pk}).status_code == 404
    assert client.post(path, {"action": "end", "id": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"delegate": ""}, "delegate"),
        ({"delegate": "999999"}, "delegate"),
        ({"starts_on": "오늘"}, "starts_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"reason": "가" * 121}, "reason"),
    ],
)
def test_a_bad_delegation_is_shown_again_with_its_words(
    organization: Organization, change: dict[str, str], field: str
) -> None:
    deputy = member(organization, "approver")
    today = clock.today().isoformat()
    form = {"delegate": str(deputy.user_id), "starts_on": today, "ends_on": today} | change
    answer = at(member(organization, "approver").user).post("/buyer/settings/delegations/", form)
    assert answer.status_code == 400
    assert f'id="err_{field}"' in text_of(answer)
    assert not Delegation.objects.exists()


# -- centres and departments --


def test_centres_and_departments_are_kept_on_one_page(organization: Organization) -> None:
    client, path = at(member(organization, "finance").user), "/buyer/settings/centers/"
    client.post(path, {"action": "center", "code": "A1", "name": "총무과"})
    client.post(path, {"action": "department", "name": "행정국", "code": "D1"})
    bureau = Department.objects.get()
    client.post(path, {"action": "department", "name": "회계과", "parent": bureau.pk})
    page = text_of(client.get(path))
    for words in ("A1 · 총무과", "행정국", "회계과"):
        assert words in page
    stuck = client.post(path, {"action": "department_remove", "id": bureau.pk})
    assert stuck.status_code == 400
    assert "아래에 다른 부서가 있어" in text_of(stuck)
    client.post(path, {"action": "end", "id": CostCenter.objects.get().pk})
    assert "총무과" not in text_of(client.get(path))
    for form, field in (
        ({"action": "center", "code": "", "name": "x"}, "code"),
        ({"action": "department", "name": ""}, "name"),
        ({"action": "department", "name": "과", "parent": "x"}, "parent"),
    ):
        refused = client.post(path, form)
        assert refused.status_code == 400
        assert f"{field}" in refused.context["form"].errors


# -- counts --


@pytest.mark.parametrize("tab", [*TABS, "members/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    organization: Organization, tab: str
) -> None:
    client = at(member(organization, "owner").user)

    def grow() -> None:
        for _ in range(3):
            other = member(organization, "approver")
            n = CostCenter.objects.count()
            center = CostCenter.objects.create(
                organization=organization, code=f"C{n}", name=f"과 {n}"
            )
            Department.objects.create(organization=organization, name=f"부서 {n}")
            client.post(
                "/buyer/settings/rules/",
                {"action": "set", "name": f"규칙 {n}", "who_0": f"person:{other.user_id}",
                 "cost_center": center.pk},
            )  # fmt: skip
            client.post(
                "/buyer/settings/limits/",
                {"action": "set", "period": "year", "amount": "9", "member": other.user_id},
            )
            client.post(
                "/buyer/settings/budgets/",
                LINE | {"item_code": f"201-{n}", "year": str(clock.today().year)},
            )
            client.post(
                "/buyer/settings/members/",
                {"action": "invite", "email": f"p{n}@example.kr", "roles": ["requester"]},
            )
            today = clock.today().isoformat()
            at(other.user).post(
                "/buyer/settings/delegations/",
                {"delegate": client.session["_auth_user_id"], "starts_on": today,
                 "ends_on": today},
            )  # fmt: skip

    counts = []
    for _ in range(2):
        grow()
        client.get(f"/buyer/settings/{tab}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/buyer/settings/{tab}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_confirmed_addresses_alone_count_for_an_agency() -> None:
    user = UserFactory(email="kim@gmail.com")
    EmailAddress.objects.create(user=user, email="kim@gu.busan.kr", verified=False)
    refused = at(user).post("/buyer/join/", FIELDS | {"kind": "agency"})
    assert refused.status_code == 400
    EmailAddress.objects.update(verified=True)
    assert at(user).post("/buyer/join/", FIELDS | {"kind": "agency"}).status_code == 302
