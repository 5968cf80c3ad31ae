"""What can go wrong, in words for the reader and codes for the machine.

::

    DomainError               a rule of the market refused; nothing was changed
    ├── InvalidInput          fields hold what can't be (messages by field)      → 400, the form
    ├── NotAllowed            the actor may not do this                          → 403
    ├── NotFound              no such object, or none the actor may see          → 404
    └── Conflict              the object's state doesn't allow it (any more)     → 409
        ├── KeyReused         same idempotency key, other content                → 422
        └── InFlight          same idempotency key, first call still running     → 409

Each room derives its own from these in its ``errors.py``. ``code`` is stable and part of the API;
``message`` is Korean (translated on rendering).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    code = "INVALID"
    #: What faces that speak HTTP answer.
    status = 400
    message: Any = _("요청을 처리할 수 없습니다.")

    def __init__(
        self, message: Any = None, *, field: str | None = None, code: str | None = None
    ) -> None:
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code
        self.field = field
        super().__init__(str(self.message))

    def by_field(self) -> dict[str, list[str]]:
        """Messages by field; the key ``""`` holds those of no field."""
        return {self.field or "": [str(self.message)]}


class InvalidInput(DomainError):
    """Bad input, by field: ``InvalidInput({"quantity": ["1 이상이어야 합니다."]})``."""

    message: Any = _("입력한 내용을 확인해 주세요.")

    def __init__(self, fields: Mapping[str, Sequence[Any] | Any], *, code: str = "INVALID") -> None:
        self.fields: dict[str, list[Any]] = {
            name: list(texts) if isinstance(texts, (list, tuple)) else [texts]
            for name, texts in fields.items()
        }
        super().__init__(code=code, field=next(iter(self.fields), None))

    def by_field(self) -> dict[str, list[str]]:
        return {name: [str(text) for text in texts] for name, texts in self.fields.items()}


class NotAllowed(DomainError):
    code = "PERMISSION_DENIED"
    status = 403
    message = _("이 작업을 할 권한이 없습니다.")


class NotFound(DomainError):
    code = "NOT_FOUND"
    status = 404
    message = _("찾을 수 없습니다.")


class Conflict(DomainError):
    code = "CONFLICT"
    status = 409
    message = _("지금 상태에서는 할 수 없는 작업입니다.")


class KeyReused(Conflict):
    code = "IDEMPOTENCY_KEY_REUSED"
    status = 422
    message = _("같은 요청 번호가 다른 내용으로 다시 왔습니다.")


class InFlight(Conflict):
    code = "IDEMPOTENCY_IN_FLIGHT"
    message = _("같은 요청을 처리하고 있습니다. 잠시 후 다시 시도해 주세요.")
