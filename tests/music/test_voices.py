"""The rules of part writing, one by one, against chords written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.making import gibbs
from sixing.media.music.score import Key
from sixing.media.music.table import LEVELS, LOWEST
from sixing.media.music.voices import CADENCE, FINAL, PHRASE, RANGES, WALL, Leading, choices

Chord = tuple[int, int, int, int]


def column(*chords: Chord, held: bool = False) -> list[np.ndarray]:
    return [np.array([c[v] - LOWEST + 1 + LEVELS * held for c in chords]) for v in range(4)]


def leading(**how: object) -> Leading:
    return Leading(np.full(4, 127), how.pop("ends", np.zeros(4, int)), **how)


def move(before: Chord, after: Chord, **how: object) -> float:
    return float(leading(**how).move(column(before), column(after), np.array([1])).max())


def stand(chord: Chord, **how: object) -> float:
    return float(leading(**how).column(column(chord), np.array([0])).max())


def test_a_wall_means_the_same_to_the_sampler() -> None:
    assert WALL == gibbs.WALL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((72, 67, 64, 48), (74, 69, 65, 50)),  # octaves, soprano and bass
        ((72, 67, 60, 48), (74, 65, 62, 50)),  # unisons in class, three voices
        ((67, 64, 60, 53), (69, 65, 62, 55)),  # fifths, soprano and tenor
        ((72, 64, 55, 48), (74, 65, 57, 38)),  # contrary motion, octave to octave
    ],
)
def test_perfect_intervals_do_not_follow_each_other(before: Chord, after: Chord) -> None:
    assert move(before, after) >= WALL
    assert 0 < move(before, after, strict=False) < WALL


def test_what_stays_or_is_repeated_is_no_parallel() -> None:
    assert move((72, 67, 64, 48), (72, 67, 64, 48)) == 0
    assert move((72, 67, 64, 48), (72, 69, 65, 53)) == 0


def test_voices_keep_their_order_and_distance() -> None:
    assert stand((72, 67, 64, 48)) == 0
    assert stand((67, 69, 64, 48)) >= WALL
    assert stand((79, 64, 60, 48)) >= WALL
    assert stand((72, 69, 55, 48)) >= WALL
    assert stand((72, 67, 60, 40)) == 0


def test_the_alto_keeps_under_notes_between_rows() -> None:
    low = Leading(np.full(4, 65), np.zeros(4, int))
    assert float(low.column(column((72, 67, 64, 48)), np.array([0])).max()) >= WALL


def test_a_leading_tone_rises_where_the_tonic_follows() -> None:
    dominant = (74, 71, 67, 43)
    assert move(dominant, (76, 72, 67, 48)) == 0
    assert move((74, 67, 59, 55), (72, 67, 55, 48)) == 0  # falls to the fifth in a middle voice
    assert move((71, 67, 62, 55), (67, 64, 60, 48), given=frozenset()) >= WALL
    assert move((71, 67, 62, 55), (67, 64, 60, 48)) < WALL  # a given soprano is not ours
    assert move(dominant, (74, 71, 67, 55)) == 0  # no tonic yet


def test_the_third_of_a_dominant_seventh_is_not_doubled() -> None:
    assert stand((71, 65, 59, 43)) >= WALL
    assert stand((74, 65, 59, 43)) == 0
    assert 0 < stand((76, 67, 64, 48)) < WALL


def test_a_phrase_ends_on_a_whole_triad_in_root_position() -> None:
    ends = np.full(4, PHRASE)
    assert stand((72, 67, 64, 48), ends=ends) == 0
    assert stand((72, 67, 64, 52), ends=ends) >= WALL  # first inversion
    assert stand((72, 67, 60, 48), ends=ends) >= WALL  # no third
    assert stand((71, 67, 64, 48), ends=ends) >= WALL  # a seventh
    last = np.full(4, FINAL)
    assert stand((74, 71, 67, 43), ends=last, home=Key(7)) == 0
    assert stand((72, 67, 64, 48), ends=last, home=Key(7)) >= WALL
    assert stand((74, 70, 67, 43), ends=last, home=Key(7)) >= WALL  # minor in major
    assert stand((74, 70, 67, 43), ends=last, home=Key(7, "minor")) == 0
    assert stand((74, 71, 67, 43), ends=last, home=Key(7, "minor")) < WALL  # tierce de Picardie


def test_the_last_chord_is_led_to() -> None:
    before = np.full(4, CADENCE)
    assert stand((74, 69, 66, 50), ends=before, home=Key(7)) == 0  # dominant
    assert stand((72, 69, 66, 50), ends=before, home=Key(7)) == 0  # with its seventh
    plagal = stand((72, 67, 64, 48), ends=before, home=Key(7))  # subdominant
    assert 0 < plagal < stand((76, 71, 67, 52), ends=before, home=Key(7)) < WALL


def test_a_semitone_wants_preparing() -> None:
    together, prepared = column((72, 69, 65, 53)), column((76, 71, 67, 60))
    assert leading().column(together, np.array([0])).max() == 0
    assert 0 < leading().column(prepared, np.array([0])).max() < WALL
    prepared[3] = prepared[3] + LEVELS
    assert leading().column(prepared, np.array([0])).max() == 0


def test_a_piece_in_minor_does_not_open_in_major() -> None:
    assert stand((69, 64, 60, 57), home=Key(9, "minor")) == 0
    assert 0 < stand((69, 64, 61, 57), home=Key(9, "minor")) < WALL


def test_what_is_outside_the_scale_costs_something() -> None:
    assert stand((72, 67, 64, 48), scale=Key(0).scale) == 0
    assert 0 < stand((72, 67, 63, 48), scale=Key(0).scale) < WALL


def test_hidden_octaves_are_advised_against() -> None:
    assert 0 < move((67, 64, 60, 53), (72, 64, 57, 60)) < WALL


def test_voices_begin_where_they_must_and_stay_where_they_should() -> None:
    flags = np.array([True, False, False, False])
    at = np.array([0])
    chord = (72, 67, 64, 48)
    begun, held = column(chord), column(chord, held=True)
    still, begin = leading(still=flags), leading(begin=flags)
    assert 20 < still.column(begun, at).max() < WALL
    assert still.column(held, at).max() == 0
    assert begin.column(held, at).max() >= WALL
    assert begin.column(begun, at).max() == 0


def test_what_is_unknown_or_silent_breaks_no_rule() -> None:
    hidden = [np.array([3 * LEVELS + 1])] * 4
    rules = leading(ends=np.full(4, FINAL), home=Key(0))
    assert rules.column(hidden, np.array([0])).max() == 0
    assert rules.move(hidden, column((72, 67, 64, 48)), np.array([1])).max() == 0
    silent = [np.zeros(1, int)] * 4
    assert leading().column(silent, np.array([0])).max() == 0


def test_candidates_broadcast() -> None:
    alto = np.arange(30, 50).reshape(1, 1, -1)
    rest = [s.reshape(-1, 1, 1) for s in column((74, 69, 65, 50))]
    after = [rest[0], alto, *rest[2:]]
    before = [s.reshape(-1, 1, 1) for s in column((72, 67, 64, 48))]
    before[1] = np.arange(30, 50).reshape(1, -1, 1)
    found = leading().move(before, after, np.array([1]))
    assert np.broadcast_to(found, (1, 20, 20)).shape == (1, 20, 20)
    assert (found >= WALL).all()  # soprano and bass go in octaves whatever the alto does


def test_every_voice_may_be_what_its_range_says() -> None:
    for voice, (low, high) in enumerate(RANGES):
        pitches = (choices(voice) - 1) % LEVELS + LOWEST
        assert (pitches.min(), pitches.max(), len(pitches)) == (low, high, 2 * (high - low + 1))
