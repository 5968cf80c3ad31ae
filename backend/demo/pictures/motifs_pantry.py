"""Jars, bottles, boxes and bags of the pantry, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, leaf, mark
from backend.demo.pictures.forms import (
    GROUND as G,
)
from backend.demo.pictures.forms import (
    Look,
    bow,
    box3d,
    cylinder,
    label_on_cylinder,
    panel,
    steam,
)
from backend.demo.pictures.paint import (
    CREAM,
    INK,
    KRAFT,
    STEEL,
    WHITE,
    WOOD,
    Canvas,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
    turned,
)


def jar(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 150)
    cylinder(c, 400, 322, G, 148, mix(k.colour, WHITE, 0.08), top=light(k.colour, 0.2))
    c.poly(
        [
            *arc_points(400, 322, 148, 20, 180, 360),
            (548, 352),
            *reversed(arc_points(400, 300, 124, 17, 180, 360)),
            (252, 352),
        ],
        WHITE,
        alpha=90,
    )
    label_on_cylinder(c, k, 400, 410, 570, 148)
    cylinder(c, 400, 236, 302, 132, k.accent, tilt=0.13)
    c.line([(270, 290), (270, 250)], 5, WHITE, alpha=60)
    for x in range(282, 530, 21):
        c.line([(x, 262), (x, 306)], 3, dark(k.accent, 0.2), alpha=80)


def honey(c: Canvas, k: Look) -> None:
    c.ground_shadow(380, G, 160)
    body = curve(
        [
            (250, 330),
            (228, 420),
            (236, 560),
            (290, G),
            (470, G),
            (524, 560),
            (532, 420),
            (510, 330),
            (440, 300),
            (320, 300),
        ]
    )
    c.poly(body, (250, 206, 110), dark(k.colour, 0.2), middle=k.colour, sideways=True)
    c.poly(
        curve([(262, 350), (246, 430), (258, 560), (282, 560), (272, 430), (286, 350)]),
        WHITE,
        alpha=80,
    )
    cylinder(c, 380, 246, 312, 118, WOOD, tilt=0.16)
    c.poly(
        [(380, 372), (448, 411), (448, 489), (380, 528), (312, 489), (312, 411)],
        light(CREAM, 0.4),
        CREAM,
    )
    mark(c, "bee", 380, 450, 44, k.colour)
    c.line([(560, G - 6), (676, 400)], 13, (168, 120, 72))
    for i in range(5):
        c.oval(
            566 - i * 2.5, G - 30 + i * 9, 30 - abs(i - 2) * 5, 7, (206, 156, 96), (150, 104, 60)
        )


def bottle(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 104)
    liquid = dark(k.colour, 0.18)
    body = curve(
        [
            (300, 420),
            (300, 600),
            (312, G),
            (400, G + 8),
            (488, G),
            (500, 600),
            (500, 420),
            (470, 350),
            (434, 310),
            (432, 250),
            (368, 250),
            (366, 310),
            (330, 350),
        ],
        steps=8,
    )
    c.poly(body, light(liquid, 0.3), dark(liquid, 0.3), middle=liquid, sideways=True)
    c.poly([(322, 400), (340, 370), (344, 600), (324, 610)], WHITE, alpha=70)
    label_on_cylinder(c, k, 400, 424, 580, 101, tilt=0.1)
    cylinder(c, 400, 180, 256, 40, k.accent, tilt=0.2)
    c.rrect(364, 250, 436, 268, 5, dark(k.accent, 0.2))


def giftbox(c: Canvas, k: Look) -> None:
    base, ribbon = k.colour, mix(k.accent, WHITE, 0.12)
    c.ground_shadow(420, G, 250)
    box3d(c, 190, 400, 570, G, base, depth=72, rise=44)
    c.poly(rect_points(352, 400, 408, G), ribbon, dark(ribbon, 0.14))
    c.poly([(352, 400), (424, 356), (480, 356), (408, 400)], light(ribbon, 0.22))
    c.poly([(570, 488), (642, 444), (642, 496), (570, 540)], dark(ribbon, 0.26))
    c.poly(rect_points(190, 488, 570, 540), ribbon, dark(ribbon, 0.1))
    box3d(c, 174, 352, 586, 420, light(base, 0.06), depth=76, rise=46)
    c.poly(rect_points(350, 352, 410, 420), light(ribbon, 0.08), ribbon)
    c.poly([(350, 352), (426, 306), (486, 306), (410, 352)], light(ribbon, 0.3))
    bow(c, 420, 326, 128, ribbon)
    c.poly(turned(rect_points(208, 560, 306, 618), 257, 589, -6), light(k.paper, 0.5), k.paper)
    k.mark(c, 257, 588, 22)


def bundle(c: Canvas, k: Look) -> None:
    """A box wrapped in a cloth (보자기), knotted on top."""
    cloth = k.colour
    c.ground_shadow(400, G, 236)
    c.poly(
        curve(
            [
                (190, 410),
                (184, 560),
                (200, G),
                (400, G + 8),
                (600, G),
                (616, 560),
                (610, 410),
                (400, 376),
            ],
            steps=6,
        ),
        light(cloth, 0.22),
        dark(cloth, 0.26),
        middle=cloth,
        sideways=True,
    )
    c.poly(
        curve(
            [
                (196, 408),
                (300, 392),
                (400, 372),
                (500, 392),
                (604, 408),
                (500, 440),
                (400, 448),
                (300, 440),
            ]
        ),
        light(cloth, 0.38),
        light(cloth, 0.12),
    )
    for x0, x1 in ((230, 372), (570, 428), (300, 386), (500, 414)):
        c.line(
            curve([(x0, G - 30), ((x0 + x1) / 2, 500), (x1, 410)], closed=False),
            4,
            dark(cloth, 0.3),
            alpha=90,
        )
    for side in (-1, 1):
        ear = curve(
            [
                (400, 396),
                (400 + side * 60, 320),
                (400 + side * 150, 292),
                (400 + side * 176, 330),
                (400 + side * 110, 372),
            ]
        )
        c.poly(ear, light(cloth, 0.32), dark(cloth, 0.12))
        c.line(
            curve([(400, 396), (400 + side * 70, 340), (400 + side * 150, 318)], closed=False),
            4,
            dark(cloth, 0.25),
            alpha=110,
        )
    c.poly(
        curve([(360, 372), (400, 350), (440, 372), (446, 410), (400, 430), (354, 410)]),
        light(cloth, 0.2),
        dark(cloth, 0.22),
    )
    c.rrect(336, 486, 464, 590, 8, light(k.paper, 0.5), k.paper)
    k.mark(c, 400, 538, 36)


def tray(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 240)
    c.poly([(150, 520), (650, 520), (606, G), (194, G)], light(WOOD, 0.2), dark(WOOD, 0.2))
    c.poly([(150, 520), (650, 520), (636, 500), (164, 500)], light(WOOD, 0.45))
    tint = mix(k.colour, (222, 170, 108), 0.62)
    for i, (x, y) in enumerate(
        ((230, 486), (330, 470), (430, 474), (530, 486), (280, 520), (386, 514), (490, 520))
    ):
        c.shadow(arc_points(x + 6, y + 26, 62, 18, 0, 360), blur=10, strength=60)
        piece = turned(
            curve(
                [
                    (x - 60, y),
                    (x - 40, y - 40),
                    (x + 40, y - 42),
                    (x + 62, y),
                    (x + 40, y + 34),
                    (x - 42, y + 34),
                ]
            ),
            x,
            y,
            i * 13 - 34,
        )
        c.poly(piece, light(tint, 0.34), dark(tint, 0.16))
        for dx, dy in ((-22, -8), (10, -16), (24, 8), (-4, 12)):
            c.oval(x + dx, y + dy, 6, 4.5, k.colour, alpha=190)
    c.poly([(186, 560), (614, 560), (600, 600), (200, 600)], light(k.paper, 0.4), alpha=235)
    k.mark(c, 400, 580, 17)


def crock(c: Canvas, k: Look) -> None:
    clay = mix((122, 78, 56), k.colour, 0.12)
    c.ground_shadow(400, G, 170)
    body = curve(
        [
            (300, 330),
            (226, 420),
            (220, 520),
            (286, G),
            (400, G + 6),
            (514, G),
            (580, 520),
            (574, 420),
            (500, 330),
        ],
        steps=8,
    )
    c.poly(body, light(clay, 0.34), dark(clay, 0.4), middle=clay, sideways=True)
    c.poly(
        curve([(268, 410), (250, 480), (268, 560), (288, 556), (276, 480), (292, 410)]),
        WHITE,
        alpha=60,
    )
    for y in (420, 446):
        c.line(arc_points(400, y - 20, 176, 26, 170, 10), 4, dark(clay, 0.3), alpha=120)
    cylinder(c, 400, 318, 342, 116, dark(clay, 0.1), tilt=0.16)
    c.oval(400, 318, 98, 14, k.colour, dark(k.colour, 0.2))
    for i in range(7):
        leaf(c, 330 + i * 20, 322 - (i % 2) * 8, 54, -60 + i * 18, mix(k.colour, LEAF, 0.4))
    c.rrect(340, 470, 460, 574, 8, light(k.paper, 0.4), k.paper)
    k.mark(c, 400, 520, 36)


def pouch(c: Canvas, k: Look) -> None:
    paper = mix(KRAFT, k.colour, 0.1)
    c.ground_shadow(400, G, 160)
    c.poly(
        curve(
            [
                (262, 250),
                (254, 440),
                (240, 610),
                (300, G + 2),
                (400, G + 8),
                (500, G + 2),
                (560, 610),
                (546, 440),
                (538, 250),
                (400, 244),
            ],
            steps=6,
        ),
        light(paper, 0.28),
        dark(paper, 0.2),
        middle=paper,
        sideways=True,
    )
    c.rrect(258, 214, 542, 262, 6, light(paper, 0.3), dark(paper, 0.1))
    c.line([(262, 276), (538, 276)], 3, dark(paper, 0.25), alpha=130)
    panel(c, k, 290, 316, 510, 520)
    window = curve([(300, 556), (400, 540), (500, 556), (496, 604), (400, 614), (304, 604)])
    c.poly(window, dark(k.colour, 0.1), light(k.colour, 0.12))
    for i in range(11):
        x, y = 318 + (i * 37) % 168, 562 + (i * 23) % 40
        c.oval(x, y, 13, 9, light(k.colour, 0.28), dark(k.colour, 0.16))


def bowl(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 190)
    clay = mix(k.paper, k.accent, 0.1)
    c.poly(
        curve(
            [(170, 420), (196, 530), (290, 616), (400, G), (510, 616), (604, 530), (630, 420)],
            closed=False,
        ),
        light(clay, 0.3),
        dark(clay, 0.22),
        middle=clay,
        sideways=True,
    )
    c.oval(400, 420, 230, 62, light(clay, 0.5), dark(clay, 0.1))
    broth = mix(k.colour, (232, 178, 104), 0.5)
    c.oval(400, 426, 204, 50, light(broth, 0.22), dark(broth, 0.12))
    for i in range(9):
        x, y = 270 + (i * 61) % 250, 408 + (i * 29) % 34
        c.oval(x, y, 22, 12, light(k.colour, 0.4), k.colour)
    for dx, d in ((-40, -30), (30, 20), (90, -60)):
        leaf(c, 400 + dx, 424, 52, d, LEAF)
    c.line([(196, 480), (604, 480)], 9, k.colour, alpha=120)
    k.mark(c, 400, 556, 30)
    steam(c, 400, 350, 130)


def coffeebag(c: Canvas, k: Look) -> None:
    bag = (
        dark(mix(k.colour, INK, 0.35), 0.06) if k.rng.random() < 0.5 else mix(k.colour, WHITE, 0.05)
    )
    c.ground_shadow(390, G, 150)
    c.poly(
        [(264, 262), (516, 262), (534, G - 6), (246, G - 6)],
        light(bag, 0.22),
        dark(bag, 0.3),
        middle=bag,
        sideways=True,
    )
    c.poly([(264, 262), (292, 262), (280, G - 6), (246, G - 6)], light(bag, 0.26), alpha=150)
    c.poly([(516, 262), (490, 262), (504, G - 6), (534, G - 6)], dark(bag, 0.3), alpha=170)
    c.rrect(258, 214, 522, 270, 5, light(bag, 0.12), dark(bag, 0.16))
    c.rrect(246, 232, 534, 250, 6, light(k.accent, 0.1), dark(k.accent, 0.1))
    panel(c, k, 300, 340, 480, 548, radius=90 if k.rng.random() < 0.5 else 10)
    for i in range(9):
        x, y = 540 + (i * 43) % 130, G - 14 - (i * 17) % 34
        bean = turned(arc_points(x, y, 17, 12, 0, 360), x, y, i * 41)
        c.shadow(arc_points(x + 3, y + 10, 15, 6, 0, 360), blur=5, strength=90)
        c.poly(bean, (128, 84, 58), (78, 48, 34))
        c.line(
            turned(curve([(x - 13, y), (x, y - 3), (x + 13, y + 1)], closed=False), x, y, i * 41),
            2,
            (52, 32, 24),
        )


def teabox(c: Canvas, k: Look) -> None:
    c.ground_shadow(380, G, 190)
    box3d(c, 216, 330, 496, G, k.colour, depth=76, rise=44)
    c.poly(rect_points(216, 330, 496, 392), light(k.colour, 0.22), light(k.colour, 0.1))
    panel(c, k, 256, 416, 456, 596)
    c.shadow(turned(rect_points(556, 520, 672, G + 4), 610, 570, 7), blur=12, strength=70)
    bag = turned([(566, 536), (586, 514), (644, 514), (664, 536), (664, G), (566, G)], 610, 570, 7)
    c.poly(bag, WHITE, (232, 224, 210))
    c.poly(
        turned(
            curve([(576, 572), (616, 560), (654, 572), (656, G - 6), (574, G - 6)]), 610, 570, 7
        ),
        light(k.colour, 0.1),
        dark(k.colour, 0.2),
        alpha=150,
    )
    c.line(
        curve([(622, 516), (650, 450), (612, 410), (640, 360)], closed=False), 3, (230, 222, 206)
    )
    c.poly(turned(rect_points(616, 316, 668, 372), 640, 344, 10), light(k.accent, 0.2), k.accent)


def tin(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 150)
    tall = 330 if k.emblem != "flower" else 380
    cylinder(c, 400, tall, G, 140, k.colour, tilt=0.17)
    label_on_cylinder(c, k, 400, tall + 66, G - 44, 140, tilt=0.17)
    cylinder(c, 400, tall - 46, tall + 18, 144, mix(STEEL, k.accent, 0.3), tilt=0.17)
    c.oval(400, tall - 46, 116, 19, light(STEEL, 0.3), mix(STEEL, k.accent, 0.2))


MOTIFS = {
    "jar": jar,
    "honey": honey,
    "bottle": bottle,
    "giftbox": giftbox,
    "bundle": bundle,
    "tray": tray,
    "crock": crock,
    "pouch": pouch,
    "bowl": bowl,
    "coffeebag": coffeebag,
    "teabox": teabox,
    "tin": tin,
}
