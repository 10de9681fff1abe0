"""Turns pictures of one kind into another with a trained translator, at any size, without torch.

For glyphs of type it writes them by brush: `Translator.write` centres and scales a glyph as those
it learnt from, so any font's glyph may be given. A translator knows its two kinds and nothing
else: what is of neither comes out as something of the second kind, well or badly. Where the
second kind has another shape for a character (cursive 書) it does not know that shape; it bends
the strokes that it is given.

Lines are coloured by `Translator.tint`: the net proposes colours at the size that it learnt, each
area that lines enclose takes the median of those proposed in it, and the lines stay as sharp as
they were. What no line closes off from the edge stays paper.

>>> net = Translator.open(pack("pictures") / "cursive")  # doctest: +SKIP
>>> net.write([glyph, other]).shape  # doctest: +SKIP
(2, 64, 64)
>>> fitted(np.full((20, 30), -1, np.float32), 64, 54, 100.0)[[4, 5], 32].tolist()
[1.0, 1.0]
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.errors import BadInput, BadStyle
from sixing.models.onnx import session

Floats = NDArray[np.float32]
UNIT, LEAST = 4, 16
"""A generator halves twice: sides are multiples of 4, and no shorter than it can mirror."""
WHOLE = 2048 * 2048
"""Pixels up to which a picture is translated: its norms need it in one piece."""
LINE = 1.8
"""Pixels that a line was wide in the drawings that were learnt."""
INK = 0.8
"""Values below this are ink when a glyph is centred; paper is 1."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a generator.

    Attributes:
        inputs, outputs: channels, 1 for glyphs and 3 for colour.
        width: channels of the first stage; the middle has four times as many.
        blocks: residual blocks of the middle.
    """

    inputs: int = 1
    outputs: int = 1
    width: int = 16
    blocks: int = 6


@dataclass(frozen=True, slots=True)
class Glyphs:
    """How a translator of glyphs was shown them.

    Attributes:
        side: of the square, pixels.
        inner: what the ink's longer side is scaled to.
        most: the scale is at most this over the side of the given square, so that small
            characters stay small.
    """

    side: int = 64
    inner: int = 54
    most: float = 82.0


class Net(Protocol):
    """What of onnxruntime's session is used here."""

    def run(self, outputs: list[str] | None, feed: dict[str, Floats]) -> Sequence[Floats]:
        """Runs it once."""
        ...


class Translator:
    """A generator that can be run.

    Args:
        net: `picture` (n, inputs, h, w) to `translated` (n, outputs, h, w), −1 to 1.
        glyphs: how it wants glyphs; None when it is for pictures.
        side: of the squares that it learnt lines from, pixels; None when it colours no lines.
    """

    def __init__(
        self, net: Net, shape: Shape, glyphs: Glyphs | None = None, side: int | None = None
    ) -> None:
        self._net = net
        self.shape = shape
        self.glyphs = glyphs
        self.side = side

    @classmethod
    def open(cls, folder: Path) -> Translator:
        """Opens a translator of the pack or one's own.

        Raises:
            BadInput: the extra ``picture`` is not installed.
            BadStyle: a file is missing or damaged.
        """
        try:
            told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            shape = Shape(**told["shape"])
            glyphs = Glyphs(**told["glyphs"]) if told.get("glyphs") else None
            side = int(told["side"]) if told.get("side") else None
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise BadStyle(
                f"{folder} holds no translator ({fault}); install its pack anew.",
                zh=f"{folder} 中没有可用的图像翻译模型；请重新安装其权重包。",
            ) from fault
        return cls(session(folder / "net.onnx"), shape, glyphs, side)

    def translate(self, picture: Floats) -> Floats:
        """Translates (inputs, h, w), or several of one size (n, inputs, h, w), of −1 to 1.

        Raises:
            BadInput: it has other channels, or is larger than `WHOLE` pixels.
        """
        whole = picture if picture.ndim == 4 else picture[None]
        if whole.ndim != 4 or whole.shape[1] != self.shape.inputs:
            raise BadInput(
                f"this translator takes ({self.shape.inputs}, h, w), not {picture.shape}",
                zh=f"此模型需要 ({self.shape.inputs}, h, w) 的图像，而非 {picture.shape}",
            )
        height, width = whole.shape[2:]
        if not 0 < height * width <= WHOLE:
            raise BadInput(
                f"{width} × {height} is too large or empty; scale it to {WHOLE} pixels at most",
                zh=f"{width} × {height} 过大或为空；请缩小到 {WHOLE} 像素以内",
            )
        found = self._net.run(["translated"], {"picture": _padded(whole)})[0]
        found = found[:, :, :height, :width]
        return found if picture.ndim == 4 else found[0]

    def write(self, glyphs: Sequence[Floats]) -> Floats:
        """Writes glyphs anew: squares (h, w) of −1 ink to 1 paper, each to (side, side).

        Raises:
            BadInput: this translator is not one of glyphs.
        """
        how = self.glyphs
        if how is None:
            raise BadInput("this translator is not for glyphs", zh="此模型不是用来写字的")
        if not len(glyphs):
            return np.ones((0, how.side, how.side), np.float32)
        seen = np.stack([fitted(one, how.side, how.inner, how.most) for one in glyphs])
        return self.translate(seen[:, None])[:, 0]

    def tint(self, lines: Floats) -> Floats:
        """Colours the closed areas of a line drawing (1, h, w), −1 line to 1 paper: (3, h, w).

        Raises:
            BadInput: this translator colours no lines, or the drawing is none or too large.
        """
        if self.side is None:
            raise BadInput("this translator colours no lines", zh="此模型不是用来给线稿上色的")
        height, width = lines.shape[-2:]
        share = min(1.0, self.side / max(1, height, width))
        small = (max(1, round(height * share)), max(1, round(width * share)))
        seen = lines if share == 1 else _scaled(_thick(lines, 1 / share), *small)
        made = _scaled(self.translate(seen), height, width)
        tinted: Floats = (_flat(made, lines[0]) + 1) * (lines + 1) / np.float32(2) - 1
        return tinted


def _scaled(picture: Floats, height: int, width: int) -> Floats:
    """(channels, h, w) at another size."""
    channels = [
        Image.fromarray(channel).resize((width, height), Image.Resampling.BICUBIC)
        for channel in np.ascontiguousarray(picture, np.float32)
    ]
    scaled: Floats = np.clip(np.stack([np.asarray(channel) for channel in channels]), -1, 1)
    return scaled


def _thick(lines: Floats, times: float) -> Floats:
    """Lines that, made this many times smaller, are still about `LINE` pixels wide."""
    from scipy.ndimage import minimum_filter

    width = round((LINE - 1) * times)
    if width <= 1:
        return lines
    thick: Floats = minimum_filter(lines, (1, width, width))
    return thick


def _flat(colours: Floats, lines: Floats) -> Floats:
    """Each area in the median of its colours, also under the line around it; paper stays white."""
    from scipy.ndimage import distance_transform_edt, label, median

    areas, count = label(lines > 0)
    edge = {*areas[0], *areas[-1], *areas[:, 0], *areas[:, -1]}
    found = np.ones((count + 1, len(colours)), np.float32)
    within = [number for number in range(1, count + 1) if number not in edge]
    for channel, column in zip(colours, found.T, strict=True):
        column[within] = median(channel, areas, within)
    near = distance_transform_edt(areas == 0, return_distances=False, return_indices=True)
    flat: Floats = found[areas[tuple(near)]].transpose(2, 0, 1)
    return flat


def fitted(glyph: Floats, side: int, inner: int, most: float) -> Floats:
    """A glyph centred by its ink and scaled; `Glyphs` says what the numbers mean.

    Args:
        glyph: (h, w), −1 ink to 1 paper. Without ink it comes back as white paper.
    """
    paper = np.ones((side, side), np.float32)
    rows, columns = (np.flatnonzero((glyph < INK).any(axis)) for axis in (1, 0))
    if not len(rows):
        return paper
    ink = glyph[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = min(inner / max(ink.shape), most / max(glyph.shape))
    height, width = (min(side, max(1, round(length * scale))) for length in ink.shape)
    image = Image.fromarray(np.ascontiguousarray(ink, np.float32))
    image = image.resize((width, height), Image.Resampling.LANCZOS)
    top, left = (side - height) // 2, (side - width) // 2
    paper[top : top + height, left : left + width] = np.clip(np.asarray(image), -1, 1)
    return paper


def _padded(pictures: Floats) -> Floats:
    """Mirrored past the last row and column up to a size that can be halved twice."""
    more = [max(LEAST, -(-side // UNIT) * UNIT) - side for side in pictures.shape[2:]]
    if any(more):
        pictures = np.pad(pictures, ((0, 0), (0, 0), *((0, m) for m in more)), mode="symmetric")
    return np.ascontiguousarray(pictures, np.float32)
