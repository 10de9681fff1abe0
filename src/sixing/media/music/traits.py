"""Twelve traits of a piece that a listener can hear: how fast, bright, wide, dense, restless it is.

Counted from the notes alone, without a model. Each value is standardised by its mean and deviation
over the training pieces of the shipped style (`recipes/music_traits.py`), so that 0 is the usual
piece and 1 a piece that has more of it than five in six.

>>> from sixing.media.music.score import Key, Note, Part, Score
>>> slow = Score((Part("", 73, tuple(Note(48 * n, 48, 55 + n) for n in range(6))),), key=Key(7))
>>> quick = Score((Part("", 73, tuple(Note(3 * n, 3, 80 + n % 9) for n in range(96))),), key=Key(7))
>>> table = measure([slow, quick])
>>> bool(table[0, 0] < table[1, 0]), bool(table[0, 2] < table[1, 2])
(True, True)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from sixing.media.music import analysis, structure
from sixing.media.music.keys import in_scale, key_of
from sixing.media.music.score import GRID, Score
from sixing.media.trait import Trait

Floats = NDArray[np.float64]

FURTHEST = 3.0
"""Deviations at which a value is cut."""

TRAITS = (
    Trait("pace", ("徐缓", "calm, few attacks"), ("急促", "quick, many attacks")),
    Trait("brightness", ("暗的调式与音区", "dark mode and register"), ("明亮", "bright")),
    Trait("register", ("低音区", "low notes"), ("高音区", "high notes")),
    Trait("range", ("音域窄", "a narrow range"), ("音域宽", "a wide range")),
    Trait("leaps", ("级进为主", "steps"), ("多跳进", "leaps")),
    Trait("texture", ("单薄", "a thin texture"), ("丰厚", "a full texture")),
    Trait("syncopation", ("在拍点上", "on the beat"), ("切分", "off the beat")),
    Trait("groove", ("节奏多变", "rhythms that change"), ("节奏一贯", "a steady groove")),
    Trait("repetition", ("少反复", "little comes back"), ("多反复", "much comes back")),
    Trait("chromatic", ("自然音", "notes of the scale"), ("变化音", "chromatic notes")),
    Trait("rhythm", ("时值单一", "few note values"), ("时值多样", "many note values")),
    Trait("rests", ("连绵不断", "no rests"), ("多休止", "rests")),
)
"""What is measured, in the order of the columns."""


def measure(scores: Sequence[Score]) -> Floats:
    """Standardised traits, shape (scores, traits)."""
    mean, deviation = _usual()
    table = np.array([raw(score) for score in scores]).reshape(-1, len(TRAITS))
    found: Floats = np.clip((table - mean) / deviation, -FURTHEST, FURTHEST)
    return found


def raw(score: Score) -> list[float]:
    """The traits of a piece as they are counted."""
    pitched = [part for part in score.parts if not part.drums and part.notes]
    pitches = [note.pitch for part in pitched for note in part.notes] or [60]
    key = score.key or key_of(score)
    lowest, highest = analysis.compass(score) or (60, 60)
    return [
        analysis.attacks(score),
        analysis.brightness(score),
        float(np.mean(pitches)),
        float(highest - lowest),
        _leaps(score),
        analysis.texture(score),
        1 - analysis.on_beats(score),
        analysis.groove(score),
        structure.indicator(score),
        1 - in_scale(score, key) if key and pitched else 0.0,
        _variety(score),
        _silence(score),
    ]


def _leaps(score: Score) -> float:
    """Share of the top line's moves that are wider than a major third."""
    top: dict[int, int] = {}
    for part in score.parts[:1]:
        for note in part.notes:
            top[note.start] = max(note.pitch, top.get(note.start, 0))
    moves = [abs(b - a) for a, b in pairwise(top.values()) if a != b]
    return sum(move > 4 for move in moves) / len(moves) if moves else 0.0


def _variety(score: Score) -> float:
    """Entropy of note lengths, in nats."""
    counts = Counter(note.length for part in score.parts if not part.drums for note in part.notes)
    total = counts.total()
    return -sum(n / total * log(n / total) for n in counts.values()) if total else 0.0


def _silence(score: Score) -> float:
    """Share of eighths at which nothing sounds."""
    step = GRID // 2
    sounding = np.zeros(score.length // step + 1, bool)
    for part in score.parts:
        for note in part.notes:
            sounding[note.start // step : -(-note.end // step)] = True
    return float(1 - sounding[: max(1, score.length // step)].mean())


@cache
def _usual() -> tuple[Floats, Floats]:
    """Mean and deviation of every trait over the training pieces."""
    text = resources.files("sixing.media.music").joinpath("data/traits.json").read_text("utf-8")
    facts = json.loads(text)
    names = [trait.name for trait in TRAITS]
    return (
        np.array([facts[name][0] for name in names]),
        np.array([facts[name][1] for name in names]),
    )
