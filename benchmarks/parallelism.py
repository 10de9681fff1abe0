"""Row 11, 对仗 in the middle couplets of 律诗: `python -m benchmarks.parallelism WORKS CORPUS`.

`WORKS` is `regulated.json` of `benchmarks.works`. A place matches when the two characters belong to
one part of speech and differ; a poem's figure is the mean over its two middle couplets. Affinity is
how much likelier than chance human poets set the one class under the other, in nats a place.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import human
from sixing.corpus import Corpus
from sixing.media.poem.word_classes import WordClasses


def figures(poem: Sequence[str], classes: WordClasses) -> tuple[float, float]:
    """Share of matching places and mean affinity of lines 3 to 6."""
    pairs = [(poem[2], poem[3]), (poem[4], poem[5])]
    share = np.mean([classes.parallel(upper, lower) for upper, lower in pairs])
    odds = [classes.affinity[classes.classify(a), classes.classify(b)].mean() for a, b in pairs]
    return float(share), float(np.mean(odds))


def main(works: str, corpus: str) -> None:
    """Print the table."""
    classes = WordClasses.open()
    made = [work["lines"] for work in json.loads(Path(works).read_text(encoding="utf-8"))]
    eights = [poem for poem in human.poems(Corpus.open(corpus)) if len(poem) == 8]
    theirs = np.array([figures(poem, classes) for poem in eights])
    middle = float(np.median(theirs[:, 0]))
    print(
        "| 律诗 | number | match, median | match, mean | at or above the human median | affinity |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    for name, rows in (
        ("made", np.array([figures(poem, classes) for poem in made])),
        ("human, held out", theirs),
    ):
        share = rows[:, 0]
        print(
            f"| {name} | {len(rows)} | {np.median(share):.3f} | {share.mean():.3f} "
            f"| {(share >= middle).mean():.1%} | {np.median(rows[:, 1]):.2f} |"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
