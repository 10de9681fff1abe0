"""The same music twice, in whatever key: which pieces are one, and which must not be parted.

A piece is its highest part as intervals and lengths; eight notes in a row are a shingle
(Broder 1997, as for poems). Where one piece holds most of another's shingles it is the same tune;
where it holds some, a version of it, kept in the same split. Chorales are compared by all four
voices on the beats instead, for Bach set one tune many times.

>>> tune = Score((Part("", 0, tuple(Note(6 * i, 6, 60 + i % 5) for i in range(32))),))
>>> shingles(tune) == shingles(tune.moved(5)), len(shingles(tune))
(True, 5)
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from sixing.media.music.score import GRID, Note, Part, Score

NOTES = 8
"""Notes of a shingle."""

SAME, VERSION = 0.7, 0.25
"""Share of the shorter piece's shingles from which on two are the same, or versions."""

_COMMON = 30
"""Pieces; a shingle in more of them is a turn of phrase."""

HELD_OUT = 0.05
"""Share of a style's pieces for each of valid and test."""

Shingles = frozenset[bytes]


def shingles(score: Score) -> Shingles:
    """Runs of the tune, the same in every key."""
    tune = melody(score)
    steps = [(b.pitch - a.pitch, b.start - a.start) for a, b in pairwise(tune)]
    runs = (steps[i : i + NOTES - 1] for i in range(len(steps) - NOTES + 2))
    return frozenset(_hashed(run) for run in runs)


def frames(score: Score) -> Shingles:
    """Runs of beats of all voices; the same in every key."""
    return beat_runs(
        list(zip(*(_sounding(part, score.length) for part in score.parts), strict=True))
    )


def beat_runs(rows: Sequence[Sequence[int]], beats: int = 4) -> Shingles:
    """Runs of a table's rows, as pitches above the first bass; none that hold a rest (-1)."""
    runs = (rows[i : i + beats] for i in range(len(rows) - beats + 1))
    return frozenset(
        _hashed([[pitch - run[0][-1] for pitch in row] for row in run])
        for run in runs
        if all(pitch >= 0 for row in run for pitch in row)
    )


def _sounding(part: Part, length: int) -> list[int]:
    """The pitch at each beat, -1 where it rests."""
    found = [-1] * (length // GRID + 1)
    for note in part.notes:
        for beat in range(-(-note.start // GRID), -(-note.end // GRID)):
            found[beat] = note.pitch
    return found


def _hashed(run: object) -> bytes:
    return hashlib.blake2b(repr(run).encode(), digest_size=8).digest()


def melody(score: Score) -> list[Note]:
    """The highest part's highest notes."""
    pitched = [part for part in score.parts if part.notes and not part.drums]
    if not pitched:
        return []
    highest = max(pitched, key=lambda part: sum(n.pitch for n in part.notes) / len(part.notes))
    tops = {note.start: note for note in highest.notes}  # by start, then pitch: the last is highest
    return [tops[start] for start in sorted(tops)]


def related(pieces: Sequence[Shingles]) -> tuple[list[int], list[int]]:
    """Which pieces are one, and which are versions of one.

    Returns:
        for each piece the first that is the same, and the first of its group of versions.
    """
    owners: dict[bytes, list[int]] = defaultdict(list)
    for i, piece in enumerate(pieces):
        for one in piece:
            owners[one].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for these in owners.values():
        if len(these) <= _COMMON:
            shared.update((a, b) for n, a in enumerate(these) for b in these[n + 1 :])
    same, group = list(range(len(pieces))), list(range(len(pieces)))
    for (a, b), count in sorted(shared.items()):
        share = count / min(len(pieces[a]), len(pieces[b]))
        if share >= SAME:
            _join(same, a, b)
        if share >= VERSION:
            _join(group, a, b)
    return [_root(same, i) for i in range(len(same))], [_root(group, i) for i in range(len(group))]


def _root(first: list[int], i: int) -> int:
    while first[i] != i:
        i = first[i]
    return i


def _join(first: list[int], a: int, b: int) -> None:
    a, b = sorted((_root(first, a), _root(first, b)))
    first[b] = a


def splits(groups: Sequence[str]) -> dict[str, str]:
    """Each group's split, decided by the groups' names.

    About `HELD_OUT` of the pieces are for valid and for test each, one group at least.

    >>> sorted(splits(["a", "b", "c"]).values())
    ['test', 'train', 'valid']
    """
    sizes = Counter(groups)
    order = sorted(sizes, key=lambda name: hashlib.sha256(name.encode()).digest())
    found: dict[str, str] = {}
    want = max(1, round(HELD_OUT * len(groups)))
    for split in ("test", "valid"):
        taken = 0
        # A huge group would take all that there is; where all are large, the smallest serves.
        free = [name for name in order if name not in found]
        small = [name for name in free if sizes[name] <= 2 * want]
        for name in small or sorted(free, key=sizes.__getitem__)[:1]:
            if taken < want:
                found[name] = split
                taken += sizes[name]
    return {name: found.get(name, "train") for name in sizes}
