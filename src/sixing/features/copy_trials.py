"""How an index's rule is learnt and tried: people's pictures held out, copies planted.

Held out means: of five parts each is asked about while only the other four are indexed, and a
picture that has a twin among those is left out, because to the index it *is* that picture. Planted
means: an indexed picture, altered (`sixing.features.planting`), is asked about.

It judges no made picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.features.copy_rule import ENOUGH, Clues, CopyRule
from sixing.features.picture_index import PictureIndex, See
from sixing.features.planting import KINDS, planted
from sixing.media.picture.picture import Picture
from sixing.progress import Progress, silent

PARTS: Final = 5
PLANTED: Final = 100
"""Pictures of which every kind of copy is planted."""
MOST: Final = 1500
"""Pictures of a collection that are held out in turn; more would only take longer."""
_BATCH: Final = 64


@dataclass(frozen=True)
class Planted:
    """Copies of one kind.

    Attributes:
        clues: of each, (copies, 4).
        named: whether the nearest entry is the picture it was made of, or a twin of that.
    """

    clues: Clues
    named: NDArray[np.bool_]


def held_out(
    index: PictureIndex,
    pictures: Sequence[Picture],
    see: See,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Clues:
    """Clues of people's pictures against the others of their collection, (pictures, 4).

    Args:
        index: of just these pictures, in their order.
        pictures: what was indexed.
        see: see `PictureIndex.of`.
        seed: of the parts.
        progress: told how far it is.
    """
    rng = np.random.default_rng(seed)
    part = rng.permutation(len(pictures)) % PARTS
    asked = np.isin(np.arange(len(pictures)), rng.permutation(len(pictures))[:MOST])
    found = []
    for number in range(PARTS):
        known, rows = np.flatnonzero(part != number), np.flatnonzero((part == number) & asked)
        rows = rows[~index.twins(rows)[:, known].any(1)]
        found.append(ask(index.among(known), [pictures[int(row)] for row in rows], see))
        progress((number + 1) / PARTS, "held out")
    return np.concatenate(found)


def plant(
    index: PictureIndex,
    pictures: Sequence[Picture],
    see: See,
    kind: str,
    *,
    seed: int = 0,
    count: int = PLANTED,
) -> Planted:
    """Clues of copies of one kind of indexed pictures, chosen by chance."""
    rng = np.random.default_rng([seed, *kind.encode()])
    rows = rng.permutation(len(pictures))[:count]
    chosen = [pictures[int(row)] for row in rows]
    return follow(index, [planted(one, kind, rng) for one in chosen], rows, see)


def follow(
    index: PictureIndex, copies: Sequence[Picture], rows: NDArray[np.integer], see: See
) -> Planted:
    """Clues of copies, and whether they lead to the entries that they were made of."""
    parts = [
        index.clues(*index.compare(copies[at : at + _BATCH], see))
        for at in range(0, len(copies), _BATCH)
    ]
    nearest = np.concatenate([first for _, first in parts])
    named = index.twins(nearest)[np.arange(len(rows)), rows]
    return Planted(np.concatenate([clues for clues, _ in parts]), named)


def ask(index: PictureIndex, pictures: Sequence[Picture], see: See) -> Clues:
    """Clues of pictures, (pictures, 4)."""
    parts = [
        index.clues(*index.compare(pictures[at : at + _BATCH], see))[0]
        for at in range(0, len(pictures), _BATCH)
    ]
    return np.concatenate([np.zeros((0, 4)), *parts])


def with_rule(
    index: PictureIndex,
    pictures: Sequence[Picture],
    see: See,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> PictureIndex:
    """The index with a rule of its own; a collection too small for one keeps what it has."""
    people = held_out(index, pictures, see, seed=seed, progress=progress)
    if len(people) < ENOUGH:
        return index
    found = [plant(index, pictures, see, kind, seed=seed) for kind in KINDS]
    copies = np.concatenate([one.clues[one.named] for one in found])
    return replace(index, rule=CopyRule.learn(copies, people))
