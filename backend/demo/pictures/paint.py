"""A canvas for flat illustration: shapes filled with gradients, soft shadows, smooth edges.

Everything is said in a picture of 800 × 800 units; the canvas draws at ``SCALE`` times that and
is reduced at the end, which smooths every edge at once. Colours are RGB triples.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]

SCALE = 2
WHITE: Colour = (255, 255, 255)
CREAM: Colour = (250, 244, 234)
INK: Colour = (58, 52, 50)
WOOD: Colour = (196, 152, 104)
KRAFT: Colour = (203, 169, 126)
STEEL: Colour = (196, 204, 210)

_RAMP = Image.linear_gradient("L").resize((1, 256))
_GLOW = ImageOps.invert(Image.radial_gradient("L"))


def rgb(text: str) -> Colour:
    """``#c8404f`` as a triple."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """``a`` with ``share`` (0 to 1) of ``b`` in it."""
    r, g, b_ = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return r, g, b_


def light(colour: Colour, share: float = 0.25) -> Colour:
    return mix(colour, WHITE, share)


def dark(colour: Colour, share: float = 0.25) -> Colour:
    return mix(colour, (42, 30, 34), share)


def turn(colour: Colour, degrees: float, *, saturation: float = 1.0) -> Colour:
    """The colour with its hue turned, so that a palette belongs together."""
    h, lum, s = colorsys.rgb_to_hls(*(c / 255 for c in colour))
    r, g, b = colorsys.hls_to_rgb((h + degrees / 360) % 1, lum, min(1.0, s * saturation))
    return round(r * 255), round(g * 255), round(b * 255)


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> list[Point]:
    """A smooth line through ``points`` (Catmull-Rom)."""
    count = len(points)
    out: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(i - 1, 0)], points[i]
            p2, p3 = points[i + 1], points[min(i + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            out.append(
                (
                    _spline(p0[0], p1[0], p2[0], p3[0], t),
                    _spline(p0[1], p1[1], p2[1], p3[1], t),
                )
            )
    if not closed:
        out.append(points[-1])
    return out


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
    )


def arc_points(
    cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int = 24
) -> list[Point]:
    """Points on an ellipse from ``start`` to ``end`` degrees, clockwise from the right."""
    return [
        (
            cx + rx * math.cos(math.radians(start + (end - start) * i / steps)),
            cy + ry * math.sin(math.radians(start + (end - start) * i / steps)),
        )
        for i in range(steps + 1)
    ]


def turned(points: Iterable[Point], cx: float, cy: float, degrees: float) -> list[Point]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in points]


def rect_points(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _gradient(
    size: tuple[int, int], top: Colour, bottom: Colour, middle: Colour | None, sideways: bool
) -> Image.Image:
    """A strip of 256 steps is coloured, then stretched: a tenth of the work of the other order."""
    strip = ImageOps.colorize(_RAMP, top, bottom, mid=middle)
    if sideways:
        strip = strip.transpose(Image.Transpose.ROTATE_90)
    return strip.resize(size, Image.Resampling.NEAREST)


@cache
def _glow_mask(size: int, percent: int) -> Image.Image:
    soft = _GLOW.point(lambda v: max(0, v - 20) * percent // 100)
    return soft.resize((size, size), Image.Resampling.BILINEAR)


class Canvas:
    def __init__(self, width: int = 800, height: int = 800) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), WHITE)

    # -- filling

    def _fill(
        self,
        box: tuple[float, float, float, float],
        draw: Callable[[ImageDraw.ImageDraw, float, float], None],
        top: Colour,
        bottom: Colour | None,
        middle: Colour | None,
        sideways: bool,
    ) -> None:
        x0, y0 = max(0, math.floor(box[0] * SCALE)), max(0, math.floor(box[1] * SCALE))
        x1 = min(self.image.width, math.ceil(box[2] * SCALE) + 1)
        y1 = min(self.image.height, math.ceil(box[3] * SCALE) + 1)
        if x1 <= x0 or y1 <= y0:
            return
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        draw(ImageDraw.Draw(mask), -x0, -y0)
        if bottom is None:
            self.image.paste(top, (x0, y0, x1, y1), mask)
            return
        self.image.paste(_gradient(mask.size, top, bottom, middle, sideways), (x0, y0), mask)

    def poly(
        self,
        points: Sequence[Point],
        top: Colour,
        bottom: Colour | None = None,
        *,
        middle: Colour | None = None,
        sideways: bool = False,
        alpha: int = 255,
    ) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]

        def draw(on: ImageDraw.ImageDraw, dx: float, dy: float) -> None:
            on.polygon([(x * SCALE + dx, y * SCALE + dy) for x, y in points], fill=alpha)

        self._fill((min(xs), min(ys), max(xs), max(ys)), draw, top, bottom, middle, sideways)

    def rrect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        radius: float,
        top: Colour,
        bottom: Colour | None = None,
        *,
        middle: Colour | None = None,
        sideways: bool = False,
        alpha: int = 255,
    ) -> None:
        def draw(on: ImageDraw.ImageDraw, dx: float, dy: float) -> None:
            on.rounded_rectangle(
                (x0 * SCALE + dx, y0 * SCALE + dy, x1 * SCALE + dx, y1 * SCALE + dy),
                radius * SCALE,
                fill=alpha,
            )

        self._fill((x0, y0, x1, y1), draw, top, bottom, middle, sideways)

    def oval(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        top: Colour,
        bottom: Colour | None = None,
        *,
        middle: Colour | None = None,
        sideways: bool = False,
        alpha: int = 255,
    ) -> None:
        def draw(on: ImageDraw.ImageDraw, dx: float, dy: float) -> None:
            on.ellipse(
                (
                    (cx - rx) * SCALE + dx,
                    (cy - ry) * SCALE + dy,
                    (cx + rx) * SCALE + dx,
                    (cy + ry) * SCALE + dy,
                ),
                fill=alpha,
            )

        self._fill((cx - rx, cy - ry, cx + rx, cy + ry), draw, top, bottom, middle, sideways)

    def line(
        self, points: Sequence[Point], width: float, colour: Colour, *, alpha: int = 255
    ) -> None:
        """A line with round ends and joints."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        half = width / 2

        def draw(on: ImageDraw.ImageDraw, dx: float, dy: float) -> None:
            scaled = [(x * SCALE + dx, y * SCALE + dy) for x, y in points]
            on.line(scaled, fill=alpha, width=round(width * SCALE), joint="curve")
            r = half * SCALE
            for x, y in (scaled[0], scaled[-1]):
                on.ellipse((x - r, y - r, x + r, y + r), fill=alpha)

        self._fill(
            (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half),
            draw,
            colour,
            None,
            None,
            False,
        )

    # -- light

    def shadow(self, points: Sequence[Point], *, blur: float = 16, strength: int = 90) -> None:
        """A soft shadow in the shape of ``points``; drawn small and blown up, so it is cheap."""
        eighth, reach = 8, blur * 2.5
        x0 = max(0, int(min(p[0] for p in points) - reach) // eighth * eighth)
        y0 = max(0, int(min(p[1] for p in points) - reach) // eighth * eighth)
        x1 = min(self.width, int(max(p[0] for p in points) + reach) // eighth * eighth + eighth)
        y1 = min(self.height, int(max(p[1] for p in points) + reach) // eighth * eighth + eighth)
        if x1 <= x0 or y1 <= y0:
            return
        mask = Image.new("L", ((x1 - x0) // eighth, (y1 - y0) // eighth), 0)
        scaled = [((x - x0) / eighth, (y - y0) / eighth) for x, y in points]
        ImageDraw.Draw(mask).polygon(scaled, fill=strength)
        mask = mask.filter(ImageFilter.GaussianBlur(blur / eighth))
        size = ((x1 - x0) * SCALE, (y1 - y0) * SCALE)
        soft = mask.resize(size, Image.Resampling.BICUBIC)
        self.image.paste((74, 44, 38), (x0 * SCALE, y0 * SCALE), soft)

    def ground_shadow(self, cx: float, y: float, half: float, *, strength: int = 110) -> None:
        """Where a thing stands: a close dark shadow and a long faint one to the right."""
        self.shadow(arc_points(cx + half * 0.25, y + 4, half * 1.25, half * 0.2 + 8, 0, 360),
                    blur=34, strength=strength * 6 // 10)  # fmt: skip
        self.shadow(arc_points(cx + 6, y, half, half * 0.1 + 6, 0, 360), blur=12, strength=strength)

    def glow(self, cx: float, cy: float, radius: float, colour: Colour, *, strength: float) -> None:
        """A round light that fades out."""
        mask = _glow_mask(round(radius * 2 * SCALE), round(strength * 100))
        corner = (round((cx - radius) * SCALE), round((cy - radius) * SCALE))
        self.image.paste(colour, corner, mask)

    def finished(
        self, size: tuple[int, int], view: tuple[float, float, float, float] | None = None
    ) -> Image.Image:
        """The picture at ``size`` pixels; ``view`` is the part to show, in units."""
        x0, y0, x1, y1 = view or (0, 0, self.width, self.height)
        box = (x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE)
        return self.image.resize(size, Image.Resampling.HAMMING, box=box)


def rounded(
    x0: float, y0: float, x1: float, y1: float, radius: float, *, steps: int = 6
) -> list[Point]:
    """A rectangle with round corners as points, to be turned or stretched."""
    r = radius
    return [
        *arc_points(x1 - r, y0 + r, r, r, -90, 0, steps),
        *arc_points(x1 - r, y1 - r, r, r, 0, 90, steps),
        *arc_points(x0 + r, y1 - r, r, r, 90, 180, steps),
        *arc_points(x0 + r, y0 + r, r, r, 180, 270, steps),
    ]
