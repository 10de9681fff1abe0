"""Films: from picture to picture through what a generator can make; an animation repainted.

>>> film("emoji", [1, 2, 3], 48)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence

from sixing.errors import BadBrief
from sixing.making.filming import stylise_film
from sixing.media.picture.frames import Frames
from sixing.media.picture.picture import Picture
from sixing.picturing.manner import Manner, strength_of
from sixing.picturing.repainting import LONGEST, masked, within_side
from sixing.picturing.studio import GENERATORS, opened
from sixing.progress import Progress, silent

SHOWN, SIDE = 60, 256
"""Milliseconds of a frame, and its side in pixels."""


def film(style: str, seeds: Sequence[int], frames: int, progress: Progress = silent) -> Frames:
    """A film through the styles of seeds and back to the first, frames of equal time.

    Raises:
        BadBrief: the style has no generator, or there are fewer than two seeds.
    """
    if len(seeds) < 2:
        raise BadBrief("a film passes through two seeds at least", zh="动画至少要经过两个种子")
    studio = opened(style)
    if not studio.mine and style not in GENERATORS:
        raise BadBrief(
            f'"{style}" has no generator; there are {", ".join(GENERATORS)} and those you fitted',
            zh=f"“{style}”没有生成器；现有 {'、'.join(GENERATORS)} 与自己训练的风格",
        )
    found = []
    for values in studio.generator(style).film(seeds, frames):
        found.append(Picture.of_grid(values).resized(SIDE, SIDE))
        progress(len(found) / frames, "drawn 画")
    return Frames(tuple(found), (SHOWN,) * len(found))


def stylised(frames: Frames, manner: Manner, progress: Progress = silent) -> Frames:
    """Every frame repainted in one manner, without flicker.

    Raises:
        BadBrief: the strength is none, or the slow way is asked for.
    """
    if manner.slow:
        raise BadBrief(
            "a film is repainted by the fast net: leave --slow out",
            zh="动画由快速网络重绘：请勿用 --slow",
        )
    given = [within_side(one, LONGEST) for one in frames.pictures]
    painted = stylise_film(
        opened("default").brush, [one.grid().values for one in given],
        [one.grid().values for one in manner.styles], strength_of(manner.strength),
        keep_colour=manner.keep_colour, mask=masked(manner.mask, given[0]),
    )  # fmt: skip
    found = []
    for values in painted:
        found.append(Picture.of_grid(values))
        progress(len(found) / len(given), "repainted 绘")
    return Frames(tuple(found), frames.milliseconds)
