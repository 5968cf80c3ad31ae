"""What follows from new pictures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from catalog import services
from catalog.models import Moderation
from core import outbox
from core.mail import send_once
from vendors.services import notice_give


@outbox.handler("media.added", name="catalog.render")
def render(payload: dict[str, Any]) -> None:
    services.media_render(media_id=payload["media_id"])


@outbox.handler("credential.decided", name="catalog.certificate_decided")
@outbox.handler("credential.expired", name="catalog.certificate_expired")
def certificate_changed(payload: dict[str, Any]) -> None:
    services.certificates_follow(credential_id=payload["credential_id"])


@outbox.handler("moderation.decided", name="catalog.mail_moderation")
def mail_moderation(payload: dict[str, Any]) -> None:
    row = Moderation.objects.select_related("product__enterprise").get(pk=payload["moderation_id"])
    names = {"name": row.product.name}
    if row.status == Moderation.Status.APPROVED:
        subject = _("[온장] %(name)s 판매가 승인되었습니다") % names
        body = _("상점에 보입니다.")
    else:
        subject = _("[온장] %(name)s 상품을 보완해 주세요") % names
        body = _("사유: %(reason)s") % {"reason": row.reason}
    path = f"/seller/products/{row.product_id}/"
    enterprise = row.product.enterprise
    notice_give(
        enterprise_id=enterprise.pk,
        kind="product",
        key=f"moderation:{row.pk}:{row.status}",
        text=subject.removeprefix("[온장] "),
        path=path,
    )
    send_once(
        key=f"moderation:{row.pk}:{row.status}",
        to=enterprise.email,
        subject=subject,
        body=f"{body}\n\n{settings.SITE_URL.rstrip('/')}{path}",
    )
