"""Runs a net that repaints any picture in the style of any other, at any size, without torch.

After Ghiasi, Lee, Kudlur, Dumoulin and Shlens 2017 ("Exploring the structure of a real-time,
arbitrary neural artistic stylization network"): an encoder reads a style into 100 numbers, which
set scale and shift of every norm of the net that paints. Codes are a space: styles blend in it.

Each norm takes mean and variance over the whole picture. A large picture is painted tile by tile
under *one* set of statistics, taken first over crops spread across it, and every tile sees as far
past its border as the net looks: so neighbours agree to the last bit and there is no seam. What
a style or a strength is for is `sixing.making.styling`'s to know.

>>> from sixing.models.fast_style import FastStyle
>>> net = FastStyle.open(pack("pictures") / "styling")  # doctest: +SKIP
>>> net.paint(picture, net.code(other)).values.shape == picture.shape  # doctest: +SKIP
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.errors import BadInput, BadStyle
from sixing.models.onnx import session

CODE = 100
"""Numbers in a style code."""
SEEN = 256
"""Side in pixels of the squares in which the encoder reads a style."""
UNIT, LEAST = 4, 16
"""The painter halves twice: sides are multiples of 4, and no shorter than it can mirror."""
WHOLE = 1024 * 1024
"""Pixels up to which a picture is painted in one piece, within about 300 MB."""
TILE, MARGIN = 896, 64
"""Sides of what a tile gives, and how far it sees past that; the net itself looks 57 pixels far."""
CROPS, CROP = 4, 256
"""Crops along each side over which a large picture's statistics are taken, and their side."""

Floats = NDArray[np.float32]


class Net(Protocol):
    """What of onnxruntime's session is used here."""

    def run(self, outputs: list[str] | None, feed: dict[str, Floats]) -> Sequence[Floats]:
        """Runs it once."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A repainted picture.

    Attributes:
        values: (3, height, width), −1 to 1.
        statistics: (2, channels, 1, 1), mean and variance before every norm.
    """

    values: Floats
    statistics: Floats


@dataclass(frozen=True, slots=True)
class Tile:
    """What is read of a picture, and the part of it that is kept: rows, then columns."""

    read: tuple[slice, slice]
    kept: tuple[slice, slice]

    def inner(self) -> tuple[slice, slice]:
        """The kept part, counted from the corner of what is read."""
        first, second = zip(self.kept, self.read, strict=True)
        return _counted_from(*first), _counted_from(*second)


def _counted_from(kept: slice, read: slice) -> slice:
    return slice(kept.start - read.start, kept.stop - read.start)


class FastStyle:
    """The encoder of styles and the painter.

    Args:
        encoder: (n, 3, h, w) of 0 to 1 to `code` (n, 100), and maps `near`, `middle`, `far`.
        painter: `content`, `code`, `statistics`, `share` to `styled` and `measured`.
        channels: rows of statistics.
    """

    def __init__(self, encoder: Net, painter: Net, channels: int) -> None:
        self._encoder = encoder
        self._painter = painter
        self._unknown = np.zeros((2, channels, 1, 1), np.float32)

    @classmethod
    def open(cls, folder: Path) -> FastStyle:
        """Opens the pack's `styling/`.

        Raises:
            BadInput: the extra ``picture`` is not installed.
            BadStyle: a file is missing or damaged.
        """
        painter = session(folder / "transformer.onnx")
        shapes = {one.name: one.shape for one in painter.get_inputs()}
        if "statistics" not in shapes:
            raise BadStyle(
                f"{folder}/transformer.onnx is no painter of styles; install its pack anew.",
                zh=f"{folder}/transformer.onnx 不是风格迁移的网络；请重新安装其权重包。",
            )
        return cls(session(folder / "encoder.onnx"), painter, shapes["statistics"][1])

    def code(self, picture: Floats) -> Floats:
        """The style of a picture (3, h, w) of −1 to 1: the mean code of the squares it holds."""
        mean: Floats = self.maps(picture, ("code",))[0].mean(0, dtype=np.float32)
        return mean

    def maps(self, picture: Floats, names: Sequence[str]) -> list[Floats]:
        """What the encoder sees in the squares of a picture.

        Args:
            picture: (3, height, width), −1 to 1.
            names: of `code`, `near`, `middle` and `far`: (n, 24, 64, 64), (n, 32, 32, 32) and
                (n, 96, 16, 16).
        """
        return list(self._encoder.run(list(names), {"picture": squares(picture)}))

    def paint(
        self,
        picture: Floats,
        code: Floats,
        statistics: Floats | None = None,
        share: float = 1.0,
    ) -> Painted:
        """Repaints a picture.

        Args:
            picture: (3, height, width), −1 to 1, any size.
            code: (100,) from `code`, or any point between such.
            statistics: of another picture (the frame before), to be used in place of one's own;
            share: 0 to 1, of the given statistics; the rest is one's own.

        Raises:
            BadInput: the shapes are not these.
        """
        if picture.ndim != 3 or len(picture) != 3 or code.shape != (CODE,):
            raise BadInput(
                f"a picture is (3, h, w) and a code ({CODE},), not {picture.shape}, {code.shape}",
                zh=f"图画应为 (3, h, w)，风格码 ({CODE},)，而非 {picture.shape}、{code.shape}",
            )
        height, width = picture.shape[1:]
        content = _padded(picture * np.float32(0.5) + np.float32(0.5))
        given = (self._unknown, 0.0) if statistics is None else (statistics, share)
        if content[0].size <= WHOLE:
            styled, measured = self._run(content[None], code, *given)
            found = styled[0]
        else:
            measured = self._run(crops(content), code, *given)[1]
            used = given[1] * given[0] + (1 - given[1]) * measured
            found = self._tiled(content, code, used.astype(np.float32))
        return Painted(found[:, :height, :width] * 2 - 1, measured)

    def _tiled(self, content: Floats, code: Floats, statistics: Floats) -> Floats:
        found = np.empty_like(content)
        for tile in tiles(*content.shape[1:]):
            styled, _ = self._run(content[:, *tile.read][None], code, statistics, 1.0)
            found[:, *tile.kept] = styled[0][:, *tile.inner()]
        return found

    def _run(
        self, content: Floats, code: Floats, statistics: Floats, share: float
    ) -> tuple[Floats, Floats]:
        feed = {
            "content": np.ascontiguousarray(content),
            "code": code[None],
            "statistics": statistics,
            "share": np.array(share, np.float32),
        }
        styled, measured = self._painter.run(["styled", "measured"], feed)
        return styled, measured


def tiles(height: int, width: int) -> Iterator[Tile]:
    """Cuts a picture into tiles that together cover it once; borders lie on multiples of 4."""
    for rows, columns in product(_spans(height), _spans(width)):
        read = tuple(
            slice(max(0, span.start - MARGIN), min(side, span.stop + MARGIN))
            for span, side in ((rows, height), (columns, width))
        )
        yield Tile((read[0], read[1]), (rows, columns))


def _spans(side: int) -> list[slice]:
    """As few equal lengths as no longer than a tile."""
    count = -(-side // TILE)
    edges = [round(side * i / count / UNIT) * UNIT for i in range(count)] + [side]
    return [slice(low, high) for low, high in pairwise(edges)]


def crops(picture: Floats) -> Floats:
    """Evenly spread crops of (3, h, w), overlapping where it is short: (n, 3, side, side)."""
    height, width = picture.shape[1:]
    side = min(CROP, height, width) // UNIT * UNIT
    places = [np.linspace(0, length - side, CROPS).astype(int) for length in (height, width)]
    found = [picture[:, y : y + side, x : x + side] for y, x in product(*places)]
    return np.stack(found)


def squares(picture: Floats) -> Floats:
    """The centre square of (3, h, w), or as many as a long picture needs: (n, 3, 256, 256), 0 to 1.

    Long pictures (a hand scroll) are read in several places, so that none is missed.
    """
    image = Image.fromarray(
        np.clip(np.rint((picture.transpose(1, 2, 0) + 1) * 127.5), 0, 255).astype(np.uint8)
    )
    side, long = min(image.size), max(image.size)
    count = min(4, round(long / side))
    found = []
    for i in range(count):
        at = (long - side) * (i / (count - 1) if count > 1 else 0.5)
        left, top = (at, 0.0) if image.width >= image.height else (0.0, at)
        box = (left, top, left + side, top + side)
        seen = image.resize((SEEN, SEEN), Image.Resampling.LANCZOS, box)
        found.append(np.asarray(seen, np.float32).transpose(2, 0, 1) / 255)
    return np.ascontiguousarray(found)


def _padded(picture: Floats) -> Floats:
    """Mirrored past its last row and column up to a size that can be halved twice."""
    more = [max(LEAST, -(-side // UNIT) * UNIT) - side for side in picture.shape[1:]]
    if not any(more):
        return picture
    return np.pad(picture, ((0, 0), (0, more[0]), (0, more[1])), mode="symmetric")
