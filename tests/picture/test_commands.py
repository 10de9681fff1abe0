"""The commands of pictures, from the words typed to the files written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sixing.apps.cli.run import run
from sixing.media.picture.frames import Frames, write
from sixing.media.picture.reading import read_picture
from sixing.testing.pictures import quarters, quilt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures, one of them twice."""
    place = tmp_path / "mine"
    place.mkdir()
    for number, seed in enumerate((1, 2, 3, 3)):
        (place / f"{number}.png").write_bytes(quilt(seed).png())
    return place


def test_a_poem_is_painted_into_every_kind_of_file(tmp_path: Path) -> None:
    for suffix, head in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!")):
        out = tmp_path / f"moon.{suffix}"
        asked = ["paint", "明月松间照", "--size", "240x200", "--seed", "7", "--out", str(out)]
        assert run(asked) == 0
        assert out.read_bytes().startswith(head)


def test_a_scroll_in_a_hand_of_its_own_or_a_clear_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "scroll.svg"
    status = run(["scroll", "明月松间照", "--own", "cursive", "--out", str(out)])
    # Type is drawn in a font of the machine; where none is, that is what must be said.
    assert (status == 0 and 'data-element="poem"' in out.read_text()) or (
        status != 0 and "font" in capsys.readouterr().err
    )


def test_an_animation_is_stylised_frame_by_frame(tmp_path: Path) -> None:
    clip, manner, out = tmp_path / "a.gif", tmp_path / "b.png", tmp_path / "c.webp"
    clip.write_bytes(write(Frames((quilt(1), quilt(2)), (90, 90)), "gif"))
    manner.write_bytes(quarters().png())
    assert run(["stylise", str(clip), "--after", str(manner), "--out", str(out)]) == 0
    assert out.read_bytes()[8:12] == b"WEBP"


def test_a_style_of_a_handful_is_fitted_and_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fit", str(folder), "--medium", "picture", "--name", "mine", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["way"], told["pictures"]) == ("patches", 3)
    assert run(["styles"]) == 0
    assert "mine" in capsys.readouterr().out


def test_a_collection_is_looked_at_in_both_languages(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", "zh", "corpus", "look", str(folder)]) == 0
    assert "4 幅" in capsys.readouterr().out
    page = tmp_path / "profile.html"
    assert run(["patterns", str(folder), "--medium", "picture", "--out", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!")


def test_a_tune_or_a_picture_is_varied_by_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sixing.picturing import verbs

    monkeypatch.setattr(verbs, "VARIED", 32)
    given, out = tmp_path / "a.png", tmp_path / "b.png"
    given.write_bytes(quilt(1).png())
    assert run(["vary", str(given), "--seed", "1", "--out", str(out)]) == 0
    assert read_picture(out) != quilt(1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["stylise", "{png}"], "--after"),
        (["film", "--out", "{folder}/film.avi"], ".gif or .webp"),
        (["film", "--seeds", "1,x", "--out", "{folder}/film.gif"], "no seeds"),
        (["translate", "月", "--by", "klingon"], "no translator"),
        (["paint", "，。"], "no line"),
        (["guess", "{png}", "--style", "nobody"], "nobody"),
        (["create", "picture", "--form", "scene", "--size", "9"], "is none"),
        (["fit", "{folder}", "--medium", "picture"], "--name"),
    ],
)
def test_a_refusal_says_what_to_do(
    asked: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"png": str(folder / "0.png"), "folder": str(folder)}
    assert run([word.format(**names) for word in asked]) != 0
    assert said in capsys.readouterr().err
