"""GraphQL over HTTP: one address, JSON in and out.

A bearer token (a JWT of ``tokenCreate``, or an API token) says who asks. A browser's session counts
only with the CSRF token, since cookies travel by themselves; without it the asker is nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from graphql import DocumentNode, GraphQLError, execute

from accounts import services as accounts
from accounts.models import ApiToken, User
from api.asking import Asking
from api.documents import DEAREST, MOST_WRITES, Invalid, Library, Operation, too_dear
from api.people import user_of
from api.refusals import masked, refuse, shown
from api.schema import schema
from core import clock
from core.actor import ANONYMOUS
from vendors.selectors import actor_for

SCHEMA = schema.graphql_schema
library = Library(SCHEMA)
MOST_BYTES = 256 * 1024
MOST_IN_BATCH = 10
LANGUAGES = ("ko", "en")


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """One operation, or a batch (a list) of at most ten."""
    if request.method == "OPTIONS":
        return _cors(request, HttpResponse(status=204))
    if request.method != "POST":
        return _cors(request, _json({"errors": [_error("METHOD_NOT_ALLOWED", "Use POST.")]}, 405))
    try:
        body = _body(request)
    except GraphQLError as error:
        return _cors(request, _json({"errors": [shown(error)]}, 400))
    user = _user(request)
    actor = actor_for(user) if user is not None else ANONYMOUS
    asked = body if isinstance(body, list) else [body]
    answers = []
    with translation.override(_language(request)):
        for each in asked:
            asking = Asking(request, actor=actor, user=user)
            answers.append(_answer(asking, each))
    return _cors(request, _json(answers if isinstance(body, list) else answers[0], 200))


def _answer(asking: Asking, asked: Any) -> dict[str, Any]:
    """Never raises: what goes wrong is part of the answer."""
    try:
        text, variables, name = _parts(asked)
        operation = library.document(text).operation(name)
        return _run(asking, operation, variables)
    except Invalid as error:
        return {"errors": [shown(each) for each in error.errors]}
    except GraphQLError as error:
        return {"errors": [shown(error)]}
    except RecursionError:
        return {"errors": [shown(refuse("QUERY_TOO_DEEP", "The query is nested too deeply."))]}
    except Exception as error:  # noqa: BLE001 - masked and logged
        return {"errors": [masked(error)]}


def _run(asking: Asking, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    variables = operation.variables(SCHEMA, given)
    if operation.cost.total(variables) > DEAREST:
        raise too_dear()
    if operation.is_mutation and len(operation.node.selection_set.selections) > MOST_WRITES:
        raise refuse("QUERY_TOO_COMPLEX", f"At most {MOST_WRITES} mutations at once.")
    if operation.is_introspection:
        return _introspect(asking, operation, given)
    data, errors = operation.plan(SCHEMA, variables).run(asking, variables)
    answer: dict[str, Any] = {"data": data}
    if errors:
        answer["errors"] = [shown(error) for error in errors]
    return answer


def _introspect(asking: Asking, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    document = DocumentNode(definitions=(operation.node, *operation.fragments.values()))
    result: Any = execute(SCHEMA, document, context_value=asking, variable_values=dict(given))
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [shown(error) for error in result.errors]
    return answer


def _parts(asked: Any) -> tuple[str, Mapping[str, Any], str | None]:
    if not isinstance(asked, dict):
        raise refuse("BAD_REQUEST", "An operation is an object with a `query`.")
    text, variables = asked.get("query"), asked.get("variables") or {}
    name = asked.get("operationName") or None
    if not isinstance(text, str) or not text.strip():
        raise refuse("BAD_REQUEST", "Must provide a query string.")
    if not isinstance(variables, dict):
        raise refuse("BAD_REQUEST", "`variables` is an object.")
    if name is not None and not isinstance(name, str):
        raise refuse("BAD_REQUEST", "`operationName` is a string.")
    return text, variables, name


def _body(request: HttpRequest) -> Any:
    if not (request.content_type or "").startswith("application/json"):
        raise refuse("BAD_REQUEST", "Send application/json.")
    data = request.body
    if len(data) > MOST_BYTES:
        raise refuse("QUERY_TOO_LONG", f"A request may have {MOST_BYTES} bytes.")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise refuse("BAD_REQUEST", "The body is not JSON.") from None
    if b"\\u0000" in data:
        raise refuse("BAD_REQUEST", "Texts may not hold NUL characters.")
    if isinstance(body, list) and not 1 <= len(body) <= MOST_IN_BATCH:
        raise refuse("QUERY_TOO_COMPLEX", f"A batch has 1 to {MOST_IN_BATCH} operations.")
    return body


def _user(request: HttpRequest) -> User | None:
    header = request.headers.get("Authorization-Bearer") or request.headers.get("Authorization", "")
    kind, _blank, secret = header.strip().rpartition(" ")
    if secret and kind.lower() in ("", "bearer", "jwt"):
        return _by_api_token(secret) if secret.startswith("onj_") else user_of(secret, "access")
    if settings.SESSION_COOKIE_NAME in request.COOKIES and _csrf_is_right(request):
        return request.user if isinstance(request.user, User) else None
    return None


def _by_api_token(secret: str) -> User | None:
    now = clock.now()
    row = (
        ApiToken.objects.filter(digest=accounts.digest_of(secret), user__is_active=True)
        .select_related("user")
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    if row.last_used_at is None or (now - row.last_used_at).total_seconds() > 60:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row.user


def _csrf_is_right(request: HttpRequest) -> bool:
    def never(_request: HttpRequest) -> HttpResponse:
        raise AssertionError

    check = CsrfViewMiddleware(never)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is None


def _language(request: HttpRequest) -> str:
    asked = translation.get_language_from_request(request)[:2]
    return asked if asked in LANGUAGES else "ko"


def _error(code: str, message: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}}


def _json(answer: Any, status: int) -> HttpResponse:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=str)
    response = HttpResponse(text, content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _cors(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Shops on other hosts may ask, with tokens and never with cookies."""
    if request.headers.get("Origin"):
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = (
            "Authorization, Authorization-Bearer, Content-Type, Idempotency-Key, Accept-Language"
        )
        response["Access-Control-Max-Age"] = "86400"
    return response
