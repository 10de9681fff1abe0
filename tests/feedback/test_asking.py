"""The next question tells most, is never the same, and lets who asks learn sooner."""

from __future__ import annotations

import numpy as np

from sixing.feedback.asking import next_pair
from sixing.feedback.preference import fit, nothing


def test_no_pair_is_asked_twice_until_none_is_left() -> None:
    traits = np.random.default_rng(0).standard_normal((6, 3)) * 2
    asked: list[frozenset[int]] = []
    while pair := next_pair(nothing(3), traits, asked):
        assert frozenset(pair) not in asked
        asked.append(frozenset(pair))
    assert len(asked) == 15


def test_works_that_are_nearly_the_same_are_not_compared() -> None:
    assert next_pair(nothing(2), np.array([[1.0, 1.0], [1.1, 1.0]])) is None


def test_fewer_than_two_works_give_no_question() -> None:
    assert next_pair(nothing(2), np.zeros((1, 2))) is None
    assert next_pair(nothing(2), np.zeros((0, 2))) is None


def test_the_first_questions_lay_out_different_differences() -> None:
    """Whatever is answered, the second question is nearly at right angles to the first."""
    traits = np.array([[2.0, 0], [-2.0, 0], [1.9, 0.1], [-1.9, 0], [0, 1.5], [0, -1.5]])
    first = next_pair(nothing(2), traits)
    assert first == (0, 1)
    learnt = fit(np.array([traits[0] - traits[1]]), np.ones(1))
    assert next_pair(learnt, traits, [frozenset(first)]) == (4, 5)


def test_works_of_one_form_are_compared_sooner() -> None:
    traits = np.array([[2.0, 0], [-2.0, 0], [-1.9, 0]])
    assert next_pair(nothing(2), traits, kinds=["五绝", "七绝", "五绝"]) == (0, 2)


def agreement(active: bool, people: int, answers: int) -> float:
    right = []
    for seed in range(people):
        chance = np.random.default_rng(seed)
        works, hidden = chance.standard_normal((60, 6)), chance.standard_normal(6) * 1.5
        test = chance.standard_normal((300, 6))
        rows, said, asked, taste = np.zeros((0, 6)), np.zeros(0), [], nothing(6)
        for _ in range(answers):
            drawn = tuple(map(int, chance.choice(60, 2, replace=False)))
            pair = next_pair(taste, works, asked) if active else drawn
            assert pair is not None
            asked.append(frozenset(pair))
            rows = np.vstack([rows, works[pair[0]] - works[pair[1]]])
            sure = 1 / (1 + np.exp(-rows[-1] @ hidden))
            said = np.append(said, float(chance.random() < sure))
            taste = fit(rows, said)
        right.append(np.mean((test @ taste.mean > 0) == (test @ hidden > 0)))
    return float(np.mean(right))


def test_asking_well_learns_more_than_asking_by_chance() -> None:
    assert agreement(True, 12, 12) > agreement(False, 12, 12) + 0.03
