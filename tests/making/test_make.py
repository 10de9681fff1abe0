"""Making in batches: every row of every plan, however they are cut."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sixing.making import make as making
from sixing.making.make import make
from sixing.making.sampler import Plan, Sampler
from sixing.media.automaton import Automaton
from sixing.testing.verse import Bigram


def free(places: int) -> Automaton:
    return Automaton(
        symbols=np.zeros(6, np.int8), steps=(((0,),),) * places,
        allowed=(np.arange(6),) * places, glue=((),) * places, lines=(0,) * places,
    )  # fmt: skip


@pytest.fixture
def sampler() -> Sampler:
    return Sampler(Bigram(np.full((6, 6), 1 / 6)), np.zeros(6, np.uint32))  # type: ignore[arg-type]


@pytest.fixture
def plans() -> list[Plan]:
    return [Plan((0,), free(places), rows) for places, rows in ((3, 5), (4, 2), (3, 9), (4, 1))]


def test_every_plan_gets_its_rows(
    sampler: Sampler, plans: list[Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "HELD", 4 * 19)  # four rows of three places at once
    made = make(sampler, plans, 0, 1.0)
    assert Counter(one.plan for one in made) == {0: 5, 1: 2, 2: 9, 3: 1}
    assert all(len(one.tokens) == len(plans[one.plan].automaton) for one in made)


def test_batches_do_not_repeat_each_other(
    sampler: Sampler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "HELD", 8 * 26)
    rows = [one.tokens for one in make(sampler, [Plan((0,), free(10), 32)], 0, 1.0)]
    assert len(set(rows)) == 32


def test_one_seed_is_one_result(sampler: Sampler, plans: list[Plan]) -> None:
    assert make(sampler, plans, 7, 1.0) == make(sampler, plans, 7, 1.0)


def test_progress_ends_whole(sampler: Sampler, plans: list[Plan]) -> None:
    told: list[float] = []
    make(sampler, plans, 0, 1.0, lambda fraction, _: told.append(fraction))
    assert told[0] == 0
    assert told[-1] == 1
