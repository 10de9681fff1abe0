"""Row 11, files that are damaged or hostile: `python -m benchmarks.picture_fuzz [FILES [FOLDER]]`.

Mutants of every kind go through the readers of pictures, films, zips and fonts; so do bombs, each
timed, and the largest files that the limits allow. A file is read, or refused by an error of ours
with words in both languages; anything else is a crash, as is the death of a worker. Memory is the
most that any worker ever held, its interpreter and libraries included.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.music_fuzz import Slow, Tally
from benchmarks.picture_bombs import bombs, largest
from benchmarks.picture_mutants import mutated, seeds
from benchmarks.tables import table, verdict
from sixing.errors import BadInput
from sixing.media.picture import frames
from sixing.media.picture.reading import read_pictures

FILES, CHUNK = 5_000, 2_500
SECONDS = 10
"""Processor time that one file may take."""
MEGABYTES, BOMB_SECONDS = 512, 0.05
FILMS = ("gif", "webp", "png")
SIDE = 512
"""Pixels at which drawings are drawn."""


Named = tuple[int, str, Path]
"""A number, what to call it, and where the file is."""


def judged(name: str, path: Path, tally: Tally) -> None:
    """Reads one file and says what became of it."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        outcome = _outcome(path)
    except (Exception, Slow) as fault:
        outcome = "crash"
        where = traceback.extract_tb(fault.__traceback__)[-1]
        tally.crashes.append(
            f"{name} ({path.suffix[1:]}): {type(fault).__name__}: {str(fault)[:80]} "
            f"[{Path(where.filename).name}:{where.lineno}]"
        )
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    tally.outcomes[path.suffix[1:], outcome] += 1
    tally.slowest = max(tally.slowest, (time.process_time() - begun, name))


def _outcome(path: Path) -> str:
    found = 0
    told: list[BadInput] = []
    kind = path.suffix[1:]
    try:
        if kind in FILMS:
            found = len(frames.read(path).pictures)
        side = SIDE if kind in ("svg", "zip") else None
        for _ in read_pictures(path, side=side, broken=lambda _, fault: told.append(fault)):
            found += 1
    except BadInput as fault:
        told.append(fault)
    if any(not str(fault) or not fault.zh for fault in told):
        raise AssertionError("an error without words")
    return "read" if found else type(told[-1]).__name__


def mutants(first: int, last: int, folder: str) -> Iterator[Named]:
    """Mutants by number, each written where the last was."""
    whole = seeds(Path(folder) if folder else None)
    with TemporaryDirectory() as place:
        for number in range(first, last):
            kind, data = mutated(Random(number), whole)
            path = Path(place) / f"one.{kind}"
            path.write_bytes(data)
            yield number, f"mutant {number}", path


def stored(name: str, path: Path) -> Iterator[Named]:
    """One file that is there already."""
    yield 0, name, path


def run(first: int, last: int, folder: str) -> Tally:
    """The tally of workers; what one dies of is a crash, and another goes on."""
    tally = Tally()
    while first < last:
        one, dead = _one(partial(mutants, first, last, folder))
        tally.add(one)
        first = last if dead is None else dead + 1
    return tally


def _one(files: Callable[[], Iterator[Named]]) -> tuple[Tally, int | None]:
    """What a worker found, and the number of the file that it died of."""
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("spawn").Process(target=_worker, args=(there, files))
    worker.start()
    there.close()
    said: Any = (0, "the start")
    try:
        while not isinstance(said, Tally):
            said = here.recv()
    except EOFError:
        worker.join()
        died = Counter({("?", "crash"): 1})
        return Tally(died, [f"{said[1]}: the worker died"]), said[0]
    worker.join()
    return said, None


def _worker(pipe: Connection, files: Callable[[], Iterator[Named]]) -> None:
    """Reads files, telling the name of each before."""
    logging.disable(logging.CRITICAL)
    # Libraries in C and Rust grumble there about every damage.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    signal.signal(signal.SIGVTALRM, _too_slow)
    tally = Tally()
    for number, name, path in files():
        pipe.send((number, name))
        judged(name, path, tally)
    tally.peak = _peak()
    pipe.send(tally)


def _peak() -> float:
    """Megabytes that this process held at most; what it was forked from does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _too_slow(*_: object) -> None:
    raise Slow(f"more than {SECONDS} seconds")


def timed_bombs(folder: Path) -> list[tuple[str, float, str]]:
    """Name, seconds of processor time, and what was said, of every bomb."""
    rows = []
    for name, (kind, data) in bombs():
        path = folder / f"bomb.{kind}"
        path.write_bytes(data)
        begun, said = time.process_time(), "**it was read**"
        try:
            if kind in FILMS:
                frames.read(path)
            list(read_pictures(path, broken=lambda *_: None))
        except BadInput as fault:
            said = str(fault).removeprefix(f"{path.name}: ")
        rows.append((name, time.process_time() - begun, said))
    return rows


def large_ones(folder: Path) -> list[tuple[str, Tally]]:
    """What became of the largest files, each in a process of its own."""
    found = []
    for number, (name, (kind, data)) in enumerate(largest()):
        path = folder / f"large{number}.{kind}"
        path.write_bytes(data)
        found.append((name, _one(partial(stored, name, path))[0]))
        path.unlink()
    return found


def _warm() -> None:
    """What a first file of a kind loads is no part of a refusal."""
    for kind, data in seeds()[::-1]:
        if kind in ("svg", "ttf", "png", "gif"):
            with TemporaryDirectory() as place:
                path = Path(place) / f"one.{kind}"
                path.write_bytes(data)
                _outcome(path)


def main(arguments: Sequence[str]) -> int:
    """Prints the tables; the exit status."""
    count = int(arguments[0]) if arguments else FILES
    folder = arguments[1] if len(arguments) > 1 else ""
    tally, begun = Tally(), time.perf_counter()
    for first in range(0, count, CHUNK):
        tally.add(run(first, min(first + CHUNK, count), folder))
    kinds = sorted({kind for kind, _ in tally.outcomes})
    outcomes = sorted({outcome for _, outcome in tally.outcomes})
    rows = [[kind, *(tally.outcomes[kind, one] for one in outcomes)] for kind in kinds]
    print(table(["mutants", *outcomes], rows), "\n")
    print("\n".join(tally.crashes[:40]))
    print(f"slowest: {tally.slowest[0]:.1f} s ({tally.slowest[1]}); {tally.peak:.0f} MB\n")
    with TemporaryDirectory() as place:
        heavy = large_ones(Path(place))
        _warm()
        timed = timed_bombs(Path(place))
    print(table(["the largest that is read", "MB", "s", "became"], [
        [name, f"{one.peak:.0f}", f"{one.slowest[0]:.1f}", ", ".join(o for _, o in one.outcomes)]
        for name, one in heavy]), "\n")  # fmt: skip
    print(table(["bomb", "ms", "said"], [
        [name, f"{1000 * took:.1f}", said] for name, took, said in timed]), "\n")  # fmt: skip
    print(f"{time.perf_counter() - begun:.0f} s in all")
    return _verdict(count, tally, heavy, timed)


def _verdict(
    count: int,
    tally: Tally,
    heavy: Sequence[tuple[str, Tally]],
    timed: Sequence[tuple[str, float, str]],
) -> int:
    crashes = len(tally.crashes) + sum(len(one.crashes) for _, one in heavy)
    peak = max(tally.peak, *(one.peak for _, one in heavy))
    slowest = max(took for _, took, _ in timed)
    read = [name for name, _, said in timed if "was read" in said]
    return verdict(
        [
            (f"0 crashes in {count:,} mutants", str(crashes), not crashes),
            ("bombs refused", f"{len(timed) - len(read)} of {len(timed)}", not read),
            ("each in ≤ 50 ms", f"{1000 * slowest:.1f} ms", slowest <= BOMB_SECONDS),
            (f"memory ≤ {MEGABYTES} MB", f"{peak:.0f} MB", peak <= MEGABYTES),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
