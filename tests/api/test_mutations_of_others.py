"""Every mutation that names an object, asked for with somebody else's: the list is read off the
schema itself, so a new mutation is walked by itself."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
)

from api.ids import global_id
from api.schema import schema
from checkout.models import Cart
from orders.models import Order
from tests.api.conftest import Ask
from tests.api.test_buying import ready, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db

ATTACH = """mutation($id: ID!) { checkoutCustomerAttach(id: $id) { errors { code } } }"""
#: They name nobody's object: somebody begins something of their own.
OF_ONES_OWN = {"checkoutCreate", "tokenCreate", "tokenRefresh", "tokenVerify", "accountRegister"}
MUTATIONS = schema.graphql_schema.mutation_type.fields  # type: ignore[union-attr]


def literal(kind: Any, objects: dict[str, str], name: str = "") -> str:
    """Some value of a type, written out; ids are those of ``objects`` by the argument's name."""
    if isinstance(kind, GraphQLNonNull):
        return literal(kind.of_type, objects, name)
    if isinstance(kind, GraphQLList):
        return f"[{literal(kind.of_type, objects, name)}]"
    if isinstance(kind, GraphQLInputObjectType):
        told = ", ".join(
            f"{key}: {literal(entry.type, objects, key)}"
            for key, entry in kind.fields.items()
            if isinstance(entry.type, GraphQLNonNull) or key in objects
        )
        return f"{{{told}}}"
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    assert isinstance(kind, GraphQLScalarType)
    by_kind = {"Int": "3", "Boolean": "true", "Float": "1.0", "PositiveInt": "3"}
    if kind.name == "ID":
        return f'"{objects.get(name, objects["id"])}"'
    return by_kind.get(kind.name, '"다른 사람의 글"')


def test_the_walk_sees_every_mutation() -> None:
    assert len(MUTATIONS) > 12
    without = {name for name, entry in MUTATIONS.items() if "id" not in entry.args}
    assert without == OF_ONES_OWN


@pytest.mark.parametrize("name", sorted(set(MUTATIONS) - OF_ONES_OWN))
@pytest.mark.parametrize("who", ["stranger", "guest"])
def test_another_s_object_is_not_found_and_nothing_changes(ask: Ask, name: str, who: str) -> None:
    for email in ("mine@example.kr", "theirs@example.kr"):
        UserFactory(email=email, password="onjang-pass-1")
    identity = ready(ask, VariantFactory())
    assert ask(ATTACH, id=identity, token=sign_in(ask, "mine@example.kr"))["data"]
    cart = Cart.objects.get()
    assert cart.user is not None
    line = cart.lines.get()
    objects = {
        "id": identity,
        "lineId": global_id("CheckoutLine", line.pk),
        "linesIds": global_id("CheckoutLine", line.pk),
        "variantId": global_id("ProductVariant", line.variant_id),
        "quantity": "3",
    }
    before = (Cart.objects.values().get(), list(cart.lines.values()))
    arguments = ", ".join(
        f"{key}: {literal(entry.type, objects, key)}"
        for key, entry in MUTATIONS[name].args.items()
        if key == "id" or isinstance(entry.type, GraphQLNonNull)
    )
    token = sign_in(ask, "theirs@example.kr") if who == "stranger" else ""
    said = ask(f"mutation {{ {name}({arguments}) {{ errors {{ code }} }} }}", token=token)
    codes = [error["code"] for error in said["data"][name]["errors"]]
    assert codes == ["NOT_FOUND"], said
    assert (Cart.objects.values().get(), list(cart.lines.values())) == before
    assert not Order.objects.exists()
