"""Runs a trained StyleGAN without torch: pictures from seeds, mixed, walked through, truncated.

A seed fixes everything: the draw z, hence its style w, and the noise of every layer. Truncation
draws a style towards the mean (Karras et al. 2019, section B): nearer is more usual and less
varied. A style may be given for each layer, coarse to fine, so that one seed's shape takes
another's colours (style mixing, section 3.1). It knows numbers only, not what the pictures show.

>>> net = StyleGan.open(pack("pictures") / "emoji")  # doctest: +SKIP
>>> net.make([1, 2], truncation=0.7).shape  # doctest: +SKIP
(2, 3, 64, 64)
>>> eased(np.array([0.0, 0.25, 0.5, 1.0])).tolist()
[0.0, 0.15625, 0.5, 1.0]
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput, BadStyle
from sixing.models.onnx import session
from sixing.models.stylegan_config import StyleConfig

Floats = NDArray[np.float32]
MAPPING, SYNTHESIS, CONFIG = "mapping.onnx", "synthesis.onnx", "config.json"
TRUNCATION = 0.8
"""How far from the mean a style goes when nothing is asked for; 1 is as the training drew."""
FARTHEST = 1.5
PROBES = 24
"""Steps by which a film's way from seed to seed is measured."""
_AT_ONCE = 16


class Net(Protocol):
    """What of onnxruntime's session is used here."""

    def run(self, outputs: list[str] | None, feed: dict[str, Floats]) -> Sequence[Floats]:
        """Runs it once."""
        ...


class StyleGan:
    """A StyleGAN that can be run.

    Args:
        mapping: `draw` (n, latent) to `style` (n, latent).
        synthesis: `styles` (n, places, latent) and `noise0`, `noise1` … (n, 1, side, side) to
            `picture` (n, channels, size, size).
        mean: (latent,), the mean style.
    """

    def __init__(self, mapping: Net, synthesis: Net, shape: StyleConfig, mean: Floats) -> None:
        self._mapping, self._synthesis = mapping, synthesis
        self.shape, self.mean = shape, mean

    @classmethod
    def open(cls, folder: Path) -> StyleGan:
        """Opens a model of the pack or one's own, as `sixing.training.gan_export` writes it.

        Raises:
            BadInput: the extra ``picture`` is not installed.
            BadStyle: a file is missing or damaged.
        """
        try:
            told = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
            shape = StyleConfig(**told["shape"])
            mean = np.array(told["mean"], np.float32).reshape(shape.latent)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise BadStyle(
                f"{folder} holds no StyleGAN ({fault}); install its pack, or fit the style, anew.",
                zh=f"{folder} 中没有可用的 StyleGAN 模型；请重装权重包，或重新训练该风格。",
            ) from fault
        return cls(session(folder / MAPPING), session(folder / SYNTHESIS), shape, mean)

    def make(self, seeds: Sequence[int], *, truncation: float = TRUNCATION) -> Floats:
        """A picture of each seed, (n, channels, size, size) in −1 to 1.

        Raises:
            BadInput: the truncation is not between 0 and 1.5, or a seed is negative.
        """
        return self.paint(self.styles(seeds, truncation=truncation), seeds)

    def mix(self, first: int, second: int, place: int, *, truncation: float = TRUNCATION) -> Floats:
        """One seed's picture with the style of another from a layer on, (channels, size, size).

        Args:
            place: of `shape.places`; 0 takes all of the second, later ones only finer things.
        """
        self._require_place(place)
        one, other = self.layered(self.styles([first, second], truncation=truncation))
        made: Floats = self.paint(np.concatenate((one[:place], other[place:]))[None], [first])[0]
        return made

    def film(
        self,
        seeds: Sequence[int],
        frames: int,
        *,
        truncation: float = TRUNCATION,
        loop: bool = True,
    ) -> Floats:
        """A walk through the styles of seeds, (frames, channels, size, size).

        It slows down at each seed's picture and the noise stays, so that nothing shimmers.

        Args:
            frames: in all; of a loop the last leads back to the first.

        Raises:
            BadInput: fewer than two seeds or frames.
        """
        return self.paint(self.path(seeds, frames, truncation, loop=loop), [seeds[0]] * frames)

    def path(self, seeds: Sequence[int], frames: int, truncation: float, *, loop: bool) -> Floats:
        """The styles of a film, (frames, latent): straight from seed to seed, eased at each.

        Equal steps of a style are no equal steps of the picture: each way is first walked by
        probes, and frames are set by how far the picture has come; a longer way has more of them.
        """
        if len(seeds) < 2 or frames < 2:
            raise BadInput(
                "a film goes through two seeds or more, in two pictures or more",
                zh="动画至少要两个种子、两帧",
            )
        keys = self.styles([*seeds, seeds[0]] if loop else seeds, truncation=truncation)
        walked = np.stack([self._walked(a, b, seeds[0]) for a, b in pairwise(keys)])
        ends = np.concatenate(([0.0], np.cumsum(walked[:, -1])))
        along = np.linspace(0, ends[-1], frames, endpoint=not loop)
        ways = np.clip(np.searchsorted(ends, along, side="right") - 1, 0, len(walked) - 1)
        found = []
        for way, reached in zip(ways, along - ends[ways], strict=True):
            far = eased(reached / walked[way, -1]) * walked[way, -1]
            share = np.float32(np.interp(far, walked[way], np.linspace(0, 1, PROBES + 1)))
            found.append(keys[way] * (1 - share) + keys[way + 1] * share)
        return np.stack(found)

    def _walked(self, start: Floats, end: Floats, noise: int) -> NDArray[np.float64]:
        """How far the picture has come at even steps from style to style, (PROBES + 1,)."""
        share = np.linspace(0, 1, PROBES + 1, dtype=np.float32)[:, None]
        pictures = self.paint(start * (1 - share) + end * share, [noise] * (PROBES + 1))
        steps = np.sqrt(np.square(np.diff(pictures, axis=0)).mean((1, 2, 3)))
        # A hair's breadth each, so that a way between equal pictures can be walked too.
        return np.concatenate(([0.0], np.cumsum(steps.astype(np.float64) + 1e-6)))

    def styles(self, seeds: Sequence[int], *, truncation: float = 1.0) -> Floats:
        """The truncated styles of seeds, (n, latent).

        Raises:
            BadInput: the truncation is not between 0 and 1.5, or a seed is negative.
        """
        if not 0 <= truncation <= FARTHEST:
            raise BadInput(
                f"a truncation of {truncation} is not between 0 (the most usual) and {FARTHEST}",
                zh=f"截断系数 {truncation} 不在 0（最寻常）与 {FARTHEST} 之间",
            )
        if not seeds or min(seeds) < 0:
            raise BadInput("a seed is 0, 1, 2 …", zh="种子须为 0、1、2……")
        draws = [np.random.default_rng(seed).standard_normal(self.shape.latent) for seed in seeds]
        found: Floats = self._mapping.run(["style"], {"draw": np.array(draws, np.float32)})[0]
        return self.mean + np.float32(truncation) * (found - self.mean)

    def layered(self, styles: Floats) -> Floats:
        """One style for all layers as a style for each, (n, places, latent)."""
        if styles.ndim == 3:
            return styles
        return np.repeat(styles[:, None], self.shape.places, 1)

    def noises(self, seeds: Sequence[int]) -> list[Floats]:
        """The noise of every layer, (n, 1, side, side) each; equal seeds are drawn once."""
        drawn: dict[int, list[Floats]] = {}
        for seed in seeds:
            if seed not in drawn:
                chance = np.random.default_rng((seed, 1))
                sizes = self.shape.noise_sizes
                drawn[seed] = [chance.standard_normal((1, s, s), np.float32) for s in sizes]
        return [np.stack(some) for some in zip(*(drawn[seed] for seed in seeds), strict=True)]

    def paint(self, styles: Floats, seeds: Sequence[int]) -> Floats:
        """Pictures of styles, (n, channels, size, size) in −1 to 1.

        Args:
            styles: (n, latent), or for each layer its own (n, places, latent).
            seeds: of the noise, n.
        """
        layered = self.layered(styles).astype(np.float32)
        parts = [
            self._painted(layered[at : at + _AT_ONCE], seeds[at : at + _AT_ONCE])
            for at in range(0, len(layered), _AT_ONCE)
        ]
        found: Floats = np.clip(np.concatenate(parts), -1, 1)
        return found

    def _painted(self, styles: Floats, seeds: Sequence[int]) -> Floats:
        noises = {f"noise{i}": noise for i, noise in enumerate(self.noises(seeds))}
        return self._synthesis.run(["picture"], {"styles": styles, **noises})[0]

    def _require_place(self, place: int) -> None:
        if not 0 <= place <= self.shape.places:
            raise BadInput(
                f"layer {place} is not one of 0 to {self.shape.places}",
                zh=f"第 {place} 层不在 0 至 {self.shape.places} 之间",
            )


def eased(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1 without a jerk at either end: 3t² − 2t³, at most half as fast again as a line."""
    return share * share * (3 - 2 * share)


def told(shape: StyleConfig, mean: Floats) -> dict[str, Any]:
    """What a model's config must hold, for `StyleGan.open`."""
    return {"shape": asdict(shape), "mean": [round(float(one), 6) for one in mean]}
