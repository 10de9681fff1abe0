"""The originality index: `python recipes/fingerprints.py CORPUS [--split NAME] [--out FILE]`.

Without `--split` every poem of the corpus is in the index, as it ships. With `--split train` the
held-out poems are left out, so that they can stand for people who had not read themselves.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sixing.corpus import Corpus
from sixing.features.fingerprints import Fingerprints

TARGET = Path(__file__).parents[1] / "src/sixing/styles/classical/fingerprints.npy"


def lines(corpus: Path, split: str | None) -> list[str]:
    """Simplified lines of the poems of a split, or of all."""
    opened = Corpus.open(corpus)
    poems = zip(opened.column("lines"), opened.column("split"), strict=True)
    return [line for poem, part in poems if split in (None, part) for line in poem.split("\n")]


def main() -> None:
    """Build and save the index; print its size and rate of false positives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--split")
    parser.add_argument("--out", type=Path, default=TARGET)
    asked = parser.parse_args()
    index = Fingerprints.of_lines(lines(asked.corpus, asked.split))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    index.save(asked.out)
    size = asked.out.stat().st_size / 1e6
    print(f"{index.size:,} grams, {size:.1f} MB, false positives {index.false_positive_rate:.1e}")


if __name__ == "__main__":
    main()
