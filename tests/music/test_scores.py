"""From pieces to lessons to a style: cleaning, duplicates, splits, reading, fitting."""

from __future__ import annotations

import json
import random
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from sixing.errors import BadCorpus
from sixing.fitting.scores import bands, duplicates
from sixing.fitting.scores.cleaning import clean, ironed, unrepeated
from sixing.fitting.scores.gathering import assemble, gather
from sixing.fitting.scores.sources import OWN, Piece, Source, lumps, open_source
from sixing.media.music import lessons as school
from sixing.media.music.lessons import Lesson
from sixing.media.music.score import Key, Metre, Note, Part, Score
from sixing.media.music.writing import write
from sixing.testing.tunes import BAND, CHORALE, JIG


def tune(seed: int, bars: int = 8) -> Score:
    chance = random.Random(seed)
    steps = [chance.randrange(12) for _ in range(6 * bars)]
    notes = tuple(Note(6 * i, 6, 62 + step) for i, step in enumerate(steps))
    return Score((Part("", 73, notes),), (Metre(0, 6, 8),), key=Key(2))


def piece(number: int, score: Score, style: str = "irish") -> Piece:
    return Piece(f"p{number}", style, f"p{number}", score, f"tune {number}")


def test_what_is_no_piece_is_left_out_with_its_reason() -> None:
    assert clean(tune(1, bars=3)) == "fewer than 4 bars"
    assert clean(Score((Part("", 0, (Note(0, 3, 36),), drums=True),))) == "no part with pitches"
    assert clean(replace(tune(1), metres=(Metre(0, 19, 8),))).startswith("the metre 19/8")  # type: ignore[union-attr]
    rests = Score((Part("", 73, (Note(0, 12, 60), Note(600, 12, 60))),))
    assert clean(rests) == "fewer notes than bars"


def test_a_piece_is_taken_without_its_empty_head_and_with_a_key() -> None:
    late = Score((Part("", 73, tuple(Note(96 + 12 * i, 12, 67 + i % 5) for i in range(20))),))
    found = clean(late)
    assert isinstance(found, Score)
    assert found.parts[0].notes[0].start == 0
    assert found.key is not None


def test_a_performance_is_ironed() -> None:
    played = tuple(Note(12 * i + (i % 3) - 1 if i else 0, 11, 60, 3 + i % 4) for i in range(16))
    doubled = Part("", 30, tuple(replace(note, pitch=note.pitch + 12) for note in played))
    kit = tuple(Note(6 * i, 1, (36, 38, 42, 70, 82, 54)[i % 6]) for i in range(32))
    plain = ironed(Score((Part("", 29, played), doubled, Part("", 0, kit, drums=True))))
    assert [part.drums for part in plain.parts] == [False, True]
    assert {note.start % 12 for note in plain.parts[0].notes} == {0}
    assert len({note.loud for note in plain.parts[0].notes}) == 1
    assert len({note.pitch for note in plain.parts[1].notes}) == 4


def test_a_tune_in_another_key_is_the_same_tune() -> None:
    given = [piece(0, tune(1)), piece(1, tune(1).moved(3)), piece(2, tune(4))]
    lessons, report = assemble([(OWN, given)])
    assert sorted(one.id for one in lessons) == ["p0", "p2"]
    assert report.left == {"irish": {"the same as another": 1}}
    assert "| irish |" in report.to_markdown()
    assert "the person's own" in report.to_markdown()


def test_versions_of_a_tune_stay_on_one_side() -> None:
    first = tune(3, 16)
    notes = first.parts[0].notes
    other = tuple(replace(n, pitch=n.pitch + n.start // 6 % 5 + 1) for n in notes[40:])
    version = replace(first, parts=(replace(first.parts[0], notes=(*notes[:40], *other)),))
    given = [piece(0, first), piece(1, version), *(piece(n, tune(n)) for n in range(5, 30))]
    lessons, _ = assemble([(OWN, given)])
    groups = {one.id: one.group for one in lessons}
    assert groups["p0"] == groups["p1"]
    splits = {one.split for one in lessons}
    assert splits == {"train", "valid", "test"}


def test_held_out_chorales_are_not_learnt_whatever_they_are_called() -> None:
    held = duplicates.frames(CHORALE.moved(2))
    other = replace(CHORALE, parts=CHORALE.parts[::-1])
    given = [piece(0, CHORALE, "bach"), piece(1, other, "bach")]
    source = Source("music21-bach", "free")
    lessons, _ = assemble([(source, given)], held)
    assert next(one.split for one in lessons if one.id == "p0") == "test"


def test_a_huge_group_is_not_held_out() -> None:
    found = duplicates.splits(["big"] * 90 + [f"s{n}" for n in range(10)])
    assert found["big"] == "train"
    assert sum(split == "valid" for split in found.values()) == 5


def test_a_folder_is_read_its_subfolders_styles(tmp_path: Path) -> None:
    for number, style in enumerate(("reels", "reels", "airs")):
        (tmp_path / style).mkdir(exist_ok=True)
        (tmp_path / style / f"{number}.mid").write_bytes(write(tune(number * 2 + 1), "mid"))
    (tmp_path / "broken.mid").write_bytes(b"MThd")
    lessons, report = gather([str(tmp_path)])
    assert sorted(one.style for one in lessons) == ["airs", "reels", "reels"]
    assert report.licences == {"own": "the person's own"}


def test_a_source_that_is_not_there_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="music21-bach"):
        open_source("no-such-thing")
    with pytest.raises(BadCorpus, match="unpacked"):
        open_source("freedoom")
    with pytest.raises(BadCorpus, match="no piece"):
        gather([str(tmp_path)])


def test_lumps_of_a_wad_are_found_by_its_directory() -> None:
    body = b"MThd..music" + b"other"
    entries = struct.pack("<ii8s", 12, 11, b"D_TOY") + struct.pack("<ii8s", 23, 5, b"TEXT")
    wad = struct.pack("<4sii", b"PWAD", 2, 12 + len(body)) + body + entries
    assert list(lumps(wad)) == [("D_TOY", b"MThd..music"), ("TEXT", b"other")]
    with pytest.raises(BadCorpus, match="cut short"):
        list(lumps(wad[:-4]))


def test_midi_of_a_wad_becomes_a_piece(tmp_path: Path) -> None:
    data = write(BAND, "mid")
    wad = struct.pack("<4sii", b"PWAD", 1, 12 + len(data)) + data
    (tmp_path / "toy.wad").write_bytes(wad + struct.pack("<ii8s", 12, len(data), b"D_TOY"))
    lessons, _ = gather([f"freedoom:{tmp_path}"])
    assert [(one.style, one.licence) for one in lessons] == [("metal", "BSD-3-Clause")]


def test_every_progression_has_chords_and_a_home() -> None:
    for plan in bands.PLANS.values():
        bars = bands.chords(plan, 3)
        assert 8 <= len(bars) <= 16
        assert all(0 <= root < 12 for bar in bars for root, _ in bar)


def test_mma_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="mma failed"):
        list(bands.play(tmp_path))


def toys() -> list[Lesson]:
    whole = [(tune(n), "irish", f"t{n}") for n in range(1, 9)] + [(JIG, "irish", "j")]
    splits = ["train"] * 7 + ["valid", "test"]
    return [
        Lesson(name, style, "toys", "ours", name, split, "", score)
        for (score, style, name), split in zip(whole, splits, strict=True)
    ]


def test_a_style_is_learnt_packed_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from sixing.composing.studio import MusicStudio
    from sixing.fitting.scores import full
    from sixing.store import styles
    from sixing.training.recipe import Recipe
    from sixing.works import Style

    recipe = Recipe(
        name="toy", medium="music", width=16, layers=1, heads=2, hidden=32, rows=2, length=128,
        steps=2, warmup=1,
    )  # fmt: skip
    school.save(toys(), tmp_path / "lessons.jsonl")
    style = full.fit(recipe, tmp_path / "lessons.jsonl", tmp_path / "work")
    config = json.loads((style / "config.json").read_text())
    assert config["learnt"]["steps"] == 2
    assert config["styles"]["irish"]["metres"]["6/8"] == 7
    assert "chinese" in config["styles"]
    assert len(config["fluency"]["irish"]) == 99
    studio = MusicStudio(Style("toy", style, styles.config(style)))
    assert studio.config.width == 16
    longer = recipe.model_copy(update={"steps": 4})
    said: list[str] = []
    full.fit(
        longer, tmp_path / "lessons.jsonl", tmp_path / "work", lambda _, word: said.append(word)
    )
    learnt = json.loads((style / "config.json").read_text())["learnt"]
    assert learnt["steps"] == 4
    assert any("step 4/4" in word for word in said)


def test_sections_played_twice_are_learnt_once() -> None:
    a, b = tune(1).parts[0].notes, tune(2).parts[0].notes
    other_ending = (*a[:44], *(replace(n, pitch=n.pitch + 1) for n in a[44:]))
    sections = [a, other_ending, b, b]
    notes = tuple(
        replace(note, start=note.start + 288 * i)
        for i, part in enumerate(sections)
        for note in part
    )
    found = unrepeated(replace(tune(1), parts=(Part("", 73, notes),)))
    assert len(found.bars()) == 16
    pitches = [note.pitch for note in found.parts[0].notes]
    assert pitches == [note.pitch for note in (*other_ending, *b)]
    assert unrepeated(found) == found
