"""Who works at the enterprise's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise
from vendors import selectors, services
from vendors.models import EnterpriseStaff

#: What each role may do, in words for who gives it.
EXPLAINED = (
    ("owner", gettext_lazy("모든 일과 직원 관리, 정산 계좌")),
    ("manager", gettext_lazy("상품, 주문, 정산 보기, 기업 정보")),
    ("clerk", gettext_lazy("상품과 주문")),
    ("accountant", gettext_lazy("정산, 세금계산서, 정산 계좌")),
)


@for_enterprise
def staff(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Colleagues and open invitations; invite, give another role, show out (``action``)."""
    rows = selectors.staff_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("seller:staff")
    form.values.setdefault("role", EnterpriseStaff.Role.CLERK.value)
    context = {
        "rows": rows,
        "invitations": selectors.invitations_of(actor=desk.actor, enterprise_id=desk.enterprise.pk),
        "form": form,
        "roles": EnterpriseStaff.Role.choices,
        "explained": [(EnterpriseStaff.Role(role).label, text) for role, text in EXPLAINED],
        "me": desk.actor.user_id,
    }
    return desk.page(request, "staff", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    action, enterprise_id = form.values.get("action", ""), desk.enterprise.pk
    given = form.values.get("id", "")
    pk = int(given) if given.isdecimal() and len(given) < 16 else 0
    if action == "role":
        services.staff_role_set(
            actor=desk.actor,
            enterprise_id=enterprise_id,
            staff_id=pk,
            role=form.values.get("role", ""),
        )
        return _("역할을 바꾸었습니다.")
    if action == "remove":
        services.staff_remove(actor=desk.actor, enterprise_id=enterprise_id, staff_id=pk)
        return _("더는 이 기업의 판매 화면에 들어올 수 없습니다.")
    if action == "cancel":
        services.invitation_cancel(actor=desk.actor, invitation_id=pk)
        return _("초대를 거두었습니다.")
    services.staff_invite(
        actor=desk.actor,
        enterprise_id=enterprise_id,
        email=form.values.get("email", ""),
        role=form.values.get("role", ""),
    )
    return _("초대 메일을 보냈습니다. 7일 안에 열어야 합니다.")
