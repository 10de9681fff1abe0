"""Features are ranked by what sets a collection apart, and doubted when there is little of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sixing.errors import BadCorpus
from sixing.patterns.bags import Bags, Feature, gather
from sixing.patterns.selection import (
    Selection,
    distinct,
    information,
    log_odds,
    measure,
    select,
)


def feature(key: str, kind: str = "word") -> Feature:
    return Feature(kind, key, key, key)


def bags(counts: np.ndarray, names: str, room: float = 20.0) -> Bags:
    """Bags whose pieces have these counts, (pieces, features)."""
    entries = [(i, j, c) for (i, j), c in np.ndenumerate(counts) if c]
    return Bags.of([feature(n) for n in names], entries, {"word": [room] * len(counts)})


@pytest.fixture
def two() -> tuple[Bags, Bags]:
    """Two collections: the first has more of a, less of b, and c, d, e by the same chance."""
    chance = np.random.default_rng(1)
    own = chance.poisson([4, 0.5, 2, 1, 1], (200, 5))
    other = chance.poisson([1, 2.0, 2, 1, 1], (300, 5))
    return bags(own, "abcde"), bags(other, "abcde")


def test_what_differs_comes_first_with_its_direction(two: tuple[Bags, Bags]) -> None:
    found = select(*two, chosen=2)
    assert [(one.feature.key, one.more) for one in found.findings[:2]] in (
        [("a", True), ("b", False)],
        [("b", False), ("a", True)],
    )
    assert all(one.stable for one in found.findings[:2])
    assert found.trusted


def test_what_does_not_differ_is_not_told(two: tuple[Bags, Bags]) -> None:
    told = {one.feature.key for one in select(*two, chosen=2).findings if one.stable}
    assert told == {"a", "b"}


def test_a_burst_in_one_piece_is_not_stable() -> None:
    chance = np.random.default_rng(2)
    own, other = (chance.poisson([2.0, 2.0, 2.0], (100, 3)) for _ in range(2))
    own[:, 1] += chance.poisson(2.0, 100)
    own[0, 2] += 300  # one piece says it three hundred times
    found = select(bags(own, "abc", 400.0), bags(other, "abc", 400.0), chosen=1)
    stability = {one.feature.key: one.stability for one in found.findings}
    assert stability["c"] < 0.8
    assert found.more(1)[0].feature.key == "b" or not found.more(1)[0].stable


def test_the_same_seed_gives_the_same_findings(two: tuple[Bags, Bags]) -> None:
    assert select(*two, seed=3) == select(*two, seed=3)


def test_a_summed_reference_gives_the_same_ranking(two: tuple[Bags, Bags]) -> None:
    own, other = two
    by_piece, summed = select(own, other), select(own, other.tally())
    assert [f.feature for f in by_piece.findings] == [f.feature for f in summed.findings]


def test_five_pieces_are_not_trusted(two: tuple[Bags, Bags]) -> None:
    own, other = two
    few = own.some(np.arange(own.size) < 5)
    assert not select(few, other).trusted


def test_nothing_cannot_be_compared(two: tuple[Bags, Bags]) -> None:
    own, other = two
    with pytest.raises(BadCorpus, match="nothing to compare"):
        select(own.some(np.zeros(own.size, np.bool_)), other)


def test_log_odds_shrink_what_was_seen_once() -> None:
    y, n = np.array([1.0, 100.0]), np.array([1000.0, 1000.0])
    odds, deviation = log_odds(y, n, np.array([0.0, 10.0]), n)
    assert abs(odds[0] / deviation[0]) < 2 < odds[1] / deviation[1]


def test_information_of_a_sure_sign_is_one_bit() -> None:
    full, none = np.array([10.0]), np.array([0.0])
    room = np.array([10.0])
    assert information(full, room, none, room)[0] == pytest.approx(1.0, abs=1e-6)
    assert information(full, room, full, room)[0] == pytest.approx(0.0, abs=1e-6)


def test_measures_of_many_samples_are_those_of_each() -> None:
    y, n = np.array([[5.0, 30.0, 8.0], [9.0, 3.0, 8.0]]), np.full((2, 3), 100.0)
    z, m = np.array([10.0, 10.0, 10.0]), np.full(3, 100.0)
    together = measure(y, n, z, m)
    for row in range(2):
        assert np.allclose(measure(y[row], n[row], z, m).rank, together.rank[row])


def test_what_says_the_same_is_told_once() -> None:
    own = bags(np.full((40, 2), 3), "ab")
    other = bags(np.full((40, 3), 1), "abc").aligned(own.features)
    found: Selection = select(own, other)
    assert len(found.findings) == 1  # the same pieces have both
    assert len(found.findings[0].also) == 1


def test_a_medium_may_say_what_is_the_same(two: tuple[Bags, Bags]) -> None:
    found = select(*two, chosen=2).more(1) + select(*two, chosen=2).less(1)
    again = [replace(one, more=True) for one in found]
    kept = distinct(again, two[0], lambda a, b: {a.key, b.key} == {"a", "b"})
    assert len(kept) == 1


def test_sights_are_gathered_by_piece_and_feature() -> None:
    piece, number, count = gather(np.array([1, 0, 1]), np.array([2, 1, 2]), 3)
    assert list(zip(piece.tolist(), number.tolist(), count.tolist(), strict=True)) == [
        (0, 1, 1.0),
        (1, 2, 2.0),
    ]
