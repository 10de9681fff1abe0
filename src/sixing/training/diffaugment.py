"""Augmentation that a gradient passes through, for critics that have few pictures to learn from.

Zhao et al., "Differentiable augmentation for data-efficient GAN training" (2020): real and made
pictures alike are changed before the critic sees them, so that it cannot learn the few real ones
by heart, and the maker still learns what the critic would have liked. It knows arrays only,
(batch, channels, height, width) in −1 to 1.

>>> chance = torch.Generator().manual_seed(0)
>>> augmented(torch.zeros(2, 3, 8, 8), ("colour", "translation"), chance).shape
torch.Size([2, 3, 8, 8])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

SHIFT = 0.125
"""The furthest translation, as a share of the side."""
HOLE = 0.5
"""The side of what is cut out, as a share of the side."""


def augmented(pictures: Tensor, how: Sequence[str], chance: torch.Generator) -> Tensor:
    """Changes each picture by chance.

    Args:
        how: names of :data:`CHANGES`, in the order of use; none leaves the pictures as they are.
        chance: from which every draw is taken.
    """
    for name in how:
        pictures = CHANGES[name](pictures, chance)
    return pictures


def colour(x: Tensor, chance: torch.Generator) -> Tensor:
    """Brightness ±0.5 of the half range, saturation 0 to 2 times, contrast 0.5 to 1.5 times."""
    bright, rich, harsh = torch.rand(3, len(x), 1, 1, 1, generator=chance)
    x = x + (bright - 0.5)
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * (2 * rich)
    middle = x.mean((1, 2, 3), keepdim=True)
    changed: Tensor = middle + (x - middle) * (harsh + 0.5)
    return changed


def translation(x: Tensor, chance: torch.Generator) -> Tensor:
    """Shifts by up to an eighth either way; what comes in is mid-grey."""
    side = x.shape[-1]
    far = int(side * SHIFT + 0.5)
    rows, columns = torch.randint(0, 2 * far + 1, (2, len(x)), generator=chance)
    padded = F.pad(x, (far, far, far, far))
    along = torch.arange(side)
    one = torch.arange(len(x))[:, None, None]
    moved = padded.permute(0, 2, 3, 1)[
        one, (rows[:, None] + along)[:, :, None], (columns[:, None] + along)[:, None, :]
    ]
    return moved.permute(0, 3, 1, 2)


def cutout(x: Tensor, chance: torch.Generator) -> Tensor:
    """Greys out a square of half the side, anywhere."""
    side = x.shape[-1]
    hole = int(side * HOLE + 0.5)
    rows, columns = torch.randint(0, side + 1 - hole % 2, (2, len(x), 1), generator=chance)
    along = torch.arange(side)
    inside = [(along - at + hole // 2).clamp(0, hole - 1) == along - at + hole // 2
              for at in (rows, columns)]  # fmt: skip
    kept = ~(inside[0][:, :, None] & inside[1][:, None, :])
    holed: Tensor = x * kept[:, None].to(x.dtype)
    return holed


def flip(x: Tensor, chance: torch.Generator) -> Tensor:
    """Mirrors every second picture; leave it out where left and right differ, as in writing."""
    turn = torch.rand(len(x), 1, 1, 1, generator=chance) < 0.5
    return torch.where(turn, x.flip(-1), x)


CHANGES: dict[str, Callable[[Tensor, torch.Generator], Tensor]] = {
    "colour": colour,
    "translation": translation,
    "cutout": cutout,
    "flip": flip,
}
