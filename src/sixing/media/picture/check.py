"""Every broken rule of a picture, found without asking whoever made it.

A picture must be there, be of the nature that its kind says (a drawing or pixels), keep to the
limits, be harmless, and not be a sheet of one colour.

>>> import numpy as np
>>> from sixing.media.picture.spelling import spell
>>> white = Picture(np.full((64, 64, 3), 255, np.uint8))
>>> [fault.rule for fault in check(Work("picture", "emoji", "", spell(white)))]
['blank']
"""

from __future__ import annotations

from sixing.errors import BadInput
from sixing.media.picture import limits
from sixing.media.picture.drawing import clean
from sixing.media.picture.forms import Kind, find
from sixing.media.picture.picture import Picture
from sixing.media.picture.spelling import read
from sixing.works import Fault, Work

PLAIN = ("", "picture")
"""Forms of works that no kind is asked by: what a file held."""
BLANK = 2.0
"""Levels of 255 by which pixels must differ (standard deviation) to be more than one colour."""


def check(work: Work) -> list[Fault]:
    """Find every broken rule.

    Raises:
        UnknownForm: the work says it is of a kind that there is not.
    """
    kind = None if work.form in PLAIN else find(work.form)
    try:
        content = read(work.content)
    except BadInput as fault:
        return [_fault("unreadable", str(fault), "make it again")]
    faults = _of_drawing(content) if isinstance(content, str) else _of_pixels(content)
    return faults + ([] if kind is None else _of_kind(kind, isinstance(content, str)))


def blank(picture: Picture) -> bool:
    """Whether a picture is of one colour, as far as eyes can tell."""
    return bool(picture.pixels.reshape(-1, 3).std(0).max() < BLANK)


def _of_drawing(text: str) -> list[Fault]:
    try:
        drawing = clean(text)
    except BadInput as fault:
        return [_fault("unreadable", str(fault), "simplify it, or make it again")]
    faults = [
        _fault("harmful", f"it holds {name}, which is no drawing", "leave it out")
        for name in drawing.dropped
    ]
    if not any(f"<{shape}" in drawing.text for shape in _SHAPES):
        faults.append(_fault("blank", "nothing is drawn in it", "make it again"))
    return faults


_SHAPES = ("path", "rect", "circle", "ellipse", "line", "poly", "text", "image", "use")


def _of_pixels(picture: Picture) -> list[Fault]:
    faults = []
    if picture.width * picture.height > limits.PIXELS:
        faults.append(
            _fault("large", f"it has {picture.width} × {picture.height} pixels", "make it smaller")
        )
    if blank(picture):
        faults.append(_fault("blank", "it is of one colour", "make it again with another seed"))
    return faults


def _of_kind(kind: Kind, drawn: bool) -> list[Fault]:
    if kind.drawn == drawn or kind.given:
        return []
    nature, remedy = ("a drawing", "svg") if kind.drawn else ("made of pixels", "png")
    return [_fault("nature", f"{kind.name} is {nature}, this is not", f"give it as {remedy}")]


def _fault(rule: str, message: str, remedy: str) -> Fault:
    return Fault(0, 0, rule, message, remedy)
