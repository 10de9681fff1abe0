"""What a theme is to every image word: how close it lies, and how often poets set it beside it.

Closeness is a cosine in the space of themes and poems; company is pointwise mutual information in
the corpus (`associations`). Both are numbers that reasons can name. Knows no form.

Example:
    >>> ground = Ground.of("秋思", space, associations)               # doctest: +SKIP
    >>> [(one.word, one.closeness) for one in ground.expand(2)]        # doctest: +SKIP
    [('秋风', 0.46), ('落叶', 0.34)]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sixing.ideas.associations import Associations

Vector = NDArray[np.float32]

#: What a nat of company weighs against a cosine of 1, and the doubling of a word's use.
COMPANY: Final = 0.2
USE: Final = 0.012
#: What is added for an image that the theme itself names.
ITSELF: Final = 0.4
#: How many of the first images pass their company on, and what a nat of it on average weighs.
SEEDS: Final = 16
SPREAD: Final = 0.6
#: Two images nearer to each other than this say one thing.
ALIKE: Final = 0.6
#: A hanzi of a theme says this share of what a whole word says.
PART: Final = 0.6
#: How many of the best words are looked at, at least, for some that are unlike each other.
LOOKED: Final = 120
#: How much a mood turns the theme's vector.
MOOD: Final = 0.35


class Table(Protocol):
    """Vectors of characters and bigrams (`sixing.features.embedding.Tower`)."""

    @property
    def rows(self) -> Mapping[str, int]:
        """The row of each."""
        ...

    @property
    def table(self) -> NDArray[np.int8]:
        """(rows, dimensions)."""
        ...

    @property
    def scales(self) -> Vector:
        """What each row is multiplied by, (rows,)."""
        ...

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vector of words, (dimensions,)."""
        ...


class Space(Protocol):
    """Where themes lie near words (`sixing.features.embedding.ThemeSpace`)."""

    @property
    def themes(self) -> Table:
        """Vectors of themes."""
        ...

    @property
    def poems(self) -> Table:
        """Vectors of what poems say."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """An image that a theme calls up.

    Attributes:
        closeness: cosine to the theme, -1 to 1.
        pmi: nats by which it stands beside the theme's own words oftener than chance; where only
            their hanzi were counted, what these say together.
        score: both and its use together; the higher the better.
    """

    word: str
    closeness: float
    pmi: float
    score: float


@dataclass(frozen=True, eq=False)
class Ground:
    """A theme against all image words.

    Attributes:
        theme: the theme in classical words, parted by spaces.
        name: the theme as a person said it.
        vector: the theme, and a mood that turns it, (dimensions,).
    """

    theme: str
    space: Space
    associations: Associations
    vector: Vector
    name: str

    @classmethod
    def of(
        cls, theme: str, space: Space, associations: Associations, mood: str = "", name: str = ""
    ) -> Ground:
        """A theme in classical words, turned a little to a mood's words."""
        vector = space.themes.embed(theme.split())
        if mood:
            vector = vector + np.float32(MOOD) * space.themes.embed(mood.split())
        length = max(float(np.linalg.norm(vector)), 1e-9)
        unit = (vector / length).astype(np.float32)
        return cls(theme, space, associations, unit, name or theme)

    @property
    def words(self) -> tuple[str, ...]:
        """All image words."""
        return self.associations.words.names

    @property
    def number(self) -> Mapping[str, int]:
        """The number of each image word."""
        return self.associations.words.number

    @cached_property
    def vectors(self) -> Vector:
        """Unit vector of every image word, (words, dimensions)."""
        return _vectors(self.space.poems, self.associations)[0]

    @cached_property
    def closeness(self) -> Vector:
        """Cosine of every image word to the theme, (words,)."""
        found: Vector = self.vectors @ self.vector
        return found

    @cached_property
    def company(self) -> Vector:
        """Nats by which every image word stands beside the theme's words, (words,).

        A word that was counted speaks for itself; the others speak by their hanzi, the tellings of
        two hanzi added.
        """
        named = self.theme.split()
        told = [np.zeros(len(self.words), np.float32), *map(self._beside, named)]
        found: Vector = np.max(told, axis=0)
        return found

    def _beside(self, word: str) -> Vector:
        whole = self.associations.beside(word) if len(word) > 1 else np.float32(0)
        parts = [self.associations.beside(hanzi) for hanzi in word]
        return np.maximum(whole, np.float32(PART) * np.sum(parts, axis=0, dtype=np.float32))

    @cached_property
    def score(self) -> Vector:
        """How well every image word would serve the theme, (words,).

        A cosine alone is noisy: words that stand beside the theme's best images gain, and an odd
        one out is left behind (one step of spreading activation, Collins and Loftus, 1975).
        """
        use = np.log2(np.maximum(self.associations.words.count, 1)).astype(np.float32)
        first: Vector = self.closeness + COMPANY * self.company + USE * use
        first[[self.number[word] for word in self.theme.split() if word in self.number]] += ITSELF
        seeds = np.argsort(-first, kind="stable")[:SEEDS]
        spread = np.mean([self.associations.beside(self.words[i]) for i in seeds], axis=0)
        found: Vector = first + SPREAD * spread.astype(np.float32)
        return found

    def found(self, word: str) -> Found:
        """What is known of one word, 0 where nothing is."""
        i = self.number.get(word)
        if i is None:
            cosine = float(self.space.poems.embed([word]) @ self.vector)
            return Found(word, cosine, 0.0, cosine)
        return Found(word, float(self.closeness[i]), float(self.company[i]), float(self.score[i]))

    @cached_property
    def ends(self) -> Vector:
        """Cosine of every rhyme word to the theme, (rhyme words,)."""
        found: Vector = _vectors(self.space.poems, self.associations)[1] @ self.vector
        return found

    def place(self, word: str) -> float:
        """Where in a poem a word tends to stand, 0 (first line) to 1."""
        i = self.number.get(word)
        return 0.5 if i is None else float(self.associations.place[i])

    def likeness(self, one: str, other: str) -> float:
        """Cosine of two words."""
        return float(self.vector_of(one) @ self.vector_of(other))

    def vector_of(self, word: str) -> Vector:
        """Unit vector of a word, (dimensions,)."""
        i = self.number.get(word)
        return self.space.poems.embed([word]) if i is None else self.vectors[i]

    def expand(self, count: int, without: Iterable[str] = ()) -> tuple[Found, ...]:
        """The images that a theme calls up, best first, no two alike.

        Args:
            without: hanzi that must not occur in them.
        """
        return self.best(self.score, count, without)

    def best(self, score: Vector, count: int, without: Iterable[str] = ()) -> tuple[Found, ...]:
        """The words of highest score, best first; none alike, none sharing a hanzi with another."""
        used = set(without)
        front = min(len(score), LOOKED + 8 * count)
        top = np.argpartition(-score, front - 1)[:front]
        top = top[np.lexsort((top, -score[top]))]
        alike = self.vectors[top] @ self.vectors[top].T > ALIKE
        kept: list[int] = []
        for k, i in enumerate(top.tolist()):
            word = self.words[i]
            if len(kept) == count or not np.isfinite(score[i]):
                break
            if used.isdisjoint(word) and not alike[k, kept].any():
                kept.append(k)
                used.update(word)
        return tuple(self.found(self.words[i]) for i in top[kept].tolist())


_VECTORS: WeakKeyDictionary[Associations, tuple[Table, Vector, Vector]] = WeakKeyDictionary()


def _vectors(poems: Table, associations: Associations) -> tuple[Vector, Vector]:
    """Unit vectors of all words and of all rhyme words.

    They are kept as long as the associations, for they cost milliseconds.
    """
    known = _VECTORS.get(associations)
    if known is None or known[0] is not poems:
        words, ends = (_embed(poems, of.names) for of in (associations.words, associations.ends))
        known = _VECTORS[associations] = poems, words, ends
    return known[1:]


def _embed(poems: Table, words: Sequence[str]) -> Vector:
    """What `Table.embed` gives, for many words of one or two hanzi at once."""
    table = np.vstack([poems.table, np.zeros_like(poems.table[:1])])  # the last row is nothing
    scales = np.append(poems.scales, np.float32(0)).astype(np.float32)
    total = np.zeros((len(words), table.shape[1]), np.float32)
    parts = [(word[:1], word[1:2], word if len(word) > 1 else "") for word in words]
    for part in zip(*parts, strict=True):
        rows = np.array([poems.rows.get(text, len(poems.table)) for text in part], np.intp)
        total += table[rows] * scales[rows, None]
    length = np.linalg.norm(total, axis=1, keepdims=True)
    result: Vector = total / np.maximum(length, 1e-9)
    return result
