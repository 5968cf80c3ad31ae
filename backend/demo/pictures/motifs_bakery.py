"""What is baked and steamed, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import blossom, fruit
from backend.demo.pictures.forms import (
    GROUND as G,
)
from backend.demo.pictures.forms import (
    Look,
    box3d,
    plate,
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
    turned,
)


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


MOTIFS = {
    "bread": bread,
    "cookie": cookie,
    "scone": scone,
    "cake": cake,
    "rollcake": rollcake,
    "ricecake": ricecake,
}
