"""The trainable transformer: decoder-only, RoPE, RMSNorm, gated MLP, tied embeddings.

Knows integers and shapes only. Its runner without torch is
:mod:`sixing.models.transformer`; ``check_model`` proves the two equal.

>>> net = Transformer(TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32))
>>> net(torch.zeros(1, 3, dtype=torch.long)).shape
torch.Size([1, 3, 16])
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.transformer import TransformerConfig


class Block(nn.Module):
    """One layer: attention, then a gated MLP, each behind an RMSNorm (Shazeer 2020: SwiGLU)."""

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        width, hidden = config.width, config.hidden
        self.heads = config.heads
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.mlp_norm = nn.Parameter(torch.ones(width))
        self.gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor) -> Tensor:
        """What goes on to the next layer, (batch, time, width)."""
        x = x + self.attend(rms_norm(x, self.attention_norm), cos, sin, mask)
        gate, up = self.gate_up(rms_norm(x, self.mlp_norm)).chunk(2, dim=-1)
        y: Tensor = x + self.down(F.silu(gate) * up)
        return y

    def attend(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor) -> Tensor:
        """What each place hears, (batch, time, width), of the places its mask lets it see."""
        batch, time, width = x.shape
        q, k, v = (
            part.view(batch, time, self.heads, -1).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        # Queries and keys are normalised (Henry et al. 2020): Muon's large steps stay stable.
        q, k = rotate(rms_norm(q), cos, sin), rotate(rms_norm(k), cos, sin)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        heard: Tensor = self.out(y.transpose(1, 2).reshape(batch, time, width))
        return heard


class Transformer(nn.Module):
    """A decoder-only transformer that returns hidden states; :meth:`logits` scores them.

    RoPE: Su et al. 2021. RMSNorm: Zhang and Sennrich 2019. Tied embeddings: Press and Wolf 2017.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.Parameter(torch.ones(config.width))
        self.reset()

    def reset(self) -> None:
        """Small embeddings, and layers that begin as the identity."""
        nn.init.normal_(self.embedding.weight, std=0.02)
        for name, weight in self.named_parameters():
            if name.endswith(("out.weight", "down.weight")):
                nn.init.zeros_(weight)
            elif weight.ndim == 2 and "embedding" not in name:
                nn.init.normal_(weight, std=self.config.width**-0.5)

    def forward(self, ids: Tensor, documents: Tensor | None = None) -> Tensor:
        """Hidden states of shape (batch, time, width).

        Args:
            ids: token numbers, (batch, time).
            documents: which document each place belongs to, (batch, time); a place sees only
                earlier places of its own document. One document a row when None.
        """
        time = ids.shape[1]
        cos, sin = rotary(time, self.config, ids.device)
        mask = torch.ones(time, time, dtype=torch.bool, device=ids.device).tril()[None, None]
        if documents is not None:
            mask = mask & (documents[:, None, :, None] == documents[:, None, None, :])
        # RMSNorm at the entrance lets the tied matrix keep the scale that the output wants.
        x = rms_norm(self.embedding(ids))
        for block in self.blocks:
            x = block(x, cos, sin, mask)
        return rms_norm(x, self.norm)

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of every token, (…, vocabulary)."""
        return F.linear(hidden, self.embedding.weight)


def rms_norm(x: Tensor, weight: Tensor | None = None) -> Tensor:
    """Scales the last axis to a root mean square of one, in float32."""
    y = x.float() * torch.rsqrt(x.float().square().mean(-1, keepdim=True) + 1e-6)
    return (y if weight is None else y * weight).to(x.dtype)


def rotary(time: int, config: TransformerConfig, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines of every place's angles, each (time, half a head)."""
    size = config.width // config.heads // 2
    frequency = config.rope_base ** -(torch.arange(size, device=device) / size)
    angle = torch.arange(time, device=device)[:, None] * frequency
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turns each half of a head against the other, by the angles of its place."""
    a, b = x.chunk(2, dim=-1)
    cos, sin = cos.to(x.dtype), sin.to(x.dtype)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)
