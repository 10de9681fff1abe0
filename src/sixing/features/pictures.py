"""What a net trained on ImageNet-1000 sees in pictures: features, kinds of thing, maps.

The net is EfficientNet-lite0, whose weights are in the pack of pictures; distances between its
features are what Fréchet distance, memorisation and clusters are measured by. They are comparable
with each other only: name the extractor beside them. It knows nothing about style or beauty.

>>> Backbone.open().features([some_picture]).shape              # doctest: +SKIP
(1, 1280)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.picture import Picture
from sixing.models.efficientnet import MAPS, SIDE
from sixing.models.onnx import session
from sixing.store.packs import PICTURES, pack

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

EXTRACTOR: Final = "EfficientNet-lite0 (ImageNet-1000), 1280 pooled features"
"""What to name beside a distance."""
SIZE: Final = 128
"""Side in pixels at which pictures are seen; 224 is what the net was trained at."""
FILE: Final = "net.onnx"
_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True, eq=False)
class Backbone:
    """Runs the net on pictures.

    Attributes:
        net: an ONNX net as `sixing.models.efficientnet` writes it, of any number of classes.
    """

    net: InferenceSession

    @classmethod
    def open(cls, folder: Path | None = None) -> Backbone:
        """The net of the pack, opened once, or that of a folder.

        Raises:
            BadInput: the pack or the extra ``picture`` is not installed.
            BadStyle: it is damaged.
        """
        return _shipped() if folder is None else cls(session(folder / FILE))

    def features(self, pictures: Sequence[Picture], size: int = SIZE) -> Floats:
        """Pooled features, (pictures, 1280), of non-negative numbers."""
        return self._run("features", pictures, size)

    def scores(self, pictures: Sequence[Picture], size: int = SIZE) -> Floats:
        """Scores of the classes before the softmax, (pictures, classes)."""
        return self._run("scores", pictures, size)

    def both(self, pictures: Sequence[Picture], size: int = SIZE) -> tuple[Floats, Floats]:
        """Features and scores of one run."""
        features, scores = _joined(self._batches(["features", "scores"], pictures, size))
        return features, scores

    def maps(self, pictures: Sequence[Picture], size: int = SIZE) -> dict[str, Floats]:
        """Maps by name: (pictures, channels, size / stride, size / stride) at strides 4, 8, 16."""
        return dict(zip(MAPS, _joined(self._batches(MAPS, pictures, size)), strict=True))

    def features_of(self, values: Floats) -> Floats:
        """Features, (n, 1280), of (n, 3, side, side) in −1 to 1, as a generator gives them."""
        parts = [
            self.net.run(["features"], {"picture": values[at : at + _AT_ONCE]})[0]
            for at in range(0, len(values), _AT_ONCE)
        ]
        return np.concatenate(parts)

    def _run(self, what: str, pictures: Sequence[Picture], size: int) -> Floats:
        (found,) = _joined(self._batches([what], pictures, size))
        return found

    def _batches(
        self, wanted: Sequence[str], pictures: Sequence[Picture], size: int
    ) -> Iterator[list[Floats]]:
        if not pictures:
            raise ValueError("no picture to look at")
        for at in range(0, len(pictures), _AT_ONCE):
            seen = stack(pictures[at : at + _AT_ONCE], size)
            yield self.net.run(list(wanted), {"picture": seen})


@cache
def _shipped() -> Backbone:
    return Backbone(session(pack(PICTURES) / "backbone" / FILE))


def stack(pictures: Sequence[Picture], size: int = SIZE) -> Floats:
    """Pictures as a net sees them: (pictures, 3, size, size), −1 to 1, pressed into squares.

    Pressing keeps everything in view; a crop would drop what stands at the sides.
    """
    if size % SIDE:
        raise ValueError(f"a side of {size} pixels is no multiple of {SIDE}")
    return np.stack([picture.resized(size, size).grid().values for picture in pictures])


def _joined(batches: Iterator[list[Floats]]) -> list[Floats]:
    return [np.concatenate(parts) for parts in zip(*batches, strict=True)]
