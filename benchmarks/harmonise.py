"""Four voices under the 77 test sopranos of the JSB chorales: uncurated, one seed each.

    python -m benchmarks.harmonise [Jsb16thSeparated.json.gz] [--split test] [--pieces 77]

Without an argument the file is sought where SIXING_JSB says. The table holds a pitch for each
sixteenth and neither bars nor repeated notes: a held pitch is taken for one note, and the bars are
not believed. Faults are counted here, on the finished scores, by nothing that made them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table, verdict
from sixing.composing.choir import HIDDEN, load
from sixing.composing.chorales import harmonise
from sixing.errors import BadInput
from sixing.media.music.score import Score
from sixing.media.music.table import LEVELS, Table, facts, symbols, to_score, to_table

Ids = NDArray[np.integer]
VOICES = ("soprano", "alto", "tenor", "bass")
EIGHT_BARS = 128


@dataclass
class Counts:
    """Faults of one piece."""

    parallels: int = 0
    contrary: int = 0
    crossed: int = 0
    frames: int = 0


def count(pitches: Ids) -> Counts:
    """Faults of a table of pitches, (rows, 4), -1 silent.

    A parallel: two voices both change their pitch from one row to the next, in the same direction,
    and are a fifth, octave or unison (or one of these and octaves more) apart before and after.
    The same in contrary motion is counted apart. Crossed: a row in which all voices sound and some
    voice is above the next higher one.
    """
    found = Counts(frames=len(pitches))
    whole = pitches[(pitches >= 0).all(axis=1)]
    found.crossed = int((whole[:, :-1] < whole[:, 1:]).any(axis=1).sum())
    for old, new in pairwise(pitches):
        for a, b in combinations(range(4), 2):
            if min(old[a], old[b], new[a], new[b]) < 0 or old[a] == new[a] or old[b] == new[b]:
                continue
            before, after = (old[a] - old[b]) % 12, (new[a] - new[b]) % 12
            if before == after and before in (0, 7):
                if (new[a] > old[a]) == (new[b] > old[b]):
                    found.parallels += 1
                else:
                    found.contrary += 1
    return found


def soprano(pitches: Ids) -> Score:
    """The melody of a table."""
    top = pitches[:, :1]
    begun = (top >= 0) & (np.concatenate((np.full((1, 1), -9), top[:-1])) != top)
    return to_score(Table(top, begun), Score(()), VOICES[:1])


def run(pieces: Sequence[Ids], strict: bool) -> tuple[list[Counts], dict[str, float]]:
    """Every soprano harmonised once; what went wrong, and how near Bach it came."""
    counts, same, ends, unchanged = [], np.zeros(4), 0, 0
    seconds, rows = 0.0, 0
    for seed, pitches in enumerate(pieces):
        tune = soprano(pitches)
        begun = time.process_time()
        try:
            score = harmonise(tune, barred=False, strict=strict, seed=seed)
        except BadInput as refusal:
            print(f"soprano {seed}: {refusal}")
            ends += 1
            continue
        seconds += time.process_time() - begun
        made = to_table(score).pitches
        counts.append(count(made))
        unchanged += score.parts[0].notes == tune.parts[0].notes
        bach = pitches[: len(made)]
        same += [(made[:, v] == bach[:, v]).sum() for v in range(4)]
        rows += len(made)
    return counts, {
        "dead ends": ends,
        "unchanged": unchanged / len(pieces),
        "seconds for 8 bars": seconds / rows * EIGHT_BARS,
        **{voice: same[v] / rows for v, voice in enumerate(VOICES)},
    }


def per(counts: Sequence[Counts], what: str) -> float:
    """The mean of a count over pieces."""
    return statistics.fmean(getattr(one, what) for one in counts)


def crossings(counts: Sequence[Counts]) -> float:
    """Per cent of rows."""
    return 100 * sum(c.crossed for c in counts) / sum(c.frames for c in counts)


def quickness(pieces: Sequence[Ids], tries: int = 5) -> list[float]:
    """Seconds of one core for the first eight bars of some sopranos, all but loading included."""
    load()
    found = []
    for seed, pitches in enumerate(pieces[:tries]):
        tune = soprano(pitches[:EIGHT_BARS])
        begun = time.process_time()
        harmonise(tune, barred=False, seed=seed)
        found.append(time.process_time() - begun)
    return found


def nats(pieces: Sequence[Ids]) -> dict[str, float]:
    """Mean −ln p of Bach's pitches a cell, what is asked for hidden and all else heard."""
    net = load()
    asked = {
        "alto": (1,),
        "tenor": (2,),
        "bass": (3,),
        "alto and tenor": (1, 2),
        "all three": (1, 2, 3),
    }
    sums: dict[str, list[float]] = {name: [] for name in asked}
    for pitches in pieces:
        begun = np.ones(pitches.shape, bool)
        begun[1:] = pitches[1:] != pitches[:-1]
        table_ = symbols(Table(pitches, begun))
        unsure = np.where(table_ > 0, (table_ - 1) % LEVELS + 1 + 2 * LEVELS, 0)
        told = facts(Score(()), len(pitches))
        told[:, 1:5] = 0
        for name, voices in asked.items():
            heard = unsure.copy()
            heard[:, voices] = HIDDEN
            logs = net.logits(heard[None], told[None])[0].astype(float)
            logs -= np.log(np.exp(logs).sum(axis=-1, keepdims=True))
            for v in voices:
                level = np.where(table_[:, v] > 0, (table_[:, v] - 1) % LEVELS + 1, 0)
                at = np.arange(len(level))
                held = np.where(level > 0, logs[at, v, level + LEVELS * (level > 0)], -np.inf)
                sums[name] += (-np.logaddexp(logs[at, v, level], held)).tolist()
    return {name: statistics.fmean(one) for name, one in sums.items()}


def main(words: Sequence[str]) -> int:
    """Prints the tables; 0 when every bar is kept."""
    reader = argparse.ArgumentParser(prog="benchmarks.harmonise", description=__doc__)
    reader.add_argument("file", nargs="?", type=Path, default=os.environ.get("SIXING_JSB"))
    reader.add_argument("--split", default="test")
    reader.add_argument("--pieces", type=int)
    asked = reader.parse_args(words)
    if asked.file is None or not Path(asked.file).exists():
        print("no JSB chorales here: give the file, or set SIXING_JSB")
        return 0
    with gzip.open(asked.file) as packed:
        pieces = [np.array(p) for p in json.load(packed)[asked.split]][: asked.pieces]
    bach = [count(p) for p in pieces]
    free, near = run(pieces, strict=False)
    strict, strictly = run(pieces, strict=True)
    times = quickness(pieces)
    print(f"# Harmonising {len(pieces)} sopranos ({asked.split}), one seed each, nothing chosen\n")
    print((count.__doc__ or "").split("\n\n", 1)[1].strip().replace("\n    ", "\n") + "\n")
    rows = [
        [name, f"{per(c, 'parallels'):.2f}", f"{per(c, 'contrary'):.2f}", f"{crossings(c):.2f}"]
        for name, c in (("Bach", bach), ("free", free), ("strict", strict))
    ]
    heads = ["", "parallels a chorale", "in contrary motion", "rows with crossed voices, %"]
    print(table(heads, rows))
    rows = [
        [name, *(f"{100 * found[v]:.1f}" for v in VOICES[1:]), f"{found['seconds for 8 bars']:.2f}"]
        for name, found in (("free", near), ("strict", strictly))
    ]
    heads = [
        "",
        *(f"{v}: cells as Bach's, %" for v in VOICES[1:]),
        "mean seconds of one core for 8 bars",
    ]
    print("\n" + table(heads, rows) + "\n")
    print(
        table(
            ["Bach's voices hidden", "nats a cell"],
            [[k, f"{v:.3f}"] for k, v in nats(pieces).items()],
        )
    )
    kept = min(near["unchanged"], strictly["unchanged"])
    ends = near["dead ends"] + strictly["dead ends"]
    faults = sum(c.parallels + c.contrary for c in strict), sum(c.crossed for c in strict)
    parallels, middle = per(free, "parallels"), statistics.median(times)
    return verdict([
        ("parallels a chorale, free, at most 0.31", f"{parallels:.2f}", parallels <= 0.31),
        ("crossed rows, free, at most 2.2 %", f"{crossings(free):.2f} %", crossings(free) <= 2.2),
        ("parallels and crossings, strict: none", f"{faults[0]} and {faults[1]}", faults == (0, 0)),
        ("soprano unchanged in 100 %", f"{100 * kept:.0f} %", kept == 1),
        ("8 bars within 1 s, one core", f"{middle:.2f} s (longest {max(times):.2f})", middle <= 1),
        ("no dead end", f"{ends:.0f}", ends == 0),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
