"""Verse set to music."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sixing.errors import BadBrief
from sixing.media.music.contour import steps
from sixing.media.music.score import Key, Score
from sixing.media.music.setting import MANNERS, TENTH, sing
from sixing.media.music.verse_rhythm import LONGEST, bars_of, rhythms
from sixing.works.mood import MOODS

LINES = ("床前明月光", "疑是地上霜", "举头望明月", "低头思故乡")
FOUR = ("平平平入平", "平上去去平", "上平去平入", "平平平去平")
TODAY = ("22241", "24441", "32424", "12141")


def voice(score: Score) -> list[int]:
    return [note.pitch for note in score.parts[0].notes]


def test_mandarin_steps_follow_chao_and_third_tones_change() -> None:
    assert [step.direction for step in steps("1332")] == [-1, -1, 1]
    assert [step.strong for step in steps("41")] == [True]
    assert steps("") == steps("1") == ()


def test_an_unknown_or_neutral_tone_asks_for_nothing() -> None:
    assert [step.direction for step in steps(["1", "5", "", "平"])] == [0, 0, 0]


@pytest.mark.parametrize("syllables", range(1, LONGEST + 1))
def test_every_line_fills_its_bars(syllables: int) -> None:
    from random import Random

    (line,) = rhythms((syllables,), Random(3))
    assert len(line) == syllables
    assert sum(line) == 4 * len(bars_of(syllables))


def test_a_line_ends_long() -> None:
    from random import Random

    for seed in range(20):
        for line in rhythms((5, 7, 5, 7), Random(seed)):
            assert line[-1] >= 2


@pytest.mark.parametrize("tones", [FOUR, TODAY])
@pytest.mark.parametrize("mood", ["", *MOODS])
def test_a_melody_follows_the_tones_and_can_be_sung(mood: str, tones: tuple[str, ...]) -> None:
    made = sing(LINES, tones, mood=mood, seed=2)
    pitches = voice(made.score)
    assert made.score.key
    assert "".join(made.score.parts[0].lyrics) == "".join(LINES)
    assert made.kept.rules == made.kept.of_rules
    assert made.kept.steps >= 0.8 * made.kept.of_steps
    assert 5 <= max(pitches) - min(pitches) <= TENTH
    assert {pitch % 12 for pitch in pitches} <= made.score.key.scale
    assert pitches[-1] % 12 == made.score.key.tonic
    assert max(abs(b - a) for a, b in pairwise(pitches)) <= 12


def test_the_same_words_and_seed_give_the_same_melody_and_another_seed_another() -> None:
    assert sing(LINES, FOUR, seed=5) == sing(LINES, FOUR, seed=5)
    assert voice(sing(LINES, FOUR, seed=5).score) != voice(sing(LINES, FOUR, seed=6).score)


def test_key_tempo_and_accompaniment_are_as_asked() -> None:
    made = sing(LINES, FOUR, key=Key(2, "shang"), tempo=72, title="静夜思")
    assert (made.score.key, made.score.tempos[0].bpm) == (Key(2, "shang"), 72)
    assert made.score.title == "静夜思"
    assert len(made.score.parts) == 2
    assert {note.pitch % 12 for note in made.score.parts[1].notes} <= Key(2, "shang").scale
    assert made.score.length == sum(bar.length for bar in made.score.bars())
    assert len(sing(LINES, FOUR, accompanied=False).score.parts) == 1


def test_moods_have_manners() -> None:
    assert set(MANNERS) == {"", *MOODS}


@pytest.mark.parametrize(
    ("lines", "tones", "more"),
    [
        ((), (), {}),
        (("",), ("",), {}),
        (("月" * 17,), ("入" * 17,), {}),
        (("月",) * 65, ("入",) * 65, {}),
        (("明月",), ("平",), {}),
        (("月",), ("x",), {}),
        (("月",), ("入",), {"key": Key(0, "major")}),
        (("月",), ("入",), {"mood": "rage"}),
    ],
)
def test_what_cannot_be_sung_is_refused(
    lines: tuple[str, ...], tones: tuple[str, ...], more: dict[str, object]
) -> None:
    with pytest.raises(BadBrief):
        sing(lines, tones, **more)  # type: ignore[arg-type]
