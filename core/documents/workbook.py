"""Workbooks that all look alike."""

from __future__ import annotations

import io
from collections.abc import Sequence


class Workbook:
    """A workbook whose sheets all look alike: bold frozen heads, won with thousands, totals."""

    def __init__(self) -> None:
        # Its library weighs 14 MB: only those processes load it that write a workbook.
        import xlsxwriter

        self.buffer = io.BytesIO()
        # A name that begins with "=" is a name, never a formula.
        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.buffer, plain)
        self.head = self.book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3EBDD"})
        self.won = self.book.add_format({"num_format": "#,##0"})
        self.share = self.book.add_format({"num_format": "0.00%"})
        self.sum = self.book.add_format({"num_format": "#,##0", "bold": True, "top": 1})

    def sheet(
        self,
        name: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[object]],
        totals: Sequence[object] | None = None,
        shares: Sequence[int] = (),
        top: int = 0,
    ) -> None:
        """Add a sheet; its heads stand in row ``top`` (from 0), for forms that want room above."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, len(heads), 18)
        sheet.write_row(top, 0, heads, self.head)
        for number, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                sheet.write(number, column, value, self.share if column in shares else self.won)
        if totals is not None:
            sheet.write_row(top + len(rows) + 1, 0, totals, self.sum)

    def done(self) -> bytes:
        self.book.close()
        return self.buffer.getvalue()
