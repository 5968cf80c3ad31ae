"""Typesetting with typst: templates beside this file, data as JSON, fonts of our own only."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
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
    "contract",
    "delivery_note",
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


def bind_pdf(data: Mapping[str, Any], papers: Sequence[bytes]) -> bytes:
    """The ``papers`` (PDFs of ``render_pdf``) as one PDF behind a cover that lists them.

    ``data["papers"]`` names them in their order; each is given its count of pages here. PDF/A has
    no way to hold another PDF's pages, so the whole is plain PDF 1.7; its papers on their own
    are PDF/A. The same papers give the same bytes.
    """
    import typst

    counted = [
        dict(row) | {"pages": pages_of(paper)}
        for row, paper in zip(data["papers"], papers, strict=True)
    ]
    issued = dt.date.fromisoformat(str(data["issued_on"]))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("form.typ", "contract_file.typ"):
            shutil.copyfile(FORMS / name, root / name)
        for place, paper in enumerate(papers, start=1):
            (root / f"{place}.pdf").write_bytes(paper)
        text = json.dumps({**data, "papers": counted}, ensure_ascii=False, sort_keys=True)
        compiler = typst.Compiler(
            input=root / "contract_file.typ",
            root=root,
            font_paths=_fonts(),
            sys_inputs={"data": text},
        )
        pdf = compiler.compile(
            format="pdf",
            pdf_standards="1.7",
            timestamp=dt.datetime.combine(issued, dt.time(), tzinfo=dt.UTC),
        )
    if not isinstance(pdf, bytes):
        raise TypeError("typst made something else than one PDF")
    return pdf


def pages_of(pdf: bytes) -> int:
    """The pages of a PDF that ``render_pdf`` made."""
    return len(re.findall(rb"/Type ?/Page(?![a-zA-Z])", pdf))


@cache
def _fonts() -> typst.Fonts:
    """Only what came along: neither the machine's fonts nor typst's own."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
