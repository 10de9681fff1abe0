"""Row 8, how various made poems are: `python -m benchmarks.variety MANY ONE CORPUS`.

`MANY` holds poems with a theme each, `ONE` poems of one theme (see `benchmarks.works`). Distinct-2
(Li et al., "A Diversity-Promoting Objective Function", 2016) is the share of bigrams that are
different; it falls with size, so as many human poems of the same shapes stand beside. Of ten poems
on one theme, one counts as distinct when it has less than a fifth of its bigrams in common with
each of those counted before it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import human
from sixing.corpus import Corpus

ALIKE = 0.2

Poems = Sequence[Sequence[str]]


def read(path: str) -> list[list[str]]:
    """The lines of the works of a JSON list."""
    works: list[dict[str, Any]] = json.loads(Path(path).read_text(encoding="utf-8"))
    return [work["lines"] for work in works]


def bigrams(poem: Sequence[str]) -> list[str]:
    """All pairs of neighbours within lines."""
    return [line[i : i + 2] for line in poem for i in range(len(line) - 1)]


def distinct(poems: Poems) -> float:
    """Share of bigrams that are different."""
    found = [pair for poem in poems for pair in bigrams(poem)]
    return len(set(found)) / len(found)


def twice(poems: Poems) -> int:
    """Lines that occur more than once."""
    counts = Counter(line for poem in poems for line in poem)
    return sum(count > 1 for count in counts.values())


def unlike(ten: Poems) -> int:
    """How many of the poems differ from all that were counted before them."""
    kept: list[set[str]] = []
    for poem in ten:
        bag = set(bigrams(poem))
        if all(2 * len(bag & other) < ALIKE * (len(bag) + len(other)) for other in kept):
            kept.append(bag)
    return len(kept)


def main(many: str, one: str, corpus: str) -> None:
    """Print the two tables."""
    made, same = read(many), read(one)
    ours, theirs = distinct(made), distinct(human.alike(made, Corpus.open(corpus)))
    print("| poems, a theme each | number | distinct-2 | of the human figure |")
    print("|---|--:|--:|--:|")
    print(f"| made | {len(made)} | {ours:.4f} | {ours / theirs:.1%} |")
    print(f"| human, same shapes | {len(made)} | {theirs:.4f} | 100.0% |\n")
    tens = [unlike(same[i : i + 10]) for i in range(0, len(same) - 9, 10)]
    print(
        "| poems of one theme | number | lines that occur twice | distinct of ten, least | mean |"
    )
    print("|---|--:|--:|--:|--:|")
    mean = sum(tens) / len(tens)
    print(f"| made | {len(same)} | {twice(same)} | {min(tens)} | {mean:.1f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
