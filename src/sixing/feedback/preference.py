"""A preference learnt from answers: Bayesian logistic regression on differences of traits.

The chance that a person likes one work better than another is logistic in the weighted difference
of their traits (Bradley and Terry, 1952), but for a small share of answers that are slips (the
lapse rate of psychophysics: Wichmann and Hill, 2001), so that no answer, however wrong, can move
the rest without bound. Weights have a Gaussian prior; the posterior is taken as Gaussian about its
mode (Laplace's approximation: MacKay, "The Evidence Framework Applied to Classification Networks",
1992). How strong preferences are, the deviation of the prior, is tuned by the evidence on a grid.

It knows no trait's meaning and no work: rows of numbers come in.

Example:
    >>> taste = fit(np.array([[1.0, 0.0], [2.0, 1.0], [1.0, -1.0]]), np.ones(3))
    >>> bool(taste.mean[0] > abs(taste.mean[1])), taste.probability(np.array([[0.0, 0.0]])).tolist()
    (True, [0.5])
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LAPSE = 0.04
"""Share of answers that are slips: half of them come out right by luck."""

SELF_AGREEMENT_SPREAD = 3.2
"""Length of the weights, in nats a deviation, of somebody who answers 83 % of chance questions the
same way when asked again; the prior leans to this strength, whatever the number of traits."""

STRENGTHS = np.geomspace(0.35, 2.8, 7)
"""Strengths tried, as multiples of `SELF_AGREEMENT_SPREAD`."""

_DOUBT = 0.5  # deviation of the logarithm of the strength, before anything is said
_STEPS, _CLOSE = 50, 1e-8  # of Newton's method; nats between steps that are near enough
_PROBIT = np.sqrt(np.pi / 8)  # a logistic is nearly a normal distribution function, so stretched
_NOISE = np.sqrt(np.pi * np.log(2) / 2)  # C in Houlsby's equation
_LEAST = 1e-12  # chances are cut here, so that their logarithms are finite
_NODES, _MASSES = np.polynomial.hermite_e.hermegauss(16)
_MASSES = _MASSES / _MASSES.sum()


@dataclass(frozen=True)
class Preference:
    """A Gaussian belief about somebody's weights.

    Attributes:
        mean: weight of each trait, in nats a deviation, shape (traits,).
        covariance: shape (traits, traits).
        deviation: of the prior of each weight.
        evidence: log of the chance of the answers, up to a constant, in nats.
    """

    mean: Floats
    covariance: Floats
    deviation: float
    evidence: float

    def probability(self, differences: Floats) -> Floats:
        """How probably the first of two is liked better.

        Args:
            differences: traits of the first less those of the second, shape (pairs, traits).
        """
        centre, spread = self.moments(differences)
        return _answer(centre[:, None] + spread[:, None] * _NODES) @ _MASSES

    def information(self, differences: Floats) -> Floats:
        """How much an answer would tell about the weights, in nats, shape (pairs,).

        The doubt about the answer less the doubt that would be left if the weights were known
        (BALD), in the closed form of Houlsby et al., "Bayesian Active Learning for Classification
        and Preference Learning" (2011), equation 4; slips are left out of account.
        """
        centre, spread = self.moments(differences)
        width = 1 + _PROBIT**2 * spread**2
        doubt = _entropy(np.clip(_logistic(centre / np.sqrt(width)), _LEAST, 1 - _LEAST))
        wide = _PROBIT**2 * spread**2 + _NOISE**2
        own = np.log(2) * _NOISE / np.sqrt(wide) * np.exp(-(_PROBIT**2) * centre**2 / (2 * wide))
        gained: Floats = doubt - own
        return gained

    def moments(self, differences: Floats) -> tuple[Floats, Floats]:
        """Mean and deviation of the weighted differences, in nats, each of shape (pairs,)."""
        variance = ((differences @ self.covariance) * differences).sum(axis=1)
        return differences @ self.mean, np.sqrt(np.maximum(variance, 0))


def nothing(traits: int) -> Preference:
    """What is believed before anything was said."""
    deviation = SELF_AGREEMENT_SPREAD / np.sqrt(traits)
    return Preference(np.zeros(traits), np.eye(traits) * deviation**2, float(deviation), 0.0)


def fit(
    differences: Floats,
    shares: Floats,
    weights: Floats | None = None,
    *,
    deviation: float | None = None,
    start: Floats | None = None,
) -> Preference:
    """Learn from answers.

    Args:
        differences: traits of the first of two less those of the second, shape (pairs, traits).
        shares: of the answers, how many were for the first, 0 to 1, shape (pairs,).
        weights: how many answers each pair counts for; 1 each when left out.
        deviation: of the prior; tuned by the evidence when left out.
        start: weights from which Newton's method starts.
    """
    count, traits = differences.shape
    if not count:
        return nothing(traits)
    answers = _Answers(differences, shares, np.ones(count) if weights is None else weights)
    if deviation is not None:
        return answers.mode(deviation, start)
    tried = []
    for strength in STRENGTHS:
        found = answers.mode(float(strength * SELF_AGREEMENT_SPREAD / np.sqrt(traits)), start)
        start = found.mean
        tried.append((found.evidence - (np.log(strength) / _DOUBT) ** 2 / 2, found))
    return max(tried, key=lambda one: one[0])[1]


def clearness(found: Preference, differences: Floats, shares: Floats, weights: Floats) -> Floats:
    """How clear each trait's part is, in deviations: beyond ±2 its direction is hardly in doubt.

    The signed root of twice what the answers lose in likelihood when the trait must not matter. The
    weight over its deviation (Wald) would do less: it shrinks again where a preference is strong
    (Hauck and Donner, "Wald's Test as Applied to Hypotheses in Logit Analysis", 1977).

    Args:
        found: what was learnt from the answers.
        differences: as given to `fit`, with `shares` and `weights`.

    Returns:
        Shape (traits,).
    """
    lost = np.zeros(len(found.mean))
    full = _Answers(differences, shares, weights).likelihood(found.mean, found.deviation)
    for trait in range(len(lost) if len(differences) else 0):
        others = np.delete(np.arange(len(lost)), trait)
        without = _Answers(differences[:, others], shares, weights)
        mode = without.mode(found.deviation, found.mean[others]).mean
        lost[trait] = full - without.likelihood(mode, found.deviation)
    clear: Floats = np.sign(found.mean) * np.sqrt(2 * np.maximum(lost, 0))
    return clear


@dataclass(frozen=True)
class _Answers:
    differences: Floats
    shares: Floats
    weights: Floats

    def mode(self, deviation: float, start: Floats | None) -> Preference:
        """The likeliest weights under a prior, and the curvature about them.

        Newton's method with Fisher's curvature, which is positive where slips make the true one
        negative; a step that would lose is halved.
        """
        at = np.zeros(self.differences.shape[1]) if start is None else start
        reached = self.likelihood(at, deviation)
        for _ in range(_STEPS):
            gradient, curvature = self._slopes(at, deviation)
            step = np.linalg.solve(curvature, gradient)
            while (found := self.likelihood(at + step, deviation)) < reached - _CLOSE:
                step = step / 2
            at = at + step
            if found - reached < _CLOSE:
                break
            reached = found
        curvature = self._slopes(at, deviation)[1]
        evidence = self.likelihood(at, deviation) - len(at) * np.log(deviation)
        evidence -= np.linalg.slogdet(curvature)[1] / 2
        covariance = np.linalg.inv(curvature).astype(np.float64)
        return Preference(at, covariance, deviation, float(evidence))

    def likelihood(self, at: Floats, deviation: float) -> float:
        """Log of the chance of the answers and of the weights under the prior, up to a constant."""
        chance = _answer(self.differences @ at)
        each = self.shares * np.log(chance) + (1 - self.shares) * np.log1p(-chance)
        return float(self.weights @ each - at @ at / (2 * deviation**2))

    def _slopes(self, at: Floats, deviation: float) -> tuple[Floats, Floats]:
        sure = _logistic(self.differences @ at)
        chance = LAPSE / 2 + (1 - LAPSE) * sure
        steepness = (1 - LAPSE) * sure * (1 - sure)
        scale = self.weights / (chance * (1 - chance))
        gradient = self.differences.T @ (scale * steepness * (self.shares - chance))
        curvature = (self.differences * (scale * steepness**2)[:, None]).T @ self.differences
        gradient = gradient - at / deviation**2
        return gradient, curvature + np.eye(len(at)) / deviation**2


def _logistic(nats: Floats) -> Floats:
    level: Floats = (1 + np.tanh(nats / 2)) / 2
    return level


def _answer(nats: Floats) -> Floats:
    """Chance of the answer "the first", slips included."""
    chance: Floats = LAPSE / 2 + (1 - LAPSE) * _logistic(nats)
    return chance


def _entropy(chance: Floats) -> Floats:
    doubt: Floats = -(chance * np.log(chance) + (1 - chance) * np.log1p(-chance))
    return doubt
