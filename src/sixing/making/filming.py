"""Repaints a film frame by frame in one manner, without flicker.

Painted each on its own, frames that hardly differ come out different: the net's norms answer to
the whole picture, and its brush to grain. Here all frames share one code; the statistics of the
norms move slowly from frame to frame (`KEPT`); and a pixel may change by no more than what moved
round it in the film allows (`STILL` and `MOVED`), a bound that always holds; where nothing moves
it follows slowly (`FOLLOWED`). A cut of the film starts anew.

>>> before, after = np.zeros((3, 4, 4), np.float32), np.ones((3, 4, 4), np.float32)
>>> round(float(steadied(before, after, before, before).max()), 3) == round(STILL, 3)
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from sixing.errors import BadInput
from sixing.making.styling import finished, placed
from sixing.models.fast_style import FastStyle

Floats = NDArray[np.float32]

KEPT: Final = 0.9
"""Share of the statistics that comes from the frames before."""
STILL: Final = 2 / 127.5
"""By how much a pixel may change where nothing moves, of −1 to 1: two of 255 steps."""
FOLLOWED: Final = np.float32(0.25)
"""Share of what is newly painted that is followed where nothing moves."""
MOVED: Final = 4.0
"""By how many times the greatest change of the film round a pixel it may change."""
ROUND: Final = 9
"""Side in pixels of the neighbourhood in which something moved."""
GRAIN: Final = 4.0
"""Steps of 255 up to which a change is the film's grain, and nothing moved."""
CUT: Final = 0.25
"""Mean change of a frame, of −1 to 1, from which on it is another scene."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """The frame before: as it was, as it was painted, and the statistics it was painted under."""

    frame: Floats
    painted: Floats
    statistics: Floats


def stylise_film(
    net: FastStyle,
    frames: Iterable[Floats],
    styles: Sequence[Floats],
    strength: float | None = None,
    *,
    weights: Sequence[float] | None = None,
    keep_colour: bool = False,
    mask: Floats | None = None,
) -> Iterator[Floats]:
    """Repaints frames in order, one at a time.

    Args:
        frames: each (3, height, width), −1 to 1, of one size.
        styles, strength, weights, keep_colour, mask: as `sixing.making.styling.stylise` has them;
            a strength is found on the first frame.

    Yields:
        each frame repainted, (3, height, width).

    Raises:
        BadInput: frames of two sizes, or what `stylise` refuses.
    """
    code: Floats | None = None
    before: _Shown | None = None
    for frame in frames:
        if code is None:
            line, _, chosen = placed(net, frame, styles, strength, weights)
            code = line.at(chosen)
        before = _next(net, frame, code, before)
        yield finished(frame, before.painted, keep_colour=keep_colour, mask=mask)


def _next(net: FastStyle, frame: Floats, code: Floats, before: _Shown | None) -> _Shown:
    if before is not None and frame.shape != before.frame.shape:
        raise BadInput("the frames of a film must be of one size", zh="影片各帧须同大")
    if before is None or np.abs(frame - before.frame).mean() > CUT:
        painted = net.paint(frame, code)
        return _Shown(frame, painted.values, painted.statistics)
    painted = net.paint(frame, code, before.statistics, KEPT)
    values = steadied(before.painted, painted.values, before.frame, frame)
    used = KEPT * before.statistics + np.float32(1 - KEPT) * painted.statistics
    return _Shown(frame, values, used)


def steadied(shown: Floats, painted: Floats, before: Floats, frame: Floats) -> Floats:
    """What was painted, changed from what was shown by no more than the film's motion allows.

    Args:
        shown: what the frame before was shown as; painted: what this one was painted as.
        before, frame: the two frames of the film. All are (3, height, width), −1 to 1.
    """
    motion = _motion(before, frame)
    bound = STILL + MOVED * motion
    share = np.where(motion > 0, np.float32(1), FOLLOWED)
    values: Floats = shown + np.clip(share * (painted - shown), -bound, bound)
    return values


def _motion(before: Floats, frame: Floats) -> Floats:
    """(height, width): the greatest change of any colour within `ROUND` pixels.

    Changes of up to `GRAIN` steps of 255 count as none.
    """
    change = np.abs(frame - before).max(0) * 127.5
    steps = np.where(change > GRAIN, np.minimum(change, 255), 0).astype(np.uint8)
    widest = Image.fromarray(steps).filter(ImageFilter.MaxFilter(ROUND))
    found: Floats = np.asarray(widest, np.float32) / np.float32(127.5)
    return found
