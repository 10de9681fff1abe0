"""The loss of a sequence model, with scores that are never held all at once.

The scores of 4,096 places over 8,192 tokens would take 134 MB and several passes through
memory. Loss and gradient are therefore found chunk by chunk while the chunk is in cache
(the idea of Wijmans et al. 2024, "Cut Your Losses").

>>> even = tied_cross_entropy(torch.zeros(3, 8), torch.zeros(5, 8), torch.tensor([0, 1, 4]))
>>> round(float(even), 4)  # ln 5
1.6094
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

CHUNK = 512


class _TiedCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, hidden: Tensor, weight: Tensor, targets: Tensor) -> Tensor:
        low, h = weight.bfloat16(), hidden.bfloat16()
        d_hidden, d_weight = torch.empty_like(h), torch.zeros_like(weight)
        total = torch.zeros((), dtype=torch.float32)
        for a in range(0, len(h), CHUNK):
            part, target = h[a : a + CHUNK], targets[a : a + CHUNK]
            scores = (part @ low.T).float()
            scores -= scores.logsumexp(dim=-1, keepdim=True)
            total -= scores.gather(1, target[:, None]).sum()
            probability = scores.exp_()
            probability.scatter_add_(1, target[:, None], torch.full((len(part), 1), -1.0))
            error = probability.bfloat16()
            d_hidden[a : a + CHUNK] = error @ low
            d_weight += error.T @ part
        ctx.save_for_backward(d_hidden, d_weight)
        ctx.kind = hidden.dtype
        return total / max(1, len(h))

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, None]:
        d_hidden, d_weight = ctx.saved_tensors
        share = grad / max(1, len(d_hidden))
        return (d_hidden.to(ctx.kind) * share, d_weight * share, None)


def tied_cross_entropy(hidden: Tensor, weight: Tensor, targets: Tensor) -> Tensor:
    """Mean negative log-likelihood in nats of targets under ``softmax(hidden @ weight.T)``.

    Args:
        hidden: (places, width).
        weight: (vocabulary, width).
        targets: token numbers, (places,).
    """
    loss: Tensor = _TiedCrossEntropy.apply(hidden, weight, targets)  # type: ignore[no-untyped-call]
    return loss
