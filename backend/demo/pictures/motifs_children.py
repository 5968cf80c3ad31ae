"""Toys, books and lessons, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import fish
from backend.demo.pictures.forms import GROUND as G
from backend.demo.pictures.forms import (
    Look,
    box3d,
    cylinder,
    panel,
)
from backend.demo.pictures.paint import (
    CREAM,
    INK,
    KRAFT,
    WHITE,
    WOOD,
    Canvas,
    Colour,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
    turned,
)


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
    "puzzle": puzzle,
    "blocks": blocks,
    "doll": doll,
    "book": book,
    "kit": kit,
    "boardgame": boardgame,
    "lesson": lesson,
}
