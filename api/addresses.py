"""Addresses in Korean form, under Saleor's names.

``streetAddress1`` is the road-name address, ``streetAddress2`` its detail, ``firstName`` with
``lastName`` whoever receives; the market delivers within Korea.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import graphene

from api.content import KOREA, CountryDisplay, KoreaNode
from api.enums import CountryCode
from api.ids import global_id
from api.languages import Node

#: The API's field names, by the market's: where a refusal is shown.
SHOWN = {
    "recipient": "firstName",
    "road_address": "streetAddress1",
    "address_detail": "streetAddress2",
    "postal_code": "postalCode",
    "phone": "phone",
    "email": "email",
}


class Address(graphene.ObjectType):
    """Where something goes."""

    class Meta:
        interfaces = (Node,)

    first_name = graphene.String(required=True, description="Whoever receives, in full.")
    last_name = graphene.String(required=True)
    company_name = graphene.String(required=True)
    street_address1 = graphene.String(required=True, description="도로명주소")
    street_address2 = graphene.String(required=True, description="상세주소")
    city = graphene.String(required=True)
    city_area = graphene.String(required=True)
    postal_code = graphene.String(required=True)
    country = graphene.Field(CountryDisplay, required=True)
    country_area = graphene.String(required=True)
    phone = graphene.String()


@dataclass(slots=True)
class AddressNode:
    typename: ClassVar[str] = "Address"
    id: str
    first_name: str
    street_address1: str
    street_address2: str
    postal_code: str
    phone: str
    last_name: str = ""
    company_name: str = ""
    city_area: str = ""
    country_area: str = ""

    @property
    def city(self) -> str:
        return self.street_address1.split(" ")[0]

    @property
    def country(self) -> KoreaNode:
        return KOREA


def address_node(key: str, row: Any) -> AddressNode | None:
    """The address that a cart or an order holds; None before it is given."""
    if not (row.recipient or row.road_address or row.postal_code):
        return None
    return AddressNode(
        global_id("Address", key),
        row.recipient,
        row.road_address,
        row.address_detail,
        row.postal_code,
        row.phone,
    )


class AddressInput(graphene.InputObjectType):
    """An address as a shop sends it."""

    first_name = graphene.String()
    last_name = graphene.String()
    company_name = graphene.String()
    street_address1 = graphene.String(name="streetAddress1")
    street_address2 = graphene.String(name="streetAddress2")
    city = graphene.String()
    city_area = graphene.String()
    postal_code = graphene.String()
    country = graphene.Argument(CountryCode)
    country_area = graphene.String()
    phone = graphene.String()


def address_fields(given: Mapping[str, Any]) -> dict[str, str]:
    """The market's address fields of an input."""
    names = [str(given.get(name) or "").strip() for name in ("last_name", "first_name")]
    recipient = "".join(names) if _is_hangul("".join(names)) else " ".join(reversed(names))
    fields = {"recipient": recipient.strip()}
    for name, own in (
        ("phone", "phone"),
        ("postal_code", "postal_code"),
        ("street_address1", "road_address"),
        ("street_address2", "address_detail"),
    ):
        if given.get(name) is not None:
            fields[own] = str(given[name]).strip()
    return fields


def _is_hangul(text: str) -> bool:
    return bool(text) and all("가" <= letter <= "힣" for letter in text if not letter.isspace())
