"""Pictures of folders, zips and fonts as rows for a net, chosen as a recipe says.

>>> Chosen(only="^1f6").fits("1f600"), Chosen(only="^1f6").fits("2639")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from sixing.errors import BadCorpus
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import SUFFIXES, read_picture, read_pictures

Floats = NDArray[np.float32]
_SHARPER = 4  # times the size at which pictures are read before they are shrunk


class Chosen(BaseModel):
    """Which pictures of its sources a recipe takes.

    Attributes:
        what: the data and its licence, for the model's card.
        only: a pattern that names without suffix must match.
        most: pictures at most, drawn by the seed 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str = ""
    only: str = ""
    most: int = Field(1_000_000, ge=2)

    def fits(self, name: str) -> bool:
        """Whether a picture of this name is taken."""
        return re.search(self.only, name) is not None


def collect(sources: Sequence[Path], size: int, chosen: Chosen) -> tuple[list[str], list[Picture]]:
    """Names and pictures, each pressed into a square of so many pixels.

    Raises:
        BadCorpus: none is chosen.
        BadInput, BadPicture: a source cannot be read.
    """
    names: list[str] = []
    pictures: list[Picture] = []
    for source in sources:
        for name, picture in _read(source, size, chosen):
            names.append(name)
            pictures.append(picture.resized(size, size))
    if not names:
        raise BadCorpus("not one picture fits the recipe", zh="没有一张图合乎配方")
    order = np.sort(np.random.default_rng(0).permutation(len(names))[: chosen.most])
    return [names[row] for row in order], [pictures[row] for row in order]


def _read(source: Path, size: int, chosen: Chosen) -> Iterator[tuple[str, Picture]]:
    """Names and pictures that fit; of a folder only these are decoded."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix[1:].lower() in SUFFIXES and chosen.fits(path.stem):
                yield path.stem, read_picture(path, side=_SHARPER * size)
        return
    font = source.suffix.lower() in (".ttf", ".otf", ".ttc")
    for item in read_pictures(source, side=size if font else _SHARPER * size):
        if chosen.fits(Path(item.name).stem):
            yield Path(item.name).stem, item.picture


def rows(pictures: Sequence[Picture], channels: int) -> Floats:
    """Pictures as values (n, channels, size, size), −1 to 1; 1 channel is their mean."""
    values = np.stack([picture.grid().values for picture in pictures])
    return values if channels == values.shape[1] else values.mean(1, keepdims=True)
