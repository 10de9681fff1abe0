"""A style of one's own, from a handful of files."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from sixing.apps.cli.run import run
from sixing.media.music import abc, midi
from sixing.media.music.score import Key, Note, Part, Score

pytest.importorskip("torch", reason="learning comes with the extra train")


def tune(seed: int) -> Score:
    """Eight bars of quarters that nobody wrote."""
    chance = random.Random(seed)
    pitches = [chance.choice((62, 64, 66, 67, 69, 71, 73, 74)) for _ in range(31)] + [62]
    notes = tuple(Note(12 * n, 12, pitch) for n, pitch in enumerate(pitches))
    return Score((Part("", 73, notes),), key=Key(2), title=f"tune {seed}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "tunes"
    place.mkdir()
    for seed in range(6):
        if seed % 2:
            (place / f"{seed}.mid").write_bytes(midi.write(tune(seed)))
        else:
            (place / f"{seed}.abc").write_text(abc.write(tune(seed)), encoding="utf-8")
    return place


def test_a_folder_becomes_a_style_that_writes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fit", str(folder), "--medium", "music", "--name", "mine", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pieces"] == 6
    assert float(told["heldout"]["own"]) <= float(told["heldout"]["base"])
    asked = ["create", "music", "--style", "mine", "--bars", "2", "--seed", "1", "--json"]
    assert run(asked) == 0
    made = json.loads(capsys.readouterr().out)[0]
    assert made["recipe"]["style"] == "mine"
    assert made["recipe"]["idea"]["details"]["style"] == "mine"
    assert run(["fit", str(folder), "--medium", "music", "--name", "mine"]) == 2


def test_too_few_pieces_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.abc").write_text(abc.write(tune(1)), encoding="utf-8")
    assert run(["fit", str(tmp_path / "one.abc"), "--medium", "music", "--name", "few"]) == 2
    assert "give 5 or more" in capsys.readouterr().err
