"""A piano roll painted as PNG, with the one font that Pillow carries: no font is looked for.

That font writes no hanzi: where the SVG has them, a part is called by its instrument's English
name, and the title is left to whoever shows the picture.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from sixing.media.music.roll import Roll, Shape, Word, hollow, ink, shades
from sixing.media.music.roll_svg import fills
from sixing.media.palette import DAY, Palette

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SHARP = 2
"""Pixels of the picture for each of the layout's."""
_ANCHORS = {"start": "lm", "middle": "mm", "end": "rm"}


def draw(picture: Roll, *, palette: Palette = DAY) -> bytes:
    """The picture as a PNG file; ``palette`` is `DAY` or `NIGHT`."""
    from PIL import Image, ImageDraw

    size = (round(picture.wide * SHARP), round(picture.tall * SHARP))
    image = Image.new("RGB", size, palette.paper)
    brush = ImageDraw.Draw(image)
    colours = fills(palette)
    for shape in picture.shapes:
        if shape.kind == "note":
            _note(brush, shape, palette)
        else:
            brush.rectangle(_box(shape), fill=colours[shape.kind])
    for word, shown in shades(picture.words):
        if shown:
            _note(brush, shown, palette)
        _write(brush, word, palette)
    out = BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _box(shape: Shape) -> tuple[int, int, int, int]:
    left, top = round(shape.left * SHARP), round(shape.top * SHARP)
    right = max(left, round((shape.left + shape.wide) * SHARP) - 1)
    return left, top, right, max(top, round((shape.top + shape.tall) * SHARP) - 1)


def _note(brush: ImageDraw, shape: Shape, palette: Palette) -> None:
    own = _mixed(ink(shape.part), palette.paper, 0.55 + 0.065 * shape.loud)
    fill, line = (palette.paper, own) if hollow(shape.part) else (own, palette.ink)
    width = 3 if hollow(shape.part) else 1
    brush.rounded_rectangle(_box(shape), SHARP, fill=fill, outline=line, width=width)


def _mixed(colour: str, ground: str, share: float) -> str:
    """A colour on a ground, ``share`` of it covering."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5))


def _write(brush: ImageDraw, word: Word, palette: Palette) -> None:
    from PIL import ImageFont

    if word.plain:
        font = ImageFont.load_default(word.size * SHARP)
        place = (word.left * SHARP, word.middle * SHARP)
        brush.text(place, word.plain, palette.ink, font, _ANCHORS[word.anchor])
