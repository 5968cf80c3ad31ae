"""What can go wrong with an index."""

from __future__ import annotations

from core.errors import DomainError


class EngineFailed(DomainError):
    """The engine is missing, broken or out of reach; it can be rebuilt from the database."""

    code = "SEARCH_FAILED"
