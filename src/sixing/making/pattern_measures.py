"""What a pattern looks like at a small size: two measures that place it, and how good it is.

Busyness and mirror symmetry say of what kind a pattern is. Quality is our own measure, not
beauty: a wide range of tones, a palette used evenly, masses larger than details, and shapes that
neither stripes nor rings about the middle explain (for those are what nets of this kind make when
nothing is asked of them).

>>> nets = cppn.born(2, np.random.default_rng(3))
>>> quality, measures = judged(nets, np.array([0, 1]))
>>> quality.shape, measures.shape
((2,), (2, 2))
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sixing.making.colouring import painted
from sixing.models import cppn
from sixing.models.cppn import Nets

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]

SIDE = 32
"""Pixels along a side when patterns are looked at."""
BUSY = (0.0, 0.16)
"""Range of the mean step of Oklab from pixel to pixel, at `SIDE` pixels."""
MIRROR = (-1.0, 1.0)
"""Range of the correlation of a picture's lightness with its mirror image."""
FULL_SPREAD = 0.22
"""The standard deviation of lightness that counts as a full range of tones."""
ANGLES, BINS = 8, 24
"""Directions of the stripes that are looked for, and parts along each."""
_COLOURS = np.linspace(-1, 1, 6)[1:-1]


def judged(nets: Nets, palettes: Indices) -> tuple[Doubles, Doubles]:
    """The quality (n,) and the measures (n, 2) of patterns, looked at `SIDE` pixels wide."""
    values = cppn.outputs(nets, cppn.plane(SIDE, SIDE))
    lab = painted(values, palettes)
    light = lab[:, 0].astype(np.float64)
    measures = np.stack([_busy(lab), _mirror(light)], axis=1)
    spread = np.clip(light.std((1, 2)) / FULL_SPREAD, 0, 1)
    quality = spread * _colours(values[:, 0]) * _masses(light) * _unexplained(lab[:, 0])
    mean: Doubles = np.sqrt(np.sqrt(quality))  # of the four, geometric
    return mean, measures


def _busy(lab: Floats) -> Doubles:
    down = np.square(np.diff(lab, axis=2)).sum(1)
    across = np.square(np.diff(lab, axis=3)).sum(1)
    means = (np.sqrt(down).mean((1, 2)) + np.sqrt(across).mean((1, 2))) / 2
    found: Doubles = means.astype(np.float64)
    return found


def _mirror(light: Doubles) -> Doubles:
    centred = light - light.mean((1, 2), keepdims=True)
    both = (centred * centred[:, :, ::-1]).mean((1, 2))
    found: Doubles = both / np.maximum(np.square(centred).mean((1, 2)), 1e-6)
    return found


def _colours(along: Floats) -> Doubles:
    """How evenly a pattern uses its palette: entropy of five parts of it, 1 when all are equal."""
    parts = np.digitize(along.reshape(len(along), -1), _COLOURS)
    shares = np.stack([(parts == part).mean(1) for part in range(len(_COLOURS) + 1)], axis=1)
    entropy = -(shares * np.log(np.maximum(shares, 1e-9))).sum(1)
    found: Doubles = entropy / np.log(len(_COLOURS) + 1)
    return found


def _masses(light: Doubles) -> Doubles:
    """The share of the variance of lightness that blocks of four pixels keep."""
    blocks = light.reshape(len(light), SIDE // 4, 4, SIDE // 4, 4).mean((2, 4))
    found: Doubles = blocks.var((1, 2)) / np.maximum(light.var((1, 2)), 1e-6)
    return found


def _unexplained(light: Floats) -> Doubles:
    """The share of the variance of lightness that is neither in stripes nor in rings."""
    flat = light.reshape(len(light), -1)
    flat = flat - flat.mean(1, keepdims=True)
    sums = np.square(flat @ _bins()).reshape(len(light), ANGLES + 1, BINS).sum(2)
    explained = sums.max(1) / np.maximum(np.square(flat).sum(1), 1e-4)
    found: Doubles = np.clip(1 - explained.astype(np.float64), 0, 1)
    return found


@lru_cache(maxsize=1)
def _bins() -> Floats:
    """(SIDE², (ANGLES + 1) · BINS): pixels to their bins, a bin's entries of unit length.

    The squares of the sums are then the variance that the bins' means explain.
    """
    x, y, away, _ = cppn.plane(SIDE, SIDE).reshape(cppn.INPUTS, -1)
    turns = np.arange(ANGLES) * np.pi / ANGLES
    along = [np.cos(turn) * x + np.sin(turn) * y for turn in turns]
    tables = []
    for way in (*along, away):
        edges = np.linspace(way.min(), way.max() + 1e-6, BINS + 1)
        each = (np.digitize(way, edges)[:, None] - 1 == np.arange(BINS)).astype(np.float32)
        tables.append(each / np.sqrt(np.maximum(each.sum(0), 1)))
    found: Floats = np.concatenate(tables, axis=1)
    return found
