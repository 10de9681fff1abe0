"""Seeded gradient noise (Perlin, "Improving Noise", 2002), of which ridges and edges are made.

It knows numbers only; the same seed gives the same noise on every machine.

>>> noise = Noise(chance(7, "ridge"))
>>> bool(abs(noise.at(np.array([0.5]), np.array([0.25]))[0]) <= 1)
True
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Chance = np.random.Generator


def chance(seed: int, name: str) -> Chance:
    """The chance of one part of a picture: a part more or less leaves the others as they are."""
    return np.random.default_rng([seed & 0xFFFFFFFF, crc32(name.encode())])


class Noise:
    """Smooth noise over the plane, about −0.7 to 0.7, one wave to a unit."""

    def __init__(self, chance: Chance) -> None:
        self._order = np.tile(chance.permutation(256), 2)
        angle = chance.uniform(0, 2 * np.pi, 256)
        self._slope = np.stack([np.cos(angle), np.sin(angle)], -1)

    def at(self, x: Floats, y: Floats | float = 0.0) -> Floats:
        """The noise at points of any shape."""
        x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        column, row = np.floor(x).astype(int), np.floor(y).astype(int)
        fx, fy = x - column, y - row
        corner = [[self._corner(column + i, row + j, fx - i, fy - j) for i in (0, 1)]
                  for j in (0, 1)]  # fmt: skip
        across, down = _fade(fx), _fade(fy)
        top, foot = (a + across * (b - a) for a, b in corner)
        return np.asarray(top + down * (foot - top))

    def fbm(self, x: Floats, y: Floats | float = 0.0, octaves: int = 4) -> Floats:
        """Octaves of it, each twice as fine and half as strong, about −1 to 1."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        return np.asarray(
            sum(self.at(x * 2**k + 17.3 * k, y * 2**k + 5.1 * k) / 2**k for k in range(octaves))
        )

    def ridged(self, x: Floats, y: Floats | float = 0.0, octaves: int = 4) -> Floats:
        """Octaves folded at 0, 0 to about 1: sharp ridges between soft valleys (Musgrave, 1998)."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        total, weight = np.zeros(np.broadcast(x, y).shape), 0.0
        for k in range(octaves):
            fold = 1 - np.abs(self.at(x * 2**k + 9.7 * k, y * 2**k + 3.3 * k)) * 1.6
            total, weight = total + np.clip(fold, 0, 1) ** 2 / 2**k, weight + 0.5**k
        return total / weight

    def _corner(self, column: NDArray[np.int_], row: NDArray[np.int_], x: Floats, y: Floats)\
            -> Floats:  # fmt: skip
        slope = self._slope[self._order[self._order[column & 255] + (row & 255)]]
        return np.asarray(slope[..., 0] * x + slope[..., 1] * y)


def _fade(t: Floats) -> Floats:
    return t * t * t * (t * (t * 6 - 15) + 10)


def smoothstep(low: float, high: float, value: Floats | float) -> Floats:
    """From 0 at ``low`` to 1 at ``high`` without a corner; ``low`` may be the greater."""
    t = np.clip((np.asarray(value, float) - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
