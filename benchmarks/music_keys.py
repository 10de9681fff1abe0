"""The key finder on keys that people declared: `python -m benchmarks.music_keys CORPUS.jsonl`.

Of collections of folk tunes, whose keys an editor wrote down. Key signatures of older prints are no
witnesses (Bach's chorales in the old Dorian way have a flat too few), so there it is only said how
often the tonic found is the last note of the bass. Pieces whose key the corpus itself took from the
finder are left out by name of style.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from benchmarks.music_pieces import corpus
from benchmarks.tables import table, verdict
from sixing.media.music.keys import FOLK, TONAL, find, outer_notes

DECLARED = ("irish", "fiddle")
OTHERS = ("bach", "madrigal", "quartet")


def main() -> int:
    """Print the table and the verdict."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    for piece in corpus(asked.corpus, *DECLARED, *OTHERS):
        score, key = piece.score, piece.score.key
        if key is None:
            continue
        found = find(score, FOLK if piece.style in DECLARED else TONAL).key
        counts[piece.style, "all"] += 1
        counts[piece.style, "key"] += found == key
        counts[piece.style, "tonic"] += found.tonic == key.tonic
        counts[piece.style, "bass"] += outer_notes(score)[2].pitch % 12 == found.tonic
    rows = []
    for style in (*DECLARED, *OTHERS):
        total = max(1, counts[style, "all"])
        shares = {what: f"{counts[style, what] / total:.1%}" for what in ("key", "tonic", "bass")}
        told = [shares["key"], shares["tonic"]] if style in DECLARED else ["–", "–"]
        rows.append([style, total, *told, shares["bass"]])
    heads = ["style", "pieces", "declared key found", "its tonic found", "last bass note is tonic"]
    print(table(heads, rows))
    right = sum(counts[style, "tonic"] for style in DECLARED)
    share = right / max(1, sum(counts[style, "all"] for style in DECLARED))
    return verdict([("declared tonic of folk tunes found ≥ 85 %", f"{share:.1%}", share >= 0.85)])


if __name__ == "__main__":
    sys.exit(main())
