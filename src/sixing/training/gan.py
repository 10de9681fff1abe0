"""Training a StyleGAN: a recipe, one fair game between maker and critic, and where it stands.

The loss is relativistic, each made picture against a real one, with zero-centred penalties on the
critic's gradient at both (R1 and R2): Huang et al., "The GAN is dead; long live the GAN!" (2024).
As in StyleGAN2 (Karras et al. 2020, section 3) the penalties are taken only every few steps, and
count for more. What is shown in the end is the running mean of the maker's weights. No medium is
named: pictures are arrays, (n, channels, size, size) in −1 to 1.

>>> recipe = GanRecipe(name="toy", size=8, width=8, most=8, latent=8, batch=4, kimg=0.008)
>>> pictures = np.zeros((6, 3, 8, 8), np.float32)
>>> Gan(recipe, pictures).fit().step
2
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.errors import BadCorpus, BadInput
from sixing.models.stylegan_config import StyleConfig
from sixing.models.stylegan_torch import Critic, Generator
from sixing.progress import Progress, silent
from sixing.training import checkpoint
from sixing.training.average import Average
from sixing.training.checkpoint import Place
from sixing.training.diffaugment import augmented

Floats = NDArray[np.float32]
Change = Literal["colour", "translation", "cutout", "flip"]
NOISE_RATE = 0.01
"""The strength of noise learns this much slower, else details are left to chance: noise is the
nearest way to what looks detailed, and styles never learn to place eyes and mouths."""
LOG_EVERY = 20
"""Steps between points of the curve."""


class GanRecipe(BaseModel):
    """Every number of a StyleGAN's training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int = Field(64, ge=8, description="side in pixels, a power of two")
    channels: Literal[1, 3] = 3
    width: int = Field(16, ge=4)
    most: int = Field(128, ge=4)
    latent: int = Field(64, ge=2)
    layers: int = Field(2, ge=1, description="of the mapping network")
    spread: int = Field(4, ge=0, description="pictures that the critic compares")
    batch: int = Field(16, ge=2)
    kimg: float = Field(80, gt=0, description="thousands of real pictures shown")
    rate: float = Field(0.002, gt=0)
    gamma: float = Field(0.3, ge=0, description="weight of R1 and R2")
    penalty_every: int = Field(8, ge=1, description="steps between penalties")
    augment: tuple[Change, ...] = ("flip", "colour", "translation", "cutout")
    mixing: float = Field(0.5, ge=0, le=1, description="share of batches of two styles")
    average_kimg: float = Field(3.0, gt=0, description="half-life of the running mean")
    precision: Literal["float32", "bfloat16"] = "bfloat16"
    save_every: float = Field(60.0, gt=0, description="seconds between checkpoints")
    seed: int = 0

    @property
    def config(self) -> StyleConfig:
        """The net's shape."""
        return StyleConfig(
            size=self.size, channels=self.channels, width=self.width, most=self.most,
            latent=self.latent, layers=self.layers, spread=self.spread,
        )  # fmt: skip

    @property
    def steps(self) -> int:
        """Steps in all."""
        return max(1, round(self.kimg * 1000 / self.batch))


def read(path: Path) -> GanRecipe:
    """Reads a recipe; BadInput when it is none."""
    try:
        return GanRecipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise BadInput(f"{path} is no recipe of a StyleGAN: {fault}") from fault


def relativistic(better: Tensor, worse: Tensor) -> Tensor:
    """Mean nats of finding one of each pair better than the other, scores (batch,) each."""
    return F.softplus(worse - better).mean()


def steepness(critic: nn.Module, pictures: Tensor) -> Tensor:
    """Mean squared length of the critic's gradient at pictures (Mescheder et al. 2018)."""
    pictures = pictures.detach().requires_grad_()
    score = critic(pictures).float().sum()
    (slope,) = torch.autograd.grad(score, pictures, create_graph=True)
    return slope.float().square().sum((1, 2, 3)).mean()


@dataclass(frozen=True, slots=True)
class Draw:
    """What a step draws: all of it from the step's own number, so a run goes on as it would have.

    Attributes:
        real: pictures for the critic's turn.
        shown: other real pictures, for the maker's turn.
        chance: for all that follows.
    """

    real: Tensor
    shown: Tensor
    chance: torch.Generator


class Gan:
    """A game that can be stopped at any moment and goes on from its last checkpoint.

    Args:
        pictures: (n, channels, size, size), −1 to 1.
        folder: where the checkpoint lives; None keeps nothing.

    Raises:
        BadCorpus: fewer than two pictures, or of another shape than the recipe's.
    """

    def __init__(self, recipe: GanRecipe, pictures: Floats, folder: Path | None = None) -> None:
        want = (recipe.channels, recipe.size, recipe.size)
        if len(pictures) < 2 or pictures.shape[1:] != want:
            raise BadCorpus(
                f"a StyleGAN wants at least two pictures of {want}; these are {pictures.shape}",
                zh=f"StyleGAN 至少要两张 {want} 的图；这里是 {pictures.shape}",
            )
        torch.manual_seed(recipe.seed)
        self.recipe, self.folder = recipe, folder
        self.pictures = torch.from_numpy(pictures).contiguous(memory_format=torch.channels_last)
        self.maker, self.critic = Generator(recipe.config), Critic(recipe.config)
        self.nets = nn.ModuleDict({"maker": self.maker, "critic": self.critic})
        # A third faster on a CPU.
        self.nets.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        # Lazy penalties want their rate and memory shortened alike (Karras et al. 2020).
        share = recipe.penalty_every / (recipe.penalty_every + 1)
        noisy = [w for name, w in self.maker.named_parameters() if name.endswith("strength")]
        shaped = [w for name, w in self.maker.named_parameters() if not name.endswith("strength")]
        groups: list[dict[str, Any]] = [
            {"params": shaped},
            {"params": noisy, "lr": recipe.rate * NOISE_RATE},
        ]
        self.makers = torch.optim.Adam(groups, recipe.rate, (0.0, 0.99), 1e-8)
        self.critics = torch.optim.Adam(
            self.critic.parameters(), recipe.rate * share, (0.0, 0.99**share), 1e-8
        )
        keep = 0.5 ** (recipe.batch / (recipe.average_kimg * 1000))
        self.average = Average(self.maker.parameters(), keep)
        self.place = Place()
        if self.path is not None and self.path.exists():
            self.place = checkpoint.load(self.path, self.nets, self._optimisers)

    @property
    def path(self) -> Path | None:
        """The checkpoint's file."""
        return self.folder / "state.safetensors" if self.folder else None

    @property
    def _optimisers(self) -> list[torch.optim.Optimizer]:
        return [self.makers, self.critics, self.average]

    def fit(
        self, progress: Progress = silent, *, watch: Callable[[Gan], None] | None = None
    ) -> Place:
        """Plays until the recipe is done.

        Args:
            watch: called after every step, to look at samples on the way; it must draw nothing
                from torch's global chance that counts.
        """
        begun, saved = time.monotonic() - self.place.seconds, time.monotonic()
        for step in range(self.place.step, self.recipe.steps):
            loss = self.step(step)
            self.place = replace(
                self.place, step=step + 1, tokens=self.place.tokens + self.recipe.batch,
                seconds=time.monotonic() - begun, recent=(*self.place.recent, loss),
            )  # fmt: skip
            last = step + 1 == self.recipe.steps
            if last or (step + 1) % LOG_EVERY == 0:
                self._note(progress)
            if last or time.monotonic() - saved > self.recipe.save_every:
                self._save()
                saved = time.monotonic()
            if watch is not None:
                watch(self)
        return self.place

    def step(self, number: int) -> float:
        """One turn of the critic and one of the maker; the critic's loss in nats."""
        draw = self._draw(number)
        loss = self._teach_critic(draw, number)
        self._teach_maker(draw)
        self.average.step()
        return loss

    def mean_maker(self) -> Generator:
        """The maker with the running mean of its weights: the one to show."""
        maker = deepcopy(self.maker).eval()
        with torch.no_grad():
            pairs = zip(maker.parameters(), self.maker.parameters(), strict=True)
            for shown, learnt in pairs:
                state = self.average.state.get(learnt, {})
                shown.copy_(state.get("mean", learnt))
        return maker

    def _draw(self, number: int) -> Draw:
        chance = torch.Generator().manual_seed(self.recipe.seed * 1_000_003 + number)
        picked = torch.randint(len(self.pictures), (2, self.recipe.batch), generator=chance)
        return Draw(self.pictures[picked[0]], self.pictures[picked[1]], chance)

    def _made(self, chance: torch.Generator) -> Tensor:
        recipe = self.recipe
        z, other = torch.randn(2, recipe.batch, recipe.latent, generator=chance)
        noises = self.maker.noises(recipe.batch, chance)
        mixed, where = torch.rand(2, generator=chance).tolist()
        if mixed >= recipe.mixing:
            return self._cast(lambda: self.maker(z, noises=noises))
        cut = 1 + int(where * (recipe.config.places - 1))
        return self._cast(lambda: self.maker(z, other, cut, noises))

    def _seen(self, pictures: Tensor, chance: torch.Generator) -> Tensor:
        return augmented(pictures, self.recipe.augment, chance)

    def _score(self, pictures: Tensor) -> Tensor:
        return self._cast(lambda: self.critic(pictures))

    def _cast(self, run: Callable[[], Tensor]) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=self.recipe.precision == "bfloat16"):
            return run().float()

    def _teach_critic(self, draw: Draw, number: int) -> float:
        with torch.no_grad():
            made = self._made(draw.chance)
        real, made = self._seen(draw.real, draw.chance), self._seen(made, draw.chance)
        self.critics.zero_grad(set_to_none=True)
        loss = relativistic(self._score(real), self._score(made))
        loss.backward()  # type: ignore[no-untyped-call]
        if self.recipe.gamma and number % self.recipe.penalty_every == 0:
            weight = self.recipe.gamma / 2 * self.recipe.penalty_every
            for pictures in (real, made):
                (weight * steepness(self.critic, pictures)).backward()  # type: ignore[no-untyped-call]
        self.critics.step()
        return float(loss.detach())

    def _teach_maker(self, draw: Draw) -> None:
        self.makers.zero_grad(set_to_none=True)
        made = self._seen(self._made(draw.chance), draw.chance)
        with torch.no_grad():
            real = self._score(self._seen(draw.shown, draw.chance))
        self.critic.requires_grad_(False)
        relativistic(self._score(made), real).backward()  # type: ignore[no-untyped-call]
        self.critic.requires_grad_(True)
        self.makers.step()

    def _note(self, progress: Progress) -> None:
        place, steps = self.place, self.recipe.steps
        mean = sum(place.recent) / len(place.recent)
        speed = place.tokens / max(place.seconds, 1e-9)
        progress(place.step / steps, f"step {place.step}/{steps}  {mean:.3f} nats  {speed:.0f}/s")
        self.place = replace(place, curve=(*place.curve, (place.step, mean)), recent=())

    def _save(self) -> None:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            checkpoint.save(self.path, self.nets, self._optimisers, self.place)
