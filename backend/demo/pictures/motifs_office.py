"""Paper, print and what an office needs, drawn."""

from __future__ import annotations

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
    rounded,
    turned,
)


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


MOTIFS = {
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
}
