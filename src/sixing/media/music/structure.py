"""Which bars of a piece come back: self-similarity, and the sections that repeat.

Two bars are as alike as the notes that they share (Dice, 1945), one of them transposed by the
interval that makes it most; drums stay. The picture is Foote's self-similarity matrix ("Visualizing
Music and Audio using Self-Similarity", 1999) over bars of symbols; a section repeats where the
matrix has a diagonal of alike bars (Müller, *Fundamentals of Music Processing*, 2015, chapter 4).

It hears no variation beyond transposition: a theme in new figuration is new.

>>> from sixing.media.music.score import Note, Part, Score
>>> bar, other = (60, 62, 64, 65), (67, 67, 64, 60)
>>> pitches = (*bar, *other, *(p + 2 for p in (*bar, *other)))
>>> tune = Score((Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(pitches))),))
>>> sections(tune)
[Section(first=1, again=3, bars=2, moved=2, likeness=1.0)]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.score import Score

Floats = NDArray[np.float32]

#: Semitones up and down by which a bar may come back.
TRANSPOSED = 7
#: Likeness from which two bars are the same, or variants.
ALIKE = 0.75
#: Bars that a repeat has at least, to be one of a motif, a phrase, a section.
SCALES = (2, 4, 8)
_DRUMS = 128


@dataclass(frozen=True, slots=True)
class Section:
    """Bars that come back.

    Attributes:
        first, again: first bar of each, from 1.
        bars: how many.
        moved: semitones from the first to the second.
        likeness: mean of the bars', 0 to 1.
    """

    first: int
    again: int
    bars: int
    moved: int
    likeness: float


@dataclass(frozen=True)
class Likeness:
    """How alike bars are.

    Attributes:
        table: 0 to 1, shape (bars, bars), symmetric; empty bars are like nothing.
        moved: semitones from the row's bar to the column's at which they are, same shape.
    """

    table: Floats
    moved: NDArray[np.int8]


def self_similarity(score: Score) -> Likeness:
    """Compare every bar with every other."""
    notes = _notes(score)
    flat = notes.reshape(len(notes), -1)
    sizes = flat.sum(axis=1)
    total = np.maximum(sizes[:, None] + sizes[None, :], 1)
    best = 2 * (flat @ flat.T) / total
    moved = np.zeros(best.shape, np.int8)
    # Nearer transpositions are looked at first: of equals the smallest move stays.
    for by in sorted(range(-TRANSPOSED, TRANSPOSED + 1), key=abs)[1:]:
        shifted = np.roll(notes, by, axis=2)
        shifted[:, :, _DRUMS:] = notes[:, :, _DRUMS:]
        alike = 2 * (shifted.reshape(len(notes), -1) @ flat.T) / total
        better = alike > best + 1e-6
        best, moved = np.where(better, alike, best), np.where(better, np.int8(by), moved)
    return Likeness(best.astype(np.float32), moved)


def _notes(score: Score) -> Floats:
    """Attacks by bar, place and pitch (drums from 128 on), shape (bars, places, 256)."""
    bars = score.bars()
    starts = np.array([bar.start for bar in bars])
    marks = [
        (note.start, note.pitch + _DRUMS * part.drums)
        for part in score.parts
        for note in part.notes
    ]
    if not marks:
        return np.zeros((len(bars), 1, 2 * _DRUMS), np.float32)
    at, pitch = np.array(marks).T
    bar = np.searchsorted(starts, at, "right") - 1
    # Only places that are used: most of a bar's 48 never are.
    places, place = np.unique(at - starts[bar], return_inverse=True)
    table = np.zeros((len(bars), len(places), 2 * _DRUMS), np.float32)
    table[bar, place, pitch] = 1
    return table


def sections(score: Score, least: int = SCALES[0]) -> list[Section]:
    """Sections that come back, the longest first; none lies inside another of the same distance.

    Args:
        score: the piece.
        least: bars that one must have.
    """
    alike = self_similarity(score)
    found = [section for section in _diagonals(alike) if section.bars >= least]
    return sorted(found, key=lambda s: (-s.bars, s.first, s.again))


def _diagonals(alike: Likeness) -> Iterator[Section]:
    count = len(alike.table)
    for gap in range(1, count):
        near, moved = np.diagonal(alike.table, gap), np.diagonal(alike.moved, gap)
        start = 0
        for n in range(1, len(near) + 1):
            if n == len(near) or min(near[n - 1 : n + 1]) < ALIKE or moved[n] != moved[n - 1]:
                if near[start] >= ALIKE:
                    # What comes back at once, bar by bar, repeats at most its own distance.
                    length = min(n - start, gap)
                    mean = round(float(near[start : start + length].mean()), 3)
                    yield Section(start + 1, start + gap + 1, length, int(moved[start]), mean)
                start = n


def repeated(score: Score) -> dict[int, float]:
    """For each of `SCALES`, the share of bars that belong to a section that comes back."""
    count = len(score.bars())
    found = sections(score)
    shares = {}
    for least in SCALES:
        covered = np.zeros(count, bool)
        for section in found:
            if section.bars >= least:
                for first in (section.first, section.again):
                    covered[first - 1 : first - 1 + section.bars] = True
        shares[least] = round(float(covered.mean()), 4)
    return shares


def indicator(score: Score) -> float:
    """How much the piece is built of what comes back, 0 to 1: mean of `repeated` over the scales.

    Scales that the piece is too short for (twice as many bars as it has) do not count.
    """
    count = len(score.bars())
    shares = [share for least, share in repeated(score).items() if 2 * least <= count]
    return float(np.mean(shares)) if shares else 0.0
