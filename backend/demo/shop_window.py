"""Collections, the menu, and the pages that explain the market."""

# ruff: noqa: E501
from __future__ import annotations

import random

from backend.demo.market import Shelf
from catalog.models import (
    Category,
    Collection,
    CollectionProduct,
    Menu,
    MenuItem,
    Page,
    Product,
)


def make_shop_window(shelf: Shelf) -> None:
    """Collections, the menu, and the pages that explain the market."""
    by_category: dict[str, list[Product]] = {}
    for spec, row in shelf.some():
        by_category.setdefault(spec.category, []).append(row)
    first = shelf.some()
    collections = (
        ("gifts", "마음을 담은 선물세트", "Gift sets with a heart", "명절과 감사의 날에 고르기 좋은 사회적경제 선물세트입니다.",
         [row for spec, row in first if spec.gift]),
        ("zero-waste", "가볍게 사는 살림", "Living lightly", "버리는 것을 줄이는 비누, 칫솔, 세제와 새활용 가방입니다.",
         [row for spec, row in first if spec.green or "제로웨이스트" in spec.keywords]),
        ("office", "관공서·사무실 추천", "For offices", "복사용지부터 다과상자까지 기관에서 많이 찾는 것입니다.",
         [row for spec, row in first if "관공서" in spec.keywords or "회의" in spec.keywords]),
        ("from-busan", "부산을 담은 기념품", "Pieces of Busan", "등대, 갈매기, 동백, 부산을 한 조각 담았습니다.",
         [row for spec, row in first if "기념품" in spec.keywords]),
    )  # fmt: skip
    menu = Menu.objects.create(name="주 메뉴", slug="navbar")
    items = [
        MenuItem(menu=menu, name=c.name, name_en=c.name_en, category=c, sort_order=place)
        for place, c in enumerate(Category.objects.filter(parent=None))
    ]
    for place, (slug, name, name_en, text, products) in enumerate(collections):
        collection = Collection.objects.create(
            name=name, name_en=name_en, slug=slug, description=text
        )
        mixed = random.Random(slug).sample(products, k=min(24, len(products)))
        CollectionProduct.objects.bulk_create(
            CollectionProduct(collection=collection, product=product, sort_order=order)
            for order, product in enumerate(mixed)
        )
        items.append(
            MenuItem(
                menu=menu, name=name, name_en=name_en, collection=collection, sort_order=100 + place
            )
        )
    MenuItem.objects.bulk_create(items)
    published = min(row.created_at for _spec, row in shelf.products)
    Page.objects.bulk_create(
        Page(
            title=title,
            title_en=title_en,
            slug=slug,
            content=content,
            content_en=content_en,
            published_at=published,
        )
        for slug, title, title_en, content, content_en in _PAGES
    )


_PAGES = (
    (
        "about",
        "온장 이야기",
        "About Onjang",
        "온장은 부산의 사회적경제기업이 만든 물건과 서비스를 만나는 따뜻한 시장입니다. "
        "여기 보이는 기업과 사람은 모두 체험을 위해 지어낸 것입니다.",
        "Onjang is a warm market for what Busan's social economy makes. "
        "Every enterprise and person shown here is invented for the demo.",
    ),
    (
        "for-agencies",
        "공공기관 구매 안내",
        "For public agencies",
        "견적 요청, 비교, 발주, 검수, 지급까지 한 곳에서 처리하고 우선구매 실적을 확인합니다.",
        "Quotes, comparison, purchase orders, inspection and payment in one place, "
        "with the preferential-purchase results beside them.",
    ),
    (
        "for-enterprises",
        "입점 안내",
        "Selling on Onjang",
        "인증서를 올리면 시 담당자가 확인하고, 확인된 인증만 표시로 보여 드립니다.",
        "Upload your certificate; the city verifies it, and only verified papers become badges.",
    ),
)
