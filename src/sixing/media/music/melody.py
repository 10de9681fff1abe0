"""A line of melody drawn exactly from what is wanted of it: a second-order chain over pitches.

Each pitch has a worth by itself, with the one before (the interval, the step that the tones want,
the motive it takes up) and with the two before (a leap is answered, a pitch does not stand still).
The chain is summed backward and drawn forward, so that a line has its due probability
``exp(worth / heat)`` among all lines and no choice is ever a dead end.

Intervals are counted in steps of the scale; how dear each is follows what songs of five notes do:
mostly steps and thirds, leaps seldom, and after a leap a turn back (D. Huron, "Sweet Anticipation",
2006, ch. 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.contour import Step

Worth = NDArray[np.float64]

#: Of an interval of so many steps of a pentatonic scale.
_LEAPS = (-1.0, 0.0, -0.5, -1.7, -3.0, -3.4)
_FAR = -9.0
#: Against a rule of tones and against a leaning: standing still, going the other way.
_STILL = {True: -5.0, False: -1.6}
_AGAINST = {True: -9.0, False: -3.0}
_NEAR_ALIKE = 0.5
_MOTIVE = 0.9


@dataclass(frozen=True, slots=True)
class Want:
    """What is wanted of a line of n notes over a scale of p pitches.

    Attributes:
        alone: ``(n, p)``, the worth of each pitch at each place.
        steps: the n - 1 steps that the tones want.
        before: the last two pitches of the line before, as places of the scale; None for the first.
        motive: the intervals of a line to take up, in steps; empty for none.
        likeness: how much taking it up is worth, 0 to 1.
    """

    alone: Worth
    steps: tuple[Step, ...]
    before: tuple[int, int] | None = None
    motive: tuple[int, ...] = ()
    likeness: float = 1.0


def draw(want: Want, rng: Random, heat: float = 0.6) -> tuple[tuple[int, ...], float]:
    """A line, as places of the scale from the lowest, and its worth."""
    count, size = want.alone.shape
    pairs = [_pair(want, place, size) for place in range(1, count)]
    triple = _triple(size)
    ahead = _ahead(want.alone, pairs, triple, heat)
    line: list[int] = []
    worth = 0.0
    for place in range(count):
        now = want.alone[place] + _so_far(want, line, place, pairs, triple)
        chances = now / heat
        if place + 1 < count:
            chances = chances + (
                ahead[place][line[-1]] if line else _first(ahead, pairs, want, heat)
            )
        chosen = _pick(chances, rng)
        worth += float(now[chosen])
        line.append(chosen)
    return tuple(line), worth


def _ahead(alone: Worth, pairs: list[Worth], triple: Worth, heat: float) -> list[Worth]:
    """For each place the log of all that may follow, given its pitch and the one before: (p, p)."""
    count, size = alone.shape
    found = [np.zeros((size, size)) for _ in range(count)]
    for place in range(count - 2, 0, -1):
        onward = (pairs[place] + alone[place + 1]) / heat + found[place + 1]
        found[place] = np.logaddexp.reduce(triple / heat + onward, axis=2)
    return found


def _first(ahead: list[Worth], pairs: list[Worth], want: Want, heat: float) -> Worth:
    """The log of all that may follow the first pitch: (p,)."""
    onward = (pairs[0] + want.alone[1]) / heat + ahead[1]
    return np.asarray(np.logaddexp.reduce(onward, axis=1))


def _so_far(want: Want, line: list[int], place: int, pairs: list[Worth], triple: Worth) -> Worth:
    """The worth of each next pitch after those that stand."""
    if not line:
        # Between lines a singer breathes: a leap costs half, and tones ask for nothing.
        size = want.alone.shape[1]
        return 0.5 * _intervals(size)[want.before[1]] if want.before else np.zeros(size)
    found = pairs[place - 1][line[-1]]
    return np.asarray(found + triple[line[-2], line[-1]]) if len(line) > 1 else found


def _pair(want: Want, place: int, size: int) -> Worth:
    """The worth of each interval into a place: (from, to)."""
    apart = np.arange(size)[None, :] - np.arange(size)[:, None]
    found = _intervals(size).copy()
    step = want.steps[place - 1]
    if step.direction:
        heading = np.sign(apart) * step.direction
        found += np.where(heading == 0, _STILL[step.strong], 0)
        found += np.where(heading < 0, _AGAINST[step.strong], 0)
    elif step.alike:
        found += np.where(np.abs(apart) <= 1, _NEAR_ALIKE, 0)
    if place <= len(want.motive):
        taken = want.motive[place - 1]
        found += want.likeness * _MOTIVE * (apart == taken)
        found += want.likeness * _MOTIVE / 3 * (np.sign(apart) == np.sign(taken))
    return found


def _intervals(size: int) -> Worth:
    costs = np.array([*_LEAPS, *[_FAR] * max(0, size - len(_LEAPS))])
    return np.asarray(costs[np.abs(np.arange(size)[None, :] - np.arange(size)[:, None])])


def _triple(size: int) -> Worth:
    """The worth of three pitches in a row: (p, p, p)."""
    one, two, three = np.ogrid[:size, :size, :size]
    into, out = two - one, three - two
    leap, answered = np.abs(into) >= 3, np.sign(out) == -np.sign(into)
    found = np.where(leap & answered & (np.abs(out) <= 2), 0.6, 0.0)
    found += np.where(leap & ~answered, -1.2, 0.0)
    found += np.where((into == 0) & (out == 0), -3.0, 0.0)
    # To and fro between two pitches soon tires.
    found += np.where((one == three) & (into != 0), -0.5, 0.0)
    return np.asarray(found + np.where((np.abs(out) >= 3) & leap, -1.5, 0.0))


def _pick(chances: Worth, rng: Random) -> int:
    weights = np.exp(chances - chances.max())
    return rng.choices(range(len(weights)), weights.tolist())[0]


def intervals(line: Sequence[int]) -> tuple[int, ...]:
    """A line's intervals, in steps of the scale."""
    return tuple(int(b - a) for a, b in pairwise(line))
