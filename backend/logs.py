"""Logs: structured, one line an event, without personal data.

Code logs ids, codes and counts; a processor strikes out what slips through all the same.
"""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Names whose values are about a person (or open a door).
PERSONAL = frozenset(
    {
        "email", "name", "phone", "address", "road_address", "recipient", "detail", "password",
        "token", "secret", "authorization", "cookie", "ip", "body",
    }
)  # fmt: skip
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
#: A path's long random part is itself a permission (a guest's order).
_TOKEN = re.compile(r"(?<=/)[\w-]{20,}(?=/|$)")
_PHONE = re.compile(r"\b0\d{1,2}-?\d{3,4}-?\d{4}\b")


def strike_out(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace personal values by ``***``, by their name or by their look."""
    for key, value in event.items():
        if key in PERSONAL:
            event[key] = "***"
        elif isinstance(value, str):
            for pattern in (_EMAIL, _PHONE, _TOKEN) if key != "exception" else (_EMAIL, _PHONE):
                value = pattern.sub("***", value)
            event[key] = value
    return event


def configure(*, style: str, level: str = "INFO") -> None:
    """Set up logging for the process: ``style`` is ``json`` or ``text``."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any]
    if style == "json":
        last = [
            structlog.processors.format_exc_info,
            strike_out,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last = [
            structlog.processors.format_exc_info,
            strike_out,
            structlog.dev.ConsoleRenderer(colors=False),
        ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "onjang": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *last,
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "onjang"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                room: {"level": level}
                for room in (
                    "backend", "storefront", "api", "reports", "search", "checkout",
                    "procurement", "settlements", "payments", "orders", "promotions",
                    "inventory", "catalog", "vendors", "accounts", "core",
                )
            }
            | {"kombu.connection": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
        }
    )  # fmt: skip
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
