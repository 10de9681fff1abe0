"""The sampler keeps every rule, copies nobody and never comes to a dead end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sixing.features.fingerprints import Fingerprints
from sixing.making.sampler import Plan, Sampler
from sixing.media.poem.check import check
from sixing.media.poem.constraint import Constraint, alive
from sixing.media.poem.pattern import shi_pattern, shi_patterns
from sixing.media.poem.prosody import book
from sixing.media.poem.tokens import PoemTokens
from sixing.media.poem.tunes import forms
from sixing.testing.verse import VERSE

Write = Callable[..., list[tuple[str, ...]]]
YANG, ZHEN = "下平七阳", "上平十一真"
SHORT = shi_patterns("五绝")
PINGSHUI = book("pingshui")
A_FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def constraints(draw: st.DrawFn) -> Constraint:
    """A form of four lines, a rhyme, a policy, and up to three fixed characters."""
    places = [(line, place) for line in range(1, 5) for place in range(1, 6)]
    chosen = draw(st.lists(st.sampled_from(places), max_size=3, unique=True))
    return Constraint(
        draw(st.sampled_from(SHORT)),
        (draw(st.sampled_from([YANG, ZHEN])),),
        PINGSHUI,
        draw(st.sampled_from(["strict", "lenient"])),
        tuple((place, draw(st.sampled_from(VERSE))) for place in sorted(chosen)),
    )


def plain(name: str = "五绝·仄起·首句不入韵", **more: object) -> Constraint:
    return Constraint(shi_pattern(name), (YANG,), PINGSHUI, **more)  # type: ignore[arg-type]


def repeats(lines: Sequence[str]) -> Iterator[str]:
    """Characters that stand twice and not side by side in one line."""
    places = [(i, j, char) for i, line in enumerate(lines) for j, char in enumerate(line)]
    for (i, j, one), (k, m, other) in combinations(places, 2):
        if one == other and (i, j + 1) != (k, m):
            yield one


@given(constraints(), st.integers(0, 99))
@A_FEW
def test_every_poem_passes_the_checker(
    tokens: PoemTokens, write: Write, constraint: Constraint, seed: int
) -> None:
    assume(alive(constraint, tokens))
    for lines in write(constraint, seed=seed):
        report = check(lines, constraint.name, policy=constraint.policy, fixed=constraint.fixed)
        assert not report.grave, lines


@given(constraints(), st.integers(0, 99))
@A_FEW
def test_no_character_stands_twice(
    tokens: PoemTokens, write: Write, constraint: Constraint, seed: int
) -> None:
    assume(alive(constraint, tokens))
    twice_fixed = {c for c, n in Counter(c for _, c in constraint.fixed).items() if n > 1}
    for lines in write(constraint, seed=seed):
        assert set(repeats(lines)) <= twice_fixed, lines


@pytest.mark.parametrize(
    "form", ["七绝·平起·首句入韵", "五律·仄起·首句入韵", "七律·平起·首句不入韵"]
)
def test_longer_forms_pass_the_checker(write: Write, form: str) -> None:
    for lines in write(plain(form), rows=2):
        assert not check(lines, form).grave, lines


@pytest.mark.parametrize("tune", ["浣溪沙", "如梦令"])
def test_ci_pass_the_checker(tokens: PoemTokens, write: Write, tune: str) -> None:
    pattern = forms(tune)[0].pattern()
    cilin = book("cilin")
    group = "第二部" if pattern.level_rhyme[0] else "第十七部"
    one = Constraint(
        pattern, (group,) * len(pattern.level_rhyme), cilin, no_repeats=False, tune=tune
    )
    assert alive(one, tokens)
    for lines in write(one, rows=2):
        assert not check(lines, tune).grave, lines


def test_a_rhyme_with_no_character_to_spare_is_no_dead_end(write: Write) -> None:
    """Two rhymes, and just two characters that rhyme: whoever takes one must leave the other."""
    few = "霜" + "光"
    one = plain(fixed=())
    tight = _with_rhymes(one, few)
    for lines in write(tight, rows=6):
        assert {lines[1][-1], lines[3][-1]} == set(few)


class _with_rhymes:  # noqa: N801 - reads as a constraint that was narrowed
    """A constraint whose rhymed places take these characters only."""

    def __init__(self, constraint: Constraint, chars: str) -> None:
        self.pattern, self._constraint, self._chars = constraint.pattern, constraint, chars

    def automaton(self, tokens: PoemTokens) -> object:
        from dataclasses import replace

        import numpy as np

        form = self._constraint.automaton(tokens)
        few = np.array(sorted(tokens.hanzi[c] for c in self._chars))
        ends = {9, 19}
        allowed = tuple(few if k in ends else found for k, found in enumerate(form.allowed))
        return replace(form, allowed=allowed)


def test_no_run_of_five_is_copied(write: Write) -> None:
    first = write(plain(), rows=8)
    corpus = [line for lines in first for line in lines]
    known = Fingerprints.of_lines(corpus)
    again = write(plain(), rows=8, known=corpus)
    assert again != first
    assert not [line for lines in again for line in lines if known.known_runs(line)]


def test_a_line_whose_last_place_is_fixed_is_not_completed_to_a_copy(write: Write) -> None:
    fixed = tuple(
        ((2, place), char) for place, char in ((1, "寒"), (2, "风"), (4, "玉"), (5, "霜"))
    )
    free = [lines[1] for lines in write(plain(fixed=fixed), rows=12)]
    known = list(dict.fromkeys(free))[:-1] or free[:1]
    assert not {lines[1] for lines in write(plain(fixed=fixed), rows=12, known=known)} & set(known)


def test_what_a_person_fixed_may_be_anybodys(write: Write) -> None:
    line = write(plain())[0][1]
    fixed = tuple(((2, j), char) for j, char in enumerate(line, 1))
    assert write(plain(fixed=fixed), known=[line])[0][1] == line


def test_one_seed_is_one_set_of_poems(write: Write) -> None:
    assert write(plain(), seed=5) == write(plain(), seed=5)


def test_another_seed_is_another_set(write: Write) -> None:
    assert write(plain(), seed=5) != write(plain(), seed=6)


def test_plans_written_together_keep_their_own_rules(
    tokens: PoemTokens, sampler: Callable[..., Sampler]
) -> None:
    prefix = (tokens.number["<bos>"], tokens.number["<body>"])
    groups = [
        Constraint(shi_pattern(name), (group,), PINGSHUI).automaton(tokens)
        for name, group in (("五绝·仄起·首句不入韵", YANG), ("五绝·平起·首句入韵", ZHEN))
    ]
    plans = [Plan(prefix, form, rows) for form, rows in zip(groups, (2, 3), strict=True)]
    found = sampler().sample(plans, 0)
    ends = [tokens.vocabulary[one.tokens[-1]] for one in found]
    assert [one.plan for one in found] == [0, 0, 1, 1, 1]
    assert [next(iter(PINGSHUI.rhymes(end)))[0] for end in ends] == [YANG] * 2 + [ZHEN] * 3


def test_plans_of_different_layouts_are_not_written_together(
    tokens: PoemTokens, sampler: Callable[..., Sampler]
) -> None:
    names = ("五绝·仄起·首句不入韵", "七绝·仄起·首句不入韵")
    plans = [Plan((2,), plain(name).automaton(tokens), 1) for name in names]
    with pytest.raises(ValueError, match="same layout"):
        sampler().sample(plans, 0)


def test_a_leaning_idea_pulls_and_every_rule_still_holds(
    tokens: PoemTokens, sampler: Callable[..., Sampler]
) -> None:
    automaton = plain().automaton(tokens)
    drawn = automaton.choices[0][::7]
    wanted = drawn[: len(drawn) // 2]
    lean = {0: (wanted, np.full(len(wanted), 12, np.float32))}
    prefix = (tokens.number["<bos>"], tokens.number["<body>"])
    free, led = (
        sampler().sample([Plan(prefix, automaton, 16, lean=pull)], 0, 0.9) for pull in ({}, lean)
    )
    assert sum(one.tokens[0] in set(wanted.tolist()) for one in led) > 14
    assert sum(one.tokens[0] in set(wanted.tolist()) for one in free) < 14
    for one in led:
        text = "".join(tokens.vocabulary[token] for token in one.tokens)
        lines = [text[i : i + 5] for i in range(0, 20, 5)]
        assert not check(lines, plain().name).grave, lines
