"""Strokes of a brush as SVG path data: polygons whose width lives, lenses, dots.

Coordinates are written relative and to a tenth of a pixel, since a painting has thousands of
strokes. It knows no colour and no thing.

>>> polygon(np.array([[0, 0], [10, 0], [10, 5.5]]))
'M0 0l10 0 0 5.5z'
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.shanshui.noise import Chance, Floats, Noise

Points = NDArray[np.float64]
"""(points, 2): x to the right, y downwards, pixels."""


@lru_cache(maxsize=1 << 15)
def number(tenths: int) -> str:
    """A count of tenths as the shortest decimal."""
    whole, rest = divmod(abs(tenths), 10)
    text = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"-{text}" if tenths < 0 else text


def _tenths(points: Points) -> NDArray[np.int_]:
    return np.asarray(np.rint(np.asarray(points) * 10), np.int_)


def _row(values: Iterable[int]) -> str:
    return " ".join(map(number, values)).replace(" -", "-")


def polygon(points: Points, *, closed: bool = True) -> str:
    """Straight from point to point."""
    at = _tenths(points)
    steps = _row(np.diff(at, axis=0).ravel().tolist())
    return f"M{_row(at[0].tolist())}l{steps}{'z' if closed else ''}"


def curve(points: Points, *, closed: bool = True) -> str:
    """Smoothly past the points: quadratic arcs from middle to middle."""
    at = np.asarray(points, float)
    if closed:
        at = np.vstack([at, at[:1], at[1:2]])
    middle = (at[:-1] + at[1:]) / 2
    if not closed:
        middle[0], middle[-1] = at[0], at[-1]
    ends, bends = _tenths(middle), _tenths(at[1:-1])
    steps = np.hstack([bends - ends[:-1], ends[1:] - ends[:-1]])
    return f"M{_row(ends[0].tolist())}q{_row(steps.ravel().tolist())}{'z' if closed else ''}"


def normals(points: Points) -> Points:
    """Unit vectors across a line, to its left hand on the screen, (points, 2)."""
    along = np.gradient(np.asarray(points, float), axis=0)
    across = np.stack([along[:, 1], -along[:, 0]], -1)
    return np.asarray(across / np.maximum(np.hypot(*across.T), 1e-9)[:, None])


def brush(points: Points, width: Floats | float, *, sharp: bool = False) -> str:
    """One stroke along a line, ``width`` pixels across at each point."""
    across = normals(points) * (np.broadcast_to(width, len(points)) / 2)[:, None]
    edge = np.vstack([points + across, (points - across)[::-1]])
    return polygon(edge) if sharp else curve(edge)


def pressed(count: int, width: float, chance: Chance, *, taper: float = 0.7) -> Floats:
    """Widths of a stroke set down, pressed and lifted, with the hand's unevenness, (count,)."""
    t = np.linspace(0, 1, count)
    body = np.sin(np.pi * np.clip(t * 0.93 + 0.07, 0, 1)) ** taper
    uneven = 1 + 0.35 * Noise(chance).at(t * count / 3.0, 0.5)
    return np.asarray(width * np.maximum(body, 0.08) * uneven)


def lenses(start: Points, middle: Points, end: Points, width: Floats | float) -> str:
    """Many strokes at once, each through three points and ``width`` thick in its middle."""
    bend = 2 * middle - (start + end) / 2
    along = end - start
    across = np.stack([along[:, 1], -along[:, 0]], -1)
    across = across / np.maximum(np.hypot(*across.T), 1e-9)[:, None]
    across = across * np.broadcast_to(width, len(start))[:, None]
    a, b = _tenths(start), _tenths(end)
    left, right = _tenths(bend + across) - a, _tenths(bend - across) - b
    rows = np.hstack([left, b - a, right, a - b]).tolist()
    return "".join(
        f"M{_row(at)}q{_row(row[:4])} {_row(row[4:])}z"
        for at, row in zip(a.tolist(), rows, strict=True)
    )


def dots(at: Points, wide: Floats | float, high: Floats | float, lean: float = 0.0) -> str:
    """Dots of a brush: lozenges with soft sides, ``wide`` by ``high``, leaning by ``lean``."""
    half = np.zeros((len(at), 2))
    half[:, 0] = np.broadcast_to(wide, len(at)) / 2
    half[:, 1] = half[:, 0] * lean
    return lenses(at - half, at, at + half, np.broadcast_to(high, len(at)))


def blot(x: float, y: float, wide: float, high: float, chance: Chance, rough: float = 0.18) -> str:
    """A blot of ink with an uneven edge."""
    angle = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    reach = 1 + rough * chance.normal(size=14)
    return curve(np.stack([x + np.cos(angle) * wide / 2 * reach,
                           y + np.sin(angle) * high / 2 * reach], -1))  # fmt: skip


def path(data: str, fill: str, opacity: float = 1.0, more: str = "") -> str:
    """A filled path; nothing for no data."""
    if not data:
        return ""
    dim = "" if opacity >= 1 else f' opacity="{opacity:.2g}"'
    return f'<path fill="{fill}"{dim}{more} d="{data}"/>'
