"""Teaching a reader: an adapter and heads on a language model, by documents with soft targets.

A document may have targets for some heads only (a row of NaN says nothing), so that weak labels of
one kind and hand labels of another teach one model. Knows no medium.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.adapters import Adapter
from sixing.models.adapters_torch import adapter_of, attach
from sixing.models.reader import Document
from sixing.models.reader_torch import ReaderNet, batch_of
from sixing.models.transformer_torch import Transformer
from sixing.progress import Progress, silent
from sixing.training.loop import Plan, Trainer

Targets = Mapping[str, NDArray[np.floating]]
"""By head: a distribution over its classes for each document, (documents, classes)."""

POOL = 32
"""Batches that are drawn together and sorted by length, so that little padding is read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reader is taught.

    Attributes:
        rank: of the adapter.
        rows: documents of a batch.
        rate, decay: of AdamW.
        epochs: how often every document is read.
    """

    rank: int = 8
    rows: int = 64
    rate: float = 2e-3
    decay: float = 0.01
    epochs: float = 1.0
    seed: int = 0


Batch = tuple[Tensor, Tensor, dict[str, Tensor]]


def fit_reader(
    net: Transformer,
    documents: Sequence[Document],
    targets: Targets,
    reading: Reading = Reading(),
    *,
    weights: NDArray[np.floating] | None = None,
    folder: Path | None = None,
    facts: Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> Adapter:
    """Teaches an adapter and heads; the net's own weights stay.

    Args:
        net: a transformer without an adapter; it keeps the one that is taught.
        weights: what each document counts for; 1 when None.
        folder: where checkpoints live; None keeps nothing.

    Returns:
        the adapter with its heads.
    """
    reader = ReaderNet(net, {name: table.shape[1] for name, table in targets.items()})
    attach(net, reading.rank, reading.seed)
    trained = [p for p in reader.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=reading.rate, weight_decay=reading.decay)
    steps = max(1, int(len(documents) * reading.epochs / reading.rows))
    plan = Plan(steps=steps, warmup=max(1, steps // 20), decay=0.5)

    def objective(net: nn.Module, batch: Batch) -> tuple[Tensor, int]:
        ids, body, wanted = batch
        with torch.autocast("cpu", torch.bfloat16):
            scores = cast(ReaderNet, net)(ids, body)
        return soft_loss(scores, wanted), ids.numel()

    stream = _batches(documents, targets, weights, reading)
    Trainer(reader, [optimiser], objective, stream, plan, folder).fit(progress)
    return replace(adapter_of(net, reader.head_arrays()), facts=dict(facts or {}))


def soft_loss(scores: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> Tensor:
    """Mean cross-entropy in nats with soft targets, over the rows that have any.

    Args:
        wanted: by head distributions times a weight, (batch, classes); NaN rows say nothing.
    """
    total = torch.zeros(())
    for name, target in wanted.items():
        known = ~target.isnan().any(dim=1)
        if known.any():
            logs = F.log_softmax(scores[name][known].float(), dim=-1)
            total = total - (target[known] * logs).sum() / known.sum()
    return total


def _batches(
    documents: Sequence[Document],
    targets: Targets,
    weights: NDArray[np.floating] | None,
    reading: Reading,
) -> Callable[[int], Iterator[Batch]]:
    scale = np.ones(len(documents)) if weights is None else np.asarray(weights)
    tables = {name: np.asarray(table) * scale[:, None] for name, table in targets.items()}

    def stream(start: int) -> Iterator[Batch]:
        made = 0
        for epoch in count():
            for rows in _order(documents, reading, epoch):
                made += 1
                if made <= start:
                    continue
                ids, body = batch_of([documents[i] for i in rows])
                wanted = {n: torch.from_numpy(t[rows]).float() for n, t in tables.items()}
                yield ids, body, wanted

    return stream


def _order(documents: Sequence[Document], reading: Reading, epoch: int) -> Iterator[list[int]]:
    """Batches of documents of like length, by chance that depends on seed and epoch only."""
    chance = random.Random(f"{reading.seed} {epoch}")
    order = list(range(len(documents)))
    chance.shuffle(order)
    size = reading.rows * POOL
    for a in range(0, len(order), size):
        pool = sorted(order[a : a + size], key=lambda i: len(documents[i][0]))
        cuts = [pool[b : b + reading.rows] for b in range(0, len(pool), reading.rows)]
        chance.shuffle(cuts)
        yield from cuts
