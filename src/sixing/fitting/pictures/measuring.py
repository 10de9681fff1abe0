"""How well a generator makes pictures like those it has learnt from, and how often it copies.

Distances are in the features of `EXTRACTOR`; the literature's, in Inception's, are other numbers.
Made pictures are compared with the training pictures themselves, as is usual, so that copying is
rewarded: read the share of copies beside the distance.

    measure(net, Crowd.of(pictures), index).frechet
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.features.distribution import Overlap, frechet, kernel_distance
from sixing.features.picture_index import PictureIndex
from sixing.features.pictures import Backbone
from sixing.media.picture.picture import Picture
from sixing.models.stylegan import StyleGan

Floats = NDArray[np.float32]
MADE = 500
"""Pictures that are made for a measurement."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured.

    Attributes:
        frechet, kernel: distances of the crowds; the kernel's times a thousand.
        overlap: precision and recall, of as many pictures of each.
        made: how many were made.
        copied: how many of `tried` count as copies; None where they were not looked up.
    """

    frechet: float
    kernel: float
    overlap: Overlap
    made: int
    copied: int | None = None
    tried: int = 0


def seen(pictures: Sequence[Picture]) -> Floats:
    """Features of pictures, (n, features).

    Raises:
        BadInput: the pack or the extra ``picture`` is missing.
    """
    return Backbone.open().features(pictures)


def made_by(net: StyleGan, count: int, truncation: float, first: int = 0) -> list[Picture]:
    """So many pictures, of the seeds from ``first`` on."""
    seeds = range(first, first + count)
    return [Picture.of_grid(one) for one in net.make(seeds, truncation=truncation)]


def measure(
    net: StyleGan, people: Floats, index: PictureIndex | None = None, *, made: int = MADE,
    tried: int = 100, truncation: float = 1.0,
) -> Quality:  # fmt: skip
    """Measures a generator.

    Args:
        people: features of the training pictures.
        index: of them; None looks up no copies.
        made: pictures for the distances.
        tried: pictures that are looked up.
    """
    pictures = made_by(net, made, truncation)
    found = seen(pictures)
    same = min(len(people), len(found))
    near = index.nearest(pictures[:tried], seen) if index else []
    return Quality(
        frechet(people, found),
        1000 * kernel_distance(people, found),
        Overlap.of(people[:same], found[:same]),
        made,
        sum(one.copied for one in near) if index else None,
        len(near),
    )
