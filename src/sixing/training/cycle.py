"""CycleGAN: two generators that undo each other, two patch critics (Zhu et al. 2017).

Besides pleasing the critics, a picture translated there and back must be itself again, and a
picture that already is of the wanted kind should stay as it is (the identity loss, §5.2). What
does not survive the way back cannot be learnt: two shapes that the second kind writes alike.

A generator can cheat by hiding the picture in traces too faint to see (Chu et al. 2017). Noise on
what is made, before it goes back, drowns such traces, so what must survive has to be drawn
(Bashkirova et al. 2019, §4.1).

>>> way = Cycle(Shape(1, 1, width=8, blocks=1), (1, 16, 16), Weights())
>>> batch = torch.zeros(2, 1, 16, 16)
>>> loss, made = way.make(batch, batch, torch.Generator())
>>> loss.ndim, [tuple(m.shape) for m in made]
(0, [(2, 1, 16, 16), (2, 1, 16, 16)])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.translator import Shape
from sixing.models.translator_torch import Generator, PatchCritic
from sixing.training.translation import Pool, Translation, critic_loss, maker_loss


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much, beside 1 for pleasing a critic.

    Attributes:
        cycle: of the mean absolute difference after there and back.
        identity: of the change to a picture that needs none.
        noise: deviation of what is added to a made picture before its way back.
        patches: halvings of the critics; more see larger patches.
    """

    cycle: float = 10.0
    identity: float = 5.0
    noise: float = 0.0
    critic_width: int = 32
    patches: int = 3


class Cycle(Translation):
    """Both directions at once.

    Args:
        shape: of both generators (the way back swaps its channels).
        picture: (channels, height, width) of the second kind's pictures in the pool.
    """

    def __init__(self, shape: Shape, picture: tuple[int, int, int], weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        back = Shape(shape.outputs, shape.inputs, shape.width, shape.blocks)
        self.makers = nn.ModuleDict({"there": Generator(shape), "back": Generator(back)})
        self.critics = nn.ModuleDict(
            {
                name: PatchCritic(channels, weights.critic_width, weights.patches)
                for name, channels in (("b", shape.outputs), ("a", shape.inputs))
            }
        )
        size = picture[1:]
        self.pools = nn.ModuleList(
            Pool((channels, *size)) for channels in (shape.outputs, shape.inputs)
        )

    @property
    def translator(self) -> Generator:
        """The generator from the first kind to the second."""
        return cast(Generator, self.makers["there"])

    def make(self, a: Tensor, b: Tensor, chance: torch.Generator) -> tuple[Tensor, list[Tensor]]:
        """Both generators' loss, and [made of kind b, made of kind a]."""
        there, back = self.makers["there"], self.makers["back"]
        with torch.autocast("cpu", torch.bfloat16):
            made_b, made_a = there(a), back(b)
            again_a = back(self._noisy(made_b, chance))
            again_b = there(self._noisy(made_a, chance))
            scores = self.critics["b"](made_b), self.critics["a"](made_a)
            loss = maker_loss(scores[0].float()) + maker_loss(scores[1].float())
            cycle = F.l1_loss(again_a.float(), a) + F.l1_loss(again_b.float(), b)
            loss = loss + self.weights.cycle * cycle
            if self.weights.identity and a.shape[1] == b.shape[1]:
                stay = F.l1_loss(back(a).float(), a) + F.l1_loss(there(b).float(), b)
                loss = loss + self.weights.identity * stay
        return loss, [made_b.float(), made_a.float()]

    def _noisy(self, made: Tensor, chance: torch.Generator) -> Tensor:
        if not self.weights.noise:
            return made
        return made + self.weights.noise * torch.randn(made.shape, generator=chance)

    def judge(self, a: Tensor, b: Tensor, made: list[Tensor], chance: torch.Generator) -> Tensor:
        """Both critics' loss."""
        total = torch.zeros(())
        with torch.autocast("cpu", torch.bfloat16):
            for name, real, fake, pool in zip("ba", (b, a), made, self.pools, strict=True):
                critic = self.critics[name]
                shown = cast(Pool, pool).swap(fake, chance)
                total = total + critic_loss(critic(real).float(), critic(shown).float())
        return total
