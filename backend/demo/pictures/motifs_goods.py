"""What is used, worn, given and learned with, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, blossom, fish, leaf, sprig
from backend.demo.pictures.forms import GROUND as G
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
    Colour,
    Point,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
    rounded,
    turned,
)

# -- soap and care


def _bar(
    c: Canvas, k: Look, x: float, y: float, w: float, h: float, tone: Colour, *, stamp: bool = True
) -> None:
    """A soap bar seen from above, resting at (x, y)."""
    c.shadow(
        curve(
            [
                (x - w * 0.48, y + h * 0.5),
                (x + w * 0.56, y + h * 0.5),
                (x + w * 0.54, y + h * 0.72),
                (x - w * 0.42, y + h * 0.72),
            ]
        ),
        blur=12,
        strength=100,
    )
    c.rrect(
        x - w / 2,
        y - h * 0.32,
        x + w / 2,
        y + h * 0.64,
        h * 0.3,
        dark(tone, 0.06),
        dark(tone, 0.26),
    )
    c.rrect(
        x - w / 2, y - h / 2, x + w / 2, y + h * 0.42, h * 0.3, light(tone, 0.42), light(tone, 0.06)
    )
    c.rrect(
        x - w * 0.44,
        y - h * 0.43,
        x + w * 0.44,
        y + h * 0.35,
        h * 0.25,
        light(tone, 0.26),
        light(tone, 0.18),
    )
    for i in range(12):
        c.oval(
            x - w * 0.4 + (i * 67) % (w * 0.8),
            y - h * 0.34 + (i * 41) % (h * 0.64),
            3.4,
            2.4,
            dark(k.colour, 0.2),
            alpha=120,
        )
    if stamp:
        k.mark(c, x, y - h * 0.03, h * 0.24, dark(tone, 0.24))
    c.rrect(x - w * 0.4, y - h * 0.46, x + w * 0.1, y - h * 0.42, h * 0.02, WHITE, alpha=110)


def soap(c: Canvas, k: Look) -> None:
    tone = mix(k.colour, CREAM, 0.22)
    style = k.rng.randrange(3)
    if style == 0:
        _bar(c, k, 392, 560, 330, 130, dark(tone, 0.06), stamp=False)
        _bar(c, k, 410, 452, 330, 130, tone)
    elif style == 1:
        c.ground_shadow(400, G, 220)
        c.rrect(170, 572, 630, 606, 14, light(WOOD, 0.3), dark(WOOD, 0.12))
        for x in (210, 300, 390, 480, 570):
            c.rrect(x - 4, 572, x + 28, 586, 5, dark(WOOD, 0.3), alpha=120)
        for x in (206, 566):
            c.rrect(x, 602, x + 28, G, 6, WOOD, dark(WOOD, 0.25))
        _bar(c, k, 400, 500, 350, 140, tone)
        for x, y, r in (
            (556, 424, 26),
            (594, 458, 15),
            (528, 396, 11),
            (250, 440, 17),
            (226, 470, 9),
        ):
            c.oval(x, y, r, r, light(k.colour, 0.75), light(k.colour, 0.5), alpha=150)
            c.oval(x - r * 0.3, y - r * 0.34, r * 0.26, r * 0.2, WHITE, alpha=220)
    else:
        _bar(c, k, 300, 566, 250, 108, light(tone, 0.25))
        _bar(c, k, 520, 572, 250, 108, dark(tone, 0.1))
        _bar(c, k, 408, 472, 270, 114, tone)


def soapgift(c: Canvas, k: Look) -> None:
    c.ground_shadow(410, G, 270)
    box3d(
        c, 150, 500, 610, G, mix(KRAFT, k.colour, 0.35), depth=70, rise=130, lid=dark(KRAFT, 0.35)
    )
    tones = (
        mix(k.colour, CREAM, 0.2),
        light(k.accent, 0.3),
        mix(k.accent, CREAM, 0.55),
        light(k.colour, 0.55),
    )
    for i, tone in enumerate(tones):
        x0 = 184 + i * 108
        top: list[Point] = [(x0, 486), (x0 + 52, 388), (x0 + 142, 388), (x0 + 94, 486)]
        c.poly(curve(top, steps=2), light(tone, 0.42), light(tone, 0.06))
        k.mark(c, x0 + 72, 436, 19, dark(tone, 0.22))
    c.poly(
        rect_points(150, 500, 610, G),
        light(mix(KRAFT, k.colour, 0.35), 0.12),
        dark(mix(KRAFT, k.colour, 0.35), 0.08),
    )
    c.poly(rect_points(150, 540, 610, 590), light(k.paper, 0.4), k.paper)
    k.mark(c, 380, 565, 18)
    c.line([(420, 565), (560, 565)], 3, k.colour, alpha=160)
    c.line([(200, 565), (340, 565)], 3, k.colour, alpha=160)
    bow(c, 380, 500, 84, k.accent)


def tube(c: Canvas, k: Look) -> None:
    tone = mix(k.colour, WHITE, 0.3)
    c.ground_shadow(400, G, 92)
    c.poly(
        curve(
            [(292, 214), (508, 214), (500, 380), (470, 566), (400, 574), (330, 566), (300, 380)],
            steps=8,
        ),
        light(tone, 0.4),
        dark(tone, 0.2),
        middle=tone,
        sideways=True,
    )
    c.rrect(286, 190, 514, 228, 5, light(tone, 0.25), dark(tone, 0.12))
    for x in range(300, 510, 14):
        c.line([(x, 194), (x, 222)], 2, dark(tone, 0.2), alpha=90)
    panel(c, k, 334, 262, 466, 470, radius=66)
    cylinder(c, 400, 556, G, 72, mix(k.paper, k.accent, 0.16), tilt=0.13, foot=66)


def pump(c: Canvas, k: Look) -> None:
    tone = mix(k.colour, WHITE, 0.18)
    c.ground_shadow(390, G, 130)
    cylinder(c, 390, 340, G, 124, tone, tilt=0.14)
    c.poly(
        [*arc_points(390, 340, 124, 17, 180, 360), (440, 300), (340, 300)],
        light(tone, 0.2),
        dark(tone, 0.1),
    )
    label_on_cylinder(c, k, 390, 394, 574, 124)
    neck = mix(k.paper, INK, 0.08)
    cylinder(c, 390, 268, 312, 48, neck, tilt=0.18)
    c.rrect(380, 206, 400, 272, 4, light(neck, 0.1), dark(neck, 0.2), sideways=True)
    c.poly(
        curve(
            [
                (350, 206),
                (352, 180),
                (400, 172),
                (470, 178),
                (520, 196),
                (524, 218),
                (508, 222),
                (500, 206),
                (440, 208),
            ]
        ),
        light(neck, 0.3),
        dark(neck, 0.16),
    )


def dropper(c: Canvas, k: Look) -> None:
    glass = mix(k.colour, WHITE, 0.42)
    c.ground_shadow(400, G, 104)
    cylinder(c, 400, 380, G, 100, glass, tilt=0.14)
    c.poly(
        [*arc_points(400, 470, 96, 14, 180, 360), *arc_points(400, G - 6, 96, 13, 0, 180)],
        light(k.colour, 0.25),
        dark(k.colour, 0.12),
        sideways=True,
        alpha=170,
    )
    label_on_cylinder(c, k, 400, 446, 586, 100)
    c.poly(
        [*arc_points(400, 380, 100, 14, 180, 360), (440, 330), (360, 330)], light(glass, 0.3), glass
    )
    metal = mix(STEEL, k.accent, 0.5)
    cylinder(c, 400, 268, 344, 46, metal, tilt=0.16)
    c.rrect(380, 214, 420, 272, 12, light(k.paper, 0.2), dark(k.paper, 0.12), sideways=True)
    for i in range(7):
        c.oval(
            470 + i * 22,
            238 + ((i * 29) % 26 - 13) * (1 + i * 0.3),
            6 - i * 0.5,
            6 - i * 0.5,
            WHITE,
            alpha=170 - i * 16,
        )


def jug(c: Canvas, k: Look) -> None:
    tone = mix(k.colour, WHITE, 0.45)
    c.ground_shadow(400, G, 180)
    c.poly(
        curve(
            [
                (300, 270),
                (240, 360),
                (230, 600),
                (280, G),
                (520, G),
                (566, 600),
                (560, 360),
                (470, 270),
            ],
            steps=8,
        ),
        light(tone, 0.4),
        dark(tone, 0.2),
        middle=tone,
        sideways=True,
    )
    hole = curve([(486, 336), (524, 372), (528, 470), (494, 480), (476, 440), (470, 370)])
    c.poly(hole, dark(tone, 0.24), dark(tone, 0.1))
    c.rrect(330, 244, 430, 286, 8, light(tone, 0.2), dark(tone, 0.16), sideways=True)
    cylinder(c, 380, 196, 250, 56, k.colour, tilt=0.16)
    panel(c, k, 262, 366, 452, 588, radius=18)


def spray(c: Canvas, k: Look) -> None:
    tone = mix(k.colour, WHITE, 0.42)
    c.ground_shadow(400, G, 118)
    c.poly(
        curve(
            [
                (356, 330),
                (312, 400),
                (300, 600),
                (330, G + 2),
                (470, G + 2),
                (500, 600),
                (488, 400),
                (444, 330),
            ],
            steps=8,
        ),
        light(tone, 0.4),
        dark(tone, 0.18),
        middle=tone,
        sideways=True,
    )
    panel(c, k, 326, 420, 474, 590, radius=16)
    head = dark(k.accent, 0.04)
    c.rrect(366, 286, 434, 338, 6, light(head, 0.12), dark(head, 0.2), sideways=True)
    c.poly(
        curve(
            [
                (360, 290),
                (358, 226),
                (300, 222),
                (288, 206),
                (300, 188),
                (440, 184),
                (486, 208),
                (494, 262),
                (452, 290),
            ],
            steps=6,
        ),
        light(head, 0.26),
        dark(head, 0.14),
    )
    c.poly(
        curve([(350, 240), (336, 300), (350, 324), (366, 288), (372, 244)]),
        light(head, 0.1),
        dark(head, 0.22),
    )
    for i in range(8):
        c.oval(
            262 - i * 17,
            202 + ((i * 31) % 30 - 15) * (0.6 + i * 0.3),
            6,
            6,
            WHITE,
            alpha=170 - i * 14,
        )


def loofah(c: Canvas, k: Look) -> None:
    for x, y, tone in ((320, 500, mix(k.colour, CREAM, 0.25)), (500, 540, light(k.accent, 0.2))):
        c.shadow(arc_points(x + 12, y + 96, 118, 30, 0, 360), blur=16)
        for ring in range(6, 0, -1):
            r = ring * 20
            n = 5 + ring * 3
            for i in range(n):
                px, py = arc_points(x, y, r, r, i * 360 / n, i * 360 / n + 1, 1)[0]
                c.oval(px, py, 15, 13, light(tone, 0.4 - 0.03 * ring), dark(tone, 0.04 * ring))
        c.oval(x, y, 17, 16, light(tone, 0.3), dark(tone, 0.1))
        c.line(arc_points(x, y - 146, 26, 32, 0, 350), 9, dark(tone, 0.15))


def towel(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 230)
    tones = (k.colour, mix(k.colour, CREAM, 0.5), k.accent, light(k.paper, 0.2))
    y = G
    for i, tone in enumerate((tones[3], tones[0], tones[1], tones[2])):
        h, half = 74, 214 - (i % 2) * 10
        x = 400 + (-6, 5, -2, 6)[i]
        c.rrect(x - half, y - h, x + half, y, 34, light(tone, 0.34), dark(tone, 0.2))
        c.line(
            curve(
                [(x - half + 16, y - h * 0.5), (x, y - h * 0.46), (x + half - 10, y - h * 0.52)],
                closed=False,
            ),
            3,
            dark(tone, 0.22),
            alpha=130,
        )
        c.line(
            [(x - half + 70, y - h + 10), (x - half + 70, y - 8)], 13, light(tone, 0.5), alpha=150
        )
        c.line(
            [(x - half + 96, y - h + 10), (x - half + 96, y - 8)], 4, light(tone, 0.5), alpha=150
        )
        y -= h - 3
    c.rrect(352, y + 140, 470, y + 200, 6, light(k.paper, 0.5), k.paper)
    k.mark(c, 411, y + 170, 22)


def candle(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 140)
    c.glow(400, 300, 230, (255, 226, 160), strength=0.75)
    cylinder(c, 400, 400, G, 134, mix(k.colour, CREAM, 0.5), tilt=0.17, top=light(k.paper, 0.3))
    c.oval(400, 404, 116, 17, (255, 246, 226), mix(k.colour, CREAM, 0.7))
    label_on_cylinder(c, k, 400, 458, 592, 134, tilt=0.17)
    c.line([(400, 402), (402, 366)], 5, (74, 60, 54))
    c.poly(
        curve([(400, 372), (378, 342), (386, 300), (404, 262), (418, 304), (424, 344)]),
        (255, 232, 150),
        (244, 148, 48),
    )
    c.poly(curve([(401, 368), (390, 346), (402, 310), (412, 346)]), (255, 252, 220))


def diffuser(c: Canvas, k: Look) -> None:
    glass = mix(k.colour, WHITE, 0.5)
    c.ground_shadow(400, G, 120)
    for dx in (-78, -34, 8, 52, 96):
        c.line([(400 + dx * 0.12, 420), (400 + dx, 190 + abs(dx) * 0.3)], 7, (176, 136, 96))
    cylinder(c, 400, 430, G, 114, glass, tilt=0.16)
    c.poly(
        [*arc_points(400, 500, 110, 17, 180, 360), *arc_points(400, G - 6, 108, 16, 0, 180)],
        light(k.colour, 0.3),
        dark(k.colour, 0.1),
        sideways=True,
        alpha=190,
    )
    c.rrect(340, 500, 460, 602, 6, light(k.paper, 0.4), k.paper)
    k.mark(c, 400, 548, 34)
    cylinder(c, 400, 386, 436, 44, mix(STEEL, k.accent, 0.4), tilt=0.2)


def board(c: Canvas, k: Look) -> None:
    tone = mix(WOOD, k.colour, 0.55)
    shape = turned(rounded(214, 246, 586, G, 44), 400, 440, -7)
    c.shadow([(x + 20, y + 22) for x, y in shape], blur=22, strength=90)
    c.poly([(x + 6, y + 12) for x, y in shape], dark(tone, 0.35))
    c.poly(shape, light(tone, 0.36), dark(tone, 0.08), middle=light(tone, 0.1), sideways=True)
    for i in range(9):
        x = 240 + i * 40
        grain = [(x, 270), (x + 14 * (-1) ** i, 380), (x - 10, 480), (x + 8, G - 16)]
        c.line(turned(curve(grain, closed=False), 400, 440, -7), 3, dark(tone, 0.18), alpha=110)
    ((hx, hy),) = turned([(400, 296)], 400, 440, -7)
    c.oval(hx, hy, 22, 22, dark(tone, 0.4), mix(tone, CREAM, 0.6))
    for i, x in enumerate((452, 488, 524)):
        c.oval(x, 500 + i * 16, 34, 32, (222, 76, 60), (168, 44, 40))
        c.oval(x - 10, 488 + i * 16, 8, 6, WHITE, alpha=120)
        leaf(c, x, 474 + i * 16, 28, -50, LEAF)


def brush(c: Canvas, k: Look) -> None:
    for i, (x, tone) in enumerate(
        ((300, k.colour), (400, k.accent), (500, mix(k.colour, k.paper, 0.5)))
    ):
        tilt = (-9, 0, 9)[i]
        body = turned(
            curve(
                [
                    (x - 17, 250),
                    (x + 17, 250),
                    (x + 15, 360),
                    (x + 19, 600),
                    (x, 634),
                    (x - 19, 600),
                    (x - 15, 360),
                ],
                steps=6,
            ),
            x,
            640,
            tilt,
        )
        c.shadow([(px + 16, py + 12) for px, py in body], blur=14, strength=70)
        c.poly(body, light(WOOD, 0.4), dark(WOOD, 0.12), middle=light(WOOD, 0.16), sideways=True)
        c.poly(turned(rect_points(x - 14, 246, x + 14, 350), x, 640, tilt), WHITE, light(tone, 0.3))
        for j in range(5):
            c.line(
                turned([(x - 11 + j * 5.5, 250), (x - 11 + j * 5.5, 346)], x, 640, tilt),
                2,
                tone,
                alpha=150,
            )
        c.poly(turned(rect_points(x - 16, 520, x + 16, 540), x, 640, tilt), tone)


def cloth(c: Canvas, k: Look) -> None:
    for dx, dy, tone, turn_by in (
        (-60, -40, light(k.accent, 0.25), -10),
        (50, 30, mix(k.colour, CREAM, 0.25), 7),
    ):
        cx, cy = 400 + dx, 450 + dy
        square = turned(
            curve(
                [
                    (cx - 170, cy - 160),
                    (cx, cy - 170),
                    (cx + 172, cy - 158),
                    (cx + 178, cy),
                    (cx + 168, cy + 160),
                    (cx, cy + 168),
                    (cx - 172, cy + 162),
                    (cx - 166, cy),
                ],
                steps=5,
            ),
            cx,
            cy,
            turn_by,
        )
        c.shadow([(x + 14, y + 18) for x, y in square], blur=20, strength=80)
        c.poly(square, light(tone, 0.32), dark(tone, 0.1))
        c.line(
            [
                *turned(rect_points(cx - 148, cy - 142, cx + 150, cy + 142), cx, cy, turn_by),
                turned([(cx - 148, cy - 142)], cx, cy, turn_by)[0],
            ],
            4,
            WHITE,
            alpha=130,
        )
        for i in range(3):
            for j in range(3):
                ((x, y),) = turned([(cx - 92 + i * 92, cy - 90 + j * 90)], cx, cy, turn_by)
                k.mark(c, x, y, 25, mix(WHITE, tone, 0.18) if (i + j) % 2 else dark(tone, 0.2))


def roll(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 240)
    for x, y in ((286, G), (514, G), (400, G - 172)):
        cylinder(c, x, y - 160, y - 8, 104, light(k.paper, 0.55), tilt=0.28, top=WHITE)
        c.oval(x, y - 160, 34, 10, dark(KRAFT, 0.1), KRAFT)
        c.oval(x, y - 158, 22, 6, dark(KRAFT, 0.5))
        for i in range(3):
            k.mark(c, x - 56 + i * 56, y - 66 + (i % 2) * 22, 13, mix(k.colour, k.paper, 0.45))


def tumbler(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 108)
    cylinder(c, 400, 276, G, 112, k.colour, tilt=0.13, foot=86)
    cylinder(c, 400, 240, 284, 116, mix(STEEL, k.colour, 0.1), tilt=0.13)
    c.oval(400, 240, 92, 11, mix(STEEL, INK, 0.2), STEEL)
    c.rrect(372, 216, 428, 244, 8, mix(INK, k.colour, 0.3), INK)
    k.mark(c, 400, 440, 62, mix(CREAM, k.colour, 0.12))
    c.poly([(306, 300), (322, 304), (336, 606), (324, 606)], WHITE, alpha=80)


# -- cloth


def tote(c: Canvas, k: Look) -> None:
    tone = mix((236, 222, 196), k.colour, 0.06) if k.rng.random() < 0.6 else k.colour
    ink = k.colour if tone != k.colour else CREAM
    c.ground_shadow(400, G, 190)
    for dx in (0, 14):
        c.line(
            curve(
                [(306 + dx, 330), (312 + dx, 210), (400, 160), (488 - dx, 210), (494 - dx, 330)],
                closed=False,
            ),
            19 - dx * 0.4,
            dark(tone, 0.12 + dx * 0.01),
        )
    c.poly(
        curve(
            [
                (222, 318),
                (400, 310),
                (578, 318),
                (590, 480),
                (584, G),
                (400, G + 8),
                (216, G),
                (210, 480),
            ],
            steps=8,
        ),
        light(tone, 0.34),
        dark(tone, 0.18),
    )
    c.line([(226, 342), (574, 342)], 3, dark(tone, 0.22), alpha=130)
    for x in (300, 484):
        c.rrect(x - 4, 318, x + 26, 360, 2, dark(tone, 0.1))
    k.mark(c, 400, 470, 92, ink)
    c.line([(340, 588), (460, 588)], 5, ink, alpha=190)
    c.line(curve([(248, 400), (262, 500), (250, 610)], closed=False), 7, dark(tone, 0.2), alpha=50)


def _shirt(c: Canvas, k: Look, tone: Colour) -> None:
    shape: list[Point] = [
        (300, 200),
        (220, 230),
        (120, 350),
        (196, 412),
        (252, 352),
        (248, 640),
        (552, 640),
        (548, 352),
        (604, 412),
        (680, 350),
        (580, 230),
        (500, 200),
    ]
    neck = arc_points(400, 200, 100, 62, 0, 180)
    body = [*shape[:1], *shape[1:-1], shape[-1], *neck[1:-1]]
    c.shadow([(x + 14, y + 20) for x, y in body], blur=22, strength=80)
    c.poly(body, light(tone, 0.22), dark(tone, 0.14))
    c.line(arc_points(400, 200, 100, 62, 0, 180), 11, dark(tone, 0.14))
    c.line(curve([(270, 420), (286, 520), (272, 620)], closed=False), 9, dark(tone, 0.22), alpha=60)
    c.line(curve([(534, 400), (516, 520), (530, 620)], closed=False), 9, dark(tone, 0.22), alpha=60)


def tshirt(c: Canvas, k: Look) -> None:
    tone = k.colour if k.rng.random() < 0.5 else light(k.paper, 0.2)
    _shirt(c, k, tone)
    k.mark(c, 400, 404, 84, CREAM if tone == k.colour else k.colour)


def apron(c: Canvas, k: Look) -> None:
    tone = k.colour
    c.line(arc_points(400, 236, 74, 84, 180, 360), 11, dark(tone, 0.3))
    body = curve(
        [
            (326, 232),
            (474, 232),
            (486, 330),
            (590, 410),
            (588, 640),
            (400, 650),
            (212, 640),
            (210, 410),
            (314, 330),
        ],
        steps=6,
    )
    c.shadow([(x + 14, y + 18) for x, y in body], blur=22, strength=80)
    c.line(curve([(214, 420), (150, 440), (120, 500)], closed=False), 9, dark(tone, 0.25))
    c.line(curve([(586, 420), (650, 440), (682, 500)], closed=False), 9, dark(tone, 0.25))
    c.poly(body, light(tone, 0.26), dark(tone, 0.16))
    c.rrect(290, 470, 510, 586, 14, light(tone, 0.12), dark(tone, 0.08))
    c.line([(300, 484), (500, 484)], 3, light(tone, 0.5), alpha=170)
    c.line([(400, 474), (400, 584)], 3, dark(tone, 0.24), alpha=150)
    k.mark(c, 400, 340, 52, CREAM)


def scarf(c: Canvas, k: Look) -> None:
    tone = k.colour
    hang = curve([(300, 196), (364, 190), (380, 400), (352, 650), (230, 650), (262, 420)], steps=6)
    other = curve([(436, 190), (500, 196), (540, 400), (560, 600), (444, 606), (424, 400)], steps=6)
    for shape, t in ((other, light(tone, 0.12)), (hang, tone)):
        c.shadow([(x + 14, y + 16) for x, y in shape], blur=18, strength=80)
        c.poly(shape, light(t, 0.36), dark(t, 0.16))
    c.poly(
        curve([(290, 206), (340, 150), (460, 150), (510, 206), (460, 246), (340, 246)]),
        light(tone, 0.3),
        dark(tone, 0.16),
    )
    c.poly(
        curve([(322, 208), (352, 180), (448, 180), (478, 208), (440, 222), (360, 222)]),
        dark(tone, 0.3),
    )
    for i in range(5):
        y = 300 + i * 72
        c.line(
            curve([(276 - i * 8, y), (310, y + 14), (362 - i * 3, y)], closed=False),
            7,
            light(tone, 0.5),
            alpha=120,
        )
        if y < 590:
            c.line(
                curve([(436, y), (480, y + 12), (540 + i * 3, y)], closed=False),
                7,
                light(tone, 0.55),
                alpha=110,
            )
    for i in range(14):
        c.line([(236 + i * 8.6, 646), (234 + i * 8.6, 684)], 3, light(tone, 0.2))


def zip_pouch(c: Canvas, k: Look) -> None:
    tone = k.colour
    c.ground_shadow(400, G - 20, 250)
    c.poly(
        curve(
            [
                (166, 390),
                (400, 380),
                (634, 390),
                (646, 500),
                (630, G - 20),
                (400, G - 10),
                (170, G - 20),
                (154, 500),
            ],
            steps=8,
        ),
        light(tone, 0.3),
        dark(tone, 0.2),
    )
    c.poly(
        curve(
            [(280, 386), (460, 384), (420, 500), (440, G - 12), (250, G - 16), (270, 500)], steps=5
        ),
        light(k.accent, 0.3),
        dark(k.accent, 0.08),
        alpha=170,
    )
    c.rrect(170, 392, 630, 416, 10, mix(INK, tone, 0.4), mix(INK, tone, 0.2))
    for x in range(182, 620, 12):
        c.line([(x, 398), (x, 410)], 4, (214, 190, 130), alpha=200)
    c.line([(604, 404), (664, 440)], 11, (214, 186, 120))
    k.mark(c, 510, 510, 52, CREAM)


def cushion(c: Canvas, k: Look) -> None:
    tone = k.colour
    c.ground_shadow(400, G, 220)
    c.poly(
        curve(
            [
                (190, 240),
                (400, 262),
                (612, 238),
                (592, 430),
                (614, 630),
                (400, 612),
                (188, 632),
                (208, 430),
            ],
            steps=10,
        ),
        light(tone, 0.32),
        dark(tone, 0.22),
    )
    c.poly(
        curve(
            [
                (226, 278),
                (400, 294),
                (576, 276),
                (560, 430),
                (578, 594),
                (400, 580),
                (224, 596),
                (242, 430),
            ],
            steps=8,
        ),
        light(tone, 0.2),
        dark(tone, 0.06),
        alpha=150,
    )
    for i in range(4):
        for j in range(4):
            k.mark(
                c,
                280 + i * 80 + (j % 2) * 14,
                320 + j * 76,
                24,
                light(tone, 0.55) if (i + j) % 2 else light(k.accent, 0.3),
            )


def socks(c: Canvas, k: Look) -> None:
    for x, y, tone, tilt in ((330, 0, k.accent, -6), (450, 20, k.colour, 8)):
        shape = turned(
            curve(
                [
                    (x - 60, 200 + y),
                    (x + 60, 200 + y),
                    (x + 58, 430 + y),
                    (x + 84, 490 + y),
                    (x + 176, 540 + y),
                    (x + 184, 606 + y),
                    (x + 110, 632 + y),
                    (x - 10, 596 + y),
                    (x - 62, 500 + y),
                    (x - 58, 400 + y),
                ],
                steps=6,
            ),
            x,
            430,
            tilt,
        )
        c.shadow([(px + 12, py + 14) for px, py in shape], blur=16, strength=80)
        c.poly(shape, light(tone, 0.3), dark(tone, 0.12))
        for i in range(3):
            c.line(
                turned([(x - 56, 226 + y + i * 22), (x + 56, 226 + y + i * 22)], x, 430, tilt),
                9,
                light(k.paper, 0.2),
                alpha=210 if i != 1 else 90,
            )
        ((mx, my),) = turned([(x, 380 + y)], x, 430, tilt)
        k.mark(c, mx, my, 42, CREAM)
        c.poly(
            turned(
                curve(
                    [(x + 120, 520 + y), (x + 176, 542 + y), (x + 182, 604 + y), (x + 124, 628 + y)]
                ),
                x,
                430,
                tilt,
            ),
            light(k.paper, 0.2),
            dark(k.paper, 0.1),
            alpha=220,
        )


def vest(c: Canvas, k: Look) -> None:
    tone = k.colour
    left = [
        (300, 190),
        (366, 206),
        (398, 330),
        (398, 640),
        (230, 640),
        (226, 400),
        (252, 330),
        (240, 230),
    ]
    body = [*left, *[(800 - x, y) for x, y in reversed(left)]]
    c.shadow([(x + 14, y + 18) for x, y in body], blur=22, strength=80)
    c.poly(
        [(300, 190), (400, 240), (500, 190), (440, 214), (400, 330), (360, 214)], dark(tone, 0.4)
    )
    for pts in (left, [(800 - x, y) for x, y in left]):
        c.poly(curve(pts, steps=3), light(tone, 0.26), dark(tone, 0.18))
    c.line([(400, 330), (400, 640)], 5, (220, 200, 140))
    for x0 in (252, 440):
        c.rrect(x0, 500, x0 + 110, 600, 8, light(tone, 0.12), dark(tone, 0.1))
        c.rrect(x0, 494, x0 + 110, 524, 8, dark(tone, 0.12))
        c.rrect(x0 + 14, 380, x0 + 90, 450, 6, light(tone, 0.1), dark(tone, 0.08))
    c.poly(rect_points(228, 466, 572, 484), (238, 232, 190), alpha=220)
    k.mark(c, 492, 414, 26, CREAM)


def jacket(c: Canvas, k: Look) -> None:
    tone = k.colour
    body = [
        (330, 200),
        (470, 200),
        (640, 250),
        (704, 430),
        (620, 470),
        (560, 380),
        (570, 600),
        (230, 600),
        (240, 380),
        (180, 470),
        (96, 430),
        (160, 250),
    ]
    c.shadow([(x + 14, y + 20) for x, y in body], blur=22, strength=80)
    c.poly(curve(body, steps=3), light(tone, 0.26), dark(tone, 0.12))
    c.poly([(330, 200), (372, 196), (440, 420), (404, 440)], light(k.paper, 0.5))
    c.poly([(470, 200), (428, 196), (352, 430), (392, 446)], light(k.paper, 0.5), k.paper)
    c.line([(372, 420), (560, 596)], 3, dark(tone, 0.25), alpha=150)
    ribbon = k.accent
    c.poly(curve([(400, 430), (440, 402), (486, 420), (444, 446)]), light(ribbon, 0.2), ribbon)
    for dx in (0, 34):
        c.poly(
            [(392 + dx, 440), (420 + dx, 440), (414 + dx, 700 - dx), (380 + dx, 700 - dx)],
            light(ribbon, 0.16),
            dark(ribbon, 0.12),
        )
    for x in (138, 662):
        c.oval(x, 448, 44, 14, light(k.paper, 0.4))


def backpack(c: Canvas, k: Look) -> None:
    tone = k.colour
    c.ground_shadow(400, G, 190)
    c.line(arc_points(400, 214, 46, 50, 180, 360), 15, dark(tone, 0.4))
    c.poly(
        curve(
            [
                (280, 230),
                (400, 196),
                (520, 230),
                (566, 330),
                (576, 590),
                (540, G),
                (260, G),
                (224, 590),
                (234, 330),
            ],
            steps=8,
        ),
        light(tone, 0.28),
        dark(tone, 0.24),
        middle=tone,
        sideways=True,
    )
    c.poly(
        curve(
            [
                (272, 250),
                (400, 220),
                (528, 250),
                (556, 360),
                (548, 420),
                (400, 440),
                (252, 420),
                (244, 360),
            ],
            steps=6,
        ),
        light(k.accent, 0.24),
        dark(k.accent, 0.12),
    )
    c.rrect(270, 470, 530, 600, 24, light(tone, 0.16), dark(tone, 0.14))
    c.line([(284, 500), (516, 500)], 5, dark(tone, 0.35), alpha=170)
    for x in (320, 480):
        c.rrect(x - 14, 390, x + 14, 500, 5, (150, 104, 66), (112, 74, 48))
        c.rrect(x - 18, 446, x + 18, 472, 5, (222, 200, 150), (180, 152, 100))
    k.mark(c, 400, 332, 50, CREAM)
    k.mark(c, 400, 550, 28, CREAM)


def wallet(c: Canvas, k: Look) -> None:
    tone = k.colour
    shape = turned(
        curve(
            [
                (176, 390),
                (400, 384),
                (626, 390),
                (632, 500),
                (626, 620),
                (400, 626),
                (176, 620),
                (170, 500),
            ],
            steps=6,
        ),
        400,
        500,
        -7,
    )
    for i, col in enumerate((light(k.accent, 0.4), light(k.paper, 0.3), k.accent)):
        c.poly(
            turned(rect_points(206 + i * 8, 320 + i * 22, 590 - i * 8, 480), 400, 500, -7),
            light(col, 0.3),
            col,
        )
    c.shadow([(x + 12, y + 18) for x, y in shape], blur=20, strength=100)
    c.poly(shape, light(tone, 0.26), dark(tone, 0.24))
    ring = turned(rect_points(192, 408, 608, 604), 400, 500, -7)
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        for i in range(26):
            t0, t1 = i / 26, (i + 0.55) / 26
            c.line(
                [
                    (a[0] + (b[0] - a[0]) * t0, a[1] + (b[1] - a[1]) * t0),
                    (a[0] + (b[0] - a[0]) * t1, a[1] + (b[1] - a[1]) * t1),
                ],
                3,
                light(tone, 0.5),
                alpha=190,
            )
    k.mark(c, 400, 506, 52, light(tone, 0.55))


# -- crafts


def mug(c: Canvas, k: Look) -> None:
    tone = mix(light(k.paper, 0.3), k.colour, 0.1)
    c.ground_shadow(390, G, 150)
    c.line(arc_points(520, 480, 72, 78, -86, 88), 25, dark(tone, 0.12))
    c.line(arc_points(516, 478, 72, 78, -80, 60), 7, WHITE, alpha=120)
    cylinder(c, 380, 372, G - 6, 150, tone, tilt=0.15, foot=132, top=dark(tone, 0.1))
    c.oval(380, 372, 136, 18, (120, 80, 58), (150, 104, 76))
    k.mark(c, 380, 512, 76)
    c.poly(
        [*arc_points(380, 594, 135, 18, 0, 180), *reversed(arc_points(380, 570, 137, 18, 0, 180))],
        k.colour,
        alpha=190,
    )
    steam(c, 380, 340, 120)


def dish(c: Canvas, k: Look) -> None:
    clay = mix(light(k.paper, 0.1), k.colour, 0.24)
    c.shadow(arc_points(420, 470, 240, 232, 0, 360), blur=26, strength=90)
    c.oval(400, 440, 240, 236, light(clay, 0.4), dark(clay, 0.16))
    c.oval(400, 440, 226, 222, light(clay, 0.5), dark(clay, 0.04))
    c.oval(400, 446, 160, 156, dark(clay, 0.08), light(clay, 0.3))
    for i in range(18):
        x, y = arc_points(400, 440, 194, 190, i * 20, i * 20 + 1, 1)[0]
        c.oval(x, y, 9, 9, k.colour, alpha=170)
    k.mark(c, 400, 444, 86)


def teaset(c: Canvas, k: Look) -> None:
    clay = mix(light(k.paper, 0.1), k.colour, 0.3)
    c.ground_shadow(400, G, 260)
    c.rrect(110, G - 20, 690, G + 10, 14, light(WOOD, 0.24), dark(WOOD, 0.2))
    y = G - 20
    c.line(arc_points(462, 430, 84, 92, -74, 74), 17, dark(clay, 0.2))
    c.poly(
        curve([(240, 470), (190, 400), (166, 396), (172, 376), (206, 372), (262, 430)], steps=6),
        light(clay, 0.2),
        dark(clay, 0.16),
    )
    c.poly(
        curve(
            [
                (300, 352),
                (236, 440),
                (250, 540),
                (320, y),
                (420, y),
                (490, 540),
                (500, 440),
                (440, 352),
            ],
            steps=8,
        ),
        light(clay, 0.4),
        dark(clay, 0.24),
        middle=clay,
        sideways=True,
    )
    c.oval(370, 352, 74, 14, light(clay, 0.4), dark(clay, 0.1))
    c.oval(370, 334, 14, 13, light(clay, 0.2), dark(clay, 0.2))
    k.mark(c, 370, 468, 50, dark(k.colour, 0.1))
    for x in (566, 636):
        cylinder(c, x, 548, y, 46, clay, tilt=0.2, foot=30)
        c.oval(x, 548, 38, 7, (180, 140, 70), (200, 164, 92))


def vase(c: Canvas, k: Look) -> None:
    clay = mix(light(k.paper, 0.1), k.colour, 0.35)
    for dx, h, bloom in ((-54, 170, False), (0, 120, True), (52, 180, False), (20, 210, True)):
        c.line(
            curve([(400, 380), (400 + dx * 0.6, 300), (400 + dx * 1.6, h)], closed=False),
            5,
            dark(LEAF, 0.15),
        )
        if bloom:
            blossom(c, 400 + dx * 1.6, h, 46, k.colour)
        else:
            for i in range(4):
                leaf(c, 400 + dx * (1.6 - i * 0.22), h + i * 38, 58, -120 if dx < 0 else -40, LEAF)
    c.ground_shadow(400, G, 120)
    c.poly(
        curve(
            [
                (360, 350),
                (372, 400),
                (290, 490),
                (300, 590),
                (350, G),
                (450, G),
                (500, 590),
                (510, 490),
                (428, 400),
                (440, 350),
            ],
            steps=8,
        ),
        light(clay, 0.42),
        dark(clay, 0.26),
        middle=clay,
        sideways=True,
    )
    c.oval(400, 350, 41, 9, dark(clay, 0.35))
    for y in (498, 514):
        c.line(arc_points(400, y - 14, 108, 22, 160, 20), 5, dark(k.colour, 0.1), alpha=150)


def magnet(c: Canvas, k: Look) -> None:
    for x, y, tone, tilt in ((330, 400, k.colour, -8), (490, 500, k.accent, 9)):
        shape = turned(
            curve(
                [
                    (x - 118, y - 96),
                    (x, y - 118),
                    (x + 118, y - 96),
                    (x + 122, y + 90),
                    (x, y + 112),
                    (x - 122, y + 90),
                ],
                steps=8,
            ),
            x,
            y,
            tilt,
        )
        c.shadow([(px + 14, py + 18) for px, py in shape], blur=16, strength=110)
        c.poly([(px + 4, py + 9) for px, py in shape], dark(WOOD, 0.2))
        c.poly(shape, light(WOOD, 0.5), light(WOOD, 0.2))
        c.oval(x, y - 4, 92, 88, light(tone, 0.72), light(tone, 0.45))
        k.mark(c, x, y - 4, 66, tone)


def cards(c: Canvas, k: Look) -> None:
    tones = (light(k.accent, 0.3), light(k.paper, 0.3), mix(k.colour, WHITE, 0.15))
    for i, tone in enumerate(tones):
        cx, cy, tilt = 340 + i * 62, 420 + i * 46, (-16, -3, 10)[i]
        shape = turned(rect_points(cx - 176, cy - 116, cx + 176, cy + 116), cx, cy, tilt)
        c.shadow([(x + 12, y + 16) for x, y in shape], blur=16, strength=90)
        c.poly(shape, light(tone, 0.5), light(tone, 0.14))
        ((mx, my),) = turned([(cx + (0 if i < 2 else -64), cy)], cx, cy, tilt)
        k.mark(c, mx, my, 66, CREAM if i == 2 else k.colour)
        if i == 2:
            for j, w in enumerate((120, 90, 104)):
                c.line(
                    turned(
                        [(cx + 30, cy - 34 + j * 34), (cx + 30 + w, cy - 34 + j * 34)], cx, cy, tilt
                    ),
                    8,
                    CREAM,
                    alpha=210,
                )


def bracelet(c: Canvas, k: Look) -> None:
    for cx, cy, tone in ((350, 420, k.colour), (490, 510, k.accent)):
        c.shadow(arc_points(cx + 12, cy + 30, 150, 92, 0, 360), blur=18, strength=60)
        for i in range(44):
            x, y = arc_points(cx, cy, 146, 92, i * 360 / 44, i * 360 / 44 + 1, 1)[0]
            c.oval(x, y, 15, 12, light(tone, 0.4), dark(tone, 0.2))
        for i in (-2, -1, 0, 1, 2):
            x, y = arc_points(cx, cy, 146, 92, 90 + i * 13, 91 + i * 13, 1)[0]
            c.oval(
                x,
                y,
                19,
                18,
                light(mix(k.colour, (150, 220, 214), 0.5), 0.5),
                mix(k.colour, (90, 170, 170), 0.4),
            )
            c.oval(x - 6, y - 6, 5, 4, WHITE, alpha=200)


def necklace(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 170)
    c.poly(
        curve(
            [
                (340, 220),
                (400, 200),
                (460, 220),
                (450, 320),
                (560, 430),
                (580, G),
                (220, G),
                (240, 430),
                (350, 320),
            ],
            steps=8,
        ),
        light(k.paper, 0.4),
        dark(mix(k.paper, k.accent, 0.2), 0.12),
        middle=k.paper,
        sideways=True,
    )
    c.line(
        curve([(352, 300), (340, 390), (400, 470), (460, 390), (448, 300)], closed=False),
        4,
        (196, 170, 110),
    )
    c.poly(
        curve([(400, 470), (366, 506), (372, 556), (404, 572), (434, 550), (434, 504)]),
        light(k.colour, 0.5),
        dark(k.colour, 0.12),
    )
    c.poly(curve([(388, 500), (380, 530), (392, 548), (398, 516)]), WHITE, alpha=130)
    c.oval(400, 468, 8, 8, (226, 200, 140))


def lamp(c: Canvas, k: Look) -> None:
    c.glow(400, 380, 340, (255, 232, 180), strength=0.9)
    c.ground_shadow(400, G, 110)
    tone = mix((255, 236, 196), k.colour, 0.16)
    shade = curve(
        [
            (320, 230),
            (400, 218),
            (480, 230),
            (560, 400),
            (520, 540),
            (400, 556),
            (280, 540),
            (240, 400),
        ],
        steps=10,
    )
    c.poly(shade, light(tone, 0.5), dark(tone, 0.12), middle=light(tone, 0.3), sideways=True)
    for dx in (-110, -58, 0, 58, 110):
        c.line(
            curve([(400 + dx * 0.5, 226), (400 + dx * 1.3, 400), (400 + dx, 548)], closed=False),
            3,
            dark(tone, 0.25),
            alpha=140,
        )
    k.mark(c, 400, 390, 80, mix(k.colour, tone, 0.2))
    for x in (330, 470):
        c.line([(x, 546), (x - (400 - x) * -0.2, G)], 11, dark(WOOD, 0.3))
    c.rrect(290, 540, 510, 560, 8, WOOD, dark(WOOD, 0.3))


def plaque(c: Canvas, k: Look) -> None:
    tone = mix(WOOD, k.colour, 0.4)
    c.ground_shadow(400, G, 210)
    c.poly([(230, G), (570, G), (540, G - 44), (260, G - 44)], dark(tone, 0.2), dark(tone, 0.4))
    body = [*arc_points(400, 330, 164, 140, 180, 360), (564, G - 34), (236, G - 34)]
    c.poly([(x + 8, y + 8) for x, y in body], dark(tone, 0.45))
    c.poly(body, light(tone, 0.3), dark(tone, 0.18))
    c.rrect(284, 262, 516, 540, 10, (238, 216, 164), (204, 172, 110))
    c.rrect(296, 274, 504, 528, 6, (248, 232, 192), (222, 194, 138))
    k.mark(c, 400, 342, 44, dark(k.colour, 0.1))
    for i, w in enumerate((70, 84, 60, 40)):
        c.line([(400 - w, 420 + i * 26), (400 + w, 420 + i * 26)], 5, (128, 96, 56), alpha=180)


def spoon(c: Canvas, k: Look) -> None:
    tone = mix(WOOD, k.colour, 0.5)
    c.poly(
        turned(rect_points(210, 230, 560, 650), 400, 440, -6),
        light(k.accent, 0.55),
        light(k.accent, 0.3),
    )
    for x, tilt, kind in (
        (300, -8, "spoon"),
        (380, -8, "stick"),
        (420, -8, "stick"),
        (520, -2, "spoon"),
    ):
        t = tone if x < 500 else dark(tone, 0.25)
        if kind == "spoon":
            shape = [
                *curve(
                    [
                        (x - 8, 660),
                        (x - 9, 380),
                        (x - 40, 320),
                        (x - 44, 250),
                        (x, 200),
                        (x + 44, 250),
                        (x + 40, 320),
                        (x + 9, 380),
                        (x + 8, 660),
                    ],
                    closed=False,
                    steps=6,
                )
            ]
        else:
            shape = [(x - 10, 210), (x + 10, 210), (x + 5, 664), (x - 5, 664)]
        shape = turned(shape, 400, 440, tilt)
        c.shadow([(px + 10, py + 12) for px, py in shape], blur=12, strength=90)
        c.poly(shape, light(t, 0.3), dark(t, 0.2))
        if kind == "spoon":
            ((sx, sy),) = turned([(x, 264)], 400, 440, tilt)
            c.oval(sx, sy, 30, 44, dark(t, 0.22), light(t, 0.1))


def frame(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 220)
    c.rrect(180, 190, 620, G, 10, light(WOOD, 0.2), dark(WOOD, 0.3))
    c.rrect(206, 216, 594, G - 26, 4, dark(WOOD, 0.35))
    c.rrect(212, 222, 588, G - 32, 2, (252, 248, 240), (238, 230, 216))
    sprig(c, 400, 560, 270, -96, mix(LEAF, k.colour, 0.1))
    sprig(c, 390, 560, 190, -128, LEAF)
    sprig(c, 410, 560, 190, -58, LEAF)
    for x, y, s in ((390, 300, 54), (318, 390, 44), (476, 376, 46), (420, 430, 38), (350, 470, 30)):
        blossom(c, x, y, s, mix(k.colour, (240, 226, 210), 0.15))
    c.poly([(212, 222), (380, 222), (250, G - 32), (212, G - 32)], WHITE, alpha=40)


def flowers(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 150)
    for i in range(9):
        leaf(c, 400, 440, 230, -160 + i * 17, mix(LEAF, k.colour, 0.08))
    for x, y, s in (
        (400, 250, 74),
        (300, 300, 66),
        (500, 300, 66),
        (350, 380, 60),
        (450, 384, 60),
        (250, 390, 50),
        (550, 390, 50),
        (400, 330, 52),
    ):
        tone = (k.colour, light(k.colour, 0.35), light(k.accent, 0.2))[int(x + y) // 10 % 3]
        c.shadow(arc_points(x + 5, y + 10, s * 0.8, s * 0.8, 0, 360), blur=8, strength=50)
        blossom(c, x, y, s, tone)
    paper = light(k.paper, 0.2)
    c.poly(
        [(218, 430), (400, 480), (582, 430), (450, G), (350, G)],
        light(paper, 0.4),
        dark(paper, 0.14),
    )
    c.poly([(218, 430), (400, 480), (360, G), (350, G)], dark(paper, 0.12), alpha=120)
    bow(c, 400, 556, 84, k.colour)


def plant(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 130)
    for i in range(11):
        leaf(
            c,
            400,
            450,
            170 + (i * 37) % 70,
            -172 + i * 16.4,
            mix(LEAF, k.colour, 0.1 + 0.03 * (i % 3)),
        )
    for x, y in ((330, 290), (462, 268), (398, 236), (280, 350), (520, 344)):
        blossom(c, x, y, 26, k.colour)
    clay = mix((206, 128, 92), k.accent, 0.22)
    cylinder(c, 400, 456, G, 126, clay, tilt=0.13, foot=92)
    cylinder(c, 400, 436, 476, 138, light(clay, 0.08), tilt=0.13)
    c.oval(400, 436, 118, 15, (92, 66, 50), (116, 84, 62))
    for i in range(7):
        leaf(c, 370 + i * 10, 434, 110, -150 + i * 20, mix(LEAF, k.colour, 0.12))


# -- office


def paperstack(c: Canvas, k: Look) -> None:
    c.ground_shadow(410, G, 250)
    box3d(c, 180, 420, 590, G, mix(KRAFT, k.colour, 0.1), depth=74, rise=46)
    c.poly(rect_points(180, 470, 590, 574), light(k.colour, 0.12), k.colour)
    panel(c, k, 300, 456, 470, 596, radius=10)
    for i in range(5):
        y = 412 - i * 15
        box3d(
            c,
            220 + i % 2 * 4,
            y - 12,
            560 + i % 2 * 4,
            y,
            (252, 250, 246),
            depth=66,
            rise=40,
            lid=WHITE,
        )
    c.poly(rect_points(330, 348, 420, 412), light(k.colour, 0.2), k.colour)


def notebook(c: Canvas, k: Look) -> None:
    for x, y, tone, tilt in ((350, 430, k.accent, -12), (430, 440, k.colour, 5)):
        cover = turned(rounded(x - 150, y - 206, x + 150, y + 206, 16), x, y, tilt)
        c.shadow([(px + 16, py + 20) for px, py in cover], blur=20, strength=90)
        c.poly([(px + 9, py + 9) for px, py in cover], (250, 246, 238), (224, 216, 202))
        c.poly(cover, light(tone, 0.24), dark(tone, 0.1))
        c.poly(
            turned(rect_points(x - 150, y - 204, x - 116, y + 204), x, y, tilt),
            dark(tone, 0.22),
            alpha=160,
        )
    label = turned(rect_points(380, 320, 530, 470), 430, 440, 5)
    c.poly(label, light(k.paper, 0.5), k.paper)
    k.mark(c, 458, 392, 48)
    c.line(turned([(556, 246), (556, 640)], 430, 440, 5), 9, dark(k.colour, 0.4), alpha=190)


def pen(c: Canvas, k: Look) -> None:
    for i, tone in enumerate((k.colour, k.accent, mix(WOOD, k.colour, 0.2))):
        x, tilt = 300 + i * 96, (20, 27, 34)[i]
        body = turned(
            [
                (x - 19, 240),
                (x + 19, 240),
                (x + 19, 560),
                (x + 8, 622),
                (x - 8, 622),
                (x - 19, 560),
            ],
            x,
            430,
            tilt,
        )
        c.shadow([(px + 14, py + 14) for px, py in body], blur=14, strength=90)
        c.poly(body, light(tone, 0.4), dark(tone, 0.26), middle=tone, sideways=True)
        c.poly(
            turned([(x - 9, 618), (x + 9, 618), (x + 2, 652), (x - 2, 652)], x, 430, tilt),
            STEEL,
            dark(STEEL, 0.3),
        )
        c.poly(turned(rect_points(x - 12, 204, x + 12, 244), x, 430, tilt), STEEL, dark(STEEL, 0.2))
        c.poly(
            turned(rect_points(x + 10, 256, x + 22, 400), x, 430, tilt),
            light(STEEL, 0.3),
            dark(STEEL, 0.1),
        )
        c.poly(turned(rect_points(x - 20, 520, x + 20, 532), x, 430, tilt), light(STEEL, 0.2))


def banner(c: Canvas, k: Look) -> None:
    for x in (104, 696):
        c.rrect(x - 9, 190, x + 9, 690, 6, light(STEEL, 0.1), dark(STEEL, 0.3), sideways=True)
        c.oval(x, 184, 17, 17, STEEL, dark(STEEL, 0.3))
    sheet = curve(
        [
            (116, 260),
            (300, 272),
            (500, 262),
            (684, 270),
            (680, 370),
            (684, 480),
            (500, 474),
            (300, 486),
            (116, 474),
            (120, 370),
        ],
        steps=8,
    )
    c.shadow([(x + 12, y + 20) for x, y in sheet], blur=20, strength=80)
    c.poly(sheet, light(k.colour, 0.2), dark(k.colour, 0.1))
    for x in (260, 460, 620):
        c.poly(
            curve([(x, 268), (x + 34, 268), (x + 20, 376), (x + 34, 480), (x, 480), (x - 12, 376)]),
            WHITE,
            alpha=26,
        )
    c.oval(220, 370, 62, 62, mix(CREAM, k.colour, 0.06))
    k.mark(c, 220, 370, 42)
    c.line([(320, 346), (620, 346)], 25, CREAM, alpha=235)
    c.line([(320, 400), (520, 400)], 15, light(k.accent, 0.55), alpha=235)
    for x, y in ((118, 262), (682, 270), (118, 474), (682, 480)):
        c.line([(x, y), (104 if x < 400 else 696, y)], 4, (230, 222, 206))


def leaflet(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 250)
    for i, tone in enumerate((light(k.paper, 0.4), mix(k.colour, WHITE, 0.1), light(k.paper, 0.3))):
        x0 = 170 + i * 154
        up, down = (0, 34) if i % 2 == 0 else (34, 0)
        shape = [
            (x0, 230 + up),
            (x0 + 154, 230 + down),
            (x0 + 154, G - 34 + down),
            (x0, G - 34 + up),
        ]
        c.poly(shape, light(tone, 0.3), dark(tone, 0.03 + 0.07 * (i % 2 == 0)))
        cy = 340 + 17
        k.mark(c, x0 + 77, cy, 44, CREAM if i == 1 else (k.colour, k.accent)[i // 2])
        for j in range(5):
            w = (106, 92, 110, 74, 96)[j]
            c.line(
                [
                    (x0 + 24, 440 + j * 27 + 14),
                    (x0 + 24 + w, 440 + j * 27 + 14 + (down - up) * w / 154 * 0.9),
                ],
                6,
                CREAM if i == 1 else mix(INK, k.paper, 0.5),
                alpha=190,
            )


def toner(c: Canvas, k: Look) -> None:
    tone = (72, 74, 80)
    c.ground_shadow(410, G, 250)
    box3d(c, 170, 500, 600, 596, tone, depth=66, rise=40)
    c.rrect(150, 560, 640, G, 20, light(tone, 0.14), dark(tone, 0.3))
    c.rrect(170, 590, 616, 606, 8, light(k.colour, 0.1), dark(k.colour, 0.1))
    panel(c, k, 210, 512, 330, 584, radius=8)
    for i, col in enumerate(((60, 150, 200), (206, 62, 122), (240, 204, 60), (52, 52, 56))):
        c.oval(430 + i * 42, 546, 15, 15, light(col, 0.2), col)
    box3d(c, 250, 296, 500, 468, mix(KRAFT, k.colour, 0.2), depth=56, rise=34)
    k.mark(c, 376, 384, 54, CREAM)


def envelope(c: Canvas, k: Look) -> None:
    for dx, dy, tilt, tone in (
        (-34, -44, -9, light(KRAFT, 0.25)),
        (24, 30, 5, light(k.paper, 0.3)),
    ):
        cx, cy = 400 + dx, 440 + dy
        shape = turned(rect_points(cx - 220, cy - 140, cx + 220, cy + 140), cx, cy, tilt)
        c.shadow([(x + 14, y + 18) for x, y in shape], blur=18, strength=90)
        c.poly(shape, light(tone, 0.3), dark(tone, 0.06))
        flap = turned([(cx - 220, cy - 140), (cx, cy + 20), (cx + 220, cy - 140)], cx, cy, tilt)
        c.poly(flap, light(tone, 0.5), light(tone, 0.05))
        c.line([flap[0], flap[1], flap[2]], 3, dark(tone, 0.2), alpha=130)
    ((sx, sy),) = turned([(424, 484)], 424, 470, 5)
    c.oval(sx, sy, 46, 46, light(k.colour, 0.1), dark(k.colour, 0.2))
    k.mark(c, sx, sy, 27, CREAM)


def badge(c: Canvas, k: Look) -> None:
    strap = k.colour
    c.line(curve([(300, 60), (330, 220), (400, 300)], closed=False), 23, dark(strap, 0.15))
    c.line(curve([(500, 60), (470, 220), (400, 300)], closed=False), 23, strap)
    c.rrect(384, 286, 416, 340, 6, light(STEEL, 0.2), dark(STEEL, 0.2))
    c.shadow(rect_points(270, 350, 560, 650), blur=22, strength=90)
    c.rrect(256, 330, 544, 640, 22, WHITE, (236, 232, 226))
    c.rrect(256, 330, 544, 410, 22, light(k.colour, 0.1), k.colour)
    c.rrect(256, 380, 544, 410, 0, k.colour)
    c.oval(400, 480, 58, 58, light(k.accent, 0.6), light(k.accent, 0.35))
    k.mark(c, 400, 480, 38)
    c.line([(330, 572), (470, 572)], 13, mix(INK, WHITE, 0.2))
    c.line([(350, 604), (450, 604)], 8, mix(INK, WHITE, 0.6))


def cup(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 190)
    for x, y, s in ((286, G - 4, 0.9), (520, G - 4, 0.9), (400, G + 4, 1.15)):
        tone = light(mix(KRAFT, k.paper, 0.5), 0.2)
        cylinder(c, x, y - 236 * s, y, 94 * s, tone, tilt=0.13, foot=66 * s, top=dark(tone, 0.14))
        c.line(arc_points(x, y - 236 * s, 94 * s, 12 * s, 0, 360), 6 * s, light(tone, 0.5))
        band = [
            (x - 88 * s, y - 170 * s),
            *reversed(arc_points(x, y - 170 * s, 87 * s, 12 * s, 0, 180)),
            (x + 87 * s, y - 170 * s),
            *arc_points(x, y - 74 * s, 76 * s, 11 * s, 0, 180),
        ]
        c.poly(band[1:], light(k.colour, 0.2), dark(k.colour, 0.16), middle=k.colour, sideways=True)
        k.mark(c, x, y - 108 * s, 32 * s, CREAM)


def calendar(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 240)
    c.poly([(190, 250), (610, 250), (660, G), (140, G)], dark(k.colour, 0.2), dark(k.colour, 0.4))
    c.poly([(206, 252), (594, 252), (632, G - 12), (168, G - 12)], WHITE, (240, 236, 228))
    c.poly(
        [(214, 268), (586, 268), (600, 410), (200, 410)], light(k.colour, 0.5), light(k.accent, 0.3)
    )
    k.mark(c, 400, 340, 58)
    for i in range(7):
        for j in range(4):
            x = 214 + i * 62 + (i - 3) * j * 1.4
            c.rrect(
                x - 15,
                436 + j * 42,
                x + 15,
                462 + j * 42,
                6,
                light(k.colour, 0.1) if (i, j) == (4, 1) else mix(INK, WHITE, 0.82),
            )
    for i in range(11):
        x = 222 + i * 36
        c.line(arc_points(x, 246, 8, 19, 0, 350), 4, mix(STEEL, INK, 0.3))


def folder(c: Canvas, k: Look) -> None:
    for i, tone in enumerate((light(k.accent, 0.2), mix(KRAFT, k.colour, 0.2), k.colour)):
        dx, dy = i * 34 - 50, i * 34 - 40
        shape = [
            (190 + dx, 290 + dy),
            (330 + dx, 290 + dy),
            (356 + dx, 322 + dy),
            (600 + dx, 322 + dy),
            (600 + dx, 600 + dy),
            (190 + dx, 600 + dy),
        ]
        c.shadow([(x + 12, y + 16) for x, y in shape], blur=16, strength=80)
        if i == 2:
            c.poly(rect_points(218 + dx, 304 + dy, 580 + dx, 500 + dy), WHITE, (240, 236, 230))
            shape = [
                (190 + dx, 340 + dy),
                (600 + dx, 340 + dy),
                (600 + dx, 600 + dy),
                (190 + dx, 600 + dy),
            ]
        c.poly(shape, light(tone, 0.3), dark(tone, 0.1))
    panel(c, k, 300, 400, 460, 520, radius=8)


# -- children


def puzzle(c: Canvas, k: Look) -> None:
    base = rect_points(170, 220, 630, 640)
    c.shadow([(x + 16, y + 20) for x, y in base], blur=22, strength=90)
    c.rrect(160, 214, 640, 650, 24, light(WOOD, 0.42), dark(WOOD, 0.05))
    c.rrect(184, 238, 616, 626, 14, dark(WOOD, 0.14), light(WOOD, 0.12))
    tones = (
        k.colour,
        k.accent,
        light(k.colour, 0.4),
        (240, 196, 84),
        light(k.accent, 0.4),
        (120, 172, 140),
    )
    for j in range(3):
        for i in range(3):
            x, y = 258 + i * 142, 304 + j * 128
            if (i, j) == (2, 2):
                x, y = x + 74, y + 40
            tone = tones[(i * 2 + j * 3) % 6]
            c.shadow(arc_points(x + 8, y + 42, 62, 24, 0, 360), blur=8, strength=90)
            c.rrect(x - 66, y - 54, x + 66, y + 62, 18, dark(tone, 0.25))
            c.rrect(x - 66, y - 60, x + 66, y + 52, 18, light(tone, 0.3), tone)
            if (i + j) % 2 == 0:
                k.mark(c, x, y - 4, 36, CREAM)
            else:
                c.oval(x, y - 12, 15, 15, light(WOOD, 0.4), dark(WOOD, 0.1))


def blocks(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 230)

    def cube(x: float, y: float, s: float, tone: Colour) -> None:
        box3d(c, x, y - s, x + s, y, tone, depth=s * 0.3, rise=s * 0.2)
        k.mark(c, x + s / 2, y - s / 2, s * 0.27, CREAM)

    cube(190, G, 140, k.colour)
    cube(340, G, 140, (232, 184, 84))
    cube(490, G, 130, k.accent)
    cube(262, G - 142, 130, (120, 166, 140))
    box3d(c, 420, G - 230, 540, G - 142, light(WOOD, 0.2), depth=36, rise=24)
    c.poly(
        [(300, G - 276), (350, G - 372), (420, G - 276)], light(k.colour, 0.2), dark(k.colour, 0.1)
    )
    c.poly([(420, G - 276), (350, G - 372), (386, G - 390), (450, G - 292)], dark(k.colour, 0.25))
    cylinder(c, 486, G - 320, G - 240, 44, (226, 110, 90), tilt=0.24)


def doll(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 170)
    tone = k.colour
    if k.emblem == "fish":
        fish(c, 404, 516, 500, tone, -4)
        c.oval(268, 556, 28, 16, (240, 150, 140), alpha=120)
        c.line(arc_points(226, 552, 30, 20, 20, 150), 5, dark(tone, 0.4))
        return
    for x in (320, 480):
        c.oval(x, 600, 56, 40, light(tone, 0.1), dark(tone, 0.2))
        c.oval(x, 610, 30, 18, light(k.paper, 0.3))
    c.oval(262, 500, 40, 66, light(tone, 0.15), dark(tone, 0.16))
    c.oval(538, 500, 40, 66, light(tone, 0.15), dark(tone, 0.16))
    c.oval(400, 520, 132, 120, light(tone, 0.25), dark(tone, 0.16))
    c.oval(400, 536, 82, 78, light(k.paper, 0.4), k.paper)
    k.mark(c, 400, 540, 36)
    c.oval(400, 330, 128, 116, light(tone, 0.3), dark(tone, 0.1))
    for x in (354, 446):
        c.oval(x, 322, 15, 17, INK)
        c.oval(x - 5, 315, 5, 5, WHITE)
        c.oval(x + (-26 if x < 400 else 26), 360, 22, 14, (238, 140, 130), alpha=140)
    if k.emblem == "bird":
        c.poly([(374, 352), (426, 352), (400, 388)], (244, 178, 76), (222, 140, 48))
    else:
        c.line(arc_points(400, 352, 30, 24, 20, 160), 6, dark(tone, 0.5))
    c.line([(292, 432), (508, 432)], 25, k.accent)


def book(c: Canvas, k: Look) -> None:
    c.ground_shadow(410, G, 210)
    box3d(c, 200, 210, 560, G - 8, (250, 246, 238), depth=44, rise=26)
    c.poly(rect_points(194, 206, 566, G), light(k.colour, 0.16), dark(k.colour, 0.16))
    c.poly(rect_points(194, 206, 226, G), dark(k.colour, 0.24), alpha=170)
    c.rrect(250, 250, 540, 500, 20, light(k.accent, 0.72), light(k.accent, 0.4))
    c.oval(476, 316, 34, 34, (255, 240, 200))
    c.poly(
        [
            *curve([(250, 430), (330, 396), (430, 436), (540, 400)], closed=False),
            (540, 480),
            (250, 480),
        ],
        light(k.colour, 0.35),
        light(k.colour, 0.1),
    )
    k.mark(c, 372, 372, 72)
    c.line([(290, 542), (500, 542)], 17, CREAM)
    c.line([(330, 584), (460, 584)], 9, light(k.colour, 0.5))


def kit(c: Canvas, k: Look) -> None:
    c.ground_shadow(410, G, 250)
    box3d(c, 180, 470, 590, G, mix(KRAFT, k.colour, 0.3), depth=70, rise=90, lid=dark(KRAFT, 0.35))
    for i, tone in enumerate((k.colour, k.accent, (240, 200, 96), light(k.colour, 0.4))):
        x = 240 + i * 92
        c.rrect(
            x, 330 + (i % 2) * 34, x + 30, 470, 6, light(tone, 0.3), dark(tone, 0.16), sideways=True
        )
        c.poly(
            [(x, 330 + (i % 2) * 34), (x + 15, 292 + (i % 2) * 34), (x + 30, 330 + (i % 2) * 34)],
            light(WOOD, 0.4),
        )
    c.oval(316, 430, 44, 44, light(k.accent, 0.3), k.accent)
    c.oval(450, 436, 38, 38, (248, 222, 150), (226, 184, 96))
    c.poly(turned(rect_points(484, 356, 590, 460), 540, 410, 14), WHITE, (232, 226, 216))
    k.mark(c, 538, 406, 32)
    c.poly(
        rect_points(180, 470, 590, G),
        light(mix(KRAFT, k.colour, 0.3), 0.16),
        dark(mix(KRAFT, k.colour, 0.3), 0.06),
    )
    panel(c, k, 300, 490, 470, 612, radius=10)


def boardgame(c: Canvas, k: Look) -> None:
    c.ground_shadow(300, 436, 150)
    box3d(c, 170, 316, 430, 430, k.colour, depth=80, rise=52)
    k.mark(c, 300, 374, 40, CREAM)
    shape = [(120, 560), (390, 380), (690, 520), (420, 720)]
    c.shadow([(x + 12, y + 20) for x, y in shape], blur=20, strength=90)
    c.poly([(x, y + 14) for x, y in shape], dark(k.colour, 0.35))
    c.poly(shape, light(k.paper, 0.3), dark(k.paper, 0.06))
    path = [
        (180, 560),
        (270, 500),
        (380, 440),
        (470, 460),
        (420, 520),
        (330, 570),
        (400, 630),
        (500, 590),
        (600, 530),
    ]
    tones = (k.colour, k.accent, (240, 196, 84), (120, 170, 140))
    c.line(curve(path, closed=False), 7, light(k.colour, 0.5))
    for i, (x, y) in enumerate(path):
        c.oval(x, y, 34, 21, light(tones[i % 4], 0.2), tones[i % 4])
    for x, y, tone in ((380, 440, k.colour), (420, 520, (226, 150, 60)), (500, 590, k.accent)):
        c.shadow(arc_points(x + 8, y + 4, 30, 12, 0, 360), blur=6, strength=110)
        c.poly(
            curve([(x - 26, y), (x - 12, y - 50), (x + 12, y - 50), (x + 26, y), (x, y + 10)]),
            light(tone, 0.3),
            dark(tone, 0.25),
        )
        c.oval(x, y - 66, 21, 21, light(tone, 0.4), dark(tone, 0.1))
    box3d(c, 560, 590, 614, 644, WHITE, depth=18, rise=12)
    for dx, dy in ((14, 14), (40, 40), (27, 27)):
        c.oval(560 + dx, 590 + dy, 6, 6, INK)


def lesson(c: Canvas, k: Look) -> None:
    c.rrect(130, 170, 670, 500, 16, light(WOOD, 0.1), dark(WOOD, 0.2))
    c.rrect(
        148, 188, 652, 482, 8, mix((62, 84, 76), k.colour, 0.25), mix((46, 66, 60), k.colour, 0.2)
    )
    k.mark(c, 290, 326, 82, CREAM)
    for i, w in enumerate((190, 150, 200, 110)):
        c.line([(420, 260 + i * 46), (420 + w, 260 + i * 46)], 11, CREAM, alpha=180)
    for i, tone in enumerate((k.colour, k.accent, (226, 178, 90))):
        x = 230 + i * 170
        c.shadow(arc_points(x + 8, 716, 70, 16, 0, 360), blur=12, strength=60)
        c.poly(
            curve([(x - 70, 720), (x - 62, 640), (x, 610), (x + 62, 640), (x + 70, 720)]),
            light(tone, 0.25),
            dark(tone, 0.1),
        )
        c.oval(x, 572, 46, 50, (250, 222, 196), (236, 196, 164))
        hair = ((74, 54, 46), (48, 42, 44), (120, 84, 56))[i]
        c.poly(
            [
                *arc_points(x, 566, 50, 52, 180, 360),
                (x + 50, 580),
                (x + 30, 552),
                (x - 34, 548),
                (x - 50, 580),
            ],
            hair,
        )


MOTIFS = {
    "soap": soap,
    "soapgift": soapgift,
    "tube": tube,
    "pump": pump,
    "dropper": dropper,
    "jug": jug,
    "spray": spray,
    "loofah": loofah,
    "towel": towel,
    "candle": candle,
    "diffuser": diffuser,
    "board": board,
    "brush": brush,
    "cloth": cloth,
    "roll": roll,
    "tumbler": tumbler,
    "tote": tote,
    "tshirt": tshirt,
    "apron": apron,
    "scarf": scarf,
    "zip": zip_pouch,
    "cushion": cushion,
    "socks": socks,
    "vest": vest,
    "jacket": jacket,
    "backpack": backpack,
    "wallet": wallet,
    "mug": mug,
    "plate": dish,
    "teaset": teaset,
    "vase": vase,
    "magnet": magnet,
    "cards": cards,
    "bracelet": bracelet,
    "necklace": necklace,
    "lamp": lamp,
    "plaque": plaque,
    "spoon": spoon,
    "frame": frame,
    "flowers": flowers,
    "plant": plant,
    "paperstack": paperstack,
    "notebook": notebook,
    "pen": pen,
    "banner": banner,
    "leaflet": leaflet,
    "toner": toner,
    "envelope": envelope,
    "badge": badge,
    "cup": cup,
    "calendar": calendar,
    "folder": folder,
    "puzzle": puzzle,
    "blocks": blocks,
    "doll": doll,
    "book": book,
    "kit": kit,
    "boardgame": boardgame,
    "lesson": lesson,
}
