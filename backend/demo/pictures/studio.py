"""The studio: a background, a table, a product on it, and something beside it.

A picture is decided by the product's slug (its seed), motif, colour and emblem alone, so the same
product always gets the same picture.
"""

from __future__ import annotations

import io
import random

from PIL import Image

from backend.demo.pictures.emblems import mark, prop, sprig
from backend.demo.pictures.forms import GROUND, Look
from backend.demo.pictures.motifs import MOTIFS
from backend.demo.pictures.paint import (
    CREAM,
    SCALE,
    WHITE,
    Canvas,
    Colour,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
    rgb,
    turn,
)

#: motifs that fill the frame: nothing lies beside them
_CROWDED = frozenset(
    [
        "tray",
        "basket",
        "crate",
        "eggs",
        "cookie",
        "scone",
        "cake",
        "rollcake",
        "ricecake",
        "fish",
        "seaweed",
        "coffeebag",
        "teabox",
        "honey",
        "banner",
        "stage",
        "booth",
        "window",
        "aircon",
        "truck",
        "leaflet",
        "calendar",
        "buffet",
        "coffeecart",
        "lesson",
        "washer",
        "bucket",
        "spraycan",
        "toolbox",
        "camera",
    ]
)
#: motifs seen from above, lying on a plain ground
_LYING = frozenset(
    [
        "magnet",
        "cards",
        "bracelet",
        "socks",
        "tshirt",
        "apron",
        "vest",
        "jacket",
        "scarf",
        "cloth",
        "plate",
        "spoon",
        "board",
        "brush",
        "pen",
        "envelope",
        "wallet",
        "lunchbox",
        "snackbox",
        "puzzle",
        "badge",
        "notebook",
        "folder",
        "care",
        "boardgame",
        "zip",
    ]
)


#: the part of the canvas that is shown: closer to small things
_VIEW = (58.0, 92.0, 742.0, 776.0)
_VIEWS = {
    **dict.fromkeys(("soap", "tray", "eggs", "ricecake", "toner"), (92.0, 150.0, 708.0, 766.0)),
    **dict.fromkeys(_LYING, (60.0, 90.0, 740.0, 770.0)),
    **dict.fromkeys(
        ("stage", "buffet", "lesson", "boardgame", "truck"), (20.0, 40.0, 780.0, 800.0)
    ),
    **dict.fromkeys(
        ("badge", "tumbler", "vase", "mic", "pump", "tube"), (70.0, 60.0, 730.0, 720.0)
    ),
}


def draw_product(*, slug: str, motif: str, colour: str, emblem: str, size: int = 800) -> bytes:
    """A square JPEG of ``size`` pixels, about 15 to 35 kB."""
    rng = random.Random(slug)
    base = rgb(colour)
    look = Look(
        colour=base,
        accent=turn(mix(base, (206, 142, 92), 0.25), rng.choice((-32, -18, 24, 38, 165))),
        paper=rng.choice(((250, 245, 235), (247, 239, 224), (244, 244, 238))),
        emblem=emblem,
        rng=rng,
    )
    if motif == "giftbox" and rng.random() < 0.4:
        motif = "bundle"
    canvas = Canvas()
    lying = motif in _LYING
    _background(canvas, look, rng, lying=lying)
    MOTIFS[motif](canvas, look)
    if motif not in _CROWDED and not lying:
        flip = rng.random() < 0.5
        at = rng.uniform(206, 232) if flip else rng.uniform(568, 596)
        size_of_prop = rng.uniform(104, 136)
        prop(canvas, emblem, at, GROUND + rng.uniform(20, 44), size_of_prop, base, flip=flip)
    return _jpeg(canvas.finished((size, size), _VIEWS.get(motif, _VIEW)))


def _tint(look: Look, rng: random.Random) -> Colour:
    """A background's hue: the product's own, its neighbour or its opposite; never grey."""
    r, g, b = look.colour
    if max(r, g, b) - min(r, g, b) < 44:
        return rng.choice(((222, 160, 118), (120, 168, 184), (214, 178, 106), (150, 170, 130)))
    return turn(look.colour, rng.choice((0, 0, 12, -12, 172)), saturation=1.1)


def _background(c: Canvas, look: Look, rng: random.Random, *, lying: bool) -> None:
    tint = _tint(look, rng)
    wall = mix(tint, CREAM, rng.uniform(0.64, 0.76))
    scheme = rng.randrange(5)
    if lying:
        c.rrect(0, 0, 800, 800, 0, light(wall, 0.3), wall)
        if scheme in (0, 1):
            c.oval(400, 430, 330, 330, light(wall, 0.5), mix(wall, tint, 0.1))
        elif scheme == 2:
            c.poly([(0, 0), (330, 0), (760, 800), (430, 800)], WHITE, alpha=60)
        else:
            c.poly(
                [(0, 520), (800, 300), (800, 800), (0, 800)],
                mix(wall, look.accent, 0.2),
                light(wall, 0.1),
            )
        c.glow(400, 400, 400, WHITE, strength=0.3)
        return
    table = mix(mix(tint, (232, 206, 172), 0.6), WHITE, rng.uniform(0.24, 0.38))
    c.rrect(0, 0, 800, 560, 0, light(wall, 0.34), wall)
    if scheme == 0:  # a sun behind
        c.oval(400, 380, 272, 272, light(wall, 0.6), mix(wall, tint, 0.2))
    elif scheme == 1:  # an arch
        arch = [*arc_points(400, 330, 238, 238, 180, 360), (638, 560), (162, 560)]
        c.poly(arch, mix(wall, tint, 0.3), light(wall, 0.3))
    elif scheme == 2:  # light from a window
        c.poly([(90, 0), (330, 0), (640, 560), (330, 560)], WHITE, alpha=70)
        c.poly([(400, 0), (470, 0), (760, 560), (680, 560)], WHITE, alpha=54)
    elif scheme == 3:  # hills far away
        ridge = [(-40, 470), (120, 380), (300, 440), (470, 350), (640, 430), (840, 370)]
        hills = [*curve(ridge, closed=False), (840, 600), (-40, 600)]
        c.oval(rng.choice((180, 620)), 230, 58, 58, light(wall, 0.75))
        c.poly(hills, mix(wall, tint, 0.34), light(wall, 0.2))
    else:  # two panes
        edge = rng.choice((250, 550))
        c.poly(rect_points(0, 0, edge, 560), mix(wall, look.accent, 0.2), light(wall, 0.2))
    c.poly(rect_points(0, 548, 800, 800), light(table, 0.3), dark(table, 0.03))
    c.poly(rect_points(0, 547, 800, 551), WHITE, alpha=130)
    c.glow(400, 420, 360, WHITE, strength=0.3)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def draw_logo(*, slug: str, colour: str, emblem: str, size: int = 320) -> bytes:
    """An enterprise's sign: its emblem in a ring of its colour."""
    rng = random.Random(slug)
    base: Colour = rgb(colour)
    c = Canvas()
    c.rrect(0, 0, 800, 800, 0, mix(base, CREAM, 0.86), mix(base, CREAM, 0.78))
    shape = rng.randrange(3)
    if shape == 0:
        c.oval(400, 400, 320, 320, light(base, 0.1), dark(base, 0.12))
        c.oval(400, 400, 282, 282, mix(base, CREAM, 0.9), mix(base, CREAM, 0.8))
        mark(c, emblem, 400, 400, 186, base)
    elif shape == 1:
        c.rrect(90, 90, 710, 710, 150, light(base, 0.16), dark(base, 0.1))
        mark(c, emblem, 400, 400, 220, mix(base, CREAM, 0.88))
    else:
        arch = [*arc_points(400, 380, 290, 290, 180, 360), (690, 700), (110, 700)]
        c.poly(arch, light(base, 0.12), dark(base, 0.12))
        mark(c, emblem, 400, 410, 200, mix(base, CREAM, 0.9))
    return _jpeg(c.finished((size, size)))


def draw_cover(*, slug: str, colour: str, emblem: str) -> bytes:
    """A wide picture (1200 × 400): sea, hills and roofs of Busan in the enterprise's colour."""
    rng = random.Random(f"{slug}:cover")
    base = rgb(colour)
    c = Canvas(1200, 400)
    dusk = rng.random() < 0.4
    sky = mix(base, (255, 226, 196) if dusk else (226, 238, 244), 0.72)
    c.rrect(0, 0, 1200, 400, 0, light(sky, 0.1), light(sky, 0.55))
    sun_x = rng.randint(160, 1040)
    c.oval(sun_x, rng.randint(90, 150), 56, 56, light(sky, 0.75), (255, 240, 208))
    for depth in range(3):
        y = 190 + depth * 44
        ridge = [(x * 100 - 60, y + rng.randint(-34, 30)) for x in range(15)]
        c.poly([*curve(ridge, closed=False), (1340, 420), (-60, 420)],
               mix(base, sky, 0.62 - depth * 0.2), mix(base, sky, 0.78 - depth * 0.2))  # fmt: skip
        if depth == 1:
            for _ in range(26):
                x, yy, w = rng.randint(0, 1180), rng.randint(236, 290), rng.randint(18, 34)
                roof = turn(mix(base, (222, 140, 104), 0.5), rng.choice((0, 30, 170, 200)))
                c.rrect(x, yy, x + w, yy + w, 2, light(roof, 0.5), light(roof, 0.3))
                c.poly([(x - 4, yy), (x + w / 2, yy - w * 0.45), (x + w + 4, yy)], roof)
    sea = mix(turn(base, 0), (70, 132, 160), 0.55)
    c.rrect(-20, 318, 1220, 420, 0, light(sea, 0.25), dark(sea, 0.1))
    for i in range(40):
        x, y = rng.randint(0, 1200), rng.randint(328, 392)
        c.line([(x, y), (x + rng.randint(20, 70), y)], 2, WHITE, alpha=40 + i)
    sprig(c, rng.choice((40, 1010)), 396, 170, -26, mix(base, (96, 136, 84), 0.6))
    return _jpeg(c.finished((1200, 400)))


__all__ = ["SCALE", "draw_cover", "draw_logo", "draw_product"]
