"""How rich and how rare the vocabulary of poems is.

Types per token fall with length, so they are taken in windows of 500 hanzi (moving-average
type-token ratio, Covington and McFall, 2010). Rarity is surprise: bits of each hanzi by how often
verse at large uses it.

>>> vocabulary(Census.of(["明月明月"]), None).types
2
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sixing.media.poem.census import Census
from sixing.patterns.bags import Tally

WINDOW = 500
_STEP = 50
COMMON = 1000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The hanzi of a collection.

    Attributes:
        hanzi, types: how many in all, how many different.
        ratio: different hanzi in 500, as a share; of all when there are fewer.
        once: share of the types used once.
        rarity: mean bits of a hanzi by its use in verse at large; 0 when that is unknown.
        usual: the same of verse at large.
        rare: share of hanzi beyond the thousand commonest of verse at large.
        ranked: share of each hanzi by rank, at ranks 1, 2, 5, 10, 20, 50 …
        favourites: the commonest hanzi.
    """

    hanzi: int
    types: int
    ratio: float
    once: float
    rarity: float
    usual: float
    rare: float
    ranked: tuple[tuple[int, float], ...]
    favourites: str


def vocabulary(census: Census, tally: Tally | None) -> Vocabulary:
    """Measure the hanzi of poems, beside what verse at large uses if that is known."""
    ids = census.ids
    counts = np.sort(np.bincount(ids, minlength=1))[::-1]
    total = max(1, len(ids))
    rarity, usual, rare = _rarity(census, tally) if tally else (0.0, 0.0, 0.0)
    ranks = [r for r in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if r <= len(counts)]
    return Vocabulary(
        hanzi=len(ids),
        types=len(census.chars),
        ratio=_ratio(census),
        once=float((counts == 1).sum() / max(1, len(census.chars))),
        rarity=rarity,
        usual=usual,
        rare=rare,
        ranked=tuple((r, float(counts[r - 1] / total)) for r in ranks),
        favourites=census.chars[:20],
    )


def _ratio(census: Census) -> float:
    ids = census.ids
    if len(ids) <= WINDOW:
        return len(set(ids.tolist())) / max(1, len(ids))
    step = max(_STEP, len(ids) // 2000)
    starts = range(0, len(ids) - WINDOW, step)
    return float(np.mean([len(np.unique(ids[s : s + WINDOW])) for s in starts]) / WINDOW)


def _rarity(census: Census, tally: Tally) -> tuple[float, float, float]:
    """Mean bits here and at large, and the share of rare hanzi."""
    shares = {
        f.key: share for f, share in zip(tally.features, tally.shares, strict=True)
        if f.kind == "hanzi"
    }  # fmt: skip
    ranked = sorted(shares.values(), reverse=True)
    least = ranked[-1] / 2 if ranked else 1.0
    bar = ranked[min(COMMON, len(ranked)) - 1] if ranked else 0.0
    here = np.array([shares.get(char, least) for char in census.chars] or [1.0])
    weights = np.bincount(census.ids, minlength=len(here)) / max(1, len(census.ids))
    large = np.array(ranked)
    usual = float(-(large * np.log2(large)).sum() / max(1e-9, large.sum()))
    return float(-(weights * np.log2(here)).sum()), usual, float(weights[here < bar].sum())
