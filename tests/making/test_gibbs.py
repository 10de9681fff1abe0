"""Blocked Gibbs: what is given stays, no wall is gone through, a seed names a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from sixing.making.gibbs import WALL, Gibbs, Lawless, Schedule
from sixing.making.paths import draw_path
from sixing.models.anyorder import AnyOrderConfig

LEVELS = 5
CONFIG = AnyOrderConfig(levels=LEVELS, facts=(1,), voices=3, width=8, layers=1, heads=2, hidden=8)
ALL = [np.arange(1, 2 * LEVELS + 1)] * 3


class Stubborn:
    """A net that finds one level likely for every voice, and likes to hold it."""

    config = CONFIG

    def __init__(self, level: int = 3) -> None:
        self.level, self.readings = level, 0

    def logits(self, table: np.ndarray, facts: np.ndarray) -> np.ndarray:  # noqa: ARG002
        self.readings += 1
        scores = np.zeros((*table.shape, CONFIG.symbols), np.float32)
        scores[..., 0] = -9
        scores[..., self.level] = 4
        scores[..., self.level + LEVELS] = 5
        return scores


class Apart:
    """No two voices on one level, no voice twice in a row on level 1 by a new beginning."""

    def column(self, column: Sequence[np.ndarray], steps: np.ndarray) -> np.ndarray:  # noqa: ARG002
        levels = [
            np.where((s > 0) & (s <= 2 * LEVELS), (s - 1) % LEVELS, -1 - i)
            for i, s in enumerate(column)
        ]
        return sum((levels[a] == levels[b]) * WALL for a, b in ((0, 1), (0, 2), (1, 2)))

    def move(
        self,
        before: Sequence[np.ndarray],
        after: Sequence[np.ndarray],
        steps: np.ndarray,  # noqa: ARG002
    ) -> np.ndarray:
        return sum(((a == 1) & (b == 1)) * WALL for a, b in zip(before, after, strict=True))


def hidden(steps: int) -> np.ndarray:
    return np.full((steps, 3), CONFIG.hidden_symbol)


def made(
    rules: object, seed: int = 0, table: np.ndarray | None = None, **how: object
) -> np.ndarray:
    table = hidden(24) if table is None else table
    gibbs = Gibbs(Stubborn(), rules, np.zeros((len(table), 1), int), ALL, schedule=Schedule(**how))
    return gibbs.make(table, table == CONFIG.hidden_symbol, np.random.default_rng(seed))


def holds_follow(table: np.ndarray) -> bool:
    held = table[1:] > LEVELS
    return bool(((table[:-1] == table[1:]) | (table[:-1] == table[1:] - LEVELS))[held].all())


def test_a_seed_names_a_table() -> None:
    assert (made(Apart(), 4) == made(Apart(), 4)).all()
    assert (made(Apart(), 4) != made(Apart(), 5)).any()


def test_what_is_held_was_there_before() -> None:
    assert holds_follow(made(Lawless()))
    assert holds_follow(made(Apart()))


def test_without_rules_it_does_as_the_net_says() -> None:
    table = made(Lawless())
    assert ((table - 1) % LEVELS + 1 == 3).mean() > 0.8


@pytest.mark.parametrize("seed", range(8))
def test_no_wall_is_gone_through_though_the_net_wants_to(seed: int) -> None:
    table = made(Apart(), seed)
    gibbs = Gibbs(Stubborn(), Apart(), np.zeros((24, 1), int), ALL)
    assert gibbs.cost(table).max() < WALL


def test_what_is_given_stays() -> None:
    table = hidden(16)
    table[:, 1] = 2
    table[5:8, 0] = (4, 9, 9)
    found = made(Apart(), table=table)
    given = table != CONFIG.hidden_symbol
    assert (found[given] == table[given]).all()
    assert holds_follow(found)


def test_a_given_symbol_outside_the_choices_is_kept() -> None:
    table = hidden(6)
    table[2, 1] = 0
    assert made(Apart(), table=table)[2, 1] == 0


def test_a_voice_not_asked_for_stays_hidden() -> None:
    table = hidden(8)
    free = np.zeros(table.shape, bool)
    free[:, 0] = True
    gibbs = Gibbs(Stubborn(), Apart(), np.zeros((8, 1), int), ALL)
    found = gibbs.make(table, free, np.random.default_rng(0))
    assert (found[:, 1:] == CONFIG.hidden_symbol).all()
    assert (found[:, 0] < CONFIG.hidden_symbol).all()


def test_a_broken_draft_is_mended_by_all_voices_together() -> None:
    gibbs = Gibbs(Stubborn(), Apart(), np.zeros((12, 1), int), ALL)
    broken = np.full((12, 3), 3)
    found = gibbs.mend(broken, np.ones(broken.shape, bool), np.random.default_rng(0))
    assert gibbs.cost(broken).max() >= WALL
    assert gibbs.cost(found).max() < WALL


def test_the_net_is_read_once_a_pass_and_once_a_voice_of_the_draft() -> None:
    net = Stubborn()
    Gibbs(net, Lawless(), np.zeros((24, 1), int), ALL, schedule=Schedule(passes=5)).make(
        hidden(24), hidden(24) > 0, np.random.default_rng(0)
    )
    assert net.readings == 3 + 5


def test_a_path_is_drawn_as_often_as_it_weighs() -> None:
    """Forward filtering and backward sampling against all paths counted out."""
    own = np.log(np.array([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.4, 0.4, 0.2]]))
    moves = np.random.default_rng(1).random((2, 3, 3))
    weights = np.zeros((3, 3, 3))
    for path in np.ndindex(3, 3, 3):
        steps = [moves[t, a, b] for t, (a, b) in enumerate(pairwise(path))]
        weights[path] = np.exp(sum(own[t, i] for t, i in enumerate(path))) * np.prod(steps)
    chance, counts = np.random.default_rng(0), np.zeros((3, 3, 3))
    for _ in range(6000):
        counts[tuple(draw_path(own, moves, chance))] += 1
    assert np.abs(counts / 6000 - weights / weights.sum()).max() < 0.015
