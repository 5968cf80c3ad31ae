"""Writes of sheets: handed in, tried out, carried out."""

from bulk.services.run import sheet_go_on
from bulk.services.upload import (
    MOST_ROWS,
    sheet_apply,
    sheet_check,
    sheet_stop,
    sheet_upload,
    sheets_forget,
)

__all__ = [
    "MOST_ROWS",
    "sheet_apply",
    "sheet_check",
    "sheet_go_on",
    "sheet_stop",
    "sheet_upload",
    "sheets_forget",
]
