"""Poems to profile, in columns, from a corpus or given as they are.

>>> len(Poems(("山高月小",)) + Poems(("水落石出",)))
2
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.corpus import Corpus
from sixing.errors import BadCorpus
from sixing.patterns.poems import Verse

_HANZI_SHARE = 0.6  # of the letters, below which a text is of another language


@dataclass(frozen=True)
class Poems:
    """Poems to profile, in columns; the columns after the first may be left out."""

    texts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    tunes: tuple[str, ...] = ()
    eras: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @classmethod
    def of(cls, corpus: Corpus, wanted: Sequence[bool] | NDArray[np.bool_] | None = None) -> Poems:
        """The poems of a corpus, or some; of an author's near-duplicates only the first."""
        some = range(len(corpus)) if wanted is None else np.flatnonzero(wanted).tolist()
        groups, authors = corpus.column("group"), corpus.column("author")
        first = {(groups[i] or str(i), authors[i]): i for i in reversed(some)}
        kept = sorted(first.values())
        names = ("lines", "title", "tune", "era", "author")
        return cls(*(tuple(map(corpus.column(name).__getitem__, kept)) for name in names))

    def __len__(self) -> int:
        return len(self.texts)

    def __add__(self, other: Poems) -> Poems:
        whole = [self.column(n) + other.column(n) for n in ("titles", "tunes", "eras", "authors")]
        return Poems(self.texts + other.texts, *whole)

    def column(self, name: str) -> tuple[str, ...]:
        """A column, of empty strings where it was left out."""
        found: tuple[str, ...] = getattr(self, name)
        return found or ("",) * len(self)

    def verse(self, **known: Any) -> Verse:
        """What is counted of them."""
        return Verse(self.texts, self.titles, self.tunes, **known)


def refuse(poems: Poems, name: str) -> None:
    """Nothing, or nothing Chinese, has no profile.

    Raises:
        BadCorpus: there is no poem, or fewer than six letters in ten are hanzi.
    """
    what = f"“{name}”" if name else "the collection"
    what_zh = f"“{name}”" if name else "这批作品"
    if not any(text.strip() for text in poems.texts):
        raise BadCorpus(
            f"{what} holds no poem, so there is nothing to profile",
            zh=f"{what_zh}中没有诗，无从描画",
        )
    text = "".join(poems.texts[:2000])
    letters = [c for c in text if c.isalpha()]
    hanzi = sum("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in letters)
    if hanzi < _HANZI_SHARE * max(1, len(letters)):
        raise BadCorpus(
            f"{what} is not Chinese verse: {hanzi / max(1, len(letters)):.0%} of its letters are "
            "hanzi. Profiles read classical Chinese poems.",
            zh=f"{what_zh}不是中文诗：字母中只有 {hanzi / max(1, len(letters)):.0%} 是汉字",
        )
