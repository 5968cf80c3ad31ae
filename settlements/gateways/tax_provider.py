"""The provider that issues electronic tax invoices and sends them to the tax office.

One HTTP interface, behind which a market puts the provider it has a contract with::

    PUT  {TAX_PROVIDER_URL}/documents/{number}   the document as JSON → 200 or 201
    GET  {TAX_PROVIDER_URL}/documents/{number}   what became of it    → 200 or 404

Both answer ``{"number", "approval_number", "issued_at"}``; a refusal is ``{"code", "message"}``
with 4xx. The number makes it idempotent: an answer that got lost is asked for again.
"""

from __future__ import annotations

from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from payments.errors import GatewayFailed
from settlements.models import TaxDocument

PATIENCE = (3.05, 20)
TRIES = 2


def is_set_up() -> bool:
    return bool(settings.TAX_PROVIDER_URL)


def issue(document: TaxDocument) -> str:
    """Issue ``document`` and answer the tax office's approval number.

    Raises InvalidInput where no provider is set up, GatewayFailed where it refuses or is silent.
    """
    if not is_set_up():
        raise InvalidInput(
            {"": _("발급 서비스가 연결되지 않았습니다. 홈택스 파일로 올려 주세요.")},
            code="NOT_SET_UP",
        )
    return _call("PUT", document.number, _body(document))


def fetch(number: str) -> str:
    """The approval number of what was issued under ``number``; raises GatewayFailed."""
    return _call("GET", number)


def _call(method: str, number: str, body: Any = None) -> str:
    for attempt in range(1, TRIES + 1):
        try:
            answer = requests.request(
                method,
                f"{settings.TAX_PROVIDER_URL.rstrip('/')}/documents/{number}",
                json=body,
                headers={"Authorization": f"Bearer {settings.TAX_PROVIDER_KEY}"},
                timeout=PATIENCE,
            )
            said = answer.json()
        except (requests.RequestException, ValueError) as error:
            if attempt == TRIES:
                raise GatewayFailed(_("발급 서비스가 응답하지 않습니다.")) from error
            continue
        if answer.ok:
            return str(said["approval_number"])
        if answer.status_code < 500:
            raise GatewayFailed(str(said.get("message") or said), code=str(said.get("code")))
    raise GatewayFailed(_("발급 서비스가 응답하지 않습니다."))


def _body(document: TaxDocument) -> dict[str, Any]:
    return {
        "number": document.number,
        "kind": document.kind,
        "written_on": document.supplied_on.isoformat(),
        "supplier": document.supplier,
        "recipient": document.recipient,
        "supply_amount": document.supply_amount,
        "vat_amount": document.vat_amount,
        "items": document.items,
        "amendment": document.amendment,
        "amends": document.amends.approval_number if document.amends else "",
    }
