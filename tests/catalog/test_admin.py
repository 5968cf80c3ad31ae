"""The back office opens every shelf, and what it changes reaches the index."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Category, Product
from core.models import OutboxTask
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(
    "model",
    ["category", "product", "collection", "attribute", "menu", "page", "channel", "producttype"],
)
def test_every_list_and_form_opens(officer: Client, model: str) -> None:
    VariantFactory()
    assert officer.get(f"/admin/catalog/{model}/?q=").status_code in {200, 302}
    assert officer.get(f"/admin/catalog/{model}/add/").status_code == 200


def test_a_product_renamed_by_the_office_is_told_to_the_index(officer: Client) -> None:
    product = VariantFactory().product
    address = f"/admin/catalog/product/{product.pk}/change/"
    form = officer.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"name": "새 이름", "keywords": "", "notice": "{}", "translations": "{}"}
    data["attribute_values"] = []
    for prefix in ("listings", "variants", "media"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    answer = officer.post(address, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Product.objects.get(pk=product.pk).name == "새 이름"
    assert OutboxTask.objects.filter(topic="product.changed").exists()


def test_a_shelf_renamed_by_the_office_is_kept(officer: Client) -> None:
    category = VariantFactory().product.category
    data = {"name": "비누", "slug": "soap", "notice_fields": "[]", "sort_order": "1"}
    officer.post(f"/admin/catalog/category/{category.pk}/change/", data)
    assert Category.objects.get(pk=category.pk).name == "비누"
