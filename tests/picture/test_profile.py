"""Palette, strokes, clusters and the profile page of pictures."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sixing.errors import BadPicture
from sixing.media.picture.measures import TRAITS, measure
from sixing.media.picture.picture import Picture
from sixing.media.picture.strokes import CELLS, WAYS, look, otsu
from sixing.media.picture.swatches import named, swatches
from sixing.patterns.clusters import clusters, telling
from sixing.patterns.pictures import profile

pytest.importorskip("scipy")


def bars(
    turned: bool = False, width: int = 8, colour: tuple[int, int, int] = (20, 20, 20)
) -> Picture:
    """Bars of ink on white paper, upright unless turned."""
    pixels = np.full((128, 128, 3), 255, np.uint8)
    for left in range(16, 112, 4 * width):
        pixels[16:112, left : left + width] = colour
    return Picture(np.ascontiguousarray(pixels.transpose(1, 0, 2)) if turned else pixels)


def test_a_palette_has_each_colour_with_its_share_and_its_name() -> None:
    pixels = np.full((30, 40, 3), (47, 111, 208), np.uint8)
    pixels[:, :10] = (244, 208, 31)
    found = swatches([Picture(pixels)])
    assert [(one.en, one.zh) for one in found[:2]] == [("blue", "蓝"), ("yellow", "黄")]
    assert found[0].share == pytest.approx(0.75, abs=0.05)
    assert sum(one.share for one in found) == pytest.approx(1, abs=1e-3)


def test_a_large_picture_counts_no_more_than_a_small_one() -> None:
    red = Picture(np.full((200, 200, 3), (200, 30, 30), np.uint8))
    green = Picture(np.full((4, 4, 3), (47, 158, 68), np.uint8))
    assert [one.share for one in swatches([red, green])] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("colour", "name"),
    [((255, 250, 250), "white"), ((12, 12, 14), "black"), ((90, 60, 40), "brown")],
)
def test_colours_have_the_names_people_give_them(colour: tuple[int, int, int], name: str) -> None:
    assert name in named(np.array(colour, float))[1]


def test_edges_run_as_bars_do() -> None:
    assert look(bars()).values["upright"] > 0.8
    assert look(bars(turned=True)).values["level"] > 0.8
    rising = np.fromfunction(lambda y, x: (x + y) // 8 % 2 * 255, (128, 128)).astype(np.uint8)
    ways = look(Picture(np.repeat(rising[..., None], 3, 2))).ways
    assert int(ways.argmax()) == WAYS // 4  # x + y constant rises to the right, rows going down


def test_strokes_are_as_wide_and_as_many_as_they_were_drawn() -> None:
    for width in (4, 8):
        found = look(bars(width=width)).values
        assert found["width"] == pytest.approx(width / 128, abs=1.1 / 128)
    assert look(bars(width=8)).values["pieces"] == 3
    assert look(bars(width=8)).values["swell"] < 0.3


def test_light_strokes_on_a_dark_ground_are_strokes_too() -> None:
    dark = Picture(255 - bars().pixels)
    assert look(dark).values["ink"] == pytest.approx(look(bars()).values["ink"], abs=0.01)


def test_where_ink_and_ground_do_not_part_nothing_is_said_of_strokes() -> None:
    slope = np.linspace(0, 255, 64).astype(np.uint8)
    smooth = Picture(np.tile(slope[None, :, None], (64, 1, 3)))
    assert otsu(np.tile(slope / 255, (64, 1)))[1] < 0.8
    assert "width" not in look(smooth).values


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (2, 2)])
def test_the_smallest_pictures_are_looked_at(shape: tuple[int, int]) -> None:
    plain = Picture(np.full((*shape, 3), 200, np.uint8))
    found = look(plain)
    assert np.isfinite(list(found.values.values())).all()
    assert found.weights.shape == (CELLS, CELLS)
    assert found.weights.sum() == pytest.approx(1)
    assert np.isfinite(measure([plain])).all()


def test_clusters_take_the_names_of_labels_commoner_in_them() -> None:
    chance = np.random.default_rng(0)
    middles = np.eye(3, 8, dtype=np.float32)
    rows = np.concatenate([m + chance.normal(0, 0.05, (20, 8)) for m in middles]).astype(np.float32)
    labels = ["cat"] * 20 + ["dog"] * 20 + ["dog", "fish"] * 10
    found = clusters(rows, labels)
    assert len(found) == 3
    assert sorted(one.name.split("·")[0] for one in found) == ["cat", "dog", "fish"]
    assert sorted(at for one in found for at in one.members) == list(range(60))
    assert found == clusters(rows, labels)


def test_a_label_that_is_everywhere_tells_nothing() -> None:
    assert telling(["a", "b"], ["a", "b", "a", "b"]) == (("a", 0.5, 0.5), ("b", 0.5, 0.5))
    rows = np.random.default_rng(1).normal(size=(4, 3)).astype(np.float32)
    assert [one.name for one in clusters(rows, ["a"] * 4)] == [""]


def test_the_same_picture_many_times_is_one_kind() -> None:
    found = profile([bars()] * 12, [str(n) for n in range(12)])
    assert len(found.clusters) == 1
    assert found.kinds == (("相近的图", "pictures alike"),)


def made() -> tuple[list[Picture], list[str], list[str]]:
    inks = ((20, 20, 20), (200, 30, 30))
    pictures = [bars(kind == 1, 4 + n % 3, inks[kind]) for kind in (0, 1) for n in range(8)]
    names = [f"{n}.png" for n in range(16)]
    return pictures, names, ["ink"] * 8 + ["<red>"] * 8


def test_a_profile_says_what_pictures_share_in_both_languages() -> None:
    pictures, names, labels = made()
    found = profile(pictures, names, labels, name="mine")
    assert found.trusted
    assert {one.name for one in found.habits} == {trait.name for trait in TRAITS}
    assert {one.name for one in found.clusters} == {"ink", "<red>"}
    assert found.palette[0].en == "white"
    for language, word in (("zh", "画风"), ("en", "a profile")):
        told = found.text(language)  # type: ignore[arg-type]
        assert word in told
        assert "<red>" in told
    assert json.loads(json.dumps(found.to_json()))["size"] == 16


def test_features_that_are_given_gather_the_pictures() -> None:
    pictures, names, _ = made()

    def see(some: object) -> np.ndarray:
        red = [float(np.ptp(one.pixels.mean((0, 1))) > 1) for one in some]  # type: ignore[attr-defined]
        return np.array([[one, 1 - one] for one in red], np.float32)

    found = profile(pictures, names, see=see)
    assert len(found.clusters) == 2
    assert all(zh and en for zh, en in found.kinds)


def test_the_page_holds_pictures_words_and_nothing_from_outside() -> None:
    pictures, names, labels = made()
    told = profile(pictures, names, labels, name="a<b").html("en", pictures)
    assert "a&lt;b" in told
    assert "&lt;red&gt;" in told
    assert "<red>" not in told
    assert told.count("data:image/png;base64,") == 12
    for outside in ("<script", 'src="http', "href"):
        assert outside not in told


def test_no_picture_is_no_profile() -> None:
    with pytest.raises(BadPicture, match="no picture"):
        profile([], [])
