"""Scores as tokens and as files: whether they come back exactly, and how fast beside music21.

    python -m benchmarks.music_codec CORPUS.jsonl [PIECES]

`CORPUS.jsonl` holds a piece a line, its score as spelled lines and its style. Every piece goes
through the tokens and through each kind of file. Speed is parse and serialise, one thread, of the
same files by us and by music21, for `PIECES` pieces (default 24) drawn from all styles. music21
writes no ABC, so from ABC both sides write MusicXML. Row 3 of the acceptance table.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.tables import table, verdict
from sixing.media.music import spelling
from sixing.media.music.grid import on_grid
from sixing.media.music.reading import read_bytes
from sixing.media.music.score import Score
from sixing.media.music.tokens import MusicTokens
from sixing.media.music.writing import KINDS, write

#: From a kind of file, the kind that both sides write, and what music21 calls it.
PATHS = {"mid": ("mid", "midi"), "musicxml": ("musicxml", "musicxml"), "abc": ("musicxml",) * 2}
LEAST = 3.0
"""How many times music21's speed."""

LONGEST = 2000
"""Notes of a piece on which speed is measured: music21 takes a minute for the longest."""


def pieces(corpus: Path) -> Iterator[tuple[str, Score]]:
    """(style, score) of every line."""
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            yield said["style"], spelling.read(said["score"])


def exactness(corpus: Path) -> tuple[Counter[str], dict[str, Counter[str]], list[str]]:
    """Pieces of each style, those that came back exactly by way, and what failed."""
    tokens = MusicTokens()
    counts: Counter[str] = Counter()
    exact: dict[str, Counter[str]] = defaultdict(Counter)
    failed: list[str] = []
    ways: dict[str, Callable[[Score], Score]] = {
        "tokens": lambda score: tokens.decode(tokens.encode(score)),
        **{kind: _through(kind) for kind in KINDS},
    }
    for number, (style, score) in enumerate(pieces(corpus), 1):
        counts[style] += 1
        plain = on_grid(score)
        exact["as it is in the corpus"][style] += _unnamed(score) == _unnamed(plain)
        for way, through in ways.items():
            kept = through(plain) == plain
            exact[way][style] += kept
            if not kept:
                failed.append(f"{way}: line {number}")
    return counts, exact, failed


def _through(kind: str) -> Callable[[Score], Score]:
    return lambda score: next(read_bytes(write(score, kind), kind))


def _unnamed(score: Score) -> tuple[object, ...]:
    """What of a score is not names: notes, metres, tempos, key, chords."""
    notes = tuple((part.program, part.drums, part.notes) for part in score.parts)
    return notes, score.metres, score.tempos, score.key, score.pickup, score.chords


def sample(corpus: Path, count: int) -> list[Score]:
    """Pieces of all styles in turn."""
    by_style: dict[str, list[Score]] = defaultdict(list)
    for style, score in pieces(corpus):
        if score.notes() <= LONGEST:
            by_style[style].append(score)
    chance = Random(4)
    drawn = [chance.sample(found, len(found)) for _, found in sorted(by_style.items())]
    turns = [found[i] for i in range(count) for found in drawn if i < len(found)]
    return turns[:count]


def speed(scores: Sequence[Score], kind: str, folder: Path) -> tuple[float, float, int]:
    """Seconds that we take, seconds that music21 takes, and on how many files."""
    from music21 import converter

    target, name = PATHS[kind]
    files = []
    for number, score in enumerate(scores):
        files.append(folder / f"{number}.{kind}")
        files[-1].write_bytes(write(score, kind))
    ours = theirs = 0.0
    kept = 0
    # What is imported and compiled at the first file is not counted, on either side.
    _ours(files[0], kind, target)
    converter.parse("tinynotation: 4/4 c4 d e2").write(name, folder / "written")
    for file in files:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                seconds = _timed(partial(_music21, converter, file, name, folder))
        except Exception as fault:  # music21 cannot read its own share of what is standard
            print(f"music21 cannot: {file.name} ({type(fault).__name__}: {str(fault)[:60]})")
            continue
        theirs += seconds
        ours += _timed(partial(_ours, file, kind, target))
        kept += 1
    return ours, theirs, kept


def _music21(converter: Any, file: Path, name: str, folder: Path) -> None:
    converter.parse(file, forceSource=True).write(name, folder / "written")


def _ours(file: Path, kind: str, target: str) -> None:
    write(next(read_bytes(file.read_bytes(), kind)), target)


def _timed(work: Callable[[], None]) -> float:
    """Processor seconds: other programs of the machine do not count."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(arguments: Sequence[str]) -> int:
    """Prints both tables; the exit status."""
    corpus = Path(arguments[0])
    count = int(arguments[1]) if len(arguments) > 1 else 24
    counts, exact, failed = exactness(corpus)
    styles = sorted(counts)
    rows = [
        (way, *(f"{found[style] / counts[style]:.2%}" for style in styles), sum(found.values()))
        for way, found in exact.items()
    ]
    print(table(["exact", *styles, f"of {counts.total()}"], rows), "\n")
    print("\n".join(failed[:10]))
    chosen = sample(corpus, count)
    ratios, rows = {}, []
    for kind in PATHS:
        with TemporaryDirectory() as folder:
            ours, theirs, kept = speed(chosen, kind, Path(folder))
        ratios[kind] = theirs / ours if ours else 0.0
        rows.append((f"{kind} → {PATHS[kind][0]}", kept, f"{ours:.3f}", f"{theirs:.2f}",
                     f"{ratios[kind]:.1f}"))  # fmt: skip
    print(table(["parse and serialise", "files", "ours (s)", "music21 (s)", "times"], rows))
    whole = all(sum(exact[way].values()) == counts.total() for way in ("tokens", *KINDS))
    slowest = min(ratios.values())
    return verdict(
        [
            ("decode(encode(x)) == x, tokens and files", f"{len(failed)} fail", whole),
            (f"≥ {LEAST:.0f} × music21", f"{slowest:.1f} × at least", slowest >= LEAST),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
