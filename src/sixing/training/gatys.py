"""Repaints one picture by changing its pixels until its maps in VGG16 say what they should.

After Gatys, Ecker and Bethge 2016 ("Image style transfer using convolutional neural networks"):
Gram matrices of five layers like the styles', one deeper layer like the picture's, found by
L-BFGS (Liu and Nocedal 1989). Large pictures go from coarse to fine (Gatys et al. 2017,
"Controlling perceptual factors", §5), each size from what the one before gave. Losses are shares:
squared distance over the squared length of what is wanted, layer by layer, so no weight depends
on the net or the size. Maps are in bfloat16, which is half the work; sums and steps are not.

It knows arrays, not files, and nothing of whether the two pictures suit each other.

>>> flat = np.zeros((3, 32, 32), np.float32)
>>> optimise(Vgg(widths=(2, 2, 2, 2, 2)), flat, [flat], Plan(steps=2, side=32)).values.shape
(3, 32, 32)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from sixing.errors import BadInput
from sixing.models.mixing import parts
from sixing.models.vgg_torch import Vgg
from sixing.progress import Progress, silent

Floats = NDArray[np.float32]
#: Hears a step and what the picture is by then, (3, height, width) of −1 to 1.
Preview = Callable[[int, Floats], None]

STYLE: Final = ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1")
"""Layers whose Gram matrices are the manner (Gatys et al. 2016, §3.1)."""
CONTENT: Final = "conv4_2"
"""The layer that is the content."""
COARSE, LARGEST, LEAST = 256, 1024, 32
"""The longest side to begin with, the longest of all, and the shortest side that halves 4 times."""
HISTORY: Final = 20
"""Steps that L-BFGS remembers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How far to go.

    Attributes:
        steps: at the first size, each one run of the net there and back; every later size, of
            four times the work a step, gets half as many as the one before.
        side: longest side in pixels of what is given back, at most `LARGEST`.
        content: weight of content beside manner; the more, the less is repainted.
        preview: steps between previews.
        half: whether maps are in bfloat16.
    """

    steps: int = 300
    side: int = 512
    content: float = 0.35
    preview: int = 25
    half: bool = True

    @classmethod
    def of_strength(cls, strength: float) -> Plan:
        """A plan by one dial: 0 keeps the picture, 1 repaints it; 0.5 is the default's weight."""
        return cls(content=3.5 * 0.01**strength)


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """A repainted picture.

    Attributes:
        values: (3, height, width), −1 to 1.
        curve: (step, loss of manner, loss of content), as the steps saw them.
        seconds: it took.
    """

    values: Floats
    curve: tuple[tuple[int, float, float], ...]
    seconds: float


class Objective:
    """What maps are wanted of a picture.

    Args:
        picture: (3, height, width), −1 to 1; the size that is compared.
        styles: (3, h, w) each, −1 to 1, seen at the picture's longest side.
        shares: of each style, 1 together. Their Gram matrices are mixed: that has the same
            least as mixing their losses has.
    """

    def __init__(
        self, net: Vgg, picture: Floats, styles: Sequence[Floats], shares: Floats, *, half: bool
    ) -> None:
        self._net = net
        self._half = half
        with torch.no_grad():
            self._content = self._maps(_tensor(picture), (CONTENT,))[0]
            self._grams = [torch.zeros(())] * len(STYLE)
            for style, share in zip(styles, shares, strict=True):
                maps = self._maps(_tensor(fitted(style, max(picture.shape))), STYLE)
                rows = zip(self._grams, maps, strict=True)
                self._grams = [whole + float(share) * gram(one) for whole, one in rows]

    def losses(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Of manner and of content, each a share, for (1, 3, height, width)."""
        *maps, content = self._maps(picture, (*STYLE, CONTENT))
        rows = zip(maps, self._grams, strict=True)
        manner = torch.stack([_share(gram(one), wanted) for one, wanted in rows]).mean()
        return manner, _share(content, self._content)

    def _maps(self, picture: Tensor, wanted: Sequence[str]) -> list[Tensor]:
        with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            maps = self._net(picture, wanted)
        return [one.float() for one in maps]


def gram(maps: Tensor) -> Tensor:
    """Products of channels (channels, channels), a mean over places, of (1, channels, h, w)."""
    rows = maps.flatten(2)[0]
    return rows @ rows.T / rows.shape[1]


def optimise(
    net: Vgg,
    picture: Floats,
    styles: Sequence[Floats],
    plan: Plan | None = None,
    *,
    weights: Sequence[float] | None = None,
    keep_colour: bool = False,
    preview: Preview | None = None,
    progress: Progress = silent,
) -> Optimised:
    """Repaints a picture, beginning with itself; the same for the same input and threads.

    Args:
        picture: (3, height, width), −1 to 1.
        styles: pictures whose manner is taken, of any sizes.
        weights: one for each style, none negative; equal by default.
        keep_colour: the styles are first given the picture's colours: their mean and covariance
            (Gatys et al. 2016, "Preserving color in neural artistic style transfer", §3).
        preview: hears the picture as it goes, at the size it has by then.

    Raises:
        BadInput: no style, weights that do not fit, a side too large, or a picture too narrow.
    """
    plan = plan or Plan()
    shares, sides = parts(len(styles), weights), _sides(plan, picture)
    if keep_colour:
        styles = [recoloured(style, picture) for style in styles]
    steps = [max(1, plan.steps >> number) for number in range(len(sides))]
    course = _Course(sum(steps), plan.preview, preview, progress)
    values = picture
    for side, count in zip(sides, steps, strict=True):
        wanted = fitted(picture, side)
        objective = Objective(net, wanted, styles, shares, half=plan.half)
        values = _descended(objective, _sized(values, *wanted.shape[1:]), count, plan, course)
    return Optimised(values, tuple(course.curve), time.perf_counter() - course.begun)


class _Course:
    """What was seen on the way, and who hears of it."""

    def __init__(self, total: int, every: int, preview: Preview | None, progress: Progress) -> None:
        self.curve: list[tuple[int, float, float]] = []
        self.begun = time.perf_counter()
        self._total, self._every = total, every
        self._preview, self._progress = preview, progress

    def note(self, manner: float, content: float, x: Tensor) -> None:
        """After a step."""
        step = len(self.curve) + 1
        self.curve.append((step, manner, content))
        if step % self._every and step != self._total:
            return
        told = f"step {step}/{self._total}  manner {manner:.4f}  content {content:.3f}"
        self._progress(step / self._total, told)
        if self._preview is not None:
            self._preview(step, _values(x))


def _descended(
    objective: Objective, start: Floats, steps: int, plan: Plan, course: _Course
) -> Floats:
    x = _tensor(start).requires_grad_()
    # Of losses near 1 over all pixels a pixel's share is tiny: no tolerance may end it early.
    finder = torch.optim.LBFGS(
        [x], max_iter=1, history_size=HISTORY, tolerance_grad=0.0, tolerance_change=0.0
    )
    seen = [0.0, 0.0]

    def loss() -> float:
        finder.zero_grad()
        manner, content = objective.losses(x)
        whole = manner + plan.content * content
        whole.backward()  # type: ignore[no-untyped-call]
        seen[:] = float(manner.detach()), float(content.detach())
        return float(whole.detach())

    for _ in range(steps):
        finder.step(loss)  # type: ignore[no-untyped-call]
        course.note(seen[0], seen[1], x)
    return _values(x)


def fitted(picture: Floats, side: int) -> Floats:
    """At the size whose longest side is ``side``."""
    height, width = picture.shape[1:]
    share = side / max(height, width)
    return _sized(picture, max(1, round(height * share)), max(1, round(width * share)))


def recoloured(style: Floats, picture: Floats) -> Floats:
    """A style with the mean and covariance of the picture's colours, −1 to 1.

    The symmetric map of all that do so: it moves colours least (Pitié and Kokaram 2007, §3).
    """
    rows, wanted = (one.reshape(3, -1).astype(np.float64) for one in (style, picture))
    own, other = (np.cov(one) + 1e-6 * np.eye(3) for one in (rows, wanted))
    root = _power(own, 0.5)
    across = _power(own, -0.5) @ _power(root @ other @ root, 0.5) @ _power(own, -0.5)
    moved = across @ (rows - rows.mean(1, keepdims=True)) + wanted.mean(1, keepdims=True)
    found: Floats = np.clip(moved, -1, 1).astype(np.float32).reshape(style.shape)
    return found


def _power(matrix: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    """Of a symmetric matrix whose eigenvalues are not negative."""
    values, vectors = np.linalg.eigh(matrix)
    found: NDArray[np.float64] = (vectors * np.maximum(values, 1e-12) ** power) @ vectors.T
    return found


def _share(found: Tensor, wanted: Tensor) -> Tensor:
    return (found - wanted).square().sum() / (wanted.square().sum() + 1e-12)


def _tensor(picture: Floats) -> Tensor:
    return torch.from_numpy(np.array(picture[None], np.float32))


def _values(x: Tensor) -> Floats:
    values: Floats = x.detach()[0].clamp(-1, 1).numpy().copy()
    return values


def _sized(picture: Floats, height: int, width: int) -> Floats:
    if picture.shape[1:] == (height, width):
        return picture
    how = Image.Resampling.LANCZOS
    rows = [np.asarray(Image.fromarray(row).resize((width, height), how)) for row in picture]
    found: Floats = np.clip(np.stack(rows), -1, 1)
    return found


def _sides(plan: Plan, picture: Floats) -> list[int]:
    """Longest sides from coarse to fine, each about twice the one before."""
    if not LEAST <= plan.side <= LARGEST:
        raise BadInput(
            f"a side of {plan.side} pixels is not between {LEAST} and {LARGEST}",
            zh=f"边长 {plan.side} 像素不在 {LEAST} 与 {LARGEST} 之间",
        )
    halvings = max(0, round(np.log2(plan.side / COARSE)))
    sides = [plan.side >> number for number in range(halvings, -1, -1)]
    if min(fitted(picture[:1], sides[0]).shape[1:]) < LEAST:
        raise BadInput(
            f"a picture of {picture.shape[2]} × {picture.shape[1]} is too narrow: cut it",
            zh=f"{picture.shape[2]} × {picture.shape[1]} 的图画过于狭长：请先裁剪",
        )
    return sides
