"""How far one crowd of works lies from another, in the space of some extractor's features.

All numbers depend on the extractor: say its name beside them, and compare none with a number from
another extractor (the literature's FID is Inception's). Fréchet's distance of few works is too
large by a bias that shrinks with their number; the kernel distance has none, and may fall below 0.

It knows neither pictures nor music: rows are works, columns are features.

>>> rng = np.random.default_rng(1)
>>> people, same, other = (rng.normal(m, 1, (300, 4)) for m in (0, 0, 2))
>>> frechet(people, same) < 0.2 < 15 < frechet(people, other) < 18
True
>>> abs(kernel_distance(people, same)) < 0.5 < kernel_distance(people, other)
True
>>> near, far = Overlap.of(people, same), Overlap.of(people, other)
>>> near.precision > 0.9 > 0.5 > far.precision, near.recall > 0.9 > 0.5 > far.recall
(True, True)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.floating]

NEIGHBOURS = 3
"""The neighbour whose distance is a work's radius (Kynkäänniemi et al., 2019, section 4)."""
_BLOCK = 1024  # rows at once: distances of 1024 × 10,000 in float64 are 80 MB


def frechet(one: Rows, other: Rows) -> float:
    """Fréchet's distance between the normal distributions of two crowds.

    ‖μ₁−μ₂‖² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½ (Dowson and Landau, 1982; Heusel et al., 2017).

    Args:
        one: features, shape (works, features), two rows or more.
        other: the other crowd's, with as many columns.

    Raises:
        ValueError: fewer than two rows, other columns, or something that is no number.
    """
    a, b = _pair(one, other)
    gap = a.mean(0) - b.mean(0)
    x = (a - a.mean(0)) / np.sqrt(len(a) - 1)
    y = (b - b.mean(0)) / np.sqrt(len(b) - 1)
    spread = np.square(x).sum() + np.square(y).sum()
    return float(max(0.0, gap @ gap + spread - 2 * _root_trace(x, y)))


def _root_trace(x: Floats, y: Floats) -> float:
    """The trace of (XᵀX YᵀY)^½: the sum of the singular values of X Yᵀ, no root of a matrix."""
    across = _small(x) @ _small(y).T
    return float(np.linalg.svd(across, compute_uv=False).sum())


def _small(rows: Floats) -> Floats:
    """R of X = QR: as few rows as columns at most, and XᵀX = RᵀR."""
    return rows if len(rows) <= rows.shape[1] else np.asarray(np.linalg.qr(rows, "r"))


def kernel_distance(one: Rows, other: Rows) -> float:
    """The unbiased squared maximum mean discrepancy under (x·y/d + 1)³ (Bińkowski et al., 2018).

    Over all pairs, not over draws of them: the same numbers for the same works. Times a thousand
    is how it is mostly printed.

    Raises:
        ValueError: see `frechet`.
    """
    a, b = _pair(one, other)
    return _kernel_mean(a, a, own=True) + _kernel_mean(b, b, own=True) - 2 * _kernel_mean(a, b)


def _kernel_mean(a: Floats, b: Floats, own: bool = False) -> float:
    """Mean of the kernel over pairs; of a crowd with itself, without a work with itself."""
    total = sum(float(np.sum((rows @ b.T / a.shape[1] + 1) ** 3)) for rows in _blocks(a))
    if not own:
        return total / (len(a) * len(b))
    same = float(np.sum((np.square(a).sum(1) / a.shape[1] + 1) ** 3))
    return (total - same) / (len(a) * (len(a) - 1))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Improved precision and recall (Kynkäänniemi et al., 2019), density and coverage beside them.

    Attributes:
        precision: share of made works that lie where people's works lie.
        recall: share of people's works that lie where made works lie: what the maker can make.
        density: how many people's works a made one is near, over the neighbours asked for; 1 when
            both crowds are alike (Naeem et al., 2020), not misled by one outlier's large radius.
        coverage: share of people's works that have a made work within their own radius.
    """

    precision: float
    recall: float
    density: float
    coverage: float

    @classmethod
    def of(cls, people: Rows, made: Rows, neighbours: int = NEIGHBOURS) -> Overlap:
        """Of two crowds' features, shape (works, features), in that order.

        Crowds of unlike size make precision and recall incomparable: give as many of each.

        Raises:
            ValueError: no crowd has more works than neighbours, or see `frechet`.
        """
        real, fake = _pair(people, made)
        if min(len(real), len(fake)) <= neighbours:
            raise ValueError(f"precision and recall want more than {neighbours} works of each")
        within = distances(fake, real) <= radii(real, neighbours)
        covers = distances(real, fake) <= radii(fake, neighbours)
        return cls(
            float(within.any(1).mean()),
            float(covers.any(1).mean()),
            float(within.sum(1).mean() / neighbours),
            float(within.any(0).mean()),
        )


def radii(rows: Rows, neighbours: int = NEIGHBOURS) -> Floats:
    """How far from each row its k-th nearest other row lies, shape (rows,)."""
    # the nearest of all is the row itself
    found: Floats = np.partition(distances(rows, rows), neighbours, axis=1)[:, neighbours]
    return found


def distances(one: Rows, other: Rows) -> Floats:
    """Euclidean distances, shape (rows of one, rows of other)."""
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    sizes = np.square(b).sum(1)
    parts = [np.square(x).sum(1)[:, None] + sizes - 2 * x @ b.T for x in _blocks(a)]
    found: Floats = np.sqrt(np.maximum(np.concatenate(parts), 0))
    return found


def _blocks(rows: Floats) -> Iterator[Floats]:
    return (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))


def _pair(one: Rows, other: Rows) -> tuple[Floats, Floats]:
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1] or min(len(a), len(b)) < 2:
        raise ValueError(f"two crowds of (works, features) are wanted, not {a.shape}, {b.shape}")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError("a feature is no finite number")
    return a, b
