"""A sheet on its way: handed in, tried out, carried out, and handed in again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bulk import exports, selectors, services
from bulk.errors import AnotherRuns, WrongStage
from bulk.models import HeadingChoice, Sheet
from bulk.services import run
from catalog.models import Category, Product, Variant
from catalog.services import product_publish
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry, OutboxTask
from inventory.models import Stock, StockChange
from inventory.services import stock_reserve
from tests.bulk.sheets_at_hand import HEAD, comma, shelf, soap, xlsx, zipped
from tests.catalog.pictures import bomb, picture
from tests.factories.vendors import StaffFactory
from vendors import selectors as vendors

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]


@pytest.fixture
def category() -> Category:
    return shelf()


@pytest.fixture
def seller(category: Category) -> Actor:
    return vendors.actor_for(StaffFactory().user)


def shop_of(actor: Actor) -> int:
    return next(iter(actor.enterprises))


def upload(actor: Actor, file: SimpleUploadedFile, **more: Any) -> Sheet:
    return services.sheet_upload(actor=actor, enterprise_id=shop_of(actor), file=file, **more)


def checked(actor: Actor, drain: Drain, file: SimpleUploadedFile, **more: Any) -> Sheet:
    sheet = upload(actor, file, **more)
    services.sheet_check(actor=actor, sheet_id=sheet.pk, mapping={})
    drain()
    sheet.refresh_from_db()
    assert sheet.stage == "checked", (sheet.stage, sheet.problem)
    return sheet


def carried_out(actor: Actor, drain: Drain, file: SimpleUploadedFile, **more: Any) -> Sheet:
    sheet = checked(actor, drain, file, **more)
    services.sheet_apply(actor=actor, sheet_id=sheet.pk)
    drain()
    sheet.refresh_from_db()
    assert sheet.stage == "done"
    return sheet


def outcomes(sheet: Sheet) -> dict[int, str]:
    return dict(sheet.rows.values_list("number", "outcome"))


def problems(sheet: Sheet) -> dict[int, dict[str, str]]:
    return {row.number: dict(row.problems) for row in sheet.rows.filter(outcome="bad")}


# -- the dry run --


def test_a_dry_run_changes_nothing_and_names_every_bad_row(
    seller: Actor, drain_outbox: Drain
) -> None:
    rows = [
        soap("A-1"),
        soap("A-2", 가격="육천"),
        soap("A-3", 카테고리="없는 것"),
        soap("A-4", 상품명="가" * 151),
        soap("A-5", 재고=10**9),
        soap("A-1"),
        soap("A-7", 카테고리=""),
        ["", "", "비누", "", 1, 1, "", "", ""],
        ["", "", "", "", "", "", "", "", ""],
        soap("A-10", 가격=0),
    ]
    sheet = checked(seller, drain_outbox, xlsx(rows))
    assert not Product.objects.exists()
    said = problems(sheet)
    assert outcomes(sheet) == {2: "new"} | dict.fromkeys([3, 4, 5, 6, 7, 8, 9, 11], "bad")
    assert "숫자로" in said[3]["가격"]
    assert "없는 카테고리" in said[4]["카테고리"]
    assert "너무 깁니다" in said[5]["상품명"]
    assert "1천만" in said[6]["재고"]
    assert "2행에 이미" in said[7]["상품코드"]
    assert "꼭 있어야" in said[8]["카테고리"]
    assert "적어 주세요" in said[9]["상품명"]
    assert "1원에서" in said[11]["가격"]
    assert sheet.row_count == 9


def test_good_rows_are_carried_out_and_bad_ones_are_not(seller: Actor, drain_outbox: Drain) -> None:
    sheet = carried_out(
        seller, drain_outbox, xlsx([soap("A-1"), soap("A-2", 가격="x"), soap("A-3")])
    )
    assert set(Product.objects.values_list("seller_code", flat=True)) == {"A-1", "A-3"}
    product = Product.objects.get(seller_code="A-1")
    assert (product.enterprise_id, product.notice) == (shop_of(seller), {"maker": "바다공방"})
    variant = product.variants.get()
    assert (variant.listings.get().price_amount, variant.stock.on_hand) == (6500, 30)
    listing = product.listings.get()
    assert (listing.price_min_amount, listing.is_published) == (6500, False)
    assert StockChange.objects.filter(reference=f"sheet:{sheet.pk}").count() == 2
    assert AuditEntry.objects.filter(action="product.load").count() == 2
    progress = selectors.progress_of(sheet)
    assert (progress.new, progress.bad, progress.applied, progress.percent) == (2, 1, 2, 100)


def test_the_same_sheet_again_changes_nothing(seller: Actor, drain_outbox: Drain) -> None:
    rows = [soap("A-1"), soap("A-2"), soap("A-2", 옵션="큰 것", 가격=9000)]
    carried_out(seller, drain_outbox, xlsx(rows))
    before = list(Product.objects.order_by("pk").values())
    # the second product's first row named no option, and now there are two
    again = checked(seller, drain_outbox, xlsx(rows[:1]))
    assert outcomes(again) == {2: "same"}
    services.sheet_apply(actor=seller, sheet_id=again.pk)
    drain_outbox()
    assert list(Product.objects.order_by("pk").values()) == before
    assert Product.objects.count() == 2


def test_what_was_taken_out_comes_in_as_it_was(seller: Actor, drain_outbox: Drain) -> None:
    carried_out(
        seller,
        drain_outbox,
        xlsx(
            [
                soap("007", 상세설명='=HYPERLINK("x")'),
                soap("B-2", 옵션="빨강 / 큰 것"),
                soap("B-2", 옵션="파랑 / 큰 것", 가격=7000),
            ]
        ),
    )
    shop = shop_of(seller)
    for kind in ("xlsx", "utf-8", "cp949"):
        head, rows = exports.headings(shop), exports.product_rows(actor=seller, enterprise_id=shop)
        if kind == "xlsx":
            buffer = io.BytesIO()
            exports.write_xlsx(buffer, head, rows)
            data = buffer.getvalue()
        else:
            data = b"".join(exports.csv_chunks(head, rows, encoding=kind))
            assert b",=HYPERLINK" not in data
            assert b'"=HYPERLINK' not in data
        again = checked(seller, drain_outbox, SimpleUploadedFile(f"again.{kind}", data))
        assert set(outcomes(again).values()) == {"same"}, problems(again)
        assert "007" in {row.cells[0] for row in again.rows.all()}


def test_an_edited_sheet_changes_what_was_edited(seller: Actor, drain_outbox: Drain) -> None:
    carried_out(seller, drain_outbox, xlsx([soap("A-1")]))
    product = Product.objects.get()
    edited = soap(
        "A-1",
        상품명="봄 동백비누",
        가격="7,000원",
        재고=12,
        상세설명="",
        **{"고시: 제조원": "산공방"},
    )
    sheet = carried_out(seller, drain_outbox, comma([edited], encoding="cp949"))
    row = sheet.rows.get()
    assert [(head, before, after) for head, before, after in row.changes] == [
        ("상품명", "동백비누 A-1", "봄 동백비누"),
        ("상품정보제공고시", "바다공방", "산공방"),
        ("가격", "6500", "7000"),
        ("재고", "30", "12"),
    ]
    product.refresh_from_db()
    assert (product.name, product.description) == ("봄 동백비누", "천천히 굳힌 비누")
    assert product.listings.get().price_max_amount == 7000
    assert Stock.objects.get().on_hand == 12
    assert OutboxTask.objects.filter(topic="products.changed").exists()


def test_without_a_code_a_product_is_known_by_its_name(seller: Actor, drain_outbox: Drain) -> None:
    rows = [soap("", 상품명="동백비누"), soap("", 상품명="바다비누")]
    carried_out(seller, drain_outbox, xlsx(rows))
    again = checked(seller, drain_outbox, xlsx([soap("", 상품명="동백비누", 가격=7000)]))
    assert outcomes(again) == {2: "change"}
    assert all(Product.objects.values_list("seller_code", flat=True))
    Product.objects.filter(name="바다비누").update(name="동백비누")
    double = checked(seller, drain_outbox, xlsx([soap("", 상품명="동백비누", 가격=8000)]))
    assert "여럿" in problems(double)[2]["상품코드"]


def test_options_of_one_product_stand_in_rows_of_their_own(
    seller: Actor, drain_outbox: Drain
) -> None:
    rows = [
        soap("A-1", 옵션=name, 가격=price) for name, price in (("작은 것", 5000), ("큰 것", 9000))
    ]
    carried_out(seller, drain_outbox, xlsx(rows))
    product = Product.objects.get()
    assert sorted(product.variants.values_list("name", flat=True)) == ["작은 것", "큰 것"]
    listing = product.listings.get()
    assert (listing.price_min_amount, listing.price_max_amount) == (5000, 9000)
    unsaid = checked(seller, drain_outbox, xlsx([soap("A-1", 가격=100)]))
    assert "옵션이 여럿" in problems(unsaid)[2]["옵션"]


def test_pieces_that_are_reserved_stay(seller: Actor, drain_outbox: Drain) -> None:
    carried_out(seller, drain_outbox, xlsx([soap("A-1")]))
    variant = Variant.objects.get()
    stock_reserve(holder="order:1", quantities={variant.pk: 20})
    sheet = checked(seller, drain_outbox, xlsx([soap("A-1", 재고=10)]))
    assert "20개" in problems(sheet)[2]["재고"]


def test_an_order_between_trying_and_carrying_out_is_seen(
    seller: Actor, drain_outbox: Drain
) -> None:
    carried_out(seller, drain_outbox, xlsx([soap("A-1")]))
    sheet = checked(seller, drain_outbox, xlsx([soap("A-1", 재고=10)]))
    stock_reserve(holder="order:1", quantities={Variant.objects.get().pk: 20})
    services.sheet_apply(actor=seller, sheet_id=sheet.pk)
    drain_outbox()
    assert "20개" in problems(sheet)[2]["재고"]
    assert Stock.objects.get().on_hand == 30


# -- whose --


def test_another_enterprise_s_codes_are_another_s(seller: Actor, drain_outbox: Drain) -> None:
    carried_out(seller, drain_outbox, xlsx([soap("A-1")]))
    other = vendors.actor_for(StaffFactory().user)
    sheet = carried_out(other, drain_outbox, xlsx([soap("A-1", 가격=1)]))
    assert outcomes(sheet) == {2: "new"}
    assert Product.objects.filter(seller_code="A-1").count() == 2
    mine = Product.objects.get(seller_code="A-1", enterprise_id=shop_of(seller))
    assert mine.listings.get().price_min_amount == 6500


def test_another_enterprise_s_sheet_is_not_found(seller: Actor) -> None:
    sheet = upload(seller, xlsx([soap()]))
    other = vendors.actor_for(StaffFactory().user)
    for act in (
        lambda: selectors.sheet_for(actor=other, sheet_id=sheet.pk),
        lambda: services.sheet_check(actor=other, sheet_id=sheet.pk, mapping={}),
        lambda: services.sheet_apply(actor=other, sheet_id=sheet.pk),
        lambda: services.sheet_stop(actor=other, sheet_id=sheet.pk),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        services.sheet_upload(actor=other, enterprise_id=shop_of(seller), file=xlsx([soap()]))
    accountant = vendors.actor_for(
        StaffFactory(role="accountant", enterprise_id=shop_of(seller)).user
    )
    with pytest.raises(NotAllowed):
        upload(accountant, xlsx([soap()]))


# -- columns --


def test_a_malls_columns_are_remembered(seller: Actor, drain_outbox: Drain) -> None:
    head = ["관리번호", "이름표", "분류", "값", "수량"]
    rows = [["X-1", "동백비누", "비누", 5000, 3]]
    sheet = upload(seller, xlsx(rows, head))
    assert sheet.mapping == {
        "관리번호": "",
        "이름표": "",
        "분류": "category",
        "값": "",
        "수량": "stock",
    }
    with pytest.raises(InvalidInput):
        services.sheet_check(actor=seller, sheet_id=sheet.pk, mapping={})
    with pytest.raises(InvalidInput):
        services.sheet_check(
            actor=seller, sheet_id=sheet.pk, mapping={"관리번호": "name", "이름표": "name"}
        )
    with pytest.raises(InvalidInput):
        services.sheet_check(actor=seller, sheet_id=sheet.pk, mapping={"관리번호": "password"})
    told = {"관리번호": "code", "이름표": "name", "값": "price"}
    services.sheet_check(actor=seller, sheet_id=sheet.pk, mapping=told)
    drain_outbox()
    assert outcomes(sheet) == {2: "new"}
    later = upload(seller, xlsx([["X-2", "바다비누", "비누", 1, 1]], head))
    assert later.mapping == told | {"분류": "category", "수량": "stock"}
    assert HeadingChoice.objects.filter(enterprise_id=shop_of(seller)).count() == len(head)


def test_columns_are_named_anew_and_tried_again(seller: Actor, drain_outbox: Drain) -> None:
    sheet = checked(seller, drain_outbox, xlsx([soap()]))
    services.sheet_check(actor=seller, sheet_id=sheet.pk, mapping={"가격": ""})
    drain_outbox()
    assert "꼭 있어야" in problems(sheet)[2]["가격"]


def test_two_columns_with_one_head_and_one_without() -> None:
    actor = vendors.actor_for(StaffFactory().user)
    sheet = upload(actor, xlsx([["A", "b", "c", "d"]], ["상품명", "가격", "가격", "", "x"]))
    assert sheet.headings == ["상품명", "가격", "가격 (2)", "4번째 열", "x"]


def test_numbers_shown_with_leading_zeros_keep_them(seller: Actor, drain_outbox: Drain) -> None:
    sheet = checked(seller, drain_outbox, xlsx([soap(7)], formats={(2, 1): "00000"}))  # type: ignore[arg-type]
    assert sheet.rows.get().cells[0] == "00007"


# -- what is no sheet --


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.xlsx", b""),
        ("blank.csv", b"  \n "),
        ("broken.xlsx", b"PK\x03\x04 but no workbook"),
        ("program.exe", b"MZ\x00\x01\x02\xff\xfe\x00"),
        ("heads.csv", "상품명,가격\n".encode()),
        (
            "wide.csv",
            (",".join(f"열{n}" for n in range(121)) + "\n" + ",".join("1" * 121)).encode(),
        ),
    ],
)
def test_what_is_no_sheet_is_refused_by_its_field(seller: Actor, name: str, data: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        upload(seller, SimpleUploadedFile(name, data))
    assert list(caught.value.by_field()) == ["file"]
    assert not Sheet.objects.exists()


def test_more_rows_than_may_come_at_once_are_refused(
    seller: Actor, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MOST_ROWS", 2)
    sheet = upload(seller, xlsx([soap(f"A-{n}") for n in range(3)]))
    services.sheet_check(actor=seller, sheet_id=sheet.pk, mapping={})
    drain_outbox()
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.rows.count()) == ("failed", 0)
    assert "줄까지" in sheet.problem


# -- on the way --


def test_the_same_file_while_it_waits_is_the_same_sheet(seller: Actor) -> None:
    assert upload(seller, comma([soap()])).pk == upload(seller, comma([soap()])).pk


def test_an_enterprise_takes_one_sheet_at_a_time(seller: Actor) -> None:
    first, second = upload(seller, xlsx([soap("A-1")])), upload(seller, xlsx([soap("A-2")]))
    services.sheet_check(actor=seller, sheet_id=first.pk, mapping={})
    with pytest.raises(AnotherRuns):
        services.sheet_check(actor=seller, sheet_id=second.pk, mapping={})
    with pytest.raises(WrongStage):
        services.sheet_check(actor=seller, sheet_id=first.pk, mapping={})
    with pytest.raises(WrongStage):
        services.sheet_apply(actor=seller, sheet_id=first.pk)


def test_it_is_stopped_and_goes_on_where_it_was(
    seller: Actor, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LOT", 2)
    monkeypatch.setattr(run, "TURN", -1)
    sheet = checked(seller, drain_outbox, xlsx([soap(f"A-{n}") for n in range(5)]))
    services.sheet_apply(actor=seller, sheet_id=sheet.pk)
    services.sheet_go_on(sheet_id=sheet.pk)
    services.sheet_stop(actor=seller, sheet_id=sheet.pk)
    drain_outbox()
    sheet.refresh_from_db()
    assert (sheet.stage, Product.objects.count()) == ("stopped", 2)
    services.sheet_apply(actor=seller, sheet_id=sheet.pk)
    services.sheet_apply(actor=seller, sheet_id=sheet.pk)  # a second click
    drain_outbox()
    sheet.refresh_from_db()
    assert (sheet.stage, Product.objects.count()) == ("done", 5)


def test_a_worker_that_dies_in_a_lot_loses_and_doubles_nothing(
    seller: Actor, drain_outbox: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LOT", 2)
    sheet = checked(seller, drain_outbox, xlsx([soap(f"A-{n}") for n in range(5)]))
    services.sheet_apply(actor=seller, sheet_id=sheet.pk)
    deaths = iter([False, True, True, False, False])

    def reached(point: str) -> None:
        if point == "sheet_lot" and next(deaths, False):
            raise RuntimeError("killed")

    monkeypatch.setattr("core.crashpoints.reached", reached)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            services.sheet_go_on(sheet_id=sheet.pk)
        assert Product.objects.count() == 2
    services.sheet_go_on(sheet_id=sheet.pk)
    services.sheet_go_on(sheet_id=sheet.pk)  # the outbox delivers at least once
    assert Product.objects.count() == 5
    assert StockChange.objects.count() == 5


def test_a_lot_costs_so_many_statements_however_many_rows(
    seller: Actor, drain_outbox: Drain, django_assert_max_num_queries: Any
) -> None:
    sheet = checked(seller, drain_outbox, xlsx([soap(f"A-{n}") for n in range(200)]))
    services.sheet_apply(actor=seller, sheet_id=sheet.pk)
    with django_assert_max_num_queries(60):
        services.sheet_go_on(sheet_id=sheet.pk)
    assert Product.objects.count() == 200


# -- pictures and the shelf --


def test_pictures_come_by_zip_and_what_is_complete_is_published(
    seller: Actor, drain_outbox: Drain
) -> None:
    pictures = zipped(
        {
            "사진/A-1.jpg": picture(),
            "사진/A-1-2.PNG": picture((300, 300), kind="PNG"),
            "A-2.jpg": b"no picture",
            "__MACOSX/A-1.jpg": b"x",
        }
    )
    rows = [soap("A-1", 판매="판매"), soap("A-2", 판매="판매"), soap("A-3", 판매="판매")]
    sheet = carried_out(seller, drain_outbox, xlsx(rows), pictures=pictures)
    shown = {p.seller_code: p for p in Product.objects.all()}
    assert shown["A-1"].media.count() == 2
    assert [shown[c].listings.get().is_published for c in ("A-1", "A-2", "A-3")] == [
        True, False, False,
    ]  # fmt: skip
    notes = {row.number: " ".join(row.notes) for row in sheet.rows.all()}
    assert "사진만" in notes[3]
    assert "사진" in notes[4]
    again = carried_out(
        seller, drain_outbox, xlsx(rows[:1]), pictures=zipped({"A-1.jpg": picture()})
    )
    assert again.pk != sheet.pk
    assert shown["A-1"].media.count() == 2


def test_korean_names_of_an_old_windows_zip_are_read(seller: Actor, drain_outbox: Drain) -> None:
    rows = [[*soap("A-1"), "동백 비누.jpg"]]
    pictures = zipped({"동백 비누.jpg": picture()}, korean_windows=True)
    carried_out(seller, drain_outbox, xlsx(rows, [*HEAD, "사진"]), pictures=pictures)
    assert Product.objects.get().media.count() == 1


@pytest.mark.parametrize(
    "pictures",
    [
        SimpleUploadedFile("no.zip", b"no zip at all"),
        zipped({"readme.txt": b"no pictures here"}),
    ],
)
def test_what_is_no_zip_of_pictures_is_refused(seller: Actor, pictures: SimpleUploadedFile) -> None:
    with pytest.raises(InvalidInput) as caught:
        upload(seller, xlsx([soap()]), pictures=pictures)
    assert list(caught.value.by_field()) == ["pictures"]


def test_a_bomb_in_a_zip_is_noted_and_not_opened(seller: Actor, drain_outbox: Drain) -> None:
    sheet = carried_out(
        seller, drain_outbox, xlsx([soap("A-1")]), pictures=zipped({"A-1.png": bomb()})
    )
    assert "화소" in " ".join(sheet.rows.get().notes)
    assert not Product.objects.get().media.exists()


def test_what_is_for_sale_stays_complete(seller: Actor, drain_outbox: Drain) -> None:
    carried_out(seller, drain_outbox, xlsx([soap("A-1")]), pictures=zipped({"A-1.jpg": picture()}))
    product = Product.objects.get()
    product_publish(actor=seller, product_id=product.pk)
    other = Category.objects.create(
        name="식품",
        slug="food",
        notice_fields=[{"key": "weight", "label": "중량", "required": True}],
    )
    sheet = checked(seller, drain_outbox, xlsx([soap("A-1", 카테고리=other.name, 판매="")]))
    assert "중량" in problems(sheet)[2]["판매"]
    off = carried_out(seller, drain_outbox, xlsx([soap("A-1", 카테고리=other.name, 판매="멈춤")]))
    assert outcomes(off) == {2: "change"}
    assert not product.listings.get().is_published


# -- afterwards --


def test_bad_rows_come_back_to_be_mended(seller: Actor, drain_outbox: Drain) -> None:
    sheet = carried_out(seller, drain_outbox, xlsx([soap("A-1"), soap("A-2", 가격="육천")]))
    buffer = io.BytesIO()
    exports.write_xlsx(buffer, [*sheet.headings, "고칠 점"], exports.bad_rows(sheet))
    rows = list(openpyxl.load_workbook(buffer).worksheets[0].values)
    assert len(rows) == 2
    assert (rows[1][0], rows[1][4], rows[1][-1]) == ("A-2", "육천", "가격: 숫자로 적어 주세요.")
    mended = [*soap("A-2", 가격=6000), "가격: 숫자로 적어 주세요."]
    carried_out(seller, drain_outbox, xlsx([mended], [*HEAD, "고칠 점"]))
    assert Product.objects.count() == 2


def test_the_template_is_a_sheet_of_ours(seller: Actor) -> None:
    head, rows = exports.template_rows()
    sheet = upload(seller, xlsx(rows, head))
    assert all(sheet.mapping.values())


def test_files_and_rows_are_forgotten_after_a_month(seller: Actor, drain_outbox: Drain) -> None:
    sheet = carried_out(seller, drain_outbox, xlsx([soap()]))
    assert services.sheets_forget() == 0
    assert services.sheets_forget(days=-1) == 1
    sheet.refresh_from_db()
    assert (sheet.file.name, sheet.rows.count(), sheet.row_count) == ("", 0, 1)
    assert Product.objects.count() == 1
