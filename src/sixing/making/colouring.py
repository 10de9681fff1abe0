"""Colours for patterns: palettes of pigments, walked through in a space that eyes find even.

A pattern's three values at a place are the place along a palette, a lightening or darkening, and
a strength of colour. Between its five colours a palette runs straight through Oklab (Ottosson
2020), so that no step looks larger than another and no mud lies between. It knows no picture
format: colours are arrays, −1 to 1 as carriers are.

>>> PALETTES[0].zh, rgb(painted(np.zeros((1, 3, 2, 2), np.float32), np.array([0]))).shape
('青绿', (1, 3, 2, 2))
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

STEPS = 5
"""Colours of a palette."""
LIGHTER, FAINTER = 0.10, 0.35
"""How far a pattern may move lightness (of 0..1), and by which share the strength of a colour."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours in an order, dark to light or round a wheel.

    Attributes:
        zh, en: what painters call them.
        colours: ``#rrggbb``, each mixed for these patterns, not measured off a pigment.
    """

    zh: str
    en: str
    colours: tuple[str, str, str, str, str]


PALETTES = (
    Palette("青绿", "blue and green", ("#102a3c", "#1d5b86", "#4a9a86", "#d9c48e", "#f4ecd8")),
    Palette("朱墨", "cinnabar and ink", ("#191513", "#59241d", "#c3372a", "#eaa766", "#f7f0e1")),
    Palette("青花", "blue on white", ("#0c1d47", "#20489d", "#6f9bd2", "#cbdced", "#fbf9f2")),
    Palette("秋山", "autumn hills", ("#271a18", "#74391f", "#c67a30", "#e8c46c", "#f6eed6")),
    Palette("胭脂", "rouge", ("#280f1d", "#7a1f45", "#c5476c", "#eda9a8", "#fbeee1")),
    Palette("翡翠", "jade", ("#0d2721", "#1f664d", "#6cae88", "#cbe2c4", "#f8f5e5")),
    Palette("敦煌", "Dunhuang walls", ("#33241c", "#1f6a73", "#8eb29d", "#dba46b", "#b4462f")),
    Palette("夜色", "night", ("#0b0e21", "#2a2760", "#6f4b9f", "#d67ba4", "#fadcb5")),
    Palette("水墨", "ink", ("#141312", "#3d3b39", "#7f7b75", "#c6c1b6", "#f5f1e7")),
    Palette("海棠", "crab-apple", ("#0a2f38", "#12737b", "#85c2b9", "#fbdccb", "#dd8b72")),
    Palette("藤黄", "gamboge", ("#1d2130", "#41506b", "#a08c5b", "#e9b93a", "#fbf0cb")),
    Palette("霞", "sunset clouds", ("#1b1c38", "#5d3465", "#b54a74", "#f08a5f", "#fde3b4")),
)

# Ottosson 2020, "A perceptual color space for image processing": linear sRGB to cone answers,
# their cube roots to lightness and two opponent axes.
_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OPPONENT = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_OPPONENT = np.linalg.inv(_OPPONENT).astype(np.float32)
_FROM_CONES = np.linalg.inv(_CONES).astype(np.float32)


def oklab(colour: str) -> Floats:
    """Lightness 0..1 and the two opponent axes of ``#rrggbb``.

    >>> [round(abs(float(value)), 3) for value in oklab("#ffffff")]
    [1.0, 0.0, 0.0]
    """
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    found: Floats = (_OPPONENT @ np.cbrt(_CONES @ linear)).astype(np.float32)
    return found


#: (palettes, 3, STEPS): all of them in Oklab.
TABLE: Floats = np.stack(
    [np.stack([oklab(colour) for colour in one.colours], axis=1) for one in PALETTES]
)


def painted(values: Floats, palettes: Indices) -> Floats:
    """Oklab of patterns: (n, 3, height, width).

    Args:
        values: (n, 3, height, width), −1 to 1: along the palette, lighter, stronger.
        palettes: (n,), indices into `PALETTES`.
    """
    along = (values[:, 0] + 1) * np.float32((STEPS - 1) / 2)
    low = np.minimum(along.astype(np.int64), STEPS - 2)
    share = along - low
    at = palettes.reshape(-1, 1, 1) * STEPS + low
    found = np.empty_like(values)
    for axis in range(3):
        stops = TABLE[:, axis].ravel()
        before = stops[at]
        found[:, axis] = before + share * (stops[at + 1] - before)
    found[:, 0] += LIGHTER * values[:, 1]
    found[:, 1:] *= (1 + FAINTER * values[:, 2])[:, None]
    return found


def rgb(lab: Floats) -> Floats:
    """Oklab (n, 3, height, width) as sRGB, −1 to 1; what no screen can show is clipped."""
    cones = np.einsum("ij,njhw->nihw", _FROM_OPPONENT, lab) ** 3
    linear = np.clip(np.einsum("ij,njhw->nihw", _FROM_CONES, cones), 0, 1)
    low = linear * np.float32(12.92)
    coded = np.where(linear <= 0.0031308, low, 1.055 * linear ** np.float32(1 / 2.4) - 0.055)
    found: Floats = (coded * 2 - 1).astype(np.float32)
    return found
