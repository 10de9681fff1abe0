"""The trainable any-order net: a bidirectional transformer over the steps of a table of voices.

It guesses the hidden variables of a table from those that are seen, in whatever order they come
to be seen. Knows integers and shapes only. Its runner without torch is
:mod:`sixing.models.anyorder`; a test proves the two equal.

>>> config = AnyOrderConfig(levels=5, facts=(4,), width=8, layers=1, heads=2, hidden=8)
>>> net = AnyOrder(config)
>>> net(torch.full((1, 3, 4), config.hidden_symbol), torch.zeros(1, 3, 1, dtype=torch.long)).shape
torch.Size([1, 3, 4, 11])
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.anyorder import AnyOrderConfig, rows_heard
from sixing.models.transformer_torch import rms_norm, rotate


class Block(nn.Module):
    """One layer: a convolution along time for each channel, attention, a gated MLP."""

    def __init__(self, config: AnyOrderConfig, dropout: float) -> None:
        super().__init__()
        width, hidden = config.width, config.hidden
        self.heads = config.heads
        self.dropout = dropout
        self.conv_norm = nn.Parameter(torch.ones(width))
        self.conv = nn.Parameter(torch.zeros(width, config.kernel))
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.mlp_norm = nn.Parameter(torch.ones(width))
        self.gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, near: Tensor) -> Tensor:
        """What goes on to the next layer, (batch, steps, width)."""
        x = x + self._convolve(rms_norm(x, self.conv_norm))
        x = x + self._drop(self._attend(rms_norm(x, self.attention_norm), cos, sin, near))
        gate, up = self.gate_up(rms_norm(x, self.mlp_norm)).chunk(2, dim=-1)
        y: Tensor = x + self._drop(self.down(F.silu(gate) * up))
        return y

    def _drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout, self.training)

    def _convolve(self, x: Tensor) -> Tensor:
        half, steps = self.conv.shape[1] // 2, x.shape[1]
        wide = F.pad(x, (0, 0, half, half))
        heard = [wide[:, k : k + steps] * self.conv[:, k] for k in range(self.conv.shape[1])]
        return torch.stack(heard).sum(0)

    def _attend(self, x: Tensor, cos: Tensor, sin: Tensor, near: Tensor) -> Tensor:
        batch, steps, width = x.shape
        q, k, v = (
            part.view(batch, steps, self.heads, -1).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        q, k = rotate(rms_norm(q), cos, sin), rotate(rms_norm(k), cos, sin)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=near)
        heard: Tensor = self.out(y.transpose(1, 2).reshape(batch, steps, width))
        return heard


class AnyOrder(nn.Module):
    """The net; see :class:`sixing.models.anyorder.AnyOrderConfig` for its symbols.

    Args:
        config: its shape.
        dropout: share of what each layer adds that is left out while learning.
    """

    def __init__(self, config: AnyOrderConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.config = config
        shapes = config.shapes()
        self.level, self.begun, self.apart, self.fact = (
            nn.Embedding(shapes[f"{name}.weight"][0], config.width)
            for name in ("level", "begun", "apart", "fact")
        )
        self.dropout = dropout
        self.blocks = nn.ModuleList(Block(config, dropout) for _ in range(config.layers))
        self.norm = nn.Parameter(torch.ones(config.width))
        self.head = nn.Linear(config.width, config.voices * config.symbols)
        self.reset()

    def reset(self) -> None:
        """Small embeddings, and layers that begin as the identity."""
        for table in (self.level, self.begun, self.apart, self.fact):
            nn.init.normal_(table.weight, std=0.5)
        for name, weight in self.named_parameters():
            if name.endswith(("out.weight", "down.weight", "head.weight", "bias")):
                nn.init.zeros_(weight)
            elif weight.ndim == 2 and name.startswith("blocks") and not name.endswith("conv"):
                nn.init.normal_(weight, std=self.config.width**-0.5)

    def forward(self, table: Tensor, facts: Tensor) -> Tensor:
        """Scores of every symbol at every variable, (batch, steps, voices, symbols).

        Args:
            table: symbols heard, (batch, steps, voices).
            facts: (batch, steps, facts).
        """
        rows = rows_heard(self.config, table.numpy(), facts.numpy())
        tables = (self.level, self.begun, self.apart, self.fact)
        x = torch.stack(
            [part(torch.from_numpy(ids)).sum(-2) for part, ids in zip(tables, rows, strict=True)]
        ).sum(0)
        x = F.dropout(rms_norm(x), self.dropout, self.training)
        cos, sin, near = self._places(table.shape[1])
        for block in self.blocks:
            x = block(x, cos, sin, near)
        scores: Tensor = self.head(rms_norm(x, self.norm))
        return scores.view(*scores.shape[:2], self.config.voices, -1)

    def _places(self, steps: int) -> tuple[Tensor, Tensor, Tensor]:
        """Cosines and sines of every place's angles, and which place hears which."""
        size = self.config.width // self.config.heads // 2
        at = torch.arange(steps)
        angle = at[:, None] * self.config.rope_base ** -(torch.arange(size) / size)
        return angle.cos(), angle.sin(), (at[:, None] - at).abs() <= self.config.window
