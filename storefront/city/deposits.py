"""The deposit account: bank statements come in, and what doesn't match is looked into."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import Conflict, InvalidInput
from payments import selectors, services
from payments.models import BankDeposit
from payments.services.deposits import PROVIDERS
from payments.statements import MOST_BYTES
from storefront.forms import Filled

State = BankDeposit.State


def deposits(request: HttpRequest) -> HttpResponse:
    """The list; ``action`` import (a file), assign (to a payment), provider (its
    payout), recorded (an invoice's transfer) or return (sent back)."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, form))
        except InvalidInput as error:
            form.refuse(error)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("city:deposits")
        else:
            return redirect("city:deposits")
    actor = request.actor  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    rows = selectors.deposits(actor=actor, state=state if state in State.values else "")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    counts = selectors.deposit_counts(actor=actor)
    context = {
        "rows": page,
        "page_obj": page,
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in State.choices],
        "form": form,
        "providers": PROVIDERS,
        "asked": form.values.get("id", ""),
    }
    return render(request, "city/deposits.html", context, status=400 if form.errors else 200)


def _act(request: HttpRequest, form: Filled) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    action = form.values.get("action", "")
    if action == "import":
        file = request.FILES.get("file")
        if file is None:
            raise InvalidInput({"file": _("은행에서 받은 파일을 골라 주세요.")}, code="REQUIRED")
        statement = services.bank_statement_import(
            actor=actor, name=file.name or "", data=file.read(MOST_BYTES + 1)
        )
        counts = selectors.deposit_counts(actor=actor, statement_id=statement.pk)
        said = [f"{label} {counts[value]}" for value, label in State.choices if counts.get(value)]
        if statement.repeated:
            said.append(_("이미 가져온 거래 %(count)d") % {"count": statement.repeated})
        return _("가져왔습니다: %(counts)s") % {"counts": ", ".join(said)}
    deposit_id, note = form.whole("id", _("입금")), form.values.get("note", "")
    if action == "assign":
        services.deposit_assign(
            actor=actor,
            deposit_id=deposit_id,
            payment_reference=form.values.get("payment_reference", ""),
            note=note,
        )
        return _("입금을 결제에 맞추었습니다.")
    if action == "provider":
        fee = form.whole("fee_amount", _("결제사 수수료")) if form.values.get("fee_amount") else 0
        services.deposit_from_provider(
            actor=actor,
            deposit_id=deposit_id,
            gateway=form.values.get("gateway", ""),
            fee_amount=fee,
        )
        return _("결제사 정산금으로 기록했습니다.")
    if action == "recorded":
        services.deposit_recorded(
            actor=actor,
            deposit_id=deposit_id,
            invoice_number=form.values.get("invoice_number", ""),
        )
        return _("기록된 청구 이체와 맞추었습니다.")
    services.deposit_return(actor=actor, deposit_id=deposit_id, note=note)
    return _("돌려주었다고 기록했습니다.")
