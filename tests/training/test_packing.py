"""Packing: no document is cut, none hears another, and only bodies are learnt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.training.packing import Batch, Document, pack

LENGTH = 12


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Documents that can be told apart: each repeats a number of its own, counting up."""
    sizes = draw(st.lists(st.integers(2, LENGTH + 1), min_size=1, max_size=30))
    return [
        ([100 * (i + 1) + k for k in range(size)], draw(st.integers(1, size - 1)))
        for i, size in enumerate(sizes)
    ]


def packed(these: list[Document], rows: int = 3) -> list[Batch]:
    # A last document that leaves no room flushes what is held.
    flush: Iterator[Document] = (([1] * (LENGTH + 1), 1) for _ in range(rows + 1))
    return list(pack(iter([*these, *flush]), rows, LENGTH))


def learnt(batches: list[Batch]) -> dict[int, list[tuple[list[int], list[int]]]]:
    """Inputs and targets of each document, by its number."""
    found: dict[int, list[tuple[list[int], list[int]]]] = {}
    for batch in batches:
        for ids, targets, numbers in zip(batch.ids, batch.targets, batch.documents, strict=True):
            for number in set(numbers.tolist()) - {0}:
                at = numbers == number
                found.setdefault(number, []).append((ids[at].tolist(), targets[at].tolist()))
    return found


@given(documents())
def test_every_document_is_there_once_and_whole(these: list[Document]) -> None:
    found = learnt(packed(these))
    wanted = [(list(ids[:-1]), [-1] * (start - 1) + list(ids[start:])) for ids, start in these]
    assert [found[i + 1] for i in range(len(these))] == [[one] for one in wanted]


@given(documents())
def test_a_document_lies_in_one_piece(these: list[Document]) -> None:
    for batch in packed(these):
        for numbers in batch.documents:
            changes = [int(n) for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1]]
            assert len(changes) == len(set(changes))


@given(documents())
def test_what_is_empty_is_not_learnt(these: list[Document]) -> None:
    for batch in packed(these):
        assert (batch.targets[batch.documents == 0] == -1).all()


def test_a_document_longer_than_a_row_is_left_out() -> None:
    long: Document = (list(range(500, 500 + LENGTH + 2)), 1)
    assert all((batch.ids < 500).all() for batch in packed([long, ([7, 8], 1)]))


def test_little_room_is_lost() -> None:
    chance = np.random.default_rng(0)
    these = (([2] * int(n), 1) for n in chance.integers(3, 8, 2000))
    batches = list(pack(these, 8, 64))
    full = np.mean([(batch.documents > 0).mean() for batch in batches])
    assert full == pytest.approx(1, abs=0.03)
