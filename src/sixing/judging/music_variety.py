"""How alike two pieces are, so that those chosen together differ.

Half is melody: the share of three steps in a row (interval and ratio of times, so that neither
transposition nor note values count) that two pieces have in common; half is rhythm: the share of
bars whose attacks fall alike (Dice, 1945, both).

>>> from sixing.media.music.score import Note, Part, Score
>>> from sixing.media.music.spelling import spell
>>> def tune(*pitches: int) -> Work:
...     part = Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(pitches)))
...     return Work("music", "air", "", spell(Score((part,))))
>>> one = tune(60, 62, 64, 65, 67, 65, 64, 62)
>>> table = likeness([one, tune(62, 64, 66, 67, 69, 67, 66, 64), tune(60, 72, 60, 55, 48, 60)])
>>> table[0, 1].item(), table[0, 2].item() < 0.7, round(distance(one, one), 3)
(1.0, True, 0.0)
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise
from math import gcd

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.analysis import onsets
from sixing.media.music.score import Score
from sixing.media.music.spelling import read
from sixing.works import Work

STEPS = 3
"""Steps of a melody that are compared as one."""


def likeness(works: Sequence[Work]) -> NDArray[np.float32]:
    """Of every two pieces, 0 to 1, shape (works, works)."""
    scores = [read(work.content) for work in works]
    melody = _dice([_melody(score) for score in scores])
    rhythm = _dice([_rhythm(score) for score in scores])
    return ((melody + rhythm) / 2).astype(np.float32)


def distance(one: Work, other: Work) -> float:
    """1 less the likeness of two pieces."""
    return 1 - float(likeness([one, other])[0, 1])


def _dice(bags: Sequence[set[Hashable]]) -> NDArray[np.float32]:
    number = {item: i for i, item in enumerate(dict.fromkeys(x for bag in bags for x in bag))}
    table = np.zeros((len(bags), max(1, len(number))), np.float32)
    for row, bag in zip(table, bags, strict=True):
        row[[number[item] for item in bag]] = 1
    sizes = table.sum(axis=1)
    either = np.maximum(sizes[:, None] + sizes[None, :], 1)
    found: NDArray[np.float32] = (2 * (table @ table.T) / either).astype(np.float32)
    return found


def _melody(score: Score) -> set[Hashable]:
    """Runs of `STEPS` steps of the highest note of every part; of drums the rhythm says all."""
    found: set[Hashable] = set()
    for part in score.parts:
        highest = {note.start: note.pitch for note in part.notes}
        notes = [] if part.drums else [*highest.items()]
        times = [b[0] - a[0] for a, b in pairwise(notes)]
        steps = [
            (b[1] - a[1], now // gcd(now, after), after // gcd(now, after))
            for (a, b), (now, after) in zip(pairwise(notes), pairwise(times), strict=False)
        ]
        found |= {tuple(steps[n : n + STEPS]) for n in range(len(steps) - STEPS + 1)}
    return found


def _rhythm(score: Score) -> set[Hashable]:
    """The attacks of each bar."""
    return {bar.tobytes() for bar in onsets(score)}
