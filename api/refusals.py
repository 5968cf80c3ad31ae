"""What goes wrong, in GraphQL's two ways: errors of the answer, and errors of a mutation.

Every error of the answer has a stable ``extensions.code``. What nobody foresaw is logged under an
id; the reader gets the id and no word of the fault.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from django.utils.translation import gettext as _
from graphql import GraphQLError, GraphQLSyntaxError

from core.errors import DomainError

log = structlog.get_logger(__name__)


def refuse(code: str, message: str) -> GraphQLError:
    """An error of the answer with its code."""
    return GraphQLError(message, extensions={"code": code})


def shown(error: GraphQLError) -> dict[str, Any]:
    """The error as the reader may see it."""
    answer: dict[str, Any] = {"message": error.message}
    if error.locations:
        answer["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        answer["path"] = list(error.path)
    original, extensions = error.original_error, error.extensions or {}
    if isinstance(original, DomainError):
        answer["message"] = str(original.message)
        answer["extensions"] = {"code": original.code}
    elif original is not None and not isinstance(original, GraphQLError):
        return answer | masked(original)
    elif isinstance(error, GraphQLSyntaxError):
        answer["extensions"] = {"code": "GRAPHQL_PARSE_FAILED"}
    else:
        answer["extensions"] = {"code": extensions.get("code", "GRAPHQL_VALIDATION_FAILED")}
    return answer


def masked(error: BaseException) -> dict[str, Any]:
    """What is told of a fault of ours, once it is in the log."""
    identity = uuid.uuid4().hex
    log.error("graphql failed", error_id=identity, exc_info=error)
    return {
        "message": _("일시적인 오류입니다. 잠시 후 다시 시도해 주세요."),
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "id": identity},
    }


def by_field(error: DomainError, names: Mapping[str, str]) -> list[tuple[str | None, str]]:
    """A refusal as (field, message) pairs, its fields renamed as the API calls them."""
    return [
        (names.get(field, field) or None, text)
        for field, texts in error.by_field().items()
        for text in texts
    ]
