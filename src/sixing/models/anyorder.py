"""The runner of the any-order net over tables of voices: numpy alone, whole tables at once.

A table has a row for each step and a column for each voice. A variable (step, voice) is silent,
begins a level, or holds the level of the step before; some of its variables are hidden, and the
net says what each of them may be, hearing all that is seen on both sides of it (orderless NADE:
Uria et al. 2014; Coconet: Huang et al. 2017). It knows integers only; the trainable net is
:mod:`sixing.models.anyorder_torch`, proved equal by a test.

Symbols with ``levels`` L: 0 silent, 1 … L begun, L+1 … 2L held; of what is heard only: 2L+1 … 3L
a level of which nobody said whether it begins, 3L+1 hidden.

>>> config = AnyOrderConfig(levels=5, facts=(4,), width=8, layers=1, heads=2, hidden=8)
>>> runner = AnyOrderRunner(config, config.zeros())
>>> runner.logits(np.full((1, 3, 4), config.hidden_symbol), np.zeros((1, 3, 1), int)).shape
(1, 3, 4, 11)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class AnyOrderConfig:
    """The numbers that fix the net's shape.

    Attributes:
        levels: how many levels a voice has (for music: pitches).
        facts: of each fact told of a step (for music: place in the beat, in the bar, …), how
            many values it has.
        hidden: width of the gated MLP.
        kernel: steps that the convolution of each layer hears, odd.
        window: how many steps to each side attention hears; what a layer learns thus holds for
            tables of any length.
    """

    levels: int
    facts: tuple[int, ...]
    voices: int = 4
    width: int = 160
    layers: int = 4
    heads: int = 4
    hidden: int = 416
    kernel: int = 7
    window: int = 64
    rope_base: float = 1000.0

    @property
    def symbols(self) -> int:
        """What a variable may be: silent, begun, held."""
        return 2 * self.levels + 1

    @property
    def hidden_symbol(self) -> int:
        """The symbol of a variable that is to be guessed."""
        return 3 * self.levels + 1

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Every two voices, upper first."""
        return tuple(combinations(range(self.voices), 2))

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every weight's name and shape."""
        w, h, v = self.width, self.hidden, self.voices
        block = {
            "conv_norm": (w,), "conv": (w, self.kernel),
            "attention_norm": (w,), "qkv.weight": (3 * w, w), "out.weight": (w, w),
            "mlp_norm": (w,), "gate_up.weight": (2 * h, w), "down.weight": (w, h),
        }  # fmt: skip
        layers = {f"blocks.{i}.{k}": s for i in range(self.layers) for k, s in block.items()}
        return {
            "level.weight": (v * (self.levels + 2), w), "begun.weight": (v * 4, w),
            "apart.weight": (len(self.pairs) * (2 * self.levels), w),
            "fact.weight": (sum(self.facts), w), "norm": (w,),
            "head.weight": (v * self.symbols, w), "head.bias": (v * self.symbols,), **layers,
        }  # fmt: skip

    def zeros(self) -> dict[str, Floats]:
        """Weights of the right shapes that say nothing, for tests."""
        return {name: np.zeros(shape, np.float32) for name, shape in self.shapes().items()}


def rows_heard(config: AnyOrderConfig, table: Ids, facts: Ids) -> tuple[Ids, Ids, Ids, Ids]:
    """Which rows of the four embeddings each step adds up.

    Args:
        table: symbols, (…, steps, voices).
        facts: (…, steps, facts).

    Returns:
        rows of `level` and `begun` (a voice each), of `apart` (a pair of voices each), of `fact`.
    """
    n = config.levels
    sounding = (table > 0) & (table <= 3 * n)
    level = np.where(sounding, (table - 1) % n + 1, np.where(table == 0, 0, n + 1))
    begun = np.where(sounding, (table - 1) // n + 1, 0)
    voice = np.arange(config.voices)
    apart = []
    for i, (a, b) in enumerate(config.pairs):
        both = sounding[..., a] & sounding[..., b]
        # 0 where one of the two is silent or hidden; else levels apart, -(n-1) … n-1, from 1.
        apart.append(np.where(both, level[..., a] - level[..., b] + n, 0) + i * 2 * n)
    offsets = np.cumsum((0, *config.facts[:-1]))
    return level + voice * (n + 2), begun + voice * 4, np.stack(apart, -1), facts + offsets


class AnyOrderRunner:
    """Runs a trained any-order net.

    Args:
        config: its shape.
        weights: float32 arrays by the names of :meth:`AnyOrderConfig.shapes`.
    """

    def __init__(self, config: AnyOrderConfig, weights: Mapping[str, Floats]) -> None:
        self.config = config
        self._tables = [weights[f"{n}.weight"] for n in ("level", "begun", "apart", "fact")]
        self._head = np.ascontiguousarray((weights["head.weight"] * weights["norm"]).T)
        self._bias = weights["head.bias"]
        self._layers = [_Layer(weights, f"blocks.{i}.") for i in range(config.layers)]

    def logits(self, table: Ids, facts: Ids) -> Floats:
        """Scores of every symbol at every variable, (rows, steps, voices, symbols).

        Args:
            table: symbols heard, (rows, steps, voices).
            facts: (rows, steps, facts).
        """
        rows, steps, _ = table.shape
        heard = zip(self._tables, rows_heard(self.config, table, facts), strict=True)
        x = _norm(sum(part[ids].sum(axis=-2) for part, ids in heard))
        cos, sin = _rotary(self.config, steps)
        near = _near(self.config.window, steps)
        for layer in self._layers:
            x += self._convolve(_norm(x), layer)
            x += self._attend(_norm(x) @ layer.qkv, cos, sin, near) @ layer.out
            gate, up = np.split(_norm(x) @ layer.gate_up, 2, axis=-1)
            # A gate far below zero is shut: its exponential may overflow to infinity.
            with np.errstate(over="ignore"):
                up *= gate / (1 + np.exp(-gate))
            x += up @ layer.down
        scores: Floats = _norm(x) @ self._head + self._bias
        return scores.reshape(rows, steps, self.config.voices, -1)

    def _convolve(self, x: Floats, layer: _Layer) -> Floats:
        half, steps = self.config.kernel // 2, x.shape[1]
        wide = np.pad(x, ((0, 0), (half, half), (0, 0)))
        y = np.zeros_like(x)
        for k in range(self.config.kernel):
            y += wide[:, k : k + steps] * layer.conv[k]
        return y

    def _attend(self, qkv: Floats, cos: Floats, sin: Floats, near: Floats | None) -> Floats:
        rows, steps, _ = qkv.shape
        heads = qkv.reshape(rows, steps, 3, self.config.heads, -1).transpose(2, 0, 3, 1, 4)
        q, k = _rotate(_norm(heads[:2]), cos, sin)
        scores = q @ k.swapaxes(2, 3)
        scores *= q.shape[-1] ** -0.5
        # Queries and keys have length √size, so no score exceeds √size: exp needs no shift.
        np.exp(scores, out=scores)
        if near is not None:
            scores *= near
        scores /= scores.sum(axis=-1, keepdims=True)
        y: Floats = (scores @ heads[2]).swapaxes(1, 2).reshape(rows, steps, -1)
        return y


class _Layer:
    """One layer's weights for products with rows, norms multiplied in."""

    def __init__(self, weights: Mapping[str, Floats], prefix: str) -> None:
        def turned(name: str, norm: str | None = None) -> Floats:
            matrix = weights[prefix + name]
            if norm:
                matrix = matrix * weights[prefix + norm]
            return np.ascontiguousarray(matrix.T)

        self.conv = np.ascontiguousarray(
            (weights[prefix + "conv"] * weights[prefix + "conv_norm"][:, None]).T
        )
        self.qkv = turned("qkv.weight", "attention_norm")
        self.gate_up = turned("gate_up.weight", "mlp_norm")
        self.out, self.down = turned("out.weight"), turned("down.weight")


def _near(window: int, steps: int) -> Floats | None:
    """1 where a step hears another, (steps, steps); None where all hear all."""
    if steps <= window + 1:
        return None
    at = np.arange(steps)
    near: Floats = (np.abs(at[:, None] - at) <= window).astype(np.float32)
    return near


def _norm(x: Floats) -> Floats:
    """Root mean square 1 along the last axis."""
    mean = np.einsum("...i,...i->...", x, x)[..., None]
    mean /= x.shape[-1]
    mean += np.float32(1e-6)
    y: Floats = x / np.sqrt(mean)
    return y


def _rotary(config: AnyOrderConfig, steps: int) -> tuple[Floats, Floats]:
    size = config.width // config.heads // 2
    frequency = config.rope_base ** -(np.arange(size) / size)
    angle = np.arange(steps)[:, None] * frequency
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def _rotate(x: Floats, cos: Floats, sin: Floats) -> Floats:
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    y = np.empty(x.shape, np.float32)
    y[..., :half] = a * cos - b * sin
    y[..., half:] = a * sin + b * cos
    return y
