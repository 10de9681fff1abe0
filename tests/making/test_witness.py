"""A witness says that a work can end just when it can: against all works, counted one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sixing.making.sampler import Plan, Sampler
from sixing.media.automaton import Automaton
from sixing.media.witness import RUN, Witness
from sixing.testing.verse import Bigram

TOKENS = 5
Work = tuple[int, ...]


@st.composite
def automata(draw: st.DrawFn) -> Automaton:
    """Six places in one line or two, two sounds, few tokens a place, repeats forbidden or not."""
    some = st.lists(st.integers(0, TOKENS - 1), min_size=1, max_size=3, unique=True)
    step = st.tuples(*[st.tuples(*[st.integers(-1, 1)] * 2)] * 2)
    steps = [((0, 1),), *(draw(step) for _ in range(4)), ((0, -1), (-1, 0))]
    cut = draw(st.sampled_from([3, 6]))
    return Automaton(
        symbols=np.array(draw(st.lists(st.integers(0, 1), min_size=5, max_size=5)), np.int8),
        steps=tuple(steps),
        allowed=tuple(np.array(sorted(draw(some))) for _ in range(6)),
        glue=((),) * 6,
        lines=tuple(int(k >= cut) for k in range(6)),
        distinct=tuple(draw(st.lists(st.sampled_from([-1, 0]), min_size=6, max_size=6))),
        echoes=(-1,) * 5 + (draw(st.sampled_from([-1, 1])),),
    )


def accepted(form: Automaton, known: set[Work]) -> Iterator[Work]:
    """All works that keep the rules, from the definitions of `Automaton`."""
    for work in product(*(tokens.tolist() for tokens in form.allowed)):
        echoed = form.echoes[5] < 0 or work[5] == work[form.echoes[5]]
        if (
            echoed
            and _sounds(form, work)
            and _distinct(form, work)
            and _original(form, work, known)
        ):
            yield work


def _sounds(form: Automaton, work: Work) -> bool:
    state = 0
    for place, token in enumerate(work):
        state = form.steps[place][state][form.symbols[token]]
        if state < 0:
            return False
    return state == 0


def _distinct(form: Automaton, work: Work) -> bool:
    for k, token in enumerate(work):
        earlier = [i for i in range(k) if form.distinct[i] == form.distinct[k] >= 0]
        beside = k > 0 and form.lines[k - 1] == form.lines[k]
        if any(work[i] == token and not (i == k - 1 and beside) for i in earlier):
            return False
    return True


def _original(form: Automaton, work: Work, known: set[Work]) -> bool:
    return not any(
        form.lines[a] == form.lines[a + RUN - 1] and work[a : a + RUN] in known
        for a in range(len(work) - RUN + 1)
    )


KNOWN = st.sets(st.tuples(*[st.integers(0, TOKENS - 1)] * RUN), max_size=40)


@given(automata(), KNOWN)
@settings(max_examples=200, deadline=None)
def test_a_work_can_end_just_when_some_whole_work_begins_so(
    form: Automaton, known: set[Work]
) -> None:
    works = set(accepted(form, known))
    witness = Witness(form, known.__contains__)
    found = form.live[0][0] and witness.exists((), 0)
    assert found == bool(works)


@given(automata(), st.integers(0, 9))
@settings(max_examples=100, deadline=None)
def test_the_sampler_writes_works_of_the_language_and_no_others(form: Automaton, seed: int) -> None:
    works = set(accepted(form, set()))
    odds = np.full((TOKENS, TOKENS), 1 / TOKENS)
    sampler = Sampler(Bigram(odds), np.zeros(TOKENS, np.uint32))  # type: ignore[arg-type]
    if works:
        found = {one.tokens for one in sampler.sample([Plan((0,), form, 20)], seed)}
        assert found <= works


def test_the_sampler_finds_every_work_of_a_small_language() -> None:
    """Three places, three tokens, none twice: six works."""
    form = Automaton(
        symbols=np.zeros(3, np.int8), steps=(((0,),),) * 3, allowed=(np.arange(3),) * 3,
        glue=((),) * 3, lines=(0, 1, 2), distinct=(0, 0, 0),
    )  # fmt: skip
    sampler = Sampler(Bigram(np.full((3, 3), 1 / 3)), np.zeros(3, np.uint32))  # type: ignore[arg-type]
    found = {one.tokens for one in sampler.sample([Plan((0,), form, 200)], 0)}
    assert found == set(accepted_three())


def accepted_three() -> Iterator[Work]:
    return (work for work in product(range(3), repeat=3) if len(set(work)) == 3)
