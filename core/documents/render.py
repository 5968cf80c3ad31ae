"""Typesetting with typst: templates beside this file, data as JSON, fonts of our own only."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
FORMS = HERE / "templates"

#: The forms there are, by the name ``render_pdf`` takes.
TEMPLATES = (
    "quote",
    "comparison",
    "purchase_order",
    "acceptance",
    "invoice",
    "settlement",
    "tax_document",
    "transaction_statement",
    "pick_list",
    "packing_slips",
    "labels",
    "monthly_bill",
    "certificate",
)


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The form ``template`` filled with ``data`` as PDF/A-2u bytes.

    ``data`` holds plain JSON values: amounts as whole won, dates as ISO text. It reaches the
    template as one JSON text and is never pasted into its source, so whatever people wrote in a
    name stays a name. ``data["issued_on"]`` dates the file itself: the same data gives the same
    bytes. Raises KeyError for an unknown template.
    """
    if template not in TEMPLATES:
        raise KeyError(template)
    import typst  # loaded by those processes alone that print

    issued = dt.date.fromisoformat(str(data["issued_on"]))
    compiler = typst.Compiler(
        input=FORMS / f"{template}.typ",
        root=FORMS,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    pdf = compiler.compile(
        format="pdf",
        pdf_standards="a-2u",
        timestamp=dt.datetime.combine(issued, dt.time(), tzinfo=dt.UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst made something else than one PDF")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Only what came along: neither the machine's fonts nor typst's own."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
