"""How an invoice is amended, reason by reason (VAT Act Decree art. 70)."""

from __future__ import annotations

import datetime as dt

import pytest

from settlements import tax_rules
from settlements.models import TaxDocument
from settlements.tax_rules import Amendment, Draft, Item, Original, Problem

SOLD = dt.date(2026, 10, 7)
LATER = dt.date(2026, 11, 3)
SOAP = Item("비누", 10_000, 1_000, 10, SOLD)
BOX = Item("상자", 5_000, 500, 1, SOLD)
ORIGINAL = Original(SOLD, (SOAP, BOX))


def amended(why: Amendment, *items: Item, original: Original = ORIGINAL) -> tuple[Draft, ...]:
    return tax_rules.amendments(original, why, on=LATER, items=items)


def test_an_error_is_undone_and_written_again_on_the_first_day() -> None:
    right = Item("비누", 9_000, 900, 9, SOLD)
    undone, written = amended(Amendment.ERROR, right)
    assert (undone.supply, undone.vat, undone.supplied_on) == (-15_000, -1_500, SOLD)
    assert undone.items[0].quantity == -10
    assert (written.supply, written.vat, written.supplied_on) == (9_000, 900, SOLD)
    assert (undone.replaces, written.replaces) == (False, True)


def test_a_changed_price_is_the_difference_on_the_day_it_changed() -> None:
    (less,) = amended(Amendment.PRICE_CHANGE, Item("비누", -2_000, -200))
    assert (less.supply, less.vat, less.supplied_on) == (-2_000, -200, LATER)
    (more,) = amended(Amendment.PRICE_CHANGE, Item("비누", 2_000, 200))
    assert more.supply == 2_000


def test_what_came_back_is_taken_off_on_the_day_it_came() -> None:
    (back,) = amended(Amendment.RETURN, Item("비누", -3_000, -300, -3))
    assert (back.supply, back.vat, back.supplied_on) == (-3_000, -300, LATER)


def test_a_cancelled_contract_takes_back_what_is_left_on_that_day() -> None:
    (whole,) = amended(Amendment.CANCELLATION)
    assert (whole.supply, whole.vat, whole.supplied_on) == (-15_000, -1_500, LATER)
    partly = Original(SOLD, (SOAP, BOX), amended_supply=-3_000, amended_vat=-300, is_amended=True)
    (rest,) = amended(Amendment.CANCELLATION, original=partly)
    assert (rest.supply, rest.vat) == (-12_000, -1_200)


def test_a_local_letter_of_credit_writes_it_again_without_vat() -> None:
    undone, zero = amended(Amendment.LOCAL_LC)
    assert (undone.supply, undone.vat) == (-15_000, -1_500)
    assert (zero.supply, zero.vat, zero.supplied_on) == (15_000, 0, SOLD)


def test_one_issued_twice_is_undone_on_its_own_day() -> None:
    (undone,) = amended(Amendment.DUPLICATE)
    assert (undone.supply, undone.supplied_on) == (-15_000, SOLD)


@pytest.mark.parametrize(
    ("why", "items", "original", "problem"),
    [
        (Amendment.ERROR, (), ORIGINAL, Problem.ITEMS_MISSING),
        (Amendment.DUPLICATE, (SOAP,), ORIGINAL, Problem.ITEMS_UNWANTED),
        (Amendment.RETURN, (SOAP,), ORIGINAL, Problem.SIGN),
        (Amendment.ERROR, (Item("x", -1, 0),), ORIGINAL, Problem.SIGN),
        (Amendment.PRICE_CHANGE, (Item("x", 0, 0),), ORIGINAL, Problem.SIGN),
        (Amendment.RETURN, (Item("x", -15_001, -1_500),), ORIGINAL, Problem.TOO_MUCH),
        (Amendment.RETURN, (Item("x", -100, -1_501),), ORIGINAL, Problem.TOO_MUCH),
        (Amendment.ERROR, (SOAP,), Original(SOLD, (SOAP,), -1, 0, True), Problem.ALREADY_AMENDED),
        (Amendment.CANCELLATION, (), Original(SOLD, (SOAP,), -10_000, -1_000, True),
         Problem.NOTHING_LEFT),
        (Amendment.LOCAL_LC, (), Original(SOLD, (Item("쌀", 10, 0),)), Problem.NO_VAT_TO_DROP),
        (Amendment.CANCELLATION, (), Original(SOLD, (SOAP,), is_issued=False), Problem.NOT_ISSUED),
    ],
)  # fmt: skip
def test_what_is_refused(
    why: Amendment, items: tuple[Item, ...], original: Original, problem: Problem
) -> None:
    assert tax_rules.problem_of(original, why, on=LATER, items=items) is problem
    with pytest.raises(ValueError, match=problem.value):
        tax_rules.amendments(original, why, on=LATER, items=items)


def test_an_event_lies_after_the_supply() -> None:
    found = tax_rules.problem_of(ORIGINAL, Amendment.CANCELLATION, on=SOLD - dt.timedelta(days=1))
    assert found is Problem.BEFORE_SUPPLY


@pytest.mark.parametrize(
    ("supplied", "by"),
    [("2026-10-01", "2026-11-10"), ("2026-10-31", "2026-11-10"), ("2026-12-15", "2027-01-10")],
)
def test_issued_by_the_tenth_of_the_next_month(supplied: str, by: str) -> None:
    assert tax_rules.issue_by(dt.date.fromisoformat(supplied)).isoformat() == by


def test_a_cards_slip_stands_for_the_invoice() -> None:
    assert tax_rules.slip_stands_for_it(["stripe"])
    assert not tax_rules.slip_stands_for_it(["bank_transfer", "invoice"])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("202611234100009900000001", True),
        ("20261123410000990000000A", True),
        ("202613014100009900000001", False),
        ("2026112341000099000000", False),
        ("20261123-41000099-000001", False),
    ],
)
def test_approval_numbers_have_a_day_and_sixteen_more(text: str, is_one: bool) -> None:
    assert tax_rules.is_approval_number(text) is is_one


def test_the_reasons_have_the_codes_of_the_rows() -> None:
    assert {row.value for row in TaxDocument.Amendment if row.value} == set(Amendment)
