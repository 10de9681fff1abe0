"""A set page as PNG, drawn with a Chinese font of this machine.

Draws what `setting` placed, at twice the size and then scaled down, so that thin rules and small
rings stay smooth. Decides nothing but pixels.

    draw(page, find_face(text))     # bytes that begin with the signature of PNG
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from sixing.media.palette import DAY, Palette
from sixing.media.poem.fonts import Face
from sixing.media.poem.setting import BOLDER, Box, Glyph, Mark, Page, seal_outline

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SCALE = 1.5
"""Pixels of the picture to a pixel of the page: a hanzi is 96 pixels high."""

_FINER = 2
_INKS = {"body": "ink", "title": "ink", "small": "soft", "seal": "carved"}


def draw(page: Page, face: Face, *, ink: Palette = DAY) -> bytes:
    """Draw a page; the same page and face give the same bytes."""
    from PIL import Image
    from PIL.ImageDraw import Draw

    scale = SCALE * _FINER
    size = (round(page.width * scale), round(page.height * scale))
    image = Image.new("RGB", size, ink.paper)
    brush = _Brush(image, Draw(image), face, ink, scale)
    brush.ground(page)
    for mark in page.marks:
        brush.mark(mark)
    for glyph in page.glyphs:
        brush.glyph(glyph)
    image = image.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class _Brush:
    """Draws in page coordinates on a larger picture."""

    def __init__(
        self, image: Image, pen: ImageDraw, face: Face, ink: Palette, scale: float
    ) -> None:
        self.image, self.pen, self.face, self.ink, self.scale = image, pen, face, ink, scale
        self._fonts: dict[float, FreeTypeFont] = {}

    def ground(self, page: Page) -> None:
        frame = page.frame
        for x in page.rules:
            self._line((x, frame.top), (x, frame.bottom), self.ink.rule, 1.2)
        for outside, thick in ((0.0, 1.2), (7.0, 4.0)):
            self._outline(frame, outside, thick)
        self._polygon(seal_outline(page.seal), self.ink.seal)

    def glyph(self, glyph: Glyph) -> None:
        colour = self.ink.red if glyph.rhyme else getattr(self.ink, _INKS[glyph.role])
        if glyph.turned:
            self._turned(glyph, colour)
            return
        place = glyph.x * self.scale, (glyph.y + 0.36 * glyph.size) * self.scale
        bolder = round(BOLDER * glyph.size * self.scale) if glyph.role == "seal" else 0
        font = self._font(glyph.size)
        self.pen.text(place, glyph.text, colour, font, anchor="ms", stroke_width=bolder)

    def mark(self, mark: Mark) -> None:
        x, y, r = mark.x, mark.y, mark.size / 2
        if mark.kind == "韵":
            self._polygon([(x, y - r), (x + r, y + 0.8 * r), (x - r, y + 0.8 * r)], self.ink.red)
        elif mark.kind == "病":
            self._line((x - r, y - r), (x + r, y + r), self.ink.red, 3.2)
            self._line((x + r, y - r), (x - r, y + r), self.ink.red, 3.2)
        else:
            self._ring(mark)

    def _ring(self, mark: Mark) -> None:
        r = mark.size / 2 + 0.8
        box = [
            (mark.x - r) * self.scale,
            (mark.y - r) * self.scale,
            (mark.x + r) * self.scale,
            (mark.y + r) * self.scale,
        ]
        if mark.kind == "通":
            self.pen.pieslice(box, 90, 270, fill=self.ink.soft)
        fill = self.ink.soft if mark.kind == "仄" else None
        self.pen.ellipse(box, fill, self.ink.soft, round(1.6 * self.scale))

    def _turned(self, glyph: Glyph, colour: str) -> None:
        from PIL import Image
        from PIL.ImageDraw import Draw

        font = self._font(glyph.size)
        wide, high = round(font.getlength(glyph.text)) + 4, round(1.4 * glyph.size * self.scale)
        mask = Image.new("L", (wide, high))
        Draw(mask).text((wide / 2, high / 2 + 0.36 * font.size), glyph.text, 255, font, "ms")
        mask = mask.rotate(-90, expand=True)
        corner = glyph.x * self.scale - mask.width / 2, glyph.y * self.scale - mask.height / 2
        self.image.paste(colour, (round(corner[0]), round(corner[1])), mask)

    def _font(self, size: float) -> FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = self.face.at(size * self.scale)
        return self._fonts[size]

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float
    ) -> None:
        points = [(x * self.scale, y * self.scale) for x, y in (start, end)]
        self.pen.line(points, colour, round(thick * self.scale))

    def _outline(self, box: Box, outside: float, thick: float) -> None:
        reach = outside + thick / 2
        corners = (box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
        scaled = [side * self.scale for side in corners]
        self.pen.rectangle(scaled, None, self.ink.frame, round(thick * self.scale))

    def _polygon(self, points: list[tuple[float, float]], colour: str) -> None:
        self.pen.polygon([(x * self.scale, y * self.scale) for x, y in points], colour)
