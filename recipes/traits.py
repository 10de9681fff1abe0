"""The usual poem, trait by trait: `python recipes/traits.py CORPUS`.

Counts over a seeded sample of the corpus' training poems (5 to 56 hanzi a couplet or more) the mean
and deviation of every trait of `sixing.media.poem.traits`, and over all of them which hanzi verse
uses most; writes `src/sixing/media/poem/data/traits.json`: numbers and single hanzi, no text.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np

from sixing.corpus import Corpus
from sixing.media.poem import traits

TARGET = Path(__file__).parents[1] / "src/sixing/media/poem/data/traits.json"
SAMPLE, COMMON = 20_000, 4000
SHORTEST = 20  # hanzi: a quatrain


def main(folder: str) -> None:
    """Count, write, and print the table."""
    corpus = Corpus.open(folder)
    poems = [
        lines.split("\n")
        for lines, split in zip(corpus.column("lines"), corpus.column("split"), strict=True)
        if split == "train" and len(lines) - lines.count("\n") >= SHORTEST
    ]
    used = Counter(char for lines in poems for line in lines for char in line)
    common = "".join(sorted(used, key=lambda char: (-used[char], char))[:COMMON])
    scale: dict[str, list[float]] = {trait.name: [0.0, 1.0] for trait in traits.TRAITS}
    written = {"traits": scale, "common": common}
    TARGET.write_text(json.dumps(written, ensure_ascii=False) + "\n", encoding="utf-8")
    sample = Random(1).sample(poems, min(SAMPLE, len(poems)))
    raw = np.array([traits.raw_traits(lines) for lines in sample])
    for name, mean, deviation in zip(scale, raw.mean(axis=0), raw.std(axis=0), strict=True):
        scale[name] = [round(float(mean), 4), round(float(deviation), 4)]
        print(f"{name:10} {mean:8.4f} {deviation:8.4f}")
    TARGET.write_text(json.dumps(written, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    np.set_printoptions(precision=1, suppress=True, linewidth=200)
    print(np.corrcoef(raw.T))


if __name__ == "__main__":
    main(*sys.argv[1:])
