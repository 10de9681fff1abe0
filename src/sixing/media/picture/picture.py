"""A picture in memory: rows of sRGB pixels, as `Grid` for models and as PNG for people.

It knows no file format but PNG (lossless, for showing and keeping); reading what others wrote is
`sixing.media.picture.reading`.

>>> red = Picture(np.full((2, 3, 3), (255, 0, 0), np.uint8))
>>> red.height, red.width, Picture.of_grid(red.grid()) == red
(2, 3, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.media.medium import Grid

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An opaque raster picture.

    Attributes:
        pixels: (height, width, 3) sRGB, 0 to 255. Alpha was laid on a ground when it was read.
    """

    pixels: Pixels

    def __post_init__(self) -> None:
        shape = self.pixels.shape
        if self.pixels.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or 0 in shape:
            raise ValueError(f"a picture is (height, width, 3) of uint8, not {shape}")

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    def grid(self) -> Grid:
        """As a carrier: (3, height, width), −1 black to 1 white."""
        values = self.pixels.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
        return Grid(np.ascontiguousarray(values))

    @classmethod
    def of_grid(cls, grid: Grid | Floats) -> Picture:
        """The picture of a carrier or of (3 or 1, height, width) values in −1 to 1; others clip."""
        values = grid.values if isinstance(grid, Grid) else grid
        bytes_ = np.clip(np.rint((values + 1) * 127.5), 0, 255).astype(np.uint8)
        if len(bytes_) == 1:
            bytes_ = np.repeat(bytes_, 3, 0)
        return cls(np.ascontiguousarray(bytes_.transpose(1, 2, 0)))

    @classmethod
    def of_image(cls, image: Image.Image) -> Picture:
        """The picture of a pillow image that is RGB or grey."""
        return cls(np.asarray(image.convert("RGB")).copy())

    def image(self) -> Image.Image:
        """As a pillow image."""
        return Image.fromarray(self.pixels)

    def resized(self, width: int, height: int) -> Picture:
        """At another size, by Lanczos."""
        if (width, height) == (self.width, self.height):
            return self
        return Picture.of_image(self.image().resize((width, height), Image.Resampling.LANCZOS))

    def png(self) -> bytes:
        """As a PNG file, the same bytes for the same pixels."""
        out = BytesIO()
        self.image().save(out, "PNG", optimize=False, compress_level=6)
        return out.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and np.array_equal(self.pixels, other.pixels)

    def __hash__(self) -> int:
        return hash((self.pixels.shape, self.pixels.tobytes()))
