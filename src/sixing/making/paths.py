"""Paths through candidates: one a step, drawn exactly by forward filtering, backward sampling.

Carter and Kohn 1994; Rabiner 1989 for the filter. It knows weights and nothing of what they weigh.

>>> own, moves = np.log([[1.0, 1e-9], [0.5, 0.5]]), np.array([[[1e-9, 1.0], [1.0, 1.0]]])
>>> draw_path(own, moves, np.random.default_rng(0))
[0, 1]
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[Any]
Chance = np.random.Generator

FLOOR = 300.0
"""Nats beyond which a cost counts no further."""


def draw_path(own: Floats, moves: Floats, chance: Chance) -> list[int]:
    """Draws one candidate a step by forward filtering and backward sampling.

    Args:
        own: ln of each candidate's weight, (steps, candidates).
        moves: weights of going from each to each, (steps - 1, candidates before, after).
    """
    own = np.where(np.isfinite(own), np.maximum(own, -FLOOR), -np.inf)
    weights = np.exp(own - own.max(axis=1, keepdims=True))
    forward = [weights[0]]
    for move, weight in zip(moves, weights[1:], strict=True):
        reached = (forward[-1] @ move) * weight
        total = reached.sum()
        if not total > 0:
            return _narrow(own, moves, chance)
        forward.append(reached / total)
    path = [_pick(forward[-1], chance)]
    for reached, move in zip(forward[-2::-1], moves[::-1], strict=True):
        path.append(_pick(reached * move[:, path[-1]], chance))
    return path[::-1]


def _narrow(own: Floats, moves: Floats, chance: Chance) -> list[int]:
    """The same in logarithms, for paths through so many walls that their weights vanish."""
    with np.errstate(divide="ignore"):
        logs = np.log(moves)
    forward = [own[0]]
    for move, weight in zip(logs, own[1:], strict=True):
        forward.append(np.logaddexp.reduce(forward[-1][:, None] + move, axis=0) + weight)
    path = [_pick(_shares(forward[-1]), chance)]
    for reached, move in zip(forward[-2::-1], logs[::-1], strict=True):
        path.append(_pick(_shares(reached + move[:, path[-1]]), chance))
    return path[::-1]


def spans_of(rows: Flags) -> list[tuple[int, int]]:
    """Spans of the rows to draw, with the row before and the row after each."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).astype(int)))
    spans = [(max(0, a - 1), min(len(rows), b + 1)) for a, b in edges.reshape(-1, 2).tolist()]
    joined: list[tuple[int, int]] = []
    for a, b in spans:
        if joined and a < joined[-1][1]:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _shares(logs: Floats) -> Floats:
    found: Floats = np.exp(logs - logs.max())
    return found


def _pick(weights: Floats, chance: Chance) -> int:
    heap = np.cumsum(weights)
    return int(np.searchsorted(heap, chance.random() * heap[-1], side="right"))
