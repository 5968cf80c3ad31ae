"""The yearly purchase certificate (구매 확인서): figures of what was accepted, sealed."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, ids
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from procurement import selectors
from procurement.models import PurchaseCertificate


@transaction.atomic
def certificate_issue(*, actor: Actor, organization_id: int, year: int) -> PurchaseCertificate:
    """Certify what an organization accepted in a year; the same figures are the same certificate.

    Raises NotFound for strangers, InvalidInput (``year``) for one to come, or without purchases.
    """
    if not actor.has_role(organization_id):
        raise NotFound
    if not 2000 <= year <= clock.today().year:
        raise InvalidInput({"year": _("올해까지의 연도를 입력해 주세요.")})
    data = selectors.purchases_of_year(organization_id, year)
    if not data["total"]:
        raise InvalidInput({"year": _("그해에 검수를 마친 구매가 없습니다.")})
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = PurchaseCertificate.objects.filter(
        organization_id=organization_id, year=year, digest=digest
    ).first()
    if known is not None:
        return known
    certificate = PurchaseCertificate.objects.create(
        organization_id=organization_id,
        year=year,
        number=ids.new_number("C", clock.today()),
        data=data,
        digest=digest,
        issued_by_id=actor.require_person(),
        issued_at=clock.now(),
    )
    audit.seal(actor=actor, action="certificate.issue", obj=certificate, digest=digest)
    return certificate
