"""Back office: money is looked at here, never edited; deposits are recorded as they come in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.back_office import LookOnly, ReadOnly
from core.errors import DomainError
from payments import services
from payments.models import LedgerEntry, LedgerPosting, Payment, Refund, WebhookEvent
from vendors.selectors import actor_for


class DepositForm(forms.Form):
    """What the clerk reads on the bank's statement."""

    reference = forms.CharField(label=gettext_lazy("입금자 표시 (결제번호)"), max_length=40)
    amount = forms.IntegerField(label=gettext_lazy("입금액 (원)"), min_value=1)


class PostingInline(LookOnly):
    model = LedgerPosting


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    list_display = ("key", "kind", "order", "happened_at")
    list_filter = ("kind",)
    search_fields = ("key", "order__number")
    list_select_related = ("order",)
    inlines = (PostingInline,)


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("reference", "order", "gateway", "state", "amount", "refunded_amount")
    list_filter = ("gateway", "state")
    search_fields = ("reference", "provider_ref", "order__number")
    list_select_related = ("order",)
    change_list_template = "admin/payments/payment/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        deposit = path(
            "deposit/",
            self.admin_site.admin_view(self.deposit_view),
            name="payments_payment_deposit",
        )
        return [deposit, *super().get_urls()]

    def deposit_view(self, request: HttpRequest) -> HttpResponse:
        """A form of two fields; what can't be is said by the field and changes nothing."""
        if not may_record_deposits(request):
            raise PermissionDenied
        form = DepositForm(request.POST or None)
        if form.is_valid():
            payment = self._record(request, form)
            if payment is not None:
                return self._tell(request, payment)
        context = {
            **self.admin_site.each_context(request),
            "title": _("입금 기록"),
            "opts": self.model._meta,
            "form": form,
        }
        return TemplateResponse(request, "admin/payments/payment/deposit.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {**(extra_context or {}), "may_record_deposits": may_record_deposits(request)}
        return super().changelist_view(request, context)

    def _record(self, request: HttpRequest, form: DepositForm) -> Payment | None:
        # The clerk's permission in the back office stands for the market's own hand.
        clerk = replace(actor_for(request.user), is_city_officer=True)
        try:
            return services.bank_deposit_record(actor=clerk, **form.cleaned_data)
        except DomainError as error:
            for field, texts in error.by_field().items():
                form.add_error(field if field in form.fields else "reference", texts)
        return None

    def _tell(self, request: HttpRequest, payment: Payment) -> HttpResponse:
        if payment.state == Payment.State.CAPTURED:
            text = _("%(reference)s 입금을 기록했습니다.")
            messages.success(request, text % {"reference": payment.reference})
        else:
            text = _("%(reference)s의 주문은 이미 취소되어, 입금액을 환불합니다.")
            messages.warning(request, text % {"reference": payment.reference})
        return HttpResponseRedirect(reverse("admin:payments_payment_changelist"))


def may_record_deposits(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("payments.change_payment"))


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = ("reference", "payment", "state", "goods_amount", "shipping_amount", "done_at")
    list_filter = ("state",)
    list_select_related = ("payment",)


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnly):
    list_display = ("gateway", "event_id", "kind", "received_at", "processed_at")
    list_filter = ("gateway", "kind")
