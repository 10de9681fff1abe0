"""What a corpus has already said, as hashes: is this run of five characters somebody's?

The set holds every 5-gram within a line and every whole 7-character line of a corpus, in a
quotient layout (Bender et al., "Don't Thrash: How to Cache Your Hash on Flash", 2012): hashes are
sorted, their top bits choose a bucket and only the next 16 bits are kept. Some six million grams
take 17 MB, are read by memory map, and cannot be turned back into text.

A gram of the corpus is always found. A gram that is not there is taken for known with the chance
`false_positive_rate` = grams / 2**(bucket bits + 16), about 5 in 100,000 for the shipped file.

It does not know who wrote a line, nor runs that cross the end of a line.

Example:
    >>> known = Fingerprints.of_lines(["床前明月光", "疑是地上霜"])
    >>> known.known_runs("床前明月光"), known.known_runs("山前明月光")
    ([(0, 5)], [])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle

Hashes = NDArray[np.uint64]
Codepoints = NDArray[np.uint32]

RUN = 5
"""Length of the runs that count as borrowed."""

WHOLE_LINE = 7
"""Length of the lines that are kept whole (a whole line of five is a run already)."""

_MAGIC, _VERSION, _HEADER, _BLOCK = 0x5358, 1, 8, 4096
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def codepoints(lines: Sequence[str]) -> Codepoints:
    """Lines of one length as an array of code points, shape (lines, characters)."""
    flat = np.frombuffer("".join(lines).encode("utf-32-le"), dtype="<u4")
    return flat.reshape(len(lines), -1).astype(np.uint32, copy=False)


def fold(prefix: NDArray[np.integer], state: Hashes | None = None) -> Hashes:
    """Polynomial state after the characters of `prefix` (..., characters), modulo 2**64.

    The state of a prefix is computed once; `finish` then prices every candidate for the last
    character with one multiplication.
    """
    points = prefix.astype(np.uint64)
    total = np.zeros(points.shape[:-1], np.uint64) if state is None else state
    with np.errstate(over="ignore"):
        for place in range(points.shape[-1]):
            total = total * _BASE + points[..., place]
    return total


def finish(state: Hashes, last: NDArray[np.integer]) -> Hashes:
    """Hashes of prefix + one last character; `state` and `last` are broadcast together."""
    with np.errstate(over="ignore"):
        mixed = state * _BASE + last.astype(np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1  # splitmix64 (Steele et al., 2014)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
        result: Hashes = mixed ^ (mixed >> np.uint64(31))
    return result


def hash_grams(grams: NDArray[np.integer]) -> Hashes:
    """Hashes of n-grams of code points, shape (..., n) to (...)."""
    return finish(fold(grams[..., :-1]), grams[..., -1])


def line_hashes(lines: Iterable[str]) -> Hashes:
    """Distinct hashes of all 5-grams and whole 7-character lines, sorted."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if len(line) >= RUN:
            by_length[len(line)].append(line)
    parts = [np.empty(0, np.uint64)]
    for length, same in by_length.items():
        points = codepoints(same)
        windows = np.lib.stride_tricks.sliding_window_view(points, RUN, axis=1)
        parts.append(hash_grams(windows).ravel())
        if length == WHOLE_LINE:
            parts.append(hash_grams(points))
    return np.unique(np.concatenate(parts))


class Fingerprints:
    """A set of 64-bit hashes in a quotient layout, one array of 16-bit words.

    Words: header (magic, version, bucket bits, 0, grams as four words); the first gram of each
    block of 4096 buckets (two words each); the first gram of each bucket within its block; one
    16-bit remainder for each gram.
    """

    def __init__(self, words: NDArray[np.uint16]) -> None:
        if len(words) < _HEADER or (int(words[0]), int(words[1])) != (_MAGIC, _VERSION):
            raise BadStyle("fingerprints: not a fingerprint index of this version; build it again")
        self._words = words
        self._bits = int(words[2])
        self.size = int.from_bytes(np.asarray(words[4:8], "<u2").tobytes(), "little")
        buckets = 1 << self._bits
        blocks = -(-(buckets + 1) // _BLOCK)
        cuts = np.cumsum([_HEADER, 2 * blocks, buckets + 1, self.size])
        if len(words) != cuts[-1]:
            raise BadStyle("fingerprints: the file is cut short; install or build it again")
        self._blocks = np.asarray(words[cuts[0] : cuts[1]]).view("<u4")
        self._starts = words[cuts[1] : cuts[2]]
        self._remainders = words[cuts[2] : cuts[3]]

    @classmethod
    def open(cls, path: Path) -> Fingerprints:
        """Map an index file; nothing is read until it is asked.

        Raises:
            BadStyle: the file is missing, damaged or of another version.
        """
        try:
            words = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise BadStyle(f"fingerprints: {path} cannot be read ({error})") from error
        if words.dtype != np.uint16 or words.ndim != 1:
            raise BadStyle(f"fingerprints: {path} is not a fingerprint index")
        return cls(words)

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> Fingerprints:
        """Index of the lines of a corpus (simplified characters, no punctuation)."""
        return cls.of_hashes(line_hashes(lines))

    @classmethod
    def of_hashes(cls, hashes: Hashes) -> Fingerprints:
        """Index of the given hashes, with two to four in a bucket."""
        bits = min(max(int(np.log2(max(len(hashes), 1))) - 1, 4), 28)
        keys = np.unique(hashes >> np.uint64(64 - 16 - bits))
        buckets = np.arange((1 << bits) + 1, dtype=np.uint64)
        starts = np.searchsorted(keys, buckets << np.uint64(16)).astype(np.uint32)
        blocks = starts[::_BLOCK].copy()
        within = (starts - np.repeat(blocks, _BLOCK)[: len(starts)]).astype("<u2")
        size = np.frombuffer(len(keys).to_bytes(8, "little"), "<u2")
        header = np.concatenate([np.array([_MAGIC, _VERSION, bits, 0], "<u2"), size])
        remainders = (keys & np.uint64(0xFFFF)).astype("<u2")
        return cls(np.concatenate([header, blocks.astype("<u4").view("<u2"), within, remainders]))

    def save(self, path: Path) -> None:
        """Write the index as one .npy file of 16-bit words."""
        with path.open("wb") as file:
            np.save(file, np.asarray(self._words), allow_pickle=False)

    @property
    def false_positive_rate(self) -> float:
        """Chance that a gram which is not in the corpus is taken for known."""
        return self.size / 2.0 ** (self._bits + 16)

    def contains(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which hashes are in the set; same shape as given."""
        wanted = np.asarray(hashes, np.uint64)
        bucket = (wanted >> np.uint64(64 - self._bits)).astype(np.int64)
        remainder = ((wanted >> np.uint64(48 - self._bits)) & np.uint64(0xFFFF)).astype(np.uint16)
        low, end = self._first(bucket), self._first(bucket + 1)
        found = np.zeros(wanted.shape, np.bool_)
        for step in range(int((end - low).max(initial=0))):
            place = np.minimum(low + step, self.size - 1)
            found |= (low + step < end) & (self._remainders[place] == remainder)
        return found

    def _first(self, bucket: NDArray[np.int64]) -> NDArray[np.int64]:
        block = self._blocks[bucket // _BLOCK].astype(np.int64)
        return block + self._starts[bucket]

    def is_known(self, grams: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Which 5-grams of code points, shape (n, 5), occur within a line of the corpus."""
        return self.contains(hash_grams(grams))

    def known_runs(self, line: str) -> list[tuple[int, int]]:
        """Maximal shared runs of five characters or more as (start, length), start from 0."""
        if len(line) < RUN:
            return []
        points = codepoints([line])[0]
        known = self.is_known(np.lib.stride_tricks.sliding_window_view(points, RUN))
        edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
        return [(int(a), int(b - a) + RUN - 1) for a, b in edges.reshape(-1, 2)]

    def has_line(self, line: str) -> bool:
        """Whether the whole line stands in the corpus.

        Exact (but for false positives) for five and seven characters. For other lengths: every
        run of five in it is known; a line shorter than five is never held to be anybody's.
        """
        if len(line) == WHOLE_LINE:
            return bool(self.contains(hash_grams(codepoints([line])))[0])
        return self.known_runs(line) == [(0, len(line))]


class Joined(Fingerprints):
    """Several indexes as one: what any of them knows is known."""

    def __init__(self, parts: Sequence[Fingerprints]) -> None:
        self._parts = tuple(parts)
        self.size = sum(part.size for part in parts)

    @property
    def false_positive_rate(self) -> float:
        """At most: the sum over the parts."""
        return sum(part.false_positive_rate for part in self._parts)

    def contains(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which hashes are in any of the sets; same shape as given."""
        found = np.zeros(np.shape(hashes), np.bool_)
        for part in self._parts:
            found |= part.contains(hashes)
        return found

    def save(self, path: Path) -> None:  # noqa: ARG002 - the signature of one index
        """Not for several at once.

        Raises:
            TypeError: always; save each part.
        """
        raise TypeError("several indexes have no one file; save each")
