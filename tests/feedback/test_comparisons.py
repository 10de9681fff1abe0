"""Verdicts of every kind become comparisons, none louder than it should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.feedback.comparisons import MOST, comparisons
from sixing.works import Verdict

IDS = st.sampled_from("abcde")


def pair(first: str, second: str, rating: float | None = None) -> Verdict:
    return Verdict("pair", (first, second), rating)


def test_a_thousand_answers_the_same_count_as_a_few() -> None:
    (found,) = comparisons([pair("a", "b")] * 1000)
    assert (found.better, found.share, found.weight, found.said) == ("a", 1.0, MOST, 1000)
    assert not found.contradicts


def test_two_that_contradict_cancel_and_say_so() -> None:
    (found,) = comparisons([pair("a", "b"), pair("b", "a")])
    assert found.share == 0.5
    assert found.contradicts


def test_neither_better_is_no_contradiction() -> None:
    (found,) = comparisons([pair("a", "b", 0.5), pair("a", "b")])
    assert (found.better, found.share, found.contradicts) == ("a", 0.75, False)


def test_an_edit_is_liked_better_than_its_parent() -> None:
    (found,) = comparisons([Verdict("edit", ("parent", "child"))])
    assert (found.better, found.other) == ("child", "parent")


def test_what_was_picked_beats_what_was_shown_beside() -> None:
    found = comparisons([Verdict("pick", ("a",), among=("a", "b", "c", "d"))])
    assert {(one.better, one.other) for one in found} == {("a", "b"), ("a", "c"), ("a", "d")}
    assert sum(one.weight for one in found) == pytest.approx(1.5)


def test_the_gap_of_ratings_weighs() -> None:
    said = [Verdict("rating", (work,), value) for work, value in (("a", 1), ("b", 0.4), ("c", 0.4))]
    found = {(one.better, one.other): one.weight for one in comparisons(said)}
    assert found == pytest.approx({("a", "b"): 0.4, ("a", "c"): 0.4})


def test_the_last_rating_of_a_work_holds() -> None:
    said = [Verdict("rating", ("a",), 0.1), Verdict("rating", ("b",), 0.5)]
    assert comparisons(said)[0].better == "b"
    assert comparisons([*said, Verdict("rating", ("a",), 0.9)])[0].better == "a"


@given(
    st.lists(
        st.tuples(IDS, IDS, st.sampled_from([None, 0.0, 0.5, 1.0])).map(lambda t: pair(*t))
        | st.tuples(IDS, st.floats(0, 1)).map(lambda t: Verdict("rating", (t[0],), t[1]))
        | st.tuples(IDS, IDS).map(lambda t: Verdict("edit", t))
        | st.tuples(IDS, st.sets(IDS)).map(
            lambda t: Verdict("pick", (t[0],), among=(*sorted(t[1]), t[0]))
        ),
        max_size=12,
    )
)
def test_whatever_is_said_every_pair_stands_once_and_in_bounds(said: list[Verdict]) -> None:
    found = comparisons(said)
    assert len({frozenset((one.better, one.other)) for one in found}) == len(found)
    for one in found:
        assert one.better != one.other
        assert 0.5 <= one.share <= 1
        assert 0 < one.weight <= MOST
        assert all(0 <= place < len(said) for place in one.verdicts)
