"""The shapes of tables of voices and of the nets that expect them.

A table has one frame a step and one symbol a voice: a height on a line, or :data:`SILENT`. What
the voices are called and what a height sounds like is not known here.

>>> TableConfig(low=0, high=9, starts=(5, 3)).symbols
11
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
SILENT = -1
#: Where lengths are told apart: held 0 to 8 steps one by one, then coarser; and repeated.
HELD_EDGES = (*range(1, 9), 9, 13, 17, 33)
MATCHED_EDGES = (1, 2, 4, 6, 8, 12, 16, 24, 32, 48)
HELD, MATCHED = len(HELD_EDGES) + 1, len(MATCHED_EDGES) + 1


@dataclass(frozen=True, slots=True)
class TableConfig:
    """What is known of the tables themselves.

    Attributes:
        low, high: the heights that a shifted table may have.
        starts: for each voice, in the order of reading, the height it counts from before its first.
        reach: distances beyond it are not told apart, and no voice leaps further than it but by
            its absolute height's score.
        cycle: heights so far apart are of one class.
        beat: steps after which a place may repeat an earlier one.
        phases: the step's number is known modulo each.
        lags: so many steps back a voice's own heights are known.
        notes: so many different heights back, with how long they were held.
        decays: of the running weights of the classes heard.
    """

    low: int
    high: int
    starts: tuple[int, ...]
    reach: int = 20
    cycle: int = 12
    beat: int = 4
    phases: tuple[int, ...] = (4, 12, 16)
    lags: tuple[int, ...] = (2, 3, 4, 6, 8, 12, 16)
    notes: int = 3
    decays: tuple[float, ...] = (0.8, 0.96, 0.99)

    @property
    def voices(self) -> int:
        """How many voices there are."""
        return len(self.starts)

    @property
    def symbols(self) -> int:
        """Heights and silence."""
        return self.high - self.low + 2

    @property
    def distances(self) -> int:
        """Distances told apart; the last is none."""
        return 2 * self.reach + 2

    @property
    def nearby(self) -> int:
        """Numbers that :meth:`Past.nearby` gives."""
        return (len(self.decays) + 1) * self.cycle + 2 * self.reach + 1

    def check(self, frame: Sequence[int]) -> None:
        """Raises BadInput when a frame is of other voices or a height is out of range."""
        if len(frame) != self.voices:
            raise BadInput(f"a frame of {len(frame)} symbols for {self.voices} voices")
        wrong = [h for h in frame if h != SILENT and not self.low <= h <= self.high]
        if wrong:
            raise BadInput(f"a height of {wrong[0]} is outside {self.low} to {self.high}")

    def cue_sizes(self, voice: int) -> list[int]:
        """How many values each cue of a voice has, in the order of :meth:`Past.cues`."""
        far, last = self.distances, self.voices
        sizes = [far] * (len(self.lags) + self.notes) + [HELD] * self.notes
        for other in range(last):
            sizes += [HELD]
            if other != voice:
                sizes += [far, self.cycle + 1, far, far]
            if other < voice:
                sizes += [far, self.cycle + 1, far]
        sizes += [*self.phases, 32]
        return sizes + [last + 1, far, 3 * MATCHED] + [far, 3 * MATCHED] * 3


@dataclass(frozen=True, slots=True)
class FramesConfig:
    """The numbers that fix a table model's shape.

    Attributes:
        table: what is known of the tables.
        members: nets that are averaged.
        trunk, depth: width and layers of the part that decides.
        width, layers, heads, hidden: of the transformer that reads the frames so far.
        pool: frames that it reads as one place.
    """

    table: TableConfig
    members: int = 1
    trunk: int = 128
    depth: int = 2
    width: int = 128
    layers: int = 2
    heads: int = 4
    hidden: int = 256
    pool: int = 2
    rope_base: float = 1000.0

    @property
    def heard_sizes(self) -> list[int]:
        """How many values each number has that the reader is told of a place."""
        table = self.table
        voice = [table.symbols, table.cycle + 1, table.distances, HELD]
        return (voice * table.voices + list(table.phases)) * self.pool

    @property
    def scores(self) -> int:
        """Numbers that a head gives: hold, one a distance, one a symbol."""
        return 1 + self.table.distances + self.table.symbols

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every weight's name and shape."""
        w, h, t, table = self.width, self.hidden, self.trunk, self.table
        one: dict[str, tuple[int, ...]] = {"heard.weight": (sum(self.heard_sizes), w)}
        for i in range(self.layers):
            one[f"attention.{i}.qkv.weight"] = (3 * w, w)
            one[f"attention.{i}.out.weight"] = (w, w)
            one[f"mlp.{i}.gate_up.weight"] = (2 * h, w)
            one[f"mlp.{i}.down.weight"] = (w, h)
        one["context.weight"] = (table.voices * t, w)
        for v in range(table.voices):
            one[f"cues.{v}.weight"] = (sum(table.cue_sizes(v)), t)
            one[f"nearby.{v}.weight"] = (t, table.nearby)
            one[f"nearby.{v}.bias"] = (t,)
            one[f"heads.{v}.weight"] = (self.scores, t)
            one[f"heads.{v}.bias"] = (self.scores,)
        for i in range(self.depth):
            one[f"trunk.{i}.gate_up.weight"] = (4 * t, t)
            one[f"trunk.{i}.down.weight"] = (t, 2 * t)
        return {f"members.{m}.{k}": v for m in range(self.members) for k, v in one.items()}

    def zeros(self) -> dict[str, Floats]:
        """Weights of the right shapes that say nothing, for tests."""
        return {name: np.zeros(shape, np.float32) for name, shape in self.shapes().items()}

    def rotary(self, places: Ids) -> tuple[Floats, Floats]:
        """Cosines and sines of the places' angles, each (places, half a head)."""
        size = self.width // self.heads // 2
        angle = places[:, None] * self.rope_base ** -(np.arange(size) / size)
        return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def offsets(sizes: Sequence[int]) -> Ids:
    """Where each number's values begin in one table of all."""
    return np.cumsum([0, *sizes[:-1]])
