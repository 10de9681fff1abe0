"""Clusters of works that look alike, each named by the labels that are commoner in it.

Spherical k-means (Dhillon and Modha 2001) on features, begun far apart and from a fixed seed; how
many, the silhouette says (Rousseeuw 1987). Where works bear no labels, whoever knows the medium
names clusters by what it measures. It knows no medium.

>>> rows = np.array([[1, 0], [1, 0.1], [1, 0.05], [0, 1], [0.1, 1], [0.05, 1]], np.float32)
>>> found = clusters(rows, ["cat"] * 3 + ["dog"] * 3)
>>> [(one.name, one.members) for one in found]
[('cat', (2, 0, 1)), ('dog', (5, 3, 4))]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Owners = NDArray[np.intp]
MOST: Final = 10
FEWEST: Final = 6
"""Works below which no clusters are sought."""
LIFT: Final = 1.2
"""How many times commoner a label must be in a cluster than among all to name it."""
_ROUNDS, _STARTS, _SEEN = 30, 3, 1500


@dataclass(frozen=True, slots=True)
class Cluster:
    """Works that look alike.

    Attributes:
        name: labels that are commoner here, joined by ·; empty where none is.
        members: numbers of its works, the most typical first.
        share: of all works.
        labels: (label, share of this cluster, share of all), the most telling first.
        tightness: mean cosine of its works with its centre.
    """

    name: str
    members: tuple[int, ...]
    share: float
    labels: tuple[tuple[str, float, float], ...]
    tightness: float


def clusters(
    features: Floats, labels: Sequence[str] = (), most: int = MOST, seed: int = 0
) -> tuple[Cluster, ...]:
    """Clusters, the largest first; one where there are too few works to part.

    Args:
        features: (works, features).
        labels: of each work; empty ones and none at all are allowed.
    """
    rows = directions(features)
    owners = _parted(rows, most, np.random.default_rng(seed))
    found = [_cluster(rows, np.flatnonzero(owners == n), labels) for n in np.unique(owners)]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members)))


def directions(features: Floats) -> Floats:
    """Unit vectors from the mean of all, so that what all share does not count."""
    away = features - features.mean(0)
    found: Floats = away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    return found


def _parted(rows: Floats, most: int, chance: np.random.Generator) -> Owners:
    """The cluster of each row, for the number of clusters with the best silhouette."""
    best, owners = -1.0, np.zeros(len(rows), np.intp)
    if len(rows) < FEWEST:
        return owners
    seen = chance.permutation(len(rows))[:_SEEN]
    near = rows[seen] @ rows[seen].T
    for count in range(2, min(most, len(rows) // 3) + 1):
        found = _k_means(rows, count, chance)
        shape = silhouette(near, found[seen])
        if shape > best:
            best, owners = shape, found
    return owners


def _k_means(rows: Floats, count: int, chance: np.random.Generator) -> Owners:
    """The best of a few starts."""
    best, owners = -np.inf, np.zeros(len(rows), np.intp)
    for _ in range(_STARTS):
        centres = _begun(rows, count, chance)
        for _ in range(_ROUNDS):
            found = (rows @ centres.T).argmax(1)
            sums = np.stack([rows[found == n].sum(0) for n in range(count)])
            lengths = np.linalg.norm(sums, axis=1, keepdims=True)
            moved = np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), centres)
            if np.allclose(moved, centres, atol=1e-5):
                break
            centres = moved
        near = rows @ centres.T
        if near.max(1).sum() > best:
            best, owners = float(near.max(1).sum()), near.argmax(1)
    return owners


def _begun(rows: Floats, count: int, chance: np.random.Generator) -> Floats:
    """Rows far apart (k-means++, Arthur and Vassilvitskii 2007)."""
    centres = [rows[chance.integers(len(rows))]]
    while len(centres) < count:
        away = np.maximum(1e-9, 1 - (rows @ np.stack(centres).T).max(1)).astype(np.float64)
        centres.append(rows[chance.choice(len(rows), p=away / away.sum())])
    return np.stack(centres)


def silhouette(near: Floats, owners: Owners) -> float:
    """Mean silhouette of works whose cosines with each other are known; 0 for one alone."""
    names = np.unique(owners)
    if len(names) < 2:
        return -1.0
    away = 1 - near
    sizes = np.array([(owners == name).sum() for name in names])
    means = np.stack([away[:, owners == name].sum(1) for name in names], 1)
    own = np.searchsorted(names, owners)
    rows = np.arange(len(owners))
    inside = means[rows, own] / np.maximum(sizes[own] - 1, 1)
    outside = means / sizes
    outside[rows, own] = np.inf
    nearest = outside.min(1)
    shape = (nearest - inside) / np.maximum(np.maximum(nearest, inside), 1e-9)
    return float(np.where(sizes[own] > 1, shape, 0.0).mean())


def _cluster(rows: Floats, members: Owners, labels: Sequence[str]) -> Cluster:
    centre = rows[members].sum(0)
    near = rows[members] @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    order = members[np.argsort(-near, kind="stable")].tolist()
    told = telling([labels[at] for at in order], labels) if labels else ()
    common = [name for name, here, there in told if here >= LIFT * there]
    return Cluster(
        "·".join(common[:2]), tuple(order), len(order) / len(rows), told, float(near.mean())
    )


def telling(here: Sequence[str], everywhere: Sequence[str]) -> tuple[tuple[str, float, float], ...]:
    """(label, share here, share everywhere), by how much each tells of being here.

    The share here times the logarithm of how many times commoner it is: a label must be both
    frequent and particular. Labels rarer than a tenth here tell nothing.
    """
    counts, known = Counter(filter(None, here)), Counter(filter(None, everywhere))
    rows = [
        (name, count / len(here), known[name] / len(everywhere))
        for name, count in counts.items()
        if count >= 0.1 * len(here)
    ]
    rows.sort(key=lambda row: (-row[1] * np.log(row[1] / row[2]), row[0]))
    return tuple((name, round(a, 4), round(b, 4)) for name, a, b in rows)
