"""Food for many and events, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, blossom, fish, leaf
from backend.demo.pictures.forms import GROUND as G
from backend.demo.pictures.forms import Look, box3d, cylinder, panel, plate, steam
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
)


def lunchbox(c: Canvas, k: Look) -> None:
    c.shadow(rect_points(130, 320, 690, 690), blur=26, strength=90)
    c.rrect(110, 290, 690, 680, 34, light(WOOD, 0.12), dark(WOOD, 0.34))
    c.rrect(128, 306, 672, 660, 24, (66, 48, 42), (50, 36, 34))
    c.rrect(144, 322, 396, 644, 16, (252, 250, 244), (236, 230, 220))
    for i in range(60):
        c.oval(160 + (i * 53) % 220, 338 + (i * 71) % 290, 9, 6, WHITE, (238, 234, 224))
    for i in range(12):
        c.oval(200 + (i * 41) % 140, 420 + (i * 67) % 120, 6, 4, (60, 50, 52))
    c.oval(270, 482, 28, 28, (206, 62, 70), (160, 36, 50))
    c.rrect(410, 322, 656, 474, 16, light(k.colour, 0.3), light(k.colour, 0.1))
    if k.emblem == "fish":
        fish(c, 532, 400, 210, k.colour, -10)
    else:
        for i in range(6):
            x, y = 460 + (i % 3) * 70, 372 + (i // 3) * 52
            c.poly(
                curve(
                    [(x - 36, y), (x - 14, y - 26), (x + 26, y - 20), (x + 38, y + 8), (x, y + 24)]
                ),
                light(dark(k.colour, 0.1), 0.2),
                dark(k.colour, 0.35),
            )
            c.oval(x - 4, y - 6, 4, 3, (250, 240, 214))
    c.rrect(410, 486, 526, 644, 16, (238, 226, 196), (222, 206, 170))
    for i in range(6):
        leaf(c, 436 + (i * 29) % 60, 530 + (i * 37) % 90, 60, i * 47, LEAF)
    c.rrect(540, 486, 656, 644, 16, (244, 222, 170), (234, 200, 130))
    for x, y in ((576, 530), (622, 548), (584, 590), (628, 606)):
        c.oval(x, y, 26, 21, (250, 214, 96), (230, 176, 58))
        c.oval(x, y, 12, 9, (226, 120, 60))
    c.line([(560, 250), (720, 270)], 9, dark(WOOD, 0.2))
    c.line([(556, 268), (718, 290)], 9, dark(WOOD, 0.3))


def snackbox(c: Canvas, k: Look) -> None:
    c.shadow(rect_points(150, 330, 670, 680), blur=26, strength=90)
    c.rrect(140, 300, 660, 670, 20, light(k.colour, 0.3), dark(k.colour, 0.05))
    c.rrect(158, 318, 642, 652, 12, (250, 246, 238), (236, 230, 220))
    c.line([(400, 326), (400, 644)], 7, light(k.colour, 0.4))
    c.line([(166, 486), (634, 486)], 7, light(k.colour, 0.4))
    for i, (x, y) in enumerate(((222, 390), (300, 380), (262, 440), (340, 440))):
        tone = (light(k.colour, 0.4), (250, 240, 222), (236, 186, 190), (196, 214, 160))[i]
        c.shadow(arc_points(x + 5, y + 20, 36, 14, 0, 360), blur=7, strength=80)
        c.oval(x, y, 40, 35, light(tone, 0.4), dark(tone, 0.06))
        blossom(c, x, y - 4, 14, k.colour)
    for x, y, tone in (
        (450, 390, (226, 80, 70)),
        (520, 400, (240, 180, 60)),
        (590, 390, (140, 180, 80)),
        (484, 450, (240, 150, 60)),
        (560, 452, (210, 70, 90)),
    ):
        c.oval(x, y, 35, 34, light(tone, 0.35), dark(tone, 0.12))
        c.oval(x - 10, y - 12, 9, 6, WHITE, alpha=120)
    for x, y in ((230, 550), (316, 546), (272, 602)):
        c.oval(x, y, 48, 42, (226, 180, 118), (192, 140, 82))
        for j in range(6):
            c.oval(x - 26 + (j * 31) % 54, y - 20 + (j * 17) % 40, 6, 5, (104, 66, 44))
    c.rrect(470, 510, 570, 634, 16, light(k.accent, 0.4), k.accent, sideways=True)
    c.rrect(480, 500, 560, 520, 8, WHITE)
    k.mark(c, 520, 576, 28, CREAM)


def buffet(c: Canvas, k: Look) -> None:
    cloth_tone = light(k.paper, 0.4)
    c.poly(
        [(40, 520), (760, 520), (800, 800), (0, 800)], light(cloth_tone, 0.3), dark(cloth_tone, 0.1)
    )
    for i in range(9):
        c.line(
            curve([(70 + i * 82, 560), (64 + i * 84, 680), (50 + i * 88, 800)], closed=False),
            7,
            dark(cloth_tone, 0.14),
            alpha=100,
        )
    plate(c, 200, 500, 140, light(k.accent, 0.4))
    plate(c, 610, 510, 140, light(k.paper, 0.2))
    plate(c, 400, 560, 170, light(k.colour, 0.5))
    for x, y, t in (
        (150, 474, k.accent),
        (210, 466, (240, 190, 90)),
        (256, 480, (200, 84, 70)),
        (190, 490, (150, 180, 90)),
    ):
        c.oval(x, y, 37, 31, light(t, 0.35), dark(t, 0.14))
    for x, y in ((566, 486), (616, 478), (660, 492)):
        c.poly(
            curve([(x - 40, y + 12), (x - 20, y - 34), (x + 24, y - 34), (x + 42, y + 12)]),
            (226, 178, 110),
            (188, 134, 74),
        )
    for x in (330, 400, 470):
        for dy, t in ((0, (250, 244, 232)), (-26, k.colour), (-46, LEAF)):
            c.oval(x, 536 + dy, 37, 20, light(t, 0.3), dark(t, 0.1))
    c.ground_shadow(400, 490, 70, strength=60)
    c.line([(400, 480), (400, 280)], 9, (206, 176, 116))
    for y, half in ((440, 150), (350, 110), (280, 66)):
        c.oval(400, y, half, half * 0.17, (252, 250, 244), (214, 208, 198))
        for i in range(int(half / 22)):
            along = 400 - half * 0.74 + i * half * 1.48 / max(1, int(half / 22) - 1)
            blossom(c, along, y - 14, 19, (k.colour, k.accent, (244, 200, 96))[i % 3])
    k.mark(c, 400, 690, 56)


def coffeecart(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G + 30, 270)
    for x in (180, 604):
        c.rrect(x, 260, x + 16, 480, 4, WOOD, dark(WOOD, 0.3), sideways=True)
    for i in range(8):
        tone = k.colour if i % 2 == 0 else light(k.paper, 0.4)
        left = 130 + i * 67.5
        c.poly(
            [
                (left + 20, 190) if i else (160, 190),
                (left + 74, 190),
                (left + 67.5, 268),
                (left, 268),
            ],
            light(tone, 0.2),
            tone,
        )
        c.oval(left + 34, 268, 34, 23, light(tone, 0.1), dark(tone, 0.1))
    c.rrect(150, 470, 650, 500, 8, light(WOOD, 0.3), WOOD)
    c.rrect(170, 500, 630, 620, 10, light(k.accent, 0.2), dark(k.accent, 0.1))
    k.mark(c, 400, 560, 44, CREAM)
    box3d(c, 230, 356, 380, 470, light(STEEL, 0.1), depth=30, rise=20)
    c.rrect(252, 384, 358, 412, 6, (70, 70, 76))
    c.rrect(290, 412, 320, 440, 4, (50, 50, 56))
    for i, x in enumerate((450, 500, 550)):
        cylinder(
            c,
            x,
            420 + (i % 2) * 4,
            468,
            21,
            (WHITE, k.colour, light(k.paper, 0.2))[i],
            tilt=0.2,
            foot=16,
        )
    steam(c, 500, 410, 80)
    for x in (260, 540):
        c.oval(x, 640, 56, 56, (84, 66, 56), (56, 44, 40))
        c.oval(x, 640, 40, 40, light(WOOD, 0.3), WOOD)
        for a in range(6):
            c.line(
                [(x, 640), arc_points(x, 640, 38, 38, a * 60, a * 60 + 1, 1)[0]], 5, dark(WOOD, 0.3)
            )


def stage(c: Canvas, k: Look) -> None:
    night = dark(mix(k.colour, (52, 48, 84), 0.5), 0.1)
    c.rrect(90, 160, 710, 620, 16, light(night, 0.12), dark(night, 0.2))
    for x0, tone in ((240, (255, 226, 150)), (400, (255, 244, 220)), (560, light(k.accent, 0.5))):
        c.poly([(x0 - 14, 190), (x0 + 14, 190), (x0 + 120, 600), (x0 - 120, 600)], tone, alpha=56)
        c.rrect(x0 - 24, 166, x0 + 24, 204, 8, (64, 60, 66))
    for i in range(15):
        x = 110 + i * 41
        c.poly(
            [(x, 232), (x + 34, 232), (x + 17, 272)],
            (k.colour, (246, 204, 96), k.accent, CREAM)[i % 4],
        )
    c.line([(100, 230), (700, 230)], 4, CREAM)
    c.poly([(60, 600), (740, 600), (790, 700), (10, 700)], light(WOOD, 0.2), dark(WOOD, 0.1))
    c.poly([(10, 700), (790, 700), (790, 730), (10, 730)], dark(WOOD, 0.4))
    k.mark(c, 400, 380, 92, CREAM)
    for x in (150, 650):
        c.rrect(x - 44, 450, x + 44, 604, 8, (70, 66, 72), (44, 42, 46))
        c.oval(x, 496, 27, 27, (108, 104, 110), (70, 68, 74))
        c.oval(x, 560, 34, 34, (108, 104, 110), (70, 68, 74))
    for i in range(11):
        x = 40 + i * 74
        tone = (dark(k.colour, 0.3), dark(k.accent, 0.3), INK)[i % 3]
        c.oval(x, 740, 26, 28, tone)
        c.poly(curve([(x - 46, 810), (x - 34, 776), (x, 764), (x + 34, 776), (x + 46, 810)]), tone)


def mic(c: Canvas, k: Look) -> None:
    for i, r in enumerate((290, 230, 170)):
        c.oval(400, 330, r, r, light(k.colour, 0.7 - 0.12 * i), alpha=60)
    c.ground_shadow(400, G + 20, 120)
    c.oval(400, G + 14, 112, 22, dark(STEEL, 0.4), dark(STEEL, 0.6))
    c.rrect(392, 430, 408, G + 10, 4, STEEL, dark(STEEL, 0.4), sideways=True)
    c.rrect(364, 330, 436, 470, 20, (74, 72, 78), (44, 42, 48), sideways=True)
    c.oval(400, 270, 92, 98, light(STEEL, 0.3), dark(STEEL, 0.3))
    for i in range(-4, 5):
        c.line(
            arc_points(400, 270, abs(i) * 20 + 2, 94, 90 if i < 0 else 270, 270 if i < 0 else 450),
            3,
            dark(STEEL, 0.4),
            alpha=130,
        )
        c.line(
            [
                (400 - (92**2 - (i * 20) ** 2) ** 0.5, 270 + i * 20),
                (400 + (92**2 - (i * 20) ** 2) ** 0.5, 270 + i * 20),
            ],
            3,
            dark(STEEL, 0.4),
            alpha=130,
        )
    c.rrect(312, 316, 488, 350, 14, light(k.colour, 0.2), dark(k.colour, 0.16))
    for x, y, s in ((190, 230, 1.0), (610, 250, 0.9), (640, 420, 0.7)):
        c.oval(x, y, 23 * s, 17 * s, k.colour)
        c.line([(x + 20 * s, y), (x + 20 * s, y - 88 * s)], 7 * s, k.colour)
        c.line(
            curve(
                [(x + 20 * s, y - 88 * s), (x + 52 * s, y - 66 * s), (x + 48 * s, y - 36 * s)],
                closed=False,
            ),
            8 * s,
            k.colour,
        )
    k.mark(c, 200, 470, 44)


def camera(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G, 150)
    for dx in (-130, 0, 130):
        c.line([(400 + dx * 0.12, 430), (400 + dx, G)], 13, (70, 68, 74))
    c.rrect(220, 260, 520, 450, 24, (88, 86, 94), (52, 50, 58))
    c.rrect(220, 300, 520, 330, 0, light(k.colour, 0.1), k.colour)
    c.poly([(520, 320), (620, 270), (620, 440), (520, 390)], (74, 72, 80), (44, 44, 50))
    for x, r in ((280, 58), (410, 66)):
        c.oval(x, 206, r, r, (84, 82, 90), (56, 54, 62))
        c.oval(x, 206, r * 0.7, r * 0.7, light(k.accent, 0.3), dark(k.accent, 0.1))
        c.oval(x, 206, r * 0.2, r * 0.2, INK)
    c.oval(492, 288, 10, 10, (232, 70, 60))
    k.mark(c, 320, 392, 36, CREAM)


def booth(c: Canvas, k: Look) -> None:
    c.ground_shadow(400, G + 40, 270)
    c.poly(
        [(200, 330), (600, 330), (600, 520), (200, 520)], light(k.paper, 0.2), dark(k.paper, 0.16)
    )
    for x in (150, 636):
        c.rrect(x, 300, x + 14, G + 40, 4, light(STEEL, 0.2), dark(STEEL, 0.2), sideways=True)
    c.poly([(400, 150), (670, 300), (130, 300)], light(k.colour, 0.3), dark(k.colour, 0.1))
    for i in range(5):
        c.poly(
            [(400, 150), (130 + i * 108, 300), (184 + i * 108, 300)], light(k.paper, 0.4), alpha=190
        )
    for i in range(10):
        tone = k.colour if i % 2 else light(k.paper, 0.4)
        c.poly([*arc_points(157 + i * 54, 300, 27, 27, 0, 180)], light(tone, 0.1), dark(tone, 0.08))
    c.rrect(120, 500, 680, 530, 6, light(WOOD, 0.3), WOOD)
    c.poly(
        [(134, 530), (666, 530), (666, G + 36), (134, G + 36)],
        light(k.accent, 0.3),
        dark(k.accent, 0.05),
    )
    k.mark(c, 400, 596, 48, CREAM)
    for i, (x, tone) in enumerate(
        ((220, k.colour), (290, (240, 196, 90)), (510, k.accent), (580, (130, 176, 140)))
    ):
        cylinder(c, x, 450 + (i % 2) * 10, 498, 27, tone, tilt=0.2)
        c.line([(x - 8, 452), (x - 14, 400)], 6, WOOD)
        c.line([(x + 8, 452), (x + 14, 410)], 6, dark(tone, 0.2))
    panel(c, k, 350, 380, 450, 496, radius=8)


MOTIFS = {
    "lunchbox": lunchbox,
    "snackbox": snackbox,
    "buffet": buffet,
    "coffeecart": coffeecart,
    "stage": stage,
    "mic": mic,
    "camera": camera,
    "booth": booth,
}
