"""A poem in traditional hanzi, for showing; its prosody stays that of the poem as it was made.

OpenCC converts by phrases, which tells most of 后/後, 发/發/髮, 云/雲 apart, not all of them. Works
are made and kept in simplified hanzi.

>>> traditional("白发三千丈")
'白髮三千丈'
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from sixing.media.poem.explanation import AnnotatedLine, Annotations, Place

if TYPE_CHECKING:
    from opencc import OpenCC

Script = Literal["simplified", "traditional"]


def in_script(notes: Annotations, script: Script) -> Annotations:
    """The same notes in the script asked for (what is simplified is left alone)."""
    if script == "simplified":
        return notes
    return {
        **notes,
        "form": traditional(notes["form"]),
        "title": traditional(notes["title"]),
        "lines": [_line(line) for line in notes["lines"]],
    }


def traditional(text: str) -> str:
    """Convert to traditional hanzi, one for one."""
    converted = str(_converter().convert(text))
    if len(converted) == len(text):
        return converted
    return "".join(_converter().convert(char) for char in text)


def _line(line: AnnotatedLine) -> AnnotatedLine:
    text = traditional(line["text"])
    places: list[Place] = [
        {**place, "char": char} for place, char in zip(line["places"], text, strict=True)
    ]
    return {**line, "text": text, "places": places}


@cache
def _converter() -> OpenCC:
    import opencc

    return opencc.OpenCC("s2t")
