"""Writes to the catalogue: products, prices, pictures. Each tells the index what changed."""

from catalog.services.load import LoadedProduct, LoadedVariant, products_load
from catalog.services.media import media_add, media_arrange, media_delete, media_render
from catalog.services.moderation import (
    moderation_approve,
    moderation_return,
    moderation_rules_set,
)
from catalog.services.options import attributes_set, options_set
from catalog.services.price import variant_price_set
from catalog.services.product import (
    certificates_follow,
    certificates_set,
    product_create,
    product_delete,
    product_publish,
    product_unpublish,
    product_update,
)
from catalog.services.shared import DEFAULT_CHANNEL

__all__ = [
    "DEFAULT_CHANNEL",
    "LoadedProduct",
    "LoadedVariant",
    "attributes_set",
    "certificates_follow",
    "certificates_set",
    "media_add",
    "media_arrange",
    "media_delete",
    "media_render",
    "moderation_approve",
    "moderation_return",
    "moderation_rules_set",
    "options_set",
    "product_create",
    "product_delete",
    "product_publish",
    "product_unpublish",
    "product_update",
    "products_load",
    "variant_price_set",
]
