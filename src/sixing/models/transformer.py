"""The transformer's runner: numpy alone, many sequences at once, each place computed once.

It knows integers and shapes only; the trainable net is :mod:`sixing.models.transformer_torch`
and ``check_model`` proves the two equal. A :class:`Cache` holds what the places so far have
left behind; rows that share a prefix compute it once (:meth:`Cache.repeat`).

>>> config = TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32)
>>> runner = TransformerRunner(config, config.zeros())
>>> hidden, cache = runner.read([[1, 2, 3], [4, 5]])
>>> hidden.shape, cache.rows
((2, 16), 2)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class TransformerConfig:
    """The numbers that fix a transformer's shape."""

    vocabulary: int
    width: int = 256
    layers: int = 6
    heads: int = 4
    hidden: int = 704
    rope_base: float = 1000.0

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every weight's name and shape."""
        w, h = self.width, self.hidden
        block = {
            "attention_norm": (w,), "qkv.weight": (3 * w, w), "out.weight": (w, w),
            "mlp_norm": (w,), "gate_up.weight": (2 * h, w), "down.weight": (w, h),
        }  # fmt: skip
        layers = {f"blocks.{i}.{k}": v for i in range(self.layers) for k, v in block.items()}
        return {"embedding.weight": (self.vocabulary, w), "norm": (w,), **layers}

    def zeros(self) -> dict[str, Floats]:
        """Weights of the right shapes that say nothing, for tests."""
        return {name: np.zeros(shape, np.float32) for name, shape in self.shapes().items()}


class Cache:
    """Keys and values of the places read so far, aligned at their last place.

    Attributes:
        keys, values: (layers, rows, heads, room, size), so that a place is written in one piece.
        starts: where each row begins; earlier places are padding, (rows,).
        used: places filled.
    """

    def __init__(self, keys: Floats, values: Floats, starts: Ids, used: int) -> None:
        self.keys, self.values, self.starts, self.used = keys, values, starts, used

    @property
    def rows(self) -> int:
        """How many sequences are being read."""
        return int(self.keys.shape[1])

    def repeat(self, counts: Sequence[int] | Ids, room: int) -> Cache:
        """Each row as many times as asked, with room for so many further places."""
        return self.take(np.repeat(np.arange(self.rows), counts), room)

    def take(self, rows: Ids, room: int = 0) -> Cache:
        """The given rows, in the given order, with room for so many further places."""
        room = max(room, self.keys.shape[3] - self.used)
        layers, _, heads, _, size = self.keys.shape
        shape = (layers, len(rows), heads, self.used + room, size)
        keys, values = np.empty(shape, np.float32), np.empty(shape, np.float32)
        for fresh, old in ((keys, self.keys), (values, self.values)):
            fresh[..., : self.used, :] = old[:, rows, :, : self.used]
        return Cache(keys, values, self.starts[rows], self.used)


class TransformerRunner:
    """Runs a trained transformer.

    Args:
        config: its shape.
        weights: float32 arrays by the names of :meth:`TransformerConfig.shapes`.
    """

    def __init__(self, config: TransformerConfig, weights: Mapping[str, Floats]) -> None:
        self.config = config
        self.embedding = weights["embedding.weight"]
        self._inputs = _rms_norm_last(self.embedding)
        self._norm = weights["norm"]
        self._layers = [_Layer(weights, f"blocks.{i}.") for i in range(config.layers)]

    def read(self, prefixes: Sequence[Sequence[int]], room: int = 0) -> tuple[Floats, Cache]:
        """Reads prefixes of any lengths.

        Returns:
            the hidden state at the last place of each, (rows, width), and the cache.
        """
        longest = max(len(p) for p in prefixes)
        starts = np.array([longest - len(p) for p in prefixes])
        ids = np.zeros((len(prefixes), longest), np.int64)
        for row, prefix in enumerate(prefixes):
            ids[row, starts[row] :] = prefix
        cache = self._cache(len(ids), longest + room, starts)
        return self.step(ids, cache)[:, -1], cache

    def hidden(self, ids: Ids) -> Floats:
        """Hidden states of whole sequences, (rows, places) to (rows, places, width)."""
        rows, places = ids.shape
        return self.step(ids, self._cache(rows, places, np.zeros(rows, np.int64)))

    def _cache(self, rows: int, room: int, starts: Ids) -> Cache:
        c = self.config
        shape = (c.layers, rows, c.heads, room, c.width // c.heads)
        return Cache(np.empty(shape, np.float32), np.empty(shape, np.float32), starts, 0)

    def step(self, ids: Ids, cache: Cache) -> Floats:
        """Reads further places into the cache.

        Args:
            ids: (rows, places).

        Returns:
            hidden states, (rows, places, width); score them with :meth:`logits`.
        """
        rows, places = ids.shape
        x = np.ascontiguousarray(self._inputs[ids.ravel()].T)
        cos, sin = self._rotary(cache.used, places)
        mask = _mask(cache, places)
        for layer, keys, values in zip(self._layers, cache.keys, cache.values, strict=True):
            qkv = np.ascontiguousarray((layer.qkv @ _rms_norm(x)).T).reshape(rows, places, 3, -1)
            x += layer.out @ self._attend(qkv, keys, values, cache.used, cos, sin, mask).T
            gate, up = np.split(layer.gate_up @ _rms_norm(x), (self.config.hidden,))
            up *= gate
            np.negative(gate, out=gate)
            # A gate far below zero is shut: its exponential may overflow to infinity.
            with np.errstate(over="ignore"):
                np.exp(gate, out=gate)
            gate += 1
            up /= gate
            x += layer.down @ up
        cache.used += places
        found: Floats = (_rms_norm(x) * self._norm[:, None]).T.reshape(rows, places, -1)
        return found

    def logits(self, hidden: Floats, choices: Floats | None = None) -> Floats:
        """Scores of every token, or of the rows of ``choices`` (taken from the embedding)."""
        scores: Floats = hidden @ (self.embedding if choices is None else choices).T
        return scores

    def _attend(
        self, qkv: Floats, keys: Floats, values: Floats, used: int,
        cos: Floats, sin: Floats, mask: Floats | None,
    ) -> Floats:  # fmt: skip
        rows, places, _, width = qkv.shape
        heads = qkv.reshape(rows, places, 3, self.config.heads, -1).transpose(2, 0, 3, 1, 4)
        end = used + places
        q, keys[:, :, used:end] = _rotate(_rms_norm_last(heads[:2]), cos, sin)
        values[:, :, used:end] = heads[2]
        scores = q @ keys[:, :, :end].swapaxes(2, 3)
        scores *= q.shape[-1] ** -0.5
        if mask is not None:
            scores += mask
        # Queries and keys have length √size, so no score exceeds √size: exp needs no shift.
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        y: Floats = (scores @ values[:, :, :end]).swapaxes(1, 2).reshape(rows * places, width)
        return y

    def _rotary(self, used: int, places: int) -> tuple[Floats, Floats]:
        size = self.config.width // self.config.heads // 2
        frequency = self.config.rope_base ** -(np.arange(size) / size)
        angle = np.arange(used, used + places)[:, None] * frequency
        return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


class _Layer:
    """One layer's weights for products with columns, norms multiplied in."""

    def __init__(self, weights: Mapping[str, Floats], prefix: str) -> None:
        attention, mlp = weights[prefix + "attention_norm"], weights[prefix + "mlp_norm"]
        self.qkv = np.ascontiguousarray(weights[prefix + "qkv.weight"] * attention)
        self.gate_up = np.ascontiguousarray(weights[prefix + "gate_up.weight"] * mlp)
        self.out = np.ascontiguousarray(weights[prefix + "out.weight"])
        self.down = np.ascontiguousarray(weights[prefix + "down.weight"])


def _mask(cache: Cache, places: int) -> Floats | None:
    """Added to attention scores: (rows, 1, places, all); None where nothing is hidden."""
    if places == 1 and not cache.starts.any():
        return None
    seen = np.arange(cache.used + places)
    late = seen[None, None, :] > (cache.used + np.arange(places))[None, :, None]
    hidden = late | (seen[None, None, :] < cache.starts[:, None, None])
    # A padding place sees itself, or its softmax would be 0 / 0.
    hidden &= seen[None, None, :] != (cache.used + np.arange(places))[None, :, None]
    return np.where(hidden, np.float32(-1e30), np.float32(0))[:, None]


def _rms_norm(x: Floats) -> Floats:
    """Columns of root mean square 1, (width, places)."""
    mean = np.einsum("ij,ij->j", x, x)
    mean /= x.shape[0]
    mean += np.float32(1e-6)
    y: Floats = x * (1 / np.sqrt(mean))
    return y


def _rms_norm_last(x: Floats) -> Floats:
    """Rows of root mean square 1, (…, size)."""
    mean = np.einsum("...i,...i->...", x, x)[..., None]
    mean /= x.shape[-1]
    mean += np.float32(1e-6)
    y: Floats = x * (1 / np.sqrt(mean))
    return y


def _rotate(x: Floats, cos: Floats, sin: Floats) -> Floats:
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    y = np.empty(x.shape, np.float32)
    y[..., :half] = a * cos - b * sin
    y[..., half:] = a * sin + b * cos
    return y
