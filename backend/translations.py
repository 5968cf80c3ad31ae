"""Compile every room's translations (.po → .mo) without gettext's tools.

``python -m backend.translations`` does it for all that changed; it is part of ``make setup``.
"""

from __future__ import annotations

from pathlib import Path

import polib

from backend.environment import ROOT


def compile_all(root: Path = ROOT) -> int:
    """Compile what is newer than its result; answers how many files were."""
    compiled = 0
    for source in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        compiled += 1
    return compiled


if __name__ == "__main__":
    compile_all()
