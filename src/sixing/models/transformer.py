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
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle

Floats = NDArray[np.float32]
Ids = NDArray[np.integer]
#: Columns up to which a product is one with few columns, and rows of a tile.
FEW, TILE = 16, 128


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


def described(said: Mapping[str, int | float], vocabulary: int, style: str) -> TransformerConfig:
    """The shape that a style's config tells, for a vocabulary of its own size.

    Raises:
        BadStyle: it tells none, or one for another vocabulary.
    """
    try:
        config = TransformerConfig(**said)  # type: ignore[arg-type]
    except TypeError as fault:
        raise BadStyle(
            f"the config of style {style} says no shape of its model ({fault})"
        ) from fault
    if config.vocabulary != vocabulary:
        raise BadStyle(
            f"style {style} has a vocabulary of {vocabulary} tokens and a model of "
            f"{config.vocabulary}; install the style anew"
        )
    return config


class Cache:
    """Keys and values of the places read so far; rows may be of different lengths.

    Attributes:
        keys, values: (layers, rows, heads, room, size), so that a place is written in one piece.
            Beyond a row's end they are finite and mean nothing.
        ends: how many places of each row are filled, (rows,).
    """

    def __init__(self, keys: Floats, values: Floats, ends: Ids) -> None:
        self.keys, self.values, self.ends = keys, values, ends

    @property
    def rows(self) -> int:
        """How many sequences are being read."""
        return int(self.keys.shape[1])

    @property
    def used(self) -> int:
        """Places of the longest row."""
        return int(self.ends.max(initial=0))

    def repeat(self, counts: Sequence[int] | Ids, room: int) -> Cache:
        """Each row as many times as asked, with room for so many further places."""
        return self.take(np.repeat(np.arange(self.rows), counts), room)

    def take(self, rows: Ids, room: int = 0) -> Cache:
        """The given rows, in the given order, with room for so many further places."""
        used = self.used
        room = max(room, self.keys.shape[3] - used)
        layers, _, heads, _, size = self.keys.shape
        shape = (layers, len(rows), heads, used + room, size)
        keys, values = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        for fresh, old in ((keys, self.keys), (values, self.values)):
            fresh[..., :used, :] = old[:, rows, :, :used]
        return Cache(keys, values, self.ends[rows])

    def row(self, number: int) -> Cache:
        """One row by itself, in the same memory: what is read into it is read into this one."""
        part = slice(number, number + 1)
        return Cache(self.keys[:, part], self.values[:, part], self.ends[part])

    def drop(self, number: int) -> Cache:
        """All rows but one, in the same memory; the last row takes its place."""
        last = self.rows - 1
        used = int(self.ends[last])
        if number != last:
            for held in (self.keys, self.values):
                held[:, number, :, :used] = held[:, last, :, :used]
            self.ends[number] = self.ends[last]
        return Cache(self.keys[:, :last], self.values[:, :last], self.ends[:last])

    def write(self, layer: int, keys: Floats, values: Floats, counts: Ids | None) -> None:
        """Puts further places, (rows, heads, places, size), behind each row's end."""
        places = keys.shape[2]
        pairs = ((self.keys[layer], keys), (self.values[layer], values))
        if counts is None and self.level:
            used = int(self.ends[0])
            for held, fresh in pairs:
                held[:, :, used : used + places] = fresh
        elif places == 1 and counts is None:
            for held, fresh in pairs:
                held[np.arange(self.rows), :, self.ends] = fresh[:, :, 0]
        else:
            counts = np.full(self.rows, places) if counts is None else counts
            for row, (end, count) in enumerate(zip(self.ends, counts, strict=True)):
                for held, fresh in pairs:
                    held[row, :, end : end + count] = fresh[row, :, :count]

    @property
    def level(self) -> bool:
        """Whether all rows are of one length."""
        return bool((self.ends == self.ends[0]).all())


class TransformerRunner:
    """Runs a trained transformer.

    Args:
        config: its shape.
        weights: float32 arrays by the names of :meth:`TransformerConfig.shapes`.

    Attributes:
        embedding: (vocabulary, width), by which tokens are scored.
        inputs: (vocabulary, width), what is heard of each token.
    """

    def __init__(self, config: TransformerConfig, weights: Mapping[str, Floats]) -> None:
        self.config = config
        self.embedding = weights["embedding.weight"]
        self.inputs = _rms_norm_last(self.embedding)
        self._scores = _Matrix(self.embedding)
        self._norm = weights["norm"]
        self._turns = self._turned(256)
        self._layers = [_Layer(weights, f"blocks.{i}.") for i in range(config.layers)]

    def mixed(self, token: int, shares: Mapping[int, float]) -> TransformerRunner:
        """This model, reading a token as a mixture of others.

        Args:
            token: the one whose meaning is replaced; as something to write it stays what it was.
            shares: token numbers and how much of each, together 1.
        """
        inputs = self.inputs.copy()
        parts = [share * inputs[other] for other, share in shares.items()]
        inputs[token] = _rms_norm_last(np.sum(parts, axis=0, dtype=np.float32))
        runner = copy(self)
        runner.inputs = inputs
        return runner

    def read(self, prefixes: Sequence[Sequence[int]], room: int = 0) -> tuple[Floats, Cache]:
        """Reads prefixes of any lengths.

        Returns:
            the hidden state at the last place of each, (rows, width), and the cache.
        """
        counts = np.array([len(p) for p in prefixes])
        longest = int(counts.max())
        ids = np.zeros((len(prefixes), longest), np.int64)
        for row, prefix in enumerate(prefixes):
            ids[row, : len(prefix)] = prefix
        cache = self.cache(len(ids), longest + room)
        hidden = self.step(ids, cache, None if (counts == longest).all() else counts)
        return hidden[np.arange(len(ids)), counts - 1], cache

    def hidden(self, ids: Ids) -> Floats:
        """Hidden states of whole sequences, (rows, places) to (rows, places, width)."""
        rows, places = ids.shape
        return self.step(ids, self.cache(rows, places))

    def cache(self, rows: int, room: int) -> Cache:
        """An empty cache for so many rows and places."""
        c = self.config
        shape = (c.layers, rows, c.heads, room, c.width // c.heads)
        ends = np.zeros(rows, np.int64)
        return Cache(np.zeros(shape, np.float32), np.zeros(shape, np.float32), ends)

    def step(self, ids: Ids, cache: Cache, counts: Ids | None = None) -> Floats:
        """Reads further places into the cache.

        Args:
            ids: (rows, places).
            counts: how many places of each row are meant, the rest being padding; all when None.

        Returns:
            hidden states, (rows, places, width), of no meaning at padding; score them with
            :meth:`logits`.
        """
        rows, places = ids.shape
        kept = None if counts is None else (np.arange(places) < counts[:, None]).ravel()
        wanted = ids.ravel() if kept is None else ids.ravel()[kept]
        x = np.ascontiguousarray(self.inputs[wanted].T)
        cos, sin = self._rotary(cache, places)
        mask = _mask(cache, places)
        for number, layer in enumerate(self._layers):
            qkv = _spread(np.ascontiguousarray((layer.qkv @ _rms_norm(x)).T), kept)
            y = self._attend(
                qkv.reshape(rows, places, 3, -1), cache, number, counts, cos, sin, mask
            )
            x += layer.out @ np.ascontiguousarray((y if kept is None else y[kept]).T)
            both = layer.gate_up @ _rms_norm(x)
            gate, up = both[: self.config.hidden], both[self.config.hidden :]
            up *= gate
            np.negative(gate, out=gate)
            # A gate far below zero is shut: its exponential may overflow to infinity.
            with np.errstate(over="ignore"):
                np.exp(gate, out=gate)
            gate += 1
            up /= gate
            x += layer.down @ up
        cache.ends += places if counts is None else counts
        found = _spread((_rms_norm(x) * self._norm[:, None]).T, kept)
        return found.reshape(rows, places, -1)

    def logits(self, hidden: Floats, choices: Floats | None = None) -> Floats:
        """Scores of every token, or of the rows of ``choices`` (taken from the embedding)."""
        scores: Floats
        if choices is None and hidden.ndim == 2 and len(hidden) <= FEW:
            scores = (self._scores @ np.ascontiguousarray(hidden.T)).T
        else:
            scores = hidden @ (self.embedding if choices is None else choices).T
        return scores

    def _attend(
        self, qkv: Floats, cache: Cache, layer: int, counts: Ids | None,
        cos: Floats, sin: Floats, mask: Floats | None,
    ) -> Floats:  # fmt: skip
        rows, places, _, width = qkv.shape
        heads = qkv.reshape(rows, places, 3, self.config.heads, -1).transpose(2, 0, 3, 1, 4)
        q, k = _rotate(_rms_norm_last(heads[:2]), cos, sin)
        cache.write(layer, k, heads[2], counts)
        end = cache.used + places if mask is None else mask.shape[-1]
        scores = q @ cache.keys[layer][:, :, :end].swapaxes(2, 3)
        scores *= q.shape[-1] ** -0.5
        if mask is not None:
            scores += mask
        # Queries and keys have length √size, so no score exceeds √size: exp needs no shift.
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        y: Floats = (scores @ cache.values[layer][:, :, :end]).swapaxes(1, 2)
        return y.reshape(rows * places, width)

    def _rotary(self, cache: Cache, places: int) -> tuple[Floats, Floats]:
        """Cosines and sines, (places, half a head), or (rows, 1, places, half) of uneven rows."""
        last = cache.used + places
        if last > len(self._turns[0]):
            self._turns = self._turned(2 * last)
        at = np.arange(places) + (cache.ends[0] if cache.level else cache.ends[:, None, None])
        return self._turns[0][at], self._turns[1][at]

    def _turned(self, places: int) -> tuple[Floats, Floats]:
        """Cosines and sines of every place's angles, (places, half a head)."""
        size = self.config.width // self.config.heads // 2
        frequency = self.config.rope_base ** -(np.arange(size) / size)
        angle = np.arange(places)[:, None] * frequency
        return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


class _Layer:
    """One layer's weights for products with columns, norms multiplied in."""

    def __init__(self, weights: Mapping[str, Floats], prefix: str) -> None:
        attention, mlp = weights[prefix + "attention_norm"], weights[prefix + "mlp_norm"]
        self.qkv = _Matrix(weights[prefix + "qkv.weight"] * attention)
        self.gate_up = _Matrix(weights[prefix + "gate_up.weight"] * mlp)
        self.out = _Matrix(weights[prefix + "out.weight"])
        self.down = _Matrix(weights[prefix + "down.weight"])


class _Matrix:
    """A matrix for products with columns; few columns go another way than many.

    A product with a few columns reads the matrix once and does little else. By columns of the
    matrix it reads faster than by rows, and in tiles BLAS multiplies without copying it first:
    together half the time for 3 to 16 columns, a third for one (OpenBLAS 0.3.31, AVX-512).
    """

    def __init__(self, whole: Floats) -> None:
        self._whole = np.ascontiguousarray(whole)
        self._flipped: Floats | None = None

    def __matmul__(self, x: Floats) -> Floats:
        found: Floats
        if x.shape[1] > FEW:
            found = self._whole @ x
            return found
        if self._flipped is None:
            self._flipped = np.ascontiguousarray(self._whole.T)
        width, height = self._flipped.shape
        tiled = height - height % TILE
        if x.shape[1] <= 2 or not tiled:
            found = self._flipped.T @ x
            return found
        found = np.empty((height, x.shape[1]), np.float32)
        tiles = self._flipped[:, :tiled].reshape(width, -1, TILE).transpose(1, 2, 0)
        np.matmul(tiles, x, out=found[:tiled].reshape(-1, TILE, x.shape[1]))
        np.matmul(self._flipped[:, tiled:].T, x, out=found[tiled:])
        return found


def _spread(columns: Floats, kept: NDArray[np.bool_] | None) -> Floats:
    """Puts what was computed for the kept places where they stand, zeros between."""
    if kept is None:
        return columns
    whole = np.zeros((len(kept), columns.shape[1]), np.float32)
    whole[kept] = columns
    return whole


def _mask(cache: Cache, places: int) -> Floats | None:
    """Added to attention scores: (rows, 1, places, all); None where nothing is hidden."""
    if places == 1 and cache.level:
        return None
    room = cache.keys.shape[3]
    seen = np.arange(min(cache.used + places, room))
    late = seen > (cache.ends[:, None] + np.arange(places))[..., None]
    return np.where(late, np.float32(-1e30), np.float32(0))[:, None]


def _rms_norm(x: Floats) -> Floats:
    """Columns of root mean square 1, (width, places)."""
    mean = np.add.reduce(x * x, axis=0)
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
