"""The demo's pictures as files: drawn by a few processes, kept, and found again after a crash."""

from __future__ import annotations

import io
import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from backend.demo.content.model import EnterpriseSpec, ProductSpec
from backend.demo.pictures import draw_cover, draw_logo, draw_product

#: goes up when the drawing changes, so that kept files of the old hand aren't taken
HAND = 1
#: widths of the renditions made at once; larger ones would be larger than the drawing
WIDTHS = (320, 640)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One thing to draw: what, under which name, with which arguments."""

    what: str
    name: str
    arguments: dict[str, object]

    @property
    def original(self) -> str:
        folder = "products" if self.what == "product" else "enterprises"
        return f"{folder}/demo{HAND}/{self.name}.jpg"

    @property
    def renditions(self) -> dict[str, str]:
        if self.what != "product":
            return {}
        return {str(w): f"products/demo{HAND}/{self.name}-{w}.webp" for w in WIDTHS}


def drawing_of_product(product: ProductSpec) -> Drawing:
    return Drawing(
        "product",
        product.picture,
        {
            "slug": product.picture,
            "motif": product.motif,
            "colour": product.colour,
            "emblem": product.emblem,
        },
    )


def drawings_of_enterprise(enterprise: EnterpriseSpec) -> tuple[Drawing, Drawing]:
    """Its sign and its cover."""
    arguments: dict[str, object] = {
        "slug": enterprise.picture,
        "colour": enterprise.colour,
        "emblem": enterprise.emblem,
    }
    return (
        Drawing("logo", f"{enterprise.picture}-logo", arguments),
        Drawing("cover", f"{enterprise.picture}-cover", arguments),
    )


def draw(drawing: Drawing) -> dict[str, bytes]:
    """File contents by name. Runs in a process of its own: touches no database, no settings."""
    if drawing.what == "logo":
        return {drawing.original: draw_logo(**drawing.arguments)}  # type: ignore[arg-type]
    if drawing.what == "cover":
        return {drawing.original: draw_cover(**drawing.arguments)}  # type: ignore[arg-type]
    original = draw_product(**drawing.arguments)  # type: ignore[arg-type]
    files = {drawing.original: original}
    with Image.open(io.BytesIO(original)) as picture:
        for width, name in drawing.renditions.items():
            small = picture.resize((int(width), int(width)), Image.Resampling.LANCZOS)
            out = io.BytesIO()
            small.save(out, "WEBP", quality=80, method=1)
            files[name] = out.getvalue()
    return files


def draw_missing(drawings: Iterable[Drawing], *, progress: Progress, title: str) -> int:
    """Draw and keep what isn't there yet; answers how many were drawn.

    The original is kept last, so a picture with an original is whole.
    """
    wanted = {drawing.original: drawing for drawing in drawings}
    missing = [d for name, d in wanted.items() if not default_storage.exists(name)]
    if not missing:
        return 0
    workers = max(1, min(4, os.cpu_count() or 1))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        for done, files in enumerate(pool.map(draw, missing, chunksize=8), start=1):
            for name in reversed(files):
                if default_storage.exists(name):
                    default_storage.delete(name)
                default_storage.save(name, ContentFile(files[name]))
            progress(done, len(missing), title)
    return len(missing)
