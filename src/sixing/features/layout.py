"""Where edges run in a picture: what stays of it when colours change, and what moves when it moves.

A picture is pressed to 64 × 64, blurred a little, and the strength of its edges in six directions
is gathered in 8 × 8 soft cells (histograms of oriented gradients: Dalal and Triggs, 2005, with the
square root of the strength less a floor, so that neither contrast nor faint noise counts for much).
Sampling the same maps at other places is the picture mirrored, zoomed or moved: `Placing`.

It knows neither colours nor what is in the picture.

>>> rng = np.random.default_rng(0)
>>> one = rng.uniform(0, 255, (1, 8, 8, 3)).repeat(8, 1).repeat(8, 2)
>>> plain = sample(maps(one), Placing())
>>> mirrored = sample(maps(one[:, :, ::-1]), Placing(mirrored=True))
>>> plain.shape, bool(np.abs(plain - mirrored).max() < 0.01 * plain.max())
((1, 384), True)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SIDE: Final = 64
"""Pixels to which every picture is pressed."""
CELLS: Final = 8
DIRECTIONS: Final = 6
WIDTH: Final = CELLS * CELLS * DIRECTIONS
"""Numbers that say a picture's layout."""
_BLUR, _SOFTNESS, _FLOOR = 1.0, 3.0, 4.0  # pixels, pixels, grey levels a pixel


@dataclass(frozen=True, slots=True)
class Placing:
    """How one picture may lie upon another: mirrored, then zoomed about its centre and moved.

    Attributes:
        mirrored: left and right change places.
        zoom: pixels of this picture for one of the other.
        right, down: pixels by which the centre moves.
    """

    mirrored: bool = False
    zoom: float = 1.0
    right: float = 0.0
    down: float = 0.0

    def near(self) -> tuple[Placing, ...]:
        """This placing and finer ones around it."""
        return tuple(
            Placing(self.mirrored, self.zoom * zoom, self.right + x, self.down + y)
            for zoom, x, y in product((0.95, 1.0, 1.05), (-2.0, 0.0, 2.0), (-2.0, 0.0, 2.0))
        )


PLACINGS: Final = tuple(
    Placing(mirrored, zoom, x, y)
    for mirrored, zoom, x, y in product(
        (False, True), (1.0, 0.88, 1.13, 1.26), (0.0, -4.0, 4.0), (0.0, -4.0, 4.0)
    )
)
"""Every way of laying one picture on another that is tried, coarsely; the plain one first."""


def blurred(pixels: NDArray[np.generic], softness: float = _BLUR) -> Floats:
    """Pictures (n, height, width, colours) without their faintest grain."""
    from scipy.ndimage import gaussian_filter

    found: Floats = gaussian_filter(pixels.astype(np.float32), (0, softness, softness, 0))
    return found


def maps(pixels: NDArray[np.generic]) -> Floats:
    """Strength of edges by direction: (n, `DIRECTIONS`, side, side) of (n, side, side, colours)."""
    from scipy.ndimage import gaussian_filter

    seen = blurred(pixels)
    down, right = np.gradient(seen, axis=1), np.gradient(seen, axis=2)
    # each pixel's edge is that of the colour in which it is strongest
    strongest = np.square(down).__iadd__(np.square(right)).argmax(3)[..., None]
    down = np.take_along_axis(down, strongest, 3)[..., 0]
    right = np.take_along_axis(right, strongest, 3)[..., 0]
    strength = np.sqrt(np.maximum(np.hypot(down, right) - _FLOOR, 0))
    turn = np.arctan2(down, right) % np.pi / np.pi * DIRECTIONS
    first = turn.astype(int) % DIRECTIONS
    share = turn - np.floor(turn)
    found = np.zeros((len(seen), DIRECTIONS, *seen.shape[1:3]), np.float32)
    for number in range(DIRECTIONS):
        found[:, number] += strength * (first == number) * (1 - share)
        found[:, number] += strength * ((first + 1) % DIRECTIONS == number) * share
    soft: Floats = gaussian_filter(found, (0, 0, _SOFTNESS, _SOFTNESS))
    return soft


def mirror(edges: Floats) -> Floats:
    """The maps of the pictures seen in a mirror: places and directions both turn round."""
    return edges[:, -np.arange(DIRECTIONS) % DIRECTIONS, :, ::-1]


def sample(edges: Floats, placing: Placing) -> Floats:
    """Layouts, (n, `WIDTH`), of maps laid so; what lies outside is as at the border."""
    side = edges.shape[-1]
    step, centre = side / CELLS, (side - 1) / 2
    cells = (np.arange(CELLS) + 0.5) * step - 0.5 - centre
    rows, columns = (
        np.clip(np.rint(cells * placing.zoom + centre + by), 0, side - 1).astype(int)
        for by in (placing.down, placing.right)
    )
    turned = mirror(edges) if placing.mirrored else edges
    return turned[:, :, rows[:, None], columns].reshape(len(edges), -1)


def laid(pixels: NDArray[np.generic], placing: Placing) -> Floats:
    """One picture (side, side, colours) redrawn as it lies."""
    from scipy.ndimage import affine_transform

    turned = pixels[:, ::-1] if placing.mirrored else pixels
    centre = (np.array(turned.shape[:2]) - 1) / 2
    moved = centre - placing.zoom * centre + (placing.down, placing.right)
    found: Floats = affine_transform(
        turned.astype(np.float32),
        np.diag([placing.zoom, placing.zoom, 1.0]),
        offset=(*moved, 0.0),
        order=1,
        mode="nearest",
    )
    return found
