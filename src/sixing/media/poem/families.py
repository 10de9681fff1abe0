"""What a poem paints with: the family of images that it has more of than poems usually have.

Six families after the old encyclopaedias for poets (艺文类聚, 624, and 渊鉴类函, 1710, begin with
heaven, the year and the earth, and go on to people, things, plants and creatures), counted by the
classes of words. It knows no other imagery and no word that the table of classes does not list.

>>> family(("空山新雨后", "天气晚来秋"))
'sky'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem.word_classes import WordClasses

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sky": ("天文", "时令"),
        "landscape": ("地理", "地名", "方位"),
        "plants": ("草木",),
        "creatures": ("鸟兽",),
        "people": ("人名", "人伦", "人事", "形体"),
        "things": ("宫室", "器物", "衣食", "文事"),
    }
)
"""Each family with its categories of nouns."""

HANZI: Mapping[str, str] = MappingProxyType(
    {
        "sky": "天时", "landscape": "山水", "plants": "草木",
        "creatures": "鸟兽", "people": "人事", "things": "器物",
    }
)  # fmt: skip

_MEAN = np.array([0.0708, 0.0747, 0.0291, 0.0157, 0.1255, 0.1092])
_DEVIATION = np.array([0.0505, 0.0520, 0.0353, 0.0245, 0.0621, 0.0594])
"""Share of the hanzi of a poem: over 20,000 regulated poems of Tang and Song, drawn at random."""


def leaning(lines: Sequence[str]) -> NDArray[np.float64]:
    """How much more of each family a poem has than is usual, in deviations, (families,)."""
    classes = WordClasses.open()
    families = _family_of()
    found = np.concatenate([families[classes.classify(line)] for line in lines])
    shares = np.bincount(found, minlength=len(FAMILIES) + 1)[:-1] / max(1, len(found))
    result: NDArray[np.float64] = (shares - _MEAN) / _DEVIATION
    return result


def family(lines: Sequence[str]) -> str:
    """The family that stands out most."""
    return tuple(FAMILIES)[int(leaning(lines).argmax())]


def family_of_word(word: str) -> str | None:
    """The family of a word of imagery, by its last hanzi that has one."""
    found = _family_of()[WordClasses.open().classify(word)]
    named = found[found < len(FAMILIES)]
    return tuple(FAMILIES)[int(named[-1])] if len(named) else None


@cache
def _family_of() -> NDArray[np.intp]:
    """The family of each class; one past the last for none."""
    number = {f"名·{kind}": i for i, kinds in enumerate(FAMILIES.values()) for kind in kinds}
    return np.array([number.get(name, len(FAMILIES)) for name in WordClasses.open().names])
