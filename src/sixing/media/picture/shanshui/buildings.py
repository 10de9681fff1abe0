"""What people build: pavilion, tower, cottage, temple, pagoda, wall, bridge, path, lamp, flag.

Drawn with a ruled brush (界画) whose lines still live. ``y`` is the ground, ``wide`` the width of
the body; roofs reach further. It chooses no place.
"""

from __future__ import annotations

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.noise import Chance, Floats
from sixing.media.picture.shanshui.sheet import Sheet, stop
from sixing.media.picture.shanshui.tones import mixed

Way = list[tuple[float, float]]


class Ruler:
    """Draws a building in its own measure: x and y in widths of its body, y upwards."""

    def __init__(self, sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> None:
        self.sheet, self.chance = sheet, chance
        self._at, self._wide = np.array([x, y]), wide
        self.hair = max(0.75 * sheet.unit, min(2.0 * sheet.unit, wide * 0.02))

    def points(self, way: Way) -> Floats:
        """Pixels of points."""
        return np.asarray(self._at + np.array(way) * (self._wide, -self._wide))

    def line(self, way: Way, thick: float = 1.0, colour: str = "", opacity: float = 0.9) -> str:
        """A line through points, uneven as a hand is."""
        at = self.points(way)
        if len(at) == 2:
            at = np.stack([at[0], (at[0] + at[1]) / 2 + self.chance.normal(0, 0.3, 2), at[1]])
        width = self.hair * thick * (1 + 0.2 * self.chance.normal(size=len(at)))
        return pen.path(
            pen.brush(at, np.maximum(width, 0.3)), colour or self.sheet.tones.ink, opacity
        )

    def lines(
        self, ways: list[Way], thick: float = 1.0, colour: str = "", opacity: float = 0.85
    ) -> str:
        """Many lines of two points as one path."""
        at = np.array([self.points(way) for way in ways])
        data = pen.lenses(at[:, 0], at.mean(1), at[:, 1], self.hair * thick * 0.6)
        return pen.path(data, colour or self.sheet.tones.ink, opacity)

    def face(self, way: Way, colour: str, opacity: float = 1.0) -> str:
        """A filled face."""
        return pen.path(pen.polygon(self.points(way)), colour, opacity)

    def roof(self, half: float, eave: float, ridge: float, top: float, tiled: bool = True) -> str:
        """A roof with upturned corners: eaves ``half`` wide at height ``eave``, ridge above."""
        lift, tones = 0.16 * (top - eave) + 0.02, self.sheet.tones
        t = np.linspace(0, 1, 7)
        right = [
            (ridge + (half - ridge) * s, eave + (top - eave) * (1 - s) ** 1.7 + lift * s**6)
            for s in t
        ]
        left = [(-x, y) for x, y in reversed(right)]
        under = [(half * s, eave + lift * abs(s) ** 5 - 0.015) for s in np.linspace(1, -1, 9)]
        shape = [*left, *right, *under]
        dark = mixed(tones.grey, tones.near, 0.25) if tiled else mixed(tones.near, tones.paper, 0.2)
        snowy = tones.paper if self.sheet.snowy else dark
        parts = [self.face(shape, tones.paper), self.face(shape, snowy, 0.8 if tiled else 0.6)]
        ribs: list[Way] = []
        for s in np.linspace(-0.9, 0.9, 11 if tiled else 17):
            ribs.append([(s * ridge, top - 0.01), (s * half * 0.98, eave + lift * abs(s) ** 5)])  # noqa: PERF401
        parts.append(self.lines(ribs, 0.55, opacity=0.45))
        parts += [self.line(left, 1.2), self.line(right, 1.2), self.line(under, 1.5)]
        parts.append(self.line([(-ridge - 0.01, top), (ridge + 0.01, top)], 2.2 if tiled else 1.2))
        return "".join(parts)


def pavilion(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """An open pavilion: four posts, a rail, a hipped roof with a knob."""
    r, tones = Ruler(sheet, chance, x, y, wide), sheet.tones
    parts = [
        r.face(
            [(-0.6, 0.0), (0.6, 0.0), (0.55, 0.07), (-0.55, 0.07)],
            mixed(tones.paper, tones.grey, 0.3),
        )
    ]
    parts.append(r.lines([[(-0.6, 0), (0.6, 0)], [(-0.55, 0.07), (0.55, 0.07)]], 1.2))
    for post in (-0.46, -0.2, 0.2, 0.46):
        parts.append(r.line([(post, 0.06), (post, 0.66)], 1.8, mixed("#8c3b2a", tones.ink, 0.35)))  # noqa: PERF401
    rails: list[Way] = [[(-0.46, h), (0.46, h)] for h in (0.17, 0.25)]
    rails += [[(p, 0.07), (p, 0.25)] for p in np.linspace(-0.46, 0.46, 11)]
    parts.append(r.lines(rails, 0.7, opacity=0.7))
    parts.append(r.line([(-0.5, 0.64), (0.5, 0.64)], 1.2))
    parts.append(r.roof(0.82, 0.68, 0.05, 1.16))
    parts.append(
        r.face(
            [(-0.035, 1.14), (0.035, 1.14), (0.045, 1.22), (0, 1.31), (-0.045, 1.22)],
            tones.ink,
            0.85,
        )
    )
    return "".join(parts)


def cottage(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A thatched cottage with a window and a fence."""
    r, tones = Ruler(sheet, chance, x, y, wide), sheet.tones
    wall: Way = [(-0.48, 0), (0.48, 0), (0.48, 0.36), (-0.48, 0.36)]
    parts = [r.face(wall, mixed(tones.paper, tones.near, 0.12))]
    parts.append(
        r.lines(
            [[(-0.48, 0), (-0.48, 0.36)], [(0.48, 0), (0.48, 0.36)], [(-0.48, 0), (0.48, 0)]], 1.2
        )
    )
    lit = "#e8b456" if sheet.lit else mixed(tones.paper, tones.ink, 0.35)
    parts.append(r.face([(0.08, 0.12), (0.3, 0.12), (0.3, 0.28), (0.08, 0.28)], lit, 0.9))
    parts.append(
        r.lines(
            [
                [(0.08, 0.12), (0.3, 0.12)],
                [(0.08, 0.28), (0.3, 0.28)],
                [(0.19, 0.12), (0.19, 0.28)],
                [(0.08, 0.12), (0.08, 0.28)],
                [(0.3, 0.12), (0.3, 0.28)],
            ],
            0.8,
        )
    )
    parts.append(r.face([(-0.32, 0), (-0.12, 0), (-0.12, 0.3), (-0.32, 0.3)], tones.ink, 0.5))
    parts.append(r.roof(0.66, 0.34, 0.34, 0.66, tiled=False))
    posts = np.linspace(0.62, 1.25, 8)
    parts.append(
        r.lines(
            [[(p, -0.02), (p + 0.01, 0.16)] for p in posts] + [[(0.6, 0.1), (1.27, 0.1)]],
            0.8,
            opacity=0.7,
        )
    )
    return "".join(parts)


def tower(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A storeyed tower (楼): two floors with galleries."""
    r, tones = Ruler(sheet, chance, x, y, wide), sheet.tones
    parts = [
        r.face(
            [(-0.72, 0), (0.72, 0), (0.66, 0.14), (-0.66, 0.14)],
            mixed(tones.paper, tones.grey, 0.35),
        ),
        r.lines([[(-0.72, 0), (0.72, 0)], [(-0.66, 0.14), (0.66, 0.14)]], 1.2),
    ]
    for half, foot, head in ((0.52, 0.14, 0.56), (0.4, 0.78, 1.12)):
        parts.append(_storey(r, half, foot, head))
        lower = foot < 0.5
        parts.append(
            r.roof(
                half * 1.45, head, half if lower else half * 0.55, head + (0.24 if lower else 0.4)
            )
        )
    return "".join(parts)


def _storey(r: Ruler, half: float, foot: float, head: float) -> str:
    tones, lit = r.sheet.tones, r.sheet.lit
    wall: Way = [(-half, foot), (half, foot), (half, head), (-half, head)]
    parts = [
        r.face(
            wall,
            mixed(tones.paper, "#e8b456", 0.45) if lit else mixed(tones.paper, tones.near, 0.15),
        )
    ]
    red = mixed("#8c3b2a", tones.ink, 0.35)
    posts = np.linspace(-half, half, 5)
    parts += [r.line([(p, foot), (p, head)], 1.5, red) for p in posts]
    lattice: list[Way] = [[(p, foot), (p, head - 0.04)] for p in np.linspace(-half, half, 17)]
    rail = foot + (head - foot) * 0.34
    lattice += [
        [(-half * 1.12, rail), (half * 1.12, rail)],
        [(-half * 1.12, foot), (half * 1.12, foot)],
    ]
    return "".join(parts) + r.lines(lattice, 0.6, opacity=0.6)


def temple(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A temple: a hall between two lower wings."""
    parts = []
    for shift, size in ((-0.62, 0.5), (0.62, 0.5), (0.0, 0.8)):
        r = Ruler(sheet, chance, x + shift * wide, y, wide * size)
        half, head = 0.5, 0.34
        parts.append(_storey(r, half, 0.0, head))
        parts.append(r.roof(0.74, head, 0.36, head + 0.4))
    return "".join(parts)


def pagoda(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A pagoda of seven storeys, narrower upwards, with a spire."""
    r, tones, parts, foot = Ruler(sheet, chance, x, y, wide), sheet.tones, [], 0.0
    for k in range(7):
        half, high = 0.42 * (1 - 0.085 * k), 0.36 * (1 - 0.05 * k)
        wall: Way = [(-half, foot), (half, foot), (half, foot + high), (-half, foot + high)]
        parts.append(r.face(wall, mixed(tones.paper, tones.near, 0.2)))
        parts.append(
            r.lines(
                [[(s * half, foot), (s * half, foot + high)] for s in (-1, -0.33, 0.33, 1)], 0.9
            )
        )
        parts.append(
            r.face(
                [
                    (-0.09, foot + 0.05),
                    (0.09, foot + 0.05),
                    (0.09, foot + high * 0.7),
                    (-0.09, foot + high * 0.7),
                ],
                "#e8b456" if sheet.lit else tones.ink,
                0.55,
            )
        )
        parts.append(r.roof(half * 1.42, foot + high, half * 0.86, foot + high + 0.13))
        foot += high + 0.12
    parts.append(r.line([(0, foot), (0, foot + 0.5)], 2.0))
    parts.append(
        r.lines(
            [
                [
                    (-0.07 + 0.012 * k, foot + 0.1 + 0.07 * k),
                    (0.07 - 0.012 * k, foot + 0.1 + 0.07 * k),
                ]
                for k in range(5)
            ],
            1.6,
        )
    )
    return "".join(parts)


def wall(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A city wall with battlements, and a gate tower."""
    r, tones, half, high = Ruler(sheet, chance, x, y, wide), sheet.tones, 1.3, 0.26
    stone = mixed(tones.paper, tones.grey, 0.38)
    parts = [
        r.face([(-half, 0), (half, 0), (half, high), (-half, high)], tones.paper),
        r.face(
            [(-half, 0), (half, 0), (half, high), (-half, high)],
            sheet.fade(stone, 0.95, y - high * wide, y + 2, 0.55),
        ),
    ]
    step = 0.075
    teeth = np.arange(-half, half - step / 2, step)
    parts += [
        r.face(
            [
                (t, high),
                (t + step * 0.55, high),
                (t + step * 0.55, high + 0.045),
                (t, high + 0.045),
            ],
            stone,
        )
        for t in teeth
    ]
    crenel: Way = []
    for t in teeth:
        crenel += [
            (t, high),
            (t, high + 0.045),
            (t + step * 0.55, high + 0.045),
            (t + step * 0.55, high),
        ]
    parts.append(pen.path(pen.brush(r.points(crenel), r.hair, sharp=True), tones.ink, 0.85))
    courses: list[Way] = []
    for h in (0.06, 0.11, 0.16, 0.21):
        starts = chance.uniform(-half, half - 0.2, 8)
        courses += [[(s, h), (s + chance.uniform(0.05, 0.2), h)] for s in starts]
    parts.append(r.lines(courses, 0.6, opacity=0.4))
    arch = [(0.1 * np.cos(a), 0.1 + 0.1 * np.sin(a)) for a in np.linspace(0, np.pi, 9)]
    parts.append(r.face([(0.1, 0), *arch, (-0.1, 0)], tones.ink, 0.75))
    gate = Ruler(sheet, chance, x, y - high * wide, wide * 0.42)
    parts.append(_storey(gate, 0.5, 0.0, 0.34) + gate.roof(0.78, 0.34, 0.34, 0.72))
    return "".join(parts)


def bridge(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A stone bridge of one arch, with its rail."""
    r, tones = Ruler(sheet, chance, x, y, wide), sheet.tones
    t = np.linspace(-1, 1, 17)
    deck = [(s * 0.72, 0.02 + 0.27 * np.cos(s * np.pi / 2) ** 1.3) for s in t]
    arch = [(0.27 * np.cos(a), 0.2 * np.sin(a) - 0.01) for a in np.linspace(0, np.pi, 13)]
    body: Way = [*deck, (0.72, -0.02), *arch, (-0.72, -0.02)]
    parts = [
        r.face(body, mixed(sheet.ground, tones.near, 0.22)),
        r.line(deck, 1.6),
        r.line(arch, 1.3),
    ]
    joints: list[Way] = [
        [(0.27 * np.cos(a), 0.2 * np.sin(a)), (0.33 * np.cos(a), 0.25 * np.sin(a))]
        for a in np.linspace(0.1, 3.04, 12)
    ]
    rail = [(px, py + 0.07) for px, py in deck]
    posts: list[Way] = [[(px, py), (px, py + 0.085)] for px, py in deck[::2]]
    return "".join(parts) + r.lines(joints + posts, 0.8) + r.line(rail, 0.9)


def path(sheet: Sheet, chance: Chance, x: float, y: float, high: float) -> str:
    """A path that winds up a slope, narrower as it goes."""
    t = np.linspace(0, 1, 24)
    middle = x + np.sin(t * 8 + chance.uniform(0, 6)) * high * 0.28 * (1 - 0.75 * t) * np.minimum(
        t * 3, 1
    )
    span = high * 0.13 * (1 - 0.86 * t)
    rows = y - high * t
    edges = [np.stack([middle + side * span / 2, rows], -1) for side in (-1, 1)]
    tones = sheet.tones
    body = pen.curve(np.vstack([edges[0], edges[1][::-1]]))
    lines = "".join(pen.brush(edge, pen.pressed(24, 0.9 * sheet.unit, chance)) for edge in edges)
    return pen.path(body, mixed(tones.paper, tones.near, 0.18), 0.85) + pen.path(
        lines, tones.ink, 0.6
    )


def smoke(sheet: Sheet, chance: Chance, x: float, y: float, high: float) -> str:
    """Smoke of a hearth, straight at first and then adrift."""
    t = np.linspace(0, 1, 14)
    line = np.stack(
        [x + high * (0.3 * t**1.7 + 0.07 * np.sin(t * 7 + chance.uniform(0, 3)) * t), y - high * t],
        -1,
    )
    width = sheet.unit * (2 + 18 * t) * (1 - 0.3 * t)
    light = stop(0, sheet.tones.grey, 0.34) + stop(1, sheet.tones.grey, 0.02)
    fill = sheet.gradient(light, 0, y, 0, y - high)
    return pen.path(pen.brush(line, width), fill, 1.0, sheet.soft(2.2))


def lantern(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A lamp: a small red lantern on a pole, and its light."""
    r, tones = Ruler(sheet, chance, x, y, size), sheet.tones
    cx, cy = r.points([(0.26, 1.2)])[0].tolist()
    light = stop(0, "#f6c35c", 0.75) + stop(1, "#f6c35c", 0)
    reach = size * 1.5
    halo = f'<circle cx="{cx:.0f}" cy="{cy:.0f}" r="{reach:.0f}"'
    halo += f' fill="{sheet.glow(light, cx, cy, reach)}"/>'
    return (
        r.line([(0, 0), (0, 1.6)], 1.4)
        + r.line([(0, 1.56), (0.26, 1.6), (0.26, 1.38)], 1.0)
        + halo
        + pen.path(pen.blot(cx, cy, size * 0.3, size * 0.36, chance, 0.03), "#c4442c", 0.95)
        + r.lines(
            [
                [(0.17, 1.36), (0.35, 1.36)],
                [(0.17, 1.03), (0.35, 1.03)],
                [(0.26, 1.03), (0.26, 0.86)],
            ],
            1.2,
            tones.ink,
        )
    )


def banner(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """The flag of a wine shop (酒旗) on its pole."""
    r = Ruler(sheet, chance, x, y, tall)
    t = np.linspace(0, 1, 6)
    upper = [(0.02 + 0.3 * s, 0.95 + 0.02 * np.sin(6 * s)) for s in t]
    lower = [(0.3 * s + 0.02, 0.62 + 0.03 * np.sin(6 * s + 0.6)) for s in reversed(t)]
    blue = mixed("#3f5f78", sheet.tones.paper, 0.15)
    return (
        r.line([(0, 0), (0.0, 1.02)], 1.8)
        + r.face([*upper, *lower], blue, 0.85)
        + r.line(upper, 0.9)
        + r.line(lower, 0.9)
    )
