"""A profile of pictures: their palette, what they share, and the kinds that they fall into.

Traits stand beside pictures of many kinds (emoji, paintings, brush-work: `media.picture.measures`).
Texture, edges and strokes are medians with quartiles. Clusters are of what a net sees, named by the
labels that are commoner in them, or where there are none by traits. It holds numbers, words and
names of pictures; `picture_page` draws them. It does not know what is depicted.

>>> grey = Picture(np.full((16, 16, 3), 90, np.uint8))
>>> found = profile([grey] * 3, ["a", "b", "c"])
>>> found.size, found.trusted, found.palette[0].en, [one.members for one in found.clusters]
(3, False, 'dark grey', [(0, 1, 2)])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadPicture
from sixing.media.picture.measures import TRAITS, measure
from sixing.media.picture.picture import Picture
from sixing.media.picture.strokes import OF_STROKES, STATISTICS, Look, look
from sixing.media.picture.swatches import Swatch, swatches
from sixing.patterns.clusters import Cluster, clusters
from sixing.progress import Progress, silent

Lang = Literal["zh", "en"]
Floats = NDArray[np.float32]
See = Callable[[Sequence[Picture]], Floats]
"""Features of pictures, (pictures, features): `sixing.features.pictures.Backbone.features`."""

FEW: Final = 12
"""Pictures below which quartiles and clusters mean little."""
MARKED: Final = 0.5
"""Deviations from pictures of many kinds at which a trait is worth saying."""
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Habit:
    """One trait of pictures, in deviations from what is usual: its mean and how it varies."""

    name: str
    mean: float
    spread: float
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One statistic: quartiles over the pictures in which it could be counted."""

    name: str
    low: float
    median: float
    high: float
    counted: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What pictures have in common.

    Attributes:
        name: of the collection.
        size: pictures.
        names: of the pictures.
        sides: the commonest width and height in pixels.
        palette: colours of all, the commonest first.
        habits: every trait, the most marked first.
        figures: texture, edges, strokes.
        ways: shares of edges by direction over half a turn, from level, counter-clockwise.
        weights: where edges lie, rows from above, adds up to 1.
        clusters: kinds; their names may be empty, then ``kinds`` names them.
        kinds: of each cluster a name in Chinese and in English.
    """

    name: str
    size: int
    names: tuple[str, ...]
    sides: tuple[int, int]
    palette: tuple[Swatch, ...]
    habits: tuple[Habit, ...]
    figures: tuple[Figure, ...]
    ways: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    clusters: tuple[Cluster, ...]
    kinds: tuple[tuple[str, str], ...]

    @property
    def trusted(self) -> bool:
        """Whether there are pictures enough for the numbers to mean something."""
        return self.size >= FEW

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"trusted": self.trusted}

    def text(self, language: Lang = "zh") -> str:
        """A screenful of lines."""
        from sixing.patterns.picture_wording import summary

        return "\n".join(summary(self, language))

    def html(self, language: Lang = "zh", pictures: Sequence[Picture] = ()) -> str:
        """One page in both languages with swatches and plots; nothing is fetched.

        Args:
            language: how the page's switch stands.
            pictures: the collection's, in the order of `names`: typical ones are shown small.
        """
        from sixing.patterns.picture_page import page

        return page(self, language, pictures)


def profile(
    pictures: Sequence[Picture],
    names: Sequence[str],
    labels: Sequence[str] = (),
    *,
    name: str = "",
    see: See | None = None,
    progress: Progress = silent,
) -> Profile:
    """Profiles pictures.

    Args:
        pictures: any sizes.
        names: of each.
        labels: of each, as the subfolder it lies in; empty ones and none at all are allowed.
        name: of the collection.
        see: features by which pictures are gathered; without it, their traits are.

    Raises:
        BadPicture: there is no picture.
        BadInput: strokes are to be measured, and the extra ``picture`` is not installed.
    """
    if not pictures:
        raise BadPicture("there is no picture to describe", zh="没有可描画的图")
    traits = measure(pictures)
    progress(0.2, "traits 特征")
    looks = [look(one) for one in pictures]
    progress(0.4, "texture and strokes 纹理与笔画")
    seen = _seen(pictures, see, progress) if see else traits.astype(np.float32)
    found = clusters(seen, labels if any(labels) else ())
    kinds = tuple(_kind(one, traits) for one in found)
    progress(1.0, f"{len(found)} kinds 类")
    sizes, counts = np.unique([(p.width, p.height) for p in pictures], axis=0, return_counts=True)
    width, height = sizes[counts.argmax()].tolist()
    return Profile(
        name, len(pictures), tuple(names), (width, height), swatches(pictures), _habits(traits),
        _figures(looks), tuple(np.mean([one.ways for one in looks], 0).round(4).tolist()),
        tuple(map(tuple, np.mean([one.weights for one in looks], 0).round(4).tolist())),
        tuple(replace(one, tightness=round(one.tightness, 4)) for one in found), kinds,
    )  # fmt: skip


def _seen(pictures: Sequence[Picture], see: See, progress: Progress) -> Floats:
    parts = []
    for at in range(0, len(pictures), _AT_ONCE):
        parts.append(see(pictures[at : at + _AT_ONCE]))
        progress(0.4 + 0.5 * min(1.0, (at + _AT_ONCE) / len(pictures)), "looking 观图")
    return np.concatenate(parts)


def _habits(traits: NDArray[np.float64]) -> tuple[Habit, ...]:
    found = []
    for trait, column in zip(TRAITS, traits.T, strict=True):
        mean, spread = round(float(column.mean()), 3), round(float(column.std()), 3)
        found.append(
            Habit(trait.name, mean, spread, trait.phrase(mean, "zh"), trait.phrase(mean, "en"))
        )
    return tuple(sorted(found, key=lambda one: -abs(one.mean)))


def _figures(looks: Sequence[Look]) -> tuple[Figure, ...]:
    found = []
    for name, (zh, en) in STATISTICS.items():
        values = [one.values[name] for one in looks if name in one.values]
        # Strokes of a few pictures among many would pass for strokes of all.
        if not values or (name in OF_STROKES and 2 * len(values) < len(looks)):
            continue
        low, median, high = np.percentile(values, (25, 50, 75)).round(4).tolist()
        found.append(Figure(name, low, median, high, len(values), zh, en))
    return tuple(found)


def _kind(one: Cluster, traits: NDArray[np.float64]) -> tuple[str, str]:
    """A cluster's name: its labels, or the two traits that set it apart."""
    if one.name:
        return one.name, one.name
    apart = traits[list(one.members)].mean(0) - traits.mean(0)
    order = np.argsort(-np.abs(apart), kind="stable")
    said = [(TRAITS[at], float(apart[at])) for at in order[:2] if abs(apart[at]) >= MARKED / 2]
    if not said:
        return "相近的图", "pictures alike"
    zh = "、".join(trait.phrase(sign, "zh") for trait, sign in said)
    return zh, ", ".join(trait.phrase(sign, "en") for trait, sign in said)
