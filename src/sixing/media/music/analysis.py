"""What a piece is like, measured: how busy, how high, how many sound, how steady its bars are.

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
from numpy.typing import NDArray

from sixing.media.music.score import GRID, Part, Score

Floats = NDArray[np.float64]

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


def onsets(score: Score, parts: Sequence[Part] | None = None) -> NDArray[np.bool_]:
    """Where something is struck, shape (bars, places of the longest bar).

    An upbeat stands at the end of its bar, so that strong places lie above one another.
    """
    bars = score.bars()
    whole = max(max(bar.length, bar.metre.length) for bar in bars)
    table = np.zeros((len(bars), whole), bool)
    starts = np.array([bar.start for bar in bars])
    shift = np.zeros(len(bars), np.int64)
    if score.pickup:
        shift[0] = bars[0].metre.length - bars[0].length
    for part in score.parts if parts is None else parts:
        at = np.array([note.start for note in part.notes], np.int64)
        bar = np.searchsorted(starts, at, "right") - 1
        table[bar, at - starts[bar] + shift[bar]] = True
    return table


def groove(score: Score) -> float:
    """How alike the rhythms of the bars are, 0 to 1.

    Grooving similarity (Wu and Yang, "The Jazz Transformer on the Front Line", 2020, section 4.2):
    one less the share of places at which exactly one of two bars strikes, mean over all pairs of
    bars. Places are sixteenths and triplet eighths: those that nobody uses would only flatter it.
    """
    table = onsets(score)[1 if score.pickup else 0 :]
    table = table[:, [place for place in range(table.shape[1]) if place % 3 == 0 or place % 4 == 0]]
    struck = table.sum(axis=0).astype(np.float64)
    bars, places = table.shape
    if bars < 2:
        return 1.0
    pairs = int(bars) * (int(bars) - 1) / 2
    differing = float((struck * (bars - struck)).sum()) / pairs
    return 1.0 - differing / int(places)


def weights(beats: int, unit: int) -> Floats:
    """How strong each place of a bar is: 0 at the bar line, each level of metre one less.

    Levels as Longuet-Higgins and Lee (1984) divide a bar: compound metres (6/8, 9/8, 12/8) by
    dotted beats, duple ones by halves, then each beat by two or three.
    """
    length = beats * 4 * GRID // unit
    found = np.full(length, -6.0)
    compound = unit >= 8 and beats % 3 == 0 and beats > 3
    spans = [length]
    groups = beats // 3 if compound else beats
    if groups % 2 == 0:
        spans.append(length // 2)
    spans.append(length // groups)
    spans.append(spans[-1] // (3 if compound else 2))
    spans.append(spans[-1] // 2)
    for level, span in enumerate(dict.fromkeys(spans)):
        if span and length % span == 0:
            places = np.arange(0, length, span)
            found[places] = np.maximum(found[places], -float(level))
    return found


def metre_coherence(score: Score) -> float:
    """How well the notes bear out the bar lines, 0 to 1.

    Attacks, each as heavy as it is long (up to a half note) and as the parts that strike together,
    are laid over the bar; the measure is the share of other places for the bar line (every eighth
    of the bar) that would set less weight on strong places than the written one. 1: the bar lines
    stand where the music has them; about 0.5: they could stand anywhere.
    """
    profile, strong = _profile(score)
    if not profile.any():
        return 0.0
    step = GRID // 2
    moved = [
        float(np.roll(profile, -by) @ strong) / profile.sum() for by in range(0, len(profile), step)
    ]
    lower = [moved[0] > other + 1e-9 for other in moved[1:]]
    equal = [abs(moved[0] - other) <= 1e-9 for other in moved[1:]]
    return (sum(lower) + sum(equal) / 2) / len(lower) if lower else 1.0


def on_beats(score: Score) -> float:
    """Share of attacks that fall on a beat, all parts together."""
    profile, strong = _profile(score, heavy=False)
    beat = strong >= np.sort(np.unique(strong))[::-1][: _beat_level(score) + 1].min()
    return float(profile[beat].sum() / profile.sum()) if profile.any() else 0.0


def _beat_level(score: Score) -> int:
    metre = _main(score)
    groups = metre[0] // 3 if metre[1] >= 8 and metre[0] % 3 == 0 and metre[0] > 3 else metre[0]
    return (groups > 1) + (groups % 2 == 0 and groups > 2)


def _main(score: Score) -> tuple[int, int]:
    """The metre that most bars have."""
    bars = [(bar.metre.beats, bar.metre.unit) for bar in score.bars()]
    return max(dict.fromkeys(bars), key=bars.count)


def _profile(score: Score, *, heavy: bool = True) -> tuple[Floats, Floats]:
    """Weight of attacks at each place of the bars of the main metre, and how strong each is."""
    main = _main(score)
    strong = weights(*main)
    bars = score.bars()
    starts = np.array([bar.start for bar in bars])
    profile = np.zeros(len(strong))
    for part in score.parts:
        for note in part.notes:
            n = int(np.searchsorted(starts, note.start, "right")) - 1
            bar = bars[n]
            if (bar.metre.beats, bar.metre.unit) != main:
                continue
            late = bar.metre.length - bar.length if n == 0 and score.pickup else 0
            profile[note.start - bar.start + late] += min(note.length, 2 * GRID) if heavy else 1
    return profile, strong


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
