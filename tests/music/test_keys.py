"""A key is found from what sounds and where it ends."""

from __future__ import annotations

import pytest

from sixing.media.music.keys import FOLK, PENTATONIC, find, in_scale, key_of
from sixing.media.music.score import GRID, MODES, Key, Note, Part, Score


def line(pitches: list[int], program: int = 73) -> Part:
    return Part("", program, tuple(Note(GRID * n, GRID, p) for n, p in enumerate(pitches)))


def walk(key: Key) -> Score:
    """Up the scale and down to the tonic again, leaning on the triad."""
    steps = MODES[key.mode]
    up = [60 + key.tonic + step for step in steps]
    return Score((line([up[0], *up, up[0] + 12, *up[::-1], up[2], up[0], up[0]]),))


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize("mode", FOLK)
def test_a_scale_is_found_on_every_tonic(tonic: int, mode: str) -> None:
    assert find(walk(Key(tonic, mode))).key == Key(tonic, mode)


@pytest.mark.parametrize("mode", PENTATONIC)
def test_the_five_modes_are_told_apart_by_their_final(mode: str) -> None:
    piece = walk(Key(2, mode))
    assert find(piece, PENTATONIC).key == Key(2, mode)


def test_moving_a_piece_moves_its_key_and_keeps_the_certainty() -> None:
    piece = walk(Key(4, "minor"))
    found, moved = find(piece), find(piece.moved(3))
    assert moved.key == found.key.moved(3)
    assert moved.certainty == pytest.approx(found.certainty)


def test_drums_have_no_key() -> None:
    drums = Score((Part("", 0, (Note(0, 12, 36),), drums=True),))
    assert key_of(drums) is None
    with pytest.raises(ValueError, match="no note of this piece has a pitch"):
        find(drums)


def test_twelve_notes_alike_are_no_cause_to_be_sure() -> None:
    assert find(Score((line(list(range(60, 72))),)), ("major", "minor")).certainty < 0.9


def test_the_raised_leading_tone_of_minor_is_in_its_scale() -> None:
    assert in_scale(Score((line([69, 68, 69, 66]),)), Key(9, "minor")) == 1.0
    assert in_scale(Score((line([69, 68, 69, 66]),)), Key(9, "dorian")) == 0.75
