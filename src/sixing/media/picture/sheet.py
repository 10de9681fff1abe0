"""A contact sheet: many pictures on one, small, in rows, each with a line of words under it.

For looking at many pictures at once. Captions in Latin letters are drawn with the font that
Pillow carries; for hanzi a font of this machine is looked for, and where there is none they are
left out, so that a sheet is always made. It knows no file.

>>> red = Picture(np.full((40, 20, 3), (255, 0, 0), np.uint8))
>>> sheet = contact_sheet([red] * 5, columns=3, captions=["one", "two"])
>>> (sheet.width, sheet.height) == (3 * (SIZE + GAP) + GAP, 2 * (SIZE + GAP + LINE) + GAP)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, sqrt
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sixing.errors import BadInput
from sixing.media.palette import DAY, Palette
from sixing.media.picture.picture import Picture

SIZE, GAP, LINE = 128, 8, 18
"""Pixels: of a picture's longer side, between pictures, of a line of words."""
MOST = 64_000_000
"""Pixels of a sheet."""
_FONT = 12


def contact_sheet(
    pictures: Sequence[Picture],
    columns: int | None = None,
    captions: Sequence[str] = (),
    *,
    size: int = SIZE,
    palette: Palette = DAY,
) -> Picture:
    """Lay pictures out in rows.

    Args:
        pictures: any sizes; each is fitted into a square of ``size``, never cut or stretched;
            small ones grow by whole factors, so that their pixels stay square.
        columns: in a row; about as many as there are rows by default.
        captions: a line under each of the first pictures, shortened to fit; none: no lines.
        size: pixels of a square's side.
        palette: `DAY` or `NIGHT`.

    Raises:
        BadInput: there is no picture, or the sheet would have more than `MOST` pixels.
    """
    if not pictures:
        raise BadInput("there is no picture to lay out", zh="没有可排列的图画")
    columns = min(len(pictures), columns or ceil(sqrt(len(pictures))))
    line = LINE if any(captions) else 0
    wide, tall = size + GAP, size + GAP + line
    rows = ceil(len(pictures) / columns)
    _refuse_large(columns * wide + GAP, rows * tall + GAP)
    sheet = Image.new("RGB", (columns * wide + GAP, rows * tall + GAP), palette.paper)
    brush = ImageDraw.Draw(sheet)
    for at, picture in enumerate(pictures):
        left, top = GAP + at % columns * wide, GAP + at // columns * tall
        fitted = fit(picture, size).image()
        sheet.paste(fitted, (left + (size - fitted.width) // 2, top + (size - fitted.height) // 2))
        if at < len(captions):
            _write(brush, captions[at], (left + size // 2, top + size + 2), size, palette.ink)
    return Picture.of_image(sheet)


def fit(picture: Picture, size: int) -> Picture:
    """The whole picture in a square of ``size``: shrunk by Lanczos, or grown by a whole factor."""
    longer = max(picture.width, picture.height)
    if longer * 2 <= size:
        grown = picture.pixels.repeat(size // longer, 0).repeat(size // longer, 1)
        return Picture(np.ascontiguousarray(grown))
    if longer <= size:
        return picture
    share = size / longer
    return picture.resized(
        max(1, round(picture.width * share)), max(1, round(picture.height * share))
    )


def _refuse_large(width: int, height: int) -> None:
    if width * height > MOST:
        raise BadInput(
            f"a sheet of {width} × {height} pixels is too large: lay out fewer pictures or smaller",
            zh=f"{width} × {height} 像素的样张过大：请减少图画或缩小每格",
        )


def _write(
    brush: ImageDraw.ImageDraw, caption: str, place: tuple[int, int], width: int, ink: str
) -> None:
    text = " ".join(caption.split())
    face = _font() if text.isascii() else _hanzi_font(text)
    if face is None:  # no font of this machine has the hanzi: what is Latin is still said
        text, face = "".join(char for char in text if char.isascii()).strip(), _font()
    if face.getlength(text) > width:
        while text and face.getlength(text + "...") > width:
            text = text[:-1]
        text += "..."
    brush.text(place, text, ink, face, "ma")


@lru_cache(1)
def _font() -> Any:
    return ImageFont.load_default(_FONT)


@lru_cache(4)
def _known_face(text: str) -> Any:
    from sixing.media.poem.fonts import find_face

    return find_face(text)


@lru_cache(256)
def _hanzi_font(text: str) -> Any:
    """A font of this machine that has every character, None where there is none."""
    from sixing.media.poem.fonts import missing

    try:
        face = _known_face("的一书画山水")
        return (face if not missing(face, text) else _known_face(text)).at(_FONT)
    except BadInput:
        return None
