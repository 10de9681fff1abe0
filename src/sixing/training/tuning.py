"""Tuning: a trained language model learns from more texts, and stops before it knows them by heart.

Few texts teach a low-rank adapter, many teach all weights. Texts that are held out are read again
and again meanwhile; when they have stopped gaining, the run ends, and what is kept is the state in
which they were read best (early stopping: Prechelt 1998).

It knows documents (token numbers, and where what is learnt begins) and no medium.

>>> Tuning(steps=40, looks=5).marks()
[8, 16, 24, 32, 40]
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file
from safetensors.torch import save as pack
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.adapters_torch import attach
from sixing.models.reader import Document
from sixing.models.reader_torch import batch_of
from sixing.models.transformer_torch import Transformer
from sixing.progress import Progress, silent
from sixing.store.atomic import write_whole
from sixing.training.loop import Plan, Trainer


@dataclass(frozen=True, slots=True)
class Tuning:
    """How a model is tuned.

    Attributes:
        rank: of the adapter; 0 lets all weights learn.
        rows: documents of a batch.
        rate: of AdamW.
        steps: at most.
        looks: how often the held-out texts are read.
        patience: looks without a gain after which the run ends.
        save_every: seconds between checkpoints.
    """

    rank: int = 4
    rows: int = 4
    rate: float = 1e-3
    steps: int = 40
    looks: int = 5
    patience: int = 2
    save_every: float = 60.0
    seed: int = 0

    def marks(self) -> list[int]:
        """The steps after which the held-out texts are read."""
        return sorted({max(1, self.steps * i // self.looks) for i in range(1, self.looks + 1)})


Epoch = Callable[[int], Sequence[Document]]
"""The documents of an epoch, by its number; an epoch may tell less or more in its prefixes."""
Look = Callable[[Transformer], float]
"""Nats of the held-out texts; less is better."""


@dataclass(frozen=True)
class Tuned:
    """What became of a net.

    Attributes:
        net: in the state in which the held-out texts were read best; at the end if none were.
        curve: (step, held-out nats), from step 0 on; empty when nothing was held out.
    """

    net: Transformer
    curve: tuple[tuple[int, float], ...]

    @property
    def best(self) -> int:
        """The step after which the held-out texts were read best; 0 is the base."""
        return min(self.curve, key=lambda point: point[1])[0]


class _EnoughError(Exception):
    """Held-out texts have stopped gaining."""


def tune(
    net: Transformer,
    epoch: Epoch,
    tuning: Tuning,
    *,
    look: Look | None = None,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Tuned:
    """Teaches a net, which is changed.

    Args:
        net: without an adapter.
        look: reads the held-out texts; None learns to the last step.
        folder: where the checkpoint lives, from which the same call goes on; None keeps nothing.
    """
    trained = prepare(net, tuning)
    watch = _Watch(net, tuning, look, folder)
    optimiser = torch.optim.AdamW(trained, lr=tuning.rate, weight_decay=0.0)

    def watched(start: int) -> Iterator[Sequence[Document]]:
        watch.begin(start)
        for step, batch in enumerate(batches(epoch, tuning.rows)):
            if step >= start:
                watch.at(step)
                yield batch

    plan = Plan(
        tuning.steps, warmup=max(1, tuning.steps // 8), decay=0.5,
        save_every=tuning.save_every, log_every=1,
    )  # fmt: skip
    try:
        Trainer(net, [optimiser], objective, watched, plan, folder).fit(progress)
        watch.at(tuning.steps)
    except _EnoughError:
        progress(1.0, "held-out pieces gain no more 留出之作不再受益")
    watch.restore()
    return Tuned(net, tuple(watch.curve))


class _Watch:
    """Looks at the held-out texts at the marks, and keeps the best state."""

    def __init__(
        self, net: Transformer, tuning: Tuning, look: Look | None, folder: Path | None
    ) -> None:
        self.net, self.tuning, self.look, self.folder = net, tuning, look, folder
        self.curve: list[tuple[int, float]] = []
        self.best: dict[str, Tensor] = {}

    def begin(self, start: int) -> None:
        """Takes up what was seen before the run stopped, or looks at the base."""
        if self.look is None:
            return
        if start and self.folder is not None and (self.folder / "curve.json").exists():
            said = json.loads((self.folder / "curve.json").read_text())
            self.curve = [(int(step), float(nats)) for step, nats in said if step < start]
            self.best = load_file(self.folder / "best.safetensors")
        else:
            self._see(0)

    def at(self, step: int) -> None:
        """Looks, if this is a mark that was not looked at; ends the run when it has gone stale."""
        if self.look is None or step not in self.tuning.marks():
            return
        if any(step == seen for seen, _ in self.curve):
            return
        self._see(step)
        best = min(range(len(self.curve)), key=lambda i: self.curve[i][1])
        if len(self.curve) - 1 - best >= self.tuning.patience:
            raise _EnoughError

    def restore(self) -> None:
        """Puts the best state back."""
        if self.best:
            self.net.load_state_dict(self.best, strict=False)

    def _see(self, step: int) -> None:
        assert self.look is not None  # noqa: S101 - only called when something is held out
        self.curve.append((step, self.look(self.net)))
        if self.curve[-1][1] == min(nats for _, nats in self.curve):
            named = {n for n, p in self.net.named_parameters() if p.requires_grad}
            self.best = {n: v.clone() for n, v in self.net.state_dict().items() if n in named}
            if self.folder is not None:
                self.folder.mkdir(parents=True, exist_ok=True)
                write_whole(self.folder / "best.safetensors", pack(self.best))
        if self.folder is not None:
            write_whole(self.folder / "curve.json", json.dumps(self.curve).encode())


def prepare(net: Transformer, tuning: Tuning) -> list[nn.Parameter]:
    """Gives the net its adapter, or frees all its weights; what trains."""
    if tuning.rank:
        return attach(net, tuning.rank, tuning.seed)
    net.requires_grad_(True)
    return list(net.parameters())


def objective(net: nn.Module, batch: Sequence[Document]) -> tuple[Tensor, int]:
    """Mean nats of what is learnt, and the places read."""
    model = cast(Transformer, net)
    ids, body = batch_of(batch)
    with torch.autocast("cpu", torch.bfloat16):
        hidden = model(ids[:, :-1])
        scores = model.logits(hidden[body[:, 1:]])
    return F.cross_entropy(scores.float(), ids[:, 1:][body[:, 1:]]), ids.numel()


def seconds_each(net: Transformer, documents: Sequence[Document], tuning: Tuning) -> float:
    """How long a document takes to learn from, in seconds, measured on a copy of the net.

    Two steps are made: the first warms up, the second is timed.
    """
    copy = Transformer(net.config)
    copy.load_state_dict(net.state_dict())
    prepare(copy, tuning)
    batch = [documents[i % len(documents)] for i in range(tuning.rows)]
    begun = 0.0
    for _ in range(2):
        begun = time.perf_counter()
        objective(copy, batch)[0].backward()  # type: ignore[no-untyped-call]
    return (time.perf_counter() - begun) / len(batch)


def batches(epoch: Epoch, rows: int) -> Iterator[list[Document]]:
    """Batches of one epoch after another, for ever; a batch may reach into the next epoch."""
    batch: list[Document] = []
    for number in count():
        for document in epoch(number):
            batch.append(document)
            if len(batch) == rows:
                yield batch
                batch = []


def shorter(tuning: Tuning, steps: int) -> Tuning:
    """The same with fewer steps and nothing held out."""
    return replace(tuning, steps=max(1, steps))
