"""Counting the shelf: a sheet out, and what was counted in."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bulk import exports, services
from bulk.models import Sheet
from inventory.models import Stock
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import StaffFactory
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db


def test_a_count_sheet_comes_back_as_the_stock(drain_outbox: Callable[[], int]) -> None:
    soap, jam = VariantFactory(on_hand=30), VariantFactory(on_hand=7)
    jam.product.enterprise_id = soap.product.enterprise_id
    jam.product.save()
    staff = StaffFactory(enterprise=soap.product.enterprise)
    client = Client()
    client.force_login(staff.user)
    answer = client.get("/seller/products/count.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))  # type: ignore[call-overload]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == exports.count_head()
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == soap.product.seller_code:
            assert row[3].value == 30
            row[5].value = 28
    buffer = io.BytesIO()
    book.save(buffer)
    client.post("/seller/sheets/", {"file": SimpleUploadedFile("c.xlsx", buffer.getvalue())})
    made = Sheet.objects.get()
    assert made.mapping["실사 수량"] == "stock"
    assert made.mapping["장부 수량"] == ""
    actor = actor_for(staff.user)
    services.sheet_check(actor=actor, sheet_id=made.pk, mapping={})
    drain_outbox()
    assert not list(made.rows.filter(outcome="bad").values_list("problems", flat=True))
    services.sheet_apply(actor=actor, sheet_id=made.pk)
    drain_outbox()
    assert Stock.objects.get(variant=soap).on_hand == 28
    assert Stock.objects.get(variant=jam).on_hand == 7
