"""Finding a given picture among those that a StyleGAN can make, without torch.

Projection (Karras et al. 2020, section 5, after Abdal et al. 2019, "Image2StyleGAN"), with the
net only run and never derived: the picture is matched at several sizes by damped least squares
(Levenberg 1944, Marquardt 1963) whose slopes are finite differences along the directions in which
styles vary most. First one style for all layers is sought, among the usual ones and then freely;
then each layer may leave it by a little. What the net cannot make is not found: the error says by
how much, and the noise is not fitted, for it could draw anything.

>>> project(net, target).error  # doctest: +SKIP
0.11
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.models.stylegan import StyleGan
from sixing.progress import Progress, silent, within

Floats = NDArray[np.float32]
See = Callable[[Floats], Floats]
"""Features, (n, features), of pictures (n, channels, size, size) in −1 to 1."""

DRAWN, FIRST, STARTS = 1000, 256, 2
"""Styles that show how styles vary, pictures among which a start is chosen, and starts kept."""
STEPS, LAYER_STEPS = 10, 4
DIRECTIONS = 16
"""Directions in which a layer may leave the common style; the whole style may take all."""
TIE, LAYER_TIE = 3e-5, 2e-4
"""Weight of staying usual, and of layers staying together, against a picture's mean square."""
REACH = 0.05
"""Of a standard deviation: the step of a finite difference."""
FEATURES = 0.1
"""Weight of features, when they are given, against pixels."""
_HALVINGS = 3


@dataclass(frozen=True, slots=True)
class Projection:
    """A picture, as near as a net was brought to it.

    Attributes:
        styles: (places, latent), one for each layer.
        picture: (channels, size, size), what the net makes of them.
        error: root of the mean squared difference of pixels, of a range of 0 to 1.
        usual: that error of the net's mean picture: what is gained without any search.
        drawn: that of the nearest of the first draws.
    """

    styles: Floats
    picture: Floats
    error: float
    usual: float
    drawn: float


def project(
    net: StyleGan, target: Floats, *, see: See | None = None, seed: int = 0,
    progress: Progress = silent,
) -> Projection:  # fmt: skip
    """Seeks the styles whose picture is nearest to one that is given.

    Args:
        target: (channels, size, size) of the net, −1 to 1.
        see: what else should agree beside pixels; it takes most of the time.
        seed: of the first draws and of the noise, which stays as it is.

    Raises:
        BadInput: the target has another shape than the net's pictures.
    """
    want = (net.shape.channels, net.shape.size, net.shape.size)
    if target.shape != want:
        raise BadInput(
            f"this net makes pictures of {want}; {target.shape} was given",
            zh=f"此模型作 {want} 的图，所给为 {target.shape}",
        )
    search = _Search(net, target.astype(np.float32), see, seed)
    starts, usual, drawn = search.begin(within(progress, 0.0, 0.1))
    ends = []
    for number, start in enumerate(starts):
        part = within(progress, 0.1 + 0.3 * number, 0.4 + 0.3 * number)
        ends.append(search.descend(start, search.whole, STEPS, TIE, part))
    common = min(ends, key=lambda one: one[1])[0]
    base = search.whole(common[None])[0]

    def layered(moves: Floats) -> Floats:
        return search.layered(base, moves)

    still = np.zeros(net.shape.places * search.narrow, np.float32)
    moves, _ = search.descend(still, layered, LAYER_STEPS, LAYER_TIE, within(progress, 0.7, 1.0))
    styles = layered(moves[None])[0]
    picture = search.paint(styles[None])[0]
    return Projection(styles, picture, _error(picture, target), usual, drawn)


class _Search:
    """What is sought, and how far pictures are from it."""

    def __init__(self, net: StyleGan, target: Floats, see: See | None, seed: int) -> None:
        self.net, self.target, self.see, self.seed = net, target, see, seed
        styles = net.styles([seed + number for number in range(DRAWN)])
        _, lengths, axes = np.linalg.svd(styles - net.mean, full_matrices=False)
        #: Rows are the directions in which styles vary, each a standard deviation long.
        self.axes: Floats = (axes * (lengths / np.sqrt(DRAWN))[:, None]).astype(np.float32)
        self.narrow = min(DIRECTIONS, len(self.axes))
        self.styles = styles
        #: Brings features, which have a scale of their own, to that of pixels.
        self.scale = np.float32(FEATURES / np.linalg.norm(see(target[None]))) if see else 0.0
        self.wanted = self._looks(target[None])[0]

    def begin(self, progress: Progress) -> tuple[list[Floats], float, float]:
        """Starts as coordinates, the error of the mean picture and of the nearest draw."""
        moves = (self.styles[:FIRST] - self.net.mean) @ np.linalg.pinv(self.axes) * np.float32(0.8)
        moves = np.concatenate((np.zeros_like(moves[:1]), moves))
        pictures = self.paint(self.whole(moves))
        far = np.square(self._looks(pictures) - self.wanted).sum(1)
        progress(1.0, "drawn 抽")
        nearest = pictures[int(far.argmin())]
        starts = [moves[row] for row in np.argsort(far)[:STARTS]]
        return starts, _error(pictures[0], self.target), _error(nearest, self.target)

    def whole(self, moves: Floats) -> Floats:
        """One style for all layers of coordinates (n, directions)."""
        return self.net.layered(self.net.mean + moves @ self.axes)

    def layered(self, base: Floats, moves: Floats) -> Floats:
        """Styles (n, places, latent) that leave ``base``, each layer by its own coordinates."""
        apart = moves.reshape(len(moves), self.net.shape.places, self.narrow)
        return base + apart @ self.axes[: self.narrow]

    def paint(self, styles: Floats) -> Floats:
        """Pictures of styles, always of the same noise."""
        return self.net.paint(styles, [self.seed] * len(styles))

    def descend(
        self, start: Floats, styles: Callable[[Floats], Floats], steps: int, tie: float,
        progress: Progress,
    ) -> tuple[Floats, float]:  # fmt: skip
        """Damped least squares from coordinates on; where it ends, and how far that is."""
        at, damping = start, 0.1
        gap, cost = self._gap(at, styles, tie)
        for step in range(steps):
            slopes = self._slopes(at, styles)
            square = slopes @ slopes.T + tie * np.eye(len(at), dtype=np.float32)
            downhill = slopes @ gap + tie * at
            for _ in range(_HALVINGS):
                damped = square + damping * np.diag(np.diag(square))
                tried = at - np.linalg.solve(damped, downhill).astype(np.float32)
                new_gap, new_cost = self._gap(tried, styles, tie)
                if new_cost < cost:
                    at, gap, cost, damping = tried, new_gap, new_cost, damping / 3
                    break
                damping *= 5
            progress((step + 1) / steps, f"error 误差 {float(np.sqrt(cost)):.3f}")
        return at, cost

    def _gap(
        self, at: Floats, styles: Callable[[Floats], Floats], tie: float
    ) -> tuple[Floats, float]:
        gap: Floats = self._looks(self.paint(styles(at[None])))[0] - self.wanted
        return gap, float(gap @ gap + tie * (at @ at))

    def _slopes(self, at: Floats, styles: Callable[[Floats], Floats]) -> Floats:
        """How looks change along each coordinate, (coordinates, looks)."""
        beside = np.concatenate((at[None], at + REACH * np.eye(len(at), dtype=np.float32)))
        looks = self._looks(self.paint(styles(beside)))
        found: Floats = (looks[1:] - looks[0]) / np.float32(REACH)
        return found

    def _looks(self, pictures: Floats) -> Floats:
        """Pixels at four sizes, each of weight 1 in a mean square, and features: (n, looks)."""
        parts = [_flat(size) for size in _sizes(pictures)]
        if self.see is not None:
            parts.append(self.see(pictures) * self.scale)
        return np.concatenate(parts, 1)


def _sizes(pictures: Floats) -> Sequence[Floats]:
    """Pictures as they are, and halved again and again."""
    found = [pictures]
    while len(found) < 4:
        n, c, h, w = found[-1].shape
        found.append(found[-1].reshape(n, c, h // 2, 2, w // 2, 2).mean((3, 5)))
    return found


def _flat(pictures: Floats) -> Floats:
    """(n, values), so scaled that its squared length is a mean square of 0 to 1."""
    rows = pictures.reshape(len(pictures), -1)
    return rows / np.float32(2 * rows.shape[1] ** 0.5)


def _error(picture: Floats, target: Floats) -> float:
    return float(np.sqrt(np.square((picture - target) / 2).mean()))
