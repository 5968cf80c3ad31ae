"""What services refuse, shown where it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.errors import DomainError, InvalidInput


@dataclass
class Filled:
    """A form as it was sent: values to show again and messages by field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: QueryDict) -> Filled:
        # PostgreSQL keeps no NUL characters, and nobody types them.
        return cls({name: data.get(name, "").replace("\x00", "").strip() for name in data})

    def refuse(self, error: DomainError) -> None:
        for name, texts in error.by_field().items():
            self.errors.setdefault(name, []).extend(texts)

    def whole(self, name: str, label: str) -> int:
        """A whole number. Raises InvalidInput by the field's name."""
        return whole_number(self.values, name, label)


def chosen_id(form: Filled, name: str) -> int | None:
    """The key that was chosen in a select; None for none, 0 (nothing has it) for nonsense."""
    text = form.values.get(name, "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def whole_number(values: Mapping[str, str], name: str, label: str) -> int:
    """``1,200`` as 1200. Raises InvalidInput by field."""
    text = values.get(name, "").replace(",", "").strip()
    if not text.lstrip("-").isdecimal() or len(text) > 15:
        raise InvalidInput({name: _("%(label)s은(는) 숫자로 입력해 주세요.") % {"label": label}})
    return int(text)
