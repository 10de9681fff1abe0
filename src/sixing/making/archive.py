"""Abstract pictures by evolution: an archive that keeps the best pattern of each kind.

Patterns lie in a grid by two properties that anybody sees: how busy they are, and whether the
left half answers the right (as a mirror, not at all, or dark against light). Each cell keeps its
best (MAP-Elites: Mouret and Clune 2015; the archive is that of pyribs: Tjanaka et al. 2023), and
children of what is kept fill the rest. All are looked at small; only what is shown is drawn large.

What is best in a cell is the opinion of `pattern_measures`. The same seed gives the same archive,
byte for byte, on the same machine with the same numpy; another processor may round a sine
differently.

>>> gallery = evolve(7, 600)  # doctest: +SKIP
>>> [one.pattern.drawn(512, 512) for one in gallery.pick(4)]  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.making.colouring import PALETTES
from sixing.making.pattern import Pattern, repainted
from sixing.making.pattern_measures import BUSY, MIRROR, judged
from sixing.models import cppn
from sixing.models.cppn import Nets
from sixing.progress import Progress, silent

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]

CELLS = (50, 50)
"""Rows of busyness and columns of symmetry."""
BATCH = 512
"""Patterns looked at between two looks into the archive."""
NEW = 16
"""One pattern in so many has no parent."""
#: Choosing: the size of chance, what distance from what was asked costs, the reach and the cost
#: of likeness to what is chosen already, and the cost of a palette that is there already.
CHANCE, FAR, NEAR, LIKE, SAME_PALETTE = 0.3, 2.0, 0.15, 0.5, 0.12

_CUT = cppn.ROWS * cppn.COLUMNS
_LONG = _CUT + cppn.HIDDEN + 1


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A pattern that is the best of its kind so far.

    Attributes:
        quality: 0 to 1, our own measure.
        busy: mean step of Oklab from pixel to pixel.
        mirror: −1 dark against light, 0 free, 1 a mirror image.
    """

    pattern: Pattern
    quality: float
    busy: float
    mirror: float


@dataclass(frozen=True, slots=True, eq=False)
class Gallery:
    """What an evolution kept: one pattern for each filled cell.

    Attributes:
        solutions: (n, genome) float32.
        quality: (n,).
        measures: (n, 2): `BUSY` and `MIRROR`.
        evaluations: patterns looked at.
    """

    solutions: Floats
    quality: Doubles
    measures: Doubles
    evaluations: int

    @property
    def coverage(self) -> float:
        """Share of the cells that hold a pattern."""
        return len(self.quality) / (CELLS[0] * CELLS[1])

    @property
    def digest(self) -> str:
        """SHA-256 of all that was kept."""
        parts = (self.solutions, self.quality, self.measures)
        return sha256(b"".join(part.tobytes() for part in parts)).hexdigest()

    def kept(self, number: int) -> Kept:
        """The pattern of one filled cell, cells in the archive's order."""
        nets, palettes = _told(self.solutions[number : number + 1])
        busy, mirror = map(float, self.measures[number])
        return Kept(Pattern(nets, int(palettes[0])), float(self.quality[number]), busy, mirror)

    def pick(
        self, count: int, *, busy: float | None = None, mirror: float | None = None, seed: int = 0
    ) -> list[Kept]:
        """Patterns that are good and unlike one another.

        Args:
            busy, mirror: where in each range, 0 to 1; left out, anywhere.
            seed: of a small chance between equals.
        """
        low, high = np.transpose([BUSY, MIRROR])
        places = (self.measures - low) / (high - low)
        away = sum(
            abs(places[:, i] - want) for i, want in enumerate((busy, mirror)) if want is not None
        )
        score = self.quality + np.random.default_rng(seed).random(len(self.quality)) * CHANCE
        score = score - FAR * away
        palettes = self.solutions[:, -1]
        chosen: list[int] = []
        for _ in range(min(count, len(score))):
            best = int(np.argmax(score))
            chosen.append(best)
            near = np.exp(-np.square(places - places[best]).sum(1) / (2 * NEAR**2))
            score = score - LIKE * near - SAME_PALETTE * (palettes == palettes[best])
            score[best] = -np.inf
        return [self.kept(number) for number in chosen]


def evolve(seed: int, evaluations: int = 12_000, progress: Progress = silent) -> Gallery:
    """Grows an archive of patterns.

    Raises:
        BadInput: pyribs is not installed.
    """
    archive = _archive(seed)
    chance = np.random.default_rng(seed)
    for done in range(0, evaluations, BATCH):
        count = min(BATCH, evaluations - done)
        nets, palettes = _next(archive, count, chance)
        quality, measures = judged(nets, palettes)
        fits = measures[:, 0] < BUSY[1]  # pyribs would put what lies outside into the last cell
        archive.add(_spelled(nets, palettes)[fits], quality[fits], measures[fits])
        progress((done + count) / evaluations, f"{len(archive)} kinds 种")
    held = archive.data(("solution", "objective", "measures", "index"))
    order = np.argsort(held["index"])
    return Gallery(
        np.ascontiguousarray(held["solution"][order]),
        np.asarray(held["objective"][order], np.float64),
        np.asarray(held["measures"][order], np.float64),
        evaluations,
    )


def _next(archive: Any, count: int, chance: np.random.Generator) -> tuple[Nets, Indices]:
    """The next patterns to look at: children of what is kept, and a few that are new."""
    if not len(archive):
        return cppn.born(count, chance), chance.integers(0, len(PALETTES), count)
    new = max(1, count // NEW)
    parents, palettes = _told(archive.sample_elites(count)["solution"])
    nets = cppn.mutated(parents, chance)
    fresh = cppn.born(new, chance)
    nets.weights[:new], nets.functions[:new] = fresh.weights, fresh.functions
    return nets, repainted(palettes, chance)


def _spelled(nets: Nets, palettes: Indices) -> Floats:
    found = np.empty((len(nets), _LONG), np.float32)
    found[:, :_CUT] = nets.weights.reshape(len(nets), -1)
    found[:, _CUT:-1] = nets.functions
    found[:, -1] = palettes
    return found


def _told(solutions: Floats) -> tuple[Nets, Indices]:
    weights = solutions[:, :_CUT].reshape(-1, *cppn.SHAPE).copy()
    functions = solutions[:, _CUT:-1].astype(np.int64)
    return Nets(weights, functions), solutions[:, -1].astype(np.int64)


def _archive(seed: int) -> Any:
    if find_spec("ribs") is None:
        raise BadInput(
            "abstract pictures need pyribs, which the light install leaves out: "
            "pip install 'sixing[picture]'",
            zh="抽象画需要 pyribs，轻量运行环境不含它：pip install 'sixing[picture]'",
        )
    from ribs.archives import GridArchive

    return GridArchive(
        solution_dim=_LONG, dims=CELLS, ranges=[BUSY, MIRROR], seed=seed,
        solution_dtype=np.float32, objective_dtype=np.float64, measures_dtype=np.float64,
    )  # fmt: skip
