"""A toy world for thinking: a dozen image words of three topics, their company, and a form.

For tests of everything that plans without a style at hand. It knows no corpus: who stands beside
whom is written down here.

>>> from sixing.ideas.ground import Ground
>>> [one.word for one in Ground.of("秋思", toy_space(), toy_associations()).expand(3)]
['秋风', '落叶', '菊花']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sixing.features.embedding import Tower
from sixing.ideas.associations import SCALE, Associations, Company

#: Image words by topic: autumn, rivers, war; the last two words of each list lean to the next.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "秋": ("秋风", "落叶", "菊花", "砧杵"),
    "江": ("扁舟", "烟波", "白鹭", "芦苇"),
    "战": ("战马", "烽火", "旌旗", "明月"),
}
#: What lies between two topics, and where.
BETWEEN = {"芦苇": "秋", "明月": "秋"}
#: Other themes and hanzi, and their topic.
SAID = {"秋思": "秋", "霜": "秋", "江湖": "江", "舟": "江"}
WORDS = tuple(word for words in TOPICS.values() for word in words)
RHYMES = "霜楼秋舟"
BESIDE: Mapping[str, Mapping[str, float]] = {
    "秋风": {"落叶": 2.0, "扁舟": 1.0},
    "落叶": {"秋风": 2.0, "明月": 0.5},
    "扁舟": {"烟波": 2.5, "秋风": 1.0},
    "战马": {"烽火": 2.0},
}
AGAINST = {"秋风": {"明月": 1.5}, "扁舟": {"旌旗": 1.2}, "落叶": {"烽火": 0.8}}


@dataclass(frozen=True)
class ToySpace:
    """Themes and words in one space; "autumn" is translated, all else stays."""

    themes: Tower
    poems: Tower

    def translate(self, theme: str) -> str:
        """The theme in the toy's own words."""
        return {"autumn": "秋思"}.get(theme, theme)


@dataclass(frozen=True)
class ToyFrame:
    """A form of four lines, of which two rhyme; each takes any word but those refused."""

    count: int = 4
    ends: Mapping[int, tuple[str, ...]] = field(
        default_factory=lambda: {1: tuple(RHYMES), 3: tuple(RHYMES)}
    )
    taken: frozenset[str] = frozenset()
    refused: frozenset[tuple[int, str]] = frozenset()

    def suits(self, line: int, word: str) -> bool:
        """Whether a line takes a word."""
        return (line, word) not in self.refused


@dataclass(frozen=True)
class ToyForm:
    """A form as a medium draws it."""

    name: str
    rhymes: tuple[str, ...] = ("阳",)


def toy_space() -> ToySpace:
    """Words of a topic lie near each other, each a little on its own."""
    rows = {name: i for i, name in enumerate((*WORDS, *SAID, *TOPICS))}
    table = np.zeros((len(rows), len(TOPICS) + len(WORDS)), np.int8)
    for axis, (topic, words) in enumerate(TOPICS.items()):
        for own, name in enumerate((*words, *(s for s, t in SAID.items() if t == topic), topic)):
            table[rows[name], axis] = 60
            if name in WORDS:
                table[rows[name], len(TOPICS) + 4 * axis + own] = 70
    for word, topic in BETWEEN.items():
        table[rows[word], list(TOPICS).index(topic)] = 45
    tower = Tower(rows, table, np.full(len(rows), 0.01, np.float32))
    return ToySpace(tower, tower)


def toy_associations(allusive: Sequence[str] = ("旌旗",)) -> Associations:
    """Company in which autumn calls for leaves and chrysanthemums."""
    hanzi = {"秋": {"落叶": 1.5, "菊花": 1.5}}
    return Associations(
        _company(WORDS, BESIDE),
        _company(tuple("秋春夏冬江战月"), hanzi),
        _company(tuple(RHYMES), {"霜": {"落叶": 1.0}}),
        _company(WORDS, AGAINST),
        frozenset(allusive),
        np.linspace(0, 1, len(WORDS)).astype(np.float32),
    )


def _company(names: Sequence[str], beside: Mapping[str, Mapping[str, float]]) -> Company:
    near, pmi = np.zeros((len(names), 3), np.uint16), np.zeros((len(names), 3), np.uint8)
    for name, found in beside.items():
        for k, (word, nats) in enumerate(found.items()):
            near[names.index(name), k] = WORDS.index(word)
            pmi[names.index(name), k] = round(nats * SCALE)
    return Company(tuple(names), near, pmi, np.arange(900, 900 - len(names), -1).astype(np.uint32))
