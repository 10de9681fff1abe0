"""Who lives there: boats and sails, fishers, wanderers, horse and ox, geese, cranes, other birds.

Small things in few strokes (点景). ``size`` is the length of a boat, the height of a person or
beast, the span of a bird, in pixels. It chooses no place.
"""

from __future__ import annotations

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.buildings import Ruler, Way
from sixing.media.picture.shanshui.noise import Chance
from sixing.media.picture.shanshui.sheet import Sheet
from sixing.media.picture.shanshui.tones import mixed
from sixing.media.picture.shanshui.water import ripples


def boat(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A small boat with an awning and its oarsman."""
    r, tones = _facing(sheet, chance, x, y, size), sheet.tones
    hull = _hull()
    shelter = [
        (-0.17 + 0.3 * s, 0.055 + 0.15 * np.sin(np.pi * s) ** 0.5) for s in np.linspace(0, 1, 9)
    ]
    parts = [ripples(sheet, chance, x, y + 0.02 * size, size * 1.1)]
    parts.append(
        r.face([*shelter, (0.13, 0.04), (-0.17, 0.04)], mixed(tones.near, tones.ink, 0.35), 0.9)
    )
    parts.append(
        r.lines([[shelter[k], (shelter[k][0], 0.05)] for k in range(1, 8)], 0.7, opacity=0.5)
    )
    parts.append(r.line(shelter, 1.1))
    parts.append(r.face(hull, tones.paper) + r.face(hull, mixed(tones.near, tones.ink, 0.45), 0.85))
    parts.append(r.line(hull[:9], 1.3))
    parts.append(_person(r, 0.31, 0.045, 0.2))
    parts.append(r.line([(0.34, 0.15), (0.52, -0.06)], 1.0))
    return "".join(parts)


def _hull() -> Way:
    t = np.linspace(-1, 1, 9)
    top = [(0.5 * s, 0.035 + 0.055 * s * s + 0.025 * s**4) for s in t]
    low = [(0.45 * s, -0.028 + 0.03 * s * s + 0.05 * s**6) for s in reversed(t)]
    return [*top, *low]


def sail(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A junk under a battened sail."""
    r, tones = _facing(sheet, chance, x, y, size), sheet.tones
    t = np.linspace(0, 1, 6)
    cloth = [(-0.02 - 0.02 * np.sin(np.pi * s), 0.1 + 0.95 * s) for s in t]
    cloth += [(0.3 - 0.12 * s + 0.1 * np.sin(np.pi * s), 1.02 - 0.92 * (1 - (1 - s))) for s in t]
    parts = [ripples(sheet, chance, x, y + 0.02 * size, size)]
    parts.append(r.line([(0, 0.05), (0, 1.12)], 1.4))
    parts.append(r.face(cloth, mixed(tones.paper, tones.near, 0.35)))
    parts.append(
        r.lines(
            [[(-0.03, h), (0.31 - 0.1 * h, h - 0.02)] for h in (0.25, 0.42, 0.6, 0.78, 0.93)],
            0.8,
            opacity=0.7,
        )
    )
    parts.append(r.line([*cloth, cloth[0]], 0.9))
    hull = _hull()
    parts.append(
        r.face(hull, tones.paper)
        + r.face(hull, mixed(tones.near, tones.ink, 0.55), 0.9)
        + r.line(hull[:9], 1.2)
    )
    return "".join(parts)


def fisher(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """An old man in a straw cape and broad hat, fishing alone from a skiff (蓑笠翁)."""
    r, tones = _facing(sheet, chance, x, y, size), sheet.tones
    hull = _hull()
    parts = [ripples(sheet, chance, x, y + 0.02 * size, size)]
    parts.append(
        r.face(hull, tones.paper)
        + r.face(hull, mixed(tones.near, tones.ink, 0.45), 0.85)
        + r.line(hull[:9], 1.2)
    )
    cape: Way = [(-0.1, 0.03), (0.06, 0.03), (0.05, 0.12), (0.0, 0.2), (-0.05, 0.19), (-0.11, 0.1)]
    parts.append(r.face(cape, mixed(tones.near, tones.ink, 0.4), 0.95))
    parts.append(
        r.lines([[(-0.02, 0.18), (a, 0.03)] for a in np.linspace(-0.11, 0.07, 9)], 0.6, opacity=0.6)
    )
    parts.append(
        r.face([(-0.1, 0.2), (0.07, 0.2), (-0.01, 0.275)], mixed(tones.near, tones.paper, 0.2))
    )
    parts.append(r.line([(-0.1, 0.2), (-0.01, 0.275), (0.07, 0.2), (-0.1, 0.2)], 0.9))
    parts.append(r.line([(0.04, 0.12), (0.3, 0.26), (0.52, 0.33)], 0.8))
    parts.append(r.line([(0.52, 0.33), (0.53, 0.15), (0.53, -0.04)], 0.35, opacity=0.6))
    return "".join(parts)


def figure(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A wanderer in a long robe, with a staff."""
    r = _facing(sheet, chance, x, y, size)
    staff = r.line([(0.3, 0.0), (0.26, 0.95)], 1.0 * max(1.0, 18 * sheet.unit / size))
    return _person(r, 0.0, 0.0, 1.0) + staff


def _person(r: Ruler, x: float, y: float, tall: float) -> str:
    """A robed person of ``tall`` in the ruler's measure, standing at (x, y)."""
    tones = r.sheet.tones

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * tall, y + py * tall

    robe = [
        at(-0.2, 0),
        at(0.2, 0.0),
        at(0.17, 0.35),
        at(0.12, 0.62),
        at(0.05, 0.76),
        at(-0.07, 0.76),
        at(-0.16, 0.6),
        at(-0.17, 0.3),
    ]
    sleeve = [at(0.02, 0.66), at(0.24, 0.5), at(0.26, 0.36), at(0.1, 0.42)]
    head = r.points([at(0.0, 0.85)])[0]
    size = float(np.abs(r.points([at(0, 0)]) - r.points([at(0, 0.17)])).max())
    cloth = mixed(tones.paper, tones.sky, 0.25)
    return (
        r.face(robe, cloth)
        + r.line([*robe, robe[0]], 0.8)
        + r.face(sleeve, cloth)
        + r.line(sleeve, 0.7)
        + pen.path(
            pen.blot(head[0], head[1], size * 0.8, size, r.chance, 0.04),
            mixed(tones.paper, tones.near, 0.35),
        )
        + pen.path(
            pen.blot(head[0], head[1] - size * 0.42, size * 0.82, size * 0.62, r.chance, 0.06),
            tones.ink,
            0.92,
        )
    )


def horse(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A horse with its rider."""
    r, tones = _facing(sheet, chance, x, y, size), sheet.tones
    body: Way = [
        (-0.5, 0.62),
        (-0.3, 0.72),
        (0.1, 0.68),
        (0.34, 0.74),
        (0.52, 1.0),
        (0.6, 1.04),
        (0.76, 0.9),
        (0.72, 0.84),
        (0.58, 0.86),
        (0.46, 0.6),
        (0.4, 0.44),
        (0.1, 0.38),
        (-0.3, 0.42),
        (-0.46, 0.46),
    ]
    coat = mixed(tones.near, tones.ink, 0.4)
    parts = [pen.path(pen.curve(r.points(body)), coat, 0.95)]
    for leg in (
        [(-0.42, 0.5), (-0.48, 0.28), (-0.42, 0.0)],
        [(-0.3, 0.45), (-0.26, 0.2), (-0.32, 0.0)],
        [(0.34, 0.5), (0.36, 0.25), (0.32, 0.0)],
        [(0.42, 0.5), (0.54, 0.3), (0.48, 0.06)],
    ):
        parts.append(r.line(leg, 3.2, coat))  # noqa: PERF401
    parts.append(r.line([(-0.5, 0.62), (-0.62, 0.5), (-0.62, 0.25)], 2.6, tones.ink))
    parts.append(r.line([(0.36, 0.78), (0.46, 0.98), (0.56, 1.06)], 2.4, tones.ink))
    return "".join(parts) + _person(r, 0.02, 0.6, 0.8)


def ox(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """An ox and the boy who rides it home."""
    r, tones = _facing(sheet, chance, x, y, size), sheet.tones
    body: Way = [
        (-0.62, 0.6),
        (-0.3, 0.74),
        (0.2, 0.7),
        (0.5, 0.72),
        (0.74, 0.6),
        (0.86, 0.38),
        (0.76, 0.34),
        (0.58, 0.46),
        (0.42, 0.34),
        (-0.4, 0.3),
        (-0.6, 0.36),
    ]
    coat = mixed(tones.grey, tones.ink, 0.45)
    parts = [pen.path(pen.curve(r.points(body)), coat, 0.95)]
    for leg in (
        [(-0.5, 0.4), (-0.52, 0.0)],
        [(-0.36, 0.36), (-0.34, 0.0)],
        [(0.34, 0.4), (0.32, 0.0)],
        [(0.46, 0.4), (0.5, 0.02)],
    ):
        parts.append(r.line(leg, 4.0, coat))  # noqa: PERF401
    parts.append(r.line([(0.62, 0.66), (0.56, 0.84), (0.7, 0.94)], 1.8, tones.ink))
    parts.append(r.line([(0.72, 0.62), (0.86, 0.78), (0.8, 0.92)], 1.8, tones.ink))
    parts.append(r.line([(-0.62, 0.58), (-0.72, 0.4), (-0.68, 0.22)], 1.4, tones.ink))
    return "".join(parts) + _person(r, -0.02, 0.64, 0.62)


def geese(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A skein of geese: a line of birds bent like the hanzi 人."""
    side = 1 if chance.random() < 0.5 else -1
    birds = [(0.0, 0.0)]
    birds += [
        (-k * 0.95, k * 0.4 + chance.normal(0, 0.06)) for k in range(1, int(chance.integers(5, 8)))
    ]
    birds += [
        (-k * 0.85, -k * 0.3 + chance.normal(0, 0.06)) for k in range(1, int(chance.integers(3, 5)))
    ]
    data = "".join(
        _wings(chance, x + side * px * size * 1.15, y + py * size, size, side) for px, py in birds
    )
    return pen.path(data, sheet.tones.ink, 0.85)


def _wings(chance: Chance, x: float, y: float, span: float, side: int) -> str:
    """A bird far away: two wings and a body."""
    beat = chance.uniform(0.12, 0.36)
    t = np.linspace(-1, 1, 7)
    wing = np.stack(
        [
            x + t * span / 2,
            y - beat * span * np.abs(t) ** 1.2 + 0.2 * span * np.maximum(np.abs(t) - 0.6, 0),
        ],
        -1,
    )
    width = span * 0.085 * (1 - 0.85 * np.abs(t))
    neck = np.array(
        [
            [x - side * 0.18 * span, y + 0.04 * span],
            [x + side * 0.1 * span, y],
            [x + side * 0.36 * span, y - 0.06 * span],
        ]
    )
    return pen.brush(wing, np.maximum(width, 0.5)) + pen.brush(
        neck, np.array([0.05, 0.1, 0.03]) * span
    )


def crane(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A crane on the wing: white, black plumes, a red crown."""
    r, tones = _facing(sheet, chance, x, y, size), sheet.tones
    white = mixed(tones.paper, "#ffffff", 0.8)
    wings: list[Way] = [
        [(-0.08, 0.0), (-0.02, 0.24), (-0.16, 0.46), (-0.3, 0.5), (-0.24, 0.26), (-0.2, 0.06)],
        [(0.06, 0.02), (0.14, 0.3), (0.08, 0.52), (-0.06, 0.6), (0.0, 0.34), (-0.06, 0.06)],
    ]
    parts = []
    for wing in wings:
        at = pen.curve(r.points(wing))
        parts.append(pen.path(at, white) + r.line([*wing, wing[0]], 0.6, opacity=0.7))
        parts.append(
            r.lines(
                [[wing[3], (wing[3][0] - 0.06, wing[3][1] - 0.1 * k)] for k in range(4)],
                3.0,
                opacity=0.85,
            )
        )
    body: Way = [
        (-0.32, 0.0),
        (-0.1, 0.07),
        (0.14, 0.05),
        (0.2, 0.0),
        (0.06, -0.05),
        (-0.16, -0.05),
    ]
    parts.append(pen.path(pen.curve(r.points(body)), white) + r.line([*body, body[0]], 0.6))
    parts.append(r.line([(0.17, 0.02), (0.34, 0.06), (0.5, 0.03)], 2.2, tones.ink))
    parts.append(r.line([(0.5, 0.03), (0.6, 0.01)], 0.8))
    parts.append(r.line([(-0.3, 0.0), (-0.5, -0.03), (-0.62, -0.02)], 0.9))
    top = r.points([(0.49, 0.055)])
    return "".join(parts) + pen.path(pen.dots(top, size * 0.07, size * 0.03), "#c0392b")


def swallow(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A swallow with its forked tail."""
    r = _facing(sheet, chance, x, y, size)
    shape: list[Way] = [
        [(0.28, 0.0), (0.0, 0.06), (-0.4, 0.02)],
        [(0.06, 0.03), (-0.08, 0.3), (-0.4, 0.46)],
        [(0.08, 0.0), (0.04, -0.22), (-0.18, -0.4)],
        [(-0.2, 0.02), (-0.45, 0.1), (-0.62, 0.16)],
        [(-0.2, 0.0), (-0.45, -0.02), (-0.6, -0.06)],
    ]
    press = (
        (0.05, 0.14, 0.03),
        (0.1, 0.09, 0.01),
        (0.1, 0.08, 0.01),
        (0.05, 0.03, 0.01),
        (0.05, 0.03, 0.01),
    )
    data = "".join(
        pen.brush(r.points(way), np.array(w) * size) for way, w in zip(shape, press, strict=True)
    )
    breast = r.points([(0.14, -0.02)])
    return pen.path(data, sheet.tones.ink, 0.9) + pen.path(
        pen.dots(breast, size * 0.16, size * 0.05), "#b5533c"
    )


def gull(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A gull or egret over the water, white with dark wing tips."""
    r = _facing(sheet, chance, x, y, size)
    wing: Way = [
        (-0.5, 0.2),
        (-0.22, 0.24),
        (0.0, 0.06),
        (0.24, 0.26),
        (0.52, 0.18),
        (0.22, 0.16),
        (0.02, -0.06),
        (-0.2, 0.14),
    ]
    white = mixed(sheet.tones.paper, "#ffffff", 0.85)
    return (
        pen.path(pen.curve(r.points(wing)), white)
        + r.line([*wing, wing[0]], 0.7, opacity=0.75)
        + r.lines([[(-0.5, 0.2), (-0.38, 0.22)], [(0.52, 0.18), (0.4, 0.21)]], 2.4)
    )


def crow(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """Crows coming home, three or four black birds."""
    at = [(0.0, 0.0), (-1.3, 0.5), (1.1, 0.8), (0.4, -0.9)][: int(chance.integers(3, 5))]
    data = "".join(
        _wings(chance, x + px * size, y + py * size, size * chance.uniform(0.8, 1.1), 1)
        for px, py in at
    )
    return pen.path(data, sheet.tones.ink, 0.95)


class _Mirrored(Ruler):
    def points(self, way: Way):  # type: ignore[no-untyped-def]
        return Ruler.points(self, [(-px, py) for px, py in way])


def _facing(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> Ruler:
    """A ruler that faces left or right by chance."""
    kind = Ruler if chance.random() < 0.5 else _Mirrored
    return kind(sheet, chance, x, y, size)
