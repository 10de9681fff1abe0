"""Characters and pictures carried over by a translator: type written in its hand.

The type is drawn in a font of this machine, since none is shipped; what the translator makes of
it is known in `models.translator`.

>>> columns("白日依山尽，黄河入海流。")
('白日依山尽', '黄河入海流')
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from sixing.errors import BadBrief, BadInput
from sixing.media.picture.calligraphy import Hand, hand, traced
from sixing.media.picture.picture import Picture
from sixing.media.poem.fonts import find_face
from sixing.media.poem.scripts import Script, traditional
from sixing.models.translator import WHOLE, Translator
from sixing.works import Work

Floats = NDArray[np.float32]
TYPE = 96
"""Pixels at which type is drawn before a translator sees it."""
MOST = 400
"""Characters on a sheet."""


def columns(text: str) -> tuple[str, ...]:
    """The lines of a text without its punctuation.

    Raises:
        BadInput: nothing to write, or too much.
    """
    lines = tuple(line for line in re.split(r"[\s，。？！；、：,.?!;:]+", text) if line)
    if not 0 < sum(map(len, lines)) <= MOST:
        raise BadInput(
            f"give 1 to {MOST} characters to write, or a file that there is",
            zh=f"请给 1 到 {MOST} 个字，或一个存在的文件",
        )
    return lines


def written(net: Translator, characters: str, font: Path | None) -> Floats:
    """Characters in the translator's hand, (n, side, side) of −1 ink to 1 paper.

    Raises:
        BadBrief: the translator is of pictures.
        BadWork: no font has all of the characters.
    """
    if net.glyphs is None:
        raise BadBrief(
            "this translator takes a picture, not characters: give a file",
            zh="此转译器用于图画，不用于文字：请给出文件",
        )
    face = find_face(characters, font, script="traditional").at(TYPE)
    return net.write([_drawn(face, char) for char in characters])


def own_hand(
    net: Translator, poem: Work, font: Path | None, script: Script, *, called: str = "cursive"
) -> Hand:
    """A hand in which a poem and its title are set as the translator writes them.

    The seal is left to the faces of this machine.

    Raises:
        BadBrief: the translator is of pictures.
        BadWork: no font has all of the characters to write after.
    """
    text = "".join((poem.title, *poem.content))
    plain = re.sub(r"[\W_]", "", traditional(text) if script == "traditional" else text)
    characters = "".join(dict.fromkeys(plain))
    glyphs = dict(zip(characters, written(net, characters, font), strict=True))
    return Hand(hand().faces, traced(glyphs), called)


def sheet(net: Translator, text: str, font: Path | None) -> Picture:
    """A text in the translator's hand, in columns from the right as books were written."""
    lines = columns(text)
    made = written(net, "".join(lines), font)
    glyphs, side = iter(made), made.shape[1]
    page = np.ones(((max(map(len, lines)) + 1) * side, (len(lines) + 1) * side), np.float32)
    for number, line in enumerate(lines):
        left = page.shape[1] - side // 2 - (number + 1) * side
        for row in range(len(line)):
            top = side // 2 + row * side
            page[top : top + side, left : left + side] = next(glyphs)
    return Picture.of_grid(page[None])


def carried(net: Translator, picture: Picture) -> Picture:
    """A picture carried over, scaled down first where it is larger than the net allows."""
    share = min(1.0, math.sqrt(WHOLE / (picture.width * picture.height)) * 0.999)
    if share < 1:
        picture = picture.resized(
            max(1, int(picture.width * share)), max(1, int(picture.height * share))
        )
    values = picture.grid().values
    if net.shape.inputs == 1:
        values = values.mean(0, keepdims=True)
    return Picture.of_grid(net.tint(values) if net.side else net.translate(values))


def _drawn(face: object, char: str) -> Floats:
    image = Image.new("L", (2 * TYPE, 2 * TYPE), 255)
    ImageDraw.Draw(image).text((TYPE // 2, TYPE // 3), char, font=face, fill=0)  # type: ignore[arg-type]
    return np.asarray(image, np.float32) / np.float32(127.5) - 1
