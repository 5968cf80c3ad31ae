"""Where payment providers knock: ``POST /webhooks/<gateway>/``.

The signature is the only permission. A message is stored and answered at once; the worker does
what it says, so that a slow moment of ours never looks to the provider like a failure.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.errors import DomainError, InvalidInput
from payments import services as payments

#: Providers' messages have a few kilobytes.
LARGEST_MESSAGE = 512 * 1024


@csrf_exempt  # a provider has no cookie of ours; its signature is checked instead
@require_POST
def receive(request: HttpRequest, gateway: str) -> JsonResponse:
    """Answers 200 for a message that is ours or was known, 400, 404 or 413 for any other."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_MESSAGE:
        return JsonResponse({"error": "TOO_LARGE"}, status=413)
    try:
        is_new = payments.webhook_receive(
            gateway=gateway, headers=request.headers, body=request.body
        )
    except InvalidInput:
        return JsonResponse({"error": "NOT_FOUND"}, status=404)
    except DomainError as error:
        return JsonResponse({"error": error.code}, status=400)
    return JsonResponse({"received": True, "new": is_new})
