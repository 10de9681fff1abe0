"""A person's taste: what their verdicts teach about the traits of works, and a judge by it.

`learn` takes verdicts of every kind together (`comparisons`), measures the works they name, and
fits a `Preference`. Verdicts about works that are gone are counted and passed over. How well it
would have foretold what the person said is measured on answers held out one at a time.

It knows no medium: what a work's traits are it is told.

Example:
    >>> from sixing.works import Work
    >>> traits = (Trait("length", ("短", "short lines"), ("长", "long lines")),)
    >>> works = {str(n): Work("poem", "", "", ("一" * n,)) for n in range(9)}
    >>> def measured(works): return np.array([[len(work.content[0]) / 4 - 1] for work in works])
    >>> said = [Verdict("pair", (str(n), str(8 - n))) for n in range(4)]
    >>> taste = learn(said, works, Measured(traits, measured))
    >>> bool(taste.preference.mean[0] < 0), taste.agreement.right
    (True, 4.0)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sixing.feedback.comparisons import Comparison, comparisons
from sixing.feedback.preference import Preference, clearness, fit
from sixing.judging.wording import reasons
from sixing.media.trait import Trait
from sixing.works import Judgement, Verdict, Work

Floats = NDArray[np.float64]

JUDGE = "taste"
"""What the judgements of a taste are filed under."""

FEWEST = 5
"""Verdicts before which a taste judges nothing."""

MOST_WEIGHT = 0.5
"""What a taste that foretells everything counts for when works are chosen (fluency: 0.45)."""

_DOUBTED = 8.0  # answers' worth of doubt about the held-out agreement, half of them right
_HELD_OUT = 200  # the latest verdicts, each held out once
_NAMED = 0.25  # nats: a trait that does less for a work is not named as a reason


@dataclass(frozen=True)
class Measured:
    """The traits of a medium: what they are called, and what measures them.

    Attributes:
        traits: in the order of the columns.
        measure: standardised traits of works, shape (works, traits).
    """

    traits: tuple[Trait, ...]
    measure: Callable[[Sequence[Work]], Floats]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much of what was said would have been foretold without having heard it.

    Attributes:
        right: verdicts foretold; a verdict on many pairs counts the share of them.
        of: verdicts held out, draws apart.
    """

    right: float
    of: int

    @property
    def share(self) -> float:
        """Of all, how many; a half when nothing was held out."""
        return self.right / self.of if self.of else 0.5

    @property
    def cautious(self) -> float:
        """The share as it is believed: near a half until there is much to go by."""
        return (self.right + _DOUBTED / 2) / (self.of + _DOUBTED)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with a chance of 95 % (Wilson, 1927)."""
        count, z = max(self.of, 1), 1.96
        doubt = z * z / count
        centre = self.share + doubt / 2
        half = np.sqrt(doubt * self.share * (1 - self.share) + doubt**2 / 4)
        return float((centre - half) / (1 + doubt)), float((centre + half) / (1 + doubt))


@dataclass(frozen=True)
class Taste:
    """What was learnt from a person's verdicts.

    Attributes:
        traits: what the weights of the preference are about.
        preference: what is believed of the weights.
        verdicts: how many it was learnt from.
        passed_over: verdicts that name a work that is gone.
        answers: the comparisons learnt from.
        differences: their traits, better less other, shape (answers, traits).
    """

    traits: tuple[Trait, ...]
    preference: Preference
    verdicts: int
    passed_over: int
    answers: tuple[Comparison, ...]
    differences: Floats

    @property
    def contradictions(self) -> tuple[Comparison, ...]:
        """Pairs that were answered both ways."""
        return tuple(answer for answer in self.answers if answer.contradicts)

    @property
    def ready(self) -> bool:
        """Whether there are enough verdicts to judge by."""
        return self.verdicts >= FEWEST and bool(self.answers)

    @property
    def weight(self) -> float:
        """What the judge counts for in choosing: nothing at first, more the more it foretells."""
        if not self.ready:
            return 0.0
        return round(MOST_WEIGHT * max(0.0, 2 * self.agreement.cautious - 1), 4)

    @cached_property
    def clear(self) -> Floats:
        """How clear each trait's part is, in deviations (`preference.clearness`)."""
        return clearness(self.preference, self.differences, *_columns(self.answers))

    @cached_property
    def agreement(self) -> Agreement:
        """Each verdict foretold by a taste learnt without it (leave-one-out).

        With a verdict goes every answer that it has a part in, so that nothing said twice about one
        pair foretells itself. The strength of the prior stays. The latest 200 are held out.
        """
        shares, weights = _columns(self.answers)
        places = sorted({place for answer in self.answers for place in answer.verdicts})
        right, count = 0.0, 0
        for place in places[-_HELD_OUT:]:
            held = np.array([place in answer.verdicts for answer in self.answers])
            decided = held & (shares != 0.5)
            if not decided.any():
                continue
            known = fit(
                self.differences[~held],
                shares[~held],
                weights[~held],
                deviation=self.preference.deviation,
                start=self.preference.mean,
            ).mean
            right += float(np.mean(_foretold(self.differences[decided] @ known, shares[decided])))
            count += 1
        return Agreement(round(right, 6), count)


def learn(verdicts: Sequence[Verdict], works: Mapping[str, Work], measured: Measured) -> Taste:
    """Learn a taste from verdicts.

    Args:
        verdicts: what was said, in order.
        works: the works that are still there, by their ids.
        measured: the traits of their medium.
    """
    here = [all(work in works for work in verdict.works) for verdict in verdicts]
    found = comparisons([v for v, whole in zip(verdicts, here, strict=True) if whole])
    answers = tuple(one for one in found if one.better in works and one.other in works)
    ids = sorted({work for one in answers for work in (one.better, one.other)})
    rows = measured.measure([works[one] for one in ids]) if ids else np.zeros((0, 0))
    place = {one: row for row, one in enumerate(ids)}
    better = rows[[place[one.better] for one in answers]]
    other = rows[[place[one.other] for one in answers]]
    differences = (better - other).reshape(len(answers), len(measured.traits))
    preference = fit(differences, *_columns(answers))
    return Taste(
        measured.traits, preference, sum(here), len(here) - sum(here), answers, differences
    )


@dataclass(frozen=True)
class TasteJudge:
    """How probably the person likes a work better than the middling recent one.

    Args:
        taste: what was learnt; before `FEWEST` verdicts there is no judgement.
        measured: the traits of the medium.
        recent: works made lately; their median in each trait is what a work is measured against.
    """

    taste: Taste
    measured: Measured
    recent: Sequence[Work] = ()
    name = JUDGE

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Judge works, with the traits that speak for and against each."""
        if not self.taste.ready or not works:
            return [None] * len(works)
        differences = self.measured.measure(works) - self._middle
        chances = self.taste.preference.probability(differences)
        return [
            self._one(float(chance), row) for chance, row in zip(chances, differences, strict=True)
        ]

    @cached_property
    def _middle(self) -> Floats:
        if not self.recent:
            return np.zeros(len(self.taste.traits))
        middle: Floats = np.median(self.measured.measure(self.recent), axis=0)
        return middle

    def _one(self, chance: float, difference: Floats) -> Judgement:
        gains = difference * self.taste.preference.mean
        order = np.argsort(-np.abs(gains))
        named = [int(i) for i in order if abs(gains[i]) >= _NAMED]
        detail = {
            "probability": round(chance, 3),
            "for": [self._phrase(i, difference, gains) for i in named if gains[i] > 0][:3],
            "against": [self._phrase(i, difference, gains) for i in named if gains[i] < 0][:3],
            "verdicts": self.taste.verdicts,
            "agreement": round(self.taste.agreement.share, 3),
        }
        return Judgement(JUDGE, round(chance, 4), True, detail, reasons(JUDGE, detail))

    def _phrase(self, i: int, difference: Floats, gains: Floats) -> list[object]:
        """What a work has of a trait, in Chinese and English, and what that is worth in nats."""
        trait, sign = self.taste.traits[i], float(difference[i])
        return [trait.phrase(sign, "zh"), trait.phrase(sign, "en"), round(float(gains[i]), 2)]


def _columns(answers: Sequence[Comparison]) -> tuple[Floats, Floats]:
    shares = np.array([answer.share for answer in answers], np.float64)
    return shares, np.array([answer.weight for answer in answers], np.float64)


def _foretold(nats: Floats, shares: Floats) -> Floats:
    """Share of the answers that a prediction gets right; a half where it predicts nothing."""
    right: Floats = np.where(nats > 0, shares, np.where(nats < 0, 1 - shares, 0.5))
    return right
