r"""Poems as bags of features: hanzi, words, forms, rhymes, tones, lines, occasions.

Each kind has its unit (`KINDS`): a hanzi is counted among hanzi, a form among poems, a question
among lines. Titles are read for the occasion only, authors not at all.

>>> bags = bags_of(Verse(("山高月小\n水落石出",), ("游赤壁",)))
>>> [f.zh for f in bags.features if f.kind == "form"]
['体·四言']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem.census import Census
from sixing.media.poem.entities import CLASSES, Gazetteer
from sixing.media.poem.habits import Habits, habits
from sixing.media.poem.imagery import Words
from sixing.patterns.bags import Bags, Counts, Feature, Floats, Ids, gather
from sixing.patterns.poem_names import KINDS, LINE_TRAITS, OCCASIONS, SHAPES, feature
from sixing.progress import Progress, silent

_SIZES = {4: "四句内", 8: "八句内", 16: "十六句内", 30: "三十句内", 999: "三十句以上"}

Sights = tuple[list[Feature], NDArray[np.integer], NDArray[np.integer], Floats]
"""Features, the piece and the number of each sight, the room of each piece."""

HANZI = 4000


@dataclass(frozen=True)
class Verse:
    """Poems to profile, in columns.

    Attributes:
        texts: lines joined by newlines.
        titles, tunes: of each poem; may be left out.
        words: words known beforehand; found in these poems when None.
        phrases: longer phrases to count.
        pairs: words to count where one couplet has both.
    """

    texts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    tunes: tuple[str, ...] = ()
    words: Words | None = None
    phrases: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    gazetteer: Gazetteer = field(default_factory=Gazetteer.open)

    @cached_property
    def census(self) -> Census:
        """The poems as numbers."""
        return Census.of(self.texts)

    @cached_property
    def habits(self) -> Habits:
        """Their forms, rhymes and tones."""
        return habits(self.census, self.tunes)

    @cached_property
    def lexicon(self) -> Words:
        """The words that are counted."""
        if self.words is not None:
            return self.words
        least = int(np.clip(len(self.census.ids) / 400_000, 3, 40))
        found = Words.of(self.census, least).names
        return Words((*found, *sorted(self.gazetteer.words.keys() - set(found))))


def bags_of(verse: Verse, progress: Progress = silent) -> Bags:
    """Counts every feature of every poem."""
    features: list[Feature] = []
    entries: list[tuple[Ids, Ids, Counts]] = []
    room: dict[str, Floats] = {}
    for done, (found, piece, number, units) in enumerate(_all(verse)):
        one, feature, count = gather(piece, number, max(1, len(found)))
        entries.append((one, feature + np.int32(len(features)), count))
        features += found
        room.update({kind: units.astype(np.float64) for kind in {f.kind for f in found}})
        progress(min(1.0, (done + 1) / len(KINDS)), "counting features")
    pieces, numbers, counts = (np.concatenate(part) for part in zip(*entries, strict=True))
    return Bags(tuple(features), pieces, numbers, counts, room, len(verse.census))


def _all(verse: Verse) -> Iterator[Sights]:
    yield _hanzi(verse)
    yield _words(verse)
    if verse.phrases:
        yield _phrases(verse)
    if verse.pairs:
        yield _pairs(verse)
    yield _classes(verse)
    yield from _habits(verse)
    yield from _tones(verse)
    yield _lines(verse)
    if verse.titles:
        yield _occasions(verse)


def _hanzi(verse: Verse) -> Sights:
    census = verse.census
    some = np.flatnonzero(census.ids < HANZI)
    found = [feature("hanzi", c) for c in census.chars[:HANZI]]
    return found, census.poem_of_hanzi[some], census.ids[some], census.sizes.astype(float)


def _words(verse: Verse) -> Sights:
    census, words = verse.census, verse.lexicon
    at, which = words.find(census)
    poems = census.poem_of_hanzi[at]
    found = [feature("word", word) for word in words.names]
    return found, poems, which, (census.sizes / 2).astype(float)


def _phrases(verse: Verse) -> Sights:
    census = verse.census
    number = {char: i for i, char in enumerate(census.chars)}
    found = [_where(census, [number.get(char, -1) for char in p]) for p in verse.phrases]
    at = np.concatenate([np.empty(0, np.int64), *found])
    which = np.repeat(np.arange(len(found)), [len(one) for one in found])
    features = [feature("phrase", phrase) for phrase in verse.phrases]
    return features, census.poem_of_hanzi[at], which, census.sizes.astype(float)


def _where(census: Census, ids: Sequence[int]) -> Ids | NDArray[np.int64]:
    """Where these hanzi follow one another in one line."""
    at = np.flatnonzero(census.ids[: len(census.ids) - len(ids) + 1] == ids[0])
    for step, one in enumerate(ids[1:], start=1):
        at = at[census.ids[at + step] == one]
    return at[census.place[at] + len(ids) <= census.width[at]]


def _pairs(verse: Verse) -> Sights:
    census = verse.census
    number = {char: i for i, char in enumerate(census.chars)}
    units = couplets(census)
    tokens = {token for pair in verse.pairs for token in pair}
    found = {t: np.unique(units[_where(census, [number.get(c, -1) for c in t])]) for t in tokens}
    both = [np.intersect1d(found[a], found[b]) for a, b in verse.pairs]
    rows = np.concatenate([np.empty(0, np.int64), *both]).astype(np.int64)
    which = np.repeat(np.arange(len(both)), [len(one) for one in both])
    poem_of = np.zeros(int(units.max(initial=-1)) + 1, np.int32)
    poem_of[units] = census.poem_of_hanzi
    features = [feature("pair", " ".join(pair)) for pair in verse.pairs]
    return features, poem_of[rows], which, np.ceil(census.counts / 2)


def couplets(census: Census) -> Ids:
    """The number of the couplet that each hanzi stands in, (hanzi,)."""
    line = np.arange(len(census.widths)) - census.poems[census.poem_of_line]
    first = np.concatenate(([0], np.cumsum(-(-census.counts // 2))))[:-1]
    result: Ids = (first[census.poem_of_line] + line // 2).astype(np.int32)
    return result[census.line_of_hanzi]


def _classes(verse: Verse) -> Sights:
    """How much of each class of things: words where they are words, else single hanzi."""
    census, known = verse.census, verse.gazetteer
    names = list(CLASSES)
    at, which = verse.lexicon.find(census)
    of_word = np.array([_number(names, known.class_of(w)) for w in verse.lexicon.names] or [-1])
    of_char = np.array([_number(names, known.class_of(c)) for c in census.chars] or [-1])
    number = of_char[census.ids]
    number[at], number[at + 1] = of_word[which], -1
    some = np.flatnonzero(number >= 0)
    found = [feature("class", n) for n in names]
    return found, census.poem_of_hanzi[some], number[some], census.sizes.astype(float)


def _number(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _habits(verse: Verse) -> Iterator[Sights]:
    """What a poem is one of: its form, length, rhyme group, manner of rhyme, opening."""
    read, census = verse.habits, verse.census
    groups = np.array([*read.groups, ""])[read.rhyme]
    size = np.array([*_SIZES.values()])[np.searchsorted([*_SIZES][:-1], census.counts)]
    for kind, names in (
        ("form", read.form), ("length", size), ("rhyme", groups), ("manner", read.manner),
        ("opening", read.opening),
    ):  # fmt: skip
        known, number = np.unique(names, return_inverse=True)
        has = names != ""
        shift = int("" in known)
        found = [feature(kind, str(k)) for k in known if k]
        yield found, np.flatnonzero(has), number[has] - shift, has.astype(float)


def _tones(verse: Verse) -> Iterator[Sights]:
    """Licences among regulated poems, and what poems of such shapes in old style do with tones."""
    read = verse.habits
    old = read.shaped & ~read.regulated
    licences = {"rescued": read.rescued, "special": read.special}
    ends = {"level end": "三平尾", "oblique end": "三仄尾", "lone level": "孤平"}
    liberties = {key: read.slips[rule] for key, rule in ends.items()}
    for kind, traits, room in (("licence", licences, read.regulated), ("liberty", liberties, old)):
        number, piece = np.nonzero(np.stack([has & room for has in traits.values()]))
        yield [feature(kind, key) for key in traits], piece, number, room.astype(float)


def _lines(verse: Verse) -> Sights:
    """What lines do."""
    census = verse.census
    doubled = np.zeros(len(census.ids), np.bool_)
    doubled[1:] = (census.place[1:] > 0) & (census.ids[1:] == census.ids[:-1])
    flags = [_has(census, hanzi) for _, _, hanzi in LINE_TRAITS.values()]
    flags += [_any(census, doubled), *(census.widths == n for n in (3, 4, 6))]
    flags += [census.widths > 7, _linked(census)]  # lines of 5 and 7 are told by the form
    found = [feature("line", key) for key in (*LINE_TRAITS, *SHAPES)]
    number, line = np.nonzero(np.stack(flags))
    return found, census.poem_of_line[line], number, census.counts.astype(float)


def _has(census: Census, hanzi: str) -> NDArray[np.bool_]:
    """Whether each line has one of some hanzi."""
    known = census.known(hanzi)
    return _any(census, known[census.ids] if len(known) else np.zeros(0, np.bool_))


def _any(census: Census, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether some hanzi of each line is flagged."""
    found = np.zeros(len(census.widths), np.bool_)
    found[census.line_of_hanzi[flags]] = True
    return found


def _linked(census: Census) -> NDArray[np.bool_]:
    full = census.widths > 0
    first = np.where(full, census.ids[np.minimum(census.lines[:-1], len(census.ids) - 1)], -2)
    linked = np.zeros(len(first), np.bool_)
    linked[1:] = first[1:] == census.finals[:-1]
    linked[census.poems[:-1][census.counts > 0]] = False
    return linked


def _occasions(verse: Verse) -> Sights:
    """What the title says the poem was for."""
    hits = [(i, k) for i, title in enumerate(verse.titles) for k in _occasion(title)]
    rows = np.array(hits, np.int64).reshape(-1, 2)
    found = [feature("occasion", key) for key in OCCASIONS]
    return found, rows[:, 0], rows[:, 1], np.ones(len(verse.titles))


@lru_cache(maxsize=1 << 18)
def _occasion(title: str) -> tuple[int, ...]:
    """Numbers of the occasions that a title names."""
    kept = _TRIMMED.sub("", title)
    return tuple(k for k, pattern in enumerate(_PATTERNS) if pattern.search(kept))


_PATTERNS = tuple(re.compile(pattern) for _, _, pattern in OCCASIONS.values())
_TRIMMED = re.compile(
    r"[\s·・其一二三四五六七八九十百首]+$|\s.*$"
)  # 三首 其二, and what follows a space


def same(a: Feature, b: Feature) -> bool:
    """Whether two features of poems say one thing: a hanzi and a word that it is part of."""
    texts = {"hanzi", "word", "phrase"}
    return {a.kind, b.kind} <= texts and (a.key in b.key or b.key in a.key)
