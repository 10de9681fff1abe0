"""The rules of four-part writing, as costs of chords and of moves between chords.

A making sampler asks `Leading` what a column of a table (:mod:`sixing.media.music.table`) costs,
and what moving from one to the next does; a cost of `WALL` may never be paid. The rules are those
of the textbooks of Bach's style (Aldwell, Schachter and Cadwallader, *Harmony and Voice Leading*,
chapters 5 to 8): ranges, no crossing, at most an octave between soprano and alto and between alto
and tenor, no fifths, octaves or unisons in succession where both voices move, the leading tone of
a dominant rises where the tonic follows, phrases end on a whole triad in root position, the last on
the tonic. Hidden fifths and octaves, doubled thirds, an unresolved seventh, a semitone that nothing
prepared and a piece in minor that opens in major are advice: they cost something in either mode.

>>> leading = Leading(np.full(2, 127), np.zeros(2, int))
>>> before, after = ([c - 32 for c in chord] for chord in ((72, 67, 64, 48), (74, 69, 65, 50)))
>>> rows = lambda chord: [np.array([symbol]) for symbol in chord]
>>> float(leading.move(rows(before), rows(after), np.array([1]))[0]) >= WALL  # octaves C to D
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.score import Key
from sixing.media.music.table import LEVELS, LOWEST

Ids = NDArray[np.integer]
Flags = NDArray[np.bool_]
Floats = NDArray[Any]

WALL = 120.0
"""Nats from which on a cost is never paid."""

UNREST = 30.0
"""Nats for beginning where a voice should be still: dear, but no wall."""

VOICES = ("soprano", "alto", "tenor", "bass")
RANGES = ((58, 83), (53, 76), (48, 69), (38, 64))
"""Lowest and highest pitch of each voice: what Bach's chorales ask, and a tone or so more above."""

SILENT, UNKNOWN = -1, -2
WITHIN, CADENCE, PHRASE, FINAL = 0, 1, 2, 3
"""What a row is: inside a phrase, before the last chord, in the chord that ends a phrase, in the
last chord."""

_MAJOR, _MINOR = 0b10010001, 0b10001001  # 0 4 7 and 0 3 7, a bit for each semitone above the root
_DOMINANTS = 0b100010100100  # 2 5 7 11 above the tonic
_SUBDOMINANT_MAJOR, _SUBDOMINANT_MINOR = 0b1000100001, 0b100100001  # 0 5 9 and 0 5 8


def _pitch_table() -> Ids:
    """The pitch of every symbol, `SILENT` and `UNKNOWN` among them."""
    levels = np.arange(1, LEVELS + 1) + LOWEST - 1
    return np.concatenate(([SILENT], levels, levels, levels, [UNKNOWN])).astype(np.int16)


def _roots(chords: Sequence[int], needed: Sequence[int]) -> Ids:
    """Of every set of pitch classes (12 bits), the root it has as part of one of the chords."""
    found = np.full(4096, -1, np.int16)
    for root in range(12):
        for chord, need in zip(chords, needed, strict=True):
            whole, must = _turned(chord, root), _turned(need, root)
            for notes in range(4096):
                if notes & ~whole == 0 and notes & must == must:
                    found[notes] = root
    return found


def _turned(notes: int, by: int) -> int:
    return (notes << by | notes >> (12 - by)) & 4095


_PITCHES = _pitch_table()
_DOMINANT = _roots([_MAJOR | 1 << 10], [0b10001])
"""Root of a major triad or a dominant seventh that sounds with its third."""
_TONIC = _roots([_MAJOR, _MINOR], [0b10001, 0b1001])


def choices(voice: int) -> Ids:
    """The symbols that a voice may be: the pitches of its range, begun or held."""
    low, high = (pitch - LOWEST + 1 for pitch in RANGES[voice])
    levels = np.arange(low, high + 1)
    return np.concatenate((levels, levels + LEVELS))


@dataclass(frozen=True)
class Leading:
    """Voice leading over the rows of a table.

    Attributes:
        ceiling: the lowest pitch that the soprano has within each row, 127 where it has none.
        ends: what each row is: `WITHIN`, `PHRASE` or `FINAL`.
        home: the key whose chord comes last, after its dominant or subdominant where that can be;
            None leaves it free.
        scale: pitch classes that the piece keeps to, others are dear; None: all.
        given: voices that are not ours to change: how they move is no fault.
        strict: whether the rules are walls; else each fault costs a few nats.
        still, begin: rows in which no voice of ours begins a note, or every one does.
    """

    ceiling: Ids
    ends: Ids
    home: Key | None = None
    scale: frozenset[int] | None = None
    given: frozenset[int] = frozenset({0})
    strict: bool = True
    still: Flags | None = None
    begin: Flags | None = None

    def column(self, column: Sequence[Ids], steps: Ids) -> Floats:
        """Nats that each column costs; arrays broadcast behind a first axis of steps."""
        pitches = [_PITCHES[symbols] for symbols in column]
        after = (1,) * (max(p.ndim for p in pitches) - 1)
        ceiling, ends = (part[steps].reshape(-1, *after) for part in (self.ceiling, self.ends))
        cost = self._order(pitches, ceiling)
        bass = pitches[-1]
        notes: Ids = np.zeros((), np.int16)
        known: Flags = np.ones((), bool)
        for pitch in pitches:
            notes = notes | _bit(pitch - bass, (pitch >= 0) & (bass >= 0))
            known = known & (pitch >= 0)
        if (ends > WITHIN).any():
            cost = cost + self._ending(notes, known, bass, ends)
        for voice in set(range(len(column))) - self.given:
            cost = cost + self._timing(column[voice], steps)
            if self.scale is not None:
                begun = (column[voice] > 0) & (column[voice] <= LEVELS)
                cost = cost + (begun & ~self._inside(pitches[voice])) * 1.2
        if self.home is not None and self.home.mode == "minor":
            major = known & (_bit_of(self.home.tonic + 4 - bass) & notes != 0)
            cost = cost + (major & (steps < 4).reshape(-1, *after)) * 3.0
        return cost + self._doubling(pitches, bass, notes, known) + self._clash(column, pitches)

    def _inside(self, pitches: Ids) -> Flags:
        """Which pitches are of the scale."""
        flags = np.isin(np.arange(12), sorted(self.scale or ()))
        found: Flags = flags[pitches % 12]
        return found

    def _timing(self, symbols: Ids, steps: Ids) -> Floats:
        """Beginning where a voice should be still, or the other way round."""
        after = (1,) * (symbols.ndim - 1)
        begun = (symbols > 0) & (symbols <= LEVELS)
        held = (symbols > LEVELS) & (symbols <= 2 * LEVELS)
        cost: Floats = np.zeros(())
        if self.still is not None:
            cost = cost + (begun & self.still[steps].reshape(-1, *after)) * UNREST
        if self.begin is not None:
            cost = cost + (held & self.begin[steps].reshape(-1, *after)) * WALL
        return cost

    def _order(self, pitches: Sequence[Ids], ceiling: Ids) -> Floats:
        """Crossing, and voices too far apart."""
        cost: Floats = np.zeros(())
        for upper, lower in combinations(range(len(pitches)), 2):
            above = pitches[upper]
            if upper == 0:
                above = np.where(above >= 0, np.minimum(above, ceiling), above)
            both = (above >= 0) & (pitches[lower] >= 0)
            crossed = both & (pitches[lower] > above)
            cost = cost + crossed * self._price(3.0)
            if lower == upper + 1 and lower < len(pitches) - 1:
                apart = above - pitches[lower] > 12
                cost = cost + (both & apart) * self._price(1.0)
        return cost

    def _ending(self, notes: Ids, known: Flags, bass: Ids, ends: Ids) -> Floats:
        """A phrase ends on a triad in root position with its third, the last one on the tonic."""
        major, minor = (notes & ~np.int16(chord) == 0 for chord in (_MAJOR, _MINOR))
        third = notes & 0b11000 != 0
        right = (major | minor) & (third | ~known) | (bass < 0)
        cost: Floats = ((ends >= PHRASE) & ~right) * self._price(4.0)
        if self.home is not None:
            wrong = (bass >= 0) & (bass % 12 != self.home.tonic)
            if self.home.mode == "major":
                wrong = wrong | (known & ~major)
            cost = cost + ((ends == FINAL) & wrong) * WALL
            cost = cost + ((ends == CADENCE) & known) * self._leading_home(notes, bass)
        return cost

    def _leading_home(self, notes: Ids, bass: Ids) -> Floats:
        """What a chord before the last costs: least the dominant, then the subdominant."""
        chord = _turned_by(notes, bass - (self.home.tonic if self.home else 0))
        dominant = (chord & ~_DOMINANTS == 0) & (chord & 1 << 11 != 0)
        before = (chord & ~_SUBDOMINANT_MAJOR == 0) | (chord & ~_SUBDOMINANT_MINOR == 0)
        found: Floats = np.where(dominant, 0.0, np.where(before, 2.0, 5.0))
        return found

    def _clash(self, column: Sequence[Ids], pitches: Sequence[Ids]) -> Floats:
        """Voices that strike a semitone or its inversion together, unprepared: advice."""
        cost: Floats = np.zeros(())
        begun = [(symbols > 0) & (symbols <= LEVELS) for symbols in column]
        for upper, lower in combinations(range(len(pitches)), 2):
            apart = (pitches[upper] - pitches[lower]) % 12
            cost = cost + (begun[upper] & begun[lower] & ((apart == 1) | (apart == 11))) * 2.0
        return cost

    def _doubling(self, pitches: Sequence[Ids], bass: Ids, notes: Ids, known: Flags) -> Floats:
        """A leading tone is not doubled: in a dominant seventh never, in a major triad seldom."""
        chord = _turned_by(notes, bass)
        root = np.where(known, _DOMINANT[chord], -1)
        thirds = sum(((pitch - root) % 12 == 4).astype(np.int8) for pitch in pitches)
        doubled = (root >= 0) & (thirds > 1)
        seventh = notes & _bit_of(root + 10 - bass) != 0
        found: Floats = doubled * np.where(seventh, self._price(3.0), 1.5)
        return found

    def move(self, before: Sequence[Ids], after: Sequence[Ids], steps: Ids) -> Floats:  # noqa: ARG002 - a rule's shape
        """Nats that each move costs; arrays broadcast behind a first axis of steps."""
        old, new = ([_PITCHES[symbols] for symbols in column] for column in (before, after))
        moved = [(a != b) & (a >= 0) & (b >= 0) for a, b in zip(old, new, strict=True)]
        cost: Floats = np.zeros((), np.float32)
        for upper, lower in combinations(range(len(old)), 2):
            was, now = old[upper] - old[lower], new[upper] - new[lower]
            both = moved[upper] & moved[lower]
            perfect = _perfect(was)
            fault = both & ((was % 12 == now % 12) & perfect)
            cost = cost + fault * np.float32(self._price(8.0))
        cost = cost + self._hidden(old, new, moved)
        for voice in range(len(old)):
            if voice not in self.given:
                wide = moved[voice] & (np.abs(new[voice] - old[voice]) > 12)
                cost = cost + wide * np.float32(self._price(3.0))
        found: Floats = cost + self._resolution(old, new)
        return found

    def _hidden(self, old: Sequence[Ids], new: Sequence[Ids], moved: Sequence[Flags]) -> Floats:
        """Outer voices move the same way into a fifth or octave, the soprano by a leap: advice."""
        up, low = new[0] - old[0], new[-1] - old[-1]
        leapt = (np.abs(up) > 2) & _perfect(new[0] - new[-1])
        same = (up > 0) == (low > 0)
        found: Floats = (moved[0] & moved[-1] & leapt & same) * np.float32(1.5)
        return found

    def _resolution(self, old: Sequence[Ids], new: Sequence[Ids]) -> Floats:
        """Where a dominant goes to its tonic, its third rises and its seventh falls by a step.

        In the middle voices the third may fall to the tonic's fifth.
        """
        root, arrived = _DOMINANT[_chord(old)], _TONIC[_chord(new)]
        resolves = (root >= 0) & (arrived >= 0) & ((root + 5) % 12 == arrived)
        if not resolves.any():
            return np.zeros((), np.float32)
        cost: Floats = np.zeros((), np.float32)
        for voice, (a, b) in enumerate(zip(old, new, strict=True)):
            if voice in self.given:
                continue
            degree, step = (a - root) % 12, b - a
            rises = step == 1
            if 0 < voice < len(old) - 1:
                rises = rises | (step == -4)
            sounding = resolves & (a >= 0) & (b >= 0)
            cost = cost + (sounding & (degree == 4) & ~rises) * np.float32(self._price(2.0))
            falls = (step == -1) | (step == -2)
            cost = cost + (sounding & (degree == 10) & ~falls) * np.float32(1.5)
        return cost

    def _price(self, nats: float) -> float:
        return WALL if self.strict else nats


def _perfect(interval: Ids) -> Flags:
    found: Flags = (interval % 12 == 0) | (interval % 12 == 7)
    return found


def _bit(semitones: Ids, there: Flags) -> Ids:
    found: Ids = np.where(there, np.int16(1) << (semitones % 12).astype(np.int16), np.int16(0))
    return found


def _bit_of(semitones: Ids) -> Ids:
    found: Ids = np.int16(1) << (semitones % 12).astype(np.int16)
    return found


def _chord(pitches: Sequence[Ids]) -> Ids:
    """The set of pitch classes that sound; empty where a voice is silent or unknown."""
    notes: Ids = np.zeros((), np.int16)
    known: Flags = np.ones((), bool)
    for pitch in pitches:
        notes, known = notes | _bit(pitch, pitch >= 0), known & (pitch >= 0)
    found: Ids = np.where(known, notes, 0)
    return found


def _turned_by(notes: Ids, by: Ids) -> Ids:
    """Sets of pitch classes above a bass, as they are above C."""
    turn = (by % 12).astype(np.int32)
    wide = notes.astype(np.int32)
    found: Ids = (wide << turn | wide >> (12 - turn)) & 4095
    return found
