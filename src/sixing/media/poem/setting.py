"""A poem on a page: where every hanzi, mark and rule stands, before anything is drawn.

Set vertically, columns from right to left, without stops, in the manner of an old print: a frame
of a thick and a thin line (文武边), ruled columns (界行), a head margin higher than the foot,
the title a hanzi lower than the text, the seal last. Lengths are in pixels at a body size of 64.
Knows neither fonts nor file formats: `svg` and `png` draw the same page.

>>> from sixing.media.poem.annotate import plain
>>> page = set_page(plain(("一二三四五",) * 4, "五绝", "月"))
>>> len([glyph for glyph in page.glyphs if glyph.role == "body"])
20
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import copysign, cos, pi, sin
from typing import Literal

from sixing.media.poem.columns import GAP, Column, height, set_columns
from sixing.media.poem.explanation import AnnotatedLine, Annotations, Place
from sixing.media.poem.heading import heading, upright_runs

BODY = 64.0
PITCH = 1.28 * BODY  # from hanzi to hanzi down a column
COLUMN = 1.72 * BODY  # from column to column
HEAD, FOOT, SIDE = 1.7 * BODY, 1.2 * BODY, 1.2 * BODY  # margins outside the frame
INSET = 0.6 * BODY  # from the frame to the first hanzi's edge
TITLE, SMALL = 0.74 * BODY, 0.46 * BODY
SEAL = "思行"
BOLDER = 0.012  # of its size, added around each stroke of a hanzi in the seal
_SHORTEST = 5.0  # hanzi; a page of shorter columns would have no room for the seal

Role = Literal["body", "title", "small", "seal"]
MarkKind = Literal["平", "仄", "通", "韵", "病"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A hanzi (or a run of Latin letters, turned a quarter) centred at a point."""

    text: str
    x: float
    y: float
    size: float
    role: Role
    turned: bool = False
    rhyme: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A tone mark, a rhyme mark (韵) or a fault mark (病) centred at a point, ``size`` across."""

    kind: MarkKind
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its sides."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be drawn: its size, frame, column rules, glyphs, marks and seal."""

    width: float
    height: float
    frame: Box
    rules: tuple[float, ...]
    glyphs: tuple[Glyph, ...]
    marks: tuple[Mark, ...]
    seal: Box


@dataclass(slots=True)
class _Strip:
    """One column before it has a place: x from its middle, y from the first hanzi's middle."""

    width: float = COLUMN
    glyphs: list[Glyph] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def set_page(notes: Annotations, *, marks: bool = False) -> Page:
    """Set a poem, with tone and rhyme marks beside its hanzi when ``marks`` is true."""
    lines = notes["lines"]
    lengths = [len(line["text"]) for line in lines]
    stanzas = [line["stanza"] for line in lines]
    columns = set_columns(lengths, [line["stop"] for line in lines], stanzas)
    deep = max(_SHORTEST, *(height(column, lengths) for column in columns))
    inner = deep * PITCH - (PITCH - BODY)
    strips = [
        *_title(*heading(notes["form"], notes["title"]), inner),
        *_body(columns, lines, marks),
        _Strip(),
    ]
    frame = Box(SIDE, HEAD, SIDE + sum(s.width for s in strips), HEAD + inner + 2 * INSET)
    return _assemble(frame, strips)


def _assemble(frame: Box, strips: list[_Strip]) -> Page:
    edge, top = frame.right, frame.top + INSET + BODY / 2
    rules, glyphs, marks = list[float](), list[Glyph](), list[Mark]()
    for strip in strips:
        middle = edge - strip.width / 2
        glyphs += [replace(g, x=g.x + middle, y=g.y + top) for g in strip.glyphs]
        marks += [replace(m, x=m.x + middle, y=m.y + top) for m in strip.marks]
        edge -= strip.width
        rules.append(edge)
    seal = _seal(frame)
    glyphs += _signature(seal)
    width, foot = frame.right + SIDE, frame.bottom + FOOT
    return Page(width, foot, frame, tuple(rules[:-1]), tuple(glyphs), tuple(marks), seal)


def _body(columns: tuple[Column, ...], lines: list[AnnotatedLine], marks: bool) -> Iterator[_Strip]:
    yield _column(columns[0], lines, marks)
    for before, column in pairwise(columns):
        if lines[before[0]]["stanza"] != lines[column[0]]["stanza"]:
            yield _Strip(COLUMN / 2)
        yield _column(column, lines, marks)


def _column(members: Column, lines: list[AnnotatedLine], marks: bool) -> _Strip:
    strip, y = _Strip(), 0.0
    for place in _with_gaps(members, lines):
        if place is None:
            y += GAP * PITCH
            continue
        rhyme = marks and place["rhyme"] is not None
        strip.glyphs.append(Glyph(place["char"], 0.0, y, BODY, "body", rhyme=rhyme))
        strip.marks += _marks(place, y) if marks else ()
        y += PITCH
    return strip


def _with_gaps(members: Column, lines: list[AnnotatedLine]) -> Iterator[Place | None]:
    for number, line in enumerate(members):
        if number:
            yield None
        yield from lines[line]["places"]


def _marks(place: Place, y: float) -> Iterator[Mark]:
    """Tone marks stand to the right of a hanzi, as a reader's brush put them (旁注)."""
    x = 0.66 * BODY
    if place["tone"]:
        yield Mark(place["tone"], x, y - 0.1 * BODY, 0.17 * BODY)
    if place["rhyme"] is not None:
        yield Mark("韵", x, y + 0.2 * BODY, 0.2 * BODY)
    if place["flags"]:
        yield Mark("病", -x, y, 0.2 * BODY)


def _title(large: str, small: str, inner: float) -> list[_Strip]:
    """The title, a hanzi lower than the text, with what stands small at the foot of its column."""
    strips, y = [_Strip()], TITLE
    for text, turned, long in upright_runs(large):
        length = long * TITLE * 1.16
        if y + length - TITLE / 2 > inner - BODY / 2 and strips[-1].glyphs:
            strips.append(_Strip())
            y = TITLE
        glyph = Glyph(text, 0.0, y + (length - TITLE * 1.16) / 2, TITLE, "title", turned)
        strips[-1].glyphs.append(glyph)
        y += length
    runs = upright_runs(small)
    start = inner - BODY / 2 - sum(long for _, _, long in runs) * SMALL * 1.16
    if runs and start < y:
        strips.append(_Strip())
    for text, turned, long in runs:
        length = long * SMALL * 1.16
        strips[-1].glyphs.append(Glyph(text, 0.0, start + length / 2, SMALL, "small", turned))
        start += length
    return strips if large or small else []


def _seal(frame: Box) -> Box:
    """A tall seal of two hanzi at the foot of the last column."""
    wide, high = 0.84 * BODY, 1.52 * BODY
    middle, foot = frame.left + COLUMN / 2, frame.bottom - INSET
    return Box(middle - wide / 2, foot - high, middle + wide / 2, foot)


def _signature(seal: Box) -> list[Glyph]:
    x, step = (seal.left + seal.right) / 2, (seal.bottom - seal.top) / 2
    size = 0.92 * step
    return [
        Glyph(hanzi, x, seal.top + step * (0.53 + 0.94 * i), size, "seal")
        for i, hanzi in enumerate(SEAL)
    ]


def seal_outline(seal: Box) -> list[tuple[float, float]]:
    """The edge of a seal cut in stone: rounded, and a little uneven in the same way each time."""
    middle_x, middle_y = (seal.left + seal.right) / 2, (seal.top + seal.bottom) / 2
    half_x, half_y = (seal.right - seal.left) / 2, (seal.bottom - seal.top) / 2
    points = []
    for step in range(120):
        angle = 2 * pi * step / 120
        # a superellipse is a rectangle whose corners the stone has lost
        x = abs(cos(angle)) ** 0.18 * copysign(half_x, cos(angle))
        y = abs(sin(angle)) ** 0.18 * copysign(half_y, sin(angle))
        worn = 1 + 0.011 * sin(7.3 * step) + 0.008 * sin(2.9 * step + 1)
        points.append((middle_x + x * worn, middle_y + y * worn))
    return points
