"""Hanzi in the writing of a font on this machine, as outlines: a brush face before any other.

Nothing is bundled: a face is named by the person or found among the system's. A hanzi that the
first face lacks is written by the next. Hanzi that were drawn as pixels in a hand of one's own
are traced and come before every face. It knows no page.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.media.picture.extra import library
from sixing.media.picture.tracing import EM, trace
from sixing.media.poem.fonts import folders

_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_SMALLEST = 400_000  # bytes; no font with hanzi in it is smaller
_KINDS: Final = (
    re.compile(r"gyosho|semi.?cursive|xing|行", re.I),
    re.compile(
        r"kouzan|mouhitsu|brush|sousyo|mashan|ma-shan|zhimang|zhi-mang|caoshu|草|书|毛笔", re.I
    ),
    re.compile(r"wenkai|kai|楷", re.I),
    re.compile(r"song|sun|ming|serif|fang|mincho", re.I),
    re.compile(r"cjk|hei|wqy|yahei|pingfang|fallback|gothic|hans|hant", re.I),
)
"""Semi-cursive reads best beside a painting; cursive and Kai follow; print comes last."""
_MOST = 4  # faces that are asked


@dataclass(frozen=True, slots=True)
class Hanzi:
    """An outline: SVG path data in font units (y upwards), the em, and the box's middle height."""

    path: str
    em: float
    middle: float


@dataclass(slots=True)
class Hand:
    """The faces that write, best first; empty when the machine has none.

    Attributes:
        faces: the files.
        own: hanzi that no face is asked for.
        called: whose hand ``own`` is in.
        used: faces that wrote.
        wrote: whether ``own`` did.
    """

    faces: tuple[Path, ...] = ()
    own: Mapping[str, Hanzi] = field(default_factory=dict)
    called: str = ""
    used: dict[str, None] = field(default_factory=dict)
    wrote: bool = False

    def write(self, char: str) -> Hanzi | None:
        """The outline of a hanzi, None where no face has it."""
        if char in self.own:
            self.wrote = True
            return self.own[char]
        for path in self.faces:
            found = _outline(path, char)
            if found is not None:
                self.used[path.stem] = None
                return found
        return None


def hand(named: Path | None = None) -> Hand:
    """The faces to write with: the one named first, then those of this machine.

    Raises:
        BadInput: the one named is no font, or the extra `picture` is missing.
    """
    library("fontTools.ttLib", ("Writing in a font", "用字体书写"))
    if named is not None and _open(named) is None:
        raise BadInput(
            f'"{named}" is not a font that can be read: name a .ttf, .otf or .ttc file',
            zh=f"“{named}”不是可读的字体：请给出 .ttf、.otf 或 .ttc 文件",
        )
    found = [path for path in sorted(_files(), key=lambda path: (_rank(path), path.name))
             if _rank(path) < len(_KINDS)]  # fmt: skip
    return Hand((*([named] if named else ()), *found[:_MOST]))


def traced(glyphs: Mapping[str, NDArray[np.float32]]) -> dict[str, Hanzi]:
    """Hanzi from pixels, (side, side) of −1 ink to 1 paper each; those without ink are left out."""
    found = {}
    for char, values in glyphs.items():
        path = trace(values)
        rows = np.flatnonzero((values < 0).any(axis=1))
        if path:
            middle = len(values) - (rows[0] + rows[-1] + 1) / 2
            found[char] = Hanzi(path, float(EM), float(middle * EM / len(values)))
    return found


def _files() -> list[Path]:
    return [
        path for folder in folders() if folder.is_dir() for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES and path.stat().st_size >= _SMALLEST
    ]  # fmt: skip


def _rank(path: Path) -> int:
    return next((i for i, kind in enumerate(_KINDS) if kind.search(path.stem)), len(_KINDS))


@lru_cache(maxsize=6)
def _open(path: Path) -> tuple[Any, Any, dict[int, str], float] | None:
    """The font, its glyphs, its characters and its em; None for a file that is none."""
    tools = library("fontTools.ttLib", ("Writing in a font", "用字体书写"))
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it remarks on dates of old fonts
    try:
        font = tools.TTFont(BytesIO(path.read_bytes()), fontNumber=0, lazy=True)
        return font, font.getGlyphSet(), font.getBestCmap() or {}, float(font["head"].unitsPerEm)
    except Exception:  # a damaged font raises whatever fontTools stumbles over
        return None


@lru_cache(maxsize=4096)
def _outline(path: Path, char: str) -> Hanzi | None:
    opened = _open(path)
    if opened is None or ord(char) not in opened[2]:
        return None
    _, glyphs, names, em = opened
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.svgPathPen import SVGPathPen

    try:
        pen, box = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}"), BoundsPen(glyphs)
        glyphs[names[ord(char)]].draw(pen)
        glyphs[names[ord(char)]].draw(box)
    except Exception:  # as above
        return None
    data = pen.getCommands()
    # Brush fonts fill what they lack with ■, a shape of one straight contour.
    bare = box.bounds is None or (len(re.findall("[A-Za-z]", data)) <= 6 and char not in "一")
    if bare or not data:
        return None
    return Hanzi(data, em, (box.bounds[1] + box.bounds[3]) / 2)
