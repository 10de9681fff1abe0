"""An archive of the best of each kind, for choosing by quality and diversity together.

Works lie in the cells of a grid by two readable properties, and each cell keeps its best
(MAP-Elites: Mouret and Clune 2015; on the archives of pyribs: Tjanaka et al. 2023). Whoever asks
for more works asks for those that the empty cells want. It knows no medium and needs the extra
``charts``.

>>> from sixing.works import Candidate, Judgement, Work
>>> archive = Archive(("sky", "earth"), ("joy", "sorrow"))
>>> moon = Candidate(Work("poem", "", "月", ("明月",)), (Judgement("fluency", 0.5, True),))
>>> archive.tell([moon], [("sky", "joy")], [0.5])
[True]
>>> archive.empty()
[('sky', 'sorrow'), ('earth', 'joy'), ('earth', 'sorrow')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec

import numpy as np

from sixing.errors import BadInput
from sixing.works import Candidate

Cell = tuple[str, str]
"""(row, column), by name."""


class Archive:
    """A grid of kinds that keeps the best work of each.

    Args:
        rows, columns: the names of the kinds along both axes.

    Raises:
        BadInput: pyribs is not installed.
    """

    def __init__(self, rows: Sequence[str], columns: Sequence[str]) -> None:
        if find_spec("ribs") is None:
            raise BadInput(
                "a map needs pyribs, which the light install leaves out: "
                "pip install 'sixing[charts]'",
                zh="作品地图需要 pyribs，轻量运行环境不含它：pip install 'sixing[charts]'",
            )
        from ribs.archives import GridArchive

        self.rows, self.columns = tuple(rows), tuple(columns)
        shape = (len(rows), len(columns))
        self._grid = GridArchive(solution_dim=1, dims=shape, ranges=[(0, n) for n in shape])
        self._told: list[Candidate] = []

    def tell(
        self, works: Sequence[Candidate], cells: Sequence[Cell], quality: Sequence[float]
    ) -> list[bool]:
        """Show works to the archive; says which of them are now the best of their cells.

        A work that a judge did not pass is never kept.
        """
        before = len(self._told)
        passed = [i for i, work in enumerate(works) if all(j.passed for j in work.judgements)]
        self._told += [works[i] for i in passed]
        if passed:
            self._grid.add(
                np.arange(before, len(self._told))[:, None],
                [quality[i] for i in passed],
                [self._middle(cells[i]) for i in passed],
            )
        best = {id(work) for work, _ in self.best().values()}
        return [id(work) in best for work in works]

    def best(self) -> dict[Cell, tuple[Candidate, float]]:
        """The best work of each filled cell and its quality, cells in reading order."""
        held = self._grid.data(("solution", "objective", "index"))
        places = self._grid.int_to_grid_index(held["index"])
        found = {
            (self.rows[row], self.columns[column]): (self._told[int(number[0])], float(good))
            for number, good, (row, column) in zip(
                held["solution"], held["objective"], places, strict=True
            )
        }
        return {cell: found[cell] for cell in self._cells() if cell in found}

    def empty(self) -> list[Cell]:
        """The cells that hold nothing yet, in reading order."""
        filled = self.best()
        return [cell for cell in self._cells() if cell not in filled]

    def coverage(self) -> float:
        """Share of the cells that hold a work."""
        return 1 - len(self.empty()) / (len(self.rows) * len(self.columns))

    def _cells(self) -> list[Cell]:
        return [(row, column) for row in self.rows for column in self.columns]

    def _middle(self, cell: Cell) -> tuple[float, float]:
        return self.rows.index(cell[0]) + 0.5, self.columns.index(cell[1]) + 0.5


def told(filled: Mapping[Cell, tuple[Candidate, float]]) -> list[dict[str, object]]:
    """The map as JSON: each filled cell with its work and quality."""
    return [
        {"row": row, "column": column, "quality": round(quality, 4), "work": work.to_json()}
        for (row, column), (work, quality) in filled.items()
    ]
