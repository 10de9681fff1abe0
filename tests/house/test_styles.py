"""Styles on disk: found by name, changed whole or not at all, and brought back byte for byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput, BadStyle
from sixing.features.fingerprints import Fingerprints, Joined
from sixing.features.manner import Manner, everywhere, manner_of
from sixing.judging.manner import InManner
from sixing.store import styles
from sixing.works import Work


def mine(**said: object) -> Path:
    """A style of one's own, fitted to a folder."""
    with styles.fresh("mine") as place:
        (place / "fit.safetensors").write_bytes(b"fit")
        told = {"base": "classical", "adapters": ["fit.safetensors"], "learnt_from": "pieces"}
        styles.write_config(place, {**told, **said})
    return styles.own("mine")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_default_is_the_shipped_style_until_there_is_one_of_ones_own() -> None:
    assert styles.find("default").name == "classical"
    styles.change("default", b"weights", {"learnt_from": "verdicts"})
    assert styles.find("default").folder == styles.own("default")
    assert styles.find("classical").folder != styles.own("default")


def test_undo_brings_back_every_byte() -> None:
    folder = mine()
    before = contents(folder)
    for number in range(3):
        styles.change("mine", f"weights {number}".encode(), {"learnt_from": "verdicts"})
    assert len(styles.find("mine").config["adapters"]) == 4
    assert [one.current for one in styles.versions("mine")] == [False, False, False, True]
    assert [styles.undo("mine").number for _ in range(3)] == [4, 3, 2]
    assert contents(folder) == before
    with pytest.raises(BadInput, match="nothing to undo"):
        styles.undo("mine")


def test_undoing_the_first_change_of_default_leaves_the_shipped_style() -> None:
    styles.change("default", b"weights", {"learnt_from": "verdicts"})
    assert styles.undo("default").number == 1
    assert not styles.own("default").exists()
    assert styles.find("default").name == "classical"


def test_to_forget_verdicts_keeps_what_pieces_taught() -> None:
    before = contents(mine())
    styles.change("mine", b"one", {"learnt_from": "verdicts"})
    styles.change("mine", b"two", {"learnt_from": "verdicts"})
    styles.change("default", b"three", {"learnt_from": "verdicts"})
    assert styles.forget("verdicts") == ["default", "mine"]
    assert contents(styles.own("mine")) == before
    assert styles.names() == ["classical", "music", "mine"]
    assert styles.forget("verdicts") == []


def test_the_shipped_style_does_not_change() -> None:
    with pytest.raises(BadInput, match="does not change"):
        styles.change("classical", b"", {})
    with pytest.raises(BadInput, match="nothing to undo"):
        styles.undo("classical")


@pytest.mark.parametrize("name", ["", "a/b", "..", ".hidden", "classical", "default", "x" * 200])
def test_some_names_are_no_names(name: str) -> None:
    with pytest.raises(BadInput, match="choose another"):
        styles.require_free(name)


def test_a_name_is_given_once() -> None:
    mine()
    with pytest.raises(BadInput, match="there already"):
        styles.require_free("mine")


def test_a_change_that_is_stopped_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = mine()
    config = (folder / styles.CONFIG).read_bytes()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(styles, "write_config", stopped)
        with pytest.raises(KeyboardInterrupt):
            styles.change("mine", b"weights", {"learnt_from": "verdicts"})
    assert (folder / styles.CONFIG).read_bytes() == config
    assert len(styles.versions("mine")) == 1
    with pytest.raises(BadInput, match="nothing to undo"):
        styles.undo("mine")


def test_a_style_that_is_stopped_is_not_there() -> None:
    with pytest.raises(KeyboardInterrupt), styles.fresh("mine"):
        raise KeyboardInterrupt
    assert styles.names() == ["classical", "music"]
    with pytest.raises(BadStyle, match="no style"):
        styles.find("mine")


def test_identity_changes_with_what_was_learnt() -> None:
    mine()
    first = styles.identity(styles.find("mine"))
    styles.change("mine", b"weights", {"learnt_from": "verdicts"})
    assert styles.identity(styles.find("mine")) != first
    styles.undo("mine")
    assert styles.identity(styles.find("mine")) == first


def test_several_indexes_know_what_each_knows() -> None:
    known = Joined(
        [Fingerprints.of_lines(["山高月小云归"]), Fingerprints.of_lines(["水落石出人还"])]
    )
    assert known.known_runs("水落石出人来")
    assert known.has_line("山高月小云归")
    assert not known.known_runs("山高水落石出")


def test_a_manner_is_what_is_written_more_than_expected(tmp_path: Path) -> None:
    pieces = [["孤舟雪", "寒江雪"], ["孤舟月", "春江月"]]
    expected = dict.fromkeys("孤舟雪寒江月春花风", 1.0)
    manner = manner_of(pieces, expected, {"孤舟": 0.1}, ["五绝", "五绝", "七绝"])
    assert manner.hanzi["花"] < 0 < manner.hanzi["雪"]
    assert manner.pairs["孤舟"] > 0
    assert manner.forms == {"五绝": 0.6667, "七绝": 0.3333}
    manner.save(tmp_path)
    assert Manner.open(tmp_path) == manner
    near, far = InManner(manner)([Work("poem", "", "", (text,)) for text in ("孤舟雪", "花风花")])
    assert near.score > 0.5 > far.score
    assert near.detail["telling"][0] == "孤舟"


def test_a_pull_is_added_at_every_place() -> None:
    lean = {1: (np.array([2]), np.array([1.0], np.float32))}
    found = everywhere(lean, (np.array([2, 3]), np.array([0.5, -0.5], np.float32)), 2, 5)
    assert found[0][0].tolist() == [2, 3]
    assert found[1][1].tolist() == [1.5, -0.5]


@pytest.mark.parametrize("text", ["", "{}", '{"version": "sixing.manner.v9"}', "[]"])
def test_a_damaged_manner_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "manner.json").write_text(text)
    with pytest.raises(BadStyle, match="fit the style anew"):
        Manner.open(tmp_path)
