"""Repaints a picture in the manner of others: how strongly, where, in whose colours; films too.

The net (`sixing.models.fast_style`) reads a manner into a code. Manners are mixed by mixing their
codes, and a strength is a place on the line from the picture's own code to theirs (Ghiasi et al.
2017, §4.3). Where nobody says how strong, it is found: far enough along for the manner to be
seen, not so far that the picture is lost. What counts as seen and as lost is `BAND`, calibrated
by eye on pairs that no bench uses again (``benchmarks/picture_strength.py``).

It knows arrays, not files, and not what is beautiful: whether two manners suit each other is not
looked at.

>>> from sixing.models.fast_style import FastStyle
>>> net = FastStyle.open(pack("pictures") / "styling")             # doctest: +SKIP
>>> stylise(net, picture, [painting]).strength                     # doctest: +SKIP
0.62
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.errors import BadInput
from sixing.models.fast_style import FastStyle
from sixing.models.mixing import parts

Floats = NDArray[np.float32]

MAPS: Final = ("near", "middle", "far")
"""Maps of the net's encoder that manner and content are measured in."""
TRIED: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Strengths that are painted, small, before one between them is chosen."""
SMALL: Final = 384
"""Longest side in pixels at which strengths are tried."""
ALIKE: Final = 0.05
"""A way from the faintest to the strongest that is too short to be measured on."""
# ITU-R BT.601, as NTSC's YIQ has it: one row of light, two of colour.
_LIGHT: Final = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Look:
    """How far a repainted picture has gone.

    Attributes:
        way: share of the way from the picture's manner to the other's, in statistics of maps;
            1 is the other's, and the net's own brush can put it below 0.
        content: how far shapes moved, 0 as they were to about 1 as in a picture of other things.
    """

    way: float
    content: float


@dataclass(frozen=True, slots=True)
class Band:
    """What is neither too little nor too much.

    Ways are shares of that from the faintest painting to the strongest: how far the net gets at
    all depends on the pair.

    Attributes:
        seen: the least way at which a manner is seen.
        enough: the way beyond which nothing more is asked for.
        content: the most that shapes should move.
    """

    seen: float
    enough: float
    content: float


BAND: Final = Band(seen=0.45, enough=0.65, content=0.38)


@dataclass(frozen=True, slots=True, eq=False)
class Styled:
    """A repainted picture.

    Attributes:
        values: (3, height, width), −1 to 1.
        strength: 0 to 1, the one asked for or the one found.
        look: how far it went, before a mask and kept colours.
    """

    values: Floats
    strength: float
    look: Look


def stylise(
    net: FastStyle,
    picture: Floats,
    styles: Sequence[Floats],
    strength: float | None = None,
    *,
    weights: Sequence[float] | None = None,
    keep_colour: bool = False,
    mask: Floats | None = None,
) -> Styled:
    """Repaints a picture of any size.

    Args:
        picture: (3, height, width), −1 to 1.
        styles: pictures whose manner is taken, of any sizes.
        strength: 0 its own manner to 1 the other's; None has it found.
        weights: one for each style, none negative; equal by default.
        keep_colour: only light and shade are taken from the repainted picture.
        mask: (height, width), 0 as it was to 1 repainted; None everywhere.

    Raises:
        BadInput: no style, or a strength, weights or a mask that do not fit.
    """
    line, scale, chosen = placed(net, picture, styles, strength, weights)
    painted = net.paint(picture, line.at(chosen))
    values = finished(picture, painted.values, keep_colour=keep_colour, mask=mask)
    return Styled(values, chosen, scale.look(net, painted.values))


def placed(
    net: FastStyle,
    picture: Floats,
    styles: Sequence[Floats],
    strength: float | None = None,
    weights: Sequence[float] | None = None,
) -> tuple[Line, Scale, float]:
    """The codes a picture may be painted by, what looks are measured against, and a strength.

    Args:
        picture, styles, strength, weights: as `stylise` has them.

    Raises:
        BadInput: no style, or a strength or weights that do not fit.
    """
    shares = parts(len(styles), weights)
    scale = Scale.between(net, picture, styles, shares)
    line = Line.between(net, picture, styles, shares)
    return line, scale, found(net, picture, line, scale) if strength is None else _checked(strength)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The codes from a picture's own manner to another."""

    own: Floats
    other: Floats

    @classmethod
    def between(
        cls, net: FastStyle, picture: Floats, styles: Sequence[Floats], shares: Floats
    ) -> Line:
        """From a picture's manner to the mixed manners of others."""
        return cls(net.code(picture), shares @ np.stack([net.code(style) for style in styles]))

    def at(self, strength: float) -> Floats:
        """(100,): the code at 0 to 1 of the way."""
        return self.own + np.float32(strength) * (self.other - self.own)


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """What looks are measured against.

    Attributes:
        own, other: means and deviations of the maps' channels, of the picture and of the styles.
        shapes: the picture's maps, each channel at mean 0 and deviation 1.
    """

    own: tuple[Floats, ...]
    other: tuple[Floats, ...]
    shapes: tuple[Floats, ...]

    @classmethod
    def between(
        cls, net: FastStyle, picture: Floats, styles: Sequence[Floats], shares: Floats
    ) -> Scale:
        """The scale of one picture and the mixed manners of others."""
        maps = net.maps(picture, MAPS)
        each = [_manner(net.maps(style, MAPS)) for style in styles]
        other = tuple(np.asarray(shares @ np.stack(rows)) for rows in zip(*each, strict=True))
        return cls(_manner(maps), other, _shapes(maps))

    def look(self, net: FastStyle, painted: Floats) -> Look:
        """How far a repainted picture has gone."""
        maps = net.maps(painted, MAPS)
        whole = _apart(self.own, self.other)
        way = 1 - _apart(_manner(maps), self.other) / whole if whole > 1e-6 else 1.0
        kept = [float((a * b).mean()) for a, b in zip(_shapes(maps), self.shapes, strict=True)]
        return Look(way, 1 - sum(kept) / len(kept))


def found(net: FastStyle, picture: Floats, line: Line, scale: Scale, band: Band = BAND) -> float:
    """A strength at which the manner is seen and the picture not lost.

    The weakest whose way is `Band.enough`, or the strongest at which shapes stay, whichever comes
    first; where even that is less than `Band.seen`, the manner comes before the shapes. Looks are
    measured at `TRIED` strengths on a small copy, and taken as straight between them. Where two
    manners are so alike that no way can be told, the strength itself stands for it.
    """
    small = _shrunk(picture, SMALL)
    looks = [scale.look(net, net.paint(small, line.at(one)).values) for one in TRIED]
    ways = np.maximum.accumulate([look.way for look in looks])
    if ways[-1] - ways[0] < ALIKE:
        ways = np.array(TRIED)
    moved = np.maximum.accumulate([look.content for look in looks])
    seen, enough = (
        _reached(ways, ways[0] + share * (ways[-1] - ways[0])) for share in (band.seen, band.enough)
    )
    return max(seen, min(enough, _reached(moved, band.content)))


def _reached(rising: NDArray[np.float64], wanted: float) -> float:
    """The first strength at which a rising measure is as wanted; 1 where it never is."""
    if rising[0] >= wanted:
        return TRIED[0]
    at = int(np.searchsorted(rising, wanted))
    if at == len(TRIED):
        return TRIED[-1]
    share = (wanted - rising[at - 1]) / (rising[at] - rising[at - 1])
    return float(TRIED[at - 1] + share * (TRIED[at] - TRIED[at - 1]))


def finished(
    picture: Floats, painted: Floats, *, keep_colour: bool = False, mask: Floats | None = None
) -> Floats:
    """What was painted, in the picture's colours and where the mask is, if so asked.

    Colours are kept by taking light alone from what was painted (Gatys et al. 2016, "Preserving
    color in neural artistic style transfer", §4).

    Raises:
        BadInput: the mask is of another size than the picture.
    """
    if keep_colour:
        light = np.tensordot(_LIGHT, painted - picture, 1)
        painted = np.clip(picture + light, -1, 1)
    if mask is None:
        return painted
    if mask.shape != picture.shape[1:]:
        raise BadInput(
            f"the mask is {mask.shape[::-1]} and the picture {picture.shape[:0:-1]} pixels: "
            "give a mask of the picture's size",
            zh=f"蒙版为 {mask.shape[::-1]} 像素，图画为 {picture.shape[:0:-1]}：两者须同大",
        )
    return picture + np.clip(mask, 0, 1) * (painted - picture)


def _checked(strength: float) -> float:
    if 0 <= strength <= 1:
        return strength
    raise BadInput(
        f"a strength lies between 0 and 1, and {strength} does not",
        zh=f"强度应在 0 与 1 之间，{strength} 不在其间",
    )


def _manner(maps: Sequence[Floats]) -> tuple[Floats, ...]:
    """Mean and deviation of every channel, map by map (after Huang and Belongie 2017)."""
    return tuple(np.concatenate([one.mean((0, 2, 3)), one.std((0, 2, 3))]) for one in maps)


def _apart(found: Sequence[Floats], wanted: Sequence[Floats]) -> float:
    ratios = [
        np.sqrt(np.square(a - b).mean() / (np.square(b).mean() + 1e-12))
        for a, b in zip(found, wanted, strict=True)
    ]
    return float(np.mean(ratios))


def _shapes(maps: Sequence[Floats]) -> tuple[Floats, ...]:
    """Where each channel is strong, whatever its mean and deviation; of unit power as a whole."""
    rows = []
    for one in maps:
        apart = one - one.mean((2, 3), keepdims=True)
        even = apart / (one.std((2, 3), keepdims=True) + 1e-3)
        rows.append(even / (np.sqrt(np.square(even).mean()) + 1e-6))
    return tuple(rows)


def _shrunk(picture: Floats, side: int) -> Floats:
    """No longer than a side, each sample the mean of those it stands for."""
    height, width = picture.shape[1:]
    share = side / max(height, width)
    if share >= 1:
        return picture
    size = (max(1, round(width * share)), max(1, round(height * share)))
    rows = [Image.fromarray(row).resize(size, Image.Resampling.BOX) for row in picture]
    return np.stack([np.asarray(row, np.float32) for row in rows])
