"""CUT: one generator, one patch critic; each patch must stay recognisable (Park et al. 2020).

In place of a way back, a made patch has to be closer to the patch of the source in the same place
than to other patches of that source, in the generator's own features (PatchNCE, §3.2; noise
contrastive estimation with temperature 0.07). Half the cost of a cycle; it holds a shape's places
more firmly, so it bends strokes less.

>>> same = F.normalize(torch.eye(4)[None], dim=-1)
>>> float(patch_loss(same, same)) < 1e-4
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.translator import Shape
from sixing.models.translator_torch import Generator, PatchCritic, PatchHeads
from sixing.training.translation import Pool, Translation, critic_loss, maker_loss

TEMPERATURE = 0.07


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much, beside 1 for pleasing the critic.

    Attributes:
        patch: of PatchNCE on translated pictures; the same for pictures that need no change.
        places: patches compared in each stage of a picture.
        stages: of the generator whose features are compared.
    """

    patch: float = 1.0
    places: int = 128
    stages: tuple[int, ...] = (0, 1, 2, 4)
    critic_width: int = 32
    patches: int = 3


def patch_loss(made: Tensor, source: Tensor) -> Tensor:
    """Cross entropy of finding each patch's own place, (batch, places, size) unit vectors each."""
    likeness = made @ source.detach().mT / TEMPERATURE
    truth = torch.arange(made.shape[1]).expand(made.shape[0], -1)
    return F.cross_entropy(likeness.flatten(0, 1), truth.flatten())


class Contrast(Translation):
    """One direction only; both kinds have the same channels.

    Args:
        picture: (channels, height, width) of the pool's pictures.
    """

    def __init__(self, shape: Shape, picture: tuple[int, int, int], weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        there = Generator(shape)
        heads = PatchHeads(there.widths(weights.stages))
        self.makers = nn.ModuleDict({"there": there, "heads": heads})
        critic = PatchCritic(shape.outputs, weights.critic_width, weights.patches)
        self.critics = nn.ModuleDict({"b": critic})
        self.pool = Pool(picture)

    @property
    def translator(self) -> Generator:
        """The generator from the first kind to the second."""
        return cast(Generator, self.makers["there"])

    def make(self, a: Tensor, b: Tensor, chance: torch.Generator) -> tuple[Tensor, list[Tensor]]:
        """The generator's loss, and [made of kind b]."""
        with torch.autocast("cpu", torch.bfloat16):
            # Both kinds in one pass: what is real stays, what is of the other kind becomes it.
            made, stayed = self.translator(torch.cat((a, b))).split(len(a))
            loss = maker_loss(self.critics["b"](made).float())
            kept = self._kept(torch.cat((a, b)), torch.cat((made, stayed)), chance)
        return loss + self.weights.patch * kept, [made.float()]

    def _kept(self, source: Tensor, made: Tensor, chance: torch.Generator) -> Tensor:
        stages, heads = self.weights.stages, self.makers["heads"]
        before = self.translator.features(source, stages)
        after = self.translator.features(made, stages)
        places = []
        for x in before:
            size = x.shape[2] * x.shape[3]
            places.append(torch.randperm(size, generator=chance)[: self.weights.places])
        pairs = zip(heads(after, places), heads(before, places), strict=True)
        return torch.stack([patch_loss(m, s) for m, s in pairs]).mean()

    def judge(self, a: Tensor, b: Tensor, made: list[Tensor], chance: torch.Generator) -> Tensor:  # noqa: ARG002 - its critic sees one kind
        """The critic's loss."""
        critic = self.critics["b"]
        with torch.autocast("cpu", torch.bfloat16):
            shown = self.pool.swap(made[0], chance)
            return critic_loss(critic(b).float(), critic(shown).float())
