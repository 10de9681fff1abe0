"""The class of every word, so that two lines can be set against each other (对仗).

In a parallel couplet noun answers noun and numeral answers numeral; within the nouns, sky answers
earth and plants answer beasts (Wang Li, 汉语诗律学, 1958, §14–15). A class is a part of speech,
or a part of speech with a category: `名·天文`, `数`, `动·移动`. The table was counted by
`recipes/word_classes.py` over verse tagged with UD-Kanbun (Yasuoka, 2019); it holds facts about
characters and about the words of two characters whose class their characters do not show.

It does not parse: a character outside a listed word has the class that it has most often.

Example:
    >>> classes = WordClasses.open()
    >>> classes.of("白日依山")
    ('色', '名·时令', '动', '名·地理')
    >>> classes.parallel("白日依山尽", "黄河入海流")
    1.0
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 0
"""Class of characters that the table does not list."""

_LAST = 0x33480  # one past the last code point of CJK extension H


@dataclass(frozen=True)
class WordClasses:
    """Classes of characters and words.

    Attributes:
        names: the classes; `names[UNKNOWN]` is "".
        speech: for each class the number of its part of speech, shape (classes,).
        of_codepoint: class of each code point, shape (code points,).
        affinity: how much likelier than chance human poets set class j under class i, in nats,
            shape (classes, classes).
        words: class of the words of two characters that have one of their own.
    """

    names: tuple[str, ...]
    speech: NDArray[np.uint8]
    of_codepoint: NDArray[np.uint8]
    affinity: NDArray[np.float32]
    words: dict[str, int]

    @classmethod
    @cache
    def open(cls) -> WordClasses:
        """Read the table that comes with the package."""
        table = resources.files("sixing.media.poem") / "data" / "word_classes.tsv"
        return cls.parse(table.read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, text: str) -> WordClasses:
        """Read a table: lines of `字|词|对`, a class, and its characters, words or affinities.

        Affinities are given in hundredths of a nat, in the order of the `字` lines.
        """
        rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
        names = ("", *(row[1] for row in rows if row[0] == "字"))
        number = {name: i for i, name in enumerate(names)}
        of_codepoint = np.zeros(_LAST, np.uint8)
        affinity = np.zeros((len(names), len(names)), np.float32)
        words: dict[str, int] = {}
        for kind, name, content in rows:
            if kind == "字":
                of_codepoint[[ord(char) for char in content]] = number[name]
            elif kind == "词":
                words.update(dict.fromkeys(content.split(), number[name]))
            else:
                affinity[number[name], 1:] = np.array(content.split(), np.float32) / 100
        parts = [name.partition("·")[0] for name in names]
        speech = np.array([parts.index(part) for part in parts], np.uint8)
        return cls(names, speech, of_codepoint, affinity, words)

    def class_of(self, points: NDArray[np.integer]) -> NDArray[np.uint8]:
        """Classes of single code points; same shape as given."""
        known = np.minimum(points, _LAST - 1)
        result: NDArray[np.uint8] = self.of_codepoint[known]
        return result

    def classify(self, line: str) -> NDArray[np.uint8]:
        """Classes of a line's characters, in words where they form one; shape (characters,)."""
        classes = self.class_of(np.array([ord(char) for char in line], np.int64))
        place = 0
        while place < len(line) - 1:
            word = self.words.get(line[place : place + 2])
            if word is not None:
                classes[place : place + 2] = word
            place += 1 if word is None else 2
        return classes

    def of(self, line: str) -> tuple[str, ...]:
        """Names of the classes of a line's characters."""
        return tuple(self.names[i] for i in self.classify(line))

    def matches(self, upper: str, lower: str) -> NDArray[np.bool_]:
        """Places at which the parts of speech of two lines of one length agree.

        The same character in both lines answers nothing, nor does one of unknown class.
        """
        above, below = self.classify(upper), self.classify(lower)
        alike = (self.speech[above] == self.speech[below]) & (above != UNKNOWN)
        differ = np.array([a != b for a, b in zip(upper, lower, strict=True)], np.bool_)
        result: NDArray[np.bool_] = alike & differ
        return result

    def parallel(self, upper: str, lower: str) -> float:
        """Share of places at which the parts of speech of the two lines agree, 0 to 1."""
        return float(self.matches(upper, lower).mean()) if upper else 0.0
