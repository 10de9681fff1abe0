"""The trainable table model: what a small mixture of nets expects of each voice at each step.

A member reads the frames so far with a small causal transformer (a few frames a place), and adds
the cues of the place in question (:mod:`sixing.models.frames_cues`). A gated MLP then says whether
the voice holds its symbol, and if not, which other one comes: by its distance from the voice's
last height and by its own height. Several members, each learning by itself, are averaged. Knows
integers and shapes only; the runner without torch is :mod:`sixing.models.frames`.

>>> config = FramesConfig(TableConfig(0, 9, (5, 3)), trunk=8, hidden=8, width=8, heads=2, layers=1)
>>> tables = [read_table(config, [(6, 3), (6, 4), (7, 4), (7, 5)])]
>>> FramesNet(config).eval()(batch(config, tables)).exp().sum(-1).shape
torch.Size([1, 1, 4, 2])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.frames_config import (
    FramesConfig,
    TableConfig,  # noqa: F401 - for the example
    offsets,
)
from sixing.models.frames_table import Table, read_table  # noqa: F401 - for the example
from sixing.models.transformer_torch import rms_norm, rotate


@dataclass(frozen=True, slots=True)
class Frames:
    """A batch of tables, padded at their ends.

    Attributes:
        heard: what the reader is told, (batch, places, numbers).
        cues: each voice's, (batch, steps, cues) apiece.
        nearby: (batch, steps, voices, numbers).
        references: heights that distances count from, (batch, steps, voices), from `low`.
        before: the symbols before, -1 at the first step; and symbols: (batch, steps, voices).
        weights: what each step counts, (batch, steps); 0 is not computed.
    """

    heard: Tensor
    cues: tuple[Tensor, ...]
    nearby: Tensor
    references: Tensor
    before: Tensor
    symbols: Tensor
    weights: Tensor

    def picked(self) -> Frames:
        """The steps that count, in one row; `heard` stays whole."""
        at = self.weights > 0
        return replace(
            self, cues=tuple(c[at] for c in self.cues), nearby=self.nearby[at],
            references=self.references[at], before=self.before[at], symbols=self.symbols[at],
            weights=self.weights[at],
        )  # fmt: skip


def batch(config: FramesConfig, tables: Sequence[Table]) -> Frames:
    """Tables side by side; every step of theirs counts 1."""
    longest = max(len(one) for one in tables)
    longest += -longest % config.pool
    starts = offsets(config.heard_sizes)

    def beside(arrays: Sequence[np.ndarray], fill: int = 0, length: int = longest) -> Tensor:
        shape = (len(arrays), length, *arrays[0].shape[1:])
        whole = np.full(shape, fill, arrays[0].dtype)
        for row, array in zip(whole, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(whole)

    return Frames(
        beside([one.heard + starts for one in tables], length=longest // config.pool),
        tuple(beside([one.cues[v] for one in tables]) for v in range(config.table.voices)),
        beside([one.nearby for one in tables]),
        beside([one.references for one in tables]),
        beside([one.before for one in tables], -1),
        beside([one.symbols for one in tables]),
        beside([np.ones(len(one), np.float32) for one in tables]),
    )


class Sum(nn.Module):
    """The sum of one embedding for each number of a place; while learning some are left out."""

    def __init__(self, rows: int, width: int, summed: int, left_out: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(rows, width) * summed**-0.5)
        self.left_out = left_out

    def forward(self, ids: Tensor) -> Tensor:
        """(…, numbers) to (…, width)."""
        rows, share = ids.flatten(0, -2), None
        if self.training:
            share = (torch.rand(rows.shape) > self.left_out).float() / (1 - self.left_out)
        found = F.embedding_bag(rows, self.weight, mode="sum", per_sample_weights=share)
        summed: Tensor = found.view(*ids.shape[:-1], -1)
        return summed


class Gated(nn.Module):
    """A gated MLP beside its input (Shazeer 2020: SwiGLU)."""

    def __init__(self, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)
        self.drop = nn.Dropout(dropout)
        nn.init.zeros_(self.down.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(…, width) to the same."""
        gate, up = self.gate_up(rms_norm(x)).chunk(2, dim=-1)
        y: Tensor = x + self.drop(self.down(F.silu(gate) * up))
        return y


class Attention(nn.Module):
    """Causal attention beside its input; queries and keys normalised and turned (RoPE)."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.drop = nn.Dropout(dropout)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """(batch, places, width) to the same."""
        q, k, v = (
            part.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for part in self.qkv(rms_norm(x)).chunk(3, dim=-1)
        )
        q, k = rotate(rms_norm(q), cos, sin), rotate(rms_norm(k), cos, sin)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        heard: Tensor = x + self.drop(self.out(y.transpose(1, 2).flatten(2)))
        return heard


class Member(nn.Module):
    """One net of the mixture."""

    def __init__(self, config: FramesConfig, dropout: float, left_out: float) -> None:
        super().__init__()
        self.config, table = config, config.table
        trunk, width = config.trunk, config.width
        sizes = [table.cue_sizes(v) for v in range(table.voices)]
        self.heard = Sum(sum(config.heard_sizes), width, len(config.heard_sizes), left_out)
        self.attention = nn.ModuleList(
            Attention(width, config.heads, dropout) for _ in range(config.layers)
        )
        self.mlp = nn.ModuleList(Gated(width, config.hidden, dropout) for _ in range(config.layers))
        self.context = nn.Linear(width, table.voices * trunk, bias=False)
        self.cues = nn.ModuleList(Sum(sum(s), trunk, len(s), left_out) for s in sizes)
        self.nearby = nn.ModuleList(nn.Linear(table.nearby, trunk) for _ in sizes)
        self.trunk = nn.ModuleList(Gated(trunk, 2 * trunk, dropout) for _ in range(config.depth))
        heads = [nn.Linear(trunk, config.scores) for _ in sizes]
        for head in heads:
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self.heads = nn.ModuleList(heads)
        self.drop = nn.Dropout(dropout)

    def read(self, heard: Tensor) -> Tensor:
        """The state before each step, (batch, steps, width)."""
        cos, sin = (torch.from_numpy(a) for a in self.config.rotary(np.arange(heard.shape[1])))
        x = self.drop(rms_norm(self.heard(heard)))
        for attention, mlp in zip(self.attention, self.mlp, strict=True):
            x = mlp(attention(x, cos, sin))
        # Places of several frames: none of a place's own frames may hear it.
        return F.pad(rms_norm(x), (0, 0, 1, -1)).repeat_interleave(self.config.pool, dim=1)

    def forward(self, frames: Frames, at: Tensor | None = None) -> Tensor:
        """Log-probabilities of every symbol, (…, voices, symbols)."""
        voices = self.config.table.voices
        state = self.read(frames.heard)
        state = state[:, : frames.nearby.shape[1]] if at is None else state[at]
        context = self.context(self.drop(state)).unflatten(-1, (voices, -1))
        told = [
            self.cues[v](frames.cues[v]) + self.nearby[v](frames.nearby[..., v, :])
            for v in range(voices)
        ]
        x = self.drop(rms_norm(torch.stack(told, dim=-2) + context))
        for layer in self.trunk:
            x = layer(x)
        x = self.drop(rms_norm(x))
        scores = torch.stack([self.heads[v](x[..., v, :]) for v in range(voices)], dim=-2)
        return self.expected(scores.float(), frames.references, frames.before)

    def expected(self, scores: Tensor, references: Tensor, before: Tensor) -> Tensor:
        """Log-probabilities of the symbols from the head's scores."""
        table = self.config.table
        hold, near, own = torch.split(scores, [1, table.distances, table.symbols], dim=-1)
        away = torch.arange(table.high - table.low + 1) - references[..., None]
        # Further than the reach counts as the last distance, which a silence has as well.
        kind = torch.where(away.abs() > table.reach, table.distances - 1, away + table.reach)
        near = torch.cat((near[..., -1:], near.gather(-1, kind)), dim=-1)
        held = F.one_hot(before.clamp(min=0), table.symbols).bool() & (before >= 0)[..., None]
        other = F.log_softmax((near + own).masked_fill(held, -1e9), dim=-1)
        gate = torch.where(before[..., None] >= 0, hold, torch.full_like(hold, -1e9))
        return torch.where(held, F.logsigmoid(gate), other + F.logsigmoid(-gate))


class FramesNet(nn.Module):
    """The mixture.

    Args:
        config: its shape.
        dropout: share of hidden numbers left out while learning.
        left_out: share of the cues left out while learning.
    """

    def __init__(self, config: FramesConfig, dropout: float = 0.25, left_out: float = 0.1) -> None:
        super().__init__()
        self.config = config
        self.members = nn.ModuleList(
            Member(config, dropout, left_out) for _ in range(config.members)
        )

    def forward(self, frames: Frames) -> Tensor:
        """Each member's log-probabilities, (members, …, voices, symbols), of the steps that count.

        While learning these are (members, steps, voices, symbols): steps of weight 0 are left out.
        """
        at = frames.weights > 0 if self.training else None
        frames = frames.picked() if self.training else frames
        return torch.stack([member(frames, at) for member in self.members])
