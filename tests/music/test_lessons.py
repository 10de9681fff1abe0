"""Excerpts, keys and rows of lessons."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from sixing.media.music import lessons as school
from sixing.media.music.grid import on_grid
from sixing.media.music.lessons import Lesson, document, epoch, excerpt, passages, shifts
from sixing.media.music.ranges import compass
from sixing.media.music.score import Key, Metre, Note, Part, Score, Tempo
from sixing.media.music.tokens import MusicTokens
from sixing.testing.tunes import BAND, CHORALE, JIG

TOKENS = MusicTokens()


def lesson(score: Score, style: str = "irish", split: str = "train", name: str = "a") -> Lesson:
    return Lesson(name, style, "toys", "ours", name, split, "", on_grid(score))


def long_tune(bars: int) -> Score:
    tune = tuple(Note(6 * i, 6, 62 + (i * i) % 11) for i in range(6 * bars))
    return Score((Part("", 73, tune),), (Metre(0, 6, 8),), key=Key(2))


def test_an_excerpt_begins_at_nothing_and_holds_its_bars() -> None:
    tune = long_tune(12)
    part = excerpt(tune, 4, 8)
    assert len(part.bars()) == 4
    assert part.parts[0].notes[0].start == 0
    assert part.parts[0].notes[0].pitch == tune.parts[0].notes[24].pitch


def test_an_excerpt_keeps_metre_tempo_and_upbeat() -> None:
    notes = tuple(Note(12 * i, 12, 60) for i in range(25))
    score = Score(
        (Part("", 0, notes),), (Metre(0, 4, 4), Metre(108, 3, 4)),
        (Tempo(0, 96), Tempo(60, 120)), pickup=12,
    )  # fmt: skip
    assert excerpt(score, 0, 2).pickup == 12
    assert excerpt(score, 1, 3).pickup == 0
    later = excerpt(score, 2, 5)
    assert [m.name for m in later.metres] == ["4/4", "3/4"]
    assert later.tempos == (Tempo(0, 120),)


def test_a_document_fits_and_says_whether_it_begins_and_ends() -> None:
    one = lesson(long_tune(40))
    for seed in range(30):
        ids, start = document(TOKENS, one, 120, random.Random(seed))
        words = {TOKENS.vocabulary[i] for i in ids[:start]}
        assert len(ids) - 1 <= 120
        assert words & {"<midway>", "<unended>"}
        assert TOKENS.decode(ids).notes() > 0
    whole, _ = document(TOKENS, lesson(JIG), 400)
    assert TOKENS.decode(whole) == on_grid(JIG)


def test_moving_keeps_every_player_within_reach() -> None:
    assert set(range(-4, 5)) <= set(shifts(on_grid(CHORALE)))
    high = Score((Part("", 73, (Note(0, 12, compass(73)[1]),)),))
    assert max(shifts(high)) == 0
    drums = Score((Part("", 0, (Note(0, 3, 36),), drums=True),))
    assert document(TOKENS, lesson(drums, "metal"), 64, random.Random(1))


def test_an_epoch_depends_on_its_seed_only_and_hears_small_styles() -> None:
    many = [lesson(long_tune(16), name=str(n)) for n in range(12)] + [lesson(BAND, "swing")]
    one, two = (list(epoch(TOKENS, many, 5, 300)) for _ in range(2))
    assert one == two != list(epoch(TOKENS, many, 6, 300))
    drums = sum(TOKENS.number["<drums>"] in ids for ids, _ in one)
    assert drums >= 1


def test_passages_are_the_piece_in_order() -> None:
    found = passages(TOKENS, lesson(long_tune(40)), 200)
    assert len(found) > 1
    assert sum(len(TOKENS.decode(ids).bars()) for ids, _ in found) == 40


def test_lessons_survive_the_disk(tmp_path: Path) -> None:
    these = [lesson(CHORALE, "bach"), lesson(BAND, "swing", "test")]
    school.save(these, tmp_path / "l.jsonl")
    assert school.load(tmp_path / "l.jsonl") == these
    assert school.load(tmp_path / "l.jsonl") != [replace(these[0], split="valid"), these[1]]


@pytest.mark.parametrize("score", [JIG, CHORALE, BAND])
def test_costs_are_those_of_the_tokens(score: Score) -> None:
    one = lesson(score)
    head, bars = one.costs
    assert head + sum(bars) >= len(document(TOKENS, one, 10_000)[0])
