"""Soap, care and what keeps a house, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, leaf
from backend.demo.pictures.forms import GROUND as G
from backend.demo.pictures.forms import (
    Look,
    bow,
    box3d,
    cylinder,
    label_on_cylinder,
    panel,
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
}
