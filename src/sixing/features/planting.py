"""Copies made on purpose, to see whether they are found: mirrored, cropped, recoloured, noisy.

It knows nothing of how they are looked for.

>>> from sixing.media.picture.picture import Picture
>>> red = Picture(np.full((8, 8, 3), (250, 20, 30), np.uint8))
>>> planted(red, "exact", np.random.default_rng(0)) == red
True
>>> planted(red, "recoloured", np.random.default_rng(0)) == red
False
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageFilter

from sixing.media.picture.picture import Picture

CROPPED: Final = (0.85, 0.95)
"""Share of the side that a crop leaves."""
MOVED: Final = 0.08
"""Share of the side by which a moved copy moves at most."""
NOISE: Final = 8.0
"""Deviation of the noise, of 255."""
BLUR: Final = 1 / 90
"""Radius of the blur as a share of the side."""


def planted(picture: Picture, kind: str, rng: Generator) -> Picture:
    """A copy of a kind of `KINDS`, of the same size.

    Raises:
        KeyError: there is no such kind.
    """
    return KINDS[kind](picture, rng)


def _exact(picture: Picture, _: Generator) -> Picture:
    return picture


def _mirrored(picture: Picture, _: Generator) -> Picture:
    return Picture(np.ascontiguousarray(picture.pixels[:, ::-1]))


def _cropped(picture: Picture, rng: Generator) -> Picture:
    share = rng.uniform(*CROPPED)
    width, height = (max(1, round(share * side)) for side in (picture.width, picture.height))
    x, y = (int(rng.integers(0, n + 1)) for n in (picture.width - width, picture.height - height))
    part = Picture(np.ascontiguousarray(picture.pixels[y : y + height, x : x + width]))
    return part.resized(picture.width, picture.height)


def _moved(picture: Picture, rng: Generator) -> Picture:
    most = [max(1, round(MOVED * side)) for side in (picture.height, picture.width)]
    down, right = (int(rng.integers(-n, n + 1)) for n in most)
    rows = np.clip(np.arange(picture.height) - down, 0, picture.height - 1)
    columns = np.clip(np.arange(picture.width) - right, 0, picture.width - 1)
    return Picture(picture.pixels[rows[:, None], columns])


def _recoloured(picture: Picture, rng: Generator) -> Picture:
    colours = np.asarray(picture.image().convert("HSV")).astype(int)
    colours[..., 0] = (colours[..., 0] + int(rng.uniform(30, 226))) % 256
    return Picture.of_image(Image.fromarray(colours.astype(np.uint8), "HSV"))


def _toned(picture: Picture, rng: Generator) -> Picture:
    curve = 255 * (np.arange(256) / 255) ** rng.uniform(0.6, 1.6)
    return Picture(curve.astype(np.uint8)[picture.pixels])


def _noisy(picture: Picture, rng: Generator) -> Picture:
    values = picture.pixels + rng.normal(0, NOISE, picture.pixels.shape)
    return Picture(np.clip(values, 0, 255).astype(np.uint8))


def _blurred(picture: Picture, _: Generator) -> Picture:
    radius = BLUR * max(picture.width, picture.height)
    return Picture.of_image(picture.image().filter(ImageFilter.GaussianBlur(radius)))


def _several(picture: Picture, rng: Generator) -> Picture:
    """Moved and noisy, and mirrored half of the time."""
    turned = _mirrored(picture, rng) if rng.random() < 0.5 else picture
    return _noisy(_moved(turned, rng), rng)


KINDS: Final[Mapping[str, Callable[[Picture, Generator], Picture]]] = {
    "exact": _exact,
    "mirrored": _mirrored,
    "cropped": _cropped,
    "moved": _moved,
    "recoloured": _recoloured,
    "toned": _toned,
    "noisy": _noisy,
    "blurred": _blurred,
    "several": _several,
}
"""What is done to a copy, by its name."""
