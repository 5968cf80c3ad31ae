"""Finding and trusting: front page, lists, product and enterprise pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import selectors as catalog
from catalog.models import Category
from core.districts import District
from core.errors import InvalidInput, NotFound
from inventory import services as inventory
from reports import visits
from search import services as search_services
from search.engine import SORTS, Sort
from storefront.forms import Filled
from vendors import selectors as vendors
from vendors.models import Credential
from voices import selectors as voices

PAGE_SIZE = 24
#: Nobody leafs further than this; a longer list wants a better question.
LAST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many results it would leave, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]

    @property
    def is_used(self) -> bool:
        return any(choice.chosen for choice in self.choices)


def front(request: HttpRequest) -> HttpResponse:
    """The market's face. Asked of the database each time: a new price shows at once."""
    context = {
        "newest": catalog.products_newest(10),
        "gifts": catalog.collection_cards("gifts", 5),
        "stories": vendors.enterprises_with_stories(limit=3),
        "logins": settings.DEMO_LOGINS,
    }
    return render(request, "shop/front.html", context)


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/about.html")


def search(request: HttpRequest) -> HttpResponse:
    return _listing(request, category=None)


def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return _listing(request, category=found)


@require_POST
def restock(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell somebody when a variant is there again."""
    detail = catalog.product_detail(slug, actor=request.actor)  # type: ignore[attr-defined]
    wish = Filled.of(request.POST)
    asked = wish.values.get("variant", "")
    variant = next((row for row in detail.variants if str(row.id) == asked), None)
    if variant is None:
        raise NotFound
    try:
        inventory.restock_wish(
            variant_id=variant.id,
            email=wish.values.get("email", ""),
            language=get_language() or "ko",
        )
    except InvalidInput as error:
        wish.refuse(error)
        return product(request, slug, wish=wish)
    messages.success(request, _("다시 들어오면 메일로 한 번 알려 드립니다."))
    return redirect("shop:product", slug)


def product(
    request: HttpRequest,
    slug: str,
    *,
    form: Filled | None = None,
    wish: Filled | None = None,
    ask: Filled | None = None,
) -> HttpResponse:
    """A product's page; with a form, after something was refused, saying what."""
    detail = catalog.product_detail(slug, actor=request.actor)  # type: ignore[attr-defined]
    chosen = request.GET.get("option", "")
    _count_look(request, detail)
    variants = detail.variants
    current = next((v for v in variants if str(v.id) == chosen), variants[0] if variants else None)
    context = {
        "detail": detail,
        "card": detail.card,
        "product": detail.product,
        "enterprise": detail.enterprise,
        "category": detail.category,
        "current": current,
        "form": form or Filled({"quantity": "1"}),
        "gone": [variant for variant in variants if variant.available <= 0],
        "wish": wish or Filled({"email": request.actor.email}),  # type: ignore[attr-defined]
        "more": catalog.products_of_enterprise(detail.enterprise.pk, limit=5),
        "notice_label_en": get_language() == "en",
        "closed": detail.closed,
        "ask": ask or Filled(),
        "reviews": voices.reviews_of_product(detail.product.pk),
        "questions": voices.questions_of_product(
            actor=request.actor,  # type: ignore[attr-defined]
            product_id=detail.product.pk,
        ),
        "certificates": detail.certificates,
    }
    return render(request, "shop/product.html", context, status=400 if form or wish or ask else 200)


def _count_look(request: HttpRequest, detail: catalog.ProductDetail) -> None:
    """A look counts once a page, by people, and not by those who sell it."""
    own = request.actor.sells_for(detail.enterprise.pk)  # type: ignore[attr-defined]
    if (
        request.method == "GET"
        and not own
        and not visits.is_machine(request.headers.get("User-Agent", ""))
    ):
        visits.looked(detail.product.pk)


def enterprise(request: HttpRequest, slug: str) -> HttpResponse:
    found = vendors.enterprise_by_slug(slug)
    context = {
        "enterprise": found,
        "badges": vendors.badges_for([found.pk]).get(found.pk, []),
        "cards": catalog.products_of_enterprise(found.pk, limit=48),
    }
    return render(request, "shop/enterprise.html", context)


def _listing(request: HttpRequest, *, category: Category | None) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    kinds = request.GET.getlist("kind")[:20]
    districts = request.GET.getlist("district")[:20]
    form = Filled.of(request.GET)
    low, high = _price(form, "low"), _price(form, "high")
    page = _page(request)
    chosen_category = category.slug if category else request.GET.get("category") or None
    default: Sort = "relevance" if text else "newest"
    sort = next((known for known in SORTS if known == request.GET.get("sort")), default)
    result = search_services.search_products(
        text=text,
        kinds=kinds,
        districts=districts,
        category_slug=chosen_category,
        price_min=low,
        price_max=high,
        sort=sort,
        page=page,
        page_size=PAGE_SIZE,
    )
    pages = min(-(-result.total // PAGE_SIZE), LAST_PAGE)
    context = {
        "category": category,
        "text": text,
        "cards": catalog.product_cards(result.ids),
        "total": result.total,
        "suggestions": result.suggestions,
        "facets": _facets(result.facets, kinds, districts),
        "form": form,
        "sort": sort,
        "sorts": _sorts(with_relevance=bool(text)),
        "page": page,
        "pages": pages,
        "page_numbers": range(max(1, page - 2), min(pages, page + 2) + 1),
        "is_filtered": bool(kinds or districts or low is not None or high is not None),
    }
    return render(request, "shop/listing.html", context)


def _facets(
    counts: dict[str, list[tuple[str, int]]], kinds: list[str], districts: list[str]
) -> list[Facet]:
    kind_labels = {str(kind.value): str(kind.label) for kind in Credential.Kind}
    district_labels = {str(d.value): str(d.label) for d in District}
    return [
        _facet("kind", _("기업 유형"), counts.get("kind", []), kind_labels, kinds),
        _facet("district", _("지역"), counts.get("district", []), district_labels, districts),
    ]


def _facet(
    name: str,
    label: str,
    counts: list[tuple[str, int]],
    labels: dict[str, str],
    chosen: list[str],
) -> Facet:
    found = dict(counts)
    values = [value for value in labels if value in found or value in chosen]
    choices = [Choice(v, labels[v], found.get(v, 0), v in chosen) for v in values]
    return Facet(name, label, sorted(choices, key=lambda choice: -choice.count))


def _sorts(*, with_relevance: bool) -> list[tuple[str, str]]:
    sorts = [
        ("newest", _("최신순")),
        ("price", _("낮은 가격순")),
        ("-price", _("높은 가격순")),
        ("name", _("이름순")),
    ]
    return [("relevance", _("관련도순")), *sorts] if with_relevance else sorts


def _price(form: Filled, name: str) -> int | None:
    text = form.values.get(name, "").replace(",", "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 12:
        form.errors[name] = [_("가격은 숫자로 입력해 주세요.")]
        return None
    return int(text)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
