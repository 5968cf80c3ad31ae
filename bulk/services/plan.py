"""What becomes of each row: tried by the rules that hold for a product made by hand."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from bulk import archive, rules
from bulk.models import Sheet, SheetRow
from catalog.models import Category, Product, ProductMedia, Variant
from catalog.services import LoadedProduct, LoadedVariant
from catalog.services.shared import field_problems, missing_in, price_problems, tier_problems
from inventory.services import LARGEST_STOCK, Count

Outcome = SheetRow.Outcome
#: Fields of a product that stand in a sheet as they are.
_PLAIN = (
    "name", "name_en", "tax_class", "description", "description_en", "keywords", "lead_days",
    "weight_g", "weekly_capacity", "is_made_to_order", "is_perishable",
)  # fmt: skip


@dataclass(slots=True)
class Shelf:
    """A product as it stands, with what the rows before this one want of it."""

    product: Product
    load: LoadedProduct
    variants: dict[str, Variant]
    has_picture: bool
    is_published: bool
    prices: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, LoadedVariant] = field(default_factory=dict)


@dataclass(slots=True)
class Planned:
    row: SheetRow
    wanted: rules.Wanted
    problems: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    shelf: Shelf | None = None
    variant: LoadedVariant | None = None
    count: Count | None = None

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.BAD
        if self.shelf is None or not self.changes:
            return Outcome.SAME
        return Outcome.NEW if self.shelf.load.product_id is None else Outcome.CHANGE


class Planner:
    """Plans a sheet's rows in lots. Seven queries a lot, however many rows it has."""

    def __init__(self, sheet: Sheet, pictures: Mapping[str, Any]) -> None:
        self.sheet = sheet
        self.fields = [sheet.mapping.get(head, "") for head in sheet.headings]
        self.pictures = pictures
        self.categories: dict[str, Category] = {}
        for category in Category.objects.select_related("parent"):
            names = [category.name, category.name_en, category.slug]
            if category.parent is not None:
                names.append(f"{category.parent.name}>{category.name}")
            for name in filter(None, names):
                self.categories.setdefault(_plain(name), category)

    def plan(self, rows: Sequence[SheetRow]) -> list[Planned]:
        planned = [Planned(row, rules.parsed(row.cells, self.fields)) for row in rows]
        by_code, by_name = self._known(planned)
        for one in planned:
            self._explain(one)
            if not one.problems:
                self._place(one, by_code, by_name)
        return planned

    # -- what is there --

    def _known(self, planned: Sequence[Planned]) -> tuple[dict[str, Shelf], dict[str, list[Shelf]]]:
        codes = {str(one.wanted.values.get("code", "")) for one in planned} - {""}
        names = {
            str(one.wanted.values.get("name", ""))
            for one in planned
            if not one.wanted.values.get("code")
        } - {""}
        products = (
            Product.objects.filter(enterprise_id=self.sheet.enterprise_id)
            .filter(Q(seller_code__in=codes) | Q(name__in=names))
            .select_related("category")
            .annotate(pictured=Exists(ProductMedia.objects.filter(product=OuterRef("pk"))))
            .prefetch_related(
                "listings",
                Prefetch(
                    "variants", Variant.objects.filter(is_active=True).select_related("stock")
                ),
                "variants__listings__tiers",
            )
        )
        by_code: dict[str, Shelf] = {}
        by_name: dict[str, list[Shelf]] = {}
        for product in products:
            variants = {variant.name: variant for variant in product.variants.all()}
            shelf = Shelf(
                product=product,
                load=LoadedProduct(product.pk, product.seller_code),
                variants=variants,
                has_picture=bool(product.pictured),
                is_published=any(row.is_published for row in product.listings.all()),
                prices={name: _price_of(variant) for name, variant in variants.items()},
            )
            by_code[product.seller_code] = shelf
            by_name.setdefault(product.name, []).append(shelf)
        return by_code, by_name

    # -- one row --

    def _explain(self, one: Planned) -> None:
        """The parser's codes, in words."""
        texts = {
            "required": _("상품코드나 상품명을 적어 주세요."),
            "whole": _("숫자로 적어 주세요."),
            "yes_no": _("예나 아니오로 적어 주세요."),
            "tax": _("과세나 면세로 적어 주세요."),
            "state": _("판매나 멈춤으로 적어 주세요."),
            "tiers": _("10:9000; 50:8500처럼 적어 주세요."),
        }
        for name, code in one.wanted.problems.items():
            one.problems[name] = texts[code]

    def _place(
        self, one: Planned, by_code: dict[str, Shelf], by_name: dict[str, list[Shelf]]
    ) -> None:
        values = one.wanted.values
        code, name = str(values.get("code", "")), str(values.get("name", ""))
        shelf = by_code.get(code) if code else None
        if not code and name in by_name:
            if len(by_name[name]) > 1:
                one.problems["code"] = _("이름이 같은 상품이 여럿입니다. 상품코드를 적어 주세요.")
                return
            shelf = by_name[name][0]
        category = self._category(one)
        if shelf is None:
            shelf = self._new(one, category)
            if shelf is None:
                return
            before = None
        else:
            before = shelf.product
        fields = self._fields(one, shelf, category)
        self._variant(one, shelf)
        if one.problems:
            return
        one.shelf = shelf
        self._carry(one, shelf, fields)
        if before is None:
            by_code[code or shelf.load.code] = shelf
            by_name.setdefault(name, []).append(shelf)

    def _category(self, one: Planned) -> Category | None:
        told = one.wanted.values.get("category")
        if told is None:
            return None
        found = self.categories.get(_plain(str(told)))
        if found is None:
            names = sorted({category.name for category in self.categories.values()})
            near = difflib.get_close_matches(str(told), names, n=1, cutoff=0.3)
            text = _("없는 카테고리입니다: %(name)s") % {"name": str(told)[:40]}
            one.problems["category"] = " ".join(
                [text, *(_("혹시 '%(name)s'인가요?") % {"name": name} for name in near)]
            )
        return found

    def _new(self, one: Planned, category: Category | None) -> Shelf | None:
        values = one.wanted.values
        for name in ("name", "category", "price"):
            if name not in values:
                one.problems.setdefault(name, _("새 상품에는 꼭 있어야 합니다."))
        if one.problems or category is None:
            return None
        product = Product(
            enterprise_id=self.sheet.enterprise_id, category=category, name=str(values["name"])
        )
        load = LoadedProduct(None, str(values.get("code", "")))
        return Shelf(product, load, {}, has_picture=False, is_published=False)

    def _fields(self, one: Planned, shelf: Shelf, category: Category | None) -> dict[str, Any]:
        """The product's fields that this row changes."""
        values = one.wanted.values
        product = shelf.product
        fields: dict[str, Any] = {
            name: values[name]
            for name in _PLAIN
            if name in values
            and (shelf.load.product_id is None or values[name] != getattr(product, name))
        }
        if category is not None and (
            shelf.load.product_id is None or category.pk != product.category_id
        ):
            fields["category"] = category
        notice = self._notice(one, category or product.category, product)
        if notice != product.notice:
            fields["notice"] = notice
        try:
            one.problems |= field_problems({k: v for k, v in fields.items() if k != "category"})
        except (TypeError, ValueError):
            one.problems["name"] = _("입력한 내용을 확인해 주세요.")
        return fields

    def _notice(self, one: Planned, category: Category, product: Product) -> dict[str, str]:
        keys = {}
        for entry in category.notice_fields:
            for label in (entry["label"], entry.get("label_en"), entry["key"]):
                keys[_plain(str(label or ""))] = entry["key"]
        told = {
            keys[_plain(label)]: text
            for label, text in one.wanted.notice.items()
            if _plain(label) in keys
        }
        return {**product.notice, **told}

    def _variant(self, one: Planned, shelf: Shelf) -> None:
        values = one.wanted.values
        name = str(values.get("option", ""))
        told = [key for key in ("price", "stock", "low_at", "tiers") if key in values]
        if not name and len(shelf.variants) == 1:
            name = next(iter(shelf.variants))
        elif not name and len(shelf.variants) > 1:
            if told:
                one.problems["option"] = _("옵션이 여럿인 상품입니다. 어느 옵션인지 적어 주세요.")
            return
        if len(name) > 120:
            one.problems["option"] = _("입력이 너무 깁니다.")
            return
        known = shelf.variants.get(name)
        made = shelf.wanted.get(name)
        if known is None and made is None and "price" not in values:
            one.problems["price"] = _("새 옵션에는 가격이 있어야 합니다.")
            return
        price = int(values.get("price", shelf.prices.get(name, 0)))
        if "price" in values:
            one.problems |= price_problems(price)
        tiers = values.get("tiers", _tiers_of(known))
        one.problems |= tier_problems(price, tiers)
        self._stock(one, known)
        one.variant = LoadedVariant(
            name,
            price=price if price != shelf.prices.get(name) else None,
            tiers=list(tiers) if sorted(tiers) != sorted(_tiers_of(known)) else None,
            variant_id=known.pk if known else None,
        )

    def _stock(self, one: Planned, known: Variant | None) -> None:
        values = one.wanted.values
        stock = getattr(known, "stock", None)
        on_hand, low_at = values.get("stock"), values.get("low_at")
        for name, value in (("stock", on_hand), ("low_at", low_at)):
            if value is not None and not 0 <= value <= LARGEST_STOCK:
                one.problems[name] = _("0개에서 1천만 개까지 입력해 주세요.")
        if on_hand is not None and stock is not None and on_hand < stock.reserved:
            text = _("주문으로 예약된 %(count)d개보다 적게 줄일 수 없습니다.")
            one.problems["stock"] = text % {"count": stock.reserved}
        new_count = on_hand if stock is None or on_hand != stock.on_hand else None
        new_low = low_at if stock is None or low_at != stock.low_at else None
        if new_count is not None or new_low is not None or stock is None:
            one.count = Count(new_count if stock is not None else new_count or 0, new_low)

    # -- what it comes to --

    def _carry(self, one: Planned, shelf: Shelf, fields: dict[str, Any]) -> None:
        """Put what the row wants onto the shelf, and note it. What is for sale stays complete."""
        values = one.wanted.values
        pictures = archive.chosen(
            list(values.get("pictures", [])), str(values.get("code", "")), self.pictures
        )
        missing = self._missing(one, shelf, fields, has_picture=bool(pictures))
        publish = values.get("publish")
        if missing and shelf.is_published and publish is not False:
            lost = [name for name in missing if name not in self._missing_now(shelf)]
            if lost:  # what was incomplete before may still have its stock counted
                one.problems["publish"] = _("판매 중인 상품에 꼭 있어야 합니다: %(names)s") % {
                    "names": _listed(lost)
                }
                return
        is_new = shelf.load.product_id is None and not shelf.wanted
        for name, value in fields.items():
            before = "" if is_new else _shown(getattr(shelf.product, name))
            one.changes.append((_head(name), before, _shown(value)))
            setattr(shelf.product, name, value)
        shelf.load.fields |= fields
        if one.variant is not None:
            self._carry_variant(one, shelf, one.variant)
        if pictures:
            text = _("사진 %(count)d장") % {"count": len(pictures)}
            one.changes.append((_head("pictures"), "", text))
        told = [name.rpartition("/")[2].lower() for name in values.get("pictures", [])]
        if self.pictures and (lost := [name for name in told if name not in self.pictures]):
            one.notes.append(_("ZIP에 없는 사진: %(names)s") % {"names": ", ".join(lost)[:200]})
        if missing and publish and not shelf.is_published:
            one.notes.append(
                _("초안으로 둡니다. 판매하려면 채워 주세요: %(names)s")
                % {"names": _listed(missing)}
            )
        elif publish is not None and publish != shelf.is_published:
            one.changes.append((_head("publish"), _state(shelf.is_published), _state(publish)))
            shelf.is_published = publish
            # Pictures come after the rows, and what waits for them is published then.
            shelf.load.publish = publish if shelf.has_picture or not publish else None

    def _missing(
        self, one: Planned, shelf: Shelf, fields: dict[str, Any], *, has_picture: bool
    ) -> list[str]:
        """What the product would lack to be for sale, once the row is carried out."""
        after = copy.copy(shelf.product)
        for name, value in fields.items():
            setattr(after, name, value)
        prices = dict(shelf.prices)
        if one.variant is not None and one.variant.price is not None:
            prices[one.variant.name] = one.variant.price
        return missing_in(
            after, has_picture=shelf.has_picture or has_picture, prices=list(prices.values())
        )

    def _missing_now(self, shelf: Shelf) -> list[str]:
        prices = list(shelf.prices.values())
        return missing_in(shelf.product, has_picture=shelf.has_picture, prices=prices)

    def _carry_variant(self, one: Planned, shelf: Shelf, variant: LoadedVariant) -> None:
        known = shelf.variants.get(variant.name)
        before = shelf.wanted.get(variant.name)
        if variant.price is not None:
            told = str(shelf.prices.get(variant.name, "")) if known else ""
            one.changes.append((_head("price"), told, str(variant.price)))
            shelf.prices[variant.name] = variant.price
        if variant.tiers is not None:
            told = rules.tiers_text(_tiers_of(known))
            one.changes.append((_head("tiers"), told, rules.tiers_text(variant.tiers)))
        if one.count is not None and one.count.on_hand is not None:
            stock = getattr(known, "stock", None)
            told = str(stock.on_hand) if stock is not None else ""
            one.changes.append((_head("stock"), told, str(one.count.on_hand)))
        if one.count is not None and one.count.low_at is not None:
            one.changes.append((_head("low_at"), "", str(one.count.low_at)))
        if variant.name and known is None and before is None:
            one.changes.append((_head("option"), "", variant.name))
        if before is not None:  # the same option again, in a later lot's eyes: the last word holds
            before.price = variant.price if variant.price is not None else before.price
            before.tiers = variant.tiers if variant.tiers is not None else before.tiers
            one.variant = before
            return
        if known is None or variant.price is not None or variant.tiers is not None:
            shelf.load.variants.append(variant)
        shelf.wanted[variant.name] = variant


def _price_of(variant: Variant) -> int:
    return next((listing.price_amount for listing in variant.listings.all()), 0)


def _tiers_of(variant: Variant | None) -> list[tuple[int, int]]:
    if variant is None:
        return []
    return [
        (tier.min_quantity, tier.price_amount)
        for listing in variant.listings.all()
        for tier in listing.tiers.all()
    ]


def _plain(text: str) -> str:
    return "".join(text.split()).lower()


def _head(name: str) -> str:
    known = rules.BY_FIELD.get(name)
    return known.head if known else _("상품정보제공고시")


def _listed(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    shown = ", ".join(names[:3])
    if len(names) <= 3:
        return shown
    return _("%(names)s 외 %(count)d개") % {"names": shown, "count": len(names) - 3}


def _state(published: bool) -> str:
    return _("판매") if published else _("멈춤")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("예") if value else _("아니오")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return " / ".join(str(text) for text in value.values() if text)[:300]
    return "" if value is None else str(value)[:300]
