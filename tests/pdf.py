"""Papers read back as another program reads them."""

from __future__ import annotations

import io
import re

import pypdf


def text_of(pdf: bytes) -> str:
    """Every page's text."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(pdf: bytes) -> str:
    """The text without blanks: forms spread their titles and break names anywhere."""
    return re.sub(r"\s", "", text_of(pdf))
