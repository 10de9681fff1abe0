"""Voice leading: the faults that a teacher of harmony marks, found in the notes alone.

Nobody who makes chorales is asked: the voices are read off the score at each moment where anything
moves. Rules as in Piston (*Harmony*) and Aldwell and Schachter (*Harmony and Voice Leading*):
parallel fifths and octaves are those where two voices move the same way, from one perfect interval
to the next moment's; what Bach himself does now and then (direct fifths, overlap, wide spacing) is
advice, not a fault.

It does not know harmony beyond the last cadence: no figured bass, no non-chord tones.

>>> from sixing.media.music.score import GRID, Key, Note, Part, Score
>>> def voice(*pitches: int) -> Part:
...     return Part("", 52, tuple(Note(GRID * n, GRID, p) for n, p in enumerate(pitches)))
>>> piece = Score((voice(67, 69), voice(64, 65), voice(60, 60), voice(48, 50)), key=Key(0))
>>> [(said.rule, said.place) for said in faults(piece, lang="en") if said.grave]
[('parallel fifths', 1), ('cadence', 1)]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.diagnosis import Lang, fault, key_name, voice_name
from sixing.media.music.keys import key_of
from sixing.media.music.score import GRID, Key, Part, Score
from sixing.media.music.spelling import pitch_name
from sixing.works import Fault

Ints = NDArray[np.int64]
REST = -1

#: Lowest and highest pitch of soprano, alto, tenor, bass in Bach's chorales.
CHOIR = ((57, 82), (52, 77), (45, 72), (36, 65))
#: Semitones between neighbouring voices from which they are too far apart, the bass last.
APART = 12, 24
#: Semitones that a voice may leap: an octave; the bass of an instrument may have more.
LEAP = 12


@dataclass(frozen=True)
class Voices:
    """Voices at each moment where any of them strikes or stops.

    Attributes:
        times: places, shape (moments,).
        pitch: what sounds, `REST` where nothing does, shape (moments, voices).
        struck: whether it begins there, same shape.
        score: where they were read.
    """

    times: Ints
    pitch: Ints
    struck: NDArray[np.bool_]
    score: Score

    @classmethod
    def of(cls, score: Score) -> Voices | None:
        """The voices of a score; None unless it has several parts, each of one note at a time."""
        parts = [part for part in score.parts if part.notes and not part.drums]
        if len(parts) < 2 or len(parts) < len(score.parts) or not all(map(one_voice, parts)):
            return None
        marks = {p for part in parts for note in part.notes for p in (note.start, note.end)}
        times = np.array(sorted(marks - {score.length}), np.int64)
        pitch = np.full((len(times), len(parts)), REST, np.int64)
        struck = np.zeros(pitch.shape, bool)
        for v, part in enumerate(parts):
            for note in part.notes:
                first, end = np.searchsorted(times, [note.start, note.end])
                pitch[first:end, v] = note.pitch
                struck[first, v] = True
        return cls(times, pitch, struck, score)

    @property
    def count(self) -> int:
        """How many voices."""
        return int(self.pitch.shape[1])

    def where(self, moment: int) -> tuple[int, str]:
        """Bar (from 1) and beat (from 1, with a fraction) of a moment."""
        return place(self.score, int(self.times[moment]))


def one_voice(part: Part) -> bool:
    """Whether no two notes of a part sound at once."""
    return all(a.end <= b.start for a, b in zip(part.notes, part.notes[1:], strict=False))


def place(score: Score, at: int) -> tuple[int, str]:
    """Bar and beat of a place of the piece, from 1; an upbeat's beats count to the bar line."""
    for number, bar in enumerate(score.bars(), 1):
        if at < bar.start + bar.length:
            late = bar.metre.length - bar.length if number == 1 and score.pickup else 0
            beat = (at - bar.start + late) / (4 * GRID / bar.metre.unit) + 1
            return number, f"{beat:.2f}".rstrip("0").rstrip(".")
    return number, "1"


def faults(score: Score, lang: Lang = "zh", key: Key | None = None) -> list[Fault]:
    """Every fault and advice of voice leading, in order of bars.

    Args:
        score: parts of one voice each, the highest first; of any other piece nothing is said.
        lang: the language of messages.
        key: that it should end in; None takes the score's own, or finds it.
    """
    voices = Voices.of(score)
    if voices is None:
        return []
    key = key or score.key or key_of(score)
    found = [
        *_consecutives(voices, lang),
        *_direct(voices, lang),
        *_order(voices, lang),
        *_lines(voices, lang),
        *(_tonal(voices, key, lang) if key else ()),
    ]
    return sorted(found, key=lambda said: (said.place, said.line == 0, said.line, not said.grave))


def chords(score: Score) -> int:
    """Moments at which a voice strikes: what faults are counted by."""
    return len({note.start for part in score.parts for note in part.notes})


def _names(voices: Voices, lang: Lang, *numbers: int) -> dict[str, str]:
    parts = voices.score.parts
    named = [voice_name(n, voices.count, parts[n].name, lang) for n in numbers]
    return dict(zip(("one", "other"), named, strict=False))


def _say(
    voices: Voices, rule: str, moment: int, lang: Lang, *numbers: int, **facts: object
) -> Fault:
    bar, beat = voices.where(moment)
    named = _names(voices, lang, *numbers)
    return fault(rule, numbers[0] + 1, bar, lang, beat=beat, **named, **facts)


def _consecutives(voices: Voices, lang: Lang) -> Iterator[Fault]:
    for one, other in combinations(range(voices.count), 2):
        for moment, rule in consecutives(voices, one, other):
            yield _say(voices, rule, moment, lang, one, other)


def consecutives(voices: Voices, one: int, other: int) -> Iterator[tuple[int, str]]:
    """Moments at which two voices go from a fifth to a fifth, or an octave to an octave."""
    upper, lower = voices.pitch[:, one], voices.pitch[:, other]
    sounding = (upper != REST) & (lower != REST)
    gap = np.abs(upper - lower) % 12
    up, low = np.diff(upper), np.diff(lower)
    both = sounding[:-1] & sounding[1:] & (up != 0) & (low != 0) & (gap[:-1] == gap[1:])
    for interval, rule in ((7, "平行五度"), (0, "平行八度")):
        for moment in map(int, np.flatnonzero(both & (gap[1:] == interval))):
            same = (up[moment] > 0) == (low[moment] > 0)
            yield moment + 1, rule if same else "反行五八度"


def _direct(voices: Voices, lang: Lang) -> Iterator[Fault]:
    """The outer voices move the same way into a fifth or an octave, the upper one by a leap."""
    upper, lower = voices.pitch[:, 0], voices.pitch[:, -1]
    sounding = (upper != REST) & (lower != REST)
    up, low, gap = np.diff(upper), np.diff(lower), np.abs(upper - lower) % 12
    into = np.isin(gap[1:], (0, 7)) & (gap[1:] != gap[:-1]) & (up * low > 0) & (np.abs(up) > 2)
    for moment in np.flatnonzero(into & sounding[:-1] & sounding[1:]):
        yield _say(voices, "隐伏五八度", int(moment) + 1, lang, 0, voices.count - 1)


def _order(voices: Voices, lang: Lang) -> Iterator[Fault]:
    """Neighbours that cross, overlap or lie too far apart, each said where it begins."""
    for one in range(voices.count - 1):
        upper, lower = voices.pitch[:, one], voices.pitch[:, one + 1]
        sounding = (upper != REST) & (lower != REST)
        crossed = sounding & (lower > upper)
        for moment in _begins(crossed):
            yield _say(voices, "声部交叉", moment, lang, one, one + 1)
        pair = sounding[:-1] & sounding[1:] & ~crossed[1:] & ~crossed[:-1]
        passed = pair & ((lower[1:] > upper[:-1]) | (upper[1:] < lower[:-1]))
        for moment in map(int, np.flatnonzero(passed)):
            yield _say(voices, "声部超越", moment + 1, lang, one, one + 1)
        widest = APART[one == voices.count - 2]
        if voices.count == len(CHOIR):
            for moment in _begins(sounding & (upper - lower > widest)):
                gap = int(upper[moment] - lower[moment])
                yield _say(voices, "声部间距", moment, lang, one, one + 1, semitones=gap)


def _lines(voices: Voices, lang: Lang) -> Iterator[Fault]:
    """Each voice by itself: its range, where it is a choir's, and its leaps."""
    for v in range(voices.count):
        moments = np.flatnonzero(voices.struck[:, v])
        pitches = voices.pitch[moments, v]
        if voices.count == len(CHOIR) and sung(voices.score):
            low, high = CHOIR[v]
            named = {"low": pitch_name(low), "high": pitch_name(high)}
            for moment in moments[(pitches < low) | (pitches > high)]:
                pitch = pitch_name(int(voices.pitch[moment, v]))
                yield _say(voices, "音域", int(moment), lang, v, pitch=pitch, **named)
        leaps = np.abs(np.diff(pitches))
        for n in np.flatnonzero(leaps > LEAP):
            yield _say(voices, "旋律大跳", int(moments[n + 1]), lang, v, semitones=int(leaps[n]))


def sung(score: Score) -> bool:
    """Whether the parts are voices of a choir or an organ's: four, none of another instrument."""
    return len(score.parts) == len(CHOIR) and all(p.program in (0, 19, 52, 53) for p in score.parts)


def _tonal(voices: Voices, key: Key, lang: Lang) -> Iterator[Fault]:
    """The leading tone doubled, or left hanging by soprano or bass at the end; the last chord."""
    leading = (key.tonic + 11) % 12
    for one, other in combinations(range(voices.count), 2):
        first, second = voices.pitch[:, one], voices.pitch[:, other]
        both = (first != REST) & (second != REST) & (first % 12 == leading)
        for moment in _begins(both & (second % 12 == leading)):
            yield _say(voices, "重复导音", moment, lang, one, other)
    last = len(voices.times) - 1
    for v in (0, voices.count - 1):
        before = _before(voices, v)
        ends = int(voices.pitch[last, v])
        if before % 12 == leading and before != REST and REST != ends != before + 1:
            yield _say(voices, "导音", last, lang, v)
    if not closes(voices, key):
        bar, _ = voices.where(last)
        yield fault("终止", 0, bar, lang, key=key_name(key.tonic, key.mode, lang))


def _before(voices: Voices, v: int) -> int:
    """The note before a voice's last."""
    struck = voices.pitch[voices.struck[:, v], v]
    return int(struck[-2]) if len(struck) > 1 else REST


def closes(voices: Voices, key: Key) -> bool:
    """Whether the last chord is the tonic's: its root below, nothing but root, third and fifth."""
    last = [int(p) for p in voices.pitch[-1] if p != REST]
    third = {3, 4} if key.mode in ("minor", "dorian", "phrygian") else {4}
    degrees = {(p - key.tonic) % 12 for p in last}
    return bool(last) and (min(last) - key.tonic) % 12 == 0 and degrees <= {0, 7} | third


def _begins(wrong: NDArray[np.bool_]) -> list[int]:
    """Moments at which something begins to be so."""
    return [int(m) for m in np.flatnonzero(wrong & ~np.concatenate([[False], wrong[:-1]]))]
