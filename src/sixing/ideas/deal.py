"""Dealing: rhyme words for the rhymed lines first, then images to lines.

A rhyme word is likelier the more poets rhyme on it, the nearer it lies to the theme and the
oftener it stands beside the images. Images go where in a poem such words tend to stand, each to a
line whose tones can take it. Knows a form only as a `Frame`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

import numpy as np

from sixing.ideas.associations import SCALE
from sixing.ideas.ground import Ground

#: What a cosine of 1 to the theme is worth beside the logarithm of use, and how much of that
#: logarithm counts.
THEME: Final = 6.0
USE: Final = 0.4
#: How much chance counts against fitness.
SPREAD: Final = 0.5
#: The most used hanzi of a group from which rhyme words are drawn; a poet knows the others too.
KNOWN: Final = 60


class Frame(Protocol):
    """A form as a plan sees it (`sixing.media.poem.frame.Frame`)."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        ...

    @property
    def taken(self) -> frozenset[str]:
        """What stands already."""
        ...

    @property
    def ends(self) -> Mapping[int, tuple[str, ...]]:
        """For each rhymed line (from 0) what may end it."""
        ...

    def suits(self, line: int, word: str) -> bool:
        """Whether a word could stand in a line."""
        ...


def how_many(lines: int) -> int:
    """How many images a work of so many lines can carry: one a line, fewer in long ones."""
    return lines if lines <= 4 else min(8, max(4, round(0.75 * lines)))


def rhyme_words(
    ground: Ground,
    frame: Frame,
    images: Sequence[str],
    chance: random.Random,
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """A word for each rhymed line, all different; "" where no known one is left."""
    used = {*frame.taken, *"".join(images), *"".join(without)}
    chosen = []
    for line in sorted(frame.ends):
        ends = frame.ends[line]
        if len(ends) == 1:  # a person fixed it
            chosen.append(ends[0])
            continue
        word = _drawn(ground, ends, images, used, chance)
        used.add(word)
        chosen.append(word)
    return tuple(chosen)


def _drawn(
    ground: Ground, ends: Sequence[str], images: Sequence[str], used: set[str],
    chance: random.Random,
) -> str:  # fmt: skip
    company = ground.associations.ends
    known = [end for end in ends if end in company.number and end not in used]
    known = sorted(known, key=lambda end: company.number[end])[:KNOWN]  # the most used come first
    # Gumbel noise draws in proportion to the exponential of the score.
    keys = [
        nats - SPREAD * math.log(-math.log(chance.random() or 0.5))
        for nats in fitness(ground, known, images)
    ]
    return known[keys.index(max(keys))] if known else ""


def fitness(ground: Ground, ends: Sequence[str], images: Sequence[str]) -> list[float]:
    """How well each word would rhyme here, in nats; 0 for one that never rhymed."""
    company, number = ground.associations.ends, ground.number
    rows = np.array([company.number.get(end, -1) for end in ends], np.intp)
    near, pmi = company.near[rows], company.pmi[rows].astype(np.float32) / SCALE
    met = [np.where(near == number[i], pmi, 0).max(axis=1) for i in images if i in number]
    beside = np.max(met, axis=0) if met else np.zeros(len(rows), np.float32)
    found = USE * np.log1p(company.count[rows]) + THEME * ground.ends[rows] + beside
    return [float(nats) for nats in np.where(rows >= 0, found, 0)]


def to_lines(
    images: Sequence[str], frame: Frame, place: Callable[[str], float]
) -> tuple[tuple[str, ...], ...]:
    """Each image in a line that can take it, one a line as far as that goes.

    Args:
        place: where in a work each image belongs, 0 (first line) to 1.
    """
    lines: list[tuple[str, ...]] = [()] * frame.count
    order = sorted(images, key=lambda word: (place(word), images.index(word)))
    for k, word in enumerate(order):
        wanted = (k + 0.5) * frame.count / len(order) - 0.5
        free = [i for i in range(frame.count) if not lines[i] and frame.suits(i, word)]
        if free:
            lines[min(free, key=lambda i: (abs(i - wanted), i))] = (word,)
    return tuple(lines)
