"""A plucked accompaniment for a pentatonic melody: broken fifths and octaves under each bar.

Each bar rests on the degree of the mode that the melody leans on most there (the degree
itself, or a fifth or fourth below); the strings go up from it through the scale and back, and the
last bar is left to ring. All notes are of the mode, so that nothing grates.
"""

from __future__ import annotations

from dataclasses import replace

from sixing.media.music.score import GRID, Bar, Key, Note, Part, Score

ZHENG = 107
_LOWEST = 40
_LOUD = 3
#: Steps of the scale above the bar's root, for eighths; of slow music, for quarters.
_LIVELY = (0, 2, 3, 5, 3, 2, 4, 2)
_CALM = (0, 3, 5, 4)


def accompany(score: Score, key: Key, *, lively: bool = False) -> Score:
    """The score with a zheng under its first part, bar by bar."""
    notes: list[Note] = []
    bars = score.bars()
    for bar in bars[:-1]:
        notes += _broken(bar, _root(score, bar, key), key, lively=lively)
    notes += _closing(bars[-1], key)
    return replace(score, parts=(*score.parts, Part("古筝", ZHENG, tuple(notes))))


def _root(score: Score, bar: Bar, key: Key) -> int:
    """The degree that most of the bar's time agrees with: itself, or a fifth or fourth below it."""
    weights = {
        pitch: sum(
            max(0, min(note.end, bar.start + bar.length) - max(note.start, bar.start))
            * {0: 3, 7: 2, 5: 1}.get((note.pitch - pitch) % 12, 0)
            for note in score.parts[0].notes
        )
        + (pitch == key.tonic) * GRID
        for pitch in sorted(key.scale)
    }
    return max(weights, key=lambda pitch: (weights[pitch], -pitch))


def _ladder(root: int, key: Key) -> list[int]:
    """The scale upwards from the root, in the low strings."""
    low = next(p for p in range(_LOWEST, _LOWEST + 12) if p % 12 == root)
    return [p for p in range(low, low + 36) if p % 12 in key.scale]


def _broken(bar: Bar, root: int, key: Key, *, lively: bool) -> list[Note]:
    ladder = _ladder(root, key)
    shape, length = (_LIVELY, GRID // 2) if lively else (_CALM, GRID)
    count = bar.length // length
    return [
        Note(bar.start + n * length, length, ladder[shape[n % len(shape)]], _LOUD + (n == 0))
        for n in range(count)
    ]


def _closing(bar: Bar, key: Key) -> list[Note]:
    """The final, its fifth or so, and its octave with the one above left to ring."""
    ladder = _ladder(key.tonic, key)
    step = bar.length // 4
    return [
        Note(bar.start, step, ladder[0], _LOUD),
        Note(bar.start + step, step, ladder[3], _LOUD),
        *(Note(bar.start + 2 * step, 2 * step, ladder[height], _LOUD) for height in (5, 8)),
    ]
