"""The colours that pictures are made of: a few swatches with their shares, each named.

Pixels are gathered by k-means in Oklab (Ottosson 2020), where equal steps look equal, begun by
k-means++ (Arthur and Vassilvitskii 2007) from a fixed seed: the same pictures give the same
palette. A name is that of the nearest of some thirty named colours, no more exact than that.

>>> red = Picture(np.full((4, 4, 3), (200, 30, 30), np.uint8))
>>> [(one.colour, one.share, one.en) for one in swatches([red])]
[('#c81e1e', 1.0, 'red')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.picture import Picture

Floats = NDArray[np.float64]
SIDE: Final = 32
"""Pixels of the longer side at which colours are gathered."""
MOST: Final = 20_000
"""Pixels that are gathered of all pictures together; of more, these are drawn by chance."""
NEAR: Final = 0.06
"""Distance in Oklab below which two swatches are one colour to the eye at a glance."""
_ROUNDS = 20
_NAMING = np.array([0.6, 1.0, 1.0])  # a name says more of the hue than of how light it is
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
NAMES: Final = (
    ("#000000", "黑", "black"), ("#3a3a3a", "炭", "charcoal"), ("#5c5c5c", "深灰", "dark grey"),
    ("#888888", "灰", "grey"),
    ("#c4c4c4", "银", "silver"), ("#ffffff", "白", "white"), ("#f3ead3", "米", "cream"),
    ("#c81e1e", "红", "red"), ("#8c1c13", "绛", "dark red"), ("#a5321f", "朱", "cinnabar"),
    ("#f2a6a0", "粉", "pink"), ("#e75480", "玫红", "rose"), ("#f07f1a", "橙", "orange"),
    ("#f5c28b", "杏", "apricot"), ("#8a5a2b", "褐", "brown"), ("#4d3319", "棕", "dark brown"),
    ("#c9a36b", "驼", "tan"), ("#f4d01f", "黄", "yellow"), ("#b8952a", "赭黄", "ochre"),
    ("#9acb3c", "黄绿", "yellow-green"), ("#2f9e44", "绿", "green"),
    ("#1f5130", "墨绿", "dark green"),
    ("#7f8f5a", "橄榄", "olive"), ("#a8d8b9", "浅绿", "light green"), ("#2aa198", "青", "teal"),
    ("#9fd8e8", "浅蓝", "light blue"), ("#2f6fd0", "蓝", "blue"), ("#1b2f6b", "藏青", "navy"),
    ("#6f8aa0", "灰蓝", "slate blue"), ("#7a3fa0", "紫", "purple"), ("#c3a6dc", "浅紫", "lilac"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Swatch:
    """One colour.

    Attributes:
        colour: as ``#rrggbb``.
        share: of all pixels, every picture counting alike.
        zh, en: the nearest named colour.
    """

    colour: str
    share: float
    zh: str
    en: str


def swatches(pictures: Sequence[Picture], most: int = 8) -> tuple[Swatch, ...]:
    """The palette of pictures, the commonest colour first; fewer where fewer can be told apart."""
    rows, weights = _gathered(pictures)
    places = oklab(rows)
    centres, owners = _gather(places, weights, most)
    shares = np.bincount(owners, weights, len(centres)) / weights.sum()
    kept = _merged(centres, shares)
    found = []
    for at in kept:
        near = np.isin(owners, at)
        colour = np.average(rows[near], axis=0, weights=weights[near])
        zh, en = named(colour)
        found.append(Swatch(_hex(colour), round(float(shares[at].sum()), 4), zh, en))
    return tuple(sorted(found, key=lambda one: -one.share))


def oklab(rgb: Floats) -> Floats:
    """(n, 3) of sRGB in 0 to 255 as Oklab: lightness 0 to 1, green–red, blue–yellow."""
    plain = rgb / 255
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    found: Floats = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return found


def named(rgb: Floats) -> tuple[str, str]:
    """The nearest named colour of sRGB in 0 to 255, in Chinese and in English."""
    known = np.array([[int(one[at : at + 2], 16) for at in (1, 3, 5)] for one, _, _ in NAMES])
    away = np.linalg.norm((oklab(known.astype(np.float64)) - oklab(rgb[None])) * _NAMING, axis=1)
    _, zh, en = NAMES[int(away.argmin())]
    return zh, en


def _gathered(pictures: Sequence[Picture]) -> tuple[Floats, Floats]:
    """Pixels (n, 3), and what each counts for."""
    rows, weights = [], []
    for picture in pictures:
        scale = min(1.0, SIDE / max(picture.width, picture.height))
        size = (max(1, round(scale * side)) for side in (picture.width, picture.height))
        pixels = picture.resized(*size).pixels.reshape(-1, 3)
        rows.append(pixels)
        weights.append(np.full(len(pixels), 1 / len(pixels)))
    all_rows, all_weights = np.concatenate(rows).astype(np.float64), np.concatenate(weights)
    if len(all_rows) > MOST:
        drawn = np.random.default_rng(0).choice(len(all_rows), MOST, replace=False)
        return all_rows[drawn], all_weights[drawn]
    return all_rows, all_weights


def _gather(places: Floats, weights: Floats, most: int) -> tuple[Floats, NDArray[np.intp]]:
    """Centres by k-means, and the centre of each place."""
    centres = _begun(places, weights, most)
    for _ in range(_ROUNDS):
        owners = _owners(places, centres)
        moved = np.stack(
            [
                np.average(places[owners == n], axis=0, weights=weights[owners == n])
                if (owners == n).any()
                else centre
                for n, centre in enumerate(centres)
            ]
        )
        if np.allclose(moved, centres, atol=1e-5):
            break
        centres = moved
    return centres, _owners(places, centres)


def _begun(places: Floats, weights: Floats, most: int) -> Floats:
    chance = np.random.default_rng(0)
    centres = [places[chance.choice(len(places), p=weights / weights.sum())]]
    away = np.square(places - centres[0]).sum(1)
    while len(centres) < most and away.max() > 1e-6:
        odds = away * weights
        centres.append(places[chance.choice(len(places), p=odds / odds.sum())])
        away = np.minimum(away, np.square(places - centres[-1]).sum(1))
    return np.stack(centres)


def _owners(places: Floats, centres: Floats) -> NDArray[np.intp]:
    away = np.square(centres).sum(1) - 2 * places @ centres.T
    found: NDArray[np.intp] = away.argmin(1)
    return found


def _merged(centres: Floats, shares: Floats) -> list[list[int]]:
    """Groups of centres that are one colour to the eye, gathered round the largest."""
    left = [int(at) for at in np.argsort(-shares) if shares[at] > 0]
    groups = []
    while left:
        away = np.linalg.norm(centres[left] - centres[left[0]], axis=1)
        groups.append([at for at, far in zip(left, away, strict=True) if far < NEAR])
        left = [at for at, far in zip(left, away, strict=True) if far >= NEAR]
    return groups


def _hex(rgb: Floats) -> str:
    return "#" + "".join(f"{round(value):02x}" for value in rgb.tolist())
