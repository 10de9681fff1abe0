"""Pixels of a glyph become an outline that lies where the ink lay, smooth but for its corners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from sixing.media.picture.calligraphy import Hand, traced
from sixing.media.picture.drawing import render
from sixing.media.picture.scroll import scroll
from sixing.media.picture.tracing import SPECK, borders, trace
from sixing.models.translator import Glyphs, Shape, Translator
from sixing.works import Work

Y, X = np.mgrid[0:64, 0:64] + 0.5


def soft(distance: Any) -> Any:
    """−1 inside a shape to 1 outside, as a pixel that the border crosses is grey."""
    return np.clip(2 * distance, -1, 1).astype(np.float32)


def disc(x: float, y: float, radius: float) -> Any:
    return np.hypot(X - x, Y - y) - radius


def box(left: float, top: float, right: float, low: float) -> Any:
    return np.max([left - X, X - right, top - Y, Y - low], axis=0)


SHAPES = {
    "disc": disc(30, 34, 20),
    "ring": np.maximum(disc(32, 32, 25), -disc(32, 32, 14)),
    "box": box(10.5, 20.25, 50, 40),
    "two strokes": np.minimum(box(8, 10, 56, 15), box(29, 12, 34.5, 58)),
    "touching": np.minimum(box(10, 10, 32, 32), box(32, 32, 54, 54)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_outline_lies_where_the_ink_lay(name: str) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    values = soft(SHAPES[name])
    turn = 'transform="matrix(1 0 0 -1 0 1000)"'
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">'
    drawn = render(f'{head}<path {turn} d="{trace(values)}"/></svg>', 64)
    off = np.abs(drawn.pixels[..., 0] / 127.5 - 1 - values)
    assert off.max() < 1.2
    assert off.mean() < 0.02


def test_borders_are_found_between_pixels() -> None:
    (border,) = borders(soft(disc(32, 32, 20)))
    radius = np.hypot(*(border - 32).T)
    assert np.abs(radius - 20).max() < 0.1


def test_a_hole_runs_the_other_way_round() -> None:
    outside, inside = borders(soft(SHAPES["ring"]))
    signs = [
        np.sign((one[:, 0] * np.roll(one[:, 1], -1) - one[:, 1] * np.roll(one[:, 0], -1)).sum())
        for one in (outside, inside)
    ]
    assert signs[0] == -signs[1]
    assert trace(soft(SHAPES["ring"])).count("M") == 2


def test_corners_stay_and_curves_are_few() -> None:
    square = trace(soft(SHAPES["box"]))
    assert square.count("C") <= 10
    ends = re.findall(r"(?:M|C\S+ \S+ \S+ \S+ )(-?\d+) (-?\d+)", square)
    for x, y in ((164, 684), (781, 684), (781, 375), (164, 375)):
        assert min(np.hypot(int(a) - x, int(b) - y) for a, b in ends) < 12
    assert trace(soft(SHAPES["disc"])).count("C") <= 8


def test_specks_and_nothing_are_left_out() -> None:
    assert trace(np.ones((64, 64), np.float32)) == ""
    tiny = soft(disc(10, 10, 0.6 * np.sqrt(SPECK / np.pi)))
    assert trace(tiny) == ""
    assert trace(np.minimum(tiny, soft(SHAPES["box"]))).count("M") == 1


def test_ink_at_the_edge_is_closed_there() -> None:
    path = trace(np.full((16, 16), -1, np.float32))
    assert path.count("M") == path.count("Z") == 1


@pytest.mark.parametrize("seed", range(6))
def test_any_blots_give_closed_outlines(seed: int) -> None:
    blots = np.random.default_rng(seed).uniform(-1, 1, (24, 24)).astype(np.float32)
    path = trace(blots)
    assert path.count("M") == path.count("Z")
    assert "nan" not in path
    assert all(len(one) >= 4 for one in borders(blots))


class _Darker:
    """A net that writes what it is shown."""

    def run(self, outputs: list[str] | None, feed: dict[str, Any]) -> Sequence[Any]:
        del outputs
        return [feed["picture"]]


def test_a_poem_is_set_in_ones_own_hand() -> None:
    net = Translator(_Darker(), Shape(), Glyphs())
    glyphs = net.write([soft(SHAPES["two strokes"]), soft(SHAPES["ring"])])
    hand = Hand(own=traced(dict(zip("十口", glyphs, strict=True))), called="mine")
    poem = Work("poem", "", "十", ("十口", "口十"))
    made = scroll(poem, '<svg width="90" height="60"></svg>', name="口", hand=hand)
    assert "<text" not in made.svg
    assert [reason[:27] for reason in made.reasons] == ["written in the hand of mine"]


def test_a_hand_without_ink_leaves_the_hanzi_to_faces() -> None:
    hand = Hand(own=traced({"一": np.ones((64, 64), np.float32)}), called="mine")
    assert hand.write("一") is None
    assert not hand.wrote
