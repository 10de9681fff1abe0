"""The Kneser–Ney baseline: proper distributions, and the book's own arithmetic on a toy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixing.models.ngram import NGram, _discounts

TOYS = st.lists(
    st.lists(st.integers(1, 5), min_size=1, max_size=8).map(lambda body: ([0, *body], 1)),
    min_size=1, max_size=12,
)  # fmt: skip


@given(TOYS, st.integers(1, 5), st.lists(st.integers(0, 6), max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_context_has_a_whole_distribution(
    documents: list[tuple[list[int], int]], order: int, rest: list[int]
) -> None:
    model = NGram.fit(documents, vocabulary=7, order=order)
    found = model.probabilities([0, *rest])
    assert found.sum() == pytest.approx(1)
    assert (found > 0).all()


def test_discounts_follow_chen_and_goodman() -> None:
    counts = np.repeat([1, 2, 3, 4], [40, 10, 5, 2])
    share = 40 / (40 + 2 * 10)
    expected = [0, 1 - 2 * share * 10 / 40, 2 - 3 * share * 5 / 10, 3 - 4 * share * 2 / 5]
    assert _discounts(counts) == pytest.approx(expected)


def test_a_bigram_is_what_the_formula_says() -> None:
    documents = [([0, 1, 2], 1), ([0, 1, 2], 1), ([0, 3, 2], 1), ([0, 1, 3], 1)]
    model = NGram.fit(documents, vocabulary=4, order=2)
    # Bigrams: 01 ×3, 03 ×1, 12 ×2, 32 ×1, 13 ×1; one token precedes 1, two precede 2 and 3.
    lower_taken = _discounts(np.array([1, 2, 2]))
    taken = _discounts(np.array([3, 1, 2, 1, 1]))
    left = (lower_taken[1] + 2 * lower_taken[2]) / 5
    two = (2 - lower_taken[2]) / 5 + left / 4
    after_one = (2 - taken[2]) / 3 + (taken[2] + taken[1]) / 3 * two
    assert model.probabilities([0, 1])[2] == pytest.approx(after_one)


def test_short_orders_count_contexts_not_occurrences() -> None:
    # Francisco follows San only, however often; 3 follows three different tokens.
    documents = [([0, 1, 2], 1)] * 9 + [([0, n, 3], 1) for n in (4, 5, 6)]
    found = NGram.fit(documents, vocabulary=8, order=2).probabilities([0, 7])
    assert found[3] > found[2]


def test_what_stands_before_the_start_is_context_only() -> None:
    model = NGram.fit([([0, 9, 1], 2), ([0, 8, 2], 2)] * 20, vocabulary=10, order=3)
    assert model.probabilities([0, 9])[1] > 0.8
    assert model.probabilities([0, 8])[2] > 0.8
    assert model.probabilities([0])[9] < 0.1


def test_nats_come_document_by_document() -> None:
    documents = [([0, 1, 2, 1], 1), ([0, 2], 1), ([0, 1, 1, 2], 2)]
    model = NGram.fit(documents, vocabulary=3, order=3)
    found = model.nats(documents)
    assert [len(one) for one in found] == [3, 1, 2]
    assert found[2][0] == pytest.approx(-np.log(model.probabilities([0, 1])[1]))


def test_a_longer_memory_pays_where_there_is_something_to_remember() -> None:
    documents = [([0, 1, 2, 3, 1, 2, 4, 1, 2, 3, 1, 2, 4], 1)] * 10
    means = [
        np.mean(NGram.fit(documents, vocabulary=5, order=n).nats(documents[:1])[0])
        for n in (1, 2, 5)
    ]
    assert means[0] > means[1] > means[2]


def test_contexts_too_wide_to_pack_are_refused() -> None:
    with pytest.raises(ValueError, match="63 bits"):
        NGram.fit([([0, 1], 1)], vocabulary=100_000, order=5)
    with pytest.raises(ValueError, match="no token"):
        NGram.fit([([0], 1)], vocabulary=4)
