"""The demo market: believable content, and a past that obeys every rule of the market."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.db.models import F, Sum
from PIL import Image

from backend.demo import load
from backend.demo.content import market_content
from backend.demo.content.categories import CATEGORY_BY_SLUG
from backend.demo.content.model import MarketContent
from backend.demo.content.words import Word
from backend.demo.pictures import draw_cover, draw_logo, draw_product
from backend.demo.pictures.motifs import MOTIFS
from core import business_number
from core.districts import District
from inventory.models import Reservation, Stock
from orders.models import Order, OrderLine
from payments import ledger
from payments.models import LedgerPosting, PayableItem, Payment
from procurement.models import BudgetLine, Invoice, PurchaseOrder, RequestForQuote
from reports.models import SaleFact
from settlements.models import Payout, Settlement
from settlements.services import reconciliation_make
from vendors.models import Credential, Enterprise

TODAY = dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
def content() -> MarketContent:
    return market_content(scale="small", seed=7, today=TODAY)


# -- content


def test_the_same_seed_makes_the_same_market(content: MarketContent) -> None:
    assert market_content(scale="small", seed=7, today=TODAY) == content
    assert market_content(scale="small", seed=8, today=TODAY) != content


def test_there_are_sixty_enterprises_in_every_district(content: MarketContent) -> None:
    assert len(content.enterprises) == 60
    assert {e.district for e in content.enterprises} == set(District.values)


def test_business_numbers_are_valid_and_nobody_shares_one(content: MarketContent) -> None:
    who = (*content.enterprises, *content.agencies, *content.companies)
    numbers = [one.business_number for one in who]
    assert all(business_number.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_every_paper_says_that_it_is_a_demo_and_holds_today(content: MarketContent) -> None:
    papers = [paper for e in content.enterprises for paper in e.credentials]
    assert all("데모" in paper.number for paper in papers)
    assert all(p.issued_on < TODAY and (not p.expires_on or p.expires_on >= TODAY) for p in papers)
    assert {paper.kind for paper in papers} <= set(Credential.Kind.values)


def test_a_mail_order_number_or_the_reason_for_none_is_shown(content: MarketContent) -> None:
    for e in content.enterprises:
        assert bool(e.mail_order_number) != bool(e.mail_order_exempt_reason)


def test_six_hundred_products_have_names_of_their_own(content: MarketContent) -> None:
    assert len(content.products) == 600
    for name in ("slug", "ko", "en"):
        assert len({getattr(product, name) for product in content.products}) == 600


def test_every_required_notice_field_is_filled(content: MarketContent) -> None:
    for product in content.products:
        required = [f.key for f in CATEGORY_BY_SLUG[product.category].notice if f.required]
        assert [key for key in required if not product.notice.get(key)] == []


def test_tiers_get_cheaper_with_quantity(content: MarketContent) -> None:
    tiered = [product for product in content.products if product.tiers]
    assert 240 <= len(tiered) <= 420
    for product in tiered:
        prices = [product.price, *(tier.price(product.price) for tier in product.tiers)]
        assert prices == sorted(prices, reverse=True)
        assert len({tier.min_quantity for tier in product.tiers}) == len(product.tiers)


def test_soaps_and_gift_boxes_are_there_for_the_stories(content: MarketContent) -> None:
    kinds = {e.slug: set(e.kinds) for e in content.enterprises}
    givers = {product.enterprise for product in content.products if product.gift}
    assert len(givers) >= 5
    for kind in ("social_cooperative", "social_enterprise", "self_support_enterprise"):
        assert any(kind in kinds[slug] for slug in givers)
    assert sum("비누" in product.ko for product in content.products) >= 20


def test_a_larger_market_keeps_names_apart() -> None:
    medium = market_content(scale="medium", seed=7, today=TODAY)
    assert len(medium.products) == 20_000
    for name in ("slug", "ko", "en"):
        assert len({getattr(product, name) for product in medium.products}) == 20_000
    assert len({product.picture for product in medium.products}) == 600


@pytest.mark.parametrize(
    ("word", "spec", "said"),
    [
        ("유자", "을", "유자를"),
        ("쑥", "을", "쑥을"),
        ("쌀", "으로", "쌀로"),
        ("감귤", "이", "감귤이"),
    ],
)
def test_particles_follow_the_last_sound(word: str, spec: str, said: str) -> None:
    assert format(Word(word), spec) == said


# -- pictures


def test_every_product_has_something_to_draw(content: MarketContent) -> None:
    assert {product.motif for product in content.products} <= set(MOTIFS)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_a_picture_is_small_square_and_always_the_same(motif: str) -> None:
    def drawn() -> bytes:
        return draw_product(slug="x", motif=motif, colour="#5f8f5a", emblem="leaf", size=200)

    picture = drawn()
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (200, 200)
    assert picture == drawn()


def test_signs_and_covers_are_drawn() -> None:
    with Image.open(io.BytesIO(draw_logo(slug="x", colour="#5f8f5a", emblem="wave"))) as sign:
        assert sign.size == (320, 320)
    with Image.open(io.BytesIO(draw_cover(slug="x", colour="#5f8f5a", emblem="wave"))) as cover:
        assert cover.size == (1200, 400)


# -- the loaded market


@pytest.fixture
def market(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(monkeypatch)


def _load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_draw", lambda *_: None)
    monkeypatch.setattr(load, "_index", lambda *_: None)
    load.load_market(scale="tiny", seed=7)


@pytest.fixture
def midday() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 7, 1, 3, tzinfo=dt.UTC), tick=False):
        yield


@pytest.mark.usefixtures("midday", "market")
def test_the_loaded_market_obeys_every_rule() -> None:
    assert Enterprise.objects.filter(status=Enterprise.Status.ACTIVE).count() == 12
    assert Order.objects.count() > 500

    # the books balance, kind by kind with what they stand for
    balances = ledger.trial_balance()
    assert sum(balances.values()) == 0
    captured = Payment.objects.filter(state=Payment.State.CAPTURED)
    prepaid = captured.exclude(gateway="invoice")
    received = prepaid.aggregate(sum=Sum(F("amount") - F("refunded_amount")))["sum"]
    owed = Invoice.objects.aggregate(sum=Sum(F("total_amount") - F("paid_amount")))["sum"]
    paid = Invoice.objects.aggregate(sum=Sum("paid_amount"))["sum"]
    transferred = captured.filter(gateway="invoice").aggregate(sum=Sum("amount"))["sum"]
    assert transferred == paid
    assert Payment.objects.filter(gateway="invoice").count() == Invoice.objects.count()
    assert balances["buyer_receivable"] == owed
    sent = Payout.objects.filter(state=Payout.State.PAID).aggregate(sum=Sum("amount"))["sum"]
    kept = balances["provider_fees"]
    assert kept > 0
    assert balances["bank"] + balances["gateway_clearing"] + kept == received + paid - sent
    assert reconciliation_make().differences == []

    # net sales are the goods of the sub-ledger, which is what the enterprises and the market got
    net = SaleFact.objects.filter(event__in=["delivered", "refunded"])
    items = PayableItem.objects.aggregate(
        goods=Sum(F("goods_amount") - F("enterprise_discount_amount")),
        around=Sum(F("shipping_amount") + F("fee_amount")),
    )
    assert net.aggregate(sum=Sum("total_amount"))["sum"] == items["goods"]
    recognised = LedgerPosting.objects.filter(
        account__kind__in=["enterprise_payable", "commission", "commission_vat"]
    ).exclude(entry__kind="payout")
    assert items["goods"] + items["around"] == -recognised.aggregate(sum=Sum("amount"))["sum"]

    # every enterprise was settled twice a month, and paid but for the last periods
    assert Settlement.objects.filter(status="paid").count() > 100

    # every piece on the shelf is explained, every reserved one has a holder
    for stock in Stock.objects.annotate(explained=Sum("changes__delta")):
        assert stock.on_hand == (stock.explained or 0)
    held = Reservation.objects.filter(state=Reservation.State.HELD)
    by_stock = dict(held.values_list("stock").annotate(sum=Sum("quantity")))
    assert dict(Stock.objects.exclude(reserved=0).values_list("pk", "reserved")) == by_stock
    sold = Reservation.objects.filter(state=Reservation.State.SOLD)
    bought = OrderLine.objects.filter(vendor_order__order__confirmed_at__isnull=False)
    assert (
        sold.aggregate(sum=Sum("quantity"))["sum"] == bought.aggregate(sum=Sum("quantity"))["sum"]
    )

    # the three who decide are three people; nothing is dated after today
    for po in PurchaseOrder.objects.prefetch_related("approvals", "acceptances"):
        people = [po.requester_id]
        people += [approval.approver_id for approval in po.approvals.all()]
        people += sorted({acceptance.inspector_id for acceptance in po.acceptances.all()})
        assert len(people) == len(set(people))
    now = dt.datetime.now(tz=dt.UTC)
    assert not Order.objects.filter(placed_at__gt=now).exists()
    assert not SaleFact.objects.filter(happened_at__gt=now).exists()

    # a budget holds what is ordered and not yet paid, and what is paid
    for line in BudgetLine.objects.exclude(committed_amount=0):
        running = PurchaseOrder.objects.filter(
            budget_line=line, status__in=["ordered", "delivering", "inspected"]
        )
        paid_so_far = Invoice.objects.filter(purchase_order__in=running)
        assert line.committed_amount == running.aggregate(sum=Sum("total_amount"))["sum"] - (
            paid_so_far.aggregate(sum=Sum("paid_amount"))["sum"] or 0
        )

    # there is work on every desk
    assert Credential.objects.filter(status=Credential.Status.PENDING).count() >= 2
    assert RequestForQuote.objects.filter(status=RequestForQuote.Status.OPEN).count() == 4
    statuses = Counter(PurchaseOrder.objects.values_list("status", flat=True))
    assert statuses["submitted"]
    assert statuses["closed"] > 50


@pytest.mark.usefixtures("market")
def test_a_full_market_is_left_as_it_is() -> None:
    before = Order.objects.count()
    with pytest.raises(load.MarketNotEmpty):
        load.load_market(scale="tiny", seed=7)
    assert Order.objects.count() == before


@pytest.mark.django_db
def test_a_load_that_breaks_off_leaves_an_empty_market(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(load, "facts_rebuild", killed)
        with pytest.raises(KeyboardInterrupt):
            _load(broken)
    assert not load.is_loaded()
    _load(monkeypatch)
    assert load.is_loaded()
