"""Where a finding shows: lines of the poems at hand, never kept with a style.

A hanzi, word or phrase is shown by lines that hold it; anything else by the first line of poems
that have most of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sixing.patterns.bags import Bags, Feature
from sixing.patterns.selection import Finding

EACH = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A line and where it is from."""

    line: str
    title: str
    author: str


def examples(
    findings: Sequence[Finding],
    bags: Bags,
    texts: Sequence[str],
    titles: Sequence[str],
    authors: Sequence[str],
) -> dict[str, tuple[Example, ...]]:
    """For each finding that the collection has more of (by kind and key) up to `EACH` lines."""
    place = {feature: i for i, feature in enumerate(bags.features)}
    found: dict[str, tuple[Example, ...]] = {}
    for shift, one in enumerate(findings):
        if one.more:
            pieces, counts = bags.having(place[one.feature])
            room = np.maximum(1.0, bags.room[one.feature.kind][pieces])
            order = pieces[np.lexsort((pieces, -counts / room))]
            lines = (
                Example(_line(texts[i], one.feature), titles[i], authors[i])
                for i in _spread(order.tolist(), shift)
            )
            found[f"{one.feature.kind}:{one.feature.key}"] = tuple(lines)
    return found


def _spread(order: list[int], shift: int) -> list[int]:
    """A few pieces from the better half, apart from each other: neighbours may be one series."""
    best = sorted(order[: max(EACH, len(order) // 2)])
    step = max(1, len(best) // EACH)
    return [best[(shift + i * step) % len(best)] for i in range(min(EACH, len(best)))]


def _line(text: str, feature: Feature) -> str:
    lines = text.split("\n")
    wanted = feature.key.split(" ") if feature.kind in ("hanzi", "word", "phrase", "pair") else []
    hits = [line for line in lines if wanted and any(word in line for word in wanted)]
    return "，".join(hits[:2]) if feature.kind == "pair" else (hits or lines)[0]
