"""A piece is checked without asking who made it."""

from __future__ import annotations

import pytest

from sixing.errors import BadInput
from sixing.media.music.check import check, check_score
from sixing.media.music.ranges import at_once, compass, playable
from sixing.media.music.score import GRID, Key, Metre, Note, Part, Score
from sixing.media.music.spelling import spell
from sixing.works import Work


def tune(*pitches: int, program: int = 73, key: Key | None = None) -> Score:
    notes = tuple(Note(GRID * n, GRID, p) for n, p in enumerate(pitches))
    return Score((Part("", program, notes),), key=key or Key(0))


def rules(score: Score, **asked: object) -> list[str]:
    return [f.rule for f in check_score(score, lang="en", **asked)]  # type: ignore[arg-type]


def test_a_sound_tune_has_no_fault() -> None:
    work = Work("music", "air", "", spell(tune(72, 74, 76, 72)))
    assert check(work) == []


def test_what_was_asked_is_looked_for() -> None:
    piece = tune(72, 74, 76, 72)
    assert rules(piece, bars=2) == ["number of bars"]
    assert rules(piece, metre=Metre(0, 3, 4)) == ["metre asked for"]
    assert rules(piece, key=Key(7)) == ["final"]
    assert rules(piece, bars=1, metre=Metre(), key=Key(0)) == []


def test_a_metre_that_changes_inside_a_bar() -> None:
    piece = Score(tune(*[72] * 8).parts, (Metre(0, 4, 4), Metre(24, 3, 4)), key=Key(0))
    assert rules(piece) == ["metre"]


def test_an_upbeat_is_no_broken_bar() -> None:
    notes = (Note(0, 12, 67), *(Note(12 + 12 * n, 12, 72) for n in range(4)))
    assert rules(Score((Part("", 73, notes),), key=Key(0), pickup=12)) == []


def test_a_flute_plays_one_note_at_a_time_and_in_its_range() -> None:
    chord = Score((Part("", 73, (Note(0, 12, 72), Note(0, 12, 76), Note(12, 36, 72))),), key=Key(0))
    assert rules(chord) == ["one note at a time"]
    held = Score((Part("", 73, (Note(0, 24, 76), Note(12, 36, 72))),), key=Key(0))
    assert rules(held) == ["one note at a time"]
    assert rules(tune(48, 72)) == ["range"]


def test_hands_reach_a_tenth() -> None:
    wide = Score((Part("", 0, tuple(Note(0, 48, p) for p in (36, 54, 72, 90))),), key=Key(0))
    assert "span" in rules(wide)
    assert playable(0, [36, 52, 60, 76])
    assert not playable(24, list(range(40, 54, 2)))


def test_a_note_is_not_struck_while_it_sounds() -> None:
    twice = Score((Part("", 0, (Note(0, 24, 60), Note(12, 12, 60))),), key=Key(0))
    assert rules(twice) == ["doubled note"]


def test_silence_is_no_piece() -> None:
    assert rules(Score((Part("", 0, ()),))) == ["no notes"]


def test_lines_that_spell_nothing_are_refused() -> None:
    with pytest.raises(BadInput, match="spell no score"):
        check(Work("music", "", "", ("nothing",)))


def test_every_fault_is_in_both_languages() -> None:
    low = tune(30, 71)
    zh, en = check_score(low, lang="zh"), check_score(low, lang="en")
    assert [f.rule for f in zh] == ["音域", "结音"]
    assert [(f.line, f.place) for f in zh] == [(f.line, f.place) for f in en]
    assert all(f.message and f.remedy for f in (*zh, *en))


@pytest.mark.parametrize("program", range(128))
def test_every_instrument_has_a_range_to_play_in(program: int) -> None:
    low, high = compass(program)
    assert 0 <= low < high <= 127
    assert high - low >= 17
    assert at_once(program) >= 1
