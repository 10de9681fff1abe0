"""What a corpus of music has already said, as hashes: is this run of notes somebody's, and whose?

Lines (the highest note of each part) are read as steps that neither transposition nor another note
value changes: the interval to the next note and the ratio of their times. Every eight notes in a
row are one hash; of these the index keeps the least in each window of `WINNOW`, which is sure to
keep one of any run of 8 + `WINNOW` - 1 notes (winnowing: Schleimer, Wilkerson and Aiken, 2003).
Pieces of four voices are also read together: what sounds at each eighth, above the first bass note,
for two bars of 4/4. An entry is 30 bits of a hash and the number of a piece; it cannot be turned
back into notes. A chance hit happens once in 2**30 / entries questions.

It does not know ornaments or variants: one note more ends a run.

>>> from sixing.media.music.score import Note, Part, Score
>>> pitches = (67, 69, 71, 72, 74, 71, 67, 64, 60, 62, 66, 69, 72, 71, 69, 67, 62, 67)
>>> tune = Score((Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(pitches))),))
>>> known = Runs.of([("A toy", tune)])
>>> found = known.nearest(tune.moved(5))
>>> found.source, found.bar, 18 - 2 * (WINNOW - 1) <= found.notes <= 18
('A toy', 1, True)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.features.fingerprints import finish, fold
from sixing.media.music.score import GRID, Part, Score

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

VERSION = "sixing.runs.v1"
KINDS = ("lines", "together")
GRAM = 7
"""Steps of a gram: eight notes."""
WINNOW = 6
"""Grams in a row of which the index keeps at least one."""
LEAST_PITCHES = 4
"""A gram of fewer pitches (a drone, a trill) is nobody's."""
SOURCES = 3
"""Pieces that are kept for one hash; of a formula that everybody uses the first ones."""
EIGHTH = GRID // 2
WINDOW = 16
"""Eighths of a window of four voices: two bars of 4/4."""
VOICES = 4
_BUCKET, _REST = 14, 16
"""Bits of a hash by which a file counts its entries, and bits that it keeps of each."""


@dataclass(frozen=True, slots=True)
class Run:
    """The longest run that a piece shares with the corpus.

    Attributes:
        notes: in the run, at least (it may begin or end a few notes outside).
        bars: of the piece that they fill.
        source: whose it is.
        part, bar: where in the piece, from 1.
    """

    notes: int
    bars: float
    source: str
    part: int
    bar: int


@dataclass(frozen=True)
class Line:
    """The highest notes of a part: pitches and starts, shape (notes,)."""

    pitch: Ints
    start: Ints

    @classmethod
    def of(cls, part: Part) -> Line:
        """The highest note at each start of a part."""
        highest = {note.start: note.pitch for note in part.notes}  # by start, then upwards
        return cls(np.array([*highest.values()], np.int64), np.array([*highest], np.int64))

    def grams(self) -> tuple[Hashes, NDArray[np.bool_]]:
        """A hash of every `GRAM` steps, and whether it has pitches enough to be somebody's."""
        if len(self.pitch) <= GRAM:
            return np.zeros(0, np.uint64), np.zeros(0, bool)
        times = np.diff(self.start)
        # The ratio of two times in lowest terms; the last note's time is unknown and left out.
        common = np.gcd(times[1:], times[:-1])
        ratio = (times[1:] // common) * 4096 + times[:-1] // common
        windows = np.lib.stride_tricks.sliding_window_view
        steps = windows(np.diff(self.pitch) + 128, GRAM)
        ratios = windows(ratio, GRAM - 1)
        hashes = finish(fold(steps, fold(ratios)), np.full(len(steps), GRAM))
        heard = np.sort(windows(self.pitch, GRAM + 1), axis=1)
        return hashes, (np.diff(heard, axis=1) > 0).sum(axis=1) + 1 >= LEAST_PITCHES


def lines(score: Score) -> Iterator[tuple[int, Line]]:
    """Each part that has pitches, by its number from 1."""
    for number, part in enumerate(score.parts, 1):
        if not part.drums and len(part.notes) > GRAM:
            yield number, Line.of(part)


def winnowed(hashes: Hashes, rich: NDArray[np.bool_]) -> Hashes:
    """The least hash of each `WINNOW` grams in a row; poor ones are passed over."""
    worth = np.where(rich, hashes, np.uint64(2**64 - 1))
    if not len(worth):
        return hashes
    size = min(WINNOW, len(worth))
    least = np.unique(np.lib.stride_tricks.sliding_window_view(worth, size).min(axis=1))
    return least[least < np.uint64(2**64 - 1)]


def windows(score: Score) -> tuple[Hashes, Ints]:
    """Hashes of what four voices sound together, and the places where they begin.

    A window begins at each eighth, and none has a rest; a piece of other than four parts has none.
    """
    table = _sounding(score)
    if table is None or len(table) < WINDOW:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    views = np.lib.stride_tricks.sliding_window_view(table, WINDOW, axis=0)
    whole = np.flatnonzero((views >= 0).all(axis=(1, 2)))
    picked = views[whole].transpose(0, 2, 1)
    relative = (picked - picked[:, :1, -1:] + 128).reshape(len(whole), WINDOW * VOICES)
    return finish(fold(relative), np.full(len(whole), WINDOW)), whole * EIGHTH


def _sounding(score: Score) -> Ints | None:
    """What each of four voices sounds at each eighth, -1 for a rest, shape (eighths, 4)."""
    parts = [part for part in score.parts if part.notes and not part.drums]
    if len(parts) != VOICES:
        return None
    table = np.full((score.length // EIGHTH, VOICES), -1, np.int64)
    for voice, part in enumerate(parts):
        for note in part.notes:
            table[-(-note.start // EIGHTH) : -(-note.end // EIGHTH), voice] = note.pitch
    return table


@dataclass(frozen=True)
class Grams:
    """Sorted hashes (`_BUCKET` + `_REST` bits) and the piece that each is of, shape (entries,)."""

    hashes: NDArray[np.uint32]
    sources: NDArray[np.uint16]

    @classmethod
    def of(cls, found: Iterable[tuple[int, Hashes]]) -> Grams:
        """Of (piece, hashes); see `SOURCES`."""
        pairs = [(np.unique(_short(hashes)), piece) for piece, hashes in found]
        if not pairs:
            return cls(np.zeros(0, np.uint32), np.zeros(0, np.uint16))
        hashes = np.concatenate([one for one, _ in pairs])
        sources = np.concatenate([np.full(len(one), piece) for one, piece in pairs])
        order = np.lexsort((sources, hashes))
        hashes, sources = hashes[order], sources[order].astype(np.uint16)
        first = np.searchsorted(hashes, hashes, "left")
        kept = np.arange(len(hashes)) - first < SOURCES
        return cls(hashes[kept], sources[kept])

    def packed(self) -> dict[str, NDArray[np.uint16]]:
        """As a file keeps them: how many each bucket has, what is left of each, whose they are."""
        counts = np.bincount(self.hashes >> _REST, minlength=1 << _BUCKET)
        if counts.max() > np.iinfo(np.uint16).max:
            raise ValueError("too many entries for a file of runs: index fewer pieces")
        rest = (self.hashes & (2**_REST - 1)).astype(np.uint16)
        return {"counts": counts.astype(np.uint16), "rest": rest, "sources": self.sources}

    @classmethod
    def unpacked(cls, kept: Mapping[str, NDArray[np.uint16]]) -> Grams:
        """Out of a file.

        Raises:
            ValueError: the parts do not fit one another.
        """
        buckets = np.repeat(np.arange(1 << _BUCKET, dtype=np.uint32), kept["counts"])
        if not len(buckets) == len(kept["rest"]) == len(kept["sources"]):
            raise ValueError("its tables do not fit one another")
        hashes = (buckets << np.uint32(_REST)) | kept["rest"].astype(np.uint32)
        return cls(hashes.astype(np.uint32), kept["sources"])

    def has(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which hashes are there, same shape."""
        wanted = _short(hashes)
        at = np.searchsorted(self.hashes, wanted)
        inside = at < len(self.hashes)
        found = np.zeros(wanted.shape, bool)
        found[inside] = self.hashes[at[inside]] == wanted[inside]
        return found

    def hits(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """(place among the hashes asked, piece) of everything that is known."""
        wanted = _short(hashes)
        low, high = (np.searchsorted(self.hashes, wanted, side) for side in ("left", "right"))
        places = np.repeat(np.arange(len(wanted)), high - low)
        rows = [np.arange(a, b) for a, b in zip(low, high, strict=True) if b > a]
        pieces = self.sources[np.concatenate(rows)] if rows else np.zeros(0, np.uint16)
        return places, pieces.astype(np.int64)


def _short(hashes: Hashes) -> NDArray[np.uint32]:
    """The bits of a hash that are kept."""
    return (hashes >> np.uint64(64 - _BUCKET - _REST)).astype(np.uint32)


class Runs:
    """The index of a corpus.

    Args:
        names: of the pieces.
        lines: grams of their lines.
        together: windows of four voices.
    """

    def __init__(self, names: Sequence[str], lines: Grams, together: Grams) -> None:
        self.names = tuple(names)
        self._lines, self._together = lines, together

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, Score]]) -> Runs:
        """Index pieces, at most 65,536.

        Raises:
            ValueError: there are more.
        """
        names: list[str] = []
        alone: list[tuple[int, Hashes]] = []
        together: list[tuple[int, Hashes]] = []
        for number, (name, score) in enumerate(pieces):
            if number > np.iinfo(np.uint16).max:
                raise ValueError("an index of runs holds 65,536 pieces at most")
            names.append(name)
            alone += [(number, winnowed(*line.grams())) for _, line in lines(score)]
            together.append((number, windows(score)[0]))
        return cls(names, Grams.of(alone), Grams.of(together))

    @classmethod
    def open(cls, path: Path) -> Runs:
        """Read an index.

        Raises:
            BadStyle: the file is missing, damaged or of another version.
        """
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, framework="numpy") as stored:
                facts = stored.metadata() or {}
                tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
            if facts.get("version") != VERSION:
                raise BadStyle(f"{path} is no index of runs of this version; build it again")
            alone, together = (
                Grams.unpacked({p: tensors[f"{kind}.{p}"] for p in ("counts", "rest", "sources")})
                for kind in KINDS
            )
            return cls(json.loads(facts["names"]), alone, together)
        except (SafetensorError, OSError, KeyError, ValueError) as fault:
            raise BadStyle(f"{path} cannot be read ({fault}); install the style anew") from fault

    def save(self, path: Path) -> None:
        """Write the index, whole or not at all."""
        from safetensors.numpy import save

        from sixing.store.atomic import write_whole

        tensors = {
            f"{kind}.{name}": table
            for kind, grams in zip(KINDS, (self._lines, self._together), strict=True)
            for name, table in grams.packed().items()
        }
        names = json.dumps(self.names, ensure_ascii=False, separators=(",", ":"))
        write_whole(path, save(tensors, metadata={"version": VERSION, "names": names}))

    @property
    def size(self) -> dict[str, int]:
        """Entries of each kind."""
        return dict(zip(KINDS, (len(self._lines.hashes), len(self._together.hashes)), strict=True))

    def nearest(self, score: Score, given: frozenset[int] = frozenset()) -> Run | None:
        """The longest run of one line that the corpus has, None where it has none of eight notes.

        Args:
            score: the piece.
            given: parts (from 1) that a person gave: they are theirs to answer for.
        """
        found = [
            run
            for number, line in lines(score)
            if number not in given
            for run in self._of_line(score, number, line)
        ]
        return max(found, key=lambda run: (run.notes, run.bars), default=None)

    def _of_line(self, score: Score, number: int, line: Line) -> Iterator[Run]:
        """The longest run with each piece that has any."""
        places, pieces = self._lines.hits(line.grams()[0])
        if not len(places):
            return
        bars = score.bars()
        starts = np.array([bar.start for bar in bars])
        for first, last, piece in longest(places, pieces):
            end = last + GRAM
            begin = int(np.searchsorted(starts, line.start[first], "right")) - 1
            stop = int(line.start[end + 1]) if end + 1 < len(line.start) else score.length
            filled = (stop - int(line.start[first])) / bars[begin].metre.length
            yield Run(end - first + 1, round(filled, 2), self.names[piece], number, begin + 1)

    def known(self, score: Score) -> tuple[int, int]:
        """How many windows of four voices the corpus has, and of how many."""
        hashes, _ = windows(score)
        return int(self._together.has(hashes).sum()), len(hashes)

    def together(self, score: Score) -> Run | None:
        """The longest run of four voices that one piece has, from two bars of 4/4 on."""
        hashes, at = windows(score)
        chains = longest(*self._together.hits(hashes), gap=1)
        if not chains:
            return None
        first, last, piece = max(chains, key=lambda chain: chain[1] - chain[0])
        start, end = int(at[first]), int(at[last]) + WINDOW * EIGHTH
        bars = score.bars()
        bar = int(np.searchsorted([bar.start for bar in bars], start, "right")) - 1
        struck = sum(start <= note.start < end for part in score.parts for note in part.notes)
        filled = (end - start) / bars[bar].metre.length
        return Run(struck, round(filled, 2), self.names[piece], 0, bar + 1)


def longest(places: Ints, pieces: Ints, gap: int = WINNOW) -> list[tuple[int, int, int]]:
    """For each piece (first, last, piece): its longest chain of hits, none further apart than gap.

    >>> longest(np.array([0, 3, 20, 4, 5]), np.array([1, 1, 1, 0, 0]))
    [(4, 5, 0), (0, 3, 1)]
    """
    order = np.lexsort((places, pieces))
    best: dict[int, tuple[int, int]] = {}
    chain: tuple[int, int, int] | None = None
    for place, piece in zip(places[order].tolist(), pieces[order].tolist(), strict=True):
        if chain and chain[0] == piece and place - chain[2] <= gap:
            chain = piece, chain[1], place
        else:
            chain = piece, place, place
        first, last = best.get(piece, (place, place))
        if chain[2] - chain[1] >= last - first:
            best[piece] = chain[1], chain[2]
    return [(first, last, piece) for piece, (first, last) in best.items()]
