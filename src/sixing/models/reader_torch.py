"""The trainable reader: a transformer, usually with an adapter, and heads over its mean state.

>>> net = Transformer(TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32))
>>> reader = ReaderNet(net, {"mood": 3})
>>> ids = torch.zeros(2, 4, dtype=torch.long)
>>> reader(ids, torch.ones(2, 4, dtype=torch.bool))["mood"].shape
torch.Size([2, 3])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from sixing.models.adapters import Floats
from sixing.models.reader import Document
from sixing.models.transformer import TransformerConfig  # noqa: F401 - for the example
from sixing.models.transformer_torch import Transformer


class ReaderNet(nn.Module):
    """Scores of the classes of every head for each document of a batch.

    Args:
        net: reads; with an adapter attached only that and the heads train.
        heads: the number of classes of each.
    """

    def __init__(self, net: Transformer, heads: Mapping[str, int]) -> None:
        super().__init__()
        self.net = net
        width = net.config.width
        self.heads = nn.ModuleDict({name: nn.Linear(width, n) for name, n in heads.items()})

    def forward(self, ids: Tensor, body: Tensor) -> dict[str, Tensor]:
        """Scores (batch, classes) by head.

        Args:
            ids: token numbers, (batch, time).
            body: the places that are read, (batch, time); every row needs one.
        """
        hidden = self.net(ids).float()
        share = body.float() / body.sum(dim=1, keepdim=True)
        state = torch.einsum("bt,btw->bw", share, hidden)
        return {name: head(state) for name, head in self.heads.items()}

    def head_arrays(self) -> dict[str, Floats]:
        """The heads as a runner reads them: ``NAME.weight`` and ``NAME.bias``."""
        return {
            name: value.detach().numpy().copy() for name, value in self.heads.state_dict().items()
        }


def batch_of(documents: Sequence[Document]) -> tuple[Tensor, Tensor]:
    """Token numbers and the places that are read, both (documents, longest)."""
    longest = max(len(ids) for ids, _ in documents)
    ids = torch.zeros(len(documents), longest, dtype=torch.long)
    body = torch.zeros(len(documents), longest, dtype=torch.bool)
    for row, (numbers, start) in enumerate(documents):
        ids[row, : len(numbers)] = torch.tensor(numbers)
        body[row, start : len(numbers)] = True
    return ids, body
