"""The command line's words: Korean where the terminal is Korean, English elsewhere.

The command line speaks before Django is set up, so it reads the compiled translations itself.
"""

from __future__ import annotations

import gettext as _gettext
import os

from backend.environment import ROOT


def language() -> str:
    """``ko`` or ``en``, by LC_ALL, LC_MESSAGES, LANG (POSIX: the first that is set)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ko" if value.lower().startswith("ko") else "en"
    return "en"


_catalog = _gettext.translation(
    "django",
    localedir=str(ROOT / "backend" / "locale"),
    languages=[language()],
    fallback=True,
)
gettext = _catalog.gettext
