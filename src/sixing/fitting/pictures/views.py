"""Pictures as training sees them: each changed a little by chance, so that none is learnt by heart.

It knows no classes. What a change brings into view from outside is the picture's ground.

>>> grey = Picture(np.full((32, 32, 3), 128, np.uint8))
>>> Views([grey, grey], seed=1, size=32)(3).shape
(2, 3, 32, 32)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.features.pictures import SIZE, stack
from sixing.media.picture.picture import Picture

Floats = NDArray[np.float32]


class Views:
    """Pictures, each changed a little by chance, differently in every view; 0 is as it is.

    Turned by up to some 25 degrees, nearer or farther by a fifth, moved by an eighth of the side,
    mirrored, lighter or darker, and of other contrast and colour.
    """

    def __init__(
        self, pictures: Sequence[Picture], mirrored: bool = True, seed: int = 0, size: int = SIZE
    ) -> None:
        self.pictures = [one.resized(size, size) for one in pictures]
        self.mirrored, self.seed, self.size = mirrored, seed, size

    def __call__(self, number: int) -> Floats:
        """(pictures, 3, size, size), −1 to 1."""
        if number == 0:
            return stack(self.pictures, self.size)
        chance = np.random.default_rng((self.seed, number))
        return np.stack([changed(one, chance, self.mirrored) for one in self.pictures])


def changed(picture: Picture, chance: np.random.Generator, mirrored: bool = True) -> Floats:
    """One picture, (3, height, width), changed by chance; what comes into view is its ground."""
    angle, scale = chance.normal(0, 0.15), chance.uniform(0.8, 1.2)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if mirrored and chance.random() < 0.5:
        turn[:, 0] *= -1
    middle = np.array([picture.width, picture.height]) / 2
    moved = middle + chance.uniform(-0.125, 0.125, 2) * 2 * middle - turn @ middle
    rows = np.column_stack([turn, moved]).ravel().tolist()
    image = picture.image().transform(
        (picture.width, picture.height), Image.Transform.AFFINE, rows,
        Image.Resampling.BILINEAR, fillcolor=_ground(picture),
    )  # fmt: skip
    return recoloured(Picture.of_image(image).grid().values, chance)


def _ground(picture: Picture) -> tuple[int, int, int]:
    """What most of the border shows."""
    rows = picture.pixels
    border = np.concatenate([rows[0], rows[-1], rows[:, 0], rows[:, -1]])
    red, green, blue = np.median(border, axis=0).astype(int).tolist()
    return red, green, blue


def recoloured(values: Floats, chance: np.random.Generator) -> Floats:
    """Values with another contrast, light and strength of colour, by chance."""
    grey = values.mean(0, keepdims=True)
    found = grey + (values - grey) * chance.uniform(0, 1.5)
    middle = found.mean()
    found = (found - middle) * chance.uniform(0.75, 1.25) + middle + chance.uniform(-0.15, 0.15)
    clipped: Floats = np.clip(found, -1, 1).astype(np.float32)
    return clipped
