"""Charts say what the tables say, and nothing falls off their edges."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from storefront import charts


@pytest.mark.parametrize("last", [0, 500, 1_000])
def test_names_at_the_ends_of_lines_stand_apart_and_inside(last: int) -> None:
    series = [charts.Line(f"이름{n}", [1_000, last], n) for n in (1, 2, 3)]
    drawn = str(charts.lines(series, steps=["26.10", "26.11"], title="추이", text=str))
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn)
    assert box is not None
    heights = [
        float(y) for y in re.findall(r'class="chart-end [^"]*" x="[\d.]+" y="([\d.]+)"', drawn)
    ]
    assert len(heights) == 3
    assert all(0 < y < int(box[2]) - 10 for y in heights)
    apart = sorted(heights)
    assert all(after - before >= 15.9 for before, after in pairwise(apart))
