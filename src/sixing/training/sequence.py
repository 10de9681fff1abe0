"""Training sequence models on packed documents: nets, rates, loss, and the held-out figure.

A document is token numbers and the place where the part to be learnt begins; no medium is named.

>>> net = build(Recipe(name="toy", medium="poem", steps=1, vocabulary=16, width=8, heads=2))
>>> net.logits(net(torch.zeros(1, 4, dtype=torch.long))).shape
torch.Size([1, 4, 16])
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import Protocol, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Optimizer

from sixing.errors import BadInput
from sixing.models.lstm_torch import Lstm
from sixing.models.transformer import TransformerConfig
from sixing.models.transformer_torch import Transformer
from sixing.training.objective import tied_cross_entropy
from sixing.training.optim import Muon
from sixing.training.packing import Batch, Document, pack
from sixing.training.recipe import Recipe


class SequenceNet(Protocol):
    """A net from token numbers to hidden states, with a tied embedding that scores them."""

    embedding: nn.Embedding

    def __call__(self, ids: Tensor, documents: Tensor | None = None) -> Tensor:
        """Hidden states, (batch, time, width)."""
        ...

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of every token, (…, vocabulary)."""
        ...


def build(recipe: Recipe) -> Transformer | Lstm:
    """A fresh net; the seed of the recipe decides its weights."""
    torch.manual_seed(recipe.seed)
    if recipe.model == "lstm":
        return Lstm(recipe.vocabulary, recipe.width, recipe.hidden)
    return Transformer(
        TransformerConfig(
            recipe.vocabulary, recipe.width, recipe.layers, recipe.heads, recipe.hidden
        )
    )


def optimisers(net: nn.Module, recipe: Recipe) -> list[Optimizer]:
    """Muon for the layers' matrices, AdamW for embeddings and vectors (all of an LSTM)."""
    matrices = [
        p
        for name, p in net.named_parameters()
        if p.ndim == 2 and "embedding" not in name and recipe.model == "transformer"
    ]
    taken = {id(p) for p in matrices}
    rest = [p for p in net.parameters() if id(p) not in taken]
    adam = torch.optim.AdamW(rest, lr=recipe.adam_rate, betas=(0.9, 0.98), weight_decay=0.0)
    return [Muon(matrices, lr=recipe.muon_rate), adam] if matrices else [adam]


def batches(
    epoch: Callable[[int], Iterator[Document]], recipe: Recipe
) -> Callable[[int], Iterator[Batch]]:
    """Batches of one epoch after another, from any step on.

    The stream raises BadInput when no document of an epoch fits in a row.
    """

    def stream(start: int) -> Iterator[Batch]:
        documents = (one for number in count() for one in _fitting(epoch(number), recipe.length))
        for i, batch in enumerate(pack(documents, recipe.rows, recipe.length)):
            if i >= start:
                yield batch

    return stream


def _fitting(documents: Iterator[Document], length: int) -> Iterator[Document]:
    shortest = None
    for ids, start in documents:
        size = len(ids) - 1
        shortest = size if shortest is None else min(size, shortest)
        if size <= length:
            yield ids, start
    if shortest is not None and shortest > length:
        raise BadInput(
            f"no document fits in a row of {length} places: give the recipe a length of at "
            f"least {shortest}"
        )


def objective(net: nn.Module, batch: Batch) -> tuple[Tensor, int]:
    """Mean nats per learnt token, and the number of places in the batch."""
    model = cast(SequenceNet, net)
    targets = torch.from_numpy(batch.targets).flatten()
    learnt = targets >= 0
    with torch.autocast("cpu", torch.bfloat16):
        hidden = model(torch.from_numpy(batch.ids), torch.from_numpy(batch.documents))
    chosen = hidden.flatten(0, 1)[learnt]
    return tied_cross_entropy(chosen, model.embedding.weight, targets[learnt]), targets.numel()


@torch.no_grad()
def nats(net: nn.Module, documents: Sequence[Document], rows: int = 16) -> Iterator[list[float]]:
    """Nats of each learnt token of each document, in order, in full precision."""
    model = cast(SequenceNet, net)
    for a in range(0, len(documents), rows):
        part = documents[a : a + rows]
        longest = max(len(ids) for ids, _ in part)
        ids = torch.zeros(len(part), longest, dtype=torch.long)
        for row, (numbers, _) in enumerate(part):
            ids[row, : len(numbers)] = torch.tensor(numbers)
        scores = F.log_softmax(model.logits(model(ids[:, :-1])).float(), dim=-1)
        found = -scores.gather(2, ids[:, 1:, None])[..., 0]
        for row, (numbers, start) in enumerate(part):
            yield found[row, start - 1 : len(numbers) - 1].tolist()


def mean_nats(losses: Iterable[list[float]]) -> float:
    """The mean over all tokens."""
    total, tokens = 0.0, 0
    for one in losses:
        total, tokens = total + math.fsum(one), tokens + len(one)
    return total / max(1, tokens)
