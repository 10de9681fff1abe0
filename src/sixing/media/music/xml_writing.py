"""Writes a score as MusicXML 4.0 (W3C, 2021), partwise, twelve divisions a quarter.

Notes across bar lines and lengths that no single sign has become tied notes; thirds become
triplets; notes of a part that overlap become voices. What MusicXML has no element for (a pentatonic
mode) stands in its `miscellaneous` fields. It knows notation, not engraving.

>>> from sixing.media.music.score import Part
>>> b"<duration>16</duration>" in write(Score((Part("", 0, (Note(0, 16, 60),)),)))
True
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sixing.media.music.instruments import name as instrument
from sixing.media.music.score import GRID, Bar, Chord, Key, Note, Part, Score, Tempo
from sixing.media.music.xml_beams import beam

#: Signs of the grid: places, type, dots, whether one of three in the time of two.
SIGNS = (
    (72, "whole", 1, False), (48, "whole", 0, False), (36, "half", 1, False),
    (24, "half", 0, False), (18, "quarter", 1, False), (16, "half", 0, True),
    (12, "quarter", 0, False), (9, "eighth", 1, False), (8, "quarter", 0, True),
    (6, "eighth", 0, False), (4, "eighth", 0, True), (3, "16th", 0, False),
    (2, "16th", 0, True), (1, "32nd", 0, True),
)  # fmt: skip
_SHARP = (("C", 0), ("C", 1), ("D", 0), ("D", 1), ("E", 0), ("F", 0), ("F", 1), ("G", 0),
          ("G", 1), ("A", 0), ("A", 1), ("B", 0))  # fmt: skip
_FLAT = (("C", 0), ("D", -1), ("D", 0), ("E", -1), ("E", 0), ("F", 0), ("G", -1), ("G", 0),
         ("A", -1), ("A", 0), ("B", -1), ("B", 0))  # fmt: skip
KINDS = {
    "": "major", "m": "minor", "7": "dominant", "m7": "minor-seventh", "maj7": "major-seventh",
    "6": "major-sixth", "m6": "minor-sixth", "9": "dominant-ninth", "dim": "diminished",
    "dim7": "diminished-seventh", "m7b5": "half-diminished", "aug": "augmented",
    "sus4": "suspended-fourth", "sus2": "suspended-second", "5": "power",
}  # fmt: skip
MODES = frozenset(("major", "minor", "dorian", "phrygian", "lydian", "mixolydian"))
KEY_FIELD = "sixing-key"
#: Percussion notes are drawn on a five-line staff by how high they sound.
_DRUM_STAFF = {36: ("F", 4), 35: ("F", 4), 38: ("C", 5), 40: ("C", 5), 42: ("G", 5), 44: ("D", 4),
               46: ("G", 5), 49: ("A", 5), 51: ("F", 5)}  # fmt: skip
CHANNEL_OF_DRUMS = 10
_SINGERS = range(52, 55)


def write(score: Score) -> bytes:
    """The score as a MusicXML document in UTF-8."""
    root = Element("score-partwise", version="4.0")
    if score.title:
        _text(SubElement(root, "work"), "work-title", score.title)
    _identification(root, score)
    _part_list(root, score)
    bars = score.bars()
    for number, part in enumerate(score.parts, 1):
        _part(SubElement(root, "part", id=f"P{number}"), part, score, bars, number)
    indent(root, " ")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE score-partwise PUBLIC '
        '"-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
        '"http://www.musicxml.org/dtds/partwise.dtd">\n'
    )
    body: bytes = tostring(root, encoding="utf-8")
    return head.encode() + body + b"\n"


def _identification(root: Element, score: Score) -> None:
    found = SubElement(root, "identification")
    _text(SubElement(found, "encoding"), "software", "Sixing")
    if score.key and score.key.mode not in MODES:
        fields = SubElement(found, "miscellaneous")
        said = f"{score.key.tonic} {score.key.mode}"
        SubElement(fields, "miscellaneous-field", name=KEY_FIELD).text = said


def _part_list(root: Element, score: Score) -> None:
    listed = SubElement(root, "part-list")
    channels = (c for c in (*range(1, 10), *range(11, 17), *[16] * len(score.parts)))
    for number, part in enumerate(score.parts, 1):
        one = SubElement(listed, "score-part", id=f"P{number}")
        _text(one, "part-name", part.name)
        if part.drums:
            _kit(one, part, number)
            continue
        _text(
            SubElement(one, "score-instrument", id=f"P{number}-I1"),
            "instrument-name",
            instrument(part.program),
        )
        midi = SubElement(one, "midi-instrument", id=f"P{number}-I1")
        _text(midi, "midi-channel", next(channels))
        _text(midi, "midi-program", part.program + 1)


def _kit(one: Element, part: Part, number: int) -> None:
    struck = sorted({note.pitch for note in part.notes})
    for pitch in struck:
        kit = SubElement(one, "score-instrument", id=f"P{number}-I{pitch}")
        _text(kit, "instrument-name", f"drum {pitch}")
    for pitch in struck or [0]:
        midi = SubElement(one, "midi-instrument", id=f"P{number}-I{pitch}")
        _text(midi, "midi-channel", CHANNEL_OF_DRUMS)
        _text(midi, "midi-unpitched", pitch + 1)


@dataclass(frozen=True, slots=True)
class _Event:
    """Notes that begin and end together, within one bar or tied beyond it."""

    start: int
    end: int
    notes: tuple[tuple[Note, str], ...]


def _part(place: Element, part: Part, score: Score, bars: Sequence[Bar], number: int) -> None:
    lyrics = part.lyrics or ("",) * len(part.notes)
    voices = _voices(list(zip(part.notes, lyrics, strict=True)))
    metres = {metre.start for metre in score.metres}
    for k, bar in enumerate(bars):
        name = k if score.pickup else k + 1
        implicit = {"implicit": "yes"} if k == 0 and score.pickup else {}
        measure = SubElement(place, "measure", {"number": str(name), **implicit})
        if k == 0 or bar.start in metres:
            _attributes(measure, part, score.key if k == 0 else None, bar, first=k == 0)
        if number == 1:
            _directions(measure, score, bar, last=k == len(bars) - 1)
        _bar(measure, part, voices, bar, number, score.key)
        beat = 3 * GRID // 2 if bar.metre.unit == 8 and bar.metre.beats % 3 == 0 else GRID
        beam(measure, beat, -bar.length % beat if k == 0 else 0)
        if k == len(bars) - 1:
            _text(SubElement(measure, "barline", location="right"), "bar-style", "light-heavy")


def _attributes(measure: Element, part: Part, key: Key | None, bar: Bar, *, first: bool) -> None:
    said = SubElement(measure, "attributes")
    if first:
        _text(said, "divisions", GRID)
    if key:
        signature = SubElement(said, "key")
        _text(signature, "fifths", key.fifths)
        if key.mode in MODES:
            _text(signature, "mode", key.mode)
    time = SubElement(said, "time")
    _text(time, "beats", bar.metre.beats)
    _text(time, "beat-type", bar.metre.unit)
    if first:
        sign, line, octave = _clef(part)
        clef = SubElement(said, "clef")
        _text(clef, "sign", sign)
        _text(clef, "line", line)
        if octave:
            _text(clef, "clef-octave-change", octave)


def _clef(part: Part) -> tuple[str, int, int]:
    """Sign, line and octaves of the clef that puts most notes on the staff."""
    if part.drums:
        return "percussion", 2, 0
    pitches = sorted(note.pitch for note in part.notes) or [60]
    middle = pitches[len(pitches) // 2]
    if part.program in _SINGERS and pitches[0] >= 47 and middle < 62:  # a tenor
        return "G", 2, -1
    return ("G", 2, 0) if middle >= 57 else ("F", 4, 0)


def _directions(measure: Element, score: Score, bar: Bar, *, last: bool) -> None:
    """Tempos and chord symbols of a bar; what comes after the last bar stays with it."""
    end = score.length + 2**31 if last else bar.start + bar.length
    for tempo in score.tempos:
        if bar.start <= tempo.start < end:
            _tempo(measure, tempo, bar)
    for chord in score.chords:
        if bar.start <= chord.start < end:
            _harmony(measure, chord, bar)


def _tempo(measure: Element, tempo: Tempo, bar: Bar) -> None:
    said = SubElement(measure, "direction", placement="above")
    mark = SubElement(SubElement(said, "direction-type"), "metronome")
    _text(mark, "beat-unit", "quarter")
    _text(mark, "per-minute", tempo.bpm)
    if tempo.start > bar.start:
        _text(said, "offset", tempo.start - bar.start)
    SubElement(said, "sound", tempo=str(tempo.bpm))


def _harmony(measure: Element, chord: Chord, bar: Bar) -> None:
    said = SubElement(measure, "harmony")
    root = SubElement(said, "root")
    step, alter = _FLAT[chord.root]
    _text(root, "root-step", step)
    if alter:
        _text(root, "root-alter", alter)
    kind = SubElement(said, "kind", text=chord.quality)
    kind.text = KINDS.get(chord.quality, "other")
    if chord.start > bar.start:
        _text(said, "offset", chord.start - bar.start)


def _voices(notes: Sequence[tuple[Note, str]]) -> list[list[_Event]]:
    """Notes as voices in which nothing overlaps: chords of one length, each where it fits."""
    voices: list[list[_Event]] = []
    # the long ones first, so that a melody over a held note stays one voice
    for (start, _), group in groupby(
        sorted(notes, key=lambda one: (one[0].start, -one[0].length, one[0].pitch)),
        key=lambda one: (one[0].start, one[0].length),
    ):
        together = tuple(group)
        event = _Event(start, together[0][0].end, together)
        fitting = [voice for voice in voices if voice[-1].end <= start]
        if fitting:
            fitting[0].append(event)
        else:
            voices.append([event])
    return voices or [[]]


def _bar(
    measure: Element, part: Part, voices: Sequence[list[_Event]], bar: Bar, number: int,
    key: Key | None,
) -> None:  # fmt: skip
    """A bar's voices, one after another with a step back between them."""
    end = bar.start + bar.length
    for v, voice in enumerate(voices, 1):
        first = bisect_right(voice, bar.start, key=lambda event: event.end)
        inside = []
        for event in voice[first:]:
            if event.start >= end:
                break
            inside.append(event)
        if v > 1:
            if not inside:
                continue
            _text(SubElement(measure, "backup"), "duration", bar.length)
        signs = list(_signs(inside, bar))
        brackets = _brackets(signs, bar)
        for place, (one, start, sign) in enumerate(signs):
            _sign(measure, part, one, start, sign, brackets.get(place, ""), v, number, key)


_Sign = tuple[int, str, int, bool]


def _signs(events: Sequence[_Event], bar: Bar) -> Iterator[tuple[_Event | None, int, _Sign]]:
    """Every sign of a voice in a bar: (its event, None for a rest; where it begins; the sign)."""
    cursor, end = bar.start, bar.start + bar.length
    for event in events:
        begin, stop = max(event.start, bar.start), min(event.end, end)
        for start, sign in _cut(cursor, begin, bar):
            yield None, start, sign
        for start, sign in _cut(begin, stop, bar):
            yield event, start, sign
        cursor = stop
    for start, sign in _cut(cursor, end, bar):
        yield None, start, sign


def _cut(start: int, end: int, bar: Bar) -> Iterator[tuple[int, _Sign]]:
    """A stretch as signs: off the beat it is first brought to the beat, then the longest go."""
    while start < end:
        left = end - start
        off = (start - bar.start) % GRID
        exact = next((sign for sign in SIGNS if sign[0] == left), None)
        if exact and (not off or left <= GRID - off or exact[0] in (12, 18, 24, 36)):
            yield start, exact
            return
        room = min(left, GRID - off) if off else left
        sign = next(sign for sign in SIGNS if sign[0] <= room and (off or not sign[3] or room < 3))
        yield start, sign
        start += sign[0]


def _brackets(signs: Sequence[tuple[_Event | None, int, _Sign]], bar: Bar) -> dict[int, str]:
    """Where triplets begin and end: runs of thirds up to the next beat."""
    found: dict[int, str] = {}
    run: list[int] = []
    for place, (_, start, sign) in enumerate(signs):
        if sign[3]:
            run.append(place)
        closed = not sign[3] or (start + sign[0] - bar.start) % GRID == 0
        if run and (closed or place == len(signs) - 1):
            if len(run) > 1:
                found[run[0]], found[run[-1]] = "start", "stop"
            run = []
    return found


def _sign(
    measure: Element, part: Part, event: _Event | None, start: int, sign: _Sign, bracket: str,
    voice: int, number: int, key: Key | None,
) -> None:  # fmt: skip
    if event is None and voice > 1 and not sign[3]:
        _text(SubElement(measure, "forward"), "duration", sign[0])
        return
    if event is None:
        note = SubElement(measure, "note")
        SubElement(note, "rest")
        _rest_of(note, sign, voice, bracket)
        return
    before, after = start > event.start, start + sign[0] < event.end
    for k, (one, syllable) in enumerate(event.notes):
        loud = {} if one.loud == 5 else {"dynamics": f"{(16 * one.loud + 15) / 0.9:.2f}"}
        note = SubElement(measure, "note", loud)
        if k:
            SubElement(note, "chord")
        _pitch(note, one.pitch, key, drums=part.drums)
        _text(note, "duration", sign[0])
        for tied, kind in ((before, "stop"), (after, "start")):
            if tied:
                SubElement(note, "tie", type=kind)
        if part.drums:
            SubElement(note, "instrument", id=f"P{number}-I{one.pitch}")
        _look(note, sign, voice)
        _notations(note, before, after, "" if k else bracket)
        if syllable and not before:
            lyric = SubElement(note, "lyric", number="1")
            _text(lyric, "syllabic", "single")
            _text(lyric, "text", syllable)


def _rest_of(note: Element, sign: _Sign, voice: int, bracket: str) -> None:
    _text(note, "duration", sign[0])
    _look(note, sign, voice)
    _notations(note, False, False, bracket)


def _look(note: Element, sign: _Sign, voice: int) -> None:
    _text(note, "voice", voice)
    _text(note, "type", sign[1])
    for _ in range(sign[2]):
        SubElement(note, "dot")
    if sign[3]:
        third = SubElement(note, "time-modification")
        _text(third, "actual-notes", 3)
        _text(third, "normal-notes", 2)


def _notations(note: Element, before: bool, after: bool, bracket: str) -> None:
    if not (before or after or bracket):
        return
    said = SubElement(note, "notations")
    for tied, kind in ((before, "stop"), (after, "start")):
        if tied:
            SubElement(said, "tied", type=kind)
    if bracket:
        SubElement(said, "tuplet", type=bracket)


def _pitch(note: Element, pitch: int, key: Key | None, *, drums: bool) -> None:
    if drums:
        step, octave = _DRUM_STAFF.get(pitch, ("E", 5))
        place = SubElement(note, "unpitched")
        _text(place, "display-step", step)
        _text(place, "display-octave", octave)
        return
    step, alter, octave = spelled(pitch, key)
    place = SubElement(note, "pitch")
    _text(place, "step", step)
    if alter:
        _text(place, "alter", alter)
    _text(place, "octave", octave)


def spelled(pitch: int, key: Key | None) -> tuple[str, int, int]:
    """Step, alteration and octave of a pitch, as its key writes it.

    >>> spelled(63, Key(0, "minor")), spelled(66, Key(7)), spelled(61, None)
    (('E', -1, 4), ('F', 1, 4), ('C', 1, 4))
    """
    flats = key is not None and (key.fifths < 0 or (key.mode == "minor" and key.fifths == 0))
    table = list(_FLAT if flats else _SHARP)
    if key is not None and key.mode == "minor":
        # the raised leading tone is written as the seventh degree raised: F#, not Gb, in G minor
        leading = (key.tonic - 1) % 12
        table[leading] = _SHARP[leading]
    elif flats and key is not None:
        fourth = (key.tonic + 6) % 12
        table[fourth] = _SHARP[fourth]
    step, alter = table[pitch % 12]
    return step, alter, pitch // 12 - 1


def _text(place: Element, name: str, value: object) -> None:
    SubElement(place, name).text = str(value)
