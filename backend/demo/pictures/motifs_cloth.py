"""What is sewn and woven, drawn."""

from __future__ import annotations

from backend.demo.pictures.forms import GROUND as G
from backend.demo.pictures.forms import (
    Look,
)
from backend.demo.pictures.paint import (
    CREAM,
    INK,
    Canvas,
    Colour,
    Point,
    arc_points,
    curve,
    dark,
    light,
    mix,
    rect_points,
    turned,
)


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


MOTIFS = {
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
}
