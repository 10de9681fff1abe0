"""A map of poems as a picture: a cell for each kind, with the first couplet of the best poem in it.

The better the poem, the warmer its paper; an empty cell stays blank. Text can be selected; the
file asks for nothing from elsewhere. It decides nothing: cells and their order are given.

>>> draw(("sky 天时",), ("joy 喜",), {(0, 0): Entry("月", ("明月", "清风"), 0.5)}, "月")[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sixing.media.palette import DAY, Palette
from sixing.media.poem.svg import FAMILIES

WIDE, HIGH, LEFT, TOP = 196, 108, 104, 84
SHOWN = 2
"""Lines of a poem that a cell has room for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell says: title, lines, quality from 0 to 1, and the work's id."""

    title: str
    lines: tuple[str, ...]
    quality: float
    id: str = ""


def draw(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Entry],
    heading: str,
    *,
    ink: Palette = DAY,
) -> str:
    """Draw the map as one SVG element.

    Args:
        rows, columns: what stands beside and above the cells.
        cells: what each filled cell says, by (row, column) from 0.
        heading: what the map is of.
    """
    wide, high = LEFT + WIDE * len(columns) + 24, TOP + HIGH * len(rows) + 48
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" role="img" font-family="{FAMILIES}" text-anchor="middle">'
    )
    parts = [
        head,
        f"<title>{escape(heading)}</title>",
        f'<rect width="{wide}" height="{high}" fill="{ink.paper}"/>',
        _text(wide / 2, 34, heading, 22, ink.ink),
        *(_text(LEFT + WIDE * (i + 0.5), TOP - 14, name, 16, ink.ink)
          for i, name in enumerate(columns)),
        *(_label(TOP + HIGH * (i + 0.5), name, ink) for i, name in enumerate(rows)),
    ]  # fmt: skip
    for row in range(len(rows)):
        for column in range(len(columns)):
            parts += _cell(row, column, cells.get((row, column)), ink)
    parts.append(_text(wide / 2, high - 16, _legend(len(cells), len(rows) * len(columns)), 13,
                       ink.soft))  # fmt: skip
    return "\n".join([*parts, "</svg>\n"])


def _cell(row: int, column: int, entry: Entry | None, ink: Palette) -> Iterator[str]:
    x, y = LEFT + WIDE * column, TOP + HIGH * row
    shade = 0.0 if entry is None else 0.08 + 0.42 * entry.quality
    yield (
        f'<rect x="{x + 3}" y="{y + 3}" width="{WIDE - 6}" height="{HIGH - 6}" rx="4" '
        f'fill="{ink.seal}" fill-opacity="{shade:.2f}" stroke="{ink.rule}"/>'
    )
    if entry is None:
        return
    middle = x + WIDE / 2
    yield _text(middle, y + 28, entry.title, 14, ink.soft)
    for i, line in enumerate(entry.lines[:SHOWN]):
        yield _text(middle, y + 54 + 24 * i, line, 19, ink.ink)
    yield _text(middle, y + HIGH - 9, f"{entry.id}  {entry.quality:.2f}".strip(), 10, ink.soft)


def _label(y: float, name: str, ink: Palette) -> str:
    hanzi, _, english = name.partition(" ")
    return _text(LEFT / 2, y, hanzi, 18, ink.ink) + _text(LEFT / 2, y + 20, english, 13, ink.soft)


def _legend(filled: int, cells: int) -> str:
    return f"{filled} / {cells}  ·  darker: better  ·  色深者佳"


def _text(x: float, y: float, text: str, size: int, colour: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}">{escape(text)}</text>'
