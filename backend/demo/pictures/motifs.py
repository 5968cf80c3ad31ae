"""All motifs by name."""

from __future__ import annotations

from collections.abc import Callable

from backend.demo.pictures import motifs_food, motifs_goods, motifs_services
from backend.demo.pictures.forms import Look
from backend.demo.pictures.paint import Canvas

MOTIFS: dict[str, Callable[[Canvas, Look], None]] = {
    **motifs_food.MOTIFS,
    **motifs_goods.MOTIFS,
    **motifs_services.MOTIFS,
}
