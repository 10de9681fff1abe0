"""The table model's runner: numpy alone, one table, step by step and voice by voice.

It knows integers and shapes only; the trainable net is :mod:`sixing.models.frames_torch`, which a
test proves equal. A :class:`Reading` is a table read so far; it says what each voice of the next
step is expected to be, given the voices before it in that step.

>>> config = FramesConfig(TableConfig(low=0, high=9, starts=(5, 3)))
>>> runner = FramesRunner(config, config.zeros())
>>> reading = runner.begin()
>>> reading.expected(0).shape  # silence, and the heights from 0 to 9
(11,)
>>> reading.add((6, 3))
>>> bool(reading.expected(1, chosen=(7,))[4] > reading.expected(1, chosen=(7,))[5])  # it may hold
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.models.frames_config import (
    SILENT,
    FramesConfig,
    Ids,
    TableConfig,  # noqa: F401 - for the example
    offsets,
)
from sixing.models.frames_cues import Past

Floats = NDArray[np.float32]


class FramesRunner:
    """Runs a trained table model.

    Args:
        config: its shape.
        weights: float32 arrays by the names of :meth:`FramesConfig.shapes`.
    """

    def __init__(self, config: FramesConfig, weights: Mapping[str, Floats]) -> None:
        self.config = config
        self.heard_from = offsets(config.heard_sizes)
        voices = range(config.table.voices)
        self.cues_from = [offsets(config.table.cue_sizes(voice)) for voice in voices]
        self.members = [
            {k.split(".", 2)[2]: v for k, v in weights.items() if k.startswith(f"members.{m}.")}
            for m in range(config.members)
        ]

    def begin(self) -> Reading:
        """A table of which nothing is known yet."""
        return Reading(self)

    def nats(self, frames: Iterable[Sequence[int]]) -> tuple[Floats, Floats]:
        """-ln p of every place of a table, (steps, voices), in two parts.

        Returns:
            what it costs to say whether the voice holds its symbol, and which other one it takes.

        Raises:
            BadInput: a frame of another number of voices, or a height out of range.
        """
        reading, hold, other = self.begin(), [], []
        for frame in frames:
            self.config.table.check(frame)
            parts = [reading.cost(v, frame[:v], symbol) for v, symbol in enumerate(frame)]
            hold.append([part[0] for part in parts])
            other.append([part[1] for part in parts])
            reading.add(frame)
        shape = (len(hold), self.config.table.voices)
        return (
            np.array(hold, np.float32).reshape(shape),
            np.array(other, np.float32).reshape(shape),
        )


class Reading:
    """A table read so far.

    Attributes:
        past: its frames and what they say.
    """

    def __init__(self, runner: FramesRunner) -> None:
        self.runner, config = runner, runner.config
        self.past = Past(config.table)
        self._told: list[int] = []
        self._minds = [_Mind(config, weights) for weights in runner.members]

    def add(self, frame: Sequence[int]) -> None:
        """One more frame."""
        self.past.add(frame)
        self._told += self.past.told()
        if len(self.past.frames) % self.runner.config.pool == 0:
            for mind in self._minds:
                mind.hear(np.array(self._told) + self.runner.heard_from)
            self._told = []

    def expected(self, voice: int, chosen: Sequence[int] = ()) -> Floats:
        """Log-probabilities of a voice's next symbol, (symbols,): silence, then from `low` up.

        Args:
            voice: its number in the order of reading.
            chosen: the heights of the voices before it in this step.
        """
        cues = np.array(self.past.cues(voice, chosen)) + self.runner.cues_from[voice]
        nearby = self.past.nearby(voice)
        scores = [self._mixed(mind.scores(voice, cues, nearby), voice) for mind in self._minds]
        found: Floats = np.logaddexp.reduce(scores, axis=0) - np.float32(np.log(len(scores)))
        return found

    def cost(self, voice: int, chosen: Sequence[int], symbol: int) -> tuple[float, float]:
        """-ln p of a symbol: of holding or not, and of this one among the others."""
        found, before = self.expected(voice, chosen), self._before(voice)
        whole = -float(found[self._number(symbol)])
        if before is None:
            return 0.0, whole
        if before == self._number(symbol):
            return whole, 0.0
        others = float(np.logaddexp.reduce(np.delete(found, before)))
        return -others, whole + others

    def _number(self, symbol: int) -> int:
        return 0 if symbol == SILENT else symbol - self.runner.config.table.low + 1

    def _before(self, voice: int) -> int | None:
        return self._number(self.past.frames[-1][voice]) if self.past.frames else None

    def _mixed(self, scores: Floats, voice: int) -> Floats:
        """A member's log-probabilities from its head's scores."""
        table, before = self.runner.config.table, self._before(voice)
        away = np.arange(table.low, table.high + 1) - self.past.references[voice]
        kind = np.where(abs(away) > table.reach, table.distances - 1, away + table.reach)
        near = scores[1 : 1 + table.distances]
        found: Floats = (
            scores[1 + table.distances :] + near[np.concatenate(([table.distances - 1], kind))]
        )
        if before is None:
            found -= np.logaddexp.reduce(found)
            return found
        found[before] = -1e9
        found -= np.logaddexp.reduce(found) + np.logaddexp(0, scores[0])
        found[before] = -np.logaddexp(0, -scores[0])
        return found


class _Mind:
    """One member's keys, values and state."""

    def __init__(self, config: FramesConfig, weights: Mapping[str, Floats]) -> None:
        self.config, self.weights, self.places = config, weights, 0
        shape = (config.layers, config.heads, 64, config.width // config.heads)
        self.keys, self.values = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.context = np.zeros((config.table.voices, config.trunk), np.float32)

    def hear(self, numbers: Ids) -> None:
        """Reads one place."""
        weights, x = self.weights, _norm(self.weights["heard.weight"][numbers].sum(axis=0))
        if self.places == self.keys.shape[2]:
            self.keys, self.values = (
                np.concatenate((a, np.zeros_like(a)), axis=2) for a in (self.keys, self.values)
            )
        for i in range(self.config.layers):
            x = x + weights[f"attention.{i}.out.weight"] @ self._attend(i, x)
            x = _gated(weights, f"mlp.{i}", x)
        self.places += 1
        self.context = (weights["context.weight"] @ _norm(x)).reshape(self.context.shape)

    def _attend(self, layer: int, x: Floats) -> Floats:
        config, end = self.config, self.places + 1
        qkv = self.weights[f"attention.{layer}.qkv.weight"] @ _norm(x)
        q, k, v = qkv.reshape(3, config.heads, -1)
        turn = config.rotary(np.array([self.places]))
        self.keys[layer, :, end - 1] = _turned(_norm(k), *turn)
        self.values[layer, :, end - 1] = v
        scores = np.einsum("hd,htd->ht", _turned(_norm(q), *turn), self.keys[layer, :, :end])
        share = np.exp(scores * q.shape[-1] ** -0.5)  # bounded: queries and keys are normalised
        share /= share.sum(axis=1, keepdims=True)
        found: Floats = np.einsum("ht,htd->hd", share, self.values[layer, :, :end]).ravel()
        return found

    def scores(self, voice: int, cues: Ids, nearby: Floats) -> Floats:
        """The head's scores for a voice, (scores,)."""
        weights = self.weights
        x = weights[f"cues.{voice}.weight"][cues].sum(axis=0) + self.context[voice]
        x = _norm(x + weights[f"nearby.{voice}.weight"] @ nearby + weights[f"nearby.{voice}.bias"])
        for i in range(self.config.depth):
            x = _gated(weights, f"trunk.{i}", x)
        found: Floats = weights[f"heads.{voice}.weight"] @ _norm(x)
        return found + weights[f"heads.{voice}.bias"]


def _gated(weights: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    gate, up = np.split(weights[f"{name}.gate_up.weight"] @ _norm(x), 2)
    y: Floats = x + weights[f"{name}.down.weight"] @ (up * gate / (1 + np.exp(-gate)))
    return y


def _norm(x: Floats) -> Floats:
    y: Floats = x / np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + np.float32(1e-6))
    return y


def _turned(x: Floats, cos: Floats, sin: Floats) -> Floats:
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate((a * cos - b * sin, a * sin + b * cos), axis=-1)
