"""One picture in the manner of others, by the fast net or pixel by pixel.

The fast way needs no torch and takes about a second; the slow one optimises every pixel after
Gatys and wants torch and the weights of VGG16, which nobody may ship. What each does is known in
`making.styling` and `training.gatys`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.making.styling import Styled, stylise
from sixing.media.picture.drawing import render
from sixing.media.picture.picture import Picture
from sixing.picturing.manner import Manner, strength_of
from sixing.picturing.studio import PictureStudio
from sixing.progress import Progress, silent

Floats = NDArray[np.float32]
LONGEST = 2048
"""Pixels of the longer side that is repainted; larger pictures are scaled down."""
USUAL = 0.5
"""Where the slow way's dial stands when nothing is asked for."""
SLOW_SIDE = 512
"""The longer side that is optimised: minutes on two cores."""


@dataclass(frozen=True, slots=True)
class Repainted:
    """A picture repainted, and how strongly."""

    picture: Picture
    strength: float


def repaint(
    studio: PictureStudio,
    picture: Picture,
    manner: Manner,
    progress: Progress = silent,
    *,
    nudge: float = 1.0,
) -> Repainted:
    """Repaints a picture.

    Args:
        nudge: factor on a strength that was found; drafts differ by it.

    Raises:
        BadBrief: the strength is none.
        BadInput: the mask or a picture is of no use; torch or VGG16 is missing for the slow way.
    """
    picture = within_side(picture, SLOW_SIDE if manner.slow else LONGEST)
    if manner.slow:
        return _optimised(picture, manner, progress)
    values, styles = picture.grid().values, [one.grid().values for one in manner.styles]
    mask = masked(manner.mask, picture)

    def styled(strength: float | None) -> Styled:
        return stylise(
            studio.brush, values, styles, strength=strength,
            keep_colour=manner.keep_colour, mask=mask,
        )  # fmt: skip

    made = styled(strength_of(manner.strength))
    if manner.strength is None and nudge != 1:
        made = styled(min(1.0, made.strength * nudge))
    return Repainted(Picture.of_grid(made.values), made.strength)


def masked(mask: Picture | None, picture: Picture) -> Floats | None:
    """A mask as shares, (height, width) 0 to 1, at a picture's size."""
    if mask is None:
        return None
    fitting = mask.resized(picture.width, picture.height)
    grey: Floats = fitting.pixels.mean(2, dtype=np.float32) / np.float32(255)
    return grey


def pixels(drawn: Picture | str) -> Picture:
    """A drawing as pixels."""
    return render(drawn) if isinstance(drawn, str) else drawn


def within_side(picture: Picture, longest: int) -> Picture:
    """A picture scaled down so that no side is longer."""
    factor = longest / max(picture.width, picture.height)
    if factor >= 1:
        return picture
    return picture.resized(
        max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    )


def _optimised(picture: Picture, manner: Manner, progress: Progress) -> Repainted:
    from sixing.models.vgg_torch import find_vgg, open_vgg
    from sixing.training.gatys import Plan, optimise

    strength = strength_of(manner.strength)
    plan = Plan() if strength is None else Plan.of_strength(strength)
    values, mask = picture.grid().values, masked(manner.mask, picture)
    made = optimise(
        open_vgg(find_vgg()),
        values,
        [one.grid().values for one in manner.styles],
        plan,
        keep_colour=manner.keep_colour,
        progress=progress,
    ).values
    if mask is not None:
        made = mask * made + (1 - mask) * values
    return Repainted(
        Picture.of_grid(made.astype(np.float32)), USUAL if strength is None else strength
    )
