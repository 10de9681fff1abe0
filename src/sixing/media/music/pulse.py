"""Where a piece strikes: rhythms of its bars, how alike they are, and whether bar lines fit them.

>>> from sixing.media.music.score import Metre, Note
>>> waltz = Score((Part("", 73, tuple(Note(36 * n, 36, 60) for n in range(8))),), (Metre(0, 3, 4),))
>>> groove(waltz), metre_coherence(waltz), on_beats(waltz)
(1.0, 1.0, 1.0)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.score import GRID, Part, Score

Floats = NDArray[np.float64]


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
    return float(sum(lower) + sum(equal) / 2) / len(lower) if lower else 1.0


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
