"""The one training loop: any net, any objective, batches that can be asked for from any place.

It knows steps, rates and checkpoints. What a batch holds and what the loss means belong to the
objective. A run stopped at any moment goes on from its last checkpoint, at most a minute old.

>>> net = nn.Linear(1, 1)
>>> sgd = torch.optim.SGD(net.parameters(), lr=0.1)
>>> def near_one(net: nn.Module, batch: Tensor) -> tuple[Tensor, int]:
...     return (net(batch) - 1).square().mean(), len(batch)
>>> def ones(start: int) -> Iterator[Tensor]:
...     return iter(lambda: torch.ones(4, 1), None)
>>> Trainer(net, [sgd], near_one, ones, Plan(steps=3)).fit().step
3
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from sixing.progress import Progress, silent
from sixing.training import checkpoint
from sixing.training.checkpoint import Place

B = TypeVar("B")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn.

    Attributes:
        steps: optimiser steps in all.
        warmup: steps over which the rate rises from nothing.
        decay: share of the steps, at the end, over which the rate falls to nothing
            (constant, then down: Hägele et al. 2024).
        save_every: seconds between checkpoints.
        log_every: steps between points of the curve.
    """

    steps: int
    warmup: int = 40
    decay: float = 0.4
    clip: float = 1.0
    save_every: float = 60.0
    log_every: int = 20

    def rate(self, step: int) -> float:
        """The learning rate's factor at a step, between 0 and 1."""
        falling = max(1.0, self.steps * self.decay)
        return min(1.0, (step + 1) / self.warmup, (self.steps - step) / falling)


@dataclass
class Trainer(Generic[B]):
    """Trains a net.

    Args:
        objective: (net, batch) to the loss in nats and the number of tokens it is a mean of.
        batches: the stream of batches from a given step on; must depend on nothing else.
        folder: where checkpoints live; None keeps nothing.
    """

    net: nn.Module
    optimisers: Sequence[Optimizer]
    objective: Callable[[nn.Module, B], tuple[Tensor, int]]
    batches: Callable[[int], Iterator[B]]
    plan: Plan
    folder: Path | None = None

    def fit(self, progress: Progress = silent) -> Place:
        """Learns until the plan is done, from the last checkpoint when there is one."""
        place, rates = self._begin()
        begun, saved = time.monotonic() - place.seconds, time.monotonic()
        for step, batch in enumerate(self._stream(place.step), place.step):
            loss, tokens = self._step(step, batch, rates)
            place = replace(
                place, step=step + 1, tokens=place.tokens + tokens,
                seconds=time.monotonic() - begun, recent=(*place.recent, loss),
            )  # fmt: skip
            if (step + 1) % self.plan.log_every == 0 or step + 1 == self.plan.steps:
                place = self._note(place, progress)
            if time.monotonic() - saved > self.plan.save_every or step + 1 == self.plan.steps:
                self._save(place)
                saved = time.monotonic()
        return place

    @property
    def path(self) -> Path | None:
        """The checkpoint's file."""
        return self.folder / "state.safetensors" if self.folder else None

    def _begin(self) -> tuple[Place, list[list[float]]]:
        rates = [[float(g["lr"]) for g in o.param_groups] for o in self.optimisers]
        if self.path is not None and self.path.exists():
            place = checkpoint.load(self.path, self.net, self.optimisers)
            log.info("going on from step %d", place.step)
            return place, rates
        return Place(), rates

    def _stream(self, start: int) -> Iterator[B]:
        stream = self.batches(start)
        for _ in range(start, self.plan.steps):
            yield next(stream)

    def _step(self, step: int, batch: B, rates: list[list[float]]) -> tuple[float, int]:
        factor = self.plan.rate(step)
        for optimiser, ours in zip(self.optimisers, rates, strict=True):
            for group, rate in zip(optimiser.param_groups, ours, strict=True):
                group["lr"] = rate * factor
            optimiser.zero_grad(set_to_none=True)
        loss, tokens = self.objective(self.net, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), self.plan.clip)
        for optimiser in self.optimisers:
            optimiser.step()
        return float(loss.detach()), tokens

    def _note(self, place: Place, progress: Progress) -> Place:
        mean = sum(place.recent) / len(place.recent)
        speed = place.tokens / max(place.seconds, 1e-9)
        progress(
            place.step / self.plan.steps,
            f"step {place.step}/{self.plan.steps}  {mean:.3f} nats  {speed:.0f} tokens/s",
        )
        return replace(place, curve=(*place.curve, (place.step, mean)), recent=())

    def _save(self, place: Place) -> None:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            checkpoint.save(self.path, self.net, self.optimisers, place)
