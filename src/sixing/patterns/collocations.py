"""Which neighbours seek each other: counts, log-likelihood and mutual information of pairs.

The log-likelihood ratio G² (Dunning, 1993) says how surely two tokens stand together oftener than
chance, pointwise mutual information (Church and Hanks, 1990) how much oftener, in bits. Tokens are
numbers; what they are of is not known here.

>>> found = collocations([0] * 9 + [1, 2] * 9, [1] * 9 + [2, 3] * 9)
>>> [(one.first, one.second, one.count) for one in found]
[(0, 1, 9), (1, 2, 9), (2, 3, 9)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SURE = 10.83
"""G² that chance exceeds once in a thousand pairs (chi-square of one degree of freedom)."""


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two tokens that stand together.

    Attributes:
        first, second: the tokens' numbers.
        count: how often the second follows the first.
        surety: G², in the direction of more than chance.
        bond: bits above chance.
    """

    first: int
    second: int
    count: int
    surety: float
    bond: float


def collocations(
    first: Sequence[int] | NDArray[np.int64],
    second: Sequence[int] | NDArray[np.int64],
    least: int = 3,
    most: int = 100,
) -> list[Collocation]:
    """The pairs that seek each other, the surest first.

    Args:
        first, second: the two tokens of each place, (places,) each.
        least: times that a pair must occur.
        most: how many are returned.
    """
    a, b = np.asarray(first, np.int64), np.asarray(second, np.int64)
    if not len(a):
        return []
    width = int(b.max()) + 1
    key = np.sort(a * width + b)
    start = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    count = np.diff(np.append(start, len(key))).astype(np.float64)
    pair = key[start]
    often = count >= least
    pair, count = pair[often], count[often]
    left, right = np.bincount(a), np.bincount(b)
    n, m = left[pair // width].astype(float), right[pair % width].astype(float)
    surety, bond = likelihood(count, n, m, len(a))
    order = np.argsort(-surety, kind="stable")[:most]
    return [
        Collocation(
            int(pair[i] // width), int(pair[i] % width), int(count[i]),
            float(surety[i]), float(bond[i]),
        )
        for i in order if surety[i] > SURE
    ]  # fmt: skip


def likelihood(both: Floats, left: Floats, right: Floats, total: float) -> tuple[Floats, Floats]:
    """G² and bits of pairs seen `both` times, their halves `left` and `right` times, of `total`.

    G² is negative where the two are seen together less than chance would have it.
    """
    expected = left * right / total
    cells = (
        (both, expected),
        (left - both, left * (total - right) / total),
        (right - both, right * (total - left) / total),
        (total - left - right + both, (total - left) * (total - right) / total),
    )
    total_g = sum(seen * np.log(np.maximum(seen, 1e-9) / np.maximum(e, 1e-9)) for seen, e in cells)
    bond = np.log2(np.maximum(both, 1e-9) / np.maximum(expected, 1e-9))
    return np.sign(bond) * 2 * np.abs(total_g), bond
