"""Sixteen traits of a poem that a reader can see: what its images, lines and words are like.

Counted from the hanzi alone, without a model, in a tenth of a millisecond. Each value is
standardised by its mean and deviation over the corpus (`recipes/traits.py`), so that 0 is the
usual poem and 1 a poem that has more of it than five in six. Shares of few words are taken by
their square root, which evens their spread (Bartlett, "The Square Root Transformation in Analysis
of Variance", 1936). The first eight tell most of what differs between poems; the others refine.

It does not read: a cold word in a merry poem is a cold word. The words are listed in
`data/trait_words.toml`.

Example:
    >>> bright, cool = measure([("桃花红锦绣", "春酒暖朝阳"), ("寒泉滴幽石", "孤月照秋霜")])
    >>> bool(bright[0] > 1), bool(cool[0] < -1), TRAITS[0].phrase(cool[0])
    (True, True, '清冷的意象')
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem.word_classes import WordClasses
from sixing.media.trait import Trait

Floats = NDArray[np.float64]
Lines = Sequence[str]

FURTHEST = 3.0
"""Deviations at which a value is cut: beyond, it says more of a poem's length than of the poem."""

TRAITS = (
    Trait(
        "warmth", ("清冷的意象", "清冷 (cool, clear) images"), ("明丽的意象", "warm, bright images")
    ),
    Trait(
        "nature",
        ("人事与器物", "people and their things"),
        ("山水草木", "nature: hills, waters, plants"),
    ),
    Trait("flow", ("句句自足", "end-stopped lines"), ("句意流贯", "lines that run on")),
    Trait(
        "names",
        ("少用人名地名", "fewer names"),
        ("多用人名地名", "more names of people and places"),
    ),
    Trait(
        "feeling", ("情在景中", "feeling left to the scene"), ("直抒其情", "feeling said outright")
    ),
    Trait("movement", ("静的画面", "still pictures"), ("多动作", "much movement")),
    Trait("colour", ("少着颜色", "few colours"), ("颜色鲜明", "many colours")),
    Trait("distance", ("窗下庭前", "near things: window, court, cup"), ("境界开阔", "wide views")),
    Trait("parallel", ("散行", "free couplets"), ("对仗工整", "parallel couplets")),
    Trait("voice", ("平直陈述", "plain statement"), ("设问与呼告", "questions and address")),
    Trait("season", ("不言时令", "no season named"), ("时令分明", "seasons and festivals")),
    Trait("night", ("白昼与晴光", "daylight"), ("夜与月", "night and moon")),
    Trait("sound", ("无声之境", "silence"), ("声音可闻", "sounds: bells, birds, flutes")),
    Trait("numbers", ("少用数字", "few numbers"), ("多用数字", "numbers")),
    Trait("doubling", ("不用叠字", "no doubled words"), ("叠字", "doubled words")),
    Trait("rarity", ("用字平易", "everyday words"), ("用字生新", "rare words")),
)
"""What is measured, in the order of the columns."""

_HUMAN = ("名·人事", "名·人伦", "名·器物", "名·宫室", "名·衣食", "名·文事", "名·形体")
_NATURAL = ("名·天文", "名·地理", "名·草木", "名·鸟兽", "名·时令")
_OFTEN = 0.5  # added to both sides of odds, so that none is infinite (Haldane, 1956)


def measure(poems: Sequence[Lines]) -> Floats:
    """Standardised traits of poems.

    Args:
        poems: the lines of each, simplified, without punctuation.

    Returns:
        Shape (poems, traits), in deviations from the usual poem, within ±`FURTHEST`.
    """
    mean, deviation = _scale()
    raw = np.array([raw_traits(lines) for lines in poems]).reshape(-1, len(TRAITS))
    cut: Floats = np.clip((raw - mean) / deviation, -FURTHEST, FURTHEST)
    return cut


def raw_traits(lines: Lines) -> Floats:
    """Traits of one poem as they are counted, before they are standardised; shape (traits,)."""
    text = "".join(lines)
    if not text:
        return np.zeros(len(TRAITS))
    points = np.minimum([ord(char) for char in text], len(_ranks()) - 1)
    count = dict(zip(_sets(), _tables()[:, points].sum(axis=1).tolist(), strict=True))
    words, size = _words(), len(text)

    def share(name: str, longer: str = "") -> float:
        found = count[name] + sum(text.count(word) for word in words.get(longer, ()))
        return float(np.sqrt(found / size))

    def odds(more: str, less: str) -> float:
        return float(np.log((count[more] + _OFTEN) / (count[less] + _OFTEN)))

    return np.array([
        odds("warm", "cold"),
        odds("natural", "human"),
        sum(line[:1] in words["binding"] for line in lines[1:] if line) / max(1, len(lines) - 1),
        share("states", "allusions"),
        share("feelings"),
        count["verbs"] / size,
        share("colours"),
        odds("wide", "near"),
        _parallel(lines),
        share("voice"),
        share("seasons", "festivals"),
        odds("night", "day"),
        share("sounds"),
        share("numbers"),
        float(np.sqrt(sum(a == b for line in lines for a, b in pairwise(line)) / size)),
        float(_ranks()[points].mean()),
    ])  # fmt: skip


def _parallel(lines: Lines) -> float:
    """Share of places at which parts of speech agree in couplets of lines of one length."""
    couplets = [(a, b) for a, b in zip(lines[::2], lines[1::2], strict=False) if len(a) == len(b)]
    if not couplets:
        return 0.0
    classes = WordClasses.open()
    above, below = (
        classes.speech[classes.class_of(np.array([ord(char) for line in side for char in line]))]
        for side in zip(*couplets, strict=True)
    )
    return float(np.mean((above == below) & (above != 0)))


@cache
def _words() -> dict[str, Any]:
    path = resources.files("sixing.media.poem") / "data" / "trait_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _sets() -> dict[str, NDArray[np.int64]]:
    """Code points of each set of hanzi: those listed, and those of certain word classes."""
    classes = WordClasses.open()
    verbs = [name for name in classes.names if name.startswith("动")]
    listed = {
        name: np.array([ord(char) for char in hanzi])
        for name, hanzi in _words().items()
        if isinstance(hanzi, str)
    }
    by_class = {"human": _HUMAN, "natural": _NATURAL, "verbs": verbs}
    return listed | {
        name: np.isin(classes.of_codepoint, [classes.names.index(m) for m in members]).nonzero()[0]
        for name, members in by_class.items()
    }


@cache
def _tables() -> NDArray[np.uint8]:
    """Which code points belong to which set, shape (sets, code points)."""
    table = np.zeros((len(_sets()), len(WordClasses.open().of_codepoint)), np.uint8)
    for row, points in zip(table, _sets().values(), strict=True):
        row[points] = 1
    return table


@cache
def _counted() -> dict[str, Any]:
    path = resources.files("sixing.media.poem") / "data" / "traits.json"
    counted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return counted


@cache
def _scale() -> tuple[Floats, Floats]:
    """Mean and deviation of each trait over the corpus."""
    rows = _counted()["traits"]
    table = np.array([rows[trait.name] for trait in TRAITS])
    return table[:, 0], table[:, 1]


@cache
def _ranks() -> Floats:
    """Logarithm of each code point's rank by use in verse; what is not listed ranks last."""
    common = _counted()["common"]
    ranks = np.full(len(WordClasses.open().of_codepoint), np.log(len(common) + 1))
    ranks[[ord(char) for char in common]] = np.log(np.arange(len(common)) + 1)
    return ranks
