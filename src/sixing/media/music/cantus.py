"""A melody that other voices are set against: whether it can be sung, how it falls in phrases.

>>> tune = (67, 69, 71, 72, 74, 72, 71, 69)
>>> notes = [Note(12 * i, 12, p) for i, p in enumerate(tune)] + [Note(96, 48, 67)]
>>> score = Score((Part("tune", 0, tuple(notes)),))
>>> above, _ = melody(sung(score), 48)
>>> phrase_ends(above, bar_of_rows(score, 48))
[(32, 48)]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.media.music.score import GRID, Key, Note, Part, Score
from sixing.media.music.spelling import pitch_name
from sixing.media.music.table import STEP, Table, melody
from sixing.media.music.voices import CADENCE, FINAL, PHRASE, RANGES, WITHIN

__all__ = [
    "bar_of_rows",
    "endings",
    "home",
    "limit",
    "melody",
    "phrase_ends",
    "stillness",
    "sung",
]

Ids = NDArray[np.integer]
Flags = NDArray[np.bool_]

LONGEST = 1600
"""Rows of the longest piece: a hundred bars of 4/4."""


def sung(tune: Score) -> Part:
    """The one part of a melody that a soprano can sing.

    Raises:
        BadInput: no part or several, two notes at once, notes out of range (named), too long.
    """
    parts = [part for part in tune.parts if part.notes]
    if len(parts) != 1 or parts[0].drums:
        raise BadInput(
            f"{len(parts)} parts sound: give one melody that is not of drums, alone",
            zh=f"有 {len(parts)} 个发声的声部：请只给一条（非打击乐的）旋律",
        )
    part = parts[0]
    limit(-(-tune.length // STEP))
    for note, after in pairwise(part.notes):
        if after.start < note.end:
            raise BadInput(
                f"{_named(tune, after)} begins while {pitch_name(note.pitch)} sounds: a melody has "
                "one note at a time; take its highest voice",
                zh=f"{pitch_name(after.pitch)} 响起时前一音未止：旋律一次只有一个音",
            )
    low, high = RANGES[0]
    wrong = [note for note in part.notes if not low <= note.pitch <= high]
    if wrong:
        raise BadInput(_unsingable(tune, wrong, part, low, high), zh=_unsingable_zh(wrong))
    return part


def _unsingable(tune: Score, wrong: Sequence[Note], part: Part, low: int, high: int) -> str:
    names = ", ".join(_named(tune, note) for note in wrong[:4])
    more = f" and {len(wrong) - 4} more" if len(wrong) > 4 else ""
    span = [note.pitch for note in part.notes]
    ways = [s for s in range(-60, 61) if low <= min(span) + s and max(span) + s <= high]
    best = min(ways, key=lambda s: (s % 12 != 0, abs(s)), default=None)
    out = (
        f"moved by {best:+d} semitones it fits"
        if best is not None
        else "it spans more than a voice does"
    )
    return (
        f"no soprano sings {names}{more}: a melody lies between {pitch_name(low)} and "
        f"{pitch_name(high)}; {out}"
    )


def _unsingable_zh(wrong: Sequence[Note]) -> str:
    names = "、".join(f"{pitch_name(note.pitch)}" for note in wrong[:4])
    low, high = RANGES[0]
    return (
        f"女高声部唱不了 {names}（共 {len(wrong)} 个音）："
        f"旋律应在 {pitch_name(low)} 与 {pitch_name(high)} 之间，请移调"
    )


def _named(tune: Score, note: Note) -> str:
    bar = sum(bar.start <= note.start for bar in tune.bars())
    return f"{pitch_name(note.pitch)} in bar {bar}"


def limit(rows: int) -> None:
    """Refuses a piece of no rows, or of more than `LONGEST` (BadInput)."""
    if not 0 < rows <= LONGEST:
        said = "no note sounds" if rows <= 0 else f"{rows} sixteenths"
        raise BadInput(
            f"{said}: a piece of voices has 1 to {LONGEST} sixteenths (a hundred bars of 4/4); "
            "give a longer one in pieces",
            zh=f"声部曲应有 1 至 {LONGEST} 个十六分音符长；更长的请分段",
        )


def bar_of_rows(score: Score, rows: int) -> Ids:
    """The number of each row's bar, from 1."""
    whole = replace(score, parts=(Part("", 0, (Note(0, rows * STEP, 60),)),))
    starts = [bar.start for bar in whole.bars()]
    found: Ids = np.searchsorted(starts, np.arange(rows) * STEP, side="right")
    return found


def phrase_ends(
    above: Table, bars: Ids, ends: Iterable[int] | None = None
) -> list[tuple[int, int]]:
    """The notes of a melody that end phrases, as spans of rows; the last note always."""
    pitches, begun = above.pitches[:, 0], above.begun[:, 0]
    starts = np.flatnonzero(begun)
    notes = []
    for a, following in zip(starts.tolist(), [*starts[1:].tolist(), len(pitches)], strict=True):
        silent = np.flatnonzero(pitches[a:following] < 0)
        notes.append((a, a + int(silent[0]) if len(silent) else following))
    if ends is not None:
        wanted = set(ends)
        last = {int(bars[a]): (a, b) for a, b in notes if int(bars[a]) in wanted}
        return sorted({*last.values(), notes[-1]})
    usual = float(np.median([b - a for a, b in notes]))
    found = {
        (a, b)
        for (a, b), (c, _) in pairwise(notes)
        if (b < c and b - a >= usual) or (b - a >= 8 and b - a >= 2 * usual)
    }
    return sorted({*found, notes[-1]})


def endings(stops: Sequence[tuple[int, int]], rows: int) -> Ids:
    """What each row is: the later half of a phrase's last note stands in its last chord."""
    ends = np.full(rows, WITHIN)
    for a, b in stops:
        ends[(a + b) // 2 : b] = PHRASE
    a, b = stops[-1]
    ends[max(0, a - 2) : a] = np.maximum(ends[max(0, a - 2) : a], CADENCE)
    ends[(a + b) // 2 : b] = FINAL
    return ends


def stillness(part: Part, stops: Sequence[tuple[int, int]], rows: int) -> Flags:
    """Rows in which no voice of ours begins.

    They are those inside last chords, and off the beat where the melody leaves the sixteenths.
    """
    still = np.zeros(rows, bool)
    for a, b in stops:
        still[(a + b) // 2 + 1 : b] = True
    for note in part.notes:
        if note.start % STEP or note.length % STEP:
            for beat in range(note.start // GRID, -(-note.end // GRID)):
                still[beat * 4 + 1 : beat * 4 + 4] = True
    return still


def home(key: Key | None, above: Table) -> Key | None:
    """The key, where the melody's last note is of its chord."""
    if key is None:
        return None
    last = above.pitches[above.pitches[:, 0] >= 0, 0][-1]
    chord = (0, 4, 7) if key.mode == "major" else (0, 3, 4, 7)
    return key if (int(last) - key.tonic) % 12 in chord else None
