"""What of a table of voices the nets are given: read once, step by step, and shifted at will.

>>> config = FramesConfig(TableConfig(low=0, high=9, starts=(5, 3)))
>>> table = read_table(config, [(6, 3), (6, 4), (7, 4)])
>>> table.symbols.tolist(), table.shifted(config, 2).symbols.tolist()
([[7, 4], [7, 5], [8, 5]], [[9, 6], [9, 7], [10, 7]])
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.models.frames_config import (
    FramesConfig,
    Ids,
    TableConfig,  # noqa: F401 - for the example
    offsets,
)
from sixing.models.frames_cues import Past

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Table:
    """What the nets are given of one table.

    Attributes:
        heard: for the reader, (places, numbers); a last place cut short is left out.
        cues: for each voice, (steps, cues).
        nearby: (steps, voices, numbers).
        references, before, symbols: (steps, voices); see :class:`Frames`.
    """

    heard: Ids
    cues: tuple[Ids, ...]
    nearby: Floats
    references: Ids
    before: Ids
    symbols: Ids

    def __len__(self) -> int:
        return len(self.symbols)

    def part(self, start: int, end: int, pool: int) -> Table:
        """Some of its steps, whole places; what they know of earlier ones they keep."""
        return Table(
            self.heard[start // pool : end // pool],
            tuple(one[start:end] for one in self.cues),
            self.nearby[start:end], self.references[start:end], self.before[start:end],
            self.symbols[start:end],
        )  # fmt: skip

    def shifted(self, config: FramesConfig, by: int) -> Table:
        """The table so much higher; no symbol may leave the config's range."""
        cycle, heard = config.table.cycle, self.heard.copy()
        one = len(config.heard_sizes) // config.pool
        for frame in range(config.pool):
            for voice in range(config.table.voices):
                height = heard[:, frame * one + 4 * voice]
                kind = heard[:, frame * one + 4 * voice + 1]
                kind[height > 0] = (kind[height > 0] + by) % cycle
                height[height > 0] += by
        up = [np.where(a > 0, a + by, a) for a in (self.before, self.symbols)]
        return replace(
            self, heard=heard, references=self.references + by, before=up[0], symbols=up[1]
        )


def read_table(config: FramesConfig, frames: Iterable[Sequence[int]]) -> Table:
    """Reads a table, step by step; the cues of a place are what the past knew then.

    Raises:
        BadInput: no frames, a frame of another number of voices, or a height out of range.
    """
    past, reader = Past(config.table), _Reader(config)
    cues: list[list[list[int]]] = [[] for _ in config.table.starts]
    nearby, references = [], []
    for frame in frames:
        config.table.check(frame)
        for voice, found in enumerate(cues):
            found.append(past.cues(voice, frame))
        nearby.append([past.nearby(voice) for voice in range(config.table.voices)])
        references.append(list(past.references))
        past.add(frame)
        reader.add(past)
    if not references:
        raise BadInput("a table without frames has nothing to read; give it at least one")
    symbols = np.array(past.frames) - config.table.low + 1
    symbols[symbols <= 0] = 0
    before = np.concatenate((np.full((1, symbols.shape[1]), -1), symbols[:-1]))
    sizes = [config.table.cue_sizes(voice) for voice in range(config.table.voices)]
    return Table(
        np.array(reader.places, np.int64).reshape(-1, len(config.heard_sizes)),
        tuple(np.array(c) + offsets(s) for c, s in zip(cues, sizes, strict=True)),
        np.array(nearby, np.float32), np.array(references) - config.table.low, before, symbols,
    )  # fmt: skip


class _Reader:
    """Gathers what the reader is told: places of a few frames."""

    def __init__(self, config: FramesConfig) -> None:
        self.config = config
        self.places: list[list[int]] = []
        self._frames: list[int] = []

    def add(self, past: Past) -> None:
        """The past's last frame; a place is complete after the last of its frames."""
        config = self.config
        self._frames += past.told()
        if len(past.frames) % config.pool == 0:
            self.places.append(self._frames)
            self._frames = []
