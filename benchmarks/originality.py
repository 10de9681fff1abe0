"""Row 7, what made poems share with the corpus: `python -m benchmarks.originality WORKS CORPUS`.

`WORKS` is a JSON list of works (`many.json` of `benchmarks.works`). Whole lines are looked up
exactly. Runs and 5-grams go by fingerprints: made poems against the shipped index of everything,
held-out human poems against one of the training split alone, so that nobody reads himself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sixing
from benchmarks import human
from sixing.corpus import Corpus
from sixing.features.fingerprints import RUN, Fingerprints

INDEX = Path(sixing.__file__).parent / "styles" / "classical" / "fingerprints.npy"


@dataclass(frozen=True)
class Shared:
    """What a set of poems shares with a corpus."""

    poems: int
    copied: int
    overlap: float
    short: float


def shared(poems: Sequence[Sequence[str]], known: Fingerprints, lines: set[str]) -> Shared:
    """Count whole lines, known 5-grams, and the poems whose longest shared run is four at most."""
    grams = found = clean = copied = 0
    for poem in poems:
        runs = [length for line in poem for _, length in known.known_runs(line)]
        grams += sum(max(0, len(line) - RUN + 1) for line in poem)
        found += sum(length - RUN + 1 for length in runs)
        copied += sum(len(line) in (5, 7) and line in lines for line in poem)
        clean += not runs
    return Shared(len(poems), copied, found / grams, clean / len(poems))


def main(works: Path, corpus_folder: Path) -> None:
    """Print the table."""
    made = [work["lines"] for work in json.loads(works.read_text(encoding="utf-8"))]
    corpus = Corpus.open(corpus_folder)
    texts = list(zip(corpus.column("split"), corpus.column("lines"), strict=True))
    everything = {line for _, text in texts for line in text.split("\n")}
    train = {line for split, text in texts if split == "train" for line in text.split("\n")}
    rows = {
        "made, against the whole corpus": shared(made, Fingerprints.open(INDEX), everything),
        "human, held out, against the training split": shared(
            human.alike(made, corpus), Fingerprints.of_lines(train), train
        ),
    }
    print("| poems | number | lines of 5 or 7 copied | 5-grams shared | longest run ≤ 4 |")
    print("|---|--:|--:|--:|--:|")
    for name, row in rows.items():
        print(f"| {name} | {row.poems} | {row.copied} | {row.overlap:.3%} | {row.short:.1%} |")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
