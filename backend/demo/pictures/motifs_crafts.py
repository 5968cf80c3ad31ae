"""What is thrown, carved, pressed and potted, drawn."""

from __future__ import annotations

from backend.demo.pictures.emblems import LEAF, blossom, leaf, sprig
from backend.demo.pictures.forms import GROUND as G
from backend.demo.pictures.forms import (
    Look,
    bow,
    cylinder,
    steam,
)
from backend.demo.pictures.paint import (
    CREAM,
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


MOTIFS = {
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
}
