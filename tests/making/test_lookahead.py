"""What the sampler writes is spread as the model would spread it, given the rules."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest

from sixing.errors import SixingError
from sixing.making.sampler import Plan, Sampler
from sixing.media.automaton import Automaton
from sixing.testing.verse import Bigram

SIZE, START = 40, 39
Path = tuple[int, ...]


def narrow() -> Automaton:
    """Three places: any token, any token, and at last one of two."""
    everything, ends = np.arange(SIZE), np.array([0, 1])
    return Automaton(
        symbols=np.zeros(SIZE, np.int8), steps=(((0,),),) * 3,
        allowed=(everything, everything, ends), glue=((), (), ()), lines=(0, 0, 0),
    )  # fmt: skip


def bigrams() -> np.ndarray:
    """A few tokens like to be followed by the two that may end; the others hardly ever are."""
    chance = np.random.default_rng(0)
    odds = chance.gamma(0.5, size=(SIZE, SIZE)) + 1e-3
    odds[:, :2] *= np.where(np.arange(SIZE) % 8 == 0, 10.0, 0.02)[:, None]
    return odds / odds.sum(axis=1, keepdims=True)


def truth(odds: np.ndarray) -> dict[Path, float]:
    """The model's own distribution, given that the last token is one of the two."""
    joint = {
        (a, b, c): odds[START, a] * odds[a, b] * odds[b, c]
        for a, b, c in product(range(SIZE), range(SIZE), range(2))
    }
    total = sum(joint.values())
    return {path: p / total for path, p in joint.items()}


def divergence(found: list[Path], wanted: dict[Path, float], place: int) -> float:
    """KL in nats of the token at a place, empirical from true, with half a count to each."""
    counts = Counter(path[place] for path in found)
    marginal: Counter[int] = Counter()
    for path, p in wanted.items():
        marginal[path[place]] += p  # type: ignore[assignment]
    total = len(found) + SIZE / 2
    return sum(
        (counts[t] + 0.5) / total * np.log((counts[t] + 0.5) / total / p)
        for t, p in marginal.items()
    )


def sampled(lookahead: bool, rows: int = 4000) -> list[Path]:
    sampler = Sampler(Bigram(bigrams()), np.zeros(SIZE, np.uint32), None, lookahead)  # type: ignore[arg-type]
    return [one.tokens for one in sampler.sample([Plan((START,), narrow(), rows)], 1)]


def test_looking_ahead_comes_closer_to_the_model_than_masking() -> None:
    wanted = truth(bigrams())
    ahead, masked = (divergence(sampled(way), wanted, 1) for way in (True, False))
    assert ahead < 0.3 * masked
    assert ahead < 0.1


def test_masking_is_the_models_own_spread_where_nothing_is_forbidden() -> None:
    everything = Automaton(
        symbols=np.zeros(SIZE, np.int8), steps=(((0,),),), allowed=(np.arange(SIZE),),
        glue=((),), lines=(0,),
    )  # fmt: skip
    odds = bigrams()
    sampler = Sampler(Bigram(odds), np.zeros(SIZE, np.uint32))  # type: ignore[arg-type]
    found = sampler.sample([Plan((START,), everything, 8000)], 2)
    counts = np.bincount([one.tokens[0] for one in found], minlength=SIZE) / 8000
    assert np.abs(counts - odds[START]).max() < 0.02


def test_a_lower_temperature_sharpens() -> None:
    odds = bigrams()
    sampler = Sampler(Bigram(odds), np.zeros(SIZE, np.uint32))  # type: ignore[arg-type]
    tops = [
        np.mean([one.tokens[0] == odds[START].argmax() for one in sampler.sample(plans, 3, heat)])
        for plans, heat in (([Plan((START,), narrow(), 2000)], h) for h in (0.5, 1.0, 2.0))
    ]
    assert tops == sorted(tops, reverse=True)


def test_a_form_that_nothing_satisfies_is_no_silent_failure() -> None:
    impossible = Automaton(
        symbols=np.zeros(SIZE, np.int8), steps=(((0,),),) * 2,
        allowed=(np.array([3]), np.array([3])), glue=((), ()), lines=(0, 1), distinct=(0, 0),
    )  # fmt: skip
    sampler = Sampler(Bigram(bigrams()), np.zeros(SIZE, np.uint32))  # type: ignore[arg-type]
    with pytest.raises(SixingError, match="no token is left"):
        sampler.sample([Plan((START,), impossible, 2)], 0)
