"""What is eaten and drunk, drawn. Each function draws one motif for one look."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, blossom, fish, fruit, leaf, mark
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
    plate,
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


def bread(c: Canvas, k: Look) -> None:
    crust = mix((196, 128, 66), k.colour, 0.14)
    c.ground_shadow(400, G, 250)
    c.rrect(120, G - 34, 680, G + 6, 16, light(WOOD, 0.25), dark(WOOD, 0.16))
    y = G - 34
    c.poly(
        curve(
            [
                (180, y),
                (166, 470),
                (200, 376),
                (300, 340),
                (400, 330),
                (500, 340),
                (600, 376),
                (634, 470),
                (620, y),
            ],
            steps=8,
        ),
        light(crust, 0.32),
        dark(crust, 0.2),
    )
    for x in (270, 350, 430, 510):
        c.poly(
            curve([(x, 380), (x + 34, 352), (x + 64, 372), (x + 46, 470), (x + 14, 470)]),
            mix(light(crust, 0.5), k.colour, 0.14),
            light(crust, 0.2),
            alpha=200,
        )
    slice_ = turned(
        curve(
            [(540, y), (530, 510), (546, 452), (610, 436), (672, 452), (690, 510), (680, y)],
            steps=8,
        ),
        610,
        y,
        4,
    )
    c.shadow(slice_, blur=14, strength=60)
    c.poly(slice_, light(crust, 0.1), dark(crust, 0.1))
    inner = turned(
        curve(
            [
                (556, y - 10),
                (546, 512),
                (560, 468),
                (610, 454),
                (658, 468),
                (674, 512),
                (664, y - 10),
            ],
            steps=8,
        ),
        610,
        y,
        4,
    )
    c.poly(inner, mix((252, 240, 214), k.colour, 0.1), mix((240, 220, 184), k.colour, 0.18))
    for i in range(14):
        c.oval(
            574 + (i * 37) % 82,
            486 + (i * 29) % 96,
            5,
            4,
            mix(k.colour, (200, 160, 110), 0.35),
            alpha=180,
        )


def cookie(c: Canvas, k: Look) -> None:
    dough = mix((214, 164, 104), k.colour, 0.3)
    plate(c, 400, 580, 270, light(k.paper, 0.3))
    spots = ((300, 540), (500, 540), (400, 556), (330, 488), (470, 488), (400, 432))
    for i, (x, y) in enumerate(spots):
        c.shadow(arc_points(x + 8, y + 26, 92, 30, 0, 360), blur=10, strength=80)
        c.oval(x, y + 14, 98, 44, dark(dough, 0.28))
        c.oval(x, y, 98, 44, light(dough, 0.34), dark(dough, 0.06))
        for j in range(9):
            dx, dy = ((j * 53 + i * 31) % 150) - 75, ((j * 29 + i * 17) % 54) - 27
            if (dx / 88) ** 2 + (dy / 36) ** 2 < 0.85:
                c.oval(x + dx, y + dy, 9, 6, dark(k.colour, 0.18), dark(k.colour, 0.35))
                c.oval(x + dx - 2, y + dy - 2, 3, 2, WHITE, alpha=90)


def scone(c: Canvas, k: Look) -> None:
    dough = mix((222, 172, 106), k.colour, 0.12)
    plate(c, 400, 590, 270, light(k.accent, 0.45))
    for x, y in ((286, 548), (514, 548), (400, 572), (398, 452)):
        c.shadow(arc_points(x + 6, y + 20, 96, 26, 0, 360), blur=10, strength=80)
        c.poly(
            curve(
                [
                    (x - 96, y),
                    (x - 86, y - 62),
                    (x - 30, y - 104),
                    (x + 44, y - 100),
                    (x + 92, y - 56),
                    (x + 98, y + 2),
                    (x + 50, y + 26),
                    (x - 50, y + 26),
                ]
            ),
            light(dough, 0.36),
            dark(dough, 0.14),
        )
        c.line(
            curve(
                [(x - 92, y - 26), (x - 40, y - 40), (x + 20, y - 28), (x + 94, y - 36)],
                closed=False,
            ),
            7,
            light(dough, 0.6),
            alpha=150,
        )
        for j in range(6):
            c.oval(
                x - 60 + (j * 47) % 124,
                y - 72 + (j * 31) % 76,
                10,
                8,
                light(k.colour, 0.1),
                dark(k.colour, 0.25),
            )


def cake(c: Canvas, k: Look) -> None:
    sponge = mix((232, 190, 120), k.colour, 0.28)
    c.ground_shadow(400, G, 270)
    c.rrect(130, G - 24, 670, G + 8, 16, light(k.paper, 0.5), dark(k.paper, 0.1))
    box3d(c, 210, 430, 540, G - 24, sponge, depth=84, rise=52, lid=light(k.colour, 0.3))
    drip = [(206, 424)]
    for i in range(12):
        drip += [(212 + i * 30, 452 + (i * 37) % 34), (227 + i * 30, 440)]
    drip += [(544, 424), (626, 374), (296, 374)]
    c.poly(curve(drip, steps=4), light(k.colour, 0.5), light(k.colour, 0.22))
    for i in range(10):
        c.oval(232 + (i * 71) % 300, 500 + (i * 43) % 84, 8, 6, dark(k.colour, 0.1), alpha=190)
    for i, x in enumerate((292, 372, 452, 530)):
        fruit(c, x, 384 - (i % 2) * 10, 24, k.colour)


def rollcake(c: Canvas, k: Look) -> None:
    sponge = mix((226, 182, 112), k.colour, 0.24)
    plate(c, 400, 600, 290, light(k.paper, 0.4))
    c.shadow(arc_points(410, 600, 240, 30, 0, 360), blur=16, strength=90)
    c.poly(
        curve([(250, 366), (560, 346), (664, 430), (660, 540), (560, 604), (260, 612)], steps=8),
        light(sponge, 0.3),
        dark(sponge, 0.22),
    )
    c.oval(258, 490, 124, 124, light(sponge, 0.2), dark(sponge, 0.12))
    c.oval(258, 490, 106, 106, (255, 250, 240), (240, 228, 210))
    spiral = []
    for i in range(52):
        r = 96 - i * 1.66
        spiral.append(arc_points(258, 490, r, r, i * 17, i * 17 + 1, 1)[0])
    c.line(spiral, 21, light(sponge, 0.1))
    c.line(spiral, 5, k.colour, alpha=140)
    for x in (400, 480, 560):
        c.oval(x, 352, 34, 20, WHITE, (236, 228, 218))
        fruit(c, x, 332, 19, k.colour)


def ricecake(c: Canvas, k: Look) -> None:
    tone = mix((248, 240, 226), k.colour, 0.34)
    c.ground_shadow(400, G, 260)
    c.poly([(150, 560), (650, 560), (690, G), (110, G)], (86, 64, 52), (54, 40, 34))
    c.poly([(150, 560), (650, 560), (640, 546), (160, 546)], (120, 92, 72))
    for i, (x, y) in enumerate(
        (
            (240, 560),
            (344, 566),
            (456, 566),
            (560, 560),
            (292, 498),
            (400, 500),
            (508, 498),
            (400, 436),
        )
    ):
        tint = (tone, light(tone, 0.5), mix(tone, k.accent, 0.22))[i % 3]
        c.shadow(arc_points(x + 6, y + 20, 56, 16, 0, 360), blur=8, strength=90)
        c.poly(
            curve(
                [
                    (x - 56, y + 4),
                    (x - 46, y - 38),
                    (x, y - 54),
                    (x + 46, y - 38),
                    (x + 56, y + 4),
                    (x + 34, y + 26),
                    (x - 34, y + 26),
                ]
            ),
            light(tint, 0.5),
            dark(tint, 0.12),
        )
        c.oval(x - 16, y - 30, 14, 8, WHITE, alpha=140)
        if i % 3 == 0:
            blossom(c, x, y - 24, 15, k.colour)
        else:
            c.oval(x + 2, y - 22, 8, 6, dark(k.colour, 0.12))


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
    "seaweed": seaweed,
    "fish": whole_fish,
    "sack": sack,
    "basket": basket,
    "crate": crate,
    "mushroom": mushroom,
    "eggs": eggs,
    "bread": bread,
    "cookie": cookie,
    "scone": scone,
    "cake": cake,
    "rollcake": rollcake,
    "ricecake": ricecake,
    "coffeebag": coffeebag,
    "teabox": teabox,
    "tin": tin,
}
