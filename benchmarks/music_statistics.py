"""Row 6, made pieces beside held-out ones: `python -m benchmarks.music_statistics CORPUS MADE`.

For each style four histograms over all notes of the pitched parts: pitch class above the tonic,
interval to the next note of a line, length, and place in the bar. Two sets overlap by the sum over
bins of the lesser share: 1 when they are alike (the overlapping area of Yang and Lerch, "On the
evaluation of generative models in music", 2018, section 3.3, taken of the histograms themselves).

Made pieces, a Markov chain and people's training pieces stand beside the pieces held out: the last
says what people can reach, the chain (order 2 over the notes of each part, taught on the training
pieces) what counting alone can.
"""

from __future__ import annotations

import random
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.music_pieces import STYLES, corpus, made
from benchmarks.tables import table, verdict
from sixing.media.music.keys import key_of
from sixing.media.music.score import Note, Part, Score

Counts = dict[str, Counter[Hashable]]
WHAT = ("pitch class", "interval", "length", "place")
#: Bins beyond which all counts as one: semitones, places.
WIDEST, LONGEST = 14, 96


def counts(scores: Sequence[Score]) -> Counts:
    """The four histograms of a set."""
    found: Counts = {what: Counter() for what in WHAT}
    for score in scores:
        # Of both by ear: what old pieces declare is often another key than they are in.
        key = key_of(score) if any(p.notes and not p.drums for p in score.parts) else None
        tonic = key.tonic if key else 0
        bars = score.bars()
        starts = np.array([bar.start for bar in bars])
        late = bars[0].metre.length - bars[0].length if score.pickup else 0
        for part in score.parts:
            if not part.drums:
                _add(found, part, tonic, starts, late)
    return found


def _add(found: Counts, part: Part, tonic: int, starts: np.ndarray, late: int) -> None:
    highest = {note.start: note.pitch for note in part.notes}
    for one, other in pairwise(highest.values()):
        found["interval"][max(-WIDEST, min(WIDEST, other - one))] += 1
    for note in part.notes:
        bar = int(np.searchsorted(starts, note.start, "right")) - 1
        found["pitch class"][(note.pitch - tonic) % 12] += 1
        found["length"][min(LONGEST, note.length)] += 1
        found["place"][note.start - int(starts[bar]) + (late if bar == 0 else 0)] += 1


def overlap(one: Counter[Hashable], other: Counter[Hashable]) -> float:
    """Sum over bins of the lesser share.

    >>> overlap(Counter("aab"), Counter("abb"))
    0.6666666666666666
    """
    sums = max(1, one.total()), max(1, other.total())
    return sum(min(one[bin_] / sums[0], other[bin_] / sums[1]) for bin_ in one)


def mean(one: Counts, other: Counts) -> float:
    """Over the four histograms."""
    return float(np.mean([overlap(one[what], other[what]) for what in WHAT]))


Event = tuple[int, int, int]
"""Places since the last note of the part, semitones above the tonic's middle, length."""


def events(part: Part, tonic: int) -> list[Event]:
    """A part as a chain's events, transposed to the tonic C."""
    rows, last = [], 0
    for note in part.notes:
        rows.append((note.start - last, note.pitch - tonic, note.length))
        last = note.start
    return rows


class Chain:
    """Order 2 over the events of parts, one chain for each part's number."""

    def __init__(self, scores: Sequence[Score]) -> None:
        self._next: dict[Hashable, list[Event]] = defaultdict(list)
        for score in scores:
            key = score.key or key_of(score)
            for number, part in enumerate(p for p in score.parts if not p.drums):
                rows = events(part, key.tonic if key else 0)
                for n, row in enumerate(rows):
                    self._next[number, tuple(rows[max(0, n - 2) : n])].append(row)

    def like(self, score: Score, chance: random.Random) -> Score:
        """A piece with as many notes in each part as another has, in C."""
        pitched = [part for part in score.parts if not part.drums]
        parts = tuple(
            replace(part, notes=tuple(self._line(number, len(part.notes), chance)), lyrics=())
            for number, part in enumerate(pitched)
        )
        key = score.key or key_of(score)
        return replace(score, parts=parts, key=key.moved(-key.tonic) if key else None, chords=())

    def _line(self, number: int, count: int, chance: random.Random) -> list[Note]:
        rows: list[Event] = []
        notes: list[Note] = []
        at = 0
        while len(notes) < count:
            choices = self._next.get((number, tuple(rows[-2:])))
            if not choices:
                if not rows:
                    break
                rows = []  # a dead end: begin anew
                continue
            row = chance.choice(choices)
            rows.append(row)
            at += row[0]
            notes.append(Note(at, row[2], row[1]))
        return notes


def main() -> int:
    """Print the tables and the verdict."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("made", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    ours: dict[str, list[Score]] = defaultdict(list)
    for one in made(asked.made):
        if one.lines:
            ours[one.style].append(one.score)
    rows, means = [], defaultdict(list)
    for style in (style for style in STYLES if ours[style]):
        pieces = list(corpus(asked.corpus, style))
        train = [piece.score for piece in pieces if piece.split == "train"]
        held = [piece.score for piece in pieces if piece.split != "train"]
        if not held:
            continue
        chain = Chain(train)
        people, taught = counts(held), counts(train)
        ours_ = counts(ours[style])
        markov = counts([chain.like(score, chance) for score in held * (1 + 20 // len(held))])
        for name, found in (("made", ours_), ("markov", markov), ("train", taught)):
            means[name].append(mean(found, people))
        rows.append([
            style, len(ours[style]), len(held),
            *(f"{overlap(ours_[what], people[what]):.3f}" for what in WHAT),
            *(f"{means[name][-1]:.3f}" for name in ("made", "markov", "train")),
        ])  # fmt: skip
    heads = ["style", "made", "held out", *WHAT, "made, mean", "Markov chain", "people, training"]
    print(table(heads, rows))
    total = {name: float(np.mean(values)) for name, values in means.items()}
    beside = f"chain {total['markov']:.3f}, people {total['train']:.3f}"
    return verdict([
        ("overlap with pieces held out ≥ 0.85, mean", f"{total['made']:.3f} ({beside})",
         total["made"] >= 0.85),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
