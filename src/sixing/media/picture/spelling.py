"""How a picture stands in a work: the lines of an SVG drawing, or a PNG in base64.

It knows text only; drawing and decoding limits are elsewhere.

>>> square = Picture(np.zeros((2, 2, 3), np.uint8))
>>> read(spell(square)) == square
True
>>> read(spell('<svg xmlns="http://www.w3.org/2000/svg"/>'))
'<svg xmlns="http://www.w3.org/2000/svg"/>'
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from sixing.errors import BadWork
from sixing.media.picture.picture import Picture

PNG = "data:image/png;base64"
_WIDTH = 120


def spell(what: Picture | str) -> tuple[str, ...]:
    """The lines of a work's content: of a raster picture, or of an SVG drawing's text."""
    if isinstance(what, str):
        return tuple(what.splitlines())
    text = b64encode(what.png()).decode("ascii")
    return (PNG, *(text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)))


def framed(what: Picture | str) -> str:
    """A drawing's text; of a raster picture, a drawing that holds it."""
    if isinstance(what, str):
        return what
    size = f'width="{what.width}" height="{what.height}"'
    data = b64encode(what.png()).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {what.width} {what.height}"><image {size} href="{PNG},{data}"/></svg>'
    )


def read(lines: Sequence[str]) -> Picture | str:
    """The picture, or the SVG text, that a work's content spells.

    Raises:
        BadWork: it is neither.
    """
    if not lines or lines[0] != PNG:
        text = "\n".join(lines)
        if not text.lstrip().startswith(("<svg", "<?xml")):
            raise BadWork("this work holds no picture", zh="此作品中没有图画")
        return text
    try:
        with Image.open(
            BytesIO(b64decode("".join(lines[1:]), validate=True)), formats=["PNG"]
        ) as i:
            return Picture(np.asarray(i.convert("RGB")).copy())
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise BadWork(
            f"the picture of this work cannot be read ({fault})", zh="此作品的图画读不出来"
        ) from fault
