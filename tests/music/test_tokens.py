"""Scores survive their spelling as tokens."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixing.errors import BadInput
from sixing.media.music.grid import METRES, PARTS, TEMPOS, on_grid
from sixing.media.music.score import Chord, Key, Metre, Note, Part, Score, Tempo
from sixing.media.music.tokens import Control, Header, MusicTokens, Player, header_of, vocabulary

TOKENS = MusicTokens()

notes = st.builds(
    Note, st.integers(0, 400), st.integers(1, 500), st.integers(0, 127), st.integers(0, 7)
)
parts = st.builds(
    Part,
    st.sampled_from(["", "flute"]),
    st.integers(0, 127),
    st.lists(notes, max_size=12).map(tuple),
    st.booleans(),
)
metres = st.sampled_from(METRES)
changes = st.lists(st.tuples(st.integers(1, 300), metres), max_size=3)
marks = st.lists(st.tuples(st.integers(1, 300), st.integers(20, 320)), max_size=3)
keys = st.none() | st.builds(Key, st.integers(0, 11), st.sampled_from(["major", "yu"]))
chords = st.builds(Chord, st.integers(0, 300), st.integers(0, 11), st.sampled_from(["", "m", "13"]))


@st.composite
def scores(draw: st.DrawFn) -> Score:
    first = draw(metres)
    later = sorted(dict(draw(changes)).items())
    tempos = sorted(dict(draw(marks)).items())
    return Score(
        tuple(draw(st.lists(parts, min_size=1, max_size=4))),
        (first, *(Metre(start, m.beats, m.unit) for start, m in later)),
        (Tempo(0, draw(st.integers(20, 320))), *(Tempo(*t) for t in tempos)),
        draw(keys),
        draw(st.integers(0, 60)),
        chords=tuple(draw(st.lists(chords, max_size=3))),
    )


@given(scores())
@settings(max_examples=400, deadline=None)
def test_a_score_survives_its_tokens(score: Score) -> None:
    plain = on_grid(score)
    ids = TOKENS.encode(score, Control("bach", density=2))
    assert TOKENS.decode(ids) == plain
    assert on_grid(plain) == plain
    assert TOKENS.encode(plain, Control("bach", density=2)) == ids


@given(st.lists(st.integers(0, len(TOKENS) - 1), max_size=60))
@settings(max_examples=200, deadline=None)
def test_what_is_no_score_is_refused_in_words(ids: list[int]) -> None:
    head = TOKENS.encode(Score((Part("", 0, ()),)))[:-1]
    with suppress(BadInput):
        TOKENS.decode(head + ids)


def jig() -> Score:
    pitches = (67, 71, 74, 79, 74, 71) * 4
    tune = tuple(Note(6 * i, 6, pitch) for i, pitch in enumerate(pitches))
    return Score((Part("", 73, tune),), (Metre(0, 6, 8),), (Tempo(0, 112),), Key(7))


def words(ids: list[int]) -> list[str]:
    return [TOKENS.vocabulary[i][1:-1] for i in ids]


def test_a_tune_says_nothing_twice() -> None:
    said = words(TOKENS.encode(jig(), Control("irish", closing=False)))
    head = "bos unended style:irish metre:6/8 tempo:112 mode:major tonic:7 program:73 solo body"
    assert said[:10] == head.split()
    first = "bar:4 for:6 pitch:67 pitch:71 pitch:74 pitch:79 pitch:74 pitch:71"
    assert " ".join(said[10:18]) == first
    assert len(said) == 10 + 4 * 8 + 1


def test_bars_that_are_alike_are_spelled_alike() -> None:
    said = words(TOKENS.encode(jig()))
    body = said[said.index("body") + 1 : -1]
    assert body[1:8] == body[9:16] == body[17:24]


def test_voices_take_turns_at_an_onset() -> None:
    two = Score(
        (Part("", 52, (Note(0, 12, 67),)), Part("", 52, (Note(0, 12, 60), Note(12, 12, 59))))
    )
    said = words(TOKENS.encode(two))
    body = said[said.index("body") + 1 :]
    assert body == [
        "bar:1", "at:0", "for:12", "pitch:67", "part:1", "for:12", "pitch:60",
        "at:12", "part:1", "pitch:59", "end",
    ]  # fmt: skip


def test_an_upbeat_and_a_bar_cut_short_are_kept() -> None:
    tune = Part("", 0, tuple(Note(12 * i, 12, 60) for i in range(12)))
    score = Score((tune,), (Metre(0, 4, 4), Metre(84, 4, 4)), pickup=12)
    lengths = [bar.length for bar in TOKENS.decode(TOKENS.encode(score)).bars()]
    assert lengths == [12, 48, 24, 48, 48]


def test_a_prefix_says_what_is_known() -> None:
    known = header_of(on_grid(jig()))
    ids = TOKENS.encode(jig(), Control("irish"))
    whole = TOKENS.prefix(Control("irish"), known)
    assert ids[: len(whole)] == whole
    assert words(whole)[-1] == "body"
    partly = TOKENS.prefix(Control("irish"), Header(metre=Metre(0, 6, 8), key=Key(7)))
    assert words(partly) == ["bos", "style:irish", "metre:6/8"]
    band = Header(Metre(), 120, None, (Player(0), Player(drums=True, loud=3)), False, keyless=True)
    assert words(TOKENS.prefix(Control(), band))[-5:] == [
        "mode:none", "program:0", "drums", "loud:3", "body",
    ]  # fmt: skip
    assert TOKENS.learnt_from(ids) == 2


def test_what_the_grid_cannot_hold_is_refused() -> None:
    with pytest.raises(BadInput, match="parts"):
        on_grid(Score((Part("", 0, ()),) * (PARTS + 1)))
    with pytest.raises(BadInput, match="metre 9/4"):
        on_grid(Score((Part("", 0, ()),), (Metre(0, 9, 4),)))


def test_the_vocabulary_is_of_facts() -> None:
    assert len(set(vocabulary())) == len(vocabulary()) < 1100
    assert vocabulary(["mine"])[8] == "<style:mine>"
    assert {f"<tempo:{t}>" for t in TEMPOS} <= set(vocabulary())
