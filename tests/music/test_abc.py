"""Tunes in ABC: our own come back exactly, strangers' as the standard means them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixing.errors import BadMusic
from sixing.media.music.abc import read, write
from sixing.media.music.score import Chord, Key, Metre, Note, Part, Score, Tempo
from sixing.testing.tunes import AIR, TUNES, scores


def tune(music: str, head: str = "K:C") -> Score:
    (score,) = read(f"X:1\nL:1/4\nM:4/4\n{head}\n{music}\n")
    return score


def pitches(music: str, head: str = "K:C") -> list[int]:
    return [note.pitch for note in tune(music, head).parts[0].notes]


def lengths(music: str) -> list[int]:
    return [note.length for note in tune(music).parts[0].notes]


@given(scores(parts=4, lyrics=False))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_back(score: Score) -> None:
    assert list(read(write(score))) == [score]


@pytest.mark.parametrize("piece", TUNES, ids=lambda piece: piece.title)
def test_tunes_come_back(piece: Score) -> None:
    assert list(read(write(piece))) == [piece]


def test_words_stand_under_their_notes() -> None:
    assert "w: 山 高 水" in write(AIR)


def test_signs_last_for_a_bar_and_through_ties() -> None:
    assert pitches("^FF=FF | F ^c- | c d |", "K:G") == [66, 66, 65, 65, 66, 73, 74]
    assert pitches("_B B b") == [70, 70, 82]


def test_keys_and_modes_sign_their_notes() -> None:
    assert pitches("FCG", "K:D") == [66, 61, 67]
    assert pitches("BEF", "K:Gdor") == [70, 64, 65]
    assert pitches("FC", "K:Amix") == [66, 61]
    assert pitches("FCG", "K:HP") == [66, 61, 67]
    assert pitches("FB", "K:D Phr ^f") == [66, 70]
    assert tune("C", "K:Eb minor").key == Key(3, "minor")
    assert tune("C", "K:none").key is None


def test_octaves_and_lengths() -> None:
    assert pitches("C, C c c' c''") == [48, 60, 72, 84, 96]
    assert lengths("C C2 C/ C/2 C// C3/2 C/4") == [12, 24, 6, 6, 3, 18, 3]


def test_broken_rhythm_and_tuplets() -> None:
    assert lengths("A>B A<B A>>B") == [18, 6, 6, 18, 21, 3]
    assert lengths("(3ABc (3:2:2A2B c") == [8, 8, 8, 16, 8, 12]


def test_chords_slurs_graces_and_ornaments() -> None:
    score = tune('"Am"(A {gf}~B) [CEG]2 | "^slow" !trill!c "G7/B"z3')
    assert [n.pitch for n in score.parts[0].notes] == [69, 71, 60, 64, 67, 72]
    assert score.chords == (Chord(0, 9, "m"), Chord(60, 7, "7"))


def test_repeats_are_played_out_with_their_endings() -> None:
    assert pitches("|: C4 |1 D4 :|2 E4 |] F4 |") == [60, 62, 60, 64, 65]
    assert pitches("C4 :: D4 :|") == [60, 60, 62, 62]
    assert pitches("|: C4 |1,2 D4 :|3 E4 ||") == [60, 62, 60, 62, 60, 64]
    assert pitches("|: C4 [1 D4 :| [2 E4 || |: F4 |1 G4 :|2 A4 |]") == [
        60, 62, 60, 64, 65, 67, 65, 69,
    ]  # fmt: skip


def test_an_upbeat_is_the_first_bar_when_it_is_short() -> None:
    score = tune("|: G | C4 | D3 :|")
    assert score.pickup == 12
    assert [bar.length for bar in score.bars()] == [12, 48, 48, 48, 48][: len(score.bars())]
    assert [note.start for note in score.parts[0].notes] == [0, 12, 60, 96, 108, 156]


def test_a_short_bar_is_a_bar_and_fields_change_what_follows() -> None:
    score = tune("C4 | D3 | E4 | [M:3/4][Q:1/4=60][K:G] F3 | [L:1/8] F6 |")
    assert score.metres == (Metre(0, 4, 4), Metre(84, 4, 4), Metre(132, 3, 4))
    assert score.tempos == (Tempo(0, 120), Tempo(132, 60))
    assert [note.pitch for note in score.parts[0].notes] == [60, 62, 64, 66, 66]
    assert score.length == 204


def test_tempos_are_heard_in_beats_of_any_kind() -> None:
    for said, bpm in (("1/4=90", 90), ("3/8=60", 90), ("1/8 3/8=40", 80), ('"Slow" 1/2=40', 80)):
        assert tune("C", f"Q:{said}\nK:C").tempos == (Tempo(0, bpm),)
    assert tune("C", "Q:1/41/8=90\nK:C").tempos == (Tempo(0, 120),)


def test_voices_are_parts_with_instruments() -> None:
    text = (
        "X:1\nM:2/4\nL:1/4\nV:S name=\"So prano\"\nV:B clef=bass\nK:F\n"
        "V:S\n%%MIDI program 52\nAB|\nw: la_ lu\nV:B\nF,2|\n[V:S] c2|\n[V:B] C,2|]\n"
    )  # fmt: skip
    (score,) = read(text)
    assert [(p.name, p.program, len(p.notes)) for p in score.parts] == [
        ("So prano", 52, 3),
        ("", 0, 2),
    ]
    assert score.parts[0].notes[1].pitch == 70
    assert score.parts[0].lyrics == ("la", "", "")


def test_words_with_hyphens_and_bars() -> None:
    score = tune("CDEF | GABc |\nw: one two-three * | last~word\n")
    assert score.parts[0].lyrics == ("one", "two", "three", "", "last word", "", "", "")


def test_overlays_sound_together() -> None:
    assert tune("C4 & E2G2 | c4").parts[0].notes == (
        Note(0, 48, 60), Note(0, 24, 64), Note(24, 24, 67), Note(48, 48, 72),
    )  # fmt: skip


def test_a_file_holds_many_tunes_and_its_own_head() -> None:
    text = "M:3/4\n\nX:1\nT:One\nK:C\nC3\n\nwords between\n\nX:2\nT:Two\nK:G\nz3\n\nX:3\nK:D\nF3"
    found = list(read(text))
    assert [(score.title, score.metres[0].name) for score in found] == [("One", "3/4"), ("", "3/4")]


@pytest.mark.parametrize(
    "text", ["", "X:1", "hello", "X:1\nK:C\nzzz", "X:1\nM:4/4\nK:C\n" + "C9999" * 300]
)
def test_what_is_no_tune_is_refused(text: str) -> None:
    with pytest.raises(BadMusic):
        list(read(text))


_SIGNS = st.text(alphabet="ABcdz|:[]123/-(){}<>&\"!^_='., \nKLMQVw%\\\u4e2d", max_size=80)


@given(_SIGNS)
@settings(max_examples=100, deadline=None)
def test_noise_is_read_or_refused(noise: str) -> None:
    try:
        for score in read("X:1\nK:C\nC" + noise):
            assert score.bars()
    except BadMusic:
        pass


def test_a_tie_and_a_new_note_of_its_letter_are_told_apart() -> None:
    long, short = Note(2, 10, 68), (Note(0, 6, 64), Note(6, 6, 67))
    notes = tuple(sorted((long, *short)))
    score = Score((Part("", 0, notes),))
    assert list(read(write(score))) == [score]
    again = Score(
        (Part("", 0, tuple(sorted((Note(20, 8, 68), Note(24, 8, 67), Note(18, 9, 61))))),)
    )
    assert list(read(write(again))) == [again]
