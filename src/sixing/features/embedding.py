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
    >>> space = ThemeSpace.open(style.folder)              # doctest: +SKIP
    >>> space.relevance("秋思", ["西风落叶满长安", "一夜归心到故山"])    # doctest: +SKIP
    0.93
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle

Vector = NDArray[np.float32]


class Encoder(Protocol):
    """A sentence encoder of many languages: texts to unit rows, shape (texts, dimensions)."""

    def encode(self, texts: list[str]) -> Vector:
        """Embed each text."""
        ...


@dataclass(frozen=True)
class Tower:
    """Embedded characters and bigrams; a text is the sum of its rows, made a unit vector."""

    rows: Mapping[str, int]
    table: NDArray[np.int8]
    scales: Vector

    def embed(self, lines: Sequence[str]) -> Vector:
        """Unit vector of a text, shape (dimensions,); zero when nothing of it is known."""
        found = [self.rows[token] for token in tokens(lines) if token in self.rows]
        total = self.scales[found] @ self.table[found].astype(np.float32)
        return unit(total)


def tokens(lines: Sequence[str]) -> Iterator[str]:
    """Every character and every bigram within a line."""
    for line in lines:
        yield from line
        yield from (line[i : i + 2] for i in range(len(line) - 1))


def unit(vectors: Vector) -> Vector:
    """Vectors along the last axis scaled to length one; zero stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vector = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return result
