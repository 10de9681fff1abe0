"""The outline of a form as a reader sees it: stops, stanzas, wanted tones, rhyming lines.

A reading aid drawn from the forms, not a judge: rescues (拗救) and alternatives are folded into
``中``. A poem whose form nobody knows still gets stops and one stanza.

>>> outline_of("五绝·仄起·首句不入韵", ["一二三四五"] * 4).wanted[0]
'中仄中平仄'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sixing.media.poem import shi
from sixing.media.poem.prosody import LEVEL, OBLIQUE, BookName
from sixing.media.poem.tokens import shi_stops

# The kinds of line by the tones of place 2 and of the end, 王力《诗词格律》 (1962), ch. 2.
_CORES = {
    (OBLIQUE, OBLIQUE): "中仄中平仄",
    (LEVEL, LEVEL): "平平中仄平",
    (LEVEL, OBLIQUE): "中平平仄仄",
    (OBLIQUE, LEVEL): "中仄仄平平",
}


@dataclass(frozen=True, slots=True)
class Outline:
    """One entry a line; ``wanted`` spells 平 仄 中 a place, empty where nothing is asked."""

    stops: tuple[str, ...]
    stanzas: tuple[int, ...]
    wanted: tuple[str, ...]
    rhymes: tuple[int | None, ...]
    book: BookName


def outline_of(form: str, lines: Sequence[str]) -> Outline:
    """The outline of a form, fitted to a poem's lines."""
    regulated = _regulated(form, lines)
    if regulated is not None:
        return _of_shi(regulated)
    count = len(lines)
    return Outline(shi_stops(count), (1,) * count, ("",) * count, (None,) * count, "pingshui")


def _regulated(form: str, lines: Sequence[str]) -> shi.ShiForm | None:
    if len({len(line) for line in lines}) != 1:
        return None
    forms = shi.forms_of(len(lines), len(lines[0]))
    named = [known for known in forms if known.full_name == form]
    head = form.partition("·")[0].rstrip("0123456789")
    if named or any(known.name == head for known in forms):
        return named[0] if named else shi.detect(lines)
    return None


def _of_shi(form: shi.ShiForm) -> Outline:
    count = range(form.lines)
    return Outline(
        stops=shi_stops(form.lines),
        stanzas=(1,) * form.lines,
        wanted=tuple(_line(form.second_tone(i), form.last_tone(i), form.width) for i in count),
        rhymes=tuple(0 if form.rhymed(i) else None for i in count),
        book="pingshui",
    )


def _line(second: str, last: str, width: int) -> str:
    if width == 5:
        return _CORES[second, last]
    return f"中{second}{_CORES[OBLIQUE if second == LEVEL else LEVEL, last]}"
