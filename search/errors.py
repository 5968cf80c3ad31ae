"""What can go wrong with an index. Readers of the shop never see these: a search says it is
degraded instead."""

from __future__ import annotations

from core.errors import DomainError


class EngineFailed(DomainError):
    """The engine is out of reach or answered with an error; trying again may help."""

    code = "SEARCH_FAILED"


class IndexMissing(EngineFailed):
    """There is no index, or one that can't be read: it must be made from the database."""

    code = "SEARCH_INDEX_MISSING"
