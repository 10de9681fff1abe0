"""The LSTM baseline: one layer between tied embeddings (Hochreiter and Schmidhuber 1997).

It stands beside the transformer in the same harness, so that a claim of progress can be read
off one table. A row of packed documents is read from left to right; documents in one row share
the running state, and each begins with its own opening token.

>>> Lstm(11, 8, 16)(torch.zeros(1, 3, dtype=torch.long)).shape
torch.Size([1, 3, 8])
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Lstm(nn.Module):
    """One LSTM layer of ``hidden`` cells between embeddings of ``width``."""

    def __init__(self, vocabulary: int, width: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        nn.init.normal_(self.embedding.weight, std=0.05)
        self.lstm = nn.LSTM(width, hidden, batch_first=True)
        self.out = nn.Linear(hidden, width, bias=False)

    def forward(self, ids: Tensor, documents: Tensor | None = None) -> Tensor:  # noqa: ARG002 - as every sequence net is called
        """Hidden states, (batch, time, width), for token numbers (batch, time)."""
        with torch.autocast("cpu", enabled=False):
            states, _ = self.lstm(self.embedding(ids).float())
            hidden: Tensor = self.out(states)
        return hidden

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of every token, (…, vocabulary)."""
        return F.linear(hidden, self.embedding.weight)
