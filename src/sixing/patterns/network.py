"""A network of what goes together: nodes are tokens, edges those seen together beyond chance.

Edges are kept when their G² is beyond chance in ninety-nine of a hundred pairs; communities come by
greedy modularity (Clauset, Newman and Moore, 2004), the drawing's places by springs (Fruchterman
and Reingold, 1991). It does not know what the tokens are.

>>> pairs = [(u, t) for u in range(20) for t in ((0, 1) if u % 2 else (2, 3))]
>>> found = network([u for u, _ in pairs], [t for _, t in pairs], 4)
>>> [(edge.a, edge.b) for edge in found.edges], found.community
([(0, 1), (2, 3)], (0, 0, 1, 1))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.patterns.collocations import likelihood

Floats = NDArray[np.float64]
_SURE = 6.63  # chi-square of one degree of freedom at 0.01
_EACH = 4  # edges that each node may bring, its surest
_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class Edge:
    """Two tokens in the same units: how often, and bits above chance."""

    a: int
    b: int
    count: int
    bond: float


@dataclass(frozen=True, slots=True)
class Network:
    """Tokens that go together.

    Attributes:
        counts: units that hold each token.
        edges: the sure ones.
        community: number of each token's community, from 0.
        places: where to draw each token, x and y in 0 to 1.
    """

    counts: tuple[int, ...]
    edges: tuple[Edge, ...]
    community: tuple[int, ...]
    places: tuple[tuple[float, float], ...]

    @classmethod
    def of_json(cls, facts: Mapping[str, Any]) -> Network:
        """A network as `dataclasses.asdict` wrote it."""
        edges = tuple(Edge(**edge) for edge in facts["edges"])
        places = tuple((float(x), float(y)) for x, y in facts["places"])
        return cls(tuple(facts["counts"]), edges, tuple(facts["community"]), places)


def network(
    units: Sequence[int] | NDArray[np.int64],
    tokens: Sequence[int] | NDArray[np.int64],
    size: int,
    seed: int = 0,
) -> Network:
    """The network of tokens 0 to `size` - 1 by the units in which they were seen.

    Args:
        units, tokens: one entry for each sight, (sights,) each.
        size: number of tokens.
    """
    numbers = np.unique(np.asarray(units, np.int64), return_inverse=True)[1]
    total = int(numbers.max(initial=-1)) + 1
    seen = np.zeros((total, size), np.float32)
    seen[numbers, np.asarray(tokens, np.int64)] = 1
    together = (seen.T @ seen).astype(np.float64)
    counts = np.diag(together).copy()
    grid = np.meshgrid(counts, counts, indexing="ij")
    surety, bond = likelihood(together, grid[0], grid[1], max(1, total))
    np.fill_diagonal(surety, 0.0)
    kept = _kept(surety, together)
    edges = tuple(
        Edge(int(a), int(b), int(together[a, b]), round(float(bond[a, b]), 3))
        for a, b in zip(*np.nonzero(np.triu(kept)), strict=True)
    )
    weights = np.where(kept, np.maximum(bond, 0.0), 0.0)
    places = _springs(weights, seed)
    return Network(
        tuple(counts.astype(int).tolist()),
        edges,
        _communities(weights),
        tuple((round(float(x), 4), round(float(y), 4)) for x, y in places),
    )


def _kept(surety: Floats, together: Floats) -> NDArray[np.bool_]:
    """Sure edges, of each node the surest few."""
    sure = (surety > _SURE) & (together >= 3)
    ranks = np.argsort(np.argsort(-surety, axis=1), axis=1)
    near = sure & (ranks < _EACH)
    result: NDArray[np.bool_] = near | near.T
    return result


def _communities(weights: Floats) -> tuple[int, ...]:
    """Join the two groups that raise modularity most, until none does."""
    size, total = len(weights), weights.sum()
    if not total:
        return tuple(range(size))
    share = weights / total
    groups = {i: [i] for i in range(size)}
    between, ends = share.copy(), share.sum(1)
    while True:
        gain = 2 * (between - np.outer(ends, ends))
        np.fill_diagonal(gain, -1.0)
        a, b = divmod(int(gain.argmax()), size)
        if gain[a, b] <= 1e-12:
            break
        between[a] += between[b]
        between[:, a] += between[:, b]
        between[b] = between[:, b] = 0.0
        ends[a], ends[b] = ends[a] + ends[b], 0.0
        groups[a] += groups.pop(b)
    number = {i: n for n, members in enumerate(groups.values()) for i in members}
    return tuple(number[i] for i in range(size))


def _springs(weights: Floats, seed: int) -> Floats:
    """Places in the unit square: edges pull, all push, and a little pull to the middle."""
    size = len(weights)
    chance = np.random.default_rng(seed)
    at = chance.random((size, 2))
    ideal = 1.0 / np.sqrt(max(1, size))
    pull = weights / max(1e-9, float(weights.max(initial=0.0)))
    for step in range(_ROUNDS):
        apart = at[:, None] - at[None]
        far = np.maximum(np.linalg.norm(apart, axis=-1), 1e-3)
        force = ideal**2 / far**2 - (pull > 0) * (0.4 + pull) * far / ideal
        move = (apart * force[..., None]).sum(1) - 1.2 * (at - at.mean(0))
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        at = at + move / length * np.minimum(length, 0.08 * (1 - step / _ROUNDS) + 0.002)
    low, high = at.min(0, initial=1.0), at.max(0, initial=0.0)
    result: Floats = (at - low) / np.maximum(high - low, 1e-9)
    return result
