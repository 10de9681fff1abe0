"""A pattern: a net and a palette, drawn at any size, told as JSON, and the parent of others.

It knows neither what is beautiful (`pattern_measures`) nor how patterns are found (`archive`).

>>> net = cppn.born(1, np.random.default_rng(3))
>>> pattern = Pattern(net, 0)
>>> pattern.drawn(4, 6).shape, np.array_equal(
...     Pattern.of_json(pattern.to_json()).drawn(4, 6), pattern.drawn(4, 6)
... )
((3, 4, 6), True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.making.colouring import PALETTES, painted, rgb
from sixing.models import cppn
from sixing.models.cppn import Nets

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

FINE = 2
"""Points along each side of a pixel that is shown."""
REPAINTED = 0.12
"""Share of children that take another palette."""
BAND = 64
"""Rows of pixels drawn together, so that a large picture needs little memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One pattern: a net and its palette, drawn at any size.

    Attributes:
        net: a batch of one.
        palette: index into `PALETTES`.
    """

    net: Nets
    palette: int

    def drawn(self, height: int, width: int) -> Floats:
        """(3, height, width) sRGB, −1 to 1; each pixel is the mean of `FINE`² points."""
        bands = [
            self._band(height, width, slice(top, min(height, top + BAND)))
            for top in range(0, height, BAND)
        ]
        return np.concatenate(bands, axis=1)

    def _band(self, height: int, width: int, rows: slice) -> Floats:
        fine = slice(rows.start * FINE, rows.stop * FINE)
        places = cppn.plane(height * FINE, width * FINE, rows=fine)
        points = rgb(painted(cppn.outputs(self.net, places), np.array([self.palette])))[0]
        count = rows.stop - rows.start
        mean: Floats = points.reshape(3, count, FINE, width, FINE).mean((2, 4))
        return mean

    def children(self, count: int, seed: int) -> list[Pattern]:
        """Patterns a step away from this one, for whoever likes it and wants others of its kind."""
        chance = np.random.default_rng(seed)
        nets = cppn.mutated(self.net[[0] * count], chance)
        palettes = repainted(np.full(count, self.palette), chance)
        return [Pattern(nets[[i]], int(palettes[i])) for i in range(count)]

    def to_json(self) -> dict[str, Any]:
        """The pattern for a work's recipe."""
        return {"net": cppn.to_json(self.net), "palette": PALETTES[self.palette].en}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Pattern:
        """The pattern of a recipe.

        Raises:
            BadInput: it tells none.
        """
        names = [one.en for one in PALETTES]
        if told.get("palette") not in names:
            raise BadInput(
                f"no palette is called {told.get('palette')!r}; there are {', '.join(names)}",
                zh=f"没有叫 {told.get('palette')!r} 的色谱",
            )
        return cls(cppn.of_json(told.get("net") or {}), names.index(told["palette"]))


def repainted(palettes: Indices, chance: np.random.Generator) -> Indices:
    """The palettes of children: mostly their parents'."""
    other = chance.integers(0, len(PALETTES), len(palettes))
    return np.where(chance.random(len(palettes)) < REPAINTED, other, palettes)
