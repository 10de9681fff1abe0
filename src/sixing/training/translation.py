"""Learning to translate pictures without pairs: the loop, the history pool, the critics' loss.

Two ways stand on the same parts: `sixing.training.cycle` (two generators that undo each other)
and `sixing.training.contrast` (one generator whose patches stay recognisable). Critics are taught
by least squares (Mao et al. 2017) on made pictures drawn from a pool of earlier ones (Shrivastava
et al. 2017, §2.3). Every batch depends on the seed and the step only, and the pool is part of the
checkpoint, so a run that was killed goes on along the same curve.

This knows arrays, not what they show.

>>> real, made = torch.ones(2, 1, 3, 3), torch.zeros(2, 1, 3, 3)
>>> float(critic_loss(real, made)), float(maker_loss(made))
(0.0, 1.0)
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sixing.models.translator_torch import Generator
from sixing.progress import Progress, silent
from sixing.training import checkpoint
from sixing.training.average import Average
from sixing.training.checkpoint import Place

Floats = NDArray[np.float32]
#: Pictures of one kind, (n, channels, height, width) in −1 to 1, drawn by chance.
Source = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn.

    Attributes:
        batch: pictures of each kind in a step.
        rate: of both Adams; constant, then down to nothing over the last share ``decay``.
        average: share of the generator's running mean that a step keeps; the mean is what ships.
        save_every: seconds between checkpoints.
    """

    steps: int
    batch: int = 4
    rate: float = 2e-4
    decay: float = 0.5
    average: float = 0.998
    save_every: float = 60.0
    log_every: int = 50
    seed: int = 0

    def factor(self, step: int) -> float:
        """The rate's factor at a step."""
        return min(1.0, (self.steps - step) / max(1.0, self.steps * self.decay))


class Pool(nn.Module):
    """Made pictures of earlier steps; half of those a critic is shown come from here."""

    kept: Tensor
    count: Tensor

    def __init__(self, shape: tuple[int, int, int], size: int = 50) -> None:
        super().__init__()
        self.register_buffer("kept", torch.zeros(size, *shape))
        self.register_buffer("count", torch.zeros((), dtype=torch.long))

    @torch.no_grad()
    def swap(self, made: Tensor, chance: torch.Generator) -> Tensor:
        """Keeps pictures, and returns as many: these, or earlier ones in their place."""
        shown = made.detach().clone()
        for number, picture in enumerate(made.detach()):
            have, size = int(self.count), len(self.kept)
            if have < size:
                self.kept[have] = picture
                self.count += 1
            elif torch.rand((), generator=chance) < 0.5:
                at = int(torch.randint(size, (), generator=chance))
                shown[number] = self.kept[at]
                self.kept[at] = picture
        return shown


class Translation(nn.Module):
    """A way of learning: its nets, and the two losses of a step."""

    makers: nn.ModuleDict
    critics: nn.ModuleDict

    @property
    @abstractmethod
    def translator(self) -> Generator:
        """The generator from the first kind to the second."""

    @abstractmethod
    def make(self, a: Tensor, b: Tensor, chance: torch.Generator) -> tuple[Tensor, list[Tensor]]:
        """The makers' loss of a batch, and what they made for each critic."""

    @abstractmethod
    def judge(self, a: Tensor, b: Tensor, made: list[Tensor], chance: torch.Generator) -> Tensor:
        """The critics' loss of the same batch."""


def critic_loss(real: Tensor, made: Tensor) -> Tensor:
    """Half the squared distance of scores from 1 for real patches and 0 for made ones."""
    return ((real - 1).square().mean() + made.square().mean()) / 2


def maker_loss(made: Tensor) -> Tensor:
    """Squared distance of made patches' scores from 1."""
    return (made - 1).square().mean()


def fit_translation(
    way: Translation,
    a: Source,
    b: Source,
    plan: Schedule,
    *,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Place:
    """Learns to turn pictures of kind ``a`` into kind ``b``; no picture of one has a mate.

    At the end the translator holds the running mean of its weights.

    Args:
        folder: where the checkpoint lives; None keeps nothing. A finished run is not run again.

    Returns:
        where the training ended; its curve is the makers' loss.
    """
    adams = [
        torch.optim.Adam(part.parameters(), lr=plan.rate, betas=(0.5, 0.999))
        for part in (way.makers, way.critics)
    ]
    mean = Average(way.translator.parameters(), plan.average)
    path = folder / "translation.safetensors" if folder else None
    found = path is not None and path.exists()
    place = checkpoint.load(cast(Path, path), way, [*adams, mean]) if found else Place()
    begun, saved = time.monotonic() - place.seconds, time.monotonic()
    while place.step < plan.steps:
        loss = _step(way, a, b, adams, plan, place.step)
        mean.step()
        place = replace(
            place,
            step=place.step + 1,
            tokens=place.tokens + plan.batch,
            seconds=time.monotonic() - begun,
            recent=(*place.recent, loss),
        )
        if place.step % plan.log_every == 0 or place.step == plan.steps:
            place = _note(place, plan, progress)
        late = time.monotonic() - saved > plan.save_every or place.step == plan.steps
        if path is not None and late:
            path.parent.mkdir(parents=True, exist_ok=True)
            checkpoint.save(path, way, [*adams, mean], place)
            saved = time.monotonic()
    mean.put()
    return place


def _step(
    way: Translation, a: Source, b: Source, adams: list[torch.optim.Adam], plan: Schedule, step: int
) -> float:
    draws = np.random.default_rng((plan.seed, step))
    chance = torch.Generator().manual_seed(int(draws.integers(2**62)))
    first, second = (_tensor(source(draws, plan.batch)) for source in (a, b))
    for adam in adams:
        for group in adam.param_groups:
            group["lr"] = plan.rate * plan.factor(step)
    way.critics.requires_grad_(False)
    loss, made = way.make(first, second, chance)
    _update(adams[0], loss)
    way.critics.requires_grad_(True)
    _update(adams[1], way.judge(first, second, [picture.detach() for picture in made], chance))
    return float(loss.detach())


def _tensor(pictures: Floats) -> Tensor:
    return torch.from_numpy(pictures).contiguous(memory_format=torch.channels_last)


def _update(adam: torch.optim.Adam, loss: Tensor) -> None:
    adam.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    adam.step()


def _note(place: Place, plan: Schedule, progress: Progress) -> Place:
    mean = sum(place.recent) / len(place.recent)
    speed = place.tokens / max(place.seconds, 1e-9)
    progress(
        place.step / plan.steps,
        f"step {place.step}/{plan.steps}  loss {mean:.3f}  {speed:.1f} pictures/s",
    )
    return replace(place, curve=(*place.curve, (place.step, mean)), recent=())
