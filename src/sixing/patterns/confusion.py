"""What was taken for what: a table of classes, and its picture.

A row is a true class, a column what it was told to be; classes count alike, however many works
each has. It knows no medium and no model.

>>> found = Confusion.of(("cat", "dog"), [0, 0, 1, 1], [0, 1, 1, 1])
>>> found.counts, found.right
(((1, 1), (0, 2)), 0.75)
>>> found.worst()
[('cat', 'dog', 0.5)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from sixing.media.palette import DAY

CELL, MARGIN, HEAD = 44, 130, 64
"""Pixels: of a cell, left for the names of rows, above for the names of columns."""
LONGEST = 14
"""Characters of a label that are drawn."""
_FAMILY = 'system-ui,"Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif'


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often works of each class were told to be of each.

    Attributes:
        labels: names of the classes.
        counts: a row for each true class.
    """

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        truth: Sequence[int] | NDArray[np.int64],
        told: Sequence[int] | NDArray[np.int64],
    ) -> Confusion:
        """Counts pairs of numbers of classes."""
        table = np.zeros((len(labels), len(labels)), np.int64)
        np.add.at(table, (np.asarray(truth, np.int64), np.asarray(told, np.int64)), 1)
        return cls(tuple(labels), tuple(tuple(row) for row in table.tolist()))

    @property
    def right(self) -> float:
        """The mean over classes of the share told right; classes without a work do not count."""
        shares = [row[at] / sum(row) for at, row in enumerate(self.counts) if sum(row)]
        return sum(shares) / len(shares) if shares else 0.0

    def worst(self, most: int = 5) -> list[tuple[str, str, float]]:
        """(class, what it was taken for, share of the class), the commonest mistakes first."""
        found = [
            (self.labels[at], self.labels[told], count / sum(row))
            for at, row in enumerate(self.counts)
            for told, count in enumerate(row)
            if count and at != told
        ]
        return sorted(found, key=lambda one: -one[2])[:most]

    def svg(self) -> str:
        """The table as a picture, in both languages, the darker the larger the share of a row."""
        wide = max(420, MARGIN + CELL * len(self.labels) + MARGIN // 2)
        tall = HEAD + MARGIN // 2 + CELL * len(self.labels) + 20
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" '
            f'width="{wide}" height="{tall}" font-family=\'{_FAMILY}\' font-size="13">'
            f'<rect width="{wide}" height="{tall}" fill="{DAY.paper}"/>'
            f"{''.join(self._parts())}</svg>"
        )

    def _parts(self) -> Iterator[str]:
        total = sum(map(sum, self.counts))
        yield _text(14, 22, f"留出 {total} 件，{self.right:.0%} 判对 · 行：实为，列：判为")
        yield _text(
            14, 42, f"{total} held out, {self.right:.0%} told right · rows: true, columns: told"
        )
        top = HEAD + MARGIN // 2
        for at, label in enumerate(self.labels):
            middle = MARGIN + CELL * at + CELL // 2
            short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
            yield _text(MARGIN - 8, top + CELL * at + CELL // 2 + 5, short, "end")
            yield _text(middle, top - 6, short, "start", f"rotate(-40 {middle} {top - 6})")
            for told, count in enumerate(self.counts[at]):
                yield from self._cell(at, told, count, top)

    def _cell(self, at: int, told: int, count: int, top: int) -> Iterator[str]:
        share = count / max(1, sum(self.counts[at]))
        x, y = MARGIN + CELL * told, top + CELL * at
        fill = DAY.ink if at == told else DAY.red
        yield (
            f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" '
            f'fill-opacity="{0.85 * share:.3f}" stroke="{DAY.rule}"/>'
        )
        if count:
            ink = DAY.paper if share > 0.5 else DAY.ink
            yield _text(x + CELL // 2, y + CELL // 2 + 5, str(count), "middle", fill=ink)


def _text(
    x: float, y: float, text: str, anchor: str = "start", turn: str = "", fill: str = DAY.ink
) -> str:
    turned = f' transform="{turn}"' if turn else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{fill}"{turned}>{escape(text)}</text>'
    )
