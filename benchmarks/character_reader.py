"""A reader of some hundred characters, taught here from fonts: it says whether glyphs are legible.

It is shown the same characters in several faces, turned, slanted, moved, bent, thickened, thinned
and blurred by chance, so that it goes by how strokes stand and not by a face. It knows no other
character: whatever it is given it takes for one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

Floats = NDArray[np.float32]
WIDTHS = (1, 24, 48, 96, 128)
LAYER = 256
STEPS, BATCH, RATE = 1400, 64, 2e-3
TRIALS = 3
"""How often each glyph is swayed and read when a rate is measured."""


class CharacterReader:
    """A small convolutional net of the characters that it is shown.

    Args:
        glyphs: (n, side, side) of −1 ink to 1 paper, of all faces.
        truth: (n,) which character each is, from 0; all of them are shown at least once.
    """

    def __init__(
        self, glyphs: Floats, truth: Sequence[int], seed: int = 0, steps: int = STEPS
    ) -> None:
        torch.manual_seed(seed)
        body: list[nn.Module] = []
        for a, b in pairwise(WIDTHS):
            body += [nn.Conv2d(a, b, 3, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
        count, side = max(truth) + 1, glyphs.shape[1]
        last = WIDTHS[-1] * (side // 2 ** (len(WIDTHS) - 1)) ** 2
        self.body = nn.Sequential(*body, nn.Flatten(), nn.Linear(last, LAYER), nn.ReLU())
        # A fifth faster in bf16.
        self.body.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.head = nn.Linear(LAYER, count)
        self._learn(torch.from_numpy(glyphs)[:, None], torch.tensor(truth), seed, steps)

    def _learn(self, glyphs: Tensor, truth: Tensor, seed: int, steps: int) -> None:
        chance = torch.Generator().manual_seed(seed)
        weights = [*self.body.parameters(), *self.head.parameters()]
        adam = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.02)
        rates = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps)
        for _ in range(steps):
            picked = torch.randint(len(glyphs), (BATCH,), generator=chance)
            seen = inked(bent(glyphs[picked], chance), chance)
            with torch.autocast("cpu", torch.bfloat16):
                scores = self.head(F.dropout(self.body(_last(seen)), 0.3))
            loss = F.cross_entropy(scores.float(), truth[picked], label_smoothing=0.05)
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
            rates.step()
        self.body.eval()

    @torch.no_grad()
    def layer(self, glyphs: Floats) -> Floats:
        """Its last layer but one, (n, 256)."""
        parts = torch.from_numpy(glyphs)[:, None].split(100)
        return torch.cat([self.body(_last(part)) for part in parts]).numpy()

    @torch.no_grad()
    def rate(self, glyphs: Floats) -> float:
        """How many of the glyphs, one of each character in order, it reads, swayed anew."""
        chance, rights = torch.Generator().manual_seed(987654), []
        for _ in range(TRIALS):
            swayed = bent(torch.from_numpy(glyphs)[:, None], chance, 0.67)[:, 0]
            read = self.head(torch.from_numpy(self.layer(swayed.numpy()))).argmax(1)
            rights.append((read == torch.arange(len(glyphs))).float().mean())
        return float(torch.stack(rights).mean())


def _last(glyphs: Tensor) -> Tensor:
    return glyphs.contiguous(memory_format=torch.channels_last)


def bent(glyphs: Tensor, chance: torch.Generator, by: float = 1.0) -> Tensor:
    """Glyphs (n, 1, side, side) turned, slanted, scaled, moved and bent; outside is paper."""
    n, side = len(glyphs), glyphs.shape[-1]

    def normal(*shape: int) -> Tensor:
        return torch.randn(n, *shape, generator=chance) * by

    turn = torch.eye(2) + 0.06 * normal(2, 2)
    places = F.affine_grid(torch.cat((turn, 0.03 * normal(2, 1)), 2), [n, 1, side, side], False)
    waves = F.interpolate(0.04 * normal(2, 5, 5), (side, side), mode="bicubic")
    # What lies outside is read as 0, so paper is 0 while they are moved.
    return F.grid_sample(glyphs - 1, places + waves.movedim(1, 3), align_corners=False) + 1


def inked(glyphs: Tensor, chance: torch.Generator) -> Tensor:
    """A third thickened, a third thinned, each by a chance share; half of all blurred."""
    n = len(glyphs)
    kinds, shares = torch.rand(2, n, 1, 1, 1, generator=chance)
    thin = F.max_pool2d(glyphs, 3, 1, 1)
    thick = -F.max_pool2d(-glyphs, 3, 1, 1)
    other = torch.where(kinds < 1 / 3, thick, torch.where(kinds < 2 / 3, thin, glyphs))
    found = torch.lerp(glyphs, other, shares * 0.8)
    soft = F.avg_pool2d(F.pad(found, (1, 1, 1, 1), value=1.0), 3, 1)
    return torch.where(torch.rand(n, 1, 1, 1, generator=chance) < 0.5, soft, found)
