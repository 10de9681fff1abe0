r"""Words of two hanzi: which pairs hold together in verse, and which of them paint.

A pair counts as a word when it stands often where words stand (2-2-1 and 2-2-3 in lines of five
and seven) and its hanzi seek each other (pointwise mutual information, Church and Hanks, 1990). A
word paints when its last hanzi names a thing one can see. It knows no meaning and no longer word.

>>> poems = Census.of(["明月何时有\n明月照高楼\n高楼明月在\n高楼明月里"])
>>> Words.of(poems, least=2, bond=0.5).names
('明月', '高楼')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem.census import Census, Ids, Places
from sixing.media.poem.word_classes import WordClasses

COMMON = 4096
"""Hanzi that words are made of: the commonest."""

PAINTED = frozenset(("天文", "地理", "草木", "鸟兽", "宫室", "器物", "衣食"))
_ALSO = frozenset("色声香影梦魂村鬓颜眉泪袖翁僧樵渔春夏秋冬夜晓暮夕阳月日")
_BOND = {"名": 0.7, "色": 0.5, "形": 0.9, "动": 1.8, "数": 1.5}  # nats, by what stands before
_PALE = frozenset(
    "今昨当此何谁无有不未其他如似使令几每从至自底即为与相以之者所可能得见知事物处时年岁古"
    "昔前后上下中里外间旁边初正在是非又亦已常同多少第余诸众各再尽终连竟整平生来去人"
)


@dataclass(frozen=True)
class Words:
    """Words, found in some poems or known beforehand.

    Attributes:
        names: the words, the commonest first.
    """

    names: tuple[str, ...]

    @classmethod
    def of(cls, census: Census, least: int = 40, bond: float = 1.5, most: int = 12_000) -> Words:
        """The words of these poems.

        Args:
            census: the poems.
            least: how often a word must occur.
            bond: nats above chance by which its hanzi must seek each other.
            most: how many are kept, the commonest.
        """
        bonds, pairs = _pairs(census)
        often = np.flatnonzero(pairs >= least)
        firm = often[bonds[often] >= bond]
        ranked = firm[np.argsort(-pairs[firm], kind="stable")][:most]
        chars = census.chars
        return cls(tuple(chars[p // COMMON] + chars[p % COMMON] for p in ranked.tolist()))

    def find(self, census: Census) -> tuple[Places, Ids]:
        """Where words begin in `census.ids`, and which word it is, (found,) each.

        Of the two ways to part the last three hanzi of a line of five or seven the firmer counts.
        """
        number = {char: i for i, char in enumerate(census.chars[:COMMON])}
        table = np.full(COMMON * COMMON, -1, np.int32)
        for i, word in enumerate(self.names):
            a, b = (number.get(char, -1) for char in word)
            if a >= 0 and b >= 0:
                table[a * COMMON + b] = i
        starts, key = parted(census)
        found = table[key]
        return starts[found >= 0], found[found >= 0]

    @property
    def images(self) -> tuple[str, ...]:
        """Those that paint."""
        return tuple(word for word in self.names if paints(word))


@lru_cache(maxsize=2)
def _pairs(census: Census) -> tuple[NDArray[np.float32], Places]:
    """Nats by which each pair of common hanzi seeks each other, and how often it occurs.

    What was seen once or twice seems bound by chance: it is discounted (Pantel and Lin, 2002).
    """
    _, key = _places(census)
    pairs = np.bincount(key, minlength=COMMON * COMMON)
    single = np.bincount(census.ids, minlength=COMMON)[:COMMON]
    bond, total = np.full(COMMON * COMMON, -99.0, np.float32), max(1, len(census.ids))
    some = np.flatnonzero(pairs)
    first, last, both = single[some // COMMON], single[some % COMMON], pairs[some]
    rarer = np.minimum(first, last)
    sure = both / (both + 1) * rarer / (rarer + 1)
    bond[some] = sure * np.log(both / len(key) / (first / total) / (last / total))
    return bond, pairs


@lru_cache(maxsize=2)
def _places(census: Census) -> tuple[Places, Places]:
    """Where a word of two common hanzi may begin, and the pair there as one number."""
    place, width = census.place, census.width
    # of each width and place: may a word begin there?
    longest = int(census.widths.max(initial=0))
    may = np.tri(longest + 1, longest, -2, dtype=np.bool_)
    for w, allowed in ((5, (0, 2, 3)), (7, (0, 2, 4, 5))):
        if w <= longest:
            may[w] = np.isin(np.arange(longest), allowed)
    starts = np.flatnonzero(may[width, place])
    a, b = census.ids[starts].astype(np.int64), census.ids[starts + 1]
    common = (a < COMMON) & (b < COMMON)
    return starts[common], (a * COMMON + b)[common]


@lru_cache(maxsize=2)
def parted(census: Census) -> tuple[Places, Places]:
    """As `_places`, once every line of five or seven is parted: of two that overlap the firmer."""
    starts, key = _places(census)
    firm = _pairs(census)[0][key]
    regular = np.isin(census.widths, (5, 7))[census.line_of_hanzi]
    clash = np.flatnonzero((np.diff(starts) == 1) & regular[starts[:-1]])
    weaker = np.where(firm[clash] >= firm[clash + 1], clash + 1, clash)
    kept = np.ones(len(starts), np.bool_)
    kept[weaker] = False
    return starts[kept], key[kept]


@lru_cache(maxsize=1 << 15)
def paints(word: str) -> bool:
    """Whether a word of two hanzi is an image: a thing one can see, perhaps with its colour."""
    if len(word) != 2 or word[0] == word[1] or _PALE & set(word):
        return False
    first, last = WordClasses.open().of(word)
    speech = first.partition("·")[0]
    return speech in _BOND and (last.partition("·")[2] in PAINTED or word[1] in _ALSO)
