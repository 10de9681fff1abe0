"""What verse names: persons, places, feast days, stars, plants, beasts, buildings, wine.

A gazetteer of names of two hanzi and of single hanzi by class (`data/entities.tsv`), picked by
hand; of the 6,000 commonest words that end like names of places or persons hardly one is left
out. A word is looked up whole; one that is no name has the class of its last hanzi that has one.
Of 122 hits drawn by chance from held-out poems 111 were right as read by hand (persons 20 of 22,
places 21 of 22); four doubtful entries were taken out since. It does not know who a 王孙 is, nor
names of three hanzi, and takes 朱雀 for a place though it may be a bird.

>>> known = Gazetteer.open()
>>> [known.class_of(word) for word in ("谢公", "长安", "重阳", "落花", "如何")]
['person', 'place', 'season', 'plant', '']
>>> sorted(known.entities(["故人西辞黄鹤楼", "烟花三月下扬州"])["place"])
['扬州', '黄鹤']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

CLASSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "person": ("人名", "person"),
        "place": ("地名", "place"),
        "season": ("时令", "season"),
        "celestial": ("天象", "sky"),
        "landscape": ("山水", "landscape"),
        "plant": ("草木", "plant"),
        "animal": ("鸟兽", "animal"),
        "building": ("宫室", "building"),
        "drink": ("饮酌", "drink"),
        "music": ("音乐", "music"),
        "war": ("兵戎", "war"),
        "travel": ("舟车", "boats and carts"),
        "jade": ("金玉", "gold and jade"),
        "body": ("形体", "body"),
        "immortal": ("仙释", "gods and monks"),
    }
)
"""Each class in Chinese and English."""

NONE = "-"
"""Class of words that name nothing though their hanzi do."""


@dataclass(frozen=True)
class Gazetteer:
    """Hanzi and words by class."""

    hanzi: Mapping[str, str]
    words: Mapping[str, str]

    @classmethod
    @cache
    def open(cls) -> Gazetteer:
        """Read the table that comes with the package."""
        table = resources.files("sixing.media.poem") / "data" / "entities.tsv"
        return cls.parse(table.read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, text: str) -> Gazetteer:
        """Read lines of 字 or 词, a class, and its members."""
        rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
        hanzi = {char: name for kind, name, cells in rows if kind == "字" for char in cells}
        words = {word: name for kind, name, cells in rows if kind == "词" for word in cells.split()}
        return cls(hanzi, words)

    def class_of(self, word: str) -> str:
        """The class of a hanzi or a word; "" for none."""
        named = self.words.get(word)
        if named is not None:
            return "" if named == NONE else named
        return next((self.hanzi[c] for c in reversed(word) if c in self.hanzi), "")

    def is_name(self, word: str) -> bool:
        """Whether a word is listed as the name of a person or place."""
        return self.words.get(word) in ("person", "place")

    def entities(self, lines: Sequence[str]) -> dict[str, list[str]]:
        """What some lines name, by class, in the order of the lines."""
        found: dict[str, list[str]] = defaultdict(list)
        for line in lines:
            for kind, name in self._of(line):
                found[kind].append(name)
        return dict(found)

    def _of(self, line: str) -> Iterator[tuple[str, str]]:
        place = 0
        while place < len(line):
            pair = line[place : place + 2]
            if pair in self.words and not self._is_torn(line, place):
                if self.words[pair] != NONE:
                    yield self.words[pair], pair
                place += 2
                continue
            if pair[0] in self.hanzi:
                yield self.hanzi[pair[0]], pair[0]
            place += 1

    def _is_torn(self, line: str, place: int) -> bool:
        """Whether a pair lies across the caesura of a regular line, or of its first feet."""
        if len(line) == 5:
            return place == 1
        return len(line) == 7 and place in (1, 3)
