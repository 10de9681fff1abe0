"""Variations of one picture, or of a handful: no net and no weights, only its patches.

A new picture is moved until its small patches are distributed as the sources' are, from coarse to
fine, so that it has their matter everywhere and their arrangement nowhere in particular. How far
two distributions of patches are apart is their sliced Wasserstein distance: patches are projected
on random directions, both sides sorted, and the differences of equal ranks summed (Elnekave and
Weiss 2022, «Generating natural images with direct patch distributions matching»). The gradient is
written out: the sign of each difference, carried back through its direction onto the pixels.

Every patch of the result resembles one of the sources, by design: whoever shows a variation shows
what it came from. It knows carriers and no medium.

>>> stripes = np.tile(np.sin(np.arange(24, dtype=np.float32)), (3, 24, 1))
>>> vary([stripes], seed=1, steps=4).shape
(3, 24, 24)
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.progress import Progress, silent

Floats = NDArray[np.float32]

PATCH = 7
"""Pixels along a patch's side."""
MARGIN = PATCH // 2
"""Pixels beyond each border while a picture is made, so that a border is in as many patches."""
COARSE = 20
"""The shorter side of the coarsest scale: here layouts are made, a patch sees a third of it."""
FACTOR = 1.5
"""From one scale to the next, at most."""
PROJECTIONS, BANKS = 48, 16
"""Directions of one step, and how many such sets there are before the first comes again."""
STEPS = 160
"""Steps at each scale."""
RATE, LAST_RATE = 0.06, 0.004
"""Step of a pixel (of −1..1), at the beginning and at the end of a scale."""
NOISE, BEND = 1.5, 0.3
"""Of a picture that keeps no layout: the noise it begins with, in standard deviations of the
source, and how far places move (of the shorter side)."""
MOST = 1 << 15
"""Patches of all sources together, at one scale."""
LEAST_SIDE, MOST_SIDE = 12, 512


def vary(
    sources: Sequence[Floats], *, seed: int, likeness: float = 0.4, height: int | None = None,
    width: int | None = None, steps: int = STEPS, progress: Progress = silent,
) -> Floats:  # fmt: skip
    """Makes one variation: (3, height, width), −1 to 1.

    Args:
        sources: pictures, (3, height, width) each, −1 to 1; all give patches, one of them, drawn
            by the seed, gives the layout.
        likeness: 0 keeps nothing of that layout (a reshuffle), 1 all that its patches allow.
        height, width: of the result, which need not have the shape of a source; left out, that of
            the one drawn.
        steps: of the descent at each scale.

    Raises:
        BadInput: a side is too short or too long for patches.
    """
    chance = np.random.default_rng(seed)
    layout = sources[int(chance.integers(len(sources)))]
    height, width = height or layout.shape[1], width or layout.shape[2]
    for sides in ((height, width), *(one.shape[1:] for one in sources)):
        _require_sides(*sides)
    way = scales(min(height, width, *(min(one.shape[1:]) for one in sources)))
    work = np.cumsum([scale**2 for scale in way]) / sum(scale**2 for scale in way)
    found = _begun(layout, likeness, _sized(height, width, way[0]), chance)
    for scale, done in zip(way, work, strict=True):
        found = resized(found, *_sized(height, width, scale))
        targets = [resized(one, *_sized(one.shape[1], one.shape[2], scale)) for one in sources]
        found = _matched(_margined(found), Targets(targets, chance), steps)
        found = found[:, MARGIN:-MARGIN, MARGIN:-MARGIN]
        progress(float(done), f"{found.shape[2]}×{found.shape[1]}")
    return np.clip(found, -1, 1)


def _require_sides(height: int, width: int) -> None:
    if not (min(height, width) >= LEAST_SIDE and max(height, width) <= MOST_SIDE):
        raise BadInput(
            f"{width}×{height} pixels: a variation has sides of {LEAST_SIDE} to {MOST_SIDE}",
            zh=f"{width}×{height} 像素：变体的边长须在 {LEAST_SIDE} 至 {MOST_SIDE} 之间",
        )


def scales(side: int) -> list[float]:
    """The sizes to go through, as shares of the full one, coarsest first.

    >>> [round(64 * one) for one in scales(64)]
    [20, 29, 43, 64]
    """
    if side <= COARSE:
        return [1.0]
    count = ceil(log(side / COARSE) / log(FACTOR))
    return [float((COARSE / side) ** (1 - number / count)) for number in range(count + 1)]


def _sized(height: int, width: int, scale: float) -> tuple[int, int]:
    return max(PATCH + 1, round(height * scale)), max(PATCH + 1, round(width * scale))


def _begun(
    source: Floats, likeness: float, size: tuple[int, int], chance: np.random.Generator
) -> Floats:
    """Where the descent begins: the source bent at random, faded into noise round its mean."""
    freedom = np.float32(1 - likeness)
    layout = _bent(resized(source, *size), freedom * BEND, chance)
    mean, spread = layout.mean((1, 2), keepdims=True), layout.std()
    noise = chance.standard_normal(layout.shape, np.float32)
    begun: Floats = mean + (layout - mean) * (1 - freedom**2) + freedom**2 * spread * NOISE * noise
    return begun


def _bent(values: Floats, far: np.float32, chance: np.random.Generator) -> Floats:
    """Moves each place by a smooth random way, `far` of the shorter side as a rule."""
    _, height, width = values.shape
    ways = resized(chance.standard_normal((2, 3, 3), np.float32), height, width)
    ways *= far * min(height, width)
    y, x = np.mgrid[:height, :width].astype(np.float32) + ways
    y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    top, left = np.minimum(y.astype(int), height - 2), np.minimum(x.astype(int), width - 2)
    down, across = y - top, x - left
    upper = values[:, top, left] * (1 - across) + values[:, top, left + 1] * across
    lower = values[:, top + 1, left] * (1 - across) + values[:, top + 1, left + 1] * across
    found: Floats = upper * (1 - down) + lower * down
    return found


def _margined(values: Floats) -> Floats:
    return np.pad(values, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)), "reflect")


def resized(values: Floats, height: int, width: int) -> Floats:
    """(3, height, width), each pixel the mean of what it covers, or between its neighbours."""
    down, across = _weights(values.shape[1], height), _weights(values.shape[2], width)
    found: Floats = np.matmul(np.matmul(down, values), across.T)
    return found


def _weights(old: int, new: int) -> Floats:
    """(new, old): triangles as wide as the coarser of the two grids' pixels."""
    reach = max(1.0, old / new)
    middles = (np.arange(new) + 0.5) * old / new - 0.5
    away = np.abs(middles[:, None] - np.arange(old)[None, :]) / reach
    weights = np.maximum(0, 1 - away)
    found: Floats = (weights / weights.sum(1, keepdims=True)).astype(np.float32)
    return found


class Targets:
    """The sources' patches at one scale, sorted along sets of random directions.

    Sets are made when first asked for and then kept.

    Args:
        sources: (3, height, width) each.
        chance: of directions, and of patches where there are too many.
    """

    def __init__(self, sources: Sequence[Floats], chance: np.random.Generator) -> None:
        share = min(1.0, MOST / sum(places(*one.shape[1:]) for one in sources))
        self._patches = np.concatenate([_some(patches(one), share, chance) for one in sources], 1)
        self._chance = chance
        self._banks: list[tuple[Floats, Floats]] = []

    def bank(self, number: int, count: int) -> tuple[Floats, Floats]:
        """Directions (PROJECTIONS, patch values) and `count` quantiles along each, in order."""
        if number % BANKS == len(self._banks):
            size = (PROJECTIONS, len(self._patches))
            directions = self._chance.standard_normal(size, np.float32)
            directions /= np.linalg.norm(directions, axis=1, keepdims=True)
            along = np.sort(directions @ self._patches, axis=1)
            self._banks.append((directions, quantiles(along, count)))
        return self._banks[number % BANKS]


def _some(columns: Floats, share: float, chance: np.random.Generator) -> Floats:
    if share >= 1:
        return columns
    count = max(1, int(share * columns.shape[1]))
    return columns[:, chance.choice(columns.shape[1], count, replace=False)]


def places(height: int, width: int) -> int:
    """How many patches a picture of this size has."""
    return (height - PATCH + 1) * (width - PATCH + 1)


def quantiles(ordered: Floats, count: int) -> Floats:
    """`count` values at evenly spaced ranks of rows that are in order: (rows, count).

    >>> quantiles(np.array([[0, 1, 2, 3]], np.float32), 2)
    array([[0.5, 2.5]], dtype=float32)
    """
    have = ordered.shape[1]
    if have == count:
        return ordered
    ranks = np.clip((np.arange(count) + 0.5) * have / count - 0.5, 0, have - 1)
    low = np.minimum(ranks.astype(np.int64), max(have - 2, 0))
    share = (ranks - low).astype(np.float32)
    high = np.minimum(low + 1, have - 1)
    found: Floats = ordered[:, low] * (1 - share) + ordered[:, high] * share
    return found


def patches(values: Floats) -> Floats:
    """All patches of (3, height, width) as columns: (3 · PATCH · PATCH, places)."""
    windows = sliding_window_view(values, (PATCH, PATCH), axis=(1, 2))
    columns: Floats = windows.transpose(0, 3, 4, 1, 2).reshape(len(values) * PATCH * PATCH, -1)
    return columns


def summed(columns: Floats, height: int, width: int) -> Floats:
    """Adds columns of patches back onto the pixels they came from: the transpose of `patches`."""
    tall, wide = height - PATCH + 1, width - PATCH + 1
    planes = columns.reshape(-1, PATCH, PATCH, tall, wide)
    found = np.zeros((len(planes), height, width), np.float32)
    for y in range(PATCH):
        for x in range(PATCH):
            found[:, y : y + tall, x : x + wide] += planes[:, y, x]
    return found


def distance(values: Floats, targets: Targets, number: int = 0) -> tuple[float, Floats]:
    """Sliced Wasserstein distance of a picture's patches to the targets', and its gradient.

    Args:
        values: (3, height, width).
        number: which set of directions.

    Returns:
        The mean difference of equal ranks, and its derivative by each pixel.
    """
    columns = patches(values)
    directions, wanted = targets.bank(number, columns.shape[1])
    along = directions @ columns
    order = np.argsort(along, axis=1)
    difference = np.take_along_axis(along, order, 1) - wanted
    signs = np.empty_like(along)
    np.put_along_axis(signs, order, np.sign(difference), 1)
    back: Floats = (directions.T @ signs) / np.float32(signs.size)
    return float(np.abs(difference).mean(dtype=np.float64)), summed(back, *values.shape[1:])


def _matched(values: Floats, targets: Targets, steps: int) -> Floats:
    """Descends the distance by Adam (Kingma and Ba 2015), its steps growing smaller."""
    mean, square = np.zeros_like(values), np.zeros_like(values)
    for step in range(steps):
        _, gradient = distance(values, targets, step)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = RATE * (LAST_RATE / RATE) ** (step / steps)
        slope = mean / (1 - 0.9 ** (step + 1))
        size = np.sqrt(square / (1 - 0.99 ** (step + 1))) + np.float32(1e-12)
        values = values - np.float32(rate) * slope / size
    return values
