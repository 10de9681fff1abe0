r"""Many poems as arrays: every hanzi, where its line begins, where its poem begins.

What a profile counts in 300,000 poems must be counted without a loop over them; here they lie as
numbers. It knows hanzi, lines and poems, and no tone, rhyme or word.

>>> found = Census.of(["山高月小\n水落石出", "明月几时有"])
>>> len(found), found.widths.tolist(), found.text(1)
(2, [4, 4, 5], '水落石出')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Ids = NDArray[np.int32]

_LINE, _POEM = 0x0A, 0x0B  # what ends a line, and a poem
_POINTS = 0x110000


@dataclass(frozen=True, eq=False)
class Census:
    """Poems as numbers.

    Attributes:
        chars: every hanzi that occurs, the commonest first.
        ids: the number in `chars` of each hanzi of the text, (hanzi,).
        lines: where each line begins in `ids`, and where the last one ends, (lines + 1,).
        poems: where each poem begins among the lines, and where the last one ends, (poems + 1,).
    """

    chars: str
    ids: Ids
    lines: Places
    poems: Places

    @classmethod
    def of(cls, texts: Sequence[str]) -> Census:
        """Takes poems whose lines are joined by newlines, as a corpus has them."""
        joined = "\x0b".join(texts) + ("\x0b" if texts else "")
        points = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
        ends = np.flatnonzero((points == _LINE) | (points == _POEM))
        last = points[ends] == _POEM
        hanzi = np.delete(points, ends)
        counts = np.bincount(hanzi, minlength=1)
        ranked = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        number = np.zeros(_POINTS, np.int32)
        number[ranked] = np.arange(len(ranked))
        lines = np.concatenate(([0], ends - np.arange(len(ends))))
        poems = np.concatenate(([0], np.flatnonzero(last) + 1))
        return cls("".join(map(chr, ranked)), number[hanzi], lines, poems)

    def __len__(self) -> int:
        return len(self.poems) - 1

    @cached_property
    def widths(self) -> Places:
        """Hanzi of each line, (lines,)."""
        return np.diff(self.lines)

    @cached_property
    def counts(self) -> Places:
        """Lines of each poem, (poems,)."""
        return np.diff(self.poems)

    @cached_property
    def sizes(self) -> Places:
        """Hanzi of each poem, (poems,)."""
        return np.diff(self.lines[self.poems])

    @cached_property
    def poem_of_line(self) -> Ids:
        """The poem of each line, (lines,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.counts)

    @cached_property
    def poem_of_hanzi(self) -> Ids:
        """The poem of each hanzi, (hanzi,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.sizes)

    @cached_property
    def line_of_hanzi(self) -> Ids:
        """The line of each hanzi, (hanzi,)."""
        return np.repeat(np.arange(len(self.widths), dtype=np.int32), self.widths)

    @cached_property
    def place(self) -> Ids:
        """The place of each hanzi in its line, from 0, (hanzi,)."""
        starts = self.lines[:-1].astype(np.int32)
        return np.arange(len(self.ids), dtype=np.int32) - starts[self.line_of_hanzi]

    @cached_property
    def width(self) -> Ids:
        """The hanzi of the line that each hanzi stands in, (hanzi,)."""
        return self.widths.astype(np.int32)[self.line_of_hanzi]

    @cached_property
    def finals(self) -> Ids:
        """The last hanzi of each line, (lines,); -1 for an empty line."""
        found = np.full(len(self.widths), -1, np.int32)
        full = self.widths > 0
        found[full] = self.ids[self.lines[1:][full] - 1]
        return found

    @cached_property
    def shapes(self) -> tuple[Places, Places]:
        """Width and number of lines of each poem, (poems,) each; width 0 where lines differ."""
        some = np.minimum(self.poems[:-1], max(0, len(self.widths) - 1))
        width = self.widths[some]
        uneven = np.bincount(self.poem_of_line, self.widths != width[self.poem_of_line], len(self))
        return np.where(uneven > 0, 0, width), self.counts

    def text(self, line: int) -> str:
        """The hanzi of a line."""
        return "".join(self.chars[i] for i in self.ids[self.lines[line] : self.lines[line + 1]])

    def lines_of(self, poem: int) -> range:
        """The numbers of a poem's lines."""
        return range(int(self.poems[poem]), int(self.poems[poem + 1]))

    def known(self, hanzi: str) -> NDArray[np.bool_]:
        """Which of `chars` are among these hanzi, (chars,)."""
        wanted = set(hanzi)
        return np.array([char in wanted for char in self.chars], np.bool_)
