"""Faults of voice leading are found where they are, and only there."""

from __future__ import annotations

import pytest

from sixing.media.music import leading
from sixing.media.music.score import GRID, Key, Note, Part, Score

C = Key(0)


def voices(*chords: tuple[int, ...], key: Key = C, step: int = GRID) -> Score:
    """Chords from the soprano down, each a quarter note."""
    return Score(
        tuple(
            Part("", 52, tuple(Note(step * n, step, p) for n, p in enumerate(voice)))
            for voice in zip(*chords, strict=True)
        ),
        key=key,
    )


def named(score: Score, *, grave: bool | None = None) -> list[tuple[str, int, int]]:
    found = leading.faults(score, "en")
    return [(f.rule, f.line, f.place) for f in found if grave in (None, f.grave)]


TONIC = (72, 67, 64, 48)


def test_a_cadence_by_the_book_has_no_fault() -> None:
    assert named(voices(TONIC, (72, 69, 65, 53), (71, 67, 62, 55), TONIC)) == []


def test_parallel_fifths_and_octaves_are_told_apart() -> None:
    fifths = voices((72, 67, 64, 48), (74, 69, 67, 52), TONIC)
    assert ("parallel fifths", 1, 1) not in named(fifths)
    octaves = voices(TONIC, (74, 65, 62, 50), TONIC)
    assert named(octaves, grave=True)[0] == ("parallel octaves", 1, 1)
    plain = voices((67, 64, 60, 48), (69, 65, 60, 50), (67, 64, 60, 48))
    assert ("parallel fifths", 1, 1) in named(plain)


def test_a_fourth_of_crossed_voices_is_no_fifth() -> None:
    crossed = voices((60, 65, 55, 48), (62, 67, 55, 48))
    assert not [rule for rule, *_ in named(crossed) if rule.startswith("parallel")]


def test_contrary_consecutives_are_advice() -> None:
    found = named(voices((67, 64, 60, 48), (64, 60, 55, 57)), grave=False)
    assert ("consecutives by contrary motion", 1, 1) in found


def test_a_repeated_fifth_is_no_parallel() -> None:
    assert not [r for r, *_ in named(voices(TONIC, TONIC, TONIC)) if r.startswith("parallel")]


def test_crossing_is_said_once_where_it_begins() -> None:
    found = named(voices(TONIC, (67, 69, 65, 53), (67, 69, 65, 53), TONIC), grave=True)
    assert found == [("voice crossing", 1, 1)]


def test_range_spacing_and_leaps() -> None:
    found = named(voices((90, 67, 64, 48), (72, 67, 64, 48)))
    assert ("range", 1, 1) in found
    assert ("spacing", 1, 1) in found
    assert ("leap", 1, 1) in found


def test_the_leading_tone_of_the_soprano_rises_at_the_end() -> None:
    assert ("leading tone", 1, 1) in named(voices(TONIC, (71, 67, 62, 55), (67, 64, 60, 48)))
    # An inner voice may fall to the fifth, as Bach's do.
    assert named(voices(TONIC, (74, 71, 65, 55), (72, 67, 64, 48)), grave=True) == []


def test_the_last_chord_is_the_tonic_with_its_root_below() -> None:
    assert ("cadence", 0, 1) in named(voices(TONIC, (71, 67, 62, 55)))
    assert ("cadence", 0, 1) in named(voices(TONIC, (72, 67, 60, 52)))
    picardy = voices((69, 64, 60, 57), (68, 64, 59, 52), (69, 64, 61, 57), key=Key(9, "minor"))
    assert not [f for f in named(picardy) if f[0] == "cadence"]


def test_faults_are_said_in_chinese_too() -> None:
    (said,) = [f for f in leading.faults(voices(TONIC, (71, 67, 62, 55))) if f.rule == "终止"]
    assert said.message == "末和弦不是C大调的主三和弦"
    assert said.remedy == "以主和弦收束"


def test_a_beat_is_named_with_its_bar() -> None:
    chords = [TONIC] * 5 + [(74, 65, 62, 50), TONIC]
    (said,) = [f for f in leading.faults(voices(*chords), "en")
               if f.rule == "parallel octaves" and f.message.endswith("octaves")][:1]  # fmt: skip
    assert said.message == "bar 2, beat 2: soprano and bass move in parallel octaves"


@pytest.mark.parametrize("parts", [1, 0])
def test_a_tune_has_no_voices_to_lead(parts: int) -> None:
    piece = Score((Part("", 73, (Note(0, 12, 60),)),) * parts)
    assert leading.faults(piece) == []


def test_chords_in_one_part_are_no_voices() -> None:
    chordal = Part("", 0, (Note(0, 12, 60), Note(0, 12, 64)))
    assert leading.faults(Score((chordal, chordal))) == []
