"""Three charts for three questions: how it went (lines), who leads (bars), how far (bullets)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Text = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """A series; ``values`` has one value a step of the axis. ``tone`` 1 to 4 names its colour."""

    label: str
    values: Sequence[int]
    tone: int = 1


@dataclass(frozen=True, slots=True)
class Bullet:
    """A measure against a target, both in basis points of the whole."""

    label: str
    value: int
    target: int
    note: str = ""


_BAR_HEIGHT, _BAR_GAP, _LABEL_WIDTH, _WIDTH = 20, 10, 120, 480


def bars(rows: Sequence[Bar], *, title: str, text: Text) -> SafeString:
    """Horizontal bars, longest first as given, each with its label and value."""
    step = _BAR_HEIGHT + _BAR_GAP
    room = _WIDTH - _LABEL_WIDTH - 90
    most = max((row.value for row in rows), default=0) or 1
    marks = format_html_join(
        "\n",
        '<g><text class="chart-label" x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="chart-tone-1" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text class="chart-value" x="{}" y="{}">{}</text></g>',
        (
            (
                _LABEL_WIDTH - 10,
                index * step + 15,
                row.label,
                _LABEL_WIDTH,
                index * step,
                max(round(room * max(row.value, 0) / most), 2),
                _BAR_HEIGHT,
                _LABEL_WIDTH + max(round(room * max(row.value, 0) / most), 2) + 8,
                index * step + 15,
                text(row.value),
            )
            for index, row in enumerate(rows)
        ),
    )
    return _svg(_WIDTH, max(len(rows) * step, step), title, marks)


def lines(series: Sequence[Line], *, steps: Sequence[str], title: str, text: Text) -> SafeString:
    """Lines over equal steps with their names at their ends and four quiet grid lines."""
    width, height, left, right, top, bottom = 760, 300, 70, 130, 16, 34
    most = _nice(max((v for line in series for v in line.values), default=0))
    across, up = width - left - right, height - top - bottom

    def x(index: int) -> float:
        return left + across * index / max(len(steps) - 1, 1)

    def y(value: int) -> float:
        return top + up * (1 - max(value, 0) / most)

    grid = format_html_join(
        "\n",
        '<line class="chart-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-axis" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (left, width - right, _r(y(v)), _r(y(v)), left - 8, _r(y(v) + 4), text(v))
            for v in (most * part // 4 for part in range(5))
        ),
    )
    every = max(1, -(-len(steps) // 7))
    ticks = format_html_join(
        "\n",
        '<text class="chart-axis" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_r(x(index)), height - 10, step)
            for index, step in enumerate(steps)
            if index % every == 0
        ),
    )
    ends = _apart(
        [y(line.values[-1]) if line.values else top for line in series], lowest=height - bottom
    )
    drawn = format_html_join(
        "\n",
        '<g><polyline class="chart-line chart-stroke-{}" points="{}"/>'
        '<circle class="chart-tone-{}" cx="{}" cy="{}" r="4"/>'
        '<text class="chart-end chart-text-{}" x="{}" y="{}">{}</text></g>',
        (
            (
                line.tone,
                " ".join(f"{_r(x(i))},{_r(y(v))}" for i, v in enumerate(line.values)),
                line.tone,
                _r(x(len(line.values) - 1)),
                _r(y(line.values[-1])),
                line.tone,
                width - right + 12,
                _r(ends[index] + 4),
                line.label,
            )
            for index, line in enumerate(series)
            if line.values
        ),
    )
    return _svg(width, height, title, format_html("{}{}{}", grid, ticks, drawn))


def bullets(rows: Sequence[Bullet], *, title: str, text: Text) -> SafeString:
    """Each measure as a bar, its target as a mark across it."""
    step, label_width, width = 38, 190, 640
    room = width - label_width - 110
    most = max((max(row.value, row.target) for row in rows), default=0) or 1
    marks = format_html_join(
        "\n",
        '<g><text class="chart-label" x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="chart-track" x="{}" y="{}" width="{}" height="20" rx="3"/>'
        '<rect class="{}" x="{}" y="{}" width="{}" height="20" rx="3"/>'
        '<line class="chart-target" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-value" x="{}" y="{}">{}</text></g>',
        (
            (
                label_width - 10,
                index * step + 21,
                row.label,
                label_width,
                index * step + 6,
                room,
                "chart-good" if row.value >= row.target else "chart-tone-2",
                label_width,
                index * step + 6,
                max(round(room * row.value / most), 2),
                label_width + round(room * row.target / most),
                label_width + round(room * row.target / most),
                index * step + 1,
                index * step + 31,
                label_width + room + 10,
                index * step + 21,
                row.note or text(row.value),
            )
            for index, row in enumerate(rows)
        ),
    )
    return _svg(width, max(len(rows) * step, step), title, marks)


def _svg(width: int, height: int, title: str, marks: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width,
        height,
        title,
        marks,
    )


def _nice(value: int) -> int:
    """The next round number at or above ``value``: 1, 2, 4 or 8 times a power of ten."""
    power = 1
    while True:
        for step in (1, 2, 4, 8):
            if step * power >= value:
                return max(step * power, 4)
        power *= 10


def _apart(heights: Sequence[float], *, lowest: float, least: float = 16) -> list[float]:
    """Push label heights apart so that none covers another, in their order; none below ``lowest``
    (heights grow downwards): what would be is pushed up, and those above it with it."""
    placed = list(heights)
    order = sorted(range(len(placed)), key=lambda i: placed[i])
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    room = lowest
    for place in reversed(order):
        placed[place] = min(placed[place], room)
        room = placed[place] - least
    return placed


def _r(value: float) -> str:
    return f"{value:.1f}"
