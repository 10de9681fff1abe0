"""Chorales by a net that knows nothing: the rules hold all the same, and what is given stays."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sixing.composing.choir import Desk
from sixing.composing.chorales import chorale, counter, harmonise, infill
from sixing.errors import BadInput
from sixing.making.gibbs import Schedule
from sixing.media.music import cantus
from sixing.media.music.score import Key, Metre, Note, Part, Score
from sixing.media.music.table import FACTS, LEVELS, LOWEST, melody, to_table
from sixing.media.music.voices import RANGES
from sixing.models.anyorder import AnyOrderConfig, AnyOrderRunner

CONFIG = AnyOrderConfig(levels=LEVELS, facts=FACTS, width=8, layers=1, heads=2, hidden=8)


@pytest.fixture(scope="module")
def desk() -> Desk:
    # It knows where voices lie and that a note is mostly held, and nothing of music.
    weights = CONFIG.zeros()
    bias = weights["head.bias"].reshape(4, -1)
    for voice, middle in enumerate((72, 67, 59, 50)):
        bias[voice, 1:] = np.tile(-0.05 * (np.arange(LEVELS) + LOWEST - middle) ** 2, 2)
    bias[:, LEVELS + 1 :] += 1.5
    return Desk(AnyOrderRunner(CONFIG, weights), Schedule(passes=3), seed=1)


def tune(*notes: tuple[int, int], metre: Metre | None = None, key: Key | None = None) -> Score:
    """Notes as (pitch, places); pitch 0 rests."""
    at, found = 0, []
    for pitch, length in notes:
        if pitch:
            found.append(Note(at, length, pitch))
        at += length
    return Score((Part("tune", 40, tuple(found)),), (metre or Metre(),), key=key)


SCALE = tune(*((p, 12) for p in (67, 69, 71, 72, 74, 72, 71, 69)), (67, 48), key=Key(7))
LEAPS = tune((60, 6), (72, 6), (64, 3), (79, 9), (67, 12), (65, 6), (74, 6), (72, 24))
RESTS = tune((67, 12), (67, 12), (0, 12), (71, 12), (72, 24), (0, 6), (74, 6), (67, 12))
TRIPLETS = tune(*((p, 4) for p in (67, 69, 71, 72, 71, 69)), (67, 12), (69, 2), (66, 2), (67, 8))
WALTZ = tune(
    (64, 24), (65, 12), (67, 36), (65, 18), (64, 6), (62, 12), (60, 36), metre=Metre(0, 3, 4)
)
JIG = tune(*((p, 6) for p in (67, 71, 74, 79, 74, 71, 72, 74, 72)), (67, 18), metre=Metre(0, 6, 8))


def broken(score: Score) -> list[str]:
    """Faults of a four-voice score, counted by hand."""
    pitches = to_table(score).pitches
    found = []
    for t, now in enumerate(pitches):
        found += [
            f"row {t}: crossed {v}"
            for v in range(3)
            if min(now[v], now[v + 1]) >= 0 and now[v] < now[v + 1]
        ]
        found += [
            f"row {t}: range {v}"
            for v, (low, high) in enumerate(RANGES)
            if now[v] >= 0 and not low <= now[v] <= high
        ]
    for t, (old, now) in enumerate(pairwise(pitches)):
        for a in range(4):
            for b in range(a + 1, 4):
                moved = old[a] != now[a] and old[b] != now[b]
                if min(old[a], old[b], now[a], now[b]) < 0 or not moved:
                    continue
                if (old[a] - old[b]) % 12 == (now[a] - now[b]) % 12 in (0, 7):
                    found.append(f"row {t}: parallel {a} {b}")
    return found


@pytest.mark.parametrize("song", [SCALE, LEAPS, RESTS, WALTZ, JIG])
def test_a_melody_stays_and_no_rule_breaks(song: Score, desk: Desk) -> None:
    score = harmonise(song, desk=desk)
    assert [part.name for part in score.parts] == ["tune", "alto", "tenor", "bass"]
    assert score.parts[0] == song.parts[0]
    assert broken(score) == []
    assert score.length == song.length


def test_a_melody_of_triplets_is_kept_and_never_crossed(desk: Desk) -> None:
    score = harmonise(TRIPLETS, desk=desk)
    assert score.parts[0] == TRIPLETS.parts[0]
    for note in score.parts[0].notes:
        for below in score.parts[1].notes:
            if below.start < note.end and note.start < below.end:
                assert below.pitch <= note.pitch
    starts = {note.start for part in score.parts[1:] for note in part.notes}
    assert all(start % 12 == 0 for start in starts if not 24 <= start < 36)


def test_the_last_chord_is_the_tonics(desk: Desk) -> None:
    score = harmonise(SCALE, desk=desk)
    last = to_table(score).pitches[-1]
    assert last[3] % 12 == 7
    assert set((last % 12).tolist()) in ({7, 11, 2}, {7, 11}, {7, 10, 2}, {7, 10})


def test_all_rest_where_the_melody_rests(desk: Desk) -> None:
    pitches = to_table(harmonise(RESTS, desk=desk)).pitches
    assert ((pitches < 0).all(axis=1) == (pitches[:, 0] < 0)).all()


def test_a_seed_names_a_harmony(desk: Desk) -> None:
    assert harmonise(SCALE, desk=desk) == harmonise(SCALE, desk=desk)
    assert harmonise(SCALE, desk=desk) != harmonise(SCALE, desk=replace(desk, seed=2))


def test_free_mode_keeps_the_melody_and_the_ranges(desk: Desk) -> None:
    score = harmonise(LEAPS, desk=replace(desk, strict=False))
    assert score.parts[0] == LEAPS.parts[0]
    assert not [fault for fault in broken(score) if "range" in fault]


def test_an_unsingable_melody_names_its_notes() -> None:
    with pytest.raises(
        BadInput, match=r"F3 in bar 1, E3 in bar 2.*moved by \+12 semitones it fits"
    ):
        harmonise(tune((60, 24), (53, 24), (52, 48)))
    with pytest.raises(BadInput, match="spans more than a voice"):
        harmonise(tune((40, 24), (90, 24)))


@pytest.mark.parametrize(
    ("song", "said"),
    [
        (Score(()), "0 parts sound"),
        (replace(SCALE, parts=SCALE.parts * 2), "2 parts sound"),
        (Score((Part("", 0, (Note(0, 12, 60),), drums=True),)), "drums"),
        (Score((Part("", 0, (Note(0, 24, 67), Note(12, 12, 71))),)), "one note at a time"),
        (Score((Part("", 0, (Note(12 * 4000, 12, 67),)),)), "in pieces"),
        (tune((67, 48), metre=Metre(0, 5, 32)), "not made of sixteenths"),
    ],
)
def test_what_is_no_melody_is_refused(song: Score, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        harmonise(song)


def test_only_the_bars_asked_for_are_written_anew(desk: Desk) -> None:
    whole = harmonise(SCALE, desk=desk)
    fresh = infill(whole, [2], voices=(2, 3, 4), desk=replace(desk, seed=7))
    before, after = to_table(whole), to_table(fresh)
    changed = (before.pitches != after.pitches).any(axis=1)
    assert changed[16:32].any()
    assert not changed[:16].any()
    assert not changed[32:].any()
    assert fresh.parts[0] == whole.parts[0]
    assert broken(fresh) == []


def test_no_such_bars_or_voices_to_fill(desk: Desk) -> None:
    with pytest.raises(BadInput, match="four voices"):
        infill(SCALE, [1])
    whole = harmonise(SCALE, desk=desk)
    with pytest.raises(BadInput, match="has bars 1 to 3"):
        infill(whole, [4])
    with pytest.raises(BadInput, match="voices are 1"):
        infill(whole, [1], voices=(5,))


def test_one_voice_is_set_against_a_melody(desk: Desk) -> None:
    score = counter(SCALE, "tenor", desk=desk)
    assert [part.name for part in score.parts] == ["tune", "tenor"]
    above, below = to_table(score).pitches.T
    assert (below <= above).all()
    assert (below >= RANGES[2][0]).all()
    with pytest.raises(BadInput, match='called "descant"'):
        counter(SCALE, "descant")


@pytest.mark.parametrize(
    ("metre", "bars"), [(Metre(), 4), (Metre(0, 3, 4), 5), (Metre(0, 6, 8), 2), (Metre(0, 7, 8), 1)]
)
def test_a_chorale_fills_its_bars_and_ends_at_home(metre: Metre, bars: int, desk: Desk) -> None:
    score = chorale(Key(2, "minor"), metre, bars, desk=desk)
    assert score.length == bars * metre.length
    assert broken(score) == []
    pitches = to_table(score).pitches
    assert pitches[0, 3] % 12 == pitches[-1, 3] % 12 == 2
    assert (pitches >= 0).all()


def test_a_chorale_has_at_least_a_bar() -> None:
    with pytest.raises(BadInput, match="at least one"):
        chorale(Key(0), bars=0)


def test_phrases_end_where_it_is_said_or_on_long_notes() -> None:
    song = tune(*((67, 12),) * 4, (71, 24), (69, 12), (67, 12), (65, 36), (64, 12), (60, 48))
    above, _ = melody(song.parts[0], song.length // 3)
    bars = cantus.bar_of_rows(song, above.rows)
    assert cantus.phrase_ends(above, bars) == [(16, 24), (32, 44), (48, 64)]
    assert cantus.phrase_ends(above, bars, [1]) == [(12, 16), (48, 64)]
    ends = cantus.endings([(16, 24), (48, 64)], above.rows)
    assert np.flatnonzero(ends).tolist() == [*range(20, 24), 46, 47, *range(56, 64)]
