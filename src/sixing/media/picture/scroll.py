"""A poem in calligraphy beside its painting, with a seal: a handscroll or a hanging scroll.

Columns run from right to left. Hanzi are outlines of a face of this machine (`calligraphy`), so
that the scroll looks the same everywhere; where there is no such face they are text that the
reader's own font shows, and that is said. It paints nothing.

>>> poem = Work("poem", "五绝", "江雪", ("千山鸟飞绝", "万径人踪灭"))
>>> made = scroll(poem, '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>',
...               hand=Hand())
>>> made.svg[:4], len(made.reasons)
('<svg', 1)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Literal

import numpy as np

from sixing.errors import BadWork
from sixing.media.picture.calligraphy import Hand
from sixing.media.picture.calligraphy import hand as found_hand
from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.noise import chance
from sixing.media.poem.columns import GAP, height, set_columns
from sixing.media.poem.scripts import Script, traditional
from sixing.media.poem.svg import FAMILIES
from sixing.works import Work

Layout = Literal["hand", "hanging"]
SILK, PAPER, INK, RED = "#b9ab8c", "#f4eddc", "#1c1a19", "#a92b1d"
PITCH, COLUMN = 1.16, 1.62
"""From hanzi to hanzi and from column to column, in hanzi."""
NAME: Final = "思行"
_HEAD = re.compile(r"<svg\b([^>]*)>", re.S)
_SIDE = {side: re.compile(rf'\b{side}="([0-9.]+)(?:px)?"') for side in ("width", "height")}


@dataclass(frozen=True, slots=True)
class Scroll:
    """A scroll as SVG text, and what is to be said of it in English and Chinese."""

    svg: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float


def scroll(
    work: Work,
    painting: str,
    *,
    name: str = NAME,
    layout: Layout = "hand",
    font: Path | None = None,
    script: Script = "traditional",
    hand: Hand | None = None,
) -> Scroll:
    """Set a poem beside a painting.

    Args:
        work: the poem.
        painting: SVG text with a width and a height.
        name: on the seal, one to four characters; `NAME` for none.
        layout: "hand", the poem at the right; "hanging", the poem above.
        font: a font file to write with, otherwise one of this machine.
        script: of the writing.
        hand: the faces to write with, when they are already at hand.

    Raises:
        BadWork: the poem is empty, or the painting is no drawing with a size.
        BadInput: the font cannot be read, or the extra `picture` is missing.
    """
    if not any(work.content):
        raise BadWork("this work has no line to write", zh="此作品没有可书写的诗句")
    wide, high = _size(painting)
    writer = hand if hand is not None else found_hand(font)
    page = _Page(writer, script)
    lines = [re.sub(r"[\W_]", "", line) for line in work.content if line.strip()]
    edge = 0.045 * max(wide, high)
    side_by_side = layout == "hand"
    room = high if side_by_side else min(0.42 * high, 0.6 * wide)
    size, columns = _fit(lines, room, None if side_by_side else wide)
    panel = (len(columns) + 2.6) * COLUMN * size if side_by_side else wide
    gap = 0.5 * edge
    total = (
        wide + panel + gap if side_by_side else wide,
        high if side_by_side else high + room + gap,
    )
    at = _Box(edge + (wide + gap if side_by_side else 0), edge, panel, room)
    page.panel(at)
    page.poem(at, size, columns, lines, work.title, name or NAME)
    picture = (edge, edge if side_by_side else edge + room + gap)
    body = f"{_mount(total, edge)}{_placed(painting, *picture, wide, high)}{''.join(page.parts)}"
    box = f"{total[0] + 2 * edge:.0f} {total[1] + 2 * edge:.0f}"
    width, _, tall = box.partition(" ")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{tall}" '
    head += f'viewBox="0 0 {box}" role="img">'
    return Scroll(f"{head}\n<title>{escape(work.title)}</title>\n{body}</svg>\n", page.reasons())


def _size(painting: str) -> tuple[float, float]:
    head = _HEAD.search(painting)
    sides = [_SIDE[side].search(head[1]) if head else None for side in ("width", "height")]
    if head is None or not all(sides):
        raise BadWork(
            "the painting is no drawing with a width and a height: give an SVG",
            zh="画不是带宽高的 SVG：请给出 SVG",
        )
    wide, high = (float(side[1]) for side in sides if side)
    return wide, high


def _fit(
    lines: Sequence[str], room: float, wide: float | None
) -> tuple[float, tuple[tuple[int, ...], ...]]:
    """Size of a hanzi and the columns, so that the poem fills its panel."""
    columns = set_columns([len(one) for one in lines], ["。"] * len(lines), [1] * len(lines))
    deep = max(6.0, *(height(one, [len(x) for x in lines]) for one in columns))
    size = min(0.84 * room / (deep * PITCH), 0.115 * room)
    if wide is not None:
        size = min(size, 0.9 * wide / ((len(columns) + 2.6) * COLUMN))
    return size, columns


def _mount(total: tuple[float, float], edge: float) -> str:
    """The silk that the sheets are mounted on, with a fine line round them."""
    return (
        f'<rect width="100%" height="100%" fill="{SILK}"/>'
        f'<rect x="{edge * 0.72:.1f}" y="{edge * 0.72:.1f}" width="{total[0] + edge * 0.56:.1f}" '
        f'height="{total[1] + edge * 0.56:.1f}" fill="none" stroke="#8d7f60" stroke-width="1.5"/>'
    )


def _placed(painting: str, x: float, y: float, wide: float, high: float) -> str:
    """The painting as a drawing inside this one, its layers as they were."""
    head = _HEAD.search(painting)
    inner = painting[head.end() :] if head and not head[1].rstrip().endswith("/") else "</svg>"
    inner = inner[: inner.rindex("</svg>")]
    inner = re.sub(r"<title>.*?</title>", "", inner, count=1, flags=re.S)
    box = re.search(r'viewBox="([^"]*)"', head[1] if head else "")
    view = box[1] if box else f"0 0 {wide:g} {high:g}"
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:g}" height="{high:g}"'
    return f'<svg {place} viewBox="{view}">{inner}</svg>'


class _Page:
    """Writes on the panel, and remembers what it had to leave to the reader's font."""

    def __init__(self, hand: Hand, script: Script) -> None:
        self.hand, self.script = hand, script
        self.parts: list[str] = []
        self._lacking: dict[str, None] = {}

    def panel(self, box: _Box) -> None:
        """The paper that is written on."""
        self.parts.append(
            f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
            f'height="{box.height:.1f}" fill="{PAPER}"/>'
        )

    def poem(
        self,
        box: _Box,
        size: float,
        columns: Sequence[Sequence[int]],
        lines: Sequence[str],
        title: str,
        name: str,
    ) -> None:
        """Title, columns, signature and seal."""
        used = (len(columns) + 2.6) * COLUMN * size
        x = box.x + box.width - (box.width - used) / 2 - 0.8 * COLUMN * size
        top = box.y + 0.08 * box.height + size / 2
        small, room = 0.55 * size, 0.8 * box.height
        short = self._written(title)[: max(1, int(room / (small * PITCH)))]
        self.parts.append('<g id="title-1" data-element="title">')
        self._column(short, x, top + 0.4 * size, small)
        self.parts.append('</g><g id="poem-1" data-element="poem">')
        for column in columns:
            x, y = x - COLUMN * size, top
            for place, number in enumerate(column):
                y += GAP * PITCH * size if place else 0.0
                y = self._column(self._written(lines[number]), x, y, size)
        x -= 0.95 * COLUMN * size
        foot = box.y + 0.93 * box.height
        self.parts.append('</g><g id="seal-1" data-element="seal">')
        self._seal(self._written(name)[:4], x, foot, 0.95 * size)
        self.parts.append("</g>")

    def reasons(self) -> tuple[str, ...]:
        """Who wrote, and what the reader's own font must show."""
        told = []
        if self.hand.wrote:
            whose = self.hand.called
            told.append(f"written in the hand of {whose} （以“{whose}”之笔迹书写）")
        if self.hand.used:
            faces = ", ".join(self.hand.used)
            told.append(f"written after the font {faces} （以字体 {faces} 书写）")
        if self._lacking:
            some = "".join(self._lacking)[:40]
            told.append(
                f"no font of this machine has {some}: left as text for the reader's own font; "
                "install a brush font (Debian: fonts-kouzan-mouhitsu) or give one "
                f"（本机字体无 {some}，留作文字由阅读者的字体显示；可安装毛笔字体或自行指定）"
            )
        return tuple(told)

    def _written(self, text: str) -> str:
        plain = "".join(text.split())
        return traditional(plain) if self.script == "traditional" else plain

    def _column(self, text: str, x: float, y: float, size: float) -> float:
        for char in text:
            self._hanzi(char, x, y, size, INK)
            y += PITCH * size
        return y

    def _hanzi(
        self, char: str, x: float, y: float, size: float, colour: str, bold: float = 0.0
    ) -> None:
        found = self.hand.write(char)
        if found is None:
            self._lacking[char] = None
            self.parts.append(
                f'<text x="{x:.1f}" y="{y + 0.36 * size:.1f}" font-size="{size:.1f}" '
                f'fill="{colour}" '
                f'text-anchor="middle" font-family="{FAMILIES}">{escape(char)}</text>'
            )
            return
        scale = size / found.em
        edge = f' stroke="{colour}" stroke-width="{bold * found.em:.0f}"' if bold else ""
        where = f"translate({x - size / 2:.1f} {y + found.middle * scale:.1f}) "
        where += f"scale({scale:.4f} {-scale:.4f})"
        self.parts.append(f'<path fill="{colour}"{edge} transform="{where}" d="{found.path}"/>')

    def _seal(self, name: str, x: float, foot: float, size: float) -> None:
        """White characters in a red square cut by hand, chipped at the edge (白文)."""
        fate = chance(sum(map(ord, name)), "seal")
        rows = 2 if len(name) > 1 else 1
        columns = 2 if len(name) > 2 else 1
        cell = size * 0.62
        wide, high = columns * cell * 1.12, rows * cell * 1.12
        angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        worn = 1 + 0.016 * fate.normal(size=72)
        px = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.22 * wide * 0.56 * worn
        py = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.22 * high * 0.56 * worn
        middle = foot - high / 2
        self.parts.append(pen.path(pen.polygon(np.stack([x + px, middle + py], -1)), RED, 0.93))
        for k, char in enumerate(name):
            column, row = divmod(k, rows)
            cx = x + wide * (0.5 - (column + 0.5) / columns)
            cy = middle + high * ((row + 0.5) / rows - 0.5)
            self._hanzi(char, cx, cy, cell * 0.98, PAPER, 0.02)
        chips = np.stack([x + px, middle + py], -1)[fate.integers(0, 72, 9)]
        self.parts.append(pen.path(pen.dots(chips, cell * 0.08, cell * 0.05), PAPER, 0.9))
