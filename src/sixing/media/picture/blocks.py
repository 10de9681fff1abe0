r"""A picture on a terminal: half blocks in true colour, two pixels to a character.

A character is about twice as high as wide, so its upper and lower half are two square pixels.

>>> import numpy as np
>>> white = Picture(np.full((2, 1, 3), 255, np.uint8))
>>> blocks(white, 1)
'\x1b[38;2;255;255;255;48;2;255;255;255m▀\x1b[0m'
"""

from __future__ import annotations

from sixing.media.picture.picture import Picture, Pixels

COLUMNS, ROWS = 44, 22
"""The room that a picture may take of a terminal."""


def blocks(picture: Picture, columns: int = COLUMNS, rows: int = ROWS) -> str:
    """Lines of half blocks with ANSI colours, as large as fits into columns and rows."""
    scale = min(columns / picture.width, 2 * rows / picture.height)
    width = max(1, round(picture.width * scale))
    height = max(2, 2 * round(picture.height * scale / 2))
    pixels = picture.resized(width, height).pixels
    return "\n".join(_line(pixels[at], pixels[at + 1]) for at in range(0, height, 2))


def _line(upper: Pixels, lower: Pixels) -> str:
    marks = [
        f"\x1b[38;2;{a[0]};{a[1]};{a[2]};48;2;{b[0]};{b[1]};{b[2]}m▀"
        for a, b in zip(upper.tolist(), lower.tolist(), strict=True)
    ]
    return "".join(marks) + "\x1b[0m"
