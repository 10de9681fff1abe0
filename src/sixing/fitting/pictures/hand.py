"""A hand learnt from a font of it: type is translated into that hand, and no character has a pair.

The characters that both fonts write are parted by chance into those hidden from training, those
seen in type and those seen by hand, so that a translation can be measured against what the hand
really writes. Glyphs are centred by their ink and scaled by face, and swayed a little.

>>> parts = part("天地玄黃宇宙洪荒", hidden=2, seed=0)
>>> len(parts.hidden), len(parts.typed), len(parts.written)
(2, 3, 3)
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import affine_transform

from sixing.media.picture.glyphs import read_glyphs
from sixing.models.translator import Glyphs, fitted
from sixing.training.translation import Source

Floats = NDArray[np.float32]
DRAWN = 128
"""Pixels at which a font is drawn before it is fitted."""
TYPICAL = 0.8
"""Of the median ink's longer side: what is smaller is not enlarged to fill the square."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Characters by what training sees of them: nothing, their type, or how they are written."""

    hidden: tuple[str, ...]
    typed: tuple[str, ...]
    written: tuple[str, ...]


def part(characters: Iterable[str], hidden: int, seed: int = 0) -> Parts:
    """Parts the characters that both fonts write; the order in which they come does not matter."""
    order = sorted(set(characters))
    random.Random(f"hand {seed}").shuffle(order)
    half = hidden + (len(order) - hidden) // 2
    return Parts(tuple(order[:hidden]), tuple(order[hidden:half]), tuple(order[half:]))


_PLAIN = Glyphs()


def read_face(
    font: Path, how: Glyphs = _PLAIN, characters: Sequence[str] | None = None
) -> tuple[dict[str, Floats], Glyphs]:
    """A font's glyphs fitted into squares (side, side) of −1 ink to 1 paper, and how they were.

    Raises:
        BadPicture: it is no font, or writes none of these characters.
        BadInput: the extra `picture` is missing, or there is no such file.
    """
    drawn = {
        char: picture.pixels[..., 0].astype(np.float32) / 127.5 - 1
        for char, picture in read_glyphs(font, DRAWN, characters)
    }
    longest = [max(np.ptp(places) + 1 for places in np.nonzero(g < 0)) for g in drawn.values()]
    most = round(how.inner / (TYPICAL * float(np.median(longest))) * DRAWN, 1)
    own = Glyphs(how.side, how.inner, most)
    glyphs = {c: fitted(g, own.side, own.inner, own.most) for c, g in drawn.items()}
    return glyphs, own


def swayed(glyphs: Mapping[str, Floats], characters: Sequence[str]) -> Source:
    """Draws of these characters, (n, 1, side, side), each turned, slanted and moved a little."""
    rows = np.stack([glyphs[char] for char in characters])

    def draw(chance: np.random.Generator, count: int) -> Floats:
        picked = rows[chance.integers(len(rows), size=count)]
        return np.stack([sway(glyph, chance) for glyph in picked])[:, None]

    return draw


def sway(glyph: Floats, chance: np.random.Generator, by: float = 1.0) -> Floats:
    """One glyph, moved by chance about its middle; ``by`` scales how far."""
    angle, slant = chance.normal(0, (0.04 * by, 0.05 * by))
    scale = 1 + by * chance.uniform(-0.07, 0.07, 2)
    turn = np.array([[np.cos(angle), np.sin(angle)], [slant - np.sin(angle), np.cos(angle)]])
    turn = turn * scale[:, None]
    middle = (np.array(glyph.shape) - 1) / 2
    moved = middle + by * chance.uniform(-0.025, 0.025, 2) * len(glyph) - turn @ middle
    found: Floats = affine_transform(glyph, turn, moved, order=1, cval=1.0)
    return found
