"""A style of pictures of one's own, and what so many pictures allow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput, BadPicture
from sixing.fitting.pictures import generator, own
from sixing.fitting.pictures import propose as propose_
from sixing.fitting.pictures.own import Forecast, different, fitted, gathered, tailor
from sixing.fitting.pictures.propose import forecast, propose
from sixing.making.patches import vary
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_pictures
from sixing.models.stylegan import StyleGan
from sixing.store import styles
from sixing.testing.picture_style import moon, waves, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "mine"
    place.mkdir()
    for number, picture in enumerate((moon(32), waves(40), moon(32, at=0.7))):
        (place / f"{number}.png").write_bytes(picture.png())
    return place


@pytest.fixture(autouse=True)
def unindexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test needs the weights that fingerprints are taken with."""

    def missing(*_: object) -> None:
        raise BadInput("not installed")

    monkeypatch.setattr(own, "index_of", missing)


@pytest.mark.parametrize(
    ("count", "way"),
    [(0, "procedural"), (1, "patches"), (20, "patches"), (21, "gan"), (2001, "gan")],
)
def test_the_number_of_pictures_proposes_the_way(count: int, way: str) -> None:
    assert propose(count).way == way


def test_a_wish_is_followed_and_the_proposal_is_still_said() -> None:
    said = propose(300, "patches")
    assert said.way == "patches"
    assert "gan" in said.en
    assert "gan" in said.zh


@pytest.mark.parametrize(("count", "way"), [(5, "diffusion"), (0, "patches"), (1, "gan")])
def test_a_way_that_cannot_be_gone_is_refused(count: int, way: str) -> None:
    with pytest.raises(BadInput, match="cannot be learnt"):
        propose(count, way)


def test_a_forecast_is_measured() -> None:
    pictures = np.stack([moon(32).grid().values, waves(32).grid().values])
    small = forecast(propose(2), pictures, probe=0.2)
    large = forecast(propose(2), pictures.repeat(2, 2).repeat(2, 3), probe=0.2)
    assert 0 < small < large
    assert forecast(propose(0), pictures[:0]) == 0


def test_a_folder_becomes_a_style(folder: Path) -> None:
    heard: list[Forecast] = []
    done = tailor(folder, "mine", told=heard.append)
    assert (done.way, done.pictures, done.left, done.indexed) == ("patches", 3, {}, False)
    assert heard[0].seconds > 0
    style = styles.find("mine")
    assert (style.config["medium"], style.config["way"]) == ("picture", "patches")
    assert len(list((style.folder / own.SOURCES).glob("*.png"))) == 3


def test_what_cannot_be_learnt_from_is_said(folder: Path) -> None:
    (folder / "again.png").write_bytes(moon(32).resized(48, 48).png())
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "blank.png").write_bytes(Picture(np.full((40, 40, 3), 9, np.uint8)).png())
    (folder / "dot.png").write_bytes(waves(4).png())
    items, left = gathered(folder)
    assert len(items) == 3
    assert {why.split()[0]: count for why, count in left.items()} == {
        "the": 1, "unreadable": 1, "blank": 1, "too": 1,
    }  # fmt: skip


def test_one_picture_is_enough_and_the_same_twice_is_one(tmp_path: Path) -> None:
    place = tmp_path / "one"
    place.mkdir()
    for name in "ab":
        (place / f"{name}.png").write_bytes(moon(32).png())
    assert tailor(place, "one").pictures == 1


def test_a_folder_of_blank_pictures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(Picture(np.full((40, 40, 3), 9, np.uint8)).png())
    with pytest.raises(BadPicture, match="holds no picture to learn from"):
        tailor(tmp_path, "blank")
    assert not styles.own("blank").exists()


def test_a_name_that_is_taken_is_refused(folder: Path) -> None:
    write(styles.own("mine"))
    with pytest.raises(BadInput, match="there already"):
        tailor(folder, "mine")


def test_colours_alone_make_pictures_different() -> None:
    other = Picture(np.ascontiguousarray(moon(32).pixels[:, :, ::-1]))
    assert different([moon(32), other, moon(32)]) == [0, 1]


def test_a_long_picture_is_fitted_within_what_variations_allow() -> None:
    found = fitted(Picture(np.zeros((40, 2000, 3), np.uint8)))
    assert found.width <= 512
    assert found.height >= 12


def test_the_toy_style_makes_a_variation() -> None:
    write(styles.own("toy"))
    sources = [picture.picture for picture in read_pictures(styles.find("toy").folder)]
    made = vary([one.grid().values for one in sources], seed=1, steps=3)
    assert made.shape == (3, 24, 24)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A net that learns in a moment."""
    from sixing.training.gan import GanRecipe

    toy = GanRecipe(name="toy", size=16, width=4, most=8, latent=4, batch=4, kimg=0.032)
    monkeypatch.setattr(propose_.Proposal, "recipe", lambda *_: toy)
    monkeypatch.setattr(propose_, "SIZE", 16)
    monkeypatch.setattr(own, "forecast", lambda *_: 1.0)


@pytest.mark.usefixtures("small")
def test_a_net_learns_a_folder_and_its_style_makes_pictures(folder: Path) -> None:
    pytest.importorskip("onnx")
    done = tailor(folder, "net", way="gan")
    assert (done.way, done.copied) == ("gan", None)  # nothing to compare with
    style = styles.find("net")
    assert (style.config["way"], style.config["steps"]) == ("gan", 8)
    assert StyleGan.open(style.folder).make([1]).shape == (1, 3, 16, 16)
    assert not list(style.folder.glob("work-*"))
    assert not (style.folder / own.SOURCES).exists()


@pytest.mark.usefixtures("small")
def test_a_net_that_was_stopped_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("onnx")
    from sixing.training import gan

    step, seen = gan.Gan.step, []

    def stopped(self: gan.Gan, number: int) -> float:
        seen.append(number)
        if number == 5 and seen.count(5) == 1:
            raise KeyboardInterrupt
        return step(self, number)

    monkeypatch.setattr(gan.Gan, "step", stopped)
    recipe = propose_.Proposal("gan", 3, 4, 1, "", "").recipe("toy")
    often = recipe.model_copy(update={"save_every": 1e-9})
    monkeypatch.setattr(propose_.Proposal, "recipe", lambda *_: often)
    with pytest.raises(KeyboardInterrupt):
        tailor(folder, "net", way="gan")
    tailor(folder, "net", way="gan")
    assert seen == [*range(6), 5, 6, 7]


def test_a_net_without_what_it_needs_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "find_spec", lambda _: None)
    with pytest.raises(BadInput, match="needs torch"):
        tailor(folder, "net", way="gan")
