"""A mountain as ground in three dimensions seen from its front: crest, folds, what hides what.

Heights lie over a grid of ``across`` and ``deep`` (0 far, 1 near); the eye sees row above row, and
what stands before hides what is behind. Strokes run down its slopes as rain would (披麻皴 does).
It draws nothing.

>>> from sixing.media.picture.shanshui.noise import chance
>>> hill = Land.of(0, 400, 300, 200, 60, chance(7, "hill"), peaks=1, steep=0.3)
>>> hill.crest.shape == hill.x.shape, bool(hill.crest.min() < 200)
(True, True)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.shanshui.noise import Chance, Floats, Noise, smoothstep

_DEEP = 52
_STEP = 6.0  # pixels between columns of the grid
_REACH = 22.0  # pixels that an edge may climb from one column to the next


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """Ground seen from its front.

    Attributes:
        x: (columns,) pixels.
        y: (rows, columns) pixels, row 0 farthest.
        height: (rows, columns), 0 to about 1.
        seen: (rows, columns) whether nothing stands before it.
        crest: (columns,) y of the skyline.
        base, tall: y of the foot of the nearest row, and pixels of height 1.
    """

    x: Floats
    y: Floats
    height: Floats
    seen: NDArray[np.bool_]
    crest: Floats
    base: float
    tall: float

    @classmethod
    def of(
        cls, left: float, right: float, base: float, tall: float, depth: float, chance: Chance,
        *, peaks: int = 3, steep: float = 0.3, main: float = 0.5,
    ) -> Land:  # fmt: skip
        """Raise a massif between two sides.

        Args:
            base: y of its nearest foot.
            tall: pixels from foot to summit.
            depth: pixels by which its far foot stands higher.
            peaks: how many summits.
            steep: 0 for round hills, 1 for walls of rock.
            main: where the highest summit stands, 0 left to 1 right.
        """
        x = np.linspace(left, right, max(24, int((right - left) / _STEP)))
        across, deep = np.meshgrid(np.linspace(0, 1, len(x)), np.linspace(0, 1, _DEEP))
        aspect = (right - left) / max(tall, 1.0)
        height = _raised(across, deep, chance, peaks, steep, main, aspect)
        reach = smoothstep(0, 0.2, across) * smoothstep(1, 0.8, across)
        y = base - height * tall - (1 - deep) * depth * reach
        lowest = np.minimum.accumulate(y[::-1], axis=0)[::-1]  # over this row and those before it
        seen = y <= lowest + 0.5
        return cls(x, y, height, seen, y.min(axis=0), base, tall)

    def places(self, row: Floats, column: Floats) -> Floats:
        """Screen points of places on the ground, (n, 2)."""
        x = np.interp(column, np.arange(len(self.x)), self.x)
        return np.stack([x, self.sample(self.y, row, column)], -1)

    def sample(self, field: Floats, row: Floats, column: Floats) -> Floats:
        """A field between its grid points."""
        rows, columns = field.shape
        i = np.clip(row, 0, rows - 1.001)
        j = np.clip(column, 0, columns - 1.001)
        a, b = i.astype(int), j.astype(int)
        p, q = i - a, j - b
        top = field[a, b] * (1 - q) + field[a, b + 1] * q
        foot = field[a + 1, b] * (1 - q) + field[a + 1, b + 1] * q
        return np.asarray(top * (1 - p) + foot * p)

    def shade(self) -> Floats:
        """How dark each place is, 0 to 1: hollows and the flanks turned from the light."""
        slope_down, slope_across = np.gradient(self.height)
        bend = np.gradient(slope_across, axis=1) + 0.35 * np.gradient(slope_down, axis=0)
        hollow = bend / (np.abs(bend).mean() + 1e-9)
        turned = slope_across / (np.abs(slope_across).mean() + 1e-9)
        return np.asarray(np.clip(0.36 + 0.11 * hollow - 0.11 * turned, 0.04, 1))

    def downhill(self, row: Floats, column: Floats, steps: int, stride: float) -> Floats:
        """Ways down the slopes from many places at once, (steps, n, 2) of row and column."""
        down, across = (np.asarray(one) for one in np.gradient(self.height))
        ways = [np.stack([row, column], -1)]
        for _ in range(steps - 1):
            row, column = ways[-1].T
            fall = np.stack([-self.sample(down, row, column) + 0.004,
                             -self.sample(across, row, column)], -1)  # fmt: skip
            speed = np.hypot(*fall.T)[:, None]
            ways.append(ways[-1] + stride * fall / np.maximum(speed, 1e-6))
        return np.stack(ways)

    def edges(self) -> list[Floats]:
        """Lines inside the body where the ground before hides what is behind, (n, 2) each."""
        edge = self.seen[1:] & ~self.seen[:-1]
        done, live = list[list[tuple[float, float]]](), list[list[tuple[float, float]]]()
        for column in range(len(self.x)):
            going, rest = list[list[tuple[float, float]]](), live
            for row in np.flatnonzero(edge[:, column]):
                point = (float(self.x[column]), float(self.y[row + 1, column]))
                near = [one for one in rest if abs(one[-1][1] - point[1]) < _REACH]
                line = min(near, key=lambda one: abs(one[-1][1] - point[1])) if near else []
                rest = [one for one in rest if one is not line]
                going.append([*line, point])
            done, live = done + rest, going
        return [np.array(line) for line in done + live if len(line) > 3]

    def top_at(self, x: float) -> float:
        """Y of the skyline at x."""
        return float(np.interp(x, self.x, self.crest))


def _raised(
    across: Floats, deep: Floats, chance: Chance, peaks: int, steep: float, main: float,
    aspect: float,
) -> Floats:  # fmt: skip
    noise = Noise(chance)
    bent = across + 0.035 * noise.fbm(across * aspect * 1.6, deep * 1.5, 3)
    height = np.zeros_like(across)
    for k in range(peaks):
        height = np.maximum(height, _peak(bent, deep, chance, noise, k, steep, main))
    for _ in range(int(26 + 16 * aspect)):
        height = height + _knob(bent, deep, chance, height, steep, aspect)
    rough = noise.ridged(across * aspect * 3.2, deep * 2.1 + 7, 4)
    height = height * (0.8 + 0.26 * rough) + 0.014 * noise.fbm(across * aspect * 14, deep * 9, 3)
    edge = smoothstep(0, 0.12, across) * smoothstep(1, 0.88, across)
    front = smoothstep(1.0, 0.72, deep)
    height = np.maximum(height, 0.0) * edge * (0.1 + 0.9 * front)
    return np.asarray(height / max(float(height.max()), 1e-9))


def _peak(
    across: Floats, deep: Floats, chance: Chance, noise: Noise, k: int, steep: float, main: float
) -> Floats:
    """One summit; the first is the host (主峰), the others bow to it."""
    lead = k == 0
    at = main if lead else float(np.clip(main + chance.normal(0, 0.3), 0.12, 0.88))
    back = chance.uniform(0.1, 0.22) if lead else chance.uniform(0.15, 0.7)
    tall = 1.0 if lead else chance.uniform(0.4, 0.85) * (1 - 0.5 * back)
    wide = (0.25 if lead else chance.uniform(0.1, 0.2)) * (1.2 - 0.4 * steep)
    t, r = (across - at) / wide, (deep - back) / (0.5 if lead else 0.3)
    t = t + 0.3 * chance.normal() * np.clip(1 - np.abs(t), 0, 1)  # summits lean
    away = np.hypot(t, r)
    folds = noise.ridged(np.arctan2(r + 0.35, t) * 2.4 + 11 * k, away * 0.9 + k, 3)
    away = away * (1.15 - 0.38 * folds * smoothstep(0.05, 0.5, away))
    round_ = np.exp(-1.5 * away**1.35)
    wall = smoothstep(1.25, 0.1, away) ** 0.9
    return np.asarray(tall * ((1 - steep) * round_ + steep * wall))


def _knob(
    across: Floats, deep: Floats, chance: Chance, ground: Floats, steep: float, aspect: float
) -> Floats:
    """A boulder of the slope (矾头): sudden behind, long in front."""
    at, back = chance.uniform(0.05, 0.95), chance.uniform(0.04, 0.85)
    wide = chance.uniform(0.06, 0.19) / aspect
    behind = deep < back
    t = (across - at) / wide
    r = (deep - back) / np.where(behind, 0.045, chance.uniform(0.15, 0.35))
    bump = np.exp(-1.2 * (t * t + r * r) ** (0.75 + 0.5 * steep))
    return np.asarray(bump * chance.uniform(0.05, 0.19) * np.clip(0.25 + ground, 0, 1))
