"""Papers people sign: Korean forms as PDF, the same on every machine.

``render_pdf`` takes a template's name and plain data; a room shapes the data (see
``procurement.documents``). The font comes along, so that a machine without Korean fonts prints
the same page, and the same data gives the same bytes.
"""

from __future__ import annotations

from core.documents.korean import won_in_words
from core.documents.render import TEMPLATES, bind_pdf, pages_of, render_pdf

__all__ = ["TEMPLATES", "bind_pdf", "pages_of", "render_pdf", "won_in_words"]
