"""Abstract pictures by evolution."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.errors import BadInput
from sixing.making import archive
from sixing.making.archive import Gallery, evolve
from sixing.making.colouring import PALETTES, oklab, painted, rgb
from sixing.making.pattern import Pattern
from sixing.making.pattern_measures import BUSY, judged
from sixing.models import cppn


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return evolve(3, 1500)


def test_a_seed_names_an_archive(gallery: Gallery) -> None:
    assert evolve(3, 1500).digest == gallery.digest
    assert evolve(4, 1500).digest != gallery.digest


def test_what_is_kept_is_judged_the_same_again(gallery: Gallery) -> None:
    one = gallery.kept(0)
    quality, measures = judged(one.pattern.net, np.array([one.pattern.palette]))
    assert (quality[0], *measures[0]) == pytest.approx((one.quality, one.busy, one.mirror), 1e-4)


def test_no_cell_holds_two_and_none_is_too_busy(gallery: Gallery) -> None:
    assert len(gallery.quality) <= 2500
    assert gallery.measures[:, 0].max() < BUSY[1]
    assert 0.05 < gallery.coverage < 1


def test_chosen_patterns_differ_and_stand_where_asked(gallery: Gallery) -> None:
    calm = gallery.pick(5, busy=0.1)
    busy = gallery.pick(5, busy=0.9)
    assert max(one.busy for one in calm) < min(one.busy for one in busy)
    assert len({(one.busy, one.mirror) for one in gallery.pick(12)}) == 12
    assert all(one.mirror > 0.5 for one in gallery.pick(3, mirror=1.0))


def test_a_pattern_is_the_same_picture_at_another_size(gallery: Gallery) -> None:
    pattern = gallery.pick(1)[0].pattern
    large, small = pattern.drawn(128, 96), pattern.drawn(64, 48)
    means = large.reshape(3, 64, 2, 48, 2).mean((2, 4))
    assert np.abs(means - small).mean() < 0.03


def test_children_differ_and_are_named_by_their_seed(gallery: Gallery) -> None:
    pattern = gallery.pick(1)[0].pattern
    first, again = pattern.children(3, seed=5), pattern.children(3, seed=5)
    assert [one.to_json() for one in first] == [one.to_json() for one in again]
    assert len({str(one.to_json()) for one in first}) == 3


def test_an_unknown_palette_is_refused() -> None:
    told = Pattern(cppn.born(1, np.random.default_rng(0)), 0).to_json()
    with pytest.raises(BadInput, match="no palette"):
        Pattern.of_json({**told, "palette": "beige"})


def test_without_pyribs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "find_spec", lambda _: None)
    with pytest.raises(BadInput, match=r"sixing\[picture\]"):
        evolve(1, 10)


def test_a_palette_shows_the_colours_it_names() -> None:
    ends = np.array([[-1.0, 0, 0], [1.0, 0, 0]], np.float32)[:, :, None, None]
    shown = rgb(painted(ends, np.array([0, 0])))[:, :, 0, 0]
    coded = np.rint((shown + 1) * 127.5).astype(int)
    hexes = ["#" + "".join(f"{value:02x}" for value in row) for row in coded]
    assert hexes == [PALETTES[0].colours[0], PALETTES[0].colours[-1]]


def test_every_palette_has_its_own_colours_and_names() -> None:
    assert len({one.zh for one in PALETTES}) == len({one.en for one in PALETTES}) == len(PALETTES)
    for one in PALETTES:
        lights = [oklab(colour)[0] for colour in one.colours]
        assert max(lights) - min(lights) > 0.4
