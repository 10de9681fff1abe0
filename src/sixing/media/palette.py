"""The colours of a page by day and by night: paper and ink, or a rubbing of a stone (拓片).

>>> DAY.paper, NIGHT.seal == DAY.seal
('#f6f0e2', False)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``."""

    paper: str
    ink: str
    soft: str  # small writing and tone marks
    rule: str  # lines between columns
    frame: str
    red: str  # rhyme marks and rhyming hanzi
    seal: str
    carved: str  # the writing in the seal


DAY = Palette(
    paper="#f6f0e2",
    ink="#231f1b",
    soft="#7d7060",
    rule="#e0c4b0",
    frame="#5c4a3d",
    red="#a5321f",
    seal="#b0301e",
    carved="#f9f3e6",
)
NIGHT = Palette(
    paper="#1b1a18",
    ink="#ece5d6",
    soft="#a0947f",
    rule="#3a332c",
    frame="#7a6c5a",
    red="#e2765b",
    seal="#a93423",
    carved="#f4ecdd",
)
