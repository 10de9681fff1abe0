"""The adversary: a critic taught to tell human texts from made ones.

It is relativistic (Jolicoeur-Martineau 2018): what it learns is that a human text scores higher
than a made one of the same kind, ``softplus(-(critic(real) - critic(made)))``, so its scores are
log-odds and may be used as an energy (Deng et al. 2020). It owns its optimiser and its loss; the
maker's training knows nothing of it.

It knows documents (token numbers, and where the judged part begins); it does not know what makes
a text human, and a critic of one maker says little of another.

>>> float(relativistic_loss(torch.zeros(3), torch.zeros(3)))  # ln 2: it cannot tell yet
0.6931471824645996
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.adapters import Adapter
from sixing.models.adapters_torch import adapter_of, attach
from sixing.models.reader import Document
from sixing.models.reader_torch import ReaderNet, batch_of
from sixing.models.transformer_torch import Transformer
from sixing.progress import Progress, silent
from sixing.training.loop import Plan, Trainer

HEAD = "human"
"""The head's name; its one score is the log-odds that a text is a human one."""
NEWTON = 20
"""Steps of calibration."""


@dataclass(frozen=True, slots=True)
class Opposing:
    """How a critic is taught.

    Attributes:
        rank: of its adapter.
        pairs: of a batch.
        rate, decay: of AdamW.
        epochs: how often every made text is read, each time beside another human one.
    """

    rank: int = 8
    pairs: int = 32
    rate: float = 2e-3
    decay: float = 0.01
    epochs: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """Texts that may be set beside each other: of one form, so that form tells nothing."""

    real: Sequence[Document]
    made: Sequence[Document]


Batch = tuple[list[Document], list[Document]]


def relativistic_loss(real: Tensor, made: Tensor) -> Tensor:
    """Mean loss of a critic's scores for pairs, (pairs,) each, in nats."""
    return F.softplus(made - real).mean()


def fit_critic(
    net: Transformer,
    kinds: Sequence[Kind],
    learn: Opposing = Opposing(),
    *,
    folder: Path | None = None,
    facts: Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> Adapter:
    """Teaches a critic; the net's own weights stay.

    Args:
        net: a transformer without an adapter; it keeps the one that is taught.
        kinds: human and made texts; pairs are drawn within a kind.
        folder: where checkpoints live; None keeps nothing.

    Returns:
        the adapter with the head ``human``.

    Raises:
        ValueError: a kind lacks human texts or made ones.
    """
    if not kinds or not all(kind.real and kind.made for kind in kinds):
        raise ValueError("a critic needs human and made texts of every kind")
    reader = ReaderNet(net, {HEAD: 1})
    attach(net, learn.rank, learn.seed)
    trained = [p for p in reader.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=learn.rate, weight_decay=learn.decay)
    steps = max(1, round(sum(len(kind.made) for kind in kinds) * learn.epochs / learn.pairs))
    plan = Plan(steps=steps, warmup=max(1, steps // 20), decay=0.5)
    Trainer(reader, [optimiser], objective, _batches(kinds, learn), plan, folder).fit(progress)
    return replace(adapter_of(net, reader.head_arrays()), facts=dict(facts or {}))


def objective(net: nn.Module, batch: Batch) -> tuple[Tensor, int]:
    """The loss of a batch of pairs, and how many places were read."""
    real, made = batch
    ids, body = batch_of([*real, *made])
    with torch.autocast("cpu", torch.bfloat16):
        scores = cast(ReaderNet, net)(ids, body)[HEAD][:, 0].float()
    return relativistic_loss(scores[: len(real)], scores[len(real) :]), ids.numel()


def calibration(real: Tensor, made: Tensor) -> tuple[float, float]:
    """Slope and offset that turn scores into log-odds of being human, on even odds.

    Platt, "Probabilistic outputs for support vector machines" (1999), by Newton's method, on texts
    that the critic did not learn from.

    Args:
        real, made: scores, (texts,) each.
    """
    x = torch.cat((real, made)).double()
    rows = torch.stack((x, torch.ones_like(x)), dim=1)
    truth = torch.cat((torch.ones(len(real)), torch.zeros(len(made)))).double()
    weight = torch.where(truth > 0, 0.5 / len(real), 0.5 / len(made))
    line = torch.zeros(2, dtype=torch.float64)
    for _ in range(NEWTON):
        chance = torch.sigmoid(rows @ line)
        slope = rows.T @ (weight * (chance - truth))
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows
        # A little ridge: scores that part perfectly would want an endless slope.
        line -= torch.linalg.solve(bend + 1e-4 * torch.eye(2), slope + 1e-4 * line)
    return float(line[0]), float(line[1])


def _batches(kinds: Sequence[Kind], learn: Opposing) -> Callable[[int], Iterator[Batch]]:
    """Batches of one kind each, by chance that depends on seed and epoch only."""

    def forever() -> Iterator[Batch]:
        for epoch in count():
            chance = random.Random(f"{learn.seed} {epoch}")
            batches = [batch for kind in kinds for batch in _pairs(kind, learn.pairs, chance)]
            chance.shuffle(batches)
            yield from batches

    def stream(start: int) -> Iterator[Batch]:
        batches = forever()
        for _ in range(start):
            next(batches)
        return batches

    return stream


def _pairs(kind: Kind, size: int, chance: random.Random) -> Iterator[Batch]:
    """Every made text once, beside human ones that are drawn anew each time."""
    made = chance.sample(list(kind.made), len(kind.made))
    real: list[Document] = []
    while len(real) < len(made):
        real += chance.sample(list(kind.real), len(kind.real))
    for a in range(0, len(made), size):
        part = made[a : a + size]
        yield real[a : a + len(part)], part
