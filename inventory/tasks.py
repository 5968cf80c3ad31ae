"""What follows when pieces are there again."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from inventory import services
from inventory.models import RestockWish

SCHEDULE = {
    "tell of low stocks": {"task": "inventory.tasks.tell_of_low_stocks", "schedule": 900.0},
}


@shared_task(ignore_result=True)
def tell_of_low_stocks() -> int:
    return services.low_stocks_tell()


@outbox.handler("stock.changed", name="inventory.mail_restocked")
def mail_restocked(payload: dict[str, Any]) -> None:
    """Mail whoever waited for what can be bought now, once; then nobody waits any more."""
    wishes = (
        RestockWish.objects.filter(variant_id__in=payload["variant_ids"])
        .select_related("variant__product", "variant__stock")
        .order_by("pk")
    )
    for wish in wishes:
        if wish.variant.stock.available <= 0:
            continue
        product = wish.variant.product
        with translation.override(wish.language):
            english = wish.language == "en" and product.name_en
            names = {"name": product.name_en if english else product.name}
            send_once(
                key=f"restock:{wish.pk}",
                to=wish.email,
                subject=_("[온장] %(name)s 다시 들어왔습니다") % names,
                body=_(
                    "기다리시던 %(name)s 상품을 다시 살 수 있습니다. 이 알림은 한 번만 보냅니다."
                )
                % names
                + f"\n\n{settings.SITE_URL}/p/{product.slug}/",
            )
        wish.delete()
