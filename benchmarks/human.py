"""Human poems to hold made ones against: those of the corpus's test split."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sixing.corpus import Corpus

NOT_HANZI = re.compile("[^㐀-鿿\U00020000-\U0003ffff]+")

Lines = tuple[str, ...]


def shape(lines: Sequence[str]) -> str:
    """As in the corpus's column: `7x4` for four lines of seven characters."""
    return f"{len(lines[0])}x{len(lines)}"


def poems(
    corpus: Corpus, split: str = "test", sources: Iterable[str] = ("tang", "song")
) -> list[Lines]:
    """The shi of a split that have a regular shape."""
    columns = zip(*map(corpus.column, ("source", "split", "shape", "lines")), strict=True)
    wanted = set(sources)
    return [
        tuple(text.split("\n"))
        for source, part, form, text in columns
        if source in wanted and part == split and form
    ]


def titled(corpus: Corpus, split: str = "test") -> list[tuple[str, Lines]]:
    """(title, lines) of the poems of a split that have a title of their own."""
    names = ("split", "title", "tune", "lines")
    found = []
    for part, title, tune, text in zip(*map(corpus.column, names), strict=True):
        title, lines = NOT_HANZI.sub("", title), tuple(text.split("\n"))
        if part == split and title and title != tune and 4 <= len(lines) <= 40:
            found.append((title, lines))
    return found


def alike(made: Sequence[Sequence[str]], corpus: Corpus) -> list[Lines]:
    """As many human poems of each shape as were made, drawn by a fixed seed.

    A shape of which the test split has too few is filled up from the training split.
    """
    by_shape: dict[str, list[Lines]] = defaultdict(list)
    chance = random.Random(0)
    for split in ("test", "train"):
        found = poems(corpus, split)
        chance.shuffle(found)
        for lines in found:
            by_shape[shape(lines)].append(lines)
    taken = {form: iter(found) for form, found in by_shape.items()}
    return [next(taken[shape(lines)]) for lines in made]
