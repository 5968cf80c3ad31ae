"""After the order: paying, following it, saying that it came."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.errors import Conflict, NotFound
from orders import selectors, services
from orders.models import Order, VendorOrder
from payments import selectors as payments
from payments import services as payment_services
from payments.errors import GatewayFailed, PaymentNotOpen
from payments.models import Payment
from storefront.access import signed_in
from storefront.forms import Filled

#: The stations of a vendor order as the buyer sees them.
STATIONS = (
    ("confirmed", gettext_lazy("결제 완료")),
    ("accepted", gettext_lazy("상품 준비")),
    ("shipped", gettext_lazy("배송 중")),
    ("delivered", gettext_lazy("배송 완료")),
)


def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the buyer pays: the marked test gateway's page, Toss's widget or Stripe's element.

    A second click, or coming back, leads to the order.
    """
    payment = payments.payment_for_reference(reference)
    token = payment.order.token
    if payment.state != Payment.State.PENDING:
        return redirect("shop:order", token)
    if payment.gateway in ELEMENTS:
        return _element(request, payment)
    if payment.gateway != "test" or not settings.TEST_GATEWAY:
        return redirect("shop:order", token)
    if request.method == "POST":
        actor = request.actor  # type: ignore[attr-defined]
        try:
            if request.POST.get("answer") == "refuse":
                payment_services.test_payment_refuse(actor=actor, reference=reference)
                messages.error(request, _("결제가 거절되었습니다. 다시 시도할 수 있습니다."))
            else:
                payment_services.test_payment_pay(actor=actor, reference=reference)
        except PaymentNotOpen:
            messages.warning(request, _("이미 처리된 결제입니다."))
        return redirect("shop:order", token)
    return render(request, "shop/pay.html", {"payment": payment, "order": payment.order})


#: The provider's own script, where the buyer pays on a page of ours: (script, hosts it talks to).
ELEMENTS = {
    "stripe": (
        "https://js.stripe.com/v3/",
        ["https://js.stripe.com", "https://api.stripe.com", "https://hooks.stripe.com"],
    ),
    "toss": (
        "https://js.tosspayments.com/v2/standard",
        ["https://js.tosspayments.com", "https://*.tosspayments.com"],
    ),
}


def _element(request: HttpRequest, payment: Payment) -> HttpResponse:
    """The provider's script may run here, and nowhere else in the market."""
    script, hosts = ELEMENTS[payment.gateway]
    context = {
        "payment": payment,
        "order": payment.order,
        "script": script,
        "publishable": settings.STRIPE_PUBLISHABLE_KEY if payment.gateway == "stripe" else "",
        "back": request.build_absolute_uri(reverse("shop:paid", args=[payment.reference])),
    }
    answer = render(request, "shop/pay_element.html", context)
    places = ("script-src", "frame-src", "connect-src", "img-src")
    answer._csp_update = dict.fromkeys(places, hosts)  # type: ignore[attr-defined]
    return answer


def paid(request: HttpRequest, reference: str) -> HttpResponse:
    """The buyer comes back from the provider. The webhook may come before, after or just now."""
    payment = payments.payment_for_reference(reference)
    answer = {name: request.GET.get(name, "")[:300] for name in request.GET}
    if answer.get("code"):  # the provider tells of a refusal in its own words
        payment_services.payment_fail(
            payment_id=payment.pk, error=answer.get("message", answer["code"])
        )
        return redirect("shop:order", payment.order.token)
    try:
        payment_services.payment_sync(reference=reference, answer=answer)
    except GatewayFailed as error:
        messages.error(request, str(error.message))
    return redirect("shop:order", payment.order.token)


def detail(request: HttpRequest, token: str) -> HttpResponse:
    """The order's page. The link is the permission: it is in the buyer's mail only."""
    order = selectors.order_for_token(token)
    if request.method == "POST":
        return _pay_again(request, order)
    context = {
        "order": order,
        "parts": [(part, _stations(part)) for part in order.vendor_orders.all()],
        "payment": payments.latest_payment(order.pk),
        "refunds": payments.refunds_of(order.pk),
    }
    return render(request, "shop/order.html", context)


def _pay_again(request: HttpRequest, order: Order) -> HttpResponse:
    """A refused payment may be tried again while the order still holds its stock."""
    last = payments.latest_payment(order.pk)
    gateway = last.gateway if last else "test"
    payment = payment_services.payment_start(
        actor=request.actor,  # type: ignore[attr-defined]
        order_id=order.pk,
        gateway=gateway,
    )
    if payment.next_action.get("type") == "transfer" or payment.state != Payment.State.PENDING:
        return redirect("shop:order", order.token)
    return redirect("shop:pay", payment.reference)


@require_POST
def received(request: HttpRequest, token: str) -> HttpResponse:
    """The buyer says that an enterprise's part arrived."""
    order = selectors.order_for_token(token)
    number = request.POST.get("number", "")
    part = next((p for p in order.vendor_orders.all() if p.number == number), None)
    if part is None:
        raise NotFound
    services.vendor_order_mark_delivered(
        actor=request.actor,  # type: ignore[attr-defined]
        vendor_order_id=part.pk,
        order_token=token,
    )
    messages.success(request, _("받으셨군요. 고맙습니다."))
    return redirect("shop:order", token)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel an order that isn't paid yet; whoever holds the link may."""
    order = selectors.order_for_token(token)
    try:
        services.order_cancel_by_token(token=order.token)
        messages.success(request, _("주문을 취소했습니다."))
    except Conflict as error:
        messages.error(request, str(error.message))
    return redirect("shop:order", token)


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    orders = selectors.orders_of(request.actor)  # type: ignore[attr-defined]
    page = Paginator(orders, 20).get_page(request.GET.get("page"))
    return render(request, "shop/my_orders.html", {"orders": page, "page_obj": page})


def lookup(request: HttpRequest) -> HttpResponse:
    """A guest's way back to the order, by number and e-mail."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            order = selectors.order_by_number_and_email(
                form.values.get("number", ""), form.values.get("email", "")
            )
        except NotFound:
            form.errors["number"] = [_("주문번호와 이메일이 맞는 주문이 없습니다.")]
        else:
            return redirect("shop:order", order.token)
    return render(request, "shop/lookup.html", {"form": form}, status=400 if form.errors else 200)


def _stations(part: VendorOrder) -> list[tuple[str, str]]:
    """(label, state) of each station: ``is-done``, ``is-done is-now``, or blank."""
    order = [name for name, _label in STATIONS]
    same = {
        VendorOrder.Status.PARTLY_SHIPPED: VendorOrder.Status.SHIPPED,
        VendorOrder.Status.CLOSED: VendorOrder.Status.DELIVERED,
    }
    current = same.get(VendorOrder.Status(part.status), part.status)
    if current not in order:
        return [(str(label), "") for _name, label in STATIONS]
    place = order.index(current)
    return [
        (str(label), "is-done is-now" if i == place else "is-done" if i < place else "")
        for i, (_name, label) in enumerate(STATIONS)
    ]
