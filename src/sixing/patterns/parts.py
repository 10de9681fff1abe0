"""What a profile reads of a collection by itself: images, phrases, themes, names, moods.

Each part takes poems, or what was counted of them, and compares with nothing but chance.

>>> images(Census.of(["明月照青山"]))[0]
('山', '月')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem.census import Census
from sixing.media.poem.entities import CLASSES, Gazetteer
from sixing.media.poem.imagery import Words, paints
from sixing.patterns.bags import Bags, Tally
from sixing.patterns.collection import Poems
from sixing.patterns.collocations import collocations
from sixing.patterns.labels import Recognisers
from sixing.patterns.network import Network, network
from sixing.patterns.poems import couplets

NODES = 40
READ = 300  # poems read for moods and themes: a share is then known within 6 %
_LONGEST = 400  # phrases of which the parts of longer ones are left out

Run = tuple[str, int, float, float]
"""A text, how often, G², bits above chance."""

Feel = Callable[[Sequence[tuple[str, tuple[str, ...]]]], NDArray[np.float64]]
"""Probability of each mood for poems given by form and lines, (poems, moods)."""


@dataclass(frozen=True, slots=True)
class Moods:
    """Mean probability of each mood: in all, by form and by era; rows of (name, poems, shares)."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, str, int, tuple[float, ...]], ...]


def images(census: Census) -> tuple[tuple[str, ...], Network]:
    """The commonest hanzi that name things, and which of them share couplets."""
    named = Gazetteer.open().hanzi
    nodes = tuple(char for char in census.chars if char in named)[:NODES]
    number = np.array([nodes.index(c) if c in nodes else -1 for c in census.chars] or [-1])
    at = np.flatnonzero(number[census.ids] >= 0)
    units = couplets(census)[at].astype(np.int64)
    return nodes, network(units, number[census.ids[at]], len(nodes))


def phrases(own: Poems) -> list[Run]:
    """Runs of three and four hanzi that hold together and come in several poems."""
    poems: Counter[str] = Counter()
    single: Counter[str] = Counter()
    chance = np.random.default_rng(0)
    some = np.sort(chance.permutation(len(own))[:20_000])
    for i in some.tolist():
        lines = own.texts[i].split("\n")
        single.update(own.texts[i].replace("\n", ""))
        runs = {ln[k : k + n] for ln in lines for n in (3, 4) for k in range(len(ln) - n + 1)}
        poems.update(runs)
    total = max(1, single.total())
    found = []
    for run, count in poems.items():
        if count >= max(3, len(some) // 2000):
            share = np.array([single[char] / total for char in run])
            expected = float(total * share.prod())
            surety = 2 * (count * np.log(count / expected) - (count - expected))
            found.append((run, count, round(float(surety), 1), float(np.log2(count / expected))))
    found.sort(key=lambda one: -one[2])
    return [one for one in found[:_LONGEST] if not _part_of(one, found[:_LONGEST])]


def _part_of(one: Run, found: Sequence[Run]) -> bool:
    """Whether a run of three is hardly met but in a longer one."""
    return any(
        len(other[0]) > len(one[0]) and one[0] in other[0] and 3 * other[1] > 2 * one[1]
        for other in found
    )


def words(census: Census, lexicon: Words) -> tuple[Run, ...]:
    """Words that follow each other in a line."""
    at, which = lexicon.find(census)
    line = census.line_of_hanzi[at]
    follows = np.flatnonzero((np.diff(at) == 2) & (line[1:] == line[:-1]))
    found = collocations(which[follows].astype(np.int64), which[follows + 1].astype(np.int64))
    names = lexicon.names
    return tuple(
        (f"{names[c.first]} {names[c.second]}", c.count, round(c.surety, 1), round(c.bond, 2))
        for c in found[:40]
    )


def some(size: int) -> NDArray[np.int64]:
    """Pieces to read closely: all, or as many as `READ`, drawn by chance."""
    return np.sort(np.random.default_rng(0).permutation(size)[:READ])


def themes(
    own: Poems, recognisers: Recognisers | None, some: NDArray[np.int64]
) -> tuple[tuple[str, float, float], ...]:
    """Share of each theme among some poems, and in what the style learnt from."""
    if recognisers is None:
        return ()
    found = recognisers.themes.of(recognisers.embed([own.texts[i] for i in some]))
    names, usual = recognisers.themes.names, recognisers.facts["themes"]["shares"]
    shares = np.bincount(found, minlength=len(names)) / max(1, len(some))
    order = np.argsort(-shares, kind="stable")
    return tuple((names[i], round(float(shares[i]), 4), float(usual[i])) for i in order.tolist())


def era(own: Poems, recognisers: Recognisers | None, some: NDArray[np.int64]) -> dict[str, float]:
    """Share of some poems that reads like each age."""
    if recognisers is None:
        return {}
    later = recognisers.eras.odds([own.texts[i] for i in some]) >= 0.5
    first, second = recognisers.eras.names
    return {first: round(float(1 - later.mean()), 4), second: round(float(later.mean()), 4)}


def named(here: Tally) -> dict[str, tuple[tuple[str, int], ...]]:
    """The names and things that poems name most, by class."""
    known = Gazetteer.open()
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in CLASSES}
    for feature, count in zip(here.features, here.counts.tolist(), strict=True):
        kind = known.class_of(feature.key) if feature.kind == "word" and count else ""
        if kind and (kind in ("person", "place", "season") or paints(feature.key)):
            found[kind].append((feature.key, int(count)))
    best = {kind: sorted(rows, key=lambda row: -row[1])[:12] for kind, rows in found.items()}
    return {kind: tuple(rows) for kind, rows in best.items() if rows}


def moods(
    own: Poems, mine: Bags, feel: Feel, names: tuple[str, ...], some: NDArray[np.int64]
) -> Moods:
    """Mean moods of all that was read, of each form and of each age with five poems or more."""
    forms = np.full(len(own), "", object)
    for i, feature in enumerate(mine.features):
        if feature.kind == "form":
            forms[mine.having(i)[0]] = feature.key
    felt = feel([(str(forms[i]), tuple(own.texts[i].split("\n"))) for i in some])
    eras = np.array(own.column("eras"), object)
    rows = [("all", "", len(some), felt.mean(0))]
    for kind, column in (("form", forms[some]), ("era", eras[some])):
        for name, count in Counter(column.tolist()).most_common(8):
            if name and count >= 5 and count < len(some):
                rows.append((kind, name, count, felt[column == name].mean(0)))
    told = tuple((k, n, c, tuple(np.round(v, 4).tolist())) for k, n, c, v in rows)
    return Moods(names, told)
