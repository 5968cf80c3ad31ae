"""What field, sea and yard give, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, fish, fruit, leaf
from backend.demo.pictures.forms import (
    GROUND as G,
)
from backend.demo.pictures.forms import (
    Look,
    box3d,
    panel,
)
from backend.demo.pictures.paint import (
    WHITE,
    WOOD,
    Canvas,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
)


def seaweed(c: Canvas, k: Look) -> None:
    tone = dark(mix(k.colour, (40, 70, 52), 0.4), 0.05)
    c.ground_shadow(400, G, 230)
    for row in range(7):
        y = G - 16 - row * 42
        wob = [(180 + i * 55, y + (10 if (i + row) % 2 else -10)) for i in range(9)]
        under = [(x, yy + 46) for x, yy in reversed(wob)]
        c.poly(
            [*curve(wob, closed=False, steps=6), *curve(under, closed=False, steps=6)],
            light(tone, 0.1 + 0.03 * row),
            dark(tone, 0.3),
        )
        c.line(
            curve([(x, yy + 6) for x, yy in wob], closed=False, steps=6),
            2,
            light(tone, 0.45),
            alpha=110,
        )
    c.poly(
        rect_points(352, 320, 448, G + 4),
        light(k.paper, 0.3),
        dark(k.paper, 0.1),
        middle=k.paper,
        sideways=True,
    )
    k.mark(c, 400, 450, 38)
    c.line([(372, 520), (428, 520)], 5, k.colour)
    c.line([(384, 540), (416, 540)], 5, light(k.colour, 0.4))


def whole_fish(c: Canvas, k: Look) -> None:
    board = light(WOOD, 0.12)
    c.ground_shadow(400, G - 8, 280)
    c.poly(
        curve([(110, 520), (160, 440), (640, 430), (700, 510), (650, 600), (150, 610)], steps=8),
        light(board, 0.3),
        dark(board, 0.1),
    )
    c.poly(
        curve(
            [(112, 528), (150, 612), (650, 602), (698, 520), (690, 550), (650, 622), (150, 632)],
            steps=6,
        ),
        dark(board, 0.25),
    )
    for i, (y, d) in enumerate(((470, -4), (532, 3), (588, -3))):
        c.shadow(arc_points(404, y + 34, 200, 16, 0, 360), blur=9, strength=80)
        fish(c, 392 + i * 12, y, 420, k.colour, d)
    fruit(c, 640, 420, 40, (232, 204, 82))


def sack(c: Canvas, k: Look) -> None:
    cloth = mix((226, 208, 172), k.colour, 0.08)
    c.ground_shadow(400, G, 210)
    c.poly(
        curve(
            [
                (270, 320),
                (206, 420),
                (196, 560),
                (250, G),
                (400, G + 10),
                (550, G),
                (604, 560),
                (594, 420),
                (530, 320),
                (400, 300),
            ],
            steps=8,
        ),
        light(cloth, 0.4),
        dark(cloth, 0.24),
        middle=cloth,
        sideways=True,
    )
    c.poly(
        curve(
            [
                (262, 300),
                (300, 250),
                (400, 236),
                (500, 250),
                (538, 300),
                (520, 340),
                (400, 352),
                (280, 340),
            ]
        ),
        dark(cloth, 0.06),
        dark(cloth, 0.22),
    )
    c.oval(400, 292, 116, 32, light(k.colour, 0.36), k.colour)
    for i in range(40):
        x, y = 300 + (i * 47) % 200, 276 + (i * 19) % 30
        c.oval(x, y, 7, 4, light(k.colour, 0.55), light(k.colour, 0.1))
    panel(c, k, 296, 392, 504, 580, paper=light(cloth, 0.5))


def basket(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 230)
    c.line(arc_points(400, 440, 200, 200, 180, 360), 17, dark(WOOD, 0.22))
    for i in range(6):
        leaf(c, 250 + i * 56, 430, 120, -112 + i * 14, mix(LEAF, k.colour, 0.18))
    for x, y, r in ((280, 424, 58), (390, 396, 66), (506, 420, 60), (336, 440, 52), (456, 442, 54)):
        c.oval(x, y, r, r * 0.92, light(k.colour, 0.32), dark(k.colour, 0.14))
        c.oval(x - r * 0.3, y - r * 0.36, r * 0.2, r * 0.13, WHITE, alpha=80)
        leaf(c, x, y - r * 0.8, r * 0.8, -60, LEAF)
    c.poly(
        [(172, 450), (628, 450), (576, G), (224, G)],
        light(WOOD, 0.2),
        dark(WOOD, 0.3),
        middle=WOOD,
        sideways=True,
    )
    for y in range(474, 626, 26):
        inset = (y - 450) * 0.29
        wob = [
            (172 + inset + i * (456 - 2 * inset) / 16, y + (5 if i % 2 else -5)) for i in range(17)
        ]
        c.line(curve(wob, closed=False, steps=4), 5, dark(WOOD, 0.34), alpha=140)
    c.rrect(160, 436, 640, 464, 12, light(WOOD, 0.3), dark(WOOD, 0.1))


def crate(c: Canvas, k: Look) -> None:
    c.ground_shadow(410, G, 250)
    box3d(c, 180, 470, 600, G, WOOD, depth=60, rise=60, lid=dark(WOOD, 0.3))
    for row, (y, n) in enumerate(((424, 5), (456, 5), (486, 5))):
        for i in range(n):
            x = 268 + i * 82 - row * 24
            c.oval(x, y, 46, 43, light(k.colour, 0.3), dark(k.colour, 0.18))
            c.oval(x - 14, y - 16, 10, 7, WHITE, alpha=90)
            leaf(c, x, y - 34, 36, -40 + (i * 31) % 60, LEAF)
    for y in (496, 546, 596):
        c.rrect(176, y, 604, y + 40, 4, light(WOOD, 0.16), dark(WOOD, 0.08))
        c.line([(190, y + 13), (590, y + 11)], 2, dark(WOOD, 0.25), alpha=80)
    c.rrect(336, 524, 444, 608, 8, light(k.paper, 0.4), k.paper)
    k.mark(c, 390, 566, 28)


def mushroom(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 220)
    for x, y, s in ((280, G - 10, 0.82), (530, G - 6, 0.9), (400, G, 1.25)):
        c.poly(
            curve(
                [
                    (x - 34 * s, y - 150 * s),
                    (x - 28 * s, y - 60 * s),
                    (x - 44 * s, y - 8),
                    (x, y + 4),
                    (x + 44 * s, y - 8),
                    (x + 28 * s, y - 60 * s),
                    (x + 34 * s, y - 150 * s),
                ]
            ),
            (246, 236, 218),
            (204, 186, 160),
            middle=(238, 226, 206),
            sideways=True,
        )
        c.oval(x, y - 140 * s, 126 * s, 36 * s, dark(k.colour, 0.25))
        c.oval(x, y - 144 * s, 112 * s, 26 * s, (232, 214, 186), (206, 182, 148))
        cap = [
            *arc_points(x, y - 144 * s, 132 * s, 122 * s, 180, 360),
            *arc_points(x, y - 144 * s, 132 * s, 34 * s, 0, 180),
        ]
        c.poly(cap, light(k.colour, 0.34), dark(k.colour, 0.12))
        for dx, dy, r in ((-50, -196, 15), (20, -222, 18), (66, -182, 12), (-8, -178, 11)):
            c.oval(x + dx * s, y + dy * s, r * s, r * 0.72 * s, light(k.colour, 0.62), alpha=150)


def eggs(c: Canvas, k: Look) -> None:
    pulp = (188, 180, 168)
    c.ground_shadow(400, G, 260)
    c.poly([(136, 520), (664, 520), (640, G), (160, G)], light(pulp, 0.3), dark(pulp, 0.2))
    for y, n, x0 in ((446, 6, 190), (496, 6, 172), (552, 6, 156)):
        for i in range(n):
            x = x0 + i * (800 - 2 * x0) / (n - 1)
            tone = light(k.colour, 0.12 + 0.05 * ((i * 7 + n) % 4))
            egg = [
                (px, py if py > y else y - (y - py) * 1.26)
                for px, py in arc_points(x, y, 42, 40, 0, 360, 30)
            ]
            c.poly(egg, light(tone, 0.45), dark(tone, 0.12))
            c.oval(x - 12, y - 22, 9, 13, WHITE, alpha=110)
    c.poly(
        [(128, 560), (672, 560), (648, G + 4), (152, G + 4)], light(pulp, 0.25), dark(pulp, 0.14)
    )
    for i in range(6):
        c.poly([*arc_points(206 + i * 78, 560, 34, 26, 0, 180)], dark(pulp, 0.22))
    k.mark(c, 400, 606, 16)


MOTIFS = {
    "seaweed": seaweed,
    "fish": whole_fish,
    "sack": sack,
    "basket": basket,
    "crate": crate,
    "mushroom": mushroom,
    "eggs": eggs,
}
