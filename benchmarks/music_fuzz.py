"""Damaged and hostile files through every reader of music: nothing but scores and errors in words.

    python -m benchmarks.music_fuzz [FILES] [FOLDER]

`FILES` mutated files (default 100,000) and a few hundred written to do harm go through the readers
of MIDI, MusicXML, ABC, kern, zip and spelled scores. Seeds are toy tunes and the small files of
`FOLDER`, if one is named. What comes out must be a score whose bars can be counted, and which one
in fifty times is written in every kind and read back the same, or a `BadInput`; anything else, a
file that takes more than `SECONDS` of processor time, or a worker that dies is a crash. Memory is
the peak of a worker's resident set; the address space is bounded. Row 10 of the acceptance table.
"""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.music_hostile import hostile
from benchmarks.music_mutants import File, mutated, seeds
from benchmarks.tables import table, verdict
from sixing.errors import BadInput
from sixing.media.music.reading import read_bytes
from sixing.media.music.score import Score
from sixing.media.music.writing import KINDS, write

FILES = 100_000
SECONDS = 10
"""Processor time that one file may take, of up to 8 MB."""

MEGABYTES = 512
SPACE = 2**30
"""Bytes of address space: what asks for more fails, and is counted."""

HOSTILE = 10_000
"""More than there are hostile files; they are numbered from minus this on."""

CHUNK = 5_000
"""Files of a worker's life."""


class Slow(BaseException):
    """A file took longer than `SECONDS`; no reader may catch it."""


@dataclass
class Tally:
    """What became of files."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    peak: float = 0.0
    slowest: tuple[float, str] = (0.0, "")

    def add(self, other: Tally) -> None:
        """Takes up another tally."""
        self.outcomes += other.outcomes
        self.crashes += other.crashes
        self.peak = max(self.peak, other.peak)
        self.slowest = max(self.slowest, other.slowest)


def judged(name: str, file: File, tally: Tally, *, thorough: bool) -> None:
    """Reads one file and says what became of it."""
    kind, data = file
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        outcome = _outcome(kind, data, thorough=thorough)
    except (Exception, Slow) as fault:
        outcome = "crash"
        where = traceback.extract_tb(fault.__traceback__)[-1]
        tally.crashes.append(
            f"{name} ({kind}, {len(data)} bytes): {type(fault).__name__}: {str(fault)[:80]} "
            f"[{Path(where.filename).name}:{where.lineno}]"
        )
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    tally.outcomes[kind, outcome] += 1
    tally.slowest = max(tally.slowest, (time.process_time() - begun, name))


def _outcome(kind: str, data: bytes, *, thorough: bool) -> str:
    found = 0
    try:
        for score in read_bytes(data, kind):
            found += 1
            score.bars()
            if thorough and not score.title and not any(p.lyrics for p in score.parts):
                _again(score)
    except BadInput as fault:
        if not str(fault) or not fault.zh:
            raise AssertionError("an error without words") from fault
        return "score" if found else type(fault).__name__
    return "score"


def _again(score: Score) -> None:
    """Whatever was read can be written, and read back the same."""
    for kind in KINDS:
        written: Any = write(score, kind)
        data = written.encode() if isinstance(written, str) else written
        if next(read_bytes(data, kind)) != score:
            raise AssertionError(f"what was read is not what {kind} gives back")


def _worker(pipe: Connection, first: int, last: int, folder: str) -> None:
    """Reads mutants ``first`` to ``last``; below 0, the hostile files from the first on."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    signal.signal(signal.SIGVTALRM, _too_slow)
    tally = Tally()
    for number, (name, file) in _files(first, last, folder):
        pipe.send((number, name))
        judged(name, file, tally, thorough=number % 50 == 0)
        del file
    tally.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send(tally)


def _too_slow(*_: object) -> None:
    raise Slow(f"more than {SECONDS} seconds")


def _files(first: int, last: int, folder: str) -> Iterator[tuple[int, tuple[str, File]]]:
    if first < 0:
        yield from islice(
            ((n - HOSTILE, one) for n, one in enumerate(hostile())), first + HOSTILE, None
        )
        return
    whole = seeds(Path(folder) if folder else None)
    for number in range(first, last):
        yield number, (f"mutant {number}", mutated(Random(number), whole))


def run(first: int, last: int, folder: str) -> Tally:
    """The tally of workers; of what one dies is a crash, and another goes on."""
    tally = Tally()
    while first < last:
        here, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        worker = context.Process(target=_worker, args=(there, first, last, folder))
        worker.start()
        there.close()
        said: Any = (first, "the start")
        try:
            while not isinstance(said, Tally):
                said = here.recv()
            tally.add(said)
            first = last
        except EOFError:
            tally.add(Tally(Counter({("?", "crash"): 1}), [f"{said[1]}: the worker died"]))
            first = said[0] + 1
        worker.join()
    return tally


def main(arguments: Sequence[str]) -> int:
    """Prints the table; the exit status."""
    count = int(arguments[0]) if arguments else FILES
    folder = arguments[1] if len(arguments) > 1 else ""
    tally, begun = Tally(), time.perf_counter()
    tally.add(run(-HOSTILE, 0, folder))
    for first in range(0, count, CHUNK):
        tally.add(run(first, min(first + CHUNK, count), folder))
    kinds = sorted({kind for kind, _ in tally.outcomes})
    outcomes = sorted({outcome for _, outcome in tally.outcomes})
    rows = [
        (kind, *(tally.outcomes[kind, outcome] for outcome in outcomes), sum(
            tally.outcomes[kind, outcome] for outcome in outcomes))
        for kind in kinds
    ]  # fmt: skip
    print(table(["kind", *outcomes, "files"], rows), "\n")
    print("\n".join(tally.crashes[:40]))
    print(
        f"slowest: {tally.slowest[0]:.1f} s ({tally.slowest[1]}); peak memory {tally.peak:.0f} MB; "
        f"{time.perf_counter() - begun:.0f} s in all"
    )
    whole = tally.outcomes.total()
    return verdict(
        [
            (f"0 crashes in {whole:,} files", str(len(tally.crashes)), not tally.crashes),
            (f"memory ≤ {MEGABYTES} MB", f"{tally.peak:.0f} MB", tally.peak <= MEGABYTES),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
