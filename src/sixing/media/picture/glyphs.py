"""Glyphs of a font as pictures: each character that the font really writes, black on white.

Fonts of brush writing fill what they lack with one shape (■, a box, a blank): a shape that many
characters share is dropped. A font is a programme of others: its size is bounded, and whatever
FreeType or fontTools stumble over ends in one sentence. It knows no model.

    for character, picture in read_glyphs(Path("brush.ttf"), 64): ...
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sixing.errors import BadInput, BadPicture
from sixing.media.picture import limits
from sixing.media.picture.extra import library
from sixing.media.picture.picture import Picture

SHARED = 4
"""How many characters may share a shape; variants of one hanzi do."""
MARGIN = 0.06
"""Of the side, kept white on each side of the em square."""
_PROBED = 24  # pixels at which shapes are compared


def read_glyphs(
    font: Path | bytes,
    side: int = 64,
    characters: Sequence[str] | None = None,
    *,
    index: int = 0,
) -> Iterator[tuple[str, Picture]]:
    """The characters that a font writes, each on a square of its own.

    Args:
        font: a TrueType or OpenType file, or collection.
        side: pixels of the square; the em square fills it but for `MARGIN`.
        characters: those that are wanted, in this order; those that the font lacks are left out.
            By default all hanzi that it has, or where it has none all that it has.
        index: of the face in a collection.

    Raises:
        BadPicture: it is no font, or writes none of them.
        BadInput: the extra `picture` is missing, or there is no such file.
    """
    data = _bytes(font)
    covered = coverage(data, index=index)
    wanted = list(covered if characters is None else dict.fromkeys(characters))
    wanted = [char for char in wanted if char in set(covered)]
    face, small = (_face(data, size, index) for size in (round(side * (1 - 2 * MARGIN)), _PROBED))
    shared = _shared(small, covered)
    found = 0
    for char in wanted:
        if char in shared:
            continue
        picture = _drawn(face, char, side)
        if picture is not None:
            found += 1
            yield char, picture
    if not found:
        raise BadPicture("the font writes none of these characters", zh="字体不含所求之字")


def coverage(font: Path | bytes, *, index: int = 0) -> list[str]:
    """Characters that a font says it has: its hanzi, or where it has none all, by code point.

    Raises:
        BadPicture: it is no font.
        BadInput: the extra `picture` is missing, or there is no such file.
    """
    tools = library("fontTools.ttLib", ("Reading a font", "读取字体"))
    data = _bytes(font)
    try:
        with tools.TTFont(BytesIO(data), fontNumber=index, lazy=True) as opened:
            codes = sorted(opened.getBestCmap() or ())
    except Exception as fault:  # a damaged font raises whatever fontTools stumbles over
        raise _no_font(fault) from fault
    chars = [chr(code) for code in codes if 0x20 < code < 0x110000]
    return [char for char in chars if _is_hanzi(char)] or chars


def _bytes(font: Path | bytes) -> bytes:
    try:
        data = font if isinstance(font, bytes) else font.read_bytes()
    except OSError as fault:
        raise BadInput(
            f"{font!s} cannot be read: {fault.strerror}", zh=f"无法读取 {font!s}：{fault.strerror}"
        ) from fault
    limits.refuse_large(len(data), "the font")
    return data


def _is_hanzi(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _face(data: bytes, size: int, index: int) -> Any:
    try:
        return ImageFont.truetype(BytesIO(data), size, index, layout_engine=ImageFont.Layout.BASIC)
    except Exception as fault:  # OSError, or what FreeType makes of damage
        raise _no_font(fault) from fault


def _shared(face: Any, characters: Sequence[str]) -> set[str]:
    """Characters whose shape more than `SHARED` others have too, and those without ink."""
    shapes = {char: _shape(face, char) for char in characters}
    times = Counter(shapes.values())
    return {char for char, shape in shapes.items() if not shape or times[shape] > SHARED}


def _shape(face: Any, char: str) -> bytes:
    try:
        mask = face.getmask(char, mode="1")
    except Exception:  # a damaged glyph is none
        return b""
    drawn = bytes(mask)
    return bytes((mask.size[0] & 255, mask.size[1] & 255)) + drawn if any(drawn) else b""


def _drawn(face: Any, char: str, side: int) -> Picture | None:
    """A glyph with its em square in the middle, None where FreeType cannot draw it."""
    image = Image.new("L", (side, side), 255)
    ascent, descent = face.getmetrics()
    middle = side / 2 + (ascent - descent) / 2
    try:
        ImageDraw.Draw(image).text((side / 2, middle), char, 0, face, anchor="ms")
    except Exception:  # as above
        return None
    pixels = np.asarray(image)
    if pixels.min() == 255:
        return None
    return Picture(np.repeat(pixels[..., None], 3, 2))


def _no_font(fault: Exception) -> BadPicture:
    return BadPicture(
        f"the font is damaged or is none ({fault})", zh=f"字体已损坏，或不是字体（{fault}）"
    )
