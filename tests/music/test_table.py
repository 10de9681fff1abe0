"""A score of voices and its table are one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.errors import BadInput
from sixing.media.music.score import Key, Metre, Note, Part, Score
from sixing.media.music.table import (
    FACTS,
    LEVELS,
    LOWEST,
    facts,
    from_symbols,
    melody,
    symbols,
    to_score,
    to_table,
)


@st.composite
def voices(draw: st.DrawFn) -> Score:
    parts = []
    for name in ("soprano", "alto", "tenor", "bass"):
        notes, at = [], 0
        for _ in range(draw(st.integers(1, 8))):
            at += 3 * draw(st.integers(0, 2))
            length = 3 * draw(st.integers(1, 6))
            notes.append(Note(at, length, draw(st.integers(LOWEST, LOWEST + LEVELS - 1))))
            at += length
        parts.append(Part(name, 52, tuple(notes)))
    return Score(tuple(parts), (Metre(0, 3, 4),), key=Key(7, "minor"), pickup=12)


@given(voices())
def test_a_score_survives_its_table(score: Score) -> None:
    table = to_table(score)
    assert to_score(table, score) == score
    again = from_symbols(symbols(table))
    assert (again.pitches == table.pitches).all()
    assert (again.begun == table.begun).all()


def test_repeated_notes_and_long_ones_differ() -> None:
    twice = Score((Part("", 0, (Note(0, 6, 60), Note(6, 6, 60))),))
    once = Score((Part("", 0, (Note(0, 12, 60),)),))
    assert symbols(to_table(twice)).tolist() != symbols(to_table(once)).tolist()


def test_what_is_off_the_grid_or_double_is_refused_by_its_place() -> None:
    triplet = Score((Part("", 0, (Note(0, 4, 60),)),))
    with pytest.raises(BadInput, match="part 1, bar 1, note C4 is not on the grid"):
        to_table(triplet)
    double = Score((Part("", 0, (Note(0, 12, 60), Note(6, 12, 64))),))
    with pytest.raises(BadInput, match="note E4 sounds while another"):
        to_table(double)
    with pytest.raises(BadInput, match="C7"):
        symbols(to_table(Score((Part("", 0, (Note(0, 12, 96),)),))))


def test_a_melody_of_triplets_is_heard_by_rows_and_keeps_its_lowest() -> None:
    part = Part("", 0, (Note(0, 2, 64), Note(2, 2, 60), Note(4, 4, 67), Note(8, 4, 65)))
    table, lowest = melody(part, 4)
    assert table.pitches[:, 0].tolist() == [64, 60, 67, 65]
    assert lowest.tolist() == [60, 60, 65, 65]


def test_facts_tell_beat_bar_upbeat_key_and_edges() -> None:
    frame = Score((), (Metre(0, 3, 4),), key=Key(9, "minor"), pickup=12)
    told = facts(frame, 16, np.arange(16) >= 12)
    assert told.shape == (16, len(FACTS))
    assert told[:, 0].tolist() == [1, 2, 3, 4] * 4
    assert told[::4, 1].tolist() == [3, 1, 2, 3]
    assert set(told[:, 2].tolist()) == {3}
    assert told[:, 3].tolist() == [1] * 12 + [2] * 4
    assert set(told[:, 4].tolist()) == {13 + 9}
    assert told[:, 5].tolist() == [1] + [0] * 14 + [2]
    assert (told < np.array(FACTS)).all()


def test_a_bar_that_sixteenths_do_not_fill_is_refused() -> None:
    with pytest.raises(BadInput, match="not made of sixteenths"):
        facts(Score((), (Metre(0, 5, 32),)), 8)
