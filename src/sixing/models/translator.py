"""Turns pictures of one kind into another with a trained translator, at any size, without torch.

For glyphs of type it writes them by brush: `Translator.write` centres and scales a glyph as those
it learnt from, so any font's glyph may be given. A translator knows its two kinds and nothing
else: what is of neither comes out as something of the second kind, well or badly. Where the
second kind has another shape for a character (cursive 書) it does not know that shape; it bends
the strokes that it is given.

Lines are coloured by `Translator.tint` at the size that the net learnt; the drawing's own lines
stand over the colours, so they stay as sharp as they were.

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
CLOSED = 5
"""Lines up to this many pixels less one are taken out of a small picture's colours."""
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
        """Colours a line drawing (1, h, w) of −1 line to 1 paper, to (3, h, w).

        Raises:
            BadInput: this translator colours no lines, or the drawing is none or too large.
        """
        if self.side is None:
            raise BadInput("this translator colours no lines", zh="此模型不是用来给线稿上色的")
        height, width = lines.shape[-2:]
        share = self.side / max(1, height, width)
        if share >= 1:
            return self.translate(lines)
        small = (max(1, round(height * share)), max(1, round(width * share)))
        made = _closed(self.translate(_scaled(_thick(lines, 1 / share), *small)))
        return np.minimum(_scaled(made, height, width), lines)


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


def _closed(picture: Floats) -> Floats:
    """Without its dark lines: the colours of both sides meet where they were."""
    from scipy.ndimage import grey_closing

    closed: Floats = grey_closing(picture, (1, CLOSED, CLOSED), mode="nearest")
    return closed


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
