"""What is measured of a piece is what one hears in a toy."""

from __future__ import annotations

import pytest

from sixing.media.music import analysis
from sixing.media.music.score import Key, Metre, Note, Part, Score, Tempo


def tune(lengths: list[int], pitch: int = 67, metre: Metre | None = None, bpm: int = 120) -> Score:
    notes, at = [], 0
    for length in lengths:
        notes.append(Note(at, length, pitch))
        at += length
    part = Part("", 73, tuple(notes))
    return Score((part,), (metre or Metre(),), (Tempo(0, bpm),), Key(7, "major"))


def test_density_rises_with_the_notes_of_a_beat() -> None:
    levels = [analysis.density(tune([length] * 16)) for length in (24, 12, 6, 3)]
    assert levels == [0, 0, 2, 3]
    assert analysis.attacks(tune([6] * 16)) == 2.0


def test_a_resting_part_is_not_thin() -> None:
    long = tune([12] * 16).parts[0]
    short = Part("", 0, long.notes[:4])
    assert analysis.attacks(Score((long, short))) == 1.0


def test_bright_is_fast_and_major() -> None:
    slow = tune([48] * 8, bpm=50)
    assert analysis.valence(tune([6] * 16)) == 2
    minor = Score(slow.parts, slow.metres, slow.tempos, Key(7, "minor"))
    assert analysis.valence(minor) == 0
    assert analysis.energy(tune([3] * 32, bpm=140)) > analysis.energy(slow)


def test_bars_alike_groove_and_bars_unlike_do_not() -> None:
    alike = tune([12, 6, 6, 24] * 4)
    unlike = tune([12, 12, 12, 12, 3, 3, 6, 36, 48, 6, 6, 6, 6, 24])
    assert analysis.groove(alike) == 1.0
    assert analysis.groove(unlike) < 0.9


@pytest.mark.parametrize(("metre", "lengths"), [
    (Metre(0, 3, 4), [24, 12] * 8), (Metre(0, 4, 4), [24, 12, 12] * 8),
    (Metre(0, 6, 8), [12, 6, 12, 6] * 8),
])  # fmt: skip
def test_bar_lines_are_borne_out_by_long_notes(metre: Metre, lengths: list[int]) -> None:
    right = tune(lengths, metre=metre)
    rotated = tune([6, *lengths], metre=metre)
    assert analysis.metre_coherence(right) > 0.85
    assert analysis.metre_coherence(rotated) < analysis.metre_coherence(right)


def test_an_upbeat_does_not_shift_the_bars() -> None:
    whole = tune([24, 12, 12] * 4)
    late = Score(
        (Part("", 73, (Note(0, 12, 60), *(Note(n.start + 12, n.length, n.pitch)
                                         for n in whole.parts[0].notes))),),
        pickup=12,
    )  # fmt: skip
    assert analysis.groove(late) == 1.0
    assert analysis.metre_coherence(late) == analysis.metre_coherence(whole)


def test_texture_counts_what_sounds_together() -> None:
    chord = Part("", 0, (Note(0, 24, 60), Note(0, 24, 64), Note(24, 24, 60)))
    assert analysis.texture(Score((chord,))) == 1.5
    assert analysis.compass(Score((chord,))) == (60, 64)
    assert analysis.notes_a_bar(Score((chord,))) == 3


def test_an_empty_piece_is_measured_without_a_word() -> None:
    empty = Score((Part("", 0, ()),))
    assert (analysis.attacks(empty), analysis.texture(empty), analysis.compass(empty)) == (
        0,
        0,
        None,
    )
    assert analysis.energy(empty) == 0
    assert analysis.valence(empty) == 0
    assert analysis.metre_coherence(empty) == 0
    assert analysis.on_beats(empty) == 0
