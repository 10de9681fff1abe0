"""A score of voices as a table: a row for each sixteenth, a column for each voice, and back.

A cell is a pitch (or silence) and whether it begins there or is held from the row before, so a
repeated note and a long one differ. `to_table` and `to_score` are exact for voices that sing one
note at a time on a grid of sixteenths; anything else is refused, or a melody is sampled (`melody`).
The numbers that a net reads (symbols and facts) are decided here; no net is known.

>>> from sixing.media.music.score import Note, Part, Score
>>> score = Score((Part("soprano", 52, (Note(0, 12, 67), Note(12, 12, 67))),))
>>> table = to_table(score)
>>> table.pitches[:, 0].tolist(), table.begun[:, 0].tolist()
([67, 67, 67, 67, 67, 67, 67, 67], [True, False, False, False, True, False, False, False])
>>> to_score(table, score).parts == score.parts
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.media.music.score import GRID, Bar, Key, Note, Part, Score
from sixing.media.music.spelling import pitch_name

Ids = NDArray[np.integer]
Flags = NDArray[np.bool_]

STEP = GRID // 4
"""Places of a row."""

LOWEST, LEVELS = 33, 52
"""The lowest pitch that a symbol names, and how many pitches symbols name: A1 to C6."""

FACTS = (5, 13, 9, 3, 25, 4)
"""Values of the facts of a row, 0 unknown: place in the beat, beat of the bar, quarters of the bar,
whether the first voice's note ends a phrase (1 no, 2 yes), key, edge (1 first row, 2 last)."""


@dataclass(frozen=True)
class Table:
    """Voices in time.

    Attributes:
        pitches: (rows, voices), -1 where a voice is silent.
        begun: whether a note begins there, (rows, voices).
    """

    pitches: Ids
    begun: Flags

    @property
    def rows(self) -> int:
        """Sixteenths from beginning to end."""
        return int(self.pitches.shape[0])


def to_table(score: Score) -> Table:
    """The table of a score whose parts are voices, highest first.

    Raises:
        BadInput: a voice sings two notes at once, or a note is off the grid of sixteenths; names
            the part and the bar.
    """
    rows = -(-score.length // STEP)
    pitches = np.full((rows, len(score.parts)), -1)
    begun = np.zeros((rows, len(score.parts)), bool)
    for voice, part in enumerate(score.parts):
        for note in part.notes:
            if note.start % STEP or note.length % STEP:
                raise BadInput(
                    f"{_where(score, voice, note)} is not on the grid of sixteenths: "
                    "a table of voices has a row for each sixteenth; round its rhythm first",
                    zh=f"第{voice + 1}声部的音 {pitch_name(note.pitch)} 不在十六分音符格上",
                )
            a, b = note.start // STEP, note.end // STEP
            if (pitches[a:b, voice] >= 0).any():
                raise BadInput(
                    f"{_where(score, voice, note)} sounds while another of its part does: "
                    "a voice sings one note at a time; keep one of them",
                    zh=f"第{voice + 1}声部同时有两个音（{pitch_name(note.pitch)}）：一次只唱一个",
                )
            pitches[a:b, voice], begun[a, voice] = note.pitch, True
    return Table(pitches, begun)


def _where(score: Score, voice: int, note: Note) -> str:
    bar = sum(bar.start <= note.start for bar in score.bars())
    return f"part {voice + 1}, bar {bar}, note {pitch_name(note.pitch)}"


def melody(part: Part, rows: int) -> tuple[Table, Ids]:
    """One voice of any rhythm as the rows hear it, and the lowest pitch that each row holds.

    A row takes the note that sounds as it begins; a triplet or a quicker note may lie between
    rows, which is why voices below must keep under the lowest pitch.

    Returns:
        a table of one voice, and (rows,) pitches, 127 where the voice is silent.
    """
    pitches, begun = np.full(rows, -1), np.zeros(rows, bool)
    lowest = np.full(rows, 127)
    for note in part.notes:
        a, b = -(-note.start // STEP), -(-note.end // STEP)
        if a < b:
            pitches[a:b], begun[a] = note.pitch, True
        inside = slice(note.start // STEP, b)
        lowest[inside] = np.minimum(lowest[inside], note.pitch)
    return Table(pitches[:, None], begun[:, None]), lowest


def to_score(table: Table, frame: Score, names: Sequence[str] = (), program: int = 52) -> Score:
    """The score of a table, with the metres, tempos, key and upbeat of `frame`.

    Voices keep the names and programs of the frame's parts where it has as many.
    """
    voices = table.pitches.shape[1]
    same = len(frame.parts) == voices
    parts = []
    for voice in range(voices):
        notes = tuple(_notes(table.pitches[:, voice], table.begun[:, voice]))
        if same:
            parts.append(replace(frame.parts[voice], notes=notes, lyrics=()))
        else:
            name = names[voice] if voice < len(names) else ""
            parts.append(Part(name, program, notes))
    return replace(frame, parts=tuple(parts))


def _notes(pitches: Ids, begun: Flags) -> list[Note]:
    before = np.concatenate(([-1], pitches[:-1]))
    starts = np.flatnonzero((pitches >= 0) & (begun | (pitches != before)))
    changes = np.flatnonzero(begun | (pitches != before))
    ends = [*changes.tolist(), len(pitches)]
    notes = []
    for a in starts.tolist():
        b = next(end for end in ends if end > a)
        notes.append(Note(a * STEP, (b - a) * STEP, int(pitches[a])))
    return notes


def symbols(table: Table) -> Ids:
    """The table as symbols: 0 silent, then the pitches begun, then the pitches held.

    Raises:
        BadInput: a pitch outside A1 to C6.
    """
    sounding = table.pitches >= 0
    levels = np.where(sounding, table.pitches - LOWEST + 1, 0)
    wrong = sounding & ((levels < 1) | (levels > LEVELS))
    if wrong.any():
        names = sorted({pitch_name(int(p)) for p in table.pitches[wrong]})
        raise BadInput(
            f"{', '.join(names)}: voices sing from {pitch_name(LOWEST)} to "
            f"{pitch_name(LOWEST + LEVELS - 1)}; move the piece by octaves",
            zh=f"{'、'.join(names)} 超出人声音域",
        )
    held = sounding & ~table.begun
    # What nobody holds begins: a row that differs from the one before it.
    held[1:] &= table.pitches[1:] == table.pitches[:-1]
    held[:1] = False
    found: Ids = levels + LEVELS * held
    return found


def from_symbols(found: Ids) -> Table:
    """The table that symbols say."""
    sounding = found > 0
    pitches = np.where(sounding, (found - 1) % LEVELS + LOWEST, -1)
    return Table(pitches, sounding & (found <= LEVELS))


def facts(score: Score, rows: int, ends: Flags | None = None) -> Ids:
    """What a net is told of each row, (rows, facts), from a score's bars and key.

    Args:
        ends: which rows belong to a note that ends a phrase; None where nobody knows.

    Raises:
        BadInput: a bar is not made of sixteenths.
    """
    told = np.zeros((rows, len(FACTS)), int)
    for number, bar in enumerate(_bars(score, rows), 1):
        if bar.start % STEP or bar.length % STEP:
            raise BadInput(
                f"bar {number} of {bar.metre.name} is not made of sixteenths: choose a metre "
                "whose beat is a sixteenth or longer, and an upbeat of whole sixteenths",
                zh=f"第{number}小节（{bar.metre.name}）不能分成十六分音符",
            )
        # A short first bar is an upbeat: it ends where a whole one would.
        lead = bar.metre.length - bar.length if number == 1 and score.pickup else 0
        a, b = bar.start // STEP, min(rows, (bar.start + bar.length) // STEP)
        place = np.arange(b - a) + lead // STEP
        told[a:b, 0] = place % 4 + 1
        told[a:b, 1] = np.minimum(place // 4, FACTS[1] - 2) + 1
        told[a:b, 2] = min(bar.metre.length // GRID, FACTS[2] - 1)
    if ends is not None:
        told[:, 3] = np.where(ends, 2, 1)
    told[:, 4] = key_fact(score.key)
    if rows:
        told[0, 5], told[-1, 5] = 1, 2
    return told


def _bars(score: Score, rows: int) -> Sequence[Bar]:
    """Bars that cover so many rows, whatever the score holds so far."""
    whole = Part("", 0, (Note(0, max(1, rows * STEP), 60),))
    return replace(score, parts=(whole,)).bars()


def key_fact(key: Key | None) -> int:
    """A key as a fact: major 1 to 12, minor 13 to 24, 0 unknown; a mode goes with its third."""
    if key is None:
        return 0
    minor = (key.tonic + 3) % 12 in key.scale and (key.tonic + 4) % 12 not in key.scale
    return key.tonic + 1 + 12 * minor
