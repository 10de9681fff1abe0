"""What a place of a table of voices can know: small numbers read off the places before it.

A table has one frame a step and one symbol a voice: a height on a line, or silence. Places
are read step by step and, inside a step, voice by voice; :class:`Past` has never seen more than
that, so that nothing read off it can look ahead. Heights enter only as distances from the voice's
own last height: shifted tables give the same cues (equivariance instead of learning it twelve
times). What the voices are called and what a height sounds like is not known here.

>>> past = Past(TableConfig(low=0, high=9, starts=(5, 3)))
>>> past.add((6, 3))
>>> past.references
[6, 3]
>>> len(past.cues(1, chosen=(7,))) == len(past.config.cue_sizes(1))
True
"""

from __future__ import annotations

import operator
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.models.frames_config import HELD_EDGES, MATCHED_EDGES, SILENT, TableConfig

Floats = NDArray[np.float32]
_HELD = np.digitize(np.arange(HELD_EDGES[-1] + 1), HELD_EDGES)
_MATCHED = np.digitize(np.arange(MATCHED_EDGES[-1] + 1), MATCHED_EDGES)


class Past:
    """The places read so far.

    Attributes:
        references: each voice's last height.
        frames: the frames themselves.
    """

    def __init__(self, config: TableConfig) -> None:
        self.config = config
        self.frames: list[tuple[int, ...]] = []
        self.references = list(config.starts)
        self._held = [0] * config.voices
        self._notes = [[SILENT] * (config.notes + 1) for _ in config.starts]
        self._lengths = [[0] * config.notes for _ in config.starts]
        self._classes = np.zeros((len(config.decays), config.cycle))
        self._own = np.zeros((config.voices, config.high - config.low + 1))
        # Longest equal ends, by kind: all voices, each, all voices' steps, each one's steps.
        self._runs = np.zeros((2 * config.voices + 2, 0), np.int64)
        self._table = np.zeros((256, config.voices), np.int64)
        self._sources: list[tuple[int, int]] = [(0, 0)] * len(self._runs)

    def add(self, frame: Sequence[int]) -> None:
        """One more frame, one symbol for each voice."""
        config, step = self.config, len(self.frames)
        self._classes *= np.array(config.decays)[:, None]
        self._own *= 0.98
        for voice, height in enumerate(frame):
            self._note(voice, height)
            if height != SILENT:
                self.references[voice] = height
                self._classes[:, height % config.cycle] += 1
                self._own[voice, height - config.low] += 1
        if step == len(self._table):
            self._table = np.concatenate((self._table, np.zeros_like(self._table)))
        self._table[step] = frame
        self.frames.append(tuple(frame))
        self._match()

    def _note(self, voice: int, height: int) -> None:
        if self.frames and self.frames[-1][voice] == height:
            self._held[voice] += 1
            return
        self._lengths[voice] = [self._held[voice], *self._lengths[voice][:-1]]
        self._notes[voice] = [height, *self._notes[voice][:-1]]
        self._held[voice] = 1

    def _match(self) -> None:
        """Where the past ended as it ends now, a whole number of beats ago, at greatest length."""
        n = len(self.frames)
        table = self._table[:n]
        same = table[:-1] == table[-1]
        moves = np.diff(table, axis=0, prepend=SILENT)
        moved = moves[:-1] == moves[-1]
        equal = np.vstack((same.all(1), same.T, moved.all(1), moved.T))
        runs = np.zeros((len(equal), n), np.int64)
        runs[:, 1:] = np.where(equal, self._runs + 1, 0)
        self._runs = runs
        aligned = np.arange(n % self.config.beat, n, self.config.beat)
        self._sources = [(0, 0)] * len(runs)
        if len(aligned):
            score = runs[:, aligned] * (n + 1) + aligned
            best = aligned[score.argmax(1)]
            found = runs[np.arange(len(runs)), best]
            self._sources = list(zip(best.tolist(), found.tolist(), strict=True))

    def cues(self, voice: int, chosen: Sequence[int]) -> list[int]:
        """The cues of a voice's next symbol, each below its size.

        Args:
            voice: its number in the order of reading.
            chosen: the symbols of the voices before it in this step.
        """
        config, n = self.config, len(self.frames)
        found = [
            self._far(voice, self.frames[n - lag][voice] if lag <= n else SILENT)
            for lag in config.lags
        ]
        found += [self._far(voice, height) for height in self._notes[voice][1:]]
        found += [int(_HELD[min(length, 33)]) for length in self._lengths[voice]]
        for other in range(config.voices):
            found += self._beside(voice, other, chosen)
        found += [n % phase for phase in config.phases]
        found.append(min(n // config.beat, 31))
        return found + self._again(voice, chosen)

    def _beside(self, voice: int, other: int, chosen: Sequence[int]) -> list[int]:
        """What one voice says to another."""
        found = [int(_HELD[min(self._held[other], 33)])]
        if other == voice:
            return found
        n, beat = len(self.frames), self.config.beat
        last = self.frames[-1][other] if n else SILENT
        earlier = self.frames[n - beat][other] if n >= beat else SILENT
        found += [self._far(voice, last), self._class(voice, last), self._far(voice, earlier)]
        found.append(self._far(voice, self._notes[other][1]))
        if other < voice:
            now = chosen[other]
            found += [self._far(voice, now), self._class(voice, now)]
            found.append(self._distance(now, last))
        return found

    def _again(self, voice: int, chosen: Sequence[int]) -> list[int]:
        """What came next where the past ended as it ends now."""
        voices = self.config.voices
        alike = self.frames[self._sources[0][0]] if self.frames else ()
        found = [sum(map(operator.eq, alike[:voice], chosen))]
        for kind in (0, 1 + voice, 1 + voices, 2 + voices + voice):
            source, length = self._sources[kind]
            height = self._proposed(voice, source, moving=kind > voices) if length else SILENT
            held = 2 if not length else int(height == self.frames[-1][voice])
            found += [self._far(voice, height), 3 * int(_MATCHED[min(length, 48)]) + held]
        return found

    def _proposed(self, voice: int, source: int, moving: bool) -> int:
        then = self.frames[source][voice]
        if not moving:
            return then
        before, now = self.frames[source - 1][voice], self.frames[-1][voice]
        return SILENT if SILENT in (then, before, now) else now + then - before

    def told(self) -> list[int]:
        """What the last frame says by itself.

        For each voice its symbol, class, distance from the frame before, and how long it has been
        held; then the step's number modulo each phase.
        """
        config, n, found = self.config, len(self.frames), []
        last = self.frames[-2] if n > 1 else (SILENT,) * config.voices
        for voice, height in enumerate(self.frames[-1]):
            silent = height == SILENT
            found.append(0 if silent else height - config.low + 1)
            found.append(config.cycle if silent else height % config.cycle)
            found.append(self._distance(height, last[voice]))
            found.append(int(_HELD[min(self._held[voice], 33)]))
        return found + [(n - 1) % phase for phase in config.phases]

    def _far(self, voice: int, height: int) -> int:
        return self._distance(height, self.references[voice])

    def _distance(self, height: int, other: int) -> int:
        reach = self.config.reach
        if SILENT in (height, other):
            return 2 * reach + 1
        return max(-reach, min(reach, height - other)) + reach

    def _class(self, voice: int, height: int) -> int:
        cycle = self.config.cycle
        return cycle if height == SILENT else (height - self.references[voice]) % cycle

    def nearby(self, voice: int) -> Floats:
        """What lies around the voice's reference, (nearby,).

        How much each class was heard, by decay; the classes of the last frame, the lowest's twice;
        how much the voice had each height itself.
        """
        config, here = self.config, self.references[voice]
        around = (np.arange(config.cycle) + here) % config.cycle
        weights = self._classes[:, around] * (1 - np.array(config.decays))[:, None]
        low = np.zeros(config.cycle)
        sounding = [h for h in (self.frames[-1] if self.frames else ()) if h != SILENT]
        for height in sounding:
            low[(height - here) % config.cycle] = 1.0 + (height == min(sounding))
        own = np.zeros(2 * config.reach + 1)
        a, b = here - config.reach - config.low, here + config.reach + 1 - config.low
        top = self._own.shape[1]
        own[max(0, -a) : len(own) - max(0, b - top)] = self._own[voice, max(0, a) : b]
        return np.concatenate((weights.ravel(), low, own * 0.02)).astype(np.float32)
