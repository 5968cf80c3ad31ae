"""Cleaning, repairs, care and carrying, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF
from backend.demo.pictures.forms import GROUND as G
from backend.demo.pictures.forms import Look, box3d, cylinder
from backend.demo.pictures.paint import (
    CREAM,
    INK,
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


def _bubbles(c: Canvas, k: Look, spots: tuple[tuple[float, float, float], ...]) -> None:
    for x, y, r in spots:
        c.oval(x, y, r, r, light(k.colour, 0.8), light(k.colour, 0.5), alpha=150)
        c.oval(x - r * 0.3, y - r * 0.34, r * 0.26, r * 0.2, WHITE, alpha=230)


def bucket(c: Canvas, k: Look) -> None:
    c.line([(560, 170), (490, 560)], 17, light(WOOD, 0.1))
    c.poly(
        curve([(470, 520), (520, 520), (560, G + 10), (400, G + 20), (430, 600)], steps=5),
        light(k.paper, 0.2),
        dark(k.paper, 0.18),
    )
    c.ground_shadow(330, G, 170)
    c.line(arc_points(330, 400, 140, 120, 180, 360), 9, STEEL)
    cylinder(c, 330, 404, G, 160, k.colour, tilt=0.15, foot=122)
    c.oval(330, 404, 146, 20, light(k.colour, 0.6), light(k.colour, 0.4))
    for i in range(9):
        c.oval(214 + i * 29, 396 - (i * 13) % 20, 29, 23, WHITE, light(k.colour, 0.72))
    k.mark(c, 330, 530, 56, CREAM)
    c.poly(
        curve([(180, 412), (250, 400), (268, 470), (256, 560), (200, 570), (170, 500)]),
        (250, 218, 110),
        (226, 178, 70),
    )
    _bubbles(c, k, ((250, 300, 24), (310, 262, 15), (400, 310, 19), (210, 256, 11), (440, 240, 9)))


def spraycan(c: Canvas, k: Look) -> None:
    c.ground_shadow(360, G, 140)
    cylinder(c, 350, 330, G, 130, light(STEEL, 0.1), tilt=0.16)
    c.poly(
        [*arc_points(350, 570, 130, 20, 0, 180), *reversed(arc_points(350, 420, 130, 20, 0, 180))],
        light(k.colour, 0.1),
        dark(k.colour, 0.2),
        middle=k.colour,
        sideways=True,
    )
    k.mark(c, 350, 500, 54, CREAM)
    cylinder(c, 350, 264, 336, 54, dark(k.colour, 0.1), tilt=0.18)
    c.line(curve([(404, 300), (520, 260), (560, 380), (520, 480)], closed=False), 13, (70, 72, 78))
    c.line([(520, 476), (610, 330)], 15, light(STEEL, 0.1))
    c.poly(
        [(596, 336), (634, 350), (660, 300), (616, 284)], dark(k.colour, 0.1), dark(k.colour, 0.3)
    )
    for i in range(16):
        c.oval(
            648 + (i * 29) % 96,
            276 - (i * 37) % 120 + (i * 11) % 30,
            10 - i * 0.4,
            10 - i * 0.4,
            WHITE,
            alpha=200 - i * 8,
        )


def aircon(c: Canvas, k: Look) -> None:
    c.shadow(rect_points(120, 240, 690, 430), blur=24, strength=80)
    c.rrect(110, 220, 690, 410, 36, WHITE, (222, 226, 228))
    c.rrect(110, 346, 690, 410, 30, (236, 238, 240), (204, 210, 214))
    for y in (362, 380):
        c.line([(160, y), (640, y)], 6, mix(INK, WHITE, 0.55))
    c.oval(646, 262, 9, 9, k.colour)
    k.mark(c, 190, 282, 34)
    for i, x in enumerate((220, 340, 460, 580)):
        c.line(
            curve(
                [(x, 440), (x + 26, 490), (x - 20, 540), (x + 14, 600 - (i % 2) * 20)], closed=False
            ),
            12,
            light(k.colour, 0.55),
            alpha=190,
        )
    _bubbles(c, k, ((280, 500, 17), (400, 560, 23), (520, 500, 14), (640, 560, 18), (170, 560, 15)))


def window(c: Canvas, k: Look) -> None:
    c.rrect(170, 150, 630, 690, 14, WHITE, (224, 222, 216))
    for x0 in (196, 412):
        c.rrect(x0, 178, x0 + 192, 662, 4, light(k.colour, 0.7), light(k.colour, 0.35))
        c.poly([(x0 + 20, 662), (x0 + 120, 178), (x0 + 170, 178), (x0 + 70, 662)], WHITE, alpha=90)
    c.poly(
        [*curve([(196, 560), (290, 500), (388, 550)], closed=False), (388, 662), (196, 662)],
        light(LEAF, 0.35),
        LEAF,
    )
    c.poly(
        [*curve([(412, 540), (510, 580), (604, 520)], closed=False), (604, 662), (412, 662)],
        light(LEAF, 0.25),
        dark(LEAF, 0.05),
    )
    c.poly(
        curve([(240, 260), (420, 330), (560, 300), (600, 350), (470, 420), (260, 360)]),
        WHITE,
        alpha=110,
    )
    c.line([(300, 700), (470, 430)], 19, k.colour)
    c.poly(
        turned(rect_points(380, 400, 600, 444), 480, 420, -14),
        dark(k.accent, 0.1),
        dark(k.accent, 0.35),
    )
    c.poly(turned(rect_points(380, 440, 600, 454), 480, 420, -14), INK)
    _bubbles(c, k, ((350, 340, 17), (300, 300, 11), (540, 350, 13), (250, 400, 19)))


def washer(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G + 10, 220)
    c.rrect(200, 200, 600, G + 10, 26, WHITE, (220, 224, 228))
    c.rrect(200, 200, 600, 286, 26, light(k.colour, 0.2), k.colour)
    c.rrect(200, 262, 600, 286, 0, k.colour)
    for x in (520, 562):
        c.oval(x, 242, 15, 15, CREAM, dark(CREAM, 0.1))
    c.rrect(232, 228, 360, 256, 8, light(k.colour, 0.6))
    c.oval(400, 456, 148, 148, light(STEEL, 0.3), dark(STEEL, 0.2))
    c.oval(400, 456, 118, 118, light(k.colour, 0.55), dark(k.colour, 0.3))
    c.poly([*arc_points(400, 456, 114, 114, 8, 172)], light(k.colour, 0.2), k.colour)
    for x, y, tone in ((360, 500, k.accent), (440, 510, (244, 214, 130)), (400, 470, CREAM)):
        c.poly(
            curve(
                [
                    (x - 56, y + 16),
                    (x - 20, y - 40),
                    (x + 40, y - 20),
                    (x + 56, y + 30),
                    (x, y + 44),
                ]
            ),
            light(tone, 0.3),
            tone,
        )
    _bubbles(c, k, ((350, 410, 15), (440, 400, 20), (402, 380, 10), (470, 440, 11)))
    c.poly(curve([(300, 420), (330, 370), (372, 350), (340, 400), (316, 450)]), WHITE, alpha=130)


def toolbox(c: Canvas, k: Look) -> None:
    c.line([(300, 470), (250, 230)], 21, light(WOOD, 0.1))
    c.rrect(196, 190, 326, 244, 10, STEEL, dark(STEEL, 0.35))
    c.line([(420, 470), (430, 250)], 19, (232, 170, 60))
    c.line([(430, 260), (434, 160)], 9, STEEL)
    c.poly(
        turned(
            curve(
                [
                    (520, 480),
                    (512, 300),
                    (490, 260),
                    (500, 200),
                    (524, 240),
                    (548, 200),
                    (562, 260),
                    (540, 300),
                    (544, 480),
                ],
                steps=4,
            ),
            530,
            480,
            14,
        ),
        light(STEEL, 0.2),
        dark(STEEL, 0.25),
    )
    c.ground_shadow(410, G, 240)
    box3d(c, 180, 450, 600, G, k.colour, depth=60, rise=40, lid=dark(k.colour, 0.4))
    c.rrect(180, 500, 600, 516, 0, dark(k.colour, 0.25))
    for x in (250, 500):
        c.rrect(x, 488, x + 40, 540, 6, light(STEEL, 0.3), dark(STEEL, 0.1))
    k.mark(c, 395, 576, 38, CREAM)


def care(c: Canvas, k: Look) -> None:
    skin, skin2 = (246, 212, 184), (228, 186, 156)
    c.shadow(arc_points(410, 620, 250, 40, 0, 360), blur=30, strength=60)
    c.poly(
        curve(
            [
                (80, 640),
                (150, 560),
                (300, 520),
                (420, 540),
                (520, 560),
                (480, 610),
                (360, 616),
                (300, 690),
                (100, 760),
            ],
            steps=8,
        ),
        light(skin, 0.2),
        dark(skin2, 0.06),
    )
    c.poly(
        curve([(60, 660), (120, 580), (200, 548), (240, 650), (160, 770), (60, 770)], steps=6),
        light(k.colour, 0.2),
        dark(k.colour, 0.1),
    )
    c.poly(
        curve(
            [
                (740, 560),
                (660, 500),
                (520, 500),
                (400, 540),
                (330, 556),
                (370, 600),
                (480, 590),
                (560, 640),
                (740, 680),
            ],
            steps=8,
        ),
        light(skin2, 0.2),
        dark(skin2, 0.14),
    )
    c.poly(
        curve([(760, 540), (690, 500), (610, 500), (600, 620), (690, 690), (770, 680)], steps=6),
        light(k.accent, 0.3),
        dark(k.accent, 0.06),
    )
    c.glow(400, 340, 230, WHITE, strength=0.6)
    heart = curve(
        [
            (400, 300),
            (460, 236),
            (536, 270),
            (520, 360),
            (400, 470),
            (280, 360),
            (264, 270),
            (340, 236),
        ],
        steps=8,
    )
    c.shadow([(x + 10, y + 18) for x, y in heart], blur=18, strength=60)
    c.poly(heart, (236, 128, 116), (200, 78, 82))
    c.poly(curve([(312, 282), (296, 310), (312, 350), (326, 300)]), WHITE, alpha=120)
    k.mark(c, 402, 346, 48, CREAM)


def truck(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G + 6, 300)
    c.rrect(90, 300, 500, 580, 14, light(k.paper, 0.5), dark(k.paper, 0.08))
    c.rrect(90, 520, 500, 560, 0, light(k.colour, 0.1), k.colour)
    k.mark(c, 290, 410, 78)
    c.poly(
        curve([(506, 360), (610, 360), (670, 450), (710, 480), (712, 586), (506, 586)], steps=4),
        light(k.colour, 0.2),
        dark(k.colour, 0.12),
    )
    c.poly([(540, 388), (602, 388), (646, 460), (540, 460)], (222, 238, 244), (178, 208, 220))
    c.rrect(676, 512, 712, 540, 8, (255, 236, 170))
    c.rrect(84, 572, 716, 596, 6, dark(k.colour, 0.5))
    for x in (200, 600):
        c.oval(x, 600, 58, 58, (70, 68, 72), (40, 40, 44))
        c.oval(x, 600, 26, 26, light(STEEL, 0.2), dark(STEEL, 0.1))


# -- food for many, events


MOTIFS = {
    "bucket": bucket,
    "spraycan": spraycan,
    "aircon": aircon,
    "window": window,
    "washer": washer,
    "toolbox": toolbox,
    "care": care,
    "truck": truck,
}
