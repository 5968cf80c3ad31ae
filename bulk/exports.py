"""An enterprise's products as a sheet that can be edited and handed in again, and the bad rows of
one that was. Rows are written as they are read: a large catalogue takes no more memory than a
small one."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from bulk import rules
from bulk.models import Sheet
from catalog.models import Category, Product, Variant
from core.actor import Actor, Duty

CHUNK = 500
#: Columns that are texts in a workbook, so that leading zeros stay.
_WIDE = {"name", "description", "pictures", "keywords", "category"}


def headings(enterprise_id: int) -> list[str]:
    """Our columns, and those of the notices of every category the enterprise lists in."""
    notices = Category.objects.filter(products__enterprise_id=enterprise_id).distinct()
    labels = dict.fromkeys(
        entry["label"] for category in notices for entry in category.notice_fields
    )
    return [
        *(column.head for column in rules.COLUMNS if column.field != "pictures"),
        *(f"{rules.NOTICE_HEAD}: {label}" for label in labels),
    ]


def product_rows(*, actor: Actor, enterprise_id: int) -> Iterator[list[Any]]:
    """A row an option, in the order of ``headings``; drafts included. Five queries a chunk."""
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    labels = [
        head.removeprefix(f"{rules.NOTICE_HEAD}: ")
        for head in headings(enterprise_id)
        if head.startswith(f"{rules.NOTICE_HEAD}: ")
    ]
    rows = Product.objects.filter(enterprise_id=enterprise_id).select_related("category")
    rows = rows.prefetch_related(
        "listings",
        Prefetch("variants", Variant.objects.filter(is_active=True).select_related("stock")),
        "variants__listings__tiers",
    )
    for product in rows.order_by("pk").iterator(chunk_size=CHUNK):
        published = any(listing.is_published for listing in product.listings.all())
        notice = {
            entry["label"]: product.notice.get(entry["key"], "")
            for entry in product.category.notice_fields
        }
        for variant in product.variants.all():
            yield [*_values(product, variant, published), *(notice.get(k, "") for k in labels)]


def _values(product: Product, variant: Variant, published: bool) -> Iterator[Any]:
    listing = next(iter(variant.listings.all()), None)
    tiers = [(t.min_quantity, t.price_amount) for t in listing.tiers.all()] if listing else []
    stock = getattr(variant, "stock", None)
    found = {
        "code": product.seller_code,
        "name": product.name,
        "name_en": product.name_en,
        "category": product.category.name,
        "option": variant.name,
        "price": listing.price_amount if listing else "",
        "tiers": rules.tiers_text(tiers),
        "stock": stock.on_hand if stock else 0,
        "low_at": stock.low_at if stock else "",
        "tax_class": _("과세") if product.tax_class == "taxable" else _("면세"),
        "description": product.description,
        "description_en": product.description_en,
        "keywords": ", ".join(product.keywords),
        "lead_days": product.lead_days,
        "weight_g": product.weight_g,
        "weekly_capacity": product.weekly_capacity or "",
        "is_made_to_order": _("예") if product.is_made_to_order else _("아니오"),
        "is_perishable": _("예") if product.is_perishable else _("아니오"),
        "publish": _("판매") if published else _("멈춤"),
    }
    return (found[column.field] for column in rules.COLUMNS if column.field != "pictures")


def write_xlsx(into: IO[bytes], head: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """A workbook of one sheet, row by row. What begins with "=" stays a text."""
    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(into, plain)
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3EBDD"})
    sheet = book.add_worksheet(_("상품"))
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(head), 16)
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, str(value)[:32_000])
    book.close()


def csv_chunks(
    head: Sequence[str], rows: Iterator[Sequence[Any]], *, encoding: str
) -> Iterator[bytes]:
    """The rows as CSV in UTF-8 (with its mark) or CP949; formulas are marked."""
    yield "\ufeff".encode() if encoding == "utf-8" else b""
    every = itertools.chain([head], rows)
    while lot := list(itertools.islice(every, CHUNK)):
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows([rules.safe(str(value)) for value in row] for row in lot)
        yield buffer.getvalue().encode(encoding, errors="replace")


#: The column of a count sheet that comes back as the stock.
COUNTED = "실사 수량"


def count_head() -> list[str]:
    by = rules.BY_FIELD
    return [by["code"].head, by["name"].head, by["option"].head, "장부 수량", "예약", COUNTED]


def count_rows(*, actor: Actor, enterprise_id: int) -> Iterator[list[Any]]:
    """A row an option, in the order of the shelf, with room for what was counted. Handed in as any
    other sheet, the counted pieces become the stock; blank rows leave it."""
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    rows = Variant.objects.filter(product__enterprise_id=enterprise_id, is_active=True)
    rows = rows.select_related("product", "stock").order_by("product__name", "sort_order", "pk")
    for variant in rows.iterator(chunk_size=CHUNK):
        stock = getattr(variant, "stock", None)
        yield [
            variant.product.seller_code,
            variant.product.name,
            variant.name,
            stock.on_hand if stock else 0,
            stock.reserved if stock else 0,
            "",
        ]


def bad_rows(sheet: Sheet) -> Iterator[list[str]]:
    """A sheet's bad rows as they were, what is wrong with each in a last column."""
    rows = sheet.rows.filter(outcome="bad").order_by("number")
    for row in rows.iterator(chunk_size=CHUNK):
        cells = [*row.cells, *([""] * len(sheet.headings))][: len(sheet.headings)]
        said = "; ".join(f"{head}: {text}" for head, text in row.problems)
        yield [*cells, said]


def template_rows() -> tuple[list[str], list[list[Any]]]:
    """An empty sheet of ours with a row that shows how."""
    head = [column.head for column in rules.COLUMNS]
    shown = {
        "code": "A-001",
        "name": _("예시: 동백 수제비누"),
        "category": Category.objects.order_by("pk").values_list("name", flat=True).first() or "",
        "option": "",
        "price": 6500,
        "tiers": "10:6000; 50:5500",
        "stock": 100,
        "tax_class": _("과세"),
        "description": _("동백기름으로 천천히 굳힌 비누입니다."),
        "keywords": _("비누, 선물"),
        "publish": _("멈춤"),
        "pictures": "A-001.jpg",
    }
    return head, [[shown.get(column.field, "") for column in rules.COLUMNS]]
