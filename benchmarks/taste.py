"""Row 5, how soon a taste is learnt: `python -m benchmarks.taste [WORKS.json] [PEOPLE]`.

Simulated people have hidden linear preferences over the first 8 or all 16 traits of poems, their
weights drawn from a sphere. They answer with noise, so strong that a question about two works drawn
by chance is answered the same way when asked again 83 times in 100. Two kinds of noise:

- utility: the chance of an answer is logistic in the difference (the model's own assumption);
- slips: any question, however plain, is answered wrongly with the same chance (against it).

The works are made poems, measured by the traits that ship. Half of them can be asked about, in
pools of 200; on pairs of the other half a taste's prediction is compared with the person's own,
noisy answer. Questions are chosen by `next_pair`, as `sixing compare` does, or drawn by chance.
Without WORKS.json (a list that `create --json` or `benchmarks.works` wrote) 400 poems are made.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table, verdict
from benchmarks.works import FORMS, many
from sixing.feedback.asking import next_pair
from sixing.feedback.preference import Preference, fit, nothing
from sixing.feedback.recall import RECENT
from sixing.media.poem.traits import measure

Floats = NDArray[np.float64]

SAME = 0.83
PAIRS = 400  # held-out questions a person
LONGEST = {8: (20, 80), 16: (40, 120)}  # answers asked for: actively, by chance
MARKS = (5, 10, 20, 40, 80, 120)
BARS = {8: ((10, 0.74), (20, 0.77)), 16: ((40, 0.76),)}
HALF = 0.5
QUICK = 0.2  # seconds


@dataclass(frozen=True)
class Pool:
    """Works as rows of traits, with the names of their forms."""

    traits: Floats
    forms: tuple[str, ...]

    def part(self, rows: NDArray[np.int64], count: int) -> Pool:
        """Some works, by their first traits."""
        return Pool(self.traits[rows, :count], tuple(self.forms[i] for i in rows))


@dataclass(frozen=True)
class Person:
    """Hidden weights, and the chance of an answer given the weighted difference."""

    weights: Floats
    chance: Callable[[Floats], Floats]

    def prefers(self, differences: Floats) -> Floats:
        """How probably the first of two is named."""
        return self.chance(differences @ self.weights)


def by_utility(weights: Floats, differences: Floats) -> Person:
    """Somebody whose noise is logistic, as strong as `SAME` asks on these questions."""
    low, high = 1e-3, 1e3
    for _ in range(60):
        scale = np.sqrt(low * high)
        chance = _logistic(scale * (differences @ weights))
        same = float(np.mean(chance**2 + (1 - chance) ** 2))
        low, high = (scale, high) if same < SAME else (low, scale)
    return Person(weights * scale, _logistic)


def by_slips(weights: Floats, differences: Floats) -> Person:  # noqa: ARG001 - as `by_utility`
    """Somebody who knows, and slips as often as `SAME` asks."""
    slip = (1 - np.sqrt(2 * SAME - 1)) / 2
    return Person(weights, lambda nats: np.where(nats > 0, 1 - slip, slip))


def _logistic(nats: Floats) -> Floats:
    chance: Floats = (1 + np.tanh(nats / 2)) / 2
    return chance


NOISES = {"utility": by_utility, "slips": by_slips}


@dataclass(frozen=True)
class Course:
    """What came of asking one person: agreement after each answer, and more.

    Attributes:
        agreement: on held-out questions, after 0, 1, 2 … answers.
        ceiling: agreement of the true preference with the person's answers.
        expected: agreement that the model itself expects, at the end.
        slowest: seconds of the slowest update, of this process alone.
    """

    agreement: Floats
    ceiling: float
    expected: float
    slowest: float


def ask(pool: Pool, traits: int, noise: str, active: bool, seed: int) -> Course:
    """Ask one person, and see what was learnt after each answer."""
    chance = np.random.default_rng([seed, traits])  # the same person for both ways of asking
    order = chance.permutation(len(pool.forms))
    half = len(order) // 2
    shown = pool.part(order[:half][:RECENT], traits)
    held = pool.part(order[half:], traits)
    test = _differences(held.traits, chance, PAIRS)
    weights = chance.standard_normal(traits)
    person = NOISES[noise](
        weights / np.linalg.norm(weights), _differences(held.traits, chance, 20_000)
    )
    wanted = person.prefers(test)
    said = chance.random(PAIRS) < wanted
    asked: list[tuple[int, int]] = []
    rows, answers = np.zeros((0, traits)), np.zeros(0)
    taste, curve, slowest = nothing(traits), [0.5], 0.0
    for _ in range(LONGEST[traits][0 if active else 1]):
        pair = _question(taste, shown, asked, chance if not active else None)
        asked.append(pair)
        difference = shown.traits[pair[0]] - shown.traits[pair[1]]
        rows = np.vstack([rows, difference])
        answers = np.append(answers, float(chance.random() < person.prefers(difference[None])[0]))
        begun = time.thread_time()  # what else this machine does is no part of it
        taste = fit(rows, answers)
        slowest = max(slowest, time.thread_time() - begun)
        curve.append(float(np.mean((test @ taste.mean > 0) == said)))
    sure = taste.probability(test)
    ceiling = float(np.mean(np.maximum(wanted, 1 - wanted)))
    return Course(np.array(curve), ceiling, float(np.mean(np.maximum(sure, 1 - sure))), slowest)


def _question(
    taste: Preference,
    shown: Pool,
    asked: Sequence[tuple[int, int]],
    chance: np.random.Generator | None,
) -> tuple[int, int]:
    if chance is None:
        pair = next_pair(taste, shown.traits, [frozenset(one) for one in asked], shown.forms)
        assert pair is not None
        return pair
    first = int(chance.integers(len(shown.forms)))
    return first, (first + 1 + int(chance.integers(len(shown.forms) - 1))) % len(shown.forms)


def _differences(traits: Floats, chance: np.random.Generator, count: int) -> Floats:
    """Traits of works drawn by chance, less those of others."""
    first = chance.integers(len(traits), size=count)
    second = (first + 1 + chance.integers(len(traits) - 1, size=count)) % len(traits)
    differences: Floats = traits[first] - traits[second]
    return differences


def reached(curve: Floats, level: float) -> float:
    """How many answers it took to reach a level, between two answers as the crow flies."""
    above = np.flatnonzero(curve >= level)
    if not len(above):
        return float("inf")
    last = int(above[0])
    return float(last - 1 + (level - curve[last - 1]) / (curve[last] - curve[last - 1]))


def pool_of(works: Sequence[dict[str, Any]]) -> Pool:
    """Works, measured."""
    forms = tuple(work["form"].partition("·")[0] for work in works)
    return Pool(measure([work["lines"] for work in works]), forms)


@dataclass(frozen=True)
class Group:
    """Many people of one kind, asked both ways; curves are means over them."""

    noise: str
    traits: int
    active: Floats
    random: Floats
    ceiling: float
    expected: float
    slowest: float

    @classmethod
    def ask(cls, pool: Pool, noise: str, traits: int, people: int) -> Group:
        """Ask them."""
        actively = [ask(pool, traits, noise, True, seed) for seed in range(people)]
        randomly = [ask(pool, traits, noise, False, seed) for seed in range(people)]
        return cls(
            noise,
            traits,
            np.mean([one.agreement for one in actively], axis=0),
            np.mean([one.agreement for one in randomly], axis=0),
            float(np.mean([one.ceiling for one in actively])),
            float(np.mean([one.expected for one in actively])),
            max(one.slowest for one in (*actively, *randomly)),
        )

    def rows(self) -> list[list[object]]:
        """Agreement after so many answers, actively and by chance."""
        return [
            [self.noise, self.traits, way]
            + [f"{curve[n]:.1%}" if n < len(curve) else "" for n in MARKS]
            + [f"{self.ceiling:.1%}"]
            for way, curve in (("active", self.active), ("random", self.random))
        ]

    def share(self, answers: int) -> float:
        """So many active answers, of those by chance that reach the same agreement.

        Where chance does not get there in all its answers, it would need more: the share is less.
        """
        needed = reached(self.random, float(self.active[answers]))
        return answers / min(needed, len(self.random) - 1)


def bars(groups: Sequence[Group]) -> list[tuple[str, str, bool]]:
    """What must be, of the people whose noise is that of preferences."""
    kept = []
    for group in groups:
        if group.noise != "utility":
            continue
        for answers, least in BARS[group.traits]:
            got = float(group.active[answers])
            what = f"agreement after {answers} answers, {group.traits} traits: at least {least:.0%}"
            kept.append((what, f"{got:.1%}", got >= least))
        share = group.share(answers)
        what = f"{answers} answers, {group.traits} traits: at most half of those by chance"
        kept.append((what, f"{share:.2f}", share <= HALF))
    slowest = max(group.slowest for group in groups)
    return [*kept, (f"an update within {QUICK} s", f"{slowest:.3f} s", slowest <= QUICK)]


def main(works: str = "", people: str = "200") -> int:
    """Print the curves, what they took, and the bars."""
    pool = pool_of(
        json.loads(Path(works).read_text(encoding="utf-8")) if works else many(400, FORMS, 1)
    )
    groups = [Group.ask(pool, noise, traits, int(people)) for noise in NOISES for traits in LONGEST]
    print(f"{people} people a row, {len(pool.forms)} works.\n")
    heads = ["noise", "traits", "asked", *(f"after {n}" for n in MARKS), "ceiling"]
    print(table(heads, [row for group in groups for row in group.rows()]))
    print("\nActive answers, as a share of the answers by chance that reach the same agreement:\n")
    rows: list[list[object]] = [
        [group.noise, group.traits]
        + [f"{group.share(n):.2f}" if n < len(group.active) else "" for n in MARKS[:4]]
        for group in groups
    ]
    print(table(["noise", "traits", *(f"after {n}" for n in MARKS[:4])], rows))
    print("\nWhat the taste itself expects on held-out pairs, and what it gets:\n")
    rows = [
        [
            group.noise,
            group.traits,
            len(group.active) - 1,
            f"{group.expected:.1%}",
            f"{group.active[-1]:.1%}",
        ]
        for group in groups
    ]
    print(table(["noise", "traits", "answers", "expected", "measured"], rows))
    return verdict(bars(groups))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
