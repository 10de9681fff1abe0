"""Pieces keep every rule with any weights: the loop and its verbs, with random ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sixing.composing import continued, countered, create, harmonise, infilled, sung, varied
from sixing.errors import BadBrief
from sixing.media.music.check import check
from sixing.media.music.score import Key, Note, Part, Score
from sixing.media.music.spelling import read
from sixing.testing.tunes import AIR, JIG
from sixing.works import Brief, Candidate

SHORT = Score(
    (
        Part(
            "tune",
            52,
            tuple(Note(12 * n, 12, p) for n, p in enumerate((67, 69, 71, 72, 71, 69, 67))),
        ),
    ),
    key=Key(7),
)


def brief(style: str, **said: object) -> Brief:
    options = tuple(sorted((name, str(value)) for name, value in said.items()))
    return Brief("music", style=style, options=options, seed=7)


def grave(one: Candidate) -> list[str]:
    return [fault.message for fault in check(one.work, lang="en") if fault.grave]


@pytest.mark.parametrize("metre", ["4/4", "3/4", "6/8"])
def test_a_piece_keeps_its_rules_whatever_the_weights(toy: str, metre: str) -> None:
    made = create(brief(toy, metre=metre, bars=8, key="G", instruments="flute"))
    assert len(made) == 1
    score = read(made[0].work.content)
    assert grave(made[0]) == []
    bars = len(score.bars()) - bool(score.pickup)
    assert (score.metres[0].name, bars, score.key) == (metre, 8, Key(7))
    assert score.parts[0].program == 73


def test_the_same_seed_makes_the_same_bytes(toy: str) -> None:
    asked = brief(toy, bars=4, instruments="piano", metre="4/4")
    assert [one.to_json() for one in create(asked)] == [one.to_json() for one in create(asked)]


def test_a_work_carries_its_recipe(toy: str) -> None:
    one = create(brief(toy, bars=4, instruments="flute"))[0]
    assert one.work.recipe["brief"]["seed"] == 7
    assert one.work.recipe["idea"]["details"]["bars"] == "4"
    assert one.work.recipe["style_version"]
    assert one.judgement("choice") is not None


def test_several_pieces_differ(toy: str) -> None:
    made = create(replace(brief(toy, bars=4, instruments="flute"), count=3))
    assert len({one.work.content for one in made}) == 3


def test_a_continuation_keeps_the_beginning(toy: str) -> None:
    one = continued(AIR, brief(toy, bars=4))[0]
    score = read(one.work.content)
    notes = AIR.parts[0].notes
    assert score.parts[0].notes[: len(notes)] == notes
    assert len(score.bars()) == len(AIR.bars()) + 4


def test_bars_are_filled_and_the_rest_stays(toy: str) -> None:
    bars = JIG.bars()
    one = infilled(JIG, brief(toy, bars="3-4"))[0]
    score = read(one.work.content)
    shift = 1 if JIG.pickup else 0
    hole = range(bars[2 + shift].start, bars[3 + shift].start + bars[3 + shift].length)
    kept = [note for note in JIG.parts[0].notes if note.start not in hole]
    assert [note for note in score.parts[0].notes if note.start not in hole] == kept
    assert any(note.start in hole for note in score.parts[0].notes)


def test_a_variation_keeps_some_bars(toy: str) -> None:
    one = varied(JIG, brief(toy, amount="0.5"))[0]
    score = read(one.work.content)
    assert score.parts[0].notes != JIG.parts[0].notes
    assert set(score.parts[0].notes) & set(JIG.parts[0].notes)


def test_bars_that_are_not_there_are_refused(toy: str) -> None:
    with pytest.raises(BadBrief, match="the piece has"):
        infilled(JIG, brief(toy, bars="50-60"))


def test_a_poem_is_sung_a_note_for_each_syllable(toy: str) -> None:
    lines = ("白日依山尽", "黄河入海流")
    one = sung(lines, brief(toy))[0]
    part = read(one.work.content).parts[0]
    assert "".join(part.lyrics) == "".join(lines)


def test_what_is_no_verse_is_not_sung(toy: str) -> None:
    with pytest.raises(BadBrief, match="no Chinese verse"):
        sung(("hello",), brief(toy))


@pytest.mark.parametrize("verb", [harmonise, countered])
def test_a_melody_is_left_as_it_was(verb: Callable[..., list[Candidate]]) -> None:
    one = verb(SHORT, Brief("music", seed=3))[0]
    assert read(one.work.content).parts[0].notes == SHORT.parts[0].notes
    assert one.work.recipe["given"]


def test_four_voices_in_strict_mode_break_no_rule() -> None:
    one = harmonise(SHORT, Brief("music", seed=5))[0]
    assert grave(one) == []
    assert len(read(one.work.content).parts) == 4
