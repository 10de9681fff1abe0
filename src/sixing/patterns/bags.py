"""Bags of features: how often each piece of a collection has each feature, and had room for it.

A feature has a kind, and a kind its unit: a hanzi has as much room as the piece has hanzi, a form
one place a piece. Nothing here knows what the features are of.

>>> words = [Feature("word", "moon", "月", "moon"), Feature("word", "wine", "酒", "wine")]
>>> bags = Bags.of(words, [(0, 0, 2), (1, 0, 1), (1, 1, 1)], {"word": [5, 5]})
>>> bags.tally().counts.tolist(), bags.tally().pieces.tolist()
([3.0, 1.0], [2.0, 1.0])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]
Counts = NDArray[np.float32]
Sights = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that pieces have.

    Attributes:
        kind: what it is one of; features of a kind share a unit.
        key: its name among those of its kind; the same wherever it is counted.
        zh, en: what a person reads.
    """

    kind: str
    key: str
    zh: str
    en: str


@dataclass(frozen=True)
class Tally:
    """What a collection holds of each feature, summed.

    Attributes:
        features: what was counted.
        counts: times, (features,).
        pieces: pieces that have it, (features,).
        room: units of its kind that there were, (features,).
        size: number of pieces.
    """

    features: tuple[Feature, ...]
    counts: Floats
    pieces: Floats
    room: Floats
    size: int

    @property
    def shares(self) -> Floats:
        """Share of its room that each feature takes, (features,)."""
        result: Floats = self.counts / np.maximum(1.0, self.room)
        return result


@dataclass(frozen=True)
class Bags:
    """What each piece has, as sparse entries, no two of the same piece and feature.

    Attributes:
        features: what is counted.
        piece, feature, count: entries, (entries,) each.
        room: for each kind the units of every piece, (pieces,).
        size: number of pieces.
    """

    features: tuple[Feature, ...]
    piece: Ids
    feature: Ids
    count: Counts
    room: Mapping[str, Floats]
    size: int

    @classmethod
    def of(
        cls,
        features: Sequence[Feature],
        entries: Iterable[tuple[int, int, float]],
        room: Mapping[str, Sequence[float] | Floats],
    ) -> Bags:
        """Bags of few entries (piece, feature, count), given one by one."""
        rows = np.array(sorted(entries), np.float64).reshape(-1, 3)
        rooms = {kind: np.asarray(units, np.float64) for kind, units in room.items()}
        size = max((len(units) for units in rooms.values()), default=0)
        piece, feature = rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int32)
        return cls(tuple(features), piece, feature, rows[:, 2].astype(np.float32), rooms, size)

    def tally(self) -> Tally:
        """All pieces together."""
        number = len(self.features)
        counts = np.bincount(self.feature, self.count, number).astype(np.float64)
        pieces = np.bincount(self.feature, minlength=number).astype(np.float64)
        total = np.array([float(units.sum()) for units in self.room.values()], np.float64)
        return Tally(self.features, counts, pieces, total[self.kind_of], self.size)

    def some(self, kept: NDArray[np.bool_]) -> Bags:
        """Only these pieces, numbered anew; `kept` is (pieces,)."""
        number = (np.cumsum(kept) - 1).astype(np.int32)
        entries = kept[self.piece]
        return Bags(
            self.features,
            number[self.piece[entries]],
            self.feature[entries],
            self.count[entries],
            {kind: units[kept] for kind, units in self.room.items()},
            int(kept.sum()),
        )

    def only(self, kept: NDArray[np.bool_]) -> Bags:
        """Only these features, numbered anew; `kept` is (features,)."""
        number = (np.cumsum(kept) - 1).astype(np.int32)
        entries = kept[self.feature]
        features = tuple(f for f, wanted in zip(self.features, kept, strict=True) if wanted)
        return Bags(
            features,
            self.piece[entries],
            number[self.feature[entries]],
            self.count[entries],
            self.room,
            self.size,
        )

    def aligned(self, features: Sequence[Feature]) -> Bags:
        """The same pieces over other features: those not among them are left out."""
        number = {(f.kind, f.key): i for i, f in enumerate(features)}
        to = np.array([number.get((f.kind, f.key), -1) for f in self.features], np.int32)
        entries = to[self.feature] >= 0
        kinds = {f.kind for f in features}
        room = {kind: self.room.get(kind, np.zeros(self.size)) for kind in sorted(kinds)}
        return Bags(
            tuple(features),
            self.piece[entries],
            to[self.feature[entries]],
            self.count[entries],
            room,
            self.size,
        )

    def groups(
        self, number: int, chance: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Counts (groups, features) and room (groups, `kinds`) of random groups of pieces."""
        group = chance.permutation(self.size) % number
        width = len(self.features)
        key = (group * width)[self.piece] + self.feature
        counts = np.bincount(key, self.count, number * width).reshape(number, width)
        room = [np.bincount(group, units, number) for units in self.room.values()]
        return counts.astype(np.float32), np.stack(room, axis=1).astype(np.float32)

    @property
    def kind_of(self) -> Ids:
        """The number of each feature's kind among the keys of `room`, (features,)."""
        number = {kind: i for i, kind in enumerate(self.room)}
        return np.array([number[f.kind] for f in self.features], np.int32)

    def having(self, feature: int) -> tuple[Ids, Counts]:
        """The pieces that have a feature, and how often."""
        entries = self.feature == feature
        return self.piece[entries], self.count[entries]


def gather(piece: Sights, feature: Sights, width: int) -> tuple[Ids, Ids, Counts]:
    """Entries (piece, feature, count) from every single sight of a feature, by piece."""
    most = (int(piece.max(initial=0)) + 1) * width
    kind = np.uint32 if most < 2**32 else np.uint64  # half the bytes sort in half the time
    key: NDArray[Any] = piece.astype(kind)
    key *= kind(width)
    key += feature.astype(kind)
    key.sort()
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    count = np.empty(len(first), np.float32)
    count[:-1] = first[1:] - first[:-1]
    count[-1:] = len(key) - first[-1:]
    found = key[first]
    return (found // kind(width)).astype(np.int32), (found % kind(width)).astype(np.int32), count
