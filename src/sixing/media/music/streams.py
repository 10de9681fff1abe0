"""A music21 stream as a score: notes on the grid, ties joined, ornaments and chord symbols left.

Written repeats stay written: each section comes once, with its last ending. It knows the classes
of music21 and no file.

>>> from music21 import converter  # doctest: +SKIP
>>> score_of(converter.parse("tinynotation: 4/4 c4 d e2"))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sixing.media.music.score import GRID, Key, Metre, Note, Part, Score, Tempo, tidy

_MODES = {"ionian": "major", "aeolian": "minor"}


def score_of(stream: Any) -> Score:
    """The score of a music21 stream; its key is None where only a signature is written.

    Raises:
        ValueError: it has no notes.
    """
    first_endings(stream)
    stream = stream.stripTies() if stream.hasMeasures() or stream.hasPartLikeStreams() else stream
    played = list(stream.parts) if stream.hasPartLikeStreams() else [stream]
    parts = tuple(part for part in map(_part, played) if part.notes)
    if not parts:
        raise ValueError("no notes")
    length = max(note.end for part in parts for note in part.notes)
    flat = played[0].flatten()
    return Score(
        parts,
        tuple(_metres(flat, length)),
        tuple(_tempos(stream.flatten(), length)),
        _key(flat),
        _pickup(played[0]),
    )


def first_endings(stream: Any) -> None:
    """Takes out all but the last of the endings of a section, in place."""
    for part in stream.parts if stream.hasPartLikeStreams() else [stream]:
        brackets = list(part.recurse().getElementsByClass("RepeatBracket"))
        for bracket, after in pairwise(brackets):
            if _number(after) == _number(bracket) + 1:
                _remove(part, bracket)


def _number(bracket: Any) -> int:
    numbers = bracket.numberRange
    return max(numbers) if numbers else 0


def _remove(part: Any, bracket: Any) -> None:
    for measure in list(bracket.getSpannedElements()):
        if measure in part.elements:
            at, length = part.elementOffset(measure), measure.duration.quarterLength
            part.remove(measure)
            for later in list(part.elements):
                if part.elementOffset(later) > at:
                    part.setElementOffset(later, part.elementOffset(later) - length)


def _places(quarters: Any) -> int:
    return round(float(quarters) * GRID)


def _part(played: Any) -> Part:
    flat = played.flatten()
    instrument = next(iter(flat.getElementsByClass("Instrument")), None)
    program = getattr(instrument, "midiProgram", None) or 0
    notes = tuple(sorted(_notes(flat)))
    return tidy(Part(str(played.partName or ""), program, notes))


def _notes(flat: Any) -> Iterator[Note]:
    for one in flat.notes:
        if "Harmony" in one.classes or one.duration.isGrace:
            continue
        start = _places(one.offset)
        length = _places(one.offset + one.duration.quarterLength) - start
        for pitch in one.pitches:
            if length > 0 and 0 <= round(pitch.ps) <= 127:
                yield Note(start, length, round(pitch.ps))


def _metres(flat: Any, length: int) -> Iterator[Metre]:
    said = {
        _places(one.offset): (one.numerator, one.denominator)
        for one in flat.getElementsByClass("TimeSignature")
        if _places(one.offset) < length
    }
    said.setdefault(0, said[min(said)] if said else (4, 4))
    before = None
    for start, (beats, unit) in sorted(said.items()):
        if (beats, unit) != before:
            yield Metre(start, beats, unit)
        before = beats, unit


def _tempos(flat: Any, length: int) -> Iterator[Tempo]:
    said = {}
    for mark in flat.getElementsByClass("MetronomeMark"):
        bpm = mark.getQuarterBPM()
        if bpm and _places(mark.offset) < length:
            said[_places(mark.offset)] = round(bpm)
    said.setdefault(0, said[min(said)] if said else 120)
    for start, bpm in sorted(said.items()):
        yield Tempo(start, bpm)


def _key(flat: Any) -> Key | None:
    key = next(iter(flat.getElementsByClass("Key")), None)
    if key is None:
        return None
    mode = _MODES.get(key.mode, key.mode)
    try:
        return Key(key.tonic.pitchClass, mode) if mode in _KNOWN else None
    except AttributeError:  # a key without a tonic
        return None


_KNOWN = frozenset({"major", "minor", "dorian", "mixolydian", "phrygian", "lydian"})


def _pickup(played: Any) -> int:
    """Places of an upbeat: the first measure's, where it is shorter than its metre."""
    measure = next(iter(played.getElementsByClass("Measure")), None)
    if measure is None or measure.timeSignature is None:
        return 0
    whole = _places(measure.timeSignature.barDuration.quarterLength)
    length = _places(measure.duration.quarterLength)
    return length if 0 < length < whole else 0
