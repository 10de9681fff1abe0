"""Preferences: teaching a language model which of two texts is the better one.

Direct preference optimisation (Rafailov et al. 2023, eq. 7): the adapter is moved so that the
chosen text gains more likelihood over the reference than the rejected one. The reference is the
same net with its adapter bypassed, so one set of weights serves both. With texts of people chosen
over the net's own samples it is self-play fine-tuning (SPIN: Chen et al. 2024). How far the net
has gone from its reference is reported in nats and can be bounded.

It knows documents (token numbers, and where the judged part begins) and no medium; it does not
know who preferred, or why.

>>> net = net_of(CONFIG, CONFIG.zeros())
>>> learn = Preferring(rank=2, pairs=2, epochs=4)
>>> adapter, stats = fit_preferences(net, [(([1, 2, 3], 1), ([1, 4, 5], 1))] * 2, learn)
>>> sorted(adapter.facts)
['agreement', 'kl', 'loss', 'margin', 'scale']
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.adapters import Adapter
from sixing.models.adapters_torch import (
    LowRank,
    adapter_of,
    attach,
    bypassed,
    net_of,  # noqa: F401 - for the example
)
from sixing.models.reader import Document
from sixing.models.reader_torch import batch_of
from sixing.models.transformer import TransformerConfig
from sixing.models.transformer_torch import Transformer
from sixing.progress import Progress, silent
from sixing.training.loop import Plan, Trainer

CONFIG = TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32)
"""A toy's shape, for the example."""

POOL = 32
"""Batches that are drawn together and sorted by length, so that little padding is read."""
MEASURED = 128
"""Pairs on which the distance to the reference is measured."""
HALVINGS = 6
"""Steps of the search for the largest change that keeps a bound."""

Pair = tuple[Document, Document]
"""What was chosen, and what was rejected for it."""


@dataclass(frozen=True, slots=True)
class Preferring:
    """How preferences are taught.

    Attributes:
        rank: of the adapter.
        pairs: of a batch.
        rate, decay: of AdamW.
        beta: how dear it is to leave the reference: the larger, the nearer the net stays.
        anchor: weight of the mean KL divergence to the reference, added to the loss.
        limit: largest mean KL divergence allowed, nats a token; a larger change is scaled down.
        epochs: how often every pair is read.
    """

    rank: int = 16
    pairs: int = 16
    rate: float = 5e-4
    decay: float = 0.0
    beta: float = 0.1
    anchor: float = 0.0
    limit: float | None = None
    epochs: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """What was found on some pairs.

    Attributes:
        loss: of the preferences alone, nats a pair; ln 2 before anything is learnt.
        agreement: share of pairs in which the chosen text gained more than the rejected one.
        margin: by how many nats it gained more, mean.
        kl: mean KL divergence to the reference, nats a token, along these texts.
    """

    loss: float
    agreement: float
    margin: float
    kl: float


def preference_loss(
    net: Transformer,
    chosen: Sequence[Document],
    rejected: Sequence[Document],
    beta: float,
    anchor: float = 0.0,
) -> tuple[Tensor, Stats]:
    """Mean loss of a batch of pairs, in nats a pair.

    Args:
        net: a transformer with an adapter; without it, it is its own reference.
        chosen, rejected: two texts of each pair, (pairs,) each.
        beta, anchor: see :class:`Preferring`.
    """
    ids, body = batch_of([*chosen, *rejected])
    with torch.no_grad(), bypassed(net):
        reference = _log_odds(net, ids, body)
    logs = _log_odds(net, ids, body)
    places = body[:, 1:].nonzero()[:, 0]
    said = ids[:, 1:][body[:, 1:]][:, None]
    gains = (logs.gather(1, said) - reference.gather(1, said))[:, 0]
    texts = torch.zeros(len(ids)).index_add(0, places, gains)
    margins = texts[: len(chosen)] - texts[len(chosen) :]
    kl = (logs.exp() * (logs - reference)).sum(dim=1).mean()
    loss = -F.logsigmoid(beta * margins).mean()
    agreement = (margins > 0).float().mean()
    found = torch.stack((loss, agreement, margins.mean(), kl)).detach().tolist()
    return loss + anchor * kl if anchor else loss, Stats(*found)


def fit_preferences(
    net: Transformer,
    pairs: Sequence[Pair],
    learn: Preferring = Preferring(),
    *,
    folder: Path | None = None,
    facts: Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> tuple[Adapter, Stats]:
    """Teaches an adapter by pairs; the net's own weights stay and are the reference.

    Args:
        net: a transformer without an adapter; it keeps the one that is taught.
        folder: where checkpoints live; None keeps nothing.
        facts: kept with the adapter, beside what was measured.

    Returns:
        the adapter, and what it does on the pairs it was taught by.

    Raises:
        ValueError: there is no pair.
    """
    if not pairs:
        raise ValueError("there is no pair to learn from")
    trained = attach(net, learn.rank, learn.seed)
    optimiser = torch.optim.AdamW(trained, lr=learn.rate, weight_decay=learn.decay)
    steps = max(1, round(len(pairs) * learn.epochs / learn.pairs))
    plan = Plan(steps=steps, warmup=max(1, steps // 10), decay=0.5)

    def objective(net: nn.Module, batch: Sequence[Pair]) -> tuple[Tensor, int]:
        model = cast(Transformer, net)
        loss, _ = preference_loss(model, *_sides(batch), learn.beta, learn.anchor)
        return loss, sum(len(ids) for pair in batch for ids, _ in pair)

    Trainer(net, [optimiser], objective, _batches(pairs, learn), plan, folder).fit(progress)
    sample = random.Random(learn.seed).sample(list(pairs), min(MEASURED, len(pairs)))
    scale = 1.0 if learn.limit is None else bound(net, sample, learn.limit, learn.beta)
    stats = measure(net, sample, learn.beta)
    measured = {name: round(value, 4) for name, value in asdict(stats).items()}
    adapter = adapter_of(net)
    return replace(adapter, facts={**(facts or {}), **measured, "scale": round(scale, 4)}), stats


@torch.no_grad()
def measure(net: Transformer, pairs: Sequence[Pair], beta: float, rows: int = 16) -> Stats:
    """What a net with an adapter does on pairs: pairs it never saw, to be honest."""
    parts = [pairs[a : a + rows] for a in range(0, len(pairs), rows)]
    found = [asdict(preference_loss(net, *_sides(part), beta)[1]) for part in parts]
    shares = [len(part) / len(pairs) for part in parts]
    return Stats(**{
        name: sum(share * one[name] for share, one in zip(shares, found, strict=True))
        for name in found[0]
    })  # fmt: skip


def bound(net: Transformer, pairs: Sequence[Pair], limit: float, beta: float) -> float:
    """Scales the adapter down, by bisection, until its KL divergence keeps a limit.

    Returns:
        the factor on the adapter's change: 1 when it kept the limit as it was.
    """
    layers = [layer for layer in net.modules() if isinstance(layer, LowRank)]
    whole = [layer.up.detach().clone() for layer in layers]

    def distance(scale: float) -> float:
        for layer, up in zip(layers, whole, strict=True):
            layer.up.data.copy_(scale * up)
        return measure(net, pairs, beta).kl

    if distance(1.0) <= limit:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if distance(middle) <= limit else (low, middle)
    distance(low)
    return low


def _log_odds(net: Transformer, ids: Tensor, body: Tensor) -> Tensor:
    """Log-probabilities of every token at each place that is judged, (places, vocabulary)."""
    with torch.autocast("cpu", torch.bfloat16):
        hidden = net(ids[:, :-1])
    # Scores in full precision: what is compared are small differences of them.
    return F.log_softmax(net.logits(hidden[body[:, 1:]].float()), dim=-1)


def _sides(pairs: Sequence[Pair]) -> tuple[list[Document], list[Document]]:
    return [chosen for chosen, _ in pairs], [rejected for _, rejected in pairs]


def _batches(pairs: Sequence[Pair], learn: Preferring) -> Callable[[int], Iterator[Sequence[Pair]]]:
    """Batches of pairs of like length, by chance that depends on seed and epoch only."""

    def forever() -> Iterator[Sequence[Pair]]:
        for epoch in count():
            chance = random.Random(f"{learn.seed} {epoch}")
            order = chance.sample(list(pairs), len(pairs))
            for a in range(0, len(order), learn.pairs * POOL):
                pool = sorted(order[a : a + learn.pairs * POOL], key=lambda p: len(p[0][0]))
                cuts = [pool[b : b + learn.pairs] for b in range(0, len(pool), learn.pairs)]
                yield from chance.sample(cuts, len(cuts))

    def stream(start: int) -> Iterator[Sequence[Pair]]:
        batches = forever()
        for _ in range(start):
            next(batches)
        return batches

    return stream
