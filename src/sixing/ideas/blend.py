"""Two themes made one: what they share, what each lends, and which of their images answer.

After Fauconnier and Turner ("The Way We Think", 2002): a generic space of what both themes have
(the images high for both), two input spaces (the images high for one and not for the other), and
a blend in which an image of the first is answered by one of the second that poets set beside it.
All three are measured: a theme's pull on an image is its score in units of its own spread.

Example:
    >>> blend = Blend(autumn, algorithm)          # doctest: +SKIP
    >>> [one.word for one in blend.shared(3)]     # doctest: +SKIP
    ['沧海', '桑田', '机心']
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from sixing.ideas.ground import Ground, Vector
from sixing.ideas.wording import said, times

#: From how many of the best images of each kind a plan draws.
NEAR: Final = 8
#: Above so many of a theme's own spreads an image is called up by it, or no longer foreign to it.
OWN: Final = 0.5
FOREIGN: Final = 1.0
#: What a nat of company with the first theme's image weighs, in spreads.
ANSWER: Final = 1.0


@dataclass(frozen=True, slots=True)
class Lent:
    """An image of a blend.

    Attributes:
        first, second: the pull of each theme, in units of its spread over all images.
    """

    word: str
    first: float
    second: float


@dataclass(frozen=True, eq=False)
class Blend:
    """Two themes over the same image words."""

    first: Ground
    second: Ground

    def shared(self, count: int, without: Iterable[str] = ()) -> tuple[Lent, ...]:
        """The generic space: images that both themes call up, best first."""
        return self._best(np.minimum(*self._pulls), count, without)

    def lent(self, second: bool, count: int, without: Iterable[str] = ()) -> tuple[Lent, ...]:
        """An input space: images that one theme calls up and the other does not, best first."""
        return self._best(self._own(second), count, without)

    def drawn(
        self, count: int, chance: random.Random, without: Iterable[str] = ()
    ) -> tuple[tuple[Lent, ...], ...]:
        """Images for a work: (shared, lent by the first, lent by the second), by chance.

        The second's images are those that answer the first's.
        """
        share, rest = max(1, count // 3), count - max(1, count // 3)
        shared = _some(self.shared(NEAR, without), share, chance)
        used = "".join((*without, *(one.word for one in shared)))
        first = _some(self.lent(False, NEAR, used), (rest + 1) // 2, chance)
        used += "".join(one.word for one in first)
        answers = self._own(True) + np.float32(ANSWER) * self._beside([o.word for o in first])
        second = _some(self._best(answers, NEAR, used), rest // 2, chance)
        return shared, first, second

    def reasons(self, parts: Sequence[Sequence[Lent]]) -> tuple[str, ...]:
        """What each image of `drawn` is there for."""
        shared, first, second = parts
        a, b = self.first.name, self.second.name
        told = [
            said(f"shared by {a} and {b}: {_list(shared)}", f"“{a}”与“{b}”所共：{_list(shared)}"),
            said(f"lent by {a} alone: {_list(first)}", f"“{a}”所独借：{_list(first)}"),
            said(f"lent by {b} alone: {_list(second)}", f"“{b}”所独借：{_list(second)}"),
        ]
        pairs = [(x.word, y.word, self._met(x.word, y.word)) for x in first for y in second]
        told += [
            said(
                f"{x} is answered by {y}: together {times(pmi)} times as often as chance",
                f"{x}与{y}相应：同见之频为偶然的 {times(pmi)} 倍",
            )
            for x, y, pmi in pairs
            if pmi > 0
        ]
        return tuple(told)

    @cached_property
    def _pulls(self) -> tuple[Vector, Vector]:
        return _spread(self.first.score), _spread(self.second.score)

    def _own(self, second: bool) -> Vector:
        own, other = self._pulls[::-1] if second else self._pulls
        return np.where((own > OWN) & (other < FOREIGN), own, np.float32(-np.inf))

    def _beside(self, words: Sequence[str]) -> Vector:
        rows = [self.first.associations.beside(word) for word in words]
        found: Vector = np.max(rows, axis=0) if rows else np.zeros(1, np.float32)
        return found

    def _met(self, one: str, other: str) -> float:
        return float(self._beside([one])[self.first.number[other]])

    def _best(self, score: Vector, count: int, without: Iterable[str]) -> tuple[Lent, ...]:
        number = self.first.number
        rows = [number[one.word] for one in self.first.best(score, count, without)]
        a, b = self._pulls
        return tuple(Lent(self.first.words[i], float(a[i]), float(b[i])) for i in rows)


def _spread(score: Vector) -> Vector:
    found: Vector = (score - score.mean()) / max(float(score.std()), 1e-9)
    return found


def _some(ranked: Sequence[Lent], count: int, chance: random.Random) -> tuple[Lent, ...]:
    """Some of the best, the better the likelier, in their order."""
    keys = {i: chance.random() ** (1 / (len(ranked) - i)) for i in range(len(ranked))}
    return tuple(ranked[i] for i in sorted(sorted(keys, key=lambda i: -keys[i])[:count]))


def _list(images: Sequence[Lent]) -> str:
    return "、".join(f"{one.word} ({one.first:+.1f}, {one.second:+.1f})" for one in images) or "—"
