"""The model of music on held-out pieces: nats a note by style, an n-gram beside it.

    python -m benchmarks.music_model LESSONS [-n PASSAGES] [--order 6]

`LESSONS` is what `recipes/music_lessons.py` wrote. The shipped int8 model without torch and a
Kneser–Ney model are told the style and read the same passages of test pieces: header, bars,
onsets, lengths, pitches, all counted, as nats a note (a note is a pitch or a stroke of a drum).
The n-gram counted the train split whole, in the key written and in all others that the players
can play.
"""

from __future__ import annotations

import random
import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.tables import table, verdict
from sixing.composing.studio import MusicStudio
from sixing.making.make import nats
from sixing.media.music import lessons as school
from sixing.media.music.lessons import Lesson
from sixing.media.music.tokens import MusicTokens
from sixing.models.ngram import NGram
from sixing.store import styles

Document = tuple[list[int], int]
#: Times that each piece is counted by the n-gram, in different keys.
KEYS = 6


def passages(
    tokens: MusicTokens, lessons: Sequence[Lesson], length: int, most: int
) -> list[tuple[str, Document]]:
    """Passages of each style's pieces, at most so many."""
    found: dict[str, list[Document]] = defaultdict(list)
    for one in lessons:
        if len(found[one.style]) < most:
            found[one.style] += school.passages(tokens, one, length)
    return [(style, document) for style, these in found.items() for document in these[:most]]


def counted(tokens: MusicTokens, lessons: Sequence[Lesson], length: int) -> Iterator[Document]:
    """What the n-gram learns from: pieces as often as there are keys, told their style."""
    chance = random.Random(0)
    for _ in range(KEYS):
        for one in lessons:
            ids, start = school.document(tokens, one, length, chance)
            # Controls other than the style are left out: five tokens do not reach back to them.
            style = [i for i in ids[:start] if tokens.parts[i][0] in ("bos", "style")]
            yield [*style, *ids[start:]], len(style)


def a_note(
    tokens: MusicTokens, documents: Sequence[tuple[str, Document]], losses: Sequence[list[float]]
) -> dict[str, tuple[float, int]]:
    """Nats a note of each style, and how many notes."""
    total: dict[str, float] = defaultdict(float)
    notes: dict[str, int] = defaultdict(int)
    for (style, (ids, start)), these in zip(documents, losses, strict=True):
        total[style] += float(np.sum(these))
        notes[style] += sum(tokens.parts[i][0] in ("pitch", "drum") for i in ids[start:])
    return {style: (total[style] / max(1, notes[style]), notes[style]) for style in total}


def main() -> int:
    """Measure and print; 0 when the model is the better reader of every style."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("lessons", type=Path)
    parser.add_argument("-n", type=int, default=30)
    parser.add_argument("--order", type=int, default=6)
    asked = parser.parse_args()
    studio = MusicStudio(styles.find(styles.MUSIC))
    tokens, length = studio.tokens, int(studio.style.config["length"])
    lessons = school.load(asked.lessons)
    test = passages(tokens, [one for one in lessons if one.split == "test"], length, asked.n)
    ours = a_note(tokens, test, nats(studio.runner, [document for _, document in test], rows=4))
    train = [one for one in lessons if one.split == "train"]
    model = NGram.fit(counted(tokens, train, length), len(tokens), asked.order)
    theirs = a_note(tokens, test, model.nats([document for _, document in test]))
    rows = [
        [style, f"{ours[style][0]:.3f}", f"{theirs[style][0]:.3f}", f"{ours[style][1]:,}"]
        for style in sorted(ours)
    ]
    heads = ["style", "transformer, int8", f"Kneser–Ney {asked.order}-gram", "notes"]
    print("Nats a note of held-out pieces, style told\n\n" + table(heads, rows))
    better = sum(ours[style][0] < theirs[style][0] for style in ours)
    return verdict(
        [("nats below the n-gram's, every style", f"{better} of {len(ours)}", better == len(ours))]
    )


if __name__ == "__main__":
    sys.exit(main())
