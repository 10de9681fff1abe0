"""Manners are mixed, a strength is found, masks and colours are kept, films hold still."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.making.filming import CUT, STILL, steadied, stylise_film
from sixing.making.styling import BAND, found, placed, stylise
from sixing.models.fast_style import CODE, FastStyle
from sixing.models.mixing import parts

Floats = NDArray[np.float32]


class ToyEncoder:
    """Reads the mean colour as the code, and maps that are the picture itself, coarser."""

    def run(self, outputs: list[str] | None, feed: dict[str, Floats]) -> Sequence[Floats]:
        """(n, 3, 256, 256) to a code and maps."""
        picture = feed["picture"]
        code = np.zeros((len(picture), CODE), np.float32)
        code[:, :3] = picture.mean((2, 3))
        found = {"code": code, "near": picture[:, :, ::4, ::4], "middle": picture[:, :, ::8, ::8]}
        return [found.get(name, picture[:, :, ::16, ::16]) for name in outputs or ()]


class ToyPainter:
    """Gives every channel the code's mean; what it was is kept as the shape."""

    def run(self, outputs: list[str] | None, feed: dict[str, Floats]) -> Sequence[Floats]:  # noqa: ARG002
        """The picture, moved to the code's colour."""
        content = feed["content"]
        own = content.mean((0, 2, 3), keepdims=True)
        used = feed["share"] * feed["statistics"][:1] + (1 - feed["share"]) * own
        styled = content - used + feed["code"][0, :3].reshape(1, 3, 1, 1)
        return [styled, np.concatenate([own, own])]


@pytest.fixture
def net() -> FastStyle:
    return FastStyle(ToyEncoder(), ToyPainter(), 3)


@pytest.fixture
def picture() -> Floats:
    chance = np.random.default_rng(1)
    return chance.uniform(-0.3, 0.1, (3, 40, 60)).astype(np.float32)


def plain(*colour: float) -> Floats:
    return np.broadcast_to(np.array(colour, np.float32)[:, None, None], (3, 32, 32)).copy()


RED, BLUE = plain(0.5, -0.5, -0.5), plain(-0.5, -0.5, 0.5)


def test_strength_0_keeps_the_picture_and_1_takes_the_manner(
    net: FastStyle, picture: Floats
) -> None:
    assert np.allclose(stylise(net, picture, [RED], 0.0).values, picture, atol=0.02)
    taken = stylise(net, picture, [RED], 1.0)
    assert np.allclose(taken.values.mean((1, 2)), RED[:, 0, 0], atol=0.02)
    assert taken.look.way > 0.5


def test_manners_are_mixed_by_weights(net: FastStyle, picture: Floats) -> None:
    mixed = stylise(net, picture, [RED, BLUE], 1.0, weights=(3, 1)).values.mean((1, 2))
    assert mixed[0] == pytest.approx(0.25, abs=0.03)


def test_a_strength_is_found_where_enough_of_the_way_is_gone(
    net: FastStyle, picture: Floats
) -> None:
    line, scale, chosen = placed(net, picture, [RED])
    assert found(net, picture, line, scale) == chosen
    ways = [scale.look(net, net.paint(picture, line.at(one)).values).way for one in (0, chosen, 1)]
    share = (ways[1] - ways[0]) / (ways[2] - ways[0])
    assert share == pytest.approx(BAND.enough, abs=0.1)
    assert stylise(net, picture, [RED]).strength == chosen


def test_alike_manners_still_get_a_strength(net: FastStyle, picture: Floats) -> None:
    assert stylise(net, picture, [picture]).strength == pytest.approx(BAND.enough)


def test_only_what_the_mask_shows_is_repainted(net: FastStyle, picture: Floats) -> None:
    mask = np.zeros((40, 60), np.float32)
    mask[:, 30:] = 1
    made = stylise(net, picture, [RED], 1.0, mask=mask).values
    assert np.array_equal(made[:, :, :30], picture[:, :, :30])
    assert np.abs(made[:, :, 30:] - picture[:, :, 30:]).min() > 0.1
    with pytest.raises(BadInput, match="mask"):
        stylise(net, picture, [RED], 1.0, mask=mask[:20])


def test_kept_colours_take_light_only(net: FastStyle, picture: Floats) -> None:
    made = stylise(net, picture, [RED], 1.0, keep_colour=True).values
    apart = made - picture
    assert np.allclose(apart, apart[:1], atol=1e-6)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_outside_is_refused(net: FastStyle, picture: Floats, strength: float) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        stylise(net, picture, [RED], strength)


@pytest.mark.parametrize("weights", [(1,), (0, 0), (-1, 2), (float("nan"), 1)])
def test_weights_that_do_not_fit_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(BadInput, match="weights"):
        parts(2, weights)


def test_without_a_style_nothing_is_painted(net: FastStyle, picture: Floats) -> None:
    with pytest.raises(BadInput, match="at least one picture"):
        stylise(net, picture, [])


def test_a_pixel_that_rests_hardly_changes(net: FastStyle, picture: Floats) -> None:
    frames = [picture.copy() for _ in range(4)]
    for number, frame in enumerate(frames):
        frame[:, 30:36, 4 * number : 4 * number + 6] = 0.9
    made = list(stylise_film(net, frames, [RED]))
    assert len(made) == 4
    for before, after in pairwise(made):
        assert np.abs(after - before)[:, :20].max() <= STILL + 1e-6


def test_a_cut_begins_anew(net: FastStyle, picture: Floats) -> None:
    other = picture + np.float32(2 * CUT)
    made = list(stylise_film(net, [picture, other], [RED], 1.0))
    alone = list(stylise_film(net, [other], [RED], 1.0))
    assert np.allclose(made[1].mean(), alone[0].mean(), atol=0.05)
    assert np.allclose(made[1].std(), alone[0].std(), atol=0.01)


def test_frames_of_two_sizes_are_refused(net: FastStyle, picture: Floats) -> None:
    with pytest.raises(BadInput, match="one size"):
        list(stylise_film(net, [picture, picture[:, :20]], [RED], 0.5))


def test_what_moves_may_change() -> None:
    dark, light = np.zeros((3, 9, 9), np.float32), np.ones((3, 9, 9), np.float32)
    assert np.array_equal(steadied(dark, light, dark, light), light)
