"""A piece of music as values: parts of notes on a grid of twelfths of a quarter note.

Twelfths hold sixteenths and triplets of eighths exactly. Everything that reads, writes, makes or
judges music passes a `Score`; it knows no file and no model.

>>> tune = Part("flute", 73, (Note(0, 12, 67), Note(12, 12, 71), Note(24, 24, 74)))
>>> score = Score((tune,), key=Key(7, "major"))
>>> score.length, score.bars(), score.key.name
(48, (Bar(start=0, length=48, metre=Metre(start=0, beats=4, unit=4)),), 'G major')
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

GRID = 12
"""Places of a quarter note."""

LOUD = 8
"""Levels of loudness; level l is MIDI velocity 16 l + 15."""

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MODES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    # The five modes of the pentatonic scale, each named by its final (《乐记》宫商角徵羽).
    "gong": (0, 2, 4, 7, 9),
    "shang": (0, 2, 5, 7, 10),
    "jue": (0, 3, 5, 8, 10),
    "zhi": (0, 2, 5, 7, 9),
    "yu": (0, 3, 5, 7, 10),
}
"""Each mode's scale, in semitones above its tonic."""

#: Semitones from a mode's tonic up to the tonic of the major key with the same signature.
_RELATIVE = {
    "major": 0, "minor": 3, "dorian": 10, "mixolydian": 5, "phrygian": 8, "lydian": 7,
    "gong": 0, "shang": 10, "jue": 8, "zhi": 5, "yu": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A sounding note.

    Attributes:
        start: places from the beginning of the piece.
        length: places, at least 1.
        pitch: MIDI pitch, 0 to 127; of a drum part, the General MIDI drum.
        loud: level of loudness, 0 to 7.
    """

    start: int
    length: int
    pitch: int
    loud: int = 5

    @property
    def end(self) -> int:
        """The place where it has stopped."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Part:
    """What one player plays.

    Attributes:
        name: as in the score, "" where it has none.
        program: General MIDI program, 0 to 127; of no meaning for drums.
        notes: by start, then pitch; see `tidy`.
        drums: whether pitches are drums.
        lyrics: a syllable for each note in order, "" for none; empty where nothing is sung.
    """

    name: str
    program: int
    notes: tuple[Note, ...]
    drums: bool = False
    lyrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metre:
    """A time signature from a place on."""

    start: int = 0
    beats: int = 4
    unit: int = 4

    @property
    def length(self) -> int:
        """Places of a bar."""
        return self.beats * 4 * GRID // self.unit

    @property
    def name(self) -> str:
        """As it is written: ``3/4``."""
        return f"{self.beats}/{self.unit}"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Quarter notes a minute from a place on."""

    start: int = 0
    bpm: int = 120


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic (pitch class, C is 0) and a mode of `MODES`."""

    tonic: int
    mode: str = "major"

    @property
    def name(self) -> str:
        """In words: ``G major``."""
        return f"{TONICS[self.tonic]} {self.mode}"

    @property
    def scale(self) -> frozenset[int]:
        """The pitch classes of its scale."""
        return frozenset((self.tonic + step) % 12 for step in MODES[self.mode])

    @property
    def fifths(self) -> int:
        """Sharps (above 0) or flats (below 0) of its signature, -5 to 6."""
        major = (self.tonic + _RELATIVE[self.mode]) % 12
        return (major * 7 + 5) % 12 - 5

    def moved(self, semitones: int) -> Key:
        """The same mode on another tonic."""
        return Key((self.tonic + semitones) % 12, self.mode)


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord symbol from a place on: root (pitch class) and quality (``""``, ``m``, ``7`` …)."""

    start: int
    root: int
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar lies."""

    start: int
    length: int
    metre: Metre


@dataclass(frozen=True)
class Score:
    """A piece.

    Attributes:
        parts: highest first where they are voices.
        metres, tempos: by start; the first of each starts at 0.
        key: of the whole piece; None where nobody said and nobody looked.
        pickup: places of an upbeat: the first bar's length where it is short, else 0.
        chords: by start; empty where there are none.
    """

    parts: tuple[Part, ...]
    metres: tuple[Metre, ...] = (Metre(),)
    tempos: tuple[Tempo, ...] = (Tempo(),)
    key: Key | None = None
    pickup: int = 0
    title: str = ""
    chords: tuple[Chord, ...] = ()

    @cached_property
    def length(self) -> int:
        """The place where the last note has stopped."""
        return max((note.end for part in self.parts for note in part.notes), default=0)

    def bars(self) -> tuple[Bar, ...]:
        """Every bar up to the end of the last note; the last one is whole."""
        found: list[Bar] = []
        start, metres = 0, list(self.metres)
        while start < self.length or not found:
            while len(metres) > 1 and metres[1].start <= start:
                metres.pop(0)
            length = metres[0].length
            if not found and self.pickup:
                length = self.pickup
            if len(metres) > 1:
                # A change inside a bar cuts it short.
                length = min(length, metres[1].start - start)
            found.append(Bar(start, length, metres[0]))
            start += length
        return tuple(found)

    def notes(self) -> int:
        """How many notes it has."""
        return sum(len(part.notes) for part in self.parts)

    def moved(self, semitones: int) -> Score:
        """Transposed; drums stay.

        Raises:
            ValueError: a note would leave 0 to 127.
        """
        parts = tuple(
            p if p.drums else replace(p, notes=_moved(p.notes, semitones)) for p in self.parts
        )
        chords = tuple(replace(c, root=(c.root + semitones) % 12) for c in self.chords)
        key = self.key.moved(semitones) if self.key else None
        return replace(self, parts=parts, chords=chords, key=key)


def _moved(notes: tuple[Note, ...], semitones: int) -> tuple[Note, ...]:
    if any(not 0 <= note.pitch + semitones <= 127 for note in notes):
        raise ValueError(f"moved by {semitones} semitones a note leaves the range of MIDI")
    return tuple(replace(note, pitch=note.pitch + semitones) for note in notes)


def tidy(part: Part) -> Part:
    """The part in the one order that its content has, no pitch sounding twice at once.

    Of notes with one start and pitch the longest stays; a note ends where its pitch starts anew.
    """
    best: dict[tuple[int, int], tuple[Note, str]] = {}
    lyrics = part.lyrics or ("",) * len(part.notes)
    for note, said in zip(part.notes, lyrics, strict=True):
        kept = best.get((note.start, note.pitch))
        if kept is None or note.length > kept[0].length:
            best[note.start, note.pitch] = note, said or (kept[1] if kept else "")
    following: dict[int, int] = {}
    notes: list[tuple[Note, str]] = []
    for (start, pitch), (note, said) in sorted(best.items(), reverse=True):
        end = min(note.end, following.get(pitch, note.end))
        following[pitch] = start
        notes.append((replace(note, length=end - start), said))
    notes.reverse()
    return replace(
        part,
        notes=tuple(note for note, _ in notes),
        lyrics=tuple(said for _, said in notes) if any(said for _, said in notes) else (),
    )
