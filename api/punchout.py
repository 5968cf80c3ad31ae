"""Where buyers' purchasing systems knock: cXML 1.2, ``POST /api/punchout/setup`` and ``/order``.

As cXML has it, every answer is a Response with a Status inside and HTTP 200 around it; the secret
in the header is the only permission.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from procurement.services import punchout
from procurement.standards import cxml
from procurement.standards.cxml import CxmlError

log = structlog.get_logger(__name__)


@csrf_exempt  # a system has no cookie of ours; its secret is checked instead
@require_POST
def setup(request: HttpRequest) -> HttpResponse:
    """PunchOutSetupRequest: where the buyer's browser starts to shop."""

    def answer(xml: bytes) -> bytes:
        _session, token = punchout.punchout_setup(xml)
        return cxml.setup_response(
            punchout.start_url(token), payload_id=punchout.payload_id(), now=clock.now()
        )

    return _answered(request, answer)


@csrf_exempt
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """OrderRequest: a purchase order that waits for the organization's own approval."""

    def answer(xml: bytes) -> bytes:
        po = punchout.punchout_order(xml)
        text = po.number if po is not None else "test"
        return cxml.response(200, text, payload_id=punchout.payload_id(), now=clock.now())

    return _answered(request, answer)


def _answered(request: HttpRequest, answer: Callable[[bytes], bytes]) -> HttpResponse:
    try:
        if int(request.headers.get("Content-Length") or 0) > cxml.LIMIT:
            raise CxmlError(406, "문서가 1MB를 넘습니다.")
        body = answer(request.body)
    except CxmlError as error:
        log.info("punchout refused", code=error.code)
        body = cxml.response(
            error.code, error.text, payload_id=punchout.payload_id(), now=clock.now()
        )
    return HttpResponse(body, content_type="text/xml; charset=UTF-8")
