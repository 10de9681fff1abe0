"""Pixels of a glyph as an outline of curves that can be set at any size.

The border of the ink is found where the grey crosses the middle, between pixels (marching squares,
Lorensen & Cline 1987, in the plane), parted at its corners, and each part is followed by Bézier
curves by least squares (Schneider, "An Algorithm for Automatically Fitting Digitized Curves",
*Graphics Gems*, 1990). What is smaller than a speck is left out. It knows no font and no character.

>>> disc = np.hypot(*np.mgrid[-16:16, -16:16]) / 4 - 2.5
>>> outline = trace(np.clip(disc, -1, 1))
>>> outline.count("M"), outline.count("C") <= 8, outline.endswith("Z")
(1, True, True)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Values = NDArray[np.floating[Any]]
EM = 1000
"""Units of the square's side."""
SPECK = 3.0
"""Square pixels: a smaller spot or hole is none."""
WITHIN = 0.3
"""Pixels that a curve may be off the border."""
_STEP = 0.5  # pixels between points that are followed
_ARM, _CORNER = 2.5, np.radians(65)  # pixels each way, and the turn that makes a corner
_TRIES, _DEEPEST = 3, 12

#: Sides of a cell (top, right, bottom, left) that a border enters and leaves, ink at its left, by
#: which corners are ink: 1 top left, 2 top right, 4 bottom right, 8 bottom left.
_WAYS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 3),), 2: ((1, 0),), 3: ((1, 3),), 4: ((2, 1),), 6: ((2, 0),), 7: ((2, 3),),
    8: ((3, 2),), 9: ((0, 2),), 11: ((1, 2),), 12: ((3, 1),), 13: ((0, 1),), 14: ((3, 0),),
}  # fmt: skip
#: Of the two that touch at a corner: apart, or as one.
_SADDLES = {
    (5, False): ((0, 3), (2, 1)), (5, True): ((0, 1), (2, 3)),
    (10, False): ((1, 0), (3, 2)), (10, True): ((1, 2), (3, 0)),
}  # fmt: skip


def trace(values: Values, em: int = EM) -> str:
    """The ink's outline as path data of SVG, y upwards as in a font.

    Args:
        values: (h, w), −1 ink to 1 paper.
        em: units of the longer side; the lower left corner of the square is (0, 0).
    """
    scale, side = em / max(values.shape), max(values.shape)
    parts = []
    for border in borders(values):
        curves = _fitted(_resampled(border))
        spots = [(x * scale, (side - y) * scale) for x, y in np.concatenate(curves)]
        written = [f"{x:.0f} {y:.0f}" for x, y in spots]
        path = "M" + written[0]
        for at in range(0, len(written), 4):
            path += "C" + " ".join(written[at + 1 : at + 4])
        parts.append(path + "Z")
    return "".join(parts)


def borders(values: Values) -> list[Floats]:
    """Closed borders of the ink, (n, 2) of x and y in pixels, holes the other way round."""
    field = np.pad(np.asarray(values, np.float64), 1, constant_values=1.0)
    follow = dict(_steps(field))
    found = []
    while follow:
        start, at = next(iter(follow.items()))
        loop = [start]
        del follow[start]
        while at != start:
            loop.append(at)
            at = follow.pop(at)
        # A pixel's value stands in its middle; the frame of paper moves all by one.
        border = np.array([_crossing(field, one) for one in loop]) - 0.5
        if abs(_area(border)) >= SPECK:
            found.append(border)
    return found


_Edge = tuple[int, int, int]
"""0 and the row and column of a horizontal edge's left end, or 1 and those of an upright's top."""


def _steps(field: Floats) -> Iterator[tuple[_Edge, _Edge]]:
    """From edge to edge of the cells, by the border within each."""
    ink = field < 0
    cases = ink[:-1, :-1] + 2 * ink[:-1, 1:] + 4 * ink[1:, 1:] + 8 * ink[1:, :-1]
    for row, column in np.argwhere((cases > 0) & (cases < 15)).tolist():
        case = int(cases[row, column])
        if case in (5, 10):
            one = bool(field[row : row + 2, column : column + 2].mean() < 0)
            ways: tuple[tuple[int, int], ...] = _SADDLES[case, one]
        else:
            ways = _WAYS[case]
        sides = ((0, row, column), (1, row, column + 1), (0, row + 1, column), (1, row, column))
        yield from ((sides[a], sides[b]) for a, b in ways)


def _crossing(field: Floats, edge: _Edge) -> tuple[float, float]:
    """Where the value is 0 on an edge, as (x, y)."""
    upright, row, column = edge
    here = field[row, column]
    there = field[row + upright, column + 1 - upright]
    share = here / (here - there)
    return (column, row + share) if upright else (column + share, row)


def _area(border: Floats) -> float:
    x, y = border.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _resampled(border: Floats) -> Floats:
    """Points at even steps along a closed border, smoothed by their neighbours."""
    closed = np.vstack([border, border[:1]])
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(8, round(along[-1] / _STEP))
    places = np.arange(count) * along[-1] / count
    even = np.column_stack([np.interp(places, along, closed[:, axis]) for axis in (0, 1)])
    for share in (0.5, -0.53):  # inwards and out again (Taubin 1995), so that nothing shrinks
        even = even + share * ((np.roll(even, 1, 0) + np.roll(even, -1, 0)) / 2 - even)
    return np.asarray(even)


def _fitted(points: Floats) -> list[Floats]:
    """Curves, (4, 2) each, round a closed border."""
    arm = max(1, round(_ARM / _STEP))
    ahead, behind = np.roll(points, -arm, 0) - points, points - np.roll(points, arm, 0)
    turns = np.abs(_angle(behind, ahead))
    near = np.max([np.roll(turns, shift) for shift in range(-arm, arm + 1)], axis=0)
    corners = np.flatnonzero((turns >= _CORNER) & (turns >= near)).tolist()
    smooth = not corners
    corners = corners or [0]
    curves: list[Floats] = []
    for first, last in zip(corners, [*corners[1:], corners[0] + len(points)], strict=True):
        part = points[np.arange(first, last + 1) % len(points)]
        if smooth:
            leaving = _unit(points[1] - points[-1])
            arriving = -leaving
        else:
            few = min(3, len(part) - 1)
            leaving, arriving = _unit(part[few] - part[0]), _unit(part[-1 - few] - part[-1])
        curves += _curves(part, leaving, arriving)
    return curves


def _angle(before: Floats, after: Floats) -> Floats:
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return np.asarray(np.arctan2(cross, (before * after).sum(1)))


def _unit(vector: Floats) -> Floats:
    length = float(np.hypot(*vector))
    return np.asarray(vector / length if length else (1.0, 0.0))


def _curves(points: Floats, leaving: Floats, arriving: Floats, depth: int = 0) -> list[Floats]:
    """Curves along points, parted where the first is farthest off until all are near enough."""
    along = _chords(points)
    for _ in range(_TRIES):
        curve = _least(points, along, leaving, arriving)
        off = np.hypot(*(_at(curve, along) - points).T)
        if off.max() <= WITHIN or len(points) <= 3 or depth >= _DEEPEST:
            return [curve]
        if off.max() > 4 * WITHIN:
            break
        along = _nearer(curve, points, along)
    middle = int(np.clip(np.argmax(off), 1, len(points) - 2))
    tangent = _unit(points[middle - 1] - points[middle + 1])
    return [
        *_curves(points[: middle + 1], leaving, tangent, depth + 1),
        *_curves(points[middle:], -tangent, arriving, depth + 1),
    ]


def _chords(points: Floats) -> Floats:
    """0 to 1 along points, by the length of their chords."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    return np.asarray(along / max(along[-1], 1e-9))


def _least(points: Floats, along: Floats, leaving: Floats, arriving: Floats) -> Floats:
    """The curve with these ends and directions that is nearest by least squares."""
    t, s = along[:, None], 1 - along[:, None]
    near, far = 3 * t * s**2, 3 * t**2 * s
    ends = points[0] * (s**3 + near) + points[-1] * (far + t**3)
    arms = np.stack([near * leaving, far * arriving])
    matrix = np.einsum("iad,jad->ij", arms, arms)
    wanted = np.einsum("iad,ad->i", arms, points - ends)
    chord = float(np.hypot(*(points[-1] - points[0])))
    lengths = np.array([chord / 3, chord / 3])
    if abs(np.linalg.det(matrix)) > 1e-9:
        solved = np.linalg.solve(matrix, wanted)
        if (solved > 1e-3 * chord).all() and (solved < 3 * max(chord, 1)).all():
            lengths = solved
    return np.stack(
        [
            points[0],
            points[0] + lengths[0] * leaving,
            points[-1] + lengths[1] * arriving,
            points[-1],
        ]
    )


def _at(curve: Floats, along: Floats) -> Floats:
    t, s = along[:, None], 1 - along[:, None]
    near, far = 3 * t * s**2, 3 * t**2 * s
    return np.asarray(s**3 * curve[0] + near * curve[1] + far * curve[2] + t**3 * curve[3])


def _nearer(curve: Floats, points: Floats, along: Floats) -> Floats:
    """Places on the curve nearer to the points, by a step of Newton's."""
    first, second = 3 * np.diff(curve, axis=0), 6 * np.diff(curve, n=2, axis=0)
    t, s = along[:, None], 1 - along[:, None]
    speed = s**2 * first[0] + 2 * t * s * first[1] + t**2 * first[2]
    bend = s * second[0] + t * second[1]
    off = _at(curve, along) - points
    slope = (speed**2).sum(1) + (off * bend).sum(1)
    moved = along - (off * speed).sum(1) / np.where(np.abs(slope) < 1e-9, 1, slope)
    return np.asarray(np.clip(moved, 0, 1))
