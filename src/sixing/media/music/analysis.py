"""What a piece is like, measured: how busy, how high, how many sound; its rhythm is in `pulse`.

Valence and energy are **rules**, not measurements of listeners: mode, speed, register, loudness and
thickness, weighed as experiments on expression rank them (Hevner 1937; Gagnon and Peretz 2003;
Juslin and Laukka 2004). They label what a model learns from; they know nothing of what a piece
means to anybody.

>>> from sixing.media.music.score import Key, Note, Part, Score
>>> tune = Part("", 73, tuple(Note(6 * n, 6, 72 + n % 3) for n in range(16)))
>>> piece = Score((tune,), key=Key(0, "major"))
>>> density(piece), valence(piece), energy(piece), notes_a_bar(piece), compass(piece)
(2, 2, 1, 8.0, (72, 74))
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sixing.media.music.pulse import groove, metre_coherence, on_beats, onsets
from sixing.media.music.score import GRID, Score

__all__ = [
    "attacks", "brightness", "compass", "density", "energy", "groove", "liveliness",
    "metre_coherence", "notes_a_bar", "on_beats", "onsets", "texture", "valence",
]  # fmt: skip

#: Attacks a quarter note of a part that plays: where density rises a level.
DENSITIES = (1.05, 1.6, 2.4)
#: Where valence rises a level, of -1 to 1.
VALENCES = (-0.25, 0.35)
#: Where energy rises a level, of 0 to 1.
ENERGIES = (0.4, 0.65)

#: How bright a mode sounds, -1 to 1.
BRIGHTNESS = {
    "lydian": 1.0, "major": 1.0, "mixolydian": 0.6, "dorian": -0.4, "minor": -1.0,
    "phrygian": -1.0, "gong": 0.8, "zhi": 0.5, "shang": 0.0, "yu": -0.5, "jue": -0.6,
}  # fmt: skip


def density(score: Score) -> int:
    """How busy, 0 to 3: attacks a quarter note of the parts that play (`attacks`)."""
    return _level(attacks(score), DENSITIES)


def valence(score: Score) -> int:
    """How bright, 0 to 2, by rule: see `brightness`."""
    return _level(brightness(score), VALENCES)


def energy(score: Score) -> int:
    """How lively, 0 to 2, by rule: see `liveliness`."""
    return _level(liveliness(score), ENERGIES)


def attacks(score: Score) -> float:
    """Attacks a quarter note: of every part, in the bars where it plays; chords count once."""
    struck = played = 0
    for part in score.parts:
        per_bar = onsets(score, (part,)).sum(axis=1)
        lengths = np.array([bar.length for bar in score.bars()])
        struck += int(per_bar.sum())
        played += int(lengths[per_bar > 0].sum())
    return struck * GRID / played if played else 0.0


def brightness(score: Score) -> float:
    """Valence by rule, -1 to 1: six parts mode, three parts speed, one part register.

    A piece without a key has it found (`keys`). Speed is attacks a second, so that a slow song
    marked in short notes is slow.
    """
    from sixing.media.music.keys import key_of

    key = score.key or key_of(score)
    mode = BRIGHTNESS[key.mode] if key else 0.0
    pitches = _pitches(score)
    register = math.tanh((float(np.mean(pitches)) - 64) / 12) if len(pitches) else 0.0
    speed = math.tanh(math.log2(max(_speed(score), 0.1) / 2.5))
    return 0.6 * mode + 0.3 * speed + 0.1 * register


def liveliness(score: Score) -> float:
    """Energy by rule, 0 to 1: seven parts attacks a second, two loudness, one thickness and drums.

    Attacks a second are of all parts together, from 1 (calm) to 8 (frantic), by octaves.
    """
    loud = [note.loud for part in score.parts for note in part.notes]
    speed = min(1.0, max(0.0, math.log2(max(_speed(score), 1.0)) / 3))
    drums = any(part.drums and part.notes for part in score.parts)
    thick = min(1.0, texture(score) / 6)
    return 0.7 * speed + 0.2 * (float(np.mean(loud)) / 7 if loud else 0.0) + 0.1 * max(thick, drums)


def notes_a_bar(score: Score) -> float:
    """Notes a bar, all parts together."""
    return score.notes() / len(score.bars())


def compass(score: Score) -> tuple[int, int] | None:
    """The lowest and the highest pitch, drums apart; None where nothing has a pitch."""
    pitches = _pitches(score)
    return (int(min(pitches)), int(max(pitches))) if len(pitches) else None


def texture(score: Score) -> float:
    """Notes that sound at once, on average, drums apart, while anything sounds."""
    count = np.zeros(score.length + 1, np.int64)
    for part in score.parts:
        for note in () if part.drums else part.notes:
            count[note.start] += 1
            count[note.end] -= 1
    sounding = np.cumsum(count)[:-1]
    heard = sounding[sounding > 0]
    return float(heard.mean()) if len(heard) else 0.0


def _speed(score: Score) -> float:
    """Places at which anything is struck, a second."""
    places = len({note.start for part in score.parts for note in part.notes})
    seconds = _seconds(score)
    return places / seconds if seconds else 0.0


def _seconds(score: Score) -> float:
    marks = [*((t.start, t.bpm) for t in score.tempos), (score.length, 0)]
    return sum(max(0, end - start) / GRID * 60 / bpm for (start, bpm), (end, _) in pairwise(marks))


def _pitches(score: Score) -> list[int]:
    return [note.pitch for part in score.parts if not part.drums for note in part.notes]


def _level(value: float, marks: Sequence[float]) -> int:
    return sum(value >= mark for mark in marks)
