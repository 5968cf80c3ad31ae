"""Forms that many products share: cylinders, boxes, labels, lids, bows."""

# ruff: noqa: E501
from __future__ import annotations

import random
from dataclasses import dataclass

from backend.demo.pictures.emblems import mark
from backend.demo.pictures.paint import (
    WHITE,
    Canvas,
    Colour,
    Point,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
)

#: where things stand
GROUND = 630.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture's palette and details hang on."""

    colour: Colour
    accent: Colour
    paper: Colour
    emblem: str
    rng: random.Random

    def mark(self, c: Canvas, x: float, y: float, r: float, colour: Colour | None = None) -> None:
        mark(c, self.emblem, x, y, r, colour or self.sign)

    @property
    def sign(self) -> Colour:
        """The colour, dark enough to be seen on paper."""
        pale = sum(self.colour) > 560
        return dark(self.colour, 0.42) if pale else self.colour


def cylinder(
    c: Canvas, cx: float, y0: float, y1: float, half: float, colour: Colour, *,
    tilt: float = 0.14, top: Colour | None = None, foot: float | None = None,
) -> None:  # fmt: skip
    """An upright round body lit from the left; ``foot`` is its half width at the bottom."""
    foot = half if foot is None else foot
    ry, fy = half * tilt, foot * tilt
    body = [*arc_points(cx, y1, foot, fy, 0, 180), (cx - half, y0), (cx + half, y0)]
    c.poly(body, light(colour, 0.16), dark(colour, 0.24), middle=colour, sideways=True)
    c.poly([(cx - half * 0.72, y0 + ry), (cx - half * 0.56, y0 + ry), (cx - foot * 0.56, y1),
            (cx - foot * 0.72, y1)], WHITE, alpha=46)  # fmt: skip
    c.oval(cx, y0, half, ry, top or light(colour, 0.3), top and dark(top, 0.08))


def label_on_cylinder(
    c: Canvas, look: Look, cx: float, y0: float, y1: float, half: float, *, tilt: float = 0.14,
    paper: Colour | None = None,
) -> None:  # fmt: skip
    """A band of paper round a cylinder, with the emblem and two quiet lines."""
    ry = half * tilt
    paper = paper or look.paper
    band = [*arc_points(cx, y1, half, ry, 0, 180), *reversed(arc_points(cx, y0, half, ry, 0, 180))]
    c.poly(band, light(paper, 0.3), dark(paper, 0.12), middle=paper, sideways=True)
    height = y1 - y0
    look.mark(c, cx, y0 + height * 0.4 + ry, min(half * 0.42, height * 0.27))
    for i, width in enumerate((0.5, 0.3)):
        y = y1 - height * (0.2 - 0.1 * i) + ry
        c.line([(cx - half * width, y), (cx + half * width, y)], max(3, height * 0.022),
               look.colour if i == 0 else mix(look.colour, paper, 0.5), alpha=200)  # fmt: skip


def box3d(
    c: Canvas, x0: float, y0: float, x1: float, y1: float, colour: Colour, *,
    depth: float = 60, rise: float = 34, lid: Colour | None = None,
) -> None:  # fmt: skip
    """A box seen a little from above: front, top and right side."""
    c.poly([(x1, y0), (x1 + depth, y0 - rise), (x1 + depth, y1 - rise), (x1, y1)],
           dark(colour, 0.14), dark(colour, 0.32))  # fmt: skip
    c.poly([(x0, y0), (x0 + depth, y0 - rise), (x1 + depth, y0 - rise), (x1, y0)],
           lid or light(colour, 0.34), light(lid or colour, 0.14))  # fmt: skip
    c.poly(rect_points(x0, y0, x1, y1), light(colour, 0.08), dark(colour, 0.08))
    c.line([(x0, y0), (x1, y0)], 2, WHITE, alpha=90)


def panel(
    c: Canvas, look: Look, x0: float, y0: float, x1: float, y1: float, *,
    paper: Colour | None = None, radius: float = 12, mark_share: float = 0.26,
) -> None:  # fmt: skip
    """A flat label with the emblem and two lines."""
    paper = paper or look.paper
    c.rrect(x0, y0, x1, y1, radius, light(paper, 0.3), paper)
    cx, w, h = (x0 + x1) / 2, x1 - x0, y1 - y0
    look.mark(c, cx, y0 + h * 0.4, min(w, h) * mark_share)
    for i, share in enumerate((0.26, 0.16)):
        y = y1 - h * (0.2 - 0.09 * i)
        c.line([(cx - w * share, y), (cx + w * share, y)], max(3, h * 0.022),
               look.colour if i == 0 else mix(look.colour, paper, 0.5), alpha=210)  # fmt: skip


def bow(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """A ribbon's bow, knotted at (x, y)."""
    for side in (-1, 1):
        loop: list[Point] = [(x, y), (x + side * size * 0.5, y - size * 0.42),
                             (x + side * size * 0.95, y - size * 0.2),
                             (x + side * size * 0.62, y + size * 0.12)]  # fmt: skip
        tail = [(x, y), (x + side * size * 0.22, y + size * 0.2), (x + side * size * 0.62, y + size * 0.66),
                (x + side * size * 0.42, y + size * 0.7), (x + side * size * 0.06, y + size * 0.3)]  # fmt: skip
        c.poly(tail, colour, dark(colour, 0.2))
        c.poly(curve(loop), light(colour, 0.22), dark(colour, 0.12))
        c.poly(curve([(x, y), (x + side * size * 0.42, y - size * 0.26), (x + side * size * 0.66, y - size * 0.14),
                      (x + side * size * 0.4, y + size * 0.02)]), dark(colour, 0.25), alpha=110)  # fmt: skip
    c.rrect(x - size * 0.14, y - size * 0.15, x + size * 0.14, y + size * 0.16, size * 0.08,
            light(colour, 0.15), dark(colour, 0.12))  # fmt: skip


def plate(c: Canvas, cx: float, y: float, half: float, colour: Colour) -> None:
    """A plate lying on the table."""
    c.ground_shadow(cx, y + half * 0.14, half * 0.95)
    c.oval(cx, y + half * 0.07, half, half * 0.27, dark(colour, 0.22))
    c.oval(cx, y, half, half * 0.27, light(colour, 0.35), dark(colour, 0.04))
    c.oval(cx, y + 3, half * 0.74, half * 0.18, dark(colour, 0.09), light(colour, 0.2))


def steam(c: Canvas, x: float, y: float, size: float) -> None:
    for i in (-1, 0, 1):
        pts = [(x + i * size * 0.3, y), (x + i * size * 0.3 + size * 0.14, y - size * 0.3),
               (x + i * size * 0.3 - size * 0.1, y - size * 0.6), (x + i * size * 0.3 + size * 0.08, y - size)]  # fmt: skip
        c.line(curve(pts, closed=False), size * 0.07, WHITE, alpha=120)
