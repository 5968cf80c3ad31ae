"""All motifs by name."""

from __future__ import annotations

from collections.abc import Callable

from backend.demo.pictures import (
    motifs_bakery,
    motifs_children,
    motifs_cloth,
    motifs_crafts,
    motifs_events,
    motifs_harvest,
    motifs_home,
    motifs_office,
    motifs_pantry,
    motifs_upkeep,
)
from backend.demo.pictures.forms import Look
from backend.demo.pictures.paint import Canvas

MOTIFS: dict[str, Callable[[Canvas, Look], None]] = {
    **motifs_pantry.MOTIFS,
    **motifs_harvest.MOTIFS,
    **motifs_bakery.MOTIFS,
    **motifs_home.MOTIFS,
    **motifs_cloth.MOTIFS,
    **motifs_crafts.MOTIFS,
    **motifs_office.MOTIFS,
    **motifs_children.MOTIFS,
    **motifs_upkeep.MOTIFS,
    **motifs_events.MOTIFS,
}
