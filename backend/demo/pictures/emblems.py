"""Small signs on labels and the props beside a product: a leaf, a wave, a fruit, a fish."""

# ruff: noqa: E501
from __future__ import annotations

from backend.demo.pictures.paint import (
    WHITE,
    Canvas,
    Colour,
    arc_points,
    curve,
    dark,
    light,
    mix,
    turned,
)

LEAF: Colour = (104, 142, 88)


def leaf(c: Canvas, x: float, y: float, size: float, degrees: float, colour: Colour) -> None:
    """One leaf with its midrib, growing from (x, y)."""
    shape = curve([(x, y), (x + size * 0.45, y - size * 0.3), (x + size, y - size * 0.05),
                   (x + size * 0.5, y + size * 0.22)], steps=8)  # fmt: skip
    c.poly(turned(shape, x, y, degrees), light(colour, 0.18), dark(colour, 0.1))
    c.line(turned([(x, y), (x + size * 0.82, y - size * 0.04)], x, y, degrees),
           max(1.5, size * 0.03), light(colour, 0.4), alpha=170)  # fmt: skip


def sprig(c: Canvas, x: float, y: float, size: float, degrees: float, colour: Colour) -> None:
    """A twig with leaves on both sides."""
    c.line(turned(curve([(x, y), (x + size * 0.5, y - size * 0.08), (x + size, y)],
                        closed=False), x, y, degrees), size * 0.028, dark(colour, 0.25))  # fmt: skip
    for i, along in enumerate((0.18, 0.36, 0.54, 0.72, 0.9)):
        ((px, py),) = turned([(x + size * along, y - size * 0.06)], x, y, degrees)
        for side in (-1, 1):
            leaf(c, px, py, size * (0.34 - 0.035 * i), degrees + side * 42, colour)


def blossom(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    for i in range(5):
        petal = turned(
            arc_points(x, y - size * 0.52, size * 0.36, size * 0.46, 0, 360), x, y, i * 72
        )
        c.poly(petal, light(colour, 0.25), colour)
    c.oval(x, y, size * 0.26, size * 0.26, (250, 214, 110), (222, 160, 52))


def fruit(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    c.shadow(arc_points(x + size * 0.2, y + size * 0.9, size, size * 0.28, 0, 360), blur=14)
    c.oval(x, y, size, size * 0.95, light(colour, 0.28), dark(colour, 0.16))
    c.oval(x - size * 0.34, y - size * 0.4, size * 0.24, size * 0.16, WHITE, alpha=90)
    c.line([(x, y - size * 0.86), (x + size * 0.1, y - size * 1.2)], size * 0.09, (110, 80, 54))
    leaf(c, x + size * 0.08, y - size * 1.08, size * 0.85, -14, LEAF)


def grain(c: Canvas, x: float, y: float, size: float, degrees: float, colour: Colour) -> None:
    c.line(turned([(x, y), (x + size, y)], x, y, degrees), size * 0.02, dark(colour, 0.2))
    for i in range(7):
        px = x + size * (0.46 + 0.08 * i)
        for side in (-1, 1):
            kernel = turned(arc_points(px, y + side * size * 0.045, size * 0.075, size * 0.032, 0, 360, 12),
                            px, y + side * size * 0.045, side * 26)  # fmt: skip
            c.poly(turned(kernel, x, y, degrees), light(colour, 0.25), dark(colour, 0.08))


def fish(c: Canvas, x: float, y: float, size: float, colour: Colour, degrees: float = 0) -> None:
    """A fish swimming left, centred at (x, y), ``size`` long."""
    half = size / 2
    tail = [(x + half * 0.62, y), (x + half * 1.02, y - half * 0.34), (x + half * 0.92, y),
            (x + half * 1.02, y + half * 0.34)]  # fmt: skip
    body = curve([(x - half, y + half * 0.03), (x - half * 0.5, y - half * 0.3),
                  (x + half * 0.1, y - half * 0.27), (x + half * 0.72, y - half * 0.03),
                  (x + half * 0.72, y + half * 0.05), (x + half * 0.1, y + half * 0.3),
                  (x - half * 0.5, y + half * 0.28)])  # fmt: skip
    fin = [(x - half * 0.2, y - half * 0.28), (x + half * 0.2, y - half * 0.46),
           (x + half * 0.34, y - half * 0.2)]  # fmt: skip
    c.poly(turned(tail, x, y, degrees), dark(colour, 0.15), dark(colour, 0.3))
    c.poly(turned(fin, x, y, degrees), dark(colour, 0.2))
    c.poly(
        turned(body, x, y, degrees), dark(colour, 0.12), (236, 236, 230), middle=light(colour, 0.3)
    )
    ((ex, ey),) = turned([(x - half * 0.7, y - half * 0.06)], x, y, degrees)
    c.oval(ex, ey, half * 0.075, half * 0.075, WHITE)
    c.oval(ex, ey, half * 0.045, half * 0.045, (40, 40, 44))
    gill = arc_points(x - half * 0.5, y, half * 0.1, half * 0.2, -70, 70)
    c.line(turned(gill, x, y, degrees), max(1.5, half * 0.025), dark(colour, 0.35), alpha=150)


def mark(c: Canvas, kind: str, x: float, y: float, r: float, colour: Colour) -> None:
    """The emblem of a theme, small and flat, within a circle of radius ``r``."""
    if kind in ("leaf", "mushroom", "jar", "cup", "bowl", "note"):
        leaf(c, x - r * 0.62, y + r * 0.5, r * 1.35, -38, colour)
        leaf(c, x - r * 0.55, y + r * 0.5, r * 0.95, -92, mix(colour, LEAF, 0.35))
    elif kind == "wave":
        for i in range(3):
            yy = y - r * 0.5 + i * r * 0.48
            pts = [
                (x - r + r * 0.25 * k, yy + (r * 0.14 if k % 2 else -r * 0.14)) for k in range(9)
            ]
            c.line(curve(pts, closed=False, steps=6), r * 0.15, mix(colour, WHITE, 0.12 * i))
    elif kind in ("flower", "star"):
        blossom(c, x, y, r * 0.86, colour)
    elif kind in ("fruit", "drop"):
        c.oval(x, y + r * 0.1, r * 0.72, r * 0.7, light(colour, 0.2), dark(colour, 0.08))
        leaf(c, x, y - r * 0.55, r * 0.8, -18, LEAF)
    elif kind in ("grain", "bean"):
        grain(c, x - r * 0.75, y + r * 0.75, r * 2.0, -45, colour)
        grain(c, x - r * 0.3, y + r * 0.9, r * 1.7, -76, colour)
    elif kind == "fish":
        fish(c, x, y, r * 2, colour)
    elif kind == "mountain":
        c.poly(
            [(x - r, y + r * 0.6), (x - r * 0.3, y - r * 0.6), (x + r * 0.35, y + r * 0.6)], colour
        )
        c.poly([(x - r * 0.2, y + r * 0.6), (x + r * 0.4, y - r * 0.15), (x + r, y + r * 0.6)],
               light(colour, 0.3))  # fmt: skip
    elif kind in ("sun", "moon"):
        c.oval(x, y, r * 0.78, r * 0.78, light(colour, 0.25), colour)
        if kind == "moon":
            c.oval(x + r * 0.3, y - r * 0.16, r * 0.62, r * 0.62, WHITE, alpha=210)
    elif kind == "bird":
        for dx, dy, s in ((-0.3, 0.1, 1.0), (0.45, -0.35, 0.6)):
            bx, by = x + r * dx, y + r * dy
            wing = [(bx - r * 0.8 * s, by - r * 0.3 * s), (bx - r * 0.35 * s, by - r * 0.42 * s),
                    (bx, by), (bx + r * 0.35 * s, by - r * 0.42 * s), (bx + r * 0.8 * s, by - r * 0.3 * s)]  # fmt: skip
            c.line(curve(wing, closed=False), r * 0.16 * s, colour)
    elif kind == "house":
        for i, dx in enumerate((-0.55, 0.12)):
            hx, tint = x + r * dx, (colour, light(colour, 0.35))[i]
            c.poly([(hx - r * 0.4, y - r * 0.1), (hx, y - r * 0.62), (hx + r * 0.44, y - r * 0.1)],
                   dark(tint, 0.2))  # fmt: skip
            c.rrect(hx - r * 0.32, y - r * 0.1, hx + r * 0.36, y + r * 0.62, 2, tint)
            c.rrect(hx - r * 0.1, y + r * 0.12, hx + r * 0.14, y + r * 0.38, 1, WHITE)
    elif kind == "lighthouse":
        c.poly([(x - r * 0.34, y + r * 0.8), (x - r * 0.2, y - r * 0.4), (x + r * 0.2, y - r * 0.4),
                (x + r * 0.34, y + r * 0.8)], colour)  # fmt: skip
        c.rrect(x - r * 0.24, y - r * 0.62, x + r * 0.24, y - r * 0.38, 2, dark(colour, 0.3))
        c.poly(
            [(x - r * 0.28, y - r * 0.6), (x, y - r * 0.95), (x + r * 0.28, y - r * 0.6)], colour
        )
        c.rrect(x - r * 0.27, y + r * 0.05, x + r * 0.27, y + r * 0.28, 0, WHITE)
    elif kind == "bridge":
        c.line([(x - r, y + r * 0.4), (x + r, y + r * 0.4)], r * 0.12, colour)
        for tx in (-0.5, 0.5):
            c.line([(x + r * tx, y + r * 0.7), (x + r * tx, y - r * 0.55)], r * 0.12, colour)
        c.line(arc_points(x, y - r * 0.55, r * 0.5, r * 0.78, 180, 0), r * 0.07, light(colour, 0.2))
        for side in (-1, 1):
            c.line(
                [(x + side * r * 0.5, y - r * 0.5), (x + side * r, y + r * 0.35)],
                r * 0.07,
                light(colour, 0.2),
            )
    elif kind == "heart":
        c.poly(curve([(x, y - r * 0.3), (x + r * 0.45, y - r * 0.68), (x + r * 0.86, y - r * 0.2),
                      (x + r * 0.4, y + r * 0.42), (x, y + r * 0.8), (x - r * 0.4, y + r * 0.42),
                      (x - r * 0.86, y - r * 0.2), (x - r * 0.45, y - r * 0.68)]),
               light(colour, 0.15), colour)  # fmt: skip
    elif kind == "bee":
        for wx in (-0.1, 0.35):
            c.oval(x + r * wx, y - r * 0.42, r * 0.28, r * 0.4, WHITE, alpha=220)
        c.oval(x, y + r * 0.1, r * 0.72, r * 0.46, (244, 190, 66), (222, 156, 40))
        for sx in (-0.2, 0.12, 0.42):
            c.line([(x + r * sx, y - r * 0.26), (x + r * sx, y + r * 0.46)], r * 0.12, (70, 50, 40))
    else:
        for dx, dy, s in ((0, -0.42, 0.34), (-0.42, 0.26, 0.34), (0.42, 0.26, 0.34)):
            c.oval(x + r * dx, y + r * dy, r * s, r * s, light(colour, 0.15), colour)


def prop(
    c: Canvas, kind: str, x: float, y: float, size: float, colour: Colour, *, flip: bool
) -> None:
    """What lies beside the product on the table; (x, y) is where it touches the ground."""
    lean = 180 if flip else 0
    sign = -1 if flip else 1
    if kind in ("leaf", "mushroom", "jar", "cup", "bowl", "drop", "wave", "moon"):
        green = mix(colour, LEAF, 0.45 if kind == "leaf" else 0.8)
        c.shadow(turned([(x, y), (x + size, y - size * 0.2), (x + size, y + size * 0.16)], x, y, lean - sign * 8),
                 blur=14, strength=60)  # fmt: skip
        sprig(c, x, y, size, lean - sign * 14, green)
    elif kind in ("fruit", "sun"):
        fruit(c, x + sign * size * 0.42, y - size * 0.22, size * 0.3, colour)
        fruit(c, x + sign * size * 0.86, y - size * 0.12, size * 0.22, light(colour, 0.1))
    elif kind in ("flower", "star", "heart"):
        sprig(c, x, y, size * 0.9, lean - sign * 10, mix(LEAF, colour, 0.12))
        blossom(c, x + sign * size * 0.32, y - size * 0.1, size * 0.2, colour)
        blossom(c, x + sign * size * 0.74, y - size * 0.02, size * 0.14, light(colour, 0.2))
    elif kind in ("grain", "bee"):
        for i, tilt in enumerate((6, 16, 26)):
            grain(
                c,
                x,
                y - i * 2,
                size * (1.1 - 0.08 * i),
                lean - sign * tilt,
                mix(colour, (214, 172, 92), 0.5),
            )
    elif kind == "bean":
        for i, (dx, dy) in enumerate(
            ((0.2, 0), (0.42, -0.06), (0.6, 0.03), (0.36, 0.08), (0.8, -0.02))
        ):
            bx, by = x + sign * size * dx, y + size * dy
            c.shadow(
                arc_points(bx + 4, by + size * 0.07, size * 0.11, size * 0.04, 0, 360),
                blur=8,
                strength=80,
            )
            c.poly(turned(arc_points(bx, by, size * 0.1, size * 0.075, 0, 360), bx, by, i * 37),
                   light(colour, 0.2), dark(colour, 0.15))  # fmt: skip
    elif kind == "dot":
        for dx, dy, s in ((0.3, -0.06, 0.1), (0.55, 0.02, 0.13), (0.8, -0.03, 0.08)):
            bx, by = x + sign * size * dx, y + size * dy
            c.shadow(
                arc_points(bx + 4, by + size * s * 0.8, size * s, size * s * 0.3, 0, 360),
                blur=8,
                strength=80,
            )
            c.oval(bx, by, size * s, size * s * 0.92, light(colour, 0.35), dark(colour, 0.1))
