"""Mean and deviation of the traits of music over training pieces, into the package.

    python recipes/music_traits.py CORPUS.jsonl

A line of the corpus is a piece as `sixing.fitting.scores` writes it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from sixing.media.music.spelling import read
from sixing.media.music.traits import TRAITS, raw
from sixing.store.atomic import write_whole

PLACE = Path(__file__).parents[1] / "src/sixing/media/music/data/traits.json"
#: Pieces of a style that count; more of the large styles would drown the small ones.
EACH = 60


def main(corpus: Path) -> None:
    """Count, and write."""
    styles: dict[str, list[list[float]]] = defaultdict(list)
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            piece = json.loads(line)
            if piece["split"] == "train" and len(styles[piece["style"]]) < EACH:
                styles[piece["style"]].append(raw(read(piece["score"])))
    table = np.array([row for rows in styles.values() for row in rows])
    facts = {
        trait.name: [round(float(mean), 5), round(float(max(deviation, 1e-3)), 5)]
        for trait, mean, deviation in zip(TRAITS, table.mean(0), table.std(0), strict=True)
    }
    PLACE.parent.mkdir(exist_ok=True)
    write_whole(PLACE, (json.dumps(facts, indent=1) + "\n").encode())
    print(f"{len(table)} pieces of {len(styles)} styles: {facts}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
