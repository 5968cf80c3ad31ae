"""The market before anyone buys: people, enterprises with their papers, the catalogue, stock.

Rows are made in bulk; what services would refuse is refused by the database's constraints and by
the tests that hold this module to the services' results.
"""

# ruff: noqa: E501
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from accounts.models import Address, Membership, Organization, User
from backend.demo import media, season
from backend.demo.content.model import (
    EnterpriseSpec,
    MarketContent,
    OrganizationSpec,
    ProductSpec,
)
from backend.demo.logins import DEMO_LOGINS, PASSWORD
from catalog.models import (
    Attribute,
    AttributeValue,
    Category,
    Channel,
    Collection,
    CollectionProduct,
    Menu,
    MenuItem,
    Page,
    PriceTier,
    Product,
    ProductListing,
    ProductMedia,
    ProductType,
    Variant,
    VariantListing,
)
from core.clock import SEOUL
from procurement.models import BudgetLine, CostCenter
from reports.models import DeclaredPurchases
from vendors.models import CommissionTerm, Credential, Enterprise, EnterpriseStaff
from vendors.rules import CredentialKind

BATCH = 1000
Progress = Callable[[int, int, str], None]

#: the enterprises whose people sign in with the demo's logins
SELLERS = {"yeongdo-sea-soap": "seller@demo.onjang.kr", "haneul-hands": "seller2@demo.onjang.kr"}
DEMO_DOMAIN = "demo.onjang.kr"
#: what the first agency's and the first company's people are called at sign-in
AGENCY_LOGINS = {
    "purchase": "agency",
    "approver": "agency-approver",
    "inspector": "agency-inspector",
    "finance": "agency-finance",
    "contract": "agency-contract",
    "welfare": "agency-welfare",
}
COMPANY_LOGINS = {
    "purchase": "company",
    "approver": "company-approver",
    "receiving": "company-inspector",
    "finance": "company-finance",
    "owner": "company-owner",
}
#: commission on goods, VAT included, in basis points
COMMISSION_BP = 500


@dataclass(slots=True)
class People:
    """Who is there, to be asked for by the histories."""

    city: User
    citizens: list[User] = field(default_factory=list)
    addresses: dict[int, Address] = field(default_factory=dict)
    #: (organization id, role) -> people
    by_role: dict[tuple[int, str], list[User]] = field(default_factory=dict)
    sellers: dict[int, User] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """The catalogue's rows beside what they were made from."""

    enterprises: dict[str, Enterprise]
    specs: dict[str, EnterpriseSpec]
    products: list[tuple[ProductSpec, Product]]
    #: by product slug
    variants: dict[str, list[Variant]]

    def some(self) -> list[tuple[ProductSpec, Product]]:
        """About six hundred products from all over the shelf, whatever its length."""
        return self.products[:: max(1, len(self.products) // 600)]


def midnight(day: dt.date) -> dt.datetime:
    """The day's first moment in Korea."""
    return dt.datetime.combine(day, dt.time(), tzinfo=SEOUL).astimezone(dt.UTC)


def make_people(content: MarketContent) -> tuple[People, dict[str, Organization]]:
    """Citizens, organizations with their people, and the city's officer."""
    opened = midnight(content.today - dt.timedelta(days=season.HISTORY_DAYS))
    known = make_password(PASSWORD)
    closed = make_password(None)
    logins = {login.email for login in DEMO_LOGINS}

    def person(email: str, name: str, **fields: object) -> User:
        secret = known if email.endswith("@" + DEMO_DOMAIN) else closed
        fields.setdefault("date_joined", opened)
        return User(email=email, name=name, password=secret, **fields)

    city = person(
        "city@demo.onjang.kr", "윤시정", is_city_officer=True, is_staff=True, district="26470"
    )
    first = person("citizen@demo.onjang.kr", "김시민", phone="010-0000-0000", district="26500")
    citizens = [first] + [
        person(c.email, c.ko, phone=c.phone, district=c.district, date_joined=midnight(c.joined_on))
        for c in content.citizens
    ]
    assert {city.email, first.email} <= logins
    User.objects.bulk_create([city, *citizens], batch_size=BATCH)
    people = People(city=city, citizens=citizens)
    addresses = [
        Address(
            user=user,
            label="집",
            recipient=user.name,
            phone=user.phone,
            postal_code=spec.postal_code,
            road_address=spec.address.rsplit(", ", 1)[0],
            detail=spec.address.rsplit(", ", 1)[1],
            is_default=True,
        )
        for user, spec in zip(citizens, (content.citizens[0], *content.citizens), strict=True)
    ]
    Address.objects.bulk_create(addresses, batch_size=BATCH)
    people.addresses = {address.user_id: address for address in addresses if address.user_id}
    organizations = {}
    for specs, kind, names in (
        (content.agencies, Organization.Kind.AGENCY, AGENCY_LOGINS),
        (content.companies, Organization.Kind.COMPANY, COMPANY_LOGINS),
    ):
        for place, spec in enumerate(specs):
            organization = _organization(spec, kind, opened, demo=place == 0)
            organizations[spec.slug] = organization
            _staff_organization(spec, organization, people, person, names if place == 0 else None)
    return people, organizations


def _organization(
    spec: OrganizationSpec, kind: Organization.Kind, opened: dt.datetime, *, demo: bool
) -> Organization:
    is_agency = kind == Organization.Kind.AGENCY
    organization = Organization.objects.create(
        kind=kind,
        name=spec.ko,
        name_en=spec.en,
        business_number=spec.business_number,
        email_domain=DEMO_DOMAIN if demo else spec.domain,
        representative=spec.people[-1].ko,
        district=spec.district,
        address=spec.address,
        postal_code=spec.postal_code,
        phone=spec.phone,
        net_days=14 if is_agency else spec.terms_days,
        credit_limit_amount=0 if is_agency else spec.credit_limit,
        is_verified=True,
        is_demo=True,
        created_at=opened,
    )
    CostCenter.objects.bulk_create(
        CostCenter(organization=organization, code=code, name=name)
        for code, name, _en in spec.cost_centres
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            organization=organization,
            year=budget.year,
            account=budget.account,
            programme=f"{budget.programme} ({budget.item_name})",
            item_code=budget.item_code,
            amount=budget.amount,
        )
        for budget in spec.budgets
    )
    DeclaredPurchases.objects.bulk_create(
        DeclaredPurchases(
            organization=organization,
            year=year,
            total_amount=total,
            off_market_amount=total * (14 + 3 * spec.pull) // 1000,
            declared_on=dt.date(year, 2, 15),
            evidence="데모 자료: 기관 신고 (연간 구매 실적 보고)",
        )
        for year, total in spec.declared.items()
    )
    return organization


def _staff_organization(
    spec: OrganizationSpec,
    organization: Organization,
    people: People,
    person: Callable[..., User],
    names: dict[str, str] | None,
) -> None:
    users, memberships = [], []
    for who in spec.people:
        mailbox = who.email.split("@")[0]
        email = f"{names[mailbox]}@{DEMO_DOMAIN}" if names else who.email
        user = person(email, who.ko, phone=spec.phone, district=spec.district)
        roles = [who.role]
        if who.role == "owner" and organization.kind == Organization.Kind.AGENCY:
            roles = ["contract_officer", "owner"]
        users.append(user)
        memberships.append(
            Membership(
                organization=organization,
                user=user,
                roles=sorted(roles),
                title=who.title,
                department="" if names is None else "구매팀",
            )
        )
        people.by_role.setdefault((organization.pk, who.role), []).append(user)
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(memberships)


def make_enterprises(content: MarketContent, people: People) -> dict[str, Enterprise]:
    """Enterprises with their verified papers, the general commission, and their desks' people."""
    CommissionTerm.objects.get_or_create(
        enterprise=None,
        valid_from=content.today - dt.timedelta(days=season.HISTORY_DAYS + 365),
        defaults={"rate_bp": COMMISSION_BP, "basis": "온장 판매수수료 기준(데모): 5%"},
    )
    made = [_enterprise(spec) for spec in content.enterprises]
    Enterprise.objects.bulk_create(made, batch_size=BATCH)
    enterprises = {enterprise.slug: enterprise for enterprise in made}
    Credential.objects.bulk_create(
        (
            Credential(
                enterprise=enterprises[spec.slug],
                kind=paper.kind,
                number=paper.number,
                authority=paper.authority,
                law=paper.law,
                issued_on=paper.issued_on,
                expires_on=paper.expires_on,
                vulnerable_employment_bp=_ratio(spec, paper.kind),
                status=Credential.Status.VERIFIED,
                decided_by=people.city,
                decided_at=midnight(spec.joined_on),
                created_at=midnight(spec.joined_on),
            )
            for spec in content.enterprises
            for paper in spec.credentials
        ),
        batch_size=BATCH,
    )
    known, closed = make_password(PASSWORD), make_password(None)
    owners = [
        User(
            email=SELLERS.get(spec.slug, spec.email.replace("hello@", "owner@")),
            name=spec.representative,
            phone=spec.phone,
            district=spec.district,
            password=known if spec.slug in SELLERS else closed,
            date_joined=midnight(spec.joined_on),
        )
        for spec in content.enterprises
    ]
    User.objects.bulk_create(owners, batch_size=BATCH)
    staff = [
        EnterpriseStaff(enterprise=enterprise, user=owner, role=EnterpriseStaff.Role.OWNER)
        for enterprise, owner in zip(made, owners, strict=True)
    ]
    EnterpriseStaff.objects.bulk_create(staff, batch_size=BATCH)
    people.sellers = {e.pk: owner for e, owner in zip(made, owners, strict=True)}
    return enterprises


def _ratio(spec: EnterpriseSpec, kind: str) -> int | None:
    stated = {
        CredentialKind.SOCIAL_ENTERPRISE,
        CredentialKind.SOCIAL_COOPERATIVE,
        CredentialKind.SELF_SUPPORT,
        CredentialKind.VILLAGE,
        CredentialKind.SEVERE_DISABILITY_PRODUCER,
    }
    return spec.vulnerable_percent * 100 if kind in stated else None


def _enterprise(spec: EnterpriseSpec) -> Enterprise:
    logo, cover = media.drawings_of_enterprise(spec)
    return Enterprise(
        name=spec.ko,
        name_en=spec.en,
        slug=spec.slug,
        status=Enterprise.Status.ACTIVE,
        business_number=spec.business_number,
        representative=spec.representative,
        phone=spec.phone,
        email=spec.email,
        postal_code=spec.postal_code,
        address=spec.address,
        district=spec.district,
        mail_order_number=spec.mail_order_number,
        mail_order_exemption=spec.mail_order_exempt_reason,
        story=spec.story_ko,
        story_en=spec.story_en,
        logo=logo.original,
        cover=cover.original,
        bank_name=spec.bank_name,
        bank_account=spec.bank_account,
        bank_holder=spec.ko,
        founded_on=spec.founded_on,
        is_demo=True,
        created_at=midnight(spec.joined_on),
    )


def make_catalogue(
    content: MarketContent, enterprises: dict[str, Enterprise], *, progress: Progress
) -> Shelf:
    """Categories, products with variants, prices, tiers and pictures. No stock yet."""
    channel, _made = Channel.objects.get_or_create(
        slug="default-channel", defaults={"name": "온장", "currency": "KRW", "country": "KR"}
    )
    categories = _categories(content)
    types = _product_types()
    ingredient, values = _attributes(content, types)
    specs = {spec.slug: spec for spec in content.enterprises}
    shelf = Shelf(enterprises, specs, [], {})
    total = len(content.products)
    for start in range(0, total, BATCH):
        part = content.products[start : start + BATCH]
        _products(part, shelf, categories, types, channel, ingredient, values)
        progress(min(start + BATCH, total), total, "상품")
    return shelf


def _categories(content: MarketContent) -> dict[str, Category]:
    rows = [
        Category(
            name=spec.ko,
            name_en=spec.en,
            slug=spec.slug,
            description=spec.blurb_ko,
            notice_fields=[
                {"key": f.key, "label": f.ko, "label_en": f.en, "required": f.required}
                for f in spec.notice
            ],
            sort_order=place,
            image=_category_picture(content, spec.slug),
        )
        for place, spec in enumerate(content.categories)
    ]
    Category.objects.bulk_create(rows)
    return {row.slug: row for row in rows}


def _category_picture(content: MarketContent, slug: str) -> str:
    first = next((p for p in content.products if p.category == slug and not p.gift), None)
    return media.drawing_of_product(first).original if first else ""


def _product_types() -> dict[bool, ProductType]:
    goods, _made = ProductType.objects.get_or_create(
        slug="goods", defaults={"name": "상품", "is_shipping_required": True}
    )
    services, _made = ProductType.objects.get_or_create(
        slug="services", defaults={"name": "서비스", "is_shipping_required": False}
    )
    return {True: goods, False: services}


def _attributes(
    content: MarketContent, types: dict[bool, ProductType]
) -> tuple[Attribute, dict[tuple[str, str], AttributeValue]]:
    """An attribute for each axis of variants, and one for what a product is made with."""
    axes = {p.axis.key: p.axis for p in content.products if p.axis}
    rows = [
        Attribute(name=axis.ko, name_en=axis.en, slug=key) for key, axis in sorted(axes.items())
    ]
    ingredient = Attribute(name="재료·주제", name_en="Made with", slug="made-with")
    Attribute.objects.bulk_create([*rows, ingredient])
    for row in (*rows, ingredient):
        row.product_types.set(types.values())
    by_slug = {row.slug: row for row in rows}
    wanted: dict[tuple[str, str], AttributeValue] = {}
    for product in content.products:
        if product.axis:
            for choice in product.axis.choices:
                key = (product.axis.key, choice.ko)
                wanted.setdefault(key, _value(by_slug[product.axis.key], choice.ko, choice.en))
        key = ("made-with", product.theme)
        wanted.setdefault(key, _value(ingredient, product.theme, product.theme_en))
    AttributeValue.objects.bulk_create(wanted.values(), batch_size=BATCH)
    return ingredient, wanted


def _value(attribute: Attribute, ko: str, en: str) -> AttributeValue:
    slug = "-".join("".join(c.lower() if c.isalnum() else " " for c in en).split())
    return AttributeValue(attribute=attribute, name=ko, name_en=en, slug=slug or ko)


def _products(
    specs: Iterable[ProductSpec],
    shelf: Shelf,
    categories: dict[str, Category],
    types: dict[bool, ProductType],
    channel: Channel,
    ingredient: Attribute,
    values: dict[tuple[str, str], AttributeValue],
) -> None:
    pairs = [(spec, _product(spec, shelf, categories, types)) for spec in specs]
    Product.objects.bulk_create([row for _spec, row in pairs], batch_size=BATCH)
    shelf.products += pairs
    variants: list[tuple[ProductSpec, Variant, int]] = []
    for spec, row in pairs:
        mine = [
            Variant(
                product=row,
                sku=v.sku,
                name=v.ko,
                name_en=v.en,
                weight_g=v.weight_g,
                sort_order=place,
            )
            for place, v in enumerate(spec.variants)
        ]
        shelf.variants[spec.slug] = mine
        variants += [(spec, variant, place) for place, variant in enumerate(mine)]
    Variant.objects.bulk_create([v for _s, v, _p in variants], batch_size=BATCH)
    listings = [
        VariantListing(
            variant=variant,
            channel=channel,
            price_amount=spec.variants[place].price,
            prior_price_amount=_prior(spec, spec.variants[place].price),
        )
        for spec, variant, place in variants
    ]
    VariantListing.objects.bulk_create(listings, batch_size=BATCH)
    PriceTier.objects.bulk_create(
        (
            PriceTier(
                listing=listing,
                min_quantity=tier.min_quantity,
                price_amount=tier.price(listing.price_amount),
            )
            for (spec, _variant, _place), listing in zip(variants, listings, strict=True)
            for tier in spec.tiers
        ),
        batch_size=BATCH,
    )
    ProductListing.objects.bulk_create(
        (
            ProductListing(
                product=row,
                channel=channel,
                is_published=True,
                published_at=midnight(spec.listed_on),
                price_min_amount=min(v.price for v in spec.variants),
                price_max_amount=max(v.price for v in spec.variants),
            )
            for spec, row in pairs
        ),
        batch_size=BATCH,
    )
    ProductMedia.objects.bulk_create((_picture(spec, row) for spec, row in pairs), batch_size=BATCH)
    Product.attribute_values.through.objects.bulk_create(
        (
            Product.attribute_values.through(
                product=row, attributevalue=values["made-with", spec.theme]
            )
            for spec, row in pairs
        ),
        batch_size=BATCH,
    )
    Variant.attribute_values.through.objects.bulk_create(
        (
            Variant.attribute_values.through(
                variant=variant, attributevalue=values[spec.axis.key, spec.variants[place].ko]
            )
            for spec, variant, place in variants
            if spec.axis
        ),
        batch_size=BATCH,
    )


def _product(
    spec: ProductSpec,
    shelf: Shelf,
    categories: dict[str, Category],
    types: dict[bool, ProductType],
) -> Product:
    listed = midnight(spec.listed_on)
    return Product(
        enterprise=shelf.enterprises[spec.enterprise],
        product_type=types[spec.weight_g > 0],
        category=categories[spec.category],
        name=spec.ko,
        name_en=spec.en,
        slug=spec.slug,
        description=spec.text_ko,
        description_en=spec.text_en,
        keywords=list(spec.keywords),
        tax_class="exempt" if spec.exempt else "taxable",
        notice=spec.notice,
        is_green=bool(spec.green),
        is_made_to_order=spec.weight_g > 0 and spec.lead_days >= 7,
        lead_days=spec.lead_days,
        weight_g=spec.weight_g,
        created_at=listed,
        updated_at=listed,
    )


def _prior(spec: ProductSpec, price: int) -> int | None:
    """One product in fourteen is reduced just now."""
    if random.Random(spec.slug).random() > 0.07:
        return None
    return price * 112 // 1000 * 10


def _picture(spec: ProductSpec, row: Product) -> ProductMedia:
    drawing = media.drawing_of_product(spec)
    return ProductMedia(
        product=row,
        original=drawing.original,
        alt=spec.ko,
        renditions=drawing.renditions,
        created_at=row.created_at,
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
