"""Walks of unequal length: every row ends well, and is what it would be by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sixing.errors import SixingError
from sixing.making.walk import Errand, Walk, walk
from sixing.models.transformer import Floats, Ids, TransformerConfig, TransformerRunner

CONFIG = TransformerConfig(vocabulary=13, width=16, layers=2, heads=2, hidden=24)
State = tuple[int, ...]


@pytest.fixture(scope="module")
def runner() -> TransformerRunner:
    chance = np.random.default_rng(0)
    weights = {
        k: 0.3 * chance.normal(size=s).astype(np.float32) for k, s in CONFIG.shapes().items()
    }
    return TransformerRunner(CONFIG, weights)


@dataclass(frozen=True)
class Brackets:
    """Well-formed words of brackets 1 and 2, then ``echoed`` times the word again, then 0."""

    pairs: int = 6
    echoed: int = 1
    pull: Floats | None = None
    masks: bool = False
    start: State = ()

    def allowed(self, state: State) -> Ids | NDArray[np.bool_]:
        found = self._numbers(state)
        if self.masks:
            return np.isin(np.arange(13), found)
        return np.array(found, np.intp)

    def _numbers(self, state: State) -> list[int]:
        length = self._word(state)
        if length:
            at = len(state) - length
            return [state[at % length]] if at < length * self.echoed else [0]
        opened = state.count(1)
        depth = 2 * opened - len(state)
        more = [1] if opened < self.pairs else []
        return [*more, 2] if depth else more

    def _word(self, state: State) -> int:
        """The length of the first word that closes, 0 while it is open."""
        depth = 0
        for n, token in enumerate(state, 1):
            depth += 1 if token == 1 else -1
            if depth == 0:
                return n
        return 0

    def step(self, state: State, token: int) -> State:
        return (*state, token)

    def lean(self, _: State) -> Floats | None:
        return self.pull

    def done(self, state: State) -> bool:
        return bool(state) and state[-1] == 0

    def recall(self, state: State, room: int) -> Sequence[int]:
        return (7, *state[-room + 1 :])


@given(st.integers(0, 999), st.integers(1, 9), st.integers(0, 8), st.sampled_from([0.5, 1.0]))
@settings(max_examples=20, deadline=None)
def test_every_row_is_a_walk_of_its_automaton(
    runner: TransformerRunner, seed: int, pairs: int, echoed: int, top_p: float
) -> None:
    form = Brackets(pairs, echoed)
    for row in walk(runner, [Errand((3, 4), form, 4)], seed=seed, temperature=3, top_p=top_p):
        state = form.start
        for token in row.tokens:
            assert token in form.allowed(state)
            state = form.step(state, token)
        assert form.done(state)
        assert row.logprob <= 0


def test_a_row_is_the_same_beside_others_and_by_itself(runner: TransformerRunner) -> None:
    errands = [Errand((3,), Brackets(), 3), Errand((4, 5, 6), Brackets(9, 20), 4)]
    rows = walk(runner, errands, seed=5, temperature=2)
    assert [row.errand for row in rows] == [0, 0, 0, 1, 1, 1, 1]
    alone = walk(runner, errands[:1], seed=5, temperature=2)
    assert [row.tokens for row in rows[:3]] == [row.tokens for row in alone]


def test_the_logprob_is_the_models_own(runner: TransformerRunner) -> None:
    """Reading the whole again without a cache gives the same nats."""
    form = Brackets(12, 3)
    for row in walk(runner, [Errand((3,), form, 5)], seed=2, temperature=2):
        heard = runner.logits(runner.hidden(np.array([[3, *row.tokens]])))[0].astype(np.float64)
        state, total, drawn = form.start, 0.0, 0
        for scores, token in zip(heard, row.tokens, strict=False):
            allowed = form.allowed(state)
            if len(allowed) > 1:
                some = scores[allowed]
                total += scores[token] - some.max() - np.log(np.exp(some - some.max()).sum())
                drawn += 1
            state = form.step(state, token)
        assert row.logprob == pytest.approx(total, abs=1e-3)
        assert row.drawn == drawn


def test_masks_and_numbers_say_the_same(runner: TransformerRunner) -> None:
    numbers, masks = ([Errand((3,), Brackets(masks=m), 4)] for m in (False, True))
    assert walk(runner, numbers, seed=1) == walk(runner, masks, seed=1)


def test_a_lean_pulls_without_forcing(runner: TransformerRunner) -> None:
    def opened(nats: float) -> int:
        pull = np.zeros(13, np.float32)
        pull[1] = nats
        rows = walk(runner, [Errand((3,), Brackets(20, 0, pull), 30)], seed=7)
        return sum(row.tokens.count(1) for row in rows)

    assert opened(-3) < opened(0) < opened(3)


def test_a_small_top_p_draws_the_likeliest(runner: TransformerRunner) -> None:
    rows = walk(runner, [Errand((3,), Brackets(), 6)], seed=9, top_p=1e-9)
    assert len({row.tokens for row in rows}) == 1


def test_long_rows_outgrow_their_first_room(runner: TransformerRunner) -> None:
    form = Brackets(3, 300)
    (row,) = walk(runner, [Errand((3,), form)], seed=0)
    assert len(row.tokens) > 600


@dataclass(frozen=True)
class Endless(Brackets):
    def done(self, _: State) -> bool:
        return False


def test_a_broken_promise_is_said_to_be_ours(runner: TransformerRunner) -> None:
    class Stuck(Brackets):
        def allowed(self, _: State) -> Ids:
            return np.zeros(0, np.intp)

    for form, said in ((Stuck(), "no token is left at place 1"), (Endless(), "does not end")):
        broken: Walk[State] = form
        with pytest.raises(SixingError, match=said):
            walk(runner, [Errand((3,), broken)], seed=0, most=200)


def test_a_row_longer_than_the_window_goes_on_from_what_it_recalls(
    runner: TransformerRunner,
) -> None:
    """The nats of the last draw are those behind what was recalled, not behind everything."""

    class Long(Brackets):
        def allowed(self, state: State) -> Ids:
            return np.array([1, 2] if len(state) < 70 else [0])

    rows = walk(runner, [Errand((3,), Long(), 3)], seed=4, window=60)
    assert rows != walk(runner, [Errand((3,), Long(), 3)], seed=4)
    for row in rows:
        # A prefix of one and 59 tokens fill the window; the next is drawn with 40 recalled.
        told = [[3, *row.tokens[:n]] for n in range(60)]
        told += [[7, *row.tokens[21:n]] for n in range(60, 70)]
        total = 0.0
        for before, token in zip(told, row.tokens, strict=False):
            scores = runner.logits(runner.read([before])[0])[0, [1, 2]].astype(np.float64)
            total += scores[token - 1] - np.logaddexp(*scores)
        assert row.logprob == pytest.approx(total, abs=1e-2)
