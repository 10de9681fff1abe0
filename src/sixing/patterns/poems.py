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
from sixing.patterns.poem_names import KINDS, LINE_TRAITS, OCCASIONS, feature
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
        phrases: phrases of three hanzi to count.
    """

    texts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    tunes: tuple[str, ...] = ()
    words: Words | None = None
    phrases: tuple[str, ...] = ()
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
    yield from _phrases(verse)
    yield _classes(verse)
    yield from _habits(verse)
    yield from _tones(verse)
    yield _lines(verse)
    if verse.titles:
        yield _occasions(verse)


def _hanzi(verse: Verse) -> Sights:
    census = verse.census
    some = np.flatnonzero(census.ids < HANZI)
    found = [feature("hanzi", c, f"“{c}”", c) for c in census.chars[:HANZI]]
    return found, census.poem_of_hanzi[some], census.ids[some], census.sizes.astype(float)


def _words(verse: Verse) -> Sights:
    census, words = verse.census, verse.lexicon
    at, which = words.find(census)
    poems = census.poem_of_hanzi[at]
    named = (verse.gazetteer.class_of(word) for word in words.names)
    found = [_word(w, c) for w, c in zip(words.names, named, strict=True)]
    return found, poems, which, (census.sizes / 2).astype(float)


def _word(word: str, kind: str) -> Feature:
    zh, en = CLASSES.get(kind, ("", ""))
    return feature("word", word, f"“{word}”{zh and f'（{zh}）'}", f"{word}{en and f' ({en})'}")


def _phrases(verse: Verse) -> Iterator[Sights]:
    if not verse.phrases:
        return
    text = [line for poem in verse.texts for line in poem.split("\n")]
    poems = verse.census.poem_of_line
    pattern = re.compile("|".join(map(re.escape, verse.phrases)))
    number = {phrase: i for i, phrase in enumerate(verse.phrases)}
    hits = [(poems[i], number[m]) for i, line in enumerate(text) for m in pattern.findall(line)]
    rows = np.array(hits, np.int64).reshape(-1, 2)
    found = [feature("phrase", p, f"“{p}”", p) for p in verse.phrases]
    yield found, rows[:, 0], rows[:, 1], verse.census.sizes.astype(float)


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
    found = [feature("class", n, *CLASSES[n]) for n in names]
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
    """Licences among regulated poems, and what old style does with tones."""
    read = verse.habits
    old = read.shaped & ~read.regulated
    licences = {
        "rescued": ("律诗有拗救", "a bent line rescued, in regulated verse (拗救)", read.rescued),
        "special": (
            "律诗用平平仄平仄",
            "the variant line 平平仄平仄, in regulated verse",
            read.special,
        ),
    }
    liberties = {  # of old style
        "level end": ("古体三平尾", "three level at an end, old style", read.slips["三平尾"]),
        "oblique end": ("古体三仄尾", "three oblique at an end, old style", read.slips["三仄尾"]),
        "lone level": ("古体孤平", "a lone level tone, in old style", read.slips["孤平"]),
    }  # fmt: skip
    for kind, traits, room in (("licence", licences, read.regulated), ("liberty", liberties, old)):
        found = [feature(kind, key, zh, en) for key, (zh, en, _) in traits.items()]
        number, piece = np.nonzero(np.stack([has & room for _, _, has in traits.values()]))
        yield found, piece, number, room.astype(float)


def _lines(verse: Verse) -> Sights:
    """What lines do."""
    census = verse.census
    flags = [_has(census, hanzi) for _, _, hanzi in LINE_TRAITS.values()]
    found = [feature("line", key, zh, en) for key, (zh, en, _) in LINE_TRAITS.items()]
    inner = (census.place[1:] > 0) & (census.ids[1:] == census.ids[:-1])
    flags.append(_any(census, np.append(inner, False)))
    found.append(feature("line", "doubled", "叠字", "doubles a hanzi (叠字)"))
    for n, zh in ((3, "三"), (4, "四"), (6, "六")):  # 5 and 7 are told by the form
        flags.append(census.widths == n)
        found.append(feature("line", f"of {n}", f"{zh}言句", f"line of {n} hanzi"))
    flags += [census.widths > 7, _linked(census)]
    found.append(feature("line", "long", "八言以上长句", "line of eight hanzi or more"))
    found.append(feature("line", "linked", "顶真", "begins as the last line ended (顶真)"))
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
    found = [feature("occasion", key, zh, en) for key, (zh, en, _) in OCCASIONS.items()]
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
