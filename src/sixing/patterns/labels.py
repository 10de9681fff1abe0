"""What each poem is about and like: theme, era, images, entities, by what a style learnt.

A style's `patterns.json` holds the centres of themes in its theme space (spherical k-means,
Dhillon and Modha, 2001), each named by the words that set its poems apart; weights of hanzi by
which verse of one age is told from another's (logistic regression); and how often verse has each
feature. `recipes/patterns.py` learns them. It knows two ages, 唐 and 宋: of the others too little
is at hand.

>>> recognisers = Recognisers.open(style.folder)                  # doctest: +SKIP
>>> recognisers.label(["西风落叶满长安", "一夜归心到故山"]).theme     # doctest: +SKIP
'落叶·秋风·西风'
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.features.embedding import ThemeSpace, unit
from sixing.media.poem.census import Census
from sixing.media.poem.entities import Gazetteer
from sixing.media.poem.imagery import Words
from sixing.patterns.bags import Feature, Floats, Tally
from sixing.patterns.poem_names import feature

FILE: Final = "patterns.json"
VERSION: Final = "sixing.patterns.v1"
_BLOCK = 2_000  # poems embedded at once

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Label:
    """What was recognised in one poem.

    Attributes:
        theme: the words that name its theme's cluster.
        era, likelihood: the age it reads like, and how surely, 0.5 to 1.
        images: its words that paint, in order.
        entities: what it names, by class.
    """

    theme: str
    era: str
    likelihood: float
    images: tuple[str, ...]
    entities: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Themes:
    """Clusters of the theme space: unit centres (themes, dimensions) and their words."""

    centres: Vectors
    names: tuple[str, ...]

    def of(self, vectors: Vectors) -> NDArray[np.intp]:
        """The nearest theme of each poem, (poems, dimensions) to (poems,)."""
        nearest: NDArray[np.intp] = np.argmax(vectors @ self.centres.T, axis=1)
        return nearest


@dataclass(frozen=True)
class Eras:
    """Two ages and the weight of each hanzi and word that tells them apart, in nats."""

    names: tuple[str, str]
    weights: Mapping[str, float]
    bias: float

    def odds(self, texts: Sequence[str]) -> Floats:
        """Probability that each poem (lines joined by newlines) is of the second age."""
        scores = [self.bias + sum(self.weights.get(t, 0.0) for t in traces(x)) for x in texts]
        result: Floats = 1 / (1 + np.exp(-np.array(scores, np.float64)))
        return result


def traces(text: str) -> set[str]:
    """The hanzi and neighbouring pairs of hanzi of a poem, once each."""
    lines = text.split("\n")
    pairs = {line[i : i + 2] for line in lines for i in range(len(line) - 1)}
    return pairs.union(*lines)


@dataclass(frozen=True)
class Recognisers:
    """All that a style recognises in poems.

    Attributes:
        space: its theme space.
        themes, eras: what it tells apart.
        tally: how often the verse it learnt from has each feature.
        facts: the file itself, for what else it says.
    """

    space: ThemeSpace
    themes: Themes
    eras: Eras
    facts: Mapping[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Recognisers:
        """Read a style's file.

        Raises:
            BadStyle: it is missing, damaged or of another version.
        """
        facts = read(folder)
        try:
            themes, eras = facts["themes"], facts["eras"]
            centres = unit(np.array(themes["centres"], np.float32))
            weights = dict(zip(_parted(eras["keys"]), _hundredths(eras["weights"]), strict=True))
            return cls(
                ThemeSpace.open(folder),
                Themes(centres, tuple(themes["names"])),
                Eras((eras["names"][0], eras["names"][1]), weights, float(eras["bias"])),
                facts,
            )
        except (KeyError, TypeError, ValueError, IndexError) as fault:
            raise _damaged(folder / FILE, fault) from fault

    @cached_property
    def tally(self) -> Tally:
        """How often the verse that the style learnt from has each feature."""
        return tally_of(self.facts["tally"])

    @cached_property
    def words(self) -> Words:
        """The words that the tally counts."""
        return Words(tuple(f.key for f in self.tally.features if f.kind == "word"))

    def label(self, lines: Sequence[str]) -> Label:
        """What one poem is about and like."""
        return self.labels(["\n".join(lines)])[0]

    def labels(self, texts: Sequence[str]) -> list[Label]:
        """What each poem (lines joined by newlines) is about and like."""
        themes = self.themes.of(self.embed(texts))
        images = _images(texts, self.words)
        names, gazetteer = self.eras.names, Gazetteer.open()
        return [
            Label(
                self.themes.names[theme],
                names[int(p >= 0.5)],
                round(float(max(p, 1 - p)), 3),
                tuple(found),
                gazetteer.entities(text.split("\n")),
            )
            for text, theme, p, found in zip(
                texts, themes.tolist(), self.eras.odds(texts), images, strict=True
            )
        ]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of poems, (poems, dimensions)."""
        if not texts:
            return np.zeros((0, self.themes.centres.shape[1]), np.float32)
        return np.stack([self.space.embed_poem(text.split("\n")) for text in texts])


def _images(texts: Sequence[str], words: Words) -> list[list[str]]:
    painting = Words(words.images)
    census = Census.of(texts)
    found: list[list[str]] = [[] for _ in texts]
    for at, which in zip(*painting.find(census), strict=True):
        found[census.poem_of_hanzi[at]].append(painting.names[which])
    return found


def read(folder: Path) -> dict[str, Any]:
    """Read the file of a style.

    Raises:
        BadStyle: it is missing, damaged or of another version.
    """
    path = folder / FILE
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise _damaged(path, fault) from fault
    if not isinstance(facts, dict) or facts.get("version") != VERSION:
        raise _damaged(path, "it is of another version")
    return facts


def tally_of(facts: Mapping[str, Any]) -> Tally:
    """A tally from its JSON: for each kind its room, keys, counts and pieces."""
    features: list[Feature] = []
    columns: list[list[float]] = [[], [], []]
    for kind, table in facts["kinds"].items():
        keys = table["keys"].split("\t")
        features += [feature(kind, key) for key in keys]
        room = [float(table["room"])] * len(keys)
        for column, values in zip(columns, (table["counts"], table["pieces"], room), strict=True):
            column += values
    counts, pieces, rooms = (np.array(column, np.float64) for column in columns)
    return Tally(tuple(features), counts, pieces, rooms, int(facts["size"]))


def tally_facts(tally: Tally, most: Mapping[str, int]) -> dict[str, Any]:
    """A tally as JSON, of some kinds only the commonest features."""
    kinds: dict[str, Any] = {}
    for kind in dict.fromkeys(f.kind for f in tally.features):
        some = [i for i, f in enumerate(tally.features) if f.kind == kind]
        some.sort(key=lambda i: -tally.counts[i])
        some = [i for i in some if tally.counts[i]][: most.get(kind)]
        if some:
            kinds[kind] = {
                "room": int(tally.room[some[0]]),
                "keys": "\t".join(tally.features[i].key for i in some),
                "counts": [int(tally.counts[i]) for i in some],
                "pieces": [int(tally.pieces[i]) for i in some],
            }
    return {"size": tally.size, "kinds": kinds}


def _parted(text: str) -> list[str]:
    """Single hanzi up to the first space, then pairs."""
    singles, _, pairs = text.partition(" ")
    return [*singles, *(pairs[i : i + 2] for i in range(0, len(pairs), 2))]


def _hundredths(values: Sequence[int]) -> list[float]:
    return [value / 100 for value in values]


def _damaged(path: Path, why: object) -> BadStyle:
    return BadStyle(
        f"{path} cannot be read ({why}); install the style anew",
        zh=f"读不出 {path}；请重新安装这一风格",
    )
