"""Banks' files as banks write them, and which payment each deposit is for."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from backend.environment import ROOT
from core import clock
from core.errors import InvalidInput
from payments.statements import Expected, Match, Outcome, StatementRow, match, read_statement

HEAD = "거래일시,적요,의뢰인,입금액,출금액,거래후잔액"
ROW = '2026-11-23 14:05:00,타행이체,김시민,"13,000",0,"1,013,000"'


def read(text: str, encoding: str = "utf-8") -> list[StatementRow]:
    return read_statement(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_is_read_in_either_encoding(encoding: str) -> None:
    row = read(f"{HEAD}\n{ROW}\n", encoding)[0]
    assert (row.row, row.amount, row.payer, row.memo, row.balance) == (
        2,
        13_000,
        "김시민",
        "타행이체",
        1_013_000,
    )
    assert row.at == dt.datetime(2026, 11, 23, 14, 5, tzinfo=clock.SEOUL)


def test_an_excel_file_with_real_dates_and_lines_above_its_heads_is_read_too() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ["거래내역 조회", None, None],
        ["계좌번호", "000-0000-0000-00", None],
        [],
        ["거래일자", "거래시간", "맡기신금액", "찾으신금액", "기재내용", "잔액"],
        [dt.date(2026, 11, 23), dt.time(14, 5), 13_000, None, "김시민", 50_000.0],
        [dt.date(2026, 11, 23), dt.time(15, 5), None, 9_000, "출금", 41_000],
    ):
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    rows = read_statement(out.getvalue())
    assert [(row.row, row.amount, row.payer) for row in rows] == [(5, 13_000, "김시민")]
    assert rows[0].at.hour == 14


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2026-11-23", "14:05:00"),
        ("2026.11.23", "14:05"),
        ("2026/11/23 14:05", ""),
        ("20261123", "140500"),
        ("20261123140500", ""),
        ("2026년 11월 23일", "14시 05분"),
    ],
)
def test_dates_as_banks_write_them(day: str, time: str) -> None:
    row = read(f"거래일,거래시간,입금,보낸분\n{day},{time},1000,김\n")[0]
    assert row.at == dt.datetime(2026, 11, 23, 14, 5, tzinfo=clock.SEOUL)


@pytest.mark.parametrize(
    "amount", ["13,000", "13000", "13,000원", "₩13,000", "１３０００", " 13000 "]
)
def test_amounts_as_banks_write_them(amount: str) -> None:
    assert read(f'거래일,입금액,보낸분\n2026-11-23,"{amount}",김\n')[0].amount == 13_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "빈 파일"),
        ("이름,금액\n김,1\n", "제목 줄"),
        (f"{HEAD}\n2026-11-23,x,김,0,500,1\n", "한 건도 없는"),
        (f"{HEAD}\n언젠가,x,김,500,0,1\n", "2행: 거래일시"),
        (f"{HEAD}\n2026-13-41,x,김,500,0,1\n", "2행: 거래일시"),
        (f"{HEAD}\n2026-11-23,x,김,오백원,x,1\n", "2행: 입금액"),
        (f"{HEAD}\n2026-11-23,x,김,-500,0,1\n", "0보다 작습니다"),
    ],
)
def test_what_can_not_be_read_is_told_by_its_row(text: str, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(text)
    assert why in " ".join(refused.value.by_field()["file"])


def test_every_bad_row_is_named_and_nothing_is_taken() -> None:
    bad = "".join(f"언젠가,x,김,{n},0,1\n" for n in range(1, 31))
    with pytest.raises(InvalidInput) as refused:
        read(f"{HEAD}\n{ROW}\n{bad}")
    said = refused.value.by_field()["file"]
    assert len(said) == 21
    assert "10행" in said[-1]


def test_what_is_neither_excel_nor_text_is_refused() -> None:
    for data in (b"PK\x03\x04 broken", b"\x00\x01\x02\xff\xfe" * 10):
        with pytest.raises(InvalidInput):
            read_statement(data)


def test_the_same_movement_has_the_same_print_in_every_file() -> None:
    first, second = read(f"{HEAD}\n{ROW}\n")[0], read(f"내역\n\n{HEAD}\n{ROW}\n")[0]
    assert first.fingerprint == second.fingerprint
    twice = read("거래일,입금액,보낸분\n2026-11-23,500,김\n2026-11-23,500,김\n")
    assert len({row.fingerprint for row in twice}) == 2  # two deposits, though nothing parts them


# -- matching -------------------------------------------------------------------------------


def expected(pk: int, **changes: Any) -> Expected:
    return Expected(
        **{
            "payment_id": pk,
            "reference": f"P-261123-7F3K2{pk}",
            "order_number": f"O-261123-AAAAA{pk}",
            "recipient": "김시민",
            "amount": 13_000,
            "is_open": True,
            **changes,
        }
    )


def deposit(payer: str, amount: int = 13_000, memo: str = "") -> StatementRow:
    return StatementRow(1, clock.now(), amount, payer, memo, None, "x")


LATE = expected(2, is_open=False, recipient="이시민")
BOTH = [expected(1), LATE]


@pytest.mark.parametrize(
    "written",
    ["P-261123-7F3K21", "p2611237f3k21", "Ｐ２６１１２３７Ｆ３Ｋ２１", "7F3K21", "김시민 7f3k21",
     "O-261123-AAAAA1", "P 261123 7F3K21"],
)  # fmt: skip
def test_a_reference_is_known_however_it_is_written(written: str) -> None:
    assert match(deposit(written), BOTH) == Match(Outcome.MATCHED, 1)
    assert match(deposit("은행", memo=written), BOTH) == Match(Outcome.MATCHED, 1)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (deposit("7F3K21", 12_000), Match(Outcome.WRONG_AMOUNT, 1)),
        (deposit("7F3K22"), Match(Outcome.LATE, 2)),
        (deposit("7F3K22", 1), Match(Outcome.WRONG_AMOUNT, 2)),
        (deposit("김시민"), Match(Outcome.MATCHED, 1)),  # the only open one of that name and sum
        (deposit("김시민", 12_999), Match(Outcome.UNKNOWN)),
        (deposit("이시민"), Match(Outcome.UNKNOWN)),  # a name alone takes up no late order
        (deposit(""), Match(Outcome.UNKNOWN)),
        (deposit("박아무개"), Match(Outcome.UNKNOWN)),
        (deposit("7F3K21 7F3K22"), Match(Outcome.UNKNOWN)),  # both, at the same sum
    ],
)
def test_what_a_deposit_is_for(row: StatementRow, found: Match) -> None:
    assert match(row, BOTH) == found


def test_a_name_that_fits_two_open_payments_is_not_guessed() -> None:
    two = [expected(1), expected(2)]
    assert match(deposit("김시민"), two) == Match(Outcome.UNKNOWN)
    assert match(deposit("7F3K22"), two) == Match(Outcome.MATCHED, 2)


def test_the_sample_in_the_docs_is_a_bank_s_file() -> None:
    rows = read_statement((ROOT / "docs" / "samples" / "bank-statement.csv").read_bytes())
    assert [(row.amount, row.payer) for row in rows] == [
        (23_000, "P261120AB12CD"),
        (352_500, "가온구청 I261118XY34ZT"),
        (1_204_310, "토스페이먼츠"),
        (15_000, "홍길동"),
    ]
